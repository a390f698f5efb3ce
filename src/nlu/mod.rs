//! From text to understanding: a cascade whose first sure answer counts, and which says who answered.
//!
//! Nothing here fails and nothing waits: every text has an understanding, if only that nothing was understood.

pub mod artifact;
mod classify;
pub mod embed;
pub mod features;
mod language;
pub mod recognize;
pub mod retrieve;
pub mod rules;
mod service;
mod threshold;
pub mod view;
mod whole;

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::Arc,
};

use jiff::civil::Date;

pub use artifact::{Model, ModelError};
pub use classify::{
    Calibration, Classifier, Dense, Fusion, Meaning, Nearest, Place, Planes, SIGNS, Scope, fit_fusion,
    log_odds, signs,
};
pub use service::{Parsed, ParsedEntity, ServiceError, UnderstandingService};
pub use threshold::Thresholds;

use crate::{
    content::{Content, Correction, Intent, Threshold, labelled::OUT_OF_SCOPE},
    domain::{
        Certainty, Confidence, Entity, Name, Neighbour, NoVector, ScopeVerdict, ServiceTrace, Stage, Trace,
        Understanding,
    },
    graph::{self, Graph},
    text::{normalize, normalize_ends},
};
use embed::{EmbedError, Embedder, Known, intent_part};
use recognize::Recognizers;
use retrieve::FaqIndex;
use rules::Rules;
use view::View;

/// Of longer messages the beginning and the end are read.
const MAX_CHARACTERS: usize = 2_000;

/// Intents that an understanding ranks.
const RANKED: usize = 5;

/// Examples that a trace shows.
const NEIGHBOURS: usize = 3;

/// Texts whose vectors take a while.
const MANY_TEXTS: usize = 300;

/// The share of messages that a rule settles rightly.
const RULE_CONFIDENCE: f32 = 0.98;

/// The share of messages that mean what the example with the same words means.
const EXAMPLE_CONFIDENCE: f32 = 0.95;

/// Understands messages: made once for a content and a model, then immutable.
pub struct Nlu {
    rules: Rules,
    recognizers: Recognizers,
    embedder: Arc<dyn Embedder>,
    /// Whether the classifier learned with this embedder.
    same_embedder: bool,
    /// Intent and wording of each example, in the order in which the classifier knows them; empty where it knows others.
    examples: Vec<(Name, String)>,
    /// Intents by the core of their examples; `None` where two intents share one.
    exact: HashMap<String, Option<Name>>,
    faq: FaqIndex,
    model: Model,
    thresholds: BTreeMap<Name, f32>,
    corrections: Vec<Correction>,
    graph: Arc<Graph>,
    content: String,
    /// That a ranking may name: the content's, and those of a model that knows others.
    intents: BTreeSet<Name>,
    /// What ranks the intents in the classifier's place.
    service: Option<Arc<dyn UnderstandingService>>,
}

/// What a message shows before any model has looked at it.
struct Reading {
    entities: Vec<Entity>,
    /// The intent that a rule or an example settles, and how probably rightly.
    settled: Option<(Stage, Name, f32)>,
    trace: Trace,
}

impl Reading {
    /// Whether nothing is left to find out. What says nothing is settled, too.
    fn is_settled(&self) -> bool {
        self.settled.is_some() || self.trace.normalized.is_empty()
    }
}

/// A ranking of intents, and who made it.
struct Ranking {
    by: Stage,
    intents: Vec<(Name, f32)>,
    certainty: Certainty,
    threshold: f32,
    scope: Option<ScopeVerdict>,
}

