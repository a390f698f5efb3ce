//! What the page tells, as the template reads it.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{
    Look, Results,
    plot::{self, Histogram, Matrix, Risk},
};
use crate::{
    content::Content,
    domain::{Name, Neighbour},
    eval::{
        self, Action, Advice, Change, Comparison, Figure, Flip, Judged, LeakKind, Measured, Outcome, Record,
        Setup, Spread, cost_with, thresholds,
    },
};

/// Intents by name: in Chinese, and in English where there is a title.
pub type Titles = BTreeMap<Name, (String, Option<String>)>;

pub fn titles(content: &Content) -> Titles {
    let intents = content.intents.values();
    intents.map(|intent| (intent.name.clone(), (intent.title.clone(), intent.title_en.clone()))).collect()
}

/// Mix-ups told with what to do about them.
const ADVICE: usize = 12;

/// Messages told of each.
const MESSAGES: usize = 8;

/// Flips, or leaks, told; the files beside the page have all.
const ROWS: usize = 60;

#[derive(Serialize)]
pub struct View<'r> {
    rows: usize,
    right: usize,
    figures: BTreeMap<&'static str, Told>,
    chance: Option<[f64; 2]>,
    cost: String,
    outcomes: Vec<Part>,
    stages: Vec<Part>,
    advice: Vec<Advised<'r>>,
    more_advice: usize,
    risk: Risk,
    dots: Vec<plot::Dot>,
    histogram: Histogram,
    matrix: Matrix,
    intents: Vec<Scored>,
    saving: Option<[f64; 2]>,
    flips: Option<Flipped<'r>>,
    leaks: Option<Leaked<'r>>,
    learned_rows: Option<eval::LearnedRows>,
    content: &'r str,
    model: &'r str,
    titles: BTreeMap<&'r str, [&'r str; 2]>,
    /// There are no files beside it, and there is a console to lead to.
    in_console: bool,
}

#[derive(Serialize)]
struct Told {
    value: f64,
    low: f64,
    high: f64,
}

/// A share of all messages, and where it begins.
#[derive(Serialize)]
struct Part {
    name: &'static str,
    count: usize,
    share: f64,
    begin: f64,
    /// Of these.
    accuracy: Option<f64>,
}

#[derive(Serialize)]
struct Advised<'r> {
    action: Action,
    label: String,
    predicted: String,
    count: usize,
    back: usize,
    share: f64,
    near: usize,
    rivals: usize,
    sure: usize,
    rival: Option<&'r Neighbour>,
    messages: Vec<Message<'r>>,
    more: usize,
}

#[derive(Serialize)]
struct Message<'r> {
    text: &'r str,
    confidence: f32,
    outcome: Outcome,
}

#[derive(Serialize)]
struct Scored {
    name: String,
    support: usize,
    precision: f64,
    recall: f64,
    f1_score: f64,
    confused: Vec<(String, usize)>,
    threshold: Option<f32>,
    best_threshold: Option<f32>,
}

#[derive(Serialize)]
struct Flipped<'r> {
    worse: usize,
    better: usize,
    other: usize,
    same: usize,
    rows: Vec<FlippedRow<'r>>,
    more: usize,
}

#[derive(Serialize)]
struct FlippedRow<'r> {
    change: Change,
    before: &'r Record,
    after: &'r Record,
}

#[derive(Serialize)]
struct Leaked<'r> {
    exact: usize,
    near: usize,
    clean: usize,
    accuracy: Option<f64>,
    rows: Vec<LeakedRow<'r>>,
    more: usize,
}

#[derive(Serialize)]
struct LeakedRow<'r> {
    text: &'r str,
    learned: &'r str,
    kind: LeakKind,
    same_label: bool,
}

impl<'r> View<'r> {
    pub fn new(results: &Results<'r>, look: Look) -> Self {
        let Results { report, rows, cost, flips, leaks, titles } = *results;
        let figure = |figure| report.figures.get(figure);
        let told = |name: Figure| figure(name).map(|measured| (name.name(), Told::new(measured)));
        let now = figure(Figure::Coverage).zip(figure(Figure::PrecisionWhenAnswering));
        let mixups = eval::mixups(rows);
        let mut advice = eval::advice(rows);
        let more_advice = advice.len().saturating_sub(ADVICE);
        advice.truncate(ADVICE);
        let best = thresholds(rows, cost);
        let present = figure(Figure::CostPerMessage).map(|cost| cost.value);
        let titles =
            titles.iter().map(|(name, (zh, en))| (name.as_str(), [zh.as_str(), en.as_deref().unwrap_or(zh)]));
        Self {
            rows: rows.len(),
            right: rows.iter().filter(|row| row.right).count(),
            figures: Figure::ALL.into_iter().filter_map(told).collect(),
            chance: report.ece_by_chance,
            cost: report.cost.clone(),
            outcomes: outcomes(rows),
            stages: stages(results),
            advice: advice.into_iter().map(advised).collect(),
            more_advice,
            risk: plot::risk(
                &eval::risk_coverage(rows),
                now.map(|(coverage, precision)| [coverage.value, 1.0 - precision.value]),
            ),
            dots: plot::reliability(&eval::bins(rows)),
            histogram: plot::histogram(rows),
            matrix: plot::matrix(rows, &mixups),
            intents: scored(results, &best),
            saving: present.zip(cost_with(rows, cost, &best)).map(|(now, then)| [now, then]),
            flips: flips.map(|flips| Flipped {
                worse: flips.worse,
                better: flips.better,
                other: flips.other,
                same: flips.same,
                rows: flips.flips.iter().take(ROWS).map(flipped).collect(),
                more: flips.flips.len().saturating_sub(ROWS),
            }),
            leaks: leaks.map(|leaks| Leaked {
                exact: leaks.exact,
                near: leaks.near,
                clean: leaks.clean,
                accuracy: leaks.accuracy_without,
                rows: leaks.rows.iter().take(ROWS).map(leaked).collect(),
                more: leaks.rows.len().saturating_sub(ROWS),
            }),
            learned_rows: report.learned_rows,
            content: &report.content,
            model: &report.model,
            titles: titles.collect(),
            in_console: match look {
                Look::File => false,
                Look::Console(_) => true,
            },
        }
    }
}

