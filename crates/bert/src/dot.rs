//! One scalar product at a time, for whoever compares vectors in int8.

use crate::kernel::{Kernel, Multiply, Task};

impl Kernel {
    /// The scalar product of two rows; of the longer one the beginning counts. Exact up to 131,000 numbers, and the same on
    /// every machine.
    #[inline]
    pub fn dot(self, one: &[i8], other: &[i8]) -> i32 {
        self.run(Dot { one, other })
    }
}

struct Dot<'a> {
    one: &'a [i8],
    other: &'a [i8],
}

impl Task for Dot<'_> {
    type Output = i32;

    /// The compiler knows this loop, and writes it in the instructions that `M` stands for.
    #[inline(always)]
    fn run<M: Multiply>(self) -> i32 {
        self.one.iter().zip(self.other).map(|(a, b)| i32::from(*a) * i32::from(*b)).sum()
    }
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
    }
}
