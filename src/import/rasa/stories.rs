//! Rules and stories: what the bot does after an intent.

use crate::{
    content::{Place, yaml::Node},
    import::{names::shown, note::Notes},
};

/// What was done once after a message.
pub(super) struct Reaction {
    pub intent: String,
    pub place: Place,
    pub acts: Vec<Act>,
    pub origin: Origin,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Act {
    pub what: What,
    pub place: Place,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum What {
    Action(String),
    /// Words that stand in the story itself.
    Says(String),
}

/// How far a reaction holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Origin {
    /// A rule without a condition: always.
    Rule,
    /// The first message of a story.
    Opening,
    /// Later in a story.
    Later,
}

/// All that rules and stories tell.
#[derive(Default)]
pub(super) struct Told {
    pub reactions: Vec<Reaction>,
    /// What is done when a form is filled.
    pub submits: Vec<(String, Vec<Act>)>,
}

impl Told {
    /// What is done after an intent, as far as it does not depend on what was said before. Notes what does not go over.
    pub fn after(&self, intent: &str, notes: &mut Notes) -> Option<&[Act]> {
        let all: Vec<&Reaction> =
            self.reactions.iter().filter(|reaction| reaction.intent == intent).collect();
        let chosen = [Origin::Rule, Origin::Opening, Origin::Later].iter().find_map(|origin| {
            let mut same = all.iter().filter(|reaction| reaction.origin == *origin);
            let first = same.next()?;
            let agree = *origin == Origin::Rule || same.all(|other| words(&other.acts) == words(&first.acts));
            Some(agree.then_some(*first))
        });
        let chosen = chosen.flatten();
        for other in &all {
            if chosen.is_some_and(|chosen| words(&chosen.acts) == words(&other.acts)) {
                continue;
            }
            let done = words(&other.acts).join(", ");
            let done = if done.is_empty() { "nothing".to_owned() } else { done };
            let why = if other.origin == Origin::Rule {
                "another rule came first"
            } else {
                "what depends on the conversation before is written as `if` steps"
            };
            let message = format!("after `{}` this does `{}`: {why}", shown(intent), shown(&done));
            notes.left_out(&other.place, message);
        }
        chosen.map(|chosen| &chosen.acts[..])
    }

    pub fn submit(&self, form: &str) -> &[Act] {
        self.submits.iter().find(|(name, _)| name == form).map_or(&[], |(_, acts)| acts)
    }

    /// Takes a list of rules or stories.
    pub fn take(&mut self, list: Vec<&Node>, is_rules: bool, notes: &mut Notes) {
        for story in list {
            let rule = is_rules || story.at("rule").is_some();
            let (waiting, form) = (Vec::new(), Form::None);
            Walk {
                told: self,
                notes,
                rule,
                conditional: false,
                form,
                waiting,
                first: true,
                interrupted: false,
            }
            .story(story);
        }
    }
}

fn words(acts: &[Act]) -> Vec<&str> {
    acts.iter()
        .map(|act| match &act.what {
            What::Action(name) | What::Says(name) => name.as_str(),
        })
        .collect()
}

/// A way through one story.
struct Walk<'a> {
    told: &'a mut Told,
    notes: &'a mut Notes,
    rule: bool,
    /// The rule holds on a condition.
    conditional: bool,
    form: Form,
    /// Reactions to the last message, as indices.
    waiting: Vec<usize>,
    first: bool,
    /// Something was said while a form was filled.
    interrupted: bool,
}

/// Where the story is with a form.
enum Form {
    None,
    Filling(String),
    /// It is filled; what comes now is what is done with it.
    Filled(String, Vec<Act>),
}

