//! Measures what was made: scripted conversations played through the engine.

pub mod dialogues;
