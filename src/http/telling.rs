//! Events as they are told over sockets, with the names and links that go with them.

use jiff::Timestamp;

use super::{
    Api,
    wire::{self, Lookup},
};
use crate::domain::{AttachmentId, ConversationId, Recorded, SeatId};

impl Api {
    /// What a customer reads of an event.
    pub fn for_customer(&self, conversation: &ConversationId, recorded: &Recorded) -> Option<String> {
        self.look_up(|lookup| wire::for_customer(conversation, recorded, lookup))
    }

    /// What a seat reads of an event.
    pub fn for_seat(&self, conversation: &ConversationId, recorded: &Recorded) -> Option<String> {
        self.look_up(|lookup| wire::for_seat(conversation, recorded, lookup))
    }

    /// Where a file can be fetched for a while, by whoever has the address.
    pub fn attachment_url(&self, id: &AttachmentId) -> String {
        let key = self.links.key(&self.config.shop.id, id, Timestamp::now());
        format!("/attachments/{id}?key={key}")
    }

    fn look_up<T>(&self, read: impl FnOnce(Lookup<'_>) -> T) -> T {
        let name = |seat: &SeatId| self.names.of(&self.config.shop.id, seat);
        let url = |id: &AttachmentId| self.attachment_url(id);
        read(Lookup { name: &name, url: &url })
    }
}
