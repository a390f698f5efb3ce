//! The files of the results.

use std::{fs, path::Path};

use anyhow::Context;
use serde::Serialize;

use crate::eval::{self, ChatResults, Comparison, Look, Results, chats};

/// # Errors
/// When one cannot be written.
pub fn write(dir: &Path, results: &Results<'_>) -> anyhow::Result<()> {
    let Results { report, rows, cost, flips, leaks, titles: _ } = *results;
    let put = folder(dir)?;
    put("report.json", &json(report)?)?;
    put("intent_report.json", &json(&eval::intents(report))?)?;
    put("intent_errors.json", &json(&eval::errors(rows))?)?;
    put("intent_successes.json", &json(&eval::successes(rows))?)?;
    put("intent_confusion_matrix.png", &eval::confusion_matrix_png(rows)?)?;
    put("intent_histogram.png", &eval::histogram_png(rows)?)?;
    put("predictions.jsonl", eval::predictions(rows)?.as_bytes())?;
    put("risk_coverage.csv", eval::risk_coverage_csv(&eval::risk_coverage(rows)).as_bytes())?;
    put("calibration.csv", eval::calibration_csv(rows).as_bytes())?;
    put("thresholds.yml", eval::thresholds_yml(rows, cost).as_bytes())?;
    put("junit.xml", eval::junit(rows).as_bytes())?;
    put("report.html", eval::page(results, Look::File)?.as_bytes())?;
    // What an earlier run left would speak of other results.
    match flips {
        Some(flips) => put("flips.json", &json(flips)?)?,
        None => remove(&dir.join("flips.json"))?,
    }
    match leaks {
        Some(leaks) => put("leaks.json", &json(leaks)?),
        None => remove(&dir.join("leaks.json")),
    }
}

/// # Errors
/// When one cannot be written.
pub fn write_comparison(dir: &Path, comparison: &Comparison) -> anyhow::Result<()> {
    let put = folder(dir)?;
    put("comparison.json", &json(comparison)?)?;
    put("learning_curve.csv", comparison.csv().as_bytes())?;
    put("comparison.html", eval::comparison_page(comparison)?.as_bytes())
}

/// # Errors
/// When one cannot be written.
pub fn write_chats(dir: &Path, results: &ChatResults<'_>) -> anyhow::Result<()> {
    let put = folder(dir)?;
    let report = json(results.report)?;
    put("chats.json", &report)?;
    // By the name that every `eval` gives its figures.
    put("report.json", &report)?;
    put("chats.jsonl", chats::rows(results.chats)?.as_bytes())?;
    put("chats.html", eval::chats_page(results)?.as_bytes())?;
    match results.flips {
        Some(flips) => put("flips.json", &json(flips)?),
        None => remove(&dir.join("flips.json")),
    }
}

/// Makes the folder; what comes back writes a file in it.
fn folder(dir: &Path) -> anyhow::Result<impl Fn(&str, &[u8]) -> anyhow::Result<()>> {
    fs::create_dir_all(dir).with_context(|| format!("cannot create {}", dir.display()))?;
    Ok(|name: &str, bytes: &[u8]| {
        let file = dir.join(name);
        fs::write(&file, bytes).with_context(|| format!("cannot write {}", file.display()))
    })
}

fn json(value: &impl Serialize) -> serde_json::Result<Vec<u8>> {
    let mut text = serde_json::to_string_pretty(value)?;
    text.push('\n');
    Ok(text.into_bytes())
}

fn remove(file: &Path) -> anyhow::Result<()> {
    match fs::remove_file(file) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("cannot remove {}", file.display()))
        }
        Ok(()) | Err(_) => Ok(()),
    }
}
