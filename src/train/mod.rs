//! Fits the classifier to labelled rows and finds out, on rows held out, how far it can be trusted.

mod discriminant;
mod leftovers;
mod scope;
mod svm;
mod threshold;

use std::collections::BTreeSet;

use crate::domain::Name;
use crate::nlu::{
    Classifier, Dense, Fusion, Model, Nearest, Planes,
    artifact::{Metadata, training_fingerprint},
    embed::{EmbedError, Embedder},
    features::{Sparse, Vocabulary},
    fit_fusion,
    view::View,
};
use crate::text::normalize;
use discriminant::Moments;
use threshold::Judged;

/// How far a covariance may be drawn towards a sphere; the fewer the rows, the further it has to be.
const SHRINKAGES: [f64; 4] = [0.03, 0.1, 0.3, 0.6];

/// Vectors are taken in where they make the truth of held-out rows so much less surprising.
const WORTH: f64 = 0.99;

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
    /// Weights below this share of the class's largest are not kept.
    pub prune: f32,
}

impl Default for Settings {
    fn default() -> Self {
        Self { seed: 1, folds: 5, cost: 1.0, balance: 0.5, prune: 0.03 }
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
        held_out.extend(set.judge(&fold, settings));
    }
    let chosen = Chosen::of(&held_out);
    progress(settings.folds, steps);
    let all: Vec<usize> = (0..set.texts.len()).collect();
    let terms = set.fit_terms(&all, settings);
    let dense = chosen.shrinkage.and_then(|shrinkage| {
        let rows = set.vectors_of(&all);
        let meaning = Moments::new(&rows, classes.len()).discriminant(shrinkage)?;
        Some(Dense { meaning, nearest: Nearest::new(&rows, classes.len()) })
    });
    progress(steps, steps);

    let judged: Vec<Judged> = held_out.into_iter().map(|row| chosen.judge(row)).collect();
    let metadata = Metadata {
        trained_on: training_fingerprint(rows.iter().map(|row| (row.text.as_str(), row.intent.as_str()))),
        embedder: embedder.fingerprint().to_owned(),
        dimensions: embedder.dimensions(),
        shrinkage: chosen.shrinkage.unwrap_or_default(),
        fusion: chosen.fusion,
        seed: settings.seed,
        rows: rows.len(),
        terms: terms.vocabulary.len(),
        documents: terms.vocabulary.documents(),
        thresholds: threshold::choose(&judged, &classes),
        cross_validated_accuracy: threshold::accuracy(&judged),
        classes: classes.clone(),
        ..Metadata::default()
    };
    let classifier = Classifier::new(classes, terms.vocabulary, terms.planes, dense, chosen.fusion)
        .expect("the parts were made for each other");
    Ok(Model::new(metadata, classifier))
}

/// A row that nothing was learned from: what each view gives each class.
struct HeldOut {
    terms: Vec<f32>,
    /// By shrinkage, in the order of [`SHRINKAGES`]; `None` where the vectors tell nothing apart.
    meaning: Vec<Option<Vec<f32>>>,
    nearest: Vec<f32>,
    truth: usize,
}

impl HeldOut {
    fn dense(&self, shrinkage: usize) -> Option<[&[f32]; 2]> {
        Some([self.meaning[shrinkage].as_deref()?, &self.nearest])
    }
}

/// What held-out rows come out best with.
struct Chosen {
    /// `None` where vectors add nothing.
    shrinkage: Option<f64>,
    /// The place of the shrinkage in [`SHRINKAGES`].
    place: usize,
    fusion: Fusion,
}

impl Chosen {
    fn of(rows: &[HeldOut]) -> Self {
        let alone: Vec<_> = rows.iter().map(|row| ([row.terms.as_slice()], row.truth)).collect();
        let (terms, surprise) = fit_fusion(&alone);
        let fusion = Fusion { terms, ..Fusion::default() };
        let mut best = (surprise * WORTH, Self { shrinkage: None, place: 0, fusion });
        for (place, shrinkage) in SHRINKAGES.into_iter().enumerate() {
            let views = rows.iter().map(|row| {
                let [meaning, nearest] = row.dense(place)?;
                Some(([row.terms.as_slice(), meaning, nearest], row.truth))
            });
            let Some(views) = views.collect::<Option<Vec<_>>>() else { continue };
            let (all, surprise) = fit_fusion(&views);
            if surprise < best.0 {
                let fusion = Fusion { all, ..fusion };
                best = (surprise, Self { shrinkage: Some(shrinkage), place, fusion });
            }
        }
        best.1
    }

