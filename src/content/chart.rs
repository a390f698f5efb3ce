//! A flow as a picture: what it does, and how it goes on.

use std::collections::BTreeSet;

use super::{Flow, Step};
use crate::domain::Position;

/// Nodes and the ways between them. The first node is where the flow starts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chart {
    pub nodes: Vec<ChartNode>,
    pub edges: Vec<Edge>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChartNode {
    pub kind: NodeKind,
    /// What is called, asked, said, or holds.
    pub label: String,
    /// In the intent's file.
    pub line: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NodeKind {
    Start,
    Call,
    If,
    Reply,
    Ask,
    Set,
    Answer,
    HandOff,
    End,
}

impl NodeKind {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Call => "call",
            Self::If => "if",
            Self::Reply => "reply",
            Self::Ask => "ask",
            Self::Set => "set",
            Self::Answer => "answer",
            Self::HandOff => "handoff",
            Self::End => "end",
        }
    }
}

/// Places of nodes; the label says when this way is taken, where there are several.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Edge {
    pub from: usize,
    pub to: usize,
    pub label: Option<&'static str>,
}

/// Every step is in it but jumps, which are only ways, and ends that nothing comes to.
pub fn chart(flow: &Flow) -> Chart {
    let ways: Vec<Vec<(usize, Option<&'static str>)>> =
        flow.steps.iter().enumerate().map(|(at, step)| ways(flow, at, step)).collect();
    let start = landing(flow, 0);
    let reached: BTreeSet<usize> = ways.iter().flatten().map(|(to, _)| *to).chain([start]).collect();
    let shown = |(at, step): (usize, &Step)| match step {
        Step::Jump(_) => None,
        Step::End => reached.contains(&at).then_some(at),
        Step::Call { .. }
        | Step::If { .. }
        | Step::Reply(_)
        | Step::Ask(_)
        | Step::Set { .. }
        | Step::AnswerFaq { .. }
        | Step::HandOff { .. } => Some(at),
    };
    let shown: Vec<usize> = flow.steps.iter().enumerate().filter_map(shown).collect();
    // The start stands before all steps.
    let place = |at: usize| shown.binary_search(&at).ok().map(|place| place + 1);
    let line = |at: usize| flow.lines.get(at).copied().unwrap_or(1);
    let mut nodes = vec![ChartNode { kind: NodeKind::Start, label: String::new(), line: line(0) }];
    nodes.extend(shown.iter().map(|at| {
        let (kind, label) = described(&flow.steps[*at]);
        ChartNode { kind, label, line: line(*at) }
    }));
    let first = place(start).map(|to| Edge { from: 0, to, label: None });
    let between = shown.iter().flat_map(|at| {
        let of = ways[*at].iter().filter_map(|(to, label)| Some((place(*to)?, *label)));
        of.map(|(to, label)| Edge { from: place(*at).unwrap_or_default(), to, label }).collect::<Vec<_>>()
    });
    Chart { nodes, edges: first.into_iter().chain(between).collect() }
}

fn described(step: &Step) -> (NodeKind, String) {
    match step {
        Step::Call { name, .. } => (NodeKind::Call, name.to_string()),
        Step::If { condition, .. } => (NodeKind::If, condition.source().to_owned()),
        Step::Reply(name) => (NodeKind::Reply, name.to_string()),
        Step::Ask(slot) => (NodeKind::Ask, slot.to_string()),
        Step::Set { slot, value } => (NodeKind::Set, format!("{slot} = {}", value.source())),
        Step::AnswerFaq { .. } => (NodeKind::Answer, "faq".to_owned()),
        Step::HandOff { reason } => (NodeKind::HandOff, reason.to_string()),
        Step::End | Step::Jump(_) => (NodeKind::End, String::new()),
    }
}

/// Where a step may lead, and when.
fn ways(flow: &Flow, at: usize, step: &Step) -> Vec<(usize, Option<&'static str>)> {
    let next = landing(flow, at + 1);
    let to = |position: &Position| landing(flow, position.0 as usize);
    match step {
        Step::Call { .. } => {
            let failure = flow.on_failure.as_ref().map(|position| (to(position), Some("on_failure")));
            std::iter::once((next, None)).chain(failure).collect()
        }
        Step::If { otherwise, .. } => vec![(next, Some("then")), (to(otherwise), Some("else"))],
        Step::AnswerFaq { otherwise } if to(otherwise) == next => vec![(next, None)],
        Step::AnswerFaq { otherwise } => vec![(next, Some("then")), (to(otherwise), Some("else"))],
        Step::Reply(_) | Step::Ask(_) | Step::Set { .. } => vec![(next, None)],
        Step::Jump(_) | Step::HandOff { .. } | Step::End => Vec::new(),
    }
}

/// The step that is really taken there. Jumps go forward only.
fn landing(flow: &Flow, mut at: usize) -> usize {
    while let Some(Step::Jump(to)) = flow.steps.get(at)
        && to.0 as usize > at
    {
        at = to.0 as usize;
    }
    at
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;
    use crate::content::{load, source};

    #[test]
    fn a_picture_shows_every_step_and_every_way() {
        let (content, _) = load(&source::embedded(), jiff::civil::Date::ZERO);
        let chart = chart(&content.intents["order.cancel"].flow);
        let shown = |edge: &Edge| {
            let node = |at: usize| format!("{} {}", chart.nodes[at].kind.as_str(), chart.nodes[at].label);
            let label = edge.label.map(|label| format!(" {label}")).unwrap_or_default();
            format!("{} ->{label} {}", node(edge.from).trim(), node(edge.to).trim())
        };
        let shown: Vec<String> = chart.edges.iter().map(shown).collect();
        for expected in [
            "reply cancel.kept -> end",
            "if order != none -> then set lost_order = order",
            "if order != none -> else ask lost_order",
            "set lost_order = order -> ask lost_order",
            "call orders.cancel -> if call.ok",
            "call orders.cancel -> on_failure if failure == \"not_found\"",
            "if confirm == \"yes\" -> else reply cancel.kept",
            "reply cancel.cannot_do -> handoff system_down",
        ] {
            assert!(shown.contains(&expected.to_owned()), "{expected}\n{}", shown.join("\n"));
        }
    }

    #[test]
    fn pictures_are_whole() {
        let (content, _) = load(&source::embedded(), jiff::civil::Date::ZERO);
        for intent in content.intents.values() {
            let Chart { nodes, edges } = chart(&intent.flow);
            let mut out: HashMap<usize, Vec<Option<&str>>> = HashMap::new();
            edges.iter().for_each(|edge| out.entry(edge.from).or_default().push(edge.label));
            let said =
                intent.flow.steps.iter().filter(|step| !matches!(step, Step::Jump(_) | Step::End)).count();
            let drawn =
                nodes.iter().filter(|node| !matches!(node.kind, NodeKind::Start | NodeKind::End)).count();
            assert_eq!(said, drawn, "{}", intent.name);
            for (at, node) in nodes.iter().enumerate() {
                assert!(node.line > 0, "{}", intent.name);
                let ways = out.remove(&at).unwrap_or_default();
                let expected = match node.kind {
                    NodeKind::If => ways == [Some("then"), Some("else")],
                    NodeKind::Answer => ways == [None] || ways == [Some("then"), Some("else")],
                    NodeKind::Call => {
                        ways[0].is_none() && ways[1..].iter().all(|way| *way == Some("on_failure"))
                    }
                    NodeKind::Start | NodeKind::Reply | NodeKind::Ask | NodeKind::Set => ways == [None],
                    NodeKind::HandOff | NodeKind::End => ways.is_empty(),
                };
                assert!(expected, "{} {node:?} {ways:?}", intent.name);
                let comes = edges.iter().any(|edge| edge.to == at);
                assert!(
                    comes || node.kind == NodeKind::Start,
                    "nothing leads to {node:?} of {}",
                    intent.name
                );
            }
        }
    }
}
