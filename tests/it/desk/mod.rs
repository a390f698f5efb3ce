//! The desk's core, with times as arguments: [`seats`] and [`times`] tell its rules one by one, [`model`] holds it against a plain model.

mod model;
mod script;
mod seats;
mod times;
mod world;
