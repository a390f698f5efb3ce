//! xiaoer.toml laid over the defaults.

use std::{fs, io, path::Path, path::PathBuf, time::Duration};

use jiff::SignedDuration;
use serde::{Deserialize, Deserializer, de::Error};
use toml::{
    Spanned,
    de::{DeTable, DeValue, Deserializer as Document},
};

use super::Config;

const DEFAULTS: &str = include_str!("default.toml");
const DEMONSTRATION: &str = include_str!("demonstration.toml");

/// Why there are no settings.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    #[error("cannot read {}: {error}", path.display())]
    Unreadable { path: PathBuf, error: io::Error },
    /// Line and column from 1; the column in characters.
    #[error("{}:{line}:{column}: {message}", path.display())]
    Faulty { path: PathBuf, line: usize, column: usize, message: String },
}

impl Config {
    /// The defaults.
    ///
    /// # Panics
    /// Never: a test reads them.
    pub fn embedded() -> Self {
        toml::from_str(DEFAULTS).expect("the embedded defaults are complete and well formed")
    }

    /// As the node is set without settings, to be tried.
    ///
    /// # Panics
    /// Never: a test reads them.
    pub fn demonstration() -> Self {
        Self::over_defaults(DEMONSTRATION).expect("the embedded settings are well formed")
    }

    /// A file laid over the defaults; a key that does not exist is refused.
    ///
    /// # Errors
    /// One sentence with the place in the file.
    pub fn read(path: &Path) -> Result<Self, ConfigError> {
        let text = fs::read_to_string(path)
            .map_err(|error| ConfigError::Unreadable { path: path.to_owned(), error })?;
        Self::over_defaults(&text).map_err(|error| {
            let at = error.span().map_or(0, |span| span.start);
            let before = text.get(..at).unwrap_or(&text);
            ConfigError::Faulty {
                path: path.to_owned(),
                line: before.matches('\n').count() + 1,
                column: before.rsplit('\n').next().unwrap_or("").chars().count() + 1,
                message: error.message().lines().collect::<Vec<_>>().join("; "),
            }
        })
    }

    /// Only the file can be at fault, so that every place in an error is a place in the file.
    fn over_defaults(text: &str) -> Result<Self, toml::de::Error> {
        let mut settings = DeTable::parse(text)?;
        fill_in(settings.get_mut(), DeTable::parse(DEFAULTS)?.into_inner());
        Self::deserialize(Document::from(settings))
    }
}

/// Adds what the settings do not say themselves.
fn fill_in<'i>(settings: &mut DeTable<'i>, defaults: DeTable<'i>) {
    for (key, default) in defaults {
        match (settings.get_mut(&key).map(Spanned::get_mut), default.get_ref()) {
            (None, _) => {
                settings.insert(key, default);
            }
            (Some(DeValue::Table(table)), DeValue::Table(_)) => {
                if let DeValue::Table(defaults) = default.into_inner() {
                    fill_in(table, defaults);
                }
            }
            (Some(_), _) => {}
        }
    }
}

/// A length of time such as `500ms` or `2s`.
pub fn duration<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Duration, D::Error> {
    let text = String::deserialize(deserializer)?;
    text.parse::<SignedDuration>()
        .ok()
        .and_then(|duration| Duration::try_from(duration).ok())
        .ok_or_else(|| D::Error::custom(format!("{text:?} is no length of time such as 500ms or 2s")))
}

/// A length of time that must not be zero.
pub fn some_time<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Duration, D::Error> {
    let time = duration(deserializer)?;
    if time.is_zero() { Err(D::Error::custom("must be longer than 0s")) } else { Ok(time) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Channel;

    #[test]
    fn the_defaults_are_complete() {
        let config = Config::embedded();
        assert_eq!(config.limits.wait, Duration::from_secs(10));
        assert_eq!(config.channels.len(), 5);
        assert_eq!(config.shop.id.as_str(), "demo");
    }

    #[test]
    fn the_demonstration_differs_in_what_its_widget_says_alone() {
        let (demonstration, embedded) = (Config::demonstration(), Config::embedded());
        assert_eq!(demonstration.widget.quick.len(), 6);
        let widget = embedded.widget.clone();
        assert_eq!(format!("{:?}", Config { widget, ..demonstration }), format!("{embedded:?}"));
    }

    #[test]
    fn the_manual_explains_every_default() {
        let manual = include_str!("../../docs/operations.md");
        for (section, keys) in toml::from_str::<toml::Table>(DEFAULTS).unwrap() {
            for (key, value) in keys.as_table().unwrap() {
                if !value.is_table() {
                    let row = format!("| `{section}.{key}` | `{value}` |");
                    assert!(manual.contains(&row), "docs/operations.md should have the row {row}");
                }
            }
        }
    }

    #[test]
    fn a_file_says_only_what_differs() {
        let text =
            "limits.wait = '500ms'\nchannels.wechat.secret = '0123456789abcdef'\n[shop]\nid = 'flagship'";
        let config = Config::over_defaults(text).unwrap();
        assert_eq!(config.limits.wait, Duration::from_millis(500));
        assert_eq!(config.limits.body_bytes, 65536);
        assert_eq!(config.shop.id.as_str(), "flagship");
        assert!(config.channels[&Channel::Wechat].secret.is_some());
        assert!(config.channels[&Channel::Web].secret.is_none());
        assert!(!format!("{config:?}").contains("0123456789abcdef"));
    }

    fn check(text: &str, sentence: &str) {
        let path = std::env::temp_dir().join(format!("xiaoer-config-{}.toml", std::process::id()));
        fs::write(&path, text).unwrap();
        let error = Config::read(&path).unwrap_err().to_string();
        fs::remove_file(&path).unwrap();
        let place = error.strip_prefix(path.to_str().unwrap()).unwrap();
        assert_eq!(place, sentence);
    }

    #[test]
    fn faults_have_a_place_and_a_sentence() {
        for (text, sentence) in [
            (
                "[serve]\nlisten = '0.0.0.0:80'\n  lissten = 1",
                ":3:3: unknown field `lissten`, expected one of `listen`, `data`, `connections`, `request_timeout`, `drain`, `proxies`, `origins`, `open_operations`",
            ),
            ("[limits]\nwait = 'soon'", ":2:8: \"soon\" is no length of time such as 500ms or 2s"),
            ("[limits]\nwait = '-1s'", ":2:8: \"-1s\" is no length of time such as 500ms or 2s"),
            ("[shop]\ntimezone = 'Asia/Nowhere'", ":2:12: there is no time zone \"Asia/Nowhere\""),
            ("[shop]\nid = '店'", ":2:6: ShopId must be 1 to 64 of a–z, 0–9, '-' and '_'"),
            ("[serve]\nproxies = ['proxy']", ":2:11: \"proxy\" is no address or network such as 10.0.0.0/8"),
            (
                "[channels.fax]",
                ":1:11: unknown variant `fax`, expected one of `web`, `wechat`, `email`, `app`, `webhook`",
            ),
            ("[channels.web]\nsecret = 'short'", ":2:10: a secret must have at least 16 bytes"),
            (
                "[channels.web]\nsecret = '${XIAOER_NOT_SET}'",
                ":2:10: the secret needs the environment variable XIAOER_NOT_SET, which is not set",
            ),
            (
                "[telemetry]\notlp = 'collector:4318'",
                ":2:8: \"collector:4318\" is no address of a collector such as http://collector:4318",
            ),
            ("serve = 3", ":1:9: invalid type: integer `3`, expected struct ServeConfig"),
        ] {
            check(text, sentence);
        }
    }
}
