//! `xiaoer export`: content in the formats of others, and the log as labelled conversations.

mod chats;
mod nlu;

use super::Exit;

/// Write content in a format of others, or conversations for a replay.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    kind: Kind,
}

#[derive(Debug, clap::Subcommand)]
enum Kind {
    Chats(chats::Args),
    Nlu(nlu::Args),
}

pub(super) fn run(args: &Args) -> anyhow::Result<Exit> {
    match &args.kind {
        Kind::Chats(args) => chats::run(args),
        Kind::Nlu(args) => nlu::run(args),
    }
}
