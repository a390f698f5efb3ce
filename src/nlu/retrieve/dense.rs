//! Exact search over vectors of small integers: below 30,000 of them it beats every index (see docs/architecture.md).

/// A vector's steps on each side of zero.
const STEPS: f32 = 127.0;

/// Vectors of length 1, each number in 255 steps. They lie in 16 bits, which every processor multiplies and adds in pairs.
pub(super) struct Dense {
    dimensions: usize,
    /// One vector after another.
    steps: Vec<i16>,
    /// What one step of each vector stands for.
    scales: Vec<f32>,
}

impl Dense {
    pub(super) fn new(vectors: &[Vec<f32>]) -> Self {
        let mut dense = Self {
            dimensions: vectors.first().map_or(0, Vec::len),
            steps: Vec::with_capacity(vectors.iter().map(Vec::len).sum()),
            scales: Vec::with_capacity(vectors.len()),
        };
        for vector in vectors {
            dense.scales.push(quantize(vector, &mut dense.steps));
        }
        dense
    }

    /// The vectors nearest to `query` by cosine, best first, with their similarity.
    pub(super) fn nearest(&self, query: &[f32], count: usize) -> Vec<(usize, f32)> {
        if self.dimensions == 0 || query.len() != self.dimensions {
            return Vec::new();
        }
        let mut steps = Vec::with_capacity(query.len());
        let scale = quantize(query, &mut steps);
        let mut best: Vec<(usize, f32)> = Vec::with_capacity(count + 1);
        for (at, (vector, of_vector)) in
            self.steps.chunks_exact(self.dimensions).zip(&self.scales).enumerate()
        {
            let similarity = dot(&steps, vector) as f32 * scale * of_vector;
            if best.len() < count || best.last().is_some_and(|(_, least)| similarity > *least) {
                let place = best.partition_point(|(_, other)| *other >= similarity);
                best.insert(place, (at, similarity));
                best.truncate(count);
            }
        }
        best
    }
}

/// Appends the vector in steps and tells what a step stands for.
fn quantize(vector: &[f32], steps: &mut Vec<i16>) -> f32 {
    let largest = vector.iter().fold(0.0_f32, |most, value| most.max(value.abs()));
    let scale = largest.max(f32::MIN_POSITIVE) / STEPS;
    steps.extend(vector.iter().map(|value| (value / scale).round() as i16));
    scale
}

fn dot(a: &[i16], b: &[i16]) -> i32 {
    a.iter().zip(b).map(|(a, b)| i32::from(*a) * i32::from(*b)).sum()
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
