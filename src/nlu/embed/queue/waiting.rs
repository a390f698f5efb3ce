//! What waits to be embedded, and what of it goes together.

use std::{
    collections::{HashMap, VecDeque, hash_map::Entry},
    sync::Arc,
    time::Duration,
};

use super::job::Job;
use crate::nlu::embed::pace::{Pace, work};

/// More texts than this are not embedded together, however fast they go.
const LARGEST_BATCH: usize = 64;

#[derive(Default)]
pub(super) struct Waiting {
    jobs: VecDeque<Arc<Job>>,
    /// What waits or is being embedded, so that the same text is embedded once.
    under_way: HashMap<Arc<str>, Arc<Job>>,
    /// Workers with nothing to do.
    pub idle: usize,
    pace: Pace,
}

/// Where a text went.
pub(super) enum Place {
    /// It waits for a worker.
    Queued(Arc<Job>),
    /// The same text is on its way already.
    Joined(Arc<Job>),
    Full,
}

impl Waiting {
    pub fn is_empty(&self) -> bool {
        self.jobs.is_empty()
    }

    /// Takes a text in unless `most` wait already.
    pub fn push(&mut self, text: &str, most: usize) -> Place {
        match self.under_way.entry(text.into()) {
            Entry::Occupied(same) => Place::Joined(Arc::clone(same.get())),
            Entry::Vacant(_) if self.jobs.len() >= most => Place::Full,
            Entry::Vacant(place) => {
                let job = Arc::clone(place.insert(Arc::new(Job::new(text))));
                self.jobs.push_back(Arc::clone(&job));
                Place::Queued(job)
            }
        }
    }

    /// The first text, and those behind it that fit the budget; idle workers are left their share.
    pub fn take_batch(&mut self, budget: Duration) -> Vec<Arc<Job>> {
        let most = self.jobs.len().div_ceil(self.idle + 1).min(LARGEST_BATCH);
        let mut fits = self.pace.within(budget);
        let mut batch = Vec::with_capacity(most);
        while batch.len() < most
            && let Some(job) = self.jobs.front()
            && (batch.is_empty() || work(&job.text) <= fits)
        {
            fits = fits.saturating_sub(work(&job.text));
            batch.extend(self.jobs.pop_front());
        }
        batch
    }

    /// A batch is no longer on its way.
    pub fn finish(&mut self, batch: &[Arc<Job>], took: Duration) {
        self.pace.learn(batch.iter().map(|job| work(&job.text)).sum(), took);
        for job in batch {
            self.under_way.remove(&job.text);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn idle_workers_are_left_their_share() {
        let check = |texts: usize, idle, budget, expected| {
            let mut waiting = Waiting { idle, ..Waiting::default() };
            (0..texts).for_each(|number| drop(waiting.push(&number.to_string(), texts)));
            assert_eq!(waiting.take_batch(budget).len(), expected, "{texts} texts, {idle} idle");
        };
        let long = Duration::from_secs(9);
        check(1, 1, long, 1);
        check(4, 1, long, 2);
        check(5, 1, long, 3);
        check(5, 0, long, 5);
        check(100, 0, long, LARGEST_BATCH);
        check(100, 0, Duration::ZERO, 1);
        check(0, 0, Duration::ZERO, 0);
    }

    #[test]
    fn the_same_text_joins_until_it_is_done() {
        let mut waiting = Waiting::default();
        let check = |waiting: &mut Waiting, text: &str, expected: &str| {
            let place = match waiting.push(text, 1) {
                Place::Queued(_) => "queued",
                Place::Joined(_) => "joined",
                Place::Full => "full",
            };
            assert_eq!(place, expected, "{text}");
        };
        check(&mut waiting, "甲", "queued");
        check(&mut waiting, "甲", "joined");
        check(&mut waiting, "乙", "full");
        let batch = waiting.take_batch(Duration::ZERO);
        check(&mut waiting, "甲", "joined");
        waiting.finish(&batch, Duration::from_millis(1));
        check(&mut waiting, "甲", "queued");
    }
}
