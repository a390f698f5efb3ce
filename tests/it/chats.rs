//! Conversations of the past: how they are read, judged and counted; and that our own log, replayed, comes out as it was.

use std::{
    fs,
    io::Write,
    path::Path,
    process::{Command, Output, Stdio},
};

use jiff::{Timestamp, ToSpan};
use serde_json::{Value, json};
use xiaoer::{
    content::{self, Content},
    domain::{Channel, ConversationId, CustomerId, Event, Name, Recorded, ShopId},
    eval::{
        self, Change, ChatResults, Titles,
        chats::{
            self, Answerer, Chat, ChatFigure, ChatRow, ChatTurn, Did, Doing, Ending, JudgedChat, Labels,
            Replayed, ReplayedTurn, Verdict,
        },
    },
    train::Cost,
};

use crate::process::Server;

/// The pack of tests/it/dialogue.rs: intents parcel, hours, person, cancel, unclear.
fn content() -> Content {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/fixtures/dialogue");
    content::load(&content::source::folder(&root).unwrap(), jiff::civil::date(2026, 1, 1)).0
}

fn did(doing: Doing, intent: Option<&str>) -> Did {
    let intent = intent.map(Name::from);
    Did { doing, intent, replies: Vec::new(), calls: Vec::new(), reason: None, filled: false }
}

fn now(did: Did) -> ReplayedTurn {
    ReplayedTurn {
        did,
        said: vec!["<b>好的</b>".into()],
        confidence: Some(0.9),
        by_rule: false,
        would_call: None,
    }
}

fn labelled(text: &str, label: Option<&str>) -> ChatTurn {
    ChatTurn {
        user: text.into(),
        intent: label.map(str::to_owned),
        agent: "您好".into(),
        ..ChatTurn::default()
    }
}

fn judged(id: &str, turns: Vec<(ChatTurn, ReplayedTurn)>) -> JudgedChat {
    let (said, played) = turns.into_iter().unzip();
    let chat = Chat { id: id.into(), shop: None, customer: None, channel: None, stars: None, turns: said };
    let replayed = Replayed { turns: played };
    chats::judge_chat(chat, replayed, &Labels::default(), &content(), Cost::default())
}

#[test]
fn verdicts_follow_the_labels() {
    let check = |turn: ChatTurn, now: ReplayedTurn, expected: Verdict| {
        let judged = judged("1", vec![(turn.clone(), now.clone())]);
        assert_eq!(judged.verdicts, [expected], "{turn:?} {now:?}");
    };
    let parcel = || labelled("包裹呢", Some("parcel"));
    let answered = |intent| now(did(Doing::Answered, Some(intent)));
    check(parcel(), answered("parcel"), Verdict::Right);
    check(labelled("包裹呢", Some("查包裹")), answered("parcel"), Verdict::Right);
    check(parcel(), answered("hours"), Verdict::Wrong);
    check(parcel(), now(did(Doing::LookedUp, Some("cancel"))), Verdict::Wrong);
    check(parcel(), now(did(Doing::AskedBack, Some("unclear"))), Verdict::Question);
    check(labelled("天气", Some("out_of_scope")), answered("hours"), Verdict::Wrong);
    check(labelled("嗯", None), answered("hours"), Verdict::Unjudged);
    check(labelled("嗯", Some("从未听说")), answered("hours"), Verdict::Unjudged);
    // The topic of an FAQ entry counts, whatever the message was taken for.
    let entry = Did { replies: vec!["faq:hours.weekday".into()], ..did(Doing::Answered, Some("parcel")) };
    check(labelled("几点开", Some("hours")), now(entry), Verdict::Right);
    // What answers the bot's own question is not called wrong.
    let filled = Did { filled: true, ..did(Doing::Asked, Some("cancel")) };
    check(parcel(), now(filled), Verdict::Unjudged);
    // A person, needed or not.
    let handed = |reason: &str, intent| Did { reason: Some(reason.into()), ..did(Doing::HandedOver, intent) };
    check(labelled("转人工", Some("person")), answered("hours"), Verdict::Missed);
    check(labelled("转人工", Some("person")), now(handed("customer_asked", None)), Verdict::HandedOver);
    check(parcel(), now(handed("two_misses", None)), Verdict::Needless);
    check(parcel(), now(handed("lost", Some("parcel"))), Verdict::HandedOver);
    check(parcel(), ReplayedTurn { by_rule: true, ..now(handed("police", None)) }, Verdict::HandedOver);
    check(labelled("嗯", None), now(handed("two_misses", None)), Verdict::HandedOver);
    check(parcel(), now(did(Doing::WithPerson, None)), Verdict::WithPerson);
    // What a seat called wrong is wrong again, and only again.
    let corrected = |then| ChatTurn { wrong: true, then: Some(then), ..labelled("嗯", None) };
    check(corrected(did(Doing::Answered, Some("hours"))), answered("hours"), Verdict::Wrong);
    check(corrected(did(Doing::Answered, Some("parcel"))), answered("hours"), Verdict::Unjudged);
    let settled = ChatTurn {
        by: Some(Answerer::Bot),
        then: Some(did(Doing::Answered, Some("hours"))),
        ..labelled("几点", None)
    };
    check(settled, now(handed("two_misses", None)), Verdict::Needless);
}

