//! `POST /v1/embeddings`, in the shape of OpenAI's.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Service, ServiceFault};
use crate::config::EmbeddingsConfig;

/// Texts that are sent in one request.
const BATCH: usize = 64;

/// An answer over this many bytes is no answer: 64 vectors of 4,096 numbers of 12 characters fit.
const ANSWER_BYTES: usize = 4 * 1024 * 1024;

pub struct EmbeddingsService {
    service: Service,
    model: String,
    dimensions: usize,
    timeout: Duration,
}

#[derive(Serialize)]
struct Request<'a> {
    model: &'a str,
    input: &'a [&'a str],
}

#[derive(Deserialize)]
struct Answer {
    data: Vec<Embedding>,
}

#[derive(Deserialize)]
struct Embedding {
    index: usize,
    embedding: Vec<f32>,
}

impl EmbeddingsService {
    /// Nothing is sent yet.
    ///
    /// # Errors
    /// One sentence when the address or the key cannot be one.
    pub fn connect(settings: &EmbeddingsConfig) -> Result<Self, ServiceFault> {
        Ok(Self {
            service: Service::new("embeddings", &settings.url, settings.key.as_ref())?,
            model: settings.model.clone(),
            dimensions: settings.dimensions.get().into(),
            timeout: settings.timeout,
        })
    }

    /// A vector of length 1 for each text.
    ///
    /// # Errors
    /// When one of the requests fails, or brings something else than was asked for.
    pub async fn embed(&self, texts: &[&str]) -> Result<Vec<Vec<f32>>, ServiceFault> {
        let mut vectors = Vec::with_capacity(texts.len());
        for batch in texts.chunks(BATCH) {
            let request = serde_json::to_value(Request { model: &self.model, input: batch })
                .map_err(|error| ServiceFault::new(error.to_string()))?;
            let limit = self.timeout.mul_f64(0.9 + 0.1 * batch.len() as f64);
            let read = |answer| self.read(answer, batch.len());
            vectors.extend(self.service.ask(&request, limit, ANSWER_BYTES, read).await?);
        }
        Ok(vectors)
    }

    fn read(&self, answer: Value, texts: usize) -> Result<Vec<Vec<f32>>, ServiceFault> {
        let Answer { mut data } =
            serde_json::from_value(answer).map_err(|_| ServiceFault::new("an answer of another shape"))?;
        data.sort_by_key(|one| one.index);
        if !data.iter().map(|one| one.index).eq(0..texts) {
            return Err(ServiceFault::new(format!("{} vectors for {texts} texts", data.len())));
        }
        data.into_iter().map(|one| self.unit(one.embedding)).collect()
    }

    /// Of length 1, as vectors are compared.
    fn unit(&self, mut vector: Vec<f32>) -> Result<Vec<f32>, ServiceFault> {
        if vector.len() != self.dimensions {
            let (found, expected) = (vector.len(), self.dimensions);
            return Err(ServiceFault::new(format!("vectors of {found} numbers instead of {expected}")));
        }
        let length = vector.iter().map(|value| value * value).sum::<f32>().sqrt();
        if !length.is_finite() {
            return Err(ServiceFault::new("vectors of numbers without bounds"));
        }
        if length > 0.0 {
            vector.iter_mut().for_each(|value| *value /= length);
        }
        Ok(vector)
    }
}
