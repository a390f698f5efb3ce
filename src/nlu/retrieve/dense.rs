//! Search by vectors: exact while they are few, along a graph of neighbours when they are many.

mod build;
mod file;
mod graph;
mod hit;
mod link;
mod vectors;

use std::{
    path::PathBuf,
    sync::{Arc, OnceLock},
    thread,
};

use graph::Graph;
use vectors::Vectors;

/// From so many vectors on, looking at all of them takes over half a millisecond, and a graph is worth its building.
pub const MANY: usize = 30_000;

/// Hits of the coarse search that are put in order by all their digits.
const CANDIDATES: usize = 40;

/// The nearest that a search along the graph keeps in sight.
const WIDTH: usize = 128;

/// Vectors of length 1 to find the nearest among.
pub struct Dense {
    vectors: Arc<Vectors>,
    /// Empty until the graph is made; all vectors are looked at so long.
    graph: Arc<OnceLock<Graph>>,
}

impl Dense {
    /// Over vectors of the same dimensions, each of length 1 or 0. From [`MANY`] on a thread links them to their neighbours, and
    /// keeps the graph in `file`.
    pub fn new(vectors: &[Vec<f32>], file: Option<PathBuf>) -> Self {
        Self::with_bound(vectors, file, MANY)
    }

    /// The same with another bound than [`MANY`].
    pub fn with_bound(vectors: &[Vec<f32>], file: Option<PathBuf>, many: usize) -> Self {
        let dense = Self { vectors: Arc::new(Vectors::new(vectors)), graph: Arc::default() };
        if vectors.len() >= many {
            let (vectors, place) = (dense.vectors.clone(), Arc::downgrade(&dense.graph));
            let link = move || link::link(&vectors, &place, file.as_deref());
            if let Err(error) = thread::Builder::new().name("neighbours".into()).spawn(link) {
                tracing::warn!(%error, "no thread to link vectors to their neighbours; all are looked at");
            }
        }
        dense
    }

    /// Waits for the graph; without one, for ever.
    pub fn wait_until_linked(&self) {
        self.graph.wait();
    }

    /// The vectors nearest to `query` by cosine, best first and of equal ones the earlier, with their similarity. None where
    /// the query has other dimensions, or no direction.
    pub fn nearest(&self, query: &[f32], count: usize) -> Vec<(usize, f32)> {
        let query = Vectors::new(&[query]);
        if query.dimensions() != self.vectors.dimensions() || query.is_zero(0) {
            return Vec::new();
        }
        let coarse = query.coarse(0);
        let found = match self.graph.get() {
            Some(graph) => graph.search(&self.vectors, coarse, WIDTH.max(count)),
            None => self.vectors.scan(coarse, CANDIDATES.max(count)),
        };
        self.vectors.rank(&query, &found, count)
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn nearest_first() {
        let dense = Dense::new(&[vec![1.0, 0.0], vec![0.6, 0.8], vec![0.0, 1.0], vec![-1.0, 0.0]], None);
        let check = |query: &[f32], count, expected: &[usize]| {
            let found: Vec<usize> = dense.nearest(query, count).into_iter().map(|(at, _)| at).collect();
            assert_eq!(found, expected, "{query:?}");
        };
        check(&[1.0, 0.0], 2, &[0, 1]);
        check(&[0.1, 0.9], 9, &[2, 1, 0, 3]);
        check(&[0.0, 0.0], 2, &[]);
        check(&[1.0], 2, &[]);
        check(&[], 2, &[]);
        assert!((dense.nearest(&[0.6, 0.8], 1)[0].1 - 1.0).abs() < 1e-4);
        assert!(Dense::new(&[], None).nearest(&[1.0], 3).is_empty());
    }

    #[test]
    fn equal_ones_come_in_their_order() {
        let vectors: Vec<Vec<f32>> =
            (0..300).map(|at| if at % 2 == 0 { vec![0.6, 0.8] } else { vec![0.8, 0.6] }).collect();
        let check = |bound| {
            let dense = Dense::with_bound(&vectors, None, bound);
            if bound == 0 {
                dense.wait_until_linked();
            }
            let found: Vec<usize> = dense.nearest(&[0.6, 0.8], 3).into_iter().map(|(at, _)| at).collect();
            assert_eq!(found, [0, 2, 4], "graph from {bound} vectors on");
        };
        check(MANY);
        check(0);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(12))]

