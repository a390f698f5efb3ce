//! An encoder's layers in floats. Texts stand one after the other, without padding.

use xiaoer_bert::{Config, LayerWeights, Pooling};

use super::{
    attention::Attention,
    layer::{Layer, Passed},
};

/// Layers whose weights can be changed.
pub(super) struct Network {
    pub layers: Vec<Layer>,
    shape: Config,
    pooling: Pooling,
}

/// Texts that go through the layers together.
pub(super) struct Batch {
    /// Tokens × hidden size: the states before the first layer.
    pub states: Vec<f32>,
    /// Tokens of each text, at least 1.
    pub lengths: Vec<usize>,
}

/// What the way back needs.
pub(super) struct Trail {
    lengths: Vec<usize>,
    layers: Vec<Passed>,
    /// The vectors, before they were brought to length 1.
    pooled: Vec<f32>,
}

impl Network {
    pub fn new(shape: &Config, pooling: Pooling, layers: &[LayerWeights]) -> Self {
        Self { layers: layers.iter().map(Layer::new).collect(), shape: shape.clone(), pooling }
    }

    pub fn weights(&self) -> Vec<LayerWeights> {
        self.layers.iter().map(Layer::weights).collect()
    }

    /// A vector of length 1 for each text, one after the other.
    pub fn forward(&self, batch: Batch) -> (Vec<f32>, Trail) {
        let Batch { mut states, lengths } = batch;
        let mut layers = Vec::with_capacity(self.layers.len());
        for layer in &self.layers {
            let passed;
            (states, passed) = layer.forward(states, self.attention(&lengths), self.shape.layer_norm_eps);
            layers.push(passed);
        }
        let pooled = self.pool(&states, &lengths);
        (unit(&pooled, self.shape.hidden_size), Trail { lengths, layers, pooled })
    }

    /// From the gradient of the vectors to that of the weights, layer by layer.
    pub fn backward(&self, trail: &Trail, of_vectors: &[f32]) -> Vec<Layer> {
        let of_pooled = unit_back(&trail.pooled, of_vectors, self.shape.hidden_size);
        let mut of_states = self.pool_back(&of_pooled, &trail.lengths);
        let attention = self.attention(&trail.lengths);
        let mut gradients = Vec::with_capacity(self.layers.len());
        for (layer, passed) in self.layers.iter().zip(&trail.layers).rev() {
            let gradient;
            (of_states, gradient) = layer.backward(passed, &of_states, attention, self.shape.layer_norm_eps);
            gradients.push(gradient);
        }
        gradients.reverse();
        gradients
    }

    fn attention<'a>(&self, lengths: &'a [usize]) -> Attention<'a> {
        Attention { lengths, heads: self.shape.heads, hidden: self.shape.hidden_size }
    }

    fn pool(&self, states: &[f32], lengths: &[usize]) -> Vec<f32> {
        let size = self.shape.hidden_size;
        let mut rows = states.chunks_exact(size);
        let mut pooled = vec![0.0; lengths.len() * size];
        for (vector, length) in pooled.chunks_exact_mut(size).zip(lengths) {
            for (token, row) in rows.by_ref().take(*length).enumerate() {
                let share = self.share(token, *length);
                vector.iter_mut().zip(row).for_each(|(sum, value)| *sum += share * value);
            }
        }
        pooled
    }

    fn pool_back(&self, of_pooled: &[f32], lengths: &[usize]) -> Vec<f32> {
        let size = self.shape.hidden_size;
        let mut of_states = Vec::with_capacity(lengths.iter().sum::<usize>() * size);
        for (gradient, length) in of_pooled.chunks_exact(size).zip(lengths) {
            for token in 0..*length {
                let share = self.share(token, *length);
                of_states.extend(gradient.iter().map(|value| share * value));
            }
        }
        of_states
    }

    /// How much of a token a text's vector has.
    fn share(&self, token: usize, length: usize) -> f32 {
        match self.pooling {
            Pooling::Mean => 1.0 / length as f32,
            Pooling::Cls => f32::from(u8::from(token == 0)),
        }
    }
}

/// Brings rows to length 1; a row of zeros stays one.
pub(super) fn unit(rows: &[f32], size: usize) -> Vec<f32> {
    let mut rows = rows.to_vec();
    for row in rows.chunks_exact_mut(size) {
        let length = length(row);
        row.iter_mut().for_each(|value| *value /= length);
    }
    rows
}

/// From the gradient of what [`unit`] gave to that of the rows.
pub(super) fn unit_back(rows: &[f32], gradient: &[f32], size: usize) -> Vec<f32> {
    let mut of_rows = Vec::with_capacity(rows.len());
    for (row, gradient) in rows.chunks_exact(size).zip(gradient.chunks_exact(size)) {
        let length = length(row);
        let along = row.iter().zip(gradient).map(|(value, gradient)| value * gradient).sum::<f32>();
        let along = along / (length * length);
        of_rows.extend(row.iter().zip(gradient).map(|(value, gradient)| (gradient - value * along) / length));
    }
    of_rows
}

fn length(row: &[f32]) -> f32 {
    row.iter().map(|value| value * value).sum::<f32>().sqrt().max(f32::MIN_POSITIVE)
}

#[cfg(test)]
mod tests {
    use fastrand::Rng;
    use xiaoer_bert::{Config, LayerWeights, Parameters, Pooling};

    use super::{super::loss::Prototypes, Batch, Network};
    use crate::nlu::embed::{BertEmbedder, Embedder, EncoderOptions};

