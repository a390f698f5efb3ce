//! AVX-512 with VNNI: `vpdpbusd` multiplies sixteen rows by four columns at once. It wants one side without sign, so numbers
//! are stored 128 too large and the sums start from -128 times the rows' own.

use std::arch::x86_64::{
    __m512i, _mm512_dpbusd_epi32, _mm512_load_si512, _mm512_loadu_si512, _mm512_mullo_epi32,
    _mm512_set1_epi32, _mm512_storeu_si512,
};

use super::{Multiply, Task, Tile, reaches};
use crate::matrix::Panel;

pub struct Avx512Vnni;

#[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512vnni")]
pub fn run<T: Task>(task: T) -> T::Output {
    task.run::<Avx512Vnni>()
}

impl Multiply for Avx512Vnni {
    type Number = i8;

    const TOKENS: usize = 8;

    #[inline(always)]
    fn number(value: i32) -> i8 {
        (value as u8 ^ 0x80).cast_signed()
    }

    #[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512vnni")]
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
                7 => multiply::<7>(tokens, stride, panel, tile),
                8 => multiply::<8>(tokens, stride, panel, tile),
                _ => {}
            }
        }
    }
}

/// # Safety
/// `COUNT` tokens, `stride` apart, have as many numbers as the panel has columns.
#[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512vnni")]
unsafe fn multiply<const COUNT: usize>(tokens: *const i8, stride: usize, panel: Panel<'_>, tile: &mut Tile) {
    let (low, high) = panel.sums.split_at(16);
    // SAFETY: sixteen numbers of 32 bits each.
    let rows = [low, high].map(|half| unsafe { _mm512_loadu_si512(half.as_ptr().cast()) });
    let start = rows.map(|rows| _mm512_mullo_epi32(rows, _mm512_set1_epi32(-128)));
    let mut sums: [[__m512i; 2]; COUNT] = [start; COUNT];
    for (group, lines) in panel.lines.as_chunks::<2>().0.iter().enumerate() {
        // SAFETY: a line has 64 bytes and is aligned to them.
        let weights = lines.each_ref().map(|line| unsafe { _mm512_load_si512(line.0.as_ptr().cast()) });
        for (token, sums) in sums.iter_mut().enumerate() {
            // SAFETY: within the token, by the condition of this function.
            let four = unsafe { tokens.add(token * stride + group * 4).cast::<i32>().read_unaligned() };
            let four = _mm512_set1_epi32(four);
            sums[0] = _mm512_dpbusd_epi32(sums[0], four, weights[0]);
            sums[1] = _mm512_dpbusd_epi32(sums[1], four, weights[1]);
        }
    }
    for (sums, row) in sums.iter().zip(&mut tile.0) {
        let (low, high) = row.split_at_mut(16);
        // SAFETY: sixteen numbers of 32 bits each.
        unsafe {
            _mm512_storeu_si512(low.as_mut_ptr().cast(), sums[0]);
            _mm512_storeu_si512(high.as_mut_ptr().cast(), sums[1]);
        }
    }
}
