//! What one connection still has to say, and how far it has come: pure, so that it can be tested without a socket.

use std::{collections::VecDeque, sync::Arc};

use super::{
    CloseCode,
    frame::{self, Opcode},
};

/// Frames that wait to be written. While there are none, nothing is allocated.
#[derive(Debug, Default)]
pub struct Outgoing {
    frames: VecDeque<Queued>,
    /// Of all payloads that wait.
    bytes: usize,
    /// Bytes of the first frame that are written.
    written: usize,
    /// Bytes after these that are being written, by a call that has not returned yet.
    lent: usize,
}

#[derive(Debug)]
enum Queued {
    /// One text may wait for many readers.
    Text(Arc<str>),
    Binary(Box<[u8]>),
    Ping,
    Pong(Box<[u8]>),
    /// The payload: nothing, or a code and a reason.
    Close(Box<[u8]>),
}

/// What may wait.
#[derive(Debug, Clone, Copy)]
pub struct Room {
    pub bytes: usize,
    pub frames: usize,
}

/// There was no room.
#[derive(Debug, PartialEq, Eq)]
pub struct Full;

impl Outgoing {
    pub fn text(&mut self, text: Arc<str>, room: Room) -> Result<(), Full> {
        self.push(Queued::Text(text), room)
    }

    pub fn binary(&mut self, bytes: Box<[u8]>, room: Room) -> Result<(), Full> {
        self.push(Queued::Binary(bytes), room)
    }

    pub fn ping(&mut self, room: Room) -> Result<(), Full> {
        self.push(Queued::Ping, room)
    }

    pub fn pong(&mut self, payload: &[u8], room: Room) -> Result<(), Full> {
        self.push(Queued::Pong(payload.into()), room)
    }

    fn push(&mut self, frame: Queued, room: Room) -> Result<(), Full> {
        let bytes = self.bytes + frame.payload().len();
        // Whatever its size, one frame may always wait.
        if !self.frames.is_empty() && (bytes > room.bytes || self.frames.len() >= room.frames) {
            return Err(Full);
        }
        self.bytes = bytes;
        self.frames.push_back(frame);
        Ok(())
    }

    /// The server's close frame comes after everything that waits.
    pub fn close(&mut self, code: CloseCode) {
        let mut payload = code.code().to_be_bytes().to_vec();
        payload.extend_from_slice(code.meaning().as_bytes());
        self.frames.push_back(Queued::Close(payload.into()));
    }

    /// The answer to the peer's close frame.
    pub fn close_back(&mut self, code: Option<u16>) {
        let payload = code.map_or(Vec::new(), |code| code.to_be_bytes().to_vec());
        self.frames.push_back(Queued::Close(payload.into()));
    }

    /// Forgets what waits, but for frames that are, or may be by now, partly written: the peer could not read anything after them
    /// otherwise.
    pub fn forget(&mut self) {
        let (mut keep, mut begun) = (0, self.written + self.lent);
        for frame in &self.frames {
            if begun == 0 {
                break;
            }
            keep += 1;
            begun = begun.saturating_sub(frame.size());
        }
        self.frames.truncate(keep);
        self.bytes = self.frames.iter().map(|frame| frame.payload().len()).sum();
    }

    pub fn is_empty(&self) -> bool {
        self.frames.is_empty()
    }

    pub fn frames(&self) -> usize {
        self.frames.len()
    }

    /// Of all payloads that wait.
    pub fn bytes(&self) -> usize {
        self.bytes
    }

    /// Puts as much of what waits into `buffer`, which is empty, as fits its capacity. `advance` must follow.
    pub fn fill(&mut self, buffer: &mut Vec<u8>) {
        let mut skip = self.written;
        for frame in &self.frames {
            let (head, size) = frame.head();
            for part in [&head[..size], frame.payload()] {
                let rest = &part[skip.min(part.len())..];
                skip = skip.saturating_sub(part.len());
                let room = buffer.capacity() - buffer.len();
                buffer.extend_from_slice(&rest[..rest.len().min(room)]);
            }
            if buffer.len() == buffer.capacity() {
                break;
            }
        }
        self.lent = buffer.len();
    }

