//! What the page of replayed chats tells, as the template reads it.

use std::collections::BTreeMap;

use serde::Serialize;

use super::Titles;
use crate::eval::chats::{ChatFigure, ChatFlips, ChatRow, ChatsReport, Doing, Ending, JudgedChat, Verdict};

/// Conversations shown, worst first.
const WORST: usize = 30;

/// Turns shown of one; more stand in chats.jsonl.
const TURNS: usize = 40;

/// Flips shown; flips.json has all.
const FLIPS: usize = 60;

/// What there is to be told of replayed chats.
pub struct ChatResults<'r> {
    pub report: &'r ChatsReport,
    pub chats: &'r [JudgedChat],
    /// Against a baseline.
    pub flips: Option<&'r ChatFlips>,
    pub titles: &'r Titles,
}

#[derive(Serialize)]
pub struct View<'r> {
    report: &'r ChatsReport,
    figures: BTreeMap<&'static str, Told>,
    endings: Vec<Share>,
    doings: Vec<Share>,
    reasons: Vec<(&'r str, usize)>,
    worst: Vec<Shown>,
    more: usize,
    flips: Option<Flipped<'r>>,
    titles: BTreeMap<&'r str, [&'r str; 2]>,
}

#[derive(Serialize)]
struct Told {
    value: f64,
    low: f64,
    high: f64,
    part: f64,
    whole: f64,
}

/// A share of all, and where it begins.
#[derive(Serialize)]
struct Share {
    name: &'static str,
    count: usize,
    share: f64,
    begin: f64,
}

/// A conversation around what went wrong.
#[derive(Serialize)]
struct Shown {
    stars: Option<u8>,
    row: ChatRow,
    /// Turns left out in front and behind.
    before: usize,
    after: usize,
}

#[derive(Serialize)]
struct Flipped<'r> {
    #[serde(flatten)]
    all: &'r ChatFlips,
    more: usize,
}

impl<'r> View<'r> {
    pub fn new(results: &ChatResults<'r>) -> Self {
        let ChatResults { report, chats, flips, titles } = *results;
        let told = |figure: ChatFigure| {
            let measured = report.figures.get(figure)?;
            let (part, [low, high]) = (report.figures.of(figure), measured.interval);
            Some((
                figure.name(),
                Told { value: measured.value, low, high, part: part.part, whole: part.whole },
            ))
        };
        let mut worst: Vec<&JudgedChat> =
            chats.iter().filter(|chat| chat.ending != Ending::Contained).collect();
        worst.sort_by(|a, b| b.cost.total_cmp(&a.cost).then_with(|| a.ending.cmp(&b.ending)));
        let titles =
            titles.iter().map(|(name, (zh, en))| (name.as_str(), [zh.as_str(), en.as_deref().unwrap_or(zh)]));
        let mut reasons: Vec<(&str, usize)> =
            report.reasons.iter().map(|(reason, count)| (reason.as_str(), *count)).collect();
        reasons.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        Self {
            report,
            figures: ChatFigure::ALL.into_iter().filter_map(told).collect(),
            endings: shares(Ending::ALL.iter().map(|ending| ending.as_str()), &report.endings),
            doings: shares(Doing::ALL.iter().map(|doing| doing.as_str()), &report.doings),
            reasons,
            more: worst.len().saturating_sub(WORST),
            worst: worst.into_iter().take(WORST).map(shown).collect(),
            flips: flips.map(|all| Flipped { all, more: all.flips.len().saturating_sub(FLIPS) }),
            titles: titles.collect(),
        }
    }
}

/// Short ones whole; of a long one what lies around the first thing that went wrong.
fn shown(chat: &JudgedChat) -> Shown {
    let mut row = ChatRow::new(chat);
    let is_bad = |verdict: &Verdict| {
        matches!(verdict, Verdict::Wrong | Verdict::Missed | Verdict::Needless | Verdict::HandedOver)
    };
    let first = chat.verdicts.iter().position(is_bad).unwrap_or_default();
    let all = row.turns.len();
    let before = first.saturating_sub(TURNS / 4).min(all.saturating_sub(TURNS));
    row.turns.drain(..before);
    row.turns.truncate(TURNS);
    Shown { stars: chat.chat.stars, before, after: all - before - row.turns.len(), row }
}

fn shares(names: impl Iterator<Item = &'static str>, counts: &BTreeMap<&'static str, usize>) -> Vec<Share> {
    let all = counts.values().sum::<usize>().max(1) as f64;
    let mut begin = 0.0;
    let share = |name| {
        let count = counts.get(name).copied().unwrap_or_default();
        let share = Share { name, count, share: count as f64 / all, begin };
        begin += share.share;
        share
    };
    names.map(share).collect()
}
