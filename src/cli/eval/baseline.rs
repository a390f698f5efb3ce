//! The results that new ones are held against.

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
};

use anyhow::Context;

use super::table;
use crate::{
    cli::Exit,
    eval::{self, Figure, Flips, Judged, Record, Report},
    train::Cost,
};

pub struct Baseline {
    path: PathBuf,
    accuracy: f64,
    /// `None` where only a report was kept.
    records: Option<Vec<Record>>,
}

impl Baseline {
    /// Reads a folder of results, or a report.json on its own.
    ///
    /// # Errors
    /// When there is no report, or what is there is none.
    pub fn read(path: &Path) -> anyhow::Result<Self> {
        #[derive(serde::Deserialize)]
        struct Kept {
            accuracy: f64,
        }
        let is_folder = path.is_dir();
        let report = if is_folder { path.join("report.json") } else { path.to_owned() };
        let text =
            fs::read_to_string(&report).with_context(|| format!("cannot read {}", report.display()))?;
        let kept: Kept =
            serde_json::from_str(&text).with_context(|| format!("{} is no report", report.display()))?;
        let predictions = report.with_file_name("predictions.jsonl");
        let records = if is_folder || (report.ends_with("report.json") && predictions.exists()) {
            Some(records(&predictions)?)
        } else {
            None
        };
        Ok(Self { path: path.to_owned(), accuracy: kept.accuracy, records })
    }

    /// What came out otherwise; `None` where nobody knows what came out then.
    pub fn flips(&self, rows: &[Judged], cost: Cost) -> Option<Flips> {
        self.records.clone().map(|before| eval::flips(before, rows, cost))
    }

    /// Tells the difference; accuracy that fell by more than `tolerance` is a finding.
    ///
    /// # Errors
    /// When nothing can be written any more.
    pub fn compare(
        &self,
        report: &Report,
        flips: Option<&Flips>,
        tolerance: f64,
        out: &mut impl Write,
    ) -> anyhow::Result<Exit> {
        if let Some(flips) = flips {
            table::print_flips(flips, out)?;
        }
        let accuracy = report.figures.get(Figure::Accuracy).map_or(0.0, |accuracy| accuracy.value);
        let fell = accuracy < self.accuracy - tolerance;
        let verdict = if fell { "fell by more than" } else { "is within" };
        let (before, path) = (self.accuracy, self.path.display());
        writeln!(out, "accuracy {accuracy:.4} {verdict} {tolerance} of the baseline {before:.4} ({path})")?;
        Ok(if fell { Exit::Findings } else { Exit::Done })
    }
}

fn records(file: &Path) -> anyhow::Result<Vec<Record>> {
    let text = fs::read_to_string(file).with_context(|| {
        format!("cannot read {}: --baseline takes a folder that `xiaoer eval --out` wrote", file.display())
    })?;
    let record = |(number, line): (usize, &str)| {
        serde_json::from_str(line)
            .with_context(|| format!("{}:{}:1 is no prediction", file.display(), number + 1))
    };
    text.lines().enumerate().map(record).collect()
}
