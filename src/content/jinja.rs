//! Checks Jinja expressions and templates: syntax, filters and tests now, variables once all files are read.

use std::sync::LazyLock;

use minijinja::{Environment, ErrorKind};
use regex::Regex;

use super::{
    Code, Expression, Place, Template,
    draft::{Draft, Kind, Scope, Variable},
    node::{Findings, suggest},
    yaml::Node,
};
use crate::domain::Name;

/// The filters that xiaoer adds to Jinja's.
pub const FILTERS: [&str; 5] = ["money", "day", "time", "days_ago", "term"];

static ENVIRONMENT: LazyLock<Environment<'static>> = LazyLock::new(|| {
    let mut environment = Environment::new();
    for filter in FILTERS {
        environment.add_filter(filter, |value: minijinja::Value| value);
    }
    environment
});

/// Reads an expression whose variables may wear a `$`.
pub(super) fn expression(node: &Node, scope: &Scope, draft: &mut Draft) -> Option<Expression> {
    let source = without_sigils(node.text(&mut draft.findings)?);
    let variables = match ENVIRONMENT.compile_expression_owned(source.clone()) {
        Ok(compiled) => compiled.undeclared_variables(false),
        Err(error) => {
            draft.findings.add(&node.place, Code::BadExpression, sentence(&error));
            return None;
        }
    };
    check_code(&source, &node.place, draft);
    note_variables(variables, &node.place, scope, draft);
    Some(Expression(source))
}

/// Reads a template.
pub(super) fn template(node: &Node, scope: &Scope, draft: &mut Draft) -> Option<Template> {
    let source = node.text(&mut draft.findings)?.trim_end();
    let variables = match ENVIRONMENT.template_from_str(source) {
        Ok(compiled) => compiled.undeclared_variables(false),
        Err(error) => {
            draft.findings.add(&node.place, Code::BadTemplate, sentence(&error));
            return None;
        }
    };
    static TAG: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"(?s)\{\{(.*?)\}\}|\{%(.*?)%\}").expect("the pattern is constant"));
    for tag in TAG.captures_iter(source) {
        let code = tag.get(1).or(tag.get(2)).map_or("", |code| code.as_str());
        check_code(code, &node.place, draft);
    }
    note_variables(variables, &node.place, scope, draft);
    Some(Template(source.to_owned()))
}

fn sentence(error: &minijinja::Error) -> String {
    error.detail().map_or_else(|| error.to_string(), str::to_owned)
}

fn note_variables(names: impl IntoIterator<Item = String>, place: &Place, scope: &Scope, draft: &mut Draft) {
    let globals: Vec<&str> = ENVIRONMENT.globals().map(|(name, _)| name).collect();
    for name in names.into_iter().filter(|name| !globals.contains(&name.as_str())) {
        draft.variables.push(Variable { name, place: place.clone(), scope: scope.clone() });
    }
}

/// Removes the `$` in front of names outside of string literals.
fn without_sigils(source: &str) -> String {
    let mut plain = String::with_capacity(source.len());
    let mut quote = None;
    let mut characters = source.chars().peekable();
    while let Some(character) = characters.next() {
        match (quote, character) {
            (None, '$')
                if characters.peek().is_some_and(|next| next.is_ascii_alphabetic() || *next == '_') =>
            {
                continue;
            }
            (None, '"' | '\'') => quote = Some(character),
            (Some(_), '\\') => {
                plain.push(character);
                plain.extend(characters.next());
                continue;
            }
            (Some(open), _) if open == character => quote = None,
            _ => {}
        }
        plain.push(character);
    }
    plain
}

/// Checks what minijinja itself only finds when it evaluates: filters, tests, methods, and the tables given to `term`.
fn check_code(code: &str, place: &Place, draft: &mut Draft) {
    static TERM: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r#"\|\s*term\s*\(\s*(?:"([^"]*)"|'([^']*)')"#).expect("the pattern is constant")
    });
    static NAME: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(\|)\s*(\w+)|\bis\s+(?:not\s+)?(\w+)|(\w+)\s*\.\s*(\w+)\s*\(")
            .expect("the pattern is constant")
    });
    for table in TERM.captures_iter(code) {
        let name = table.get(1).or(table.get(2)).map_or("", |name| name.as_str());
        draft.refer(Kind::Terms, &Name::from(name), place, None);
    }
    for found in NAME.captures_iter(&without_literals(code)) {
        if let (Some(_), Some(filter)) = (found.get(1), found.get(2)) {
            check_known(
                "filter",
                filter.as_str(),
                &format!("1|{}", filter.as_str()),
                place,
                &mut draft.findings,
            );
        } else if let Some(test) = found.get(3) {
            check_known(
                "test",
                test.as_str(),
                &format!("1 is {}", test.as_str()),
                place,
                &mut draft.findings,
            );
        } else if let (Some(of), Some(method)) = (found.get(4), found.get(5))
            && of.as_str() != "loop"
        {
            let message = format!("values have no methods such as `{}`; use a filter", method.as_str());
            draft.findings.add(place, Code::UnknownFilter, message);
        }
    }
}

/// Asks the environment itself, so that no list of its filters and tests can go out of date.
fn check_known(noun: &str, name: &str, probe: &str, place: &Place, findings: &mut Findings) {
    let error = ENVIRONMENT
        .compile_expression_owned(probe.to_owned())
        .and_then(|compiled| compiled.eval(()))
        .err()
        .map(|error| error.kind());
    if matches!(error, Some(ErrorKind::UnknownFilter | ErrorKind::UnknownTest)) {
        let hint = suggest(name, FILTERS.into_iter());
        findings.add(place, Code::UnknownFilter, format!("there is no {noun} `{name}`{hint}"));
    }
}

/// The code with the inside of its string literals blanked out.
fn without_literals(code: &str) -> String {
    static LITERAL: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r#""(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'"#).expect("the pattern is constant")
    });
    LITERAL.replace_all(code, "''").into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::yaml;

    fn check(source: &str, expected: &str) {
        let node = Node { place: Place::start("f.yml"), data: yaml::Data::Text(source.to_owned()) };
        let mut draft = Draft::default();
        let read = expression(&node, &Scope::Row, &mut draft);
        let shown = match draft.findings.0.first() {
            Some(finding) => format!("{} {}", finding.code, finding.message),
            None => read.expect("what has no finding is read").source().to_owned(),
        };
        assert_eq!(shown, expected);
    }

    #[test]
    fn sigils_are_removed_outside_of_literals_only() {
        check(
            r#"$call.status == "$paid" and '$x\'$y' in $text"#,
            r#"call.status == "$paid" and '$x\'$y' in text"#,
        );
        check("$parcel.events | length == 0", "parcel.events | length == 0");
        check(
            "$call[0].delivered_at | days_ago > $return_window.days",
            "call[0].delivered_at | days_ago > return_window.days",
        );
    }

    #[test]
    fn faults_are_found_when_loading() {
        check("$a ==", "bad_expression unexpected end of input, expected expression");
        check("$a | mony", "unknown_filter there is no filter `mony`; did you mean `money`?");
        check("$a is shiny", "unknown_filter there is no test `shiny`");
        check(
            r#"$text.startswith("退")"#,
            "unknown_filter values have no methods such as `startswith`; use a filter",
        );
        check(r#""| mony" in $text"#, r#""| mony" in text"#);
    }
}
