//! What answers is exchanged: by a publish, by going back, and by SIGHUP, which reads the content again, whole or not at all.

use std::sync::Arc;

use tokio::signal::unix::Signal;

use crate::{
    assistant::Assistant,
    cli::node,
    integration::Gateway,
    rollout::Rollout,
    versions::{Node, OpenError, Reloaded, Versions},
};

/// The one place where a version becomes what answers.
pub struct Exchange {
    pub rollout: Rollout,
    pub gateway: Gateway,
    pub shop_url: Option<String>,
}

impl Node for Exchange {
    fn fits(&self, assistant: &Assistant) -> Result<(), String> {
        let integrations = &assistant.content().integrations;
        let connected = Gateway::connect(integrations, node::variables(self.shop_url.clone()));
        connected.map(drop).map_err(|error| error.to_string())
    }

    fn set_live(&self, assistant: Arc<Assistant>) -> Result<(), String> {
        let integrations = &assistant.content().integrations;
        let reconnected = self.gateway.reconnect(integrations, node::variables(self.shop_url.clone()));
        reconnected.map_err(|error| error.to_string())?;
        self.rollout.set_live(assistant.into());
        Ok(())
    }
}

/// Reads the content again with every SIGHUP.
pub async fn run(versions: Versions, mut hangup: Signal) {
    while hangup.recv().await.is_some() {
        match versions.reload().await {
            Ok(Reloaded { fingerprint, place, notice }) => {
                if let Some(notice) = notice {
                    tracing::warn!("{notice}");
                }
                tracing::info!(version = fingerprint, place, "new content serves");
            }
            Err(OpenError::Findings(findings)) => {
                for finding in &findings {
                    tracing::error!(%finding, "the new content has an error");
                }
                tracing::error!(errors = findings.len(), "the old content stays");
            }
            Err(OpenError::Versions(error)) => tracing::error!(%error, "the old content stays"),
            Err(OpenError::Other(error)) => {
                tracing::error!(error = format!("{error:#}"), "the old content stays");
            }
        }
    }
}