/// Five conversations, one of each ending, and a question.
fn five() -> Vec<JudgedChat> {
    let right = || (labelled("包裹呢", Some("parcel")), now(did(Doing::Answered, Some("parcel"))));
    let person = Did { reason: Some("customer_asked".into()), ..did(Doing::HandedOver, Some("person")) };
    let lost = Did { reason: Some("two_misses".into()), ..did(Doing::HandedOver, None) };
    let silent = || (labelled("在吗", None), now(did(Doing::WithPerson, None)));
    let asked = (labelled("那个", None), now(did(Doing::AskedBack, None)));
    vec![
        judged("contained", vec![right(), asked]),
        judged("handed", vec![right(), (labelled("转人工", Some("person")), now(person)), silent()]),
        judged("needless", vec![(labelled("几点", Some("hours")), now(lost)), silent()]),
        judged(
            "missed",
            vec![(labelled("人呢", Some("person")), now(did(Doing::Answered, Some("hours")))), right()],
        ),
        judged(
            "wrong",
            vec![right(), (labelled("几点", Some("hours")), now(did(Doing::Asked, Some("parcel"))))],
        ),
    ]
}

fn report(chats: &[JudgedChat]) -> chats::ChatsReport {
    chats::chats_report(chats, "content", "model", Cost::default(), 1)
}

#[test]
fn figures_are_what_a_hand_counts() {
    let five = five();
    let endings: Vec<Ending> = five.iter().map(|chat| chat.ending).collect();
    use Ending::{Contained, HandedOver, Missed, Needless, Wrong};
    assert_eq!(endings, [Contained, HandedOver, Needless, Missed, Wrong]);
    let report = report(&five);
    let check = |figure: ChatFigure, part: f64, whole: f64| {
        let measured = report.figures.get(figure).unwrap();
        assert_eq!(
            (report.figures.of(figure).part, report.figures.of(figure).whole),
            (part, whole),
            "{figure:?}"
        );
        assert!((measured.value - part / whole).abs() < 1e-9, "{figure:?}");
        let [low, high] = measured.interval;
        assert!(low <= measured.value && measured.value <= high, "{figure:?} {measured:?}");
    };
    check(ChatFigure::Containment, 1.0, 5.0);
    check(ChatFigure::WithoutPerson, 3.0, 5.0);
    check(ChatFigure::AnsweredTurns, 5.0, 9.0);
    check(ChatFigure::Judged, 5.0, 5.0);
    check(ChatFigure::WrongAnswers, 1.0, 5.0);
    check(ChatFigure::Handoffs, 2.0, 5.0);
    check(ChatFigure::NeedlessHandoffs, 1.0, 2.0);
    check(ChatFigure::MissedHandoffs, 1.0, 2.0);
    check(ChatFigure::Questions, 1.0, 9.0);
    // A question 1, two handovers 3 each, a missed one and a wrong answer 10 each.
    check(ChatFigure::CostPerConversation, 27.0, 5.0);
    assert!(report.figures.get(ChatFigure::Changed).is_none());
    assert_eq!(report.then, None);
}