impl Told {
    fn new(Measured { value, interval: [low, high] }: Measured) -> Self {
        Self { value, low, high }
    }
}

fn outcomes(rows: &[Judged]) -> Vec<Part> {
    let all = [Outcome::Right, Outcome::Asked, Outcome::Abstained, Outcome::Wrong];
    let count = |outcome| rows.iter().filter(|row| row.outcome == outcome).count();
    parts(all.into_iter().map(|outcome| (outcome.as_str(), count(outcome), None)), rows.len())
}

fn stages(results: &Results<'_>) -> Vec<Part> {
    let of_stage = results.report.by_stage.iter().map(|(stage, score)| {
        let count = (score.share * results.rows.len() as f64).round() as usize;
        (*stage, count, Some(score.accuracy))
    });
    parts(of_stage, results.rows.len())
}

fn parts(counts: impl Iterator<Item = (&'static str, usize, Option<f64>)>, all: usize) -> Vec<Part> {
    let mut begin = 0.0;
    let part = |(name, count, accuracy)| {
        let share = count as f64 / all.max(1) as f64;
        begin += share;
        Part { name, count, share, begin: begin - share, accuracy }
    };
    counts.map(part).collect()
}

fn advised(advice: Advice<'_>) -> Advised<'_> {
    let Advice { action, mixup, back, share, near: (near, rivals), sure, rival } = advice;
    let messages = mixup.rows.iter().take(MESSAGES).map(|row| Message {
        text: &row.text,
        confidence: row.prediction.confidence,
        outcome: row.outcome,
    });
    Advised {
        action,
        label: mixup.label.to_string(),
        predicted: mixup.predicted.to_string(),
        count: mixup.rows.len(),
        back,
        share,
        near,
        rivals,
        sure,
        rival,
        messages: messages.collect(),
        more: mixup.rows.len().saturating_sub(MESSAGES),
    }
}

fn scored(results: &Results<'_>, best: &BTreeMap<Name, f32>) -> Vec<Scored> {
    let score = |(name, score): (&Name, &eval::IntentScore)| Scored {
        name: name.to_string(),
        support: score.support,
        precision: score.precision,
        recall: score.recall,
        f1_score: score.f1_score,
        confused: score.confused_with.iter().map(|one| (one.intent.to_string(), one.count)).collect(),
        threshold: score.threshold,
        best_threshold: best.get(name).copied(),
    };
    results.report.intents.iter().map(score).collect()
}

fn flipped(flip: &Flip) -> FlippedRow<'_> {
    FlippedRow { change: flip.change, before: &flip.before, after: &flip.after }
}

fn leaked(leak: &eval::Leak) -> LeakedRow<'_> {
    LeakedRow { text: &leak.text, learned: &leak.learned, kind: leak.kind, same_label: leak.same_label }
}

/// A comparison as its template reads it.
#[derive(Serialize)]
pub struct Compared<'c> {
    rows: usize,
    held_out: usize,
    runs: u64,
    best: Best<'c>,
    gain: Option<Gain>,
    setups: &'c [Setup],
    lines: Vec<plot::Line<'c>>,
    ticks: Vec<plot::Tick>,
    marks: Vec<plot::Tick>,
}

#[derive(Serialize)]
struct Best<'c> {
    name: &'c str,
    accuracy: Option<&'c Spread>,
}

/// What the last share of examples brought to the best setup.
#[derive(Serialize)]
struct Gain {
    from: u8,
    to: u8,
    points: f64,
}

impl<'c> Compared<'c> {
    pub fn new(comparison: &'c Comparison) -> Self {
        let Comparison { rows, held_out, runs, setups } = comparison;
        let best = comparison.best();
        let gain = best.and_then(|(setup, last)| {
            let before = setup.points.iter().rev().nth(1)?;
            let points = last.accuracy.mean - before.accuracy.mean;
            Some(Gain { from: before.percentage, to: last.percentage, points })
        });
        let (lines, ticks, marks) = plot::learning(setups);
        Self {
            rows: *rows,
            held_out: *held_out,
            runs: *runs,
            best: Best {
                name: best.map_or("", |(setup, _)| &setup.name),
                accuracy: best.map(|(_, level)| &level.accuracy),
            },
            gain,
            setups,
            lines,
            ticks,
            marks,
        }
    }
}
