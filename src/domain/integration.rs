//! Shop systems as the operator describes them in integrations.yml.

use std::{collections::BTreeMap, time::Duration};

use serde_json::Value;

use super::Name;

/// One shop system reached over REST.
#[derive(Debug, Clone, PartialEq)]
pub struct Integration {
    pub name: Name,
    /// May hold `${VARIABLE}`, taken from the environment when connected.
    pub base: String,
    pub timeout: Duration,
    pub headers: BTreeMap<String, String>,
    /// By full name, `system.call`.
    pub calls: BTreeMap<Name, CallShape>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    Get,
    Post,
}

/// How one call is made.
#[derive(Debug, Clone, PartialEq)]
pub struct CallShape {
    pub method: Method,
    /// Begins with `/`; `{argument}` is percent-encoded, `{customer}` is the asking customer.
    pub path: String,
    /// A JSON body in which strings of the form `{argument}` are replaced.
    pub body: Option<Value>,
    /// The field that must equal the asking customer, in the answer or in each of its rows.
    /// `None` only for calls marked `public`.
    pub owner: Option<String>,
    pub choices: Option<ChoiceShape>,
}

/// How a row of a list answer becomes a button.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChoiceShape {
    /// The field that is the value.
    pub value: String,
    /// A reply template over `item`.
    pub label: String,
}
