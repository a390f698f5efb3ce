//! domain.yml: what the bot says, which forms it fills, and which slots fill them.

use std::sync::LazyLock;

use regex::Regex;

use crate::{
    content::{Place, yaml::Node},
    import::{
        names::shown,
        note::Notes,
        project::{Button, Piece, Wording},
    },
};

#[derive(Default)]
pub(super) struct Domain {
    pub intents: Vec<(String, Place)>,
    pub entities: Vec<(String, Place)>,
    pub slots: Vec<Slot>,
    pub responses: Vec<Response>,
    pub forms: Vec<Form>,
}

pub(super) struct Slot {
    pub name: String,
    pub place: Place,
    pub kind: String,
    pub mappings: Vec<Mapping>,
}

/// Where a slot's value comes from.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Mapping {
    Entity(String),
    Text,
    Intent,
    /// A Python action, or something that xiaoer does not know.
    Other(String, Place),
}

pub(super) struct Response {
    pub name: String,
    pub place: Place,
    pub wordings: Vec<Wording>,
    pub channels: Vec<(String, Vec<Wording>)>,
    pub buttons: Vec<(Button, Place)>,
}

pub(super) struct Form {
    pub name: String,
    pub place: Place,
    pub slots: Vec<(String, Vec<Mapping>)>,
}

impl Domain {
    pub fn response(&self, name: &str) -> Option<&Response> {
        self.responses.iter().find(|response| response.name == name)
    }

    pub fn slot(&self, name: &str) -> Option<&Slot> {
        self.slots.iter().find(|slot| slot.name == name)
    }

    /// Takes one key of a file; false for a key that is none of a domain.
    pub fn take(&mut self, key: &str, value: &Node, notes: &mut Notes) -> bool {
        match key {
            "intents" => self.intents.extend(names(value, notes, "intent")),
            "entities" => self.entities.extend(names(value, notes, "entity")),
            "slots" => self.slots.extend(value.pairs().iter().filter_map(|(name, node)| slot(name, node))),
            "responses" | "templates" => {
                for (name, variants) in value.pairs() {
                    let Some(word) = name.word() else { continue };
                    if self.response(word).is_some() {
                        notes.left_out(
                            &name.place,
                            format!("response `{}` stands somewhere else already", shown(word)),
                        );
                        continue;
                    }
                    self.responses.extend(response(word, &name.place, variants, notes));
                }
            }
            "forms" => self.forms(value, notes),
            _ => return false,
        }
        true
    }

    fn forms(&mut self, value: &Node, notes: &mut Notes) {
        for name in value.items() {
            let what = "which slots the form asks for stands in Python";
            notes.left_out(&name.place, format!("form `{}`: {what}", shown(name.word().unwrap_or_default())));
        }
        for (name, node) in value.pairs() {
            let Some(word) = name.word() else { continue };
            for (key, _) in node.pairs() {
                if !matches!(key.word(), Some("required_slots")) && node.at("required_slots").is_some() {
                    let key_word = key.word().unwrap_or_default();
                    notes.left_out(&key.place, format!("`{}` of form `{}`", shown(key_word), shown(word)));
                }
            }
            // Before Rasa 3 the slots stood at once under the form, each with its mappings.
            let required = node.at("required_slots").unwrap_or(node);
            let listed =
                required.items().iter().filter_map(|slot| Some((slot.word()?.to_owned(), Vec::new())));
            let mapped = required
                .pairs()
                .iter()
                .filter_map(|(slot, of)| Some((slot.word()?.to_owned(), mappings(of))));
            let slots = listed.chain(mapped).collect();
            self.forms.push(Form { name: word.to_owned(), place: name.place.clone(), slots });
        }
    }
}

/// Names in a list; what is said about a name beside it is noted.
fn names(value: &Node, notes: &mut Notes, noun: &str) -> Vec<(String, Place)> {
    let mut found = Vec::new();
    for item in value.items() {
        if let Some(name) = item.word() {
            found.push((name.to_owned(), item.place.clone()));
        }
        for (name, about) in item.pairs() {
            let Some(word) = name.word() else { continue };
            found.push((word.to_owned(), name.place.clone()));
            for (key, _) in about.pairs() {
                let key_word = key.word().unwrap_or_default();
                notes.left_out(&key.place, format!("`{}` of {noun} `{}`", shown(key_word), shown(word)));
            }
        }
    }
    found
}

fn slot(name: &Node, node: &Node) -> Option<Slot> {
    let mappings = node.at("mappings").map(mappings).unwrap_or_default();
    let kind = node.word_at("type").unwrap_or_default().to_owned();
    Some(Slot { name: name.word()?.to_owned(), place: name.place.clone(), kind, mappings })
}

fn mappings(node: &Node) -> Vec<Mapping> {
    let one = |mapping: &Node| match mapping.word_at("type") {
        Some("from_entity") => Mapping::Entity(mapping.word_at("entity").unwrap_or_default().to_owned()),
        Some("from_text") => Mapping::Text,
        Some("from_intent") => Mapping::Intent,
        other => Mapping::Other(other.unwrap_or("nothing").to_owned(), mapping.place.clone()),
    };
    node.items().iter().map(one).collect()
}

