use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Deserializer, Serialize, de::Error};

/// Pixels between the launcher and the edges of a page.
const FURTHEST: u16 = 400;

/// How the widget looks and what it says, as far as the shop has a say in it. Pages read these settings as they stand here.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WidgetConfig {
    pub color: Color,
    pub position: Side,
    pub offset: Offset,
    pub language: Spoken,
    pub logo: Option<Picture>,
    /// What the shop says otherwise than the widget does by itself.
    pub texts: BTreeMap<Locale, Texts>,
    /// What is asked before the first message.
    #[serde(deserialize_with = "pre_chat")]
    pub pre_chat: Vec<Field>,
    /// Buttons under the greeting.
    #[serde(deserialize_with = "at_most::<_, _, 6>")]
    pub quick: Vec<Quick>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    Right,
    Left,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Offset {
    #[serde(deserialize_with = "distance")]
    pub x: u16,
    #[serde(deserialize_with = "distance")]
    pub y: u16,
}

/// A language that the pages know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Locale {
    #[serde(rename = "zh-CN")]
    ZhCn,
    #[serde(rename = "en")]
    En,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Spoken {
    /// The customer's browser says.
    #[serde(rename = "auto")]
    Auto,
    #[serde(rename = "zh-CN")]
    ZhCn,
    #[serde(rename = "en")]
    En,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Texts {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<Text<40>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subtitle: Option<Text<80>>,
    /// The bot's first words; they stand in no log.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub greeting: Option<Text<500>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub placeholder: Option<Text<60>>,
    /// Beside the button that opens the widget.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub launcher: Option<Text<40>>,
    /// While nobody is at the desk.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offline: Option<Text<500>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub privacy: Option<Text<500>>,
}

/// In every language, so that no page shows a foreign one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Title {
    #[serde(rename = "zh-CN")]
    pub zh_cn: Text<40>,
    pub en: Text<40>,
}

/// One thing that is asked before the first message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Field {
    pub name: FieldName,
    pub kind: FieldKind,
    #[serde(default)]
    pub required: bool,
    pub title: Title,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldKind {
    Text,
    Phone,
    Email,
}

/// A button, and what a customer who presses it says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Quick {
    pub title: Title,
    pub say: Text<200>,
}

/// `#rrggbb`, in lower case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Color(String);

/// 1 to 32 of a–z, 0–9, `-` and `_`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct FieldName(String);

/// The address of a picture: with https, or a path on the server that the page comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Picture(String);

/// 1 to `MOST` characters, not all blank; lines may end, nothing else controls.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Text<const MOST: usize>(String);

impl Color {
    fn parse(text: &str) -> Result<Self, String> {
        let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6);
        if digits.is_some_and(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit())) {
            Ok(Self(text.to_ascii_lowercase()))
        } else {
            Err(format!("{text:?} is no colour such as #0f766e"))
        }
    }
}

impl FieldName {
    fn parse(text: &str) -> Result<Self, String> {
        let plain = |byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_');
        if (1..=32).contains(&text.len()) && text.bytes().all(plain) {
            Ok(Self(text.to_owned()))
        } else {
            Err(format!("the name {text:?} must be 1 to 32 of a–z, 0–9, '-' and '_'"))
        }
    }
}

impl Picture {
    fn parse(text: &str) -> Result<Self, String> {
        let path = text.starts_with('/') && !text.starts_with("//");
        let address = text.strip_prefix("https://").is_some_and(|rest| !rest.is_empty());
        let plain = text.len() <= 512 && text.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
        if plain && (path || address) {
            Ok(Self(text.to_owned()))
        } else {
            Err(format!("{text:?} is no address of a picture such as https://shop.example/logo.png"))
        }
    }
}

impl<const MOST: usize> Text<MOST> {
    fn parse(text: &str) -> Result<Self, String> {
        let controls = text.chars().any(|character| character.is_control() && character != '\n');
        if !text.trim().is_empty() && text.chars().count() <= MOST && !controls {
            Ok(Self(text.to_owned()))
        } else {
            Err(format!("this text must have 1 to {MOST} characters, and no control characters"))
        }
    }
}

macro_rules! read_by_parsing {
    ($($kind:ident)*) => {
        $(impl<'de> Deserialize<'de> for $kind {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                Self::parse(&String::deserialize(deserializer)?).map_err(D::Error::custom)
            }
        })*
    };
}

