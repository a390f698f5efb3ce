//! How the log does: what waits for the writer, how large it is, and whether the disk takes more.

use std::{
    fmt, fs,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use prometheus_client::{
    collector::Collector,
    encoding::{DescriptorEncoder, EncodeLabelSet, EncodeMetric},
    metrics::{counter::Counter, family::Family, gauge::ConstGauge},
    registry::Registry,
};
use tokio::sync::mpsc::WeakSender;

use super::{AppendError, Store, writer::Job};

#[derive(Debug, Default)]
pub(super) struct Health {
    /// The last write found no room.
    full: AtomicBool,
    refused: Family<Refused, Counter>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Refused {
    why: &'static str,
}

impl Health {
    /// Something was stored.
    pub fn stored(&self) {
        if self.full.swap(false, Ordering::Relaxed) {
            tracing::info!("there is room on the disk again: messages are taken");
        }
    }

    /// An append was not stored because of the disk.
    pub fn failed(&self, error: &AppendError) {
        let why = match error {
            AppendError::Full => "full",
            AppendError::Io(_) => "io",
            // Refused by what is stored already, and no fault of the disk.
            AppendError::Conflict | AppendError::Repeated { .. } => return,
        };
        self.refused.get_or_create(&Refused { why }).inc();
        if why == "full" && !self.full.swap(true, Ordering::Relaxed) {
            tracing::error!(
                "the disk is full: nothing is stored, and messages are refused, until there is room"
            );
        }
    }
}

impl Store {
    /// Adds the writer's queue and the files to what the node tells about itself.
    pub fn register_metrics(&self, registry: &mut Registry) {
        registry.register("store_refused", "Appends that the disk did not take", self.health.refused.clone());
        let (jobs, file) = (self.jobs.downgrade(), self.file.clone());
        registry.register_collector(Box::new(State { jobs, file, health: self.health.clone() }));
    }
}

/// Looked at when somebody asks.
struct State {
    jobs: WeakSender<Job>,
    file: PathBuf,
    health: Arc<Health>,
}

impl fmt::Debug for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("State").field(&self.file).finish()
    }
}

impl Collector for State {
    fn encode(&self, mut encoder: DescriptorEncoder) -> fmt::Result {
        let Some(jobs) = self.jobs.upgrade() else { return Ok(()) };
        let mut gauge = |name, help, value: u64| {
            let gauge = ConstGauge::new(value);
            gauge.encode(encoder.encode_descriptor(name, help, None, gauge.metric_type())?)
        };
        let waiting = (jobs.max_capacity() - jobs.capacity()) as u64;
        gauge("store_queue", "Writes that wait for the writer", waiting)?;
        gauge("store_bytes", "Size of the log's files", size(&self.file))?;
        let full = self.health.full.load(Ordering::Relaxed);
        gauge("store_full", "1 while the disk has no room for messages", full.into())
    }
}

/// Of the file and its write-ahead log.
fn size(file: &Path) -> u64 {
    let mut ahead = file.as_os_str().to_owned();
    ahead.push("-wal");
    [file, Path::new(&ahead)].into_iter().filter_map(|file| Some(fs::metadata(file).ok()?.len())).sum()
}
