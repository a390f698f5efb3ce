//! A listener for those who wait for what they hear.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use tokio::sync::mpsc;

use super::{Heard, Hub, Listener, Listening, Topic};
use crate::domain::ShopId;

/// Keeps what it hears until it is asked for. Hears nothing more once it is dropped.
#[derive(Debug)]
pub struct Ear {
    heard: mpsc::Receiver<Arc<Heard>>,
    missed: Arc<AtomicBool>,
    _listening: Listening,
}

struct Drum {
    heard: mpsc::Sender<Arc<Heard>>,
    missed: Arc<AtomicBool>,
}

impl Ear {
    /// Keeps up to `capacity` things; what comes then is missed.
    pub fn open(hub: &Hub, shop: ShopId, topic: Topic, capacity: usize) -> Self {
        let (sender, heard) = mpsc::channel(capacity);
        let missed = Arc::new(AtomicBool::new(false));
        let drum = Arc::new(Drum { heard: sender, missed: missed.clone() });
        Self { heard, missed, _listening: hub.listen(shop, topic, drum) }
    }

    /// The next thing. Dropping the future loses nothing.
    pub async fn next(&mut self) -> Arc<Heard> {
        match self.heard.recv().await {
            Some(heard) => heard,
            // The sender lives in the hub for as long as this listens.
            None => std::future::pending().await,
        }
    }

    /// Whether something was missed, which may be in the log.
    pub fn missed(&self) -> bool {
        self.missed.load(Ordering::Acquire)
    }
}

impl Listener for Drum {
    fn tell(&self, heard: &Arc<Heard>) {
        if self.heard.try_send(heard.clone()).is_err() {
            self.missed.store(true, Ordering::Release);
        }
    }
}
