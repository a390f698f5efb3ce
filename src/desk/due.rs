//! What time brings about: offers that run out, seats that stay away, limits that are passed.

use jiff::Timestamp;

use super::{
    SeatState, Step, Withdrawal,
    rules::Moment,
    shop::{Shop, Timer},
    time::after,
};
use crate::domain::{ConversationId, Release, SeatId};

impl Shop {
    /// Everything that is to be done now, in order.
    pub fn next(&mut self, moment: Moment<'_>, closing: bool) -> Vec<Step> {
        if closing || (self.deserted && !moment.open) {
            self.review_queue(moment);
        }
        self.deserted = false;
        let mut late = Vec::new();
        while let Some(timer) = self.pop_due(moment.now) {
            match timer {
                Timer::Seat(seat) => self.vanish(moment, &seat),
                Timer::Chat(conversation) => {
                    self.expire(moment, &conversation);
                    late.push(conversation);
                }
            }
        }
        self.settle(moment);
        for conversation in late {
            // Whoever may still get a seat now is not late.
            if self.unsettled {
                self.retime(moment, &conversation);
            } else {
                self.time_out(moment, &conversation);
            }
        }
        self.tell_places(moment);
        std::mem::take(&mut self.steps)
    }

    /// When there is something to do even if nothing happens.
    pub fn due(&self, moment: Moment<'_>) -> Option<Timestamp> {
        if self.unsettled || !self.steps.is_empty() {
            return Some(moment.now);
        }
        let timer = self.timers.first().map(|(at, _)| *at);
        timer.into_iter().chain(self.places_due(moment)).min()
    }

    /// The rules for those who wait have changed: the shop closes, or nobody is left.
    fn review_queue(&mut self, moment: Moment<'_>) {
        let ranks = self.queues.values().flat_map(|queue| queue.line.keys());
        let waiting: Vec<ConversationId> = ranks.map(|rank| rank.conversation.clone()).collect();
        for conversation in waiting {
            self.retime(moment, &conversation);
        }
    }

    fn pop_due(&mut self, now: Timestamp) -> Option<Timer> {
        let (at, _) = self.timers.first()?;
        if *at > now {
            return None;
        }
        let (_, timer) = self.timers.pop_first()?;
        if let Timer::Chat(conversation) = &timer
            && let Some(chat) = self.chats.get_mut(conversation)
        {
            chat.due = None;
        }
        Some(timer)
    }

    /// An offer that ran out goes to the next seat; a seat that let a chat pass may be asked again.
    fn expire(&mut self, moment: Moment<'_>, conversation: &ConversationId) {
        let Some(chat) = self.chats.get_mut(conversation) else { return };
        let passed = chat.passed.len();
        chat.passed.retain(|_, until| *until > moment.now);
        self.unsettled |= chat.passed.len() < passed;
        if chat.pledge().is_some_and(|pledge| pledge.until <= moment.now) {
            self.unpledge(moment, conversation, Withdrawal::TimedOut);
        }
    }

    fn time_out(&mut self, moment: Moment<'_>, conversation: &ConversationId) {
        let Some(chat) = self.chats.get(conversation) else { return };
        if chat.pledge().is_none()
            && let Some(passed) = self.running(moment, chat).find(|limit| limit.at <= moment.now)
        {
            let (seq, id) = (chat.seq, self.chat_id(conversation));
            self.steps.push(Step::TimeOut { chat: id, seq, limit: passed.limit, then: passed.then });
            if let Some(chat) = self.chats.get_mut(conversation) {
                chat.quiet_until = Some(after(moment.now, passed.again));
            }
        }
        self.retime(moment, conversation);
    }

    /// A seat has been gone for too long: what it has waits for others.
    fn vanish(&mut self, moment: Moment<'_>, id: &SeatId) {
        let Some(seat) = self.seats.get(id) else { return };
        let again = if seat.load() == 0 { moment.now } else { moment.again() };
        for conversation in &seat.chats {
            let (chat, seat) = (self.chat_id(conversation), id.clone());
            let Some(known) = self.chats.get_mut(conversation) else { continue };
            if known.held().is_some_and(|held| held.seat == *id) {
                // One reason is enough.
                known.quiet_until = Some(again);
                self.steps.push(Step::Release { chat, seat, why: Release::Vanished });
            } else {
                self.steps.push(Step::Leave { chat, seat });
            }
        }
        self.change_seat(moment, id, |seat| seat.gone = Some(again));
    }

    pub(super) fn set_away(&mut self, moment: Moment<'_>, id: &SeatId) {
        self.change_seat(moment, id, |seat| {
            seat.presence.state = SeatState::Away;
            seat.missed = 0;
        });
        self.steps.push(Step::Away { shop: self.id.clone(), seat: id.clone() });
        self.changed_presence(moment, id);
    }
}
