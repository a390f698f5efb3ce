//! Phrases that settle an intent before any model: one automaton over all of them, whatever their number.

use std::collections::BTreeMap;

use daachorse::{CharwiseDoubleArrayAhoCorasick, CharwiseDoubleArrayAhoCorasickBuilder};
use patricia_tree::StringPatriciaMap;

use super::{recognize::Found, whole};
use crate::{content::Content, domain::Name};

pub struct Rules {
    rules: Vec<Compiled>,
    /// `None` without any phrase. The value is an index in `uses`.
    phrases: Option<CharwiseDoubleArrayAhoCorasick<u32>>,
    uses: Vec<Vec<Use>>,
    /// Cores of whole messages, with the rules that they settle.
    whole: StringPatriciaMap<Vec<u32>>,
    /// Rules that ask for entities only.
    entities_only: Vec<u32>,
}

struct Compiled {
    intent: Name,
    /// In its intent, from 1.
    number: usize,
    any: bool,
    all: usize,
    entity: Vec<Name>,
}

/// What a phrase does in a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Use {
    rule: u32,
    role: Role,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Role {
    Not,
    Any,
    /// With its place in the list.
    All(u32),
}

/// A rule that holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Match {
    pub intent: Name,
    /// `intent#number`.
    pub rule: String,
    /// How exact: characters of the message that it rests on; a whole message beats all parts.
    weight: usize,
}

impl Rules {
    pub fn new(content: &Content) -> Self {
        let mut rules = Vec::new();
        let mut phrases: BTreeMap<String, Vec<Use>> = BTreeMap::new();
        let mut whole: StringPatriciaMap<Vec<u32>> = StringPatriciaMap::new();
        let mut entities_only = Vec::new();
        for intent in content.intents.values() {
            for (number, rule) in (1..).zip(&intent.rules) {
                let index = rules.len() as u32;
                let mut add = |phrase: &str, role| {
                    phrases.entry(phrase.to_owned()).or_default().push(Use { rule: index, role });
                };
                rule.any.iter().for_each(|phrase| add(phrase, Role::Any));
                rule.not.iter().for_each(|phrase| add(phrase, Role::Not));
                (0..).zip(&rule.all).for_each(|(place, phrase)| add(phrase, Role::All(place)));
                for phrase in &rule.whole {
                    let core = whole::core(phrase);
                    match whole.get_mut(core) {
                        Some(settled) => settled.push(index),
                        None => drop(whole.insert(core, vec![index])),
                    }
                }
                if rule.any.is_empty() && rule.all.is_empty() && rule.whole.is_empty() {
                    entities_only.push(index);
                }
                let (any, all) = (!rule.any.is_empty(), rule.all.len());
                rules.push(Compiled {
                    intent: intent.name.clone(),
                    number,
                    any,
                    all,
                    entity: rule.entity.clone(),
                });
            }
        }
        let (phrases, uses) = automaton(phrases);
        Self { rules, phrases, uses, whole, entities_only }
    }

    /// The rules that hold for a normalised message, the most exact first.
    pub fn matches(&self, text: &str, found: &[Found]) -> Vec<Match> {
        let mut hits = self.hits(text);
        hits.sort_unstable();
        let whole = self.whole.get(whole::core(text)).map_or(&[][..], Vec::as_slice);
        let in_text = hits.chunk_by(|a, b| a.0.rule == b.0.rule).filter_map(|hits| self.weigh(hits));
        let by_entity = self.entities_only.iter().map(|rule| (*rule, 0));
        let of_whole = whole.iter().map(|rule| (*rule, usize::MAX));
        let refused = |rule: u32| hits.iter().any(|(of, _)| of.rule == rule && of.role == Role::Not);
        let has = |kind: &Name| found.iter().any(|one| one.kind == *kind);
        let mut matches: Vec<Match> = in_text
            .chain(by_entity)
            .chain(of_whole)
            .filter(|(rule, _)| !refused(*rule))
            .map(|(rule, weight)| (&self.rules[rule as usize], weight))
            .filter(|(rule, _)| rule.entity.iter().all(has))
            .map(|(rule, weight)| Match {
                intent: rule.intent.clone(),
                rule: format!("{}#{}", rule.intent, rule.number),
                weight,
            })
            .collect();
        matches.sort_by(|a, b| b.weight.cmp(&a.weight).then_with(|| a.rule.cmp(&b.rule)));
        matches
    }

    /// What each phrase in the text does, with the phrase's length in characters.
    fn hits(&self, text: &str) -> Vec<(Use, usize)> {
        let Some(phrases) = &self.phrases else { return Vec::new() };
        let mut hits = Vec::new();
        for hit in phrases.find_overlapping_iter(text) {
            let phrase = &text[hit.start()..hit.end()];
            if begins_inside_word(text, hit.start()) {
                continue;
            }
            let length = phrase.chars().count();
            hits.extend(self.uses[hit.value() as usize].iter().map(|of| (*of, length)));
        }
        hits
    }

