//! The shop's knowledge graph: what things there are, and what holds for them.

use std::collections::BTreeMap;

use crate::{
    content::{Category, Content, ReturnWindow},
    domain::Name,
};

pub struct Graph {
    categories: BTreeMap<Name, Category>,
    category_of: BTreeMap<String, Name>,
}

impl Graph {
    pub fn new(content: &Content) -> Self {
        let catalog = &content.catalog;
        Self {
            categories: catalog
                .categories
                .iter()
                .map(|category| (category.id.clone(), category.clone()))
                .collect(),
            category_of: catalog
                .products
                .iter()
                .map(|product| (product.name.clone(), product.category.clone()))
                .collect(),
        }
    }

    /// The category of a product, by the product's canonical name.
    pub fn category_of(&self, product: &str) -> Option<&Category> {
        self.categories.get(self.category_of.get(product)?)
    }

    /// The category of that name.
    pub fn category(&self, name: &str) -> Option<&Category> {
        self.categories.values().find(|category| category.name == name)
    }

    /// The return window of a category, by its id; its own or inherited.
    pub fn return_window(&self, category: &Name) -> Option<&ReturnWindow> {
        let mut category = self.categories.get(category)?;
        for _ in 0..self.categories.len() {
            if let Some(window) = &category.returns {
                return Some(window);
            }
            category = self.categories.get(category.parent.as_ref()?)?;
        }
        None
    }
}
