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
    #[error("the weights are damaged: {0}")]
    Damaged(String),
    #[error("the weights have no tensor {0}")]
    Missing(String),
    #[error("the tensor {name} has the shape {found:?}, not {expected:?}")]
    Shape { name: String, found: Vec<usize>, expected: Vec<usize> },
    #[error("the tensor {name} holds {found}; {expected} can be read")]
    Type { name: String, found: String, expected: &'static str },
    #[error("the tensor {0} holds something that is not a number")]
    NotFinite(String),
}
