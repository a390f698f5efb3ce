//! Tunes the encoder's layers to labelled rows, and finds out on rows held out whether that makes it better.
//!
//! The word table and the positions stay as they are: a shop's few words would move, and their neighbours would not.

mod attention;
mod descent;
mod layer;
mod loss;
mod network;
mod norm;
mod optimizer;
mod order;
mod product;

pub use descent::TuneSettings;

use std::{
    iter,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

use descent::tune_layers;
use xiaoer_bert::layers_to_bytes;

use super::{
    Choice, Row, Settings, TrainError,
    set::{HeldOut, Set},
};
use crate::nlu::embed::{BertEmbedder, all_cores};

/// Parts of the rows, each held out once. A part costs a tuning.
const FOLDS: usize = 3;

/// Tuned layers are kept where they make the truth of held-out rows so much less surprising.
const WORTH: f64 = 0.99;

/// How held-out rows come out.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Score {
    /// The share that comes out right.
    pub accuracy: f32,
    /// The mean negative logarithm of the truth's probability.
    pub surprise: f64,
}

/// What tuning came to.
#[derive(Debug, Clone, PartialEq)]
pub struct Tuning {
    /// With the encoder as it is.
    pub untuned: Score,
    /// With an encoder that was tuned to the other rows.
    pub tuned: Score,
    /// `None` where it is no better.
    pub kept: Option<Tuned>,
}

/// Layers that were tuned to all rows, as [`BertEmbedder::with_layers`] takes them, and what goes with them.
#[derive(Debug, Clone, PartialEq)]
pub struct Tuned {
    pub layers: Vec<u8>,
    pub choice: Choice,
}

/// Tunes the encoder to the rows, as long as that is worth it. The same rows and settings give the same layers on every run of
/// one machine.
///
/// `progress` is called with the steps done and all steps.
///
/// # Errors
/// When there are too few intents, or far too many, or the encoder cannot be tuned.
pub fn tune(
    rows: &[Row],
    encoder: &BertEmbedder,
    settings: Settings,
    how: TuneSettings,
    progress: &(dyn Fn(usize, usize) + Sync),
) -> Result<Tuning, TrainError> {
    let set = Set::new(rows)?;
    let folds = set.folds(FOLDS);
    // All rows first, since they take longest. Where tuning turns out to be of no use, that was in vain, but nobody waited for it.
    let all: Vec<usize> = (0..set.len()).collect();
    let parts: Vec<&[usize]> =
        iter::once(all.as_slice()).chain(folds.iter().map(|fold| fold.learn.as_slice())).collect();
    let mut layers = tune_each(&set, &parts, encoder, how, progress)?.into_iter();
    let of_all = layers.next().unwrap_or_default();
    let plain = set.vectors(encoder, settings.threads)?;
    let (mut without, mut with) = (Vec::new(), Vec::new());
    for (fold, layers) in folds.iter().zip(layers) {
        let tuned = encoder.with_layers(&layers).map_err(|error| TrainError::Tuning(error.to_string()))?;
        let terms = set.terms_of(fold, settings);
        without.extend(set.judge(fold, terms.clone(), &plain));
        with.extend(set.judge(fold, terms, &set.vectors(&tuned, settings.threads)?));
    }
    let (_, untuned) = judged(&without, &set, settings);
    let (choice, tuned) = judged(&with, &set, settings);
    let better = tuned.surprise < untuned.surprise * WORTH && tuned.accuracy >= untuned.accuracy;
    Ok(Tuning { untuned, tuned, kept: better.then_some(Tuned { layers: of_all, choice }) })
}

/// Layers tuned to each part of the rows, in the order of the parts, several parts at a time.
fn tune_each(
    set: &Set,
    parts: &[&[usize]],
    encoder: &BertEmbedder,
    how: TuneSettings,
    progress: &(dyn Fn(usize, usize) + Sync),
) -> Result<Vec<Vec<u8>>, TrainError> {
    let steps = parts.iter().map(|part| how.steps(part.len())).sum();
    let (next, done) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let step = || progress(done.fetch_add(1, Ordering::Relaxed) + 1, steps);
    let results: Vec<Mutex<Result<Vec<u8>, TrainError>>> =
        parts.iter().map(|_| Mutex::new(Ok(Vec::new()))).collect();
    thread::scope(|scope| {
        for _ in 0..all_cores().get().min(parts.len()) {
            scope.spawn(|| {
                while let Some((part, result)) = {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    parts.get(at).zip(results.get(at))
                } {
                    let layers = tune_layers(encoder, &set.texts(part), set.classes().len(), how, &step);
                    let bytes = layers.map(|layers| layers_to_bytes(encoder.bert().config(), &layers));
                    *result.lock().unwrap_or_else(PoisonError::into_inner) = bytes;
                }
            });
        }
    });
    results.into_iter().map(|result| result.into_inner().unwrap_or_else(PoisonError::into_inner)).collect()
}

fn judged(rows: &[HeldOut], set: &Set, settings: Settings) -> (Choice, Score) {
    let (choice, surprise) = Choice::of(rows, set.classes(), settings.outcomes);
    let score = Score { accuracy: choice.accuracy, surprise };
    (choice, score)
}
