//! Reactions become flows, forms become slots, buttons that name an intent become rules.

use std::collections::BTreeSet;

use super::{
    domain::{Domain, Form, Mapping, Response, said},
    stories::{Act, Told, What},
};
use crate::import::{
    NOT_SET_UP,
    names::{built_in, shown},
    note::Notes,
    project::{Button, Kind, Project, Reply, Slot, Step, Wording},
};

/// Rasa's own actions.
const OWN: [&str; 12] = [
    "action_restart",
    "action_session_start",
    "action_deactivate_loop",
    "action_deactivate_form",
    "action_revert_fallback_events",
    "action_default_ask_affirmation",
    "action_default_ask_rephrase",
    "action_two_stage_fallback",
    "action_unlikely_intent",
    "action_back",
    "action_extract_slots",
    "action_run_slot_rejections",
];

pub(super) fn assemble(domain: &Domain, told: &Told, project: &mut Project) {
    let mut notes = std::mem::take(&mut project.notes);
    let mut asked = Vec::new();
    let mut replies: Vec<Reply> = Vec::new();
    let topics: Vec<String> = project.faq.iter().map(|entry| entry.group.clone()).collect();
    for intent in &mut project.intents {
        let acts = told.after(&intent.name, &mut notes);
        let mut maker = Maker {
            domain,
            told,
            topics: &topics,
            replies: &mut replies,
            notes: &mut notes,
            asked: &mut asked,
            intent: &intent.name,
        };
        let (slots, flow) = maker.flow(acts.unwrap_or_default());
        intent.slots = slots;
        intent.flow = flow;
    }
    let flows = project.intents.iter().flat_map(|intent| &intent.flow);
    let said: BTreeSet<String> = flows
        .filter_map(|step| if let Step::Reply(name) = step { Some(name.clone()) } else { None })
        .collect();
    asked.extend(fallback(domain, told, project, &mut notes).filter(|name| !said.contains(name)));
    entities(domain, project);
    for response in &domain.responses {
        let is_answer = response
            .name
            .strip_prefix("utter_")
            .is_some_and(|id| project.faq.iter().any(|entry| entry.id == id));
        if !is_answer && !asked.contains(&response.name) {
            let buttons = buttons(response, project, &mut notes);
            replies.push(reply(response, buttons));
        }
    }
    project.replies.extend(replies);
    for (slot, form) in domain.slots.iter().map(|slot| {
        (slot, domain.forms.iter().any(|form| form.slots.iter().any(|(name, _)| *name == slot.name)))
    }) {
        let own = matches!(slot.name.as_str(), "requested_slot" | "session_started_metadata");
        if !form && !own {
            notes.left_out(
                &slot.place,
                format!(
                    "slot `{}` belongs to no form: slots stand in the intent that asks for them",
                    shown(&slot.name)
                ),
            );
        }
    }
    project.notes = notes;
}

/// What is said when nothing was understood; answers the name that it had.
fn fallback(domain: &Domain, told: &Told, project: &mut Project, notes: &mut Notes) -> Option<String> {
    let acts = told.after("nlu_fallback", notes).unwrap_or_default();
    let named = acts.iter().find_map(|act| match &act.what {
        What::Action(name) => domain.response(name),
        What::Says(_) => None,
    });
    let response = named.or(domain.response("utter_default"));
    if let Some(response) = response {
        project.fallback = response.wordings.clone();
    }
    response.map(|response| response.name.clone())
}

/// Entities of the domain that no example is annotated with.
fn entities(domain: &Domain, project: &mut Project) {
    for (name, place) in &domain.entities {
        project.entity(name, place);
    }
}

struct Maker<'a> {
    domain: &'a Domain,
    told: &'a Told,
    topics: &'a [String],
    /// Replies for words that stand in stories.
    replies: &'a mut Vec<Reply>,
    notes: &'a mut Notes,
    /// Responses that became something else: a slot's question, what is said when nothing was understood.
    asked: &'a mut Vec<String>,
    intent: &'a str,
}

