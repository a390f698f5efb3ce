//! An append as rows: made by the sender, so that the writer's thread only writes.

use super::{Append, AppendError};
use crate::domain::{AttachmentId, Channel, ConversationId, CustomerId, Event, MessageId, Party, ShopId};

pub(super) struct Rows {
    pub shop: ShopId,
    pub conversation: ConversationId,
    /// The seq that the events build on.
    pub after: i64,
    pub events: Vec<EventRow>,
    /// The events open the conversation, for this contact.
    pub opens: Option<(CustomerId, Channel)>,
    pub closes: bool,
    pub messages: Vec<(MessageId, i64)>,
    pub attachments: Vec<AttachmentRow>,
    pub pending: bool,
}

pub(super) struct EventRow {
    pub seq: i64,
    /// Microseconds since 1970.
    pub at: i64,
    pub json: Vec<u8>,
}

pub(super) struct AttachmentRow {
    pub id: AttachmentId,
    pub seq: i64,
    pub by_customer: bool,
}

impl Rows {
    pub fn of(append: Append<'_>) -> Result<Self, AppendError> {
        let mut rows = Self {
            shop: append.shop.clone(),
            conversation: append.conversation.clone(),
            after: append.events.first().map_or(0, |first| column(first.seq) - 1),
            events: Vec::with_capacity(append.events.len()),
            opens: None,
            closes: false,
            messages: Vec::new(),
            attachments: Vec::new(),
            pending: append.pending,
        };
        for recorded in append.events {
            let (seq, at) = (column(recorded.seq), recorded.at.as_microsecond());
            let json =
                serde_json::to_vec(&recorded.event).map_err(|error| AppendError::Io(error.to_string()))?;
            rows.events.push(EventRow { seq, at, json });
            rows.note(&recorded.event, seq);
        }
        Ok(rows)
    }

    fn note(&mut self, event: &Event, seq: i64) {
        if let Event::Opened { customer, channel } = event {
            self.opens = Some((customer.clone(), *channel));
        } else if let Event::CustomerSaid { utterance } = event {
            self.messages.extend(utterance.message_id.clone().map(|id| (id, seq)));
        } else if let Event::Attached { by, attachment, client_id } = event {
            let by_customer = *by == Party::Customer;
            self.attachments.push(AttachmentRow { id: attachment.id.clone(), seq, by_customer });
            self.messages.extend(client_id.clone().filter(|_| by_customer).map(|id| (id, seq)));
        } else if let Event::Closed { .. } = event {
            self.closes = true;
        }
    }

    /// The seqs follow `after` one by one.
    pub fn in_order(&self) -> bool {
        self.after >= 0 && self.events.iter().zip(self.after + 1..).all(|(row, seq)| row.seq == seq)
    }
}

fn column(seq: u64) -> i64 {
    i64::try_from(seq).unwrap_or(i64::MAX)
}
