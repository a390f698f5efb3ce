//! Where lines and bars of the plots run, in the units of their drawing: x to the right, y downwards.

use serde::Serialize;

use crate::eval::{Bin, Judged, Level, Mixup, Point, Setup};

/// Of the area between the axes.
pub const WIDTH: f64 = 320.0;
pub const HEIGHT: f64 = 200.0;

/// Points of a line, at most.
const POINTS: usize = 300;

const BARS: usize = 20;

/// Intents in the matrix, at most.
const MATRIX: usize = 12;

/// A number on an axis, and where it stands.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Tick {
    pub at: f64,
    pub text: String,
}

/// Risk against coverage.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Risk {
    /// As the `points` of a polyline.
    pub line: String,
    pub ticks: Vec<Tick>,
    /// How the bot acts now.
    pub now: Option<[f64; 2]>,
}

/// `now`: coverage and the share of wrong answers.
pub fn risk(points: &[Point], now: Option<[f64; 2]>) -> Risk {
    let most = points.iter().map(|point| point.wrong).chain(now.map(|[_, wrong]| wrong)).fold(0.0, f64::max);
    let step = [0.01, 0.02, 0.05, 0.1, 0.2, 0.25].into_iter().find(|step| step * 4.0 >= most).unwrap_or(0.25);
    let top = step * 4.0;
    let place = |coverage: f64, wrong: f64| [round(coverage * WIDTH), round(HEIGHT * (1.0 - wrong / top))];
    let every = points.len().div_ceil(POINTS).max(1);
    let last = points.len().saturating_sub(1);
    let kept = points.iter().enumerate().filter(|(at, _)| at % every == 0 || *at == last);
    let line = kept.map(|(_, point)| {
        let [x, y] = place(point.coverage, point.wrong);
        format!("{x},{y}")
    });
    let tick = |number: i32| {
        let wrong = f64::from(number) * step;
        Tick { at: place(0.0, wrong)[1], text: format!("{:.0}%", 100.0 * wrong) }
    };
    Risk {
        line: line.collect::<Vec<_>>().join(" "),
        ticks: (0..=4).map(tick).collect(),
        now: now.map(|[coverage, wrong]| place(coverage, wrong)),
    }
}

/// A bin of the reliability plot.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Dot {
    pub x: f64,
    pub y: f64,
    pub low: f64,
    pub high: f64,
    /// Its radius grows with the rows' number.
    pub radius: f64,
    pub rows: usize,
}

pub fn reliability(bins: &[Bin]) -> Vec<Dot> {
    let all: usize = bins.iter().map(|bin| bin.rows).sum();
    let y = |share: f64| round(HEIGHT * (1.0 - share));
    let dot = |bin: &Bin| Dot {
        x: round(bin.confidence * WIDTH),
        y: y(bin.right),
        low: y(bin.interval[0]),
        high: y(bin.interval[1]),
        radius: round(3.0 + 9.0 * (bin.rows as f64 / all.max(1) as f64).sqrt()),
        rows: bin.rows,
    };
    bins.iter().map(dot).collect()
}

/// A bar of the histogram: right ones at the bottom, wrong ones upon them.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Bar {
    pub x: f64,
    pub width: f64,
    pub right: f64,
    pub wrong: f64,
    pub rows: [usize; 2],
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Histogram {
    pub bars: Vec<Bar>,
    pub ticks: Vec<Tick>,
}

pub fn histogram(rows: &[Judged]) -> Histogram {
    let mut counts = [[0; 2]; BARS];
    for row in rows {
        let bar = (row.prediction.confidence * BARS as f32) as usize;
        counts[bar.min(BARS - 1)][usize::from(!row.right)] += 1;
    }
    let most = counts.iter().map(|[right, wrong]| right + wrong).max().unwrap_or_default().max(1);
    let height = |count: usize| round(HEIGHT * count as f64 / most as f64);
    let width = WIDTH / BARS as f64;
    let bar = |(place, [right, wrong]): (usize, &[usize; 2])| Bar {
        x: round(place as f64 * width + 1.0),
        width: round(width - 2.0),
        right: height(*right),
        wrong: height(*wrong),
        rows: [*right, *wrong],
    };
    let tick = |count: usize| Tick { at: round(HEIGHT - height(count)), text: count.to_string() };
    let mut marks = vec![0, most / 2, most];
    marks.dedup();
    Histogram {
        bars: counts.iter().enumerate().map(bar).collect(),
        ticks: marks.into_iter().map(tick).collect(),
    }
}

