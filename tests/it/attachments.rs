//! Files in conversations: who may send and see them, what is refused, and what is left on the disk.

use std::{
    collections::{BTreeSet, VecDeque},
    fs, io,
    path::{Path, PathBuf},
    pin::Pin,
    task::{Context, Poll},
};

use axum::{
    body::{Body, Bytes},
    http::{Request, StatusCode},
};
use hyper::body::Frame;
use jiff::Timestamp;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};
use tokio::sync::mpsc;
use xiaoer::{
    config::Config,
    conversation::Act,
    domain::{Channel, ConversationId, Event, SeatId, ShopId},
    identity::{Email, Hello, NewAccount, Password, Role, Visitor},
    store::Contact,
};

use crate::{
    app::{Answer, TestApp},
    talk_over_sockets,
};

const PASSWORD: &str = "correct horse battery";

fn shop() -> ShopId {
    ShopId::new("demo").unwrap()
}

/// A picture of so many bytes, as far as its beginning says.
fn gif(bytes: usize) -> Vec<u8> {
    let mut gif = b"GIF89a".to_vec();
    gif.resize(bytes, b'.');
    gif
}

fn encoded(text: &str) -> String {
    utf8_percent_encode(text, NON_ALPHANUMERIC).to_string()
}

/// Somebody new on the web, with what they send in `Authorization`.
fn visitor(app: &TestApp) -> (Visitor, String) {
    let visitor = app.api.visitors.admit(&shop(), Hello::default()).unwrap();
    let token = app.api.visitors.token(&visitor);
    (visitor, format!("Bearer {token}"))
}

/// Somebody of the shop, with what they send in `Authorization`.
async fn person(app: &TestApp, name: &str, role: Role) -> (SeatId, String) {
    let account = NewAccount {
        email: Email::new(&format!("{name}@shop")).unwrap(),
        name: name.to_uppercase(),
        role,
        skills: BTreeSet::new(),
        capacity: 5,
        password: Password::choose(PASSWORD).unwrap(),
    };
    app.api.people.create(&shop(), account).await.unwrap();
    let (email, password) = (format!("{name}@shop"), Password::enter(PASSWORD));
    let from = "127.0.0.1".parse().unwrap();
    let signed_in = app.api.people.log_in(&shop(), &email, password, from, Timestamp::now()).await.unwrap();
    (signed_in.person.seat, format!("Bearer {}", signed_in.token.as_str()))
}

async fn upload(app: &TestApp, who: &str, query: &str, body: impl Into<Body>) -> Answer {
    app.post(&format!("/attachments?{query}"), &[("authorization", who)], body).await
}

async fn fetch(app: &TestApp, path: &str, headers: &[(&str, &str)]) -> Answer {
    let request = Request::get(path);
    let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
    app.send(request.body(Body::empty()).unwrap()).await
}

fn text<'a>(value: &'a Value, field: &str) -> &'a str {
    value[field].as_str().unwrap_or_else(|| panic!("no {field} in {value}"))
}

/// What of a conversation is no word of the bot.
async fn kinds(app: &TestApp, conversation: &str) -> Vec<String> {
    let conversation = ConversationId::new(conversation).unwrap();
    let log = app.api.store.load(&shop(), &conversation).await.unwrap();
    let kinds = log.iter().map(|recorded| serde_json::to_value(&recorded.event).unwrap());
    kinds.map(|event| event["type"].as_str().unwrap().to_owned()).collect()
}

/// Every file below a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found
}

fn stored_files(app: &TestApp) -> usize {
    files(&app.data().join("attachments")).len()
}

/// A body in pieces, of a length that it does not say.
struct Pieces(VecDeque<io::Result<Bytes>>);

impl hyper::body::Body for Pieces {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        Poll::Ready(self.0.pop_front().map(|piece| piece.map(Frame::data)))
    }
}

