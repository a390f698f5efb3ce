//! Reads the operator's files into a draft, one loader for each kind of file or part of it.

mod catalog;
mod conversation;
mod correction;
mod entity;
mod faq;
mod flow;
mod integration;
mod intent;
mod learned;
mod reply;
mod shared;
mod slot;
mod threshold;

pub use conversation::conversations;

use super::{Code, LEARNED, SourceFile, check, digest, draft::Draft, yaml};
use super::{Content, Diagnostic};

/// Reads and checks all files. Every finding is reported at once, sorted by place; what could be read is in the content.
///
/// `today` decides which FAQ entries have expired.
pub fn load(files: &[SourceFile], today: jiff::civil::Date) -> (Content, Vec<Diagnostic>) {
    let mut draft = Draft::default();
    for file in files {
        match file.checked() {
            Ok(text) => read(file, text, &mut draft),
            Err(finding) => draft.findings.0.push(finding),
        }
    }
    draft.content.fingerprint = digest(files.iter().flat_map(|file| [file.path.as_bytes(), &file.bytes]));
    learned::join(&mut draft);
    check::all(&mut draft, today);
    let mut findings = draft.findings.0;
    findings.sort();
    findings.dedup();
    (draft.content, findings)
}

fn read(file: &SourceFile, text: &str, draft: &mut Draft) {
    let path: &str = &file.path;
    if path == LEARNED {
        return learned::read(&file.path, text, draft);
    }
    let reader = match path {
        "integrations.yml" => integration::read,
        "thresholds.yml" => threshold::read,
        "intents/shared.yml" => shared::read,
        "knowledge/graph.yml" => catalog::read,
        "knowledge/entities.yml" => entity::read,
        "knowledge/corrections.yml" => correction::read,
        _ if path.starts_with("intents/") => intent::read,
        _ if path.starts_with("knowledge/faq/") => faq::read,
        _ => {
            let message = "no such file belongs to the content (see docs/content.md)";
            draft.findings.add(&super::Place::start(path), Code::UnknownFile, message);
            return;
        }
    };
    match yaml::parse(&file.path, text) {
        Ok(node) => reader(&node, draft),
        Err(finding) => draft.findings.0.push(finding),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    /// The keys that a part of a schema allows, against those that the loader reads.
    fn check(schema: &str, pointer: &str, keys: &[&str]) {
        let path = format!("{}/schemas/{schema}.json", env!("CARGO_MANIFEST_DIR"));
        let text = std::fs::read_to_string(&path).expect("the schema is there");
        let schema: Value = serde_json::from_str(&text).expect("the schema is JSON");
        let part = schema.pointer(pointer).unwrap_or_else(|| panic!("{path} has no {pointer}"));
        let mut keys = keys.to_vec();
        keys.sort_unstable();
        let mut allowed: Vec<&String> =
            part["properties"].as_object().expect("it has properties").keys().collect();
        allowed.sort_unstable();
        assert_eq!(allowed, keys, "{path}#{pointer}");
        assert_eq!(part["additionalProperties"], false, "{path}#{pointer}");
    }

    #[test]
    fn schemas_allow_what_the_loaders_read() {
        check("intent", "", intent::KEYS);
        check("intent", "/$defs/rule", intent::RULE_KEYS);
        check("intent", "/$defs/slot", slot::KEYS);
        check("intent", "/$defs/reply/anyOf/1", reply::KEYS);
        check("intent", "/$defs/reply/anyOf/1/properties/buttons/items", reply::BUTTON_KEYS);
        check("intent", "/$defs/reply/anyOf/1/properties/channels", &reply::CHANNELS);
        for (at, (kind, others)) in flow::STEPS.iter().enumerate() {
            let keys: Vec<&str> = others.iter().copied().chain([*kind]).collect();
            check("intent", &format!("/$defs/step/oneOf/{at}"), &keys);
        }
        check("shared", "", shared::KEYS);
        check("shared", "/properties/phrases", shared::PHRASE_KEYS);
        check("shared", "/properties/handoff/items", shared::HANDOFF_KEYS);
        check("faq", "", faq::KEYS);
        check("faq", "/$defs/entry", faq::ENTRY_KEYS);
        check("faq", "/$defs/entry/properties/valid", faq::VALID_KEYS);
        check("learned", "", learned::KEYS);
        check("learned", "/properties/source", learned::SOURCE_KEYS);
        check("graph", "", catalog::KEYS);
        check("graph", "/$defs/category", catalog::CATEGORY_KEYS);
        check("graph", "/$defs/returns", catalog::RETURNS_KEYS);
        check("graph", "/$defs/product", catalog::PRODUCT_KEYS);
        check("graph", "/$defs/relation", catalog::RELATION_KEYS);
        check("entities", "", entity::KEYS);
        check("entities", "/$defs/kind", entity::KIND_KEYS);
        check("corrections", "", correction::KEYS);
        check("corrections", "/$defs/correction", correction::CORRECTION_KEYS);
        check("corrections", "/$defs/when", correction::WHEN_KEYS);
        check("integrations", "", integration::KEYS);
        check("integrations", "/$defs/system", integration::SYSTEM_KEYS);
        check("integrations", "/$defs/call", integration::CALL_KEYS);
        check("integrations", "/$defs/choices", integration::CHOICES_KEYS);
    }
}
