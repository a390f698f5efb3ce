//! What the seats of the shop are called.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use super::ApiError;
use crate::{
    domain::{Event, Recorded, SeatId, ShopId},
    identity::{People, Person},
};

/// Known to whoever tells customers who speaks to them, without asking the disk.
#[derive(Default)]
pub struct Names(Mutex<HashMap<(ShopId, SeatId), Arc<str>>>);

impl Names {
    pub fn learn(&self, person: &Person) {
        let key = (person.shop.clone(), person.seat.clone());
        self.lock().insert(key, person.name.as_str().into());
    }

    pub fn of(&self, shop: &ShopId, seat: &SeatId) -> Option<Arc<str>> {
        self.lock().get(&(shop.clone(), seat.clone())).cloned()
    }

    /// Makes sure that everybody who speaks in a log has a name, if there still is such an account.
    ///
    /// # Errors
    /// When the accounts cannot be read.
    pub async fn learn_from(&self, log: &[Recorded], shop: &ShopId, people: &People) -> Result<(), ApiError> {
        let mut seats = log.iter().filter_map(|recorded| named(&recorded.event));
        if seats.any(|seat| self.of(shop, seat).is_none()) {
            people.accounts(shop).await?.iter().for_each(|account| self.learn(&account.person));
        }
        Ok(())
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<(ShopId, SeatId), Arc<str>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The seat of which an event tells.
fn named(event: &Event) -> Option<&SeatId> {
    if let Event::AgentSaid { seat, .. }
    | Event::SeatAssigned { seat, .. }
    | Event::Invited { seat, .. }
    | Event::Noted { seat, .. } = event
    {
        Some(seat)
    } else {
        None
    }
}
