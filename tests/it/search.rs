//! Past messages found by their words: whose, in what order, and that the index may be lost at any time.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    time::Duration,
};

use axum::{body::Body, http::Request};
use jiff::Timestamp;
use serde_json::Value;
use tempfile::TempDir;
use xiaoer::{
    domain::{
        Assignment, Attachment, AttachmentId, Channel, Closing, ConversationId, CustomerId, Event, Name,
        Party, Recorded, SeatId, ShopId, Utterance,
    },
    identity::{Email, NewAccount, Password, Role},
    search::{Entry, Phrases, Question, Scope, Search, SearchError, Settings},
    store::{Append, Follower, Store},
};

use crate::app::TestApp;

fn shop(id: &str) -> ShopId {
    ShopId::new(id).unwrap()
}

fn seat(id: &str) -> SeatId {
    SeatId::new(id).unwrap()
}

fn opened(customer: &str) -> Event {
    Event::Opened { customer: CustomerId::new(customer).unwrap(), channel: Channel::Web }
}

fn said(text: &str) -> Event {
    Event::CustomerSaid {
        utterance: Utterance { text: text.into(), title: None, message_id: None, metadata: BTreeMap::new() },
    }
}

fn taken(by: &SeatId) -> Event {
    Event::SeatAssigned { seat: by.clone(), how: Assignment::Taken }
}

fn noted(by: &SeatId, text: &str) -> Event {
    Event::Noted { seat: by.clone(), text: text.into(), client_id: None }
}

fn labelled(by: &SeatId, labels: &[&str]) -> Event {
    Event::Labelled { seat: by.clone(), labels: labels.iter().map(|label| Name::from(*label)).collect() }
}

/// Appends to a conversation of any shop; the minutes are those of its seqs.
async fn write(store: &Store, shop_id: &str, conversation: &str, events: impl IntoIterator<Item = Event>) {
    let (shop, conversation) = (shop(shop_id), ConversationId::new(conversation).unwrap());
    let after = store.load(&shop, &conversation).await.unwrap().len() as u64;
    let start: Timestamp = "2026-11-20T16:00:00Z".parse().unwrap();
    let minutes = |seq: u64| jiff::SignedDuration::from_mins(i64::try_from(seq).unwrap());
    let events: Vec<Recorded> = (after + 1..)
        .zip(events)
        .map(|(seq, event)| Recorded { seq, at: start + minutes(seq), event })
        .collect();
    let append = Append { shop: &shop, conversation: &conversation, events: &events, pending: false };
    store.append(append).await.unwrap();
}

/// Everything on disk can be found.
async fn caught_up(search: &Search, log: &Path) {
    search.until(Follower::open(log).unwrap().last().unwrap()).await;
}

struct Desk {
    app: TestApp,
}

impl Desk {
    async fn open() -> Self {
        Self { app: TestApp::start().await }
    }

    async fn write(&self, conversation: &str, events: impl IntoIterator<Item = Event>) {
        write(&self.app.api.store, "demo", conversation, events).await;
    }

    /// Their id and how they sign a request.
    async fn join(&self, email: &str, role: Role) -> (SeatId, String) {
        let new = NewAccount {
            email: Email::new(email).unwrap(),
            name: email.to_owned(),
            role,
            skills: BTreeSet::new(),
            capacity: 5,
            password: Password::choose("correct horse battery").unwrap(),
        };
        self.app.api.people.create(&shop("demo"), new).await.unwrap();
        let (here, password) = ("127.0.0.1".parse().unwrap(), Password::enter("correct horse battery"));
        let signed_in =
            self.app.api.people.log_in(&shop("demo"), email, password, here, Timestamp::now()).await.unwrap();
        (signed_in.person.seat, format!("Bearer {}", signed_in.token.as_str()))
    }

    async fn ask(&self, token: &str, query: &str) -> Value {
        caught_up(&self.app.api.search, &self.app.data().join("log.db")).await;
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"=&-:".contains(&byte);
        let escape =
            |byte: u8| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") };
        let escaped: String = query.bytes().map(escape).collect();
        let request = Request::get(format!("/search?{escaped}")).header("authorization", token);
        self.app.send(request.body(Body::empty()).unwrap()).await.json()
    }

    async fn check(&self, token: &str, query: &str, expected: &[&str]) {
        let answer = self.ask(token, query).await;
        assert_eq!(texts(&answer), expected, "{query}: {answer}");
    }
}

