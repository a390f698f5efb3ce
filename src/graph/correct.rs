//! Facts about the things named turn an intent into a more exact one.

use jiff::civil::Date;

use super::Graph;
use crate::{
    content::{Condition, Correction},
    domain::{Entity, Name, Period},
};

/// The first correction that fits an intent with what the message names.
pub fn correct<'c>(
    graph: &Graph,
    corrections: &'c [Correction],
    intent: &Name,
    entities: &[Entity],
    today: Date,
) -> Option<&'c Correction> {
    corrections.iter().find(|correction| {
        correction.intent != *intent && holds(graph, &correction.when, intent, entities, today)
    })
}

fn holds(graph: &Graph, when: &Condition, intent: &Name, entities: &[Entity], today: Date) -> bool {
    let found = |kind: &Name| entities.iter().any(|entity| entity.kind == *kind);
    (when.intent.is_empty() || when.intent.contains(intent))
        && when.entities.iter().all(found)
        && (when.any_entity.is_empty() || when.any_entity.iter().any(found))
        && (when.category.is_empty() || entities.iter().any(|entity| belongs(graph, entity, &when.category)))
        && (!when.past || entities.iter().any(|entity| is_past(entity, today)))
}

/// Whether a product or category found is of one of the categories, or below it.
fn belongs(graph: &Graph, entity: &Entity, categories: &[Name]) -> bool {
    let Some(name) = entity.value.as_str() else { return false };
    let category = match entity.kind.as_str() {
        "product" => graph.category_of(name),
        "category" => graph.category(name),
        _ => None,
    };
    category.is_some_and(|category| {
        graph.ancestry(&category.id).any(|ancestor| categories.contains(&ancestor.id))
    })
}

fn is_past(entity: &Entity, today: Date) -> bool {
    entity.kind == "period"
        && serde_json::from_value::<Period>(entity.value.clone()).is_ok_and(|period| period.until < today)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use serde_json::{Value, json};

    use super::{
        super::tests::{category, graph, product},
        *,
    };

    fn check(when: Condition, entities: &[(&str, Value)], expected: bool) {
        let graph = graph(
            vec![category("food", None), category("fresh", Some("food")), category("phones", None)],
            vec![product("milk", "fresh"), product("x1", "phones")],
        );
        let correction =
            Correction { name: "test".into(), when, intent: "better".into(), fill: Default::default() };
        let entities: Vec<Entity> = entities
            .iter()
            .map(|(kind, value)| Entity { kind: (*kind).into(), span: 0..0, value: value.clone() })
            .collect();
        let corrections = [correction];
        let found = correct(&graph, &corrections, &"first".into(), &entities, date(2026, 3, 10));
        assert_eq!(found.is_some(), expected, "{:?} with {entities:?}", corrections[0].when);
    }

    fn names(names: &[&str]) -> Vec<Name> {
        names.iter().map(|name| Name::from(*name)).collect()
    }

    #[test]
    fn every_part_that_is_given_must_hold() {
        let intent = |known: &[&str]| Condition { intent: names(known), ..Condition::default() };
        check(intent(&["first", "other"]), &[], true);
        check(intent(&["other"]), &[], false);

        let both = || Condition { entities: names(&["product", "money"]), ..Condition::default() };
        check(both(), &[("product", json!("货milk")), ("money", json!(1))], true);
        check(both(), &[("product", json!("货milk"))], false);

        let either = || Condition { any_entity: names(&["product", "money"]), ..Condition::default() };
        check(either(), &[("money", json!(1))], true);
        check(either(), &[("city", json!("北京"))], false);
    }

    #[test]
    fn categories_count_with_their_parents() {
        let food = || Condition { category: names(&["food"]), ..Condition::default() };
        check(food(), &[("product", json!("货milk"))], true);
        check(food(), &[("category", json!("类fresh"))], true);
        check(food(), &[("product", json!("货x1"))], false);
        check(food(), &[("product", json!("没有"))], false);
        check(food(), &[], false);
    }

    #[test]
    fn a_period_is_past_when_it_ended_before_today() {
        let past = || Condition { past: true, ..Condition::default() };
        let period = |until: &str| ("period", json!({"from": "2026-02-01", "until": until}));
        check(past(), &[period("2026-03-09")], true);
        check(past(), &[period("2026-03-10")], false);
        check(past(), &[("date", json!("2026-03-01"))], false);
        check(past(), &[], false);
    }
}
