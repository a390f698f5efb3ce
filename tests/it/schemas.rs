//! The schemas for editors, against the content that ships.

use std::{fs, path::Path};

use regex::Regex;
use saphyr_parser::{Event, Parser, ScalarStyle};
use serde_json::{Map, Number, Value};

/// Keywords that ask for nothing.
const SILENT: [&str; 8] =
    ["$schema", "$id", "$defs", "title", "description", "default", "format", "additionalProperties"];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn schema(name: &str) -> Value {
    let text = fs::read_to_string(root().join("schemas").join(name)).unwrap();
    serde_json::from_str(&text).unwrap()
}

/// A file as an editor reads it: plain scalars are numbers and flags where they look like that.
fn yaml(text: &str) -> Value {
    enum Open {
        List(Vec<Value>),
        Map(Map<String, Value>, Option<String>),
    }
    let (mut open, mut root) = (Vec::new(), Value::Null);
    for event in Parser::new_from_str(text) {
        let value = match event.unwrap().0 {
            Event::SequenceStart(..) => {
                open.push(Open::List(Vec::new()));
                continue;
            }
            Event::MappingStart(..) => {
                open.push(Open::Map(Map::new(), None));
                continue;
            }
            Event::Scalar(text, ScalarStyle::Plain, ..) => plain(&text),
            Event::Scalar(text, ..) => Value::String(text.into_owned()),
            Event::SequenceEnd | Event::MappingEnd => match open.pop().unwrap() {
                Open::List(items) => Value::Array(items),
                Open::Map(fields, _) => Value::Object(fields),
            },
            _ => continue,
        };
        match open.last_mut() {
            None => root = value,
            Some(Open::List(items)) => items.push(value),
            Some(Open::Map(fields, key)) => match key.take() {
                Some(key) => drop(fields.insert(key, value)),
                None => *key = Some(value.as_str().map_or_else(|| value.to_string(), str::to_owned)),
            },
        }
    }
    root
}

fn plain(text: &str) -> Value {
    match text {
        "" | "~" | "null" => Value::Null,
        "true" => Value::Bool(true),
        "false" => Value::Bool(false),
        _ => {
            let whole = text.parse::<i64>().ok().map(Number::from);
            let number = whole.or_else(|| text.parse::<f64>().ok().and_then(Number::from_f64));
            number.map_or_else(|| Value::String(text.to_owned()), Value::Number)
        }
    }
}

