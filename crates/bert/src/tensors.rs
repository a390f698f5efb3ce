//! The tensors of a safetensors file by name, checked for type and shape.

use std::ops::Range;

use safetensors::{Dtype, SafeTensors, tensor::Metadata};

use crate::{LoadError, quantize};

/// What a checkpoint may put before the names, by who saved it.
const PREFIXES: [&str; 5] = ["", "bert.", "roberta.", "0.auto_model.", "model."];

const KNOWN: &str = "F32, F16, BF16 or I8 with scales";

pub struct Tensors<'a> {
    bytes: &'a [u8],
    /// Where the tensors begin, after the header.
    start: usize,
    metadata: Metadata,
    prefix: &'static str,
}

/// The numbers of a tensor: where they are in the file, and what they are.
#[derive(Debug, Clone)]
pub struct Numbers {
    pub range: Range<usize>,
    pub kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    F32,
    F16,
    Bf16,
    I8,
}

/// A matrix in int8, one scale for each row.
pub struct Quantized {
    pub rows: usize,
    pub columns: usize,
    pub values: Vec<i8>,
    pub scales: Vec<f32>,
}

impl<'a> Tensors<'a> {
    /// Of a whole encoder.
    pub fn read(bytes: &'a [u8]) -> Result<Self, LoadError> {
        let tensors = Self::read_layers(bytes)?;
        let word = "embeddings.word_embeddings.weight";
        let has_words = |prefix: &&str| tensors.metadata.info(&format!("{prefix}{word}")).is_some();
        let prefix = PREFIXES.into_iter().find(has_words);
        let prefix = prefix.ok_or_else(|| LoadError::Missing(word.into()))?;
        Ok(Self { prefix, ..tensors })
    }

    /// Of layers alone, whose names have no prefix.
    pub fn read_layers(bytes: &'a [u8]) -> Result<Self, LoadError> {
        let (header, metadata) =
            SafeTensors::read_metadata(bytes).map_err(|error| LoadError::Damaged(error.to_string()))?;
        let start = header + size_of::<u64>();
        // read_metadata has checked that the tensors fill the file; a shorter one must not panic later.
        if start.checked_add(metadata.data_len()) != Some(bytes.len()) {
            return Err(LoadError::Damaged("its length is not the one in its header".into()));
        }
        Ok(Self { bytes, start, metadata, prefix: "" })
    }

    /// Where a matrix is, and the scales of its rows when it is in int8.
    pub fn matrix(&self, name: &str, shape: [usize; 2]) -> Result<(Numbers, Option<Vec<f32>>), LoadError> {
        let numbers = self.numbers(&format!("{name}.weight"), &shape)?;
        let scales = match numbers.kind {
            Kind::I8 => Some(self.vector(&format!("{name}.weight_scale"), shape[0])?),
            Kind::F32 | Kind::F16 | Kind::Bf16 => None,
        };
        Ok((numbers, scales))
    }

    /// A matrix in int8; floats are quantised.
    pub fn quantized(&self, name: &str, [rows, columns]: [usize; 2]) -> Result<Quantized, LoadError> {
        let (numbers, scales) = self.matrix(name, [rows, columns])?;
        let bytes = &self.bytes[numbers.range.clone()];
        if let Some(scales) = scales {
            let values = bytes.iter().map(|byte| byte.cast_signed()).collect();
            return Ok(Quantized { rows, columns, values, scales });
        }
        let mut values = vec![0; rows * columns];
        let mut row = vec![0.0; columns];
        let mut scales = Vec::with_capacity(rows);
        for (values, bytes) in values.chunks_exact_mut(columns).zip(bytes.chunks_exact(bytes.len() / rows)) {
            numbers.kind.read(bytes, &mut row);
            finite(name, &row)?;
            scales.push(quantize::row(&row, values));
        }
        Ok(Quantized { rows, columns, values, scales })
    }

    /// A matrix in floats.
    pub fn floats(&self, name: &str, [rows, columns]: [usize; 2]) -> Result<Vec<f32>, LoadError> {
        let (numbers, scales) = self.matrix(name, [rows, columns])?;
        let mut values = vec![0.0; rows * columns];
        numbers.kind.read(&self.bytes[numbers.range], &mut values);
        for (row, scale) in values.chunks_exact_mut(columns).zip(scales.iter().flatten()) {
            row.iter_mut().for_each(|value| *value *= scale);
        }
        Ok(values)
    }

