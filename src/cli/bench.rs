//! `xiaoer bench`: load from outside, over real sockets, against a server that runs.

mod client;
mod crash;
mod echo;
mod figures;
mod group;
mod idle;
mod process;
mod reconnect;
mod reloads;
mod server;
mod turns;
mod visitor;

use std::{path::PathBuf, time::Duration};

use jiff::SignedDuration;

use self::{client::Target, figures::Figures, process::Process};
use super::{Exit, node};

/// Measure a server that runs, from outside
///
/// The load comes over real sockets. On the machine of the server, the load generator takes its share of the processor: figures of
/// CPU time are the server's alone when its --pid is given.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:
  xiaoer bench idle --connections 18000 --pid $(pgrep -x xiaoer)
  xiaoer bench turns --seconds 10 --json turns.json")]
pub struct Args {
    #[command(subcommand)]
    bench: Bench,
}

#[derive(Debug, clap::Subcommand)]
enum Bench {
    Idle(idle::Args),
    Turns(turns::Args),
    Reconnect(reconnect::Args),
    Crash(crash::Args),
    Reloads(reloads::Args),
    Echo(echo::Args),
    Group(group::Args),
}

/// What every measurement takes.
#[derive(Debug, clap::Args)]
struct Common {
    /// The server; of `ws` only, for TLS is the business of the proxy in front
    #[arg(long, default_value = "ws://127.0.0.1:8080")]
    url: Target,
    /// The process of the server, if it is on this machine: adds its memory and CPU time
    #[arg(long)]
    pid: Option<u32>,
    /// Write the figures to this file as well
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
}

pub(super) fn run(args: &Args) -> anyhow::Result<Exit> {
    node::runtime()?.block_on(async {
        let (json, figures) = match &args.bench {
            Bench::Idle(args) => (&args.common.json, idle::run(args).await?),
            Bench::Turns(args) => (&args.common.json, turns::run(args).await?),
            Bench::Reconnect(args) => (&args.common.json, reconnect::run(args).await?),
            Bench::Crash(args) => (&args.json, crash::run(args).await?),
            Bench::Reloads(args) => (&args.json, reloads::run(args).await?),
            Bench::Echo(args) => (&args.common.json, echo::run(args).await?),
            Bench::Group(args) => (&args.common.json, group::run(args).await?),
        };
        figures.print(json.as_deref())?;
        Ok(if figures.has_faults() { Exit::Findings } else { Exit::Done })
    })
}

/// A length of time such as `10s`.
fn duration(text: &str) -> Result<Duration, String> {
    let duration = text.parse::<SignedDuration>().ok().and_then(|duration| Duration::try_from(duration).ok());
    duration.ok_or_else(|| "no length of time such as 500ms or 10s".to_owned())
}
