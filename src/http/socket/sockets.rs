//! All connections of this node: how many there may be, who is pinged when, and how they end together.

use std::{
    num::NonZeroU32,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use prometheus_client::registry::Registry;
use slab::Slab;
use tokio::{
    sync::Notify,
    time::{Instant, MissedTickBehavior, interval, sleep_until},
};

use super::{CloseCode, Codec, bucket::Flow, metrics::Metrics, outbox::Link, outgoing::Room};
use crate::config::SocketsConfig;

/// The walk over all connections comes by so often between two pings, each time for another share of them, so that a crowd that came
/// at once is not pinged at once.
const TICKS: usize = 6;
/// Told to go one after the other, so that they do not come back all at once.
const APART: Duration = Duration::from_millis(5);

/// All connections of this node; cheap to clone.
#[derive(Clone)]
pub struct Sockets(Arc<Inside>);

struct Inside {
    config: SocketsConfig,
    opened: Instant,
    links: Mutex<Slab<Arc<Link>>>,
    draining: AtomicBool,
    empty: Notify,
    metrics: Metrics,
}

/// Milliseconds.
#[derive(Debug, Clone, Copy)]
pub struct Times {
    pub tick: u64,
    pub silence: u64,
}

/// Why there is no room for one more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refused {
    TooMany,
    Draining,
}

impl Sockets {
    pub fn new(config: SocketsConfig) -> Self {
        Self(Arc::new(Inside {
            config,
            opened: Instant::now(),
            links: Mutex::default(),
            draining: AtomicBool::new(false),
            empty: Notify::new(),
            metrics: Metrics::default(),
        }))
    }

    pub fn register_metrics(&self, registry: &mut Registry) {
        self.0.metrics.register(registry);
    }

    /// Connections that are open.
    pub fn len(&self) -> usize {
        self.links().len()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Counts a peer that came back and was told what it had missed.
    pub fn count_resume(&self) {
        self.0.metrics.resumed();
    }

    /// Pings quiet peers and cuts silent ones off, for ever.
    pub async fn watch(&self) {
        let mut ticks = interval(Duration::from_millis(self.times().tick));
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        for round in 0_usize.. {
            ticks.tick().await;
            let now = self.now();
            for (key, link) in self.links().iter() {
                link.look_after(now, key.wrapping_add(round).is_multiple_of(TICKS));
            }
        }
    }

    /// Takes no more connections and closes those there are with 4010, spread over half of `within` at most. Returns when all have
    /// ended.
    pub async fn drain(&self, within: Duration) {
        self.0.draining.store(true, Ordering::Relaxed);
        let links: Vec<Arc<Link>> = self.links().iter().map(|(_, link)| link.clone()).collect();
        let apart = APART.min(within / 2 / u32::try_from(links.len().max(1)).unwrap_or(u32::MAX));
        let began = Instant::now();
        for (number, link) in (0..).zip(&links) {
            sleep_until(began + apart * number).await;
            link.close(CloseCode::GoingAway);
        }
        drop(links);
        loop {
            let emptied = self.0.empty.notified();
            if self.is_empty() {
                return;
            }
            emptied.await;
        }
    }

    /// A place for one more connection.
    pub(super) fn admit(&self, codec: Option<&'static Codec>) -> Result<Member, Refused> {
        if self.0.draining.load(Ordering::Relaxed) {
            return Err(Refused::Draining);
        }
        let mut links = self.links();
        if links.len() >= size(self.0.config.connections) {
            self.0.metrics.refused();
            return Err(Refused::TooMany);
        }
        let link = Arc::new(Link::new(self.clone(), codec));
        let key = links.insert(link.clone());
        self.0.metrics.opened();
        Ok(Member { link, key })
    }

    /// Milliseconds since the sockets were opened.
    pub(super) fn now(&self) -> u64 {
        u64::try_from(self.0.opened.elapsed().as_millis()).unwrap_or(u64::MAX)
    }

    pub(super) fn times(&self) -> Times {
        let ping = u64::try_from(self.0.config.ping.as_millis()).unwrap_or(u64::MAX);
        Times { tick: (ping / TICKS as u64).max(1), silence: ping.saturating_mul(5) / 2 }
    }

    pub(super) fn room(&self) -> Room {
        let SocketsConfig { outbox_bytes, outbox_messages, .. } = self.0.config;
        Room { bytes: size(outbox_bytes), frames: size(outbox_messages) }
    }

    pub(super) fn flow(&self) -> Flow {
        let SocketsConfig { burst, messages_a_second, .. } = self.0.config;
        Flow { burst: burst.get(), a_second: messages_a_second.get() }
    }

    /// The largest message.
    pub(super) fn message_bytes(&self) -> usize {
        size(self.0.config.message_bytes)
    }

    pub(super) fn metrics(&self) -> &Metrics {
        &self.0.metrics
    }

    fn links(&self) -> MutexGuard<'_, Slab<Arc<Link>>> {
        // A slab is whole between any two of its calls.
        self.0.links.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn size(number: NonZeroU32) -> usize {
    usize::try_from(number.get()).unwrap_or(usize::MAX)
}

/// A place among the connections, given back when dropped.
pub(super) struct Member {
    pub link: Arc<Link>,
    key: usize,
}

impl Drop for Member {
    fn drop(&mut self) {
        self.link.gone();
        let Inside { empty, metrics, .. } = &*self.link.sockets.0;
        let mut links = self.link.sockets.links();
        links.remove(self.key);
        metrics.closed();
        if links.is_empty() {
            empty.notify_waiters();
        }
    }
}