impl Maker<'_> {
    fn flow(&mut self, acts: &[Act]) -> (Vec<Slot>, Vec<Step>) {
        let (mut slots, mut steps) = (Vec::new(), Vec::new());
        for act in acts {
            if steps.iter().any(|step| matches!(step, Step::HandOff { .. })) {
                self.notes.left_out(
                    &act.place,
                    format!("what comes after the handover in `{}`", shown(self.intent)),
                );
                break;
            }
            let action = match &act.what {
                What::Says(words) => {
                    steps.extend(self.say(words, act));
                    continue;
                }
                What::Action(action) => action,
            };
            if let Some(form) = self.domain.forms.iter().find(|form| form.name == *action) {
                if steps.iter().any(|step| matches!(step, Step::Reply(_))) {
                    let message = format!(
                        "what is said before `{}` is said after it: slots are asked for first",
                        shown(action)
                    );
                    self.notes.changed(&act.place, message);
                }
                slots.extend(self.slots(form));
                for act in self.told.submit(&form.name) {
                    if let What::Action(name) = &act.what {
                        steps.extend(self.step(name, act));
                    }
                }
                continue;
            }
            steps.extend(self.step(action, act));
        }
        (slots, steps)
    }

    fn step(&mut self, action: &str, act: &Act) -> Option<Step> {
        if self.domain.response(action).is_some() {
            return Some(Step::Reply(action.to_owned()));
        }
        if action.strip_prefix("utter_").is_some_and(|topic| self.topics.iter().any(|known| known == topic)) {
            return Some(Step::AnswerFaq);
        }
        if action == "action_default_fallback" {
            return Some(Step::Reply("fallback.rephrase".to_owned()));
        }
        if OWN.contains(&action) {
            self.notes.left_out(&act.place, format!("Rasa's own `{}`", shown(action)));
            return None;
        }
        let lower = action.to_lowercase();
        if ["handoff", "hand_off", "human", "handover"].iter().any(|word| lower.contains(word)) {
            self.notes.changed(&act.place, format!("`{}` hands over to a person", shown(action)));
            return Some(Step::HandOff { reason: "customer_asked", comment: None });
        }
        let comment = if lower.starts_with("utter_") {
            format!("Rasa said {action} here, which no file has")
        } else {
            format!("Rasa ran {action} here: describe the call in integrations.yml and put `call:` here")
        };
        let message = format!(
            "`{}` after `{}`: a person is called until a call stands in its place",
            shown(action),
            shown(self.intent)
        );
        self.notes.left_out(&act.place, message);
        Some(Step::HandOff { reason: NOT_SET_UP, comment: Some(comment) })
    }

    /// Words that stand in the story become a reply.
    fn say(&mut self, words: &str, act: &Act) -> Option<Step> {
        let name = format!("{}.said_{}", self.intent, self.replies.len() + 1);
        let (channels, buttons) = (Vec::new(), Vec::new());
        self.replies.push(Reply {
            name: name.clone(),
            place: act.place.clone(),
            wordings: vec![said(words)?],
            wordings_en: Vec::new(),
            channels,
            buttons,
        });
        Some(Step::Reply(name))
    }

    fn slots(&mut self, form: &Form) -> Vec<Slot> {
        let mut slots = Vec::new();
        for (name, mappings) in &form.slots {
            let own = self.domain.slot(name).map(|slot| &slot.mappings[..]).unwrap_or_default();
            let all: Vec<&Mapping> = mappings.iter().chain(own).collect();
            for mapping in &all {
                if let Mapping::Other(kind, place) = mapping {
                    self.notes
                        .left_out(place, format!("slot `{}` is filled by `{}`", shown(name), shown(kind)));
                }
            }
            let yes_no = all.contains(&&Mapping::Intent)
                || self.domain.slot(name).is_some_and(|slot| slot.kind == "bool");
            let from_entity = all.iter().find_map(|mapping| match mapping {
                Mapping::Entity(entity) => {
                    Some(if entity.is_empty() { name.clone() } else { entity.clone() })
                }
                Mapping::Text | Mapping::Intent | Mapping::Other(..) => None,
            });
            let declared = self.domain.entities.iter().any(|(entity, _)| entity == name) || built_in(name);
            let entity = match from_entity {
                Some(entity) => Kind::Theirs(entity),
                None if yes_no => Kind::BuiltIn("yes_no"),
                None if all.is_empty() && declared => Kind::Theirs(name.clone()),
                None => Kind::BuiltIn("text"),
            };
            let (ask, choices) = self.question(form, name);
            slots.push(Slot { name: name.clone(), entity, ask, ask_en: Vec::new(), choices });
        }
        slots
    }

    /// How a slot is asked for.
    fn question(&mut self, form: &Form, slot: &str) -> (Vec<Wording>, Vec<String>) {
        let names = [format!("utter_ask_{}_{slot}", form.name), format!("utter_ask_{slot}")];
        let Some(response) = names.iter().find_map(|name| self.domain.response(name)) else {
            let message = format!("nothing asks for slot `{}`; the question is made up", shown(slot));
            self.notes.changed(&form.place, message);
            return (vec![Wording::plain(&format!("请告诉我{}。", slot.replace('_', " ")))], Vec::new());
        };
        self.asked.push(response.name.clone());
        let choices = response.buttons.iter().map(|(button, _)| button.title.clone()).collect();
        (response.wordings.clone(), choices)
    }
}

fn reply(response: &Response, buttons: Vec<Button>) -> Reply {
    Reply {
        name: response.name.clone(),
        place: response.place.clone(),
        wordings: response.wordings.clone(),
        wordings_en: Vec::new(),
        channels: response.channels.clone(),
        buttons,
    }
}

/// Buttons say words here. Where the button named an intent, its title settles that intent.
fn buttons(response: &Response, project: &mut Project, notes: &mut Notes) -> Vec<Button> {
    let mut buttons = Vec::new();
    for (button, place) in &response.buttons {
        let Some(payload) = button.value.strip_prefix('/') else {
            buttons.push(button.clone());
            continue;
        };
        let (name, entities) =
            payload.split_once('{').map_or((payload, None), |(name, rest)| (name, Some(rest)));
        if entities.is_some() {
            let message = format!(
                "the entities that button `{}` carries: its title is what is said",
                shown(&button.title)
            );
            notes.left_out(place, message);
        }
        buttons.push(Button { title: button.title.clone(), value: button.title.clone() });
        let settled = |other: &str| {
            project.intents.iter().any(|intent| intent.name == other && intent.whole.contains(&button.title))
        };
        let elsewhere = project.intents.iter().any(|intent| intent.name != name && settled(&intent.name));
        let Some(intent) = project.intents.iter().position(|intent| intent.name == name) else {
            notes.left_out(
                place,
                format!("button `{}` leads to `{}`, which has no example", shown(&button.title), shown(name)),
            );
            continue;
        };
        if elsewhere {
            notes.left_out(place, format!("button `{}` leads to several intents", shown(&button.title)));
        } else if !project.intents[intent].whole.contains(&button.title) {
            project.intents[intent].whole.push(button.title.clone());
        }
    }
    buttons
}
