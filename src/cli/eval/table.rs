//! The report on the terminal.

use std::{
    collections::BTreeMap,
    io::{self, Write},
};

use comfy_table::{Table, presets};

use crate::{
    content::labelled::OUT_OF_SCOPE,
    domain::Name,
    eval::{Judged, Report},
};

/// Confusions shown, each with an example.
const WORST: usize = 12;

pub(super) fn print(report: &Report, rows: &[Judged], out: &mut impl Write) -> io::Result<()> {
    let percent =
        |share: Option<f64>| share.map_or_else(|| "–".into(), |share| format!("{:.1} %", 100.0 * share));
    let interval = report
        .accuracy_ci95
        .map_or_else(String::new, |[low, high]| format!(" ({:.1} to {:.1})", 100.0 * low, 100.0 * high));
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    table.add_row(["rows", &report.n.to_string()]);
    table.add_row(["accuracy", &format!("{}{interval}", percent(report.accuracy))]);
    table.add_row(["in scope", &percent(report.in_scope_accuracy)]);
    table.add_row([
        "out of scope: recall, precision",
        &both(percent(report.oos_recall), percent(report.oos_precision)),
    ]);
    table.add_row(["F1: macro, weighted", &both(percent(report.macro_f1), percent(report.weighted_f1))]);
    table.add_row([
        "coverage, precision",
        &both(percent(report.coverage), percent(report.precision_when_answering)),
    ]);
    table.add_row(["calibration error", &percent(report.ece)]);
    for (stage, score) in &report.by_stage {
        table.add_row([
            &format!("by {stage}: share, accuracy"),
            &both(percent(Some(score.share)), percent(Some(score.accuracy))),
        ]);
    }
    writeln!(out, "{table}")?;
    let confusions = confusions(rows);
    if confusions.is_empty() {
        return Ok(());
    }
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    table.set_header(["rows", "label", "understood as", "for example"]);
    for ((label, predicted), texts) in confusions.iter().take(WORST) {
        let example: String = texts[0].chars().take(40).collect();
        table.add_row([&texts.len().to_string(), label.as_str(), predicted.as_str(), &example]);
    }
    writeln!(out, "\nworst confusions\n{table}")
}

fn both(a: String, b: String) -> String {
    format!("{a}, {b}")
}

/// Label and prediction of the wrong rows, most frequent first.
fn confusions(rows: &[Judged]) -> Vec<((Name, Name), Vec<&str>)> {
    let mut all: BTreeMap<(Name, Name), Vec<&str>> = BTreeMap::new();
    let name = |name: &Option<Name>| name.clone().unwrap_or_else(|| OUT_OF_SCOPE.into());
    for row in rows.iter().filter(|row| !row.right) {
        all.entry((name(&row.label), name(&row.prediction.intent))).or_default().push(&row.text);
    }
    let mut all: Vec<_> = all.into_iter().collect();
    all.sort_by(|a, b| b.1.len().cmp(&a.1.len()).then_with(|| a.0.cmp(&b.0)));
    all
}
