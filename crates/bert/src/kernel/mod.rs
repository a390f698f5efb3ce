//! Products of int8 rows, one file for each instruction set. All give the same integers.

mod portable;

#[cfg(target_arch = "x86_64")]
mod avx2;
#[cfg(target_arch = "x86_64")]
mod avx512bw;
#[cfg(target_arch = "x86_64")]
mod avx512vnni;
#[cfg(target_arch = "x86_64")]
mod avxvnni;
#[cfg(target_arch = "aarch64")]
mod neon;

use crate::matrix::{PANEL, Panel};

/// The most tokens that a kernel multiplies at once.
pub const MOST_TOKENS: usize = 8;

/// Products of some tokens with the rows of a panel.
#[repr(C, align(64))]
pub struct Tile(pub [[i32; PANEL]; MOST_TOKENS]);

impl Tile {
    pub fn new() -> Self {
        Self([[0; PANEL]; MOST_TOKENS])
    }
}

/// An instruction set that this machine has. Whichever is taken, the vectors are the same to the last bit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kernel {
    #[cfg(target_arch = "x86_64")]
    Avx512Vnni(Proof),
    #[cfg(target_arch = "x86_64")]
    AvxVnni(Proof),
    #[cfg(target_arch = "x86_64")]
    Avx512Bw(Proof),
    #[cfg(target_arch = "x86_64")]
    Avx2(Proof),
    #[cfg(target_arch = "aarch64")]
    Neon(Proof),
    Portable,
}

/// That the machine was asked: only this file can make one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Proof(());

impl Kernel {
    /// The fastest one here.
    pub fn best() -> Self {
        Self::available()[0]
    }

    /// All that this machine can run, the fastest first.
    pub fn available() -> Vec<Self> {
        let mut found = Vec::new();
        #[cfg(target_arch = "x86_64")]
        {
            let wide = is_x86_feature_detected!("avx512f")
                && is_x86_feature_detected!("avx512bw")
                && is_x86_feature_detected!("avx512vl");
            if wide && is_x86_feature_detected!("avx512vnni") {
                found.push(Self::Avx512Vnni(Proof(())));
            }
            let narrow = is_x86_feature_detected!("avx2");
            if narrow && is_x86_feature_detected!("avxvnni") {
                found.push(Self::AvxVnni(Proof(())));
            }
            if wide {
                found.push(Self::Avx512Bw(Proof(())));
            }
            if narrow {
                found.push(Self::Avx2(Proof(())));
            }
        }
        #[cfg(target_arch = "aarch64")]
        if std::arch::is_aarch64_feature_detected!("neon") {
            found.push(Self::Neon(Proof(())));
        }
        found.push(Self::Portable);
        found
    }

    /// Runs a task compiled for this instruction set.
    pub(crate) fn run<T: Task>(self, task: T) -> T::Output {
        match self {
            // SAFETY: a `Proof` is only made once the machine has said that it has the instructions.
            #[cfg(target_arch = "x86_64")]
            Self::Avx512Vnni(_) => unsafe { avx512vnni::run(task) },
            // SAFETY: as above.
            #[cfg(target_arch = "x86_64")]
            Self::AvxVnni(_) => unsafe { avxvnni::run(task) },
            // SAFETY: as above.
            #[cfg(target_arch = "x86_64")]
            Self::Avx512Bw(_) => unsafe { avx512bw::run(task) },
            // SAFETY: as above.
            #[cfg(target_arch = "x86_64")]
            Self::Avx2(_) => unsafe { avx2::run(task) },
            // SAFETY: as above.
            #[cfg(target_arch = "aarch64")]
            Self::Neon(_) => unsafe { neon::run(task) },
            Self::Portable => task.run::<portable::Portable>(),
        }
    }
}

/// Work that is compiled once for each instruction set. Its `run`, and all that `run` calls, must be inlined, or it is
/// compiled for the oldest machine.
pub trait Task {
    type Output;

    fn run<M: Multiply>(self) -> Self::Output;
}

/// How an instruction set multiplies.
pub trait Multiply {
    /// How a quantised number of a token is stored.
    type Number: Number;

    /// Tokens that it multiplies at once, at most [`MOST_TOKENS`].
    const TOKENS: usize;

    /// A whole number within ±127, as it is stored.
    fn number(value: i32) -> Self::Number;

    /// Writes the products of each row of a panel with each of `count` tokens, whose numbers begin `stride` apart.
    ///
    /// # Safety
    /// The machine has the instruction set.
    ///
    /// # Panics
    /// When the tokens are more than [`Multiply::TOKENS`], or their numbers fewer than the panel's columns.
    unsafe fn multiply(
        tokens: &[Self::Number],
        stride: usize,
        count: usize,
        panel: Panel<'_>,
        tile: &mut Tile,
    );
}

