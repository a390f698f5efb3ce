//! Layer normalisation and its derivative: Ba, Kiros, Hinton (arXiv:1607.06450).

use xiaoer_bert::Parameters;

/// Normalises each row.
pub(super) fn forward(rows: &[f32], norm: &Parameters, eps: f32) -> Vec<f32> {
    let mut out = rows.to_vec();
    for row in out.chunks_exact_mut(norm.weight.len()) {
        let (mean, factor) = moments(row, eps);
        for ((value, weight), bias) in row.iter_mut().zip(&norm.weight).zip(&norm.bias) {
            *value = (*value - mean) * factor * weight + bias;
        }
    }
    out
}

/// From the gradient of what [`forward`] gave to that of the rows; adds up that of the norm.
pub(super) fn backward(
    rows: &[f32],
    norm: &Parameters,
    eps: f32,
    gradient: &[f32],
    of_norm: &mut Parameters,
) -> Vec<f32> {
    let columns = norm.weight.len();
    let mut of_rows = rows.to_vec();
    for (row, gradient) in of_rows.chunks_exact_mut(columns).zip(gradient.chunks_exact(columns)) {
        let (mean, factor) = moments(row, eps);
        row.iter_mut().for_each(|value| *value = (*value - mean) * factor);
        let (mut sum, mut along) = (0.0, 0.0);
        for (column, (value, gradient)) in row.iter().zip(gradient).enumerate() {
            of_norm.weight[column] += gradient * value;
            of_norm.bias[column] += gradient;
            let scaled = gradient * norm.weight[column];
            sum += scaled;
            along += scaled * value;
        }
        let (sum, along) = (sum / columns as f32, along / columns as f32);
        for ((value, gradient), weight) in row.iter_mut().zip(gradient).zip(&norm.weight) {
            *value = factor * (gradient * weight - sum - *value * along);
        }
    }
    of_rows
}

/// A row's mean, and one over its deviation.
fn moments(row: &[f32], eps: f32) -> (f32, f32) {
    let length = row.len() as f32;
    let mean = row.iter().sum::<f32>() / length;
    let variance = row.iter().map(|value| (value - mean) * (value - mean)).sum::<f32>() / length;
    (mean, 1.0 / (variance + eps).sqrt())
}
