//! AVX-512 without VNNI: `vpmaddwd` on numbers of 16 bits, as with AVX2 but twice as wide.

use std::arch::x86_64::{
    __m512i, _mm256_load_si256, _mm512_add_epi32, _mm512_cvtepi8_epi16, _mm512_madd_epi16,
    _mm512_permutex2var_epi32, _mm512_set1_epi64, _mm512_setr_epi32, _mm512_setzero_si512,
    _mm512_storeu_si512,
};

use super::{Multiply, Task, Tile, reaches};
use crate::matrix::Panel;

pub struct Avx512Bw;

#[target_feature(enable = "avx512f,avx512bw,avx512vl")]
pub fn run<T: Task>(task: T) -> T::Output {
    task.run::<Avx512Bw>()
}

impl Multiply for Avx512Bw {
    type Number = i16;

    const TOKENS: usize = 8;

    #[inline(always)]
    fn number(value: i32) -> i16 {
        value as i16
    }

    #[target_feature(enable = "avx512f,avx512bw,avx512vl")]
    unsafe fn multiply(tokens: &[i16], stride: usize, count: usize, panel: Panel<'_>, tile: &mut Tile) {
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
                7 => multiply::<7>(tokens, stride, panel, tile),
                8 => multiply::<8>(tokens, stride, panel, tile),
                _ => {}
            }
        }
    }
}

/// # Safety
/// `COUNT` tokens, `stride` apart, have as many numbers as the panel has columns.
#[target_feature(enable = "avx512f,avx512bw,avx512vl")]
unsafe fn multiply<const COUNT: usize>(tokens: *const i16, stride: usize, panel: Panel<'_>, tile: &mut Tile) {
    for line in 0..2 {
        let mut sums: [[__m512i; 2]; COUNT] = [[_mm512_setzero_si512(); 2]; COUNT];
        for (group, lines) in panel.lines.as_chunks::<2>().0.iter().enumerate() {
            let (low, high) = lines[line].0.split_at(32);
            // SAFETY: halves of an aligned line of 64 bytes.
            let weights = [low, high]
                .map(|half| _mm512_cvtepi8_epi16(unsafe { _mm256_load_si256(half.as_ptr().cast()) }));
            for (token, sums) in sums.iter_mut().enumerate() {
                // SAFETY: within the token, by the condition of this function.
                let four = unsafe { tokens.add(token * stride + group * 4).cast::<i64>().read_unaligned() };
                let four = _mm512_set1_epi64(four);
                sums[0] = _mm512_add_epi32(sums[0], _mm512_madd_epi16(four, weights[0]));
                sums[1] = _mm512_add_epi32(sums[1], _mm512_madd_epi16(four, weights[1]));
            }
        }
        for (sums, row) in sums.iter().zip(&mut tile.0) {
            // SAFETY: sixteen numbers of 32 bits.
            unsafe { _mm512_storeu_si512(row[line * 16..][..16].as_mut_ptr().cast(), whole(*sums)) };
        }
    }
}

/// Adds the two halves of each row's sum.
#[target_feature(enable = "avx512f")]
fn whole([low, high]: [__m512i; 2]) -> __m512i {
    let even = _mm512_setr_epi32(0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30);
    let odd = _mm512_setr_epi32(1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31);
    _mm512_add_epi32(_mm512_permutex2var_epi32(low, even, high), _mm512_permutex2var_epi32(low, odd, high))
}
