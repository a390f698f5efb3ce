//! The same messages in Protobuf, for those who ask for the sub-protocol `xiaoer.v1.pb`.
//!
//! schemas/xiaoer.v1.proto has the messages of this room's other files under the same names, so each is carried over by its name and
//! none is written a second time; the tests find what one of the two lacks.

use std::sync::LazyLock;

use prost_reflect::{
    DescriptorPool, DeserializeOptions, DynamicMessage, MessageDescriptor, SerializeOptions, Value as Field,
    prost::Message,
};
use serde_json::{Map, Value};

use crate::http::socket::Codec;

const NAME: &str = "xiaoer.v1.pb";

/// Of `/ws/visitor`.
pub static VISITORS: Codec = Codec {
    name: NAME,
    read: |bytes| read(&DESCRIPTORS.visitor_says, bytes).unwrap_or_default(),
    write: |text| write(&DESCRIPTORS.visitor_hears, text, false),
};

/// Of `/ws/seat`.
pub static SEATS: Codec = Codec {
    name: NAME,
    read: |bytes| read(&DESCRIPTORS.seat_says, bytes).unwrap_or_default(),
    write: |text| write(&DESCRIPTORS.seat_hears, text, false),
};

struct Descriptors {
    visitor_says: MessageDescriptor,
    visitor_hears: MessageDescriptor,
    seat_says: MessageDescriptor,
    seat_hears: MessageDescriptor,
}

static DESCRIPTORS: LazyLock<Descriptors> = LazyLock::new(|| {
    let compiled = include_bytes!(concat!(env!("OUT_DIR"), "/xiaoer.v1.descriptors"));
    let pool = DescriptorPool::decode(compiled.as_slice()).expect("the build has just written it");
    let message = |name: &str| {
        let message = pool.get_message_by_name(&format!("xiaoer.v1.{name}"));
        message.expect("a test asks for each of the four")
    };
    Descriptors {
        visitor_says: message("VisitorSays"),
        visitor_hears: message("VisitorHears"),
        seat_says: message("SeatSays"),
        seat_hears: message("SeatHears"),
    }
});

/// The JSON of a message; none where the bytes are no message, or one that is not known here.
fn read(envelope: &MessageDescriptor, bytes: &[u8]) -> Option<String> {
    let message = DynamicMessage::decode(envelope.clone(), bytes).ok()?;
    let (kind, what) = message.fields().next()?;
    let options = SerializeOptions::new()
        .stringify_64_bit_integers(false)
        .use_proto_field_name(true)
        .skip_default_fields(false);
    let Field::Message(what) = what else { return None };
    let Ok(Value::Object(mut fields)) = what.serialize_with_options(serde_json::value::Serializer, &options)
    else {
        return None;
    };
    fields.values_mut().for_each(make_whole);
    fields.insert("type".to_owned(), Value::from(kind.name()));
    serde_json::to_string(&fields).ok()
}

/// The bytes of a message; none for one that clients of this version do not know.
fn write(envelope: &MessageDescriptor, text: &str, strict: bool) -> Option<Vec<u8>> {
    let mut fields: Map<String, Value> = serde_json::from_str(text).ok()?;
    let Some(Value::String(kind)) = fields.remove("type") else { return None };
    let field = envelope.get_field_by_name(&kind)?;
    let descriptor = field.kind().as_message()?.clone();
    let options = DeserializeOptions::new().deny_unknown_fields(strict);
    let what = DynamicMessage::deserialize_with_options(descriptor, Value::Object(fields), &options).ok()?;
    let mut message = DynamicMessage::new(envelope.clone());
    message.set_field(&field, Field::Message(what));
    Some(message.encode_to_vec())
}

