//! The best of many.

use std::{
    cmp::{Ordering, Reverse},
    collections::BinaryHeap,
};

/// A vector that was looked at. The nearer one is the greater, of equally near ones the earlier.
#[derive(Debug, Clone, Copy)]
pub(super) struct Hit {
    pub(super) likeness: f32,
    pub(super) row: u32,
}

impl Ord for Hit {
    fn cmp(&self, other: &Self) -> Ordering {
        self.likeness.total_cmp(&other.likeness).then(other.row.cmp(&self.row))
    }
}

impl PartialOrd for Hit {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Hit {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Hit {}

/// Keeps the best of all hits that it is offered.
pub(super) struct Best {
    count: usize,
    /// The worst of them on top.
    kept: BinaryHeap<Reverse<Hit>>,
}

impl Best {
    pub(super) fn new(count: usize) -> Self {
        Self { count, kept: BinaryHeap::with_capacity(count + 1) }
    }

    /// Whether so many better ones are known that this one is out of sight.
    pub(super) fn is_past(&self, hit: Hit) -> bool {
        self.kept.len() >= self.count && self.kept.peek().is_none_or(|worst| hit < worst.0)
    }

    /// Whether the hit was kept.
    pub(super) fn offer(&mut self, hit: Hit) -> bool {
        let keeps = !self.is_past(hit);
        if keeps {
            self.kept.push(Reverse(hit));
            if self.kept.len() > self.count {
                self.kept.pop();
            }
        }
        keeps
    }

    /// What was kept, in no order.
    pub(super) fn rows(self) -> Vec<usize> {
        self.kept.into_iter().map(|hit| hit.0.row as usize).collect()
    }
}
