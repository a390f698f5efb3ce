//! `xiaoer serve`: one node, from its settings to its end.

mod banner;
mod entrance;
mod files;
mod reload;

use std::{
    fs::{File, TryLockError},
    net::SocketAddr,
    num::NonZeroU32,
    path::{Path, PathBuf},
    sync::Arc,
    time::{Duration, Instant},
};

use anyhow::Context;
use prometheus_client::registry::Registry;
use tokio::sync::oneshot;

use self::{banner::Banner, entrance::Entrance, reload::Exchange};
use super::{Exit, encoder::Standing, engines::Engines, node, signals};
use crate::{
    config::{Config, Endpoint},
    conversation::{self, Conversations},
    desk::Desk,
    http::{self, Api, DemoShop, Server},
    identity::{Key, Links, People, Visitors},
    inbox::Inbox,
    integration::Gateway,
    report::{self, Reports},
    rollout::{self, Rollout},
    search::{Search, Settings},
    store::{Files, Follower, Store},
    telemetry::{self, LogFormat, Traces},
    versions::{self, OpenError, Opened, Versions},
};

/// The last spans have so long at least, however long everything else has taken to end.
const LAST_SPANS: Duration = Duration::from_millis(500);

/// Serve customers over HTTP
///
/// Without --config everything has its default, the built-in retail content answers, and a demo shop is started on a free port.
/// SIGHUP reads the content again; SIGTERM ends turns under way, then the process.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:
  xiaoer serve
  curl 'http://127.0.0.1:8080/webhook?wait=3s' -d '{\"user\": \"xiaoming\", \"text\": \"我的快递到哪了\"}'")]