read_by_parsing! { Color FieldName Picture }

impl<'de, const MOST: usize> Deserialize<'de> for Text<MOST> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::parse(&String::deserialize(deserializer)?).map_err(D::Error::custom)
    }
}

fn distance<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u16, D::Error> {
    let pixels = u16::deserialize(deserializer)?;
    if pixels > FURTHEST {
        return Err(D::Error::custom(format!("the launcher is up to {FURTHEST} pixels from an edge")));
    }
    Ok(pixels)
}

fn pre_chat<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Field>, D::Error> {
    let fields: Vec<Field> = at_most::<_, _, 8>(deserializer)?;
    let mut names = BTreeSet::new();
    match fields.iter().find(|field| !names.insert(&field.name)) {
        Some(Field { name: FieldName(name), .. }) => {
            Err(D::Error::custom(format!("two fields have the name {name:?}")))
        }
        None => Ok(fields),
    }
}

fn at_most<'de, D: Deserializer<'de>, T: Deserialize<'de>, const MOST: usize>(
    deserializer: D,
) -> Result<Vec<T>, D::Error> {
    let all = Vec::deserialize(deserializer)?;
    if all.len() > MOST {
        return Err(D::Error::custom(format!("there are {} here, and {MOST} are the most", all.len())));
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check<T: for<'de> Deserialize<'de>>(toml: &str, sentence: Option<&str>) {
        let read: Result<BTreeMap<String, T>, _> = toml::from_str(toml);
        let error = read.err().map(|error| error.message().to_owned());
        assert_eq!(error.as_deref(), sentence, "{toml}");
    }

    #[test]
    fn what_a_page_cannot_show_is_refused_with_a_sentence() {
        check::<Color>("color = '#0F766e'", None);
        for color in ["", "#0f7", "0f766e", "#0f766e80", "red", "#０f766", "#0f76;e"] {
            let sentence = format!("{color:?} is no colour such as #0f766e");
            check::<Color>(&format!("color = '{color}'"), Some(&sentence));
        }
        check::<Picture>("logo = 'https://shop.example/logo.png'", None);
        check::<Picture>("logo = '/assets/logo.svg'", None);
        for logo in
            ["", "https://", "http://shop.example/a.png", "//evil/a.png", "/\\\\evil", "javascript:1", "/a b"]
        {
            let sentence =
                format!("{logo:?} is no address of a picture such as https://shop.example/logo.png");
            check::<Picture>(&format!("logo = {logo:?}"), Some(&sentence));
        }
        let sentence = "this text must have 1 to 4 characters, and no control characters";
        check::<Text<4>>("a = \"你好\\n呀\"", None);
        for text in ["", " ", "你好呀您好", "a\\tb"] {
            check::<Text<4>>(&format!("a = \"{text}\""), Some(sentence));
        }
        let offset = "the launcher is up to 400 pixels from an edge";
        check::<Offset>("offset = { x = 400, y = 0 }", None);
        check::<Offset>("offset = { x = 20, y = 401 }", Some(offset));
    }

    #[test]
    fn what_is_asked_has_plain_names_that_differ() {
        #[derive(Deserialize)]
        struct Form {
            #[serde(deserialize_with = "pre_chat", rename = "f")]
            _f: Vec<Field>,
        }
        let field = |name: &str| {
            format!("{{ name = '{name}', kind = 'text', title = {{ zh-CN = '甲', en = 'A' }} }}")
        };
        let check = |names: &[&str], sentence: Option<&str>| {
            let fields: Vec<String> = names.iter().map(|name| field(name)).collect();
            let read: Result<Form, _> = toml::from_str(&format!("f = [{}]", fields.join(", ")));
            let error = read.err().map(|error| error.message().to_owned());
            assert_eq!(error.as_deref(), sentence, "{names:?}");
        };
        check(&["phone", "order_no", "e-mail2"], None);
        check(&["a", "a"], Some("two fields have the name \"a\""));
        check(&["A"], Some("the name \"A\" must be 1 to 32 of a–z, 0–9, '-' and '_'"));
        check(&["手机"], Some("the name \"手机\" must be 1 to 32 of a–z, 0–9, '-' and '_'"));
        check(&["a", "b", "c", "d", "e", "f", "g", "h", "i"], Some("there are 9 here, and 8 are the most"));
    }
}
