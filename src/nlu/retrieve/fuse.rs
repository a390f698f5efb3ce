//! One ranking out of two.

/// How much of the likeness the words make up; the vectors make up the rest.
const WORDS: f32 = 0.4;

/// Hits of both searches by index, best first, with a likeness in 0..=1. BM25 scores count as shares of the best one, times
/// the best vector's similarity, so that they do not make a poor match a good one.
pub(super) fn fuse(dense: &[(usize, f32)], lexical: &[(usize, f32)]) -> Vec<(usize, f32)> {
    let nearest = dense.first().map_or(0.0, |(_, similarity)| similarity.clamp(0.0, 1.0));
    let most = lexical.first().map_or(1.0, |(_, score)| score.max(f32::MIN_POSITIVE));
    let mut fused: Vec<(usize, f32)> =
        dense.iter().map(|(at, similarity)| (*at, (1.0 - WORDS) * similarity.clamp(0.0, 1.0))).collect();
    for (at, score) in lexical {
        let share = WORDS * nearest * score / most;
        match fused.iter_mut().find(|(known, _)| known == at) {
            Some((_, likeness)) => *likeness += share,
            None => fused.push((*at, share)),
        }
    }
    fused.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    fused
}

#[cfg(test)]
mod tests {
    use super::fuse;

    #[test]
    fn both_beat_one() {
        let check = |dense: &[(usize, f32)], lexical: &[(usize, f32)], expected: &[usize]| {
            assert_eq!(fuse(dense, lexical).into_iter().map(|(at, _)| at).collect::<Vec<_>>(), expected);
        };
        check(&[], &[], &[]);
        check(&[(3, 0.9), (1, 0.8)], &[(1, 12.0), (2, 3.0)], &[1, 3, 2]);
        check(&[], &[(4, 2.0)], &[4]);
    }
}