pub struct Args {
    /// Settings that differ from the defaults; see docs/operations.md
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Address and port to listen on [default: 127.0.0.1:8080]
    #[arg(long)]
    listen: Option<SocketAddr>,
    /// Folder that holds what must not be lost [default: ./xiaoer-data]
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Where the demo shop listens; only without --config
    #[arg(long, default_value = "127.0.0.1:0", conflicts_with = "config")]
    demo_shop_listen: SocketAddr,
    /// With what seat1@demo, seat2@demo, super@demo and admin@demo sign in; only without --config [default: a random one]
    #[arg(long, value_name = "PASSWORD", conflicts_with = "config")]
    demo_password: Option<String>,
    #[arg(long, value_enum, default_value_t)]
    log_format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
enum Format {
    /// A line for each event
    #[default]
    Text,
    /// A JSON object for each event
    Json,
}

pub(super) fn run(args: &Args) -> anyhow::Result<Exit> {
    let began = Instant::now();
    let mut config = settings(args)?;
    let runtime = node::runtime()?;
    let traces = Traces::start(collector(&config)?.as_ref(), &config.shop.id, runtime.handle())?;
    let format = match args.log_format {
        Format::Text => LogFormat::Text,
        Format::Json => LogFormat::Json,
    };
    telemetry::init(format, &traces);
    // A reload reads the folder that was read at the start, even when it is gone by then.
    if config.content.path.is_none() && Path::new("intents").is_dir() {
        config.content.path = Some(PathBuf::from("."));
    }
    if args.config.is_none() && !config.serve.listen.ip().is_loopback() {
        anyhow::bail!(
            "the demo takes anybody's word for who they are, so it listens on loopback only; give --config"
        );
    }
    files::make_room(&config);
    let standing = Standing::open(&config);
    if let Some(fault) = &standing.fault {
        tracing::warn!("rules and n-grams answer without an encoder: {fault}");
    }
    let engines = Engines::start(&config, &standing.encoder)?;
    let _lock = lock(&config.serve.data)?;
    let versions = versions::Settings {
        shop: config.shop.id.clone(),
        data: config.serve.data.clone(),
        content: config.content.clone(),
    };
    let loaded = match versions::open(&versions, Arc::new(engines.clone())) {
        Ok(loaded) => loaded,
        Err(OpenError::Findings(findings)) => return Ok(node::refuse(&findings)?),
        Err(OpenError::Versions(error)) => return Err(error.into()),
        Err(OpenError::Other(error)) => return Err(error),
    };
    if let Some(fault) = &loaded.fault {
        tracing::warn!("the encoder goes without the layers of the model: {fault:#}");
    }
    if let Some(notice) = &loaded.notice {
        tracing::warn!("{notice}");
    }
    let drain = config.serve.drain;
    let stopped = runtime.block_on(serve(args, config, loaded, &standing, engines, began))?;
    traces.end(drain.saturating_sub(stopped.elapsed()).max(LAST_SPANS));
    Ok(Exit::Done)
}

/// Where spans go, if anywhere: as the settings say, or the variable that all programs with OpenTelemetry read.
fn collector(config: &Config) -> anyhow::Result<Option<Endpoint>> {
    let variable = Endpoint::VARIABLE;
    match (&config.telemetry.otlp, std::env::var(variable)) {
        (Some(endpoint), _) => Ok(Some(endpoint.clone())),
        (None, Ok(text)) if !text.is_empty() => {
            let endpoint = Endpoint::new(&text);
            Ok(Some(
                endpoint
                    .with_context(|| format!("{variable} is no address such as http://collector:4318"))?,
            ))
        }
        (None, Ok(_) | Err(_)) => Ok(None),
    }
}

fn settings(args: &Args) -> anyhow::Result<Config> {
    let mut config = match &args.config {
        Some(file) => Config::read(file)?,
        None => Config::demonstration(),
    };
    if let Some(listen) = args.listen {
        config.serve.listen = listen;
    }
    if let Some(data) = &args.data {
        config.serve.data.clone_from(data);
    }
    Ok(config)
}

/// Until the node is told to stop; returns when that was.
async fn serve(
    args: &Args,
    config: Config,
    loaded: Opened,
    standing: &Standing,
    engines: Engines,
    began: Instant,
) -> anyhow::Result<Instant> {
    let listener = node::bind(config.serve.listen, "--listen")?;
    let stop = signals::stop()?;
    let hangup = signals::hangup()?;

    let shop_url = match args.config {
        None => Some(node::open_demo_shop(args.demo_shop_listen).await?),
        Some(_) => None,
    };
    let (assistant, place) = (loaded.assistant.clone(), loaded.place.clone());
    let mut registry = Registry::with_prefix("xiaoer");
    standing.register_metrics(&mut registry);
    engines.register_metrics(&mut registry);
    let gateway = Gateway::connect(&assistant.content().integrations, node::variables(shop_url.clone()))?;
    let of_shop = ("shop".into(), config.shop.id.as_str().to_owned().into());
    gateway.register_metrics(registry.sub_registry_with_label(of_shop));
    let store = Store::open(&config.serve.data.join(node::LOG_FILE))?;
    store.register_metrics(&mut registry);
    let attachments = config.attachments.clone();
    let files = Files::open(&config.serve.data.join(node::FILES_FOLDER), attachments, &store)
        .await
        .context("the files of conversations cannot be used")?;
    let people = People::new(store.clone());
    let entrance = match &args.config {
        None => Entrance::demo(&people, &config.shop.id, args.demo_password.as_deref()).await?,
        Some(_) => Entrance::open(&people, &config.shop.id).await?,
    };
    let key = Key::open(&config.serve.data)?;
    let visitors = Visitors::new(key.clone(), config.shop.secret.clone(), args.config.is_none());
    let log_file = config.serve.data.join(node::LOG_FILE);
    let rollout = rollout::Settings::new(config.shop.id.clone(), config.serve.data.clone(), log_file.clone());
    let rollout = Rollout::open(rollout, assistant.clone().into());
    let search = Settings::new(config.serve.data.join(node::SEARCH_FOLDER));
    let log = || Follower::open(&log_file);
    let search = Search::start(search, log()?)?;
    let reports = Reports::start(report::Settings::new(config.shop.timezone.clone()), log()?)?;
    let exchange =
        Exchange { rollout: rollout.clone(), gateway: gateway.clone(), shop_url: shop_url.clone() };
    let versions =
        loaded.start(Arc::new(exchange), log()?).context("the thread of the draft cannot be started")?;
    resume(&rollout, &versions).await?;
    let conversations = Conversations::start(conversation::Parts {
        store: store.clone(),
        brain: Arc::new(rollout.clone()),
        systems: Arc::new(gateway.clone()),
        desk: Desk::new(config.desk.clone(), config.shop.timezone.clone()),
        limits: conversation::Limits {
            mailbox: size(config.limits.mailbox),
            live: size(config.limits.live_conversations),
            burst: config.conversation.burst,
            ..conversation::Limits::default()
        },
    });
    conversations.register_metrics(&mut registry);
    let of_shop = ("shop".into(), config.shop.id.as_str().to_owned().into());
    rollout.register_metrics(registry.sub_registry_with_label(of_shop));
    let answering = versions.clone();
    let embedder = Arc::new(move || answering.live_assistant().shared_embedder());
    let inbox = Inbox::start(config.shop.id.clone(), store.clone(), log()?, embedder)
        .context("the threads of the inbox cannot be started")?;
    let api = Api::new(http::Parts {
        config: config.clone(),
        conversations: conversations.clone(),
        store,
        files,
        people,
        visitors,
        search,
        reports,
        inbox,
        versions: versions.clone(),
        rollout,
        links: Links::new(key),
        demo_shop: shop_url.as_deref().map(DemoShop::at).transpose()?,
        registry,
    });

    let banner = Banner {
        address: listener.local_addr()?,
        shop_url: shop_url.as_deref(),
        content: assistant,
        content_place: &place,
        encoder: &standing.description(),
        data: &config.serve.data,
        entrance: &entrance,
    };
    tokio::spawn(reload::run(versions, hangup));

    warn_of_unsigned(&config);
    let (close, closed) = oneshot::channel::<()>();
    let drain = config.serve.drain;
    let server = Server {
        router: http::router(api.clone()),
        sockets: api.sockets.clone(),
        connections: size(config.serve.connections),
        drain,
    };
    let server = tokio::spawn(server.serve(listener, async { drop(closed.await) }));
    tokio::pin!(stop);
    tokio::select! {
        () = &mut stop => {}
        () = conversations.until_recovered() => {
            banner.print(began.elapsed())?;
            stop.await;
        }
    }
    let stopped = Instant::now();
    tracing::info!("stopping: no new messages are taken");
    api.drain();
    // Nobody is left to tell where the server has ended by itself.
    let _ = close.send(());
    if !conversations.drain(drain).await {
        tracing::warn!("some turns did not end in time; the next start takes them up");
    }
    server.await.context("the server broke down")?;
    Ok(stopped)
}

/// Goes on with the canary that ran when the process before ended, before anybody is answered.
async fn resume(rollout: &Rollout, versions: &Versions) -> anyhow::Result<()> {
    let Some(number) = rollout.unfinished().await else { return Ok(()) };
    let version = versions.assistant(number).await;
    let version =
        version.inspect_err(|error| tracing::error!(%error, number, "the canary has lost its version"));
    rollout.resume(version.ok().map(Into::into)).await.context("the canary cannot go on")
}

fn size(number: NonZeroU32) -> usize {
    usize::try_from(number.get()).unwrap_or(usize::MAX)
}

/// Whoever reaches an open channel can speak as any customer.
fn warn_of_unsigned(config: &Config) {
    let open = config.channels.iter().filter(|(_, settings)| settings.secret.is_none());
    let open: Vec<&str> = open.map(|(channel, _)| channel.as_str()).collect();
    if !config.serve.listen.ip().is_loopback() && !open.is_empty() {
        tracing::warn!(channels = ?open, "these channels take unsigned messages from everywhere: give them a secret");
    }
}

/// Makes the data folder this process's own.
fn lock(data: &Path) -> anyhow::Result<File> {
    let shown = data.display();
    node::make_data_folder(data)?;
    let file = File::create(data.join("lock"))
        .with_context(|| format!("cannot write to the data folder {shown}"))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => {
            anyhow::bail!("another xiaoer serves from {shown}: stop it, or choose another folder with --data")
        }
        Err(TryLockError::Error(error)) => Err(error).with_context(|| format!("cannot lock {shown}")),
    }
}
