//! How many of something.

use jiff::civil::Date;
use regex::Regex;

use super::{
    Found, Recognizer,
    numeral::{NUMBER, parse},
};

pub(super) struct Quantity(Regex);

impl Default for Quantity {
    fn default() -> Self {
        let unit = "[件个只箱盒瓶袋台部双条包份单本罐斤套张把支桶枚颗片根]";
        let regex = Regex::new(&format!(r"({NUMBER}){unit}"));
        Self(regex.expect("a fixed pattern"))
    }
}

impl Recognizer for Quantity {
    fn recognize(&self, text: &str, _: Date, found: &mut Vec<Found>) {
        for captures in self.0.captures_iter(text) {
            let (Some(all), Some(number)) = (captures.get(0), parse(&captures[1])) else { continue };
            // A while, and the number of a thing in a row, are no quantity.
            let while_long = text[all.end()..].starts_with(['月', '小', '钟', '星', '礼', '工', '季']);
            let in_a_row = text[..all.start()].ends_with('第');
            if number > 0.0 && !while_long && !in_a_row {
                found.push(Found { kind: "quantity".into(), span: all.range(), value: number.into() });
            }
        }
    }
}
