//! Layers of the encoder that go with a model: tuned now, or kept from an earlier time.

use std::path::Path;

use crate::{
    cli::{encoder::Encoder, labelled, progress},
    nlu::Model,
    train::{self, Choice, Kept, Row, Score, Settings, TuneSettings, Tuned, Tuning},
};

/// What is to be learned with, and what to say about it.
#[derive(Default)]
pub struct Known {
    /// Layers, and what was chosen with them; `None` for the encoder as it is.
    pub tuned: Option<(Vec<u8>, Choice)>,
    pub line: Option<String>,
}

/// # Errors
/// When there is no encoder to be tuned, or too few intents to tune it to.
pub fn tune(rows: &[Row], encoder: &Encoder) -> anyhow::Result<Known> {
    let bert = match encoder {
        Encoder::Bert(bert) => bert,
        Encoder::Service(_) | Encoder::None => {
            anyhow::bail!(
                "--tune needs an encoder with weights of its own: leave --encoder none, or the service, out"
            )
        }
    };
    let bar = progress::bar(1, "tuning");
    let tuning = train::tune(rows, bert, Settings::default(), TuneSettings::default(), &|done, all| {
        bar.set_length(all as u64);
        bar.set_position(done as u64);
    });
    bar.finish_and_clear();
    let Tuning { untuned, tuned, kept } = tuning?;
    let figures = format!("{} tuned, {} untuned", figures(tuned), figures(untuned));
    Ok(match kept {
        Some(Tuned { layers, choice }) => Known {
            tuned: Some((layers, choice)),
            line: Some(format!("the encoder is tuned to these rows; on held-out rows {figures}")),
        },
        None => Known {
            tuned: None,
            line: Some(format!(
                "the encoder stays as it is, tuning makes it no better: on held-out rows {figures}"
            )),
        },
    })
}

fn figures(Score { accuracy, surprise }: Score) -> String {
    format!("{:.1} % right (surprise {surprise:.3})", accuracy * 100.0)
}

/// The layers of the model that this one takes the place of, where they were tuned from the same encoder for most of these intents.
///
/// # Errors
/// When they are damaged: training again in silence without them would make the model worse.
pub fn known(ours: bool, out: Option<&Path>, rows: &[Row], encoder: &Encoder) -> anyhow::Result<Known> {
    let earlier = match out.filter(|out| out.join("metadata.json").exists()) {
        Some(out) => Some(Model::load(out)),
        None if ours || out.is_none() => Some(labelled::model(labelled::MODEL.as_ref())),
        None => None,
    };
    // What cannot be read as a model is about to be replaced by one.
    let Some(Ok(earlier)) = earlier else { return Ok(Known::default()) };
    let line = |line: String| Known { tuned: None, line: Some(line) };
    let without = |why: &str| {
        line(format!("the encoder is used as it is: the model before was tuned {why}; see --tune"))
    };
    Ok(match train::kept(&earlier, rows, encoder)? {
        Kept::Nothing => Known::default(),
        Kept::OtherEncoder => without("from another encoder"),
        Kept::OtherIntents => without("to other intents"),
        Kept::Layers(layers, choice) => Known {
            tuned: Some((layers, choice)),
            line: Some(
                "the encoder keeps the layers that were tuned before, and what was chosen with them"
                    .to_owned(),
            ),
        },
    })
}