fn pieces(pieces: impl IntoIterator<Item = io::Result<Vec<u8>>>) -> Body {
    Body::new(Pieces(pieces.into_iter().map(|piece| piece.map(Bytes::from)).collect()))
}

/// A body that comes as the test sends it.
struct Slow(mpsc::Receiver<Bytes>);

impl hyper::body::Body for Slow {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        self.0.poll_recv(context).map(|piece| piece.map(|piece| Ok(Frame::data(piece))))
    }
}

#[tokio::test]
async fn a_file_comes_in_and_goes_out() {
    let app = TestApp::start().await;
    let (_, who) = visitor(&app);
    let content = gif(300_000);
    let query = format!("shop=demo&client_id=f1&name={}", encoded("小票 1.gif"));
    let answer = upload(&app, &who, &query, content.clone()).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text);
    let file = answer.json();
    assert_eq!(
        (text(&file, "name"), text(&file, "media_type"), &file["bytes"], &file["seq"]),
        ("小票 1.gif", "image/gif", &json!(300_000), &json!(2))
    );
    assert_eq!(kinds(&app, text(&file, "conversation")).await, ["opened", "attached"]);
    assert_eq!(app.api.files.used(), 300_000);

    let path = format!("/attachments/{}", text(&file, "id"));
    for (path, headers) in
        [(path.as_str(), vec![("authorization", who.as_str())]), (text(&file, "url"), vec![])]
    {
        let got = fetch(&app, path, &headers).await;
        assert_eq!((got.status, got.bytes == content), (StatusCode::OK, true), "{path}");
        for (name, value) in [
            ("content-type", "image/gif"),
            ("content-length", "300000"),
            (
                "content-disposition",
                "inline; filename=\"__ 1.gif\"; filename*=UTF-8''%E5%B0%8F%E7%A5%A8%201.gif",
            ),
            ("x-content-type-options", "nosniff"),
            ("content-security-policy", "sandbox; default-src 'none'"),
            ("cache-control", "private, max-age=3600"),
        ] {
            assert_eq!(got.headers[name], value, "{name}");
        }
    }

    let part = fetch(&app, text(&file, "url"), &[("range", "bytes=3-299998")]).await;
    assert_eq!((part.status, part.bytes == content[3..299_999]), (StatusCode::PARTIAL_CONTENT, true));
    assert_eq!(part.headers["content-range"], "bytes 3-299998/300000");
    let beyond = fetch(&app, text(&file, "url"), &[("range", "bytes=300000-")]).await;
    assert_eq!((beyond.status.as_u16(), beyond.code().as_str()), (416, "bad_range"));
    assert_eq!(beyond.headers["content-range"], "bytes */300000");

    let metrics = app.get("/metrics").await.text;
    for line in [
        "xiaoer_attachments_stored_total{shop=\"demo\",by=\"customer\"} 1",
        "xiaoer_attachments_bytes{shop=\"demo\"} 300000",
    ] {
        assert!(metrics.contains(&format!("{line}\n")), "{line} in {metrics}");
    }
}

