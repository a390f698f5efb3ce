//! What visitors and seats have in common: they come back.

use std::{
    future::Future,
    sync::atomic::{AtomicBool, Ordering},
    time::Duration,
};

use serde_json::Value;
use tokio::time::sleep;

use crate::cli::bench::client::{Client, Target};

/// Where everybody lives.
pub struct World {
    pub target: Target,
    /// Nothing new is begun; what is under way is brought to its end.
    pub ending: AtomicBool,
}

impl World {
    pub fn new(target: Target) -> Self {
        Self { target, ending: AtomicBool::new(false) }
    }

    pub fn is_ending(&self) -> bool {
        self.ending.load(Ordering::Relaxed)
    }
}

/// Between two attempts to connect.
const PAUSE: Duration = Duration::from_millis(20);

/// Connects until somebody answers.
pub async fn dial<F: Future<Output = anyhow::Result<Client>>>(connect: impl Fn() -> F) -> Client {
    loop {
        match connect().await {
            Ok(client) => return client,
            Err(_) => sleep(PAUSE).await,
        }
    }
}

/// The next message; nothing within the time is `None`.
pub async fn next(client: &mut Client, within: Duration) -> anyhow::Result<Option<Value>> {
    match tokio::time::timeout(within, client.hear_text()).await {
        Ok(text) => Ok(Some(serde_json::from_str(&text?)?)),
        Err(_) => Ok(None),
    }
}

/// Everything that the server has to say up to now: it answers what is no message with an error, after all that came before.
pub async fn rest(client: &mut Client) -> anyhow::Result<Vec<Value>> {
    client.say(r#"{"type": "nothing", "client_id": "rest"}"#).await?;
    let mut heard = Vec::new();
    loop {
        let message: Value = serde_json::from_str(&client.hear_text().await?)?;
        if message["client_id"] == "rest" {
            return Ok(heard);
        }
        heard.push(message);
    }
}
