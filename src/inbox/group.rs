//! Which messages say much the same.
//!
//! Each message, the oldest first, joins the group whose first message is likest, if that is like enough, and else begins one: the
//! leader algorithm (Hartigan, "Clustering Algorithms", 1975). The same messages with the same vectors give the same groups, and what
//! comes later never takes a group apart.

use std::collections::HashMap;

/// Cosine from which on two messages are alike: the least by which, with the built-in encoder, no group of real messages held two
/// intents. A wrong row costs more than another key.
const ALIKE: f32 = 0.7;

/// A vector in eight bits a number. Its length is kept beside, so that cosines are right.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Vector {
    values: Box<[i8]>,
    length: f32,
}

impl Vector {
    pub fn new(vector: &[f32]) -> Self {
        let largest = vector.iter().fold(0.0_f32, |largest, value| largest.max(value.abs()));
        let scale = if largest > 0.0 { 127.0 / largest } else { 0.0 };
        #[expect(clippy::cast_possible_truncation, reason = "between -127 and 127")]
        let values: Box<[i8]> = vector.iter().map(|value| (value * scale).round() as i8).collect();
        let square: f32 = values.iter().map(|value| f32::from(*value) * f32::from(*value)).sum();
        Self { values, length: square.sqrt() }
    }

    /// 0 where one says nothing, or the two are of different kinds.
    fn cosine(&self, other: &Self) -> f32 {
        if self.values.len() != other.values.len() || self.length == 0.0 || other.length == 0.0 {
            return 0.0;
        }
        let products = self.values.iter().zip(&other.values).map(|(a, b)| i32::from(*a) * i32::from(*b));
        #[expect(clippy::cast_precision_loss, reason = "a cosine needs no more")]
        let sum = products.sum::<i32>() as f32;
        sum / (self.length * other.length)
    }
}

/// The places of texts, group by group, in the order in which the groups begin. A text without a vector is like itself alone.
pub(super) fn groups(texts: &[(&str, Option<&Vector>)]) -> Vec<Vec<usize>> {
    let mut groups: Vec<Vec<usize>> = Vec::new();
    let mut of_text: HashMap<&str, usize> = HashMap::new();
    let mut leaders: Vec<(usize, &Vector)> = Vec::new();
    for (place, (text, vector)) in texts.iter().enumerate() {
        let known = of_text.get(text).copied().or_else(|| vector.and_then(|vector| likest(&leaders, vector)));
        let group = known.unwrap_or_else(|| {
            groups.push(Vec::new());
            groups.len() - 1
        });
        if known.is_none() {
            leaders.extend(vector.map(|vector| (group, vector)));
        }
        groups[group].push(place);
        of_text.insert(text, group);
    }
    groups
}

/// Of two as like, the earlier.
fn likest(leaders: &[(usize, &Vector)], vector: &Vector) -> Option<usize> {
    let mut best: Option<(usize, f32)> = None;
    for (group, leader) in leaders {
        let likeness = leader.cosine(vector);
        if likeness >= ALIKE && best.is_none_or(|(_, least)| likeness > least) {
            best = Some((*group, likeness));
        }
    }
    best.map(|(group, _)| group)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn alike_is_together_and_later_ones_change_nothing() {
        let vectors =
            [[1.0, 0.0], [0.0, 1.0], [0.9, 0.2], [0.1, 1.0], [0.0, 0.0]].map(|vector| Vector::new(&vector));
        let texts: Vec<(&str, Option<&Vector>)> = vec![
            ("a", Some(&vectors[0])),
            ("b", Some(&vectors[1])),
            ("a too", Some(&vectors[2])),
            ("b too", Some(&vectors[3])),
            ("?", Some(&vectors[4])),
            ("not yet", None),
            ("not yet", None),
            ("a", Some(&vectors[0])),
        ];
        let expected = vec![vec![0, 2, 7], vec![1, 3], vec![4], vec![5, 6]];
        assert_eq!(groups(&texts), expected);
        for end in 0..texts.len() {
            let fewer = groups(&texts[..end]);
            let mut until: Vec<Vec<usize>> = expected.clone();
            until.iter_mut().for_each(|group| group.retain(|place| *place < end));
            until.retain(|group| !group.is_empty());
            assert_eq!(fewer, until);
        }
    }

    #[test]
    fn eight_bits_are_enough_for_a_cosine() {
        let check = |a: &[f32], b: &[f32], expected: f32| {
            let found = Vector::new(a).cosine(&Vector::new(b));
            assert!((found - expected).abs() < 0.01, "{found} for {expected}");
        };
        check(&[0.6, 0.8], &[0.6, 0.8], 1.0);
        check(&[0.006, 0.008], &[0.8, 0.6], 0.96);
        check(&[1.0, 0.0], &[0.0, 1.0], 0.0);
        check(&[1.0], &[1.0, 0.0], 0.0);
    }
}
