//! Frames as tungstenite understands them: whatever is put on the wire, both hear the same. More cases with PROPTEST_CASES=1000000.

use std::io::{self, Cursor, Read, Write};

use proptest::prelude::*;
use tungstenite::{
    Error, Message, WebSocket,
    protocol::{Role, WebSocketConfig, frame::coding::CloseCode as TheirCode},
};
use xiaoer::http::socket::{
    Assembler, CloseCode, Incoming, Kind,
    frame::{self, Sender},
};

pub const LIMIT: usize = 300;
/// The longest head of a frame.
const HEAD: usize = 14;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Heard {
    Text(String),
    Ping(Vec<u8>),
    Pong,
    Close(Option<u16>),
    Failed(CloseCode),
}

/// A frame that need not be right.
#[derive(Debug, Clone)]
struct Wild {
    first: u8,
    masked: bool,
    key: [u8; 4],
    payload: Vec<u8>,
    /// In how many bytes the length is written, if it fits.
    length_bytes: usize,
}

impl Wild {
    fn write(&self, into: &mut Vec<u8>) {
        let size = self.payload.len();
        into.push(self.first);
        let masked = u8::from(self.masked) << 7;
        match (self.length_bytes, size) {
            (1, 0..126) => into.push(masked | size as u8),
            (0..=2, _) => {
                into.push(masked | 126);
                into.extend_from_slice(&(size as u16).to_be_bytes());
            }
            _ => {
                into.push(masked | 127);
                into.extend_from_slice(&(size as u64).to_be_bytes());
            }
        }
        if self.masked {
            into.extend_from_slice(&self.key);
        }
        let key = if self.masked { self.key } else { [0; 4] };
        into.extend(self.payload.iter().zip(key.iter().cycle()).map(|(byte, key)| byte ^ key));
    }
}

/// Mostly well formed, so that faults come after something that is not one. No binary messages: those are refused here only.
fn wild() -> impl Strategy<Value = Wild> {
    let opcode = prop_oneof![
        20 => prop_oneof![Just(0x0_u8), Just(0x1), Just(0x9), Just(0xa), Just(0x8)],
        1 => 3_u8..16,
    ];
    let text = prop_oneof![
        4 => "[a-z你好𝄞é]{0,40}".prop_map(String::into_bytes),
        1 => "[a-z你好]{0,75}".prop_map(String::into_bytes),
        // Parts of characters, which may or may not come together.
        2 => prop_oneof![Just(vec![0xe4]), Just(vec![0xbd, 0xa0]), Just(vec![0xf0, 0x9d]), Just(vec![0x84, 0x9e])],
        1 => proptest::collection::vec(any::<u8>(), 0..20),
    ];
    let close = (
        prop_oneof![
            Just(1000_u16),
            Just(1001),
            Just(1002),
            Just(3000),
            Just(4999),
            Just(1005),
            Just(999),
            1015_u16..3000
        ],
        prop_oneof![5 => Just(Vec::new()), 2 => Just("再见".as_bytes().to_vec()), 1 => Just(vec![0xff])],
    );
    let close = close.prop_map(|(code, reason)| [code.to_be_bytes().to_vec(), reason].concat());
    (
        (opcode, any::<bool>(), prop_oneof![40 => Just(0_u8), 1 => 1_u8..8]),
        (text, close, any::<[u8; 4]>(), prop_oneof![40 => Just(true), 1 => Just(false)], 1_usize..4),
    )
        .prop_map(|((opcode, last, reserved), (text, close, key, masked, length_bytes))| {
            // A control frame is the last of its message, mostly.
            let last = last || (opcode >= 8 && key[0] > 10);
            // Only of data frames do both take a length that is written longer than it need be.
            let length_bytes = if opcode >= 8 { 1 } else { length_bytes };
            let payload = if opcode == 8 && key[1] > 20 { close } else { text };
            Wild { first: u8::from(last) << 7 | reserved << 4 | opcode, masked, key, payload, length_bytes }
        })
}

proptest! {
    #[test]
    fn both_hear_the_same(frames in proptest::collection::vec(wild(), 1..12), reads in 1_usize..200) {
        let mut wire = Vec::new();
        for frame in &frames {
            frame.write(&mut wire);
        }
        prop_assert_eq!(ours(&wire, reads), theirs(wire));
    }
}

/// What we hear, reading so many bytes at a time.
pub fn ours(wire: &[u8], reads: usize) -> Vec<Heard> {
    let (mut unread, mut assembler, mut all) = (Vec::new(), Assembler::default(), Vec::new());
    for read in wire.chunks(reads) {
        unread.extend_from_slice(read);
        loop {
            let (said, size) = match frame::take(&mut unread, Sender::Client, LIMIT) {
                Ok(Some((frame, size))) => (assembler.take(frame, LIMIT, Kind::Text), size),
                Ok(None) => break,
                Err(code) => (Err(code), 0),
            };
            match said {
                Ok(Some(Incoming::Text(text))) => all.push(Heard::Text(text.into_owned())),
                Ok(Some(Incoming::Binary(_))) => panic!("only text is taken"),
                Ok(Some(Incoming::Ping(payload))) => all.push(Heard::Ping(payload.to_vec())),
                Ok(Some(Incoming::Pong)) => all.push(Heard::Pong),
                Ok(Some(Incoming::Close(code))) => {
                    all.push(Heard::Close(code));
                    return all;
                }
                Ok(None) => {}
                Err(code) => {
                    all.push(Heard::Failed(code));
                    return all;
                }
            }
            unread.drain(..size);
        }
        assert!(unread.len() < HEAD + LIMIT, "{} bytes wait for the rest of a frame", unread.len());
    }
    all
}

pub fn theirs(wire: Vec<u8>) -> Vec<Heard> {
    let config = WebSocketConfig::default().max_message_size(Some(LIMIT)).max_frame_size(Some(LIMIT));
    let mut socket = WebSocket::from_raw_socket(OneWay(Cursor::new(wire)), Role::Server, Some(config));
    let mut all = Vec::new();
    loop {
        all.push(match socket.read() {
            Ok(Message::Text(text)) => Heard::Text(text.to_string()),
            Ok(Message::Ping(payload)) => Heard::Ping(payload.to_vec()),
            Ok(Message::Pong(_)) => Heard::Pong,
            // What it answers to a code that nobody may send.
            Ok(Message::Close(Some(close)))
                if close.code == TheirCode::Protocol && close.reason == "Protocol violation" =>
            {
                Heard::Failed(CloseCode::Protocol)
            }
            Ok(Message::Close(close)) => Heard::Close(close.map(|close| close.code.into())),
            // Refused here only.
            Ok(Message::Binary(_)) => Heard::Failed(CloseCode::Unsupported),
            Ok(Message::Frame(_)) => panic!("frames are not read raw"),
            Err(Error::Protocol(tungstenite::error::ProtocolError::ResetWithoutClosingHandshake)) => {
                return all;
            }
            Err(Error::Protocol(_)) => Heard::Failed(CloseCode::Protocol),
            Err(Error::Utf8(_)) => Heard::Failed(CloseCode::NotUtf8),
            Err(Error::Capacity(_)) => Heard::Failed(CloseCode::TooLarge),
            Err(error) => panic!("{error}"),
        });
        if let Some(Heard::Failed(_) | Heard::Close(_)) = all.last() {
            return all;
        }
    }
}

/// Reads what is there, and forgets what is written.
struct OneWay(Cursor<Vec<u8>>);

impl Read for OneWay {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.read(buffer)
    }
}

impl Write for OneWay {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
