//! Clients that speak Protobuf, as somebody would write them from schemas/xiaoer.v1.proto.

use prost_reflect::{DescriptorPool, DynamicMessage, MessageDescriptor, Value, prost::Message};
use serde_json::json;
use xiaoer::http::socket::frame::Opcode;

use super::{Client, Node, say};

const ASKED: (&str, &str) = ("sec-websocket-protocol", "soap, xiaoer.v1.pb");
const AGREED: &str = "sec-websocket-protocol: xiaoer.v1.pb\r\n";

struct Protobuf {
    client: Client,
    says: MessageDescriptor,
    hears: MessageDescriptor,
}

impl Protobuf {
    async fn dial(node: &Node, path: &str, who: &str, headers: &[(&str, &str)]) -> Self {
        let client = Client::dial(node.address, path, &[headers, &[ASKED]].concat()).await.unwrap();
        assert!(client.agreed.contains(AGREED), "{}", client.agreed);
        let compiled = include_bytes!(concat!(env!("OUT_DIR"), "/xiaoer.v1.descriptors"));
        let pool = DescriptorPool::decode(compiled.as_slice()).unwrap();
        let message = |name: &str| pool.get_message_by_name(&format!("xiaoer.v1.{who}{name}")).unwrap();
        Self { client, says: message("Says"), hears: message("Hears") }
    }

    async fn visitor(node: &Node) -> Self {
        Self::dial(node, "/ws/visitor?shop=demo", "Visitor", &[]).await
    }

    async fn say(&mut self, kind: &str, fields: &[(&str, Value)]) {
        let field = self.says.get_field_by_name(kind).unwrap();
        let mut what = DynamicMessage::new(field.kind().as_message().unwrap().clone());
        for (name, value) in fields {
            what.try_set_field_by_name(name, value.clone()).unwrap();
        }
        let mut message = DynamicMessage::new(self.says.clone());
        message.set_field(&field, Value::Message(what));
        self.client.send(Opcode::Binary, true, &message.encode_to_vec()).await;
    }

    /// The first message of a kind.
    async fn until(&mut self, kind: &str) -> DynamicMessage {
        loop {
            let (opcode, payload) = self.client.next_payload().await.unwrap();
            assert_eq!(opcode, Opcode::Binary);
            let message = DynamicMessage::decode(self.hears.clone(), payload.as_slice()).unwrap();
            if message.has_field_by_name(kind) {
                return message.get_field_by_name(kind).unwrap().as_message().unwrap().clone();
            }
        }
    }
}

fn text(message: &DynamicMessage, field: &str) -> String {
    message.get_field_by_name(field).unwrap().as_str().unwrap().to_owned()
}

fn string(text: &str) -> Value {
    Value::String(text.to_owned())
}

#[tokio::test]
async fn a_visitor_in_protobuf_talks_with_a_seat_in_json() {
    let node = Node::start().await;
    let mut anna = node.seat("anna").await;
    assert!(!anna.agreed.to_ascii_lowercase().contains("sec-websocket-protocol"));
    let mut visitor = Protobuf::visitor(&node).await;
    visitor.say("hello", &[("customer", string("xiaoming"))]).await;
    let welcome = visitor.until("welcome").await;
    assert_eq!(
        (text(&welcome, "mode"), welcome.get_field_by_name("seq").unwrap().as_u64()),
        ("bot".into(), Some(0))
    );

    visitor.say("say", &[("client_id", string("1")), ("text", string("人工"))]).await;
    let ack = visitor.until("ack").await;
    let conversation = text(&ack, "conversation");
    assert_eq!((text(&ack, "client_id"), &conversation), ("1".into(), &text(&welcome, "conversation")));
    assert_eq!(text(&visitor.until("mode").await, "mode"), "waiting");

    anna.say(json!({"type": "take", "conversation": conversation})).await;
    anna.until("taken").await;
    assert_eq!(text(&visitor.until("mode").await, "name"), "ANNA");
    anna.say(json!({"type": "say", "conversation": conversation, "client_id": "a", "text": "您好"})).await;
    let mut heard = visitor.until("message").await;
    while text(&heard, "by") != "seat" {
        heard = visitor.until("message").await;
    }
    assert_eq!((text(&heard, "text"), heard.has_field_by_name("seat")), ("您好".into(), false));
    let at = heard.get_field_by_name("at").unwrap();
    assert!(at.as_message().unwrap().get_field_by_name("seconds").unwrap().as_i64() > Some(1_700_000_000));

    visitor.say("say", &[("client_id", string("2")), ("text", string("我的快递呢"))]).await;
    assert_eq!(anna.until_text("我的快递呢").await["client_id"], "2");
    visitor.say("rate", &[("score", Value::U32(5))]).await;
    assert_eq!(visitor.until("rated").await.get_field_by_name("score").unwrap().as_u32(), Some(5));
    visitor.say("rate", &[("score", Value::U32(9)), ("client_id", string("3"))]).await;
    let error = visitor.until("error").await;
    assert_eq!((text(&error, "code"), text(&error, "client_id")), ("bad_rating".into(), "3".into()));
}

#[tokio::test]
async fn a_seat_in_protobuf_talks_with_a_visitor_in_json() {
    let node = Node::start().await;
    let (mut visitor, conversation) = node.waiting("xiaoming").await;
    let bearer = format!("Bearer {}", node.token("anna").await);
    let mut anna = Protobuf::dial(&node, "/ws/seat", "Seat", &[("authorization", &bearer)]).await;
    anna.say("hello", &[]).await;
    let welcome = anna.until("welcome").await;
    let queue = welcome.get_field_by_name("queue").unwrap();
    let first = queue.as_list().unwrap()[0].as_message().unwrap().clone();
    assert_eq!(
        (text(&first, "conversation"), text(&first, "summary")),
        (conversation.clone(), "要人工".into())
    );
    anna.say("take", &[("conversation", string(&conversation))]).await;
    let handoff = anna.until("handoff").await;
    let slots = handoff.get_field_by_name("slots").unwrap();
    let slots = slots.as_message().unwrap().get_field_by_name("fields").unwrap().as_map().unwrap().len();
    assert_eq!(slots, 1);
    say(&mut visitor, "w2", "在吗").await;
    let mut heard = anna.until("message").await;
    while text(&heard, "text") != "在吗" {
        heard = anna.until("message").await;
    }
    let words =
        [("conversation", string(&conversation)), ("client_id", string("a")), ("text", string("您好"))];
    anna.say("say", &words).await;
    visitor.until_text("您好").await;
}

#[tokio::test]
async fn what_is_no_protobuf_is_refused() {
    let node = Node::start().await;
    let mut visitor = Protobuf::visitor(&node).await;
    for payload in [b"".as_slice(), b"\xff\xff", br#"{"type":"hello"}"#] {
        visitor.client.send(Opcode::Binary, true, payload).await;
        assert_eq!(text(&visitor.until("error").await, "code"), "bad_frame");
    }
    visitor.client.send(Opcode::Text, true, br#"{"type":"hello"}"#).await;
    assert_eq!(visitor.client.next_payload().await, Err(Some(1003)));

    // Whoever asks for something else gets JSON.
    let other = ("sec-websocket-protocol", "xiaoer.v2.pb");
    let mut client = Client::dial(node.address, "/ws/visitor?shop=demo", &[other]).await.unwrap();
    assert!(!client.agreed.to_ascii_lowercase().contains("sec-websocket-protocol"));
    client.say(json!({"type": "hello"})).await;
    client.until("welcome").await;
    client.send(Opcode::Binary, true, b"").await;
    assert_eq!(client.closed().await, Some(1003));
}
