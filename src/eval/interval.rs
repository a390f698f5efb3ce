//! How sure a measured figure is: the percentile bootstrap (Efron, "Bootstrap Methods", Annals of Statistics 7, 1979).

use super::{
    Judged,
    figure::{Figure, Figures, Mark, Measured, Tally, Values, marks},
};

/// Draws of the bootstrap.
pub(super) const DRAWS: usize = 2_000;

/// All figures, each with the interval that holds it in 95 of 100 cases: percentiles of what it is over rows drawn with replacement.
pub(super) fn figures(rows: &[Judged], seed: u64) -> Figures {
    let (marks, mut tally) = tally(rows);
    let values = tally.values();
    let mut random = fastrand::Rng::with_seed(seed);
    let mut draw = || -> Values {
        tally.clear();
        (0..marks.len()).for_each(|_| tally.add(&marks[random.usize(..marks.len())]));
        tally.values()
    };
    let draws: Vec<Values> = if marks.is_empty() { Vec::new() } else { (0..DRAWS).map(|_| draw()).collect() };
    let measured = |figure: Figure| {
        let value = values[figure as usize]?;
        let mut drawn: Vec<f64> = draws.iter().filter_map(|draw| draw[figure as usize]).collect();
        drawn.sort_by(f64::total_cmp);
        let at = |share: f64| percentile(&drawn, share);
        let interval = match figure {
            // A sum of distances is larger over any draw than over the rows drawn from, so that percentiles would lie too high: what
            // the draws add is taken away instead (the basic bootstrap).
            Figure::Ece => [at(0.975), at(0.025)].map(|drawn| (2.0 * value - drawn).max(0.0)),
            Figure::Accuracy
            | Figure::MacroF1
            | Figure::WeightedF1
            | Figure::InScopeAccuracy
            | Figure::OosRecall
            | Figure::OosPrecision
            | Figure::Coverage
            | Figure::PrecisionWhenAnswering
            | Figure::CostPerMessage => [at(0.025), at(0.975)],
        };
        Some(Measured { value, interval })
    };
    Figures(Figure::ALL.map(measured))
}

/// All figures, in the order of [`Figure::ALL`].
pub(super) fn values(rows: &[Judged]) -> Values {
    tally(rows).1.values()
}

fn tally(rows: &[Judged]) -> (Vec<Mark>, Tally) {
    let (marks, names) = marks(rows);
    let mut tally = Tally::new(names);
    marks.iter().for_each(|mark| tally.add(mark));
    (marks, tally)
}

/// The calibration error that rows with these confidences show when each confidence is exactly the rate of right ones: its mean,
/// and what 95 of 100 cases stay below. What is measured above that is no accident.
pub(super) fn calibration_by_chance(rows: &[Judged], seed: u64) -> Option<[f64; 2]> {
    let (marks, _) = marks(rows);
    let mut random = fastrand::Rng::with_seed(seed);
    let mut draw = || {
        let mut tally = Tally::new(0);
        let mut play = |mark: &Mark| tally.add_to_bin(mark.confidence, random.f64() < mark.confidence);
        marks.iter().for_each(&mut play);
        tally.calibration_error() / marks.len() as f64
    };
    if marks.is_empty() {
        return None;
    }
    let mut drawn: Vec<f64> = (0..DRAWS).map(|_| draw()).collect();
    drawn.sort_by(f64::total_cmp);
    Some([drawn.iter().sum::<f64>() / DRAWS as f64, percentile(&drawn, 0.95)])
}

/// Of values in order.
pub(super) fn percentile(sorted: &[f64], share: f64) -> f64 {
    let last = sorted.len().saturating_sub(1);
    sorted.get((last as f64 * share) as usize).copied().unwrap_or_default()
}
