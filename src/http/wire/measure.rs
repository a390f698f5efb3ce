//! How well labelled messages are understood.

use serde::{Deserialize, Serialize};

use crate::{
    domain::Language,
    versions::{Gauged, Measured, Measurement, Subject},
};

/// `?of=live`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SubjectRequest {
    pub of: SubjectName,
}

/// `?of=live&language=zh-CN`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReportPageRequest {
    pub of: SubjectName,
    #[serde(default)]
    pub language: PageLanguage,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SubjectName {
    Live,
    Draft,
}

/// As pages name it.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
pub enum PageLanguage {
    #[default]
    #[serde(rename = "zh-CN")]
    Chinese,
    #[serde(rename = "en")]
    English,
}

#[derive(Debug, Serialize)]
pub struct MeasurementView<'a> {
    version: u32,
    revision: Option<u64>,
    state: &'static str,
    done: usize,
    all: usize,
    report: Option<&'a Measured>,
    error: Option<&'a str>,
}

impl<'a> MeasurementView<'a> {
    pub fn new(Gauged { version, revision, measurement }: &'a Gauged) -> Self {
        let (state, (done, all)) = match measurement {
            Measurement::UnderWay { done, all } => ("working", (*done, *all)),
            Measurement::Done(_) => ("ready", (0, 0)),
            Measurement::NoRows => ("no_rows", (0, 0)),
            Measurement::Failed(_) => ("failed", (0, 0)),
        };
        let (report, error) = match measurement {
            Measurement::Done(measured) => (Some(&**measured), None),
            Measurement::Failed(why) => (None, Some(why.as_str())),
            Measurement::UnderWay { .. } | Measurement::NoRows => (None, None),
        };
        Self { version: *version, revision: *revision, state, done, all, report, error }
    }
}

impl From<SubjectName> for Subject {
    fn from(name: SubjectName) -> Self {
        match name {
            SubjectName::Live => Self::Live,
            SubjectName::Draft => Self::Draft,
        }
    }
}

impl From<PageLanguage> for Language {
    fn from(language: PageLanguage) -> Self {
        match language {
            PageLanguage::Chinese => Self::Zh,
            PageLanguage::English => Self::En,
        }
    }
}
