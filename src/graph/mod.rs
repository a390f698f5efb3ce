//! The shop's knowledge graph: what things there are, by what names, and what holds for them.

mod correct;

use std::{collections::BTreeMap, iter};

pub use correct::correct;

use crate::{
    content::{Catalog, Category, Content, Product, ReturnWindow},
    domain::Name,
    text::normalize,
};

/// All things of the shop, by id and by name. Ids are unique over products and categories.
#[derive(Debug, Clone, Default)]
pub struct Graph {
    catalog: Catalog,
    categories: BTreeMap<Name, usize>,
    products: BTreeMap<Name, usize>,
    /// By canonical name.
    categories_by_name: BTreeMap<String, usize>,
    products_by_name: BTreeMap<String, usize>,
    /// Names and aliases, normalised, in the order of the catalogue, products first.
    names: Vec<(String, Index)>,
}

/// Where a thing stands in the catalogue.
#[derive(Debug, Clone, Copy)]
enum Index {
    Product(usize),
    Category(usize),
}

/// A thing of the shop.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum GraphRef<'g> {
    Product(&'g Product),
    Category(&'g Category),
}

impl<'g> GraphRef<'g> {
    pub fn id(self) -> &'g Name {
        match self {
            Self::Product(product) => &product.id,
            Self::Category(category) => &category.id,
        }
    }

    /// The canonical name, which is the value of an entity.
    pub fn name(self) -> &'g str {
        match self {
            Self::Product(product) => &product.name,
            Self::Category(category) => &category.name,
        }
    }

    /// Its own id for a category, the category's for a product.
    pub fn category(self) -> &'g Name {
        match self {
            Self::Product(product) => &product.category,
            Self::Category(category) => &category.id,
        }
    }
}

impl Graph {
    pub fn new(content: &Content) -> Self {
        let catalog = content.catalog.clone();
        let mut graph = Self::default();
        for (at, product) in catalog.products.iter().enumerate() {
            graph.products.insert(product.id.clone(), at);
            graph.products_by_name.insert(product.name.clone(), at);
            graph.name(&product.name, &product.aliases, Index::Product(at));
        }
        for (at, category) in catalog.categories.iter().enumerate() {
            graph.categories.insert(category.id.clone(), at);
            graph.categories_by_name.insert(category.name.clone(), at);
            graph.name(&category.name, &category.aliases, Index::Category(at));
        }
        Self { catalog, ..graph }
    }

    fn name(&mut self, name: &str, aliases: &[String], index: Index) {
        for name in iter::once(name).chain(aliases.iter().map(String::as_str)) {
            self.names.push((normalize(name).as_str().to_owned(), index));
        }
    }

    /// Every name under which customers know a thing, normalised as messages are. One name may mean several things.
    pub fn names(&self) -> impl Iterator<Item = (&str, GraphRef<'_>)> {
        self.names.iter().map(|(name, index)| (name.as_str(), self.at(*index)))
    }

