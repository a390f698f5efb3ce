//! The forward pass as the papers write it, in double precision, one number at a time.

use xiaoer_bert::Pooling;

use super::model::{Model, SMALL, Shape, cosine};

type Rows = Vec<Vec<f64>>;

impl Model {
    fn rows(&self, name: &str) -> Rows {
        let (shape, values) = &self.tensors[name];
        let columns = *shape.last().expect("no tensor is a single number");
        values.chunks_exact(columns).map(|row| row.iter().map(|value| f64::from(*value)).collect()).collect()
    }

    fn linear_of(&self, name: &str, x: &Rows) -> Rows {
        let (weight, bias) = (self.rows(&format!("{name}.weight")), self.rows(&format!("{name}.bias")));
        let product = |x: &[f64], row: &[f64]| -> f64 { x.iter().zip(row).map(|(a, b)| a * b).sum() };
        let outputs =
            |x: &Vec<f64>| weight.iter().zip(&bias[0]).map(|(row, bias)| product(x, row) + bias).collect();
        x.iter().map(outputs).collect()
    }

    fn norm_of(&self, name: &str, x: &Rows) -> Rows {
        let weight = &self.rows(&format!("{name}.LayerNorm.weight"))[0];
        let bias = &self.rows(&format!("{name}.LayerNorm.bias"))[0];
        let normalise = |row: &Vec<f64>| {
            let length = row.len() as f64;
            let mean = row.iter().sum::<f64>() / length;
            let deviation =
                (row.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / length + 1e-12).sqrt();
            let columns = row.iter().zip(weight).zip(bias);
            columns.map(|((value, weight), bias)| (value - mean) / deviation * weight + bias).collect()
        };
        x.iter().map(normalise).collect()
    }

    fn attention_of(&self, name: &str, x: &Rows) -> Rows {
        let [query, key, value] =
            ["query", "key", "value"].map(|part| self.linear_of(&format!("{name}.self.{part}"), x));
        let size = self.shape.hidden / self.shape.heads;
        let mut mixed = vec![vec![0.0; self.shape.hidden]; x.len()];
        for start in (0..self.shape.hidden).step_by(size) {
            for (query, mixed) in query.iter().zip(&mut mixed) {
                let score = |key: &Vec<f64>| -> f64 {
                    let product: f64 = (start..start + size).map(|at| query[at] * key[at]).sum();
                    (product / (size as f64).sqrt()).exp()
                };
                let scores: Vec<f64> = key.iter().map(score).collect();
                let sum: f64 = scores.iter().sum();
                for (score, value) in scores.iter().zip(&value) {
                    (start..start + size).for_each(|at| mixed[at] += score / sum * value[at]);
                }
            }
        }
        self.linear_of(&format!("{name}.output.dense"), &mixed)
    }

    /// The vector of a text by the mean of its tokens.
    fn vector(&self, text: &[u32]) -> Vec<f32> {
        let tables = ["word", "position", "token_type"]
            .map(|table| self.rows(&format!("embeddings.{table}_embeddings.weight")));
        let embed = |(position, id): (usize, &u32)| {
            (0..self.shape.hidden)
                .map(|at| tables[0][*id as usize][at] + tables[1][position][at] + tables[2][0][at])
                .collect()
        };
        let mut x = self.norm_of("embeddings", &text.iter().enumerate().map(embed).collect());
        for layer in 0..self.shape.layers {
            let name = |part: &str| format!("encoder.layer.{layer}{part}");
            let attended = self.attention_of(&name(".attention"), &x);
            x = self.norm_of(&name(".attention.output"), &sum(&x, &attended));
            let mut inner = self.linear_of(&name(".intermediate.dense"), &x);
            for value in inner.iter_mut().flatten() {
                *value *= 0.5 * libm::erfc(-*value / std::f64::consts::SQRT_2);
            }
            let fed = self.linear_of(&name(".output.dense"), &inner);
            x = self.norm_of(&name(".output"), &sum(&x, &fed));
        }
        let mean = |at: usize| x.iter().map(|row| row[at]).sum::<f64>() / x.len() as f64;
        (0..self.shape.hidden).map(|at| mean(at) as f32).collect()
    }
}

fn sum(a: &Rows, b: &Rows) -> Rows {
    a.iter().zip(b).map(|(a, b)| a.iter().zip(b).map(|(a, b)| a + b).collect()).collect()
}

#[test]
fn int8_is_near_double_precision() {
    let check = |shape: Shape, seed: u64| {
        let model = Model::random(shape, seed).on_the_grid();
        let texts: Vec<Vec<u32>> =
            (1..24).map(|length| (0..length).map(|at| (at * 7 + length * 13) % 60).collect()).collect();
        let texts: Vec<&[u32]> = texts.iter().map(Vec::as_slice).collect();
        let bert = model.load(model.int8()).expect("the model is whole");
        for (text, found) in texts.iter().zip(bert.forward(&texts, Pooling::Mean)) {
            let cosine = cosine(&found, &model.vector(text));
            assert!(cosine >= 0.999, "{shape:?}: {cosine} at {} tokens", text.len());
        }
    };
    check(SMALL, 1);
    check(Shape { hidden: 64, heads: 1, inner: 256, layers: 3 }, 2);
    check(Shape { hidden: 78, heads: 3, inner: 130, layers: 1 }, 3);
    check(Shape { hidden: 40, heads: 10, inner: 33, layers: 2 }, 4);
}
