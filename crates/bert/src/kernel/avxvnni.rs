//! AVX-VNNI, of machines without AVX-512: `vpdpbusd` on eight rows by four columns. Numbers are stored as for AVX-512 VNNI.

use std::arch::x86_64::{
    __m256i, _mm256_dpbusd_avx_epi32, _mm256_load_si256, _mm256_loadu_si256, _mm256_mullo_epi32,
    _mm256_set1_epi32, _mm256_storeu_si256,
};

use super::{Multiply, Task, Tile, reaches};
use crate::matrix::Panel;

pub struct AvxVnni;

#[target_feature(enable = "avx2,avxvnni")]
pub fn run<T: Task>(task: T) -> T::Output {
    task.run::<AvxVnni>()
}

impl Multiply for AvxVnni {
    type Number = i8;

    /// As many sums as leave registers for weights and numbers.
    const TOKENS: usize = 6;

    #[inline(always)]
    fn number(value: i32) -> i8 {
        (value as u8 ^ 0x80).cast_signed()
    }

    #[target_feature(enable = "avx2,avxvnni")]
    unsafe fn multiply(tokens: &[i8], stride: usize, count: usize, panel: Panel<'_>, tile: &mut Tile) {
        assert!(reaches(tokens, stride, count, panel));
        let tokens = tokens.as_ptr();
        // SAFETY: that the tokens reach over the panel's columns was checked.
        unsafe {
            match count {
                1 => multiply::<1>(tokens, stride, panel, tile),
                2 => multiply::<2>(tokens, stride, panel, tile),
                3 => multiply::<3>(tokens, stride, panel, tile),
                4 => multiply::<4>(tokens, stride, panel, tile),
                5 => multiply::<5>(tokens, stride, panel, tile),
                6 => multiply::<6>(tokens, stride, panel, tile),
                _ => {}
            }
        }
    }
}

/// # Safety
/// `COUNT` tokens, `stride` apart, have as many numbers as the panel has columns.
#[target_feature(enable = "avx2,avxvnni")]
unsafe fn multiply<const COUNT: usize>(tokens: *const i8, stride: usize, panel: Panel<'_>, tile: &mut Tile) {
    for line in 0..2 {
        let (low, high) = panel.sums[line * 16..][..16].split_at(8);
        // SAFETY: eight numbers of 32 bits each.
        let rows = [low, high].map(|half| unsafe { _mm256_loadu_si256(half.as_ptr().cast()) });
        let start = rows.map(|rows| _mm256_mullo_epi32(rows, _mm256_set1_epi32(-128)));
        let mut sums: [[__m256i; 2]; COUNT] = [start; COUNT];
        for (group, lines) in panel.lines.as_chunks::<2>().0.iter().enumerate() {
            let (low, high) = lines[line].0.split_at(32);
            // SAFETY: halves of an aligned line of 64 bytes.
            let weights = [low, high].map(|half| unsafe { _mm256_load_si256(half.as_ptr().cast()) });
            for (token, sums) in sums.iter_mut().enumerate() {
                // SAFETY: within the token, by the condition of this function.
                let four = unsafe { tokens.add(token * stride + group * 4).cast::<i32>().read_unaligned() };
                let four = _mm256_set1_epi32(four);
                sums[0] = _mm256_dpbusd_avx_epi32(sums[0], four, weights[0]);
                sums[1] = _mm256_dpbusd_avx_epi32(sums[1], four, weights[1]);
            }
        }
        for (sums, row) in sums.iter().zip(&mut tile.0) {
            let (low, high) = row[line * 16..][..16].split_at_mut(8);
            // SAFETY: eight numbers of 32 bits each.
            unsafe {
                _mm256_storeu_si256(low.as_mut_ptr().cast(), sums[0]);
                _mm256_storeu_si256(high.as_mut_ptr().cast(), sums[1]);
            }
        }
    }
}
