//! What `train` writes and everybody else reads: metadata.json, weights.safetensors, vectors.safetensors and, where the encoder
//! was tuned, encoder.safetensors.

mod layers;

use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
};

use safetensors::{Dtype, SafeTensors, tensor::TensorView};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

pub use layers::{Layers, Tuned};

use super::classify::{Classifier, Dense, Fusion, Meaning, Nearest, Planes};
use super::embed::{Embedder, Vectors};
use super::features::Vocabulary;
use super::threshold::Thresholds;
use crate::domain::Name;

/// Of the files. A change that older programs would misread raises it.
pub const FORMAT: u32 = 3;

const METADATA: &str = "metadata.json";
const WEIGHTS: &str = "weights.safetensors";
const VECTORS: &str = "vectors.safetensors";

/// All that a model's folder may hold, but for what is made from it at a start.
pub const FILES: [&str; 4] = [METADATA, WEIGHTS, VECTORS, layers::FILE];

/// The model that is part of the binary: a `static`, so that it is part of it once.
static EMBEDDED: [(&str, &[u8]); 4] = [
    (METADATA, include_bytes!("../../models/current/metadata.json")),
    (WEIGHTS, include_bytes!("../../models/current/weights.safetensors")),
    (VECTORS, include_bytes!("../../models/current/vectors.safetensors")),
    (layers::FILE, include_bytes!("../../models/current/encoder.safetensors")),
];

/// Its files, by name.
pub fn embedded_files() -> [(&'static str, &'static [u8]); 4] {
    EMBEDDED
}

/// A trained model.
#[derive(Debug, Clone, Default)]
pub struct Model {
    pub metadata: Metadata,
    pub classifier: Classifier,
    /// Of the weights, 16 hex digits.
    pub fingerprint: String,
    /// Of the texts known at training, so that they need not be computed at every start.
    pub vectors: Option<Vectors>,
    /// Of the encoder, where they were tuned with the model. Nobody has checked yet whether they are whole: see [`Model::layers`].
    pub layers: Option<Layers>,
    /// Where it was read from; `None` for a model that is in no folder.
    pub folder: Option<PathBuf>,
}

/// What was learned besides the weights, and from what.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Metadata {
    pub format: u32,
    /// [`training_fingerprint`] of the rows.
    pub trained_on: String,
    /// The embedder's own fingerprint.
    pub embedder: String,
    pub dimensions: usize,
    pub seed: u64,
    pub rows: usize,
    pub terms: usize,
    /// Rows the vocabulary was weighed over, copies with leftovers among them.
    pub documents: u32,
    pub classes: Vec<Name>,
    pub fusion: Fusion,
    /// Of the meaning's covariance; 0 where there is no meaning.
    pub shrinkage: f64,
    pub thresholds: Thresholds,
    /// Share of held-out rows that come out right.
    pub cross_validated_accuracy: f32,
    /// SHA-256 of the weights' file.
    pub weights: String,
    /// SHA-256 of the vectors' file, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vectors: Option<String>,
    /// The layers of the encoder, where they were tuned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tuned: Option<Tuned>,
}

/// Why a model cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ModelError {
    #[error("cannot read {file}: {source}; run `xiaoer train` first")]
    Read { file: String, source: io::Error },
    #[error("{file} is not a model: {why}")]
    Broken { file: String, why: String },
    #[error("{file} has format {found}, this program reads format {FORMAT}; run `xiaoer train` again")]
    Format { file: String, found: u32 },
    #[error(
        "the model in {dir} was trained on other examples ({found}) than the content has ({expected}); run `xiaoer train`"
    )]
    OtherExamples { dir: String, found: String, expected: String },
}

/// Names a set of rows, whatever their order: 16 hex digits.
pub fn training_fingerprint<'a>(rows: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let mut rows: Vec<(&str, &str)> = rows.collect();
    rows.sort_unstable();
    let mut hash = Sha256::new();
    for (text, intent) in rows {
        for part in [text, intent] {
            hash.update((part.len() as u64).to_le_bytes());
            hash.update(part);
        }
    }
    short(&hash.finalize())
}

fn short(digest: &[u8]) -> String {
    hex::encode(&digest[..8])
}

impl Model {
    pub fn new(mut metadata: Metadata, classifier: Classifier) -> Self {
        let digest = Sha256::digest(weights(&classifier));
        metadata.format = FORMAT;
        metadata.weights = hex::encode(digest);
        Self { metadata, classifier, fingerprint: short(&digest), vectors: None, layers: None, folder: None }
    }

    /// The same model with vectors beside it.
    pub fn with_vectors(mut self, vectors: Vectors) -> Self {
        self.metadata.vectors = Some(hex::encode(Sha256::digest(vectors.to_bytes())));
        self.vectors = Some(vectors);
        self
    }

