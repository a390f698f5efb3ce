//! Frames as they lie on the wire: RFC 6455, section 5.2. No extension is ever agreed on, so the reserved bits are zero.

use super::CloseCode;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opcode {
    Continuation,
    Text,
    Binary,
    Close,
    Ping,
    Pong,
}

impl Opcode {
    fn read(bits: u8) -> Option<Self> {
        match bits {
            0x0 => Some(Self::Continuation),
            0x1 => Some(Self::Text),
            0x2 => Some(Self::Binary),
            0x8 => Some(Self::Close),
            0x9 => Some(Self::Ping),
            0xa => Some(Self::Pong),
            _ => None,
        }
    }

    fn bits(self) -> u8 {
        match self {
            Self::Continuation => 0x0,
            Self::Text => 0x1,
            Self::Binary => 0x2,
            Self::Close => 0x8,
            Self::Ping => 0x9,
            Self::Pong => 0xa,
        }
    }

    fn is_control(self) -> bool {
        self.bits() & 0x8 != 0
    }
}

/// Who wrote a frame: a client masks its payloads, a server must not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sender {
    Client,
    Server,
}

#[derive(Debug, PartialEq, Eq)]
pub struct Frame<'a> {
    /// Nothing of the message comes after this frame.
    pub last: bool,
    pub opcode: Opcode,
    pub payload: &'a [u8],
}

/// Of the payload of a control frame.
pub const CONTROL_BYTES: usize = 125;
const LAST: u8 = 0x80;
const RESERVED: u8 = 0x70;
const MASKED: u8 = 0x80;

/// Takes the frame at the front of `bytes`, unmasking it there, and says how many bytes it took; nothing while it is incomplete.
///
/// # Errors
/// The code to close the connection with, as early as the head shows it: a payload above `limit` is never waited for.
pub fn take(bytes: &mut [u8], sender: Sender, limit: usize) -> Result<Option<(Frame<'_>, usize)>, CloseCode> {
    let Some(head) = Head::read(bytes, sender, limit)? else { return Ok(None) };
    let end = head.size + head.payload;
    let Some(payload) = bytes.get_mut(head.size..end) else { return Ok(None) };
    if let Some(key) = head.key {
        mask(payload, key);
    }
    Ok(Some((Frame { last: head.last, opcode: head.opcode, payload }, end)))
}

struct Head {
    last: bool,
    opcode: Opcode,
    key: Option<[u8; 4]>,
    /// Bytes of the payload.
    payload: usize,
    /// Bytes of the head itself.
    size: usize,
}

impl Head {
    fn read(bytes: &[u8], sender: Sender, limit: usize) -> Result<Option<Self>, CloseCode> {
        let &[first, second, ..] = bytes else { return Ok(None) };
        let opcode = Opcode::read(first & 0xf).ok_or(CloseCode::Protocol)?;
        let (last, masked, short) = (first & LAST != 0, second & MASKED != 0, second & !MASKED);
        let bad_control = opcode.is_control() && (!last || usize::from(short) > CONTROL_BYTES);
        if first & RESERVED != 0 || masked != (sender == Sender::Client) || bad_control {
            return Err(CloseCode::Protocol);
        }
        let (length, mut size) = match (short, &bytes[2..]) {
            (126, &[a, b, ..]) => (u64::from(u16::from_be_bytes([a, b])), 4),
            (127, &[a, b, c, d, e, f, g, h, ..]) => (u64::from_be_bytes([a, b, c, d, e, f, g, h]), 10),
            (126 | 127, _) => return Ok(None),
            (short, _) => (u64::from(short), 2),
        };
        if length >> 63 != 0 {
            return Err(CloseCode::Protocol);
        }
        let payload = usize::try_from(length).ok().filter(|&length| length <= limit.max(CONTROL_BYTES));
        let payload = payload.ok_or(CloseCode::TooLarge)?;
        let mut key = None;
        if masked {
            let Some(&bytes) = bytes[size..].first_chunk() else { return Ok(None) };
            key = Some(bytes);
            size += 4;
        }
        Ok(Some(Self { last, opcode, key, payload, size }))
    }
}

/// XORs the payload with the key, which masks and unmasks.
fn mask(payload: &mut [u8], key: [u8; 4]) {
    let wide = u64::from_ne_bytes([key[0], key[1], key[2], key[3], key[0], key[1], key[2], key[3]]);
    let (words, rest) = payload.as_chunks_mut::<8>();
    for word in words {
        *word = (u64::from_ne_bytes(*word) ^ wide).to_ne_bytes();
    }
    for (byte, key) in rest.iter_mut().zip(key.iter().cycle()) {
        *byte ^= key;
    }
}

