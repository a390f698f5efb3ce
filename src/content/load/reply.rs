//! `replies`, in an intent's file and in intents/shared.yml.

use crate::{
    content::{
        Code, Reply, Template, Wordings,
        draft::{Draft, Kind, Scope},
        jinja,
        node::{Fields, suggest},
        yaml::{Data, Node},
    },
    domain::{Channel, Name, ShopId},
};

pub(super) const KEYS: &[&str] = &["text", "en", "card", "buttons", "channels", "shops"];
pub(super) const BUTTON_KEYS: &[&str] = &["title", "value"];
pub(super) const CHANNELS: [&str; 5] = ["web", "wechat", "email", "app", "webhook"];
pub(super) const CARDS: [&str; 2] = ["parcel", "order"];

pub(super) fn read_all(node: &Node, draft: &mut Draft) {
    for (key, value) in node.entries(&mut draft.findings).unwrap_or_default() {
        let Some(name) = key.name(&mut draft.findings) else { continue };
        if !draft.define(Kind::Reply, &name, &key.place) {
            continue;
        }
        if let Some(reply) = read(&name, value, draft) {
            draft.content.replies.insert(name, reply);
        }
    }
}

/// A wording, a list of wordings, or a mapping.
fn read(name: &Name, node: &Node, draft: &mut Draft) -> Option<Reply> {
    let scope = Scope::Reply(name.clone());
    let Data::Map(_) = &node.data else {
        let text = Wordings { zh: wordings(node, &scope, draft), en: Vec::new() };
        return Some(Reply { file: node.place.file.clone(), text, ..Reply::default() });
    };
    let fields = node.fields(KEYS, &mut draft.findings)?;
    let zh = fields.need("text", &mut draft.findings).map(|node| wordings(node, &scope, draft));
    let en = fields.get("en").map(|node| wordings(node, &scope, draft));
    let mut reply = Reply {
        file: node.place.file.clone(),
        text: Wordings { zh: zh.unwrap_or_default(), en: en.unwrap_or_default() },
        card: read_card(&fields, draft),
        buttons: read_buttons(&fields, draft),
        ..Reply::default()
    };
    for (key, value) in entries(&fields, "channels", draft) {
        let Some(name) = key.text(&mut draft.findings) else { continue };
        let Some(channel) = Channel::parse(name) else {
            let hint = suggest(name, CHANNELS.into_iter());
            draft.findings.add(&key.place, Code::UnknownKey, format!("there is no channel `{name}`{hint}"));
            continue;
        };
        reply.channels.insert(channel, wordings(value, &scope, draft));
    }
    for (key, value) in entries(&fields, "shops", draft) {
        if let Some(shop) = shop(key, draft) {
            reply.shops.insert(shop, wordings(value, &scope, draft));
        }
    }
    Some(reply)
}

fn entries<'n>(fields: &Fields<'n>, key: &str, draft: &mut Draft) -> &'n [(Node, Node)] {
    fields.get(key).and_then(|node| node.entries(&mut draft.findings)).unwrap_or_default()
}

pub(super) fn wordings(node: &Node, scope: &Scope, draft: &mut Draft) -> Vec<Template> {
    if matches!(&node.data, Data::List(items) if items.is_empty()) {
        draft.findings.add(&node.place, Code::BadValue, "at least one wording is needed");
    }
    node.one_or_many().iter().filter_map(|item| jinja::template(item, scope, draft)).collect()
}

pub(super) fn shop(node: &Node, draft: &mut Draft) -> Option<ShopId> {
    let text = node.text(&mut draft.findings)?;
    ShopId::new(text)
        .map_err(|error| {
            draft.findings.add(&node.place, Code::BadValue, format!("a shop's id is {}", error.rule))
        })
        .ok()
}

fn read_card(fields: &Fields<'_>, draft: &mut Draft) -> Option<Name> {
    let node = fields.get("card")?;
    let name = node.text(&mut draft.findings)?;
    if !CARDS.contains(&name) {
        let message = format!("there is no card `{name}`; one of {}", CARDS.join(" "));
        draft.findings.add(&node.place, Code::BadValue, message);
    }
    Some(name.into())
}

fn read_buttons(fields: &Fields<'_>, draft: &mut Draft) -> Vec<(String, String)> {
    let Some(node) = fields.get("buttons") else { return Vec::new() };
    let mut buttons = Vec::new();
    for item in node.list(&mut draft.findings) {
        let Some(fields) = item.fields(BUTTON_KEYS, &mut draft.findings) else { continue };
        let title = fields.need_text("title", &mut draft.findings);
        let value = fields.need_text("value", &mut draft.findings);
        if let (Some(title), Some(value)) = (title, value) {
            buttons.push((title.to_owned(), value.to_owned()));
        }
    }
    buttons
}
