//! Both sides of a canary, counted from the log.

use std::collections::HashMap;

use jiff::{SignedDuration, Timestamp};

use super::{Draw, Names, Side, Tally, case::Case, rule::Looks};
use crate::{
    domain::{ShopId, Trace},
    store::{Fold, Placed},
};

/// What comes so long after a conversation's last event counts no more.
const KEPT: SignedDuration = SignedDuration::from_hours(7 * 24);
/// Between two looks at what can be forgotten, in the log's time.
const SWEPT: SignedDuration = SignedDuration::from_hours(24);

#[derive(Debug)]
pub(super) struct Tallies {
    shop: ShopId,
    draw: Draw,
    /// Of the canary.
    names: Names,
    live: Tally,
    canary: Tally,
    /// By the log's number of the conversation.
    cases: HashMap<u64, Case>,
    swept: Timestamp,
    looks: Looks,
    risen: bool,
}

impl Tallies {
    pub fn new(shop: ShopId, draw: Draw, names: Names) -> Self {
        Self {
            shop,
            names,
            live: Tally::default(),
            canary: Tally::default(),
            cases: HashMap::new(),
            swept: draw.since,
            looks: Looks::default(),
            risen: false,
            draw,
        }
    }

    pub fn of(&self, side: Side) -> Tally {
        match side {
            Side::Live => self.live,
            Side::Canary => self.canary,
        }
    }

    /// Whether the canary answers wrongly more often than live.
    pub fn has_risen(&self) -> bool {
        self.risen
    }

    fn forget(&mut self, now: Timestamp) {
        if now.duration_since(self.swept) > SWEPT {
            self.swept = now;
            self.cases.retain(|_, case| now.duration_since(case.last) <= KEPT);
        }
    }
}

impl Fold for Tallies {
    fn record(&mut self, placed: &Placed) {
        let Placed { contact, conversation, number, recorded, .. } = placed;
        if contact.shop != self.shop || !self.draw.concerns(conversation) {
            return;
        }
        let (draw, names, shop) = (&self.draw, &self.names, &self.shop);
        let side_of = |trace: &Trace| {
            // A brain that broke down leaves no name.
            let is_canary = names.are_of(trace) || trace.content.is_empty() && draw.takes(shop, conversation);
            if is_canary { Side::Canary } else { Side::Live }
        };
        let case = self.cases.entry(*number).or_default();
        let before = case.tally();
        case.record(recorded, side_of);
        let (after, side) = (case.tally(), case.side());
        let tally = match side {
            Some(Side::Live) => &mut self.live,
            Some(Side::Canary) => &mut self.canary,
            None => return,
        };
        *tally -= before;
        *tally += after;
        self.risen |= self.looks.find_rise(&self.live, &self.canary);
        self.forget(recorded.at);
    }
}
