//! `GET /conversations`: a customer's conversations, each in a few lines.

use std::{collections::BTreeSet, sync::Arc};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::told::mode;
use crate::{
    domain::{Channel, ConversationId, CustomerId, Event, Name, Recorded, SeatId},
    http::error::{ApiError, Code},
};

/// Conversations of an answer: as a rule, and at most.
const TALKS: u32 = 20;
const MOST: u32 = 50;
/// Of the customer's first words, in characters.
const FIRST: usize = 100;

/// The parameters as they came.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct BeforeRequest {
    customer: Option<String>,
    limit: Option<String>,
}

impl BeforeRequest {
    /// Whose conversations, and how many at most.
    ///
    /// # Errors
    /// `bad_query`, by parameter.
    pub fn check(self) -> Result<(CustomerId, u32), ApiError> {
        let bad = |field, words: &str| {
            Err(ApiError::new(Code::BadQuery, format!("`{field}` {words}.")).field(field))
        };
        let Some(Ok(customer)) = self.customer.map(CustomerId::new) else {
            return bad("customer", "is needed, and is a customer's id");
        };
        match self.limit.as_deref().map(str::parse) {
            None => Ok((customer, TALKS)),
            Some(Ok(limit @ 1..=MOST)) => Ok((customer, limit)),
            Some(_) => bad("limit", "is a number from 1 to 50"),
        }
    }
}

#[derive(Debug, Serialize)]
pub struct Before {
    /// Newest first.
    pub conversations: Vec<Talk>,
}

#[derive(Debug, Serialize)]
pub struct Talk {
    conversation: ConversationId,
    channel: Channel,
    opened: Timestamp,
    closed: Option<Timestamp>,
    mode: &'static str,
    /// The customer's first words.
    first: Option<String>,
    /// Of all sides, with files.
    messages: u32,
    /// Why a person was wanted last.
    handoff: Option<Name>,
    /// Those that talked, in the order in which they came.
    seats: Vec<Spoke>,
    labels: BTreeSet<Name>,
    rating: Option<Rating>,
}

#[derive(Debug, Serialize)]
struct Spoke {
    seat: SeatId,
    /// None where there is no such account any more.
    name: Option<Arc<str>>,
}

#[derive(Debug, Serialize)]
struct Rating {
    score: u8,
    text: Option<String>,
}

impl Talk {
    /// None for what never began.
    pub fn of(
        conversation: ConversationId,
        channel: Channel,
        log: &[Recorded],
        name: impl Fn(&SeatId) -> Option<Arc<str>>,
    ) -> Option<Self> {
        let mut talk = Self {
            conversation,
            channel,
            opened: log.first()?.at,
            closed: None,
            mode: mode(log).as_str(),
            first: None,
            messages: 0,
            handoff: None,
            seats: Vec::new(),
            labels: BTreeSet::new(),
            rating: None,
        };
        log.iter().for_each(|recorded| talk.take(recorded));
        talk.seats.iter_mut().for_each(|spoke| spoke.name = name(&spoke.seat));
        Some(talk)
    }

    fn take(&mut self, Recorded { at, event, .. }: &Recorded) {
        if let Event::CustomerSaid { utterance } = event {
            let said = utterance.title.as_ref().unwrap_or(&utterance.text);
            self.first.get_or_insert_with(|| said.chars().take(FIRST).collect());
            self.messages += 1;
        } else if let Event::BotSaid { .. } | Event::AgentSaid { .. } | Event::Attached { .. } = event {
            self.messages += 1;
        } else if let Event::HandoffRequested { handoff } = event {
            self.handoff = Some(handoff.reason.clone());
        } else if let Event::SeatAssigned { seat, .. } | Event::Invited { seat, .. } = event {
            if self.seats.iter().all(|spoke| spoke.seat != *seat) {
                self.seats.push(Spoke { seat: seat.clone(), name: None });
            }
        } else if let Event::Labelled { labels, .. } = event {
            self.labels.clone_from(labels);
        } else if let Event::Rated { score, text } = event {
            self.rating = Some(Rating { score: *score, text: text.clone() });
        } else if let Event::Closed { .. } = event {
            self.closed = Some(*at);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_checked() {
        let check = |customer: Option<&str>, limit: Option<&str>, expected: Result<u32, &str>| {
            let [customer, limit] = [customer, limit].map(|text| text.map(str::to_owned));
            let found = BeforeRequest { customer, limit }.check();
            assert!(found.as_ref().err().is_none_or(|error| error.code == Code::BadQuery));
            assert_eq!(
                found.map(|(_, limit)| limit).map_err(|error| error.field.unwrap_or_default()),
                expected
            );
        };
        check(Some("xiaoming"), None, Ok(20));
        check(Some("xiaoming"), Some("50"), Ok(50));
        check(Some("xiaoming"), Some("51"), Err("limit"));
        check(Some("xiaoming"), Some("0"), Err("limit"));
        check(Some("xiaoming"), Some("all"), Err("limit"));
        check(Some(""), None, Err("customer"));
        check(Some("a\nb"), None, Err("customer"));
        check(None, Some("20"), Err("customer"));
    }
}
