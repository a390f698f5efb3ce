//! One running flow on the tracker's stack.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::domain::{CallId, Choice, Failure, Name, Outcome, Position};

/// What a flow knows and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Frame {
    pub flow: Name,
    pub fingerprint: String,
    pub position: Position,
    pub waiting: Waiting,
    pub slots: BTreeMap<Name, Value>,
    /// The slot that was filled last by the customer: what a correction takes back.
    pub last_filled: Option<Name>,
    /// What the starting message named, by kind.
    pub entities: BTreeMap<Name, Value>,
    /// Answers of shop systems, by the name that the flow gave them; `call` is the last one.
    pub answers: BTreeMap<Name, Value>,
    /// Rows fetched as the choices of a slot.
    pub rows: BTreeMap<Name, Value>,
    /// What was offered for a slot, to tell "第二个" and "另一个".
    pub offered: BTreeMap<Name, Vec<Choice>>,
    /// Useless answers, by slot.
    pub rejected: BTreeMap<Name, u32>,
    /// Why the last call failed.
    pub failure: Option<Failure>,
    /// The failure was not acted on yet.
    pub failed: bool,
    /// Slots whose value was taken back: they are asked for, whatever could be guessed.
    pub cleared: BTreeSet<Name>,
    /// The flow has said something.
    pub said: bool,
}

/// What a flow needs before it goes on.
#[derive(Debug, Clone, PartialEq)]
pub enum Waiting {
    Nothing,
    Slot(Name),
    Call { id: CallId, bind: Name, choices_for: Option<Name> },
}

impl Frame {
    pub(super) fn new(flow: Name, fingerprint: String, entities: BTreeMap<Name, Value>) -> Self {
        Self {
            flow,
            fingerprint,
            position: Position::default(),
            waiting: Waiting::Nothing,
            slots: BTreeMap::new(),
            last_filled: None,
            entities,
            answers: BTreeMap::new(),
            rows: BTreeMap::new(),
            offered: BTreeMap::new(),
            rejected: BTreeMap::new(),
            failure: None,
            failed: false,
            cleared: BTreeSet::new(),
            said: false,
        }
    }

    /// The slot that the customer was asked for.
    pub fn asked(&self) -> Option<&Name> {
        match &self.waiting {
            Waiting::Slot(slot) => Some(slot),
            Waiting::Nothing | Waiting::Call { .. } => None,
        }
    }

    pub(super) fn awaits(&self, call: CallId) -> bool {
        matches!(&self.waiting, Waiting::Call { id, .. } if *id == call)
    }

    pub(super) fn fill(&mut self, slot: &Name, value: &Value) {
        self.slots.insert(slot.clone(), value.clone());
        self.rejected.remove(slot);
        if self.asked() == Some(slot) {
            self.waiting = Waiting::Nothing;
        }
    }

    /// Forgets the slot and all that was found out with it: the flow runs again from its first step.
    pub(super) fn clear(&mut self, slot: &Name) {
        self.slots.remove(slot);
        self.cleared.insert(slot.clone());
        self.entities.clear();
        self.answers.clear();
        self.position = Position::default();
        self.waiting = Waiting::Nothing;
        self.failure = None;
        self.failed = false;
    }

    pub(super) fn wait(&mut self, at: Position, waiting: Waiting) {
        self.position = at;
        self.waiting = waiting;
        self.failed = false;
    }

    pub(super) fn receive(&mut self, outcome: &Outcome) {
        let Waiting::Call { bind, choices_for, .. } = std::mem::replace(&mut self.waiting, Waiting::Nothing)
        else {
            return;
        };
        match outcome {
            Outcome::Answered(answer) => {
                self.failure = None;
                if let Some(slot) = choices_for {
                    self.rows.insert(slot, answer.clone());
                } else {
                    self.answers.insert(Name::from("call"), answer.clone());
                    self.answers.insert(bind, answer.clone());
                }
            }
            Outcome::Failed(failure) => {
                self.failure = Some(*failure);
                self.failed = true;
            }
        }
    }
}
