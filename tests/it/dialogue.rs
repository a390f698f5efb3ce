//! The dialogue over a small pack: each case is a script of what is understood and what must be said.

use std::{path::Path, sync::Arc};

use jiff::{Timestamp, civil::date, tz::TimeZone};
use proptest::prelude::*;
use serde_json::{Value, json};
use xiaoer::{
    content,
    dialogue::{self, Playbook, Policy, Tracker},
    domain::{
        Action, Call, Certainty, Channel, Confidence, CustomerId, Decision, Entity, Event, Failure, Language,
        Mode, Notice, Outcome, Passage, Recorded, ShopId, Signal, Stage, Trace, Understanding, Utterance,
    },
    graph::Graph,
};

/// A conversation with the pack in fixtures/dialogue; `shop` answers the calls.
struct Talk {
    policies: Vec<Box<dyn Policy>>,
    tracker: Tracker,
    log: Vec<Recorded>,
    shop: fn(&Call) -> Outcome,
}

impl Talk {
    fn new(shop: fn(&Call) -> Outcome) -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/fixtures/dialogue");
        let files = content::source::folder(&root).unwrap();
        let (content, findings) = content::load(&files, date(2026, 1, 1));
        let errors: Vec<_> =
            findings.iter().filter(|finding| finding.severity() == content::Severity::Error).collect();
        assert!(errors.is_empty(), "{errors:?}");
        let (content, graph) = (Arc::new(content.clone()), Arc::new(Graph::new(&content)));
        let playbook = Arc::new(Playbook::new(content, graph, TimeZone::UTC));
        let shop_id = ShopId::new("demo").unwrap();
        let mut talk = Self {
            policies: dialogue::policies(&playbook),
            tracker: Tracker::new(shop_id),
            log: Vec::new(),
            shop,
        };
        talk.happen(Event::Opened { customer: CustomerId::new("c").unwrap(), channel: Channel::Web });
        talk
    }

    fn happen(&mut self, event: Event) {
        let at: Timestamp = "2026-01-01T08:00:00Z".parse().unwrap();
        let recorded = Recorded { seq: self.tracker.seq + 1, at, event };
        self.tracker.record(&recorded);
        self.log.push(recorded);
    }

    /// Says a line and answers with what came back: texts, `[buttons]`, `!handover`.
    fn say(&mut self, line: &str) -> String {
        let understanding = understand(line);
        let text = understanding.trace.normalized.clone();
        self.happen(Event::CustomerSaid {
            utterance: Utterance { text, title: None, message_id: None, metadata: Default::default() },
        });
        let signal = Signal::Said(understanding.clone());
        let mut decision = dialogue::decide(&self.policies, &self.tracker, &signal);
        self.happen(Event::Understood { understanding: Box::new(understanding) });
        let mut heard = Vec::new();
        for _ in 0..20 {
            let Decision { events, action, .. } = decision;
            for event in events {
                heard.extend(hear(&event));
                self.happen(event);
            }
            let Action::Call(call) = action else { return heard.join(" ") };
            let outcome = (self.shop)(&call);
            self.happen(Event::CallEnded { call: call.id, outcome: outcome.clone() });
            decision = dialogue::decide(&self.policies, &self.tracker, &Signal::Returned(call.id, outcome));
        }
        panic!("the shop is called for ever: {heard:?}");
    }

    /// Something happens without a word of the customer.
    fn notice(&mut self, signal: &Signal) -> String {
        let mut heard = Vec::new();
        for event in dialogue::decide(&self.policies, &self.tracker, signal).events {
            heard.extend(hear(&event));
            self.happen(event);
        }
        heard.join(" ")
    }
}

#[allow(clippy::wildcard_enum_match_arm, reason = "a customer hears only what is said")]
fn hear(event: &Event) -> Option<String> {
    match event {
        Event::BotSaid { text, choices, .. } if choices.is_empty() => Some(text.clone()),
        Event::BotSaid { text, choices, .. } => {
            let titles: Vec<&str> = choices.iter().map(|choice| choice.title.as_str()).collect();
            Some(format!("{text}[{}]", titles.join("|")))
        }
        Event::HandoffRequested { handoff } => Some(format!("!{}", handoff.reason)),
        _ => None,
    }
}

