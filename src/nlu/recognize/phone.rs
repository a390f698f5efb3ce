//! Telephone numbers of mainland China.

use jiff::civil::Date;
use regex::Regex;

use super::{Found, Recognizer};

pub(super) struct Phone(Regex);

impl Default for Phone {
    fn default() -> Self {
        let mobile = r"(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}";
        let fixed = r"0\d{2,3}-\d{7,8}|[48]00-?\d{3}-?\d{4}";
        let regex = Regex::new(&format!(r"(?-u:\b)(?:{mobile}|{fixed})(?-u:\b)"));
        Self(regex.expect("a fixed pattern"))
    }
}

impl Recognizer for Phone {
    fn recognize(&self, text: &str, _: Date, found: &mut Vec<Found>) {
        for number in self.0.find_iter(text) {
            let digits: String = number.as_str().chars().filter(char::is_ascii_digit).collect();
            let value = digits.strip_prefix("86").filter(|rest| rest.len() == 11).unwrap_or(&digits).into();
            found.push(Found { kind: "phone".into(), span: number.range(), value });
        }
    }
}
