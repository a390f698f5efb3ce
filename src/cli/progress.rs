//! Progress bars: on a terminal only.

use indicatif::{ProgressBar, ProgressStyle};

/// A bar of so many bytes, or only their number where nobody knows how many there will be.
pub(super) fn bytes(all: Option<u64>, what: &'static str) -> ProgressBar {
    let bar = all.map_or_else(ProgressBar::no_length, ProgressBar::new).with_message(what);
    let template = if all.is_some() {
        "{msg} {bar:30} {bytes}/{total_bytes} {elapsed}"
    } else {
        "{msg} {bytes} {elapsed}"
    };
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
    bar
}

/// A bar of so many steps; hidden when the output is piped.
pub(super) fn bar(steps: u64, what: &'static str) -> ProgressBar {
    let bar = ProgressBar::new(steps).with_message(what);
    if let Ok(style) = ProgressStyle::with_template("{msg} {bar:30} {pos}/{len} {elapsed}") {
        bar.set_style(style);
    }
    bar
}