impl Nlu {
    /// A model that was fitted with another embedder goes by n-grams alone.
    pub fn new(content: &Content, graph: Arc<Graph>, mut model: Model, embedder: Arc<dyn Embedder>) -> Self {
        let automatic =
            model.classifier.classes().iter().cloned().zip(model.metadata.thresholds.answer.iter().copied());
        let mut thresholds: BTreeMap<Name, f32> = automatic.collect();
        thresholds.extend(content.thresholds.clone());
        let mut exact: HashMap<String, Option<Name>> = HashMap::new();
        for intent in content.intents.values() {
            match intent.threshold {
                Threshold::Auto => {}
                Threshold::Fixed(bound) => drop(thresholds.insert(intent.name.clone(), bound)),
            }
            for example in &intent.examples {
                let text = normalize(&example.text);
                let known =
                    exact.entry(whole::core(text.as_str()).to_owned()).or_insert(Some(intent.name.clone()));
                if known.as_ref() != Some(&intent.name) {
                    *known = None;
                }
            }
        }
        let vectors = model.vectors.take().unwrap_or_default();
        let known = Known::new(&*embedder, &vectors);
        let faq = FaqIndex::new(content, &known, model.folder.as_deref());
        if known.computed() > MANY_TEXTS && !vectors.is_empty() {
            let texts = known.computed();
            tracing::info!(texts, "computed vectors that the model has not; `xiaoer train` keeps them");
        }
        Self {
            rules: Rules::new(content),
            recognizers: Recognizers::new(content),
            examples: examples(content, &model),
            exact,
            faq,
            same_embedder: model.fits(&*embedder),
            intents: content.intents.keys().chain(model.classifier.classes()).cloned().collect(),
            embedder,
            model,
            thresholds,
            corrections: content.corrections.clone(),
            graph,
            content: content.fingerprint.clone(),
            service: None,
        }
    }

    /// Lets a service rank the intents in the classifier's place, as long as it answers.
    pub fn with_service(self, service: Arc<dyn UnderstandingService>) -> Self {
        Self { service: Some(service), ..self }
    }

    /// Names the trained model.
    pub fn model_fingerprint(&self) -> &str {
        &self.model.fingerprint
    }

    /// What a message says. Words for times are meant as seen from `today`.
    pub fn understand(&self, text: &str, today: Date) -> Understanding {
        let mut reading = self.read(text, today);
        if reading.is_settled() {
            return self.conclude(reading, None, None, today);
        }
        let parsed = self.service.as_ref().and_then(|service| self.ask(&**service, text, &mut reading));
        let vector = vector(&*self.embedder, &mut reading.trace);
        self.conclude(reading, parsed, vector.as_deref(), today)
    }

    /// The same by another way to the same vectors, and without a service: for many messages that no customer waits for.
    pub fn understand_with(&self, text: &str, today: Date, embedder: &dyn Embedder) -> Understanding {
        let mut reading = self.read(text, today);
        let vector = if reading.is_settled() { None } else { vector(embedder, &mut reading.trace) };
        self.conclude(reading, None, vector.as_deref(), today)
    }

    /// What vectors of messages are made by.
    pub fn embedder(&self) -> &Arc<dyn Embedder> {
        &self.embedder
    }

    /// The same, for a message that a rule or an example settles; `None` for all others. What is settled needs no vector:
    /// FAQ entries are found by their words.
    pub fn settle(&self, text: &str, today: Date) -> Option<Understanding> {
        let reading = self.read(text, today);
        reading.is_settled().then(|| self.conclude(reading, None, None, today))
    }

    /// What the message itself shows.
    fn read(&self, text: &str, today: Date) -> Reading {
        let normalized = normalize_ends(text, MAX_CHARACTERS);
        let text = normalized.as_str();
        let found = self.recognizers.recognize(text, today);
        let matches = self.rules.matches(text, &found);
        let by_rule = || Some((Stage::Rules, rules::settled(&matches)?.clone(), RULE_CONFIDENCE));
        let by_example =
            || Some((Stage::Nearest, self.exact.get(whole::core(text))?.clone()?, EXAMPLE_CONFIDENCE));
        Reading {
            entities: recognize::resolve(&found, &normalized),
            settled: by_rule().or_else(by_example),
            trace: Trace {
                normalized: text.to_owned(),
                rules: matches.into_iter().map(|one| one.rule).collect(),
                content: self.content.clone(),
                model: self.model.fingerprint.clone(),
                ..Trace::default()
            },
        }
    }

