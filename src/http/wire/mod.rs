//! The JSON shapes of the outside, and how they become what the inside knows. They are known nowhere else.

mod message;
mod parse;
mod people;
mod reply;

pub use self::{
    message::Message,
    parse::{ParseAnswer, ParseRequest},
    people::{ChangeSeat, LogIn, Me, NewPassword, NewSeat, ResetPassword, SeatView, Seats, SetUp, Welcome},
    reply::{Accepted, Answered, Said},
};
