//! From what was understood to what is done: pure, deterministic, replayable.
//!
//! `decide` asks the policies in order; the first proposal wins. State is the [`Tracker`], a fold of the conversation's events.
//! Nothing here knows the NLU, the network or the clock.

mod consent;
mod draft;
mod flow;
mod frame;
mod language;
mod playbook;
mod policy;
mod render;
mod slot;
mod summary;
mod tracker;

use crate::domain::{Action, Decision, Name, Signal};

pub use frame::{Frame, Waiting};
pub use playbook::Playbook;
pub use policy::{Policy, policies};
pub use tracker::{Line, Speaker, Tracker};

/// The first proposal wins; when no policy has one, the bot listens.
pub fn decide(policies: &[Box<dyn Policy>], tracker: &Tracker, signal: &Signal) -> Decision {
    policies.iter().find_map(|policy| policy.propose(tracker, signal)).unwrap_or_else(|| Decision {
        by: Name::from("none"),
        events: Vec::new(),
        action: Action::Listen,
    })
}
