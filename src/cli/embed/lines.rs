//! Lines of text in batches, with their numbers; what is no line of text is said, not skipped.

use std::io::{self, BufRead, BufReader, Read};

/// No text of a customer is longer, and no memory is enough for a file without line ends.
const LONGEST: u64 = 1 << 20;

const BUFFER: usize = 1 << 16;

pub struct Lines<R> {
    input: BufReader<R>,
    number: u64,
    bytes: u64,
}

pub struct Line {
    /// From 1.
    pub number: u64,
    pub text: String,
}

/// A line that cannot be read.
#[derive(Debug, PartialEq, Eq)]
pub struct Fault {
    pub line: u64,
    pub why: String,
}

impl<R: Read> Lines<R> {
    pub fn new(input: R) -> Self {
        Self { input: BufReader::with_capacity(BUFFER, input), number: 0, bytes: 0 }
    }

    /// Bytes read so far.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Reads up to `count` lines, but waits for no more than one; or up to one that is no text, which is told.
    pub fn read(&mut self, count: usize, batch: &mut Vec<Line>) -> io::Result<Option<Fault>> {
        while batch.is_empty() || batch.len() < count && !self.input.buffer().is_empty() {
            let mut bytes = Vec::new();
            self.bytes += (&mut self.input).take(LONGEST + 1).read_until(b'\n', &mut bytes)? as u64;
            if bytes.is_empty() {
                break;
            }
            self.number += 1;
            let fault = |why: String| Ok(Some(Fault { line: self.number, why }));
            if bytes.len() as u64 > LONGEST {
                return fault(format!("the line is longer than {LONGEST} bytes"));
            }
            match String::from_utf8(bytes) {
                Ok(text) => {
                    let text = text.strip_suffix('\n').unwrap_or(&text);
                    let text = text.strip_suffix('\r').unwrap_or(text).to_owned();
                    batch.push(Line { number: self.number, text });
                }
                Err(error) => {
                    let at = error.utf8_error().valid_up_to() + 1;
                    return fault(format!("the line is not UTF-8 from its byte {at} on"));
                }
            }
        }
        Ok(None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_faults() {
        let check = |input: &[u8], expected: &[&str], fault: Option<(u64, &str)>| {
            let mut lines = Lines::new(input);
            let mut batch = Vec::new();
            let found = lines.read(9, &mut batch).unwrap();
            let texts: Vec<&str> = batch.iter().map(|line| line.text.as_str()).collect();
            assert_eq!(texts, expected);
            assert_eq!(found, fault.map(|(line, why)| Fault { line, why: why.to_owned() }));
        };
        check(b"", &[], None);
        check("在吗\r\n\n 好的 ".as_bytes(), &["在吗", "", " 好的 "], None);
        check(b"a\nb\xff\nc\n", &["a"], Some((2, "the line is not UTF-8 from its byte 2 on")));
        let long = vec![b'x'; LONGEST as usize + 1];
        check(&long, &[], Some((1, "the line is longer than 1048576 bytes")));
        check(&long[1..], &[str::from_utf8(&long[1..]).unwrap()], None);
    }

    #[test]
    fn batches_go_on_where_the_last_one_ended() {
        let mut lines = Lines::new(&b"1\n2\n3\n"[..]);
        let mut read = || {
            let mut batch = Vec::new();
            assert_eq!(lines.read(2, &mut batch).unwrap(), None);
            batch.into_iter().map(|line| line.number).collect::<Vec<_>>()
        };
        assert_eq!([read(), read(), read()], [vec![1, 2], vec![3], vec![]]);
        assert_eq!(lines.bytes(), 6);
    }
}