        #[test]
        fn whole_numbers_find_what_floats_find(
            seed in any::<u64>(), clusters in 1..40_usize, spread in 0.3..1.0_f32, dimensions in 64..200_usize
        ) {
            let vectors = clustered(seed, 320, clusters, spread, dimensions);
            let (queries, vectors) = vectors.split_at(20);
            let recall = recall(&Dense::new(vectors, None), vectors, queries);
            prop_assert!(recall >= 0.999, "{}", recall);
        }
    }

    #[test]
    fn a_graph_finds_nearly_all() {
        let vectors = clustered(7, 1_550, 60, 0.8, 96);
        let (queries, vectors) = vectors.split_at(50);
        let dense = Dense::with_bound(vectors, None, 1_000);
        dense.wait_until_linked();
        let recall = recall(&dense, vectors, queries);
        assert!(recall >= 0.99, "{recall}");
    }

    #[test]
    fn a_kept_graph_is_taken_and_a_damaged_one_made_again() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("neighbours/faq.safetensors");
        let vectors = clustered(3, 100, 10, 0.8, 24);
        let linked = |vectors: &[Vec<f32>]| {
            let dense = Dense::with_bound(vectors, Some(file.clone()), 0);
            dense.wait_until_linked();
            dense.graph.get().cloned().unwrap()
        };
        let graph = linked(&vectors);
        let bytes = fs::read(&file).unwrap();
        let written = |file: &PathBuf| fs::metadata(file).unwrap().modified().unwrap();

        let before = written(&file);
        assert_eq!(linked(&vectors), graph);
        assert_eq!(written(&file), before, "a file that fits was written again");

        for at in (0..bytes.len()).step_by(bytes.len() / 12) {
            let mut damaged = bytes.clone();
            damaged[at] ^= 0x11;
            fs::write(&file, &damaged).unwrap();
            assert_eq!(linked(&vectors), graph, "byte {at}");
            assert_eq!(fs::read(&file).unwrap(), bytes, "byte {at}");
        }
        for kept in [0, 7, 8, 100, bytes.len() - 1] {
            fs::write(&file, &bytes[..kept]).unwrap();
            assert_eq!(linked(&vectors), graph, "{kept} bytes");
        }

        assert_ne!(linked(&vectors[1..]), graph);
        assert_ne!(fs::read(&file).unwrap(), bytes);
    }

    #[test]
    fn nobody_waits_for_the_graph_of_what_is_gone() {
        let vectors = Arc::new(Vectors::new(&clustered(3, 300, 10, 0.8, 24)));
        assert_eq!(build::build(&vectors, || false), None);
    }

    /// The share of the ten nearest that is found.
    fn recall(dense: &Dense, vectors: &[Vec<f32>], queries: &[Vec<f32>]) -> f32 {
        let found = queries.iter().map(|query| {
            let product = |other: &Vec<f32>| query.iter().zip(other).map(|(a, b)| a * b).sum::<f32>();
            let mut exact: Vec<f32> = vectors.iter().map(product).collect();
            let near = dense.nearest(query, 10).into_iter().map(|(at, _)| exact[at]).collect::<Vec<_>>();
            exact.sort_unstable_by(|a, b| b.total_cmp(a));
            // What is as near as the tenth counts, too.
            near.into_iter().filter(|likeness| *likeness > exact[9] - 1e-5).count()
        });
        found.sum::<usize>() as f32 / (10 * queries.len()) as f32
    }

    /// Unit vectors around random centres.
    fn clustered(seed: u64, count: usize, clusters: usize, spread: f32, dimensions: usize) -> Vec<Vec<f32>> {
        let mut random = fastrand::Rng::with_seed(seed);
        let mut point = || -> Vec<f32> { (0..dimensions).map(|_| random.f32() - random.f32()).collect() };
        let centres: Vec<Vec<f32>> = (0..clusters).map(|_| point()).collect();
        let around = |number: usize| -> Vec<f32> {
            let centre = &centres[number % clusters];
            let vector: Vec<f32> = point().iter().zip(centre).map(|(own, of)| of + spread * own).collect();
            let length = vector.iter().map(|value| value * value).sum::<f32>().sqrt();
            vector.into_iter().map(|value| value / length).collect()
        };
        (0..count).map(around).collect()
    }
}
