//! Asks the engine about every row.

use std::{
    collections::{BTreeMap, BTreeSet},
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
    content::{self, Content, labelled::Labelled},
    domain::{Name, ServiceTrace},
    eval::{self, Brought, Judged, LearnedRows, Prediction, Rules},
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
    pub learned_rows: Option<LearnedRows>,
}

/// Up to so many examples, what learned rows brought is measured unasked: learning again takes seconds then.
const CHEAP: usize = 5_000;

/// Labels that the model does not have, told one by one.
const UNKNOWN_TOLD: usize = 8;

/// What a model makes of the rows; `None` when they have faults.
pub fn with_model(args: &Args) -> anyhow::Result<Option<Measured>> {
    let Some(path) = &args.data else { return Ok(None) };
    let Some(rows) = labelled::read(path)? else { return Ok(None) };
    let model = labelled::model(&args.model)?;
    let content = content_of(&model, args)?;
    tell_of_unknown(&rows, &model, &content)?;
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
    let untaught = without_learned_rows(&content, args);
    let mut without = untaught.as_ref().map(|content| untaught_nlu(content, &embedder)).transpose()?;
    let mut nlu = Nlu::new(&content, Arc::new(Graph::new(&content)), model, embedder);
    let mut made_by = fingerprint;
    if let Some(service) = engines.service {
        nlu = nlu.with_service(service.clone());
        without = without.map(|nlu| nlu.with_service(service));
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
    let judge = |nlu: &Nlu, row| eval::judge(row, Prediction::new(&nlu.understand(&row.text, TODAY)), &rules);
    let without = without.map(|nlu| rows.iter().map(|row| judge(&nlu, row)).collect::<Vec<_>>());
    let learned_rows = told(&content, &judged, without.as_deref());
    if unanswered > 0 {
        let of = judged.len();
        writeln!(
            io::stderr().lock(),
            "understanding.parse gave no good answer to {unanswered} of {of} messages: the built-in classifier ranked those"
        )?;
    }
    Ok(Some(Measured { rows: judged, content, model: made_by, learned, learned_rows }))
}

/// Names labels that nothing can come out as: slips of the pen, or rows that were labelled for another model.
fn tell_of_unknown(rows: &[Labelled], model: &Model, content: &Content) -> io::Result<()> {
    let known: BTreeSet<&str> =
        model.metadata.classes.iter().chain(content.intents.keys()).map(Name::as_str).collect();
    let mut unknown: BTreeMap<&str, usize> = BTreeMap::new();
    for name in
        rows.iter().filter_map(|row| row.intent.as_ref()).filter(|name| !known.contains(name.as_str()))
    {
        *unknown.entry(name.as_str()).or_default() += 1;
    }
    let mut notes = io::stderr().lock();
    for (name, rows) in unknown.iter().take(UNKNOWN_TOLD) {
        let near = content::suggest(name, known.iter().copied());
        writeln!(
            notes,
            "`{name}` is no intent of the model: rows with this label ({rows}) count as wrong{near}"
        )?;
    }
    match unknown.len().saturating_sub(UNKNOWN_TOLD) {
        0 => Ok(()),
        more => writeln!(notes, "… and {more} more labels that it does not have"),
    }
}

/// How many rows people gave, and what these brought where the same messages were judged without them, too.
fn told(content: &Content, with: &[Judged], without: Option<&[Judged]>) -> Option<LearnedRows> {
    LearnedRows::new(content, without.and_then(|without| Brought::new(with, without)))
}

/// The content as it would be without them, where what they brought is to be measured.
fn without_learned_rows(content: &Content, args: &Args) -> Option<Content> {
    let examples: usize = content.intents.values().map(|intent| intent.examples.len()).sum();
    if LearnedRows::new(content, None).is_none() || examples > CHEAP && !args.learned_rows {
        return None;
    }
    let mut content = content.clone();
    for intent in content.intents.values_mut() {
        intent.examples.retain(|example| example.source.is_none());
    }
    Some(content)
}

fn untaught_nlu(content: &Content, embedder: &Arc<dyn Embedder>) -> anyhow::Result<Nlu> {
    let rows = train::examples(content);
    let model = train::fit(&rows, &**embedder, train::Settings::default(), &mut |_, _| {})?;
    Ok(Nlu::new(content, Arc::new(Graph::new(content)), model, embedder.clone()))
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
    let label = |row: &train::Row| Labelled::new(row.text.clone(), Some(row.intent.as_str()), Vec::new());
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
    let taught = taught_by_people(args, &content);
    let measures_both = without_learned_rows(&content, args).is_some();
    let (mut judged, mut without) = (Vec::new(), Vec::new());
    for fold in train::folds(&rows, usize::from(args.folds), class) {
        let judge = |learn: &mut dyn Iterator<Item = &usize>| -> anyhow::Result<Vec<Judged>> {
            let learn: Vec<Labelled> = learn.map(|row| rows[*row].clone()).collect();
            let model =
                train::fit(&labelled::rows(&learn), &*embedder, train::Settings::default(), &mut |_, _| {})?;
            // Rules and examples of the content have seen the rows that are held out, so the classifier stands alone.
            let nlu = Nlu::new(&Content::default(), Arc::default(), model, embedder.clone());
            let understand = |row: &usize| Prediction::new(&nlu.understand(&rows[*row].text, TODAY));
            Ok(fold.test.iter().map(|row| eval::judge(&rows[*row], understand(row), &rules)).collect())
        };
        judged.extend(judge(&mut fold.learn.iter())?);
        if measures_both {
            without.extend(judge(&mut fold.learn.iter().filter(|row| !taught[**row]))?);
        }
        bar.inc(1);
    }
    bar.finish_and_clear();
    let model = format!("cross-validation-{}", args.folds);
    let learned_rows = told(&content, &judged, measures_both.then_some(&without[..]));
    Ok(Some(Measured { rows: judged, content, model, learned: None, learned_rows }))
}

/// Which of the content's examples, in the order of [`rows`], people gave; none of other rows.
fn taught_by_people(args: &Args, content: &Content) -> Vec<bool> {
    match args.data {
        Some(_) => Vec::new(),
        None => {
            let examples = content.intents.values().flat_map(|intent| &intent.examples);
            examples.map(|example| example.source.is_some()).collect()
        }
    }
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
