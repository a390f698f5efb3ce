//! `/desk`, `/intents` and `/labels`: what a seat knows of its surroundings.

use std::collections::BTreeSet;

use jiff::Timestamp;
use serde::Serialize;

use crate::{
    conversation::IntentTitle,
    desk::{Holding, Line},
    domain::{ConversationId, CustomerId, Name, Role, SeatId},
};

#[derive(Debug, Serialize)]
pub struct DeskView {
    pub seats: Vec<Colleague>,
    pub queues: Vec<LineView>,
    pub hours: HoursView,
}

/// Somebody who may answer customers, there or not.
#[derive(Debug, Serialize)]
pub struct Colleague {
    pub seat: SeatId,
    pub name: String,
    pub role: Role,
    pub skills: BTreeSet<Name>,
    pub state: &'static str,
    pub connected: bool,
    pub capacity: u32,
    /// That it holds or helps with.
    pub chats: usize,
    pub holds: Vec<HoldingView>,
}

#[derive(Debug, Serialize)]
pub struct HoldingView {
    conversation: ConversationId,
    customer: CustomerId,
    since: Timestamp,
    waits_since: Option<Timestamp>,
}

impl From<Holding> for HoldingView {
    fn from(Holding { conversation, customer, since, waits_since }: Holding) -> Self {
        Self { conversation, customer, since, waits_since }
    }
}

#[derive(Debug, Serialize)]
pub struct LineView {
    skill: Name,
    waiting: usize,
    oldest_since: Option<Timestamp>,
    /// In seconds.
    eta: Option<u64>,
}

impl From<Line> for LineView {
    fn from(Line { skill, waiting, oldest_since, eta }: Line) -> Self {
        Self { skill, waiting, oldest_since, eta: eta.map(|eta| eta.as_secs()) }
    }
}

#[derive(Debug, Serialize)]
pub struct HoursView {
    pub open: bool,
    /// While it is closed.
    pub opens_at: Option<Timestamp>,
}

#[derive(Debug, Serialize)]
pub struct Intents {
    pub intents: Vec<IntentView>,
}

#[derive(Debug, Serialize)]
pub struct IntentView {
    intent: Name,
    title: String,
    title_en: Option<String>,
    skill: Name,
}

impl From<IntentTitle> for IntentView {
    fn from(IntentTitle { intent, title, title_en, skill }: IntentTitle) -> Self {
        Self { intent, title, title_en, skill }
    }
}

#[derive(Debug, Serialize)]
pub struct Labels {
    pub labels: Vec<Name>,
}
