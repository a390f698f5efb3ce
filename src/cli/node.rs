//! What `serve` and `chat` are both made of: content and model, the demo shop.

use std::{
    fs::DirBuilder,
    io::{self, Write},
    net::SocketAddr,
    os::unix::fs::DirBuilderExt,
    path::{Path, PathBuf},
};

use anyhow::Context;
use jiff::Zoned;
use tokio::{
    net::{TcpListener, TcpSocket},
    runtime::Runtime,
};

use super::{Exit, engines::Engines};
use crate::{
    config::Config,
    content::{self, Diagnostic, Severity, source},
    demo_shop,
    nlu::Model,
    versions::{Assembled, Engines as _},
};

/// What `serve` reaches the demo shop by, in integrations.yml.
const SHOP_VARIABLE: &str = "XIAOER_SHOP_URL";

/// In the data folder: conversations, accounts, sessions.
pub const LOG_FILE: &str = "conversations.db";

/// In the data folder, and made from the log: where past messages are found.
pub const SEARCH_FOLDER: &str = "search";
/// In the data folder: the files that customers and seats send each other.
pub const FILES_FOLDER: &str = "attachments";

/// Makes the data folder, if there is none, for this user only: it holds what customers wrote.
pub fn make_data_folder(data: &Path) -> anyhow::Result<()> {
    let made = DirBuilder::new().recursive(true).mode(0o700).create(data);
    made.with_context(|| format!("cannot create the data folder {}", data.display()))
}

/// Why there is nothing to answer with.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// The content has faults; `check` says the same.
    #[error("the content has {} errors", .0.len())]
    Findings(Vec<Diagnostic>),
    #[error(transparent)]
    Other(#[from] anyhow::Error),
}

/// Reads content and model as the settings say, for as long as they are not exchanged.
pub fn load(config: &Config, engines: &Engines) -> Result<Assembled, LoadError> {
    let root = match &config.content.path {
        Some(path) => Some(path.clone()),
        None => Path::new("intents").is_dir().then(|| PathBuf::from(".")),
    };
    let files = match &root {
        Some(root) => source::folder(root).context("the content cannot be read")?,
        None => source::embedded(),
    };
    let (content, findings) = content::load(&files, Zoned::now().date());
    let errors: Vec<Diagnostic> =
        findings.into_iter().filter(|finding| finding.severity() == Severity::Error).collect();
    if !errors.is_empty() {
        return Err(LoadError::Findings(errors));
    }
    let (model, model_place) = model(config, root.as_deref())?;
    Ok(engines.assemble(content, model, &model_place)?)
}

/// Says why content is not served; `check` says the same.
pub fn refuse(findings: &[Diagnostic]) -> io::Result<Exit> {
    let mut out = io::stdout().lock();
    for finding in findings {
        writeln!(out, "{finding}")?;
    }
    writeln!(out, "not served: the content has errors")?;
    Ok(Exit::Findings)
}

/// The model, and what it is called in errors.
fn model(config: &Config, root: Option<&Path>) -> anyhow::Result<(Model, String)> {
    let beside = root.map(|root| root.join("models/current")).filter(|folder| folder.is_dir());
    if let Some(folder) = config.content.model.clone().or(beside) {
        return Ok((Model::load(&folder)?, folder.display().to_string()));
    }
    Ok((Model::embedded()?, "the program itself".to_owned()))
}

/// Opens a demo shop for as long as the process lives, and says where.
pub async fn open_demo_shop(listen: SocketAddr) -> anyhow::Result<String> {
    let listener = bind(listen, "--demo-shop-listen")?;
    let url = format!("http://{}", listener.local_addr()?);
    tokio::spawn(async move {
        if let Err(error) = demo_shop::serve(listener, std::future::pending()).await {
            tracing::error!(%error, "the demo shop has stopped");
        }
    });
    Ok(url)
}

/// What `${NAME}` stands for in integrations.yml: the environment, but for the address of a shop that is known already.
pub fn variables(shop_url: Option<String>) -> impl Fn(&str) -> Option<String> {
    move |name| match (&shop_url, name) {
        (Some(url), SHOP_VARIABLE) => Some(url.clone()),
        _ => std::env::var(name).ok(),
    }
}

pub fn runtime() -> anyhow::Result<Runtime> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build().context("the threads cannot be started")
}

/// Connections that the kernel keeps until they are accepted. One more has to knock again, a second later: when a network comes
/// back, very many knock at once.
const BACKLOG: u32 = 4096;

pub fn bind(address: SocketAddr, option: &str) -> anyhow::Result<TcpListener> {
    let listen = || {
        let socket = if address.is_ipv4() { TcpSocket::new_v4() } else { TcpSocket::new_v6() }?;
        // Else the address stays taken for a minute after a crash.
        socket.set_reuseaddr(true)?;
        socket.bind(address)?;
        socket.listen(BACKLOG)
    };
    listen().map_err(|error: io::Error| {
        if error.kind() == io::ErrorKind::AddrInUse {
            anyhow::anyhow!("{address} is in use: stop what listens there, or choose another with {option}")
        } else {
            anyhow::anyhow!("cannot listen on {address}: {error}")
        }
    })
}
