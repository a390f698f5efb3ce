//! Who gets whom: the first in line whom a free seat can take; the seat that had them last, then the least loaded.

use super::{
    Step, Withdrawal,
    chat::{Chat, Phase, Pledge},
    queue::{Queue, Rank},
    rules::Moment,
    shop::Shop,
    time::after,
};
use crate::{
    config::Dispatch,
    domain::{ConversationId, Name, SeatId},
};

/// Promises in one go. More are made as soon as these are told, so that a shift that begins holds nobody up for long.
const AT_ONCE: usize = 16;

impl Shop {
    /// Promises chats to seats until nobody waits whom a free seat can take, or enough is promised for now.
    pub(super) fn settle(&mut self, moment: Moment<'_>) {
        if !self.unsettled {
            return;
        }
        match moment.rules.config.assignment {
            Dispatch::Offer | Dispatch::Assign => {
                for _ in 0..AT_ONCE {
                    let Some((conversation, seat)) = self.next_pair() else {
                        self.unsettled = false;
                        return;
                    };
                    self.pledge(moment, &conversation, seat);
                }
            }
            Dispatch::Take => self.unsettled = false,
        }
    }

    fn next_pair(&self) -> Option<(ConversationId, SeatId)> {
        if self.free.is_empty() {
            return None;
        }
        let firsts = self.queues.iter().filter_map(|(skill, queue)| self.first_pair(skill, queue));
        let (rank, seat) = firsts.min_by_key(|(rank, _)| *rank)?;
        Some((rank.conversation.clone(), seat.clone()))
    }

    fn first_pair<'a>(&'a self, skill: &Name, queue: &'a Queue) -> Option<(&'a Rank, &'a SeatId)> {
        if queue.ready.is_empty() || !self.free.iter().any(|free| self.fits(&free.seat, skill)) {
            return None;
        }
        queue.ready.iter().find_map(|rank| {
            let chat = self.chats.get(&rank.conversation)?;
            Some((rank, self.seat_for(chat)?))
        })
    }

    fn seat_for(&self, chat: &Chat) -> Option<&SeatId> {
        let may = |seat: &SeatId| self.fits(seat, &chat.skill) && !chat.passed.contains_key(seat);
        let has_room = |id: &SeatId| self.seats.get(id).is_some_and(|seat| seat.free(id).is_some());
        let last = self.familiar.with(&chat.customer).filter(|seat| has_room(seat) && may(seat));
        last.or_else(|| self.free.iter().map(|free| &free.seat).find(|seat| may(seat)))
    }

    /// Whether a seat can take a skill.
    fn fits(&self, seat: &SeatId, skill: &Name) -> bool {
        self.seats.get(seat).is_some_and(|seat| seat.has(skill)) || !self.duty.covers(skill)
    }

    fn pledge(&mut self, moment: Moment<'_>, conversation: &ConversationId, seat: SeatId) {
        let Some(mut chat) = self.detach(moment, conversation) else { return };
        let (until, step) = match moment.rules.config.assignment {
            Dispatch::Offer => {
                let until = after(moment.now, moment.rules.config.accept);
                (until, Step::Offer { chat: self.chat_id(conversation), seat: seat.clone(), until })
            }
            Dispatch::Assign | Dispatch::Take => {
                (moment.again(), Step::Assign { chat: self.chat_id(conversation), seat: seat.clone() })
            }
        };
        if let Phase::Waiting { pledge, .. } = &mut chat.phase {
            *pledge = Some(Pledge { seat: seat.clone(), from: moment.now, until });
        }
        self.attach(moment, conversation, chat);
        self.change_seat(moment, &seat, |seat| seat.given = moment.now);
        self.steps.push(step);
    }

    /// A seat does not want what it was offered.
    pub fn declined(&mut self, moment: Moment<'_>, conversation: &ConversationId, seat: &SeatId) {
        let pledge = self.chats.get(conversation).and_then(Chat::pledge);
        if pledge.is_some_and(|pledge| pledge.seat == *seat) {
            self.unpledge(moment, conversation, Withdrawal::Declined);
        }
    }

    /// A promise is taken back; the chat is everybody's again.
    pub(super) fn unpledge(&mut self, moment: Moment<'_>, conversation: &ConversationId, why: Withdrawal) {
        let Some(mut chat) = self.detach(moment, conversation) else { return };
        let Phase::Waiting { pledge, .. } = &mut chat.phase else {
            return self.attach(moment, conversation, chat);
        };
        if let Some(pledge) = pledge.take() {
            let passed = match (moment.rules.config.assignment, why) {
                (Dispatch::Offer, Withdrawal::TimedOut | Withdrawal::Declined) => true,
                (Dispatch::Offer, Withdrawal::Unavailable | Withdrawal::Settled)
                | (Dispatch::Assign | Dispatch::Take, _) => false,
            };
            if passed {
                let until = after(moment.now, moment.rules.config.offer_again);
                chat.passed.insert(pledge.seat.clone(), until);
            }
            self.attach(moment, conversation, chat);
            self.withdraw(moment, conversation, &pledge.seat, why);
            if passed {
                self.count_missed(moment, &pledge, why);
            }
        } else {
            self.attach(moment, conversation, chat);
        }
    }

    /// A seat that was told of an offer is told that it no longer stands.
    pub(super) fn withdraw(
        &mut self,
        moment: Moment<'_>,
        conversation: &ConversationId,
        seat: &SeatId,
        why: Withdrawal,
    ) {
        match moment.rules.config.assignment {
            Dispatch::Offer => {
                let chat = self.chat_id(conversation);
                self.steps.push(Step::Withdraw { chat, seat: seat.clone(), why });
            }
            Dispatch::Assign | Dispatch::Take => {}
        }
    }

    fn count_missed(&mut self, moment: Moment<'_>, pledge: &Pledge, why: Withdrawal) {
        let Some(seat) = self.seats.get_mut(&pledge.seat) else { return };
        match why {
            Withdrawal::TimedOut if pledge.from >= seat.missed_at => {
                (seat.missed, seat.missed_at) = (seat.missed + 1, moment.now);
            }
            Withdrawal::TimedOut => {}
            Withdrawal::Declined | Withdrawal::Unavailable | Withdrawal::Settled => seat.missed = 0,
        }
        if seat.takes() && seat.missed >= moment.rules.config.missed_offers.get() {
            self.set_away(moment, &pledge.seat);
        }
    }
}
