//! The things of the shop as knowledge/graph.yml lists them; `graph` makes them searchable.

use crate::domain::Name;

#[derive(Debug, Clone, PartialEq, Default)]
pub struct Catalog {
    pub categories: Vec<Category>,
    pub products: Vec<Product>,
    pub relations: Vec<Relation>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Category {
    pub id: Name,
    pub name: String,
    pub aliases: Vec<String>,
    /// Inherits what it does not say itself.
    pub parent: Option<Name>,
    pub returns: Option<ReturnWindow>,
    /// Topic and what holds.
    pub policies: Vec<(String, String)>,
}

/// How long after receipt a thing may be returned.
#[derive(Debug, Clone, PartialEq, Default, serde::Serialize)]
pub struct ReturnWindow {
    pub days: Option<u32>,
    pub hours: Option<u32>,
    /// Whether an opened thing may be returned.
    pub opened: bool,
    pub note: Option<String>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Product {
    pub id: Name,
    pub name: String,
    pub aliases: Vec<String>,
    pub category: Name,
    /// In yuan.
    pub price: Option<f64>,
    pub facts: Vec<(String, String)>,
}

/// `from` is `kind` of `to`, such as an accessory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relation {
    pub from: Name,
    pub kind: String,
    pub to: Name,
}
