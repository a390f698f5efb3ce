//! report.html: one page for people, in Chinese and English, that needs nothing but itself.

mod chats;
mod plot;
mod view;

use std::sync::LazyLock;

use base64::{Engine, engine::general_purpose::STANDARD};
use minijinja::{Environment, Value, context};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use sha2::{Digest, Sha256};

pub use chats::ChatResults;
pub use view::{Titles, titles};

use super::{Comparison, Flips, Judged, Leaks, Report};
use crate::{domain::Language, train::Cost};

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

/// Where a page of results is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Look {
    /// As a file among others of the same results, in the language that its reader chooses.
    #[default]
    File,
    /// Within the console, in its language: names of intents lead there.
    Console(Language),
}

/// What stands in an address otherwise, as the console writes its own.
const ENCODED: AsciiSet = NON_ALPHANUMERIC.remove(b'.').remove(b'_').remove(b'-');

const STYLE: &str = include_str!("report.css");

static ENVIRONMENT: LazyLock<Environment<'static>> = LazyLock::new(|| {
    let mut environment = Environment::new();
    environment.add_filter("percent", |share: f64| format!("{:.1}", 100.0 * share));
    environment.add_filter("whole", |share: f64| format!("{:.0}", 100.0 * share));
    environment.add_filter("encoded", |text: String| utf8_percent_encode(&text, &ENCODED).to_string());
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
pub fn page(results: &Results<'_>, look: Look) -> Result<String, minijinja::Error> {
    render("report.html", view::View::new(results, look), look)
}

/// The page of a comparison, likewise.
///
/// # Errors
/// Never on a comparison with a setup.
pub fn comparison_page(comparison: &Comparison) -> Result<String, minijinja::Error> {
    render("comparison.html", view::Compared::new(comparison), Look::File)
}

/// The page of replayed chats, likewise.
///
/// # Errors
/// Never on chats with a report of theirs.
pub fn chats_page(results: &ChatResults<'_>) -> Result<String, minijinja::Error> {
    render("chats.html", chats::View::new(results), Look::File)
}

fn render(template: &str, view: impl serde::Serialize, look: Look) -> Result<String, minijinja::Error> {
    // The policy names the style by its hash, so that no other can come in with a shop's words.
    let hash = STANDARD.encode(Sha256::digest(STYLE));
    let view = Value::from(minijinja::value::Serde(view));
    let style = Value::from_safe_string(STYLE.to_owned());
    // `None` where the reader chooses.
    let language = match look {
        Look::File => None,
        Look::Console(Language::Zh) => Some("zh-CN"),
        Look::Console(Language::En) => Some("en"),
    };
    ENVIRONMENT.get_template(template)?.render(context! { hash, style, view, language })
}
