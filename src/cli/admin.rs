//! `xiaoer admin`: into a shop whose password nobody knows, for whoever has the machine.

use std::{
    collections::BTreeSet,
    io::{self, Write},
    path::PathBuf,
};

use anyhow::Context;

use super::{Exit, node};
use crate::{
    config::Config,
    domain::ShopId,
    identity::{Email, IdentityError, NewAccount, Password, People, Role, random_password},
    store::Store,
};

/// Make an admin, or give an account another password, from the machine itself
///
/// Works on the data folder, while a server serves from it or not. The password is random and printed, unless --password-stdin
/// gives one.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:
  xiaoer admin create --config xiaoer.toml --email boss@shop.example
  xiaoer admin password --config xiaoer.toml --email boss@shop.example")]
pub struct Args {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, clap::Subcommand)]
enum Action {
    /// Make an account with the role admin
    Create {
        #[command(flatten)]
        account: Account,
        /// What colleagues see [default: the address's first part]
        #[arg(long)]
        name: Option<String>,
    },
    /// Give an account another password; it is signed out everywhere
    Password {
        #[command(flatten)]
        account: Account,
    },
}

#[derive(Debug, clap::Args)]
struct Account {
    /// The settings that the server runs with
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Folder that holds what must not be lost [default: as in the settings]
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// What the account signs in with
    #[arg(long)]
    email: String,
    /// Read the password from standard input
    #[arg(long)]
    password_stdin: bool,
}

pub(super) fn run(args: &Args) -> anyhow::Result<Exit> {
    let (Action::Create { account, .. } | Action::Password { account }) = &args.action;
    let email = Email::new(&account.email)?;
    let text = account.password()?;
    let password = Password::choose(&text)?;
    let (shop, people) = account.people()?;
    node::runtime()?.block_on(async {
        match &args.action {
            Action::Create { name, .. } => {
                create(&people, &shop, email.clone(), name.as_deref(), password).await
            }
            Action::Password { .. } => reset(&people, &shop, &email, password).await,
        }
    })?;
    let mut out = io::stdout().lock();
    writeln!(out, "{email} can sign in at shop {shop}")?;
    if !account.password_stdin {
        writeln!(out, "password {text}")?;
    }
    Ok(Exit::Done)
}

async fn create(
    people: &People,
    shop: &ShopId,
    email: Email,
    name: Option<&str>,
    password: Password,
) -> Result<(), IdentityError> {
    let first = email.as_str().split('@').next().unwrap_or_default();
    let new = NewAccount {
        name: name.unwrap_or(first).to_owned(),
        email,
        role: Role::Admin,
        skills: BTreeSet::new(),
        capacity: NewAccount::CAPACITY,
        password,
    };
    people.create(shop, new).await.map(drop)
}

async fn reset(
    people: &People,
    shop: &ShopId,
    email: &Email,
    password: Password,
) -> Result<(), IdentityError> {
    let accounts = people.accounts(shop).await?;
    let account = accounts.iter().find(|account| account.email == *email).ok_or(IdentityError::Unknown)?;
    people.reset_password(shop, &account.person.seat, password).await
}

impl Account {
    fn people(&self) -> anyhow::Result<(ShopId, People)> {
        let config = self.config.as_deref().map_or_else(|| Ok(Config::embedded()), Config::read)?;
        let data = self.data.clone().unwrap_or(config.serve.data);
        node::make_data_folder(&data)?;
        Ok((config.shop.id, People::new(Store::open(&data.join(node::LOG_FILE))?)))
    }

    fn password(&self) -> anyhow::Result<String> {
        if !self.password_stdin {
            return Ok(random_password());
        }
        let mut line = String::new();
        io::stdin().read_line(&mut line).context("cannot read the password")?;
        Ok(line.trim_end_matches(['\r', '\n']).to_owned())
    }
}