/// The intents that are mixed up most, each with each.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Matrix {
    pub names: Vec<String>,
    /// Row by row: label down, prediction across.
    pub cells: Vec<Vec<Cell>>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Cell {
    pub count: usize,
    /// 0 to 4: the darker, the more.
    pub shade: usize,
    pub is_right: bool,
}

pub fn matrix(rows: &[Judged], mixups: &[Mixup<'_>]) -> Matrix {
    let mut names: Vec<String> = Vec::new();
    for name in mixups.iter().flat_map(|mixup| [&mixup.label, &mixup.predicted]) {
        if names.len() < MATRIX && !names.iter().any(|known| *name == known.as_str()) {
            names.push(name.to_string());
        }
    }
    names.sort();
    let place = |name: &str| names.iter().position(|known| known == name);
    let mut counts = vec![vec![0; names.len()]; names.len()];
    for row in rows {
        if let (Some(label), Some(predicted)) = (place(row.label().as_str()), place(row.predicted().as_str()))
        {
            counts[label][predicted] += 1;
        }
    }
    let of = |diagonal: bool| {
        let cells = counts.iter().enumerate().flat_map(|(row, cells)| {
            cells.iter().enumerate().filter(move |(column, _)| (row == *column) == diagonal)
        });
        cells.map(|(_, count)| *count).max().unwrap_or_default()
    };
    let most = [of(false), of(true)];
    let cell = |row: usize, column: usize, count: usize| {
        let most = most[usize::from(row == column)];
        Cell { count, shade: (4 * count).div_ceil(most.max(1)), is_right: row == column }
    };
    let line = |(row, cells): (usize, &Vec<usize>)| {
        cells.iter().enumerate().map(|(column, count)| cell(row, column, *count)).collect()
    };
    let cells = counts.iter().enumerate().map(line).collect();
    Matrix { names, cells }
}

/// A setup's accuracy, share by share.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Line<'c> {
    pub name: &'c str,
    pub points: String,
    pub dots: Vec<Dot>,
}

/// Lines, the numbers of the accuracies, and those of the shares.
pub fn learning(setups: &[Setup]) -> (Vec<Line<'_>>, Vec<Tick>, Vec<Tick>) {
    let levels = || setups.iter().flat_map(|setup| &setup.points);
    let low = levels().map(|level| level.accuracy.low).fold(1.0, f64::min);
    let high = levels().map(|level| level.accuracy.high).fold(0.0, f64::max);
    let (low, high) = ((low * 20.0).floor() / 20.0, (high * 20.0).ceil() / 20.0);
    let y = |share: f64| round(HEIGHT * (high - share) / (high - low).max(0.05));
    let x = |percentage: u8| round(WIDTH * f64::from(percentage) / 100.0);
    let dot = |level: &Level| Dot {
        x: x(level.percentage),
        y: y(level.accuracy.mean),
        low: y(level.accuracy.low),
        high: y(level.accuracy.high),
        radius: 4.0,
        rows: level.rows,
    };
    let line = |setup: &'_ Setup| setup.points.iter().map(dot).collect::<Vec<Dot>>();
    let lines = setups.iter().map(|setup| {
        let dots = line(setup);
        let points = dots.iter().map(|dot| format!("{},{}", dot.x, dot.y)).collect::<Vec<_>>().join(" ");
        Line { name: &setup.name, points, dots }
    });
    let steps = ((high - low) * 20.0).round().max(1.0) as usize;
    let every = steps.div_ceil(5);
    let tick = |step: usize| {
        let share = low + step as f64 / 20.0;
        Tick { at: y(share), text: format!("{:.0}%", 100.0 * share) }
    };
    let mut marks: Vec<u8> = levels().map(|level| level.percentage).collect();
    marks.sort_unstable();
    marks.dedup();
    let mark = |percentage: u8| Tick { at: x(percentage), text: format!("{percentage}%") };
    (lines.collect(), (0..=steps).step_by(every).map(tick).collect(), marks.into_iter().map(mark).collect())
}

/// To a tenth, so that the page stays short.
fn round(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}
