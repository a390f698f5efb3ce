//! A graph in which each vector points to near ones, so that a search need look at a few hundred of a hundred thousand.
//!
//! Malkov, Yashunin, "Efficient and robust approximate nearest neighbor search using Hierarchical Navigable Small World
//! graphs", IEEE TPAMI 2020. The search is that of the lowest layer; the upper ones only find a place to start from, for
//! which looking at √n vectors of theirs does as well.

use std::collections::BinaryHeap;

use super::hit::{Best, Hit};
use super::vectors::Vectors;

/// Links of all vectors, one vector after another: a few megabytes where a graph that can grow takes hundreds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Graph {
    /// Vector `i` has the links `starts[i]..starts[i + 1]`.
    starts: Vec<u32>,
    links: Vec<u32>,
    /// Where searches start.
    entries: Vec<u32>,
}

impl Graph {
    /// `None` unless all of it stays within so many vectors.
    pub(super) fn new(starts: Vec<u32>, links: Vec<u32>, entries: Vec<u32>, vectors: usize) -> Option<Self> {
        let inside = |rows: &[u32]| rows.iter().all(|row| (*row as usize) < vectors);
        let sound = starts.len() == vectors + 1
            && starts.first() == Some(&0)
            && starts.is_sorted()
            && starts.last().is_some_and(|last| *last as usize == links.len())
            && inside(&links)
            && inside(&entries);
        sound.then_some(Self { starts, links, entries })
    }

    pub(super) fn starts(&self) -> &[u32] {
        &self.starts
    }

    pub(super) fn links(&self) -> &[u32] {
        &self.links
    }

    pub(super) fn entries(&self) -> &[u32] {
        &self.entries
    }

    /// The nearest that a search finds which keeps the best `width` in sight, in no order.
    pub(super) fn search(&self, vectors: &Vectors, coarse: &[i8], width: usize) -> Vec<usize> {
        let mut seen = vec![0_u64; vectors.len().div_ceil(64)];
        let mut best = Best::new(width);
        let mut open = BinaryHeap::new();
        let mut look = |rows: &[u32], best: &mut Best, open: &mut BinaryHeap<Hit>| {
            for &row in rows {
                let (word, bit) = (row as usize / 64, 1 << (row % 64));
                if seen[word] & bit == 0 {
                    seen[word] |= bit;
                    let hit = Hit { likeness: vectors.likeness(row as usize, coarse), row };
                    if best.offer(hit) {
                        open.push(hit);
                    }
                }
            }
        };
        look(&self.entries, &mut best, &mut open);
        while let Some(hit) = open.pop() {
            if best.is_past(hit) {
                break;
            }
            let row = hit.row as usize;
            look(&self.links[self.starts[row] as usize..self.starts[row + 1] as usize], &mut best, &mut open);
        }
        best.rows()
    }
}
