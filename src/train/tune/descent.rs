//! Moves an encoder's layers, step by step, until texts of one class lie together and away from all others.

use fastrand::Rng;
use xiaoer_bert::LayerWeights;

use super::{
    super::TrainError,
    layer::Layer,
    loss::Prototypes,
    network::{Batch, Network},
    optimizer::AdamW,
    order::Batches,
};
use crate::nlu::embed::{BertEmbedder, all_cores, embed_many};

/// How long and how far.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TuneSettings {
    pub seed: u64,
    /// How often each text is seen, as far as the bounds on steps allow.
    pub epochs: usize,
    /// Texts of a step.
    pub batch: usize,
    /// Steps at least and at most.
    pub steps: (usize, usize),
    /// The highest rate, after the first tenth of the steps.
    pub rate: f32,
}

impl Default for TuneSettings {
    fn default() -> Self {
        Self { seed: 1, epochs: 6, batch: 32, steps: (100, 3_000), rate: 2e-4 }
    }
}

/// What the layers' weights lose of themselves at a rate of 1.
const WEIGHT_DECAY: f32 = 0.01;

/// The length that a step's gradient is cut to.
const LONGEST: f32 = 1.0;

/// Prototypes are few numbers, which begin at a guess.
const PROTOTYPES_RATE: f32 = 10.0;

impl TuneSettings {
    /// Steps for so many texts.
    pub fn steps(&self, texts: usize) -> usize {
        (self.epochs * texts / self.batch.max(1)).clamp(self.steps.0, self.steps.1)
    }

    fn rate(&self, step: usize, steps: usize) -> f32 {
        let (step, steps) = (step as f32, steps as f32);
        self.rate * ((step + 1.0) / (steps / 10.0 + 1.0)).min(1.0 - step / steps)
    }
}

/// The encoder's layers, tuned so that these texts, normalised and each with its class below `classes`, are told apart.
/// The same on every run of one machine; another machine may round otherwise.
///
/// # Errors
/// When a text has no tokens that the encoder can read, or the encoder's weights cannot be read again.
pub(super) fn tune_layers(
    encoder: &BertEmbedder,
    texts: &[(&str, usize)],
    classes: usize,
    settings: TuneSettings,
    progress: &(dyn Fn() + Sync),
) -> Result<Vec<LayerWeights>, TrainError> {
    let (mut tokens, mut labels, mut read) = (Vec::new(), Vec::new(), Vec::new());
    for (text, class) in texts {
        let of_text = encoder.tokens(text)?;
        // A text without tokens has no vector to be moved.
        if !of_text.is_empty() {
            tokens.push(of_text);
            labels.push(*class);
            read.push(*text);
        }
    }
    let vectors = embed_many(encoder, &read, all_cores(), &|_| {})?;
    let bert = encoder.bert();
    let layers = bert.layer_weights().map_err(|error| TrainError::Tuning(error.to_string()))?;
    let mut network = Network::new(bert.config(), encoder.pooling(), &layers);
    let mut prototypes = Prototypes::new(&vectors, &labels, classes);
    let batch = |rows: &[usize]| Batch {
        states: rows.iter().flat_map(|row| bert.embeddings(&tokens[*row])).collect(),
        lengths: rows.iter().map(|row| tokens[*row].len()).collect(),
    };
    let mut moved = AdamW::new(WEIGHT_DECAY, LONGEST);
    let mut aside = AdamW::new(0.0, f32::INFINITY);
    let mut random = Rng::with_seed(settings.seed);
    let lengths = tokens.iter().map(Vec::len).collect();
    let mut batches = Batches::new(lengths, settings.batch, random.fork());
    let steps = settings.steps(tokens.len());
    for step in 0..steps {
        let rows = batches.next();
        let labels: Vec<usize> = rows.iter().map(|row| labels[*row]).collect();
        let (vectors, trail) = network.forward(batch(&rows));
        let loss = prototypes.loss(&vectors, &labels, &mut random);
        if !loss.surprise.is_finite() {
            return Err(TrainError::Tuning(format!(
                "after {step} steps its vectors are not numbers any more"
            )));
        }
        let gradients = network.backward(&trail, &loss.of_vectors);
        let rate = settings.rate(step, steps);
        moved.step(weights(&mut network.layers, &gradients), rate);
        aside.step([(&mut prototypes.directions, &loss.of_directions)].into_iter(), rate * PROTOTYPES_RATE);
        progress();
    }
    Ok(network.weights())
}

/// All weights, each with its gradient.
fn weights<'w>(
    layers: &'w mut [Layer],
    gradients: &'w [Layer],
) -> impl Iterator<Item = (&'w mut Vec<f32>, &'w Vec<f32>)> {
    let parts =
        |(layer, gradient): (&'w mut Layer, &'w Layer)| layer.parts_mut().into_iter().zip(gradient.parts());
    layers
        .iter_mut()
        .zip(gradients)
        .flat_map(parts)
        .flat_map(|(part, gradient)| [(&mut part.weight, &gradient.weight), (&mut part.bias, &gradient.bias)])
}
