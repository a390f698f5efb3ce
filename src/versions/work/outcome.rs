//! What the bot would do about a message, and what becomes of that in another version. Pure.

use crate::{
    content::{Content, Step},
    domain::{Certainty, Confidence, Name, Passage, Stage, Understanding},
};

/// An FAQ entry answers outright from this confidence on, and within a flow of its topic from that one on: see
/// `dialogue::policy::answer` and `dialogue::flow`.
const OUTRIGHT: f32 = 0.95;
const IN_FLOW: f32 = 0.7;

/// An intent is offered in a question from this confidence on, and a question has two: see `dialogue::policy::clarify`.
const WORTH_OFFERING: f32 = 0.15;

/// What the bot does about a message that begins a conversation.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    pub does: Does,
    /// The best one, however unsure.
    pub intent: Option<Name>,
    pub confidence: Confidence,
    pub by: Stage,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Does {
    /// Acts on the intent.
    Answers,
    /// Says this FAQ entry.
    Faq(Name),
    /// 您是想问…?
    AsksWhich,
    NotUnderstood,
}

impl Does {
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Answers => "answers",
            Self::Faq(_) => "faq",
            Self::AsksWhich => "asks_which",
            Self::NotUnderstood => "not_understood",
        }
    }
}

impl Outcome {
    pub fn of(understanding: &Understanding, content: &Content) -> Self {
        let (intent, confidence) = match understanding.top() {
            Some((name, confidence)) => (Some(name.clone()), confidence),
            None => (None, Confidence::NONE),
        };
        let by = understanding.by;
        if let Some((faq, confidence)) = entry(understanding, content) {
            let topic =
                content.faq.iter().find(|known| known.id == faq).and_then(|known| known.intent.clone());
            return Self { does: Does::Faq(faq), intent: topic.or(intent), confidence, by };
        }
        let offered = understanding.intents.iter().filter(|(_, p)| p.get() >= WORTH_OFFERING).count();
        let does = match understanding.certainty {
            Certainty::Confident => Does::Answers,
            Certainty::Close => Does::AsksWhich,
            Certainty::Unsure if offered >= 2 => Does::AsksWhich,
            Certainty::Unsure => Does::NotUnderstood,
        };
        Self { does, intent, confidence, by }
    }

    /// Whether a customer would notice the difference.
    pub fn is_like(&self, other: &Self) -> bool {
        let acts = |outcome: &Self| match &outcome.does {
            Does::Answers => outcome.intent.clone(),
            Does::Faq(_) | Does::AsksWhich | Does::NotUnderstood => None,
        };
        self.does == other.does && acts(self) == acts(other)
    }

    /// The intent that it acts on, or whose entry it says.
    fn acts_on(&self) -> Option<&Name> {
        match self.does {
            Does::Answers | Does::Faq(_) => self.intent.as_ref(),
            Does::AsksWhich | Does::NotUnderstood => None,
        }
    }
}

/// The entry that answers: outright, or where the intent's flow asks for one.
fn entry(understanding: &Understanding, content: &Content) -> Option<(Name, Confidence)> {
    let intent = understanding.intent().and_then(|name| content.intents.get(name));
    let topic = intent.map(|intent| &intent.name);
    let steps = intent.map_or(&[][..], |intent| &intent.flow.steps);
    let calls = steps.iter().any(|step| matches!(step, Step::Call { .. }));
    let in_flow = steps.iter().any(|step| matches!(step, Step::AnswerFaq { .. }));
    let outright = understanding.by != Stage::Rules && !calls;
    let own = |passage: &&Passage| {
        let enough = if in_flow { IN_FLOW } else { OUTRIGHT };
        let mut entries = content.faq.iter().filter(|faq| faq.id == passage.id);
        topic.is_some()
            && entries.any(|faq| faq.intent.as_ref() == topic)
            && passage.confidence.get() >= enough
    };
    if !outright && !in_flow {
        return None;
    }
    let any = |passage: &&Passage| passage.confidence.get() >= OUTRIGHT;
    let passages = &understanding.passages;
    let passage = passages.iter().find(own).or_else(|| passages.iter().find(any))?;
    Some((passage.id.clone(), passage.confidence))
}

/// What a message should be understood as.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// `None`: the right thing is not to act.
    pub intent: Option<Name>,
    /// Others that count as right.
    pub accept: Vec<Name>,
}

impl Label {
    /// A wrong answer costs more than none.
    fn judge(&self, outcome: &Outcome) -> Judgement {
        match (&self.intent, outcome.acts_on()) {
            (Some(label), Some(intent)) if intent == label || self.accept.contains(intent) => {
                Judgement::Right
            }
            (None, None) => Judgement::Right,
            (None, Some(intent)) if intent.as_str() == crate::content::labelled::OUT_OF_SCOPE => {
                Judgement::Right
            }
            (Some(_), None) => Judgement::Silent,
            (Some(_) | None, Some(_)) => Judgement::Wrong,
        }
    }

