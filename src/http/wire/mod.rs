//! The JSON shapes of the outside, and how they become what the inside knows. They are known nowhere else.

mod message;
mod parse;
mod reply;

pub use self::{
    message::Message,
    parse::{ParseAnswer, ParseRequest},
    reply::{Accepted, Answered, Said},
};