    /// The weight of a rule whose phrases were hit, if they suffice. The hits come sorted.
    fn weigh(&self, hits: &[(Use, usize)]) -> Option<(u32, usize)> {
        let rule = hits[0].0.rule;
        let compiled = &self.rules[rule as usize];
        let mut any = 0;
        let (mut all, mut of_all) = (0, 0);
        let mut last = None;
        for (of, length) in hits {
            match of.role {
                Role::Not => {}
                Role::Any => any = any.max(*length),
                Role::All(_) if last == Some(of.role) => {}
                Role::All(_) => {
                    all += 1;
                    of_all += length;
                }
            }
            last = Some(of.role);
        }
        let holds = (any > 0 || !compiled.any) && all == compiled.all && (compiled.any || compiled.all > 0);
        holds.then_some((rule, any + of_all))
    }
}

/// The intent that the rules settle: that of the most exact one, unless as exact ones disagree.
pub fn settled(matches: &[Match]) -> Option<&Name> {
    let best = matches.first()?;
    let mut rivals = matches.iter().take_while(|other| other.weight == best.weight);
    rivals.all(|other| other.intent == best.intent).then_some(&best.intent)
}

fn automaton(
    phrases: BTreeMap<String, Vec<Use>>,
) -> (Option<CharwiseDoubleArrayAhoCorasick<u32>>, Vec<Vec<Use>>) {
    let (texts, uses): (Vec<String>, Vec<Vec<Use>>) =
        phrases.into_iter().filter(|(phrase, _)| !phrase.is_empty()).unzip();
    let numbered = texts.into_iter().zip(0..);
    // Only an empty list cannot be built: phrases are neither empty nor repeated.
    (CharwiseDoubleArrayAhoCorasickBuilder::new().build_with_values(numbered).ok(), uses)
}

/// A phrase in Latin letters begins where a word begins: "turn" does not stand in "return".
fn begins_inside_word(text: &str, at: usize) -> bool {
    text[at..].starts_with(|c: char| c.is_ascii_alphanumeric())
        && text[..at].ends_with(|c: char| c.is_ascii_alphabetic())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::{Flow, Intent, Rule, Threshold};

    fn rules() -> Rules {
        let words = |words: &str| words.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        let rule = |any: &str, all: &str, not: &str| Rule {
            any: words(any),
            all: words(all),
            not: words(not),
            ..Rule::default()
        };
        let track = vec![
            rule("快递到哪 物流到哪", "", "退货"),
            rule("", "快递 没动", ""),
            Rule { whole: words("查快递"), ..Rule::default() },
        ];
        let cancel = vec![
            rule("快递到哪里去退", "", ""),
            Rule { all: words("取消"), entity: vec!["order_no".into()], ..Rule::default() },
        ];
        let human = vec![Rule { whole: words("查快递 人工"), ..Rule::default() }, rule("turn", "", "")];
        let look = vec![
            Rule { not: words("退货"), entity: vec!["order_no".into()], ..Rule::default() },
            Rule { whole: words("看看订单"), not: words("你好"), ..Rule::default() },
        ];
        let mut content = Content::default();
        for (name, rules) in [("track", track), ("cancel", cancel), ("human", human), ("look", look)] {
            let intent = Intent {
                name: name.into(),
                file: "f.yml".into(),
                title: name.into(),
                title_en: None,
                examples: Vec::new(),
                rules,
                slots: Vec::new(),
                flow: Flow::default(),
                skill: "general".into(),
                threshold: Threshold::Auto,
                refines: Vec::new(),
            };
            content.intents.insert(name.into(), intent);
        }
        Rules::new(&content)
    }

    #[test]
    fn what_holds() {
        let rules = rules();
        let check = |text: &str, found: &[Found], expected: &[&str], intent: Option<&str>| {
            let matches = rules.matches(text, found);
            assert_eq!(matches.iter().map(|one| one.rule.as_str()).collect::<Vec<_>>(), expected, "{text}");
            assert_eq!(settled(&matches).map(Name::as_str), intent, "{text}");
        };
        let order = [Found { kind: "order_no".into(), span: 0..1, value: "1".into() }];
        check("", &[], &[], None);
        check("我的快递到哪了", &[], &["track#1"], Some("track"));
        check("快递到哪了我要退货", &[], &[], None);
        check("快递三天没动", &[], &["track#2"], Some("track"));
        check("快递快递呢", &[], &[], None);
        check("快递到哪里去退", &[], &["cancel#1", "track#1"], Some("cancel"));
        check("取消", &[], &[], None);
        check("取消1", &order, &["cancel#2", "look#1"], Some("cancel"));
        check("1", &order, &["look#1"], Some("look"));
        check("退货1", &order, &[], None);
        check("看看订单", &[], &["look#2"], Some("look"));
        check("你好看看订单", &[], &[], None);
        check("请问查快递!", &[], &["human#1", "track#3"], None);
        check("人工", &[], &["human#1"], Some("human"));
        check("return it", &[], &[], None);
        check("turn it", &[], &["human#2"], Some("human"));
    }
}
