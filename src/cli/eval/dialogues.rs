//! `xiaoer eval dialogues`: plays scripted conversations against the demo shop.

use std::{
    collections::BTreeSet,
    io::{self, Write},
    net::{Ipv4Addr, SocketAddr},
    path::PathBuf,
};

use anyhow::Context;
use jiff::Timestamp;
use owo_colors::{OwoColorize, Stream};
use tokio::runtime::Runtime;

use crate::{
    assistant::Assistant,
    cli::{
        Exit, encoder,
        engines::Engines,
        node::{self, LoadError},
        progress,
    },
    config::Config,
    content::{self, Conversation, source},
    domain::{Call, CustomerId, Name, Outcome},
    eval::dialogues::{self, Played},
    integration::Gateway,
};

/// Play scripted conversations through the engine, each against a demo shop of its own.
///
/// Exits with 0 when all went as scripted, 1 when not or when a script has faults, 2 when it could not run.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  xiaoer eval dialogues eval/conversations")]
pub struct Args {
    /// Folder of scripts
    #[arg(default_value = "eval/conversations")]
    folder: PathBuf,
    /// Only conversations whose title holds this
    #[arg(long, value_name = "TEXT", default_value = "")]
    only: String,
    #[command(flatten)]
    encoder: encoder::EncoderChoice,
}

pub fn run(args: &Args) -> anyhow::Result<Exit> {
    let name = args.folder.to_string_lossy();
    let (conversations, findings) = content::conversations(&source::files(&args.folder, &name)?);
    let mut out = io::stdout().lock();
    for finding in &findings {
        writeln!(out, "{finding}")?;
    }
    if !findings.is_empty() {
        return Ok(Exit::Findings);
    }
    let loaded = match node::load(&Config::embedded(), &Engines::bare(&args.encoder.settings()?)?) {
        Ok(loaded) => loaded,
        Err(LoadError::Findings(findings)) => {
            for finding in findings {
                writeln!(out, "{finding}")?;
            }
            return Ok(Exit::Findings);
        }
        Err(LoadError::Other(error)) => return Err(error),
    };
    if let Some(fault) = loaded.fault {
        return Err(fault);
    }
    if let Some(notice) = &loaded.notice {
        writeln!(io::stderr().lock(), "{notice}")?;
    }
    let assistant = loaded.assistant;
    let chosen: Vec<_> = conversations.iter().filter(|script| script.title.contains(&args.only)).collect();
    let runtime = node::runtime()?;
    let bar = progress::bar(chosen.len() as u64, "playing");
    let mut played = Vec::new();
    for conversation in chosen {
        played.push((conversation, play(&assistant, conversation, &runtime)?));
        bar.inc(1);
    }
    bar.finish_and_clear();
    report(&assistant, &played, &mut out)
}

fn play(assistant: &Assistant, conversation: &Conversation, runtime: &Runtime) -> anyhow::Result<Played> {
    let local = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
    // What a conversation changes in the shop is none of the next one's business.
    let shop = runtime.block_on(node::open_demo_shop(local))?;
    let systems = &assistant.content().integrations;
    let gateway = Gateway::connect(systems, node::variables(Some(shop))).context("the demo shop")?;
    let mut answer =
        |customer: &CustomerId, call: &Call| -> Outcome { runtime.block_on(gateway.call(customer, call)) };
    Ok(dialogues::play(assistant, conversation, Timestamp::now(), &mut answer))
}

fn report(
    assistant: &Assistant,
    played: &[(&Conversation, Played)],
    out: &mut impl Write,
) -> anyhow::Result<Exit> {
    for (conversation, played) in played.iter().filter(|(_, played)| !played.passed()) {
        for (turn, reaction) in conversation.turns.iter().zip(&played.turns) {
            for miss in &reaction.misses {
                let place = &turn.place;
                let said = &turn.customer;
                let place = place.if_supports_color(Stream::Stdout, |text| text.bold());
                writeln!(out, "{place} {}: to {said:?}: {miss}", conversation.title)?;
            }
        }
    }
    let flows: BTreeSet<&Name> = played.iter().flat_map(|(_, played)| &played.flows).collect();
    let policies: BTreeSet<&Name> = played.iter().flat_map(|(_, played)| &played.policies).collect();
    let all = assistant.content().intents.keys();
    let missing: Vec<&str> = all.filter(|flow| !flows.contains(flow)).map(Name::as_str).collect();
    if !missing.is_empty() {
        writeln!(out, "flows that no script starts: {}", missing.join(", "))?;
    }
    let policies: Vec<&str> = policies.into_iter().map(Name::as_str).collect();
    writeln!(out, "policies that decided: {}", policies.join(", "))?;
    let passed = played.iter().filter(|(_, played)| played.passed()).count();
    let failed = played.len() - passed;
    writeln!(out, "{passed} conversations went as scripted, {failed} did not")?;
    Ok(if failed == 0 { Exit::Done } else { Exit::Findings })
}
