use std::sync::{Arc, Condvar, Mutex, PoisonError};

use super::EmbedError;

/// A text on its way, and whoever waits for it.
pub(super) struct Job {
    pub text: Arc<str>,
    vector: Mutex<Option<Result<Vec<f32>, EmbedError>>>,
    done: Condvar,
}

impl Job {
    pub fn new(text: &str) -> Self {
        Self { text: text.into(), vector: Mutex::new(None), done: Condvar::new() }
    }

    pub fn finish(&self, result: Result<Vec<f32>, EmbedError>) {
        *self.vector.lock().unwrap_or_else(PoisonError::into_inner) = Some(result);
        self.done.notify_all();
    }

    pub fn wait(&self) -> Result<Vec<f32>, EmbedError> {
        let mut vector = self.vector.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            match &*vector {
                Some(result) => return result.clone(),
                None => vector = self.done.wait(vector).unwrap_or_else(PoisonError::into_inner),
            }
        }
    }
}
