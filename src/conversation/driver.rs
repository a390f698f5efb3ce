//! What the desk wants done is done: its steps become orders to conversations and news for seats and customers.
//!
//! A step changes nothing at the desk; the event that it leads to does. So nothing is lost when one fails: the desk asks again.

use std::{
    sync::{Arc, Weak},
    time::Duration,
};

use tokio::{sync::Semaphore, time::timeout};

use super::{
    ActError, Heard, SayError, Topic,
    mailbox::{Command, Deed},
    order::{End, Order},
    registry::Registry,
    telling::Telling,
};
use crate::{
    desk::{ChatId, Limit, Step, Then},
    domain::{Closing, Notice, Release, SeatId, ShopId},
};

/// Orders under way at a time.
const AT_ONCE: usize = 64;
/// The clock may be set, and with it opening hours change, so the desk is asked this often whatever it says.
const LONGEST_WAIT: Duration = Duration::from_secs(60);

/// Runs until the registry is gone.
pub(super) async fn run(registry: Weak<Registry>) {
    let Some(recovered) = registry.upgrade().map(|registry| registry.recovered.subscribe()) else { return };
    // Until then the desk does not know who waits, and who holds what.
    if { recovered }.wait_for(|recovered| *recovered).await.is_err() {
        return;
    }
    let gate = Arc::new(Semaphore::new(AT_ONCE));
    loop {
        let Some(registry) = registry.upgrade() else { return };
        let desk = registry.parts.desk.clone();
        let (steps, due) = desk.next();
        for step in steps {
            let Ok(permit) = gate.clone().acquire_owned().await else { return };
            let registry = registry.clone();
            tokio::spawn(async move {
                registry.perform(step).await;
                drop(permit);
            });
        }
        drop(registry);
        let wait = due.map_or(LONGEST_WAIT, |due| due.min(LONGEST_WAIT));
        // Either way there may be something to do.
        let _ = timeout(wait, desk.changed()).await;
    }
}

impl Registry {
    async fn perform(self: Arc<Self>, step: Step) {
        match step {
            Step::Offer { chat, seat, until } => {
                let ChatId { shop, conversation } = chat;
                let telling = Telling::Offer { conversation: conversation.clone(), seat, until };
                if let Ok(contact) = self.contact(&shop, &conversation).await
                    && let Ok(mailbox) = self.mailbox(&contact)
                {
                    // A full mailbox is busy enough to be offered again.
                    let _ = mailbox.try_send(Command::Tell(Box::new(telling)));
                }
            }
            Step::Withdraw { chat: ChatId { shop, conversation }, seat, why: _ } => {
                self.tell_seat(&shop, seat.clone(), Heard::Withdrawn { conversation, seat });
            }
            Step::Assign { chat, seat } => self.order(chat, Order::Assign(seat)).await,
            Step::Release { chat, seat, why } => {
                self.order(chat, Order::Release { seat, why, seq: None }).await;
            }
            Step::Leave { chat, seat } => self.order(chat, Order::Part(seat)).await,
            Step::Away { shop, seat } => self.tell_seat(&shop, seat.clone(), Heard::Away { seat }),
            Step::TimeOut { chat, seq, limit, then } => self.time_out(chat, seq, limit, then).await,
            Step::Place { chat: ChatId { shop, conversation }, place } => {
                if let Ok(contact) = self.contact(&shop, &conversation).await {
                    let (position, eta) = (place.position, place.eta);
                    let heard = Arc::new(Heard::Queue { conversation, position, eta });
                    self.hub.tell(&shop, Topic::Customer(contact.customer.clone(), contact.channel), &heard);
                    self.hub.tell(&shop, Topic::Contact(contact.customer, contact.channel), &heard);
                }
            }
        }
    }

    async fn time_out(self: &Arc<Self>, chat: ChatId, seq: u64, limit: Limit, then: Then) {
        let (notice, closing) = match limit {
            Limit::FirstReply | Limit::SeatIdle => (Notice::NextSeat, Closing::QueueTimedOut),
            Limit::CustomerIdle => (Notice::CustomerQuiet, Closing::Idle),
            Limit::Queue => (Notice::NobodyCame, Closing::QueueTimedOut),
            Limit::Hours => (Notice::OutsideHours, Closing::QueueTimedOut),
        };
        match then {
            Then::Remind(seat) => {
                let ChatId { shop, conversation } = chat;
                self.tell_seat(&shop, seat.clone(), Heard::Reminder { conversation, seat });
            }
            Then::Release(seat) => {
                self.order(chat, Order::Release { seat, why: Release::TimedOut, seq: Some(seq) }).await;
            }
            Then::HandBack => self.order(chat, Order::End { seq, notice, how: End::HandBack }).await,
            Then::Close => self.order(chat, Order::End { seq, notice, how: End::Close(closing) }).await,
        }
    }

    async fn order(self: &Arc<Self>, chat: ChatId, order: Order) {
        let ChatId { shop, conversation } = chat;
        let ordered = match self.contact(&shop, &conversation).await {
            Ok(contact) => {
                let deed = Deed::Order(conversation.clone(), order);
                self.ask(&contact, deed, Command::Do).await.map(drop)
            }
            Err(error) => Err(error),
        };
        match ordered {
            Ok(()) | Err(ActError::Failed(SayError::Draining)) => {}
            // Somebody was faster, and the desk will see it.
            Err(ActError::AlreadyTaken { .. } | ActError::NotWaiting | ActError::Closed) => {}
            Err(error) => {
                tracing::warn!(%conversation, %error, "what the desk wanted was not done, and is tried again");
            }
        }
    }

    fn tell_seat(&self, shop: &ShopId, seat: SeatId, heard: Heard) {
        self.hub.tell(shop, Topic::Seat(seat), &Arc::new(heard));
    }
}
