//! The ledgers of all shops of a log.

use std::collections::HashMap;

use jiff::tz::TimeZone;

use super::Ledger;
use crate::{
    domain::ShopId,
    store::{Fold, Placed},
};

#[derive(Debug)]
pub struct Ledgers {
    zone: TimeZone,
    of: HashMap<ShopId, Ledger>,
}

impl Ledgers {
    pub fn new(zone: TimeZone) -> Self {
        Self { zone, of: HashMap::new() }
    }

    pub fn zone(&self) -> &TimeZone {
        &self.zone
    }

    /// None where nothing has ever happened.
    pub fn of(&self, shop: &ShopId) -> Option<&Ledger> {
        self.of.get(shop)
    }
}

impl Fold for Ledgers {
    fn record(&mut self, placed: &Placed) {
        let shop = &placed.contact.shop;
        if !self.of.contains_key(shop) {
            self.of.insert(shop.clone(), Ledger::new(self.zone.clone()));
        }
        if let Some(ledger) = self.of.get_mut(shop) {
            ledger.record(placed.number, &placed.recorded);
        }
    }
}
