//! Asks the engine about every row.

use std::{
    io::{self, Write},
    path::Path,
    sync::Arc,
};

use jiff::civil::{Date, date};

use super::Args;
use crate::{
    assistant::examples_fingerprint,
    cli::{
        encoder::{self, Encoder},
        engines::Engines,
        labelled, progress,
    },
    content::{Content, labelled::Labelled},
    domain::ServiceTrace,
    eval::{self, Judged, Prediction, Rules},
    graph::Graph,
    nlu::{
        Model, Nlu,
        embed::{EmbedError, Embedder, Prepared},
    },
    text::normalize,
    train,
};

/// The day on which all messages are taken to be written, so that reports do not depend on the day they are made.
pub const TODAY: Date = date(2025, 11, 21);

/// The rows with their verdicts, and what made them.
pub struct Measured {
    pub rows: Vec<Judged>,
    pub content: Arc<Content>,
    /// Its fingerprint.
    pub model: String,
    /// What it learned from, where that is known.
    pub learned: Option<Vec<train::Row>>,
}

/// What a model makes of the rows; `None` when they have faults.
pub fn with_model(args: &Args) -> anyhow::Result<Option<Measured>> {
    let Some(path) = &args.data else { return Ok(None) };
    let Some(rows) = labelled::read(path)? else { return Ok(None) };
    let model = labelled::model(&args.model)?;
    let content = content_of(&model, args)?;
    let rules = Rules::new(&content, args.cost);
    let fingerprint = model.fingerprint.clone();
    let learned = match learned(&model, &content, args)? {
        Learned::Faulty => return Ok(None),
        Learned::Rows(rows) => Some(rows),
        Learned::Unknown => None,
    };
    let engines = Engines::bare(&args.encoder.settings()?)?;
    let embedder = prepared(engines.encoder.of_model(&model)?.embedder(), texts(&rows))?;
    if let Some(notice) = encoder::notice(&model, &*embedder) {
        writeln!(io::stderr().lock(), "{notice}")?;
    }
    let mut nlu = Nlu::new(&content, Arc::new(Graph::new(&content)), model, embedder);
    let mut made_by = fingerprint;
    if let Some(service) = engines.service {
        nlu = nlu.with_service(service);
        made_by += " and understanding.parse";
    }
    let bar = progress::bar(rows.len() as u64, "understanding");
    let mut unanswered = 0;
    let judge = |row: &Labelled| {
        bar.inc(1);
        let understanding = nlu.understand(&row.text, TODAY);
        unanswered += usize::from(understanding.trace.service == Some(ServiceTrace::Failed));
        eval::judge(row, Prediction::new(&understanding), &rules)
    };
    let judged: Vec<Judged> = rows.iter().map(judge).collect();
    bar.finish_and_clear();
    if unanswered > 0 {
        let of = judged.len();
        writeln!(
            io::stderr().lock(),
            "understanding.parse gave no good answer to {unanswered} of {of} messages: the built-in classifier ranked those"
        )?;
    }
    Ok(Some(Measured { rows: judged, content, model: made_by, learned }))
}

/// The content that a model belongs to: ours for the model of our examples, none for a model of other rows.
fn content_of(model: &Model, args: &Args) -> anyhow::Result<Arc<Content>> {
    let content = labelled::content()?;
    let ours = examples_fingerprint(&content);
    if args.model == Path::new(labelled::MODEL) {
        model.check_trained_on(&ours, labelled::MODEL)?;
    }
    Ok(if model.metadata.trained_on == ours { content } else { Arc::default() })
}

enum Learned {
    Rows(Vec<train::Row>),
    Unknown,
    /// There are faults in the rows, which are printed.
    Faulty,
}

fn learned(model: &Model, content: &Content, args: &Args) -> anyhow::Result<Learned> {
    Ok(match &args.learned {
        Some(path) => match labelled::read(path)? {
            Some(rows) => Learned::Rows(labelled::rows(&rows)),
            None => Learned::Faulty,
        },
        None if model.metadata.trained_on == examples_fingerprint(content) => {
            Learned::Rows(train::examples(content))
        }
        None => Learned::Unknown,
    })
}

/// The rows to learn from and to measure on: --data, or the content's examples; `None` when they have faults.
pub fn rows(args: &Args) -> anyhow::Result<Option<Vec<Labelled>>> {
    if let Some(path) = &args.data {
        return labelled::read(path);
    }
    let label = |row: &train::Row| Labelled {
        text: row.text.clone(),
        intent: Some(row.intent.clone()),
        accept: Vec::new(),
    };
    Ok(Some(train::examples(&*labelled::content()?).iter().map(label).collect()))
}

pub fn texts(rows: &[Labelled]) -> impl Iterator<Item = &str> {
    rows.iter().map(|row| row.text.as_str())
}

/// What rows are spread evenly by.
pub fn class(row: &Labelled) -> &str {
    row.intent.as_ref().map_or("", |name| name.as_str())
}

/// What models of the other rows make of each part of them; `None` when they have faults.
pub fn in_parts(args: &Args) -> anyhow::Result<Option<Measured>> {
    let Some(rows) = rows(args)? else { return Ok(None) };
    let content = if args.data.is_some() { Arc::default() } else { labelled::content()? };
    let rules = Rules::new(&content, args.cost);
    let settings = args.encoder.settings()?;
    anyhow::ensure!(
        settings.understanding.parse.is_none(),
        "--cross-validation measures the built-in classifier, which [understanding.parse] stands in for: leave it out of the settings"
    );
    let embedder = prepared(Encoder::open(&settings)?.embedder(), texts(&rows))?;
    let bar = progress::bar(u64::from(args.folds), "cross-validating");
    let mut judged = Vec::new();
    for fold in train::folds(&rows, usize::from(args.folds), class) {
        let learn: Vec<Labelled> = fold.learn.iter().map(|row| rows[*row].clone()).collect();
        let model =
            train::fit(&labelled::rows(&learn), &*embedder, train::Settings::default(), &mut |_, _| {})?;
        // Rules and examples of the content have seen the rows that are held out, so the classifier stands alone.
        let bare = Content::default();
        let nlu = Nlu::new(&bare, Arc::default(), model, embedder.clone());
        let understand = |row: &usize| Prediction::new(&nlu.understand(&rows[*row].text, TODAY));
        judged.extend(fold.test.iter().map(|row| eval::judge(&rows[*row], understand(row), &rules)));
        bar.inc(1);
    }
    bar.finish_and_clear();
    let model = format!("cross-validation-{}", args.folds);
    Ok(Some(Measured { rows: judged, content, model, learned: None }))
}

/// An embedder that has the vectors of all texts ready, computed on all cores.
pub fn prepared<'t>(
    embedder: Arc<dyn Embedder>,
    texts: impl Iterator<Item = &'t str>,
) -> Result<Arc<dyn Embedder>, EmbedError> {
    let texts: Vec<String> = texts.map(|text| normalize(text).as_str().to_owned()).collect();
    let bar = progress::bar(texts.len() as u64, "embedding");
    let prepared = Prepared::new(embedder, texts, &|texts| bar.inc(texts as u64))?;
    bar.finish_and_clear();
    Ok(Arc::new(prepared))
}
