//! CSV: UTF-8 with or without a mark, UTF-16 with one, else GBK, which Excel writes on Chinese Windows.

use std::borrow::Cow;

use super::{MOST_CELLS, MOST_COLUMNS, Row, Table};
use crate::{
    content::Place,
    import::{Source, note::Notes},
};

pub(super) fn read(source: &Source, notes: &mut Notes) -> Vec<Table> {
    let Some(text) = decode(source, notes) else { return Vec::new() };
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter(&text))
        .from_reader(text.as_bytes());
    let mut rows = Vec::new();
    let mut cells = 0;
    for record in reader.records() {
        match record {
            Ok(record) => {
                let line = record.position().map_or(1, |at| at.line() as usize);
                let place = Place { line, ..Place::start(&source.path) };
                cells += record.len();
                if cells > MOST_CELLS {
                    notes.left_out(&place, format!("from here on: more than {MOST_CELLS} cells"));
                    break;
                }
                rows.push(Row {
                    cells: record.iter().take(MOST_COLUMNS).map(str::to_owned).collect(),
                    place,
                });
            }
            Err(error) => {
                let line = error.position().map_or(1, |at| at.line() as usize);
                notes.broken(&Place { line, ..Place::start(&source.path) }, error.to_string());
            }
        }
    }
    vec![Table { path: source.parts(), rows }]
}

/// The text in whichever encoding it is.
fn decode<'s>(source: &'s Source, notes: &mut Notes) -> Option<Cow<'s, str>> {
    let marked = encoding_rs::Encoding::for_bom(&source.bytes).map(|(encoding, _)| encoding);
    let encoding = marked.unwrap_or(match std::str::from_utf8(&source.bytes) {
        Ok(_) => encoding_rs::UTF_8,
        Err(_) => encoding_rs::GB18030,
    });
    // Decoding takes a mark off.
    let (text, encoding, faulty) = encoding.decode(&source.bytes);
    if faulty {
        let what = format!("the text is neither UTF-8 nor {}", encoding.name());
        notes.broken(&Place::start(&source.path), what);
        return None;
    }
    if encoding == encoding_rs::GB18030 {
        notes.changed(&Place::start(&source.path), "read as GBK, and written as UTF-8");
    }
    Some(text)
}

/// What stands most often between the columns of the first line.
fn delimiter(text: &str) -> u8 {
    let first = text.lines().next().unwrap_or_default();
    let count = |mark: &u8| first.bytes().filter(|byte| byte == mark).count();
    // Of equals the last is taken, so that a comma wins.
    [b';', b'\t', b','].into_iter().max_by_key(count).unwrap_or(b',')
}
