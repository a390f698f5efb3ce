//! report.html: one page for people, in Chinese and English, that needs nothing but itself.

mod chats;
mod plot;
mod view;

use std::sync::LazyLock;

use base64::{Engine, engine::general_purpose::STANDARD};
use minijinja::{Environment, Value, context};
use sha2::{Digest, Sha256};

pub use chats::ChatResults;
pub use view::Titles;

use super::{Comparison, Flips, Judged, Leaks, Report};
use crate::train::Cost;

/// What there is to be told.
pub struct Results<'r> {
    pub report: &'r Report,
    pub rows: &'r [Judged],
    pub cost: Cost,
    /// Against a baseline.
    pub flips: Option<&'r Flips>,
    /// Between these rows and those that were learned from.
    pub leaks: Option<&'r Leaks>,
    pub titles: &'r Titles,
}

const STYLE: &str = include_str!("report.css");

static ENVIRONMENT: LazyLock<Environment<'static>> = LazyLock::new(|| {
    let mut environment = Environment::new();
    environment.add_filter("percent", |share: f64| format!("{:.1}", 100.0 * share));
    environment.add_filter("whole", |share: f64| format!("{:.0}", 100.0 * share));
    environment.add_filter("two", |number: f64| format!("{number:.2}"));
    let templates = [
        ("words.html", include_str!("words.html")),
        ("plots.html", include_str!("plots.html")),
        ("frame.html", include_str!("frame.html")),
        ("report.html", include_str!("report.html")),
        ("comparison.html", include_str!("comparison.html")),
        ("chats.html", include_str!("chats.html")),
    ];
    for (name, source) in templates {
        environment.add_template(name, source).expect("the templates are constant, and tested");
    }
    environment
});

/// The page. No script is in it, and none may run: the language is switched by the style.
///
/// # Errors
/// Never on results that belong together.
pub fn page(results: &Results<'_>) -> Result<String, minijinja::Error> {
    render("report.html", view::View::new(results))
}

/// The page of a comparison, likewise.
///
/// # Errors
/// Never on a comparison with a setup.
pub fn comparison_page(comparison: &Comparison) -> Result<String, minijinja::Error> {
    render("comparison.html", view::Compared::new(comparison))
}

/// The page of replayed chats, likewise.
///
/// # Errors
/// Never on chats with a report of theirs.
pub fn chats_page(results: &ChatResults<'_>) -> Result<String, minijinja::Error> {
    render("chats.html", chats::View::new(results))
}

fn render(template: &str, view: impl serde::Serialize) -> Result<String, minijinja::Error> {
    // The policy names the style by its hash, so that no other can come in with a shop's words.
    let hash = STANDARD.encode(Sha256::digest(STYLE));
    let view = Value::from(minijinja::value::Serde(view));
    let style = Value::from_safe_string(STYLE.to_owned());
    ENVIRONMENT.get_template(template)?.render(context! { hash, style, view })
}