/// The head of a server's frame that is a whole message: its bytes, and how many of them count.
pub fn head(opcode: Opcode, payload: usize) -> ([u8; 10], usize) {
    let mut head = [0; 10];
    head[0] = LAST | opcode.bits();
    let size = match payload {
        0..126 => {
            head[1] = payload as u8;
            2
        }
        126..=0xffff => {
            head[1] = 126;
            head[2..4].copy_from_slice(&(payload as u16).to_be_bytes());
            4
        }
        _ => {
            head[1] = 127;
            head[2..].copy_from_slice(&(payload as u64).to_be_bytes());
            10
        }
    };
    (head, size)
}

/// Writes a client's frame.
pub fn write_masked(frame: &Frame<'_>, key: [u8; 4], into: &mut Vec<u8>) {
    let (mut head, size) = head(frame.opcode, frame.payload.len());
    if !frame.last {
        head[0] &= !LAST;
    }
    head[1] |= MASKED;
    into.extend_from_slice(&head[..size]);
    into.extend_from_slice(&key);
    let start = into.len();
    into.extend_from_slice(frame.payload);
    mask(&mut into[start..], key);
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const LIMIT: usize = 70_000;

    proptest! {
        #[test]
        fn what_a_client_writes_is_read(
            payload in proptest::collection::vec(any::<u8>(), 0..LIMIT), key: [u8; 4], last: bool, after in 0_usize..40,
        ) {
            let mut bytes = Vec::new();
            write_masked(&Frame { last, opcode: Opcode::Text, payload: &payload }, key, &mut bytes);
            let size = bytes.len();
            bytes.resize(size + after, 7);
            let (frame, taken) = take(&mut bytes, Sender::Client, LIMIT).unwrap().unwrap();
            prop_assert_eq!(taken, size);
            prop_assert_eq!(frame, Frame { last, opcode: Opcode::Text, payload: &payload });
        }

        #[test]
        fn an_incomplete_frame_waits(payload in proptest::collection::vec(any::<u8>(), 0..300), cut in 0.0..1.0) {
            let mut bytes = Vec::new();
            write_masked(&Frame { last: true, opcode: Opcode::Text, payload: &payload }, [1, 2, 3, 4], &mut bytes);
            bytes.truncate((bytes.len() as f64 * cut) as usize);
            prop_assert_eq!(take(&mut bytes, Sender::Client, LIMIT), Ok(None));
        }

        #[test]
        fn anything_at_all_is_taken_or_refused(mut bytes in proptest::collection::vec(any::<u8>(), 0..40)) {
            let size = bytes.len();
            if let Ok(Some((_, taken))) = take(&mut bytes, Sender::Client, 30) {
                prop_assert!(taken <= size);
            }
        }
    }

    #[test]
    fn heads_say_their_fault_early() {
        let check = |bytes: &[u8], sender, expected| {
            let fault = take(&mut bytes.to_vec(), sender, 1000).map(|frame| assert_eq!(frame, None)).err();
            assert_eq!(fault, expected, "{bytes:x?}");
        };
        let (protocol, too_large) = (Some(CloseCode::Protocol), Some(CloseCode::TooLarge));
        check(&[], Sender::Client, None);
        check(&[0x81], Sender::Client, None);
        check(&[0x81, 0x80], Sender::Client, None);
        check(&[0x81, 0x05], Sender::Client, protocol);
        check(&[0x81, 0x85], Sender::Server, protocol);
        for reserved in [0xc1, 0xa1, 0x91, 0x83, 0x87, 0x8b, 0x8f] {
            check(&[reserved, 0x80], Sender::Client, protocol);
        }
        check(&[0x09, 0x80], Sender::Client, protocol);
        check(&[0x89, 0xfe], Sender::Client, protocol);
        check(&[0x81, 0xfe, 0x03, 0xe8], Sender::Client, None);
        check(&[0x81, 0xfe, 0x03, 0xe9], Sender::Client, too_large);
        check(&[0x81, 0xff, 0, 0, 0, 0, 0, 1, 0, 0], Sender::Client, too_large);
        check(&[0x81, 0xff, 0x80, 0, 0, 0, 0, 0, 0, 0], Sender::Client, protocol);
    }
}
