//! Scalar products, for whoever compares vectors in int8.

use crate::kernel::{Kernel, Multiply, Task};

impl Kernel {
    /// The scalar product of two rows; of the longer one the beginning counts. Exact up to 131,000 numbers, and the same on
    /// every machine.
    #[inline]
    pub fn dot(self, one: &[i8], other: &[i8]) -> i32 {
        self.run(Dot { one, other })
    }

    /// The scalar product of `one` with each of the rows that lie one after another in `rows`, as long as it is. Each product goes
    /// to `emit`, in the order of the rows; all are what [`Kernel::dot`] gives.
    #[inline]
    pub fn dots(self, one: &[i8], rows: &[i8], emit: impl FnMut(i32)) {
        self.run(Dots { one, rows, emit });
    }
}

struct Dot<'a> {
    one: &'a [i8],
    other: &'a [i8],
}

impl Task for Dot<'_> {
    type Output = i32;

    #[inline(always)]
    fn run<M: Multiply>(self) -> i32 {
        product(self.one, self.other)
    }
}

struct Dots<'a, E> {
    one: &'a [i8],
    rows: &'a [i8],
    emit: E,
}

impl<E: FnMut(i32)> Task for Dots<'_, E> {
    type Output = ();

    #[inline(always)]
    fn run<M: Multiply>(mut self) {
        for row in self.rows.chunks_exact(self.one.len().max(1)) {
            (self.emit)(product(self.one, row));
        }
    }
}

/// The compiler knows this loop, and writes it in the instructions of whatever it is inlined into.
#[inline(always)]
fn product(one: &[i8], other: &[i8]) -> i32 {
    one.iter().zip(other).map(|(a, b)| i32::from(*a) * i32::from(*b)).sum()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Kernel;

    proptest! {
        #[test]
        fn all_kernels_give_the_same_product(
            one in prop::collection::vec(any::<i8>(), 0..500),
            other in prop::collection::vec(any::<i8>(), 0..500),
        ) {
            let expected: i64 = one.iter().zip(&other).map(|(a, b)| i64::from(*a) * i64::from(*b)).sum();
            for kernel in Kernel::available() {
                prop_assert_eq!(i64::from(kernel.dot(&one, &other)), expected, "{:?}", kernel);
            }
        }

        #[test]
        fn a_product_for_each_row(
            (one, rows) in (1..100_usize, 0..9_usize).prop_flat_map(|(length, rows)| {
                let numbers = |count| prop::collection::vec(any::<i8>(), count);
                (numbers(length), numbers(length * rows))
            })
        ) {
            for kernel in Kernel::available() {
                let expected: Vec<i32> = rows.chunks(one.len()).map(|row| kernel.dot(&one, row)).collect();
                let mut found = Vec::new();
                kernel.dots(&one, &rows, |product| found.push(product));
                prop_assert_eq!(found, expected, "{:?}", kernel);
            }
        }
    }
}
