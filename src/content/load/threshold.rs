//! thresholds.yml, and `threshold:` in an intent.

use crate::content::{
    Code, Threshold,
    draft::{Draft, Kind},
    yaml::Node,
};

const EXPECTED: &str = "`auto` or a number from 0 to 1";

/// Intent names with numbers.
pub(super) fn read(node: &Node, draft: &mut Draft) {
    let Some(entries) = node.entries(&mut draft.findings) else { return };
    for (key, value) in entries {
        let Some(intent) = key.name(&mut draft.findings) else { continue };
        draft.refer(Kind::Intent, &intent, &key.place, None);
        match read_threshold(value, draft) {
            Threshold::Auto => {}
            Threshold::Fixed(bound) => drop(draft.content.thresholds.insert(intent, bound)),
        }
    }
}

pub(super) fn read_threshold(node: &Node, draft: &mut Draft) -> Threshold {
    match node.text(&mut draft.findings) {
        None | Some("auto") => Threshold::Auto,
        Some(_) => match node.value::<f32>(EXPECTED, &mut draft.findings) {
            Some(number) if (0.0..=1.0).contains(&number) => Threshold::Fixed(number),
            Some(_) => {
                draft.findings.add(&node.place, Code::BadValue, format!("expected {EXPECTED}"));
                Threshold::Auto
            }
            None => Threshold::Auto,
        },
    }
}
