//! `--percentages` and `-c`: how much more examples bring, and which settings are better.

use std::{
    io::{self, Write},
    path::Path,
    sync::Arc,
};

use anyhow::Context;
use comfy_table::{Table, presets};

use super::{Args, files, measure};
use crate::{
    cli::{Exit, encoder::Encoder, labelled, progress},
    config::Config,
    content::{Content, labelled::Labelled},
    eval::{self, Comparison, Judged, Level, Prediction, Rules, Setup},
    nlu::{Nlu, embed::Embedder},
    train::{self, Fold},
};

/// What rows are embedded by, and its name.
struct Way {
    name: String,
    embedder: Arc<dyn Embedder>,
}

pub fn run(args: &Args) -> anyhow::Result<Exit> {
    let Some(rows) = measure::rows(args)? else { return Ok(Exit::Findings) };
    let percentages = if args.percentages.is_empty() { &[100] } else { args.percentages.as_slice() };
    let splits: Vec<Fold> = (0..args.runs).map(|run| train::hold_out(&rows, run, measure::class)).collect();
    let held_out = splits.first().map_or(0, |split| split.test.len());
    if held_out == 0 {
        writeln!(io::stderr().lock(), "no intent has five rows, so that none can be held out")?;
        return Ok(Exit::Findings);
    }
    let ways = ways(args, &rows)?;
    let steps = ways.len() * percentages.len() * splits.len();
    let bar = progress::bar(steps as u64, "learning and measuring");
    let mut setups = Vec::new();
    for way in ways {
        let mut points = Vec::new();
        for percentage in percentages {
            let mut runs = Vec::new();
            let mut learned = 0;
            for split in &splits {
                let count = (split.learn.len() * usize::from(*percentage)).div_ceil(100);
                learned = count;
                runs.push(measured(&rows, &split.learn[..count], &split.test, &way.embedder, args)?);
                bar.inc(1);
            }
            points.push(Level::new(*percentage, learned, &runs));
        }
        setups.push(Setup { name: way.name, points });
    }
    bar.finish_and_clear();
    let comparison = Comparison { rows: rows.len(), held_out, runs: args.runs, setups };
    files::write_comparison(&args.out, &comparison)?;
    print(&comparison, &args.out)?;
    Ok(Exit::Done)
}

fn ways(args: &Args, rows: &[Labelled]) -> anyhow::Result<Vec<Way>> {
    let way = |name: String, settings: &Config| {
        anyhow::ensure!(
            settings.understanding.parse.is_none(),
            "{name}: [understanding.parse] stands in for the built-in classifier, which is compared here: leave it out"
        );
        let embedder = measure::prepared(Encoder::open(settings)?.embedder(), measure::texts(rows))?;
        Ok(Way { name, embedder })
    };
    if args.configs.is_empty() {
        return Ok(vec![way("xiaoer".to_owned(), &args.encoder.settings()?)?]);
    }
    let of_file = |file: &std::path::PathBuf| {
        let settings = Config::read(file).with_context(|| file.display().to_string())?;
        way(file.display().to_string(), &settings)
    };
    args.configs.iter().map(of_file).collect()
}

/// Learns from some rows and asks about others.
fn measured(
    rows: &[Labelled],
    learn: &[usize],
    test: &[usize],
    embedder: &Arc<dyn Embedder>,
    args: &Args,
) -> anyhow::Result<Vec<Judged>> {
    let learn: Vec<Labelled> = learn.iter().map(|row| rows[*row].clone()).collect();
    let model = train::fit(&labelled::rows(&learn), &**embedder, train::Settings::default(), &mut |_, _| {})?;
    let nlu = Nlu::new(&Content::default(), Arc::default(), model, embedder.clone());
    let rules = Rules::new(&Content::default(), args.cost);
    let judge = |row: &usize| {
        let understanding = nlu.understand(&rows[*row].text, measure::TODAY);
        eval::judge(&rows[*row], Prediction::new(&understanding), &rules)
    };
    Ok(test.iter().map(judge).collect())
}

fn print(comparison: &Comparison, dir: &Path) -> io::Result<()> {
    let mut out = io::stdout().lock();
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    table.set_header([
        "settings",
        "examples",
        "accuracy (worst to best run)",
        "F1: macro",
        "calibration error",
    ]);
    let percent = |share: f64| format!("{:.1} %", 100.0 * share);
    for setup in &comparison.setups {
        for level in &setup.points {
            let accuracy = &level.accuracy;
            table.add_row([
                setup.name.clone(),
                format!("{} % ({})", level.percentage, level.rows),
                format!(
                    "{} ({:.1} to {:.1})",
                    percent(accuracy.mean),
                    100.0 * accuracy.low,
                    100.0 * accuracy.high
                ),
                percent(level.macro_f1.mean),
                percent(level.ece.mean),
            ]);
        }
    }
    writeln!(out, "{table}")?;
    let Comparison { rows, held_out, runs, .. } = comparison;
    writeln!(
        out,
        "{rows} rows, {held_out} of them held out in each of {runs} runs; reports in {}",
        dir.display()
    )
}
