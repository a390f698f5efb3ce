//! One layer of an encoder in floats: forwards, and backwards by the chain rule.

use xiaoer_bert::{LayerWeights, Parameters, gelu, gelu_slope};

use super::{
    attention::Attention,
    norm,
    product::{gradient, product, product_turned},
};

/// A layer's weights, or what a loss adds to each of them.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Layer {
    /// To queries, keys and values at once.
    pub projection: Parameters,
    pub output: Parameters,
    pub attention_norm: Parameters,
    pub up: Parameters,
    pub down: Parameters,
    pub norm: Parameters,
}

/// What a layer was given and what came of it, for the way back. One row for each token.
pub(super) struct Passed {
    x: Vec<f32>,
    projected: Vec<f32>,
    mixed: Vec<f32>,
    /// What the norms were given.
    attended: Vec<f32>,
    fed: Vec<f32>,
    between: Vec<f32>,
    /// Before and after the activation.
    risen: Vec<f32>,
    inner: Vec<f32>,
}

impl Layer {
    pub fn new(layer: &LayerWeights) -> Self {
        let parts = [&layer.query, &layer.key, &layer.value];
        let projection = Parameters {
            weight: parts.map(|part| part.weight.as_slice()).concat(),
            bias: parts.map(|part| part.bias.as_slice()).concat(),
        };
        Self {
            projection,
            output: layer.output.clone(),
            attention_norm: layer.attention_norm.clone(),
            up: layer.up.clone(),
            down: layer.down.clone(),
            norm: layer.norm.clone(),
        }
    }

    pub fn weights(&self) -> LayerWeights {
        let size = self.norm.bias.len();
        let part = |part: usize| Parameters {
            weight: self.projection.weight[part * size * size..][..size * size].to_vec(),
            bias: self.projection.bias[part * size..][..size].to_vec(),
        };
        LayerWeights {
            query: part(0),
            key: part(1),
            value: part(2),
            output: self.output.clone(),
            attention_norm: self.attention_norm.clone(),
            up: self.up.clone(),
            down: self.down.clone(),
            norm: self.norm.clone(),
        }
    }

    pub fn parts(&self) -> [&Parameters; 6] {
        let Self { projection, output, attention_norm, up, down, norm } = self;
        [projection, output, attention_norm, up, down, norm]
    }

    pub fn parts_mut(&mut self) -> [&mut Parameters; 6] {
        let Self { projection, output, attention_norm, up, down, norm } = self;
        [projection, output, attention_norm, up, down, norm]
    }

    /// The states after the layer, and what the way back needs.
    pub fn forward(&self, x: Vec<f32>, attention: Attention<'_>, eps: f32) -> (Vec<f32>, Passed) {
        let projected = apply(&self.projection, &x);
        let mixed = attention.forward(&projected);
        let attended = sum(apply(&self.output, &mixed), &x);
        let between = norm::forward(&attended, &self.attention_norm, eps);
        let risen = apply(&self.up, &between);
        let inner: Vec<f32> = risen.iter().map(|value| gelu(*value)).collect();
        let fed = sum(apply(&self.down, &inner), &between);
        let states = norm::forward(&fed, &self.norm, eps);
        (states, Passed { x, projected, mixed, attended, fed, between, risen, inner })
    }

    /// From the gradient of the states after the layer to that of the states before it, and of the weights.
    pub fn backward(
        &self,
        passed: &Passed,
        of_states: &[f32],
        attention: Attention<'_>,
        eps: f32,
    ) -> (Vec<f32>, Self) {
        let (mut of_norm, mut of_attention_norm) = (zeros(&self.norm), zeros(&self.attention_norm));
        let of_fed = norm::backward(&passed.fed, &self.norm, eps, of_states, &mut of_norm);
        let (mut of_risen, down) = apply_back(&self.down, &passed.inner, &of_fed);
        of_risen.iter_mut().zip(&passed.risen).for_each(|(gradient, value)| *gradient *= gelu_slope(*value));
        let (of_between, up) = apply_back(&self.up, &passed.between, &of_risen);
        let of_between = sum(of_between, &of_fed);
        let of_attended =
            norm::backward(&passed.attended, &self.attention_norm, eps, &of_between, &mut of_attention_norm);
        let (of_mixed, output) = apply_back(&self.output, &passed.mixed, &of_attended);
        let of_projected = attention.backward(&passed.projected, &of_mixed);
        let (of_x, projection) = apply_back(&self.projection, &passed.x, &of_projected);
        let of_x = sum(of_x, &of_attended);
        (of_x, Self { projection, output, attention_norm: of_attention_norm, up, down, norm: of_norm })
    }
}

/// Multiplies each row with a matrix and adds its bias.
fn apply(linear: &Parameters, x: &[f32]) -> Vec<f32> {
    let inputs = linear.weight.len() / linear.bias.len();
    let mut out = product_turned(x, &linear.weight, inputs);
    for row in out.chunks_exact_mut(linear.bias.len()) {
        row.iter_mut().zip(&linear.bias).for_each(|(value, bias)| *value += bias);
    }
    out
}

/// From the gradient of what [`apply`] gave to that of the rows, and of the matrix.
fn apply_back(linear: &Parameters, x: &[f32], of_out: &[f32]) -> (Vec<f32>, Parameters) {
    let outputs = linear.bias.len();
    let inputs = linear.weight.len() / outputs;
    let mut bias = vec![0.0; outputs];
    for row in of_out.chunks_exact(outputs) {
        bias.iter_mut().zip(row).for_each(|(sum, value)| *sum += value);
    }
    let weight = gradient(of_out, outputs, x, inputs);
    (product(of_out, &linear.weight, outputs, inputs), Parameters { weight, bias })
}

fn sum(mut into: Vec<f32>, added: &[f32]) -> Vec<f32> {
    into.iter_mut().zip(added).for_each(|(value, added)| *value += added);
    into
}

fn zeros(like: &Parameters) -> Parameters {
    Parameters { weight: vec![0.0; like.weight.len()], bias: vec![0.0; like.bias.len()] }
}
