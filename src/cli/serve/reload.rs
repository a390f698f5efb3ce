//! SIGHUP: the content is read again, whole or not at all.

use std::sync::Arc;

use tokio::signal::unix::Signal;

use crate::{
    cli::{
        engines::Engines,
        node::{self, LoadError, Loaded},
    },
    config::Config,
    integration::Gateway,
    rollout::Rollout,
};

pub struct Reloader {
    pub config: Config,
    pub engines: Engines,
    pub rollout: Rollout,
    pub gateway: Gateway,
    pub shop_url: Option<String>,
}

impl Reloader {
    pub async fn run(self, mut hangup: Signal) {
        while hangup.recv().await.is_some() {
            let (config, engines) = (self.config.clone(), self.engines.clone());
            // Reading takes some hundred milliseconds of one thread: not one that serves.
            match tokio::task::spawn_blocking(move || node::load(&config, &engines)).await {
                Ok(Ok(Loaded { fault: Some(error), .. })) => {
                    tracing::error!(error = format!("{error:#}"), "the old content stays");
                }
                Ok(Ok(loaded)) => self.exchange(loaded),
                Ok(Err(LoadError::Findings(findings))) => {
                    for finding in &findings {
                        tracing::error!(%finding, "the new content has an error");
                    }
                    tracing::error!(errors = findings.len(), "the old content stays");
                }
                Ok(Err(LoadError::Other(error))) => {
                    tracing::error!(error = format!("{error:#}"), "the old content stays");
                }
                Err(error) => tracing::error!(%error, "reading broke down; the old content stays"),
            }
        }
    }

    fn exchange(&self, loaded: Loaded) {
        let Loaded { assistant, place, fault: _, notice } = loaded;
        let integrations = &assistant.content().integrations;
        if let Err(error) = self.gateway.reconnect(integrations, node::variables(self.shop_url.clone())) {
            tracing::error!(%error, "the old content stays");
            return;
        }
        if let Some(notice) = notice {
            tracing::warn!("{notice}");
        }
        tracing::info!(version = assistant.content().fingerprint, place, "new content serves");
        self.rollout.set_live(Arc::new(assistant).into());
    }
}
