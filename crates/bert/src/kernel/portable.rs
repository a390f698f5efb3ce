//! Plain Rust, for machines without any of the others, in a shape that compilers turn into vectors.

use super::{Multiply, Tile};
use crate::matrix::{GROUP, PANEL, Panel};

pub struct Portable;

/// Weights at once: four rows, whose sums stay in registers.
const WEIGHTS: usize = 16;
const ROWS: usize = WEIGHTS / GROUP;

impl Multiply for Portable {
    type Number = i16;

    const TOKENS: usize = 8;

    #[inline(always)]
    fn number(value: i32) -> i16 {
        value as i16
    }

    #[inline]
    unsafe fn multiply(tokens: &[i16], stride: usize, count: usize, panel: Panel<'_>, tile: &mut Tile) {
        for (token, sums) in tokens.chunks_exact(stride).zip(&mut tile.0).take(count) {
            for (at, sums) in sums.as_chunks_mut::<ROWS>().0.iter_mut().enumerate() {
                *sums = products(token.as_chunks().0, panel, at * ROWS);
            }
        }
    }
}

/// Of one token with four rows.
#[inline]
fn products(token: &[[i16; GROUP]], panel: Panel<'_>, row: usize) -> [i32; ROWS] {
    const { assert!(PANEL.is_multiple_of(ROWS)) };
    let (line, start) = (row / 16, row % 16 * GROUP);
    let mut sums = [0; WEIGHTS];
    for (numbers, lines) in token.iter().zip(panel.lines.as_chunks::<2>().0) {
        let weights = &lines[line].0[start..start + WEIGHTS];
        for (at, sum) in sums.iter_mut().enumerate() {
            // At most 127 · 128: 16 bits hold it.
            *sum += i32::from(numbers[at % GROUP] * i16::from(weights[at]));
        }
    }
    let mut rows = [0; ROWS];
    for (row, sums) in rows.iter_mut().zip(sums.as_chunks::<GROUP>().0) {
        *row = sums.iter().sum();
    }
    rows
}
