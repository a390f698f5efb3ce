//! Labelled rows, prepared once for all that is learned from them.

use std::{collections::BTreeSet, num::NonZeroUsize};

use super::{
    Choice, Fold, Row, Settings, TrainError, choice::SHRINKAGES, discriminant::Moments, folds, leftovers, svm,
};
use crate::domain::Name;
use crate::nlu::{
    Classifier, Dense, Model, Nearest, Planes,
    artifact::{Metadata, training_fingerprint},
    embed::{EmbedError, Embedder, embed_many, intent_part},
    features::{Sparse, Vocabulary},
    view::View,
};
use crate::text::normalize;

/// The rows in an order that does not depend on that of their files.
pub(super) struct Set {
    classes: Vec<Name>,
    /// Normalised.
    texts: Vec<String>,
    labels: Vec<usize>,
    /// Names the rows.
    fingerprint: String,
}

/// A row that nothing was learned from: what each view gives each class.
pub(super) struct HeldOut {
    pub terms: Vec<f32>,
    /// By shrinkage, in the order of [`SHRINKAGES`]; `None` where the vectors tell nothing apart.
    pub meaning: Vec<Option<Vec<f32>>>,
    pub nearest: Vec<f32>,
    pub truth: usize,
}

impl HeldOut {
    pub fn dense(&self, shrinkage: usize) -> Option<[&[f32]; 2]> {
        Some([self.meaning[shrinkage].as_deref()?, &self.nearest])
    }
}

impl Set {
    /// # Errors
    /// When there are too few intents, or far too many.
    pub fn new(rows: &[Row]) -> Result<Self, TrainError> {
        let classes: Vec<Name> =
            rows.iter().map(|row| row.intent.clone()).collect::<BTreeSet<_>>().into_iter().collect();
        if classes.len() < 2 {
            return Err(TrainError::TooFewIntents(classes.len()));
        }
        if classes.len() > usize::from(u16::MAX) {
            return Err(TrainError::TooManyIntents(classes.len()));
        }
        let mut rows: Vec<&Row> = rows.iter().collect();
        rows.sort_unstable_by(|a, b| (&a.intent, &a.text).cmp(&(&b.intent, &b.text)));
        let label = |row: &&Row| classes.binary_search(&row.intent).expect("classes come from the rows");
        Ok(Self {
            texts: rows.iter().map(|row| normalize(&row.text).as_str().to_owned()).collect(),
            labels: rows.iter().map(label).collect(),
            fingerprint: training_fingerprint(
                rows.iter().map(|row| (row.text.as_str(), row.intent.as_str())),
            ),
            classes,
        })
    }

    pub fn classes(&self) -> &[Name] {
        &self.classes
    }

    /// The rows, each with its class.
    pub fn texts(&self, rows: &[usize]) -> Vec<(&str, usize)> {
        rows.iter().map(|row| (self.texts[*row].as_str(), self.labels[*row])).collect()
    }

    pub fn len(&self) -> usize {
        self.texts.len()
    }

    pub fn folds(&self, count: usize) -> Vec<Fold> {
        folds(&self.labels, count, |label| *label)
    }

    /// The vector of each row, as far as it tells intents apart.
    pub fn vectors(
        &self,
        embedder: &dyn Embedder,
        threads: NonZeroUsize,
    ) -> Result<Vec<Vec<f32>>, EmbedError> {
        let texts: Vec<&str> = self.texts.iter().map(String::as_str).collect();
        let vectors = embed_many(embedder, &texts, threads, &|_| {})?;
        let dimensions = embedder.intent_dimensions();
        Ok(vectors.iter().map(|vector| intent_part(vector, dimensions).into_owned()).collect())
    }

    /// What the terms of the one part give each row of the other, class by class.
    pub fn terms_of(&self, fold: &Fold, settings: Settings) -> Vec<Vec<f32>> {
        let terms = self.fit_terms(&fold.learn, settings);
        let scores =
            |row: &usize| terms.planes.scores(&terms.vocabulary.vector(&View::new(&self.texts[*row])));
        fold.test.iter().map(scores).collect()
    }

    /// Learns from the vectors of the one part, looks at the other, and puts `terms` beside it.
    pub fn judge(&self, fold: &Fold, terms: Vec<Vec<f32>>, vectors: &[Vec<f32>]) -> Vec<HeldOut> {
        let rows = self.labelled(&fold.learn, vectors);
        let moments = Moments::new(&rows, self.classes.len());
        let meanings = SHRINKAGES.map(|shrinkage| moments.discriminant(shrinkage));
        let nearest = Nearest::new(&rows, self.classes.len());
        let look = |(row, terms): (&usize, Vec<f32>)| {
            let vector = &vectors[*row];
            HeldOut {
                terms,
                meaning: meanings.iter().map(|meaning| meaning.as_ref()?.scores(vector)).collect(),
                nearest: nearest.scores(&nearest.cosines(vector).unwrap_or_default()),
                truth: self.labels[*row],
            }
        };
        fold.test.iter().zip(terms).map(look).collect()
    }

    /// The model of all rows, with what was chosen for it.
    pub fn learn(
        &self,
        embedder: &dyn Embedder,
        vectors: &[Vec<f32>],
        choice: &Choice,
        settings: Settings,
    ) -> Model {
        let all: Vec<usize> = (0..self.len()).collect();
        let terms = self.fit_terms(&all, settings);
        let dense = choice.shrinkage.and_then(|shrinkage| {
            let rows = self.labelled(&all, vectors);
            let meaning = Moments::new(&rows, self.classes.len()).discriminant(shrinkage)?;
            Some(Dense { meaning, nearest: Nearest::new(&rows, self.classes.len()) })
        });
        let metadata = Metadata {
            trained_on: self.fingerprint.clone(),
            embedder: embedder.fingerprint().to_owned(),
            dimensions: embedder.intent_dimensions(),
            shrinkage: choice.shrinkage.unwrap_or_default(),
            fusion: choice.fusion,
            seed: settings.seed,
            rows: self.len(),
            terms: terms.vocabulary.len(),
            documents: terms.vocabulary.documents(),
            thresholds: choice.thresholds.clone(),
            cross_validated_accuracy: choice.accuracy,
            classes: self.classes.clone(),
            ..Metadata::default()
        };
        let classes = self.classes.clone();
        let classifier = Classifier::new(classes, terms.vocabulary, terms.planes, dense, choice.fusion)
            .expect("the parts were made for each other");
        Model::new(metadata, classifier)
    }

    fn labelled<'v>(&self, rows: &[usize], vectors: &'v [Vec<f32>]) -> Vec<(&'v [f32], usize)> {
        rows.iter().map(|row| (vectors[*row].as_slice(), self.labels[*row])).collect()
    }

    fn fit_terms(&self, learn: &[usize], settings: Settings) -> Terms {
        let copies = leftovers::copies(learn, &self.texts, &self.labels, &self.classes, settings.seed);
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
            threads: settings.threads,
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
