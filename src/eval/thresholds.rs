//! thresholds.yml: from which confidence on acting on an intent costs least, by these rows.

use std::collections::{BTreeMap, BTreeSet};

use super::{Judged, Outcome};
use crate::{
    domain::{Name, Stage},
    train::{self, Case, Cost},
};

/// For each best intent of the rows the bound that costs least, chosen as `train` chooses. Rows that a rule or an example settled are
/// not asked for their confidence, so that they bear on none.
pub fn thresholds(rows: &[Judged], cost: Cost) -> BTreeMap<Name, f32> {
    let ranked = || {
        rows.iter().filter_map(|row| match row.prediction.by {
            Stage::Rules | Stage::Nearest => None,
            Stage::Classifier | Stage::Graph | Stage::None => Some((row, row.prediction.best.as_ref()?)),
        })
    };
    let names: Vec<&Name> = ranked().map(|(_, best)| best).collect::<BTreeSet<_>>().into_iter().collect();
    let case = |(row, best): (&Judged, &Name)| Case {
        class: names.binary_search(&best).expect("names come from the same rows"),
        confidence: row.prediction.confidence,
        acted: if row.best_is_right { 0.0 } else { cost.wrong },
        held: Outcome::Asked.cost(false, row.offered, cost),
    };
    let cases: Vec<Case> = ranked().map(case).collect();
    let bounds = train::bounds(&cases, names.len());
    names.into_iter().cloned().zip(bounds).collect()
}

/// thresholds.yml, as the content reads it.
pub fn thresholds_yml(rows: &[Judged], cost: Cost) -> String {
    let mut text = format!(
        "# The confidence from which on acting on an intent costs least, with wrong answer : handover : question = {cost},\n\
         # by {} labelled messages. Beside intents/ it is what `threshold: auto` means; see docs/eval.md.\n",
        rows.len()
    );
    let thresholds = thresholds(rows, cost);
    if thresholds.is_empty() {
        text += "{}\n";
    }
    for (intent, bound) in &thresholds {
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '.' || c == '_';
        let name = intent.as_str();
        let is_plain = name.starts_with(|c: char| c.is_ascii_alphabetic())
            && name.chars().all(plain)
            && !name.eq_ignore_ascii_case("null");
        let key = if is_plain { name.to_owned() } else { serde_json::Value::from(name).to_string() };
        text += &format!("{key}: {bound:.2}\n");
    }
    text
}

/// What the rows cost with other bounds, in the mean: as [`super::judge`] counts, but that the margin plays no part.
pub fn cost_with(rows: &[Judged], cost: Cost, thresholds: &BTreeMap<Name, f32>) -> Option<f64> {
    let of_row = |row: &Judged| {
        let bound = row.prediction.best.as_ref().and_then(|best| thresholds.get(best));
        let settled = matches!(row.prediction.by, Stage::Rules | Stage::Nearest);
        match bound.filter(|_| !settled && row.outcome != Outcome::Abstained) {
            Some(bound) if row.prediction.confidence < *bound => {
                Outcome::Asked.cost(false, row.offered, cost)
            }
            Some(_) if row.best_is_right => 0.0,
            Some(_) => cost.wrong,
            None => row.cost,
        }
    };
    (!rows.is_empty()).then(|| rows.iter().map(of_row).sum::<f64>() / rows.len() as f64)
}
