//! The report on the terminal.

use std::io::{self, Write};

use comfy_table::{Table, presets};
use owo_colors::{OwoColorize, Stream, Style};

use crate::eval::{self, Brought, Change, Figure, Flips, Leaks, LearnedRows, Measured, Record, Results};

/// Confusions shown, each with an example.
const WORST: usize = 12;

/// Flips shown; flips.json has all.
const FLIPS: usize = 30;

/// Characters of a message.
const SHORT: usize = 40;

/// # Errors
/// When nothing can be written any more.
pub fn print(results: &Results<'_>, out: &mut impl Write) -> io::Result<()> {
    let Results { report, rows, leaks, .. } = *results;
    let figure = |figure| report.figures.get(figure);
    let mut table = table();
    table.add_row(["rows", &report.n.to_string()]);
    table.add_row(["accuracy", &percent(figure(Figure::Accuracy))]);
    table.add_row(["in scope", &percent(figure(Figure::InScopeAccuracy))]);
    if figure(Figure::OosRecall).is_some() {
        table.add_row(["out of scope: recall", &percent(figure(Figure::OosRecall))]);
        table.add_row(["out of scope: precision", &percent(figure(Figure::OosPrecision))]);
    }
    table.add_row(["F1: macro", &percent(figure(Figure::MacroF1))]);
    table.add_row(["F1: weighted", &percent(figure(Figure::WeightedF1))]);
    table.add_row(["coverage", &percent(figure(Figure::Coverage))]);
    table.add_row(["precision when answering", &percent(figure(Figure::PrecisionWhenAnswering))]);
    let chance = report
        .ece_by_chance
        .map_or_else(String::new, |[_, high]| format!("; up to {:.1} % may be chance", 100.0 * high));
    table.add_row(["calibration error", &format!("{}{chance}", percent(figure(Figure::Ece)))]);
    let cost = figure(Figure::CostPerMessage).map_or_else(
        || "–".into(),
        |Measured { value, interval: [low, high] }| format!("{value:.2} ({low:.2} to {high:.2})"),
    );
    table.add_row([&format!("cost per message at {}", report.cost), &cost]);
    for (stage, score) in &report.by_stage {
        table.add_row([
            &format!("by {stage}: share, accuracy"),
            &format!("{:.1} %, {:.1} %", 100.0 * score.share, 100.0 * score.accuracy),
        ]);
    }
    writeln!(out, "{table}")?;
    if let Some(Leaks { exact, near, clean, accuracy_without: Some(accuracy), .. }) =
        leaks.filter(|leaks| !leaks.rows.is_empty())
    {
        writeln!(
            out,
            "{exact} rows are among the examples, {near} nearly so (leaks.json): accuracy over the other {clean} is {:.1} %",
            100.0 * accuracy
        )?;
    }
    if let Some(LearnedRows { rows, brought }) = report.learned_rows {
        match brought {
            Some(Brought { accuracy_with, accuracy_without, better, worse }) => writeln!(
                out,
                "{rows} rows were learned from people: {:.1} % accuracy with them, {:.1} % without; {better} messages better, {worse} worse",
                100.0 * accuracy_with,
                100.0 * accuracy_without,
            )?,
            None => {
                writeln!(out, "{rows} rows were learned from people; --learned-rows says what they brought")?
            }
        }
    }
    let mixups = eval::mixups(rows);
    if mixups.is_empty() {
        return Ok(());
    }
    let mut table = self::table();
    table.set_header(["rows", "label", "understood as", "for example"]);
    for mixup in mixups.iter().take(WORST) {
        let (label, predicted) = (mixup.label.as_str(), mixup.predicted.as_str());
        let example = mixup.rows.first().map_or_else(String::new, |row| short(&row.text));
        table.add_row([&mixup.rows.len().to_string(), label, predicted, &example]);
    }
    writeln!(out, "\nworst confusions\n{table}")
}

/// # Errors
/// When nothing can be written any more.
pub fn print_flips(flips: &Flips, out: &mut impl Write) -> io::Result<()> {
    let Flips { worse, better, other, same, added, gone, flips: changed } = flips;
    writeln!(
        out,
        "\nagainst the baseline: {worse} worse, {better} better, {other} otherwise, {same} as before, {added} new, {gone} gone"
    )?;
    if changed.is_empty() {
        return Ok(());
    }
    let mut table = table();
    table.set_header(["", "label", "before", "now", "message"]);
    for flip in changed.iter().take(FLIPS) {
        let (word, style) = match flip.change {
            Change::Worse => ("worse", Style::new().red()),
            Change::Better => ("better", Style::new().green()),
            Change::Other => ("other", Style::new()),
        };
        let word = word.if_supports_color(Stream::Stdout, |text| text.style(style)).to_string();
        let label = flip.after.label.as_ref().map_or("out_of_scope", |label| label.as_str());
        table.add_row([&word, label, &said(&flip.before), &said(&flip.after), &short(&flip.after.text)]);
    }
    writeln!(out, "{table}")?;
    match changed.len().saturating_sub(FLIPS) {
        0 => Ok(()),
        more => writeln!(out, "and {more} more in flips.json"),
    }
}

fn said(record: &Record) -> String {
    let intent = record.intent.as_ref().map_or("nothing", |intent| intent.as_str());
    format!("{intent} ({:.2}, {})", record.confidence, record.outcome.as_str())
}

fn table() -> Table {
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    table
}

fn short(text: &str) -> String {
    text.chars().take(SHORT).collect()
}

fn percent(measured: Option<Measured>) -> String {
    let of = |Measured { value, interval: [low, high] }| {
        format!("{:.1} % ({:.1} to {:.1})", 100.0 * value, 100.0 * low, 100.0 * high)
    };
    measured.map_or_else(|| "–".into(), of)
}
