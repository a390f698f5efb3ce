//! Linear support vector machines, one per class, by dual coordinate descent.
//!
//! L2-regularised squared hinge loss: Hsieh, Chang, Lin, Keerthi, Sundararajan, "A Dual Coordinate Descent Method for
//! Large-scale Linear SVM", ICML 2008, algorithm 1.

use std::{num::NonZeroUsize, thread};

use crate::nlu::features::Sparse;

#[derive(Debug, Clone, Copy)]
pub struct Settings {
    /// The cost of a violated margin against the size of the weights.
    pub cost: f64,
    /// Stop when the largest and the smallest projected gradient of a pass differ by less.
    pub tolerance: f64,
    /// Passes over the rows at most.
    pub passes: usize,
    pub seed: u64,
    pub threads: NonZeroUsize,
}

/// What separates one class from all others: a weight for each feature, and a bias.
#[derive(Debug, Clone)]
pub struct Plane {
    pub weights: Vec<f32>,
    pub bias: f32,
}

/// Rows to be separated.
#[derive(Debug, Clone, Copy)]
pub struct Problem<'a> {
    pub rows: &'a [Sparse],
    /// The class of each row, below `classes`.
    pub labels: &'a [usize],
    /// Multiplies each row's cost.
    pub importance: &'a [f64],
    pub classes: usize,
    pub features: usize,
}

impl Problem<'_> {
    /// One plane per class, each against all other classes; the same on any number of threads.
    pub fn fit(self, settings: Settings) -> Vec<Plane> {
        let square =
            |row: &Sparse| 1.0 + row.values.iter().map(|v| f64::from(*v) * f64::from(*v)).sum::<f64>();
        let squares: Vec<f64> = self.rows.iter().map(square).collect();
        let workers = settings.threads.get().min(self.classes.max(1));
        let of_worker = &|worker| -> Vec<(usize, Plane)> {
            let classes = (worker..self.classes).step_by(workers);
            classes.map(|class| (class, self.separate(class, &squares, settings))).collect()
        };
        let mut planes: Vec<(usize, Plane)> = thread::scope(|scope| {
            let started: Vec<_> = (0..workers).map(|worker| scope.spawn(move || of_worker(worker))).collect();
            let joined = started.into_iter().map(thread::ScopedJoinHandle::join);
            joined
                .flat_map(|planes| planes.unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
                .collect()
        });
        planes.sort_unstable_by_key(|(class, _)| *class);
        planes.into_iter().map(|(_, plane)| plane).collect()
    }

    fn separate(self, class: usize, squares: &[f64], settings: Settings) -> Plane {
        let Self { rows, labels, importance, features, .. } = self;
        let mut random =
            fastrand::Rng::with_seed(settings.seed ^ (class as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15));
        let mut weights = vec![0.0_f64; features];
        let mut bias = 0.0_f64;
        let mut alphas = vec![0.0_f64; rows.len()];
        let mut order: Vec<usize> = (0..rows.len()).collect();
        for _ in 0..settings.passes {
            random.shuffle(&mut order);
            let (mut largest, mut smallest) = (f64::MIN, f64::MAX);
            for &row in &order {
                let sign = if labels[row] == class { 1.0 } else { -1.0 };
                let slack = 0.5 / (settings.cost * importance[row]);
                let entries = rows[row].indices.iter().zip(&rows[row].values);
                let score =
                    entries.clone().map(|(at, value)| weights[*at as usize] * f64::from(*value)).sum::<f64>()
                        + bias;
                let gradient = sign * score - 1.0 + slack * alphas[row];
                let projected = if alphas[row] == 0.0 { gradient.min(0.0) } else { gradient };
                largest = largest.max(projected);
                smallest = smallest.min(projected);
                if projected == 0.0 {
                    continue;
                }
                let before = alphas[row];
                alphas[row] = (before - gradient / (squares[row] + slack)).max(0.0);
                let step = (alphas[row] - before) * sign;
                for (at, value) in entries {
                    weights[*at as usize] += step * f64::from(*value);
                }
                bias += step;
            }
            if largest - smallest < settings.tolerance {
                break;
            }
        }
        Plane { weights: weights.into_iter().map(|weight| weight as f32).collect(), bias: bias as f32 }
    }
}
