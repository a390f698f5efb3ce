//! Each turn's verdict, by the labels, and what that makes of the conversation.

use serde::{Deserialize, Serialize};

use super::{Answerer, Chat, ChatTurn, Doing, Label, Labels, Replayed, ReplayedTurn, label::only_hands_over};
use crate::{
    content::{Content, labelled::OUT_OF_SCOPE},
    domain::Name,
    train::Cost,
};

/// The intent of messages that say too little; to ask is right.
const UNCLEAR: &str = "unclear";

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// An answer that fits the label.
    Right,
    /// An answer that contradicts it.
    Wrong,
    /// An answer of which the labels say nothing.
    Unjudged,
    /// A question back: which of several was meant, or for other words.
    Question,
    HandedOver,
    /// A handover of what the bot can answer.
    Needless,
    /// A person was needed, and the bot went on.
    Missed,
    WithPerson,
    Nothing,
}

impl Verdict {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Right => "right",
            Self::Wrong => "wrong",
            Self::Unjudged => "unjudged",
            Self::Question => "question",
            Self::HandedOver => "handed_over",
            Self::Needless => "needless",
            Self::Missed => "missed",
            Self::WithPerson => "with_person",
            Self::Nothing => "nothing",
        }
    }

    pub fn cost(self, cost: Cost) -> f64 {
        match self {
            Self::Wrong | Self::Missed => cost.wrong,
            Self::HandedOver | Self::Needless => cost.handover,
            Self::Question => cost.question,
            Self::Right | Self::Unjudged | Self::WithPerson | Self::Nothing => 0.0,
        }
    }
}

/// What a conversation came to; the worst counts, and comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ending {
    Wrong,
    Missed,
    Needless,
    HandedOver,
    Contained,
}

impl Ending {
    pub const ALL: [Self; 5] = [Self::Contained, Self::HandedOver, Self::Needless, Self::Missed, Self::Wrong];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Wrong => "wrong",
            Self::Missed => "missed",
            Self::Needless => "needless",
            Self::HandedOver => "handed_over",
            Self::Contained => "contained",
        }
    }

    fn of(verdicts: &[Verdict]) -> Self {
        let worst = |verdict: &Verdict| match verdict {
            Verdict::Wrong => Self::Wrong,
            Verdict::Missed => Self::Missed,
            Verdict::Needless => Self::Needless,
            Verdict::HandedOver => Self::HandedOver,
            Verdict::Right
            | Verdict::Unjudged
            | Verdict::Question
            | Verdict::WithPerson
            | Verdict::Nothing => Self::Contained,
        };
        verdicts.iter().map(worst).min().unwrap_or(Self::Contained)
    }
}

/// A chat with what would have happened, and how good that is.
#[derive(Debug, Clone, PartialEq)]
pub struct JudgedChat {
    pub chat: Chat,
    pub replayed: Replayed,
    pub labels: Vec<Label>,
    pub verdicts: Vec<Verdict>,
    pub ending: Ending,
    pub cost: f64,
    /// Labels of which nothing says what they mean.
    pub unknown: Vec<String>,
}

impl JudgedChat {
    /// The turns that came out otherwise than then, by their numbers; none where nobody knows what happened then.
    pub fn changed(&self) -> Option<Vec<usize>> {
        let is_known = self.chat.turns.iter().any(|turn| turn.then.is_some());
        let both = self.chat.turns.iter().zip(&self.replayed.turns).enumerate();
        let differ =
            both.filter(|(_, (turn, now))| turn.then.as_ref().is_some_and(|then| !then.is_same(&now.did)));
        is_known.then(|| differ.map(|(number, _)| number).collect())
    }

    /// By its labels, at any turn.
    pub fn needed_person(&self) -> bool {
        self.labels.iter().any(|label| label.person)
    }
}

