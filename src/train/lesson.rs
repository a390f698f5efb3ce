//! A model for rows and questions, with the encoder's layers that an earlier model was tuned with, as far as they hold.

use std::{
    collections::{BTreeSet, HashSet},
    sync::Arc,
};

use super::{Choice, Row, Settings, TrainError, fit_while, refit};
use crate::domain::Name;
use crate::nlu::{
    Model, ModelError,
    embed::{Embedder, Prepared, Vectors},
};
use crate::text::normalize;

/// What texts get their vectors from: an encoder that may take layers which were tuned with a model.
pub trait Layered: Send + Sync {
    fn embedder(&self) -> Arc<dyn Embedder>;

    /// # Errors
    /// When the layers do not fit.
    fn with_layers(&self, layers: &[u8]) -> anyhow::Result<Arc<dyn Layered>>;

    /// Whether vectors take so long that a model keeps those of its questions.
    fn is_slow(&self) -> bool;
}

/// What an earlier model is still good for.
#[derive(Debug, Clone, PartialEq)]
pub enum Kept {
    /// Its layers, and what was chosen with them.
    Layers(Vec<u8>, Choice),
    /// It was tuned from another encoder.
    OtherEncoder,
    /// It was tuned to other intents, for the most part.
    OtherIntents,
    /// It was not tuned.
    Nothing,
}

/// The layers of an earlier model, where they were tuned from the same encoder for most of these intents.
///
/// # Errors
/// When they are damaged: training again in silence without them would make the model worse.
pub fn kept(earlier: &Model, rows: &[Row], encoder: &dyn Layered) -> Result<Kept, ModelError> {
    let Some(tuned) = &earlier.metadata.tuned else { return Ok(Kept::Nothing) };
    if tuned.from != encoder.embedder().fingerprint() {
        return Ok(Kept::OtherEncoder);
    }
    let choice = Choice::kept(&earlier.metadata);
    let intents: BTreeSet<&Name> = rows.iter().map(|row| &row.intent).collect();
    if choice.known(intents.iter().copied()) * 2 < intents.len() {
        return Ok(Kept::OtherIntents);
    }
    let layers = earlier.layers()?;
    Ok(layers.map_or(Kept::Nothing, |layers| Kept::Layers(layers.into_owned(), choice)))
}

/// Gives texts their vectors, all of them ready.
pub type Prepare<'a> = dyn FnMut(Arc<dyn Embedder>, Vec<String>) -> anyhow::Result<Prepared> + 'a;

/// Learns from rows, and puts the vectors of questions beside the model. `progress` is called with the steps done and all steps,
/// and says whether to go on.
///
/// # Errors
/// [`TrainError::Abandoned`] when it says not to; what [`fit`](super::fit) or `prepare` fail with; layers that do not fit.
pub fn learn(
    rows: &[Row],
    questions: &[String],
    layers: Option<(Vec<u8>, Choice)>,
    encoder: &dyn Layered,
    settings: Settings,
    prepare: &mut Prepare<'_>,
    progress: &mut dyn FnMut(usize, usize) -> bool,
) -> anyhow::Result<Model> {
    let learned = rows.iter().map(|row| normalize(&row.text).as_str().to_owned());
    let texts: Vec<String> = questions.iter().cloned().chain(learned).collect();
    let Some((layers, choice)) = layers else {
        let prepared = prepare(encoder.embedder(), texts)?;
        let model = fit_while(rows, &prepared, settings, progress)?;
        return Ok(with_vectors(model, encoder, &prepared, questions));
    };
    let from = encoder.embedder().fingerprint().to_owned();
    let encoder = encoder.with_layers(&layers)?;
    let prepared = prepare(encoder.embedder(), texts)?;
    if !progress(0, 1) {
        return Err(TrainError::Abandoned.into());
    }
    let model = refit(rows, &prepared, &choice, settings)?;
    Ok(with_vectors(model, &*encoder, &prepared, questions).with_layers(layers, &from))
}

/// The model with the vectors of the FAQ's questions beside it.
fn with_vectors(model: Model, encoder: &dyn Layered, prepared: &Prepared, questions: &[String]) -> Model {
    if !encoder.is_slow() || questions.is_empty() {
        return model;
    }
    let questions: HashSet<&str> = questions.iter().map(String::as_str).collect();
    let kept = prepared.vectors().filter(|(text, _)| questions.contains(*text));
    model.with_vectors(Vectors::new(prepared, kept))
}
