//! Known sentences near a message: FAQ questions, and examples of intents.

mod dense;
mod fuse;
mod lexical;

use super::embed::Embedder;
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

/// The questions of the FAQ, by their words and by their vectors.
pub struct FaqIndex {
    /// Entry and wording of each question.
    questions: Vec<(Name, String)>,
    lexical: Lexical,
    dense: Dense,
}

impl FaqIndex {
    pub fn new(content: &Content, embedder: &dyn Embedder) -> Self {
        let of_entry = |faq: &crate::content::Faq| -> Vec<(Name, String)> {
            faq.questions.iter().map(|question| (faq.id.clone(), question.clone())).collect()
        };
        let questions: Vec<(Name, String)> = content.faq.iter().flat_map(of_entry).collect();
        let texts: Vec<String> =
            questions.iter().map(|(_, text)| normalize(text).as_str().to_owned()).collect();
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        Self { lexical: Lexical::new(&texts), dense: Dense::new(&embedder.embed(&texts)), questions }
    }

    /// The entries that may answer a normalised message, best first, each once.
    pub fn search(&self, text: &str, vector: &[f32]) -> Vec<Passage> {
        let dense = self.dense.nearest(vector, CANDIDATES);
        let lexical = self.lexical.search(text, CANDIDATES);
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
}

/// The examples of all intents, by their vectors.
pub struct ExampleIndex {
    examples: Vec<(Name, String)>,
    dense: Dense,
}

impl ExampleIndex {
    pub fn new(content: &Content, embedder: &dyn Embedder) -> Self {
        let of_intent = |intent: &crate::content::Intent| -> Vec<(Name, String)> {
            intent.examples.iter().map(|example| (intent.name.clone(), example.text.clone())).collect()
        };
        let examples: Vec<(Name, String)> = content.intents.values().flat_map(of_intent).collect();
        let texts: Vec<String> =
            examples.iter().map(|(_, text)| normalize(text).as_str().to_owned()).collect();
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        Self { dense: Dense::new(&embedder.embed(&texts)), examples }
    }

    /// The examples nearest to a vector, best first.
    pub fn nearest(&self, vector: &[f32], count: usize) -> Vec<Neighbour> {
        self.dense
            .nearest(vector, count)
            .into_iter()
            .map(|(example, similarity)| {
                let (intent, text) = &self.examples[example];
                Neighbour { text: text.clone(), intent: intent.clone(), similarity }
            })
            .collect()
    }
}
