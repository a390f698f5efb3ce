//! What is refused, and what is lost when something breaks: nothing.

use std::time::Duration;

use serde_json::{Value, json};
use xiaoer::{config::Config, http::socket::frame::Opcode};

use super::{Client, Node, places, say, settings, texts};

#[tokio::test]
async fn strangers_are_told_why() {
    let node = Node::start().await;
    let (_, mine) = node.customer(json!({"type": "hello"})).await;
    let (mut other, _) = node.customer(json!({"type": "hello", "customer": "xiaohong"})).await;
    let foreign = say(&mut other, "1", "你好").await;
    let token = mine["token"].as_str().unwrap();
    let changed = format!("{}x", &token[..token.len() - 1]);

    let check = async |hello: Value, error: &str, code: u16| {
        let mut visitor = node.dial_visitor().await;
        visitor.say(hello.clone()).await;
        assert_eq!(visitor.error().await, error, "{hello}");
        assert_eq!(visitor.closed().await, Some(code), "{hello}");
    };
    check(json!({"type": "hello", "token": changed}), "bad_token", 4001).await;
    check(json!({"type": "hello", "token": ""}), "bad_token", 4001).await;
    check(json!({"type": "hello", "customer": "a\nb"}), "bad_customer", 4001).await;
    let theirs = json!({"type": "hello", "token": token, "conversation": foreign});
    check(theirs, "foreign_conversation", 4003).await;

    let mut signing = settings();
    signing.shop.secret = Some(toml::Value::from("0123456789abcdef").try_into().unwrap());
    let node = Node::with(signing).await;
    let mut visitor = node.dial_visitor().await;
    visitor.say(json!({"type": "hello", "customer": "xiaohong", "signature": "00"})).await;
    assert_eq!((visitor.error().await.as_str(), visitor.closed().await), ("bad_customer", Some(4001)));
}

#[tokio::test]
async fn some_never_get_a_socket() {
    let mut config = settings();
    config.sockets.visitor_origins = vec!["https://shop.example".to_owned()];
    let node = Node::with(config).await;
    let (seat, operator) = (node.token("anna").await, node.token("otto").await);
    let [seat_bearer, operator_bearer] = [&seat, &operator].map(|token| format!("Bearer {token}"));
    let cookie = format!("xiaoer_session={seat}");
    let ours = format!("http://{}", node.address);

    let check = async |path: &str, headers: &[(&str, &str)], code: &str| {
        let refused = Client::dial(node.address, path, headers).await.err().unwrap_or_default();
        assert!(refused.contains(code), "{path} {headers:?}: {refused}");
        assert_eq!(refused.is_empty(), code.is_empty(), "{path} {headers:?}: {refused}");
    };
    check("/ws/visitor?shop=other", &[], "unknown_shop").await;
    check("/ws/visitor", &[("origin", "https://evil.example")], "foreign_origin").await;
    check("/ws/visitor", &[("origin", "https://shop.example")], "").await;
    check("/ws/visitor", &[], "").await;
    check("/ws/seat", &[], "not_authorised").await;
    check("/ws/seat", &[("authorization", "Bearer demo.00")], "not_authorised").await;
    check("/ws/seat", &[("authorization", &operator_bearer)], "forbidden").await;
    check("/ws/seat", &[("authorization", &seat_bearer), ("x-shop-id", "other")], "forbidden").await;
    check("/ws/seat", &[("cookie", &cookie), ("origin", "https://evil.example")], "foreign_origin").await;
    check("/ws/seat", &[("cookie", &cookie), ("origin", &ours)], "").await;
    check("/ws/seat", &[("authorization", &seat_bearer)], "").await;
}