pub fn judge_chat(
    chat: Chat,
    replayed: Replayed,
    labels: &Labels,
    content: &Content,
    cost: Cost,
) -> JudgedChat {
    let mut unknown = Vec::new();
    let meant: Vec<Label> = chat
        .turns
        .iter()
        .map(|turn| {
            let (label, not_known) = labels.of(turn, content);
            unknown.extend(not_known.map(str::to_owned));
            label
        })
        .collect();
    let turns = chat.turns.iter().zip(&replayed.turns).zip(&meant);
    let verdicts: Vec<Verdict> =
        turns.map(|((turn, replayed), label)| verdict(turn, replayed, label, content)).collect();
    let ending = Ending::of(&verdicts);
    let cost = verdicts.iter().map(|verdict| verdict.cost(cost)).sum();
    JudgedChat { chat, replayed, labels: meant, verdicts, ending, cost, unknown }
}

fn verdict(turn: &ChatTurn, replayed: &ReplayedTurn, label: &Label, content: &Content) -> Verdict {
    match replayed.did.doing {
        Doing::WithPerson => Verdict::WithPerson,
        Doing::HandedOver if is_needless(turn, replayed, label, content) => Verdict::Needless,
        Doing::HandedOver => Verdict::HandedOver,
        Doing::Answered | Doing::LookedUp | Doing::Asked | Doing::AskedBack | Doing::Nothing
            if label.person =>
        {
            Verdict::Missed
        }
        Doing::AskedBack => Verdict::Question,
        Doing::Nothing => Verdict::Nothing,
        Doing::Answered | Doing::LookedUp | Doing::Asked => answer(turn, replayed, label, content),
    }
}

fn answer(turn: &ChatTurn, replayed: &ReplayedTurn, label: &Label, content: &Content) -> Verdict {
    let did = &replayed.did;
    if label.accept.is_empty() {
        // Of an answer that a seat called wrong it is known that it is wrong, not what is right.
        let again = turn.wrong && turn.then.as_ref().is_some_and(|then| then.is_same(did));
        return if again { Verdict::Wrong } else { Verdict::Unjudged };
    }
    let topics = did.replies.iter().filter_map(|reply| topic(reply, content));
    let mut intents = did.intent.iter().chain(topics);
    if intents.any(|intent| fits(intent, label, content)) {
        Verdict::Right
    } else if did.filled {
        // What answers the bot's own question was labelled without that question.
        Verdict::Unjudged
    } else {
        Verdict::Wrong
    }
}

fn topic<'c>(reply: &Name, content: &'c Content) -> Option<&'c Name> {
    let id = reply.as_str().strip_prefix("faq:")?;
    content.faq.iter().find(|entry| entry.id == id)?.intent.as_ref()
}

fn fits(intent: &Name, label: &Label, content: &Content) -> bool {
    let refined = content.intents.get(intent).map_or(&[][..], |intent| &intent.refines);
    label.accept.contains(intent) || refined.iter().any(|refined| label.accept.contains(refined))
}

/// The labels say that the bot had an answer, or it gave one then that nobody objected to; and neither the customer, nor a keyword
/// rule, nor the flow of what was meant called for a person.
fn is_needless(turn: &ChatTurn, replayed: &ReplayedTurn, label: &Label, content: &Content) -> bool {
    let did = &replayed.did;
    let of_its_flow = did.intent.as_ref().is_some_and(|intent| fits(intent, label, content))
        && did.reason.as_ref().is_none_or(|reason| *reason != "two_misses");
    if label.person || replayed.by_rule || of_its_flow {
        return false;
    }
    if !label.accept.is_empty() {
        return label.accept.iter().any(|intent| can_answer(intent, content));
    }
    let answered_then = turn.then.as_ref().is_some_and(|then| then.doing.is_answer());
    answered_then && turn.by == Some(Answerer::Bot) && !turn.wrong
}

fn can_answer(intent: &Name, content: &Content) -> bool {
    let asks = [UNCLEAR, OUT_OF_SCOPE].contains(&intent.as_str());
    !asks && content.intents.get(intent).is_some_and(|intent| !only_hands_over(intent))
}

/// Whether the labels can say if a handover was needless.
pub(super) fn can_be_needless(turn: &ChatTurn, label: &Label) -> bool {
    label.person || !label.accept.is_empty() || turn.then.is_some()
}
