//! Customers write in pieces: what follows at once is understood together with what came before.

use tokio::time::Instant;

use super::{
    Brain,
    actor::Actor,
    thinking::{Settled, safely, settle},
    work::Work,
};
use crate::domain::{Action, Signal, Understanding};

/// Pieces of a message are waited for so many times the window in all.
const LONGEST: u32 = 4;

/// Pieces that come one after the other.
#[derive(Clone, Copy)]
pub(super) struct Burst {
    pub since: Instant,
    pub until: Instant,
}

impl Actor {
    /// Waits for the next piece. What is settled already, or was chosen, is answered at once.
    pub(super) async fn wait_for_more(&mut self) {
        let window = self.place.registry.parts.limits.burst;
        let brain = self.brain();
        let text = &self.tracker.text;
        let chosen =
            self.tracker.offered.iter().any(|choice| choice.title == *text || choice.words() == *text);
        // Thoughts about what was only a piece are given up.
        self.thinking_of = None;
        let settled = self.settle_words(&*brain);
        if matches!(settled, Settled::No) && !chosen && !window.is_zero() {
            let at = Instant::now();
            let since = self.burst.map_or(at, |burst| burst.since);
            let until = (at + window).min(since + window * LONGEST);
            self.burst = Some(Burst { since, until });
        } else {
            self.understand(brain, settled).await;
        }
    }

    /// A first look at what the customer has said. A last piece that asks for a person needs no other words.
    pub(super) fn settle_words(&self, brain: &dyn Brain) -> Settled {
        let look = || match settle(brain, &self.tracker.text, self.tracker.now) {
            Settled::No => self.person_wanted(brain).map_or(Settled::No, Settled::Yes),
            settled @ (Settled::Yes(_) | Settled::Broken) => settled,
        };
        let span = self.stage(Work::Understand);
        let (settled, spent) = Work::Understand.run(|| span.in_scope(look));
        if matches!(settled, Settled::Yes(_)) {
            self.place.spent(spent);
        }
        settled
    }

    fn person_wanted(&self, brain: &dyn Brain) -> Option<Box<Understanding>> {
        let piece = self.tracker.lines.back().filter(|line| line.text != self.tracker.text)?;
        let Settled::Yes(understanding) = settle(brain, &piece.text, self.tracker.now) else { return None };
        let signal = Signal::Said((*understanding).clone());
        let decision = safely(|| brain.decide(&self.tracker, &signal))?;
        matches!(decision.action, Action::HandOff(_)).then_some(understanding)
    }
}