#[tokio::test]
async fn what_a_visitor_cannot_say_is_refused_and_the_rest_goes_on() {
    let node = Node::start().await;
    let mut visitor = node.dial_visitor().await;
    visitor.say(json!({"type": "say", "client_id": "1", "text": "t"})).await;
    assert_eq!(visitor.error().await, "out_of_order");
    visitor.say(json!({"type": "hello", "conversation": "a\nb"})).await;
    assert_eq!(visitor.error().await, "unknown_conversation");
    visitor.say(json!({"type": "hello"})).await;
    visitor.until("welcome").await;

    let long = "长".repeat(2001);
    let deep = format!(
        r#"{{"type": "choose", "client_id": "1", "value": {}1{}}}"#,
        "[".repeat(200),
        "]".repeat(200)
    );
    let fields: serde_json::Map<String, Value> = (0..9).map(|n| (n.to_string(), json!("x"))).collect();
    for (frame, code) in [
        ("{".to_owned(), "bad_frame"),
        (r#"["hello"]"#.to_owned(), "bad_frame"),
        (deep, "deep_json"),
        (json!({}).to_string(), "bad_frame"),
        (json!({"type": "take", "conversation": "c"}).to_string(), "bad_frame"),
        (json!({"type": "hello"}).to_string(), "out_of_order"),
        (json!({"type": "say", "text": "t"}).to_string(), "bad_frame"),
        (json!({"type": "say", "client_id": "", "text": "t"}).to_string(), "bad_client_id"),
        (json!({"type": "say", "client_id": "1", "text": " \u{200b}"}).to_string(), "empty_message"),
        (json!({"type": "say", "client_id": "1", "text": long}).to_string(), "message_too_long"),
        (json!({"type": "choose", "client_id": "1", "value": {"a": 1}}).to_string(), "bad_frame"),
        (json!({"type": "typing", "text": long}).to_string(), "message_too_long"),
        (json!({"type": "read", "seq": 7}).to_string(), "unknown_conversation"),
        (json!({"type": "rate", "score": 6}).to_string(), "bad_rating"),
        (json!({"type": "rate", "score": 5}).to_string(), "not_served"),
        (json!({"type": "leave_message", "text": ""}).to_string(), "empty_message"),
        (json!({"type": "leave_message", "text": "t", "contact": fields}).to_string(), "bad_contact"),
        (json!({"type": "introduce", "fields": fields}).to_string(), "bad_fields"),
        (json!({"type": "introduce", "fields": {}}).to_string(), "bad_fields"),
        (json!({"type": "introduce", "fields": {"a": "长".repeat(86)}}).to_string(), "bad_fields"),
        (json!({"type": "introduce", "fields": {"a": "b\nc"}}).to_string(), "bad_fields"),
        (json!({"type": "introduce"}).to_string(), "bad_frame"),
    ] {
        visitor.send(Opcode::Text, true, frame.as_bytes()).await;
        assert_eq!(visitor.error().await, code, "{frame:.200}");
    }
    visitor.say(json!({"type": "say", "client_id": "wrong", "text": ""})).await;
    assert_eq!(visitor.until("error").await["client_id"], "wrong", "which of them it was");
    say(&mut visitor, "1", "你好").await;
    visitor.until_text("您说：你好").await;
}

#[tokio::test]
async fn what_a_seat_may_not_do_is_refused() {
    let node = Node::start().await;
    let (_visitor, waiting) = node.waiting("xiaoming").await;
    let (mut bot, _) = node.customer(json!({"type": "hello", "customer": "xinke"})).await;
    let with_bot = say(&mut bot, "1", "你好").await;
    let mut bert = node.seat("bert").await;
    let (_held_by, held) = node.waiting("laowang").await;
    bert.say(json!({"type": "take", "conversation": held})).await;
    bert.until("taken").await;
    let mut anna = node.dial_seat("anna").await;
    anna.say(json!({"type": "take", "conversation": waiting})).await;
    assert_eq!(anna.error().await, "out_of_order");
    drop(anna);

    let mut anna = node.seat("anna").await;
    for (mut frame, conversation, code) in [
        (json!({"type": "hello"}), &waiting, "out_of_order"),
        (json!({"type": "human"}), &waiting, "bad_frame"),
        (json!({"type": "take"}), &with_bot, "not_waiting"),
        (json!({"type": "take"}), &held, "already_taken"),
        (json!({"type": "take"}), &"nobody's".to_owned(), "unknown_conversation"),
        (json!({"type": "take_over"}), &held, "forbidden"),
        (json!({"type": "say", "client_id": "1", "text": "t"}), &held, "not_yours"),
        (json!({"type": "say", "client_id": "1", "text": "t"}), &waiting, "not_yours"),
        (json!({"type": "say", "client_id": "1", "text": ""}), &waiting, "empty_message"),
        (json!({"type": "hand_back"}), &held, "not_yours"),
        (json!({"type": "close"}), &held, "not_yours"),
        (json!({"type": "leave"}), &held, "not_yours"),
        (json!({"type": "transfer", "to": {"skill": "general"}}), &held, "not_yours"),
        (json!({"type": "transfer", "to": {"seat": "nobody"}}), &held, "unknown_seat"),
        (json!({"type": "transfer", "to": {"skill": ""}}), &held, "bad_name"),
        (json!({"type": "note", "client_id": "1", "text": "t"}), &held, "unknown_conversation"),
        (json!({"type": "note", "client_id": "1", "text": "t"}), &with_bot, "unknown_conversation"),
        (json!({"type": "wrong", "seq": 1}), &held, "unknown_conversation"),
        (json!({"type": "wrong", "seq": 999}), &waiting, "unknown_conversation"),
        (json!({"type": "label", "add": ["x".repeat(65)]}), &waiting, "bad_name"),
        (json!({"type": "read", "seq": 1}), &held, "unknown_conversation"),
        (json!({"type": "open"}), &held, "unknown_conversation"),
        (json!({"type": "open"}), &with_bot, "unknown_conversation"),
        (json!({"type": "presence", "state": "asleep"}), &waiting, "bad_presence"),
        (json!({"type": "presence", "state": "online", "capacity": 101}), &waiting, "bad_presence"),
    ] {
        frame["conversation"] = json!(conversation);
        frame["client_id"] = json!("1");
        anna.say(frame.clone()).await;
        let error = anna.until("error").await;
        assert_eq!((&error["code"], &error["client_id"]), (&json!(code), &json!("1")), "{frame}");
    }
    // A supervisor looks on, and takes over.
    let mut vera = node.seat("vera").await;
    vera.say(json!({"type": "open", "conversation": held})).await;
    let seen = vera.all_until("transcript").await;
    assert_eq!(texts(&seen)[0], ("customer", "人工"));
    bert.say(json!({"type": "say", "conversation": held, "client_id": "1", "text": "您好"})).await;
    vera.until_text("您好").await;
    vera.say(json!({"type": "take_over", "conversation": held})).await;
    vera.until("taken").await;
    bert.say(json!({"type": "say", "conversation": held, "client_id": "2", "text": "还在吗"})).await;
    assert_eq!(bert.error().await, "not_yours");
}

#[tokio::test]
async fn a_message_counts_once_however_often_it_comes() {
    let node = Node::start().await;
    let (mut visitor, welcome) = node.customer(json!({"type": "hello"})).await;
    let message = json!({"type": "say", "client_id": "1", "text": "你好"});
    visitor.say(message.clone()).await;
    let first = visitor.until("ack").await;
    visitor.until_text("您说：你好").await;
    visitor.say(message.clone()).await;
    assert_eq!(visitor.until("ack").await, first);
    let (mut again, _) = node.customer(json!({"type": "hello", "token": welcome["token"]})).await;
    again.say(message).await;
    assert_eq!(again.until("ack").await, first);

    // The same of a seat; and its numbers are its own.
    let conversation = say(&mut visitor, "2", "人工").await;
    let mut anna = node.seat("anna").await;
    anna.say(json!({"type": "take", "conversation": conversation})).await;
    anna.until("taken").await;
    let message = json!({"type": "say", "conversation": conversation, "client_id": "1", "text": "您好"});
    anna.say(message.clone()).await;
    let first = anna.until("ack").await;
    anna.say(message).await;
    assert_eq!(anna.until("ack").await, first);

    let (mut whole, _) = node.customer(json!({"type": "hello", "token": welcome["token"]})).await;
    let heard = whole.rest().await;
    let count = |text: &str| texts(&heard).into_iter().filter(|(_, said)| *said == text).count();
    assert_eq!((count("你好"), count("您说：你好"), count("您好")), (1, 1, 1));
}

#[tokio::test]
async fn a_megabyte_is_too_much_and_costs_nobody_else_anything() {
    let node = Node::start().await;
    let (mut large, _) = node.customer(json!({"type": "hello"})).await;
    let (mut other, _) = node.customer(json!({"type": "hello"})).await;
    large.send(Opcode::Text, true, &vec![b'x'; 1 << 20]).await;
    assert_eq!(large.closed().await, Some(1009));
    say(&mut other, "1", "你好").await;
}

#[tokio::test]
async fn whoever_says_too_much_is_told_and_stays() {
    let mut config = settings();
    config.sockets.burst = 3.try_into().unwrap();
    config.sockets.messages_a_second = 1.try_into().unwrap();
    let node = Node::with(config).await;
    let (mut visitor, _) = node.customer(json!({"type": "hello"})).await;
    for number in 0..4 {
        visitor.say(json!({"type": "read", "seq": number})).await;
    }
    let codes = [visitor.error().await, visitor.error().await, visitor.error().await];
    assert!(codes.contains(&"too_fast".to_owned()), "{codes:?}");
}

#[tokio::test]
async fn a_long_transcript_waits_for_its_reader() {
    let mut config = settings();
    config.sockets.outbox_messages = 8.try_into().unwrap();
    config.sockets.outbox_bytes = 2_000.try_into().unwrap();
    let node = Node::with(config).await;
    let (mut visitor, welcome) = node.customer(json!({"type": "hello"})).await;
    for number in 0..40 {
        let text = format!("{number}{}", "很长".repeat(100));
        say(&mut visitor, &number.to_string(), &text).await;
        visitor.until_text(&format!("您说：{text}")).await;
    }
    let (mut again, _) = node.customer(json!({"type": "hello", "token": welcome["token"]})).await;
    let heard = again.rest().await;
    places(&heard);
    assert_eq!(texts(&heard).len(), 80);
}

#[tokio::test]
async fn what_happens_while_somebody_comes_back_is_told_once() {
    let node = Node::start().await;
    let (mut writer, welcome) = node.customer(json!({"type": "hello"})).await;
    let token = welcome["token"].clone();
    let conversation = say(&mut writer, "first", "0").await;
    let writing = tokio::spawn(async move {
        for number in 1..=60 {
            say(&mut writer, &number.to_string(), &number.to_string()).await;
        }
    });
    let mut heard: Vec<Value> = Vec::new();
    while !texts(&heard).contains(&("customer", "60")) {
        let after = places(&heard).pop().unwrap_or(0);
        let hello = json!({"type": "hello", "token": token, "conversation": conversation, "after": after});
        let (mut reader, _) = node.customer(hello).await;
        // It is lost again after a few messages.
        for _ in 0..5 {
            heard.push(reader.next().await.unwrap());
            if texts(&heard).last() == Some(&("customer", "60")) {
                break;
            }
        }
    }
    writing.await.unwrap();
    places(&heard);
    let by_customer: Vec<&str> =
        texts(&heard).into_iter().filter(|(by, _)| *by == "customer").map(|(_, text)| text).collect();
    assert_eq!(by_customer, (0..=60).map(|number| number.to_string()).collect::<Vec<_>>());
}

#[tokio::test]
async fn a_seat_that_dies_in_mid_sentence_gives_its_chat_back() {
    let node = Node::start().await;
    let (mut visitor, conversation) = node.waiting("xiaoming").await;
    let (mut anna, mut bert) = (node.seat("anna").await, node.seat("bert").await);
    anna.say(json!({"type": "take", "conversation": conversation})).await;
    anna.say(json!({"type": "say", "conversation": conversation, "client_id": "1", "text": "您好"})).await;
    anna.until("ack").await;
    anna.send(Opcode::Text, false, br#"{"type": "say", "conver"#).await;
    drop(anna);

    let modes = [visitor.until("mode").await, visitor.until("mode").await];
    assert_eq!(modes.map(|mode| mode["mode"].as_str().unwrap().to_owned()), ["human", "waiting"]);
    bert.until("not_waiting").await;
    assert_eq!(bert.until("waiting").await["conversation"], conversation.as_str());
    bert.say(json!({"type": "take", "conversation": conversation})).await;
    bert.until_text("您好").await;
    assert_eq!(visitor.until("mode").await["name"], "BERT");
}

#[tokio::test]
async fn a_seat_that_falls_silent_gives_its_chat_back() {
    let mut config: Config = settings();
    config.sockets.ping = Duration::from_secs(1);
    let node = Node::with(config).await;
    // Hashing a password takes a while, in which nobody reads the visitor's side.
    node.token("anna").await;
    let (mut visitor, conversation) = node.waiting("xiaoming").await;
    let mut anna = node.seat("anna").await;
    anna.say(json!({"type": "take", "conversation": conversation})).await;
    anna.until("taken").await;
    assert_eq!(visitor.until("mode").await["mode"], "human");
    // Nobody reads on Anna's side any more, and so nobody answers pings.
    assert_eq!(visitor.until("mode").await["mode"], "waiting");
    assert_eq!(anna.closed().await, None);
}

#[tokio::test]
async fn a_socket_ends_with_its_session() {
    let node = Node::start().await;
    let mut other = node.seat("anna").await;
    let bearer = format!("Bearer {}", node.log_in("anna").await);
    let mut anna = Client::dial(node.address, "/ws/seat", &[("authorization", &bearer)]).await.unwrap();
    anna.say(json!({"type": "hello"})).await;
    anna.until("welcome").await;
    node.app
        .post("/auth/logout", &[("authorization", &bearer), ("content-type", "application/json")], "")
        .await;
    assert_eq!(anna.closed().await, Some(4001));
    other.rest().await;
    let mut others = Vec::new();
    for _ in 0..8 {
        let mut more = node.dial_seat("anna").await;
        more.say(json!({"type": "hello"})).await;
        more.until("welcome").await;
        others.push(more);
    }
    assert_eq!(other.closed().await, Some(4009));
}

/// A seat's connection breaks after so many bytes of what it says, and nobody knows what arrived.
#[tokio::test]
async fn what_a_seat_was_saying_when_it_died_counts_once() {
    let node = Node::start().await;
    let (mut visitor, conversation) = node.waiting("xiaoming").await;
    let mut anna = node.seat("anna").await;
    anna.say(json!({"type": "take", "conversation": conversation})).await;
    anna.until("taken").await;
    // Another connection, so that the seat is still there.
    let mut stays = node.dial_seat("anna").await;
    stays.say(json!({"type": "hello"})).await;
    stays.until("welcome").await;
    let mut expected = Vec::new();
    for cut in [1, 5, 6, 7, 50, 100, usize::MAX, usize::MAX - 1] {
        let (id, text) = (format!("cut {cut}"), format!("到{cut}"));
        let message = json!({"type": "say", "conversation": conversation, "client_id": id, "text": text});
        anna.begin(&message, cut).await;
        drop(anna);
        // Zero or one, and the same again makes it one.
        anna = node.dial_seat("anna").await;
        anna.say(json!({"type": "hello"})).await;
        anna.until("welcome").await;
        anna.say(message.clone()).await;
        let first = anna.until("ack").await;
        stays.say(message).await;
        let second = stays.until("ack").await;
        assert_eq!((&first["client_id"], &first["seq"]), (&json!(id), &second["seq"]));
        expected.push(text);
    }
    let heard = visitor.rest().await;
    places(&heard);
    let said: Vec<&str> = texts(&heard).into_iter().map(|(_, text)| text).collect();
    assert_eq!(said, expected);
}

#[tokio::test]
async fn whoever_is_ahead_of_the_log_hears_all_of_it() {
    let node = Node::start().await;
    let (mut visitor, welcome) = node.customer(json!({"type": "hello"})).await;
    let conversation = say(&mut visitor, "1", "你好").await;
    visitor.until_text("您说：你好").await;
    for after in [1_000_000, u64::MAX] {
        let hello =
            json!({"type": "hello", "token": welcome["token"], "conversation": conversation, "after": after});
        let (mut again, _) = node.customer(hello).await;
        assert_eq!(texts(&again.rest().await), [("customer", "你好"), ("bot", "您说：你好")], "{after}");
    }
    let (mut waits, waiting) = node.waiting("xiaoming").await;
    let mut anna = node.seat("anna").await;
    anna.say(json!({"type": "take", "conversation": waiting})).await;
    anna.until("taken").await;
    waits.until("mode").await;
    let mut again = node.dial_seat("anna").await;
    again.say(json!({"type": "hello", "after": {&waiting: u64::MAX, "another": 7}})).await;
    again.until("welcome").await;
    assert_eq!(texts(&again.rest().await)[0], ("customer", "人工"));
}

#[tokio::test]
async fn a_closed_conversation_is_over_for_whoever_comes_anew() {
    let node = Node::start().await;
    let (mut visitor, conversation) = node.waiting("xiaoming").await;
    let mut anna = node.seat("anna").await;
    anna.say(json!({"type": "take", "conversation": conversation})).await;
    anna.until("taken").await;
    anna.say(json!({"type": "close", "conversation": conversation})).await;
    let last = visitor.until("closed").await["seq"].clone();
    // Without its id, there is a new one, in which nothing has happened.
    let (mut again, welcome) = node.customer(json!({"type": "hello", "customer": "xiaoming"})).await;
    assert_eq!((&welcome["seq"], &welcome["mode"]), (&json!(0), &json!("bot")));
    assert_ne!(welcome["conversation"], conversation.as_str());
    assert_eq!(places(&again.rest().await), [] as [u64; 0]);
    // Who was there, or names it, sees how it ended.
    for hello in [json!({"after": 1}), json!({"conversation": conversation})] {
        let mut hello = hello;
        hello["type"] = json!("hello");
        hello["customer"] = json!("xiaoming");
        let (mut again, welcome) = node.customer(hello).await;
        assert_eq!((&welcome["seq"], &welcome["mode"]), (&last, &json!("closed")));
        assert_eq!(again.until("closed").await["why"], "by_seat");
    }
}

#[tokio::test]
async fn what_a_seat_may_no_longer_read_is_not_told_again() {
    let node = Node::start().await;
    let (mut anna, mut bert) = (node.seat("anna").await, node.seat("bert").await);
    let (mut visitor, conversation) = node.waiting("1").await;
    let to = |kind: &str| json!({"type": kind, "conversation": conversation, "client_id": kind});
    anna.say(to("take")).await;
    anna.answer("take").await;
    anna.say(to("hand_back")).await;
    anna.answer("hand_back").await;
    // Whoever talked last may go on reading.
    say(&mut visitor, "2", "谢谢").await;
    visitor.until_text("您说：谢谢").await;
    drop(anna);
    let mut anna = node.dial_seat("anna").await;
    anna.say(json!({"type": "hello", "after": {&conversation: 1}})).await;
    let known = places(&anna.rest().await).pop().unwrap();
    drop(anna);

    say(&mut visitor, "3", "人工").await;
    while visitor.until("mode").await["mode"] != "waiting" {}
    bert.say(to("take")).await;
    assert_eq!(bert.answer("take").await.pop().unwrap()["type"], "taken");
    let mut anna = node.dial_seat("anna").await;
    anna.say(json!({"type": "hello", "after": {&conversation: known}})).await;
    let heard = anna.rest().await;
    assert_eq!(places(&heard), Vec::<u64>::new(), "{heard:#?}");
}
