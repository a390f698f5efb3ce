//! Setups held against each other, with more and more of the rows to learn from.

use serde::Serialize;

use super::{Figure, Judged, interval};

/// comparison.json
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Comparison {
    pub rows: usize,
    /// Rows that each run measures on.
    pub held_out: usize,
    pub runs: u64,
    pub setups: Vec<Setup>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Setup {
    pub name: String,
    pub points: Vec<Level>,
}

/// What came of a share of the rows to learn from.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Level {
    pub percentage: u8,
    /// Rows that were learned from.
    pub rows: usize,
    pub accuracy: Spread,
    pub macro_f1: Spread,
    pub ece: Spread,
}

/// A figure over several runs.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Spread {
    pub mean: f64,
    pub low: f64,
    pub high: f64,
    /// Run by run.
    pub runs: Vec<f64>,
}

impl Level {
    /// From what was said in each run.
    pub fn new(percentage: u8, rows: usize, runs: &[Vec<Judged>]) -> Self {
        let figures: Vec<_> = runs.iter().map(|rows| interval::values(rows)).collect();
        let spread = |figure: Figure| {
            Spread::new(figures.iter().map(|values| values[figure as usize].unwrap_or_default()).collect())
        };
        let (accuracy, macro_f1, ece) =
            (spread(Figure::Accuracy), spread(Figure::MacroF1), spread(Figure::Ece));
        Self { percentage, rows, accuracy, macro_f1, ece }
    }
}

impl Spread {
    fn new(runs: Vec<f64>) -> Self {
        Self {
            mean: runs.iter().sum::<f64>() / runs.len().max(1) as f64,
            low: runs.iter().copied().fold(f64::INFINITY, f64::min),
            high: runs.iter().copied().fold(f64::NEG_INFINITY, f64::max),
            runs,
        }
    }
}

impl Comparison {
    /// The setup with the highest accuracy when all was learned from; of equals the first.
    pub fn best(&self) -> Option<(&Setup, &Level)> {
        let last = self.setups.iter().filter_map(|setup| Some((setup, setup.points.last()?)));
        last.reduce(|best, next| if next.1.accuracy.mean > best.1.accuracy.mean { next } else { best })
    }

    /// learning_curve.csv
    pub fn csv(&self) -> String {
        let mut text = "settings,percentage,rows,run,accuracy,macro_f1,ece\n".to_owned();
        for setup in &self.setups {
            let quoted = format!("\"{}\"", setup.name.replace('"', "\"\""));
            for Level { percentage, rows, accuracy, macro_f1, ece } in &setup.points {
                for (run, ((accuracy, macro_f1), ece)) in
                    (1..).zip(accuracy.runs.iter().zip(&macro_f1.runs).zip(&ece.runs))
                {
                    text +=
                        &format!("{quoted},{percentage},{rows},{run},{accuracy:.6},{macro_f1:.6},{ece:.6}\n");
                }
            }
        }
        text
    }
}