/// A number of a `google.protobuf.Value` is a float: 2.0 stands for 2.
fn make_whole(value: &mut Value) {
    match value {
        Value::Number(number) => {
            let whole = number.as_f64().filter(|float| float.fract() == 0.0 && float.abs() < 9e15);
            if let Some(float) = whole.filter(|_| number.is_f64()) {
                // Within 53 bits nothing is lost.
                #[allow(clippy::cast_possible_truncation)]
                let whole = float as i64;
                *number = whole.into();
            }
        }
        Value::Array(items) => items.iter_mut().for_each(make_whole),
        Value::Object(fields) => fields.values_mut().for_each(make_whole),
        Value::Null | Value::Bool(_) | Value::String(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use std::{
        collections::{BTreeMap, BTreeSet},
        sync::Arc,
    };

    use jiff::Timestamp;
    use serde_json::json;

    use super::*;
    use crate::{
        domain::{AttachmentId, ConversationId, Recorded, SeatId},
        http::{
            talk,
            wire::{
                Lookup, Order, SeatSays, VisitorSays, for_customer, for_seat,
                seat::{To, What},
                seat_hears, visitor,
            },
        },
    };

    /// One of every event, as tests/it/log.rs writes them.
    const EVENTS: &str =
        include_str!("../../../tests/it/snapshots/it__log__every_event_has_a_stored_form.snap");
    const ERROR: &str =
        r#"{"type":"error","code":"busy","message":"…","field":"to","client_id":"m1","conversation":"c1"}"#;

    /// Every text is carried there and back with nothing missing, and nothing of the schema is never used.
    fn check(envelope: &MessageDescriptor, texts: &[String]) {
        let mut used: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for text in texts {
            let bytes = write(envelope, text, true)
                .unwrap_or_else(|| panic!("{} lacks something of {text}", envelope.name()));
            let back = read(envelope, &bytes).unwrap();
            // The entries of a map have no order.
            let again = write(envelope, &back, true).unwrap();
            let [once, again] =
                [bytes, again].map(|bytes| DynamicMessage::decode(envelope.clone(), bytes.as_slice()));
            assert_eq!(once, again, "{text}");
            let [text, back]: [Map<String, Value>; 2] =
                [text, &back].map(|text| serde_json::from_str(text).unwrap());
            for (name, value) in text.iter().filter(|(_, value)| !value.is_null()) {
                assert_eq!(back.get(name).map(told), Some(told(value)), "{name} of {text:?}");
                used.entry(text["type"].as_str().unwrap().to_owned()).or_default().insert(name.clone());
            }
        }
        let all = envelope.fields().map(|field| {
            let kind = field.kind();
            let names = kind.as_message().unwrap().fields().map(|field| field.name().to_owned());
            (field.name().to_owned(), names.chain(["type".to_owned()]).collect())
        });
        assert_eq!(used, all.collect(), "{}", envelope.name());
    }

    /// Without what the two write differently: the digits of numbers and seconds, nulls.
    fn told(value: &Value) -> Value {
        match value {
            Value::String(text) => text.parse::<Timestamp>().map_or(value.clone(), |time| json!(time)),
            Value::Array(items) => items.iter().map(told).collect(),
            Value::Object(fields) => {
                let fields = fields.iter().filter(|(_, value)| !value.is_null());
                Value::Object(fields.map(|(name, value)| (name.clone(), told(value))).collect())
            }
            Value::Number(number) => json!(number.as_f64()),
            Value::Null | Value::Bool(_) => value.clone(),
        }
    }

    #[test]
    fn everything_that_is_told_is_in_the_schema() {
        let conversation = ConversationId::new("c1").unwrap();
        let name = |_: &SeatId| Some(Arc::from("小王"));
        let url = |id: &AttachmentId| format!("/attachments/{id}?key=…");
        let lookup = Lookup { name: &name, url: &url };
        let log = EVENTS.lines().filter(|line| line.starts_with('{'));
        let log: Vec<Recorded> = log.map(|line| serde_json::from_str(line).unwrap()).collect();
        let mut customers: Vec<String> =
            log.iter().filter_map(|recorded| for_customer(&conversation, recorded, lookup)).collect();
        customers.extend(visitor::samples());
        let mut seats: Vec<String> =
            log.iter().filter_map(|recorded| for_seat(&conversation, recorded, lookup)).collect();
        seats.extend(seat_hears::samples());
        // What both hear has fields that customers never read.
        let shared = [
            "opened",
            "message",
            "mode",
            "read",
            "left_message",
            "introduced",
            "attachment",
            "rated",
            "closed",
        ];
        let is_shared = |text: &&String| {
            let told: Value = serde_json::from_str(text).unwrap();
            shared.contains(&told["type"].as_str().unwrap())
        };
        customers.extend(seats.iter().filter(is_shared).cloned().collect::<Vec<_>>());
        for texts in [&mut customers, &mut seats] {
            texts.push(ERROR.to_owned());
        }
        check(&DESCRIPTORS.visitor_hears, &customers);
        check(&DESCRIPTORS.seat_hears, &seats);
    }

    #[test]
    fn everything_that_customers_say_is_in_the_schema() {
        let texts = [
            json!({"type": "hello", "token": "t", "customer": "c", "signature": "00", "conversation": "c1", "after": 3, "client_id": "m"}),
            json!({"type": "say", "client_id": "m", "text": "在吗"}),
            json!({"type": "choose", "client_id": "m", "value": 2}),
            json!({"type": "choose", "client_id": "m", "value": "2511"}),
            json!({"type": "typing", "text": "在", "client_id": "m"}),
            json!({"type": "read", "seq": 3, "client_id": "m"}),
            json!({"type": "human", "client_id": "m"}),
            json!({"type": "rate", "score": 5, "text": "好", "client_id": "m"}),
            json!({"type": "leave_message", "text": "请回电", "contact": {"phone": "1"}, "client_id": "m"}),
            json!({"type": "introduce", "fields": {"phone": "1"}, "client_id": "m"}),
        ]
        .map(|message| message.to_string());
        check(&DESCRIPTORS.visitor_says, &texts);
        for text in texts {
            let bytes = write(&DESCRIPTORS.visitor_says, &text, true).unwrap();
            // Each field by its name, so that a new one is thought of here.
            let whole = match talk::read(&read(&DESCRIPTORS.visitor_says, &bytes).unwrap()).unwrap() {
                VisitorSays::Hello(visitor::Hello { token, customer, signature, conversation, after }) => {
                    [token, customer, signature, conversation].iter().all(Option::is_some) && after == Some(3)
                }
                VisitorSays::Say { client_id, text } => !client_id.is_empty() && !text.is_empty(),
                VisitorSays::Choose { client_id, value } => {
                    !client_id.is_empty() && (value == 2 || value == "2511")
                }
                VisitorSays::Typing { text } => text.is_some(),
                VisitorSays::Read { seq } => seq == 3,
                VisitorSays::Human {} => true,
                VisitorSays::Rate { score, text } => score == 5 && text.is_some(),
                VisitorSays::LeaveMessage { text, contact } => !text.is_empty() && contact.len() == 1,
                VisitorSays::Introduce { fields } => fields.len() == 1,
            };
            assert!(whole, "{text}");
        }
    }

    #[test]
    fn everything_that_seats_say_is_in_the_schema() {
        let of = |kind: &str, more: Value| {
            let mut message = json!({"type": kind, "conversation": "c1", "client_id": "m"});
            message.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            message.to_string()
        };
        let texts = [
            json!({"type": "hello", "after": {"c1": 3}, "client_id": "m"}).to_string(),
            json!({"type": "presence", "state": "online", "capacity": 5, "client_id": "m"}).to_string(),
            of("open", json!({"after": 3})),
            of("shut", json!({})),
            of("decline", json!({})),
            of("typing", json!({})),
            of("look", json!({})),
            of("take", json!({})),
            of("take_over", json!({})),
            of("say", json!({"text": "在"})),
            of("note", json!({"text": "急"})),
            of("label", json!({"add": ["a"], "remove": ["b"]})),
            of("transfer", json!({"to": {"seat": "seat2"}})),
            of("transfer", json!({"to": {"skill": "refund"}})),
            of("invite", json!({"seat": "seat2"})),
            of("leave", json!({})),
            of("hand_back", json!({})),
            of("close", json!({})),
            of("read", json!({"seq": 3})),
            of("wrong", json!({"seq": 3, "intent": "refund"})),
        ];
        check(&DESCRIPTORS.seat_says, &texts);
        for text in texts {
            let bytes = write(&DESCRIPTORS.seat_says, &text, true).unwrap();
            let whole = match SeatSays::read(&read(&DESCRIPTORS.seat_says, &bytes).unwrap()).unwrap() {
                SeatSays::Hello(hello) => hello.after.len() == 1,
                SeatSays::Order(Order::Presence { state, capacity }) => {
                    state == "online" && capacity == Some(5)
                }
                SeatSays::Order(Order::Open { conversation, after }) => conversation == "c1" && after == 3,
                SeatSays::Order(
                    Order::Shut { conversation }
                    | Order::Decline { conversation }
                    | Order::Typing { conversation },
                ) => conversation == "c1",
                SeatSays::Order(Order::Look { conversation }) => conversation.as_deref() == Some("c1"),
                SeatSays::Deed(deed) if deed.conversation != "c1" => false,
                SeatSays::Deed(deed) => match deed.what {
                    What::Take {}
                    | What::TakeOver {}
                    | What::Leave {}
                    | What::HandBack {}
                    | What::Close {} => true,
                    What::Say { client_id, text } | What::Note { client_id, text } => {
                        client_id == "m" && !text.is_empty()
                    }
                    What::Label { add, remove } => add.len() == 1 && remove.len() == 1,
                    What::Transfer { to: To::Seat(to) } => to == "seat2",
                    What::Transfer { to: To::Skill(to) } => to == "refund",
                    What::Invite { seat } => seat == "seat2",
                    What::Read { seq } => seq == 3,
                    What::Wrong { seq, intent } => seq == 3 && intent.is_some(),
                },
            };
            assert!(whole, "{text}");
        }
    }

    #[test]
    fn bytes_that_are_no_message_are_none() {
        let check = |bytes: &[u8], expected: &str| assert_eq!((VISITORS.read)(bytes), expected, "{bytes:x?}");
        check(b"", "");
        check(b"hello", "");
        check(&[0x0a, 0x05, 0x01], "");
        // Field 100 of the envelope, of a later version.
        check(&[0xa2, 0x06, 0x00], "");
        // `human` with a field 99 that is not known.
        check(&[0x32, 0x03, 0x98, 0x06, 0x01], r#"{"type":"human"}"#);
        // What is not set has its default, where it must be there.
        check(&[0x2a, 0x00], r#"{"seq":0,"type":"read"}"#);
        // A value within itself, ever deeper.
        let mut deep = vec![0x20, 0x01];
        while deep.len() < 2000 {
            for tag in [0x0a, 0x32] {
                let mut length = Vec::new();
                prost_reflect::prost::encode_length_delimiter(deep.len(), &mut length).unwrap();
                deep = [vec![tag], length, deep].concat();
            }
        }
        let mut length = Vec::new();
        prost_reflect::prost::encode_length_delimiter(deep.len(), &mut length).unwrap();
        let choose = [vec![0x12], length, deep].concat();
        let mut length = Vec::new();
        prost_reflect::prost::encode_length_delimiter(choose.len(), &mut length).unwrap();
        check(&[vec![0x1a], length, choose].concat(), "");
    }
}