    /// # Errors
    /// When a file cannot be written.
    pub fn save(&self, dir: &Path) -> io::Result<()> {
        fs::create_dir_all(dir)?;
        let mut missing = FILES.to_vec();
        for (name, bytes) in self.files()? {
            fs::write(dir.join(name), bytes)?;
            missing.retain(|known| *known != name);
        }
        missing
            .into_iter()
            .map(|name| dir.join(name))
            .filter(|file| file.exists())
            .try_for_each(fs::remove_file)
    }

    /// The bytes of its files, by name, metadata.json last.
    ///
    /// # Errors
    /// When tuned layers lie in a file that cannot be read.
    pub fn files(&self) -> io::Result<Vec<(&'static str, Vec<u8>)>> {
        let mut files = vec![(WEIGHTS, weights(&self.classifier))];
        files.extend(self.vectors.as_ref().map(|vectors| (VECTORS, vectors.to_bytes())));
        files.extend(self.layers.as_ref().map(Layers::bytes).transpose()?.map(|bytes| (layers::FILE, bytes)));
        let mut text = serde_json::to_string_pretty(&self.metadata)?;
        text.push('\n');
        files.push((METADATA, text.into_bytes()));
        Ok(files)
    }

    /// The model of the built-in pack, which is part of the binary.
    ///
    /// # Errors
    /// When it was built from other files than `train` wrote.
    pub fn embedded() -> Result<Self, ModelError> {
        let [(_, metadata), (_, weights), (_, vectors), (_, layers)] = embedded_files();
        let model = Self::from_bytes(metadata, weights, Some(vectors), "the binary")?;
        Ok(Self { layers: Some(Layers::Static(layers)), ..model })
    }

    /// # Errors
    /// When the files are missing, broken or of another format.
    pub fn load(dir: &Path) -> Result<Self, ModelError> {
        let read = |name: &str| {
            let file = dir.join(name);
            fs::read(&file).map_err(|source| ModelError::Read { file: file.display().to_string(), source })
        };
        let vectors = if dir.join(VECTORS).exists() { Some(read(VECTORS)?) } else { None };
        let place = dir.display().to_string();
        let model = Self::from_bytes(&read(METADATA)?, &read(WEIGHTS)?, vectors.as_deref(), &place)?;
        let layers = model.metadata.tuned.is_some().then(|| Layers::File(dir.join(layers::FILE)));
        Ok(Self { layers, folder: Some(dir.to_owned()), ..model })
    }

    /// The model in the bytes of its files; `place` names it in errors.
    ///
    /// # Errors
    /// When the files are broken or of another format.
    pub fn from_bytes(
        metadata: &[u8],
        weights: &[u8],
        vectors: Option<&[u8]>,
        place: &str,
    ) -> Result<Self, ModelError> {
        let file = |name: &str| format!("{place}/{name}");
        let broken = |name: &str, why: String| ModelError::Broken { file: file(name), why };
        #[derive(Deserialize)]
        struct Version {
            format: u32,
        }
        let version: Version =
            serde_json::from_slice(metadata).map_err(|error| broken(METADATA, error.to_string()))?;
        if version.format != FORMAT {
            return Err(ModelError::Format { file: file(METADATA), found: version.format });
        }
        let metadata: Metadata =
            serde_json::from_slice(metadata).map_err(|error| broken(METADATA, error.to_string()))?;
        let digest = Sha256::digest(weights);
        let other = |name: &str| broken(name, "it is not the file that metadata.json describes".into());
        if hex::encode(digest) != metadata.weights {
            return Err(other(WEIGHTS));
        }
        let classifier = classifier(&metadata, weights).map_err(|why| broken(WEIGHTS, why))?;
        if vectors.map(|bytes| hex::encode(Sha256::digest(bytes))) != metadata.vectors {
            return Err(other(VECTORS));
        }
        let vectors = vectors.map(Vectors::from_bytes).transpose().map_err(|why| broken(VECTORS, why))?;
        Ok(Self { metadata, classifier, fingerprint: short(&digest), vectors, layers: None, folder: None })
    }

    /// # Errors
    /// When the model learned from other rows than those that `expected` names.
    pub fn check_trained_on(&self, expected: &str, place: &str) -> Result<(), ModelError> {
        if self.metadata.trained_on == expected {
            return Ok(());
        }
        let (found, expected) = (self.metadata.trained_on.clone(), expected.to_owned());
        Err(ModelError::OtherExamples { dir: place.to_owned(), found, expected })
    }

    /// Whether the model learned with this embedder. With another one only its n-grams mean anything.
    pub fn fits(&self, embedder: &dyn Embedder) -> bool {
        self.metadata.embedder == embedder.fingerprint()
            && self.metadata.dimensions == embedder.intent_dimensions()
    }
}

