//! Known sentences near a message: FAQ questions, and examples of intents.

pub mod dense;
mod fuse;
mod lexical;

use std::path::{Path, PathBuf};

use super::embed::{Embedder, HashEmbedder};
use crate::{
    content::Content,
    domain::{Confidence, Name, Neighbour, Passage},
    text::normalize,
};
use dense::Dense;
use lexical::Lexical;

/// Candidates of each kind of search.
const CANDIDATES: usize = 10;

/// Passages that a message gets at most.
const PASSAGES: usize = 5;

/// The normalised texts that the indices of a content need the vectors of.
pub fn texts(content: &Content) -> Vec<String> {
    let questions = content.faq.iter().flat_map(|faq| &faq.questions);
    let examples = content.intents.values().flat_map(|intent| &intent.examples);
    let texts = questions.chain(examples.map(|example| &example.text));
    texts.map(|text| normalize(text).as_str().to_owned()).collect()
}

/// The questions of the FAQ, by their words and by their vectors.
pub struct FaqIndex {
    /// Entry and wording of each question.
    questions: Vec<(Name, String)>,
    lexical: Lexical,
    dense: Dense,
}

impl FaqIndex {
    /// Where the embedder fails, the words alone are searched. `folder` is the model's: what takes long to make is kept there.
    pub fn new(content: &Content, embedder: &dyn Embedder, folder: Option<&Path>) -> Self {
        let of_entry = |faq: &crate::content::Faq| -> Vec<(Name, String)> {
            faq.questions.iter().map(|question| (faq.id.clone(), question.clone())).collect()
        };
        let questions: Vec<(Name, String)> = content.faq.iter().flat_map(of_entry).collect();
        let texts: Vec<String> =
            questions.iter().map(|(_, text)| normalize(text).as_str().to_owned()).collect();
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        Self {
            lexical: Lexical::new(&texts),
            dense: dense(embedder, &texts, graph_file(folder, "faq")),
            questions,
        }
    }

    /// The entries that may answer a normalised message, best first, each once. Without a vector the words find them, and how
    /// many characters they share says how likely they are.
    pub fn search(&self, text: &str, vector: Option<&[f32]>) -> Vec<Passage> {
        let lexical = self.lexical.search(text, CANDIDATES);
        let dense = vector.map(|vector| self.dense.nearest(vector, CANDIDATES));
        let dense = match dense {
            Some(hits) if !hits.is_empty() => hits,
            Some(_) | None => self.by_characters(text, &lexical),
        };
        let mut passages: Vec<Passage> = Vec::new();
        for (question, likeness) in fuse::fuse(&dense, &lexical) {
            let (id, wording) = &self.questions[question];
            if passages.len() < PASSAGES && passages.iter().all(|passage| passage.id != *id) {
                let confidence = Confidence::new(fuse::probability(likeness));
                passages.push(Passage { id: id.clone(), question: wording.clone(), confidence });
            }
        }
        passages
    }

    /// The questions that share words with a text, by how much they share in characters.
    fn by_characters(&self, text: &str, lexical: &[(usize, f32)]) -> Vec<(usize, f32)> {
        let own = HashEmbedder::vector(text);
        let likeness = |question: usize| {
            let other = HashEmbedder::vector(normalize(&self.questions[question].1).as_str());
            own.iter().zip(&other).map(|(a, b)| a * b).sum()
        };
        let mut hits: Vec<(usize, f32)> =
            lexical.iter().map(|(question, _)| (*question, likeness(*question))).collect();
        hits.sort_by(|a, b| b.1.total_cmp(&a.1));
        hits
    }
}

/// The examples of all intents, by their vectors.
pub struct ExampleIndex {
    /// Intent and wording of each example.
    examples: Vec<(Name, String)>,
    dense: Dense,
}

impl ExampleIndex {
    /// Where the embedder fails, nothing is near anything. `folder` is as in [`FaqIndex::new`].
    pub fn new(content: &Content, embedder: &dyn Embedder, folder: Option<&Path>) -> Self {
        let of_intent = |intent: &crate::content::Intent| -> Vec<(Name, String)> {
            intent.examples.iter().map(|example| (intent.name.clone(), example.text.clone())).collect()
        };
        let examples: Vec<(Name, String)> = content.intents.values().flat_map(of_intent).collect();
        let texts: Vec<String> =
            examples.iter().map(|(_, text)| normalize(text).as_str().to_owned()).collect();
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        Self { dense: dense(embedder, &texts, graph_file(folder, "examples")), examples }
    }

    /// The examples that are nearest to a vector, best first.
    pub fn nearest(&self, vector: &[f32], count: usize) -> Vec<Neighbour> {
        let neighbour = |(example, similarity): (usize, f32)| {
            let (intent, text) = self.examples[example].clone();
            Neighbour { text, intent, similarity }
        };
        self.dense.nearest(vector, count).into_iter().map(neighbour).collect()
    }
}

fn dense(embedder: &dyn Embedder, texts: &[&str], file: Option<PathBuf>) -> Dense {
    let vectors = embedder.embed(texts).unwrap_or_else(|error| {
        tracing::warn!(%error, texts = texts.len(), "texts of the content have no vectors");
        Vec::new()
    });
    Dense::new(&vectors, file)
}

/// Where the graph of many vectors is kept, beside the model.
fn graph_file(folder: Option<&Path>, of: &str) -> Option<PathBuf> {
    folder.map(|folder| folder.join("neighbours").join(format!("{of}.safetensors")))
}
