//! What the shop knows of a customer who wants a person.

use tokio::time::timeout;

use super::Parts;
use crate::domain::{Call, CallId, CustomerId, Event, Name, Outcome};

/// The field of a profile that counts, and the slot of the handoff.
const LEVEL: &str = "level";
const LEVEL_BYTES: usize = 64;

/// Puts the customer's level into a handoff among the events, unless a flow has done so. A shop system that does not know, or takes
/// longer than the desk lets it, changes nothing.
pub(super) async fn add_level(parts: &Parts, customer: &CustomerId, events: &mut [Event]) {
    let handoff = events
        .iter_mut()
        .find_map(|event| if let Event::HandoffRequested { handoff } = event { Some(handoff) } else { None });
    let Some(handoff) = handoff else { return };
    let (profile, within) = parts.desk.profile();
    if handoff.slots.contains_key(LEVEL) || !parts.systems.knows(&profile) {
        return;
    }
    // No flow waits for it, so it needs no number of its own.
    let call = Call { id: CallId(0), name: profile, with: [].into() };
    let Ok(Outcome::Answered(answer)) = timeout(within, parts.systems.call(customer, &call)).await else {
        return;
    };
    if let Some(level) = answer[LEVEL].as_str().filter(|level| level.len() <= LEVEL_BYTES) {
        handoff.slots.insert(Name::from(LEVEL), level.into());
    }
}