#[tokio::test]
async fn only_who_may_see_the_conversation_sees_its_files() {
    let app = TestApp::start().await;
    let (ming, who) = visitor(&app);
    let (_, other) = visitor(&app);
    let (seat, sits) = person(&app, "seat", Role::Seat).await;
    let (_, idle) = person(&app, "idle", Role::Seat).await;
    let (_, watches) = person(&app, "vera", Role::Supervisor).await;
    let (_, operates) = person(&app, "otto", Role::Operator).await;
    let file = upload(&app, &who, "name=a.gif", gif(10)).await.json();
    let path = format!("/attachments/{}", text(&file, "id"));
    let check = async |who: &str, expected: &str| {
        let got = fetch(&app, &path, &[("authorization", who)]).await;
        let code = if got.status.is_success() { String::new() } else { got.code() };
        assert_eq!(code, expected, "{who}");
    };
    check(&who, "").await;
    check(&other, "unknown_attachment").await;
    check(&watches, "").await;
    check(&sits, "unknown_attachment").await;
    check(&operates, "forbidden").await;
    check("Bearer nobody", "not_authorised").await;
    assert_eq!(fetch(&app, &path, &[]).await.code(), "not_authorised");

    let url = text(&file, "url");
    let tampered = format!("{}0", &url[..url.len() - 1]);
    let another = upload(&app, &other, "", gif(10)).await.json();
    let borrowed = format!("/attachments/{}?{}", text(&another, "id"), url.split_once('?').unwrap().1);
    for path in [tampered.as_str(), &borrowed, &format!("{path}?key="), &format!("{path}?key=9999999999.00")]
    {
        // A digit in sixteen is the same by chance.
        let code = if path == url { "bad_key".to_owned() } else { fetch(&app, path, &[]).await.code() };
        assert_eq!(code, "bad_key", "{path}");
    }
    for id in ["none", "..%2f..%2fkey", "%00", "KEY"] {
        let code = fetch(&app, &format!("/attachments/{id}"), &[("authorization", &who)]).await.code();
        assert_eq!(code, "unknown_attachment", "{id}");
    }

    // A seat sees it from when the conversation waits; and sends only where it takes part.
    let conversation = text(&file, "conversation");
    app.say(ming.customer.as_str(), "人工").await;
    check(&sits, "").await;
    let query = format!("conversation={}&client_id=s1&name=b.gif", encoded(conversation));
    assert_eq!(upload(&app, &sits, &query, gif(20)).await.code(), "not_yours");
    let id = ConversationId::new(conversation).unwrap();
    app.conversations.act(&shop(), &id, Act::Take { seat }).await.unwrap();
    let sent = upload(&app, &sits, &query, gif(20)).await;
    assert_eq!(sent.status, StatusCode::CREATED, "{}", sent.text);
    assert_eq!(upload(&app, &idle, &query, gif(20)).await.code(), "not_yours");
    check(&idle, "unknown_attachment").await;
    let path = format!("/attachments/{}", text(&sent.json(), "id"));
    assert_eq!(fetch(&app, &path, &[("authorization", &who)]).await.status, StatusCode::OK);
    assert_eq!(fetch(&app, &path, &[("authorization", &other)]).await.code(), "unknown_attachment");

    // Somebody else's conversation, or none.
    for (who, query, code) in [
        (&other, query.as_str(), "foreign_conversation"),
        (&other, "conversation=none", "unknown_conversation"),
        (&other, "conversation=", "unknown_conversation"),
        (&sits, "name=a.gif", "unknown_conversation"),
        (&sits, "conversation=none", "unknown_conversation"),
        (&other, "shop=another", "unknown_shop"),
        (&other, "client_id=", "bad_client_id"),
    ] {
        assert_eq!(upload(&app, who, query, gif(10)).await.code(), code, "{query}");
    }
    assert_eq!(stored_files(&app), 3, "nothing is left of what was refused");
}

