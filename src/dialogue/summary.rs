//! What a seat reads first: what the customer wants, what is known, why it comes to a person.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{
    playbook::Playbook,
    tracker::{Speaker, Tracker},
};
use crate::domain::Name;

/// The customer's own words that are quoted.
const QUOTES: usize = 3;

pub(super) fn of(
    playbook: &Playbook,
    tracker: &Tracker,
    reason: &Name,
    intent: Option<&Name>,
    slots: &BTreeMap<Name, Value>,
) -> String {
    let mut lines = vec![format!("转人工原因：{}", playbook.term("handoff_reason", reason.as_str()))];
    if let Some(intent) = intent.and_then(|name| playbook.intent(name.as_str())) {
        lines.push(format!("客户要办：{}", intent.title));
    }
    if !slots.is_empty() {
        let known = slots.iter().map(|(slot, value)| format!("{slot}={}", plain(value)));
        lines.push(format!("已知信息：{}", known.collect::<Vec<_>>().join("，")));
    }
    if let Some(found) = found(playbook, tracker) {
        lines.push(found);
    }
    let quotes: Vec<&str> = tracker
        .lines
        .iter()
        .rev()
        .filter(|line| line.by == Speaker::Customer)
        .take(QUOTES)
        .map(|line| line.text.as_str())
        .collect();
    let quotes: Vec<&str> = quotes.into_iter().rev().collect();
    lines.push(format!("客户原话：{}", quotes.join(" / ")));
    lines.join("\n")
}

/// The last answer of a shop system, in a line.
fn found(playbook: &Playbook, tracker: &Tracker) -> Option<String> {
    let frames = tracker.ended.iter().chain(&tracker.stack);
    let answer = frames.rev().find_map(|frame| frame.answers.get("call"))?;
    let field = |name: &str| answer.get(name).and_then(Value::as_str);
    let mut parts: Vec<String> = Vec::new();
    parts.extend(field("order_no").map(|order| format!("订单{order}")));
    parts.extend(field("status").map(|status| playbook.term("order_status", status).to_owned()));
    parts.extend(field("carrier").map(str::to_owned));
    parts.extend(field("tracking_no").map(str::to_owned));
    parts.extend(answer["events"][0]["text"].as_str().map(str::to_owned));
    (!parts.is_empty()).then(|| format!("系统查到：{}", parts.join("，")))
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
