//! The shape of chats.json.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Answerer, ChatFigures, Doing, Ending, JudgedChat};
use crate::train::Cost;

/// What counts as what, as the report says it.
pub const COUNTING: &str = "Every message goes through the whole engine in the order of the conversation; what a person said then is given to \
it only where the bot is silent, because it has handed over. `containment`: conversations without a handover, a wrong answer and a missed \
handover; `without_person`: those without a handover, whatever was answered. `answered_turns`: messages answered, looked up or met with a \
flow's question, of those that reach the bot. An answer is judged where its message has a label that means something here \
(`judged_answers`): it is wrong when neither the intent that it answers, nor the topic of its FAQ entry, nor what these refine is among the \
label's intents; what fills a slot that the bot has asked for is not called wrong. Without a label it is wrong only when a seat called it wrong \
and it is given again (`wrong_answers`, of the judged). `handoffs`: conversations handed over. `needless_handoffs`: handovers of \
a message whose label the bot has an answer to, or which it answered then without objection, unless the customer, a keyword rule or the \
intent's own flow called for a person; of the handovers that can be judged. `missed_handoffs`: conversations in which a person was needed (the label \
only hands over, the button was pressed, a person stepped in) and the bot went on, of those in which one was needed. `questions`: which \
of several was meant, or for other words; a flow's question is none. Cost: a wrong answer or a missed handover, a handover, a question \
back. A call to a shop system gets the answer that the log has; where it has none, the turn ends as looked up, as if the system had answered, and so does \
the flow. Intervals are 95 % bootstrap intervals over conversations.";

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ChatsReport {
    #[serde(flatten)]
    pub figures: ChatFigures,
    pub conversations: usize,
    pub turns: usize,
    /// What the cost counts: wrong answer, handover, question back.
    pub cost: String,
    /// Conversations by what they came to.
    pub endings: BTreeMap<&'static str, usize>,
    /// Messages by what the bot does about them.
    pub doings: BTreeMap<&'static str, usize>,
    /// Turns that came out as then, and otherwise; none where nobody knows what happened then.
    pub then: Option<Then>,
    /// Handovers by reason.
    pub reasons: BTreeMap<String, usize>,
    /// Calls that nobody knows the answer of.
    pub would_call: BTreeMap<String, usize>,
    /// How content customers were then, by what the bot does now: bad, neutral, good.
    pub satisfaction: BTreeMap<&'static str, [usize; 3]>,
    /// Labels of which nothing says what they mean here.
    pub unknown_labels: BTreeMap<String, usize>,
    pub counting: &'static str,
    pub content: String,
    pub model: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Then {
    pub same: usize,
    pub otherwise: usize,
    /// Of the turns, those that the bot answered then, and a person.
    pub by_bot: usize,
    pub by_person: usize,
}

/// What the chats add up to. `content` and `model` are fingerprints; `seed` is for the bootstrap.
pub fn chats_report(chats: &[JudgedChat], content: &str, model: &str, cost: Cost, seed: u64) -> ChatsReport {
    let turns = || chats.iter().flat_map(|chat| chat.chat.turns.iter().zip(&chat.replayed.turns));
    let mut endings: BTreeMap<&'static str, usize> =
        Ending::ALL.iter().map(|ending| (ending.as_str(), 0)).collect();
    chats.iter().for_each(|chat| *endings.entry(chat.ending.as_str()).or_default() += 1);
    let mut doings: BTreeMap<&'static str, usize> =
        Doing::ALL.iter().map(|doing| (doing.as_str(), 0)).collect();
    let mut satisfaction: BTreeMap<&'static str, [usize; 3]> = BTreeMap::new();
    for (turn, replayed) in turns() {
        let doing = replayed.did.doing.as_str();
        *doings.entry(doing).or_default() += 1;
        if let Some(count) =
            turn.sat.and_then(|sat| satisfaction.entry(doing).or_default().get_mut(usize::from(sat)))
        {
            *count += 1;
        }
    }
    ChatsReport {
        figures: ChatFigures::new(chats, seed),
        conversations: chats.len(),
        turns: turns().count(),
        cost: cost.to_string(),
        endings,
        doings,
        then: then(chats),
        reasons: counted(turns().filter_map(|(_, now)| now.did.reason.as_ref().map(ToString::to_string))),
        would_call: counted(turns().filter_map(|(_, now)| now.would_call.as_ref().map(ToString::to_string))),
        satisfaction,
        unknown_labels: counted(chats.iter().flat_map(|chat| chat.unknown.iter().cloned())),
        counting: COUNTING,
        content: content.to_owned(),
        model: model.to_owned(),
    }
}

fn then(chats: &[JudgedChat]) -> Option<Then> {
    let mut then = Then::default();
    for chat in chats {
        let otherwise = chat.changed()?.len();
        let by = |who| chat.chat.turns.iter().filter(|turn| turn.by == Some(who)).count();
        then.otherwise += otherwise;
        then.same += chat.chat.turns.iter().filter(|turn| turn.then.is_some()).count() - otherwise;
        then.by_bot += by(Answerer::Bot);
        then.by_person += by(Answerer::Person);
    }
    (!chats.is_empty()).then_some(then)
}

fn counted(names: impl Iterator<Item = String>) -> BTreeMap<String, usize> {
    names.fold(BTreeMap::new(), |mut counts, name| {
        *counts.entry(name).or_default() += 1;
        counts
    })
}
