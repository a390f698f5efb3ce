//! `xiaoer export chats`: the log as labelled conversations, for `xiaoer eval chats`.

use std::{
    collections::BTreeMap,
    fs,
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
    str::FromStr,
};

use anyhow::Context;
use jiff::{Span, Timestamp, Zoned, civil::Date, tz::TimeZone};

use crate::{
    cli::{Exit, node, progress},
    config::Config,
    domain::{ConversationId, CustomerId, Recorded, ShopId},
    eval::chats,
    store::Follower,
};

/// Write conversations of the log, one a line, with what people did and said about them as labels.
///
/// Numbers, addresses and names of customers are masked unless --unmasked; docs/eval.md says what is in a line, and how far masking goes.
/// Works on the data folder, while a server serves from it or not.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  xiaoer export chats --since 7d | xiaoer eval chats -
  xiaoer export chats --since 2025-11-01 --until 2025-11-08 --out week.jsonl")]
pub struct Args {
    /// The settings that the server runs with
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Folder that holds the log [default: as in the settings]
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// [default: as in the settings]
    #[arg(long, value_name = "ID", value_parser = |text: &str| ShopId::new(text))]
    shop: Option<ShopId>,
    /// Conversations that began then or later: a time before now such as 7d or 12h, a day, or a moment
    #[arg(long, value_name = "WHEN")]
    since: Option<When>,
    /// Conversations that began before
    #[arg(long, value_name = "WHEN")]
    until: Option<When>,
    /// Standard output unless named
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// As it was said, with everything that belongs to the customers
    #[arg(long)]
    unmasked: bool,
}

/// Events read at a time.
const PAGE: usize = 4096;

pub(in crate::cli) fn run(args: &Args) -> anyhow::Result<Exit> {
    let config = args.config.as_deref().map_or_else(|| Ok(Config::embedded()), Config::read)?;
    let data = args.data.clone().unwrap_or(config.serve.data);
    let log = data.join(node::LOG_FILE);
    anyhow::ensure!(
        log.is_file(),
        "there is no log at {}: --data names the folder of a server",
        log.display()
    );
    let now = Timestamp::now();
    let zone = &config.shop.timezone;
    let since = args.since.as_ref().map(|when| when.moment(now, zone)).transpose()?;
    let until = args.until.as_ref().map(|when| when.moment(now, zone)).transpose()?;
    let wanted = Wanted { shop: args.shop.clone().unwrap_or(config.shop.id), since, until };
    let conversations = read(&log, &wanted)?;
    if args.unmasked {
        let warning = "the conversations are not masked: they hold what belongs to customers";
        writeln!(io::stderr().lock(), "warning: {warning}")?;
    }
    let count = match &args.out {
        Some(file) => {
            let partial = file.with_added_extension("partial");
            let shown = || format!("cannot write {}", file.display());
            let writing = fs::File::create(&partial).with_context(shown)?;
            let mut out = BufWriter::new(writing);
            let count = write(&wanted.shop, &conversations, args.unmasked, &mut out)?;
            out.into_inner().context("the disk is full")?.sync_all().with_context(shown)?;
            fs::rename(&partial, file).with_context(shown)?;
            count
        }
        None => write(&wanted.shop, &conversations, args.unmasked, &mut io::stdout().lock())?,
    };
    writeln!(io::stderr().lock(), "{count} conversations")?;
    Ok(Exit::Done)
}

struct Wanted {
    shop: ShopId,
    since: Option<Timestamp>,
    until: Option<Timestamp>,
}

type Conversations = BTreeMap<u64, (ConversationId, Vec<Recorded>)>;

/// The conversations that began in time, whole, by their number in the log.
fn read(log: &Path, wanted: &Wanted) -> anyhow::Result<Conversations> {
    let follower = Follower::open(log).with_context(|| format!("cannot read {}", log.display()))?;
    let (mut after, last) = (0, follower.last()?);
    let bar = progress::bar(last, "reading the log");
    let mut conversations = Conversations::new();
    // What is said while this runs belongs to the next export.
    while after < last {
        let page = follower.page(after, PAGE)?;
        if page.last == 0 {
            break;
        }
        for placed in page.events {
            let began = placed.recorded.at;
            let in_time = wanted.since.is_none_or(|since| began >= since)
                && wanted.until.is_none_or(|until| began < until);
            if placed.recorded.seq == 1 && in_time && placed.contact.shop == wanted.shop {
                conversations.insert(placed.number, (placed.conversation, vec![placed.recorded]));
            } else if let Some((_, events)) = conversations.get_mut(&placed.number) {
                events.push(placed.recorded);
            }
        }
        after = page.last;
        bar.set_position(after);
    }
    bar.finish_and_clear();
    Ok(conversations)
}

fn write(
    shop: &ShopId,
    conversations: &Conversations,
    unmasked: bool,
    out: &mut impl Write,
) -> anyhow::Result<usize> {
    let mut customers: BTreeMap<CustomerId, usize> = BTreeMap::new();
    let mut count = 0;
    for (id, events) in conversations.values() {
        let Some(chat) = chats::chat(id, shop, events) else { continue };
        let next = customers.len() + 1;
        let number = chat.customer.clone().map_or(next, |id| *customers.entry(id).or_insert(next));
        let chat = if unmasked { chat } else { chats::masked(&chat, number) };
        out.write_all(chats::written(&chat)?.as_bytes())?;
        count += 1;
    }
    out.flush()?;
    Ok(count)
}

/// As people say it.
#[derive(Debug, Clone)]
enum When {
    Ago(Span),
    Day(Date),
    At(Timestamp),
}

impl When {
    fn moment(&self, now: Timestamp, zone: &TimeZone) -> anyhow::Result<Timestamp> {
        match self {
            Self::Ago(span) => {
                let now = Zoned::new(now, zone.clone());
                let then = now.checked_sub(*span).context("that is too long ago")?;
                Ok(then.timestamp())
            }
            Self::Day(day) => Ok(day.to_zoned(zone.clone()).context("there is no such day")?.timestamp()),
            Self::At(moment) => Ok(*moment),
        }
    }
}

impl FromStr for When {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        // A moment first: its beginning reads as a day, too.
        if let Ok(moment) = text.parse() {
            return Ok(Self::At(moment));
        }
        if let Ok(day) = text.parse() {
            return Ok(Self::Day(day));
        }
        match text.parse::<Span>() {
            Ok(span) if span.is_positive() => Ok(Self::Ago(span)),
            Ok(_) | Err(_) => {
                Err("a time is 7d, 12h, a day such as 2025-11-21, or a moment such as 2025-11-21T08:00:00Z"
                    .into())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_as_people_say_them() {
        let now: Timestamp = "2025-11-21T08:00:00Z".parse().unwrap();
        let zone = TimeZone::get("Asia/Shanghai").unwrap();
        let check = |text: &str, expected: Option<&str>| {
            let moment = text.parse::<When>().ok().and_then(|when| when.moment(now, &zone).ok());
            assert_eq!(moment.map(|moment| moment.to_string()).as_deref(), expected, "{text}");
        };
        check("7d", Some("2025-11-14T08:00:00Z"));
        check("12h", Some("2025-11-20T20:00:00Z"));
        check("1w", Some("2025-11-14T08:00:00Z"));
        check("2025-11-20", Some("2025-11-19T16:00:00Z"));
        check("2025-11-20T10:00:00+08:00", Some("2025-11-20T02:00:00Z"));
        check("-3d", None);
        check("soon", None);
        check("99999999999d", None);
    }
}
