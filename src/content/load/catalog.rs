//! knowledge/graph.yml.

use crate::{
    content::{
        Category, Code, Product, Relation, ReturnWindow,
        draft::{Alias, Draft, Kind},
        node::Fields,
        normalized,
        yaml::Node,
    },
    domain::Name,
};

pub(super) const KEYS: &[&str] = &["categories", "products", "relations"];
pub(super) const CATEGORY_KEYS: &[&str] = &["id", "name", "aliases", "parent", "returns", "policies"];
pub(super) const RETURNS_KEYS: &[&str] = &["days", "hours", "opened", "note"];
pub(super) const PRODUCT_KEYS: &[&str] = &["id", "name", "aliases", "category", "price", "facts"];
pub(super) const RELATION_KEYS: &[&str] = &["from", "is", "to"];

pub(super) fn read(node: &Node, draft: &mut Draft) {
    let Some(fields) = node.fields(KEYS, &mut draft.findings) else { return };
    for item in items(&fields, "categories", draft) {
        let category = read_category(item, draft);
        draft.content.catalog.categories.extend(category);
    }
    for item in items(&fields, "products", draft) {
        let product = read_product(item, draft);
        draft.content.catalog.products.extend(product);
    }
    for item in items(&fields, "relations", draft) {
        let relation = read_relation(item, draft);
        draft.content.catalog.relations.extend(relation);
    }
}

fn items<'n>(fields: &Fields<'n>, key: &str, draft: &mut Draft) -> &'n [Node] {
    fields.get(key).map_or(&[], |node| node.list(&mut draft.findings))
}

fn read_category(node: &Node, draft: &mut Draft) -> Option<Category> {
    let fields = node.fields(CATEGORY_KEYS, &mut draft.findings)?;
    let id = define(&fields, Kind::Category, draft)?;
    let name = fields.need_text("name", &mut draft.findings)?.to_owned();
    note_aliases(&fields, &id, draft);
    let parent = fields.get("parent").and_then(|node| reference(node, Kind::Category, draft));
    Some(Category {
        id,
        name,
        aliases: fields.texts("aliases", &mut draft.findings),
        parent,
        returns: fields.get("returns").and_then(|node| read_returns(node, draft)),
        policies: pairs(&fields, "policies", draft),
    })
}

fn read_returns(node: &Node, draft: &mut Draft) -> Option<ReturnWindow> {
    let fields = node.fields(RETURNS_KEYS, &mut draft.findings)?;
    let mut number = |key| fields.get(key)?.value("a whole number", &mut draft.findings);
    let (days, hours) = (number("days"), number("hours"));
    if days.is_some() && hours.is_some() {
        draft.findings.add(&node.place, Code::BadValue, "give either `days` or `hours`, not both");
    }
    Some(ReturnWindow {
        days,
        hours,
        opened: fields.flag("opened", &mut draft.findings).unwrap_or(false),
        note: fields.text("note", &mut draft.findings).map(str::to_owned),
    })
}

fn read_product(node: &Node, draft: &mut Draft) -> Option<Product> {
    let fields = node.fields(PRODUCT_KEYS, &mut draft.findings)?;
    let id = define(&fields, Kind::Product, draft)?;
    let name = fields.need_text("name", &mut draft.findings)?.to_owned();
    let category = fields.need("category", &mut draft.findings)?;
    let category = reference(category, Kind::Category, draft)?;
    note_aliases(&fields, &category, draft);
    let price = fields.get("price").and_then(|node| {
        let price: f64 = node.value("a price in yuan", &mut draft.findings)?;
        if price.is_finite() && price >= 0.0 {
            return Some(price);
        }
        draft.findings.add(&node.place, Code::BadValue, "a price is not below 0");
        None
    });
    let aliases = fields.texts("aliases", &mut draft.findings);
    Some(Product { id, name, aliases, category, price, facts: pairs(&fields, "facts", draft) })
}

fn read_relation(node: &Node, draft: &mut Draft) -> Option<Relation> {
    let fields = node.fields(RELATION_KEYS, &mut draft.findings)?;
    let mut end = |key| {
        let node = fields.need(key, &mut draft.findings)?;
        reference(node, Kind::Thing, draft)
    };
    let (from, to) = (end("from"), end("to"));
    let kind = fields.need_text("is", &mut draft.findings)?.to_owned();
    Some(Relation { from: from?, kind, to: to? })
}

/// The thing's id; none when another thing has it already.
fn define(fields: &Fields<'_>, kind: Kind, draft: &mut Draft) -> Option<Name> {
    let node = fields.need("id", &mut draft.findings)?;
    let id = node.name(&mut draft.findings)?;
    let fresh = draft.define(Kind::Thing, &id, &node.place);
    (fresh && draft.define(kind, &id, &node.place)).then_some(id)
}

fn reference(node: &Node, kind: Kind, draft: &mut Draft) -> Option<Name> {
    let name = node.name(&mut draft.findings)?;
    draft.refer(kind, &name, &node.place, None);
    Some(name)
}

fn note_aliases(fields: &Fields<'_>, category: &Name, draft: &mut Draft) {
    let aliases = fields.get("aliases").map_or(&[][..], Node::one_or_many);
    for node in fields.get("name").into_iter().chain(aliases) {
        let Some(text) = node.as_str() else { continue };
        let (normalized, category, place) = (normalized(text), category.clone(), node.place.clone());
        draft.aliases.push(Alias { normalized, category, place });
    }
}

fn pairs(fields: &Fields<'_>, key: &str, draft: &mut Draft) -> Vec<(String, String)> {
    let entries = fields.get(key).and_then(|node| node.entries(&mut draft.findings)).unwrap_or_default();
    let mut pairs = Vec::new();
    for (key, value) in entries {
        let (topic, text) = (key.text(&mut draft.findings), value.text(&mut draft.findings));
        if let (Some(topic), Some(text)) = (topic, text) {
            pairs.push((topic.to_owned(), text.to_owned()));
        }
    }
    pairs
}
