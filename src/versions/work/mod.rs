//! The work on a draft: check, train, compare. One at a time, in a thread of its own; a newer save abandons the older one's.

mod candidate;
mod compare;
mod outcome;
mod run;
mod vectors;

use std::{
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

pub use candidate::{Candidate, Comparison};
pub use compare::{Difference, Flip};
pub use outcome::{Does, Outcome, Verdict};
pub use run::{Surroundings, of_model, work};
pub use vectors::Remembered;

use crate::content::Diagnostic;

/// Saves that follow each other so quickly are one.
const QUIET: Duration = Duration::from_millis(500);

/// Where the work on the draft stands.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Progress {
    pub step: Step,
    /// What the check found, errors and warnings.
    pub findings: Vec<Diagnostic>,
    /// Whether the examples are others than the live model has learned.
    pub trains: bool,
    /// The share of held-out rows that came out right, of the new model and of the live one; `None` where it was not measured
    /// anew: a model that keeps an earlier one's tuned layers keeps what was chosen with them.
    pub accuracy: Option<(f32, f32)>,
}

#[derive(Debug, Clone, PartialEq, Default)]
pub enum Step {
    /// For the saves to come to rest, or for the work before to end.
    #[default]
    Waiting,
    Checking,
    Training {
        done: usize,
        all: usize,
    },
    Comparing {
        done: usize,
        all: usize,
    },
    Ready,
    /// It would not be served: the content has errors, or this one.
    Refused(Option<String>),
    /// Something broke down.
    Failed(String),
}

impl Step {
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Checking => "checking",
            Self::Training { .. } => "training",
            Self::Comparing { .. } => "comparing",
            Self::Ready => "ready",
            Self::Refused(_) => "refused",
            Self::Failed(_) => "failed",
        }
    }
}

/// What there is to work on, and what came of it.
#[derive(Default)]
pub struct Bench {
    slot: Mutex<Slot>,
    changed: Condvar,
}

#[derive(Default)]
struct Slot {
    /// Rises with everything that makes earlier work worthless.
    round: u64,
    /// Whether this round's work has not begun.
    open: bool,
    closed: bool,
    progress: Progress,
    candidate: Option<Arc<Candidate>>,
}

/// The right to work in one round.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Round(u64);

impl Bench {
    /// There is a draft to be worked on, other than before, or over another live version.
    pub fn begin(&self) {
        self.turn(true);
    }

    /// There is no draft any more.
    pub fn clear(&self) {
        self.turn(false);
    }

    /// The thread that works may go.
    pub fn close(&self) {
        self.lock().closed = true;
        self.changed.notify_all();
    }

    /// Waits for work, until saves have come to rest. `None` when there will be none.
    pub fn next(&self) -> Option<Round> {
        let mut slot = self.lock();
        loop {
            if slot.closed {
                return None;
            }
            if !slot.open {
                slot = self.changed.wait(slot).unwrap_or_else(PoisonError::into_inner);
                continue;
            }
            let round = slot.round;
            let waited = self.changed.wait_timeout(slot, QUIET).unwrap_or_else(PoisonError::into_inner);
            slot = waited.0;
            if waited.1.timed_out() && slot.round == round && slot.open {
                slot.open = false;
                return Some(Round(round));
            }
        }
    }

    /// Tells how it stands, as long as it is this round's turn; says whether it is.
    pub fn tell(&self, round: Round, tell: impl FnOnce(&mut Progress)) -> bool {
        let mut slot = self.lock();
        let current = !slot.closed && slot.round == round.0;
        if current {
            tell(&mut slot.progress);
        }
        current
    }

    /// Puts down what came of it; it is ready then.
    pub fn finish(&self, round: Round, candidate: Candidate) -> bool {
        let mut slot = self.lock();
        let current = !slot.closed && slot.round == round.0;
        if current {
            slot.candidate = Some(Arc::new(candidate));
            slot.progress.step = Step::Ready;
        }
        current
    }

    pub fn progress(&self) -> Progress {
        self.lock().progress.clone()
    }

    /// What is ready, if anything is.
    pub fn candidate(&self) -> Option<Arc<Candidate>> {
        self.lock().candidate.clone()
    }

    fn turn(&self, open: bool) {
        let mut slot = self.lock();
        slot.round += 1;
        slot.open = open;
        slot.progress = Progress::default();
        // Its memory goes with it.
        slot.candidate = None;
        self.changed.notify_all();
    }

    fn lock(&self) -> MutexGuard<'_, Slot> {
        self.slot.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_newer_save_takes_the_turn() {
        let bench = Bench::default();
        bench.begin();
        let first = bench.next().unwrap();
        assert!(bench.tell(first, |progress| progress.step = Step::Checking));
        assert_eq!(bench.progress().step, Step::Checking);
        bench.begin();
        assert_eq!(bench.progress(), Progress::default());
        assert!(!bench.tell(first, |progress| progress.trains = true));
        let second = bench.next().unwrap();
        assert!(bench.tell(second, |_| {}));
        bench.clear();
        assert!(!bench.tell(second, |_| {}));
        bench.close();
        assert_eq!(bench.next(), None);
    }
}