    pub fn is_right(&self, outcome: &Outcome) -> bool {
        self.judge(outcome) == Judgement::Right
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Judgement {
    Wrong,
    Silent,
    Right,
}

/// Whether a change is for the better; worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    Worse,
    /// Nobody knows, or as good as before.
    Other,
    Better,
}

impl Verdict {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Worse => "worse",
            Self::Other => "other",
            Self::Better => "better",
        }
    }

    pub fn of(label: Option<&Label>, before: &Outcome, after: &Outcome) -> Self {
        let Some(label) = label else { return Self::Other };
        match label.judge(after).cmp(&label.judge(before)) {
            std::cmp::Ordering::Less => Self::Worse,
            std::cmp::Ordering::Equal => Self::Other,
            std::cmp::Ordering::Greater => Self::Better,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        content::{Faq, Flow, Intent, source},
        domain::Trace,
    };

    fn outcome(does: Does, intent: &str) -> Outcome {
        Outcome { does, intent: Some(intent.into()), confidence: Confidence::SURE, by: Stage::Classifier }
    }

    #[test]
    fn verdicts_follow_the_label() {
        let a = || outcome(Does::Answers, "a");
        let b = || outcome(Does::Answers, "b");
        let asks = || outcome(Does::AsksWhich, "a");
        let label = |intent: Option<&str>, accept: &[&str]| Label {
            intent: intent.map(Name::from),
            accept: accept.iter().map(|name| Name::from(*name)).collect(),
        };
        let check = |label: Option<Label>, before: Outcome, after: Outcome, expected: Verdict| {
            assert_eq!(
                Verdict::of(label.as_ref(), &before, &after),
                expected,
                "{label:?} {before:?} {after:?}"
            );
        };
        check(None, a(), b(), Verdict::Other);
        check(Some(label(Some("a"), &[])), a(), b(), Verdict::Worse);
        check(Some(label(Some("a"), &[])), b(), a(), Verdict::Better);
        check(Some(label(Some("a"), &["b"])), a(), b(), Verdict::Other);
        check(Some(label(Some("a"), &[])), asks(), b(), Verdict::Worse);
        check(Some(label(Some("a"), &[])), b(), asks(), Verdict::Better);
        check(Some(label(Some("a"), &[])), asks(), a(), Verdict::Better);
        check(Some(label(Some("c"), &[])), a(), b(), Verdict::Other);
        check(Some(label(None, &[])), a(), asks(), Verdict::Better);
        check(Some(label(None, &[])), asks(), outcome(Does::NotUnderstood, "b"), Verdict::Other);
        check(Some(label(None, &[])), a(), outcome(Does::Answers, "out_of_scope"), Verdict::Better);
        check(Some(label(Some("a"), &[])), asks(), outcome(Does::Faq("f".into()), "a"), Verdict::Better);
    }

    #[test]
    fn what_a_customer_notices_is_a_difference() {
        let check =
            |one: Outcome, other: Outcome, expected| assert_eq!(one.is_like(&other), expected, "{one:?}");
        let surer = Outcome { confidence: Confidence::NONE, by: Stage::Rules, ..outcome(Does::Answers, "a") };
        check(outcome(Does::Answers, "a"), surer, true);
        check(outcome(Does::Answers, "a"), outcome(Does::Answers, "b"), false);
        check(outcome(Does::Answers, "a"), outcome(Does::AsksWhich, "a"), false);
        check(outcome(Does::NotUnderstood, "a"), outcome(Does::NotUnderstood, "b"), true);
        check(outcome(Does::Faq("f".into()), "a"), outcome(Does::Faq("f".into()), "b"), true);
        check(outcome(Does::Faq("f".into()), "a"), outcome(Does::Faq("g".into()), "a"), false);
    }

    /// An intent whose flow says an FAQ entry, and one that asks a shop system.
    fn content() -> Content {
        let (pack, _) = crate::content::load(&source::embedded(), jiff::civil::Date::ZERO);
        let intents = ["logistics.fee", "logistics.track"].map(|name| {
            let intent: Intent = pack.intents[name].clone();
            (Name::from(name), intent)
        });
        let plain = Intent { name: "plain".into(), flow: Flow::default(), ..intents[0].1.clone() };
        let faq = vec![Faq {
            id: "shipping.free_threshold".into(),
            intent: Some("logistics.fee".into()),
            ..pack.faq[0].clone()
        }];
        let intents = intents.into_iter().chain([("plain".into(), plain)]).collect();
        Content { intents, faq, ..Content::default() }
    }

    #[test]
    fn what_the_bot_does_follows_from_what_it_understood() {
        let content = content();
        let check = |intents: &[(&str, f32)], certainty, by, passage: f32, expected: Does| {
            let intents = intents.iter().map(|(name, p)| (Name::from(*name), Confidence::new(*p))).collect();
            let passage = Passage {
                id: "shipping.free_threshold".into(),
                question: String::new(),
                confidence: Confidence::new(passage),
            };
            let understanding = Understanding {
                by,
                intents,
                certainty,
                passages: vec![passage],
                ..Understanding::nothing(Trace::default())
            };
            let found = Outcome::of(&understanding, &content);
            assert_eq!(found.does, expected, "{understanding:?}");
        };
        let faq = || Does::Faq("shipping.free_threshold".into());
        let sure = Certainty::Confident;
        check(&[("plain", 0.9)], sure, Stage::Classifier, 0.8, Does::Answers);
        check(&[("plain", 0.9)], sure, Stage::Classifier, 0.96, faq());
        check(&[("plain", 0.9)], sure, Stage::Rules, 0.96, Does::Answers);
        check(&[("logistics.fee", 0.9)], sure, Stage::Rules, 0.8, faq());
        check(&[("logistics.fee", 0.9)], sure, Stage::Classifier, 0.6, Does::Answers);
        check(&[("logistics.track", 0.9)], sure, Stage::Classifier, 0.99, Does::Answers);
        check(
            &[("plain", 0.5), ("logistics.fee", 0.4)],
            Certainty::Close,
            Stage::Classifier,
            0.5,
            Does::AsksWhich,
        );
        check(
            &[("plain", 0.3), ("logistics.fee", 0.2)],
            Certainty::Unsure,
            Stage::None,
            0.5,
            Does::AsksWhich,
        );
        check(
            &[("plain", 0.3), ("logistics.fee", 0.1)],
            Certainty::Unsure,
            Stage::None,
            0.5,
            Does::NotUnderstood,
        );
        check(&[("plain", 0.3)], Certainty::Unsure, Stage::None, 0.97, faq());
    }
}
