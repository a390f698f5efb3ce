/// Why an encoder cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    #[error("config.json does not describe a BERT encoder: {0}")]
    Config(String),
    #[error("config.json describes the model type {0:?}; bert, roberta and xlm-roberta can be read")]
    UnknownKind(String),
    #[error("config.json says {key} = {found}; only {known} can be read")]
    Unsupported { key: &'static str, found: String, known: &'static str },
    #[error("the encoder has format {found}; this program reads format {known}")]
    Format { found: u32, known: u32 },
    #[error("model.safetensors is damaged: {0}")]
    Damaged(String),
    #[error("model.safetensors has no tensor {0}")]
    Missing(String),
    #[error("the tensor {name} in model.safetensors has the shape {found:?}, not {expected:?}")]
    Shape { name: String, found: Vec<usize>, expected: Vec<usize> },
    #[error("the tensor {name} in model.safetensors holds {found}; {expected} can be read")]
    Type { name: String, found: String, expected: &'static str },
    #[error("the tensor {0} in model.safetensors holds something that is not a number")]
    NotFinite(String),
}
