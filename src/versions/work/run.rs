//! One round of work, from the draft's files to a candidate.

use std::{collections::BTreeMap, num::NonZeroUsize, sync::Arc};

use jiff::{Timestamp, Zoned};

use super::{
    Bench, Candidate, Comparison, Round, Step,
    compare::{Asked, Side, compare},
    outcome::Label,
    vectors::Remembered,
};
use crate::{
    assistant::{Assistant, examples_fingerprint},
    content::{self, Content, Severity, SourceFile, labelled::Labelled},
    nlu::{
        Model,
        embed::{Embedder, Vectors},
        retrieve,
    },
    text::normalize,
    train::{self, Kept, Layered, Settings, TrainError},
    versions::{Engines, Manifest, Names, rows::RowFiles},
};

/// Live turns need the others.
const THREADS: NonZeroUsize = NonZeroUsize::MIN;

/// What a round of work needs to know, and to have done.
pub struct Surroundings<'a> {
    pub revision: u64,
    pub base: u32,
    /// The draft's.
    pub files: Vec<SourceFile>,
    /// The same as a manifest, without a model.
    pub content: Manifest,
    pub live: Arc<Assistant>,
    /// The live version's.
    pub model: Model,
    pub model_files: Manifest,
    pub engines: &'a dyn Engines,
    pub rows: RowFiles,
    /// What customers said lately, with how often.
    pub said: Vec<(String, usize)>,
    /// Why this node could not let it serve, if it could not.
    pub fits: &'a dyn Fn(&Assistant) -> Result<(), String>,
    /// Stores a model's files, and reads the model back from where they lie.
    pub store: &'a dyn Fn(Model) -> anyhow::Result<(Manifest, Model)>,
}

/// What came of a round.
enum End {
    Ready(Box<Candidate>),
    Refused(Option<String>),
}

/// Works until the draft is ready, refused, or no longer what is wanted. `None` in the last case, and where it failed.
pub fn work(
    bench: &Bench,
    round: Round,
    remembered: &mut Remembered,
    surroundings: Surroundings<'_>,
) -> Option<Candidate> {
    let end = Work { bench, round, remembered }.run(surroundings);
    let step = match end {
        Ok(End::Ready(candidate)) => return Some(*candidate),
        Ok(End::Refused(why)) => Step::Refused(why),
        Err(error) if matches!(error.downcast_ref(), Some(TrainError::Abandoned)) => return None,
        // What cannot be learned is the content's fault.
        Err(error) if error.is::<TrainError>() => Step::Refused(Some(error.to_string())),
        Err(error) => {
            tracing::error!(error = format!("{error:#}"), "the work on the draft failed");
            Step::Failed(format!("{error:#}"))
        }
    };
    bench.tell(round, |progress| progress.step = step);
    None
}

struct Work<'a> {
    bench: &'a Bench,
    round: Round,
    remembered: &'a mut Remembered,
}

