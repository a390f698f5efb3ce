//! How much of a conversation a seat may read: by its log, and by whom the seat serves.

use std::collections::BTreeSet;

use crate::{
    desk::{ChatId, Standing},
    domain::{ConversationId, CustomerId, Event, Mode, Person, Recorded, SeatId},
    http::{Api, ApiError, wire::mode_after},
    identity::Permission,
};

/// What somebody may read of a log; nothing where that is nothing.
pub fn seen<'l>(api: &Api, person: &Person, log: &'l [Recorded]) -> Option<&'l [Recorded]> {
    let Some(Event::Opened { customer, .. }) = log.first().map(|opened| &opened.event) else { return None };
    if knows(api, person, customer) {
        return Some(log);
    }
    let until = sight(log, &person.seat)?;
    Some(&log[..log.partition_point(|recorded| recorded.seq <= until)])
}

/// Whether all conversations of a customer are somebody's to read: they talk with the customer now, or could.
pub fn knows(api: &Api, person: &Person, customer: &CustomerId) -> bool {
    person.role.may(Permission::Watch)
        || api.conversations.desk().serves(&person.shop, &person.seat, customer)
}

/// Whether somebody may read what stands at this place of a conversation.
///
/// # Errors
/// When the log cannot be read.
pub async fn may_see(
    api: &Api,
    person: &Person,
    conversation: &ConversationId,
    seq: u64,
) -> Result<bool, ApiError> {
    if takes_part(api, person, conversation) {
        return Ok(true);
    }
    if person.role.may(Permission::Watch) {
        return Ok(api.store.event(&person.shop, conversation, seq).await?.is_some());
    }
    let log = api.store.load(&person.shop, conversation).await?;
    Ok(seen(api, person, &log).is_some_and(|seen| seen.last().is_some_and(|last| last.seq >= seq)))
}

/// Whether the desk knows that they may read all of it: they talk in it, or it waits. Else the log must say.
fn takes_part(api: &Api, person: &Person, conversation: &ConversationId) -> bool {
    let desk = api.conversations.desk();
    let chat = ChatId { shop: person.shop.clone(), conversation: conversation.clone() };
    let has = |standing: &Standing| standing.seat == person.seat && standing.chats.contains(conversation);
    desk.waits(&chat).is_some() || desk.seats(&person.shop).iter().any(has)
}

/// What a log says about who took part.
#[derive(Debug, Default)]
struct Circle<'a> {
    mode: Mode,
    guests: BTreeSet<&'a SeatId>,
    /// Who talked with the customer last; they may finish their notes.
    last: Option<&'a SeatId>,
}

/// The seq up to which a seat may read a log: all of it while they take part, while it waits for somebody, or when they were the
/// last to talk; else up to where they left. None when they never took part.
fn sight(log: &[Recorded], seat: &SeatId) -> Option<u64> {
    let mut circle = Circle::default();
    let mut until = None;
    for recorded in log {
        let before = circle.includes(seat);
        circle.take(&recorded.event);
        if before || circle.includes(seat) {
            until = Some(recorded.seq);
        }
    }
    let open = match &circle.mode {
        Mode::Waiting => true,
        Mode::Bot | Mode::Closed => circle.last == Some(seat),
        Mode::Human(_) => circle.includes(seat),
    };
    if open { log.last().map(|recorded| recorded.seq) } else { until }
}

impl<'a> Circle<'a> {
    fn includes(&self, seat: &SeatId) -> bool {
        matches!(&self.mode, Mode::Human(holder) if holder == seat || self.guests.contains(seat))
    }

    fn take(&mut self, event: &'a Event) {
        if let Some(mode) = mode_after(event) {
            if !matches!(mode, Mode::Human(_)) {
                self.guests.clear();
            }
            self.mode = mode;
        }
        if let Event::SeatAssigned { seat, .. } = event {
            self.guests.remove(seat);
            self.last = Some(seat);
        } else if let Event::Invited { seat, .. } = event {
            self.guests.insert(seat);
        } else if let Event::SeatLeft { seat } = event {
            self.guests.remove(seat);
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::domain::{Assignment, Closing, Handoff, Release};

    fn seat(id: &str) -> SeatId {
        SeatId::new(id).unwrap()
    }

    /// What happens, in one letter each.
    fn event(letter: char) -> Event {
        let assigned = |id| Event::SeatAssigned { seat: seat(id), how: Assignment::Taken };
        match letter {
            'm' => Event::Missed {},
            'w' => Event::HandoffRequested {
                handoff: Handoff {
                    reason: "customer_asked".into(),
                    skill: "general".into(),
                    summary: String::new(),
                    intent: None,
                    slots: [].into(),
                },
            },
            'a' => assigned("a"),
            'b' => assigned("b"),
            'r' => Event::Released { seat: seat("a"), why: Release::Vanished },
            'i' => Event::Invited { seat: seat("b"), by: seat("a") },
            'l' => Event::SeatLeft { seat: seat("b") },
            'h' => Event::HandedBack { seat: Some(seat("a")) },
            'c' => Event::Closed { why: Closing::Over },
            other => panic!("{other} stands for nothing"),
        }
    }

    #[test]
    fn a_seat_reads_what_it_takes_part_in() {
        // What happens; then how far the seats a and b see.
        let check = |story: &str, a: Option<u64>, b: Option<u64>| {
            let letters = (1..).zip(story.chars());
            let recorded = letters.map(|(seq, letter)| Recorded {
                seq,
                at: Timestamp::UNIX_EPOCH,
                event: event(letter),
            });
            let log: Vec<Recorded> = recorded.collect();
            assert_eq!((sight(&log, &seat("a")), sight(&log, &seat("b"))), (a, b), "{story}");
        };
        check("", None, None);
        check("mm", None, None);
        check("mmw", Some(3), Some(3));
        check("mmwm", Some(4), Some(4));
        check("mwam", Some(4), None);
        check("mwar", Some(4), Some(4));
        check("mwarbm", Some(4), Some(6));
        check("mwabm", Some(4), Some(5));
        check("mwaimm", Some(6), Some(6));
        check("mwaimlm", Some(7), Some(6));
        check("mwahm", Some(5), None);
        check("mwamcm", Some(6), None);
        check("mwabcm", Some(4), Some(6));
        check("mwaicm", Some(6), Some(5));
        check("mwahmbm", Some(4), Some(7));
    }
}
