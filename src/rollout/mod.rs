//! Which version answers whom: the live one, a canary that answers a share of the conversations, and a shadow that only listens.
//!
//! A conversation keeps its version while the canary runs (`draw.rs`), the log tells how both do (`tallies.rs`, `case.rs`), and
//! the canary ends by itself where it answers wrongly more often (`rule.rs`) or breaks down (`watched.rs`).

mod canary;
mod case;
mod draw;
mod inside;
mod metrics;
mod reaction;
mod rule;
mod shadow;
mod state;
mod tallies;
mod tally;
mod version;
mod watched;

use std::{io, path::PathBuf, sync::Arc, time::Duration};

use jiff::Timestamp;
use prometheus_client::registry::Registry;
use tokio::sync::watch;

use self::{canary::Begun, inside::Inside, metrics::Sides, shadow::Shadow, state::State};
pub use self::{
    canary::{CanaryReport, Ended},
    draw::{Draw, Share, ShareError},
    shadow::{Compared, Difference, ShadowReport},
    tally::{Side, Tally},
    version::{Names, Version},
};
use crate::{
    conversation::{Brain, Brains, Understood},
    domain::{ConversationId, Mode, ShopId},
    store::{Follower, OpenError, ReadError},
};

#[derive(Debug, Clone)]
pub struct Settings {
    pub shop: ShopId,
    /// For what outlives the process.
    pub folder: PathBuf,
    pub log: PathBuf,
    /// Between two looks at the log.
    pub every: Duration,
}

impl Settings {
    pub fn new(shop: ShopId, folder: PathBuf, log: PathBuf) -> Self {
        Self { shop, folder, log, every: Duration::from_secs(1) }
    }
}