fn texts(answer: &Value) -> Vec<&str> {
    let hits = answer["hits"].as_array().unwrap_or_else(|| panic!("{answer}"));
    hits.iter().map(|hit| hit["snippet"]["text"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn words_are_found_however_they_are_written() {
    let desk = Desk::open().await;
    let (wang, token) = desk.join("wang@shop", Role::Supervisor).await;
    let file = Attachment {
        id: AttachmentId::new("a1").unwrap(),
        name: "破损照片.jpg".into(),
        media_type: "image/jpeg".into(),
        bytes: 1,
    };
    let texts = [
        "我的快遞到哪裡了",
        "催一下快递员",
        "订单２６１１２０８８１５０６３７４２没到",
        "iPhone 15 Pro的屏幕，碎了",
    ];
    let story = [opened("ming")].into_iter().chain(texts.map(said)).chain([
        noted(&wang, "客户很急"),
        labelled(&wang, &["加急", "物流"]),
        Event::Attached { by: Party::Customer, attachment: file, client_id: None },
        Event::LeftMessage { text: "请打电话".into(), contact: BTreeMap::new() },
        Event::Rated { score: 5, text: Some("服务很好".into()) },
        Event::Introduced { fields: [("phone".to_owned(), "13800138000".to_owned())].into() },
        Event::AgentSaid { seat: wang.clone(), text: "已经催了".into(), client_id: None },
    ]);
    desk.write("c1", story).await;

    let [traditional, courier, number, screen] = texts;
    for (query, expected) in [
        ("q=快递", [courier, traditional].as_slice()),
        ("q=快遞", &[courier, traditional]),
        ("q=递员", &[courier]),
        ("q=员递", &[]),
        ("q=快", &[courier, traditional]),
        ("q=快递 催", &[courier]),
        ("q=催快递", &[]),
        ("q=2611208815063742", &[number]),
        ("q=2611", &[number]),
        ("q=订单２６１１", &[number]),
        ("q=261", &[]),
        ("q=3742", &[]),
        ("q=IPHONE", &[screen]),
        ("q=iphon", &[]),
        ("q=pro的屏", &[screen]),
        ("q=屏幕碎", &[screen]),
        ("q=pro 15", &[screen]),
        ("q=很急", &["客户很急"]),
        ("q=加急", &["加急 物流"]),
        ("q=破损", &["破损照片.jpg"]),
        ("q=电话", &["请打电话"]),
        ("q=服务", &["服务很好"]),
        ("q=13800138000", &["13800138000"]),
        ("q=催", &["已经催了", courier]),
        ("q=shop:demo OR 快递", &[]),
        ("q=\"快递\" -催", &[courier]),
        ("q=没有的话", &[]),
    ] {
        desk.check(&token, query, expected).await;
    }
    let answer = desk.ask(&token, "q=快递員").await;
    let hit = &answer["hits"][0];
    assert_eq!(
        (&hit["seq"], &hit["by"], &hit["kind"], &hit["customer"]),
        (&3.into(), &"customer".into(), &"message".into(), &"ming".into())
    );
    assert_eq!(hit["snippet"]["marks"], serde_json::json!([[3, 6]]));
    let note = &desk.ask(&token, "q=很急").await["hits"][0];
    assert_eq!(
        (&note["kind"], &note["by"], &note["name"]),
        (&"note".into(), &"seat".into(), &"wang@shop".into())
    );
}

#[tokio::test]
async fn what_is_found_is_kept_to_who_when_and_what() {
    let desk = Desk::open().await;
    let (wang, token) = desk.join("wang@shop", Role::Supervisor).await;
    let li = seat("li");
    desk.write(
        "c1",
        [opened("ming"), said("退款一"), taken(&wang), labelled(&wang, &["vip"]), said("退款二")],
    )
    .await;
    desk.write(
        "c2",
        [opened("hong"), said("退款三"), taken(&li), labelled(&li, &["vip", "急"]), labelled(&li, &["急"])],
    )
    .await;
    write(
        &desk.app.api.store,
        "other",
        "c3",
        [opened("ming"), said("退款四"), taken(&wang), labelled(&wang, &["vip"])],
    )
    .await;
    for (query, expected) in [
        ("q=退款", ["退款三", "退款二", "退款一"].as_slice()),
        ("q=退款&customer=ming", &["退款二", "退款一"]),
        ("q=退款&label=vip", &["退款二", "退款一"]),
        ("q=退款&label=急", &["退款三"]),
        ("q=退款&label=没有", &[]),
        ("q=退款&seat=li", &["退款三"]),
        ("q=退款&seat=li&label=vip", &[]),
        ("q=退款&from=2026-11-20T16:05:00Z", &["退款二"]),
        ("q=退款&until=2026-11-20T16:05:00Z", &["退款三", "退款一"]),
        ("q=退款&until=2026-11-20", &[]),
        ("q=退款&from=2026-11-21&until=2026-11-21", &["退款三", "退款二", "退款一"]),
        ("label=急", &["急", "vip 急", "退款三"]),
        ("customer=hong&q=急", &["急", "vip 急"]),
    ] {
        desk.check(&token, query, expected).await;
    }
    for query in ["", "q=", "q=退款&limit=0", "q=退款&order=best", "q=退款&q=快递"] {
        assert_eq!(desk.ask(&token, query).await["error"]["code"], "bad_query", "{query}");
    }
}

#[tokio::test]
async fn a_seat_finds_what_it_may_read() {
    let desk = Desk::open().await;
    let (wang, wangs) = desk.join("wang@shop", Role::Seat).await;
    let (li, lis) = desk.join("li@shop", Role::Seat).await;
    let (_, supers) = desk.join("super@shop", Role::Supervisor).await;
    desk.write("mine", [opened("a"), said("快递一"), taken(&wang), said("快递二"), noted(&wang, "快递三")])
        .await;
    // Passed on: who left reads no further.
    desk.write("ours", [opened("b"), said("快递四"), taken(&wang), taken(&li), said("快递五")]).await;
    desk.write("over", [opened("c"), said("快递六"), taken(&li), Event::Closed { why: Closing::Over }]).await;
    desk.write("bots", [opened("d"), said("快递七")]).await;
    write(&desk.app.api.store, "other", "mine", [opened("e"), said("快递八"), taken(&wang)]).await;

    desk.check(&supers, "q=快递", &["快递七", "快递六", "快递五", "快递四", "快递三", "快递二", "快递一"])
        .await;
    desk.check(&wangs, "q=快递", &["快递四", "快递三", "快递二", "快递一"]).await;
    desk.check(&lis, "q=快递", &["快递六", "快递五", "快递四"]).await;
    desk.check(&wangs, "q=快递&seat=nobody", &[]).await;

    // Whoever waits may be read by all.
    desk.app.say("f", "快递九，转人工").await;
    let found = desk.ask(&wangs, "q=快递九").await;
    assert!(texts(&found).contains(&"快递九，转人工"), "{found}");
    // Of three pages the first is what they may no longer read.
    for number in 0..30 {
        desk.write("ours", [said(&format!("快递{number}"))]).await;
    }
    let (mut all, mut after) = (Vec::new(), String::new());
    loop {
        let page = desk.ask(&wangs, &format!("q=快递&customer=b&limit=2{after}")).await;
        all.extend(texts(&page).into_iter().map(str::to_owned));
        let Some(next) = page["next"].as_str() else { break };
        after = format!("&after={next}");
    }
    assert_eq!(all, ["快递四"]);
}

#[tokio::test]
async fn pages_follow_each_other_whatever_is_said_meanwhile() {
    let desk = Desk::open().await;
    let (_, token) = desk.join("wang@shop", Role::Supervisor).await;
    let many = (0..47).map(|number| said(&format!("退款第{number}次")));
    desk.write("c1", [opened("ming")].into_iter().chain(many)).await;
    let (mut found, mut after, mut pages) = (Vec::new(), String::new(), 0);
    loop {
        let page = desk.ask(&token, &format!("q=退款&limit=10{after}")).await;
        found.extend(texts(&page).into_iter().map(str::to_owned));
        pages += 1;
        desk.write("c1", [said(&format!("退款又{pages}次"))]).await;
        let Some(next) = page["next"].as_str() else { break };
        after = format!("&after={next}");
    }
    let expected: Vec<String> = (0..47).rev().map(|number| format!("退款第{number}次")).collect();
    assert_eq!((found, pages), (expected, 5));
}

/// A log and an index without a server.
struct Folder {
    data: TempDir,
    store: Store,
}

impl Folder {
    async fn with(texts: &[&str]) -> Self {
        let data = tempfile::tempdir().unwrap();
        let store = Store::open(&data.path().join("log.db")).unwrap();
        write(&store, "demo", "c1", [opened("ming")].into_iter().chain(texts.iter().map(|text| said(text))))
            .await;
        Self { data, store }
    }

    fn log(&self) -> PathBuf {
        self.data.path().join("log.db")
    }

    fn index(&self) -> PathBuf {
        self.data.path().join("search")
    }

    fn start(&self) -> Search {
        let quick = Duration::from_millis(5);
        let settings = Settings { every: quick, again: quick, ..Settings::new(self.index()) };
        Search::start(settings, Follower::open(&self.log()).unwrap()).unwrap()
    }

    /// What is found once everything can be.
    async fn check(&self, search: &Search, q: &str, expected: &[&str]) {
        caught_up(search, &self.log()).await;
        let question = question(q);
        let found = search.find(question).await.unwrap();
        let placed = self.store.placed(&shop("demo"), found).await.unwrap();
        let texts: Vec<_> =
            placed.iter().map(|placed| Entry::of(&placed.recorded.event).unwrap().text).collect();
        assert_eq!(texts, expected, "{q}");
    }
}

fn question(q: &str) -> Question {
    Question {
        shop: shop("demo"),
        phrases: Some(Phrases::read(q).unwrap()),
        customer: None,
        label: None,
        seat: None,
        from: None,
        until: None,
        before: None,
        scope: Scope::All,
        limit: 10,
    }
}

#[tokio::test]
async fn a_restart_goes_on_where_it_stopped() {
    let folder = Folder::with(&["快递一"]).await;
    let search = folder.start();
    folder.check(&search, "快递", &["快递一"]).await;
    drop(search);
    let segments = || -> BTreeSet<PathBuf> {
        let files = fs::read_dir(folder.index()).unwrap().map(|file| file.unwrap().path());
        files.filter(|file| file.extension().is_some_and(|extension| extension == "idx")).collect()
    };
    let made = segments();
    write(&folder.store, "demo", "c1", [said("快递二")]).await;
    let search = folder.start();
    folder.check(&search, "快递", &["快递二", "快递一"]).await;
    folder.check(&search, "快递一", &["快递一"]).await;
    assert!(made.len() == 1 && segments().is_superset(&made), "it was not built anew");
}

#[tokio::test]
async fn an_index_that_is_lost_is_built_anew() {
    let segment = |folder: &Folder, extension: &str| {
        let mut files = fs::read_dir(folder.index()).unwrap().map(|file| file.unwrap().path());
        files.find(|file| file.extension().is_some_and(|found| found == extension)).unwrap()
    };
    let flip = |file: PathBuf| {
        let mut bytes = fs::read(&file).unwrap();
        bytes[0] ^= 0xff;
        fs::write(file, bytes).unwrap();
    };
    let meta = |folder: &Folder| folder.index().join("meta.json");
    type Damage<'a> = (&'a str, &'a dyn Fn(&Folder));
    let damages: [Damage<'_>; 8] = [
        ("deleted", &|folder| fs::remove_dir_all(folder.index()).unwrap()),
        ("without its list of files", &|folder| fs::remove_file(meta(folder)).unwrap()),
        ("with nothing in its list", &|folder| fs::write(meta(folder), "").unwrap()),
        ("without a file", &|folder| fs::remove_file(segment(folder, "pos")).unwrap()),
        ("with a bad byte", &|folder| flip(segment(folder, "idx"))),
        ("cut short", &|folder| fs::write(segment(folder, "term"), "x").unwrap()),
        ("of another version", &|folder| {
            let text = fs::read_to_string(meta(folder)).unwrap();
            let changed = text.replace(r#"{\"version\":1,"#, r#"{\"version\":0,"#);
            assert_ne!(text, changed);
            fs::write(meta(folder), changed).unwrap();
        }),
        ("of another log", &|folder| {
            let text = fs::read_to_string(meta(folder)).unwrap();
            let changed = text.replace(r#"\"seq\":3"#, r#"\"seq\":2"#);
            assert_ne!(text, changed);
            fs::write(meta(folder), changed).unwrap();
        }),
    ];
    for (what, damage) in damages {
        let folder = Folder::with(&["快递一", "退款"]).await;
        let search = folder.start();
        caught_up(&search, &folder.log()).await;
        drop(search);
        damage(&folder);
        let search = folder.start();
        caught_up(&search, &folder.log()).await;
        assert_eq!(search.find(question("快递")).await.map(|found| found.len()), Ok(1), "{what}");
    }
}

#[tokio::test]
async fn an_index_that_goes_while_it_is_used_comes_back() {
    let folder = Folder::with(&["快递一"]).await;
    let search = folder.start();
    folder.check(&search, "快递", &["快递一"]).await;
    fs::remove_dir_all(folder.index()).unwrap();
    while !folder.index().join("meta.json").exists() {
        tokio::task::yield_now().await;
    }
    write(&folder.store, "demo", "c1", [said("快递二")]).await;
    folder.check(&search, "快递", &["快递二", "快递一"]).await;
}

#[tokio::test]
async fn without_a_place_for_the_index_only_search_is_down() {
    let folder = Folder::with(&["快递一"]).await;
    fs::write(folder.index(), "in the way").unwrap();
    let search = folder.start();
    assert_eq!(search.find(question("快递")).await, Err(SearchError::Down));
    write(&folder.store, "demo", "c1", [said("快递二")]).await;
    fs::remove_file(folder.index()).unwrap();
    folder.check(&search, "快递", &["快递二", "快递一"]).await;
}