    fn judge(&self, row: HeldOut) -> Judged {
        let dense = self.shrinkage.and(row.dense(self.place));
        Judged {
            probabilities: self.fusion.probabilities(&row.terms, dense),
            truth: row.truth,
            nearest: self.shrinkage.map(|_| row.nearest),
        }
    }
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
    vectors: Vec<Vec<f32>>,
}

impl<'a> Set<'a> {
    fn new(rows: &[&Row], classes: &'a [Name], embedder: &dyn Embedder) -> Result<Self, EmbedError> {
        let texts: Vec<String> = rows.iter().map(|row| normalize(&row.text).as_str().to_owned()).collect();
        let label = |row: &&Row| classes.binary_search(&row.intent).expect("classes come from the rows");
        let labels: Vec<usize> = rows.iter().map(label).collect();
        let vectors = embedder.embed(&texts.iter().map(String::as_str).collect::<Vec<_>>())?;
        Ok(Self { classes, texts, labels, vectors })
    }

    /// Learns from the one part and looks at the other.
    fn judge(&self, fold: &Fold, settings: Settings) -> Vec<HeldOut> {
        let terms = self.fit_terms(&fold.learn, settings);
        let rows = self.vectors_of(&fold.learn);
        let moments = Moments::new(&rows, self.classes.len());
        let meanings = SHRINKAGES.map(|shrinkage| moments.discriminant(shrinkage));
        let nearest = Nearest::new(&rows, self.classes.len());
        let look = |row: &usize| {
            let vector = &self.vectors[*row];
            HeldOut {
                terms: terms.planes.scores(&terms.vocabulary.vector(&View::new(&self.texts[*row]))),
                meaning: meanings.iter().map(|meaning| meaning.as_ref()?.scores(vector)).collect(),
                nearest: nearest.scores(&nearest.cosines(vector).unwrap_or_default()),
                truth: self.labels[*row],
            }
        };
        fold.test.iter().map(look).collect()
    }

    fn vectors_of(&self, rows: &[usize]) -> Vec<(&[f32], usize)> {
        rows.iter().map(|row| (self.vectors[*row].as_slice(), self.labels[*row])).collect()
    }

    fn fit_terms(&self, learn: &[usize], settings: Settings) -> Terms {
        let copies = leftovers::copies(learn, &self.texts, &self.labels, self.classes, settings.seed);
        let texts = learn.iter().map(|row| self.texts[*row].as_str());
        let views: Vec<View> =
            texts.chain(copies.iter().map(|(_, text)| text.as_str())).map(View::new).collect();
        let origins = learn.iter().chain(copies.iter().map(|(row, _)| row));
        let labels: Vec<usize> = origins.map(|row| self.labels[*row]).collect();
        let vocabulary = Vocabulary::learn(&views);
        let rows: Vec<Sparse> = views.iter().map(|view| vocabulary.vector(view)).collect();
        let problem = svm::Problem {
            importance: &importance(&labels, self.classes.len(), settings.balance),
            rows: &rows,
            labels: &labels,
            classes: self.classes.len(),
            features: vocabulary.len(),
        };
        let planes = problem.fit(svm::Settings {
            cost: settings.cost,
            tolerance: 0.1,
            passes: 200,
            seed: settings.seed,
        });
        let (weights, biases): (Vec<_>, Vec<_>) =
            planes.into_iter().map(|plane| (plane.weights, plane.bias)).unzip();
        Terms { vocabulary, planes: Planes::new(&weights, biases, settings.prune) }
    }
}

/// The view by words, fitted.
struct Terms {
    vocabulary: Vocabulary,
    planes: Planes,
}

/// How much each row's margin costs, so that small classes are heard.
fn importance(labels: &[usize], classes: usize, balance: f64) -> Vec<f64> {
    let mut sizes = vec![0.0; classes];
    labels.iter().for_each(|label| sizes[*label] += 1.0);
    let mean = labels.len() as f64 / classes as f64;
    labels.iter().map(|label| libm::pow(mean / sizes[*label], balance)).collect()
}
