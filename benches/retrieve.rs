//! Search by vectors, exact and along a graph: how fast, how much is found, what it takes. Numbers of vectors may be given:
//! `cargo bench --bench retrieve -- 1000 30000`. The graph of 100,000 takes minutes to make.
//!
//! A file of vectors that `xiaoer embed --format npy` wrote may be given, too: `cargo bench --bench retrieve -- vectors.npy`.
//! Its last 1,000 rows are looked for among the others; the graph is kept beside it, as `vectors.graph`.
//!
//! The rows `classes` are the comparison of a message with every example of the intents, which the classifier makes.

#![allow(clippy::print_stdout, reason = "a bench reports on the terminal")]

use std::{
    fs,
    path::{Path, PathBuf},
    time::Instant,
};

use fastrand::Rng;
use xiaoer::nlu::{
    Nearest,
    retrieve::dense::{Dense, MANY},
};

const DIMENSIONS: usize = 384;
const NEAREST: usize = 10;
const CLASSES: usize = 90;
const QUERIES: usize = 500;
const QUERIES_OF_FILE: usize = 1_000;

/// How many hits are asked for: the graph keeps as many in sight, and no fewer than it always does.
const SIGHTS: [usize; 4] = [NEAREST, 200, 300, 400];

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|one| !one.starts_with("--")).collect();
    let sizes: Vec<usize> =
        if arguments.is_empty() { vec![1_000, 10_000, 30_000, 100_000] } else { Vec::new() };
    println!(
        "| vectors | search | hits | p50 µs | p95 µs | recall@10 | made in s | MB |\n|---|---|---|---|---|---|---|---|"
    );
    for size in sizes.into_iter().chain(arguments.iter().filter_map(|one| one.parse().ok())) {
        let mut sentences = Sentences::new(size.div_ceil(20));
        let vectors: Vec<Vec<f32>> = (0..size).map(|_| sentences.next()).collect();
        let queries: Vec<Vec<f32>> = (0..QUERIES).map(|_| sentences.next()).collect();
        measure(&vectors, &queries, None);
    }
    for file in arguments.iter().map(Path::new).filter(|one| one.extension().is_some_and(|npy| npy == "npy"))
    {
        let all = read(file);
        let (vectors, queries) = all.split_at(all.len() - QUERIES_OF_FILE);
        measure(vectors, queries, Some(file.with_extension("graph")));
    }
}

fn measure(vectors: &[Vec<f32>], queries: &[Vec<f32>], graph: Option<PathBuf>) {
    let expected: Vec<Vec<usize>> = queries.iter().map(|query| nearest(vectors, query)).collect();
    rows(vectors, queries, &expected, None, usize::MAX);
    if vectors.len() > MANY {
        rows(vectors, queries, &expected, graph, 0);
    }
    classes(vectors, queries);
}

/// As if the vectors were examples of so many intents.
fn classes(vectors: &[Vec<f32>], queries: &[Vec<f32>]) {
    let started = Instant::now();
    let class = |row: usize| row * CLASSES / vectors.len();
    let examples: Vec<(&[f32], usize)> =
        vectors.iter().enumerate().map(|(row, vector)| (vector.as_slice(), class(row))).collect();
    let nearest = Nearest::new(&examples, CLASSES);
    let (seconds, megabytes) = (started.elapsed().as_secs_f32(), nearest.values().len() >> 20);
    let mut times: Vec<u128> = Vec::new();
    for query in queries {
        let started = Instant::now();
        let cosines = nearest.cosines(query).expect("of the same dimensions");
        assert_eq!(nearest.scores(&cosines).len(), CLASSES);
        times.push(started.elapsed().as_micros());
    }
    times.sort_unstable();
    let (p50, p95) = (times[times.len() / 2], times[times.len() * 95 / 100]);
    println!("| {} | classes | – | {p50} | {p95} | – | {seconds:.1} | {megabytes} |", vectors.len());
}

