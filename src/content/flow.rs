//! A flow as a flat program: branches are jumps, so a place in it is one number.

use std::collections::BTreeMap;

use super::Expression;
use crate::domain::{Name, Position};

#[derive(Debug, Clone, PartialEq, Default)]
pub struct Flow {
    /// Ends with `Step::End` on every path.
    pub steps: Vec<Step>,
    /// The line of each step in its file.
    pub lines: Vec<usize>,
    /// Where to go on when a call fails; none hands over with `system_down`.
    pub on_failure: Option<Position>,
    /// Of the steps and slots, 16 hex digits.
    pub fingerprint: String,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Step {
    Call {
        name: Name,
        with: BTreeMap<String, Expression>,
        /// What the answer is called besides `call`.
        bind: Option<Name>,
    },
    /// Goes on with the next step if it holds, with `otherwise` if not.
    If {
        condition: Expression,
        otherwise: Position,
    },
    Jump(Position),
    Reply(Name),
    Ask(Name),
    Set {
        slot: Name,
        value: Expression,
    },
    /// Answers from the FAQ; goes on with `otherwise` when no entry fits.
    AnswerFaq {
        otherwise: Position,
    },
    HandOff {
        reason: Name,
    },
    End,
}
