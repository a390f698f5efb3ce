//! The commands, one file each: wiring and printing only.
//!
//! A command is a struct of arguments with `run`, and one line in [`Command`].

mod admin;
mod bench;
mod chat;
mod check;
mod demo_shop;
mod embed;
mod encoder;
mod engines;
mod eval;
mod export;
mod import;
mod init;
mod labelled;
mod node;
mod progress;
mod remote;
mod serve;
mod signals;
mod train;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// A customer-service chat server with its own brain.
#[derive(Debug, Parser)]
#[command(name = "xiaoer", version, propagate_version = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Serve(serve::Args),
    Init(init::Args),
    Check(check::Args),
    Train(train::Args),
    Eval(eval::Args),
    Chat(chat::Args),
    Embed(embed::Args),
    Import(import::Args),
    Export(export::Args),
    DemoShop(demo_shop::Args),
    Bench(bench::Args),
    Admin(admin::Args),
}

/// How a command that could run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exit {
    Done,
    /// There is a fault in the user's data.
    Findings,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        match exit {
            Exit::Done => Self::from(0),
            Exit::Findings => Self::from(1),
        }
    }
}

/// Parses the arguments and runs one command. Exits with 0 when done, 1 for a fault in the user's data, 2 when it could not run.
pub fn main() -> ExitCode {
    let result = match Cli::parse().command {
        Command::Serve(args) => serve::run(&args),
        Command::Init(args) => init::run(&args),
        Command::Check(args) => check::run(&args),
        Command::Train(args) => train::run(&args),
        Command::Eval(args) => eval::run(&args),
        Command::Chat(args) => chat::run(&args),
        Command::Embed(args) => embed::run(&args),
        Command::Import(args) => import::run(&args),
        Command::Export(args) => export::run(&args),
        Command::DemoShop(args) => demo_shop::run(&args),
        Command::Bench(args) => bench::run(&args),
        Command::Admin(args) => admin::run(&args),
    };
    match result {
        Ok(exit) => exit.into(),
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            #[expect(clippy::print_stderr, reason = "this is where errors reach people")]
            {
                eprintln!("error: {error:#}");
            }
            ExitCode::from(2)
        }
    }
}

/// Whoever reads the output, such as `head`, has seen enough.
fn is_broken_pipe(error: &anyhow::Error) -> bool {
    let io = error.downcast_ref::<std::io::Error>();
    io.is_some_and(|io| io.kind() == std::io::ErrorKind::BrokenPipe)
}