#[tokio::test]
async fn content_counts_and_not_the_name() {
    let app = TestApp::start().await;
    let (_, who) = visitor(&app);
    let png = [b"\x89PNG\r\n\x1a\n".as_slice(), &[0; 40]].concat();
    let mp4 = [b"\0\0\0\x18ftypmp42".as_slice(), &[0; 40]].concat();
    let exe = [b"MZ\x90\0".as_slice(), &[0; 600]].concat();
    for (name, content, expected) in [
        ("小票.png", png.clone(), Ok("小票.png image/png")),
        ("小票.jpg", png.clone(), Ok("小票.jpg.png image/png")),
        ("evil.html", png, Ok("evil.html.png image/png")),
        ("退货.pdf", b"%PDF-1.7 ...".to_vec(), Ok("退货.pdf application/pdf")),
        ("开箱.mp4", mp4, Ok("开箱.mp4 video/mp4")),
        ("../../../etc/passwd", gif(10), Ok("passwd.gif image/gif")),
        ("a\r\nb\u{0}\u{202e}.gif", gif(10), Ok("ab.gif image/gif")),
        ("", gif(10), Ok("file.gif image/gif")),
        ("a.png", exe, Err("file_type")),
        ("a.gif", b"<html><script>alert(1)</script>".to_vec(), Err("file_type")),
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>".to_vec(), Err("file_type")),
        ("a.zip", [b"PK\x03\x04".as_slice(), &[0; 600]].concat(), Err("file_type")),
        ("a.txt", "您好".repeat(1000).into_bytes(), Err("file_type")),
        ("a.gif", b"G".to_vec(), Err("file_type")),
        ("a.gif", Vec::new(), Err("empty_file")),
    ] {
        let answer = upload(&app, &who, &format!("name={}", encoded(name)), content).await;
        let found = if answer.status.is_success() {
            let file = answer.json();
            Ok(format!("{} {}", text(&file, "name"), text(&file, "media_type")))
        } else {
            Err(answer.code())
        };
        assert_eq!(found.as_deref().map_err(String::as_str), expected, "{name:?}");
    }
    let long = upload(&app, &who, &format!("name={}", encoded(&"长".repeat(300))), gif(10)).await.json();
    assert_eq!(text(&long, "name"), format!("{}.gif", "长".repeat(96)));
    assert_eq!(stored_files(&app), 9);
    let refused = "xiaoer_attachments_refused_total{shop=\"demo\",why=\"file_type\"} 6\n";
    assert!(app.get("/metrics").await.text.contains(refused));
}

#[tokio::test]
async fn size_is_bounded_whatever_is_declared() {
    let mut config = Config::embedded();
    config.attachments.bytes = 1_000_000.try_into().unwrap();
    config.attachments.total_bytes = 2_500_000.try_into().unwrap();
    let app = TestApp::with(config).await;
    let (_, who) = visitor(&app);
    let large = upload(&app, &who, "", gif(1_000_001)).await;
    assert_eq!((large.status.as_u16(), large.code().as_str()), (413, "file_too_large"));
    let headers = [("authorization", who.as_str()), ("content-length", "1000001")];
    let declared = app.post("/attachments", &headers, pieces([Ok(gif(10))])).await;
    assert_eq!(declared.code(), "file_too_large", "by its announcement alone");
    let undeclared = pieces((0..).map(|_| Ok(gif(50_000))).take(30));
    assert_eq!(upload(&app, &who, "", undeclared).await.code(), "file_too_large");
    let fitting = pieces((0..).map(|_| Ok(gif(50_000))).take(20));
    assert_eq!(upload(&app, &who, "", fitting).await.status, StatusCode::CREATED);
    assert_eq!(upload(&app, &who, "", gif(1_000_000)).await.status, StatusCode::CREATED);
    let full = upload(&app, &who, "", gif(1_000_000)).await;
    assert_eq!((full.status.as_u16(), full.code().as_str()), (503, "files_full"));
    assert_eq!(upload(&app, &who, "", gif(500_000)).await.status, StatusCode::CREATED);
    assert_eq!((stored_files(&app), app.api.files.used()), (3, 2_500_000));
}

#[tokio::test]
async fn nothing_is_left_of_a_file_that_does_not_come_whole() {
    let app = TestApp::start().await;
    let (visitor, who) = visitor(&app);
    let broken = pieces([Ok(gif(300_000)), Err(io::ErrorKind::ConnectionReset.into())]);
    assert_eq!(upload(&app, &who, "", broken).await.code(), "cut_off");
    assert_eq!((stored_files(&app), app.api.files.used()), (0, 0));

    // The sender hangs up.
    let (pieces, body) = mpsc::channel(1);
    let sending = upload(&app, &who, "", Body::new(Slow(body)));
    let hang_up = async {
        pieces.send(gif(300_000).into()).await.unwrap();
        // Until that has been taken in.
        pieces.send(gif(300_000).into()).await.unwrap();
        pieces.reserve().await.unwrap().send(Bytes::new());
        assert_eq!(stored_files(&app), 1);
    };
    tokio::select! {
        answer = sending => panic!("{}", answer.text),
        () = hang_up => {}
    }
    assert_eq!((stored_files(&app), app.api.files.used()), (0, 0));
    let contact = Contact { shop: shop(), customer: visitor.customer, channel: Channel::Web };
    assert_eq!(app.api.store.open_conversation(&contact).await.unwrap(), None);
}

