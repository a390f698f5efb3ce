//! A seat's prepared words, with what is known of the conversation in their places.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{ActError, Conversations};
use crate::{
    dialogue::Tracker,
    domain::{ConversationId, ShopId},
};

/// Of a variable's name, in characters.
const NAME: usize = 64;

/// Words as they would be said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filled {
    pub text: String,
    /// Variables of which nothing is known; they stand in the text as they were.
    pub unknown: Vec<String>,
}

impl Conversations {
    /// Puts values in the places of `{{name}}`: what is given, then the conversation's slots, those of the handover, and what the
    /// customer's last words named. That the seat may see them is the caller's to know.
    ///
    /// # Errors
    /// [`ActError::Unknown`], or why the log cannot be read.
    pub async fn fill(
        &self,
        shop: &ShopId,
        conversation: &ConversationId,
        text: &str,
        given: &BTreeMap<&str, String>,
    ) -> Result<Filled, ActError> {
        let log = self.registry.parts.store.load(shop, conversation).await?;
        if log.is_empty() {
            return Err(ActError::Unknown);
        }
        let known = known(&Tracker::replay(shop.clone(), &log));
        Ok(fill(text, |name| given.get(name).cloned().or_else(|| known.get(name).and_then(plain))))
    }
}

/// What comes later counts.
fn known(tracker: &Tracker) -> BTreeMap<String, Value> {
    let entities = tracker.understanding.iter().flat_map(|understanding| &understanding.entities);
    let named = entities.map(|entity| (entity.kind.to_string(), entity.value.clone()));
    let handed = tracker.handoff.iter().flat_map(|handoff| handoff.slots.clone());
    let slots = handed.chain(tracker.slots()).map(|(slot, value)| (slot.to_string(), value));
    named.chain(slots).collect()
}

/// A value that can stand in a sentence.
fn plain(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(_) | Value::Bool(_) => Some(value.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// What is put in is never read again.
fn fill(text: &str, value: impl Fn(&str) -> Option<String>) -> Filled {
    let mut filled = Filled { text: String::with_capacity(text.len()), unknown: Vec::new() };
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{{") {
        filled.text.push_str(before);
        let variable = after.split_once("}}").filter(|(name, _)| is_name(name.trim()));
        let Some((name, after)) = variable else {
            filled.text.push_str("{{");
            rest = after;
            continue;
        };
        match value(name.trim()) {
            Some(value) => filled.text.push_str(&value),
            None => {
                filled.text.extend(["{{", name, "}}"]);
                if !filled.unknown.iter().any(|known| known == name.trim()) {
                    filled.unknown.push(name.trim().to_owned());
                }
            }
        }
        rest = after;
    }
    filled.text.push_str(rest);
    filled
}

fn is_name(name: &str) -> bool {
    (1..=NAME).contains(&name.chars().count())
        && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '.' | '-'))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn value(name: &str) -> Option<String> {
        match name {
            "seat" => Some("小王".to_owned()),
            "order_no" => Some("2511{{seat}}".to_owned()),
            "订单" => Some("42".to_owned()),
            _ => None,
        }
    }

    #[test]
    fn variables_are_filled_and_the_rest_stays() {
        let check = |text: &str, expected: &str, unknown: &[&str]| {
            let filled = fill(text, value);
            assert_eq!(
                (filled.text.as_str(), filled.unknown),
                (expected, unknown.iter().map(|name| (*name).to_owned()).collect())
            );
        };
        check("您好，我是{{seat}}。", "您好，我是小王。", &[]);
        check("{{ seat }}{{seat}}", "小王小王", &[]);
        check("订单{{订单}}", "订单42", &[]);
        check("订单{{order_no}}", "订单2511{{seat}}", &[]);
        check("{{name}}您好，{{ name }}，{{day}}", "{{name}}您好，{{ name }}，{{day}}", &["name", "day"]);
        for text in
            ["", "{{}}", "{{ }}", "{{a b}}", "{{", "}}", "{{seat", "{{{{", "{ {seat} }", "{{\n}}", "{{<b>}}"]
        {
            check(text, text, &[]);
        }
        check("{{ {{seat}}", "{{ 小王", &[]);
        check("{{{seat}}}", "{{{seat}}}", &[]);
    }

    proptest! {
        #[test]
        fn without_values_nothing_changes(text in "([{}a. 您]|seat){0,40}") {
            prop_assert_eq!(fill(&text, |_| None).text, text);
        }
    }
}