fn response(name: &str, place: &Place, variants: &Node, notes: &mut Notes) -> Option<Response> {
    let mut response = Response {
        name: name.to_owned(),
        place: place.clone(),
        wordings: Vec::new(),
        channels: Vec::new(),
        buttons: Vec::new(),
    };
    for variant in variants.items() {
        // Before Rasa 2 a variant could be a text alone.
        if let Some(text) = variant.word() {
            response.wordings.extend(said(text));
            continue;
        }
        take_variant(&mut response, variant, notes);
    }
    if response.wordings.is_empty() && response.channels.is_empty() {
        notes.left_out(place, format!("response `{}` says nothing that xiaoer can say", shown(name)));
        return None;
    }
    if response.wordings.is_empty() {
        // What every other channel gets.
        response.wordings = response.channels[0].1.clone();
    }
    Some(response)
}

fn take_variant(response: &mut Response, variant: &Node, notes: &mut Notes) {
    let name = response.name.clone();
    let mut said_here: Vec<Wording> = said(variant.word_at("text").unwrap_or_default()).into_iter().collect();
    let (mut channel, mut conditional) = (None, false);
    for (key, value) in variant.pairs() {
        match key.word().unwrap_or_default() {
            "text" | "id" => {}
            "image" | "attachment" => match value.word() {
                Some(link) if link.starts_with("http") => {
                    notes.changed(
                        &key.place,
                        format!("`{}` says the address of its picture or file", shown(&name)),
                    );
                    let address = Piece::Text(link.to_owned());
                    match said_here.first_mut() {
                        Some(Wording(pieces)) => pieces.extend([Piece::Text("\n".to_owned()), address]),
                        None => said_here.push(Wording(vec![address])),
                    }
                }
                Some(_) | None => {
                    notes.left_out(&key.place, format!("a picture or file of `{}`", shown(&name)))
                }
            },
            "channel" => channel = value.word().map(|word| (word.to_owned(), key.place.clone())),
            "condition" => {
                conditional = true;
                notes.left_out(
                    &key.place,
                    format!("a wording of `{}` that is said on a condition", shown(&name)),
                );
            }
            "buttons" | "quick_replies" => {
                let buttons: Vec<_> = value.items().iter().filter_map(button).collect();
                if response.buttons.is_empty() {
                    response.buttons = buttons;
                } else if response
                    .buttons
                    .iter()
                    .map(|(b, _)| &b.title)
                    .ne(buttons.iter().map(|(b, _)| &b.title))
                {
                    notes.left_out(
                        &key.place,
                        format!("`{}` has one set of buttons for all its wordings", shown(&name)),
                    );
                }
            }
            other => notes.left_out(&key.place, format!("`{}` of response `{}`", shown(other), shown(&name))),
        }
    }
    if conditional {
        return;
    }
    match channel {
        None => response.wordings.extend(said_here),
        Some((theirs, place)) => match ours(&theirs) {
            Some(ours) => match response.channels.iter_mut().find(|(known, _)| known == ours) {
                Some((_, wordings)) => wordings.extend(said_here),
                None => response.channels.push((ours.to_owned(), said_here)),
            },
            None => notes.left_out(
                &place,
                format!("a wording of `{}` for channel `{}`", shown(&name), shown(&theirs)),
            ),
        },
    }
    response.channels.retain(|(_, wordings)| !wordings.is_empty());
}

/// Our channel for one of Rasa's connectors.
fn ours(channel: &str) -> Option<&'static str> {
    match channel {
        "rest" | "callback" => Some("webhook"),
        "socketio" | "chatroom" | "webchat" | "web" => Some("web"),
        "wechat" | "weixin" => Some("wechat"),
        "email" => Some("email"),
        "app" => Some("app"),
        _ => None,
    }
}

fn button(node: &Node) -> Option<(Button, Place)> {
    let title = node.word_at("title")?.to_owned();
    let value = node.word_at("payload").unwrap_or(&title).to_owned();
    Some((Button { title, value }, node.place.clone()))
}

/// A text in which `{name}` is a slot; `None` where nothing is said.
pub(super) fn said(text: &str) -> Option<Wording> {
    static SLOT: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"\{([A-Za-z_][A-Za-z0-9_]*)\}").expect("the pattern is constant"));
    if text.trim().is_empty() {
        return None;
    }
    let mut pieces = Vec::new();
    let mut copied = 0;
    for found in SLOT.captures_iter(text) {
        let (Some(whole), Some(name)) = (found.get(0), found.get(1)) else { continue };
        if whole.start() > copied {
            pieces.push(Piece::Text(text[copied..whole.start()].to_owned()));
        }
        pieces.push(Piece::Variable(name.as_str().to_owned()));
        copied = whole.end();
    }
    if copied < text.len() {
        pieces.push(Piece::Text(text[copied..].to_owned()));
    }
    Some(Wording(pieces))
}
