//! A chat without what belongs to the customer: names, numbers, addresses.

use serde_json::{Map, Value};

use super::Chat;
use crate::{
    domain::{CustomerId, Outcome},
    text::Disguise,
};

/// Fields of shop systems that hold what is personal.
const PERSONAL: [(&str, &str); 13] = [
    ("receiver", "[姓名x]"),
    ("consignee", "[姓名x]"),
    ("recipient", "[姓名x]"),
    ("contact", "[姓名x]"),
    ("nickname", "[姓名x]"),
    ("real_name", "[姓名x]"),
    ("full_name", "[姓名x]"),
    ("customer_name", "[姓名x]"),
    ("buyer", "[姓名x]"),
    ("email", "[邮箱x]"),
    ("mail", "[邮箱x]"),
    ("address", "[地址x]"),
    ("id_card", "[证件x]"),
];

/// Beside one of these a `name` is a person's.
const OF_A_PERSON: [&str; 6] = ["phone", "mobile", "tel", "email", "address", "level"];

/// The chat of the customer with this number. Numbers of six digits and more are others, the same for the same, so that it replays as it
/// would with the right ones; mail addresses, street addresses, and what shop systems call a name, are masked.
pub fn masked(chat: &Chat, number: usize) -> Chat {
    let mut disguise = Disguise::default();
    let mut chat = chat.clone();
    let known_as = format!("customer-{number}");
    if let Some(customer) = &chat.customer {
        disguise.hide(customer.as_str(), &known_as);
        chat.customer = Some(CustomerId::new(&known_as).expect("a short word"));
    }
    for call in chat.turns.iter().flat_map(|turn| &turn.calls) {
        if let Outcome::Answered(answer) = &call.outcome {
            learn(answer, &mut disguise);
        }
    }
    for turn in &mut chat.turns {
        turn.user = disguise.disguised(&turn.user);
        turn.agent = disguise.disguised(&turn.agent);
        for call in &mut turn.calls {
            call.with.values_mut().for_each(|value| hide(value, &mut disguise));
            if let Outcome::Answered(answer) = &mut call.outcome {
                hide(answer, &mut disguise);
            }
        }
    }
    chat
}

/// Notes the personal words of an answer, to be masked wherever they stand.
fn learn(answer: &Value, disguise: &mut Disguise) {
    match answer {
        Value::Object(fields) => {
            for (key, value) in fields {
                match (value, mask(key, fields)) {
                    (Value::String(words), Some(mask)) => disguise.hide(words, mask),
                    (value, _) => learn(value, disguise),
                }
            }
        }
        Value::Array(rows) => rows.iter().for_each(|row| learn(row, disguise)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn mask(key: &str, fields: &Map<String, Value>) -> Option<&'static str> {
    let named = PERSONAL.iter().find(|(field, _)| *field == key).map(|(_, mask)| *mask);
    let is_person = || key == "name" && OF_A_PERSON.iter().any(|field| fields.contains_key(*field));
    named.or_else(|| is_person().then_some("[姓名x]"))
}

fn hide(value: &mut Value, disguise: &mut Disguise) {
    match value {
        Value::String(text) => *text = disguise.disguised(text),
        Value::Number(number) => {
            // A smaller one is an amount.
            let long =
                number.as_u64().filter(|number| *number >= 1_000_000_000).map(|number| number.to_string());
            if let Some(other) = long.and_then(|number| disguise.disguised(&number).parse::<u64>().ok()) {
                *value = other.into();
            }
        }
        Value::Array(rows) => rows.iter_mut().for_each(|row| hide(row, disguise)),
        Value::Object(fields) => fields.values_mut().for_each(|value| hide(value, disguise)),
        Value::Null | Value::Bool(_) => {}
    }
}
