//! A decision in the making: the events so far, and the tracker as it will be once they are stored.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{playbook::Playbook, summary, tracker::Tracker};
use crate::{
    content::{ENTITY_KINDS, Expression, Reply, Step, Template, Wordings},
    domain::{
        Action, Card, Choice, Confidence, Decision, Event, FAQ_REPLY, FilledBy, FlowEnd, Handoff, Language,
        Name, Signal,
    },
};

pub(super) struct Draft<'a> {
    pub playbook: &'a Playbook,
    pub tracker: Tracker,
    /// Content could not be evaluated; a person goes on.
    pub broken: bool,
    policy: &'static str,
    events: Vec<Event>,
}

impl<'a> Draft<'a> {
    pub fn new(playbook: &'a Playbook, tracker: &Tracker, signal: &Signal, policy: &'static str) -> Self {
        let mut tracker = tracker.clone();
        match signal {
            // The caller stores the understanding ahead of the decision's events.
            Signal::Said(understanding) => {
                tracker.apply(&Event::Understood { understanding: Box::new(understanding.clone()) });
            }
            // Nothing was said that it could answer.
            Signal::PersonAsked | Signal::Desk(_) => tracker.understanding = None,
            Signal::Returned(..) => {}
        }
        Self { playbook, tracker, broken: false, policy, events: Vec::new() }
    }

    pub fn emit(&mut self, event: Event) {
        self.tracker.apply(&event);
        self.events.push(event);
    }

    /// A second draft of the same decision.
    pub fn again(&self) -> Self {
        let (tracker, events) = (self.tracker.clone(), self.events.clone());
        Self { playbook: self.playbook, tracker, broken: self.broken, policy: self.policy, events }
    }

    /// What was broken off on the way goes to a person.
    pub fn decide(self, action: Action) -> Decision {
        if self.broken && !matches!(action, Action::HandOff(_)) {
            return self.hand_off(&Name::from("system_down"), None);
        }
        Decision { by: Name::from(self.policy), events: self.events, action }
    }

    pub fn fill(&mut self, slot: &Name, value: Value, by: FilledBy) {
        self.emit(Event::SlotFilled { slot: slot.clone(), value, by });
    }

    pub fn end_flow(&mut self, how: FlowEnd) {
        if let Some(flow) = self.tracker.stack.last().map(|frame| frame.flow.clone()) {
            self.emit(Event::FlowEnded { flow, how });
        }
    }

    /// Says one wording of a reply. A reply that content no longer has is said as nothing.
    pub fn say(&mut self, name: &Name) {
        let playbook = self.playbook;
        if let Some(reply) = playbook.reply(name.as_str()) {
            let buttons = reply.buttons.iter();
            let buttons = buttons.map(|(title, value)| Choice { value: json!(value), title: title.clone() });
            self.say_reply(name, reply, buttons.collect());
        }
    }

    /// Says a reply with choices of the moment.
    pub fn offer(&mut self, name: &str, choices: Vec<Choice>) {
        let playbook = self.playbook;
        if let Some(reply) = playbook.reply(name) {
            self.say_reply(&Name::from(name), reply, choices);
        }
    }

    /// Says wordings that are no reply: a slot's question, an FAQ entry's answer.
    pub fn say_wordings(&mut self, name: Option<Name>, wordings: &Wordings, choices: Vec<Choice>) {
        let templates = self.in_language(wordings);
        self.said(name, templates, choices, None, None);
    }

    /// An FAQ entry's answer, as sure as the match.
    pub fn say_passage(&mut self, id: &Name, answer: &Wordings, confidence: Confidence) {
        let templates = self.in_language(answer);
        self.said(
            Some(Name::from(format!("{FAQ_REPLY}{id}"))),
            templates,
            Vec::new(),
            None,
            Some(confidence),
        );
    }

    fn say_reply(&mut self, name: &Name, reply: &Reply, choices: Vec<Choice>) {
        let templates = reply
            .shops
            .get(&self.tracker.shop)
            .or_else(|| reply.channels.get(&self.tracker.channel))
            .map_or_else(|| self.in_language(&reply.text), Vec::as_slice);
        let card = reply.card.as_ref().map(|kind| Card { kind: kind.clone(), data: self.last_answer() });
        self.said(Some(name.clone()), templates, choices, card, None);
    }

