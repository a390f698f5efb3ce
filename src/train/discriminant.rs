//! Linear discriminant analysis of vectors: one normal distribution per class, all of one shape.
//!
//! Friedman, "Regularized Discriminant Analysis", JASA 84, 1989, with the shape drawn towards a sphere.

use crate::nlu::Meaning;

/// What the rows say about the classes, whatever the shrinkage.
pub(super) struct Moments {
    dimensions: usize,
    /// By class.
    means: Vec<Vec<f64>>,
    /// Of rows around the mean of their class, `dimensions` × `dimensions`.
    covariance: Vec<f64>,
}

impl Moments {
    /// Of rows with the class of each. A class without a row lies where all rows lie.
    pub fn new(rows: &[(&[f32], usize)], classes: usize) -> Self {
        let dimensions = rows.first().map_or(0, |(vector, _)| vector.len());
        let overall = mean(rows.iter().map(|(vector, _)| *vector), dimensions);
        let mut of_class = vec![Vec::new(); classes];
        rows.iter().for_each(|(vector, class)| of_class[*class].push(*vector));
        let of_class = of_class.into_iter();
        let means: Vec<Vec<f64>> = of_class
            .map(|own| if own.is_empty() { overall.clone() } else { mean(own.into_iter(), dimensions) })
            .collect();
        let mut covariance = vec![0.0; dimensions * dimensions];
        for (vector, class) in rows {
            let deviation: Vec<f64> =
                vector.iter().zip(&means[*class]).map(|(value, mean)| f64::from(*value) - mean).collect();
            for (row, value) in covariance.chunks_exact_mut(dimensions).zip(&deviation) {
                row.iter_mut().zip(&deviation).for_each(|(sum, other)| *sum += value * other);
            }
        }
        covariance.iter_mut().for_each(|sum| *sum /= rows.len().max(1) as f64);
        Self { dimensions, means, covariance }
    }

    /// The functions that tell the classes apart, with the covariance drawn towards a sphere of the same size by `shrinkage`, above 0
    /// and up to 1. `None` where the rows do not differ at all.
    pub fn discriminant(&self, shrinkage: f64) -> Option<Meaning> {
        let mut factor = self.covariance.clone();
        let trace: f64 = factor.iter().step_by(self.dimensions + 1).sum();
        let sphere = shrinkage * trace / self.dimensions as f64;
        factor.iter_mut().for_each(|value| *value *= 1.0 - shrinkage);
        factor.iter_mut().step_by(self.dimensions + 1).for_each(|value| *value += sphere);
        cholesky(&mut factor, self.dimensions)?;
        let (mut weights, mut biases) = (Vec::new(), Vec::new());
        for mean in &self.means {
            let of_class = solve(&factor, mean);
            let dot: f64 = of_class.iter().zip(mean).map(|(weight, value)| weight * value).sum();
            biases.push((-0.5 * dot) as f32);
            weights.extend(of_class.into_iter().map(|weight| weight as f32));
        }
        Meaning::new(self.dimensions, &weights, biases)
    }
}

fn mean<'v>(vectors: impl Iterator<Item = &'v [f32]>, dimensions: usize) -> Vec<f64> {
    let (mut sum, mut count) = (vec![0.0; dimensions], 0.0_f64);
    for vector in vectors {
        sum.iter_mut().zip(vector).for_each(|(sum, value)| *sum += f64::from(*value));
        count += 1.0;
    }
    sum.iter_mut().for_each(|sum| *sum /= count.max(1.0));
    sum
}

/// Turns a symmetric positive definite matrix into its lower factor, in place; `None` when it is none.
pub(super) fn cholesky(matrix: &mut [f64], size: usize) -> Option<()> {
    for row in 0..size {
        let (above, below) = matrix.split_at_mut(row * size);
        let current = &mut below[..size];
        for column in 0..row {
            let other = &above[column * size..][..=column];
            let known: f64 = current[..column].iter().zip(other).map(|(a, b)| a * b).sum();
            current[column] = (current[column] - known) / other[column];
        }
        let known: f64 = current[..row].iter().map(|value| value * value).sum();
        let rest = current[row] - known;
        if rest.is_nan() || rest <= 0.0 {
            return None;
        }
        current[row] = rest.sqrt();
    }
    Some(())
}

/// What the matrix of a lower factor maps to `right`.
pub(super) fn solve(factor: &[f64], right: &[f64]) -> Vec<f64> {
    let size = right.len();
    let mut found = right.to_vec();
    for row in 0..size {
        let known: f64 = factor[row * size..][..row].iter().zip(&found).map(|(a, b)| a * b).sum();
        found[row] = (found[row] - known) / factor[row * size + row];
    }
    for row in (0..size).rev() {
        found[row] /= factor[row * size + row];
        let value = found[row];
        let above = factor[row * size..][..row].iter();
        found[..row].iter_mut().zip(above).for_each(|(sum, share)| *sum -= share * value);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{Moments, cholesky, solve};

    #[test]
    fn a_system_is_solved() {
        let matrix = [4.0, 2.0, 0.6, 2.0, 5.0, 1.0, 0.6, 1.0, 3.0];
        let mut factor = matrix;
        cholesky(&mut factor, 3).unwrap();
        let found = solve(&factor, &[1.0, -2.0, 0.5]);
        for (row, expected) in matrix.chunks_exact(3).zip([1.0, -2.0, 0.5]) {
            let got: f64 = row.iter().zip(&found).map(|(a, b)| a * b).sum();
            assert!((got - expected).abs() < 1e-12, "{found:?}");
        }
        assert!(cholesky(&mut [1.0, 2.0, 2.0, 1.0], 2).is_none());
    }

    #[test]
    fn classes_are_told_apart_where_they_differ() {
        // The second dimension is noise, ten times as wide as the gap in the first.
        let rows: Vec<([f32; 2], usize)> = (0..40)
            .map(|row| ([if row % 2 == 0 { 0.1 } else { -0.1 }, (row / 2) as f32 / 10.0 - 1.0], row % 2))
            .map(|([gap, noise], class)| ([gap + noise * 0.01, noise], class))
            .collect();
        let rows: Vec<(&[f32], usize)> =
            rows.iter().map(|(vector, class)| (vector.as_slice(), *class)).collect();
        let meaning = Moments::new(&rows, 2).discriminant(0.01).unwrap();
        let check = |vector: [f32; 2], class: usize| {
            let scores = meaning.scores(&vector).unwrap();
            assert!(scores[class] > scores[1 - class], "{vector:?} {scores:?}");
        };
        check([0.1, 0.9], 0);
        check([0.1, -0.9], 0);
        check([-0.1, 0.9], 1);
        check([-0.1, -0.9], 1);
        let same: [(&[f32], usize); 2] = [(&[1.0, 0.0], 0), (&[1.0, 0.0], 1)];
        assert!(Moments::new(&same, 2).discriminant(0.5).is_none());
    }
}
