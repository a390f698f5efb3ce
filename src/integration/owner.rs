//! What a customer may see of an answer: what is theirs.

use serde_json::Value;

use crate::domain::CustomerId;

/// Drops the rows of others from a list. An object of somebody else's, or one that names no owner, is none at all.
pub fn keep_own(answer: Value, owner: &str, customer: &CustomerId) -> Option<Value> {
    match answer {
        Value::Array(rows) => {
            Some(rows.into_iter().filter(|row| belongs(row, owner, customer)).collect::<Vec<_>>().into())
        }
        object @ Value::Object(_) => belongs(&object, owner, customer).then_some(object),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => None,
    }
}

fn belongs(row: &Value, owner: &str, customer: &CustomerId) -> bool {
    match row.get(owner) {
        Some(Value::String(id)) => id == customer.as_str(),
        Some(Value::Number(id)) => id.to_string() == customer.as_str(),
        Some(Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_)) | None => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn check(answer: Value, kept: Option<Value>) {
        let customer = CustomerId::new("7").unwrap();
        assert_eq!(keep_own(answer, "customer", &customer), kept);
    }

    #[test]
    fn only_what_is_theirs() {
        check(json!({"customer": "7", "n": 1}), Some(json!({"customer": "7", "n": 1})));
        check(json!({"customer": 7}), Some(json!({"customer": 7})));
        check(json!({"customer": "8"}), None);
        check(json!({"customer": ["7"]}), None);
        check(json!({"n": 1}), None);
        check(json!("7"), None);
        check(Value::Null, None);
        check(
            json!([{"customer": "8"}, {"customer": "7"}, {"n": 2}, 7, [{"customer": "7"}]]),
            Some(json!([{"customer": "7"}])),
        );
        check(json!([]), Some(json!([])));
    }
}
