//! Plain Rust, for machines without any of the others.

use super::{Multiply, Tile};
use crate::matrix::{GROUP, PANEL, Panel};

pub struct Portable;

impl Multiply for Portable {
    type Number = i8;

    const TOKENS: usize = 8;

    #[inline(always)]
    fn number(value: i32) -> i8 {
        value as i8
    }

    #[inline]
    unsafe fn multiply(tokens: &[i8], stride: usize, count: usize, panel: Panel<'_>, tile: &mut Tile) {
        for (token, sums) in tokens.chunks_exact(stride).zip(&mut tile.0).take(count) {
            *sums = products(token.as_chunks().0, panel);
        }
    }
}

fn products(token: &[[i8; GROUP]], panel: Panel<'_>) -> [i32; PANEL] {
    let mut sums = [0; PANEL];
    for (numbers, lines) in token.iter().zip(panel.lines.as_chunks::<2>().0) {
        let weights = lines.iter().flat_map(|line| line.0.as_chunks::<GROUP>().0);
        for (sum, weights) in sums.iter_mut().zip(weights) {
            for (number, weight) in numbers.iter().zip(weights) {
                *sum += i32::from(*number) * i32::from(*weight);
            }
        }
    }
    sums
}
