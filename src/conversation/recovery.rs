//! After a restart: everything unfinished is brought back into memory, where it goes on by itself.

use std::{sync::Arc, time::Duration};

use tokio::{
    sync::{Semaphore, oneshot},
    task::JoinSet,
};

use super::{mailbox::Command, registry::Registry};
use crate::store::{Contact, Pending};

/// Between two attempts to read the log.
const PAUSE: Duration = Duration::from_secs(1);

pub(super) async fn run(registry: Arc<Registry>) {
    let pending = unfinished(&registry).await;
    let gate = Arc::new(Semaphore::new(registry.parts.limits.recovering));
    let mut waking = JoinSet::new();
    for Pending { contact, .. } in pending {
        let Ok(permit) = gate.clone().acquire_owned().await else { break };
        let registry = registry.clone();
        waking.spawn(async move {
            wake(&registry, &contact).await;
            drop(permit);
        });
        while waking.try_join_next().is_some() {}
    }
    waking.join_all().await;
    registry.recovered.send_replace(true);
}

async fn unfinished(registry: &Registry) -> Vec<Pending> {
    loop {
        match registry.parts.store.pending().await {
            Ok(pending) => return pending,
            Err(error) => tracing::error!(%error, "cannot see what was left unfinished"),
        }
        tokio::time::sleep(PAUSE).await;
    }
}

/// Returns when the conversation has been taken up. Where that fails, its next message tries again.
async fn wake(registry: &Arc<Registry>, contact: &Contact) {
    let (awake, woken) = oneshot::channel();
    match registry.mailbox(contact) {
        // A full mailbox belongs to a conversation that is awake.
        Ok(mailbox) if mailbox.try_send(Command::Wake(awake)).is_ok() => {
            let _ = woken.await;
        }
        Ok(_) => {}
        Err(error) => tracing::error!(customer = %contact.customer, %error, "cannot be taken up"),
    }
}
