//! Vectors of length 1 in whole numbers: a coarse byte to search by, and a fine one to put what was found in order.
//!
//! The coarse bytes alone lose one in two hundred of the ten nearest; with the fine ones none is lost, at the price of an f16
//! copy. Products of whole numbers come out the same on every machine, in whatever order they are added.

use sha2::{Digest, Sha256};
use xiaoer_bert::Kernel;

use super::hit::{Best, Hit};

/// Into so many parts the fine byte divides a step of the coarse one: half a step to each side is within ±127.
const PARTS: i32 = 254;

/// The largest coarse number.
const LARGEST: f32 = 127.0;

#[derive(Debug)]
pub(super) struct Vectors {
    dimensions: usize,
    /// Each number over its vector's scale, rounded; one vector after another.
    coarse: Vec<i8>,
    /// What the rounding left.
    fine: Vec<i8>,
    /// What a coarse step of each vector stands for; 0 for the zero vector.
    scales: Vec<f32>,
    kernel: Kernel,
}

impl Vectors {
    /// Of finite vectors of the same dimensions.
    pub(super) fn new(vectors: &[impl AsRef<[f32]>]) -> Self {
        let dimensions = vectors.first().map_or(0, |vector| vector.as_ref().len());
        let numbers = vectors.len() * dimensions;
        let mut all = Self {
            dimensions,
            coarse: Vec::with_capacity(numbers),
            fine: Vec::with_capacity(numbers),
            scales: Vec::with_capacity(vectors.len()),
            kernel: Kernel::best(),
        };
        for vector in vectors {
            all.push(vector.as_ref());
        }
        all
    }

    /// Of a vector with too many or too few numbers, which no embedder should give, what fits is taken.
    fn push(&mut self, vector: &[f32]) {
        let scale = vector.iter().fold(0.0_f32, |most, number| most.max(number.abs())) / LARGEST;
        for number in vector.iter().chain(std::iter::repeat(&0.0)).take(self.dimensions) {
            let steps = if scale > 0.0 { number / scale } else { 0.0 };
            let coarse = steps.round();
            self.coarse.push(coarse as i8);
            self.fine.push(((steps - coarse) * PARTS as f32).round() as i8);
        }
        self.scales.push(scale);
    }

    pub(super) fn len(&self) -> usize {
        self.scales.len()
    }

    pub(super) fn dimensions(&self) -> usize {
        self.dimensions
    }

    /// Whether a vector has no direction.
    pub(super) fn is_zero(&self, row: usize) -> bool {
        self.scales[row] == 0.0
    }

    /// Names the vectors. Their length is 1, so that their coarse numbers say all about the scales.
    pub(super) fn fingerprint(&self) -> String {
        let mut digest = Sha256::new();
        digest.update((self.dimensions as u64).to_le_bytes());
        for numbers in self.coarse.chunks(4096) {
            digest.update(numbers.iter().map(|number| number.cast_unsigned()).collect::<Vec<u8>>());
        }
        hex::encode(&digest.finalize()[..8])
    }

    pub(super) fn coarse(&self, row: usize) -> &[i8] {
        &self.coarse[row * self.dimensions..][..self.dimensions]
    }

    fn fine(&self, row: usize) -> &[i8] {
        &self.fine[row * self.dimensions..][..self.dimensions]
    }

    /// How near a vector is to the coarse numbers of another, in units of the other's scale.
    pub(super) fn likeness(&self, row: usize, coarse: &[i8]) -> f32 {
        self.kernel.dot(self.coarse(row), coarse) as f32 * self.scales[row]
    }

    /// The cosine of two of the vectors, by their coarse numbers.
    pub(super) fn cosine(&self, one: usize, other: usize) -> f32 {
        self.likeness(one, self.coarse(other)) * self.scales[other]
    }

    /// The nearest by the coarse numbers, in no order.
    pub(super) fn scan(&self, coarse: &[i8], count: usize) -> Vec<usize> {
        let mut best = Best::new(count);
        for row in 0..self.len() {
            best.offer(Hit { likeness: self.likeness(row, coarse), row: row as u32 });
        }
        best.rows()
    }

    /// These rows by their cosine to the only vector of `query`, with both bytes: best first, of equal ones the earlier.
    pub(super) fn rank(&self, query: &Vectors, rows: &[usize], count: usize) -> Vec<(usize, f32)> {
        let product = |one: &[i8], other: &[i8]| i64::from(self.kernel.dot(one, other));
        let (parts, coarse, fine) = (i64::from(PARTS), query.coarse(0), query.fine(0));
        let cosine = |row: usize| {
            let crossed = product(self.coarse(row), fine) + product(self.fine(row), coarse);
            let sum = product(self.coarse(row), coarse) * parts * parts
                + crossed * parts
                + product(self.fine(row), fine);
            let unit = f64::from(query.scales[0]) * f64::from(self.scales[row]);
            (sum as f64 * unit / (parts * parts) as f64) as f32
        };
        let mut ranked: Vec<(usize, f32)> = rows.iter().map(|row| (*row, cosine(*row))).collect();
        ranked.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        ranked.truncate(count);
        ranked
    }
}
