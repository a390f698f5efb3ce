//! `/content/intents`: what the bot understands, as the console shows it.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::Serialize;

use crate::{
    content::{self, Chart, Content, Intent, Template, Threshold},
    domain::{ConversationId, Name},
};

#[derive(Debug, Serialize)]
pub struct IntentList {
    pub intents: Vec<IntentRow>,
}

#[derive(Debug, Serialize)]
pub struct IntentRow {
    name: Name,
    title: String,
    title_en: Option<String>,
    file: String,
    examples: usize,
    learned: usize,
    rules: usize,
    slots: Vec<Name>,
    flow: bool,
    threshold: Option<f32>,
    turns_7d: u64,
    changed: bool,
}

impl IntentRow {
    /// `turns_7d`: how often the bot took a message for it in the last week.
    pub fn new(intent: &Intent, content: &Content, turns_7d: u64, changed: bool) -> Self {
        let learned = intent.examples.iter().filter(|example| example.source.is_some()).count();
        let threshold = match intent.threshold {
            Threshold::Fixed(bound) => Some(bound),
            Threshold::Auto => content.thresholds.get(&intent.name).copied(),
        };
        Self {
            name: intent.name.clone(),
            title: intent.title.clone(),
            title_en: intent.title_en.clone(),
            file: intent.file.to_string(),
            examples: intent.examples.len() - learned,
            learned,
            rules: intent.rules.len(),
            slots: intent.slots.iter().map(|slot| slot.name.clone()).collect(),
            flow: has_flow(intent),
            threshold,
            turns_7d,
            changed,
        }
    }
}

/// A flow that does nothing but end is none.
fn has_flow(intent: &Intent) -> bool {
    intent.flow.steps.iter().any(|step| *step != content::Step::End)
}

#[derive(Debug, Serialize)]
pub struct IntentView {
    name: Name,
    title: String,
    title_en: Option<String>,
    file: String,
    etag: String,
    examples: Vec<ExampleView>,
    learned: Vec<LearnedView>,
    rules: Vec<RuleView>,
    slots: Vec<SlotView>,
    replies: Vec<ReplyView>,
    flow: Option<GraphView>,
}

#[derive(Debug, Serialize)]
struct ExampleView {
    /// With the annotations, as it stands in the file.
    text: String,
    line: usize,
}

#[derive(Debug, Serialize)]
struct LearnedView {
    text: String,
    source: SourceView,
}

#[derive(Debug, Serialize)]
struct SourceView {
    conversation: ConversationId,
    seq: u64,
    by: String,
    at: Timestamp,
}

#[derive(Debug, Serialize)]
struct RuleView {
    any: Vec<String>,
    all: Vec<String>,
    not: Vec<String>,
    whole: Vec<String>,
    entity: Vec<Name>,
}

#[derive(Debug, Serialize)]
struct SlotView {
    name: Name,
    entity: Name,
    required: bool,
    ask: Option<String>,
}

#[derive(Debug, Serialize)]
struct ReplyView {
    name: Name,
    texts: Vec<String>,
    texts_en: Vec<String>,
}

impl IntentView {
    /// `etag` is the file's; `names` are those of seats, by id.
    pub fn new(intent: &Intent, content: &Content, etag: String, names: &BTreeMap<String, String>) -> Self {
        let written = intent.examples.iter().filter(|example| example.source.is_none());
        let learned = intent.examples.iter().filter_map(|example| {
            let source = example.source.clone()?;
            let by = names.get(source.by.as_str()).cloned().unwrap_or_else(|| source.by.to_string());
            let source = SourceView { conversation: source.conversation, seq: source.seq, by, at: source.at };
            Some(LearnedView { text: example.text.clone(), source })
        });
        let rules = intent.rules.iter().cloned().map(|rule| {
            let content::Rule { any, all, not, whole, entity } = rule;
            RuleView { any, all, not, whole, entity }
        });
        let slots = intent.slots.iter().map(|slot| SlotView {
            name: slot.name.clone(),
            entity: slot.entity.clone(),
            required: slot.required,
            ask: slot.ask.zh.first().map(|ask| ask.source().to_owned()),
        });
        // Those of its own file: what others say, too, is no part of this intent.
        let replies = content.replies.iter().filter(|(_, reply)| reply.file == intent.file);
        let replies = replies.map(|(name, reply)| ReplyView {
            name: name.clone(),
            texts: sources(&reply.text.zh),
            texts_en: sources(&reply.text.en),
        });
        Self {
            name: intent.name.clone(),
            title: intent.title.clone(),
            title_en: intent.title_en.clone(),
            file: intent.file.to_string(),
            etag,
            examples: written.map(|one| ExampleView { text: one.written(), line: one.line }).collect(),
            learned: learned.collect(),
            rules: rules.collect(),
            slots: slots.collect(),
            replies: replies.collect(),
            flow: has_flow(intent).then(|| content::chart(&intent.flow).into()),
        }
    }
}

fn sources(templates: &[Template]) -> Vec<String> {
    templates.iter().map(|template| template.source().to_owned()).collect()
}

#[derive(Debug, Serialize)]
struct GraphView {
    nodes: Vec<NodeView>,
    edges: Vec<EdgeView>,
}

#[derive(Debug, Serialize)]
struct NodeView {
    id: String,
    kind: &'static str,
    label: String,
    line: usize,
}

#[derive(Debug, Serialize)]
struct EdgeView {
    from: String,
    to: String,
    label: Option<&'static str>,
}

impl From<Chart> for GraphView {
    fn from(Chart { nodes, edges }: Chart) -> Self {
        let id = |place: usize| format!("n{place}");
        let node = |(place, node): (usize, content::ChartNode)| {
            let content::ChartNode { kind, label, line } = node;
            NodeView { id: id(place), kind: kind.as_str(), label, line }
        };
        let edge = |content::Edge { from, to, label }| EdgeView { from: id(from), to: id(to), label };
        Self {
            nodes: nodes.into_iter().enumerate().map(node).collect(),
            edges: edges.into_iter().map(edge).collect(),
        }
    }
}
