//! The categories form a forest, and a name means things of one category.

use std::collections::HashMap;

use crate::content::{
    Code,
    draft::{Alias, Draft, Kind},
};
use crate::domain::Name;

pub(super) fn check(draft: &mut Draft) {
    cycles(draft);
    let Draft { aliases, findings, .. } = draft;
    let mut first: HashMap<&str, &Alias> = HashMap::new();
    for alias in aliases.iter() {
        let earlier = first.entry(&alias.normalized).or_insert(alias);
        if earlier.category != alias.category {
            let (text, place) = (&alias.normalized, &earlier.place);
            let message = format!("`{text}` means something of category `{}` at {place}", earlier.category);
            findings.add(&alias.place, Code::AmbiguousAlias, message);
        }
    }
}

fn cycles(draft: &mut Draft) {
    let categories = &draft.content.catalog.categories;
    let parents: HashMap<&Name, &Name> =
        categories.iter().filter_map(|category| Some((&category.id, category.parent.as_ref()?))).collect();
    for category in categories {
        let mut ancestor = &category.id;
        // A walk longer than there are categories goes round; only those that come back to themselves are reported.
        for _ in 0..categories.len() {
            let Some(parent) = parents.get(ancestor) else { break };
            ancestor = parent;
            if *ancestor == category.id {
                let key = (Kind::Category, category.id.clone());
                if let Some(place) = draft.definitions.get(&key) {
                    let message = format!("category `{}` is its own ancestor", category.id);
                    draft.findings.add(place, Code::Cycle, message);
                }
                break;
            }
        }
    }
}