    /// The weight and bias of a layer norm, under the names of today or those of the first BERT.
    pub fn norm(&self, name: &str, length: usize) -> Result<(Vec<f32>, Vec<f32>), LoadError> {
        let first = format!("{}{name}.gamma", self.prefix);
        let [weight, bias] =
            if self.metadata.info(&first).is_some() { ["gamma", "beta"] } else { ["weight", "bias"] };
        Ok((
            self.vector(&format!("{name}.{weight}"), length)?,
            self.vector(&format!("{name}.{bias}"), length)?,
        ))
    }

    /// Floats in one dimension.
    pub fn vector(&self, name: &str, length: usize) -> Result<Vec<f32>, LoadError> {
        let numbers = self.numbers(name, &[length])?;
        if numbers.kind == Kind::I8 {
            return Err(LoadError::Type {
                name: name.into(),
                found: "I8".into(),
                expected: "F32, F16 or BF16",
            });
        }
        let mut values = vec![0.0; length];
        numbers.kind.read(&self.bytes[numbers.range], &mut values);
        finite(name, &values)?;
        Ok(values)
    }

    fn numbers(&self, name: &str, shape: &[usize]) -> Result<Numbers, LoadError> {
        let name = format!("{}{name}", self.prefix);
        let Some(info) = self.metadata.info(&name) else { return Err(LoadError::Missing(name)) };
        if info.shape != shape {
            return Err(LoadError::Shape { name, found: info.shape.clone(), expected: shape.to_vec() });
        }
        let Some(kind) = Kind::of(info.dtype) else {
            return Err(LoadError::Type { name, found: format!("{:?}", info.dtype), expected: KNOWN });
        };
        let (from, to) = info.data_offsets;
        Ok(Numbers { range: self.start + from..self.start + to, kind })
    }
}

/// # Errors
/// When a value is infinite or not a number.
pub fn finite(name: &str, values: &[f32]) -> Result<(), LoadError> {
    if values.iter().all(|value| value.is_finite()) { Ok(()) } else { Err(LoadError::NotFinite(name.into())) }
}

impl Kind {
    const ALL: [(Dtype, Self); 4] =
        [(Dtype::F32, Self::F32), (Dtype::F16, Self::F16), (Dtype::BF16, Self::Bf16), (Dtype::I8, Self::I8)];

    fn of(kind: Dtype) -> Option<Self> {
        Self::ALL.into_iter().find_map(|(known, own)| (known == kind).then_some(own))
    }

    pub fn size(self) -> usize {
        match self {
            Self::F32 => 4,
            Self::F16 | Self::Bf16 => 2,
            Self::I8 => 1,
        }
    }

    /// Reads little-endian numbers.
    pub fn read(self, bytes: &[u8], into: &mut [f32]) {
        match self {
            Self::F32 => each(bytes, into, f32::from_le_bytes),
            Self::F16 => each(bytes, into, |bytes| half(u16::from_le_bytes(bytes))),
            Self::Bf16 => {
                each(bytes, into, |bytes| f32::from_bits(u32::from(u16::from_le_bytes(bytes)) << 16));
            }
            Self::I8 => each(bytes, into, |bytes| f32::from(i8::from_le_bytes(bytes))),
        }
    }
}

fn each<const N: usize>(bytes: &[u8], into: &mut [f32], number: impl Fn([u8; N]) -> f32) {
    for (into, bytes) in into.iter_mut().zip(bytes.as_chunks::<N>().0) {
        *into = number(*bytes);
    }
}

/// IEEE 754 half precision: 1 bit of sign, 5 of exponent, 10 of fraction.
fn half(bits: u16) -> f32 {
    let sign = u32::from(bits & 0x8000) << 16;
    let magnitude = u32::from(bits & 0x7FFF) << 13;
    let value = if magnitude >= 0x0F80_0000 {
        f32::from_bits(magnitude | 0x7F80_0000)
    } else {
        // The exponent is 112 too small; a product also puts subnormal numbers right.
        f32::from_bits(magnitude) * 2.0_f32.powi(112)
    };
    f32::from_bits(value.to_bits() | sign)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_halves() {
        let check = |bits: u16, expected: f32| assert_eq!(half(bits), expected, "{bits:#06x}");
        check(0x0000, 0.0);
        check(0x3C00, 1.0);
        check(0xC000, -2.0);
        check(0x3555, 0.333_251_95);
        check(0x7BFF, 65_504.0);
        check(0x0400, 6.103_515_6e-5);
        check(0x0001, 5.960_464_5e-8);
        check(0x83FF, -6.097_555e-5);
        check(0xFC00, f32::NEG_INFINITY);
        assert!(half(0x7E00).is_nan());
    }
}
