//! Who sends a file, and to which conversation.

use jiff::{SignedDuration, Timestamp};

use crate::{
    conversation::{Act, ActError, Acted, Wish},
    domain::{Attachment, Channel, ConversationId, MessageId, Party, SeatId, ShopId},
    http::{Api, ApiError, Code, caller::Caller},
    identity::Visitor,
    store::{Contact, StoredAttachment},
};

const HOUR: SignedDuration = SignedDuration::from_hours(1);

#[derive(Clone)]
pub enum Sender {
    /// Without a conversation it goes to the open one, or begins a new one.
    Customer {
        contact: Contact,
        conversation: Option<ConversationId>,
    },
    Seat {
        shop: ShopId,
        seat: SeatId,
        conversation: ConversationId,
    },
}

impl Sender {
    /// # Errors
    /// `unknown_conversation`, or `foreign_conversation` for a customer's that is somebody else's.
    pub async fn of(
        api: &Api,
        caller: Caller,
        conversation: Option<ConversationId>,
    ) -> Result<Self, ApiError> {
        match caller {
            Caller::Visitor(visitor) => {
                let contact = contact(visitor);
                if let Some(conversation) = &conversation {
                    let of = api.conversations.contact(&contact.shop, conversation).await?;
                    if of != contact {
                        return Err(ApiError::from(Code::ForeignConversation).field("conversation"));
                    }
                }
                Ok(Self::Customer { contact, conversation })
            }
            Caller::Person(session) => {
                let unknown = || ApiError::from(Code::UnknownConversation).field("conversation");
                let conversation = conversation.ok_or_else(unknown)?;
                let (shop, seat) = (session.person.shop, session.person.seat);
                api.conversations.contact(&shop, &conversation).await?;
                Ok(Self::Seat { shop, seat, conversation })
            }
            Caller::Link(_) => Err(Code::NotAuthorised.into()),
        }
    }

    pub fn shop(&self) -> &ShopId {
        match self {
            Self::Customer { contact, .. } => &contact.shop,
            Self::Seat { shop, .. } => shop,
        }
    }

    pub fn party(&self) -> Party {
        match self {
            Self::Customer { .. } => Party::Customer,
            Self::Seat { seat, .. } => Party::Seat(seat.clone()),
        }
    }

    /// What this side of the conversation has sent within the last hour.
    ///
    /// # Errors
    /// When the log cannot be read.
    pub async fn recent(&self, api: &Api) -> Result<Vec<StoredAttachment>, ApiError> {
        let conversation = match self {
            Self::Seat { conversation, .. } => Some(conversation.clone()),
            Self::Customer { conversation: Some(conversation), .. } => Some(conversation.clone()),
            Self::Customer { contact, conversation: None } => api.store.open_conversation(contact).await?,
        };
        let Some(conversation) = conversation else { return Ok(Vec::new()) };
        let by_customer = self.party() == Party::Customer;
        let since = Timestamp::now() - HOUR;
        Ok(api.store.attachments_since(self.shop(), &conversation, by_customer, since).await?)
    }

    /// Says it in the conversation; returns once that is on disk.
    ///
    /// # Errors
    /// As for everything that is done in a conversation.
    pub async fn attach(
        self,
        api: &Api,
        attachment: Attachment,
        client_id: Option<MessageId>,
    ) -> Result<Acted, ActError> {
        match self {
            Self::Customer { contact, conversation } => {
                let wish = Wish::Attach { attachment, client_id };
                api.conversations.wish(&contact, conversation, wish).await
            }
            Self::Seat { shop, seat, conversation } => {
                let act = Act::Attach { seat, attachment, client_id };
                api.conversations.act(&shop, &conversation, act).await
            }
        }
    }
}

/// As whom a visitor talks.
pub fn contact(visitor: Visitor) -> Contact {
    Contact { shop: visitor.shop, customer: visitor.customer, channel: Channel::Web }
}
