//! One measurement, from the rows to the report.

use std::sync::Arc;

use anyhow::ensure;
use jiff::Timestamp;

use super::Measured;
use crate::{
    assistant::Assistant,
    eval::{self, Prediction, Rules},
    text::normalize,
    train::{Cost, TrainError},
    versions::{
        Engines, Manifest,
        blobs::Blobs,
        load,
        rows::RowFiles,
        work::{Remembered, of_model},
    },
};

/// All that it takes.
pub struct Order {
    pub assistant: Arc<Assistant>,
    /// The files of its model, which say what the encoder is tuned by.
    pub model: Manifest,
    pub blobs: Blobs,
    pub engines: Arc<dyn Engines>,
    pub rows: RowFiles,
}

/// Asks about every row; `None` where there is none. Live turns share nothing with it: vectors are computed here, and no service is
/// asked.
///
/// # Errors
/// [`TrainError::Abandoned`] when `tell`, called with what is done and all of it, says not to go on; else the encoder's or the disk's.
pub fn measure(
    order: &Order,
    remembered: &mut Remembered,
    tell: &mut dyn FnMut(usize, usize) -> bool,
) -> anyhow::Result<Option<Measured>> {
    let Order { assistant, model, blobs, engines, rows } = order;
    let rows = rows.read();
    if rows.is_empty() {
        return Ok(None);
    }
    let model = load::model(blobs, model, "the version")?;
    let embedder = of_model(&*engines.encoder(), &model)?;
    ensure!(embedder.fingerprint() == assistant.embedder(), "the encoder is another one by now");
    let texts = rows.iter().map(|row| normalize(&row.text).as_str().to_owned()).collect();
    // Each row gets a vector, and is understood.
    let all = 2 * rows.len();
    let embedder = remembered.prepare(embedder, texts, &mut |done, _| tell(done, all))?;
    remembered.trim();
    let content = assistant.content();
    let (rules, at) = (Rules::new(content, Cost::default()), Timestamp::now());
    let mut judged = Vec::with_capacity(rows.len());
    for (place, row) in rows.iter().enumerate() {
        ensure!(tell(rows.len() + place, all), TrainError::Abandoned);
        let understanding = assistant.understand_with(&row.text, at, &embedder);
        judged.push(eval::judge(row, Prediction::new(&understanding), &rules));
    }
    Ok(Some(Measured::new(judged, content, assistant.model_fingerprint())))
}
