//! Bytes that nobody would send: random ones, and valid streams with faults put in, cut anywhere. Held against tungstenite, and
//! against the connection itself.
//!
//! `XIAOER_FUZZ_CASES=1000000 cargo test --test it socket::fuzz` tries more; `XIAOER_FUZZ_SEED` says where to begin, and with
//! `XIAOER_FUZZ_CASES=1` tries one case again.

use std::str::FromStr;

use fastrand::Rng;
use tokio::{io::AsyncWriteExt, time::timeout};
use xiaoer::{
    config::SocketsConfig,
    http::socket::{
        CloseCode,
        frame::{self, Frame, Opcode},
    },
};

use super::{
    oracle::{Heard, LIMIT, ours, theirs},
    peer::{self, TestServer, settings},
};

/// More than the rest of any frame that is within the limit.
const PADDING: usize = 1000;

fn variable<T: FromStr>(name: &str, default: T) -> T {
    match std::env::var(name) {
        Ok(text) => text.parse().unwrap_or_else(|_| panic!("{name} is a number")),
        Err(_) => default,
    }
}

/// Seeds of the cases to try. `share` of them, where a case takes longer.
fn seeds(share: u64) -> impl Iterator<Item = u64> {
    let (first, cases) = (variable("XIAOER_FUZZ_SEED", 0_u64), variable("XIAOER_FUZZ_CASES", 20_000_u64));
    (0..cases.div_ceil(share)).map(move |case| first.wrapping_add(case))
}

/// A stream, and in which pieces it comes.
struct Case {
    wire: Vec<u8>,
    reads: usize,
}

impl Case {
    fn new(seed: u64) -> Self {
        let rng = &mut Rng::with_seed(seed);
        let mut wire = Vec::new();
        if rng.u8(..8) == 0 {
            wire.extend((0..rng.usize(..600)).map(|_| rng.u8(..)));
        } else {
            for _ in 0..rng.usize(1..8) {
                write_frame(rng, &mut wire);
            }
            for _ in 0..[0, 0, 1, 1, 2, 8][rng.usize(..6)] {
                mutate(rng, &mut wire);
            }
        }
        if rng.bool() {
            wire.truncate(rng.usize(..=wire.len()));
        }
        let most = [1, 3, 20, 1000][rng.usize(..4)];
        Self { wire, reads: rng.usize(1..=most) }
    }
}

/// Mostly a right one.
fn write_frame(rng: &mut Rng, wire: &mut Vec<u8>) {
    use Opcode::{Binary, Close, Continuation, Ping, Pong, Text};
    let kinds = [Text, Text, Text, Text, Continuation, Continuation, Ping, Pong, Close, Binary];
    let opcode = kinds[rng.usize(..kinds.len())];
    let mut payload = match opcode {
        Close if rng.u8(..8) > 0 => [1000_u16, 1001, 3000, 4999][rng.usize(..4)].to_be_bytes().to_vec(),
        Close => Vec::new(),
        Continuation | Text | Binary | Ping | Pong => {
            let most = [5, 60, LIMIT, LIMIT + 30][rng.usize(..4)];
            let letters = ['a', '你', '𝄞', 'é', '\u{0}'];
            let text: String = (0..rng.usize(..=most / 3)).map(|_| letters[rng.usize(..5)]).collect();
            text.into_bytes()
        }
    };
    let control = matches!(opcode, Ping | Pong | Close);
    if control {
        payload.truncate(frame::CONTROL_BYTES);
    }
    let frame = Frame { last: control || rng.u8(..3) > 0, opcode, payload: &payload };
    frame::write_masked(&frame, rng.u32(..).to_be_bytes(), wire);
}

/// One fault, anywhere.
fn mutate(rng: &mut Rng, wire: &mut Vec<u8>) {
    let Some(last) = wire.len().checked_sub(1) else { return };
    let at = rng.usize(..=last);
    match rng.u8(..5) {
        0 => wire[at] ^= 1 << rng.u8(..8),
        1 => wire[at] = rng.u8(..),
        2 => drop(wire.remove(at)),
        3 => wire.insert(at, rng.u8(..)),
        _ => {
            let end = (at + rng.usize(1..40)).min(wire.len());
            let again = wire[at..end].to_vec();
            wire.splice(at..at, again);
        }
    }
}

#[test]
fn whatever_comes_is_taken_as_tungstenite_takes_it() {
    for seed in seeds(1) {
        let Case { wire, reads } = Case::new(seed);
        let mine = ours(&wire, reads);
        assert_eq!(mine, ours(&wire, wire.len().max(1)), "seed {seed}: it matters how the stream is cut");
        if let Err(other) = agree(&wire, &mine) {
            panic!("seed {seed}: ours {mine:?}, theirs {other:?}, of {wire:x?}");
        }
    }
}

/// Whether both hear the same. Where we refuse a stream, they may wait for the rest of the frame first, or take what we do not.
fn agree(wire: &[u8], ours: &[Heard]) -> Result<(), Vec<Heard>> {
    let other = theirs(wire.to_vec());
    if other == ours {
        return Ok(());
    }
    // Registered with IANA, but not on their list.
    if let Some((Heard::Close(Some(1014)), before)) = ours.split_last()
        && other.split_last() == Some((&Heard::Failed(CloseCode::Protocol), before))
    {
        return Ok(());
    }
    let Some((Heard::Failed(code), before)) = ours.split_last() else { return Err(other) };
    if !other.starts_with(before) {
        return Err(other);
    }
    // A binary message is nothing wrong for them.
    if *code == CloseCode::Unsupported {
        return Ok(());
    }
    let mut padded = wire.to_vec();
    padded.resize(wire.len() + PADDING, 0);
    let refused = matches!(theirs(padded).get(before.len()), Some(Heard::Failed(_)));
    if refused { Ok(()) } else { Err(other) }
}

/// The whole way: a connection, its task, its session, and what it says.
#[tokio::test]
async fn whatever_comes_a_connection_says_what_it_heard() {
    let limit = u32::try_from(LIMIT).unwrap().try_into().unwrap();
    let server = TestServer::with(SocketsConfig { message_bytes: limit, ..settings() }).await;
    for seed in seeds(40) {
        let Case { wire, reads } = Case::new(seed);
        let mut peer = server.connect().await;
        for piece in wire.chunks(reads.max(wire.len() / 50)) {
            // The server may have hung up by now.
            let _ = peer.stream.write_all(piece).await;
        }
        let _ = peer.stream.shutdown().await;
        let heard = timeout(std::time::Duration::from_secs(10), peer.hear_out()).await;
        let heard = heard.unwrap_or_else(|_| panic!("seed {seed}: the connection does not end"));
        assert_eq!(heard, echoed(&ours(&wire, reads)), "seed {seed}: {wire:x?}");
    }
    while !server.sockets.is_empty() {
        tokio::task::yield_now().await;
    }
}

/// What an echo says to whoever says this.
fn echoed(heard: &[Heard]) -> Vec<peer::Heard> {
    let mut said: Vec<peer::Heard> = heard.iter().filter_map(echo).collect();
    said.push(peer::Heard::End);
    said
}

fn echo(heard: &Heard) -> Option<peer::Heard> {
    match heard {
        Heard::Text(text) => Some(peer::Heard::Text(text.clone())),
        Heard::Ping(payload) => Some(peer::Heard::Pong(payload.clone())),
        Heard::Pong => None,
        Heard::Close(code) => Some(peer::Heard::Close(*code)),
        Heard::Failed(code) => Some(peer::Heard::Close(Some(code.code()))),
    }
}
