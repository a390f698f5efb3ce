//! Search by vectors, exact and along a graph: how fast, how much is found, what it takes. Numbers of vectors may be given:
//! `cargo bench --bench retrieve -- 1000 30000`. The graph of 100,000 takes minutes to make.

#![allow(clippy::print_stdout, reason = "a bench reports on the terminal")]

use std::{fs, time::Instant};

use fastrand::Rng;
use xiaoer::nlu::retrieve::dense::{Dense, MANY};

const DIMENSIONS: usize = 384;
const NEAREST: usize = 10;
const QUERIES: usize = 500;

fn main() {
    let asked: Vec<usize> = std::env::args().filter_map(|argument| argument.parse().ok()).collect();
    let sizes = if asked.is_empty() { vec![1_000, 10_000, 30_000, 100_000] } else { asked };
    println!(
        "| vectors | search | p50 µs | p95 µs | recall@10 | made in s | MB |\n|---|---|---|---|---|---|---|"
    );
    for size in sizes {
        measure(size);
    }
}

fn measure(size: usize) {
    let mut sentences = Sentences::new(size.div_ceil(20));
    let vectors: Vec<Vec<f32>> = (0..size).map(|_| sentences.next()).collect();
    let queries: Vec<Vec<f32>> = (0..QUERIES).map(|_| sentences.next()).collect();
    let expected: Vec<Vec<usize>> = queries.iter().map(|query| nearest(&vectors, query)).collect();
    row(&vectors, &queries, &expected, usize::MAX);
    if size > MANY {
        row(&vectors, &queries, &expected, 0);
    }
}

/// One way to search, with a graph from `bound` vectors on.
fn row(vectors: &[Vec<f32>], queries: &[Vec<f32>], expected: &[Vec<usize>], bound: usize) {
    let linked = vectors.len() >= bound;
    let (before, started) = (resident(), Instant::now());
    let dense = Dense::with_bound(vectors, None, bound);
    if linked {
        dense.wait_until_linked();
    }
    let (seconds, megabytes) = (started.elapsed().as_secs_f32(), resident() - before);
    let mut found = 0;
    let mut times = Vec::new();
    for (query, expected) in queries.iter().zip(expected) {
        let started = Instant::now();
        let hits = dense.nearest(query, NEAREST);
        times.push(started.elapsed().as_micros());
        found += hits.iter().filter(|(at, _)| expected.contains(at)).count();
    }
    times.sort_unstable();
    let recall = found as f32 / (queries.len() * NEAREST) as f32;
    let (p50, p95) = (times[times.len() / 2], times[times.len() * 95 / 100]);
    let search = if linked { "graph" } else { "exact" };
    println!("| {} | {search} | {p50} | {p95} | {recall:.4} | {seconds:.1} | {megabytes} |", vectors.len());
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