#[tokio::test]
async fn a_file_that_is_sent_twice_counts_once() {
    let app = TestApp::start().await;
    let (ming, who) = visitor(&app);
    let (seat, sits) = person(&app, "seat", Role::Seat).await;
    let first = upload(&app, &who, "client_id=f1&name=a.gif", gif(10)).await.json();
    let again = upload(&app, &who, "client_id=f1&name=b.gif", gif(20)).await;
    assert_eq!(again.status, StatusCode::OK);
    let same = |answer: &Answer, of: &Value| {
        let file = answer.json();
        assert_eq!(
            (answer.status, &file["id"], &file["seq"]),
            (StatusCode::OK, &of["id"], &of["seq"]),
            "{file}"
        );
    };
    same(&again, &first);
    let conversation = ConversationId::new(text(&first, "conversation")).unwrap();
    app.say(ming.customer.as_str(), "人工").await;
    app.conversations.act(&shop(), &conversation, Act::Take { seat: seat.clone() }).await.unwrap();
    let query = format!("conversation={conversation}&client_id=f1");
    let by_seat = upload(&app, &sits, &query, gif(30)).await;
    assert_eq!(by_seat.status, StatusCode::CREATED, "another side's ids are others");
    same(&upload(&app, &sits, &query, gif(30)).await, &by_seat.json());

    let app = app.restart(Config::embedded()).await;
    same(&upload(&app, &who, "client_id=f1", gif(10)).await, &first);
    same(&upload(&app, &sits, &query, gif(30)).await, &by_seat.json());
    // Of what came before the conversation was over, too.
    app.conversations.act(&shop(), &conversation, Act::Close { seat }).await.unwrap();
    same(&upload(&app, &who, "client_id=f1", gif(10)).await, &first);
    let closed = format!("conversation={conversation}");
    assert_eq!(upload(&app, &who, &closed, gif(10)).await.code(), "conversation_closed");
    let next = upload(&app, &who, "client_id=f2", gif(10)).await.json();
    assert_ne!(next["conversation"], first["conversation"]);
    // Words have used this id.
    app.post(
        "/webhook",
        &[("x-channel-type", "web")],
        json!({"user": ming.customer, "text": "在吗", "message_id": "m1"}).to_string(),
    )
    .await;
    assert_eq!(upload(&app, &who, "client_id=m1", gif(10)).await.code(), "bad_client_id");
    assert_eq!((stored_files(&app), app.api.files.used()), (3, 50));
}

#[tokio::test]
async fn a_restart_keeps_what_was_acknowledged_and_nothing_else() {
    let app = TestApp::start().await;
    let (_, who) = visitor(&app);
    let file = upload(&app, &who, "name=a.gif", gif(10)).await.json();
    let folder = app.data().join("attachments");
    // What a crash may leave: a file that was coming in, and one that no event names yet.
    fs::write(folder.join(".incoming/half"), gif(10)).unwrap();
    fs::create_dir_all(folder.join("demo/ab")).unwrap();
    fs::write(folder.join("demo/ab/orphan-ab"), gif(10)).unwrap();
    // Not ours.
    fs::write(folder.join("demo/README.txt"), "?").unwrap();
    let app = app.restart(Config::embedded()).await;
    let id = text(&file, "id");
    let kept = folder.join("demo").join(&id[id.len() - 2..]).join(id);
    let left: BTreeSet<PathBuf> = files(&folder).into_iter().collect();
    assert_eq!(left, BTreeSet::from([kept, folder.join("demo/README.txt")]));
    assert_eq!(app.api.files.used(), 10);
    let got = fetch(&app, &format!("/attachments/{id}"), &[("authorization", &who)]).await;
    assert_eq!(got.bytes, gif(10));
    let linked = fetch(&app, text(&file, "url"), &[]).await;
    assert_eq!(linked.bytes, gif(10), "the key outlives the process");
}

