//! Fits the classifier to labelled rows and finds out, on rows held out, how far it can be trusted.

mod leftovers;
mod svm;
mod threshold;

use std::collections::BTreeSet;

use crate::domain::Name;
use crate::nlu::{
    Calibration, Classifier, Model, Planes,
    artifact::{Metadata, training_fingerprint},
    embed::{EmbedError, Embedder},
    features::{Sparse, Vocabulary},
    join,
    view::View,
};
use crate::text::normalize;

/// One labelled text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    pub text: String,
    pub intent: Name,
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
    /// What the dense vector is multiplied with before it joins the terms.
    pub dense_weight: f32,
    /// Weights below this share of the class's largest are not kept.
    pub prune: f32,
}

impl Default for Settings {
    fn default() -> Self {
        Self { seed: 1, folds: 5, cost: 1.0, balance: 0.5, dense_weight: 0.0, prune: 0.03 }
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
}

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
    let classes: Vec<Name> =
        rows.iter().map(|row| row.intent.clone()).collect::<BTreeSet<_>>().into_iter().collect();
    if classes.len() < 2 {
        return Err(TrainError::TooFewIntents(classes.len()));
    }
    if classes.len() > usize::from(u16::MAX) {
        return Err(TrainError::TooManyIntents(classes.len()));
    }
    // The order of the rows in their files shall not matter.
    let mut rows: Vec<&Row> = rows.iter().collect();
    rows.sort_unstable_by(|a, b| (&a.intent, &a.text).cmp(&(&b.intent, &b.text)));
    let set = Set::new(&rows, &classes, embedder)?;

    let steps = settings.folds + 1;
    let mut held_out = Vec::with_capacity(rows.len());
    for (done, fold) in folds(&set.labels, settings.folds, |label| *label).into_iter().enumerate() {
        progress(done, steps);
        let classifier = set.fit(&fold.learn, settings);
        held_out.extend(fold.test.into_iter().map(|row| {
            let view = View::new(&set.texts[row]);
            (classifier.scores(&view, Some(&set.dense[row])), set.labels[row])
        }));
    }
    progress(settings.folds, steps);
    let all: Vec<usize> = (0..set.texts.len()).collect();
    let classifier = set.fit(&all, settings);
    progress(steps, steps);

    let calibration = Calibration::fit(&held_out);
    let judged: Vec<_> =
        held_out.iter().map(|(scores, truth)| (calibration.probabilities(scores), *truth)).collect();
    let metadata = Metadata {
        trained_on: training_fingerprint(rows.iter().map(|row| (row.text.as_str(), row.intent.as_str()))),
        embedder: embedder.fingerprint().to_owned(),
        dimensions: embedder.dimensions(),
        dense_weight: settings.dense_weight,
        seed: settings.seed,
        rows: rows.len(),
        terms: classifier.vocabulary().len(),
        documents: classifier.vocabulary().documents(),
        thresholds: threshold::choose(&judged, &classes),
        cross_validated_accuracy: threshold::accuracy(&judged),
        calibration,
        classes,
        ..Metadata::default()
    };
    Ok(Model::new(metadata, classifier))
}

/// One part of a cross-validation, as indices of rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fold {
    pub learn: Vec<usize>,
    pub test: Vec<usize>,
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

/// The rows, prepared once for all folds.
struct Set<'a> {
    classes: &'a [Name],
    /// Normalised.
    texts: Vec<String>,
    labels: Vec<usize>,
    dense: Vec<Vec<f32>>,
}

impl<'a> Set<'a> {
    fn new(rows: &[&Row], classes: &'a [Name], embedder: &dyn Embedder) -> Result<Self, EmbedError> {
        let texts: Vec<String> = rows.iter().map(|row| normalize(&row.text).as_str().to_owned()).collect();
        let label = |row: &&Row| classes.binary_search(&row.intent).expect("classes come from the rows");
        let labels: Vec<usize> = rows.iter().map(label).collect();
        let dense = embedder.embed(&texts.iter().map(String::as_str).collect::<Vec<_>>())?;
        Ok(Self { classes, texts, labels, dense })
    }

    fn fit(&self, learn: &[usize], settings: Settings) -> Classifier {
        let copies = leftovers::copies(learn, &self.texts, &self.labels, self.classes, settings.seed);
        let texts = learn.iter().map(|row| self.texts[*row].as_str());
        let views: Vec<View> =
            texts.chain(copies.iter().map(|(_, text)| text.as_str())).map(View::new).collect();
        let origins: Vec<usize> = learn.iter().copied().chain(copies.iter().map(|(row, _)| *row)).collect();
        let vocabulary = Vocabulary::learn(&views);
        let vector = |(view, row): (&View, &usize)| {
            join(vocabulary.vector(view), vocabulary.len(), &self.dense[*row], settings.dense_weight)
        };
        let vectors: Vec<Sparse> = views.iter().zip(&origins).map(vector).collect();
        let labels: Vec<usize> = origins.iter().map(|row| self.labels[*row]).collect();
        let dimensions =
            if settings.dense_weight == 0.0 { 0 } else { self.dense.first().map_or(0, Vec::len) };
        let problem = svm::Problem {
            importance: &importance(&labels, self.classes.len(), settings.balance),
            rows: &vectors,
            labels: &labels,
            classes: self.classes.len(),
            features: vocabulary.len() + dimensions,
        };
        let planes = problem.fit(svm::Settings {
            cost: settings.cost,
            tolerance: 0.1,
            passes: 200,
            seed: settings.seed,
        });
        let (weights, biases): (Vec<_>, Vec<_>) =
            planes.into_iter().map(|plane| (plane.weights, plane.bias)).unzip();
        let planes = Planes::new(&weights, biases, settings.prune);
        Classifier::new(self.classes.to_vec(), vocabulary, planes, settings.dense_weight, dimensions)
            .expect("the parts were made for each other")
    }
}

/// How much each row's margin costs, so that small classes are heard.
fn importance(labels: &[usize], classes: usize, balance: f64) -> Vec<f64> {
    let mut sizes = vec![0.0; classes];
    labels.iter().for_each(|label| sizes[*label] += 1.0);
    let mean = labels.len() as f64 / classes as f64;
    labels.iter().map(|label| libm::pow(mean / sizes[*label], balance)).collect()
}
