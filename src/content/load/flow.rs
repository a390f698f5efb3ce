//! The `flow` of an intent: nested steps become a flat program.

use std::collections::BTreeMap;

use crate::{
    content::{
        Code, Flow, Slot, Step, digest,
        draft::{CallUse, Draft, Kind, Scope},
        jinja,
        node::{Fields, suggest},
        yaml::{Data, Node},
    },
    domain::{Name, Position},
};

/// The first key of each kind of step, then the keys that go with it.
pub(super) const STEPS: &[(&str, &[&str])] = &[
    ("call", &["with", "as"]),
    ("if", &["then", "else"]),
    ("reply", &[]),
    ("ask", &[]),
    ("set", &[]),
    ("answer", &["else"]),
    ("handoff", &[]),
    ("end", &[]),
    ("on_failure", &[]),
];

/// A flow that is absent ends at once.
pub(super) fn read(
    node: Option<&Node>,
    slots_node: Option<&Node>,
    slots: &[Slot],
    intent: &Name,
    draft: &mut Draft,
) -> Flow {
    let line = node.map_or(1, |node| node.place.line);
    let mut compiler = Compiler { slots, intent, draft, steps: Vec::new(), lines: Vec::new(), line };
    let (main, on_failure) = node.map_or((&[][..], None), split);
    compiler.list(main);
    compiler.push(Step::End);
    let on_failure = on_failure.map(|steps| {
        let start = compiler.here();
        compiler.list(steps.one_or_many());
        compiler.push(Step::End);
        start
    });
    let mut parts = Vec::new();
    for node in [slots_node, node].into_iter().flatten() {
        flatten(node, &mut parts);
    }
    let fingerprint = digest(parts.iter().map(|part| part.as_bytes()));
    Flow { steps: compiler.steps, lines: compiler.lines, on_failure, fingerprint }
}

/// The steps, and what stands under `on_failure` in the last one.
fn split(node: &Node) -> (&[Node], Option<&Node>) {
    let steps = node.one_or_many();
    if let Some((last, rest)) = steps.split_last()
        && let Data::Map(entries) = &last.data
        && let [(key, value)] = &entries[..]
        && matches!(&key.data, Data::Text(text) if text == "on_failure")
    {
        return (rest, Some(value));
    }
    (steps, None)
}

/// The texts of a tree with marks for its shape, so that comments and layout do not count.
fn flatten<'n>(node: &'n Node, parts: &mut Vec<&'n str>) {
    match &node.data {
        Data::Nothing => parts.push("~"),
        Data::Text(text) => parts.push(text),
        Data::List(items) => {
            parts.push("[");
            items.iter().for_each(|item| flatten(item, parts));
            parts.push("]");
        }
        Data::Map(entries) => {
            parts.push("{");
            for (key, value) in entries {
                flatten(key, parts);
                flatten(value, parts);
            }
            parts.push("}");
        }
    }
}

struct Compiler<'a> {
    slots: &'a [Slot],
    intent: &'a Name,
    draft: &'a mut Draft,
    steps: Vec<Step>,
    lines: Vec<usize>,
    /// Of the step that is read.
    line: usize,
}

