//! intents/NAME.yml.

use std::sync::LazyLock;

use regex::Regex;

use super::{flow, reply, slot};
use crate::{
    content::{
        Code, Example, Intent, Place, Rule,
        draft::{Draft, Kind, Phrase, Sentence},
        normalized,
        yaml::Node,
    },
    domain::Name,
};

pub(super) const KEYS: &[&str] = &[
    "intent",
    "title",
    "title_en",
    "examples",
    "rules",
    "slots",
    "flow",
    "replies",
    "skill",
    "threshold",
    "refines",
];
pub(super) const RULE_KEYS: &[&str] = &["any", "all", "not", "whole", "entity"];

pub(super) fn read(node: &Node, draft: &mut Draft) {
    let Some(fields) = node.fields(KEYS, &mut draft.findings) else { return };
    if let Some(replies) = fields.get("replies") {
        reply::read_all(replies, draft);
    }
    let Some(named) = fields.need("intent", &mut draft.findings) else { return };
    let Some(name) = named.name(&mut draft.findings) else { return };
    check_file_name(&name, &named.place, draft);
    let title = fields.need_text("title", &mut draft.findings).unwrap_or(name.as_str()).to_owned();
    let title_en = fields.text("title_en", &mut draft.findings).map(str::to_owned);
    let lines = fields.get("examples").map(|node| node.lines(&mut draft.findings)).unwrap_or_default();
    let examples = lines.iter().map(|(line, place)| read_example(line, place, &name, draft)).collect();
    let rules = fields.get("rules").map(|node| read_rules(node, &name, draft)).unwrap_or_default();
    let slots = fields.get("slots").map(|node| slot::read_all(node, &name, draft)).unwrap_or_default();
    let flow = flow::read(fields.get("flow"), fields.get("slots"), &slots, &name, draft);
    let skill = fields.text("skill", &mut draft.findings).unwrap_or("general").into();
    let threshold =
        fields.get("threshold").map(|node| super::threshold::read_threshold(node, draft)).unwrap_or_default();
    let refines = fields.get("refines").map(|node| read_refines(node, &name, draft)).unwrap_or_default();
    if draft.define(Kind::Intent, &name, &named.place) {
        let intent = Intent {
            name: name.clone(),
            file: named.place.file.clone(),
            title,
            title_en,
            examples,
            rules,
            slots,
            flow,
            skill,
            threshold,
            refines,
        };
        draft.content.intents.insert(name, intent);
    }
}

fn check_file_name(name: &Name, place: &Place, draft: &mut Draft) {
    let stem = place.file.rsplit('/').next().and_then(|file| file.rsplit_once('.')).map(|(stem, _)| stem);
    if stem != Some(name.as_str()) {
        let message = format!("the file of intent `{name}` should be called {name}.yml");
        draft.findings.add(place, Code::NameMismatch, message);
    }
}

fn read_example(line: &str, place: &Place, intent: &Name, draft: &mut Draft) -> Example {
    static MARKED: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"\[([^\[\]]+)\]\(([a-z_][a-z0-9_]*)\)").expect("the pattern is constant")
    });
    let mut text = String::with_capacity(line.len());
    let mut entities = Vec::new();
    let mut copied = 0;
    for found in MARKED.captures_iter(line) {
        let (_, [value, kind]) = found.extract();
        let whole = found.get_match();
        text.push_str(&line[copied..whole.start()]);
        let start = text.len();
        text.push_str(value);
        let kind = Name::from(kind);
        draft.refer(Kind::Entity, &kind, place, Some(intent));
        entities.push((kind, start..text.len()));
        copied = whole.end();
    }
    text.push_str(&line[copied..]);
    let sentence = Sentence { owner: intent.clone(), normalized: normalized(&text), place: place.clone() };
    draft.examples.push(sentence);
    Example { text, entities, line: place.line, source: None }
}

fn read_rules(node: &Node, intent: &Name, draft: &mut Draft) -> Vec<Rule> {
    node.list(&mut draft.findings).iter().filter_map(|item| read_rule(item, intent, draft)).collect()
}

fn read_rule(node: &Node, intent: &Name, draft: &mut Draft) -> Option<Rule> {
    let fields = node.fields(RULE_KEYS, &mut draft.findings)?;
    let mut places = Vec::new();
    let mut phrases = |key, draft: &mut Draft| -> Vec<String> {
        let Some(list) = fields.get(key) else { return Vec::new() };
        let mut texts = Vec::new();
        for item in list.one_or_many() {
            let Some(text) = phrase(item, draft) else { continue };
            places.push((key, text.clone(), &item.place));
            texts.push(text);
        }
        texts
    };
    let any = phrases("any", draft);
    let all = phrases("all", draft);
    let not = phrases("not", draft);
    let whole = phrases("whole", draft);
    let kinds = fields.get("entity").map_or(&[][..], Node::one_or_many);
    let mut entity = Vec::new();
    for kind in kinds {
        let Some(name) = kind.name(&mut draft.findings) else { continue };
        draft.refer(Kind::Entity, &name, &kind.place, Some(intent));
        entity.push(name);
    }
    let rule = Rule { any, all, not, whole, entity };
    if rule.any.is_empty() && rule.all.is_empty() && rule.whole.is_empty() && rule.entity.is_empty() {
        let message = "the rule asks for nothing; give it `any`, `all`, `whole` or `entity`";
        draft.findings.add(&node.place, Code::BadValue, message);
        return None;
    }
    if rule.all.is_empty() && rule.entity.is_empty() {
        for (key, text, place) in places {
            let whole = key == "whole";
            if whole || (key == "any" && rule.whole.is_empty()) {
                let (intent, not, place) = (intent.clone(), rule.not.clone(), place.clone());
                draft.phrases.push(Phrase { intent, text, whole, not, place });
            }
        }
    }
    Some(rule)
}

/// In characters. Phrases are compared part by part, which takes their length squared.
const LONGEST_PHRASE: usize = 100;

/// A phrase as it will stand in a normalised message.
pub(super) fn phrase(node: &Node, draft: &mut Draft) -> Option<String> {
    let text = normalized(node.text(&mut draft.findings)?);
    if text.is_empty() {
        draft.findings.add(
            &node.place,
            Code::BadValue,
            "nothing is left of the phrase once it is normalised",
        );
        return None;
    }
    if text.chars().count() > LONGEST_PHRASE {
        let message = format!("a phrase has at most {LONGEST_PHRASE} characters");
        draft.findings.add(&node.place, Code::BadValue, message);
        return None;
    }
    Some(text)
}

fn read_refines(node: &Node, intent: &Name, draft: &mut Draft) -> Vec<Name> {
    let mut refined = Vec::new();
    for item in node.one_or_many() {
        let Some(name) = item.name(&mut draft.findings) else { continue };
        draft.refer(Kind::Intent, &name, &item.place, Some(intent));
        refined.push(name);
    }
    refined
}