    fn in_language<'w>(&self, wordings: &'w Wordings) -> &'w [Template] {
        match self.tracker.language {
            Language::En if !wordings.en.is_empty() => &wordings.en,
            Language::Zh | Language::En => &wordings.zh,
        }
    }

    fn said(
        &mut self,
        reply: Option<Name>,
        templates: &[Template],
        choices: Vec<Choice>,
        card: Option<Card>,
        confidence: Option<Confidence>,
    ) {
        let Ok(count) = u64::try_from(templates.len()) else { return };
        let Some(index) = self.tracker.replies.checked_rem(count) else { return };
        let template = usize::try_from(index).ok().and_then(|index| templates.get(index));
        let Some(template) = template else { return };
        match self.playbook.engine.render(template.source(), &self.context(None)) {
            Ok(text) if text.is_empty() => {}
            Ok(text) => {
                let (intent, understood) = self.answering();
                let confidence = confidence.or(understood);
                let policy = Name::from(self.policy);
                self.emit(Event::BotSaid { reply, text, choices, card, intent, confidence, policy });
            }
            Err(reason) => self.break_off(reason),
        }
    }

    /// The intent that is being answered, and how surely it was understood.
    fn answering(&self) -> (Option<Name>, Option<Confidence>) {
        let top = self.tracker.understanding.as_deref().and_then(|understanding| understanding.top());
        let flow = self.tracker.stack.last().map(|frame| &frame.flow);
        match (flow, top) {
            (Some(flow), Some((intent, confidence))) if flow == intent => {
                (Some(flow.clone()), Some(confidence))
            }
            (Some(flow), _) => (Some(flow.clone()), None),
            (None, Some((intent, confidence))) => (Some(intent.clone()), Some(confidence)),
            (None, None) => (None, None),
        }
    }

    /// Ends the flow with the reason.
    pub fn break_off(&mut self, reason: String) {
        self.broken = true;
        self.end_flow(FlowEnd::Broken { reason });
    }

    pub fn holds(&self, condition: &Expression) -> Result<bool, String> {
        self.playbook.engine.holds(condition, &self.context(None))
    }

    pub fn holds_for(&self, condition: &Expression, name: &str, value: &Value) -> Result<bool, String> {
        self.playbook.engine.holds(condition, &self.context(Some((name, value))))
    }

    pub fn evaluate(&self, expression: &Expression) -> Result<Value, String> {
        self.playbook.engine.evaluate(expression, &self.context(None))
    }

    pub fn label(&self, template: &str, item: &Value) -> Result<String, String> {
        self.playbook.engine.render(template, &self.context(Some(("item", item))))
    }

    /// Hands the conversation to a person with everything already known.
    pub fn hand_off(mut self, reason: &Name, reply: Option<&Name>) -> Decision {
        let intent = self.wanted();
        let skill = intent
            .as_ref()
            .and_then(|intent| self.playbook.intent(intent.as_str()))
            .map_or_else(|| Name::from("general"), |intent| intent.skill.clone());
        let slots = self.tracker.slots();
        let summary = summary::of(self.playbook, &self.tracker, reason, intent.as_ref(), &slots);
        let handoff = Handoff { reason: reason.clone(), skill, summary, intent, slots };
        while !self.tracker.stack.is_empty() {
            self.end_flow(FlowEnd::HandedOff);
        }
        self.say(&reply.cloned().unwrap_or_else(|| Name::from("handoff.queued")));
        self.emit(Event::HandoffRequested { handoff: handoff.clone() });
        self.decide(Action::HandOff(handoff))
    }

    /// What the customer wants done: asking for a person is not it.
    fn wanted(&self) -> Option<Name> {
        let (intent, _) = self.answering();
        let hands_over = |name: &Name| {
            let intent = self.playbook.intent(name.as_str());
            intent.is_some_and(|intent| matches!(intent.flow.steps.first(), Some(Step::HandOff { .. })))
        };
        let before = self.tracker.ended.as_ref().map(|frame| frame.flow.clone());
        match intent {
            Some(intent) if hands_over(&intent) => before.or(Some(intent)),
            intent => intent.or(before),
        }
    }

    fn last_answer(&self) -> Value {
        let frame = self.tracker.stack.last();
        frame.and_then(|frame| frame.answers.get("call")).cloned().unwrap_or(Value::Null)
    }

    /// The variables of expressions and templates.
    fn context(&self, extra: Option<(&str, &Value)>) -> minijinja::Value {
        let tracker = &self.tracker;
        let mut variables = self.unset();
        if let Some(frame) = tracker.stack.last() {
            if let Some(intent) = self.playbook.intent(frame.flow.as_str()) {
                let title = self.title(&intent.title, intent.title_en.as_deref());
                variables.insert("task".into(), title.into());
            }
            for (name, value) in frame.entities.iter().chain(&frame.answers).chain(&frame.slots) {
                variables.insert(name.to_string(), jinja(value));
            }
            if let Some(failure) = frame.failure {
                variables.insert("failure".into(), failure.as_str().into());
            }
        }
        if let Some(window) = self.return_window() {
            variables.insert("return_window".into(), window);
        }
        variables.insert("facts".into(), self.facts().into());
        variables.insert("text".into(), tracker.normalized.as_str().into());
        variables.insert("shop".into(), tracker.shop.as_str().into());
        variables.insert("channel".into(), tracker.channel.as_str().into());
        variables.insert("now".into(), tracker.now.to_string().into());
        let language = match tracker.language {
            Language::Zh => "zh",
            Language::En => "en",
        };
        variables.insert("language".into(), language.into());
        if let Some(customer) = &tracker.customer {
            variables.insert("customer".into(), customer.as_str().into());
        }
        if let Some((name, value)) = extra {
            variables.insert(name.to_owned(), jinja(value));
        }
        minijinja::Value::from(variables)
    }

    /// What may be set and is not compares as `none`.
    fn unset(&self) -> BTreeMap<String, minijinja::Value> {
        let none = || minijinja::Value::from(());
        let content = &self.playbook.content;
        let kinds = ENTITY_KINDS.iter().map(|kind| (*kind).to_owned());
        let kinds = kinds.chain(content.entities.iter().map(|kind| kind.name.to_string()));
        let flow = self.tracker.stack.last().and_then(|frame| self.playbook.intent(frame.flow.as_str()));
        let slots = flow.into_iter().flat_map(|intent| intent.slots.iter().map(|slot| slot.name.to_string()));
        let others = ["call", "failure", "customer", "task", "return_window"].map(str::to_owned);
        kinds.chain(slots).chain(others).map(|name| (name, none())).collect()
    }

    pub fn title(&self, zh: &str, en: Option<&str>) -> String {
        match (self.tracker.language, en) {
            (Language::En, Some(en)) => en.to_owned(),
            (Language::Zh | Language::En, _) => zh.to_owned(),
        }
    }

    /// What the graph knows about the product at hand, as `topic：fact`.
    fn facts(&self) -> Vec<String> {
        let product = self.at_hand("product").and_then(|name| self.playbook.graph.product(name));
        let facts = product.into_iter().flat_map(|product| &product.facts);
        facts.map(|(topic, fact)| format!("{topic}：{fact}")).collect()
    }

    /// A slot or an entity of that name.
    fn at_hand(&self, kind: &str) -> Option<&str> {
        let frame = self.tracker.stack.last()?;
        frame.slots.get(kind).or_else(|| frame.entities.get(kind))?.as_str()
    }

    /// The return window of the product or category at hand, with the category's name.
    fn return_window(&self) -> Option<minijinja::Value> {
        let category =
            self.at_hand("product")
                .and_then(|product| self.playbook.graph.category_of(product))
                .or_else(|| self.at_hand("category").and_then(|name| self.playbook.graph.category(name)))?;
        let window = self.playbook.graph.return_window(&category.id)?;
        let mut window = serde_json::to_value(window).ok()?;
        window["category"] = json!(category.name);
        Some(jinja(&window))
    }
}

fn jinja(value: &impl serde::Serialize) -> minijinja::Value {
    minijinja::Value::from(minijinja::value::Serde(value))
}