/// As [`Multiply::multiply`].
#[inline(always)]
pub fn multiply<M: Multiply>(
    tokens: &[M::Number],
    stride: usize,
    count: usize,
    panel: Panel<'_>,
    tile: &mut Tile,
) {
    // SAFETY: the types that are `Multiply` are private to this module, and `Kernel::run`, which alone names them, does so
    // with the proof that the machine has the instructions.
    unsafe { M::multiply(tokens, stride, count, panel, tile) }
}

/// Quantised numbers of some tokens, in the width that the kernel wants.
#[derive(Debug, Default)]
pub struct Numbers {
    narrow: Vec<i8>,
    wide: Vec<i16>,
}

pub trait Number: Copy + Default {
    fn of(numbers: &mut Numbers) -> &mut Vec<Self>;
}

impl Number for i8 {
    fn of(numbers: &mut Numbers) -> &mut Vec<Self> {
        &mut numbers.narrow
    }
}

impl Number for i16 {
    fn of(numbers: &mut Numbers) -> &mut Vec<Self> {
        &mut numbers.wide
    }
}

/// Whether `count` tokens, `stride` apart, reach over all columns of a panel.
#[cfg(any(target_arch = "x86_64", target_arch = "aarch64"))]
#[inline(always)]
fn reaches<T>(tokens: &[T], stride: usize, count: usize, panel: Panel<'_>) -> bool {
    let columns = panel.lines.len() / 2 * 4;
    columns <= stride && count <= MOST_TOKENS && stride.checked_mul(count).is_some_and(|n| n <= tokens.len())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{matrix::Matrix, tensors::Quantized};

    struct Products<'a> {
        matrix: &'a Matrix,
        tokens: &'a [Vec<i8>],
    }

    impl Task for Products<'_> {
        type Output = Vec<i32>;

        fn run<M: Multiply>(self) -> Vec<i32> {
            let stride = self.matrix.groups() * 4;
            let mut numbers = Vec::new();
            for token in self.tokens {
                let whole = token.iter().map(|value| M::number(i32::from(*value)));
                numbers.extend(whole.chain(std::iter::repeat(M::Number::default())).take(stride));
            }
            let mut found = Vec::new();
            for panel in self.matrix.panels() {
                for (at, tokens) in self.tokens.chunks(M::TOKENS).enumerate() {
                    let mut tile = Tile::new();
                    let numbers = &numbers[at * M::TOKENS * stride..];
                    multiply::<M>(numbers, stride, tokens.len(), panel, &mut tile);
                    found.extend(tile.0[..tokens.len()].iter().flatten());
                }
            }
            found.sort_unstable();
            found
        }
    }

    /// Every product of a token with a row, and zeros for the rows that fill the last panel.
    fn expected(rows: &[Vec<i8>], tokens: &[Vec<i8>]) -> Vec<i32> {
        let product = |row: &[i8], token: &[i8]| {
            row.iter().zip(token).map(|(a, b)| i32::from(*a) * i32::from(*b)).sum::<i32>()
        };
        let fill = (rows.len().next_multiple_of(PANEL) - rows.len()) * tokens.len();
        let products = rows.iter().flat_map(|row| tokens.iter().map(|token| product(row, token)));
        let mut products: Vec<i32> = products.chain(std::iter::repeat_n(0, fill)).collect();
        products.sort_unstable();
        products
    }

    fn check(rows: &[Vec<i8>], tokens: &[Vec<i8>]) {
        let part = Quantized {
            rows: rows.len(),
            columns: rows[0].len(),
            values: rows.concat(),
            scales: vec![1.0; rows.len()],
        };
        let matrix = Matrix::pack(&[(part, vec![0.0; rows.len()])]);
        for kernel in Kernel::available() {
            let found = kernel.run(Products { matrix: &matrix, tokens });
            assert!(found == expected(rows, tokens), "{kernel:?}, {} x {}", rows.len(), rows[0].len());
        }
    }

    #[test]
    fn nothing_saturates() {
        for (weight, number) in [(127, 127), (127, -127), (-127, 127), (-127, -127), (-128, -127)] {
            check(&vec![vec![weight; 1000]; 40], &vec![vec![number; 1000]; 13]);
        }
    }

    proptest! {
        #[test]
        fn all_kernels_give_the_same_integers(
            (rows, tokens) in (1..70_usize).prop_flat_map(|columns| {
                let weights = prop::collection::vec(any::<i8>(), columns);
                let numbers = prop::collection::vec(-127..=127_i8, columns);
                (prop::collection::vec(weights, 1..70), prop::collection::vec(numbers, 1..30))
            })
        ) {
            check(&rows, &tokens);
        }
    }
}
