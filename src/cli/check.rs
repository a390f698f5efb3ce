//! `xiaoer check`: reads content as `serve` does and prints every finding.

mod report;

use std::{
    io::{self, IsTerminal, Write},
    path::{Path, PathBuf},
};

use anyhow::Context;

use super::{Exit, labelled};
use crate::content::{self, Diagnostic, Severity, SourceFile, source};

/// Check the operator's files and print every finding with its place.
///
/// Exits with 0 when there is no error (and, with --strict, no warning), 1 when there is, 2 when a path cannot be read.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  xiaoer check my-shop --format github")]
pub struct Args {
    /// Folders that hold intents/, knowledge/ and integrations.yml; by default this one, or else the built-in pack
    paths: Vec<PathBuf>,
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Warnings fail the check too
    #[arg(long)]
    strict: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
enum Format {
    /// A line for each finding, then a line with counts
    #[default]
    Text,
    /// One JSON object
    Json,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// GitHub workflow commands, which annotate pull requests
    Github,
}

pub(super) fn run(args: &Args) -> anyhow::Result<Exit> {
    let mut findings = Vec::new();
    let mut files = 0;
    for (root, sources) in sources(&args.paths)? {
        files += sources.len();
        let (_, found) = content::load(&sources, jiff::Zoned::now().date());
        findings.extend(found.into_iter().map(|finding| below(&root, finding)));
    }
    let out = io::stdout().lock();
    let color = out.is_terminal() && std::env::var_os("NO_COLOR").is_none();
    write(args.format, color, files, &findings, out)?;
    Ok(exit(&findings, args.strict))
}

fn exit(findings: &[Diagnostic], strict: bool) -> Exit {
    let severe = |finding: &Diagnostic| strict || finding.severity() == Severity::Error;
    if findings.iter().any(severe) { Exit::Findings } else { Exit::Done }
}

fn write(
    format: Format,
    color: bool,
    files: usize,
    findings: &[Diagnostic],
    mut out: impl Write,
) -> io::Result<()> {
    match format {
        Format::Text => report::text(files, findings, color, &mut out)?,
        Format::Json => report::json(files, findings, &mut out)?,
        Format::Sarif => report::sarif(findings, &mut out)?,
        Format::Github => report::github(findings, &mut out)?,
    }
    out.flush()
}

/// What to check, with the folder that its paths are relative to.
fn sources(paths: &[PathBuf]) -> anyhow::Result<Vec<(PathBuf, Vec<SourceFile>)>> {
    let here = [PathBuf::from(".")];
    let paths = match paths {
        [] if Path::new("intents").is_dir() => &here[..],
        [] => {
            labelled::tell_of_built_in()?;
            return Ok(vec![(PathBuf::new(), source::embedded())]);
        }
        paths => paths,
    };
    paths
        .iter()
        .map(|path| {
            let files = source::folder(path).context("the check could not run")?;
            Ok((path.clone(), files))
        })
        .collect()
}

/// The finding with its file as seen from the current folder.
fn below(root: &Path, mut finding: Diagnostic) -> Diagnostic {
    if root != Path::new(".") {
        finding.place.file = root.join(&*finding.place.file).to_string_lossy().into();
    }
    finding
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::{Code, Place};

    #[test]
    fn warnings_fail_only_a_strict_check() {
        let finding = |code| Diagnostic::new(&Place::start("a.yml"), code, "");
        for (findings, relaxed, strict) in [
            (vec![], Exit::Done, Exit::Done),
            (vec![finding(Code::Expired)], Exit::Done, Exit::Findings),
            (vec![finding(Code::Expired), finding(Code::Syntax)], Exit::Findings, Exit::Findings),
        ] {
            assert_eq!((exit(&findings, false), exit(&findings, true)), (relaxed, strict), "{findings:?}");
        }
    }
}
