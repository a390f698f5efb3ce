//! The desk's core, with times as arguments: [`scenes`] tells its rules one by one, [`model`] holds it against a plain model.

mod model;
mod scenes;
mod world;