impl Compiler<'_> {
    fn list(&mut self, nodes: &[Node]) {
        let mut ended = false;
        for node in nodes {
            if ended {
                let message = "the flow has ended before this step";
                self.draft.findings.add(&node.place, Code::Unreachable, message);
            }
            let first = self.steps.len();
            self.step(node);
            ended = self.steps.len() == first + 1
                && matches!(self.steps.last(), Some(Step::End | Step::HandOff { .. }));
        }
    }

    fn push(&mut self, step: Step) {
        self.steps.push(step);
        self.lines.push(self.line);
    }

    fn step(&mut self, node: &Node) {
        self.line = node.place.line;
        let Some((kind, fields)) = self.fields(node) else { return };
        let Some(value) = fields.need(kind, &mut self.draft.findings) else { return };
        match kind {
            "call" => self.call(value, &fields),
            "if" => self.branch(value, &fields),
            "reply" => {
                if let Some(name) = self.reference(Kind::Reply, value) {
                    self.push(Step::Reply(name));
                }
            }
            "ask" => self.ask(value),
            "set" => self.set(value),
            "answer" => self.answer(value, &fields),
            "handoff" => {
                if let Some(reason) = self.reference(Kind::HandoffReason, value) {
                    self.push(Step::HandOff { reason });
                }
            }
            "end" => match value.value("true", &mut self.draft.findings) {
                Some(true) => self.push(Step::End),
                Some(false) => {
                    self.draft.findings.add(&value.place, Code::BadValue, "an `end` step is `end: true`");
                }
                None => {}
            },
            _ => {
                let message = "`on_failure` stands once, as the last step of the flow";
                self.draft.findings.add(&node.place, Code::BadValue, message);
            }
        }
    }

    /// Which kind of step it is, by the one first key that it has.
    fn fields<'n>(&mut self, node: &'n Node) -> Option<(&'static str, Fields<'n>)> {
        let Data::Map(entries) = &node.data else {
            node.expected("a step", &mut self.draft.findings);
            return None;
        };
        let keys = || entries.iter().filter_map(|(key, _)| key.as_str());
        let kinds: Vec<_> = STEPS.iter().filter(|(kind, _)| keys().any(|key| key == *kind)).collect();
        match kinds[..] {
            [&(kind, others)] => {
                let known: Vec<&str> = others.iter().copied().chain([kind]).collect();
                Some((kind, node.fields(&known, &mut self.draft.findings)?))
            }
            [] => {
                let names = || STEPS.iter().map(|(kind, _)| *kind);
                let hint = keys().map(|key| suggest(key, names())).find(|hint| !hint.is_empty());
                let hint =
                    hint.unwrap_or_else(|| format!("; one of {}", names().collect::<Vec<_>>().join(" ")));
                self.draft.findings.add(&node.place, Code::UnknownKey, format!("no such kind of step{hint}"));
                None
            }
            [(first, _), (second, _), ..] => {
                let message = format!("one step cannot be both `{first}` and `{second}`; make it two");
                self.draft.findings.add(&node.place, Code::BadValue, message);
                None
            }
        }
    }

    fn call(&mut self, value: &Node, fields: &Fields<'_>) {
        let Some(name) = self.reference(Kind::Call, value) else { return };
        let mut with = BTreeMap::new();
        let entries = fields.get("with").and_then(|node| node.entries(&mut self.draft.findings));
        for (key, argument) in entries.unwrap_or_default() {
            let Some(argument_name) = key.as_str() else { continue };
            let Some(expression) = self.expression(argument) else { continue };
            with.insert(argument_name.to_owned(), expression);
        }
        let arguments = with.keys().cloned().collect();
        let place = value.place.clone();
        self.draft.calls.push(CallUse { call: name.clone(), arguments, for_choices: false, place });
        let bind = fields.text("as", &mut self.draft.findings).map(Name::from);
        self.push(Step::Call { name, with, bind });
    }

    fn branch(&mut self, value: &Node, fields: &Fields<'_>) {
        let condition = self.expression(value);
        let then = fields.need("then", &mut self.draft.findings).map_or(&[][..], Node::one_or_many);
        let otherwise = fields.get("else").map_or(&[][..], Node::one_or_many);
        let at = self.steps.len();
        self.push(Step::End);
        self.list(then);
        let otherwise = self.alternative(otherwise);
        match condition {
            Some(condition) => self.steps[at] = Step::If { condition, otherwise },
            // The finding keeps such a flow from being served; the place is kept by ending there.
            None => self.steps[at] = Step::End,
        }
    }

    fn answer(&mut self, value: &Node, fields: &Fields<'_>) {
        match value.text(&mut self.draft.findings) {
            Some("faq") => {}
            Some(_) => {
                self.draft.findings.add(&value.place, Code::BadValue, "only `answer: faq` is possible");
            }
            None => return,
        }
        let at = self.steps.len();
        self.push(Step::End);
        let otherwise = self.alternative(fields.get("else").map_or(&[][..], Node::one_or_many));
        self.steps[at] = Step::AnswerFaq { otherwise };
    }

    /// Appends steps that the ones before jump over; says where they begin.
    fn alternative(&mut self, nodes: &[Node]) -> Position {
        if nodes.is_empty() {
            return self.here();
        }
        let jump = self.steps.len();
        self.push(Step::End);
        let start = self.here();
        self.list(nodes);
        self.steps[jump] = Step::Jump(self.here());
        start
    }

    fn ask(&mut self, value: &Node) {
        let Some(name) = self.slot(value) else { return };
        if self.slots.iter().any(|slot| slot.name == name && slot.ask.zh.is_empty()) {
            let message = format!("slot `{name}` has no `ask` to ask with");
            self.draft.findings.add(&value.place, Code::MissingKey, message);
        }
        self.push(Step::Ask(name));
    }

    fn set(&mut self, value: &Node) {
        for (key, expression) in value.entries(&mut self.draft.findings).unwrap_or_default() {
            let slot = self.slot(key);
            let value = self.expression(expression);
            if let (Some(slot), Some(value)) = (slot, value) {
                self.push(Step::Set { slot, value });
            }
        }
    }

    fn slot(&mut self, node: &Node) -> Option<Name> {
        let name = node.name(&mut self.draft.findings)?;
        if self.slots.iter().all(|slot| slot.name != name) {
            let hint = suggest(name.as_str(), self.slots.iter().map(|slot| slot.name.as_str()));
            let message = format!("intent `{}` has no slot `{name}`{hint}", self.intent);
            self.draft.findings.add(&node.place, Code::UnknownSlot, message);
        }
        Some(name)
    }

    fn reference(&mut self, kind: Kind, node: &Node) -> Option<Name> {
        let name = node.name(&mut self.draft.findings)?;
        self.draft.refer(kind, &name, &node.place, Some(self.intent));
        Some(name)
    }

    fn expression(&mut self, node: &Node) -> Option<crate::content::Expression> {
        jinja::expression(node, &Scope::Intent(self.intent.clone()), self.draft)
    }

    fn here(&self) -> Position {
        Position(u32::try_from(self.steps.len()).expect("a file of 2 MB holds fewer steps"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::yaml;

    fn check(flow: &str, expected: &[&str]) {
        let node = yaml::parse(&"f.yml".into(), flow).expect("the flow is YAML");
        let mut draft = Draft::default();
        let flow = read(Some(&node), None, &[], &"test".into(), &mut draft);
        let mut shown: Vec<String> = flow.steps.iter().map(show).collect();
        shown.extend(flow.on_failure.map(|Position(at)| format!("on failure {at}")));
        shown.extend(draft.findings.0.iter().map(ToString::to_string));
        assert_eq!(shown, expected);
    }

    fn show(step: &Step) -> String {
        match step {
            Step::Call { name, with, bind } => format!("call {name} {:?} {bind:?}", with.keys()),
            Step::If { condition, otherwise } => format!("if {} else {}", condition.source(), otherwise.0),
            Step::Jump(to) => format!("jump {}", to.0),
            Step::Reply(name) => format!("reply {name}"),
            Step::Ask(slot) => format!("ask {slot}"),
            Step::Set { slot, value } => format!("set {slot} = {}", value.source()),
            Step::AnswerFaq { otherwise } => format!("faq else {}", otherwise.0),
            Step::HandOff { reason } => format!("handoff {reason}"),
            Step::End => "end".to_owned(),
        }
    }

    #[test]
    fn branches_become_jumps() {
        check("- reply: a", &["reply a", "end"]);
        check("{reply: a}", &["reply a", "end"]);
        check(
            "- if: $x\n  then: {reply: a}\n  else: [{reply: b}, {end: true}]\n- reply: c\n",
            &["if x else 3", "reply a", "jump 5", "reply b", "end", "reply c", "end"],
        );
        check("- if: $x\n  then: {reply: a}\n- reply: b\n", &["if x else 2", "reply a", "reply b", "end"]);
        check(
            "- answer: faq\n  else: {reply: a}\n- reply: b\n",
            &["faq else 2", "jump 3", "reply a", "reply b", "end"],
        );
        check("- answer: faq\n", &["faq else 1", "end"]);
    }

    #[test]
    fn failure_has_its_own_part() {
        check(
            "- call: a.b\n  with: {order: $order}\n- on_failure: {handoff: down}\n",
            &[r#"call a.b ["order"] None"#, "end", "handoff down", "end", "on failure 2"],
        );
        check(
            "- on_failure: {handoff: down}\n- reply: a\n",
            &["reply a", "end", "f.yml:1:3 bad_value `on_failure` stands once, as the last step of the flow"],
        );
    }

    #[test]
    fn steps_that_cannot_be_are_found() {
        check(
            "- end: true\n- reply: a\n",
            &["end", "reply a", "end", "f.yml:2:3 unreachable the flow has ended before this step"],
        );
        check("- replay: a\n", &["end", "f.yml:1:3 unknown_key no such kind of step; did you mean `reply`?"]);
        check(
            "- {reply: a, ask: b}\n",
            &["end", "f.yml:1:3 bad_value one step cannot be both `reply` and `ask`; make it two"],
        );
    }
}
