//! What messages would be understood as now, remembered for as long as the same version answers.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use crate::domain::{Confidence, Name};

/// Texts that are remembered; then it begins anew.
const MOST: usize = 5_000;

#[derive(Default)]
pub(super) struct Suggestions(Mutex<Remembered>);

#[derive(Default)]
struct Remembered {
    version: String,
    of: HashMap<String, Option<(Name, Confidence)>>,
}

impl Suggestions {
    pub fn of(
        &self,
        version: &str,
        text: &str,
        understand: impl FnOnce(&str) -> Option<(Name, Confidence)>,
    ) -> Option<(Name, Confidence)> {
        let known = {
            let mut remembered = self.remembered();
            if remembered.version != version || remembered.of.len() >= MOST {
                *remembered = Remembered { version: version.to_owned(), of: HashMap::new() };
            }
            remembered.of.get(text).cloned()
        };
        known.unwrap_or_else(|| {
            let found = understand(text);
            let mut remembered = self.remembered();
            if remembered.version == version {
                remembered.of.insert(text.to_owned(), found.clone());
            }
            found
        })
    }

    fn remembered(&self) -> std::sync::MutexGuard<'_, Remembered> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
