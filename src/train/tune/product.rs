//! Products of matrices that lie row by row.

use ndarray::{ArrayView2, ArrayViewMut2, linalg::general_mat_mul};

/// `left` · `right`, where `right` has `columns`.
pub(super) fn product(left: &[f32], right: &[f32], inner: usize, columns: usize) -> Vec<f32> {
    let mut out = vec![0.0; left.len() / inner * columns];
    multiply(view(left, inner), view(right, columns), &mut out, columns);
    out
}

/// `left` · `right`ᵀ, where both have `inner` columns.
pub(super) fn product_turned(left: &[f32], right: &[f32], inner: usize) -> Vec<f32> {
    let columns = right.len() / inner;
    let mut out = vec![0.0; left.len() / inner * columns];
    multiply(view(left, inner), view(right, inner).reversed_axes(), &mut out, columns);
    out
}

/// `left`ᵀ · `right`, where they have so many columns: what weights of outputs × inputs add to a loss by rows of both.
pub(super) fn gradient(left: &[f32], rows: usize, right: &[f32], columns: usize) -> Vec<f32> {
    let mut out = vec![0.0; rows * columns];
    multiply(view(left, rows).reversed_axes(), view(right, columns), &mut out, columns);
    out
}

fn multiply(left: ArrayView2<'_, f32>, right: ArrayView2<'_, f32>, out: &mut [f32], columns: usize) {
    let rows = out.len() / columns;
    let mut out =
        ArrayViewMut2::from_shape((rows, columns), out).expect("the rows are counted from the length");
    general_mat_mul(1.0, &left, &right, 0.0, &mut out);
}

fn view(values: &[f32], columns: usize) -> ArrayView2<'_, f32> {
    ArrayView2::from_shape((values.len() / columns, columns), values).expect("a matrix has whole rows")
}

#[cfg(test)]
mod tests {
    use super::{gradient, product, product_turned};

    #[test]
    fn products_are_those_of_the_textbook() {
        let (a, b) = ([1.0, 2.0, 3.0, 4.0, 5.0, 6.0], [1.0, 0.0, -1.0, 2.0, 0.5, 1.0]);
        assert_eq!(product(&a, &b, 3, 2), [0.5, 7.0, 2.0, 16.0]);
        assert_eq!(product_turned(&a, &b, 3), [-2.0, 6.0, -2.0, 16.5]);
        assert_eq!(gradient(&a, 3, &[1.0, 2.0], 1), [9.0, 12.0, 15.0]);
    }
}
