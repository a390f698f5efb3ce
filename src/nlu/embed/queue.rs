//! Messages wait in a line to be embedded.
//!
//! Callers wait, and a few threads work. A thread that is free takes the first message at once and waits for no company; of what
//! queues up behind it, as much goes along as fits the budget: nothing, unless it is set. So a message waits for at most the
//! batch before its own, as long as the threads keep up. When they do not, the queue fills up and says so.

use std::{
    collections::{HashMap, VecDeque, hash_map::Entry},
    io,
    num::NonZeroUsize,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use prometheus_client::registry::Registry;

use super::{
    EmbedError, Embedder,
    job::Job,
    metrics::Metrics,
    pace::{Pace, work},
};

/// More texts than this are not embedded together, however fast they go.
const LARGEST_BATCH: usize = 64;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QueueSettings {
    /// Threads that embed.
    pub workers: NonZeroUsize,
    /// Texts that wait for a thread; one more is refused.
    pub waiting: usize,
    /// So long should a batch take; one text is embedded whatever it takes.
    pub budget: Duration,
}

/// Embeds single texts in batches on threads of its own.
///
/// Several texts at once are no message of a customer: they are embedded on the caller's own thread.
pub struct QueuedEmbedder {
    shared: Arc<Shared>,
    workers: Vec<JoinHandle<()>>,
}

impl QueuedEmbedder {
    /// # Errors
    /// When the system gives no more threads.
    pub fn start(inner: Arc<dyn Embedder>, settings: QueueSettings) -> io::Result<Self> {
        Self::with_clock(inner, settings, Instant::now, Metrics::new())
    }

    /// The same for another embedder, on threads of its own; it counts on where this one stands.
    ///
    /// # Errors
    /// When the system gives no more threads.
    pub fn with_embedder(&self, inner: Arc<dyn Embedder>) -> io::Result<Self> {
        Self::with_clock(inner, self.shared.settings, self.shared.clock, self.shared.metrics.clone())
    }

    fn with_clock(
        inner: Arc<dyn Embedder>,
        settings: QueueSettings,
        clock: fn() -> Instant,
        metrics: Metrics,
    ) -> io::Result<Self> {
        let (queue, work) = (Mutex::default(), Condvar::new());
        let shared = Arc::new(Shared { inner, settings, clock, queue, work, metrics });
        // Made first, so that threads that did start are stopped where another does not.
        let mut queued = Self { shared, workers: Vec::new() };
        for number in 0..settings.workers.get() {
            let shared = Arc::clone(&queued.shared);
            let worker = thread::Builder::new().name(format!("embed-{number}"));
            queued.workers.push(worker.spawn(move || shared.work())?);
        }
        Ok(queued)
    }

    pub fn register_metrics(&self, registry: &mut Registry) {
        self.shared.metrics.register(registry);
    }
}

impl Embedder for QueuedEmbedder {
    fn fingerprint(&self) -> &str {
        self.shared.inner.fingerprint()
    }

    fn dimensions(&self) -> usize {
        self.shared.inner.dimensions()
    }

    fn intent_dimensions(&self) -> usize {
        self.shared.inner.intent_dimensions()
    }

    fn embed(&self, texts: &[&str]) -> Result<Vec<Vec<f32>>, EmbedError> {
        let [text] = texts else { return self.shared.inner.embed(texts) };
        let job = self.shared.submit(text)?;
        Ok(vec![job.wait()?])
    }
}

impl Drop for QueuedEmbedder {
    fn drop(&mut self) {
        self.shared.lock().closed = true;
        self.shared.work.notify_all();
        for worker in self.workers.drain(..) {
            // A worker catches what breaks down in it.
            let _ = worker.join();
        }
    }
}

struct Shared {
    inner: Arc<dyn Embedder>,
    settings: QueueSettings,
    clock: fn() -> Instant,
    queue: Mutex<Queue>,
    /// Tells workers that something waits, or that all is over.
    work: Condvar,
    metrics: Metrics,
}

#[derive(Default)]
struct Queue {
    waiting: VecDeque<Arc<Job>>,
    /// What waits or is being embedded, so that the same text is embedded once.
    under_way: HashMap<Arc<str>, Arc<Job>>,
    /// Workers with nothing to do.
    idle: usize,
    pace: Pace,
    closed: bool,
}

impl Shared {
    fn submit(&self, text: &str) -> Result<Arc<Job>, EmbedError> {
        let mut queue = self.lock();
        let full = queue.waiting.len() >= self.settings.waiting;
        let job = match queue.under_way.entry(text.into()) {
            Entry::Occupied(same) => return Ok(Arc::clone(same.get())),
            Entry::Vacant(_) if full => {
                self.metrics.refused.inc();
                return Err(EmbedError::Busy);
            }
            Entry::Vacant(place) => Arc::clone(place.insert(Arc::new(Job::new(text)))),
        };
        queue.waiting.push_back(Arc::clone(&job));
        drop(queue);
        self.work.notify_one();
        Ok(job)
    }

    /// The whole life of a worker.
    fn work(&self) {
        while let Some(batch) = self.next_batch() {
            let texts: Vec<&str> = batch.iter().map(|job| &*job.text).collect();
            let began = (self.clock)();
            let vectors = embed(&*self.inner, &texts);
            let took = (self.clock)().saturating_duration_since(began);
            self.metrics.embedded(batch.len(), took);
            self.finish(&batch, took);
            for (number, job) in batch.iter().enumerate() {
                job.finish(vectors.as_ref().map(|vectors| vectors[number].clone()).map_err(Clone::clone));
            }
        }
    }

    /// Waits for something to do; `None` when all is over.
    fn next_batch(&self) -> Option<Vec<Arc<Job>>> {
        let mut queue = self.lock();
        while queue.waiting.is_empty() {
            if queue.closed {
                return None;
            }
            queue.idle += 1;
            queue = self.work.wait(queue).unwrap_or_else(PoisonError::into_inner);
            queue.idle -= 1;
        }
        Some(queue.take_batch(self.settings.budget))
    }

    fn finish(&self, batch: &[Arc<Job>], took: Duration) {
        let mut queue = self.lock();
        queue.pace.learn(batch.iter().map(|job| work(&job.text)).sum(), took);
        for job in batch {
            queue.under_way.remove(&job.text);
        }
    }

    fn lock(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Queue {
    /// The first text, and those behind it that fit the budget; idle workers are left their share.
    fn take_batch(&mut self, budget: Duration) -> Vec<Arc<Job>> {
        let most = self.waiting.len().div_ceil(self.idle + 1).min(LARGEST_BATCH);
        let mut fits = self.pace.within(budget);
        let mut batch = Vec::with_capacity(most);
        while batch.len() < most
            && let Some(job) = self.waiting.front()
            && (batch.is_empty() || work(&job.text) <= fits)
        {
            fits = fits.saturating_sub(work(&job.text));
            batch.extend(self.waiting.pop_front());
        }
        batch
    }
}

/// As many vectors as texts, or an error, whatever the embedder does.
fn embed(embedder: &dyn Embedder, texts: &[&str]) -> Result<Vec<Vec<f32>>, EmbedError> {
    let vectors = catch_unwind(AssertUnwindSafe(|| embedder.embed(texts)))
        .map_err(|_| EmbedError::Unavailable("it broke down".to_owned()))??;
    if vectors.len() != texts.len() {
        let (found, expected) = (vectors.len(), texts.len());
        return Err(EmbedError::Unavailable(format!("{found} vectors for {expected} texts")));
    }
    Ok(vectors)
}

#[cfg(test)]
mod tests {
    use std::{
        cell::Cell,
        sync::{
            Barrier,
            mpsc::{Receiver, Sender, channel},
        },
    };

    use super::*;

    /// Tells what it is asked, and answers when it is let.
    struct Gated {
        asked: Sender<Vec<String>>,
        verdicts: Mutex<Receiver<Verdict>>,
    }

    enum Verdict {
        Answer,
        Fail,
        Panic,
        ForgetOne,
    }

    impl Embedder for Gated {
        fn fingerprint(&self) -> &str {
            "gated"
        }

        fn dimensions(&self) -> usize {
            1
        }

        fn embed(&self, texts: &[&str]) -> Result<Vec<Vec<f32>>, EmbedError> {
            self.asked.send(texts.iter().map(|text| (*text).to_owned()).collect()).unwrap();
            let vectors = texts.iter().map(|text| vector(text));
            let verdict = self.verdicts.lock().unwrap().recv().unwrap();
            match verdict {
                Verdict::Answer => Ok(vectors.collect()),
                Verdict::Fail => Err(EmbedError::Unavailable("no".to_owned())),
                Verdict::Panic => panic!("a planted panic"),
                Verdict::ForgetOne => Ok(vectors.skip(1).collect()),
            }
        }
    }

    fn vector(text: &str) -> Vec<f32> {
        text.chars().map(|c| u32::from(c) as f32).collect()
    }

    /// One worker behind the gate, on a clock on which every batch takes a millisecond.
    struct Bench {
        queued: QueuedEmbedder,
        asked: Receiver<Vec<String>>,
        verdicts: Sender<Verdict>,
    }

    impl Bench {
        fn new(waiting: usize) -> Self {
            let (asked, asked_of) = channel();
            let (verdicts, verdict) = channel();
            let inner = Arc::new(Gated { asked, verdicts: Mutex::new(verdict) });
            let settings =
                QueueSettings { workers: NonZeroUsize::MIN, waiting, budget: Duration::from_millis(2) };
            let queued = QueuedEmbedder::with_clock(inner, settings, ticking, Metrics::new()).unwrap();
            Self { queued, asked: asked_of, verdicts }
        }

        fn submit(&self, text: &str) -> Result<Arc<Job>, EmbedError> {
            self.queued.shared.submit(text)
        }

        /// The worker has taken exactly these, and does this with them.
        fn embeds(&self, texts: &[&str], verdict: Verdict) {
            assert_eq!(self.asked.recv().unwrap(), texts);
            self.verdicts.send(verdict).unwrap();
        }
    }

    /// Each look at it is a millisecond after the last one.
    fn ticking() -> Instant {
        thread_local! { static NOW: Cell<Instant> = Cell::new(Instant::now()); }
        NOW.with(|now| {
            now.set(now.get() + Duration::from_millis(1));
            now.get()
        })
    }

    #[test]
    fn what_queues_up_goes_together_and_the_same_text_once() {
        let bench = Bench::new(9);
        let first = bench.submit("甲").unwrap();
        assert_eq!(bench.asked.recv().unwrap(), ["甲"]);
        let jobs = ["乙", "丙", "乙", "甲"].map(|text| bench.submit(text).unwrap());
        bench.verdicts.send(Verdict::Answer).unwrap();
        bench.embeds(&["乙", "丙"], Verdict::Answer);
        for (text, job) in ["甲", "乙", "丙", "乙", "甲"].into_iter().zip([first].iter().chain(&jobs)) {
            assert_eq!(job.wait(), Ok(vector(text)));
        }
        assert!(bench.queued.shared.lock().under_way.is_empty());
    }

    #[test]
    fn a_batch_fits_the_budget() {
        let bench = Bench::new(9);
        let mut jobs = vec![bench.submit("甲").unwrap()];
        assert_eq!(bench.asked.recv().unwrap(), ["甲"]);
        let long = "长".repeat(50);
        jobs.extend(["一一", "二二", "三三", "四四", &long, "五五"].map(|text| bench.submit(text).unwrap()));
        // 3 units took a millisecond: 13 are thought to fit into two, then 14 and 6.
        bench.verdicts.send(Verdict::Answer).unwrap();
        bench.embeds(&["一一", "二二", "三三"], Verdict::Answer);
        bench.embeds(&["四四"], Verdict::Answer);
        bench.embeds(&[&long], Verdict::Answer);
        bench.embeds(&["五五"], Verdict::Answer);
        assert!(jobs.iter().all(|job| job.wait() == Ok(vector(&job.text))));
    }

    #[test]
    fn a_full_queue_says_so() {
        let bench = Bench::new(2);
        let first = bench.submit("甲").unwrap();
        assert_eq!(bench.asked.recv().unwrap(), ["甲"]);
        let jobs = ["乙", "丙", "乙", "甲"].map(|text| bench.submit(text));
        assert_eq!(bench.submit("丁").err(), Some(EmbedError::Busy));
        assert_eq!(bench.queued.shared.metrics.refused.get(), 1);
        bench.verdicts.send(Verdict::Answer).unwrap();
        bench.embeds(&["乙", "丙"], Verdict::Answer);
        assert!(jobs.into_iter().chain([Ok(first)]).all(|job| job.unwrap().wait().is_ok()));
        let later = bench.submit("丁").unwrap();
        bench.embeds(&["丁"], Verdict::Answer);
        assert_eq!(later.wait(), Ok(vector("丁")));
    }

    #[test]
    fn nobody_hangs_when_the_embedder_breaks_down() {
        let bench = Bench::new(9);
        for (verdict, expected) in [
            (Verdict::Panic, Err(EmbedError::Unavailable("it broke down".to_owned()))),
            (Verdict::Fail, Err(EmbedError::Unavailable("no".to_owned()))),
            (Verdict::ForgetOne, Err(EmbedError::Unavailable("0 vectors for 1 texts".to_owned()))),
            (Verdict::Answer, Ok(vector("甲"))),
        ] {
            let job = bench.submit("甲").unwrap();
            bench.embeds(&["甲"], verdict);
            assert_eq!(job.wait(), expected);
        }
    }

    #[test]
    fn idle_workers_are_left_their_share() {
        let check = |waiting: usize, idle, expected| {
            let job = |number: usize| Arc::new(Job::new(&number.to_string()));
            let mut queue = Queue { waiting: (0..waiting).map(job).collect(), idle, ..Queue::default() };
            assert_eq!(queue.take_batch(Duration::from_secs(9)).len(), expected);
        };
        check(1, 1, 1);
        check(4, 1, 2);
        check(5, 1, 3);
        check(5, 0, 5);
        check(100, 0, LARGEST_BATCH);
    }

    #[test]
    fn the_threads_end_with_the_queue() {
        let Bench { queued, .. } = Bench::new(9);
        let shared = Arc::downgrade(&queued.shared);
        drop(queued);
        assert!(shared.upgrade().is_none());
    }

    #[test]
    fn everybody_gets_their_own_vector() {
        struct Plain;
        impl Embedder for Plain {
            fn fingerprint(&self) -> &str {
                "plain"
            }
            fn dimensions(&self) -> usize {
                1
            }
            fn embed(&self, texts: &[&str]) -> Result<Vec<Vec<f32>>, EmbedError> {
                Ok(texts.iter().map(|text| vector(text)).collect())
            }
        }
        let workers = NonZeroUsize::new(2).unwrap();
        let settings = QueueSettings { workers, waiting: 8, budget: Duration::from_millis(2) };
        let queued = QueuedEmbedder::start(Arc::new(Plain), settings).unwrap();
        let start = Barrier::new(8);
        thread::scope(|scope| {
            for caller in 0..8 {
                let (queued, start) = (&queued, &start);
                scope.spawn(move || {
                    start.wait();
                    for number in 0..200 {
                        let text = format!("{} {number}", caller % 4);
                        assert_eq!(queued.embed(&[&text]), Ok(vec![vector(&text)]));
                    }
                });
            }
        });
        assert_eq!(queued.embed(&["a", "b"]), Ok(vec![vector("a"), vector("b")]));
    }
}
