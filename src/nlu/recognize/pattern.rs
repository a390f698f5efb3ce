//! Numbers and codes that a pattern describes: order numbers, tracking numbers and the shop's own.

use jiff::civil::Date;
use regex::{Regex, RegexBuilder};

use super::{Found, Recognizer};
use crate::{content::EntityKind, domain::Name};

/// Where the shop does not say how its numbers look. Eleven digits that begin like a mobile phone's are no order.
const DEFAULTS: [(&str, &str); 2] = [
    ("order_no", r"(?-u:\b)(?:\d{12,20}|[02-9]\d{10}|1[0-2]\d{9}|\d{10})(?-u:\b)"),
    (
        "tracking_no",
        r"(?-u:\b)(?:sf|yt|zto?|sto?|jd[a-z]{0,3}|jt|yd|dp[kl]?|best|ky)\d{9,16}(?-u:\b)|(?-u:\b)e[a-z]\d{9}cn(?-u:\b)",
    ),
];

/// Every kind with a pattern; the value is the first group that took part, or the whole match, in upper case.
pub(super) fn all(kinds: &[EntityKind]) -> Vec<Box<dyn Recognizer>> {
    let own = kinds.iter().filter_map(|kind| Some((kind.name.clone(), kind.pattern.as_ref()?.as_str())));
    let known: Vec<(Name, &str)> = own.collect();
    let missing = DEFAULTS.iter().filter(|(name, _)| known.iter().all(|(known, _)| known != name));
    let missing: Vec<(Name, &str)> = missing.map(|(name, pattern)| (Name::from(*name), *pattern)).collect();
    let all = known.into_iter().chain(missing);
    // The text is in lower case, whatever the pattern is. A pattern that stood alone compiles without regard to case too,
    // unless it grows beyond all bounds; then it finds nothing.
    let compile = |(kind, pattern): (Name, &str)| {
        let regex = RegexBuilder::new(pattern).case_insensitive(true).build().ok()?;
        Some(Box::new(Pattern { kind, regex }) as Box<dyn Recognizer>)
    };
    all.filter_map(compile).collect()
}

struct Pattern {
    kind: Name,
    regex: Regex,
}

impl Recognizer for Pattern {
    fn recognize(&self, text: &str, _: Date, found: &mut Vec<Found>) {
        for captures in self.regex.captures_iter(text) {
            let Some(all) = captures.get(0) else { continue };
            let span = captures.iter().skip(1).flatten().next().unwrap_or(all);
            let value = span.as_str().to_ascii_uppercase().into();
            // The words in front of a number belong to the find, so that it wins over a bare number.
            found.push(Found { kind: self.kind.clone(), span: all.range(), value });
        }
    }
}
