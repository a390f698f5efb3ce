//! The word embeddings, which stay where they are: a row is read when its token comes.

use crate::{
    LoadError,
    tensors::{Numbers, Tensors},
};

#[derive(Debug)]
pub struct Table {
    rows: usize,
    columns: usize,
    numbers: Numbers,
    /// One for each row where the numbers are int8.
    scales: Option<Vec<f32>>,
}

impl Table {
    pub fn read(tensors: &Tensors<'_>, name: &str, [rows, columns]: [usize; 2]) -> Result<Self, LoadError> {
        let (numbers, scales) = tensors.matrix(name, [rows, columns])?;
        Ok(Self { rows, columns, numbers, scales })
    }

    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Reads a row out of the file that the table was found in.
    ///
    /// # Panics
    /// When there is no such row.
    #[inline(always)]
    pub fn row(&self, file: &[u8], row: usize, into: &mut [f32]) {
        let length = self.columns * self.numbers.kind.size();
        let start = self.numbers.range.start + row * length;
        self.numbers.kind.read(&file[start..start + length], into);
        if let Some(scales) = &self.scales {
            let scale = scales[row];
            into.iter_mut().for_each(|value| *value *= scale);
        }
    }
}