/// A line is `text`, with `@intent` for what is understood surely, `@a?b` for two that are close, `@a?b~` where the second is hardly
/// likely, `#id` for an FAQ match and `kind=value` for entities.
fn understand(line: &str) -> Understanding {
    let (mut words, mut intents, mut entities, mut passages) =
        (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let mut certainty = Certainty::Unsure;
    for word in line.split(' ') {
        if let Some(names) = word.strip_prefix('@') {
            certainty = if names.contains('?') { Certainty::Close } else { Certainty::Confident };
            intents.extend(names.split('?').map(|name| match name.strip_suffix('~') {
                Some(name) => (name.into(), Confidence::new(0.1)),
                None => (name.into(), Confidence::new(0.6)),
            }));
        } else if let Some(id) = word.strip_prefix('#') {
            passages.push(Passage {
                id: id.into(),
                question: String::new(),
                confidence: Confidence::new(0.95),
            });
        } else if let Some((kind, value)) = word.split_once('=') {
            let value = value.parse::<i64>().map_or_else(
                |_| json!(value),
                |number| match kind {
                    "ordinal" => json!(number),
                    _ => json!(value),
                },
            );
            entities.push(Entity { kind: kind.into(), span: 0..0, value });
        } else {
            words.push(word);
        }
    }
    let by = if certainty == Certainty::Unsure { Stage::None } else { Stage::Classifier };
    let language = if line.is_ascii() { Language::En } else { Language::Zh };
    let trace = Trace { normalized: words.join(" "), ..Trace::default() };
    Understanding { by, intents, certainty, entities, passages, language, trace }
}

/// Two orders on their way, one older; every order but `4` is known.
fn shop(call: &Call) -> Outcome {
    let order =
        |number: &str, name: &str, status: &str| json!({"order_no": number, "name": name, "status": status});
    match call.name.as_str() {
        "orders.recent" => Outcome::Answered(json!([
            order("1001", "牛奶", "shipped"),
            order("1002", "手机", "shipped"),
            order("1003", "图书", "completed"),
        ])),
        _ if call.with["order"] == "4" => Outcome::Failed(Failure::NotFound),
        _ if call.with["order"] == "5" => Outcome::Failed(Failure::Unavailable),
        _ if call.with["order"] == "6" => Outcome::Answered(json!({"status": "delivered"})),
        _ => Outcome::Answered(json!({"status": "shipped", "carrier": "顺丰", "state": call.with["order"]})),
    }
}

fn no_orders(_: &Call) -> Outcome {
    Outcome::Answered(Value::Array(Vec::new()))
}

#[track_caller]
fn check(script: &[(&str, &str)]) {
    check_with(shop, script);
}

#[track_caller]
fn check_with(shop: fn(&Call) -> Outcome, script: &[(&str, &str)]) {
    let mut talk = Talk::new(shop);
    for (line, expected) in script {
        assert_eq!(talk.say(line), *expected, "to {line:?}");
    }
}

const WHICH: &str = "哪一单？[牛奶 1001|手机 1002]";

#[test]
fn a_button_asks_for_a_person_as_words_do() {
    let mut talk = Talk::new(|_| panic!("nothing is called"));
    assert_eq!(talk.notice(&Signal::PersonAsked), "这就为您转人工 !customer_asked");
    assert_eq!(talk.notice(&Signal::PersonAsked), "", "one is on the way");
}

#[test]
fn what_happens_at_the_desk_is_said_in_a_sentence() {
    for (notice, sentence) in [
        (Notice::HandedBack, "那我继续为您服务"),
        (Notice::NextSeat, "换一位同事"),
        (Notice::NobodyCame, "同事都在忙"),
        (Notice::OutsideHours, "同事下班了"),
        (Notice::CustomerQuiet, "您有一会儿没说话了"),
    ] {
        for waits in [false, true] {
            let mut talk = Talk::new(|_| panic!("nothing is called"));
            if waits {
                talk.notice(&Signal::PersonAsked);
            }
            assert_eq!(talk.notice(&Signal::Desk(notice)), sentence, "{notice:?}");
        }
    }
}

#[test]
fn asks_which_and_takes_the_answer() {
    check(&[("到哪了 @parcel", WHICH), ("第二个 ordinal=2", "顺丰：1002")]);
    check(&[("到哪了 @parcel", WHICH), ("最后一个 ordinal=-1", "顺丰：1002")]);
    check(&[("到哪了 @parcel", WHICH), ("牛奶那个", "顺丰：1001")]);
    check(&[("到哪了 @parcel", WHICH), ("尾号002的", "顺丰：1002")]);
    check(&[("到哪了 @parcel", WHICH), ("手机 1002", "顺丰：1002")]);
    check(&[("到哪了 @parcel", WHICH), ("这个 order_no=1003", "顺丰：1003")]);
}

#[test]
fn what_was_named_is_not_asked() {
    check(&[("到哪了 @parcel order_no=77", "顺丰：77")]);
    check(&[("手机到哪了 @parcel product=手机", "顺丰：1002")]);
    check(&[("where @parcel order_no=77", "顺丰 says 77")]);
}

#[test]
fn a_customer_without_orders_is_told_so() {
    check_with(no_orders, &[("到哪了 @parcel", "您还没有订单")]);
}

#[test]
fn failures_end_with_a_sentence_or_a_person() {
    check(&[("到哪了 @parcel order_no=4", "没找到这一单")]);
    check(&[("到哪了 @parcel order_no=5", "系统没有回应 这就为您转人工 !system_down")]);
    check(&[("到哪了 @parcel order_no=6", "这就为您转人工 !lost")]);
}

#[test]
fn text_and_yes_count_only_as_answers() {
    check(&[
        ("是的 @cancel order_no=9 yes_no=yes", "为什么取消呢？"),
        ("买错了", "确定取消9吗？"),
        ("是的 yes_no=yes", "已取消9（买错了）"),
    ]);
    check(&[
        ("取消 @cancel order_no=9", "为什么取消呢？"),
        ("太贵", "确定取消9吗？"),
        ("不要 yes_no=no", "好的，没动您的订单"),
    ]);
}

#[test]
fn two_useless_answers_bring_a_person() {
    check(&[
        ("到哪了 @parcel", WHICH),
        ("嗯", "请从下面选一个 哪一单？[牛奶 1001|手机 1002]"),
        ("嗯嗯", "这就为您转人工 !slot_attempts"),
    ]);
}

#[test]
fn a_correction_takes_the_last_answer_back() {
    check(&[
        ("到哪了 @parcel", WHICH),
        ("第一个 ordinal=1", "顺丰：1001"),
        ("不对，是另一个", "好的，改一下 顺丰：1002"),
    ]);
    check(&[
        ("到哪了 @parcel order_no=77", "顺丰：77"),
        ("不对，是这个 order_no=78", "好的，改一下 顺丰：78"),
    ]);
    check(&[
        ("取消 @cancel order_no=9", "为什么取消呢？"),
        ("不对，是8 order_no=8", "好的，改一下 为什么取消呢？"),
        ("手滑", "确定取消8吗？"),
    ]);
}

#[test]
fn a_change_of_mind_ends_the_flow() {
    check(&[("到哪了 @parcel", WHICH), ("算了", "好的，先不办了")]);
    check(&[("取消 @cancel order_no=9", "为什么取消呢？"), ("算了不取消了 @cancel", "好的，先不办了")]);
}

#[test]
fn a_digression_comes_back() {
    check(&[
        ("到哪了 @parcel", WHICH),
        (
            "平时几点开门啊你们店里 @hours #hours.weekday",
            "平时九点开门 我们接着办查包裹 哪一单？[牛奶 1001|手机 1002]",
        ),
        ("第一个 ordinal=1", "顺丰：1001"),
    ]);
}

#[test]
fn expired_answers_are_not_given() {
    check(&[("国庆开门吗 @hours #hours.holiday", "您想问哪天的营业时间？")]);
}

#[test]
fn a_person_is_one_word_away() {
    check(&[("人工！", "这就为您转人工 !customer_asked"), ("在吗", "您还在排队"), ("喂", "")]);
    check(&[("到哪了 @parcel", WHICH), ("给我找个人 @person", "这就为您转人工 !customer_asked")]);
    check(&[("我要报警了", "非常抱歉 !police")]);
    check(&[
        ("人工", "这就为您转人工 !customer_asked"),
        ("算了", "那我继续为您服务"),
        ("几点 @hours", "您想问哪天的营业时间？"),
    ]);
}

#[test]
fn unsure_asks_and_twice_hands_over() {
    check(&[("嗯", "换个说法好吗"), ("啊", "这就为您转人工 !two_misses")]);
    check(&[("那个 @unclear", "您想办什么？"), ("这个 @unclear", "这就为您转人工 !two_misses")]);
    check(&[("嗯", "换个说法好吗"), ("几点 @hours", "您想问哪天的营业时间？"), ("嗯", "换个说法好吗")]);
}

#[test]
fn two_close_intents_become_buttons() {
    let options = "您是想问哪一个[查包裹|取消订单]";
    check(&[("包裹取消 @parcel?cancel", options), ("第一个 ordinal=1", WHICH)]);
    check(&[("包裹取消 @parcel?cancel", options), ("取消订单", "取消哪一单？")]);
    check(&[("包裹 @parcel?cancel~", options)]);
    check(&[("嗯 @parcel~?cancel~", "换个说法好吗")]);
}

#[test]
fn an_entry_about_the_likeliest_intent_confirms_it() {
    check(&[("包裹怎么查 @parcel?cancel #parcel.how", WHICH)]);
    check(&[("包裹怎么查 @cancel?parcel #parcel.how", "点我的包裹")]);
    check(&[("包裹怎么查 #parcel.how", "点我的包裹")]);
}

#[test]
fn giving_up_without_a_flow_is_no_miss() {
    check(&[("算了", "好的，先不办了"), ("算了", "好的，先不办了")]);
}

#[test]
fn what_an_answer_names_chooses_the_row() {
    check(&[("到哪了 @parcel", WHICH), ("那个小东西 product=手机", "顺丰：1002")]);
    check_with(no_orders, &[("这个到哪了 @parcel tracking_no=SF1", "您还没有订单")]);
    check(&[("这个到哪了 @parcel tracking_no=SF1", "您还没有订单")]);
}

#[test]
fn an_answer_from_the_faq_ends_the_misses() {
    check(&[("嗯", "换个说法好吗"), ("几点 #hours.weekday", "平时九点开门"), ("嗯", "换个说法好吗")]);
}

#[test]
fn what_is_not_set_compares_as_none() {
    check(&[("几点 @when", "哪天？")]);
    check(&[("今天几点 @when date=2026-01-01", "2026-01-01开门")]);
}

#[test]
fn the_summary_tells_what_the_person_is_wanted_for() {
    let mut talk = Talk::new(shop);
    talk.say("到哪了 @parcel order_no=7");
    talk.say("找个人 @person");
    assert_eq!(talk.tracker.handoff.unwrap().intent, Some("parcel".into()));
}

#[test]
fn the_summary_tells_what_is_known() {
    let mut talk = Talk::new(shop);
    talk.say("到哪了 @parcel order_no=6");
    let handoff = talk.tracker.handoff.unwrap();
    for known in ["丢件", "查包裹", "order=6", "到哪了"] {
        assert!(handoff.summary.contains(known), "{known} is not in {}", handoff.summary);
    }
    assert_eq!(handoff.slots["order"], "6");
}

proptest! {
    /// Whatever is said: no panic, no endless loop, an answer while the bot holds the conversation, and a log that replays to the
    /// same state.
    #[test]
    fn any_conversation_goes_on(lines in prop::collection::vec(prop::sample::select(vec![
        "到哪了 @parcel", "到哪了 @parcel order_no=4", "取消 @cancel", "取消 @cancel order_no=9", "几点 @hours", "那个 @unclear",
        "嗯", "第二个 ordinal=2", "第九个 ordinal=9", "是的 yes_no=yes", "不要 yes_no=no", "不对，是另一个", "不对", "算了", "人工",
        "牛奶", "包裹取消 @parcel?cancel", "平时几点 @hours #hours.weekday", "没有的 @nowhere", "order_no=5",
    ]), 1..14)) {
        let mut talk = Talk::new(shop);
        for line in lines {
            let bot = talk.tracker.mode == Mode::Bot;
            let heard = talk.say(line);
            prop_assert!(!bot || !heard.is_empty(), "silence after {line:?}");
            let replayed = Tracker::replay(talk.tracker.shop.clone(), &talk.log);
            prop_assert_eq!(&replayed, &talk.tracker);
        }
    }
}
