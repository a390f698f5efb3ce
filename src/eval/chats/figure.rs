//! The figures of a replay: each is a sum of parts over a sum of wholes, one of each for every conversation.

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::{JudgedChat, Verdict, verdict::can_be_needless};
use crate::eval::{
    figure::Measured,
    interval::{DRAWS, percentile},
};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChatFigure {
    Containment,
    WithoutPerson,
    AnsweredTurns,
    Judged,
    WrongAnswers,
    WrongConversations,
    Handoffs,
    NeedlessHandoffs,
    MissedHandoffs,
    Questions,
    CostPerConversation,
    Changed,
}

impl ChatFigure {
    pub const ALL: [Self; 12] = [
        Self::Containment,
        Self::WithoutPerson,
        Self::AnsweredTurns,
        Self::Judged,
        Self::WrongAnswers,
        Self::WrongConversations,
        Self::Handoffs,
        Self::NeedlessHandoffs,
        Self::MissedHandoffs,
        Self::Questions,
        Self::CostPerConversation,
        Self::Changed,
    ];

    /// In chats.json, where `_ci95` after it names the interval and `_of` part and whole.
    pub fn name(self) -> &'static str {
        match self {
            Self::Containment => "containment",
            Self::WithoutPerson => "without_person",
            Self::AnsweredTurns => "answered_turns",
            Self::Judged => "judged_answers",
            Self::WrongAnswers => "wrong_answers",
            Self::WrongConversations => "wrong_conversations",
            Self::Handoffs => "handoffs",
            Self::NeedlessHandoffs => "needless_handoffs",
            Self::MissedHandoffs => "missed_handoffs",
            Self::Questions => "questions",
            Self::CostPerConversation => "cost_per_conversation",
            Self::Changed => "changed_conversations",
        }
    }
}

const COUNT: usize = ChatFigure::ALL.len();

/// What a conversation adds to a figure: so much of so much.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Part {
    pub part: f64,
    pub whole: f64,
}

impl Part {
    fn value(self) -> Option<f64> {
        (self.whole > 0.0).then(|| self.part / self.whole)
    }
}

/// In the order of [`ChatFigure::ALL`].
#[derive(Debug, Clone, PartialEq)]
pub struct ChatFigures([(Part, Option<Measured>); COUNT]);

impl ChatFigures {
    /// Intervals are percentiles of what the figures are over conversations drawn with replacement: turns of one conversation hang
    /// together, conversations do not.
    pub(super) fn new(chats: &[JudgedChat], seed: u64) -> Self {
        let parts: Vec<[Part; COUNT]> = chats.iter().map(parts).collect();
        let sums = sum(parts.iter());
        let mut random = fastrand::Rng::with_seed(seed);
        let draw =
            |random: &mut fastrand::Rng| sum((0..parts.len()).map(|_| &parts[random.usize(..parts.len())]));
        let draws: Vec<[Part; COUNT]> =
            if parts.is_empty() { Vec::new() } else { (0..DRAWS).map(|_| draw(&mut random)).collect() };
        let measured = |figure: ChatFigure| {
            let part = sums[figure as usize];
            let measured = part.value().map(|value| {
                let mut drawn: Vec<f64> =
                    draws.iter().filter_map(|draw| draw[figure as usize].value()).collect();
                drawn.sort_by(f64::total_cmp);
                Measured { value, interval: [percentile(&drawn, 0.025), percentile(&drawn, 0.975)] }
            });
            (part, measured)
        };
        Self(ChatFigure::ALL.map(measured))
    }

    /// `None` where nothing bears on it.
    pub fn get(&self, figure: ChatFigure) -> Option<Measured> {
        self.0[figure as usize].1
    }

    pub fn of(&self, figure: ChatFigure) -> Part {
        self.0[figure as usize].0
    }
}

fn sum<'p>(parts: impl Iterator<Item = &'p [Part; COUNT]>) -> [Part; COUNT] {
    parts.fold([Part::default(); COUNT], |mut sums, parts| {
        for (sum, part) in sums.iter_mut().zip(parts) {
            sum.part += part.part;
            sum.whole += part.whole;
        }
        sums
    })
}

/// In the order of [`ChatFigure::ALL`].
fn parts(chat: &JudgedChat) -> [Part; COUNT] {
    let count = |wanted: &[Verdict]| chat.verdicts.iter().filter(|verdict| wanted.contains(verdict)).count();
    let (right, wrong) = (count(&[Verdict::Right]), count(&[Verdict::Wrong]));
    let (questions, missed) = (count(&[Verdict::Question]), count(&[Verdict::Missed]));
    let (needless, handed) = (count(&[Verdict::Needless]), count(&[Verdict::Needless, Verdict::HandedOver]));
    let answered = right + wrong + count(&[Verdict::Unjudged]);
    let heard = chat.verdicts.len() - count(&[Verdict::WithPerson]);
    let turns = chat.verdicts.iter().zip(&chat.chat.turns).zip(&chat.labels);
    let handovers_judged = turns
        .filter(|((verdict, _), _)| matches!(verdict, Verdict::Needless | Verdict::HandedOver))
        .filter(|((_, turn), label)| can_be_needless(turn, label))
        .count();
    let part = |part: usize, whole: usize| Part { part: part as f64, whole: whole as f64 };
    let share = |is_so: bool| part(usize::from(is_so), 1);
    let changed = chat.changed();
    [
        share(handed + wrong + missed == 0),
        share(handed == 0),
        part(answered, heard),
        part(right + wrong, answered),
        part(wrong, right + wrong),
        share(wrong > 0),
        share(handed > 0),
        part(needless, handovers_judged),
        part(usize::from(missed > 0), usize::from(chat.needed_person())),
        part(questions, heard),
        Part { part: chat.cost, whole: 1.0 },
        changed.map_or_else(Part::default, |turns| share(!turns.is_empty())),
    ]
}

impl Serialize for ChatFigures {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(3 * COUNT))?;
        for (figure, (Part { part, whole }, measured)) in ChatFigure::ALL.iter().zip(&self.0) {
            let name = figure.name();
            map.serialize_entry(name, &measured.map(|measured| measured.value))?;
            map.serialize_entry(&format!("{name}_ci95"), &measured.map(|measured| measured.interval))?;
            map.serialize_entry(&format!("{name}_of"), &[part, whole])?;
        }
        map.end()
    }
}
