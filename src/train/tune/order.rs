//! Which texts go through the network together: of about the same length, in an order that is new at every round.

use fastrand::Rng;

/// Tokens by which lengths may differ from their order, so that the same texts do not always meet.
const LOOSE: f32 = 6.0;

/// Batches without end. Within a round a text comes once, or not at all where it is left over from the last whole batch.
pub(super) struct Batches {
    lengths: Vec<usize>,
    size: usize,
    random: Rng,
    /// Of this round.
    order: Vec<usize>,
}

impl Batches {
    /// Of texts with these tokens each, up to `size` at a time.
    pub fn new(lengths: Vec<usize>, size: usize, random: Rng) -> Self {
        let size = size.min(lengths.len());
        Self { lengths, size, random, order: Vec::new() }
    }

    pub fn next(&mut self) -> Vec<usize> {
        if self.order.len() < self.size {
            self.order = self.round();
        }
        self.order.split_off(self.order.len() - self.size)
    }

    fn round(&mut self) -> Vec<usize> {
        let mut by_length: Vec<(f32, usize)> = (0..self.lengths.len())
            .map(|text| (self.lengths[text] as f32 + self.random.f32() * LOOSE, text))
            .collect();
        by_length.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        let mut batches: Vec<Vec<usize>> =
            by_length.chunks(self.size).map(|batch| batch.iter().map(|(_, text)| *text).collect()).collect();
        self.random.shuffle(&mut batches);
        batches.concat()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use fastrand::Rng;

    use super::Batches;

    fn lengths(texts: usize) -> Vec<usize> {
        (0..texts).map(|text| text * 7 % 40).collect()
    }

    #[test]
    fn a_round_has_each_text_once_and_like_lengths_together() {
        let check = |texts: usize, size: usize, apart: usize| {
            let lengths = lengths(texts);
            let mut batches = Batches::new(lengths.clone(), size, Rng::with_seed(1));
            let mut seen = BTreeSet::new();
            for _ in 0..texts / size.min(texts) {
                let batch = batches.next();
                assert_eq!(batch.len(), size.min(texts));
                assert!(batch.iter().all(|text| seen.insert(*text)), "{batch:?} has a text again");
                let of_batch = batch.iter().map(|text| lengths[*text]);
                let spread = of_batch.clone().max().unwrap() - of_batch.min().unwrap();
                assert!(spread <= apart, "{batch:?}: lengths are {spread} apart");
            }
        };
        check(100, 10, 16);
        check(101, 10, 16);
        check(5, 32, 28);
    }

    #[test]
    fn every_round_is_in_an_order_of_its_own() {
        let mut batches = Batches::new(lengths(100), 10, Rng::with_seed(1));
        let mut round = || (0..10).flat_map(|_| batches.next()).collect::<Vec<_>>();
        assert_ne!(round(), round());
    }
}
