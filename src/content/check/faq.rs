//! FAQ entries that no longer hold.

use jiff::civil::Date;

use crate::content::{Code, draft::Draft};

pub(super) fn check(draft: &mut Draft, today: Date) {
    let Draft { expiries, findings, .. } = draft;
    for (last, place) in expiries.iter().filter(|(last, _)| *last < today) {
        findings.add(place, Code::Expired, format!("the entry held until {last}"));
    }
}
