//! What was measured, and how it is told.

use std::fmt;

use serde::{Serialize, Serializer};

use crate::{
    content::Content,
    domain::Language,
    eval::{self, Judged, Leaks, LearnedRows, Look, Report, Results, Titles},
    train::{self, Cost},
};

/// A version's labelled rows, judged: the same figures as those of `xiaoer eval`.
pub struct Measured {
    report: Report,
    rows: Vec<Judged>,
    leaks: Leaks,
    titles: Titles,
}

impl Measured {
    /// `model` is its fingerprint.
    pub fn new(rows: Vec<Judged>, content: &Content, model: &str) -> Self {
        let report = eval::report(&rows, &content.fingerprint, model, Cost::default(), eval::SEED);
        let learned_rows = LearnedRows::new(content, None);
        Self {
            report: Report { learned_rows, ..report },
            leaks: eval::leaks(&rows, &train::examples(content)),
            titles: eval::titles(content),
            rows,
        }
    }

    /// The page for people, as it stands within the console.
    ///
    /// # Errors
    /// Never on results that belong together.
    pub fn page(&self, language: Language) -> anyhow::Result<String> {
        let Self { report, rows, leaks, titles } = self;
        let (cost, leaks) = (Cost::default(), Some(leaks));
        let results = Results { report, rows, cost, flips: None, leaks, titles };
        Ok(eval::page(&results, Look::Console(language))?)
    }
}

/// As report.json.
impl Serialize for Measured {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.report.serialize(serializer)
    }
}

impl fmt::Debug for Measured {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Measured").field("rows", &self.rows.len()).finish_non_exhaustive()
    }
}
