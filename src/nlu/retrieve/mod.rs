//! Known questions near a message.

mod curve;
pub mod dense;
mod fuse;
mod lexical;

use std::path::{Path, PathBuf};

use super::embed::{Embedder, HashEmbedder};
use crate::{
    content::Content,
    domain::{Confidence, Name, Passage},
    text::normalize,
};
use curve::Curve;
use dense::Dense;
use lexical::Lexical;

/// Candidates of each kind of search.
const CANDIDATES: usize = 10;

/// Of its own questions, so many tell the index how sure it may be.
const ASKED: usize = 500;

/// Passages that a message gets at most.
const PASSAGES: usize = 5;

/// The normalised texts that the index of a content needs the vectors of.
pub fn texts(content: &Content) -> Vec<String> {
    let questions = content.faq.iter().flat_map(|faq| &faq.questions);
    questions.map(|text| normalize(text).as_str().to_owned()).collect()
}

/// The questions of the FAQ, by their words and by their vectors.
pub struct FaqIndex {
    /// Entry and wording of each question.
    questions: Vec<(Name, String)>,
    /// Its normalised wording.
    texts: Vec<String>,
    lexical: Lexical,
    dense: Dense,
    /// How sure a hit found with a vector is.
    curve: Curve,
}

impl FaqIndex {
    /// Where the embedder fails, the words alone are searched. `folder` is the model's: what takes long to make is kept there.
    pub fn new(content: &Content, embedder: &dyn Embedder, folder: Option<&Path>) -> Self {
        let of_entry = |faq: &crate::content::Faq| -> Vec<(Name, String)> {
            faq.questions.iter().map(|question| (faq.id.clone(), question.clone())).collect()
        };
        let questions: Vec<(Name, String)> = content.faq.iter().flat_map(of_entry).collect();
        let texts = texts(content);
        let borrowed: Vec<&str> = texts.iter().map(String::as_str).collect();
        let vectors = vectors(embedder, &borrowed);
        let mut index = Self {
            lexical: Lexical::new(&borrowed),
            dense: Dense::new(&vectors, graph_file(folder)),
            questions,
            texts,
            curve: Curve::default(),
        };
        index.curve = index.learn(&vectors);
        index
    }

    /// Asks the index its own questions, each as if its entry were not there: what is found then answers nothing.
    fn learn(&self, vectors: &[Vec<f32>]) -> Curve {
        let step = self.texts.len().div_ceil(ASKED).max(1);
        let asked = self.questions.iter().zip(self.texts.iter().zip(vectors)).step_by(step);
        let strange = asked.filter_map(|((entry, _), (text, vector))| {
            let strange = |question: usize| self.questions[question].0 != *entry;
            self.by_vector(text, vector, strange).first().map(|(_, likeness)| *likeness)
        });
        Curve::learn(strange.collect())
    }

    /// The entries that may answer a normalised message, best first, each once. Without a vector the words find them, and how
    /// many characters they share says how likely they are.
    pub fn search(&self, text: &str, vector: Option<&[f32]>) -> Vec<Passage> {
        let by_vector = vector.map(|vector| self.by_vector(text, vector, |_| true));
        let (hits, curve) = match by_vector {
            Some(hits) if !hits.is_empty() => (hits, self.curve),
            Some(_) | None => (self.by_characters(text), Curve::default()),
        };
        let mut passages: Vec<Passage> = Vec::new();
        for (question, likeness) in hits {
            let (id, wording) = &self.questions[question];
            if passages.len() < PASSAGES && passages.iter().all(|passage| passage.id != *id) {
                let confidence = Confidence::new(curve.confidence(likeness));
                passages.push(Passage { id: id.clone(), question: wording.clone(), confidence });
            }
        }
        passages
    }

    /// Those of the candidates that count, with their likeness, best first; none where the vector has no direction.
    fn by_vector(&self, text: &str, vector: &[f32], counts: impl Fn(usize) -> bool) -> Vec<(usize, f32)> {
        let counting = |mut hits: Vec<(usize, f32)>| {
            hits.retain(|(question, _)| counts(*question));
            hits
        };
        let dense = counting(self.dense.nearest(vector, CANDIDATES));
        if dense.is_empty() {
            return dense;
        }
        fuse::fuse(&dense, &counting(self.lexical.search(text, CANDIDATES)))
    }

    /// The questions that share words with a text, by how much they share in characters.
    fn by_characters(&self, text: &str) -> Vec<(usize, f32)> {
        let lexical = self.lexical.search(text, CANDIDATES);
        let own = HashEmbedder::vector(text);
        let likeness = |question: usize| {
            let other = HashEmbedder::vector(&self.texts[question]);
            own.iter().zip(&other).map(|(a, b)| a * b).sum()
        };
        let mut hits: Vec<(usize, f32)> =
            lexical.iter().map(|(question, _)| (*question, likeness(*question))).collect();
        hits.sort_by(|a, b| b.1.total_cmp(&a.1));
        fuse::fuse(&hits, &lexical)
    }
}

fn vectors(embedder: &dyn Embedder, texts: &[&str]) -> Vec<Vec<f32>> {
    embedder.embed(texts).unwrap_or_else(|error| {
        tracing::warn!(%error, texts = texts.len(), "texts of the content have no vectors");
        Vec::new()
    })
}

/// Where the graph of many vectors is kept, beside the model.
fn graph_file(folder: Option<&Path>) -> Option<PathBuf> {
    folder.map(|folder| folder.join("neighbours").join("faq.safetensors"))
}
