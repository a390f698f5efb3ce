//! A matrix of int8 in the order in which a kernel reads it.

use crate::tensors::Quantized;

/// Output rows of a panel: what a kernel multiplies with at once.
pub const PANEL: usize = 32;
/// Columns that stand beside each other for one row, as the dot product instructions want them.
pub const GROUP: usize = 4;

/// Sixteen rows by four columns, one cache line: row 0's four columns, then row 1's …
#[derive(Debug, Clone, Copy)]
#[repr(C, align(64))]
pub struct Line(pub [i8; 64]);

/// Panels of 32 rows, one after the other. In a panel, two lines (32 rows) for each four columns. Rows and columns that the
/// matrix does not have are zeros.
#[derive(Debug)]
pub struct Matrix {
    columns: usize,
    lines: Vec<Line>,
    /// Of each row's numbers: what a product has too much for each 1 that is added to all numbers of a token.
    sums: Vec<i32>,
    /// Of each row.
    scales: Vec<f32>,
    biases: Vec<f32>,
}

/// One panel, as a kernel sees it.
#[derive(Clone, Copy)]
pub struct Panel<'a> {
    /// Two for each group of columns.
    pub lines: &'a [Line],
    pub sums: &'a [i32; PANEL],
    pub scales: &'a [f32; PANEL],
    pub biases: &'a [f32; PANEL],
}

impl Matrix {
    /// Packs parts with the same columns below each other.
    pub fn pack(parts: &[(Quantized, Vec<f32>)]) -> Self {
        let rows: usize = parts.iter().map(|(part, _)| part.rows).sum();
        let columns = parts.first().map_or(0, |(part, _)| part.columns);
        let padded = rows.next_multiple_of(PANEL);
        let groups = columns.div_ceil(GROUP);
        let mut matrix = Self {
            columns,
            lines: vec![Line([0; 64]); padded / PANEL * groups * 2],
            sums: vec![0; padded],
            scales: vec![0.0; padded],
            biases: vec![0.0; padded],
        };
        let mut row = 0;
        for (part, biases) in parts {
            let values = part.values.chunks_exact(columns);
            for ((values, scale), bias) in values.zip(&part.scales).zip(biases) {
                matrix.scales[row] = *scale;
                matrix.biases[row] = *bias;
                matrix.pack_row(row, values);
                row += 1;
            }
        }
        matrix
    }

    fn pack_row(&mut self, row: usize, values: &[i8]) {
        let groups = self.groups();
        let (panel, within) = (row / PANEL, row % PANEL);
        let (line, slot) = (within / 16, within % 16);
        for (group, values) in values.chunks(GROUP).enumerate() {
            let line = &mut self.lines[(panel * groups + group) * 2 + line];
            line.0[slot * GROUP..][..values.len()].copy_from_slice(values);
        }
        self.sums[row] = values.iter().map(|value| i32::from(*value)).sum();
    }

    pub fn columns(&self) -> usize {
        self.columns
    }

    /// Rows with those that fill the last panel: what a product has for each token.
    pub fn width(&self) -> usize {
        self.scales.len()
    }

    /// Groups of four columns, the last one padded.
    pub fn groups(&self) -> usize {
        self.columns.div_ceil(GROUP)
    }

    #[inline(always)]
    pub fn panels(&self) -> impl Iterator<Item = Panel<'_>> {
        let lines = self.lines.chunks_exact(self.groups() * 2);
        let sums = self.sums.as_chunks().0;
        let scales = self.scales.as_chunks().0;
        let biases = self.biases.as_chunks().0;
        lines.zip(sums).zip(scales).zip(biases).map(|(((lines, sums), scales), biases)| Panel {
            lines,
            sums,
            scales,
            biases,
        })
    }
}
