//! What held-out rows come out best with, and how far it can be trusted.

use super::{
    Cost,
    set::HeldOut,
    threshold::{self, Judged},
};
use crate::domain::Name;
use crate::nlu::{Fusion, Thresholds, artifact::Metadata, fit_fusion};

/// How far a covariance may be drawn towards a sphere; the fewer the rows, the further it has to be.
pub(super) const SHRINKAGES: [f64; 5] = [0.03, 0.1, 0.3, 0.6, 0.9];

/// Vectors are taken in where they make the truth of held-out rows so much less surprising.
const WORTH: f64 = 0.99;

/// All of a model that its rows alone do not give.
#[derive(Debug, Clone, PartialEq)]
pub struct Choice {
    /// `None` where vectors add nothing.
    pub(super) shrinkage: Option<f64>,
    pub(super) fusion: Fusion,
    /// By class, in the order of [`Choice::classes`].
    pub(super) thresholds: Thresholds,
    /// The share of held-out rows that came out right.
    pub(super) accuracy: f32,
    classes: Vec<Name>,
}

impl Choice {
    /// The best for these rows, and how surprising their truth still is: the mean negative logarithm of its probability.
    pub(super) fn of(rows: &[HeldOut], classes: &[Name], outcomes: Cost) -> (Self, f64) {
        let (shrinkage, fusion, surprise) = best(rows);
        let judge = |row: &HeldOut| {
            let dense = shrinkage.and_then(|place| row.dense(place));
            Judged {
                probabilities: fusion.probabilities(&row.terms, dense),
                truth: row.truth,
                nearest: shrinkage.map(|_| row.nearest.clone()),
            }
        };
        let judged: Vec<Judged> = rows.iter().map(judge).collect();
        let choice = Self {
            shrinkage: shrinkage.map(|place| SHRINKAGES[place]),
            fusion,
            thresholds: threshold::choose(&judged, classes, outcomes),
            accuracy: threshold::accuracy(&judged),
            classes: classes.to_vec(),
        };
        (choice, surprise)
    }

    /// What was chosen for a model.
    pub fn kept(metadata: &Metadata) -> Self {
        Self {
            shrinkage: (metadata.shrinkage > 0.0).then_some(metadata.shrinkage),
            fusion: metadata.fusion,
            thresholds: metadata.thresholds.clone(),
            accuracy: metadata.cross_validated_accuracy,
            classes: metadata.classes.clone(),
        }
    }

    /// How many of these classes it was chosen for.
    pub fn known<'n>(&self, classes: impl Iterator<Item = &'n Name>) -> usize {
        classes.filter(|class| self.classes.contains(class)).count()
    }

    /// The same for other classes: an unknown one is answered from the median of the known thresholds on.
    pub(super) fn of_classes(&self, classes: &[Name]) -> Self {
        let mut sorted = self.thresholds.answer.clone();
        sorted.sort_by(f32::total_cmp);
        let median = sorted.get(sorted.len() / 2).copied().unwrap_or(1.0);
        let of_class = |class: &Name| {
            let place = self.classes.iter().position(|known| known == class);
            place.and_then(|place| self.thresholds.answer.get(place)).copied().unwrap_or(median)
        };
        let answer = classes.iter().map(of_class).collect();
        Self {
            thresholds: Thresholds { answer, ..self.thresholds.clone() },
            classes: classes.to_vec(),
            ..self.clone()
        }
    }
}

/// The place of the best shrinkage in [`SHRINKAGES`], the weights of the views, and how surprising the truth is with them.
fn best(rows: &[HeldOut]) -> (Option<usize>, Fusion, f64) {
    let alone: Vec<_> = rows.iter().map(|row| ([row.terms.as_slice()], row.truth)).collect();
    let (terms, surprise) = fit_fusion(&alone);
    let fusion = Fusion { terms, ..Fusion::default() };
    let mut best = (None, fusion, surprise);
    let mut bound = surprise * WORTH;
    for place in 0..SHRINKAGES.len() {
        let views = rows.iter().map(|row| {
            let [meaning, nearest] = row.dense(place)?;
            Some(([row.terms.as_slice(), meaning, nearest], row.truth))
        });
        let Some(views) = views.collect::<Option<Vec<_>>>() else { continue };
        let (all, surprise) = fit_fusion(&views);
        if surprise < bound {
            best = (Some(place), Fusion { all, ..fusion }, surprise);
            bound = surprise;
        }
    }
    best
}
