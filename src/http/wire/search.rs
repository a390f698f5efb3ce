//! `GET /search`.

use jiff::{Timestamp, tz::TimeZone};
use serde::{Deserialize, Serialize};

use super::moment::{bad, moment};
use crate::{
    domain::{Channel, ConversationId, CustomerId, Name, SeatId, ShopId},
    http::error::{ApiError, Code},
    search::{Author, Entry, Phrases, Question, Scope, Snippet},
    store::Placed,
};

/// Of `q`, in characters.
const LONGEST: usize = 200;
const LABEL_BYTES: usize = 64;
/// Hits of an answer: as a rule, and at most.
const HITS: usize = 20;
const MOST: usize = 100;

/// The parameters as they came.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SearchRequest {
    q: Option<String>,
    customer: Option<String>,
    label: Option<String>,
    seat: Option<String>,
    from: Option<String>,
    until: Option<String>,
    after: Option<String>,
    limit: Option<String>,
}

impl SearchRequest {
    /// What is looked for in a shop. A day begins and ends where the shop is.
    ///
    /// # Errors
    /// `bad_query`, by parameter.
    pub fn check(self, shop: &ShopId, timezone: &TimeZone, scope: Scope) -> Result<Question, ApiError> {
        let Self { q, customer, label, seat, from, until, after, limit } = self;
        let customer = customer.map(CustomerId::new).transpose();
        let seat = seat.map(SeatId::new).transpose();
        let label =
            label.map(|label| if label.len() <= LABEL_BYTES { Ok(Name::from(label)) } else { Err(()) });
        let question = Question {
            shop: shop.clone(),
            phrases: q.as_deref().map(phrases).transpose()?,
            customer: customer.map_err(|_| bad("customer", "is no customer's id"))?,
            label: label.transpose().map_err(|()| bad("label", "has more than 64 bytes"))?,
            seat: seat.map_err(|_| bad("seat", "is no seat's id"))?,
            from: from.map(|from| moment("from", &from, timezone, 0)).transpose()?,
            until: until.map(|until| moment("until", &until, timezone, 1)).transpose()?,
            before: after
                .map(|after| after.parse().map_err(|_| bad("after", "is none that an answer gave as `next`")))
                .transpose()?,
            scope,
            limit: match limit.as_deref().map(str::parse) {
                None => HITS,
                Some(Ok(limit @ 1..=MOST)) => limit,
                Some(_) => return Err(bad("limit", "is a number from 1 to 100")),
            },
        };
        if question.phrases.is_none()
            && question.customer.is_none()
            && question.label.is_none()
            && question.seat.is_none()
        {
            return Err(bad("q", "is needed, or one of `customer`, `label` and `seat`"));
        }
        Ok(question)
    }
}

fn phrases(q: &str) -> Result<Phrases, ApiError> {
    if q.chars().nth(LONGEST).is_some() {
        return Err(bad("q", "has more than 200 characters"));
    }
    Phrases::read(q).map_err(|error| ApiError::because(Code::BadQuery, &error).field("q"))
}

#[derive(Debug, Serialize)]
pub struct SearchAnswer {
    pub hits: Vec<Hit>,
    /// For `after`; none where there is no more.
    pub next: Option<String>,
    /// Events that cannot be found yet.
    pub behind: u64,
}

#[derive(Debug, Serialize)]
pub struct Hit {
    conversation: ConversationId,
    seq: u64,
    at: Timestamp,
    customer: CustomerId,
    channel: Channel,
    kind: &'static str,
    by: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    seat: Option<SeatId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    snippet: SnippetView,
}

/// Plain text; marks are `[from, to)` in characters.
#[derive(Debug, Serialize)]
struct SnippetView {
    text: String,
    marks: Vec<[usize; 2]>,
}

impl Hit {
    /// None for what has no words.
    pub fn of(
        placed: &Placed,
        phrases: Option<&Phrases>,
        name: impl Fn(&SeatId) -> Option<String>,
    ) -> Option<Self> {
        let entry = Entry::of(&placed.recorded.event)?;
        let (by, seat) = match entry.by {
            Author::Customer => ("customer", None),
            Author::Bot => ("bot", None),
            Author::Seat(seat) => ("seat", Some(seat)),
        };
        let Snippet { text, marks } = Snippet::of(&entry.text, phrases);
        Some(Self {
            conversation: placed.conversation.clone(),
            seq: placed.recorded.seq,
            at: placed.recorded.at,
            customer: placed.contact.customer.clone(),
            channel: placed.contact.channel,
            kind: entry.kind.as_str(),
            by,
            name: seat.and_then(name),
            seat: seat.cloned(),
            snippet: SnippetView {
                text,
                marks: marks.into_iter().map(|mark| [mark.start, mark.end]).collect(),
            },
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::config::Config;

    fn check(parameters: &serde_json::Value, expected: Result<(Option<&str>, Option<&str>, usize), &str>) {
        let shop = Config::embedded().shop;
        let request: SearchRequest = serde_json::from_value(parameters.clone()).unwrap();
        let found = request.check(&shop.id, &shop.timezone, Scope::All);
        let found = found.map(|question| {
            let shown = |time: Option<Timestamp>| time.map(|time| time.to_string());
            (shown(question.from), shown(question.until), question.limit)
        });
        let expected =
            expected.map(|(from, until, limit)| (from.map(str::to_owned), until.map(str::to_owned), limit));
        assert_eq!(found.map_err(|error| error.message), expected.map_err(str::to_owned), "{parameters}");
    }

    #[test]
    fn parameters_are_checked() {
        check(&json!({"q": "快递"}), Ok((None, None, 20)));
        check(
            &json!({"customer": "xiaoming", "from": "2026-11-20", "until": "2026-11-20", "limit": "100"}),
            Ok((Some("2026-11-19T16:00:00Z"), Some("2026-11-20T16:00:00Z"), 100)),
        );
        check(
            &json!({"label": "vip", "from": "2026-11-20T00:00:00Z"}),
            Ok((Some("2026-11-20T00:00:00Z"), None, 20)),
        );
        for (parameters, message) in [
            (json!({}), "`q` is needed, or one of `customer`, `label` and `seat`."),
            (json!({"from": "2026-11-20"}), "`q` is needed, or one of `customer`, `label` and `seat`."),
            (json!({"q": "！"}), "There is no letter, digit or Chinese character to look for."),
            (json!({"q": "长".repeat(201)}), "`q` has more than 200 characters."),
            (
                json!({"q": "长长长".repeat(22).replace("长长长", "长短中")}),
                "There is more to look for than 16 words or phrases, or 64 characters.",
            ),
            (json!({"customer": ""}), "`customer` is no customer's id."),
            (json!({"seat": "a\n"}), "`seat` is no seat's id."),
            (json!({"label": "x".repeat(65)}), "`label` has more than 64 bytes."),
            (json!({"q": "a", "limit": "0"}), "`limit` is a number from 1 to 100."),
            (json!({"q": "a", "limit": "101"}), "`limit` is a number from 1 to 100."),
            (json!({"q": "a", "after": "-1"}), "`after` is none that an answer gave as `next`."),
            (
                json!({"q": "a", "until": "soon"}),
                "`until` is no time such as 2026-11-21T09:30:00+08:00 or 2026-11-21.",
            ),
        ] {
            check(&parameters, Err(message));
        }
    }
}