    /// So many bytes of what `fill` gave are written. Returns how many frames are through.
    pub fn advance(&mut self, bytes: usize) -> usize {
        self.written += bytes;
        self.lent = 0;
        let mut through = 0;
        while let Some(frame) = self.frames.front() {
            let size = frame.size();
            if self.written < size {
                return through;
            }
            self.written -= size;
            self.bytes = self.bytes.saturating_sub(frame.payload().len());
            self.frames.pop_front();
            through += 1;
        }
        self.frames = VecDeque::new();
        through
    }
}

impl Queued {
    fn head(&self) -> ([u8; 10], usize) {
        let opcode = match self {
            Self::Text(_) => Opcode::Text,
            Self::Binary(_) => Opcode::Binary,
            Self::Ping => Opcode::Ping,
            Self::Pong(_) => Opcode::Pong,
            Self::Close(_) => Opcode::Close,
        };
        frame::head(opcode, self.payload().len())
    }

    fn size(&self) -> usize {
        self.head().1 + self.payload().len()
    }

    fn payload(&self) -> &[u8] {
        match self {
            Self::Text(text) => text.as_bytes(),
            Self::Ping => &[],
            Self::Binary(payload) | Self::Pong(payload) | Self::Close(payload) => payload,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{
        super::frame::{Sender, take},
        *,
    };

    const ROOM: Room = Room { bytes: 1000, frames: 4 };

    proptest! {
        /// However little each write takes, the peer reads the texts whole and in order.
        #[test]
        fn writes_of_any_size_say_the_same(
            texts in proptest::collection::vec("[a-z]{0,200}", 1..10), capacity in 1_usize..300, writes in 1_usize..50,
        ) {
            let mut outgoing = Outgoing::default();
            let room = Room { bytes: usize::MAX, frames: usize::MAX };
            for text in &texts {
                outgoing.text(text.as_str().into(), room).unwrap();
            }
            let mut wire = Vec::new();
            let mut through = 0;
            while !outgoing.is_empty() {
                let mut buffer = Vec::with_capacity(capacity);
                outgoing.fill(&mut buffer);
                let written = buffer.len().min(writes);
                wire.extend_from_slice(&buffer[..written]);
                through += outgoing.advance(written);
            }
            prop_assert_eq!(through, texts.len());
            prop_assert_eq!((outgoing.bytes, outgoing.written), (0, 0));
            let mut rest = &mut wire[..];
            for text in &texts {
                let (frame, size) = take(rest, Sender::Server, 1000).unwrap().unwrap();
                prop_assert_eq!(frame.payload, text.as_bytes());
                rest = &mut rest[size..];
            }
            prop_assert!(rest.is_empty());
        }
    }

    #[test]
    fn there_is_room_for_so_much() {
        let check = |sizes: &[usize], expected: &[bool]| {
            let mut outgoing = Outgoing::default();
            let push = |&size: &usize| outgoing.text("x".repeat(size).into(), ROOM).is_ok();
            assert_eq!(sizes.iter().map(push).collect::<Vec<_>>(), expected, "{sizes:?}");
        };
        check(&[0, 0, 0, 0, 0], &[true, true, true, true, false]);
        check(&[999, 1, 1], &[true, true, false]);
        check(&[999, 2, 1], &[true, false, true]);
        check(&[2000, 1], &[true, false]);
    }

    #[test]
    fn forgetting_keeps_what_is_half_said() {
        // Three frames of six bytes each: so many bytes are written, and so many more are about to be.
        let check = |written: usize, lent: usize, expected: usize| {
            let mut outgoing = Outgoing::default();
            for _ in 0..3 {
                outgoing.text("four".into(), ROOM).unwrap();
            }
            outgoing.advance(written);
            outgoing.fill(&mut Vec::with_capacity(lent));
            outgoing.forget();
            outgoing.close(CloseCode::TooSlow);
            assert_eq!(outgoing.frames(), expected + 1, "{written} {lent}");
        };
        check(0, 0, 0);
        check(1, 0, 1);
        check(6, 0, 0);
        check(7, 0, 1);
        check(18, 0, 0);
        check(0, 1, 1);
        check(0, 7, 2);
        check(5, 1, 1);
        check(5, 2, 2);
        check(5, 13, 3);
    }
}
