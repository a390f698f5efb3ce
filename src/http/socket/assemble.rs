//! Frames become messages: fragments are put together, text is checked, control frames come in between.

use std::{borrow::Cow, str};

use super::{
    CloseCode,
    close::is_sendable,
    frame::{Frame, Opcode},
};

/// What a peer says, as a whole.
#[derive(Debug, PartialEq, Eq)]
pub enum Incoming<'a> {
    Text(Cow<'a, str>),
    /// Where the peers have agreed on bytes.
    Binary(Cow<'a, [u8]>),
    Ping(&'a [u8]),
    Pong,
    /// With the peer's code, if it gives one.
    Close(Option<u16>),
}

/// What the messages of a connection are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Text,
    Binary,
}

/// The message that is under way on one connection; nothing is allocated while there is none.
#[derive(Debug, Default)]
pub struct Assembler {
    fragments: Option<Box<Fragments>>,
}

#[derive(Debug, Default)]
struct Fragments {
    payload: Vec<u8>,
    /// So many bytes of a text are known to be UTF-8.
    checked: usize,
}

impl Assembler {
    /// Takes a frame in. `limit` is the largest message in bytes, and all messages of a connection are of one `kind`.
    ///
    /// # Errors
    /// The code to close the connection with.
    pub fn take<'a>(
        &mut self,
        frame: Frame<'a>,
        limit: usize,
        kind: Kind,
    ) -> Result<Option<Incoming<'a>>, CloseCode> {
        match (frame.opcode, kind) {
            (Opcode::Text, Kind::Binary) | (Opcode::Binary, Kind::Text) => Err(CloseCode::Unsupported),
            (Opcode::Text | Opcode::Binary, _) if self.fragments.is_some() => Err(CloseCode::Protocol),
            (Opcode::Text | Opcode::Binary, _) if frame.last => whole(frame.payload, limit, kind),
            (Opcode::Text | Opcode::Binary, _) => {
                self.fragments = Some(Box::default());
                self.add(frame, limit, kind)
            }
            (Opcode::Continuation, _) => self.add(frame, limit, kind),
            (Opcode::Ping, _) => Ok(Some(Incoming::Ping(frame.payload))),
            (Opcode::Pong, _) => Ok(Some(Incoming::Pong)),
            (Opcode::Close, _) => close(frame.payload),
        }
    }

    fn add<'a>(
        &mut self,
        frame: Frame<'a>,
        limit: usize,
        kind: Kind,
    ) -> Result<Option<Incoming<'a>>, CloseCode> {
        let mut fragments = self.fragments.take().ok_or(CloseCode::Protocol)?;
        fragments.add(frame.payload, limit, kind)?;
        if frame.last {
            return Ok(Some(match kind {
                Kind::Binary => Incoming::Binary(Cow::Owned(fragments.payload)),
                Kind::Text => {
                    let text = String::from_utf8(fragments.payload).map_err(|_| CloseCode::NotUtf8)?;
                    Incoming::Text(Cow::Owned(text))
                }
            }));
        }
        self.fragments = Some(fragments);
        Ok(None)
    }
}

impl Fragments {
    /// A fragment may end within a character, but what can become no character is refused at once.
    fn add(&mut self, payload: &[u8], limit: usize, kind: Kind) -> Result<(), CloseCode> {
        if self.payload.len() + payload.len() > limit {
            return Err(CloseCode::TooLarge);
        }
        self.payload.extend_from_slice(payload);
        if kind == Kind::Binary {
            return Ok(());
        }
        match str::from_utf8(&self.payload[self.checked..]) {
            Ok(_) => self.checked = self.payload.len(),
            Err(error) if error.error_len().is_none() => self.checked += error.valid_up_to(),
            Err(_) => return Err(CloseCode::NotUtf8),
        }
        Ok(())
    }
}

fn whole(payload: &[u8], limit: usize, kind: Kind) -> Result<Option<Incoming<'_>>, CloseCode> {
    if payload.len() > limit {
        return Err(CloseCode::TooLarge);
    }
    if kind == Kind::Binary {
        return Ok(Some(Incoming::Binary(Cow::Borrowed(payload))));
    }
    let text = str::from_utf8(payload).map_err(|_| CloseCode::NotUtf8)?;
    Ok(Some(Incoming::Text(Cow::Borrowed(text))))
}

