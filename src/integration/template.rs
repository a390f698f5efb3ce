//! Paths and bodies with `{argument}` in them.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::domain::CustomerId;

/// What a call is filled with: the flow's arguments, and the asking customer, whom no argument can replace.
#[derive(Clone, Copy)]
pub struct Arguments<'a> {
    pub customer: &'a CustomerId,
    pub with: &'a BTreeMap<String, Value>,
}

impl Arguments<'_> {
    /// Null where the flow gave none.
    fn value(&self, name: &str) -> Value {
        if name == "customer" {
            Value::from(self.customer.as_str())
        } else {
            self.with.get(name).cloned().unwrap_or_default()
        }
    }

    fn text(&self, name: &str) -> String {
        match self.value(name) {
            Value::Null => String::new(),
            Value::String(text) => text,
            other @ (Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_)) => {
                other.to_string()
            }
        }
    }
}

/// A path and query, as `/orders/{order}?customer={customer}`.
#[derive(Debug, PartialEq)]
pub struct PathTemplate {
    segments: Vec<Vec<Piece>>,
    query: Option<Vec<Piece>>,
}

#[derive(Debug, PartialEq)]
enum Piece {
    Literal(String),
    Argument(String),
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TemplateError {
    #[error("the path must begin with `/`")]
    Relative,
    #[error("a `{{` in the path is never closed")]
    Unclosed,
}

impl PathTemplate {
    /// # Errors
    /// When the path does not begin with `/`, or a brace is not closed.
    pub fn parse(text: &str) -> Result<Self, TemplateError> {
        let (path, query) = text.split_once('?').map_or((text, None), |(path, query)| (path, Some(query)));
        let path = path.strip_prefix('/').ok_or(TemplateError::Relative)?;
        Ok(Self {
            segments: path.split('/').map(pieces).collect::<Result<_, _>>()?,
            query: query.map(pieces).transpose()?,
        })
    }

    /// The path with its arguments percent-encoded, so that none can reach beyond its place.
    ///
    /// `None` when an argument leaves its segment empty, or as `.` or `..`: no thing is called that.
    pub fn render(&self, arguments: Arguments) -> Option<String> {
        let mut out = String::new();
        for segment in &self.segments {
            out.push('/');
            let start = out.len();
            let filled = fill(segment, arguments, &mut out);
            if filled && matches!(&out[start..], "" | "." | "..") {
                return None;
            }
        }
        if let Some(query) = &self.query {
            out.push('?');
            fill(query, arguments, &mut out);
        }
        Some(out)
    }
}

/// Copies a body; every string that is exactly `{argument}` becomes that argument, with its type.
pub fn fill_body(body: &Value, arguments: Arguments) -> Value {
    match body {
        Value::String(text) => match argument_name(text) {
            Some(name) => arguments.value(name),
            None => body.clone(),
        },
        Value::Array(items) => items.iter().map(|item| fill_body(item, arguments)).collect(),
        Value::Object(fields) => {
            fields.iter().map(|(key, value)| (key.clone(), fill_body(value, arguments))).collect()
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => body.clone(),
    }
}

fn argument_name(text: &str) -> Option<&str> {
    text.strip_prefix('{')?.strip_suffix('}').filter(|name| !name.contains(['{', '}']))
}

fn pieces(mut text: &str) -> Result<Vec<Piece>, TemplateError> {
    let mut pieces = Vec::new();
    while let Some((literal, rest)) = text.split_once('{') {
        let (name, rest) = rest.split_once('}').ok_or(TemplateError::Unclosed)?;
        pieces.push(Piece::Literal(literal.to_owned()));
        pieces.push(Piece::Argument(name.to_owned()));
        text = rest;
    }
    pieces.push(Piece::Literal(text.to_owned()));
    Ok(pieces)
}

/// Whether an argument was among the pieces.
fn fill(pieces: &[Piece], arguments: Arguments, out: &mut String) -> bool {
    let mut filled = false;
    for piece in pieces {
        match piece {
            Piece::Literal(text) => out.push_str(text),
            Piece::Argument(name) => {
                filled = true;
                percent_encode(&arguments.text(name), out);
            }
        }
    }
    filled
}

/// All but the unreserved characters of RFC 3986, section 2.3.
fn percent_encode(text: &str, out: &mut String) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push('%');
            out.push(char::from(HEX[usize::from(byte >> 4)]));
            out.push(char::from(HEX[usize::from(byte & 15)]));
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn with(customer: &str, with: &[(&str, Value)], test: impl FnOnce(Arguments)) {
        let customer = CustomerId::new(customer).unwrap();
        let with = with.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
        test(Arguments { customer: &customer, with: &with });
    }

    fn check(template: &str, arguments: &[(&str, Value)], path: Option<&str>) {
        with("小明&co", arguments, |arguments| {
            let template = PathTemplate::parse(template).unwrap();
            assert_eq!(template.render(arguments).as_deref(), path, "{template:?}");
        });
    }

    #[test]
    fn arguments_stay_in_their_place() {
        check("/orders/{order}", &[("order", json!("2611"))], Some("/orders/2611"));
        check(
            "/orders/{order}",
            &[("order", json!("../admin?x=1&y#z\n"))],
            Some("/orders/..%2Fadmin%3Fx%3D1%26y%23z%0A"),
        );
        check(
            "/orders/{order}/tracking",
            &[("order", json!("a/b\\c%2e"))],
            Some("/orders/a%2Fb%5Cc%252e/tracking"),
        );
        check("/orders?customer={customer}", &[], Some("/orders?customer=%E5%B0%8F%E6%98%8E%26co"));
        check(
            "/s?p={p}&n={n}&b={b}&none={none}",
            &[("p", json!("奶 &n=9")), ("n", json!(3)), ("b", json!(true))],
            Some("/s?p=%E5%A5%B6%20%26n%3D9&n=3&b=true&none="),
        );
    }

    #[test]
    fn no_thing_is_called_nothing_or_dots() {
        for order in [json!(""), json!("."), json!(".."), Value::Null] {
            check("/orders/{order}/cancel", &[("order", order)], None);
        }
        check("/orders/{a}{b}", &[("a", json!(".")), ("b", json!("."))], None);
    }

    #[test]
    fn no_argument_replaces_the_customer() {
        check(
            "/customers/{customer}",
            &[("customer", json!("daliu"))],
            Some("/customers/%E5%B0%8F%E6%98%8E%26co"),
        );
    }

    #[test]
    fn bodies_keep_types_and_structure() {
        let arguments = [("n", json!(3)), ("text", json!("\"}, {\"x\":1")), ("customer", json!("daliu"))];
        with("xiaoming", &arguments, |arguments| {
            let body = json!({"n": "{n}", "list": ["{text}", "as it is {n}", "{gone}"], "who": "{customer}", "k": 1});
            let filled =
                json!({"n": 3, "list": ["\"}, {\"x\":1", "as it is {n}", null], "who": "xiaoming", "k": 1});
            assert_eq!(fill_body(&body, arguments), filled);
        });
    }

    #[test]
    fn templates_are_checked() {
        assert_eq!(PathTemplate::parse("orders"), Err(TemplateError::Relative));
        assert_eq!(PathTemplate::parse("/orders/{order"), Err(TemplateError::Unclosed));
    }
}