#[test]
fn flips_are_told_worst_first() {
    let before = five();
    let mut after = five();
    let wrong = now(did(Doing::Answered, Some("hours")));
    after[0] = judged("contained", vec![(labelled("包裹呢", Some("parcel")), wrong), after_asked()]);
    after[4] =
        judged("wrong", before[0].chat.turns.iter().cloned().zip(before[0].replayed.turns.clone()).collect());
    let rows = |chats: &[JudgedChat]| -> Vec<ChatRow> { chats.iter().map(ChatRow::new).collect() };
    let flips = chats::chat_flips(rows(&before), rows(&after));
    // The last one says other words, so it is another conversation.
    assert_eq!((flips.worse, flips.better, flips.other), (1, 0, 0), "{flips:?}");
    assert_eq!((flips.same, flips.added, flips.gone), (3, 1, 1));
    let flip = &flips.flips[0];
    assert_eq!((flip.change, flip.before, flip.after), (Change::Worse, Ending::Contained, Ending::Wrong));
    assert_eq!((flip.cost_before, flip.cost_after, flip.turns.len()), (1.0, 11.0, 1));
    let again: Vec<ChatRow> =
        chats::rows(&before).unwrap().lines().map(|row| serde_json::from_str(row).unwrap()).collect();
    assert_eq!(chats::chat_flips(again, rows(&before)).flips, []);
}

fn after_asked() -> (ChatTurn, ReplayedTurn) {
    (labelled("那个", None), now(did(Doing::AskedBack, None)))
}

#[test]
fn the_page_tells_it_in_both_languages_and_keeps_words_words() {
    let five = five();
    let report = report(&five);
    let titles = Titles::new();
    let page = eval::chats_page(&ChatResults { report: &report, chats: &five, flips: None, titles: &titles })
        .unwrap();
    assert_eq!(
        page,
        eval::chats_page(&ChatResults { report: &report, chats: &five, flips: None, titles: &titles })
            .unwrap()
    );
    for words in
        ["5 个会话里，机器人独自办完 1 个", "The bot settles 1 of 5 conversations alone", "&lt;b&gt;好的"]
    {
        assert!(page.contains(words), "{words}");
    }
    assert!(!page.contains("<b>好的"));
}

#[test]
fn faults_in_the_file_have_their_place() {
    let check = |text: &str, expected: &str| {
        let (_, findings) = chats::read(&"f.jsonl".into(), text);
        let findings: Vec<String> = findings.iter().map(ToString::to_string).collect();
        assert_eq!(findings.join("\n"), expected, "{text}");
    };
    check("{\"id\": 7, \"turns\": [{\"user\": \"在吗\"}]}\n\n", "");
    check(
        "{\"id\": 7, \"turns\": []}\n{\"id\": []}",
        "f.jsonl:2:10 syntax the conversation is not as expected: `id` is a text or a number",
    );
    check(
        "{\"id\": \"7\"}",
        "f.jsonl:1:11 syntax the conversation is not as expected: missing field `turns`",
    );
}

#[test]
fn labels_of_others_are_read_from_a_table() {
    let content = content();
    let read = |text: &str| Labels::read(&"l.csv".into(), text, &content);
    let (labels, findings) = read("# ours\nlabel,intents\n物流,parcel hours\n其他,\n闲聊,out_of_scope\n");
    assert!(findings.is_empty(), "{findings:?}");
    let check = |label: &str, accept: &[&str], unknown: bool| {
        let turn = labelled("…", Some(label));
        let (found, not_known) = labels.of(&turn, &content);
        let accepted: Vec<&str> = found.accept.iter().map(Name::as_str).collect();
        assert_eq!((accepted.as_slice(), not_known.is_some()), (accept, unknown), "{label}");
    };
    check("物流", &["parcel", "hours"], false);
    check("其他", &[], false);
    check("闲聊", &["out_of_scope"], false);
    check("parcel", &["parcel"], false);
    check("价保", &[], true);
    let faulty = |text: &str, expected: &str| {
        let found: Vec<String> = read(text).1.iter().map(ToString::to_string).collect();
        assert_eq!(found, [expected], "{text}");
    };
    faulty("a,b\n", "l.csv:1:1 missing_key the first line must be `label,intents`");
    faulty("label,intents\nx,nowhere\n", "l.csv:2:1 unknown_intent there is no intent nowhere");
    faulty("label,intents\nx,parcel\nx,\n", "l.csv:3:1 duplicate_key the label x stands twice");
}

