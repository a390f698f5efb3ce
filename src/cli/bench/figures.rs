//! What was measured: a table on the terminal, an object in a file.

use std::{
    fs,
    io::{self, Write},
    path::Path,
    time::Duration,
};

use anyhow::Context;
use comfy_table::{CellAlignment, Table, presets};
use serde_json::{Map, Value, json};

/// Named figures, in the order in which they are shown.
#[derive(Debug)]
pub struct Figures {
    bench: &'static str,
    all: Vec<(String, f64)>,
    faults: Vec<String>,
}

impl Figures {
    pub fn of(bench: &'static str) -> Self {
        Self { bench, all: Vec::new(), faults: Vec::new() }
    }

    /// The name says the unit: `connect_s`, `p95_ms`.
    pub fn add(&mut self, name: impl Into<String>, value: f64) {
        self.all.push((name.into(), value));
    }

    /// Percentiles of how long something took.
    pub fn add_times(&mut self, of: &str, times: &mut [Duration]) {
        times.sort_unstable();
        for percent in [50, 95, 99] {
            let at = (times.len() * percent / 100).min(times.len().saturating_sub(1));
            let time = times.get(at).copied().unwrap_or_default();
            self.add(format!("{of}p{percent}_ms"), time.as_secs_f64() * 1e3);
        }
    }

    /// Something that must not be.
    pub fn add_fault(&mut self, fault: String) {
        self.faults.push(fault);
    }

    pub fn has_faults(&self) -> bool {
        !self.faults.is_empty()
    }

    pub fn print(&self, file: Option<&Path>) -> anyhow::Result<()> {
        let mut table = Table::new();
        table.load_style(presets::NOTHING);
        for (name, value) in &self.all {
            table.add_row([format!("{} {name}", self.bench), shown(*value)]);
        }
        if let Some(column) = table.column_mut(1) {
            column.set_cell_alignment(CellAlignment::Right);
        }
        let mut out = io::stdout().lock();
        writeln!(out, "{table}")?;
        for fault in &self.faults {
            writeln!(out, "fault: {fault}")?;
        }
        if let Some(file) = file {
            fs::write(file, self.json()).with_context(|| format!("cannot write {}", file.display()))?;
        }
        Ok(())
    }

    fn json(&self) -> String {
        let mut object: Map<String, Value> =
            self.all.iter().map(|(name, value)| (name.clone(), json!(value))).collect();
        object.insert("bench".to_owned(), json!(self.bench));
        object.insert("faults".to_owned(), json!(self.faults));
        format!("{:#}\n", Value::Object(object))
    }
}

fn shown(value: f64) -> String {
    if value.fract() == 0.0 || value >= 1000.0 { format!("{value:.0}") } else { format!("{value:.2}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_of_the_sorted_times() {
        let check = |times: &[u64], expected: [f64; 3]| {
            let mut figures = Figures::of("test");
            let mut times: Vec<Duration> = times.iter().map(|&time| Duration::from_millis(time)).collect();
            figures.add_times("", &mut times);
            assert_eq!(figures.all.iter().map(|(_, value)| *value).collect::<Vec<_>>(), expected);
        };
        check(&[], [0.0; 3]);
        check(&[7], [7.0; 3]);
        let hundred: Vec<u64> = (0..100).rev().collect();
        check(&hundred, [50.0, 95.0, 99.0]);
    }
}
