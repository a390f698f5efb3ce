//! Characters only: every stage sees the same normalised text, with a map back to what the customer wrote.

mod entities;
mod fold;
mod mask;
mod normalize;
mod personal;
mod tokenize;

pub use mask::{Mask, masks};
pub use normalize::{Normalized, normalize, normalize_ends};
pub use personal::Disguise;
pub use tokenize::tokenize;