impl Walk<'_> {
    fn story(&mut self, story: &Node) {
        for (key, value) in story.pairs() {
            match key.word().unwrap_or_default() {
                "rule" | "story" | "steps" | "metadata" | "wait_for_user_input" => {}
                "condition" => self.condition(value, &key.place),
                "conversation_started" => {
                    self.conditional = true;
                    let message =
                        "what is said at the start of a conversation: the page with the chat greets";
                    self.notes.left_out(&key.place, message);
                }
                other => self.notes.left_out(&key.place, format!("`{}` of a story", shown(other))),
            }
        }
        for step in story.items_at("steps") {
            self.step(step);
        }
        self.end_form();
    }

    fn condition(&mut self, condition: &Node, place: &Place) {
        self.conditional = true;
        match condition.items().iter().find_map(|item| item.word_at("active_loop")) {
            Some(form) => self.form = Form::Filling(form.to_owned()),
            None => self.notes.left_out(place, "a rule that holds on a condition"),
        }
    }

    fn step(&mut self, step: &Node) {
        if let Some(intents) = step.at("or") {
            let named: Vec<&Node> =
                intents.items().iter().filter(|item| item.at("intent").is_some()).collect();
            if named.is_empty() {
                self.notes.left_out(&step.place, "an `or` that is not about intents");
            }
            self.heard(&named);
        } else if step.at("intent").is_some() {
            self.heard(&[step]);
        } else if let Some(action) = step.word_at("action") {
            self.act(What::Action(action.to_owned()), &step.place);
        } else if let Some(words) = step.word_at("bot") {
            self.act(What::Says(words.trim().to_owned()), &step.place);
        } else if let Some(form) = step.at("active_loop") {
            self.active_loop(form.word());
        } else if let Some(slots) = step.at("slot_was_set") {
            self.slot_was_set(slots, &step.place);
        } else if step.at("user").is_some() {
            self.waiting.clear();
            self.notes.left_out(&step.place, "a message without an intent");
        } else if step.at("checkpoint").is_some() {
            self.waiting.clear();
            self.first = false;
            self.notes.left_out(&step.place, "a checkpoint: flows begin at an intent");
        } else if step.word() != Some("...") {
            let key = step.pairs().first().and_then(|(key, _)| key.word()).unwrap_or_default();
            self.notes.left_out(&step.place, format!("the step `{}`", shown(key)));
        }
    }

    /// A message of one of some intents.
    fn heard(&mut self, steps: &[&Node]) {
        self.waiting.clear();
        self.end_form();
        for step in steps {
            let Some(intent) = step.word_at("intent") else { continue };
            if let Form::Filling(form) = &self.form {
                self.interrupted = true;
                let (intent, form) = (shown(intent), shown(form));
                let message = format!(
                    "`{intent}` while `{form}` is filled: a flow that is interrupted goes on by itself"
                );
                self.notes.left_out(&step.place, message);
                continue;
            }
            if let Some(entities) = step.at("entities").filter(|_| self.rule && !self.conditional) {
                let message =
                    format!("a rule for `{}` with an entity: write it as an `if` step", shown(intent));
                self.notes.left_out(&entities.place, message);
                continue;
            }
            let origin = match (self.rule, self.first) {
                (true, _) if self.conditional => continue,
                (true, _) => Origin::Rule,
                (false, true) => Origin::Opening,
                (false, false) => Origin::Later,
            };
            self.waiting.push(self.told.reactions.len());
            // Of a retrieval intent, stories name the topic alone or all of it.
            let intent = intent.split('/').next().unwrap_or(intent).to_owned();
            self.told.reactions.push(Reaction {
                intent,
                place: step.place.clone(),
                acts: Vec::new(),
                origin,
            });
        }
        self.first = false;
    }

    fn act(&mut self, what: What, place: &Place) {
        let act = Act { what, place: place.clone() };
        match &mut self.form {
            Form::Filled(_, acts) => acts.push(act),
            Form::Filling(_) => {}
            Form::None if self.first && !self.conditional => self.preceded(&act),
            Form::None => {
                for waiting in &self.waiting {
                    self.told.reactions[*waiting].acts.push(act.clone());
                }
            }
        }
    }

    /// What comes after something that the bot did depends on it.
    fn preceded(&mut self, act: &Act) {
        if self.rule {
            self.conditional = true;
            let done = words(std::slice::from_ref(act)).join("");
            self.notes.left_out(&act.place, format!("a rule that holds after `{}`", shown(&done)));
        }
        self.first = false;
    }

    fn active_loop(&mut self, form: Option<&str>) {
        self.form = match (form, std::mem::replace(&mut self.form, Form::None)) {
            (Some(form), _) => Form::Filling(form.to_owned()),
            (None, Form::Filling(form)) => Form::Filled(form, Vec::new()),
            (None, Form::None | Form::Filled(..)) => Form::None,
        };
    }

    fn slot_was_set(&mut self, slots: &Node, place: &Place) {
        let names = slots.items().iter().flat_map(Node::pairs).filter_map(|(name, _)| name.word());
        let names = names.chain(slots.items().iter().filter_map(Node::word));
        let names: Vec<&str> = names.filter(|name| *name != "requested_slot").collect();
        if matches!(self.form, Form::None) && !names.is_empty() {
            let message = format!("that slot `{}` is set before this goes on", shown(&names.join("`, `")));
            self.notes.left_out(place, message);
        }
    }

    /// What was done with a filled form is known now.
    fn end_form(&mut self) {
        if let Form::Filling(_) = self.form {
            return;
        }
        let Form::Filled(form, acts) = std::mem::replace(&mut self.form, Form::None) else { return };
        if self.rule && self.interrupted {
            if let Some(act) = acts.first() {
                self.notes
                    .left_out(&act.place, format!("what is done when `{}` is left early", shown(&form)));
            }
            return;
        }
        match self.told.submits.iter().find(|(name, _)| *name == form) {
            None => self.told.submits.push((form, acts)),
            Some((_, known)) if words(known) == words(&acts) => {}
            Some(_) => {
                if let Some(act) = acts.first() {
                    let message = format!("here something else is done once `{}` is filled", shown(&form));
                    self.notes.left_out(&act.place, message);
                }
            }
        }
    }
}
