//! Entities that other makers recognise by themselves, as the kinds that xiaoer does.

/// Our kind for one of theirs: `@sys.date`, `snips/datetime`, `datetimeV2`, `system.date`. `None` when there is no such kind.
pub(super) fn built_in(theirs: &str) -> Option<&'static str> {
    let name = theirs.to_lowercase();
    let name = name.trim_start_matches('@');
    let bare = ["sys.", "snips/", "builtin.", "system.", "duckling."]
        .iter()
        .find_map(|prefix| name.strip_prefix(prefix));
    match bare.unwrap_or(name).replace(['-', '_'], "").as_str() {
        "number" | "numberinteger" | "cardinal" | "quantity" => Some("quantity"),
        "date" | "datetime" | "datetimev2" | "time" => Some("date"),
        "dateperiod" | "timeperiod" | "dateinterval" => Some("period"),
        "money" | "amountofmoney" | "unitcurrency" | "currency" | "currencyamount" => Some("money"),
        "phone" | "phonenumber" => Some("phone"),
        "ordinal" => Some("ordinal"),
        "city" | "geocity" | "geographyv2" => Some("city"),
        "any" | "freetext" => Some("text"),
        _ => None,
    }
}

/// Whether the name says that the maker recognises it: no list or pattern of their own stands behind it.
pub(super) fn is_theirs(name: &str) -> bool {
    let name = name.trim_start_matches('@').to_lowercase();
    ["sys.", "snips/", "builtin.", "system."].iter().any(|prefix| name.starts_with(prefix))
}
