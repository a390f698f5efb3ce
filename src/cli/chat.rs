//! `xiaoer chat`: a conversation on the terminal, with the engine in this process.

mod show;

use std::{
    io::{self, BufRead, IsTerminal, Write},
    net::{Ipv4Addr, SocketAddr},
    path::PathBuf,
    sync::Arc,
    time::Duration,
};

use tokio::{
    sync::mpsc,
    time::{Instant, timeout_at},
};

use self::show::Screen;
use super::{
    Exit,
    encoder::Standing,
    engines::Engines,
    node::{self, LoadError},
};
use crate::{
    assistant::Assistant,
    config::Config,
    conversation::{self, Brain, Conversations, Ear, Heard, Topic, Words},
    desk::Desk,
    domain::{Channel, CustomerId, Utterance},
    integration::Gateway,
    store::{Contact, Store},
};

/// An answer that takes longer is not waited for.
const PATIENCE: Duration = Duration::from_secs(30);
/// Events of one turn that may wait to be shown.
const HEARD: usize = 256;

/// Talk to the engine on the terminal
///
/// Without --shop-url a demo shop is started in this process. Nothing is kept. Lines may be piped in.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:
  xiaoer chat --trace
  echo 我的快递到哪了 | xiaoer chat --customer laowang")]
pub struct Args {
    /// Show under each answer how it came about
    #[arg(long)]
    trace: bool,
    /// Whom to speak as: xiaoming, xiaohong, laowang, afang, daliu or xinke in the demo shop
    #[arg(long, default_value = "xiaoming")]
    customer: String,
    /// A shop that runs already, in place of the demo shop
    #[arg(long, value_name = "URL")]
    shop_url: Option<String>,
    /// Settings that differ from the defaults; see docs/operations.md
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
}

pub(super) fn run(args: &Args) -> anyhow::Result<Exit> {
    let customer = CustomerId::new(&args.customer)?;
    let config = match &args.config {
        Some(file) => Config::read(file)?,
        None => Config::embedded(),
    };
    let standing = Standing::open(&config);
    let engines = Engines::start(&config, &standing.encoder)?;
    let loaded = match node::load(&config, &engines) {
        Ok(loaded) => loaded,
        Err(LoadError::Findings(findings)) => return Ok(node::refuse(&findings)?),
        Err(LoadError::Other(error)) => return Err(error),
    };
    let faults = standing.fault.iter().chain(&loaded.fault).map(ToString::to_string);
    for notice in faults.chain(loaded.notice) {
        writeln!(io::stderr().lock(), "warning: {notice}")?;
    }
    let log = Scratch::new()?;
    node::runtime()?.block_on(chat(args, &config, loaded.assistant, customer, &log))?;
    Ok(Exit::Done)
}

async fn chat(
    args: &Args,
    config: &Config,
    assistant: Assistant,
    customer: CustomerId,
    log: &Scratch,
) -> anyhow::Result<()> {
    let shop_url = match &args.shop_url {
        Some(url) => url.clone(),
        None => node::open_demo_shop(SocketAddr::from((Ipv4Addr::LOCALHOST, 0))).await?,
    };
    let gateway = Gateway::connect(&assistant.content().integrations, node::variables(Some(shop_url)))?;
    let brain: Arc<dyn Brain> = Arc::new(assistant);
    let conversations = Conversations::start(conversation::Parts {
        store: Store::open(&log.0.join("log.db"))?,
        brain: Arc::new(move || brain.clone()),
        systems: Arc::new(gateway),
        desk: Desk::new(config.desk.clone(), config.shop.timezone.clone()),
        limits: conversation::Limits::default(),
    });
    let screen = Screen { trace: args.trace, echo: !io::stdin().is_terminal() };
    let mut lines = lines();
    screen.prompt()?;
    while let Some(line) = lines.recv().await {
        let text = line?;
        if !text.trim().is_empty() {
            screen.customer(&text)?;
            let utterance = Utterance { text, title: None, message_id: None, metadata: [].into() };
            turn(&conversations, config, &customer, utterance, &screen).await?;
        }
        screen.prompt()?;
    }
    Ok(())
}

/// Says one thing and shows what comes back, until all of it is answered.
async fn turn(
    conversations: &Conversations,
    config: &Config,
    customer: &CustomerId,
    utterance: Utterance,
    screen: &Screen,
) -> anyhow::Result<()> {
    let contact = Contact { shop: config.shop.id.clone(), customer: customer.clone(), channel: Channel::Web };
    let topic = Topic::Contact(customer.clone(), contact.channel);
    let mut ear = Ear::open(conversations.hub(), contact.shop.clone(), topic, HEARD);
    let ack = conversations.say(&contact, Words::whole(utterance)).await?;
    let deadline = Instant::now() + PATIENCE;
    loop {
        let Ok(heard) = timeout_at(deadline, ear.next()).await else { return Ok(screen.no_answer()?) };
        if let Heard::Recorded { recorded, .. } = &*heard {
            screen.event(&recorded.event)?;
        } else if let Heard::Settled { seq, .. } = &*heard
            && *seq >= ack.seq
        {
            return Ok(());
        }
    }
}

/// The lines of standard input, read on a thread of their own.
fn lines() -> mpsc::Receiver<io::Result<String>> {
    let (sender, receiver) = mpsc::channel(1);
    std::thread::spawn(move || {
        for line in io::stdin().lock().lines() {
            if sender.blocking_send(line).is_err() {
                return;
            }
        }
    });
    receiver
}

/// A folder that goes with the process.
struct Scratch(PathBuf);

impl Scratch {
    fn new() -> io::Result<Self> {
        let folder = std::env::temp_dir().join(format!("xiaoer-chat-{}", std::process::id()));
        std::fs::create_dir_all(&folder)?;
        Ok(Self(folder))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // What cannot be removed is left to the system, which empties its temporary folder.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
