//! Their names become ours: safe as names of files and never one thing's name for two.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::note::Notes;
use crate::content::{ENTITY_KINDS, Place, SYSTEM_REPLIES, VARIABLES};

/// In characters; four bytes each still fit into a file's name.
const LONGEST: usize = 60;

/// Names of devices on Windows, which no file may bear there, and the file that all intents share.
const RESERVED: [&str; 7] = ["shared", "con", "prn", "aux", "nul", "com1", "lpt1"];

/// Which of our rules a name follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Kind {
    Intent,
    Faq,
    Reply,
    Entity,
    Slot,
}

/// What became of each name.
#[derive(Debug, Default)]
pub(super) struct Names {
    given: BTreeMap<(Kind, String), String>,
    /// In lower case: some file systems know no other.
    taken: HashSet<(Kind, String)>,
    /// The last number that was put behind a name.
    counts: HashMap<(Kind, String), usize>,
}

impl Names {
    /// Our name for theirs; the same each time. A change is noted at the place of the first.
    pub fn of(&mut self, kind: Kind, theirs: &str, place: &Place, notes: &mut Notes) -> String {
        match self.known(kind, theirs) {
            Some(ours) => ours.to_owned(),
            None => self.fresh(kind, theirs, place, notes),
        }
    }

    /// A name for one more thing, even if theirs was given to another already. A change is noted.
    pub fn fresh(&mut self, kind: Kind, theirs: &str, place: &Place, notes: &mut Notes) -> String {
        let wanted = match kind {
            Kind::Intent | Kind::Faq | Kind::Reply => file_name(theirs, kind.noun()),
            Kind::Entity | Kind::Slot => identifier(theirs, kind.noun()),
        };
        let ours = self.free(kind, wanted);
        if ours != theirs {
            notes.changed(place, format!("{} `{}` is called `{ours}` here", kind.noun(), shown(theirs)));
        }
        self.given.entry((kind, theirs.to_owned())).or_insert_with(|| ours.clone());
        ours
    }

    /// Our name for theirs, if it was given one.
    pub fn known(&self, kind: Kind, theirs: &str) -> Option<&str> {
        self.given.get(&(kind, theirs.to_owned())).map(String::as_str)
    }

    /// All names of a kind, theirs and ours.
    pub fn all(&self, kind: Kind) -> impl Iterator<Item = (&str, &str)> {
        let given = self.given.iter().filter(move |((of, _), _)| *of == kind);
        given.map(|((_, theirs), ours)| (theirs.as_str(), ours.as_str()))
    }

    fn free(&mut self, kind: Kind, wanted: String) -> String {
        let mut name = wanted.clone();
        let mut count = *self.counts.get(&(kind, wanted.clone())).unwrap_or(&1);
        while kind.reserved(&name) || !self.taken.insert((kind, name.to_lowercase())) {
            count += 1;
            name = format!("{wanted}_{count}");
        }
        self.counts.insert((kind, wanted), count);
        name
    }
}

impl Kind {
    fn noun(self) -> &'static str {
        match self {
            Self::Intent => "intent",
            Self::Faq => "entry",
            Self::Reply => "reply",
            Self::Entity => "entity",
            Self::Slot => "slot",
        }
    }

    fn reserved(self, name: &str) -> bool {
        match self {
            Self::Intent | Self::Faq => RESERVED.contains(&name.to_lowercase().as_str()),
            Self::Reply => SYSTEM_REPLIES.contains(&name),
            Self::Entity => matches!(name, "text" | "yes_no" | "ordinal"),
            Self::Slot => VARIABLES.contains(&name),
        }
    }
}

/// Letters of any script, digits, `_`, `-` and, inside, `.`; a slash becomes a dot.
pub(super) fn file_name(theirs: &str, otherwise: &str) -> String {
    let safe = |c: char| match c {
        '/' | '\\' | ':' => '.',
        c if c.is_alphanumeric() || matches!(c, '_' | '-' | '.') => c,
        _ => '_',
    };
    let name: String = theirs.trim().chars().take(LONGEST).map(safe).collect();
    let name = name.trim_matches(['.', '-', '_']);
    let mut plain = String::new();
    for character in name.chars() {
        if !(character == '.' && plain.ends_with('.')) {
            plain.push(character);
        }
    }
    if plain.is_empty() { otherwise.to_owned() } else { plain }
}

/// As variables of templates and annotations are written: `[a-z_][a-z0-9_]*`.
fn identifier(theirs: &str, otherwise: &str) -> String {
    let letters = theirs.trim().chars().take(LONGEST);
    let name: String =
        letters.map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '_' }).collect();
    let name = name.trim_matches('_');
    match name.chars().next() {
        None => otherwise.to_owned(),
        Some(first) if first.is_ascii_digit() => format!("{otherwise}_{name}"),
        Some(_) => name.to_owned(),
    }
}

/// Whether xiaoer recognises the kind by itself.
pub(super) fn built_in(entity: &str) -> bool {
    ENTITY_KINDS.contains(&entity)
}

/// A text of theirs within a sentence of ours: on one line, and not too long.
pub(super) fn shown(text: &str) -> String {
    const MOST: usize = 60;
    let line: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(MOST).collect();
    if text.chars().nth(MOST).is_some() { line + "…" } else { line }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_safe_and_stay_apart() {
        let mut names = Names::default();
        let mut notes = Notes::default();
        let place = Place::start("nlu.yml");
        let mut check = |kind, theirs: &str, ours: &str| {
            assert_eq!(names.of(kind, theirs, &place, &mut notes), ours);
            assert_eq!(names.of(kind, theirs, &place, &mut notes), ours, "the second time");
        };
        check(Kind::Intent, "查订单", "查订单");
        check(Kind::Intent, "faq/ask price?", "faq.ask_price");
        check(Kind::Intent, "../../etc/passwd", "etc.passwd");
        check(Kind::Intent, "Greet", "Greet");
        check(Kind::Intent, "greet", "greet_2");
        check(Kind::Intent, "shared", "shared_2");
        check(Kind::Intent, "", "intent");
        check(Kind::Intent, "\u{0}", "intent_2");
        check(Kind::Entity, "City-Name", "city_name");
        check(Kind::Entity, "城市", "entity");
        check(Kind::Entity, "2nd", "entity_2nd");
        check(Kind::Entity, "text", "text_2");
        check(Kind::Slot, "text", "text_2");
        check(Kind::Slot, "call", "call_2");
        let changed = notes.sorted();
        assert!(changed.iter().any(|note| note.what == "intent `greet` is called `greet_2` here"));
        assert!(changed.iter().all(|note| !note.what.contains("查订单")));
    }

    #[test]
    fn things_of_one_name_get_a_name_each() {
        let (mut names, mut notes, place) = (Names::default(), Notes::default(), Place::start("qna.json"));
        for ours in ["question", "question_2", "question_3"] {
            assert_eq!(names.fresh(Kind::Faq, "question", &place, &mut notes), ours);
            assert_eq!(names.known(Kind::Faq, "question"), Some("question"), "the first keeps it");
        }
        let said: Vec<String> = notes.sorted().into_iter().map(|note| note.what).collect();
        assert_eq!(
            said,
            ["entry `question` is called `question_2` here", "entry `question` is called `question_3` here"]
        );
    }
}