#[tokio::test]
async fn so_many_files_an_hour() {
    let mut config = Config::embedded();
    config.attachments.an_hour = 2;
    let app = TestApp::with(config).await;
    let (ming, who) = visitor(&app);
    let (seat, sits) = person(&app, "seat", Role::Seat).await;
    upload(&app, &who, "client_id=f1", gif(10)).await;
    let second = upload(&app, &who, "client_id=f2", gif(10)).await.json();
    let third = upload(&app, &who, "client_id=f3", gif(10)).await;
    assert_eq!((third.status.as_u16(), third.code().as_str()), (429, "too_many_files"));
    assert_eq!(upload(&app, &who, "client_id=f2", gif(10)).await.json()["id"], second["id"]);
    app.say(ming.customer.as_str(), "人工").await;
    let conversation = ConversationId::new(text(&second, "conversation")).unwrap();
    app.conversations.act(&shop(), &conversation, Act::Take { seat }).await.unwrap();
    let query = format!("conversation={conversation}");
    assert_eq!(upload(&app, &sits, &query, gif(10)).await.status, StatusCode::CREATED);
    let (_, other) = visitor(&app);
    assert_eq!(upload(&app, &other, "", gif(10)).await.status, StatusCode::CREATED);
}

#[tokio::test]
async fn pages_of_the_shop_may_send_files() {
    let mut config = Config::embedded();
    config.sockets.visitor_origins = vec!["https://shop.example".to_owned()];
    for (config, foreign) in [(Config::embedded(), true), (config, false)] {
        let app = TestApp::with(config).await;
        let (_, who) = visitor(&app);
        for (origin, welcome) in [("https://shop.example", true), ("https://evil.example", foreign)] {
            let ask = Request::options("/attachments").header("origin", origin);
            let ask = ask.header("access-control-request-method", "POST").body(Body::empty()).unwrap();
            let asked = app.send(ask).await;
            assert_eq!(asked.status.as_u16(), if welcome { 204 } else { 403 }, "{origin}");
            let headers = [("authorization", who.as_str()), ("origin", origin)];
            let sent = app.post("/attachments", &headers, gif(10)).await;
            assert_eq!(sent.status.as_u16(), if welcome { 201 } else { 403 }, "{origin} {}", sent.text);
            let nobody = app.post("/attachments", &[("origin", origin)], gif(10)).await;
            assert_eq!(nobody.code(), "not_authorised");
            for answer in [asked, sent, nobody] {
                let allowed = answer.headers.get("access-control-allow-origin");
                assert_eq!(allowed.map(|origin| origin.to_str().unwrap()), welcome.then_some(origin));
                assert!(!answer.headers.contains_key("access-control-allow-credentials"));
                assert_eq!(answer.headers["vary"], "Origin");
            }
        }
    }
}

#[tokio::test]
async fn a_customer_of_any_name_sends_files() {
    let app = TestApp::start().await;
    let named = Hello { customer: Some("小明 100%"), local: true, ..Hello::default() };
    let token = app.api.visitors.token(&app.api.visitors.admit(&shop(), named).unwrap());
    let who = format!("Bearer {}", encoded(&token));
    let file = upload(&app, &who, "name=a.gif", gif(10)).await;
    assert_eq!(file.status, StatusCode::CREATED, "{}", file.text);
    let conversation = ConversationId::new(text(&file.json(), "conversation")).unwrap();
    let contact = app.api.store.contact(&shop(), &conversation).await.unwrap().unwrap();
    assert_eq!(contact.customer.as_str(), "小明 100%");
}

