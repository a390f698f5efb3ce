//! intent_confusion_matrix.png: true labels down, predicted ones across.

use std::collections::{BTreeMap, BTreeSet};

use super::canvas::{Canvas, Ink, LINE, Rgb, Run, width_of};
use crate::{domain::Name, eval::Judged};

/// Intents shown; of more, those that are mixed up most.
const MOST: usize = 200;

/// Shades of the cells.
const SHADES: usize = 64;

const MARGIN: usize = 20;
const TITLE: &str = "Intent Confusion matrix";
const INK: Rgb = [30, 34, 38];
const GRID: Rgb = [226, 230, 234];

/// # Errors
/// Never on rows that are there.
pub fn confusion_matrix_png(rows: &[Judged]) -> Result<Vec<u8>, png::EncodingError> {
    let mut counts: BTreeMap<(Name, Name), usize> = BTreeMap::new();
    for row in rows {
        *counts.entry((row.label(), row.predicted())).or_default() += 1;
    }
    let names = names(&counts);
    let most = counts.values().copied().max().unwrap_or_default();
    Plan::new(&names, most).draw(&counts, most).png()
}

fn names(counts: &BTreeMap<(Name, Name), usize>) -> Vec<Name> {
    let all: BTreeSet<&Name> = counts.keys().flat_map(|(label, predicted)| [label, predicted]).collect();
    if all.len() <= MOST {
        return all.into_iter().cloned().collect();
    }
    let mut wrong: BTreeMap<&Name, usize> = BTreeMap::new();
    for ((label, predicted), count) in counts.iter().filter(|((label, predicted), _)| label != predicted) {
        *wrong.entry(label).or_default() += count;
        *wrong.entry(predicted).or_default() += count;
    }
    let mut sorted: Vec<&Name> = all.into_iter().collect();
    sorted.sort_by_key(|name| std::cmp::Reverse(wrong.get(name).copied().unwrap_or_default()));
    sorted.truncate(MOST);
    sorted.sort();
    sorted.into_iter().cloned().collect()
}

/// Where everything stands.
struct Plan<'n> {
    names: &'n [Name],
    cell: usize,
    /// Upper left corner of the cells.
    origin: [usize; 2],
    size: [usize; 2],
}

impl<'n> Plan<'n> {
    fn new(names: &'n [Name], most: usize) -> Self {
        let cell = (width_of(&most.to_string()) + 6).max(LINE + 4);
        let longest = names.iter().map(|name| width_of(name.as_str())).max().unwrap_or_default();
        let origin = [MARGIN + LINE + 12 + longest + 8, MARGIN + LINE + 16];
        let side = names.len() * cell;
        let width = (origin[0] + side + MARGIN).max(width_of(TITLE) + 2 * MARGIN);
        Self { names, cell, origin, size: [width, origin[1] + side + 8 + longest + 12 + LINE + MARGIN] }
    }

    fn draw(&self, counts: &BTreeMap<(Name, Name), usize>, most: usize) -> Canvas {
        let mut canvas = Canvas::new(self.size[0], self.size[1]);
        let [ink, grid, white] = [INK, GRID, [255; 3]].map(|colour| canvas.ink(colour));
        let shades: Vec<Ink> = (0..SHADES).map(|shade| canvas.ink(colour(shade))).collect();
        let (cell, [left, top]) = (self.cell, self.origin);
        let side = self.names.len() * cell;
        let middle = |from: usize, room: usize, text: &str| from + room.saturating_sub(width_of(text)) / 2;
        canvas.text([middle(0, self.size[0], TITLE), MARGIN], TITLE, Run::Right, ink);
        for (row, label) in self.names.iter().enumerate() {
            for (column, predicted) in self.names.iter().enumerate() {
                let place = [left + column * cell, top + row * cell];
                if let Some(count) = counts.get(&(label.clone(), predicted.clone())) {
                    let shade = shade(*count, most);
                    canvas.fill(place, [cell, cell], shades[shade]);
                    let text = count.to_string();
                    let ink = if shade > SHADES / 2 { white } else { ink };
                    let at = [middle(place[0], cell, &text), place[1] + (cell - LINE) / 2];
                    canvas.text(at, &text, Run::Right, ink);
                }
                canvas.frame(place, [cell + 1, cell + 1], grid);
            }
            let (name, length) = (label.as_str(), width_of(label.as_str()));
            canvas.text([left - 8 - length, top + row * cell + (cell - LINE) / 2], name, Run::Right, ink);
            canvas.text([left + row * cell + (cell - LINE) / 2, top + side + 8], name, Run::Up, ink);
        }
        let across = [middle(left, side, "Predicted label"), self.size[1] - MARGIN - LINE];
        canvas.text(across, "Predicted label", Run::Right, ink);
        canvas.text([MARGIN, middle(top, side, "True label")], "True label", Run::Up, ink);
        canvas
    }
}

/// On a logarithmic scale, so that single mix-ups show beside hundreds of hits.
fn shade(count: usize, most: usize) -> usize {
    let share = libm::log(count as f64 + 1.0) / libm::log(most as f64 + 1.0);
    ((share * (SHADES - 1) as f64) as usize).min(SHADES - 1)
}

/// From nearly white to a deep blue.
fn colour(shade: usize) -> Rgb {
    let (light, deep) = ([240, 246, 252], [8, 48, 107]);
    std::array::from_fn(|part| {
        let (from, to): (i32, i32) = (light[part], deep[part]);
        (from + (to - from) * shade as i32 / (SHADES as i32 - 1)) as u8
    })
}
