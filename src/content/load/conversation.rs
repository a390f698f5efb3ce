//! eval/conversations/*.yml: a scripted conversation, or a list of them, a file.

use std::collections::BTreeMap;

use crate::{
    content::{
        Code, Conversation, Diagnostic, SourceFile, Turn,
        node::{Fields, Findings},
        yaml::{self, Node},
    },
    domain::{Channel, CustomerId, Failure, Name, ShopId},
};

const KEYS: &[&str] = &["conversation", "customer", "shop", "channel", "fails", "turns"];
const TURN_KEYS: &[&str] = &[
    "customer", "intent", "reply", "says", "says_not", "asks", "choices", "slots", "calls", "handoff",
    "mode", "policy",
];

/// Reads scripted conversations; all findings at once.
pub fn conversations(files: &[SourceFile]) -> (Vec<Conversation>, Vec<Diagnostic>) {
    let mut findings = Findings::default();
    let mut conversations = Vec::new();
    for file in files {
        match file.checked().and_then(|text| yaml::parse(&file.path, text)) {
            Ok(node) => {
                for item in node.one_or_many() {
                    conversations.extend(read(item, &mut findings));
                }
            }
            Err(finding) => findings.0.push(finding),
        }
    }
    findings.0.sort();
    (conversations, findings.0)
}

fn read(node: &Node, findings: &mut Findings) -> Option<Conversation> {
    let fields = node.fields(KEYS, findings)?;
    let title = fields.need_text("conversation", findings)?.to_owned();
    let customer = fields.need("customer", findings)?.checked(|text| CustomerId::new(text), findings)?;
    let shop = match fields.get("shop") {
        Some(node) => node.checked(|text| ShopId::new(text), findings)?,
        None => ShopId::new("demo").ok()?,
    };
    let channel = match fields.get("channel") {
        Some(node) => node.checked(|name| Channel::parse(name).ok_or("no such channel"), findings)?,
        None => Channel::Web,
    };
    let fails = pairs(&fields, "fails", findings, |name| match name {
        "not_found" => Ok(Failure::NotFound),
        "unavailable" => Ok(Failure::Unavailable),
        _ => Err("expected not_found or unavailable"),
    });
    let turns = fields.need("turns", findings)?.list(findings);
    let turns = turns.iter().filter_map(|turn| read_turn(turn, findings)).collect();
    Some(Conversation { place: node.place.clone(), title, customer, shop, channel, fails, turns })
}

fn read_turn(node: &Node, findings: &mut Findings) -> Option<Turn> {
    let fields = node.fields(TURN_KEYS, findings)?;
    let name = |key: &str, findings: &mut Findings| fields.text(key, findings).map(Name::from);
    let names = |key: &str, findings: &mut Findings| {
        fields.texts(key, findings).into_iter().map(Name::from).collect()
    };
    Some(Turn {
        place: node.place.clone(),
        customer: fields.need_text("customer", findings)?.to_owned(),
        intent: name("intent", findings),
        reply: names("reply", findings),
        says: fields.texts("says", findings),
        says_not: fields.texts("says_not", findings),
        asks: name("asks", findings),
        choices: fields.get("choices").and_then(|node| node.value("a number", findings)),
        slots: pairs(&fields, "slots", findings, |value| Ok::<_, &str>(value.to_owned())),
        calls: names("calls", findings),
        handoff: name("handoff", findings),
        mode: fields.text("mode", findings).map(str::to_owned),
        policy: name("policy", findings),
    })
}

/// The entries of a mapping from names to values.
fn pairs<T, E: std::fmt::Display>(
    fields: &Fields<'_>,
    key: &str,
    findings: &mut Findings,
    read: impl Fn(&str) -> Result<T, E>,
) -> BTreeMap<Name, T> {
    let Some(node) = fields.get(key) else { return BTreeMap::new() };
    let entries = node.entries(findings).unwrap_or_default();
    let entry = |(name, value): &(Node, Node)| Some((name.name(findings)?, value.checked(&read, findings)?));
    entries.iter().filter_map(entry).collect()
}

impl Node {
    /// A text that another type accepts.
    fn checked<T, E: std::fmt::Display>(
        &self,
        read: impl Fn(&str) -> Result<T, E>,
        findings: &mut Findings,
    ) -> Option<T> {
        let text = self.text(findings)?;
        read(text)
            .map_err(|error| findings.add(&self.place, Code::BadValue, format!("`{text}`: {error}")))
            .ok()
    }
}
