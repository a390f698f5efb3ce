//! encoder.safetensors: the encoder's layers, tuned with the model. What they were tuned from stays where it is.

use std::{borrow::Cow, fs, io, path::PathBuf, sync::Arc};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{Model, ModelError};

pub(super) const FILE: &str = "encoder.safetensors";

/// What metadata.json says about tuned layers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tuned {
    /// The fingerprint of the encoder that they were tuned from, and that they run in.
    pub from: String,
    /// Of their file.
    pub sha256: String,
}

/// Where tuned layers are.
#[derive(Debug, Clone)]
pub enum Layers {
    Memory(Arc<[u8]>),
    /// Part of the binary.
    Static(&'static [u8]),
    /// Read when they are asked for.
    File(PathBuf),
}

impl Layers {
    /// # Errors
    /// When their file cannot be read.
    pub fn bytes(&self) -> io::Result<Vec<u8>> {
        self.read().map(Cow::into_owned)
    }

    fn read(&self) -> io::Result<Cow<'_, [u8]>> {
        match self {
            Self::Memory(bytes) => Ok(Cow::Borrowed(bytes)),
            Self::Static(bytes) => Ok(Cow::Borrowed(bytes)),
            Self::File(file) => Ok(Cow::Owned(fs::read(file)?)),
        }
    }

    /// In errors.
    fn place(&self) -> String {
        match self {
            Self::Memory(_) | Self::Static(_) => format!("the program itself/{FILE}"),
            Self::File(file) => file.display().to_string(),
        }
    }
}

impl Model {
    /// The same model with the layers that it learned with. They were tuned from the encoder with the fingerprint `from`.
    pub fn with_layers(mut self, layers: Vec<u8>, from: &str) -> Self {
        let sha256 = hex::encode(Sha256::digest(&layers));
        self.metadata.tuned = Some(Tuned { from: from.to_owned(), sha256 });
        self.layers = Some(Layers::Memory(layers.into()));
        self
    }

    /// The tuned layers, checked to be those that the model learned with; `None` where none were tuned.
    ///
    /// # Errors
    /// When their file is missing, damaged or another one.
    pub fn layers(&self) -> Result<Option<Cow<'_, [u8]>>, ModelError> {
        let Some((tuned, layers)) = self.metadata.tuned.as_ref().zip(self.layers.as_ref()) else {
            return Ok(None);
        };
        let file = layers.place();
        let bytes = layers.read().map_err(|source| ModelError::Read { file: file.clone(), source })?;
        if hex::encode(Sha256::digest(&*bytes)) == tuned.sha256 {
            return Ok(Some(bytes));
        }
        Err(ModelError::Broken { file, why: "it is not the file that metadata.json describes".into() })
    }
}
