//! Excel's workbooks. They are archives, so what they unpack to is looked at before anything is believed.

use std::io::Cursor;

use calamine::{DataRef, Dimensions, Reader, Xlsx, open_workbook_from_rs};

use super::{MOST_CELLS, MOST_COLUMNS, Row, Table};
use crate::{
    content::Place,
    import::{Source, archive, note::Notes},
};

/// Rows below this are not read; it is Excel's own limit.
const MOST_ROWS: u32 = 1_048_576;

pub(super) fn read(source: &Source, notes: &mut Notes) -> Vec<Table> {
    let start = Place::start(&source.path);
    if let Err(why) = archive::measure(&source.bytes) {
        notes.broken(&start, why.to_string());
        return Vec::new();
    }
    let opened: Result<Xlsx<_>, _> = open_workbook_from_rs(Cursor::new(&source.bytes[..]));
    let mut workbook = match opened {
        Ok(workbook) => workbook,
        Err(error) => {
            notes.broken(&start, format!("no workbook: {error}"));
            return Vec::new();
        }
    };
    let mut tables = Vec::new();
    for name in workbook.sheet_names() {
        let place = |line: usize| Place { file: format!("{}[{name}]", source.path).into(), line, column: 1 };
        match rows(&mut workbook, &name, &place, notes) {
            Ok(rows) => {
                let path = source.parts().into_iter().chain([name]).collect();
                tables.push(Table { path, rows });
            }
            Err(error) => notes.broken(&place(1), format!("the sheet cannot be read: {error}")),
        }
    }
    tables
}

fn rows(
    workbook: &mut Xlsx<Cursor<&[u8]>>,
    sheet: &str,
    place: &dyn Fn(usize) -> Place,
    notes: &mut Notes,
) -> Result<Vec<Row>, calamine::XlsxError> {
    let merged = workbook.merge_cells_by_sheet_name(sheet)?;
    let mut reader = workbook.worksheet_cells_reader(sheet)?;
    let mut rows: Vec<Row> = Vec::new();
    let mut cells = 0;
    while let Some(cell) = reader.next_cell()? {
        let (row, column) = cell.get_position();
        let text = text(cell.get_value());
        if text.is_empty() {
            continue;
        }
        let line = row as usize + 1;
        cells += 1;
        if cells > MOST_CELLS || row >= MOST_ROWS {
            notes.left_out(&place(line), format!("from here on: more than {MOST_CELLS} cells"));
            break;
        }
        if column as usize >= MOST_COLUMNS {
            notes.left_out(&place(line), format!("columns beyond the {MOST_COLUMNS}th"));
            continue;
        }
        if rows.last().is_none_or(|last| last.place.line != line) {
            rows.push(Row { cells: Vec::new(), place: place(line) });
        }
        if let Some(last) = rows.last_mut() {
            last.cells.resize(last.cells.len().max(column as usize + 1), String::new());
            last.cells[column as usize] = text;
        }
    }
    spread(&merged, &mut rows);
    Ok(rows)
}

/// Where cells are merged downwards, the text stands in the first; here it stands in each that has a row.
fn spread(merged: &[Dimensions], rows: &mut [Row]) {
    let mut left = MOST_CELLS;
    for Dimensions { start, end } in merged {
        let column = start.1 as usize;
        let from = rows.partition_point(|row| row.place.line <= start.0 as usize);
        let until = rows.partition_point(|row| row.place.line <= end.0 as usize + 1);
        let Some((first, below)) = rows.get_mut(from..until).and_then(<[Row]>::split_first_mut) else {
            continue;
        };
        let Some(text) = first.cells.get(column).filter(|_| first.place.line == start.0 as usize + 1) else {
            continue;
        };
        for row in below.iter_mut().take(left) {
            row.cells.resize(row.cells.len().max(column + 1), String::new());
            if row.cells[column].is_empty() {
                row.cells[column].clone_from(text);
            }
            left -= 1;
        }
    }
}

fn text(value: &DataRef<'_>) -> String {
    match value {
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::Bool(truth) => truth.to_string(),
        DataRef::DateTime(time) => time.as_f64().to_string(),
        DataRef::Error(_) | DataRef::Empty => String::new(),
    }
}
