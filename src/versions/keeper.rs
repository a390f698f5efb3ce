//! The one thread that reads, keeps and puts together versions, one thing after the other.
//!
//! That it is always the same one is for the sake of memory. What a thread has given back the allocator keeps in a part of its own for a
//! while, and other threads do not take it from there: content that was read on whichever thread is free would leave a version's worth
//! of free pages in every part.

use std::{
    io,
    panic::{AssertUnwindSafe, catch_unwind},
    thread,
};

use tokio::sync::{mpsc, oneshot};

/// What may wait for the thread; whoever wants more waits as well.
const QUEUE: usize = 64;

type Job = Box<dyn FnOnce() + Send>;

/// A handle on the thread, which ends with it.
pub(super) struct Keeper(mpsc::Sender<Job>);

impl Keeper {
    /// # Errors
    /// When the system gives no thread.
    pub fn start() -> io::Result<Self> {
        let (sender, mut jobs) = mpsc::channel::<Job>(QUEUE);
        let run = move || {
            while let Some(job) = jobs.blocking_recv() {
                // Whoever waits for it learns that there is no result.
                let _ = catch_unwind(AssertUnwindSafe(job));
            }
        };
        thread::Builder::new().name("versions".into()).spawn(run)?;
        Ok(Self(sender))
    }

    /// Does something in its turn, even where nobody waits for it any more. `None` when it breaks down.
    pub async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Option<T> {
        let (done, result) = oneshot::channel();
        let job = move || drop(done.send(work()));
        self.0.send(Box::new(job)).await.ok()?;
        result.await.ok()
    }
}

#[cfg(test)]
mod tests {
    use std::thread::ThreadId;

    use super::*;

    #[tokio::test]
    async fn everything_is_done_on_one_thread_in_turn() {
        let keeper = Keeper::start().unwrap();
        let here = || thread::current().id();
        let first: ThreadId = keeper.run(here).await.unwrap();
        assert_ne!(first, here());
        assert_eq!(keeper.run(|| -> u32 { panic!("broken") }).await, None);
        assert_eq!(keeper.run(here).await, Some(first));
    }
}
