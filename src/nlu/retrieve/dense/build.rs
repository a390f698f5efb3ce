//! Makes the graph with hnsw_rs, and takes from it what searching needs.
//!
//! Its own way to disk stops the program or asks for all memory at once where a file is damaged, and its points take ten times
//! the memory of their links; so the graph leaves it as plain numbers.

use std::{collections::HashMap, sync::Arc};

use hnsw_rs::prelude::{Distance, Hnsw};

use super::graph::Graph;
use super::vectors::Vectors;

/// Links of a vector in the upper layers; in the lowest, twice as many.
const LINKS: usize = 24;

/// Candidates that the links of a new vector are chosen from.
const CANDIDATES: usize = 200;

/// Layers at most, as hnsw_rs wants it.
const LAYERS: usize = 16;

/// Names all that a graph depends on.
pub(super) fn made_of(vectors: &Vectors) -> String {
    format!("{LINKS} of {CANDIDATES} in {}", vectors.fingerprint())
}

/// hnsw_rs holds the numbers of vectors, not their copies.
struct Cosine(Arc<Vectors>);

impl Distance<u32> for Cosine {
    /// 1 − cosine of two rows, which rounding must not take below 0.
    fn eval(&self, one: &[u32], other: &[u32]) -> f32 {
        (1.0 - self.0.cosine(one[0] as usize, other[0] as usize)).max(0.0)
    }
}

/// The graph of these vectors: the same whenever and wherever it is made. `None` once it is no longer wanted.
pub(super) fn build(vectors: &Arc<Vectors>, wanted: impl Fn() -> bool) -> Option<Graph> {
    let (distinct, twins) = distinct(vectors);
    // Neighbours in a file are often neighbours in meaning, and a graph that grows by regions is worse than one that grows all over.
    let mut order: Vec<u32> = distinct.clone();
    fastrand::Rng::with_seed(0).shuffle(&mut order);
    let hnsw = Hnsw::new(LINKS, order.len(), LAYERS, CANDIDATES, Cosine(vectors.clone()));
    for (done, row) in order.iter().enumerate() {
        if !wanted() {
            return None;
        }
        if done > 0 && done % order.len().div_ceil(10) == 0 {
            tracing::info!(done, of = order.len(), "linking vectors to their neighbours");
        }
        hnsw.insert((&[*row], *row as usize));
    }
    let mut links = vec![Vec::new(); vectors.len()];
    let mut levels = Vec::with_capacity(order.len());
    for point in hnsw.get_point_indexation() {
        let row = point.get_origin_id();
        let near = point.get_neighborhood_id().into_iter().next().unwrap_or_default();
        links[row] = near.into_iter().map(|neighbour| neighbour.d_id as u32).collect();
        levels.push((point.get_point_id().0, row as u32));
    }
    levels.sort_unstable_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    let entries = levels.into_iter().map(|(_, row)| row).take(order.len().isqrt()).collect();
    for (twin, next) in twins {
        links[twin as usize].push(next);
    }
    flat(&links, entries)
}

/// The first of all equal vectors, and a ring through those that are equal: among equal ones the choice of links would fail, since
/// each hides the others.
fn distinct(vectors: &Vectors) -> (Vec<u32>, Vec<(u32, u32)>) {
    let mut groups: HashMap<&[i8], Vec<u32>> = HashMap::new();
    for row in 0..vectors.len() {
        groups.entry(vectors.coarse(row)).or_default().push(row as u32);
    }
    let mut firsts: Vec<u32> = groups.values().map(|group| group[0]).collect();
    firsts.sort_unstable();
    let rings = groups.into_values().filter(|group| group.len() > 1);
    let twins = rings.flat_map(|group| {
        let next = group.iter().copied().cycle().skip(1);
        group.iter().copied().zip(next).collect::<Vec<_>>()
    });
    (firsts, twins.collect())
}

fn flat(links: &[Vec<u32>], entries: Vec<u32>) -> Option<Graph> {
    let mut starts = vec![0];
    let mut all = Vec::with_capacity(links.iter().map(Vec::len).sum());
    for near in links {
        all.extend(near);
        starts.push(all.len() as u32);
    }
    Graph::new(starts, all, entries, links.len())
}
