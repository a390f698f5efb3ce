//! When a canary answers wrongly more often than live does.
//!
//! What is compared is the share of conversations in which something was wrong: the draw is by conversation, and the turns of one
//! are not independent of each other. A difference counts when Newcombe's interval for it (Statistics in Medicine 17, 1998,
//! method 10: from the two Wilson intervals) lies above zero.
//!
//! Whoever looks again and again finds something in the end. So there is a look only each time the canary's turns have grown by
//! half, and the k-th look may raise a false alarm in [`FALSE_ALARMS`] / (k (k + 1)) of all cases; these add up to
//! [`FALSE_ALARMS`], however long the canary runs (spending as in Lan and DeMets, Biometrika 70, 1983, with the union bound).

use super::Tally;

/// The share of canaries no worse than live that may be stopped.
const FALSE_ALARMS: f64 = 0.05;
/// Turns of the canary before the first look.
const FIRST: u64 = 50;

/// The looks so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Looks {
    taken: u32,
    /// Turns of the canary at the next one.
    next: u64,
}

impl Default for Looks {
    fn default() -> Self {
        Self { taken: 0, next: FIRST }
    }
}

impl Looks {
    /// Whether wrong answers have risen, if it is time to look.
    pub fn find_rise(&mut self, live: &Tally, canary: &Tally) -> bool {
        if canary.turns < self.next {
            return false;
        }
        self.taken += 1;
        self.next += self.next.div_ceil(2);
        let look = f64::from(self.taken);
        let z = normal_quantile(1.0 - FALSE_ALARMS / (look * (look + 1.0)));
        least_rise(counted(live), counted(canary), z) > 0.0
    }
}

/// Of the share of conversations in which something was wrong, in 95 of 100 cases.
pub(super) fn wrong_share(tally: &Tally) -> [f64; 2] {
    wilson(counted(tally), normal_quantile(0.975))
}

/// So many of so many.
type Counted = (f64, f64);

fn counted(tally: &Tally) -> Counted {
    (tally.wrong_conversations as f64, tally.conversations as f64)
}

/// Wilson's score interval (Journal of the American Statistical Association 22, 1927); everything where nothing is known.
fn wilson((hits, of): Counted, z: f64) -> [f64; 2] {
    if of == 0.0 {
        return [0.0, 1.0];
    }
    let (share, z2) = (hits / of, z * z);
    let middle = share + z2 / (2.0 * of);
    let half = z * (share * (1.0 - share) / of + z2 / (4.0 * of * of)).sqrt();
    [middle - half, middle + half].map(|end| (end / (1.0 + z2 / of)).clamp(0.0, 1.0))
}

/// The lower end of Newcombe's interval for the second share less the first.
fn least_rise(first: Counted, second: Counted, z: f64) -> f64 {
    let [_, first_most] = wilson(first, z);
    let [second_least, _] = wilson(second, z);
    if first.1 == 0.0 || second.1 == 0.0 {
        return -1.0;
    }
    let (first, second) = (first.0 / first.1, second.0 / second.1);
    second - first - ((second - second_least).powi(2) + (first_most - first).powi(2)).sqrt()
}

/// For a share above a half, to within 0.00045 (Abramowitz and Stegun, Handbook of Mathematical Functions, 26.2.23).
fn normal_quantile(share: f64) -> f64 {
    let t = (-2.0 * (1.0 - share).ln()).sqrt();
    let over = 2.515_517 + t * (0.802_853 + t * 0.010_328);
    let under = 1.0 + t * (1.432_788 + t * (0.189_269 + t * 0.001_308));
    t - over / under
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(found: f64, expected: f64) {
        assert!((found - expected).abs() < 0.0006, "{found} for {expected}");
    }

    #[test]
    fn intervals_are_those_of_the_papers() {
        near(normal_quantile(0.975), 1.959_964);
        near(normal_quantile(0.999_5), 3.290_527);
        // Newcombe's table II, case (a): 56/70 and 48/80 differ by 0.0524 to 0.3339.
        near(least_rise((48.0, 80.0), (56.0, 70.0), 1.959_964), 0.0524);
        // Case (e), of none and none: 0/10 and 0/10.
        near(least_rise((0.0, 10.0), (0.0, 10.0), 1.959_964), -0.2775);
        let [least, most] = wilson((81.0, 263.0), 1.959_964);
        near(least, 0.2553);
        near(most, 0.3662);
        assert_eq!(wilson((0.0, 0.0), 1.96), [0.0, 1.0]);
        assert_eq!(least_rise((0.0, 0.0), (5.0, 5.0), 1.96), -1.0);
    }

    #[test]
    fn there_is_no_look_before_fifty_turns() {
        let tally = |conversations, turns, wrong| Tally {
            conversations,
            turns,
            wrong,
            wrong_conversations: wrong,
            ..Tally::default()
        };
        let mut looks = Looks::default();
        assert!(!looks.find_rise(&tally(1_000, 3_000, 10), &tally(40, 49, 40)));
        assert!(looks.find_rise(&tally(1_000, 3_000, 10), &tally(40, 50, 40)));
        // And none again before half as many more.
        assert!(!looks.find_rise(&tally(1_000, 3_000, 10), &tally(40, 74, 40)));
        assert!(looks.find_rise(&tally(1_000, 3_000, 10), &tally(40, 75, 40)));
    }

    /// How many of so many canaries are stopped before they have had so many turns.
    fn stopped(canaries: u32, share: f64, wrong: [f64; 2], turns: u64, seed: u64) -> u32 {
        let mut random = fastrand::Rng::with_seed(seed);
        let mut stops = |_: &u32| {
            let (mut looks, mut sides) = (Looks::default(), [Tally::default(); 2]);
            while sides[1].turns < turns {
                let side = usize::from(random.f64() < share);
                // One to four turns; what is wrong in one is wrong in several.
                let tally = &mut sides[side];
                tally.conversations += 1;
                tally.turns += random.u64(1..=4);
                tally.wrong_conversations += u64::from(random.f64() < wrong[side]);
                if looks.find_rise(&sides[0], &sides[1]) {
                    return true;
                }
            }
            false
        };
        let stopped = (0..canaries).filter(&mut stops).count();
        u32::try_from(stopped).unwrap()
    }

    #[test]
    fn false_alarms_are_in_hand_and_a_rise_is_found() {
        for (share, wrong) in [(0.05, 0.02), (0.1, 0.1), (0.5, 0.05), (0.5, 0.3)] {
            let stopped = stopped(1_000, share, [wrong; 2], 3_000, 1);
            assert!(
                f64::from(stopped) <= 1_000.0 * FALSE_ALARMS,
                "{stopped} of 1000 with {share} and {wrong}"
            );
        }
        for (share, wrong, turns) in
            [(0.1, [0.05, 0.25], 300), (0.1, [0.05, 0.15], 1_500), (0.5, [0.02, 0.06], 3_000)]
        {
            let found = stopped(200, share, wrong, turns, 2);
            assert!(found >= 180, "{found} of 200 with {share} and {wrong:?}");
        }
    }
}