/// One way to search, with a graph from `bound` vectors on.
fn rows(
    vectors: &[Vec<f32>],
    queries: &[Vec<f32>],
    expected: &[Vec<usize>],
    graph: Option<PathBuf>,
    bound: usize,
) {
    let linked = vectors.len() >= bound;
    let (before, started) = (resident(), Instant::now());
    let dense = Dense::with_bound(vectors, graph, bound);
    if linked {
        dense.wait_until_linked();
    }
    let (seconds, megabytes) = (started.elapsed().as_secs_f32(), resident() - before);
    for hits in if linked { &SIGHTS[..] } else { &SIGHTS[..1] } {
        let mut found = 0_usize;
        let mut times: Vec<u128> = Vec::new();
        for (query, expected) in queries.iter().zip(expected) {
            let started = Instant::now();
            let near = dense.nearest(query, *hits);
            times.push(started.elapsed().as_micros());
            found += near.iter().take(NEAREST).filter(|(at, _)| expected.contains(at)).count();
        }
        times.sort_unstable();
        let recall = found as f32 / (queries.len() * NEAREST) as f32;
        let (p50, p95) = (times[times.len() / 2], times[times.len() * 95 / 100]);
        let (size, search) = (vectors.len(), if linked { "graph" } else { "exact" });
        println!("| {size} | {search} | {hits} | {p50} | {p95} | {recall:.4} | {seconds:.1} | {megabytes} |");
    }
}

/// The rows of a NumPy array of floats.
fn read(file: &Path) -> Vec<Vec<f32>> {
    let bytes = fs::read(file).expect("the file can be read");
    let header = 10 + usize::from(u16::from_le_bytes([bytes[8], bytes[9]]));
    let numbers: Vec<f32> =
        bytes[header..].as_chunks().0.iter().map(|four| f32::from_le_bytes(*four)).collect();
    numbers.chunks_exact(DIMENSIONS).map(<[f32]>::to_vec).collect()
}

/// By floats, one after the other.
fn nearest(vectors: &[Vec<f32>], query: &[f32]) -> Vec<usize> {
    let product = |other: &Vec<f32>| query.iter().zip(other).map(|(a, b)| a * b).sum::<f32>();
    let mut all: Vec<(usize, f32)> = vectors.iter().map(product).enumerate().collect();
    all.select_nth_unstable_by(NEAREST, |a, b| b.1.total_cmp(&a.1));
    all[..NEAREST].iter().map(|(at, _)| *at).collect()
}

/// Memory of this process in MB; 0 where the system does not say.
fn resident() -> i64 {
    let pages = fs::read_to_string("/proc/self/statm").ok();
    let pages = pages.and_then(|text| text.split(' ').nth(1)?.parse::<i64>().ok());
    pages.unwrap_or_default() * 4 / 1024
}

/// Vectors like those of a shop's sentences: some twenty mean the same, some fifty meanings are about the same thing, and the first
/// dimensions tell most. The nearest of a new one is at a cosine of about 0.6, the tenth at 0.55, the hundredth at 0.45.
struct Sentences {
    random: Rng,
    meanings: Vec<Vec<f32>>,
}

impl Sentences {
    fn new(meanings: usize) -> Self {
        let mut random = Rng::with_seed(1);
        let topics: Vec<Vec<f32>> = (0..=meanings / 50).map(|_| point(&mut random)).collect();
        let meaning = |number: usize| near(&topics[number % topics.len()], 0.7, &mut random);
        Self { meanings: (0..meanings).map(meaning).collect(), random }
    }

    fn next(&mut self) -> Vec<f32> {
        let meaning = self.random.usize(..self.meanings.len());
        let vector = near(&self.meanings[meaning], 1.1, &mut self.random);
        let length = vector.iter().map(|value| value * value).sum::<f32>().sqrt();
        vector.into_iter().map(|value| value / length).collect()
    }
}

fn near(centre: &[f32], spread: f32, random: &mut Rng) -> Vec<f32> {
    point(random).into_iter().zip(centre).map(|(own, of)| of + spread * own).collect()
}

/// Half of what it tells lies in the first fifty dimensions.
fn point(random: &mut Rng) -> Vec<f32> {
    let spread = |dimension: usize| 1.0 / (1.0 + dimension as f32 / 10.0).sqrt();
    let mut normal = || (0..6).map(|_| random.f32()).sum::<f32>() - 3.0;
    (0..DIMENSIONS).map(|dimension| normal() * spread(dimension)).collect()
}
