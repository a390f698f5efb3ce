//! NEON: products of 16 bits, added in pairs to sums of 32 bits. Each sum is kept in two halves until the end.

use std::arch::aarch64::{
    int32x4_t, vdup_n_s32, vdupq_n_s32, vld1_s8, vmull_s8, vpadalq_s16, vpaddq_s32, vreinterpret_s8_s32,
    vst1q_s32,
};

use super::{Multiply, Task, Tile, reaches};
use crate::matrix::{PANEL, Panel};

pub struct Neon;

/// Rows and tokens at once: as many sums as leave registers for weights and numbers.
const ROWS: usize = 8;
const BLOCK: usize = 4;

#[target_feature(enable = "neon")]
pub fn run<T: Task>(task: T) -> T::Output {
    task.run::<Neon>()
}

impl Multiply for Neon {
    type Number = i8;

    const TOKENS: usize = 8;

    #[inline(always)]
    fn number(value: i32) -> i8 {
        value as i8
    }

    #[target_feature(enable = "neon")]
    unsafe fn multiply(tokens: &[i8], stride: usize, count: usize, panel: Panel<'_>, tile: &mut Tile) {
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
#[target_feature(enable = "neon")]
unsafe fn multiply<const COUNT: usize>(
    tokens: *const i8,
    stride: usize,
    panel: Panel<'_>,
    tile: &mut [[i32; PANEL]],
) {
    for rows in (0..PANEL).step_by(ROWS) {
        let mut sums: [[int32x4_t; 4]; COUNT] = [[vdupq_n_s32(0); 4]; COUNT];
        for (group, lines) in panel.lines.as_chunks::<2>().0.iter().enumerate() {
            let weights: &[i8] = &lines[rows / 16].0[rows % 16 * 4..][..ROWS * 4];
            for (token, sums) in sums.iter_mut().enumerate() {
                // SAFETY: within the token, by the condition of this function.
                let four = unsafe { tokens.add(token * stride + group * 4).cast::<i32>().read_unaligned() };
                let four = vreinterpret_s8_s32(vdup_n_s32(four));
                for (sum, weights) in sums.iter_mut().zip(weights.as_chunks::<8>().0) {
                    // SAFETY: eight bytes, two rows.
                    let weights = unsafe { vld1_s8(weights.as_ptr()) };
                    *sum = vpadalq_s16(*sum, vmull_s8(four, weights));
                }
            }
        }
        for (sums, row) in sums.iter().zip(&mut *tile) {
            let (low, high) = row[rows..rows + ROWS].split_at_mut(4);
            // SAFETY: four numbers of 32 bits each.
            unsafe {
                vst1q_s32(low.as_mut_ptr(), vpaddq_s32(sums[0], sums[1]));
                vst1q_s32(high.as_mut_ptr(), vpaddq_s32(sums[2], sums[3]));
            }
        }
    }
}
