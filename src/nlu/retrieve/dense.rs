//! Exact search over vectors: with fewer than some ten thousand of them no index is worth its building.

/// Vectors of length 1, one dimension after another: a query of a few words is zero in most dimensions, and those cost nothing.
pub(super) struct Dense {
    vectors: usize,
    /// The numbers of all vectors in each dimension.
    dimensions: Vec<Vec<f32>>,
}

impl Dense {
    pub(super) fn new(vectors: &[Vec<f32>]) -> Self {
        let dimensions = vectors.first().map_or(0, Vec::len);
        let column = |dimension: usize| vectors.iter().map(|vector| vector[dimension]).collect();
        Self { vectors: vectors.len(), dimensions: (0..dimensions).map(column).collect() }
    }

    /// The vectors nearest to `query` by cosine, best first, with their similarity.
    pub(super) fn nearest(&self, query: &[f32], count: usize) -> Vec<(usize, f32)> {
        if query.len() != self.dimensions.len() {
            return Vec::new();
        }
        let mut best: Vec<(usize, f32)> = Vec::with_capacity(count + 1);
        for (at, similarity) in self.similarities(query).into_iter().enumerate() {
            if best.len() < count || best.last().is_some_and(|(_, least)| similarity > *least) {
                let place = best.partition_point(|(_, other)| *other >= similarity);
                best.insert(place, (at, similarity));
                best.truncate(count);
            }
        }
        best
    }

    fn similarities(&self, query: &[f32]) -> Vec<f32> {
        let mut similarities = vec![0.0; self.vectors];
        for (value, column) in query.iter().zip(&self.dimensions).filter(|(value, _)| **value != 0.0) {
            for (similarity, other) in similarities.iter_mut().zip(column) {
                *similarity += value * other;
            }
        }
        similarities
    }
}

#[cfg(test)]
mod tests {
    use super::Dense;

    #[test]
    fn nearest_first() {
        let dense = Dense::new(&[vec![1.0, 0.0], vec![0.6, 0.8], vec![0.0, 1.0], vec![-1.0, 0.0]]);
        let check = |query: &[f32], count, expected: &[usize]| {
            let found: Vec<usize> = dense.nearest(query, count).into_iter().map(|(at, _)| at).collect();
            assert_eq!(found, expected, "{query:?}");
        };
        check(&[1.0, 0.0], 2, &[0, 1]);
        check(&[0.1, 0.9], 9, &[2, 1, 0, 3]);
        check(&[1.0], 2, &[]);
        assert!((dense.nearest(&[1.0, 0.0], 1)[0].1 - 1.0).abs() < 0.01);
        assert!(Dense::new(&[]).nearest(&[1.0], 3).is_empty());
    }
}
