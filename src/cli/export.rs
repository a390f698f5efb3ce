//! `xiaoer export`: content in the formats of others.

mod nlu;

use super::Exit;

/// Write content in a format of others.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    kind: Kind,
}

#[derive(Debug, clap::Subcommand)]
enum Kind {
    Nlu(nlu::Args),
}

pub(super) fn run(args: &Args) -> anyhow::Result<Exit> {
    match &args.kind {
        Kind::Nlu(args) => nlu::run(args),
    }
}
