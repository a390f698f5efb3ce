//! `xiaoer import`: bots of other makers, read into content of our own.

pub(super) mod files;

use std::{
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
};

use anyhow::Context;

use self::files::Found;
use super::Exit;
use crate::{
    content::SourceFile,
    import::{self, Imported, Kind, Report, Taken},
};

/// Make content of a bot that was built with something else.
///
/// Prints what was taken and, with its place, whatever was not or was changed; import-report.json holds the same. Exits with 0 when
/// the new content passes `check`, 1 when a file is broken or something is left to decide, 2 when it could not run.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  xiaoer import rasa ../our-rasa-bot --out my-shop
  xiaoer check my-shop")]
pub struct Args {
    #[arg(value_enum)]
    format: Format,
    /// A file, or a folder with all of them
    path: PathBuf,
    /// Where the new content goes
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Overwrite files that are there already
    #[arg(long)]
    force: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// Rasa: nlu, domain, rules, stories and tests
    Rasa,
    /// Snips: datasets in YAML or JSON
    Snips,
    /// LUIS, CLU, and .lu and .qna files
    Luis,
    /// Dialogflow ES: the exported zip, or its folder
    Dialogflow,
    /// Botpress 12: a bot's folder, its zip, or exported questions and answers
    Botpress,
    /// semantic-router: a saved router in YAML or JSON
    SemanticRouter,
    /// Questions, answers and other ways to ask, in Excel or CSV
    QaSheet,
    /// Messages and their intents, in CSV or Excel
    Csv,
    /// Conversations of the past, as text or JSON, for `eval chats`
    Chats,
}

impl Format {
    fn wire(self) -> import::Format {
        match self {
            Self::Rasa => import::Format::Rasa,
            Self::Snips => import::Format::Snips,
            Self::Luis => import::Format::Luis,
            Self::Dialogflow => import::Format::Dialogflow,
            Self::Botpress => import::Format::Botpress,
            Self::SemanticRouter => import::Format::SemanticRouter,
            Self::QaSheet => import::Format::QaSheet,
            Self::Csv => import::Format::Csv,
            Self::Chats => import::Format::Chats,
        }
    }
}

/// Beside the content.
const REPORT: &str = "import-report.json";

pub(super) fn run(args: &Args) -> anyhow::Result<Exit> {
    let format = args.format.wire();
    let found = files::find(&args.path, format.extensions())?;
    let Imported { files, report } = import::import(format, &found.sources, jiff::Zoned::now().date());
    let mut out = io::stdout().lock();
    if files.is_empty() {
        lines(&report, &args.out, &mut out)?;
        unread(&found, &mut out)?;
        writeln!(out, "nothing of {} was found in {}", format.as_str(), args.path.display())?;
        return Ok(Exit::Findings);
    }
    write(&args.out, &files, &report, args.force)?;
    taken(&report.taken, &mut out)?;
    lines(&report, &args.out, &mut out)?;
    unread(&found, &mut out)?;
    let of = |kind| report.notes.iter().filter(|note| note.kind == kind).count();
    writeln!(
        out,
        "wrote {} files to {}: {} things left out, {} changed, {} broken, {} to decide ({REPORT})",
        files.len() + 1,
        args.out.display(),
        of(Kind::LeftOut),
        of(Kind::Changed),
        of(Kind::Broken),
        report.decide.len(),
    )?;
    let done = report.decide.is_empty() && of(Kind::Broken) == 0;
    Ok(if done { Exit::Done } else { Exit::Findings })
}

/// Writes all files, or none where one is there already.
fn write(out: &Path, files: &[SourceFile], report: &Report, force: bool) -> anyhow::Result<()> {
    let report = serde_json::to_vec_pretty(&report.json())?;
    let all = files.iter().map(|file| (&*file.path, &file.bytes[..])).chain([(REPORT, &report[..])]);
    if !force && let Some((path, _)) = all.clone().find(|(path, _)| out.join(path).exists()) {
        anyhow::bail!("{} is there already; --force overwrites it", out.join(path).display());
    }
    for (path, bytes) in all {
        let path = out.join(path);
        let folder = path.parent().unwrap_or(out);
        fs::create_dir_all(folder).with_context(|| format!("cannot create {}", folder.display()))?;
        fs::write(&path, bytes).with_context(|| format!("cannot write {}", path.display()))?;
    }
    Ok(())
}

fn taken(taken: &Taken, out: &mut impl Write) -> io::Result<()> {
    let Taken {
        intents,
        examples,
        entities,
        values,
        faq,
        questions,
        replies,
        slots,
        flows,
        conversations,
        rows,
        chats,
    } = taken;
    for (name, count, of) in [
        ("intents", intents, format!("{examples} examples, {flows} with a reaction, {slots} slots")),
        ("entities", entities, format!("{values} values")),
        ("FAQ entries", faq, format!("{questions} questions")),
        ("replies", replies, String::new()),
        ("test conversations", conversations, String::new()),
        ("labelled messages", rows, String::new()),
        ("chats to label", chats, String::new()),
    ] {
        if *count > 0 {
            writeln!(out, "{}", format!("{count:>7} {name:<19}{of}").trim_end())?;
        }
    }
    Ok(())
}

/// A line for each note, then for each thing that `check` refuses.
fn lines(report: &Report, folder: &Path, out: &mut impl Write) -> io::Result<()> {
    for note in &report.notes {
        writeln!(out, "{} {}: {}", note.place, note.kind.as_str(), note.what)?;
    }
    for finding in &report.decide {
        let mut place = finding.place.clone();
        place.file = folder.join(&*place.file).to_string_lossy().into();
        writeln!(out, "{place} decide: {} {}", finding.code, finding.message)?;
    }
    Ok(())
}

fn unread(found: &Found, out: &mut impl Write) -> io::Result<()> {
    for (ending, count) in &found.unread {
        let ending = if ending.is_empty() { "without an ending".to_owned() } else { format!(".{ending}") };
        writeln!(out, "not read: {count} files {ending}")?;
    }
    Ok(())
}
