//! One connection of a visitor: what they say, and what is done about it.

use std::sync::Arc;

use tracing::Instrument;

use super::{gate::Gate, hello};
use crate::{
    conversation::{Ack, Listening, SayError, Topic, Wish, Words},
    domain::{Channel, ConversationId, MessageId},
    http::{
        Api, ApiError, Code,
        socket::{CloseCode, Session, Then},
        talk::{About, conversation_id, heard, read, refuse},
        wire::{self, Hello, VisitorHears, VisitorSays, frame},
    },
    identity,
    store::Contact,
};

pub struct Visit {
    api: Api,
    gate: Arc<Gate>,
    /// They are on this machine.
    local: bool,
    /// Once they have said who they are.
    known: Option<Box<Known>>,
}

struct Known {
    contact: Contact,
    _listening: Listening,
}

impl Visit {
    pub fn new(api: Api, gate: Arc<Gate>, local: bool) -> Self {
        Self { api, gate, local, known: None }
    }

    fn take(&mut self, text: &str) -> Result<Then, ApiError> {
        let limits = &self.api.config.limits;
        match read(text)? {
            VisitorSays::Hello(_) if self.known.is_some() => Err(Code::OutOfOrder.into()),
            VisitorSays::Hello(hello) => self.hello(hello),
            VisitorSays::Say { client_id, text } => {
                let (id, utterance) = wire::words(client_id, text, limits)?;
                self.say(id, Words { may_go_on: true, ..Words::whole(utterance) })
            }
            VisitorSays::Choose { client_id, value } => {
                let (id, words) = wire::chosen(client_id, value, limits)?;
                self.say(id, words)
            }
            VisitorSays::Typing { text } => {
                let text = wire::typed(text, limits)?;
                self.api.conversations.customer_types(self.contact()?, text);
                Ok(Then::Next)
            }
            VisitorSays::Read { seq } => self.wish(Wish::Read { seq }, About::of(text)),
            VisitorSays::Human {} => self.wish(Wish::Person, About::of(text)),
            VisitorSays::Rate { score, text: why } => {
                self.wish(wire::rating(score, why, limits)?, About::of(text))
            }
            VisitorSays::LeaveMessage { text: left, contact } => {
                self.wish(wire::left_message(left, contact, limits)?, About::of(text))
            }
            VisitorSays::Introduce { fields } => self.wish(wire::introduction(fields)?, About::of(text)),
        }
    }

    fn contact(&self) -> Result<&Contact, ApiError> {
        self.known.as_ref().map(|known| &known.contact).ok_or_else(|| Code::OutOfOrder.into())
    }

    fn hello(&mut self, hello: Hello) -> Result<Then, ApiError> {
        let named = hello.conversation.as_deref().map(conversation_id).transpose()?;
        let introduced = identity::Hello {
            token: hello.token.as_deref(),
            customer: hello.customer.as_deref(),
            signature: hello.signature.as_deref(),
            local: self.local,
        };
        let shop = &self.api.config.shop.id;
        let visitor = self.api.visitors.admit(shop, introduced)?;
        let contact =
            Contact { shop: shop.clone(), customer: visitor.customer.clone(), channel: Channel::Web };
        let topic = Topic::Customer(contact.customer.clone(), contact.channel);
        let listening = self.api.conversations.hub().listen(contact.shop.clone(), topic, self.gate.clone());
        self.known = Some(Box::new(Known { contact: contact.clone(), _listening: listening }));
        let (api, gate) = (self.api.clone(), self.gate.clone());
        Ok(Then::After(Box::pin(async move {
            let welcomed = hello::welcome(&api, &gate, &visitor, &contact, named, hello.after).await;
            if let Err(error) = welcomed {
                refuse(&gate.outbox, &error, &About::default());
                let foreign = error.code == Code::ForeignConversation;
                gate.outbox.close(if foreign { CloseCode::Forbidden } else { CloseCode::GoingAway });
            }
        })))
    }

    /// Acknowledged once it is on disk. The next message waits for that, so that they keep their order.
    fn say(&self, client_id: MessageId, mut words: Words) -> Result<Then, ApiError> {
        let contact = self.contact()?.clone();
        let (api, gate) = (self.api.clone(), self.gate.clone());
        // What `welcome` called the conversation that was to begin.
        words.opening = gate.place().filter(|place| place.seq == 0).map(|place| place.conversation);
        let said = async move {
            let said = api.conversations.say(&contact, words).await;
            answer(&gate, client_id, said);
        };
        Ok(Then::After(Box::pin(said.instrument(heard("say", &self.api)))))
    }

    fn wish(&self, wish: Wish, about: About) -> Result<Then, ApiError> {
        let contact = self.contact()?.clone();
        let (api, gate) = (self.api.clone(), self.gate.clone());
        let conversation = of(&gate, &wish);
        let wished = async move {
            if let Err(error) = api.conversations.wish(&contact, conversation, wish).await {
                refuse(&gate.outbox, &error.into(), &about);
            }
        };
        Ok(Then::After(Box::pin(wished.instrument(heard("wish", &self.api)))))
    }
}

impl Session for Visit {
    fn text(&mut self, text: &str) -> Then {
        self.take(text).unwrap_or_else(|error| {
            refuse(&self.gate.outbox, &error, &About::of(text));
            if matches!(error.code, Code::BadToken | Code::BadCustomer) {
                self.gate.outbox.close(CloseCode::Unauthorised);
            }
            Then::Next
        })
    }

    fn too_fast(&mut self) {
        refuse(&self.gate.outbox, &Code::TooFast.into(), &About::default());
    }
}

fn answer(gate: &Gate, client_id: MessageId, said: Result<Ack, SayError>) {
    match said {
        Ok(Ack { conversation, seq, .. }) => {
            let ack = VisitorHears::Ack { client_id: &client_id, conversation: &conversation, seq };
            gate.outbox.send(frame(&ack));
        }
        Err(error) => {
            let about = About { client_id: Some(client_id.as_str().to_owned()), conversation: None };
            refuse(&gate.outbox, &error.into(), &about);
        }
    }
}

/// A person is asked for in the open conversation, or in a new one, as is whatever may come first; everything else belongs to the one that the visitor sees.
fn of(gate: &Gate, wish: &Wish) -> Option<ConversationId> {
    match wish {
        Wish::Person | Wish::LeaveMessage { .. } | Wish::Introduce { .. } => None,
        Wish::Rate { .. } | Wish::Read { .. } | Wish::Attach { .. } => {
            gate.place().filter(|place| place.seq > 0).map(|place| place.conversation)
        }
    }
}