fn close(payload: &[u8]) -> Result<Option<Incoming<'_>>, CloseCode> {
    match *payload {
        [] => Ok(Some(Incoming::Close(None))),
        [_] => Err(CloseCode::Protocol),
        [a, b, ref reason @ ..] => {
            str::from_utf8(reason).map_err(|_| CloseCode::NotUtf8)?;
            let code = u16::from_be_bytes([a, b]);
            if is_sendable(code) { Ok(Some(Incoming::Close(Some(code)))) } else { Err(CloseCode::Protocol) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Said<'a> = Result<Option<Incoming<'a>>, CloseCode>;

    #[test]
    fn frames_become_messages() {
        // Each frame is its opcode, whether it is the last of its message, and its payload; then what the last frame gives.
        let check_of = |kind: Kind, frames: &[(Opcode, bool, &[u8])], expected: Said| {
            let mut assembler = Assembler::default();
            let (last, before) = frames.split_last().unwrap();
            for &(opcode, last, payload) in before {
                assembler.take(Frame { last, opcode, payload }, 10, kind).unwrap();
            }
            let &(opcode, last, payload) = last;
            assert_eq!(assembler.take(Frame { last, opcode, payload }, 10, kind), expected, "{frames:x?}");
        };
        let check = |frames: &[(Opcode, bool, &[u8])], expected: Said| check_of(Kind::Text, frames, expected);
        let check_binary =
            |frames: &[(Opcode, bool, &[u8])], expected: Said| check_of(Kind::Binary, frames, expected);
        use Opcode::{Binary, Close, Continuation, Ping, Text};
        let text = |text: &'static str| Ok(Some(Incoming::Text(Cow::Borrowed(text))));

        check(&[(Text, true, b"hello")], text("hello"));
        check(&[(Text, false, b"hel"), (Continuation, true, b"lo")], text("hello"));
        check(&[(Text, false, b"h"), (Ping, true, b"?"), (Continuation, true, b"i")], text("hi"));
        check(&[(Text, false, b"h"), (Ping, true, b"?")], Ok(Some(Incoming::Ping(b"?"))));
        check(
            &[(Text, false, &"你".as_bytes()[..1]), (Continuation, true, &"你".as_bytes()[1..])],
            text("你"),
        );
        check(&[(Text, true, b""), (Text, true, b"")], text(""));
        check(&[(Text, false, b"h"), (Text, true, b"i")], Err(CloseCode::Protocol));
        check(&[(Continuation, true, b"i")], Err(CloseCode::Protocol));
        check(&[(Text, true, b"i"), (Continuation, true, b"i")], Err(CloseCode::Protocol));
        check(&[(Text, true, b"\xff")], Err(CloseCode::NotUtf8));
        check(&[(Text, false, b"\xff")], Err(CloseCode::NotUtf8));
        check(&[(Text, false, b"\xe4"), (Continuation, false, b"a")], Err(CloseCode::NotUtf8));
        check(&[(Text, false, b"\xe4"), (Continuation, true, b"")], Err(CloseCode::NotUtf8));
        check(&[(Text, true, b"12345678901")], Err(CloseCode::TooLarge));
        check(&[(Text, false, b"123456"), (Continuation, false, b"78901")], Err(CloseCode::TooLarge));
        check(&[(Binary, true, b"1")], Err(CloseCode::Unsupported));
        let binary = |bytes: &'static [u8]| Ok(Some(Incoming::Binary(Cow::Borrowed(bytes))));
        check_binary(&[(Binary, true, b"\xff")], binary(b"\xff"));
        check_binary(&[(Binary, false, b"\xe4"), (Continuation, true, b"a")], binary(b"\xe4a"));
        check_binary(&[(Binary, true, b"12345678901")], Err(CloseCode::TooLarge));
        check_binary(&[(Binary, false, b"1"), (Binary, true, b"2")], Err(CloseCode::Protocol));
        check_binary(&[(Text, true, b"1")], Err(CloseCode::Unsupported));
        check(&[(Close, true, b"")], Ok(Some(Incoming::Close(None))));
        check(&[(Close, true, b"\x03\xe8bye")], Ok(Some(Incoming::Close(Some(1000)))));
        check(&[(Close, true, b"\x03")], Err(CloseCode::Protocol));
        check(&[(Close, true, b"\x03\xe8\xff")], Err(CloseCode::NotUtf8));
        for code in [0_u16, 999, 1004, 1005, 1006, 1015, 1016, 2000, 2999, 5000, 65535] {
            check(&[(Close, true, &code.to_be_bytes())], Err(CloseCode::Protocol));
        }
    }
}