    /// What follows from it, from a service's ranking, and from its vector, where they are known.
    fn conclude(
        &self,
        reading: Reading,
        ranked: Option<Vec<(Name, f32)>>,
        vector: Option<&[f32]>,
        today: Date,
    ) -> Understanding {
        let Reading { entities, settled, mut trace } = reading;
        if trace.normalized.is_empty() {
            return Understanding::nothing(trace);
        }
        let passages = self.faq.search(&trace.normalized, vector);
        let place = vector.filter(|_| self.same_embedder);
        let place = place.and_then(|vector| {
            self.model.classifier.place(&intent_part(vector, self.model.metadata.dimensions))
        });
        let mut ranking = match ranked {
            Some(intents) => self.judge(Stage::Classifier, intents, None),
            None => self.rank(&trace.normalized, place.as_ref(), settled),
        };
        self.correct(&mut ranking, &entities, today, &mut trace);
        trace.neighbours = place.map_or_else(Vec::new, |place| self.neighbours(&place.cosines));
        trace.threshold = Confidence::new(ranking.threshold);
        trace.scope = ranking.scope;
        Understanding {
            by: ranking.by,
            certainty: ranking.certainty,
            intents: ranking.intents.into_iter().map(|(name, p)| (name, Confidence::new(p))).collect(),
            entities,
            passages,
            language: language::detect(&trace.normalized),
            trace,
        }
    }

    /// The service's ranking, unless it gives no good answer. What it found beside our recognisers joins the entities.
    fn ask(
        &self,
        service: &dyn UnderstandingService,
        text: &str,
        reading: &mut Reading,
    ) -> Option<Vec<(Name, f32)>> {
        let Ok(parsed) = service.parse(text) else {
            reading.trace.service = Some(ServiceTrace::Failed);
            return None;
        };
        let (intents, unknown) = parsed.known_intents(&self.intents);
        parsed.add_entities(text, &mut reading.entities);
        reading.trace.service =
            Some(ServiceTrace::Answered { unknown: u8::try_from(unknown).unwrap_or(u8::MAX) });
        Some(intents)
    }

    /// The nearest examples, best first, of equally near ones the earlier.
    fn neighbours(&self, cosines: &[f32]) -> Vec<Neighbour> {
        let mut rows: Vec<usize> = Vec::with_capacity(NEIGHBOURS + 1);
        for (row, cosine) in cosines.iter().enumerate().take(self.examples.len()) {
            if rows.get(NEIGHBOURS - 1).is_none_or(|last| *cosine > cosines[*last]) {
                rows.insert(rows.partition_point(|other| cosines[*other] >= *cosine), row);
                rows.truncate(NEIGHBOURS);
            }
        }
        let neighbour = |row: usize| {
            let (intent, text) = self.examples[row].clone();
            Neighbour { text, intent, similarity: cosines[row] }
        };
        rows.into_iter().map(neighbour).collect()
    }

    /// The classifier's ranking, below the intent that is settled already.
    fn rank(&self, text: &str, place: Option<&Place>, settled: Option<(Stage, Name, f32)>) -> Ranking {
        let classifier = &self.model.classifier;
        let classes = classifier.classes();
        let mut probabilities = classifier.probabilities(&View::new(text), place);
        let Some((stage, intent, confidence)) = settled else {
            let gate = self.model.metadata.thresholds.scope.zip(place);
            let scope = gate.map(|(scope, place)| scope.weigh(&mut probabilities, &place.nearest, classes));
            self.model.metadata.thresholds.calibration.apply(&mut probabilities);
            let intents = classes.iter().cloned().zip(probabilities).collect();
            return self.judge(Stage::Classifier, intents, scope);
        };
        let mut intents: Vec<(Name, f32)> = classes.iter().cloned().zip(probabilities).collect();
        intents.retain(|(name, _)| *name != intent);
        let others: f32 = intents.iter().map(|(_, p)| p).sum();
        intents.iter_mut().for_each(|(_, p)| *p *= (1.0 - confidence) / others.max(f32::MIN_POSITIVE));
        intents.push((intent, confidence));
        Ranking { by: stage, certainty: Certainty::Confident, ..self.judge(stage, intents, None) }
    }

