//! Which seat last had a customer.

use std::collections::{HashMap, VecDeque};

use jiff::Timestamp;

use crate::domain::{CustomerId, SeatId};

/// Customers that are remembered; the one who came first is forgotten first.
const CUSTOMERS: usize = 100_000;

#[derive(Debug, Default)]
pub(super) struct Familiar {
    seats: HashMap<CustomerId, (SeatId, Timestamp)>,
    order: VecDeque<CustomerId>,
}

impl Familiar {
    pub fn with(&self, customer: &CustomerId) -> Option<&SeatId> {
        self.seats.get(customer).map(|(seat, _)| seat)
    }

    /// A log that is read again says nothing newer.
    pub fn met(&mut self, customer: &CustomerId, seat: &SeatId, at: Timestamp) {
        if let Some(last) = self.seats.get_mut(customer) {
            if last.1 <= at {
                *last = (seat.clone(), at);
            }
            return;
        }
        if self.order.len() == CUSTOMERS
            && let Some(first) = self.order.pop_front()
        {
            self.seats.remove(&first);
        }
        self.order.push_back(customer.clone());
        self.seats.insert(customer.clone(), (seat.clone(), at));
    }
}