    fn at(&self, index: Index) -> GraphRef<'_> {
        match index {
            Index::Product(at) => GraphRef::Product(&self.catalog.products[at]),
            Index::Category(at) => GraphRef::Category(&self.catalog.categories[at]),
        }
    }

    /// The thing with an id.
    pub fn thing(&self, id: &str) -> Option<GraphRef<'_>> {
        let product = self.products.get(id).map(|at| self.at(Index::Product(*at)));
        product.or_else(|| self.categories.get(id).map(|at| self.at(Index::Category(*at))))
    }

    /// The product of that canonical name.
    pub fn product(&self, name: &str) -> Option<&Product> {
        self.products_by_name.get(name).map(|at| &self.catalog.products[*at])
    }

    /// The category of that canonical name.
    pub fn category(&self, name: &str) -> Option<&Category> {
        self.categories_by_name.get(name).map(|at| &self.catalog.categories[*at])
    }

    /// The category of a product, by the product's canonical name.
    pub fn category_of(&self, product: &str) -> Option<&Category> {
        self.by_id(self.product(product)?.category.as_str())
    }

    fn by_id(&self, category: &str) -> Option<&Category> {
        self.categories.get(category).map(|at| &self.catalog.categories[*at])
    }

    /// A category, its parent, and so on. Ends even where categories are their own ancestors.
    pub fn ancestry(&self, category: &Name) -> impl Iterator<Item = &Category> {
        iter::successors(self.by_id(category.as_str()), |category| {
            self.by_id(category.parent.as_ref()?.as_str())
        })
        .take(self.catalog.categories.len())
    }

    /// The canonical names of the products in a category, by its canonical name, or below it.
    pub fn goods(&self, category: &str) -> impl Iterator<Item = &str> {
        let id = self.category(category).map(|category| &category.id);
        let belongs = move |product: &&Product| {
            id.is_some_and(|id| self.ancestry(&product.category).any(|category| category.id == *id))
        };
        self.catalog.products.iter().filter(belongs).map(|product| product.name.as_str())
    }

    /// The return window of a category, by its id; its own or inherited.
    pub fn return_window(&self, category: &Name) -> Option<&ReturnWindow> {
        self.ancestry(category).find_map(|category| category.returns.as_ref())
    }

    /// What holds for a category, by its id, on a topic; its own or inherited.
    pub fn policy(&self, category: &Name, topic: &str) -> Option<&str> {
        let mut policies = self.ancestry(category).flat_map(|category| &category.policies);
        policies.find(|(known, _)| known == topic).map(|(_, policy)| policy.as_str())
    }

    /// Things to which the thing with an id has a relation, with its kind.
    pub fn related(&self, id: &Name) -> impl Iterator<Item = (&str, GraphRef<'_>)> {
        let relations = self.catalog.relations.iter().filter(move |relation| relation.from == *id);
        relations.filter_map(|relation| Some((relation.kind.as_str(), self.thing(relation.to.as_str())?)))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::content::Relation;

    pub(super) fn category(id: &str, parent: Option<&str>) -> Category {
        Category {
            id: id.into(),
            name: format!("类{id}"),
            aliases: vec![format!("ALIAS{id}")],
            parent: parent.map(Name::from),
            returns: None,
            policies: Vec::new(),
        }
    }

    pub(super) fn product(id: &str, category: &str) -> Product {
        Product {
            id: id.into(),
            name: format!("货{id}"),
            aliases: Vec::new(),
            category: category.into(),
            price: None,
            facts: Vec::new(),
        }
    }

    pub(super) fn graph(categories: Vec<Category>, products: Vec<Product>) -> Graph {
        let relations = vec![Relation { from: "milk".into(), kind: "part_of".into(), to: "fresh".into() }];
        let catalog = Catalog { categories, products, relations };
        Graph::new(&Content { catalog, ..Content::default() })
    }

    #[test]
    fn a_category_inherits_what_it_does_not_say_itself() {
        let mut food = category("food", None);
        food.returns = Some(ReturnWindow { days: Some(7), ..ReturnWindow::default() });
        food.policies = vec![("storage".into(), "阴凉".into()), ("gift".into(), "可".into())];
        let mut fresh = category("fresh", Some("food"));
        fresh.policies = vec![("storage".into(), "冷藏".into())];
        let graph = graph(vec![food, fresh], vec![product("milk", "fresh")]);

        let category = &graph.category_of("货milk").expect("the product is there").id;
        assert_eq!(category, "fresh");
        assert_eq!(graph.return_window(category).and_then(|window| window.days), Some(7));
        assert_eq!(graph.policy(category, "storage"), Some("冷藏"));
        assert_eq!(graph.policy(category, "gift"), Some("可"));
        assert_eq!(graph.policy(category, "other"), None);
        let related: Vec<_> =
            graph.related(&"milk".into()).map(|(kind, thing)| (kind, thing.name())).collect();
        assert_eq!(related, [("part_of", "类fresh")]);
    }

    #[test]
    fn names_are_normalised_and_lead_to_their_things() {
        let graph = graph(vec![category("fresh", None)], vec![product("milk", "fresh")]);
        let names: Vec<_> = graph.names().map(|(name, thing)| (name, thing.id().as_str())).collect();
        assert_eq!(names, [("货milk", "milk"), ("类fresh", "fresh"), ("aliasfresh", "fresh")]);
    }

    proptest! {
        #[test]
        fn ancestry_ends_and_repeats_only_in_a_circle(parents in prop::collection::vec(prop::option::of(0_usize..20), 1..20)) {
            let id = |at: usize| at.to_string();
            let categories = parents.iter().enumerate().map(|(at, parent)| category(&id(at), parent.map(id).as_deref()));
            let graph = graph(categories.collect(), Vec::new());
            for at in 0..parents.len() {
                let line: Vec<_> = graph.ancestry(&id(at).into()).map(|category| category.id.clone()).collect();
                prop_assert!(line.len() <= parents.len());
                prop_assert_eq!(line[0].as_str(), id(at));
                for pair in line.windows(2) {
                    let parent = pair[0].as_str().parse::<usize>().ok().and_then(|child| parents[child]);
                    prop_assert_eq!(parent.map(id), Some(pair[1].as_str().to_owned()));
                }
            }
        }
    }
}