#[tokio::test]
async fn both_sides_hear_of_files_in_order() {
    let node = talk_over_sockets::Node::start().await;
    let (mut visitor, welcome) = node.customer(json!({"type": "hello"})).await;
    let who = format!("Bearer {}", text(&welcome, "token"));
    let first = upload(&node.app, &who, "client_id=f1&name=a.gif", gif(10)).await.json();
    let conversation = talk_over_sockets::say(&mut visitor, "w1", "人工").await;
    assert_eq!(text(&first, "conversation"), conversation);
    visitor.until("mode").await;
    let mut seat = node.seat("sue").await;
    seat.say(json!({"type": "take", "conversation": conversation})).await;
    // The transcript comes before or after what says that the conversation is theirs.
    let mut told: Vec<Value> = Vec::new();
    while !["attachment", "taken"].iter().all(|kind| told.iter().any(|message| message["type"] == **kind)) {
        told.push(seat.next().await.unwrap());
    }
    let heard = told.into_iter().find(|message| message["type"] == "attachment").unwrap();
    assert_eq!(
        (text(&heard, "by"), text(&heard, "id"), text(&heard, "client_id")),
        ("customer", text(&first, "id"), "f1")
    );
    assert_eq!(fetch(&node.app, text(&heard, "url"), &[]).await.bytes, gif(10));

    let sits = format!("Bearer {}", node.token("sue").await);
    let query = format!("conversation={}&client_id=s1&name={}", encoded(&conversation), encoded("发票.gif"));
    let second = upload(&node.app, &sits, &query, gif(20)).await.json();
    let theirs = visitor.until("attachment").await;
    assert_eq!(
        (text(&theirs, "by"), text(&theirs, "name"), &theirs["seq"]),
        ("seat", "发票.gif", &second["seq"])
    );
    assert!(theirs["seat"].is_null() && theirs["client_id"].is_null(), "{theirs}");
    assert_eq!(fetch(&node.app, text(&theirs, "url"), &[]).await.bytes, gif(20));
    let own = seat.until("attachment").await;
    assert!(own["seat"].is_string(), "{own}");
    assert_eq!((&own["seq"], text(&own, "client_id")), (&second["seq"], "s1"));

    // Whoever comes back is told of both, once.
    let hello = json!({"type": "hello", "token": welcome["token"], "conversation": conversation, "after": 1});
    let (mut again, _) = node.customer(hello).await;
    let missed = again.rest().await;
    let files = missed.iter().filter(|message| message["type"] == "attachment");
    let ids: Vec<&str> = files.map(|file| text(file, "id")).collect();
    assert_eq!(ids, [text(&first, "id"), text(&second, "id")]);
}

#[tokio::test]
async fn the_bot_says_once_that_it_sees_nothing_in_files() {
    let app = TestApp::retail("http://127.0.0.1:9").await;
    let (ming, who) = visitor(&app);
    let file = upload(&app, &who, "", gif(10)).await.json();
    upload(&app, &who, "", gif(10)).await;
    let conversation = text(&file, "conversation");
    assert_eq!(kinds(&app, conversation).await, ["opened", "attached", "bot_said", "attached"]);
    let id = ConversationId::new(conversation).unwrap();
    let log = app.api.store.load(&shop(), &id).await.unwrap();
    let replies: Vec<&str> = log
        .iter()
        .filter_map(|recorded| match &recorded.event {
            Event::BotSaid { reply, .. } => reply.as_ref().map(|reply| reply.as_str()),
            _ => None,
        })
        .collect();
    assert_eq!(replies, ["attachment.received"]);
    app.say(ming.customer.as_str(), "转人工").await;
    let before = kinds(&app, conversation).await.len();
    upload(&app, &who, "", gif(10)).await;
    assert_eq!(kinds(&app, conversation).await[before..], ["attached"], "a person is about to look");
}
