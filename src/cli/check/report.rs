//! Findings for people and for other programs.

use std::io::{self, Write};

use owo_colors::OwoColorize;
use serde_json::{Value, json};

use crate::content::{Code, Diagnostic, Severity};

/// `file:line:col code message` for each finding, then a line with counts.
pub fn text(files: usize, findings: &[Diagnostic], color: bool, out: &mut impl Write) -> io::Result<()> {
    for finding in findings {
        let Diagnostic { place, code, message } = finding;
        match (color, finding.severity()) {
            (false, _) => writeln!(out, "{finding}")?,
            (true, Severity::Error) => writeln!(out, "{} {} {message}", place.bold(), code.red().bold())?,
            (true, Severity::Warning) => {
                writeln!(out, "{} {} {message}", place.bold(), code.yellow().bold())?
            }
        }
    }
    writeln!(
        out,
        "{}, {} in {}",
        counted(count(findings, Severity::Error), "error"),
        counted(count(findings, Severity::Warning), "warning"),
        counted(files, "file")
    )
}

/// One object with the findings and their counts.
pub fn json(files: usize, findings: &[Diagnostic], out: &mut impl Write) -> io::Result<()> {
    let list: Vec<Value> = findings
        .iter()
        .map(|finding| {
            json!({
                "file": *finding.place.file,
                "line": finding.place.line,
                "column": finding.place.column,
                "code": finding.code.as_str(),
                "severity": finding.severity().as_str(),
                "message": finding.message,
            })
        })
        .collect();
    let report = json!({
        "findings": list,
        "errors": count(findings, Severity::Error),
        "warnings": count(findings, Severity::Warning),
        "files": files,
    });
    writeln!(out, "{report:#}")
}

/// SARIF 2.1.0, as code scanning services read it.
pub fn sarif(findings: &[Diagnostic], out: &mut impl Write) -> io::Result<()> {
    let rules: Vec<Value> = Code::ALL
        .iter()
        .map(|code| {
            json!({
                "id": code.as_str(),
                "shortDescription": {"text": code.meaning()},
                "defaultConfiguration": {"level": code.severity().as_str()},
            })
        })
        .collect();
    let results: Vec<Value> = findings
        .iter()
        .map(|finding| {
            json!({
                "ruleId": finding.code.as_str(),
                "level": finding.severity().as_str(),
                "message": {"text": finding.message},
                "locations": [{"physicalLocation": {
                    "artifactLocation": {"uri": *finding.place.file},
                    "region": {"startLine": finding.place.line, "startColumn": finding.place.column},
                }}],
            })
        })
        .collect();
    let report = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "xiaoer",
                "version": env!("CARGO_PKG_VERSION"),
                "informationUri": env!("CARGO_PKG_REPOSITORY"),
                "rules": rules,
            }},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    writeln!(out, "{report:#}")
}

/// Workflow commands, which GitHub shows beside the lines of a pull request.
pub fn github(findings: &[Diagnostic], out: &mut impl Write) -> io::Result<()> {
    for finding in findings {
        let place = &finding.place;
        writeln!(
            out,
            "::{} file={},line={},col={},title={}::{}",
            finding.severity().as_str(),
            escaped(&place.file).replace(':', "%3A").replace(',', "%2C"),
            place.line,
            place.column,
            finding.code,
            escaped(&finding.message)
        )?;
    }
    Ok(())
}

/// A workflow command ends with its line.
fn escaped(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn count(findings: &[Diagnostic], severity: Severity) -> usize {
    findings.iter().filter(|finding| finding.severity() == severity).count()
}

fn counted(number: usize, noun: &str) -> String {
    if number == 1 { format!("1 {noun}") } else { format!("{number} {noun}s") }
}
