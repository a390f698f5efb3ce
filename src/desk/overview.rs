//! How a shop's desk stands at one moment, as people look at it.

use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

use jiff::Timestamp;

use super::{Standing, chat::Turn, clock::Present, place::Pace, rules::Moment, shop::Shop, state::State};
use crate::domain::{ConversationId, CustomerId, Name, SeatId, ShopId};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overview {
    /// That are connected or have chats.
    pub seats: Vec<Standing>,
    /// What each seat holds, the longest first. Whoever helps holds nothing.
    pub held: BTreeMap<SeatId, Vec<Holding>>,
    /// Those that were asked for, and all in which somebody waits, by skill.
    pub lines: Vec<Line>,
}

/// A chat that a seat holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holding {
    pub conversation: ConversationId,
    pub customer: CustomerId,
    pub since: Timestamp,
    /// Since when the customer waits for the seat's words; none where it is their turn.
    pub waits_since: Option<Timestamp>,
}

/// Those who wait for a skill.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub skill: Name,
    pub waiting: usize,
    /// When the one who has waited longest asked for a person.
    pub oldest_since: Option<Timestamp>,
    /// How long somebody who comes now will wait; none while no seat takes chats.
    pub eta: Option<Duration>,
}

impl State {
    /// With a line for each of these skills, whether somebody waits for it or not.
    pub(super) fn overview(&self, id: &ShopId, skills: BTreeSet<Name>, present: Present) -> Overview {
        let nobody = Shop::new(id.clone());
        let shop = self.shops.get(id).unwrap_or(&nobody);
        let lines = shop.lines(self.moment(present.now), skills).map(|line| present.line(line)).collect();
        let mut held: BTreeMap<SeatId, Vec<Holding>> = BTreeMap::new();
        for (seat, holding) in shop.holdings() {
            held.entry(seat.clone()).or_default().push(present.holding(holding));
        }
        held.values_mut().for_each(|held| held.sort_by_key(|holding| holding.since));
        Overview { seats: self.seats(id), held, lines }
    }
}

impl Shop {
    fn holdings(&self) -> impl Iterator<Item = (&SeatId, Holding)> {
        self.chats.iter().filter_map(|(conversation, chat)| {
            let held = chat.held()?;
            let waits_since = match held.turn {
                Turn::FirstReply | Turn::Seat => Some(held.turn_since),
                Turn::Customer => None,
            };
            let (conversation, customer) = (conversation.clone(), chat.customer.clone());
            Some((&held.seat, Holding { conversation, customer, since: held.from, waits_since }))
        })
    }

    fn lines(&self, moment: Moment<'_>, skills: BTreeSet<Name>) -> impl Iterator<Item = Line> {
        let skills: BTreeSet<Name> = skills.into_iter().chain(self.queues.keys().cloned()).collect();
        skills.into_iter().map(move |skill| {
            let line = self.queues.get(&skill).map(|queue| &queue.line);
            let waiting = line.map_or(0, |line| line.len());
            let oldest_since = line.and_then(|line| line.keys().map(|rank| rank.since).min());
            let eta = Pace::of(self, moment, &skill).place(waiting + 1).eta;
            Line { skill, waiting, oldest_since, eta }
        })
    }
}

impl Present {
    fn holding(self, holding: Holding) -> Holding {
        let waits_since = holding.waits_since.map(|at| self.to_clock(at));
        Holding { since: self.to_clock(holding.since), waits_since, ..holding }
    }

    fn line(self, line: Line) -> Line {
        Line { oldest_since: line.oldest_since.map(|at| self.to_clock(at)), ..line }
    }
}