/// The events of a conversation, a second apart, but for those that follow `with`.
fn log(events: Vec<(bool, Value)>) -> Vec<Recorded> {
    let mut at: Timestamp = "2025-11-21T08:00:00Z".parse().unwrap();
    let recorded = |(seq, (together, event)): (u64, (bool, Value))| {
        if !together {
            at += 1.second();
        }
        Recorded { seq, at, event: serde_json::from_value::<Event>(event).unwrap() }
    };
    (1..).zip(events).map(recorded).collect()
}

fn understood(text: &str) -> Value {
    json!({"type": "understood", "understanding": {
        "by": "none", "intents": [], "certainty": "unsure", "entities": [], "passages": [], "language": "zh",
        "trace": {"normalized": text, "threshold": 0.0, "content": "", "model": ""},
    }})
}

#[test]
fn our_log_becomes_a_chat_with_what_people_did_as_labels() {
    let said = |text: &str| json!({"type": "customer_said", "utterance": {"text": text}});
    let bot = |text: &str, reply: &str| json!({"type": "bot_said", "text": text, "reply": reply, "intent": "hours", "policy": "answer"});
    let handoff = |reason: &str| json!({"type": "handoff_requested", "handoff": {"reason": reason, "skill": "general", "summary": "", "slots": {}}});
    let events = log(vec![
        (false, json!({"type": "opened", "customer": "xiaoming", "channel": "web"})),
        (false, said("你好")),
        (false, said("几点开门")),
        (false, understood("你好 几点开门")),
        (true, bot("九点", "faq:hours.weekday")),
        (false, said("那个呢")),
        (false, understood("那个呢")),
        (true, bot("您想办什么？", "unclear.ask")),
        // By the button, and later a seat comes.
        (false, handoff("customer_asked")),
        (true, bot("这就转", "handoff.queued")),
        (false, json!({"type": "seat_assigned", "seat": "s1", "how": "taken"})),
        (false, json!({"type": "agent_said", "seat": "s1", "text": "您好，我来帮您"})),
        (false, json!({"type": "corrected", "seat": "s1", "seq": 8, "intent": "parcel"})),
        (false, json!({"type": "handed_back", "seat": "s1"})),
        (false, said("谢谢")),
        (false, understood("谢谢")),
        (true, bot("不客气", "bye")),
        (false, json!({"type": "rated", "score": 2})),
    ]);
    let shop = ShopId::new("demo").unwrap();
    let id = ConversationId::new("c1").unwrap();
    let chat = chats::chat(&id, &shop, &events).unwrap();
    assert_eq!((chat.id.as_str(), chat.stars, chat.channel), ("c1", Some(2), Some(Channel::Web)));
    let [pieces, that, button, thanks] = chat.turns.as_slice() else { panic!("{chat:?}") };
    assert_eq!(
        (pieces.user.as_str(), pieces.agent.as_str(), pieces.by),
        ("你好\n几点开门", "九点", Some(Answerer::Bot))
    );
    let then = pieces.then.as_ref().unwrap();
    assert_eq!((then.doing, then.intent.as_ref().unwrap().as_str()), (Doing::Answered, "hours"));
    assert_eq!((that.wrong, that.intent.as_deref()), (true, Some("parcel")));
    assert_eq!((button.user.as_str(), button.person, button.by), ("", true, Some(Answerer::Person)));
    assert_eq!(button.then.as_ref().unwrap().doing, Doing::HandedOver);
    assert_eq!((thanks.handed_back, thanks.sat, thanks.by), (true, Some(0), Some(Answerer::Bot)));
    let line = chats::written(&chat).unwrap();
    assert_eq!(chats::read(&"f".into(), &line).0, [chat]);
}

