//! Layer normalisation: Ba, Kiros, Hinton (arXiv:1607.06450).

use crate::{LoadError, lanes, tensors::Tensors};

#[derive(Debug)]
pub struct Norm {
    weight: Vec<f32>,
    bias: Vec<f32>,
    eps: f32,
}

impl Norm {
    pub fn read(tensors: &Tensors<'_>, name: &str, length: usize, eps: f32) -> Result<Self, LoadError> {
        let (weight, bias) = tensors.norm(name, length)?;
        Ok(Self { weight, bias, eps })
    }

    /// Adds a row to another one and normalises the sum in place.
    #[inline(always)]
    pub fn add(&self, row: &mut [f32], added: &[f32]) {
        for (value, added) in row.iter_mut().zip(added) {
            *value += added;
        }
        self.apply(row);
    }

    #[inline(always)]
    pub fn apply(&self, row: &mut [f32]) {
        let length = row.len() as f32;
        let mean = lanes::sum(row, |value| value) / length;
        let variance = lanes::sum(row, |value| (value - mean) * (value - mean)) / length;
        let factor = 1.0 / (variance + self.eps).sqrt();
        for ((value, weight), bias) in row.iter_mut().zip(&self.weight).zip(&self.bias) {
            *value = (*value - mean) * factor * weight + bias;
        }
    }
}
