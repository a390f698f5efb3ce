//! When a canary answers wrongly more often than live does.
//!
//! What is compared is the share of conversations in which something was wrong: the draw is by conversation, and the turns of one
//! are not independent of each other. A difference counts by Fisher's exact test (The Design of Experiments, 1935): of all ways in
//! which the wrong conversations could have fallen on both sides, few put as many on the canary's. It is exact where things go
//! wrong seldom and the canary's share is small; intervals such as Newcombe's, looked at as below, stop 7 in 100 canaries that are
//! no worse where 2 % of the conversations go wrong.
//!
//! Whoever looks again and again finds something in the end. So there is a look only each time the canary's turns have grown by
//! half, and the k-th look may raise a false alarm in [`FALSE_ALARMS`] / (k (k + 1)) of all cases; these add up to
//! [`FALSE_ALARMS`], however long the canary runs (spending as in Lan and DeMets, Biometrika 70, 1983, with the union bound).

use super::Tally;

/// The share of canaries no worse than live that may be stopped.
const FALSE_ALARMS: f64 = 0.05;
/// Turns of the canary before the first look.
const FIRST: u64 = 50;
/// The normal distribution has 95 % within so many standard deviations.
const Z95: f64 = 1.959_964;

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
        chance(counted(live), counted(canary)) <= FALSE_ALARMS / (look * (look + 1.0))
    }
}

/// Of the share of conversations in which something was wrong, in 95 of 100 cases.
pub(super) fn wrong_share(tally: &Tally) -> [f64; 2] {
    wilson(counted(tally))
}

/// So many of so many.
type Counted = (f64, f64);

fn counted(tally: &Tally) -> Counted {
    (tally.wrong_conversations as f64, tally.conversations as f64)
}

/// Wilson's score interval (Journal of the American Statistical Association 22, 1927); everything where nothing is known.
fn wilson((hits, of): Counted) -> [f64; 2] {
    if of == 0.0 {
        return [0.0, 1.0];
    }
    let (share, z2) = (hits / of, Z95 * Z95);
    let middle = share + z2 / (2.0 * of);
    let half = Z95 * (share * (1.0 - share) / of + z2 / (4.0 * of * of)).sqrt();
    [middle - half, middle + half].map(|end| (end / (1.0 + z2 / of)).clamp(0.0, 1.0))
}

/// How probably chance alone puts as many hits, or more, on the second side: a tail of the hypergeometric distribution. 1 where it
/// has no more than its share.
fn chance(first: Counted, second: Counted) -> f64 {
    let (hits, all) = (first.0 + second.0, first.1 + second.1);
    let (mut on_second, drawn) = second;
    // From the middle on each term is less than the one before; below it the first may be too small for a number at all.
    if on_second * all <= hits * drawn {
        return 1.0;
    }
    let ways = |of, taken| ln_choose(of, taken);
    let mut term = (ways(hits, on_second) + ways(all - hits, drawn - on_second) - ways(all, drawn)).exp();
    let mut sum = term;
    while on_second < hits.min(drawn) && term > f64::EPSILON * sum {
        let others = all - hits - drawn + on_second + 1.0;
        term *= (hits - on_second) * (drawn - on_second) / ((on_second + 1.0) * others);
        on_second += 1.0;
        sum += term;
    }
    sum
}

/// The logarithm of the number of ways to take so many of so many.
fn ln_choose(of: f64, taken: f64) -> f64 {
    libm::lgamma(of + 1.0) - libm::lgamma(taken + 1.0) - libm::lgamma(of - taken + 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(found: f64, expected: f64) {
        assert!((found - expected).abs() < 0.0001, "{found} for {expected}");
    }

    #[test]
    fn figures_are_those_of_the_books() {
        // Fisher's lady: of four cups and four, she finds three of the four, or all.
        near(chance((1.0, 4.0), (3.0, 4.0)), 17.0 / 70.0);
        near(chance((0.0, 4.0), (4.0, 4.0)), 1.0 / 70.0);
        near(chance((3.0, 10.0), (0.0, 5.0)), 1.0);
        near(chance((0.0, 0.0), (5.0, 5.0)), 1.0);
        near(chance((0.0, 10.0), (0.0, 10.0)), 1.0);
        near(chance((2_000.0, 20_000.0), (200.0, 20_000.0)), 1.0);
        near(chance((200.0, 20_000.0), (2_000.0, 20_000.0)), 0.0);
        // Newcombe (Statistics in Medicine 17, 1998, 857), table I.
        let [least, most] = wilson((81.0, 263.0));
        near(least, 0.2553);
        near(most, 0.3662);
        let [least, most] = wilson((0.0, 20.0));
        near(least, 0.0);
        near(most, 0.1611);
        assert_eq!(wilson((0.0, 0.0)), [0.0, 1.0]);
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