    /// What the thresholds make of probabilities.
    fn judge(&self, by: Stage, mut intents: Vec<(Name, f32)>, scope: Option<ScopeVerdict>) -> Ranking {
        intents.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        intents.truncate(RANKED);
        let threshold = intents.first().and_then(|(name, _)| self.thresholds.get(name));
        let threshold = threshold.copied().unwrap_or_default();
        let certainty = self.certainty(&intents, threshold, scope);
        let by = if certainty == Certainty::Unsure { Stage::None } else { by };
        Ranking { by, intents, certainty, threshold, scope }
    }

    /// How sure a ranking is, best first, when the best has to reach a threshold. What is out of scope fits none but the intent that says so.
    fn certainty(&self, intents: &[(Name, f32)], threshold: f32, scope: Option<ScopeVerdict>) -> Certainty {
        let Some((name, best)) = intents.first() else { return Certainty::Unsure };
        if scope.is_some_and(ScopeVerdict::is_outside) && *name != *OUT_OF_SCOPE {
            return Certainty::Unsure;
        }
        let second = intents.get(1).map_or(0.0, |(_, p)| *p);
        self.model.metadata.thresholds.certainty(*best, second, threshold)
    }

    /// Facts about the things named may make the best intent a more exact one.
    ///
    /// It takes over the probability of all intents that the correction holds for: which of them was meant no longer matters.
    fn correct(&self, ranking: &mut Ranking, entities: &[Entity], today: Date, trace: &mut Trace) {
        let Some((intent, _)) = ranking.intents.first().cloned() else { return };
        let corrected = graph::correct(&self.graph, &self.corrections, &intent, entities, today);
        let Some(correction) = corrected else { return };
        let covered = |name: &Name| *name == correction.intent || correction.when.intent.contains(name);
        let confidence = ranking.intents.iter().filter(|(name, _)| *name == intent || covered(name));
        let confidence = confidence.map(|(_, p)| p).sum::<f32>().min(1.0);
        ranking.intents.retain(|(name, _)| *name != intent && !covered(name));
        ranking.intents.insert(0, (correction.intent.clone(), confidence));
        if ranking.certainty != Certainty::Confident {
            ranking.certainty = self.certainty(&ranking.intents, ranking.threshold, ranking.scope);
        }
        if ranking.certainty != Certainty::Unsure {
            ranking.by = Stage::Graph;
        }
        trace.corrections.push((correction.name.clone(), intent));
    }
}

/// The text as a point, unless the embedder cannot say now.
fn vector(embedder: &dyn Embedder, trace: &mut Trace) -> Option<Vec<f32>> {
    match embedder.embed(&[&trace.normalized]) {
        Ok(mut vectors) => vectors.pop(),
        Err(error) => {
            trace.no_vector = Some(match error {
                EmbedError::Busy => NoVector::Busy,
                EmbedError::Unavailable(_) => NoVector::Unavailable,
            });
            None
        }
    }
}

/// The content's examples in the order of the classifier's rows.
fn examples(content: &Content, model: &Model) -> Vec<(Name, String)> {
    let known = model.classifier.dense().map_or(0, |dense| dense.nearest.len());
    let of_intent = |intent: &Intent| -> Vec<(Name, String)> {
        intent.examples.iter().map(|example| (intent.name.clone(), example.text.clone())).collect()
    };
    let mut examples: Vec<(Name, String)> = content.intents.values().flat_map(of_intent).collect();
    examples.sort_unstable();
    if examples.len() == known { examples } else { Vec::new() }
}
