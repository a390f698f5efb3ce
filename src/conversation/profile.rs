//! What the shop's systems know of a customer, beside any flow.

use std::time::Duration;

use tokio::time::timeout;

use super::{Conversations, Parts};
use crate::domain::{Call, CallId, CustomerId, Event, Failure, Name, Outcome};

/// The field of a profile that counts, and the slot of the handoff.
const LEVEL: &str = "level";
const LEVEL_BYTES: usize = 64;

impl Conversations {
    /// Asks a call that needs no more than the customer. None where the shop has no such call; what takes longer has failed.
    pub async fn look_up(&self, customer: &CustomerId, call: &Name, within: Duration) -> Option<Outcome> {
        ask(&self.registry.parts, customer, call, within).await
    }
}

/// Puts the customer's level into a handoff among the events, unless a flow has done so. A shop system that does not know, or takes
/// longer than the desk lets it, changes nothing.
pub(super) async fn add_level(parts: &Parts, customer: &CustomerId, events: &mut [Event]) {
    let handoff = events
        .iter_mut()
        .find_map(|event| if let Event::HandoffRequested { handoff } = event { Some(handoff) } else { None });
    let Some(handoff) = handoff else { return };
    let (profile, within) = parts.desk.profile();
    if handoff.slots.contains_key(LEVEL) {
        return;
    }
    let Some(Outcome::Answered(answer)) = ask(parts, customer, &profile, within).await else { return };
    if let Some(level) = answer[LEVEL].as_str().filter(|level| level.len() <= LEVEL_BYTES) {
        handoff.slots.insert(Name::from(LEVEL), level.into());
    }
}

async fn ask(parts: &Parts, customer: &CustomerId, call: &Name, within: Duration) -> Option<Outcome> {
    if !parts.systems.knows(call) {
        return None;
    }
    // No flow waits for it, so it needs no number of its own.
    let call = Call { id: CallId(0), name: call.clone(), with: [].into() };
    let answered = timeout(within, parts.systems.call(customer, &call)).await;
    Some(answered.unwrap_or(Outcome::Failed(Failure::Unavailable)))
}
