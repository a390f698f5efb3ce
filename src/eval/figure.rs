//! The headline figures, added up row by row: the same sums make the figures and, over rows drawn anew, their intervals.

use std::collections::BTreeMap;

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::{Judged, Outcome, calibration::BINS, calibration::bin};
use crate::domain::Name;

/// What a report leads with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Figure {
    Accuracy,
    MacroF1,
    WeightedF1,
    InScopeAccuracy,
    OosRecall,
    OosPrecision,
    Coverage,
    PrecisionWhenAnswering,
    Ece,
    CostPerMessage,
}

impl Figure {
    pub const ALL: [Self; 10] = [
        Self::Accuracy,
        Self::MacroF1,
        Self::WeightedF1,
        Self::InScopeAccuracy,
        Self::OosRecall,
        Self::OosPrecision,
        Self::Coverage,
        Self::PrecisionWhenAnswering,
        Self::Ece,
        Self::CostPerMessage,
    ];

    /// In report.json, where `_ci95` after it names the interval.
    pub fn name(self) -> &'static str {
        match self {
            Self::Accuracy => "accuracy",
            Self::MacroF1 => "macro_f1",
            Self::WeightedF1 => "weighted_f1",
            Self::InScopeAccuracy => "in_scope_accuracy",
            Self::OosRecall => "oos_recall",
            Self::OosPrecision => "oos_precision",
            Self::Coverage => "coverage",
            Self::PrecisionWhenAnswering => "precision_when_answering",
            Self::Ece => "ece",
            Self::CostPerMessage => "cost_per_message",
        }
    }
}

/// A value for each figure, in the order of [`Figure::ALL`]; `None` where no row bears on it.
pub(super) type Values = [Option<f64>; Figure::ALL.len()];

/// A figure with the interval that holds it in 95 of 100 cases.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Measured {
    pub value: f64,
    pub interval: [f64; 2],
}

#[derive(Debug, Clone, PartialEq)]
pub struct Figures(pub(super) [Option<Measured>; Figure::ALL.len()]);

impl Figures {
    /// `None` where no row bears on it.
    pub fn get(&self, figure: Figure) -> Option<Measured> {
        self.0[figure as usize]
    }
}

impl Serialize for Figures {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(2 * Figure::ALL.len()))?;
        for (figure, measured) in Figure::ALL.iter().zip(&self.0) {
            map.serialize_entry(figure.name(), &measured.map(|measured| measured.value))?;
            let interval = format!("{}_ci95", figure.name());
            map.serialize_entry(&interval, &measured.map(|measured| measured.interval))?;
        }
        map.end()
    }
}

/// What of a row the figures are made of.
#[derive(Debug, Clone, Copy)]
pub(super) struct Mark {
    label: u32,
    predicted: u32,
    outcome: Outcome,
    right: bool,
    best_is_right: bool,
    in_scope: bool,
    /// Nothing was predicted.
    silent: bool,
    pub confidence: f64,
    cost: f64,
}

/// The rows, with their names numbered; and how many names there are.
pub(super) fn marks(rows: &[Judged]) -> (Vec<Mark>, usize) {
    let mut numbers: BTreeMap<Name, u32> = BTreeMap::new();
    let mut number = |name: Name| {
        let next = numbers.len() as u32;
        *numbers.entry(name).or_insert(next)
    };
    let marks = rows.iter().map(|row| Mark {
        label: number(row.label()),
        predicted: number(row.predicted()),
        outcome: row.outcome,
        right: row.right,
        best_is_right: row.best_is_right,
        in_scope: row.label.is_some(),
        silent: row.prediction.intent.is_none(),
        confidence: f64::from(row.prediction.confidence),
        cost: row.cost,
    });
    let marks = marks.collect();
    (marks, numbers.len())
}

/// Sums over rows.
#[derive(Debug, Clone, Default)]
pub(super) struct Tally {
    rows: usize,
    right: usize,
    in_scope: Share,
    rejected: usize,
    silent: usize,
    answered: Share,
    cost: f64,
    /// Confidence and right ones, by bin.
    bins: [(f64, f64); BINS],
    intents: Vec<OfIntent>,
}

#[derive(Debug, Clone, Copy, Default)]
struct Share {
    part: usize,
    whole: usize,
}

#[derive(Debug, Clone, Copy, Default)]
struct OfIntent {
    labelled: usize,
    predicted: usize,
    hits: usize,
}

impl Tally {
    pub fn new(names: usize) -> Self {
        Self { intents: vec![OfIntent::default(); names], ..Self::default() }
    }

    pub fn clear(&mut self) {
        let mut intents = std::mem::take(&mut self.intents);
        intents.fill(OfIntent::default());
        *self = Self { intents, ..Self::default() };
    }

    pub fn add(&mut self, mark: &Mark) {
        self.rows += 1;
        self.right += usize::from(mark.right);
        self.in_scope.add(mark.in_scope, mark.right);
        self.silent += usize::from(mark.silent);
        self.rejected += usize::from(mark.silent && !mark.in_scope);
        self.answered.add(
            matches!(mark.outcome, Outcome::Right | Outcome::Wrong),
            matches!(mark.outcome, Outcome::Right),
        );
        self.cost += mark.cost;
        self.add_to_bin(mark.confidence, mark.best_is_right);
        self.intents[mark.label as usize].labelled += 1;
        self.intents[mark.predicted as usize].predicted += 1;
        self.intents[mark.label as usize].hits += usize::from(mark.right);
    }

    /// A row of which only its confidence, and whether its best intent is right, are known.
    pub fn add_to_bin(&mut self, confidence: f64, right: bool) {
        let bin = &mut self.bins[bin(confidence)];
        bin.0 += confidence;
        bin.1 += f64::from(u8::from(right));
    }

    /// The figures, in the order of [`Figure::ALL`].
    pub fn values(&self) -> Values {
        let share = |part: usize, whole: usize| (whole > 0).then(|| part as f64 / whole as f64);
        let supported = self.intents.iter().filter(|intent| intent.labelled > 0);
        let (mut sum, mut weighted, mut count) = (0.0, 0.0, 0);
        for intent in supported {
            sum += intent.f1_score();
            weighted += intent.f1_score() * intent.labelled as f64;
            count += 1;
        }
        let some = |value: f64| (self.rows > 0).then_some(value);
        let rows = self.rows as f64;
        [
            share(self.right, self.rows),
            some(sum / f64::from(count)),
            some(weighted / rows),
            self.in_scope.value(),
            share(self.rejected, self.rows - self.in_scope.whole),
            share(self.rejected, self.silent),
            share(self.answered.whole, self.rows),
            self.answered.value(),
            some(self.calibration_error() / rows),
            some(self.cost / rows),
        ]
    }

    /// How far confidences and right ones are apart, in rows.
    pub fn calibration_error(&self) -> f64 {
        self.bins.iter().map(|(confidence, right)| (confidence - right).abs()).sum()
    }
}

impl Share {
    fn add(&mut self, counts: bool, hit: bool) {
        self.whole += usize::from(counts);
        self.part += usize::from(counts && hit);
    }

    fn value(self) -> Option<f64> {
        (self.whole > 0).then(|| self.part as f64 / self.whole as f64)
    }
}

impl OfIntent {
    /// The harmonic mean of precision and recall.
    fn f1_score(self) -> f64 {
        2.0 * self.hits as f64 / (self.labelled + self.predicted).max(1) as f64
    }
}
