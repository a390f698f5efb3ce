//! Whether one who does not read holds up the others.

use std::{
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use anyhow::{Context, ensure};
use serde_json::{Value, json};
use tokio::{
    task::JoinSet,
    time::{MissedTickBehavior, interval, sleep},
};
use uuid::Uuid;

use super::{
    Common, Figures,
    client::{Client, Heard, Target, call, sign_in},
    duration,
    visitor::Visitor,
};

/// Connections of one account at a time, as docs/sockets.md says.
const CONNECTIONS: usize = 8;

/// Seats who all look on at one conversation, and then one of them stops reading
///
/// One of them talks to the customer; how long each of its messages takes to each of the others is measured twice: while all read, and
/// while one never does. The accounts are made for it, and disabled afterwards.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:
  xiaoer serve --demo-password measuring
  xiaoer bench group --password measuring --members 200")]
pub struct Args {
    #[command(flatten)]
    pub common: Common,
    /// Of an admin
    #[arg(long, default_value = "admin@demo")]
    email: String,
    #[arg(long)]
    password: String,
    #[arg(long, default_value_t = 200)]
    members: usize,
    /// Messages a second; a seat may say `sockets.messages_a_second`
    #[arg(long, default_value_t = 15)]
    rate: u32,
    /// Of each message
    #[arg(long, default_value_t = 1500)]
    characters: usize,
    /// For each of the two measurements
    #[arg(long, default_value = "10s", value_parser = duration)]
    seconds: Duration,
    /// The shop that the customer visits
    #[arg(long, default_value = "demo")]
    shop: String,
}

pub async fn run(args: &Args) -> anyhow::Result<Figures> {
    let target = &args.common.url;
    let admin = sign_in(target, &args.email, &args.password).await?;
    let mut accounts = Vec::new();
    for _ in 0..args.members.div_ceil(CONNECTIONS).max(1) {
        accounts.push(Account::make(target, &admin).await?);
    }
    let measured = both(args, &accounts).await;
    for account in &accounts {
        let path = format!("/admin/seats/{}", account.seat);
        call(target, "PATCH", &path, Some(&admin), &json!({"enabled": false})).await?;
    }
    measured
}

async fn both(args: &Args, accounts: &[Account]) -> anyhow::Result<Figures> {
    let mut figures = Figures::of("group");
    figures.add("members", args.members as f64);
    for (name, one_never_reads) in [("all_read_", false), ("one_never_reads_", true)] {
        let (mut times, dropped) = measure(args, accounts, one_never_reads).await?;
        figures.add(format!("{name}deliveries"), times.len() as f64);
        figures.add_times(name, &mut times);
        if one_never_reads {
            figures.add("slow_reader_dropped", f64::from(u8::from(dropped)));
        }
    }
    Ok(figures)
}

/// A supervisor, who may look on at every conversation.
struct Account {
    seat: String,
    token: String,
}

impl Account {
    async fn make(target: &Target, admin: &str) -> anyhow::Result<Self> {
        let (email, password) = (format!("{}@bench.invalid", Uuid::now_v7()), Uuid::now_v7().to_string());
        let body = json!({"email": email, "name": "bench", "role": "supervisor", "password": password});
        let (status, answer) = call(target, "POST", "/admin/seats", Some(admin), &body).await?;
        ensure!(status == 201, "no account could be made: {answer}");
        let seat = answer["seat"].as_str().context("the account has no id")?.to_owned();
        Ok(Self { seat, token: sign_in(target, &email, &password).await? })
    }
}

/// How long each message took to each who reads, and whether the one who does not was dropped.
async fn measure(
    args: &Args,
    accounts: &[Account],
    one_never_reads: bool,
) -> anyhow::Result<(Vec<Duration>, bool)> {
    let target = args.common.url.with_path("/ws/seat".to_owned());
    let mut customer = Visitor::arrive(&args.common.url, &args.shop).await?;
    customer.say("你好").await?;
    let zero = Instant::now();
    let mut places = accounts.iter().flat_map(|account| [account; CONNECTIONS]).take(args.members);
    let mut place = || places.next().map(|account| account.token.as_str());

    let mut speaker = Client::connect_as(&target, place()).await?;
    enter(&mut speaker, "take_over", "taken", &customer.conversation).await?;
    let mut slow = match one_never_reads {
        true => Some(Client::connect_narrow(&target, place()).await?),
        false => None,
    };
    if let Some(slow) = &mut slow {
        enter(slow, "open", "transcript", &customer.conversation).await?;
    }
    let (times, over) = (Arc::new(Mutex::new(Vec::new())), Arc::new(AtomicBool::new(false)));
    let mut members = JoinSet::new();
    while let Some(token) = place() {
        let mut member = Client::connect_as(&target, Some(token)).await?;
        enter(&mut member, "open", "transcript", &customer.conversation).await?;
        let (times, over) = (times.clone(), over.clone());
        members.spawn(async move {
            loop {
                let heard = match member.hear_text().await {
                    Ok(text) => serde_json::from_str::<Value>(&text)?,
                    Err(_) if over.load(Ordering::Relaxed) => return anyhow::Ok(()),
                    Err(error) => return Err(error.context("one who read was dropped")),
                };
                if let Some(sent) = sent(&heard) {
                    let took = zero.elapsed().saturating_sub(sent);
                    times.lock().unwrap_or_else(PoisonError::into_inner).push(took);
                }
            }
        });
    }

    let mut ticks = interval(Duration::from_secs(1) / args.rate.max(1));
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let filler = "字".repeat(args.characters.saturating_sub(20));
    let began = Instant::now();
    while began.elapsed() < args.seconds {
        ticks.tick().await;
        let (id, text) = (Uuid::now_v7().to_string(), format!("{} {filler}", zero.elapsed().as_nanos()));
        let say =
            json!({"type": "say", "conversation": customer.conversation, "client_id": id, "text": text});
        speaker.say(&say.to_string()).await?;
        hear(&mut speaker, "ack").await?;
    }
    sleep(Duration::from_millis(200)).await;
    over.store(true, Ordering::Relaxed);
    if let Some(ended) = members.try_join_next() {
        ended??;
    }
    members.abort_all();
    let dropped = match slow {
        Some(slow) => was_dropped(slow).await,
        None => false,
    };
    let times = std::mem::take(&mut *times.lock().unwrap_or_else(PoisonError::into_inner));
    Ok((times, dropped))
}

/// Says hello, and does something to the conversation.
async fn enter(client: &mut Client, what: &str, done: &str, conversation: &str) -> anyhow::Result<()> {
    client.say(r#"{"type": "hello"}"#).await?;
    hear(client, "welcome").await?;
    client.say(&json!({"type": what, "conversation": conversation}).to_string()).await?;
    hear(client, done).await
}

/// Waits for the next message of a type.
async fn hear(client: &mut Client, kind: &str) -> anyhow::Result<()> {
    loop {
        let heard: Value = serde_json::from_str(&client.hear_text().await?)?;
        ensure!(heard["type"] != "error", "the server refuses: {heard}");
        if heard["type"] == kind {
            return Ok(());
        }
    }
}

/// When a message of the speaker was said.
fn sent(heard: &Value) -> Option<Duration> {
    let (sent, _) = heard["text"].as_str()?.split_once(' ')?;
    Some(Duration::from_nanos(sent.parse().ok()?))
}

/// What the kernel took comes first; one that was not dropped hears nothing more then.
async fn was_dropped(mut slow: Client) -> bool {
    loop {
        match tokio::time::timeout(Duration::from_secs(1), slow.hear()).await {
            Ok(Ok(Heard::Text(_) | Heard::Pong)) => {}
            Ok(Ok(Heard::Close(_)) | Err(_)) => return true,
            Err(_) => return false,
        }
    }
}
