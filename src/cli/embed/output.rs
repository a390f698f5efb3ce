//! Vectors as JSON lines, or as an array of NumPy's.

use std::{
    fs::File,
    io::{self, BufWriter, Seek, Write},
    path::{Path, PathBuf},
};

use anyhow::Context;
use serde::Serialize;

use super::Format;

/// Bytes before the numbers of an array: the header, filled up with spaces, so that the number of rows can be put in at the end.
const HEADER: usize = 128;

pub struct Output {
    to: To,
    dimensions: usize,
    rows: usize,
}

enum To {
    Stdout(BufWriter<io::Stdout>),
    Jsonl(BufWriter<File>, PathBuf),
    Npy(BufWriter<File>, PathBuf),
}

#[derive(Serialize)]
struct Row<'a> {
    text: &'a str,
    vector: &'a [f32],
}

impl Output {
    /// Standard output, unless a file is named.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn create(format: Format, file: Option<&Path>, dimensions: usize) -> anyhow::Result<Self> {
        let to = match file {
            None => To::Stdout(BufWriter::new(io::stdout())),
            Some(path) => {
                let create = || File::create(path).map(BufWriter::new);
                let mut file = create().with_context(|| format!("cannot write {}", path.display()))?;
                match format {
                    Format::Jsonl => To::Jsonl(file, path.to_owned()),
                    Format::Npy => {
                        file.write_all(&[0; HEADER])?;
                        To::Npy(file, path.to_owned())
                    }
                }
            }
        };
        Ok(Self { to, dimensions, rows: 0 })
    }

    pub fn write(&mut self, text: &str, vector: &[f32]) -> anyhow::Result<()> {
        self.rows += 1;
        match &mut self.to {
            To::Stdout(out) => Ok(row(out, text, vector)?),
            To::Jsonl(out, path) => row(out, text, vector).with_context(|| cannot_write(path)),
            To::Npy(out, path) => {
                let bytes: Vec<u8> = vector.iter().flat_map(|value| value.to_le_bytes()).collect();
                out.write_all(&bytes).with_context(|| cannot_write(path))
            }
        }
    }

    /// Whoever reads standard output need not wait for the end.
    pub fn flush(&mut self) -> io::Result<()> {
        match &mut self.to {
            To::Stdout(out) => out.flush(),
            To::Jsonl(..) | To::Npy(..) => Ok(()),
        }
    }

    pub fn finish(self) -> anyhow::Result<()> {
        match self.to {
            To::Stdout(mut out) => Ok(out.flush()?),
            To::Jsonl(mut out, path) => out.flush().with_context(|| cannot_write(&path)),
            To::Npy(mut out, path) => {
                let header = header(self.rows, self.dimensions);
                out.rewind()
                    .and_then(|()| out.write_all(&header))
                    .and_then(|()| out.flush())
                    .with_context(|| cannot_write(&path))
            }
        }
    }
}

fn row(out: &mut impl Write, text: &str, vector: &[f32]) -> io::Result<()> {
    serde_json::to_writer(&mut *out, &Row { text, vector })?;
    out.write_all(b"\n")
}

fn cannot_write(path: &Path) -> String {
    format!("cannot write {}", path.display())
}

/// The header of NumPy's format 1.0: magic, version, length, and a Python dictionary.
fn header(rows: usize, columns: usize) -> Vec<u8> {
    let shape = format!("{{'descr': '<f4', 'fortran_order': False, 'shape': ({rows}, {columns}), }}");
    let length = HEADER - 10;
    let mut header = b"\x93NUMPY\x01\x00".to_vec();
    header.extend((length as u16).to_le_bytes());
    header.extend(format!("{shape:<width$}\n", width = length - 1).into_bytes());
    header
}

#[cfg(test)]
mod tests {
    use super::{HEADER, header};

    #[test]
    fn headers_have_one_length() {
        let check = |rows, columns| {
            let header = header(rows, columns);
            assert_eq!(header.len(), HEADER);
            assert_eq!(header.last(), Some(&b'\n'));
            assert!(header.starts_with(b"\x93NUMPY\x01\x00\x76\x00{'descr': '<f4', 'fortran_order': False"));
        };
        check(0, 256);
        check(usize::MAX, usize::MAX);
    }
}
