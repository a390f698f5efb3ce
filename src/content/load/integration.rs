//! integrations.yml.

use std::{collections::BTreeMap, time::Duration};

use serde_json::Value;

use crate::{
    content::{
        Code,
        draft::{Draft, Kind, Scope},
        jinja,
        node::Fields,
        yaml::{Data, Node},
    },
    domain::{CallShape, ChoiceShape, Integration, Method, Name},
};

pub(super) const KEYS: &[&str] = &["integrations"];
pub(super) const SYSTEM_KEYS: &[&str] = &["kind", "base", "timeout", "headers", "calls"];
pub(super) const CALL_KEYS: &[&str] = &["get", "post", "body", "owner", "public", "choices"];
pub(super) const CHOICES_KEYS: &[&str] = &["value", "label"];

const DEFAULT_TIMEOUT: Duration = Duration::from_secs(2);
const MAX_TIMEOUT: Duration = Duration::from_secs(60);

pub(super) fn read(node: &Node, draft: &mut Draft) {
    let Some(fields) = node.fields(KEYS, &mut draft.findings) else { return };
    let Some(systems) = fields.need("integrations", &mut draft.findings) else { return };
    for (key, value) in systems.entries(&mut draft.findings).unwrap_or_default() {
        let Some(name) = key.name(&mut draft.findings) else { continue };
        let system = read_system(name, value, draft);
        draft.content.integrations.extend(system);
    }
}

fn read_system(name: Name, node: &Node, draft: &mut Draft) -> Option<Integration> {
    let fields = node.fields(SYSTEM_KEYS, &mut draft.findings)?;
    let kind = fields.need("kind", &mut draft.findings)?;
    if let Some(other) = kind.text(&mut draft.findings)
        && other != "rest"
    {
        let message = format!("there is no kind of integration `{other}`; only `rest`");
        draft.findings.add(&kind.place, Code::BadValue, message);
    }
    let timeout = fields.get("timeout").and_then(|node| read_timeout(node, draft)).unwrap_or(DEFAULT_TIMEOUT);
    let mut headers = BTreeMap::new();
    let entries = fields.get("headers").and_then(|node| node.entries(&mut draft.findings));
    for (key, value) in entries.unwrap_or_default() {
        let (header, text) = (key.text(&mut draft.findings), value.text(&mut draft.findings));
        if let (Some(header), Some(text)) = (header, text) {
            headers.insert(header.to_owned(), text.to_owned());
        }
    }
    let mut calls = BTreeMap::new();
    let entries =
        fields.need("calls", &mut draft.findings).and_then(|node| node.entries(&mut draft.findings));
    for (key, value) in entries.unwrap_or_default() {
        let Some(call) = key.text(&mut draft.findings) else { continue };
        let full = Name::from(format!("{name}.{call}"));
        draft.define(Kind::Call, &full, &key.place);
        if let Some(shape) = read_call(value, draft) {
            calls.insert(full, shape);
        }
    }
    let base = fields.need_text("base", &mut draft.findings)?.to_owned();
    Some(Integration { name, base, timeout, headers, calls })
}

fn read_timeout(node: &Node, draft: &mut Draft) -> Option<Duration> {
    let text = node.text(&mut draft.findings)?;
    let timeout =
        text.parse::<jiff::SignedDuration>().ok().and_then(|duration| Duration::try_from(duration).ok());
    match timeout {
        Some(timeout) if timeout > Duration::ZERO && timeout <= MAX_TIMEOUT => Some(timeout),
        Some(_) | None => {
            let message =
                format!("expected a time of at most {}s such as 2s or 500ms", MAX_TIMEOUT.as_secs());
            draft.findings.add(&node.place, Code::BadValue, message);
            None
        }
    }
}

fn read_call(node: &Node, draft: &mut Draft) -> Option<CallShape> {
    let fields = node.fields(CALL_KEYS, &mut draft.findings)?;
    let (method, path) = match (fields.get("get"), fields.get("post")) {
        (Some(path), None) => (Method::Get, path),
        (None, Some(path)) => (Method::Post, path),
        (Some(_), Some(_)) | (None, None) => {
            draft.findings.add(&node.place, Code::MissingKey, "a call has either `get` or `post`");
            return None;
        }
    };
    let path_text = path.text(&mut draft.findings)?;
    if !path_text.starts_with('/') {
        draft.findings.add(&path.place, Code::BadValue, "a path begins with `/`");
    }
    let public = fields.flag("public", &mut draft.findings).unwrap_or(false);
    let owner = fields.text("owner", &mut draft.findings).map(str::to_owned);
    if public == owner.is_some() {
        let message = "a call names the `owner` field of its answer, or is `public: true`";
        draft.findings.add(&node.place, Code::MissingKey, message);
    }
    Some(CallShape {
        method,
        path: path_text.to_owned(),
        body: fields.get("body").map(json),
        owner,
        choices: fields.get("choices").and_then(|node| read_choices(node, draft)),
    })
}

fn read_choices(node: &Node, draft: &mut Draft) -> Option<ChoiceShape> {
    let fields: Fields<'_> = node.fields(CHOICES_KEYS, &mut draft.findings)?;
    let value = fields.need_text("value", &mut draft.findings)?.to_owned();
    let label = fields.need("label", &mut draft.findings)?;
    let label = jinja::template(label, &Scope::Row, draft)?.source().to_owned();
    Some(ChoiceShape { value, label })
}

/// A plain scalar that reads as a JSON number, `true` or `false` is one; all else is text.
fn json(node: &Node) -> Value {
    match &node.data {
        Data::Nothing => Value::Null,
        Data::Text(text) => match serde_json::from_str(text) {
            Ok(value @ (Value::Bool(_) | Value::Number(_))) => value,
            Ok(_) | Err(_) => Value::String(text.clone()),
        },
        Data::List(items) => items.iter().map(json).collect(),
        Data::Map(entries) => {
            entries.iter().filter_map(|(key, value)| Some((key.as_str()?.to_owned(), json(value)))).collect()
        }
    }
}
