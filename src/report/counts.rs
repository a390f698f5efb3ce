//! How often each of a few things happened.

use std::collections::BTreeMap;

/// What never happened takes no room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counts<K>(BTreeMap<K, u64>);

impl<K> Default for Counts<K> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

impl<K: Ord + Clone> Counts<K> {
    pub fn of(&self, key: &K) -> u64 {
        self.0.get(key).copied().unwrap_or(0)
    }

    pub fn sum(&self) -> u64 {
        self.0.values().sum()
    }

    pub fn iter(&self) -> impl Iterator<Item = (&K, u64)> {
        self.0.iter().map(|(key, count)| (key, *count))
    }

    pub(super) fn add(&mut self, key: K) {
        *self.0.entry(key).or_default() += 1;
    }

    /// Takes back what was added before.
    pub(super) fn remove(&mut self, key: &K) {
        if let Some(count) = self.0.get_mut(key) {
            *count = count.saturating_sub(1);
        }
        if self.of(key) == 0 {
            self.0.remove(key);
        }
    }

    pub(super) fn merge(&mut self, other: &Self) {
        for (key, count) in other.iter() {
            *self.0.entry(key.clone()).or_default() += count;
        }
    }
}
