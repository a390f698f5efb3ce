//! What the policies know: the shop's content, its graph, and the templates' engine.

use std::sync::Arc;

use jiff::tz::TimeZone;

use super::render::Engine;
use crate::{
    content::{Content, Intent, Reply},
    graph::Graph,
};

pub struct Playbook {
    pub content: Arc<Content>,
    pub graph: Arc<Graph>,
    pub time_zone: TimeZone,
    pub(super) engine: Engine,
}

impl Playbook {
    pub fn new(content: Arc<Content>, graph: Arc<Graph>, time_zone: TimeZone) -> Self {
        let engine = Engine::new(content.terms.clone(), time_zone.clone());
        Self { content, graph, time_zone, engine }
    }

    pub(super) fn intent(&self, name: &str) -> Option<&Intent> {
        self.content.intents.get(name)
    }

    pub(super) fn reply(&self, name: &str) -> Option<&Reply> {
        self.content.replies.get(name)
    }

    /// A term in the customer's words, or the code itself.
    pub(super) fn term<'a>(&'a self, kind: &str, code: &'a str) -> &'a str {
        self.content.terms.get(kind).and_then(|terms| terms.get(code)).map_or(code, String::as_str)
    }
}
