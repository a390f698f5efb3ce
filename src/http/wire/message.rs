//! The body of `POST /webhook`.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use crate::{
    config::Limits,
    domain::{CustomerId, MessageId, Utterance},
    http::error::{ApiError, Code},
};

/// Stored metadata must be read again with the event around it, which has a few levels of its own.
const METADATA_DEPTH: usize = 8;

#[derive(Debug, Deserialize)]
pub struct Message {
    #[serde(default)]
    user: String,
    #[serde(default)]
    text: String,
    #[serde(default)]
    message_id: Option<String>,
    #[serde(default)]
    metadata: Option<BTreeMap<String, Value>>,
}

impl Message {
    /// Who says what.
    ///
    /// # Errors
    /// What is missing or too much, by field.
    pub fn check(self, limits: &Limits) -> Result<(CustomerId, Utterance), ApiError> {
        let customer =
            CustomerId::new(&self.user).map_err(|_| ApiError::from(Code::BadUser).field("user"))?;
        let message_id = self.message_id.map(MessageId::new).transpose();
        let message_id = message_id.map_err(|_| ApiError::from(Code::BadMessageId).field("message_id"))?;
        check_text(&self.text, limits.message_characters)?;
        let metadata = self.metadata.unwrap_or_default();
        check_metadata(&metadata, limits.metadata_bytes)?;
        Ok((customer, Utterance { text: self.text, title: None, message_id, metadata }))
    }
}

/// Whether a message can be answered at all.
///
/// # Errors
/// When nothing in it can be seen, or when it is too long.
pub fn check_text(text: &str, characters: usize) -> Result<(), ApiError> {
    if text.chars().all(invisible) {
        return Err(ApiError::from(Code::EmptyMessage).field("text"));
    }
    if text.chars().nth(characters).is_some() {
        let message = format!("`text` has more than {characters} characters.");
        return Err(ApiError::new(Code::MessageTooLong, message).field("text"));
    }
    Ok(())
}

/// Spaces, control characters, and what only steers others: zero-width, direction, byte order marks.
fn invisible(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}')
}

fn check_metadata(metadata: &BTreeMap<String, Value>, bytes: usize) -> Result<(), ApiError> {
    if metadata.values().any(|value| depth(value) > METADATA_DEPTH) {
        return Err(ApiError::from(Code::DeepJson).field("metadata"));
    }
    let written = serde_json::to_string(metadata).map_or(usize::MAX, |json| json.len());
    if written > bytes {
        return Err(ApiError::from(Code::BadMetadata).field("metadata"));
    }
    Ok(())
}

/// The parser has bounded it already.
fn depth(value: &Value) -> usize {
    match value {
        Value::Array(items) => 1 + items.iter().map(depth).max().unwrap_or(0),
        Value::Object(fields) => 1 + fields.values().map(depth).max().unwrap_or(0),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => 0,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::{config::Config, http::body};

    fn check(body: &str, expected: Result<&str, Code>) {
        let limits = Config::embedded().limits;
        let said = body::json::<Message>(body.as_bytes()).and_then(|message| message.check(&limits));
        let said = said.map(|(_, utterance)| utterance.text).map_err(|error| error.code);
        assert_eq!(said.as_deref().map_err(|code| *code), expected, "{:.80}", body);
    }

    fn saying(text: &str) -> String {
        json!({"user": "xiaoming", "text": text}).to_string()
    }

    #[test]
    fn what_can_be_answered_is_taken_as_it_is() {
        let longest = "长".repeat(2000);
        for text in ["我的快递到哪了", "😀😀", "‏أين طردي‏", "a\u{0}b\u{1b}[31m", " 在吗 ", &longest]
        {
            check(&saying(text), Ok(text));
        }
        check(r#"{"user": "u", "text": "t", "metadata": null, "message_id": null, "more": [1]}"#, Ok("t"));
    }

    #[test]
    fn the_rest_is_refused_with_a_code() {
        let deep = format!(
            r#"{{"user": "u", "text": "t", "metadata": {{"a": {}1{}}}}}"#,
            "[".repeat(9),
            "]".repeat(9)
        );
        let bomb = format!(r#"{{"user": "u", "text": "t", "metadata": {{"a": {}"#, "[".repeat(10_000));
        let large = json!({"user": "u", "text": "t", "metadata": {"a": "x".repeat(5000)}}).to_string();
        for (body, code) in [
            (saying("").as_str(), Code::EmptyMessage),
            (&saying(" \n\u{200b}\u{feff}\u{0}"), Code::EmptyMessage),
            (&saying(&"长".repeat(2001)), Code::MessageTooLong),
            (r#"{"text": "t"}"#, Code::BadUser),
            (r#"{"user": "a\nb", "text": "t"}"#, Code::BadUser),
            (r#"{"user": "u", "text": "t", "message_id": ""}"#, Code::BadMessageId),
            (&deep, Code::DeepJson),
            (&bomb, Code::DeepJson),
            (&large, Code::BadMetadata),
            (r#"{"user": "u", "text": "t", "metadata": {"n": 1e999}}"#, Code::BadJson),
            (r#"{"user": "u", "text": "\ud800"}"#, Code::BadJson),
            (r#"{"user": 7, "text": "t"}"#, Code::BadJson),
            (r#"{"user": "u", "text": "t", "metadata": []}"#, Code::BadJson),
            ("[]", Code::BadJson),
            ("", Code::BadJson),
            ("text=t", Code::BadJson),
        ] {
            check(body, Err(code));
        }
        assert_eq!(
            body::json::<Message>(b"{\"\xff\xfe\"").map_err(|error| error.code).err(),
            Some(Code::InvalidUtf8)
        );
    }
}
