//! intent_histogram.png: how sure right and wrong predictions were.

use super::canvas::{Canvas, Ink, LINE, Rgb, Run, width_of};
use crate::eval::Judged;

const BINS: usize = 25;

/// Of a bin's bar, with the gap to the next.
const BAR: usize = 18;

/// Of the longest bar.
const LONGEST: usize = 320;

/// Numbers on an axis of samples, at most.
const MARKS: usize = 4;

const MARGIN: usize = 24;
/// For the numbers of the confidences.
const MIDDLE: usize = 56;
const TITLE: &str = "Intent Prediction Confidence Distribution";
const INK: Rgb = [30, 34, 38];
const GRID: Rgb = [226, 230, 234];
const RIGHT: Rgb = [0, 158, 115];
const WRONG: Rgb = [213, 94, 0];

/// # Errors
/// Never: the picture has the same size for all rows.
pub fn histogram_png(rows: &[Judged]) -> Result<Vec<u8>, png::EncodingError> {
    let mut counts = [[0; BINS]; 2];
    for row in rows {
        let bin = (row.prediction.confidence * BINS as f32) as usize;
        counts[usize::from(!row.right)][bin.min(BINS - 1)] += 1;
    }
    draw(&counts).png()
}

fn draw([right, wrong]: &[[usize; BINS]; 2]) -> Canvas {
    let (width, top) = (2 * (MARGIN + LONGEST) + MIDDLE, MARGIN + 2 * LINE + 24);
    let bottom = top + BINS * BAR;
    let mut canvas = Canvas::new(width, bottom + 2 * LINE + 20 + MARGIN);
    let [ink, green, orange] = [INK, RIGHT, WRONG].map(|colour| canvas.ink(colour));
    let middle = width / 2;
    centred(&mut canvas, middle, MARGIN, TITLE, ink);
    let (left, start) = (MARGIN + LONGEST, MARGIN + LONGEST + MIDDLE);
    centred(&mut canvas, left - LONGEST / 2, top - LINE - 8, "Correct", green);
    centred(&mut canvas, start + LONGEST / 2, top - LINE - 8, "Wrong", orange);
    side(&mut canvas, right, [top, bottom], green, &|length| left - length);
    side(&mut canvas, wrong, [top, bottom], orange, &|length| start + length);
    for step in 0..=5 {
        let confidence = format!("{:.1}", f64::from(step) / 5.0);
        let y = bottom - BINS * BAR * step as usize / 5;
        centred(&mut canvas, middle, y - LINE / 2, &confidence, ink);
    }
    centred(&mut canvas, middle, bottom + LINE / 2 + 6, "Confidence", ink);
    for centre in [left - LONGEST / 2, start + LONGEST / 2] {
        centred(&mut canvas, centre, bottom + LINE + 18, "Number of Samples", ink);
    }
    canvas
}

/// The bars of one side, low confidences at the bottom; `place` tells where a length from the middle ends.
fn side(
    canvas: &mut Canvas,
    counts: &[usize; BINS],
    [top, bottom]: [usize; 2],
    colour: Ink,
    place: &dyn Fn(usize) -> usize,
) {
    let [ink, grid] = [INK, GRID].map(|colour| canvas.ink(colour));
    let step = step(counts.iter().copied().max().unwrap_or_default());
    let end = step * MARKS;
    for mark in 0..=MARKS {
        let x = place(LONGEST * mark / MARKS);
        canvas.fill([x, top], [1, bottom - top], grid);
        centred(canvas, x, bottom + 4, &(step * mark).to_string(), ink);
    }
    for (bin, count) in counts.iter().enumerate() {
        let length = (LONGEST * count).div_ceil(end);
        let (a, b) = (place(0), place(length));
        canvas.fill([a.min(b), bottom - (bin + 1) * BAR + 1], [length, BAR - 2], colour);
    }
}

/// The number between two marks: 1, 2 or 5 with zeros.
fn step(most: usize) -> usize {
    let mut unit = 1;
    loop {
        if let Some(step) = [1, 2, 5].into_iter().find(|step| step * unit * MARKS >= most) {
            return step * unit;
        }
        unit *= 10;
    }
}

fn centred(canvas: &mut Canvas, x: usize, y: usize, text: &str, ink: Ink) {
    canvas.text([x.saturating_sub(width_of(text) / 2), y], text, Run::Right, ink);
}
