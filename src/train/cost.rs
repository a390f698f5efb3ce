//! What an outcome costs, and the bounds that cost least.

use std::{fmt, str::FromStr};

/// Bounds are tried in steps of a hundredth.
const STEPS: usize = 100;

/// An intent's own messages count beside so many of the average kind, so that few of them do not decide alone. With 500 the
/// bounds cost less than with 20 on the dev splits of SMP 2019 and of MASSIVE.
const AVERAGE: f64 = 500.0;

/// What the ways to be of no help cost, against each other.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cost {
    /// A wrong answer.
    pub wrong: f64,
    /// A message that goes to a person.
    pub handover: f64,
    /// A question back.
    pub question: f64,
}

impl Default for Cost {
    fn default() -> Self {
        Self { wrong: 10.0, handover: 3.0, question: 1.0 }
    }
}

/// Why a text says no cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a cost is three numbers from 0 to 1000000, wrong:handover:question, such as 10:3:1")]
pub struct BadCost;

impl FromStr for Cost {
    type Err = BadCost;

    fn from_str(text: &str) -> Result<Self, BadCost> {
        let parts: Vec<f64> =
            text.split(':').map(|part| part.trim().parse().map_err(|_| BadCost)).collect::<Result<_, _>>()?;
        match parts[..] {
            [wrong, handover, question] if parts.iter().all(|part| (0.0..=1e6).contains(part)) => {
                Ok(Self { wrong, handover, question })
            }
            _ => Err(BadCost),
        }
    }
}

impl fmt::Display for Cost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.wrong, self.handover, self.question)
    }
}

/// A message whose best intent may be acted on or not.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Case {
    pub class: usize,
    /// Of that class, in 0..=1.
    pub confidence: f32,
    /// What it costs to act.
    pub acted: f64,
    /// What it costs to hold back.
    pub held: f64,
}

/// For each class the confidence from which on it costs least to act, in hundredths; of bounds that cost the same the lowest.
///
/// The mean cost of all cases stands beside those of the class, with the weight of [`AVERAGE`] cases. So a class without cases gets the
/// bound that is best for all.
pub fn bounds(cases: &[Case], classes: usize) -> Vec<f32> {
    let mut own = vec![Curve::default(); classes];
    let mut all = Curve::default();
    for case in cases {
        all.add(case);
        own[case.class].add(case);
    }
    let weight = AVERAGE / cases.len().max(1) as f64;
    own.iter().map(|own| lowest(&own.costs(), &all.costs(), weight)).collect()
}

/// What acting from each bound on costs.
#[derive(Clone)]
struct Curve {
    /// When nothing is acted on.
    held: f64,
    /// What the cost changes by when cases that reach the bound, but not the next one, are acted on.
    changes: [f64; STEPS + 1],
}

impl Default for Curve {
    fn default() -> Self {
        Self { held: 0.0, changes: [0.0; STEPS + 1] }
    }
}

impl Curve {
    fn add(&mut self, case: &Case) {
        self.held += case.held;
        self.changes[reached(case.confidence)] += case.acted - case.held;
    }

    fn costs(&self) -> [f64; STEPS + 1] {
        let mut cost = self.held;
        let mut costs = self.changes;
        for change in costs.iter_mut().rev() {
            cost += *change;
            *change = cost;
        }
        costs
    }
}

/// The highest bound that a confidence reaches, as acting compares the two.
fn reached(confidence: f32) -> usize {
    let near = ((f64::from(confidence) * STEPS as f64) as usize + 1).min(STEPS);
    (0..=near).rev().find(|step| confidence >= bound(*step)).unwrap_or(0)
}

fn bound(step: usize) -> f32 {
    step as f32 / STEPS as f32
}

fn lowest(own: &[f64; STEPS + 1], all: &[f64; STEPS + 1], weight: f64) -> f32 {
    let costs = own.iter().zip(all).map(|(own, all)| own + weight * all);
    let mut best = (f64::INFINITY, 0);
    for (step, cost) in costs.enumerate() {
        // Sums in another order differ in their last digits.
        if cost < best.0 - 1e-9 {
            best = (cost, step);
        }
    }
    bound(best.1)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Case, Cost, bound, bounds};

    #[test]
    fn costs_are_three_numbers() {
        let check = |text: &str, expected: Option<&str>| {
            let read = text.parse::<Cost>().ok().map(|cost| cost.to_string());
            assert_eq!(read.as_deref(), expected, "{text}");
        };
        check("10:3:1", Some("10:3:1"));
        check(" 2.5 : 1 : 0 ", Some("2.5:1:0"));
        check("10:3", None);
        check("10:3:1:1", None);
        check("10:-3:1", None);
        check("10:nan:1", None);
        check("ten:3:1", None);
    }

    #[test]
    fn a_class_goes_by_its_own_cases_and_by_those_of_all() {
        let case = |class, confidence, right: bool| Case {
            class,
            confidence,
            acted: if right { 0.0 } else { 10.0 },
            held: 1.0,
        };
        let mut cases = vec![case(0, 0.95, true); 2_000];
        cases.extend(vec![case(0, 0.7, false); 2_000]);
        cases.extend(vec![case(1, 0.7, true); 2_000]);
        let found = bounds(&cases, 3);
        // Of the third nothing is known; over all, of two rows at 0.7 one is wrong.
        let expected = [0.71, 0.0, 0.71];
        assert!(
            found.iter().zip(expected).all(|(found, expected)| (found - expected).abs() < 1e-6),
            "{found:?}"
        );
    }

    fn cases() -> impl Strategy<Value = Vec<Case>> {
        let case = (0.0..=1.0_f32, any::<bool>(), 1.0..5.0)
            .prop_map(|(confidence, right, held)| (confidence, if right { 0.0 } else { 10.0 }, held));
        let case = case.prop_map(|(confidence, acted, held)| Case { class: 0, confidence, acted, held });
        prop::collection::vec(case, 1..60)
    }

    proptest! {
        #[test]
        fn no_bound_costs_less(cases in cases()) {
            let cost = |bound: f32| -> f64 {
                cases.iter().map(|case| if case.confidence >= bound { case.acted } else { case.held }).sum()
            };
            let chosen = bounds(&cases, 1)[0];
            for step in 0..=super::STEPS {
                prop_assert!(cost(chosen) <= cost(bound(step)) + 1e-6, "{} costs less than {chosen}", bound(step));
            }
        }

        #[test]
        fn dearer_mistakes_never_lower_a_bound(cases in cases(), dearer in 1.0..10.0) {
            let dear: Vec<Case> = cases.iter().map(|case| Case { acted: case.acted * dearer, ..*case }).collect();
            prop_assert!(bounds(&dear, 1)[0] >= bounds(&cases, 1)[0]);
        }
    }
}
