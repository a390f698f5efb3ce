//! Tables of text: CSV in the encodings that offices write, and Excel's sheets.

mod csv_file;
mod sheet;

use super::{Source, note::Notes};
use crate::content::Place;

/// More cells than this, empty ones aside, are not read.
const MOST_CELLS: usize = 2_000_000;

/// Columns beyond this are not read.
const MOST_COLUMNS: usize = 256;

pub(super) struct Table {
    /// The folders, the file and, of a workbook, the sheet.
    pub path: Vec<String>,
    /// With the first, which names the columns.
    pub rows: Vec<Row>,
}

pub(super) struct Row {
    pub cells: Vec<String>,
    pub place: Place,
}

impl Row {
    /// The text of a column, without blanks around it.
    pub fn cell(&self, column: usize) -> &str {
        self.cells.get(column).map_or("", |cell| cell.trim())
    }

    pub fn is_blank(&self) -> bool {
        self.cells.iter().all(|cell| cell.trim().is_empty())
    }
}

/// The tables of a file: one for a CSV file, one for each sheet of a workbook.
pub(super) fn read(source: &Source, notes: &mut Notes) -> Vec<Table> {
    if source.is(&["xlsx", "xlsm"]) { sheet::read(source, notes) } else { csv_file::read(source, notes) }
}

/// What a heading says, without numbers, blanks and marks: `相似问题 1` is `相似问题`.
pub(super) fn heading(cell: &str) -> String {
    let letters = cell.trim().chars().filter(|c| c.is_alphabetic());
    letters.flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_knows_its_path() {
        const BOOK: &[u8] = include_bytes!(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/tests/it/fixtures/import/qa-sheet/book.xlsx"
        ));
        for (file, bytes, path) in [
            ("a/book.xlsx", BOOK, &["a", "book", "售后"][..]),
            ("x/y/faq.csv", b"a,b\n", &["x", "y", "faq"]),
            ("faq.csv", b"a,b\n", &["faq"]),
        ] {
            let tables = read(&Source::new(file, bytes), &mut Notes::default());
            assert_eq!(tables[0].path, path);
        }
    }
}
