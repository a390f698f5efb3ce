//! Fits the classifier to labelled rows and finds out, on rows held out, how far it can be trusted.

mod calibration;
mod choice;
mod cost;
mod discriminant;
mod leftovers;
mod lesson;
mod scope;
mod set;
mod svm;
mod threshold;
mod tune;

pub use choice::Choice;
pub use cost::{BadCost, Case, Cost, bounds};
pub use lesson::{Kept, Layered, Prepare, kept, learn};
pub use tune::{Score, TuneSettings, Tuned, Tuning, tune};

use std::num::NonZeroUsize;

use crate::content::Content;
use crate::domain::Name;
use crate::nlu::{
    Model,
    embed::{EmbedError, Embedder, all_cores},
};
use set::Set;

/// One labelled text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    pub text: String,
    pub intent: Name,
}

/// The examples of all intents.
pub fn examples(content: &Content) -> Vec<Row> {
    let of_intent = |intent: &crate::content::Intent| -> Vec<Row> {
        let rows = intent.examples.iter();
        rows.map(|example| Row { text: example.text.clone(), intent: intent.name.clone() }).collect()
    };
    content.intents.values().flat_map(of_intent).collect()
}

/// What can be chosen; `Default` is what measured best.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Settings {
    pub seed: u64,
    /// Parts of the cross-validation.
    pub folds: usize,
    /// See [`svm::Settings`].
    pub cost: f64,
    /// 0 counts every row the same, 1 every class.
    pub balance: f64,
    /// Weights below this share of the class's largest are not kept.
    pub prune: f32,
    /// What thresholds are weighed by.
    pub outcomes: Cost,
    /// On which the model does not depend.
    pub threads: NonZeroUsize,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            seed: 1,
            folds: 5,
            cost: 1.0,
            balance: 0.5,
            prune: 0.03,
            outcomes: Cost::default(),
            threads: all_cores(),
        }
    }
}

/// Why nothing was learned.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TrainError {
    #[error("there is nothing to learn: at least two intents with examples are needed, {0} found")]
    TooFewIntents(usize),
    #[error("{0} intents are more than the {max} a model can tell apart", max = u16::MAX)]
    TooManyIntents(usize),
    #[error(transparent)]
    NoVectors(#[from] EmbedError),
    #[error("the encoder cannot be tuned: {0}")]
    Tuning(String),
    #[error("it was not waited for")]
    Abandoned,
}

/// One row in so many is held out.
const HELD_OUT: usize = 5;

/// Learns from the rows. The same rows, embedder and settings give the same model on every machine.
///
/// `progress` is called with the steps done and all steps.
///
/// # Errors
/// When there are too few intents, or far too many, or the embedder fails.
pub fn fit(
    rows: &[Row],
    embedder: &dyn Embedder,
    settings: Settings,
    progress: &mut dyn FnMut(usize, usize),
) -> Result<Model, TrainError> {
    fit_while(rows, embedder, settings, &mut |done, all| {
        progress(done, all);
        true
    })
}

/// The same, as long as `progress` says to go on.
///
/// # Errors
/// As [`fit`], and [`TrainError::Abandoned`].
pub fn fit_while(
    rows: &[Row],
    embedder: &dyn Embedder,
    settings: Settings,
    progress: &mut dyn FnMut(usize, usize) -> bool,
) -> Result<Model, TrainError> {
    let steps = settings.folds + 1;
    let mut step = |done| if progress(done, steps) { Ok(()) } else { Err(TrainError::Abandoned) };
    let set = Set::new(rows)?;
    let vectors = set.vectors(embedder, settings.threads)?;
    let mut held_out = Vec::with_capacity(rows.len());
    for (done, fold) in set.folds(settings.folds).into_iter().enumerate() {
        step(done)?;
        held_out.extend(set.judge(&fold, set.terms_of(&fold, settings), &vectors));
    }
    step(settings.folds)?;
    let (choice, _) = Choice::of(&held_out, set.classes(), settings.outcomes);
    let model = set.learn(embedder, &vectors, &choice, settings);
    step(steps)?;
    Ok(model)
}

/// Learns from the rows what needs no rows held out, and takes the rest as it was chosen before. The same in, the same out, on
/// every machine.
///
/// # Errors
/// When there are too few intents, or far too many, or the embedder fails.
pub fn refit(
    rows: &[Row],
    embedder: &dyn Embedder,
    choice: &Choice,
    settings: Settings,
) -> Result<Model, TrainError> {
    let set = Set::new(rows)?;
    let vectors = set.vectors(embedder, settings.threads)?;
    Ok(set.learn(embedder, &vectors, &choice.of_classes(set.classes()), settings))
}

/// One part of a cross-validation, as indices of rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fold {
    pub learn: Vec<usize>,
    pub test: Vec<usize>,
}

/// Holds out a fifth of the rows of each class, a different one for each seed. The beginning of `learn` has all classes in the shares in
/// which the whole has them, and a shorter beginning is part of a longer one.
pub fn hold_out<'r, R, K: Ord>(rows: &'r [R], seed: u64, class: impl Fn(&'r R) -> K) -> Fold {
    let mut order: Vec<usize> = (0..rows.len()).collect();
    fastrand::Rng::with_seed(seed).shuffle(&mut order);
    order.sort_by_key(|row| class(&rows[*row]));
    let (mut learn, mut test) = (Vec::new(), Vec::new());
    for rows in order.chunk_by(|a, b| class(&rows[*a]) == class(&rows[*b])) {
        let held_out = rows.len() / HELD_OUT;
        test.extend_from_slice(&rows[..held_out]);
        let rest = &rows[held_out..];
        learn.extend(
            rest.iter().enumerate().map(|(place, row)| ((place + 1) as f64 / rest.len() as f64, *row)),
        );
    }
    learn.sort_by(|a: &(f64, usize), b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    Fold { learn: learn.into_iter().map(|(_, row)| row).collect(), test }
}

/// Splits rows into parts over which each class is spread evenly; every row is in one `test`.
pub fn folds<'r, R, K: Ord>(rows: &'r [R], count: usize, class: impl Fn(&'r R) -> K) -> Vec<Fold> {
    let mut order: Vec<usize> = (0..rows.len()).collect();
    fastrand::Rng::with_seed(0).shuffle(&mut order);
    order.sort_by_key(|row| class(&rows[*row]));
    let mut part = vec![0; rows.len()];
    order.into_iter().enumerate().for_each(|(place, row)| part[row] = place % count);
    (0..count)
        .map(|fold| {
            let (test, learn) = (0..rows.len()).partition(|row| part[*row] == fold);
            Fold { learn, test }
        })
        .collect()
}
