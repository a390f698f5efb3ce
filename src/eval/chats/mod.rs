//! Labelled conversations, replayed through the whole engine: what would have happened.

mod chat;
mod did;
mod figure;
mod flips;
mod label;
mod log;
mod masked;
mod replay;
mod report;
mod row;
mod verdict;

pub use chat::{Answerer, Chat, ChatTurn, LoggedCall, read, written};
pub use did::{Did, Doing};
pub use figure::{ChatFigure, ChatFigures, Part};
pub use flips::{ChatFlip, ChatFlips, TurnFlip, chat_flips};
pub use label::{Label, Labels};
pub use log::chat;
pub use masked::masked;
pub use replay::{Replayed, ReplayedTurn, replay};
pub use report::{COUNTING, ChatsReport, chats_report};
pub use row::{ChatRow, RowTurn, rows};
pub use verdict::{Ending, JudgedChat, Verdict, judge_chat};