    /// What serves in int8 and what is tuned in floats are one encoder, on the weights that ship.
    #[test]
    fn vectors_are_those_of_the_serving_pass() {
        let encoder = BertEmbedder::embedded(&EncoderOptions::default()).unwrap();
        let bert = encoder.bert();
        let network = Network::new(bert.config(), encoder.pooling(), &bert.layer_weights().unwrap());
        let texts = [
            "我的快递到哪了",
            "钱什么时候退给我,都等了三天了还没到账,你们到底管不管",
            "发票",
            "how do i get my money back",
            "买的时候没有赠品吗?看评论说有的",
        ];
        let tokens = texts.map(|text| encoder.tokens(text).unwrap());
        let states = tokens.iter().flat_map(|tokens| bert.embeddings(tokens)).collect();
        let lengths = tokens.iter().map(Vec::len).collect();
        let (vectors, _) = network.forward(Batch { states, lengths });
        let served = encoder.embed(&texts).unwrap();
        for ((text, tuned), served) in texts.iter().zip(vectors.chunks_exact(384)).zip(served) {
            let cosine: f32 = tuned.iter().zip(&served).map(|(a, b)| a * b).sum();
            assert!(cosine >= 0.999, "{text}: {cosine}");
        }
    }

    fn config() -> Config {
        let config = serde_json::json!({
            "model_type": "bert", "hidden_size": 12, "num_hidden_layers": 2, "num_attention_heads": 3,
            "intermediate_size": 20, "vocab_size": 10, "max_position_embeddings": 8,
        });
        Config::parse(config.to_string().as_bytes()).unwrap()
    }

    fn random(random: &mut Rng) -> Vec<LayerWeights> {
        let mut part = |rows: usize, columns: usize, around: f32| {
            let mut number = |range: f32, around: f32| around + range * (random.f32() - 0.5);
            let weight = (0..rows * columns).map(|_| number(1.0, around)).collect();
            Parameters { weight, bias: (0..rows).map(|_| number(0.4, 0.0)).collect() }
        };
        let mut layer = || LayerWeights {
            query: part(12, 12, 0.0),
            key: part(12, 12, 0.0),
            value: part(12, 12, 0.0),
            output: part(12, 12, 0.0),
            attention_norm: part(12, 1, 1.0),
            up: part(20, 12, 0.0),
            down: part(12, 20, 0.0),
            norm: part(12, 1, 1.0),
        };
        vec![layer(), layer()]
    }

    #[test]
    fn gradients_are_what_a_small_change_changes() {
        let check = |pooling: Pooling| {
            let mut rng = Rng::with_seed(1);
            let mut network = Network::new(&config(), pooling, &random(&mut rng));
            let lengths = vec![3, 1, 5];
            let states: Vec<f32> = (0..9 * 12).map(|_| rng.f32() * 2.0 - 1.0).collect();
            let labels = [0, 1, 1];
            let directions = (0..2 * 12).map(|_| rng.f32() - 0.5).collect::<Vec<_>>();
            let directions: Vec<Vec<f32>> = directions.chunks(12).map(<[f32]>::to_vec).collect();
            let mut prototypes = Prototypes::new(&directions, &[0, 1], 2);
            let surprise = |network: &Network, prototypes: &Prototypes| {
                let batch = Batch { states: states.clone(), lengths: lengths.clone() };
                let (vectors, trail) = network.forward(batch);
                // The same numbers are left out each time.
                (prototypes.loss(&vectors, &labels, &mut Rng::with_seed(2)), trail)
            };
            let (loss, trail) = surprise(&network, &prototypes);
            let gradients = network.backward(&trail, &loss.of_vectors);
            const STEP: f32 = 1e-2;
            let compare = |what: &str, gradient: f32, up: f32, down: f32| {
                let change = (up - down) / (2.0 * STEP);
                let error = (gradient - change).abs();
                assert!(error < 2e-3 + 0.02 * change.abs(), "{what}: {gradient} for {change}");
            };
            for (layer, gradient) in gradients.iter().enumerate() {
                for (part, gradient) in gradient.parts().into_iter().enumerate() {
                    for at in (0..gradient.weight.len()).step_by(7) {
                        let mut moved = |step: f32| {
                            network.layers[layer].parts_mut()[part].weight[at] += step;
                            let (loss, _) = surprise(&network, &prototypes);
                            network.layers[layer].parts_mut()[part].weight[at] -= step;
                            loss.surprise
                        };
                        let what = format!("{pooling:?} layer {layer} part {part} weight {at}");
                        compare(&what, gradient.weight[at], moved(STEP), moved(-STEP));
                    }
                    for at in 0..gradient.bias.len() {
                        let mut moved = |step: f32| {
                            network.layers[layer].parts_mut()[part].bias[at] += step;
                            let (loss, _) = surprise(&network, &prototypes);
                            network.layers[layer].parts_mut()[part].bias[at] -= step;
                            loss.surprise
                        };
                        let what = format!("{pooling:?} layer {layer} part {part} bias {at}");
                        compare(&what, gradient.bias[at], moved(STEP), moved(-STEP));
                    }
                }
            }
            for at in 0..prototypes.directions.len() {
                let mut moved = |step: f32| {
                    prototypes.directions[at] += step;
                    let (loss, _) = surprise(&network, &prototypes);
                    prototypes.directions[at] -= step;
                    loss.surprise
                };
                compare(&format!("prototype {at}"), loss.of_directions[at], moved(STEP), moved(-STEP));
            }
        };
        check(Pooling::Mean);
        check(Pooling::Cls);
    }

    #[test]
    fn weights_come_out_as_they_went_in() {
        let layers = random(&mut Rng::with_seed(3));
        let network = Network::new(&config(), Pooling::Mean, &layers);
        assert_eq!(network.weights(), layers);
    }
}
