//! The examples nearest to a text, class by class.

use xiaoer_bert::Kernel;

/// Examples of a class that a text is compared with: its nearest ones.
const NEAREST: usize = 3;

/// The largest number of a vector.
const LARGEST: f32 = 127.0;

/// The vectors of all examples in 8 bits, those of one class together.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Nearest {
    dimensions: usize,
    /// Class `i` has the rows `starts[i]..starts[i + 1]`.
    starts: Vec<u32>,
    /// One vector after another; scaled so that the largest number of each is 127.
    values: Vec<i8>,
    /// One over the length of each vector's numbers; 0 for the zero vector.
    scales: Vec<f32>,
}

impl Nearest {
    /// Of vectors with their classes, which are below `classes` and ascend.
    pub fn new(rows: &[(&[f32], usize)], classes: usize) -> Self {
        let dimensions = rows.first().map_or(0, |(vector, _)| vector.len());
        let starts = (0..=classes).map(|class| rows.partition_point(|(_, own)| *own < class) as u32);
        let values = rows.iter().flat_map(|(vector, _)| in_bytes(vector)).collect();
        Self { dimensions, starts: starts.collect(), ..Self::default() }.with(values)
    }

    /// `None` when the parts do not fit together.
    pub fn from_parts(dimensions: usize, starts: Vec<u32>, values: Vec<i8>) -> Option<Self> {
        let rows = *starts.last()? as usize;
        let sound = starts.is_sorted() && starts.first() == Some(&0) && values.len() == rows * dimensions;
        (sound && dimensions > 0).then(|| Self { dimensions, starts, ..Self::default() }.with(values))
    }

    fn with(self, values: Vec<i8>) -> Self {
        let scales = values.chunks_exact(self.dimensions.max(1)).map(scale).collect();
        Self { values, scales, ..self }
    }

    pub fn starts(&self) -> &[u32] {
        &self.starts
    }

    pub fn values(&self) -> &[i8] {
        &self.values
    }

    /// Examples.
    pub fn len(&self) -> usize {
        self.scales.len()
    }

    pub fn is_empty(&self) -> bool {
        self.scales.is_empty()
    }

    pub fn classes(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    /// The cosine of each example to a vector; `None` for a vector of another length.
    pub fn cosines(&self, vector: &[f32]) -> Option<Vec<f32>> {
        if vector.len() != self.dimensions {
            return None;
        }
        let kernel = Kernel::best();
        let query = in_bytes(vector);
        let scale = scale(&query);
        let of_row = |(row, of_row): (&[i8], &f32)| kernel.dot(row, &query) as f32 * of_row * scale;
        Some(self.values.chunks_exact(self.dimensions).zip(&self.scales).map(of_row).collect())
    }

    /// A raw score for each class: the mean cosine of its nearest examples; -1 for a class without any.
    pub fn scores(&self, cosines: &[f32]) -> Vec<f32> {
        let of_class = |bounds: &[u32]| mean_of_largest(&cosines[bounds[0] as usize..bounds[1] as usize]);
        self.starts.windows(2).map(of_class).collect()
    }
}

fn mean_of_largest(cosines: &[f32]) -> f32 {
    let mut largest = [f32::NEG_INFINITY; NEAREST];
    for cosine in cosines {
        if *cosine > largest[NEAREST - 1] {
            largest[NEAREST - 1] = *cosine;
            largest.sort_by(|a, b| b.total_cmp(a));
        }
    }
    let found = &largest[..cosines.len().min(NEAREST)];
    if found.is_empty() { -1.0 } else { found.iter().sum::<f32>() / found.len() as f32 }
}

fn in_bytes(vector: &[f32]) -> Vec<i8> {
    let largest = vector.iter().fold(f32::MIN_POSITIVE, |most, value| most.max(value.abs()));
    vector.iter().map(|value| (value / largest * LARGEST).round() as i8).collect()
}

fn scale(values: &[i8]) -> f32 {
    let squares: i32 = values.iter().map(|value| i32::from(*value).pow(2)).sum();
    if squares == 0 { 0.0 } else { 1.0 / (squares as f32).sqrt() }
}

#[cfg(test)]
mod tests {
    use super::Nearest;

    #[test]
    fn a_class_is_as_near_as_its_nearest() {
        let rows: [(&[f32], usize); 5] =
            [(&[1.0, 0.0], 0), (&[0.8, 0.6], 0), (&[0.0, -1.0], 0), (&[-1.0, 0.0], 0), (&[0.0, 1.0], 2)];
        let nearest = Nearest::new(&rows, 3);
        let check = |query: [f32; 2], expected: [f32; 3]| {
            let scores = nearest.scores(&nearest.cosines(&query).unwrap());
            for (score, expected) in scores.iter().zip(expected) {
                assert!((score - expected).abs() < 0.01, "{query:?}: {scores:?}");
            }
        };
        check([1.0, 0.0], [0.6, -1.0, 0.0]);
        check([0.0, 1.0], [0.2, -1.0, 1.0]);
        assert_eq!(nearest.cosines(&[1.0]), None);
        let (starts, values) = (nearest.starts().to_vec(), nearest.values().to_vec());
        assert_eq!(Nearest::from_parts(2, starts.clone(), values.clone()), Some(nearest));
        assert_eq!(Nearest::from_parts(2, starts, values[1..].to_vec()), None);
    }
}
