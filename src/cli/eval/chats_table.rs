//! The report of replayed chats on the terminal.

use std::io::{self, Write};

use comfy_table::{Table, presets};
use owo_colors::{OwoColorize, Stream, Style};

use crate::eval::{
    Change, ChatResults,
    chats::{ChatFigure, ChatFlip, ChatFlips, Doing, Ending, JudgedChat, Verdict},
};

/// Conversations shown.
const WORST: usize = 8;

/// Flips shown; flips.json has all.
const FLIPS: usize = 20;

/// Labels shown that mean nothing here.
const LABELS: usize = 8;

/// Characters of a message.
const SHORT: usize = 36;

/// # Errors
/// When nothing can be written any more.
pub fn print(results: &ChatResults<'_>, out: &mut impl Write) -> io::Result<()> {
    let ChatResults { report, chats, flips, .. } = *results;
    let mut table = table();
    table.add_row(["conversations, messages", &format!("{}, {}", report.conversations, report.turns), ""]);
    for figure in ChatFigure::ALL {
        let (name, of) = (words(figure), report.figures.of(figure));
        let Some(measured) = report.figures.get(figure) else { continue };
        let [low, high] = measured.interval;
        let (value, of) = if figure == ChatFigure::CostPerConversation {
            (format!("{:.2} ({low:.2} to {high:.2})", measured.value), format!("at {}", report.cost))
        } else {
            let percent = |share: f64| 100.0 * share;
            let value =
                format!("{:.1} % ({:.1} to {:.1})", percent(measured.value), percent(low), percent(high));
            (value, format!("{} of {}", of.part, of.whole))
        };
        table.add_row([name, &value, &of]);
    }
    writeln!(out, "{table}")?;
    let doings: Vec<String> = Doing::ALL
        .iter()
        .filter_map(|doing| report.doings.get(doing.as_str()).map(|count| (doing.as_str(), count)))
        .map(|(doing, count)| format!("{doing} {count}"))
        .collect();
    writeln!(out, "messages: {}", doings.join(", "))?;
    if !report.reasons.is_empty() {
        writeln!(out, "handovers: {}", most(report.reasons.iter()).join(", "))?;
    }
    if !report.unknown_labels.is_empty() {
        let labels = most(report.unknown_labels.iter());
        let more = labels.len().saturating_sub(LABELS);
        let shown = labels[..labels.len() - more].join(", ");
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        writeln!(out, "labels that mean nothing here (--labels says what they mean): {shown}{more}")?;
    }
    worst(chats, out)?;
    match flips {
        Some(flips) => print_flips(flips, out),
        None => Ok(()),
    }
}

fn words(figure: ChatFigure) -> &'static str {
    match figure {
        ChatFigure::Containment => "containment",
        ChatFigure::WithoutPerson => "without a person, right or wrong",
        ChatFigure::AnsweredTurns => "messages answered",
        ChatFigure::Judged => "answers that labels can judge",
        ChatFigure::WrongAnswers => "wrong answers, of those",
        ChatFigure::WrongConversations => "conversations with one",
        ChatFigure::Handoffs => "conversations handed over",
        ChatFigure::NeedlessHandoffs => "needless handovers",
        ChatFigure::MissedHandoffs => "missed handovers",
        ChatFigure::Questions => "questions back",
        ChatFigure::CostPerConversation => "cost a conversation",
        ChatFigure::Changed => "conversations otherwise than then",
    }
}

fn most<'n>(counts: impl Iterator<Item = (&'n String, &'n usize)>) -> Vec<String> {
    let mut counts: Vec<_> = counts.collect();
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
    counts.into_iter().map(|(name, count)| format!("{name} {count}")).collect()
}

/// The dearest conversations, with the first message that went wrong.
fn worst(chats: &[JudgedChat], out: &mut impl Write) -> io::Result<()> {
    let mut worst: Vec<&JudgedChat> = chats
        .iter()
        .filter(|chat| matches!(chat.ending, Ending::Wrong | Ending::Missed | Ending::Needless))
        .collect();
    worst.sort_by(|a, b| b.cost.total_cmp(&a.cost));
    if worst.is_empty() {
        return Ok(());
    }
    let mut table = table();
    table.set_header(["conversation", "cost", "", "message", "label", "bot"]);
    for chat in worst.into_iter().take(WORST) {
        let bad = |verdict: &Verdict| matches!(verdict, Verdict::Wrong | Verdict::Missed | Verdict::Needless);
        let Some(turn) = chat.verdicts.iter().position(bad) else { continue };
        let (said, now) = (&chat.chat.turns[turn], &chat.replayed.turns[turn]);
        table.add_row([
            chat.chat.id.as_str(),
            &format!("{:.0}", chat.cost),
            chat.verdicts[turn].as_str(),
            &short(&said.user),
            said.intent.as_deref().unwrap_or("–"),
            now.did.intent.as_ref().map_or("–", |intent| intent.as_str()),
        ]);
    }
    writeln!(out, "\nworst conversations (chats.html has them whole)\n{table}")
}

fn print_flips(flips: &ChatFlips, out: &mut impl Write) -> io::Result<()> {
    let ChatFlips { worse, better, other, same, added, gone, flips: changed } = flips;
    writeln!(
        out,
        "\nagainst the baseline: {worse} conversations worse, {better} better, {other} otherwise, {same} as before, {added} new, {gone} gone"
    )?;
    if changed.is_empty() {
        return Ok(());
    }
    let mut table = table();
    table.set_header(["", "conversation", "message", "before", "now"]);
    for flip in changed.iter().take(FLIPS) {
        let ChatFlip { change, id, turns, .. } = flip;
        let (word, style) = match change {
            Change::Worse => ("worse", Style::new().red()),
            Change::Better => ("better", Style::new().green()),
            Change::Other => ("other", Style::new()),
        };
        let word = word.if_supports_color(Stream::Stdout, |text| text.style(style)).to_string();
        let Some(first) = turns.first() else { continue };
        let said = |did: &crate::eval::chats::Did| {
            format!("{} {}", did.doing.as_str(), did.intent.as_ref().map_or("", |intent| intent.as_str()))
        };
        table.add_row([&word, id, &short(&first.user), &said(&first.before), &said(&first.after)]);
    }
    writeln!(out, "{table}")?;
    match changed.len().saturating_sub(FLIPS) {
        0 => Ok(()),
        more => writeln!(out, "and {more} more in flips.json"),
    }
}

fn table() -> Table {
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    table
}

fn short(text: &str) -> String {
    text.replace('\n', " ").chars().take(SHORT).collect()
}
