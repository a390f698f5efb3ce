//! The settings, as the desk applies them.

use std::time::Duration;

use jiff::{Timestamp, tz::TimeZone};

use super::{
    Limit, Then,
    chat::{Chat, Phase, Turn},
    hours::Opening,
    time::{after, before},
};
use crate::{
    config::{CustomerLate, DeskConfig, Outside, SeatLate},
    domain::{Handoff, SeatId},
};

/// What did not happen by then is asked for again.
const AGAIN: Duration = Duration::from_secs(30);

#[derive(Debug, Clone)]
pub(super) struct Rules {
    pub config: DeskConfig,
    pub opening: Opening,
    /// What began before has until `grace` after it: after a restart seats first have to come back.
    pub started: Timestamp,
}

/// The present, as far as it matters.
#[derive(Debug, Clone, Copy)]
pub(super) struct Moment<'a> {
    pub rules: &'a Rules,
    pub now: Timestamp,
    pub open: bool,
}

/// A time limit that runs.
#[derive(Debug)]
pub(super) struct Running {
    pub limit: Limit,
    pub at: Timestamp,
    pub then: Then,
    /// Until it is seen to again, where the chat has not moved.
    pub again: Duration,
}

impl Rules {
    pub fn new(config: DeskConfig, zone: TimeZone, started: Timestamp) -> Self {
        let opening = Opening { hours: config.hours.clone(), zone };
        Self { config, opening, started }
    }

    pub fn is_urgent(&self, handoff: &Handoff) -> bool {
        self.config.urgent.contains(&handoff.reason)
    }

    pub fn is_vip(&self, handoff: &Handoff) -> bool {
        let level = handoff.slots.get("level").and_then(serde_json::Value::as_str);
        level.is_some_and(|level| self.config.vip.contains(level))
    }

    /// From when a customer counts as waiting. Who counts longest goes first.
    ///
    /// The lead is fixed when they ask, so everybody ages alike: nobody who asks later than `urgent_head_start` +
    /// `vip_head_start` after a customer can go before them.
    pub fn counts_from(&self, chat: &Chat) -> Timestamp {
        let urgent =
            if self.is_urgent(&chat.handoff) { self.config.urgent_head_start } else { Duration::ZERO };
        let vip = if self.is_vip(&chat.handoff) { self.config.vip_head_start } else { Duration::ZERO };
        before(before(chat.since, urgent), vip)
    }

    /// The time limit that runs for a chat, unless it is off.
    pub fn limit(&self, chat: &Chat) -> Option<Running> {
        let config = &self.config;
        let (limit, from, length, then) = match &chat.phase {
            Phase::Waiting { queued, .. } => {
                (Limit::Queue, *queued, config.queue, customer(config.queue_then))
            }
            Phase::Held(held) => match held.turn {
                Turn::FirstReply => (
                    Limit::FirstReply,
                    held.turn_since,
                    config.first_reply,
                    seat(config.first_reply_then, &held.seat),
                ),
                Turn::Seat => (
                    Limit::SeatIdle,
                    held.turn_since,
                    config.seat_idle,
                    seat(config.seat_idle_then, &held.seat),
                ),
                Turn::Customer => (
                    Limit::CustomerIdle,
                    held.turn_since,
                    config.customer_idle,
                    customer(config.customer_idle_then),
                ),
            },
        };
        let again = match &then {
            Then::Remind(_) => length.max(AGAIN),
            Then::Release(_) | Then::HandBack | Then::Close => AGAIN,
        };
        let at = self.not_at_once(from, after(from, length));
        (!length.is_zero()).then_some(Running { limit, at, then, again })
    }

    /// From when one who waits since `queued` is sent away, while the shop is closed and nobody is on duty.
    pub fn outside(&self, queued: Timestamp) -> Option<Running> {
        let then = match self.config.hours.closed_then {
            Outside::Wait => return None,
            Outside::HandBack => Then::HandBack,
            Outside::Close => Then::Close,
        };
        Some(Running { limit: Limit::Hours, at: self.not_at_once(queued, queued), then, again: AGAIN })
    }

    fn not_at_once(&self, from: Timestamp, at: Timestamp) -> Timestamp {
        if from < self.started { at.max(after(self.started, self.config.grace)) } else { at }
    }
}

impl Moment<'_> {
    pub fn again(&self) -> Timestamp {
        after(self.now, AGAIN)
    }
}

fn seat(late: SeatLate, seat: &SeatId) -> Then {
    match late {
        SeatLate::Remind => Then::Remind(seat.clone()),
        SeatLate::Release => Then::Release(seat.clone()),
    }
}

fn customer(late: CustomerLate) -> Then {
    match late {
        CustomerLate::HandBack => Then::HandBack,
        CustomerLate::Close => Then::Close,
    }
}
