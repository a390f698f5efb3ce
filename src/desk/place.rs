//! Where customers stand, and how long it will be.
//!
//! A customer at position p of a queue waits for p chats to end. Seats hold as many chats at a time as they have capacity, so
//! eta = p × the mean length of a chat ÷ the capacity that serves the queue; a seat that serves several queues counts for each with
//! its part. Seats that are online count, full or not.

use std::time::Duration;

use jiff::Timestamp;

use super::{ChatId, Place, Step, queue::Rank, rules::Moment, shop::Shop, time::after};
use crate::domain::{ConversationId, Name};

/// Between two rounds of telling customers their places, so that a busy queue is not told at every change.
const PACE: Duration = Duration::from_secs(1);
/// Capacity is counted in thousandths of a chat.
const WHOLE: u64 = 1000;
/// An estimate beyond is not told as more.
const LONGEST: u64 = 24 * 60;

impl Shop {
    /// Where a customer stands now; none who does not wait.
    pub fn place(&self, moment: Moment<'_>, conversation: &ConversationId) -> Option<Place> {
        let chat = self.chats.get(conversation).filter(|chat| chat.held().is_none())?;
        let rank = Rank::of(moment.rules, conversation, chat);
        let ahead = self.queues.get(&chat.skill)?.line.range(..rank).count();
        Some(Pace::of(self, moment, &chat.skill).place(ahead + 1))
    }

    /// Tells those whose place has changed.
    pub(super) fn tell_places(&mut self, moment: Moment<'_>) {
        if self.places_due(moment).is_none_or(|due| due > moment.now) {
            return;
        }
        (self.moved, self.told) = (false, Some(moment.now));
        let paces: Vec<Pace> = self.queues.keys().map(|skill| Pace::of(self, moment, skill)).collect();
        for (queue, pace) in self.queues.values_mut().zip(paces) {
            for (number, (rank, told)) in queue.line.iter_mut().enumerate() {
                let place = pace.place(number + 1);
                if *told != Some(place) {
                    *told = Some(place);
                    let (shop, conversation) = (self.id.clone(), rank.conversation.clone());
                    self.steps.push(Step::Place { chat: ChatId { shop, conversation }, place });
                }
            }
        }
    }

    /// When places are to be told.
    pub(super) fn places_due(&self, moment: Moment<'_>) -> Option<Timestamp> {
        self.moved.then(|| self.told.map_or(moment.now, |told| after(told, PACE)))
    }

    /// The capacity that serves a queue, in thousandths of a chat.
    fn serving(&self, skill: &Name) -> u64 {
        let takes = |seat: &&super::seat::Seat, skill: &Name| seat.has(skill) || !self.duty.covers(skill);
        let seats = self.seats.values().filter(|seat| seat.takes() && takes(seat, skill));
        seats
            .map(|seat| {
                let queues = self.queues.keys().filter(|skill| takes(&seat, skill)).count().max(1);
                u64::from(seat.presence.capacity) * WHOLE / queues as u64
            })
            .sum()
    }
}

/// How fast a queue moves.
pub(super) struct Pace {
    mean: Duration,
    serving: u64,
}

impl Pace {
    pub fn of(shop: &Shop, moment: Moment<'_>, skill: &Name) -> Self {
        let setting = moment.rules.config.handling;
        let mean = shop.handling.get(skill).map_or(setting, |handling| handling.mean(setting));
        Self { mean, serving: shop.serving(skill) }
    }

    pub fn place(&self, position: usize) -> Place {
        let position = shown(u32::try_from(position).unwrap_or(u32::MAX));
        let seconds = self.mean.as_secs().saturating_mul(u64::from(position)).saturating_mul(WHOLE);
        let minutes = seconds.checked_div(self.serving).map(|seconds| seconds.div_ceil(60));
        let eta = minutes.map(|minutes| Duration::from_secs(60 * coarse(minutes.clamp(1, LONGEST))));
        Place { position, eta }
    }
}

fn shown(position: u32) -> u32 {
    match position {
        0..=20 => position,
        21..=100 => position.next_multiple_of(10),
        101.. => position.checked_next_multiple_of(100).unwrap_or(u32::MAX),
    }
}

/// Minutes as one says them: to five from ten on.
fn coarse(minutes: u64) -> u64 {
    if minutes <= 10 { minutes } else { minutes.next_multiple_of(5) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(position: usize, serving: u64, told: u32, minutes: Option<u64>) {
        let pace = Pace { mean: Duration::from_secs(360), serving };
        let eta = minutes.map(|minutes| Duration::from_secs(60 * minutes));
        assert_eq!(pace.place(position), Place { position: told, eta }, "{position} of {serving}");
    }

    #[test]
    fn places_are_told_in_round_figures() {
        check(1, 10_000, 1, Some(1));
        check(20, 20_000, 20, Some(6));
        check(20, 10_000, 20, Some(15));
        check(21, 10_000, 30, Some(20));
        check(101, 10_000, 200, Some(120));
        check(usize::MAX, 1, u32::MAX, Some(1440));
        check(3, 0, 3, None);
        check(3, 500, 3, Some(40));
    }
}
