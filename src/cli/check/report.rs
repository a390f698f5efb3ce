//! Findings for people and for other programs.

use std::io::{self, Write};

use owo_colors::OwoColorize;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
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
                "fullDescription": {"text": code.meaning()},
                "help": {"text": code.meaning()},
                "helpUri": concat!(env!("CARGO_PKG_REPOSITORY"), "/blob/main/docs/content.md#findings"),
                "defaultConfiguration": {"level": code.severity().as_str()},
            })
        })
        .collect();
    let results: Vec<Value> = findings
        .iter()
        .map(|finding| {
            let index = Code::ALL.iter().position(|code| *code == finding.code);
            json!({
                "ruleId": finding.code.as_str(),
                "ruleIndex": index,
                "level": finding.severity().as_str(),
                "message": {"text": finding.message},
                "locations": [{"physicalLocation": {
                    "artifactLocation": location(&finding.place.file),
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

/// What a URI may hold of a path as it is.
const PATH: &AsciiSet = &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The place of a file, as a URI: below the root of the sources, or absolute.
fn location(file: &str) -> Value {
    let path = utf8_percent_encode(file, PATH);
    if file.starts_with('/') {
        json!({"uri": format!("file://{path}")})
    } else {
        json!({"uri": path.to_string(), "uriBaseId": "%SRCROOT%"})
    }
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

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::content::Place;

    fn finding(file: &str, message: &str) -> Diagnostic {
        let place = Place { file: file.into(), line: 3, column: 7 };
        Diagnostic::new(&place, Code::Syntax, message)
    }

    fn printed(write: impl Fn(&mut Vec<u8>) -> io::Result<()>) -> String {
        let mut out = Vec::new();
        write(&mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    /// As actions/toolkit escapes data and properties of workflow commands.
    #[test]
    fn what_ends_a_workflow_command_is_escaped() {
        let check = |file: &str, message: &str, expected: &str| {
            assert_eq!(printed(|out| github(&[finding(file, message)], out)), expected, "{file} {message}");
        };
        check("a.yml", "no", "::error file=a.yml,line=3,col=7,title=syntax::no\n");
        check(
            "C:\\a,b%.yml",
            "100%: a,b\r\nmore",
            "::error file=C%3A\\a%2Cb%25.yml,line=3,col=7,title=syntax::100%25: a,b%0D%0Amore\n",
        );
        check(
            "a\n::error::b.yml",
            "no",
            "::error file=a%0A%3A%3Aerror%3A%3Ab.yml,line=3,col=7,title=syntax::no\n",
        );
    }

    /// What the schema of SARIF 2.1.0 requires, and what GitHub requires beyond it.
    #[test]
    fn sarif_has_all_that_its_readers_require() {
        let read = |findings: &[Diagnostic]| -> Value {
            serde_json::from_str(&printed(|out| sarif(findings, out))).unwrap()
        };
        let log = read(&[finding("intents/查 物流#1.yml", "no"), finding("/shop/a.yml", "no")]);
        assert_eq!(log["version"], "2.1.0");
        let run = &log["runs"][0];
        assert_eq!(run["columnKind"], "unicodeCodePoints");
        let driver = &run["tool"]["driver"];
        assert_eq!(driver["name"], "xiaoer");
        let rules = driver["rules"].as_array().unwrap();
        let ids: BTreeSet<&str> = rules.iter().map(|rule| rule["id"].as_str().unwrap()).collect();
        assert_eq!(ids.len(), rules.len(), "ids are unique");
        for rule in rules {
            for text in ["shortDescription", "fullDescription", "help"] {
                assert!(rule[text]["text"].as_str().is_some_and(|text| !text.is_empty()), "{rule}");
            }
            assert!(["error", "warning"].contains(&rule["defaultConfiguration"]["level"].as_str().unwrap()));
        }
        let places: Vec<&Value> = run["results"]
            .as_array()
            .unwrap()
            .iter()
            .map(|result| {
                assert_eq!(rules[result["ruleIndex"].as_u64().unwrap() as usize]["id"], result["ruleId"]);
                assert_eq!((&result["level"], &result["message"]["text"]), (&json!("error"), &json!("no")));
                let place = &result["locations"][0]["physicalLocation"];
                assert_eq!(place["region"], json!({"startLine": 3, "startColumn": 7}));
                &place["artifactLocation"]
            })
            .collect();
        let below =
            json!({"uri": "intents/%E6%9F%A5%20%E7%89%A9%E6%B5%81%231.yml", "uriBaseId": "%SRCROOT%"});
        assert_eq!(places, [&below, &json!({"uri": "file:///shop/a.yml"})]);
        assert_eq!(read(&[])["runs"][0]["results"], json!([]), "no finding is an empty list");
    }
}
