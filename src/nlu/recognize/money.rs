//! Amounts in yuan.

use jiff::civil::Date;
use regex::Regex;

use super::{
    Found, Recognizer,
    numeral::{NUMBER, parse},
};

pub(super) struct Money(Regex);

impl Default for Money {
    fn default() -> Self {
        // "一块" alone is as often a piece as it is a yuan.
        let regex = Regex::new(&format!(
            r"[¥$]\s?(?<sign>\d{{1,9}}(?:\.\d{{1,2}})?)|(?<word>{NUMBER})\s?(?:元|块钱|rmb|yuan)|(?<piece>\d{{1,9}}(?:\.\d{{1,2}})?)块(?<tenth>\d)?"
        ));
        Self(regex.expect("a fixed pattern"))
    }
}

impl Recognizer for Money {
    fn recognize(&self, text: &str, _: Date, found: &mut Vec<Found>) {
        for captures in self.0.captures_iter(text) {
            let amount = ["sign", "word", "piece"].iter().find_map(|name| captures.name(name));
            let tenths =
                captures.name("tenth").and_then(|tenth| tenth.as_str().parse::<f64>().ok()).unwrap_or(0.0);
            if let (Some(all), Some(amount)) =
                (captures.get(0), amount.and_then(|amount| parse(amount.as_str())))
            {
                let value = (amount + tenths / 10.0).into();
                found.push(Found { kind: "money".into(), span: all.range(), value });
            }
        }
    }
}
