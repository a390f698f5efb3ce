//! From the raw scores of several views to one probability for each class.

/// Steps that Newton's method may take; it needs about ten.
const STEPS: usize = 50;

/// One text: what each view gives each class.
pub type Views<'s, const VIEWS: usize> = [&'s [f32]; VIEWS];

/// The probability of each class, which add up to 1: each view's scores times its weight, added, and a softmax taken.
///
/// With one view this is temperature scaling: Guo, Pleiss, Sun, Weinberger, "On Calibration of Modern Neural Networks", ICML 2017.
/// With more it is stacking: Wolpert, "Stacked Generalization", Neural Networks 5, 1992.
pub fn probabilities<const VIEWS: usize>(weights: &[f32; VIEWS], views: Views<'_, VIEWS>) -> Vec<f32> {
    let mut powers = sums(&weights.map(f64::from), views);
    soften(&mut powers);
    powers.into_iter().map(|power| power as f32).collect()
}

/// The weights, none below 0, under which the true classes of held-out rows are most likely; and how unlikely they still are: the mean
/// negative logarithm of their probabilities.
pub fn fit<const VIEWS: usize>(rows: &[(Views<'_, VIEWS>, usize)]) -> ([f32; VIEWS], f64) {
    let mut weights = [0.0; VIEWS];
    let mut surprise = surprise(&weights, rows);
    for _ in 0..STEPS {
        let step = newton(&weights, rows);
        // Half the step while it leads uphill.
        let tried = (0..20).map(|halved| {
            let scale = 1.0 / f64::from(1 << halved);
            std::array::from_fn(|view| f64::max(weights[view] - scale * step[view], 0.0))
        });
        let better = tried
            .map(|weights: [f64; VIEWS]| (self::surprise(&weights, rows), weights))
            .find(|(tried, _)| *tried < surprise);
        let Some((lower, nearer)) = better else { break };
        let gain = surprise - lower;
        (surprise, weights) = (lower, nearer);
        if gain < 1e-7 * surprise {
            break;
        }
    }
    (weights.map(|weight| weight as f32), surprise)
}

/// The mean negative logarithm of the true class's probability.
fn surprise<const VIEWS: usize>(weights: &[f64; VIEWS], rows: &[(Views<'_, VIEWS>, usize)]) -> f64 {
    let of_row = |(views, truth): &(Views<'_, VIEWS>, usize)| {
        let mut powers = sums(weights, *views);
        soften(&mut powers);
        -libm::log(powers[*truth].max(f64::MIN_POSITIVE))
    };
    rows.iter().map(of_row).sum::<f64>() / rows.len().max(1) as f64
}

/// The gradient of the surprise over its curvature.
fn newton<const VIEWS: usize>(weights: &[f64; VIEWS], rows: &[(Views<'_, VIEWS>, usize)]) -> [f64; VIEWS] {
    let mut gradient = [0.0; VIEWS];
    let mut curvature = [[0.0; VIEWS]; VIEWS];
    for (views, truth) in rows {
        let mut powers = sums(weights, *views);
        soften(&mut powers);
        let mean: [f64; VIEWS] = views.map(|scores| {
            scores.iter().zip(&powers).map(|(score, power)| f64::from(*score) * power).sum::<f64>()
        });
        for (view, scores) in views.iter().enumerate() {
            gradient[view] += mean[view] - f64::from(scores[*truth]);
            for (other, others) in views.iter().enumerate() {
                let product = scores.iter().zip(*others).zip(&powers);
                let product =
                    product.map(|((a, b), power)| f64::from(*a) * f64::from(*b) * power).sum::<f64>();
                curvature[view][other] += product - mean[view] * mean[other];
            }
        }
    }
    // A view at its bound of 0 that wants to go below stays there.
    for view in 0..VIEWS {
        let stuck = weights[view] == 0.0 && gradient[view] > 0.0;
        if stuck {
            gradient[view] = 0.0;
            (0..VIEWS).for_each(|other| (curvature[view][other], curvature[other][view]) = (0.0, 0.0));
        }
        // Views that say the same leave no direction undecided.
        curvature[view][view] += 1e-9 * rows.len() as f64 + f64::from(u8::from(stuck));
    }
    solve(curvature, gradient)
}

/// Gauss's elimination of a positive definite system.
fn solve<const N: usize>(mut matrix: [[f64; N]; N], mut right: [f64; N]) -> [f64; N] {
    for pivot in 0..N {
        for row in pivot + 1..N {
            let (above, below) = matrix.split_at_mut(row);
            let (upper, lower) = (&above[pivot], &mut below[0]);
            let share = lower[pivot] / upper[pivot];
            lower.iter_mut().zip(upper).skip(pivot).for_each(|(value, other)| *value -= share * other);
            right[row] -= share * right[pivot];
        }
    }
    for row in (0..N).rev() {
        let known: f64 = (row + 1..N).map(|column| matrix[row][column] * right[column]).sum();
        right[row] = (right[row] - known) / matrix[row][row];
    }
    right
}

fn sums<const VIEWS: usize>(weights: &[f64; VIEWS], views: Views<'_, VIEWS>) -> Vec<f64> {
    let classes = views.first().map_or(0, |scores| scores.len());
    let sum =
        |class| weights.iter().zip(views).map(|(weight, scores)| weight * f64::from(scores[class])).sum();
    (0..classes).map(sum).collect()
}

/// The softmax, in place.
fn soften(values: &mut [f64]) {
    let largest = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    values.iter_mut().for_each(|value| *value = libm::exp(*value - largest));
    let sum: f64 = values.iter().sum();
    values.iter_mut().for_each(|value| *value /= sum);
}

#[cfg(test)]
mod tests {
    use super::{fit, probabilities};

    #[test]
    fn probabilities_add_up() {
        let check = |scores: &[f32]| {
            let probabilities = super::probabilities(&[3.0], [scores]);
            assert!((probabilities.iter().sum::<f32>() - 1.0).abs() < 1e-5, "{probabilities:?}");
        };
        check(&[0.0]);
        check(&[-1.0, 0.2, 0.3]);
        check(&[1e4, -1e4, 0.0]);
    }

    #[test]
    fn weights_meet_the_rate() {
        // The better score is right in three of four rows.
        let scores = [1.0_f32, 0.0];
        let rows: Vec<_> = (0..400).map(|row| ([scores.as_slice()], usize::from(row % 4 == 0))).collect();
        let sure = probabilities(&fit(&rows).0, [&scores])[0];
        assert!((sure - 0.75).abs() < 0.001, "{sure}");
    }

    #[test]
    fn a_view_that_knows_nothing_gets_no_weight() {
        let (knows, opposite) = ([[1.0_f32, -1.0], [-1.0, 1.0]], [[-1.0_f32, 1.0], [1.0, -1.0]]);
        // The first view is right in nine of ten rows, the second says the opposite of the truth.
        let row = |row: usize| {
            let truth = row % 2;
            let seen = if row.is_multiple_of(10) { 1 - truth } else { truth };
            ([knows[seen].as_slice(), opposite[truth].as_slice()], truth)
        };
        let rows: Vec<_> = (0..200).map(row).collect();
        let [first, second] = fit(&rows).0;
        assert!(first > 0.5 && second == 0.0, "{first} {second}");
    }
}
