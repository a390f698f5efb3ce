//! `/conversations/{id}/customer`: who a seat talks with.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use serde_json::Value;

use crate::domain::{CustomerId, Event, Name, Recorded};

#[derive(Debug, Serialize)]
pub struct CustomerView {
    pub customer: CustomerId,
    /// The id is the shop's, not one of ours.
    pub known: bool,
    /// As the shop gave it; null where it has none, or did not answer.
    pub profile: Option<Value>,
    pub orders: Option<Value>,
    #[serde(flatten)]
    pub gathered: Gathered,
    /// What the shop's systems did not say, though they should have.
    pub unavailable: Vec<&'static str>,
}

/// What is known from the conversation itself.
#[derive(Debug, Default, PartialEq, Serialize)]
pub struct Gathered {
    /// What the customer told of themselves.
    pub fields: BTreeMap<String, String>,
    /// What flows asked for, or were told; of all flows, and of what came of them at a handover.
    pub slots: BTreeMap<Name, Value>,
    pub labels: BTreeSet<Name>,
}

impl Gathered {
    /// What comes later counts.
    pub fn from_log(log: &[Recorded]) -> Self {
        let mut gathered = Self::default();
        log.iter().for_each(|recorded| gathered.take(&recorded.event));
        gathered
    }

    fn take(&mut self, event: &Event) {
        if let Event::SlotFilled { slot, value, .. } = event {
            self.slots.insert(slot.clone(), value.clone());
        } else if let Event::SlotCleared { slot } = event {
            self.slots.remove(slot);
        } else if let Event::HandoffRequested { handoff } = event {
            self.slots.extend(handoff.slots.clone());
        } else if let Event::Labelled { labels, .. } = event {
            self.labels.clone_from(labels);
        } else if let Event::Introduced { fields } = event {
            self.fields.clone_from(fields);
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use serde_json::json;

    use super::*;
    use crate::domain::{FilledBy, Handoff, SeatId};

    #[test]
    fn what_comes_later_counts() {
        let filled =
            |slot: &str, value: Value| Event::SlotFilled { slot: slot.into(), value, by: FilledBy::Customer };
        let labelled = |labels: &[&str]| Event::Labelled {
            seat: SeatId::new("s").unwrap(),
            labels: labels.iter().copied().map(Name::from).collect(),
        };
        let handed_over = |slots: &[(&str, Value)]| Event::HandoffRequested {
            handoff: Handoff {
                reason: "customer_asked".into(),
                skill: "general".into(),
                summary: String::new(),
                intent: None,
                slots: slots.iter().map(|(slot, value)| (Name::from(*slot), value.clone())).collect(),
            },
        };
        let introduced = |fields: &[(&str, &str)]| Event::Introduced {
            fields: fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(),
        };
        let check = |events: Vec<Event>, fields: Value, slots: Value, labels: &[&str]| {
            let recorded =
                (1..).zip(events).map(|(seq, event)| Recorded { seq, at: Timestamp::UNIX_EPOCH, event });
            let gathered = Gathered::from_log(&recorded.collect::<Vec<_>>());
            assert_eq!(json!(gathered), json!({"fields": fields, "slots": slots, "labels": labels}));
        };
        check(vec![], json!({}), json!({}), &[]);
        check(
            vec![filled("order", json!("1")), filled("order", json!("2"))],
            json!({}),
            json!({"order": "2"}),
            &[],
        );
        check(
            vec![
                filled("order", json!("1")),
                filled("city", json!("杭州")),
                Event::SlotCleared { slot: "order".into() },
            ],
            json!({}),
            json!({"city": "杭州"}),
            &[],
        );
        check(
            vec![
                filled("order", json!("1")),
                handed_over(&[("order", json!("2")), ("level", json!("vip"))]),
                labelled(&["急", "催单"]),
                labelled(&["急"]),
            ],
            json!({}),
            json!({"level": "vip", "order": "2"}),
            &["急"],
        );
        check(
            vec![introduced(&[("phone", "1"), ("city", "杭州")]), introduced(&[("phone", "2")])],
            json!({"phone": "2"}),
            json!({}),
            &[],
        );
    }
}