impl Work<'_> {
    fn run(&mut self, around: Surroundings<'_>) -> anyhow::Result<End> {
        self.step(Step::Checking)?;
        let (content, findings) = content::load(&around.files, Zoned::now().date());
        let refused = findings.iter().any(|finding| finding.severity() == Severity::Error);
        let trains = examples_fingerprint(&content) != around.model.metadata.trained_on;
        self.bench.tell(self.round, |progress| {
            progress.findings = findings;
            progress.trains = trains;
        });
        if refused {
            return Ok(End::Refused(None));
        }
        let before = around.model.metadata.cross_validated_accuracy;
        let (mut files, model) = self.model(&content, trains, &around)?;
        let measured = trains && model.metadata.tuned.is_none();
        let accuracy = measured.then_some((model.metadata.cross_validated_accuracy, before));
        self.bench.tell(self.round, |progress| progress.accuracy = accuracy);
        let names = Names { fingerprint: content.fingerprint.clone(), model: model.fingerprint.clone() };
        let assembled = around.engines.assemble(content, model.clone(), "the draft")?;
        if let Some(fault) = assembled.fault {
            return Err(fault);
        }
        if let Err(why) = (around.fits)(&assembled.assistant) {
            return Ok(End::Refused(Some(why)));
        }
        let comparison = self.comparison(&assembled.assistant, &model, &around)?;
        files.extend(around.content);
        Ok(End::Ready(Box::new(Candidate {
            revision: around.revision,
            base: around.base,
            assistant: Arc::new(assembled.assistant),
            files,
            names,
            comparison,
        })))
    }

    /// The live model, or one that has learned the draft's examples.
    fn model(
        &mut self,
        content: &Content,
        trains: bool,
        around: &Surroundings<'_>,
    ) -> anyhow::Result<(Manifest, Model)> {
        let encoder = around.engines.encoder();
        let questions = retrieve::texts(content);
        if !trains {
            return match self.with_questions(&questions, &*encoder, around)? {
                Some(model) => (around.store)(model),
                None => Ok((around.model_files.clone(), around.model.clone())),
            };
        }
        let rows = train::examples(content);
        let layers = match train::kept(&around.model, &rows, &*encoder)? {
            Kept::Layers(layers, choice) => Some((layers, choice)),
            Kept::OtherEncoder | Kept::OtherIntents | Kept::Nothing => None,
        };
        let settings = Settings { threads: THREADS, ..Settings::default() };
        let (bench, round) = (self.bench, self.round);
        // Two parts of one bar: vectors are most of it.
        let tell = |done, all| bench.tell(round, |progress| progress.step = Step::Training { done, all });
        let remembered = &mut *self.remembered;
        let model = train::learn(
            &rows,
            &questions,
            layers,
            &*encoder,
            settings,
            &mut |embedder, texts| {
                remembered.prepare(embedder, texts, &mut |done, all| tell(70 * done / all.max(1), 100))
            },
            &mut |done, all| tell(70 + 30 * done / all.max(1), 100),
        )?;
        (around.store)(model)
    }

    /// The live model with the vectors of questions that it does not have yet; `None` where it has them all.
    fn with_questions(
        &mut self,
        questions: &[String],
        encoder: &dyn Layered,
        around: &Surroundings<'_>,
    ) -> anyhow::Result<Option<Model>> {
        let Some(vectors) = around.model.vectors.as_ref().filter(|_| encoder.is_slow()) else {
            return Ok(None);
        };
        let known: BTreeMap<&str, Vec<f32>> =
            questions.iter().filter_map(|text| Some((text.as_str(), vectors.get(text)?))).collect();
        let unknown: Vec<String> =
            questions.iter().filter(|text| !known.contains_key(text.as_str())).cloned().collect();
        let embedder = of_model(encoder, &around.model)?;
        if unknown.is_empty() || embedder.fingerprint() != around.model.metadata.embedder {
            return Ok(None);
        }
        let (bench, round) = (self.bench, self.round);
        let tell = |done, all| bench.tell(round, |progress| progress.step = Step::Training { done, all });
        let prepared = self.remembered.prepare(embedder, unknown, &mut { tell })?;
        let known = known.iter().map(|(text, vector)| (*text, vector.as_slice()));
        let all = Vectors::new(&prepared, known.chain(prepared.vectors()));
        Ok(Some(around.model.clone().with_vectors(all)))
    }

    fn comparison(
        &mut self,
        assistant: &Assistant,
        model: &Model,
        around: &Surroundings<'_>,
    ) -> anyhow::Result<Comparison> {
        let labelled: Vec<Asked> = around.rows.read().into_iter().map(asked).collect();
        let said = around.said.iter();
        let said: Vec<Asked> =
            said.map(|(text, count)| Asked { text: text.clone(), count: *count, label: None }).collect();
        let texts = labelled.iter().chain(&said).map(|asked| normalize(&asked.text).as_str().to_owned());
        let texts: Vec<String> = texts.collect();
        // Both understand every message, once it has a vector.
        let all = 3 * (labelled.len() + said.len());
        self.step(Step::Comparing { done: 0, all })?;
        let encoder = around.engines.encoder();
        let (bench, round) = (self.bench, self.round);
        let tell = |done| bench.tell(round, |progress| progress.step = Step::Comparing { done, all });
        let mut prepare = |model: &Model, from: &Assistant| {
            let embedder = of_model(&*encoder, model)?;
            anyhow::ensure!(embedder.fingerprint() == from.embedder(), "the encoder is another one by now");
            self.remembered.prepare(embedder, texts.clone(), &mut |done, _| tell(done))
        };
        let after = prepare(model, assistant)?;
        let other = around.live.embedder() != assistant.embedder();
        let before = if other { Some(prepare(&around.model, &around.live)?) } else { None };
        let live = Side { assistant: &around.live, embedder: before.as_ref().unwrap_or(&after) };
        let candidate = Side { assistant, embedder: &after };
        let mut done = all / 3;
        let mut progress = || {
            done += 2;
            tell(done)
        };
        let at = Timestamp::now();
        let mut compare = |messages: &[Asked]| {
            compare(messages, &live, &candidate, at, &mut progress).ok_or(TrainError::Abandoned)
        };
        let comparison = Comparison { labelled: compare(&labelled)?, messages: compare(&said)? };
        self.remembered.trim();
        Ok(comparison)
    }

    /// The next step, unless nobody waits for it any more.
    fn step(&self, step: Step) -> Result<(), TrainError> {
        let wanted = self.bench.tell(self.round, |progress| progress.step = step);
        if wanted { Ok(()) } else { Err(TrainError::Abandoned) }
    }
}

fn asked(row: Labelled) -> Asked {
    let Labelled { text, intent, accept } = row;
    Asked { text, count: 1, label: Some(Label { intent, accept }) }
}

/// The encoder as a model goes by it, without anything in front.
pub fn of_model(encoder: &dyn Layered, model: &Model) -> anyhow::Result<Arc<dyn Embedder>> {
    let plain = encoder.embedder();
    match &model.metadata.tuned {
        Some(tuned) if tuned.from == plain.fingerprint() => match model.layers()? {
            Some(layers) => Ok(encoder.with_layers(&layers)?.embedder()),
            None => Ok(plain),
        },
        Some(_) | None => Ok(plain),
    }
}
