//! AVX2: `vpmaddwd` on numbers of 16 bits, whose sums of two products always fit. Each sum is kept in two halves until the
//! end.

use std::arch::x86_64::{
    __m256i, _mm_loadu_si128, _mm256_add_epi32, _mm256_cvtepi8_epi16, _mm256_hadd_epi32, _mm256_madd_epi16,
    _mm256_permute4x64_epi64, _mm256_set1_epi64x, _mm256_setzero_si256, _mm256_storeu_si256,
};

use super::{Multiply, Task, Tile, reaches};
use crate::matrix::{PANEL, Panel};

pub struct Avx2;

/// Rows at once: as many sums as leave registers for weights and numbers.
const ROWS: usize = 8;
const BLOCK: usize = 4;

#[target_feature(enable = "avx2")]
pub fn run<T: Task>(task: T) -> T::Output {
    task.run::<Avx2>()
}

impl Multiply for Avx2 {
    type Number = i16;

    const TOKENS: usize = 8;

    #[inline(always)]
    fn number(value: i32) -> i16 {
        value as i16
    }

    #[target_feature(enable = "avx2")]
    unsafe fn multiply(tokens: &[i16], stride: usize, count: usize, panel: Panel<'_>, tile: &mut Tile) {
        assert!(reaches(tokens, stride, count, panel));
        for first in (0..count).step_by(BLOCK) {
            let tokens = tokens[first * stride..].as_ptr();
            let tile = &mut tile.0[first..];
            // SAFETY: that the tokens reach over the panel's columns was checked.
            unsafe {
                match count - first {
                    1 => multiply::<1>(tokens, stride, panel, tile),
                    2 => multiply::<2>(tokens, stride, panel, tile),
                    3 => multiply::<3>(tokens, stride, panel, tile),
                    _ => multiply::<BLOCK>(tokens, stride, panel, tile),
                }
            }
        }
    }
}

/// # Safety
/// `COUNT` tokens, `stride` apart, have as many numbers as the panel has columns.
#[target_feature(enable = "avx2")]
unsafe fn multiply<const COUNT: usize>(
    tokens: *const i16,
    stride: usize,
    panel: Panel<'_>,
    tile: &mut [[i32; PANEL]],
) {
    for rows in (0..PANEL).step_by(ROWS) {
        let mut sums: [[__m256i; 2]; COUNT] = [[_mm256_setzero_si256(); 2]; COUNT];
        for (group, lines) in panel.lines.as_chunks::<2>().0.iter().enumerate() {
            let weights = &lines[rows / 16].0[rows % 16 * 4..][..32];
            let (low, high) = weights.split_at(16);
            // SAFETY: sixteen bytes each.
            let weights = [low, high]
                .map(|half| _mm256_cvtepi8_epi16(unsafe { _mm_loadu_si128(half.as_ptr().cast()) }));
            for (token, sums) in sums.iter_mut().enumerate() {
                // SAFETY: within the token, by the condition of this function.
                let four = unsafe { tokens.add(token * stride + group * 4).cast::<i64>().read_unaligned() };
                let four = _mm256_set1_epi64x(four);
                sums[0] = _mm256_add_epi32(sums[0], _mm256_madd_epi16(four, weights[0]));
                sums[1] = _mm256_add_epi32(sums[1], _mm256_madd_epi16(four, weights[1]));
            }
        }
        for (sums, row) in sums.iter().zip(&mut *tile) {
            let halves = _mm256_hadd_epi32(sums[0], sums[1]);
            let whole = _mm256_permute4x64_epi64::<0b11_01_10_00>(halves);
            // SAFETY: eight numbers of 32 bits.
            unsafe { _mm256_storeu_si256(row[rows..rows + ROWS].as_mut_ptr().cast(), whole) };
        }
    }
}