/// What is wrong with a value by a schema; of a file, which other parts of it, and other files, are named by.
fn faults(schema: &Value, file: &Value, value: &Value, at: &str, found: &mut Vec<String>) {
    for (keyword, rule) in schema.as_object().unwrap() {
        let fault = |what: &str| format!("{at}: {what} ({keyword} {rule})");
        match keyword.as_str() {
            "$ref" => {
                let (other, pointer) = rule.as_str().unwrap().split_once('#').unwrap();
                let other = if other.is_empty() { file.clone() } else { self::schema(other) };
                faults(other.pointer(pointer).unwrap(), &other, value, at, found);
            }
            "type" => {
                let kinds = rule.as_array().map_or_else(|| vec![rule.clone()], Clone::clone);
                if !kinds.iter().any(|kind| is_of(value, kind.as_str().unwrap())) {
                    found.push(fault("is of another type"));
                }
            }
            "const" if value != rule => found.push(fault("is another value")),
            "enum" if !rule.as_array().unwrap().contains(value) => found.push(fault("is another value")),
            "minimum" if value.as_f64().is_some_and(|number| Some(number) < rule.as_f64()) => {
                found.push(fault("is less"));
            }
            "maximum" if value.as_f64().is_some_and(|number| Some(number) > rule.as_f64()) => {
                found.push(fault("is more"));
            }
            "minItems" if value.as_array().is_some_and(|items| Some(items.len() as u64) < rule.as_u64()) => {
                found.push(fault("has fewer"));
            }
            "minProperties"
                if value.as_object().is_some_and(|fields| Some(fields.len() as u64) < rule.as_u64()) =>
            {
                found.push(fault("has fewer"));
            }
            "pattern"
                if value
                    .as_str()
                    .is_some_and(|text| !Regex::new(rule.as_str().unwrap()).unwrap().is_match(text)) =>
            {
                found.push(fault("does not match"));
            }
            "const" | "enum" | "minimum" | "maximum" | "minItems" | "minProperties" | "pattern" => {}
            "required" => {
                for key in rule.as_array().unwrap() {
                    if value.is_object() && value.get(key.as_str().unwrap()).is_none() {
                        found.push(fault("lacks a key"));
                    }
                }
            }
            "items" => {
                for (number, item) in value.as_array().into_iter().flatten().enumerate() {
                    faults(rule, file, item, &format!("{at}/{number}"), found);
                }
            }
            "properties" => {
                for (key, rule) in rule.as_object().unwrap() {
                    if let Some(inside) = value.get(key) {
                        faults(rule, file, inside, &format!("{at}/{key}"), found);
                    }
                }
            }
            "anyOf" | "oneOf" => {
                let of = |rule: &Value| {
                    let mut found = Vec::new();
                    faults(rule, file, value, at, &mut found);
                    found
                };
                let tried: Vec<Vec<String>> = rule.as_array().unwrap().iter().map(of).collect();
                let fitting = tried.iter().filter(|found| found.is_empty()).count();
                if fitting == 0 || keyword == "oneOf" && fitting > 1 {
                    found.push(format!("{at}: {fitting} of {keyword} fit: {tried:?}"));
                }
            }
            silent => assert!(SILENT.contains(&silent), "the test does not know the keyword {silent}"),
        }
    }
    let Some(others) = schema.get("additionalProperties") else { return };
    let known = |key: &String| schema["properties"].get(key).is_some();
    for (key, inside) in value.as_object().into_iter().flatten().filter(|(key, _)| !known(key)) {
        match others {
            Value::Bool(true) => {}
            Value::Bool(false) => found.push(format!("{at}: unknown key {key}")),
            rule => faults(rule, file, inside, &format!("{at}/{key}"), found),
        }
    }
}

fn is_of(value: &Value, kind: &str) -> bool {
    match kind {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "number" => value.is_number(),
        "integer" => value.is_i64() || value.is_u64(),
        "null" => value.is_null(),
        other => panic!("the test does not know the type {other}"),
    }
}

fn check(text: &str, name: &str) -> Vec<String> {
    let (schema, mut found) = (schema(name), Vec::new());
    faults(&schema, &schema, &yaml(text), "", &mut found);
    found
}

/// The schema of a file of the pack, by its path.
fn schema_of(path: &str) -> &str {
    match path {
        "intents/shared.yml" => "shared.json",
        "knowledge/graph.yml" => "graph.json",
        "knowledge/entities.yml" => "entities.json",
        "knowledge/corrections.yml" => "corrections.json",
        "integrations.yml" => "integrations.json",
        path if path.starts_with("intents/") => "intent.json",
        path if path.starts_with("knowledge/faq/") => "faq.json",
        path => panic!("{path} has no schema"),
    }
}

#[test]
fn every_content_file_is_what_its_schema_says() {
    let mut seen = 0;
    for file in xiaoer::content::source::folder(root()).unwrap() {
        if !file.path.ends_with(".yml") || *file.path == *"thresholds.yml" {
            continue;
        }
        let text = String::from_utf8(file.bytes).unwrap();
        assert_eq!(check(&text, schema_of(&file.path)), Vec::<String>::new(), "{}", file.path);
        seen += 1;
    }
    assert!(seen > 40, "{seen} files");
}

#[test]
fn planted_faults_are_found() {
    let faulty = |text: &str, name: &str, fault: &str| {
        let found = check(text, name);
        assert!(found.iter().any(|found| found.contains(fault)), "{text}: {found:?}");
    };
    faulty("intent: a.b\ntitle: x\nexample: |\n  - y\n", "intent.json", "unknown key example");
    faulty("title: x\n", "intent.json", "lacks a key");
    faulty("intent: a.b\ntitle: x\nthreshold: 7\n", "intent.json", "/threshold");
    faulty("intent: a.b\ntitle: x\nflow:\n  - replay: a\n", "intent.json", "/flow/0");
    faulty("faq:\n  - id: a\n    questions: |\n      - q\n", "faq.json", "/faq/0: lacks a key");
    faulty("a: 2\n", "thresholds.json", "/a: is more");
}
