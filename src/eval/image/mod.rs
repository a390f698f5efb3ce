//! The pictures that `rasa test nlu` writes, drawn dot by dot: the same rows give the same bytes.

mod canvas;
mod histogram;
mod matrix;

pub use histogram::histogram_png;
pub use matrix::confusion_matrix_png;
