//! Open files: every connection takes one.

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

use crate::config::Config;

/// For the log, requests over HTTP and shop systems.
const BESIDES: u64 = 1_000;

/// Lifts the limit as far as the system lets this process, and says where that is not far enough for the settings.
pub fn make_room(config: &Config) {
    let limit = getrlimit(Resource::Nofile);
    let wanted = u64::from(config.sockets.connections.get()) + BESIDES;
    // No number means no limit.
    let possible = limit.maximum.map_or(wanted, |maximum| maximum.min(wanted));
    if limit.current.is_none_or(|current| current >= wanted) {
        return;
    }
    let lifted = Rlimit { current: Some(possible), ..limit };
    let files = match setrlimit(Resource::Nofile, lifted) {
        Ok(()) => possible,
        Err(error) => {
            tracing::debug!(%error, "the limit of open files cannot be lifted");
            limit.current.unwrap_or(possible)
        }
    };
    if files < wanted {
        tracing::warn!(
            files,
            wanted,
            sockets = files.saturating_sub(BESIDES),
            "the system allows fewer open files than sockets.connections needs: raise the limit, as in `ulimit -n`"
        );
    }
}
