//! How many files come in at a time, in all and from one address, so that slow senders leave room for others.

use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

const ALL: usize = 128;
/// A shop's seats may share an address.
const FROM_ONE_ADDRESS: usize = 16;

/// A handle on the places; cheap to clone.
#[derive(Clone, Default)]
pub struct Places(Arc<Mutex<HashMap<IpAddr, usize>>>);

/// One of the places, given back when dropped.
pub struct Place {
    places: Places,
    address: IpAddr,
}

impl Places {
    /// None where all are taken.
    pub fn take(&self, address: IpAddr) -> Option<Place> {
        let mut taken = self.lock();
        if taken.values().sum::<usize>() >= ALL
            || taken.get(&address).is_some_and(|of| *of >= FROM_ONE_ADDRESS)
        {
            return None;
        }
        *taken.entry(address).or_default() += 1;
        Some(Place { places: self.clone(), address })
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<IpAddr, usize>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut taken = self.places.lock();
        if let Some(of) = taken.get_mut(&self.address) {
            *of -= 1;
            if *of == 0 {
                taken.remove(&self.address);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_is_room_for_so_many() {
        let places = Places::default();
        let address = |number: u8| IpAddr::from([10, 0, 0, number]);
        let mut taken: Vec<Place> = (0..FROM_ONE_ADDRESS).filter_map(|_| places.take(address(1))).collect();
        assert_eq!(taken.len(), FROM_ONE_ADDRESS);
        assert!(places.take(address(1)).is_none());
        for number in 2..=u8::try_from(ALL / FROM_ONE_ADDRESS).unwrap() {
            taken.extend((0..FROM_ONE_ADDRESS).filter_map(|_| places.take(address(number))));
        }
        assert_eq!(taken.len(), ALL);
        assert!(places.take(address(200)).is_none());
        drop(taken);
        assert!(places.take(address(1)).is_some());
        assert!(places.lock().is_empty(), "an address is kept");
    }
}
