//! Who answers and listens now, and the one way in which that changes.

use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use jiff::Timestamp;
use tokio::{
    sync::{Mutex, watch},
    task,
};

use super::{
    CanaryReport, Ended, RolloutError, Settings, Version,
    canary::{Begun, Canary},
    metrics::Metrics,
    shadow::Shadow,
    state::State,
};
use crate::store::Follower;

pub(super) struct Inside {
    pub settings: Settings,
    standing: RwLock<Standing>,
    /// As on disk. Whoever changes who answers holds it meanwhile.
    pub state: Mutex<State>,
    pub metrics: Metrics,
    /// Tells of every canary that begins or ends.
    pub changes: watch::Sender<()>,
}

pub(super) struct Standing {
    pub live: Version,
    pub canary: Option<Arc<Canary>>,
    pub shadow: Option<Arc<Shadow>>,
}

impl Inside {
    pub fn new(settings: Settings, state: State, live: Version) -> Self {
        Self {
            settings,
            standing: RwLock::new(Standing { live, canary: None, shadow: None }),
            state: Mutex::new(state),
            metrics: Metrics::default(),
            changes: watch::Sender::new(()),
        }
    }

    pub fn standing(&self) -> RwLockReadGuard<'_, Standing> {
        self.standing.read().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn change(&self) -> RwLockWriteGuard<'_, Standing> {
        self.standing.write().unwrap_or_else(PoisonError::into_inner)
    }

    /// A canary that nobody hears of yet.
    pub async fn begin(
        &self,
        begun: impl FnOnce(&Follower) -> Result<Begun, RolloutError> + Send + 'static,
        version: Version,
    ) -> Result<Arc<Canary>, RolloutError> {
        let Settings { shop, log, every, .. } = self.settings.clone();
        let begin = move || {
            let log = Follower::open(&log)?;
            Ok(Arc::new(Canary::start(shop, begun(&log)?, version, log, every)?))
        };
        task::spawn_blocking(begin).await.map_err(std::io::Error::other)?
    }

    /// From here on it answers its share, until it has to end.
    pub fn install(self: &Arc<Self>, canary: Arc<Canary>) {
        self.change().canary = Some(canary.clone());
        self.changes.send_replace(());
        let inside = Arc::downgrade(self);
        tokio::spawn(async move {
            if let Some(how) = canary.must_end().await
                && let Some(inside) = inside.upgrade()
            {
                inside.end(&canary, how).await;
            }
            // Its thread may be in the middle of a page.
            drop(task::spawn_blocking(move || drop(canary)));
        });
    }

    /// Live answers everybody at once, whatever the disk says. None when somebody else has ended it.
    pub async fn end(&self, canary: &Arc<Canary>, how: Ended) -> Option<CanaryReport> {
        let mut state = self.state.lock().await;
        drop(self.change().canary.take_if(|running| Arc::ptr_eq(running, canary)));
        state.running.as_ref().filter(|running| *running == canary.begun())?;
        canary.is_over();
        self.finish(&mut state, canary.report(None), how).await;
        state.last.clone()
    }

    /// A canary that no longer answers is noted as the last one.
    pub async fn finish(&self, state: &mut State, report: CanaryReport, how: Ended) {
        let (live, canary) = (report.live, report.canary);
        let version = report.draw.version;
        match how {
            Ended::Stopped | Ended::Published => {
                tracing::info!(version, how = how.as_str(), "the canary has ended")
            }
            Ended::WrongAnswers | Ended::Failed => tracing::error!(
                version,
                how = how.as_str(),
                wrong = canary.wrong_conversations,
                of = canary.conversations,
                wrong_live = live.wrong_conversations,
                of_live = live.conversations,
                "the canary was stopped: live answers everybody"
            ),
        }
        self.metrics.ended(how);
        *state = State {
            running: None,
            last: Some(CanaryReport { end: Some((Timestamp::now(), how)), ..report }),
        };
        if let Err(error) = self.write(state.clone()).await {
            tracing::error!(%error, version, "that the canary has ended is not on disk: a restart takes it up again");
        }
        self.changes.send_replace(());
    }

    pub async fn write(&self, state: State) -> Result<(), RolloutError> {
        let folder = self.settings.folder.clone();
        let written = task::spawn_blocking(move || state.write(&folder)).await;
        Ok(written.map_err(std::io::Error::other)??)
    }
}

impl Drop for Inside {
    fn drop(&mut self) {
        let standing = self.standing.get_mut().unwrap_or_else(PoisonError::into_inner);
        if let Some(canary) = &standing.canary {
            canary.is_over();
        }
    }
}