#[test]
fn masking_leaves_nothing_of_the_customers_and_the_same_the_same() {
    let answer = json!({"answered": {"customer": "xiaoming", "name": "李小明", "phone": "13812345678", "order_no": "2512345678901234"}});
    let mut chat: Chat = serde_json::from_value(json!({
        "id": "1", "customer": "xiaoming", "turns": [
            {"user": "我是李小明，订单2512345678901234", "agent": "李小明您好，尾号1234的订单",
             "calls": [{"name": "orders.get", "with": {"order": "2512345678901234"}, "outcome": answer}]},
        ],
    }))
    .unwrap();
    chat.turns[0].intent = Some("parcel".into());
    let masked = chats::masked(&chat, 3);
    let written = chats::written(&masked).unwrap();
    for secret in ["xiaoming", "李小明", "13812345678", "2512345678901234", "1234"] {
        assert!(!written.contains(secret), "{secret}: {written}");
    }
    let turn = &masked.turns[0];
    let number = turn.calls[0].with["order"].as_str().unwrap();
    assert!(turn.user.ends_with(number) && number.starts_with("25") && number.len() == 16, "{written}");
    assert_eq!((masked.customer, &turn.intent), (CustomerId::new("customer-3").ok(), &chat.turns[0].intent));
}

fn xiaoer(arguments: &[&str], input: &[u8]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xiaoer"));
    command.args(arguments).current_dir(env!("CARGO_MANIFEST_DIR"));
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("the binary runs");
    child.stdin.take().unwrap().write_all(input).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    output
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_served_comes_out_the_same_when_it_is_replayed() {
    let data = tempfile::tempdir().unwrap();
    let mut server = Server::start(data.path()).await;
    let client = reqwest::Client::new();
    let said = [
        ("xiaoming", "我的快递到哪了"),
        ("xiaoming", "第二个"),
        ("xiaoming", "满多少包邮啊"),
        ("xiaoming", "我手机13812345678，谢谢"),
        ("xiaohong", "显示签收了但是我没收到"),
        ("laowang", "那个什么的事"),
        ("laowang", "我的包裹三天没动了"),
        ("laowang", "转人工"),
        ("laowang", "在吗"),
        ("xinke", "我要退货"),
    ];
    for (user, text) in said {
        let body = json!({"user": user, "text": text}).to_string();
        let answer = client.post(format!("{}/webhook?wait=30s", server.url)).body(body).send().await.unwrap();
        assert!(answer.status().is_success(), "{text}: {}", answer.text().await.unwrap());
    }
    server.kill();

    let folder = data.path().to_str().unwrap();
    let exported = xiaoer(&["export", "chats", "--since", "1h", "--data", folder], b"").stdout;
    let text = String::from_utf8(exported.clone()).unwrap();
    assert_eq!(text.lines().count(), 4, "{text}");
    for secret in ["13812345678", "xiaoming", "laowang"] {
        assert!(!text.contains(secret), "{secret}: {text}");
    }
    let open = xiaoer(&["export", "chats", "--data", folder, "--unmasked"], b"");
    assert!(String::from_utf8_lossy(&open.stdout).contains("13812345678"));
    assert!(String::from_utf8_lossy(&open.stderr).starts_with("warning: "));

    let out = data.path().join("replayed");
    let replay = ["eval", "chats", "-", "--out", out.to_str().unwrap()];
    xiaoer(&replay, &exported);
    let files = || ["chats.json", "chats.jsonl"].map(|name| fs::read(out.join(name)).unwrap());
    let first = files();
    let report: Value = serde_json::from_slice(&first[0]).unwrap();
    let rows = String::from_utf8_lossy(&first[1]);
    assert_eq!(
        report["then"],
        json!({"same": said.len(), "otherwise": 0, "by_bot": 10, "by_person": 0}),
        "{rows}\n{text}"
    );
    assert_eq!(report["would_call"], json!({}), "every answer of the shop is in the log: {rows}");

    // Again, against itself: the same bytes, and no flip.
    let baseline = out.join("chats.json");
    let again = [&replay[..], &["--baseline", baseline.to_str().unwrap()]].concat();
    xiaoer(&again, &exported);
    assert!(files() == first, "the same bytes");
    let flips: Value = serde_json::from_slice(&fs::read(out.join("flips.json")).unwrap()).unwrap();
    assert_eq!((&flips["same"], &flips["flips"]), (&json!(4), &json!([])));
}