fn weights(classifier: &Classifier) -> Vec<u8> {
    fn bytes<T: Copy, const N: usize>(values: &[T], each: fn(T) -> [u8; N]) -> Vec<u8> {
        values.iter().flat_map(|value| each(*value)).collect()
    }
    let planes = classifier.planes();
    let vocabulary = classifier.vocabulary();
    let parts = [
        ("biases", Dtype::F32, bytes(&planes.biases, f32::to_le_bytes)),
        ("classes", Dtype::U16, bytes(&planes.classes, u16::to_le_bytes)),
        ("frequencies", Dtype::U32, bytes(vocabulary.frequencies(), u32::to_le_bytes)),
        ("scales", Dtype::F32, bytes(&planes.scales, f32::to_le_bytes)),
        ("starts", Dtype::U32, bytes(&planes.starts, u32::to_le_bytes)),
        ("terms", Dtype::U32, bytes(vocabulary.terms(), u32::to_le_bytes)),
        ("weights", Dtype::I8, bytes(&planes.weights, i8::to_le_bytes)),
    ];
    let dense = classifier.dense().map(|Dense { meaning, nearest }| {
        [
            ("meaning", Dtype::F32, bytes(&meaning.weights(), f32::to_le_bytes)),
            ("meaning_biases", Dtype::F32, bytes(meaning.biases(), f32::to_le_bytes)),
            ("nearest", Dtype::I8, bytes(nearest.values(), i8::to_le_bytes)),
            ("nearest_starts", Dtype::U32, bytes(nearest.starts(), u32::to_le_bytes)),
        ]
    });
    let views: BTreeMap<&str, TensorView<'_>> = parts
        .iter()
        .chain(dense.iter().flatten())
        .map(|(name, kind, bytes)| {
            let length = bytes.len() * 8 / kind.bitsize();
            let view = TensorView::new(*kind, vec![length], bytes).expect("the length comes from the bytes");
            (*name, view)
        })
        .collect();
    safetensors::serialize(views, None).expect("flat tensors can always be written")
}

fn classifier(metadata: &Metadata, weights: &[u8]) -> Result<Classifier, String> {
    let tensors = SafeTensors::deserialize(weights).map_err(|error| error.to_string())?;
    fn part<T, const N: usize>(
        tensors: &SafeTensors<'_>,
        name: &str,
        kind: Dtype,
        each: fn([u8; N]) -> T,
    ) -> Result<Vec<T>, String> {
        let tensor = tensors.tensor(name).map_err(|error| error.to_string())?;
        if tensor.dtype() != kind {
            return Err(format!("{name} is {:?}, not {kind:?}", tensor.dtype()));
        }
        Ok(tensor.data().as_chunks::<N>().0.iter().map(|bytes| each(*bytes)).collect())
    }
    let planes = Planes {
        biases: part(&tensors, "biases", Dtype::F32, f32::from_le_bytes)?,
        scales: part(&tensors, "scales", Dtype::F32, f32::from_le_bytes)?,
        starts: part(&tensors, "starts", Dtype::U32, u32::from_le_bytes)?,
        classes: part(&tensors, "classes", Dtype::U16, u16::from_le_bytes)?,
        weights: part(&tensors, "weights", Dtype::I8, i8::from_le_bytes)?,
    };
    let terms = part(&tensors, "terms", Dtype::U32, u32::from_le_bytes)?;
    let frequencies = part(&tensors, "frequencies", Dtype::U32, u32::from_le_bytes)?;
    if terms.len() != frequencies.len() || metadata.thresholds.answer.len() != metadata.classes.len() {
        return Err("its parts have different lengths".into());
    }
    let vocabulary = Vocabulary::new(terms, frequencies, metadata.documents);
    let dense = match tensors.tensor("meaning") {
        Ok(_) => {
            let weights = part(&tensors, "meaning", Dtype::F32, f32::from_le_bytes)?;
            let biases = part(&tensors, "meaning_biases", Dtype::F32, f32::from_le_bytes)?;
            let values = part(&tensors, "nearest", Dtype::I8, i8::from_le_bytes)?;
            let starts = part(&tensors, "nearest_starts", Dtype::U32, u32::from_le_bytes)?;
            let meaning = Meaning::new(metadata.dimensions, &weights, biases);
            let nearest = Nearest::from_parts(metadata.dimensions, starts, values);
            let (meaning, nearest) =
                meaning.zip(nearest).ok_or("its vectors are not those of metadata.json")?;
            Some(Dense { meaning, nearest })
        }
        Err(_) => None,
    };
    Classifier::new(metadata.classes.clone(), vocabulary, planes, dense, metadata.fusion)
        .ok_or_else(|| "its parts do not fit together".into())
}