/// Why nothing has changed.
#[derive(Debug, thiserror::Error)]
pub enum RolloutError {
    #[error("a canary is running already")]
    Running,
    #[error("there is no canary")]
    NoCanary,
    #[error("this version is live already")]
    Live,
    #[error("the rollout cannot be stored: {0}")]
    Io(#[from] io::Error),
    #[error(transparent)]
    Open(#[from] OpenError),
    #[error(transparent)]
    Read(#[from] ReadError),
}

/// All versions that answer or listen, as they are looked at.
#[derive(Debug, Clone, PartialEq)]
pub struct RolloutReport {
    pub canary: Option<CanaryReport>,
    pub shadow: Option<ShadowReport>,
    /// The canary that ended last.
    pub last: Option<CanaryReport>,
}

/// A handle on the versions; cheap to clone.
#[derive(Clone)]
pub struct Rollout(Arc<Inside>);

impl Rollout {
    /// With one version for everybody. A canary of the process before waits for [`Rollout::resume`].
    pub fn open(settings: Settings, live: Version) -> Self {
        let state = State::read(&settings.folder).unwrap_or_else(|error| {
            tracing::error!(%error, "what was known of canaries cannot be read, and is given up");
            State::default()
        });
        Self(Arc::new(Inside::new(settings, state, live)))
    }

    /// The version of the canary that ran when the process before ended.
    pub async fn unfinished(&self) -> Option<u32> {
        let state = self.0.state.lock().await;
        let idle = self.0.standing().canary.is_none();
        state.running.as_ref().filter(|_| idle).map(|begun| begun.draw.version)
    }

    /// Goes on with that canary; without its version it has failed, and live answers everybody.
    ///
    /// # Errors
    /// When the log cannot be followed.
    pub async fn resume(&self, version: Option<Version>) -> Result<(), RolloutError> {
        let mut state = self.0.state.lock().await;
        let Some(begun) = state.running.clone().filter(|_| self.0.standing().canary.is_none()) else {
            return Ok(());
        };
        match version.filter(|version| version.names == begun.names) {
            Some(version) => {
                let canary = self.0.begin(|_| Ok(begun), version).await?;
                self.0.install(canary);
            }
            None => self.0.finish(&mut state, CanaryReport::of(&begun, None), Ended::Failed).await,
        }
        Ok(())
    }

    /// Lets a version answer everybody, but for the canary's share. Where it is the canary's own, the canary is published. It never
    /// waits, and may be called on any thread.
    pub fn set_live(&self, version: Version) {
        let (before, published) = {
            let mut standing = self.0.change();
            let published = standing.canary.take_if(|canary| canary.begun().names == version.names);
            (std::mem::replace(&mut standing.live, version), published)
        };
        if let Some(canary) = published {
            canary.publish();
        }
        // Where this was its last use, much memory is given up; not while others wait to read who answers.
        drop(before);
    }

    /// Lets a version answer a share of the conversations that begin from now on.
    ///
    /// # Errors
    /// When there is a canary already, when the version is live, or when the disk refuses.
    pub async fn start_canary(
        &self,
        number: u32,
        version: Version,
        share: Share,
    ) -> Result<CanaryReport, RolloutError> {
        let mut state = self.0.state.lock().await;
        if state.running.is_some() {
            return Err(RolloutError::Running);
        }
        let names = version.names.clone();
        if self.0.standing().live.names == names {
            return Err(RolloutError::Live);
        }
        let begin = move |log: &Follower| {
            let after = log.last()?;
            let draw = Draw { version: number, share, since: Timestamp::now() };
            Ok(Begun { draw, names, after })
        };
        let canary = self.0.begin(begin, version).await?;
        let begun = canary.begun().clone();
        let next = State { running: Some(begun.clone()), last: state.last.clone() };
        self.0.write(next.clone()).await?;
        *state = next;
        let report = canary.report(None);
        self.0.install(canary);
        tracing::info!(version = begun.draw.version, share = f64::from(share), "a canary begins");
        Ok(report)
    }

    /// Lets live answer everybody again.
    ///
    /// # Errors
    /// When there is no canary.
    pub async fn stop_canary(&self) -> Result<CanaryReport, RolloutError> {
        let canary = self.0.standing().canary.clone().ok_or(RolloutError::NoCanary)?;
        self.0.end(&canary, Ended::Stopped).await.ok_or(RolloutError::NoCanary)
    }

    /// Lets a version hear what live hears, in place of the one that did before.
    ///
    /// # Errors
    /// When there is no thread to be had.
    pub fn start_shadow(&self, version: Version) -> Result<ShadowReport, RolloutError> {
        let shadow = Shadow::start(version, self.0.metrics.heard.clone())?;
        let report = shadow.report();
        self.0.change().shadow = Some(Arc::new(shadow));
        Ok(report)
    }

    /// What the shadow found; none where there was none.
    pub fn stop_shadow(&self) -> Option<ShadowReport> {
        let shadow = self.0.change().shadow.take();
        shadow.map(|shadow| shadow.report())
    }

    pub async fn report(&self) -> RolloutReport {
        let last = self.0.state.lock().await.last.clone();
        let standing = self.0.standing();
        let canary = standing.canary.as_ref().map(|canary| canary.report(None));
        RolloutReport { canary, shadow: standing.shadow.as_ref().map(|shadow| shadow.report()), last }
    }

    /// Tells of every canary that begins or ends.
    pub fn changes(&self) -> watch::Receiver<()> {
        self.0.changes.subscribe()
    }

    /// Waits until everything up to a position of the log is counted, where there is a canary.
    pub async fn until_counted(&self, position: u64) {
        let canary = self.0.standing().canary.clone();
        if let Some(canary) = canary {
            canary.tallies.until(position).await;
        }
    }

    /// Waits until the shadow is done with so many messages, where there is one.
    pub async fn until_compared(&self, messages: u64) {
        let shadow = self.0.standing().shadow.clone();
        if let Some(shadow) = shadow {
            // The sender lives as long as `shadow`.
            let _ = shadow.done().wait_for(|done| *done >= messages).await;
        }
    }

    pub fn register_metrics(&self, registry: &mut Registry) {
        self.0.metrics.register(registry);
        registry.register_collector(Box::new(Sides(Arc::downgrade(&self.0))));
    }
}

impl Brains for Rollout {
    fn live(&self) -> Arc<dyn Brain> {
        self.0.standing().live.brain.clone()
    }

    fn of(&self, shop: &ShopId, conversation: &ConversationId) -> Arc<dyn Brain> {
        let standing = self.0.standing();
        match &standing.canary {
            Some(canary) if *shop == self.0.settings.shop && canary.draw().takes(shop, conversation) => {
                canary.brain()
            }
            Some(_) | None => standing.live.brain.clone(),
        }
    }

    fn understood(&self, message: &Understood<'_>) {
        let standing = self.0.standing();
        // A canary's answers say nothing about live.
        if let Some(shadow) =
            standing.shadow.as_ref().filter(|_| Arc::ptr_eq(message.brain, &standing.live.brain))
            && message.tracker.mode == Mode::Bot
        {
            shadow.offer(message);
        }
    }
}
