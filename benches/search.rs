//! What finding past messages takes: `cargo bench --bench search`, or `-- 100000` for fewer messages. Writes to a temporary folder, so
//! TMPDIR chooses the disk.
//!
//! Messages are put together from fragments, with an order number in each tenth; they go through the log, and the index follows it as it
//! does while serving.

#![allow(clippy::print_stdout)]

use std::{
    collections::BTreeMap,
    fs,
    path::Path,
    time::{Duration, Instant},
};

use jiff::Timestamp;
use tokio::task::JoinSet;
use xiaoer::{
    domain::{
        Assignment, Channel, ConversationId, CustomerId, Event, Name, Recorded, SeatId, ShopId, Utterance,
    },
    search::{Phrases, Question, Scope, Search, Settings},
    store::{Append, Follower, Store},
};

const FRAGMENTS: [&str; 48] = [
    "快递",
    "怎么",
    "还没到",
    "我的",
    "订单",
    "退款",
    "什么时候",
    "到账",
    "申请",
    "换货",
    "颜色",
    "尺码",
    "发票",
    "开错了",
    "优惠券",
    "用不了",
    "地址",
    "写错了",
    "能改吗",
    "客服",
    "在吗",
    "你好",
    "谢谢",
    "收到",
    "破损",
    "少发",
    "一件",
    "质量",
    "太差",
    "投诉",
    "催一下",
    "物流",
    "三天",
    "没更新",
    "签收",
    "不是我",
    "手机",
    "充电器",
    "牛奶",
    "保质期",
    "运动鞋",
    "掉色",
    "耳机",
    "没声音",
    "七天",
    "无理由",
    "运费",
    "谁出",
];
/// In one message of ten thousand.
const RARE: &str = "羊绒围巾";
/// Common characters that nobody has put together.
const ABSENT: &str = "货快款递";
const EVENTS: usize = 20;
const SEATS: usize = 100;
const QUERIES: usize = 200;

#[tokio::main]
async fn main() {
    let wanted: Vec<usize> = std::env::args().filter_map(|argument| argument.parse().ok()).collect();
    let sizes = if wanted.is_empty() { vec![100_000, 1_000_000] } else { wanted };
    for messages in sizes {
        measure(messages).await;
    }
}

async fn measure(messages: usize) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (log, index) = (folder.path().join("log.db"), folder.path().join("search"));
    let store = Store::open(&log).expect("a new log");
    write(&store, messages).await;
    let last = Follower::open(&log).expect("the log").last().expect("its end");
    let before = resident();

    let began = Instant::now();
    let search = Search::start(Settings::new(index.clone()), Follower::open(&log).expect("the log"));
    let search = search.expect("a thread");
    search.until(last).await;
    let took = began.elapsed().as_secs_f64();
    println!(
        "\n{messages} messages, {last} events: indexed in {took:.1} s, {:.0} messages a second",
        messages as f64 / took
    );
    println!(
        "the index has {} MB, the log {} MB; resident {before} MB before, {} MB after",
        size(&index) >> 20,
        size(&log) >> 20,
        resident()
    );

    println!("| what | found | p50 ms | p95 ms |\n|---|---|---|---|");
    for (what, q) in [
        ("two characters of one message in sixteen", "快递"),
        ("three words, apart", "快递 催一下 物流"),
        ("four characters of one message in ten thousand", RARE),
        ("an order number by its first six digits", "261120"),
        ("four common characters that are nowhere together", ABSENT),
    ] {
        report(what, &search, q, &Scope::All).await;
    }
    let seat = Scope::Seat { seat: SeatId::new("seat7").expect("an id"), waiting: Vec::new() };
    report("the first, by a seat of a hundred", &search, "快递", &seat).await;
    println!("resident {} MB at the end", resident());
}

async fn report(what: &str, search: &Search, q: &str, scope: &Scope) {
    let mut times = Vec::with_capacity(QUERIES);
    let mut found = 0;
    for _ in 0..QUERIES {
        let question = Question {
            shop: ShopId::new("demo").expect("an id"),
            phrases: Some(Phrases::read(q).expect("words")),
            customer: None,
            label: None::<Name>,
            seat: None,
            from: None,
            until: None,
            before: None,
            scope: scope.clone(),
            limit: 20,
        };
        let began = Instant::now();
        found = search.find(question).await.expect("an answer").len();
        times.push(began.elapsed());
    }
    times.sort_unstable();
    let at = |share: usize| times[(QUERIES * share / 100).min(QUERIES - 1)];
    let ms = |time: Duration| time.as_secs_f64() * 1000.0;
    println!("| {what} | {found} | {:.2} | {:.2} |", ms(at(50)), ms(at(95)));
}

/// Conversations of twenty events each, many at a time.
async fn write(store: &Store, messages: usize) {
    let mut random = fastrand::Rng::with_seed(7);
    let mut tasks = JoinSet::new();
    let said = EVENTS - 2;
    for number in 0..messages.div_ceil(said) {
        let seat = SeatId::new(format!("seat{}", random.usize(..SEATS))).expect("an id");
        let customer = CustomerId::new(format!("customer{number}")).expect("an id");
        let opening = [
            Event::Opened { customer, channel: Channel::Web },
            Event::SeatAssigned { seat, how: Assignment::Taken },
        ];
        let texts: Vec<String> = (0..said).map(|_| message(&mut random)).collect();
        let words = texts.into_iter().map(|text| Event::CustomerSaid {
            utterance: Utterance { text, title: None, message_id: None, metadata: BTreeMap::new() },
        });
        let at =
            Timestamp::from_second(1_700_000_000 + i64::try_from(number).expect("small")).expect("a time");
        let events: Vec<Recorded> = (1..)
            .zip(opening.into_iter().chain(words))
            .map(|(seq, event)| Recorded { seq, at, event })
            .collect();
        if tasks.len() >= 256 {
            tasks.join_next().await;
        }
        let store = store.clone();
        tasks.spawn(async move {
            let shop = ShopId::new("demo").expect("an id");
            let conversation = ConversationId::new(format!("c{number}")).expect("an id");
            let append = Append { shop: &shop, conversation: &conversation, events: &events, pending: false };
            store.append(append).await.expect("room on the disk");
        });
    }
    tasks.join_all().await;
}

fn message(random: &mut fastrand::Rng) -> String {
    let mut text: String =
        (0..random.usize(2..5)).map(|_| FRAGMENTS[random.usize(..FRAGMENTS.len())]).collect();
    if random.usize(..10) == 0 {
        text.push_str(&format!("，单号26{:014}", random.u64(..100_000_000_000_000)));
    }
    if random.usize(..10_000) == 0 {
        text.push_str(RARE);
    }
    text
}

/// In bytes.
fn size(path: &Path) -> u64 {
    let metadata = fs::metadata(path).expect("it is there");
    if !metadata.is_dir() {
        return metadata.len();
    }
    fs::read_dir(path).expect("a folder").flatten().map(|entry| size(&entry.path())).sum()
}

/// In megabytes, with what is mapped.
fn resident() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<u64>().ok()).unwrap_or(0) >> 10
}
