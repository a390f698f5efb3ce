//! A text as a sparse vector: hashed character n-grams and words, weighted by TF-IDF.

use std::collections::HashMap;

use super::view::View;

/// A sparse vector: indices ascending, each once.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Sparse {
    pub indices: Vec<u32>,
    pub values: Vec<f32>,
}

impl Sparse {
    /// Scales the vector to length 1; the zero vector stays.
    fn normalize(&mut self) {
        let length = self.values.iter().map(|value| value * value).sum::<f32>().sqrt();
        if length > 0.0 {
            self.values.iter_mut().for_each(|value| *value /= length);
        }
    }
}

/// The terms that training saw, by hash, with their weights.
#[derive(Debug, Clone, Default)]
pub struct Vocabulary {
    /// Ascending; a term's index is its place.
    terms: Vec<u32>,
    /// In how many of the documents each stands.
    frequencies: Vec<u32>,
    documents: u32,
    /// Inverse document frequency: ln((1 + documents) / (1 + documents with the term)) + 1.
    idf: Vec<f32>,
    /// How far a term is shifted for its bucket: hashes are spread evenly, so that a bucket has one or two.
    shift: u32,
    /// Bucket `i` has the terms `buckets[i]..buckets[i + 1]`.
    buckets: Vec<u32>,
}

impl Vocabulary {
    /// Of terms and the number of documents that have them.
    pub fn new(terms: Vec<u32>, frequencies: Vec<u32>, documents: u32) -> Self {
        let idf = |n: &u32| (libm::log((1.0 + f64::from(documents)) / (1.0 + f64::from(*n))) + 1.0) as f32;
        let idf = frequencies.iter().map(idf).collect();
        let bits = terms.len().max(2).ilog2();
        let shift = u32::BITS - bits;
        let begin = |bucket: u32| terms.partition_point(|term| term >> shift < bucket) as u32;
        let buckets = (0..=1 << bits).map(begin).collect();
        Self { terms, frequencies, documents, idf, shift, buckets }
    }

    /// The index of a term.
    fn find(&self, term: u32) -> Option<usize> {
        let bucket = (term >> self.shift) as usize;
        let range = *self.buckets.get(bucket)? as usize..*self.buckets.get(bucket + 1)? as usize;
        range.into_iter().find(|at| self.terms[*at] == term)
    }

    pub fn learn(texts: &[View]) -> Self {
        let mut frequencies: HashMap<u32, u32> = HashMap::new();
        for text in texts {
            for (term, _) in counts(text) {
                *frequencies.entry(term).or_default() += 1;
            }
        }
        let mut frequencies: Vec<(u32, u32)> = frequencies.into_iter().collect();
        frequencies.sort_unstable();
        let (terms, frequencies) = frequencies.into_iter().unzip();
        Self::new(terms, frequencies, texts.len() as u32)
    }

    pub fn len(&self) -> usize {
        self.terms.len()
    }

    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    pub fn terms(&self) -> &[u32] {
        &self.terms
    }

    pub fn frequencies(&self) -> &[u32] {
        &self.frequencies
    }

    pub fn documents(&self) -> u32 {
        self.documents
    }

    /// The text's vector, of length 1 unless no term is known.
    pub fn vector(&self, text: &View) -> Sparse {
        let mut vector = Sparse::default();
        for (term, count) in counts(text) {
            if let Some(at) = self.find(term) {
                vector.indices.push(at as u32);
                vector.values.push((1.0 + libm::logf(count as f32)) * self.idf[at]);
            }
        }
        vector.normalize();
        vector
    }
}

/// The text's terms by hash, ascending, with how often each stands in it.
fn counts(text: &View) -> Vec<(u32, u32)> {
    let mut terms = Vec::with_capacity(4 * text.symbols().len());
    each_term(text, |term| terms.push(term));
    terms.sort_unstable();
    let mut counts: Vec<(u32, u32)> = Vec::with_capacity(terms.len());
    for term in terms {
        match counts.last_mut() {
            Some((last, count)) if *last == term => *count += 1,
            _ => counts.push((term, 1)),
        }
    }
    counts
}

/// Characters alone, in twos and in threes, across the edges; words alone and in twos.
fn each_term(text: &View, mut emit: impl FnMut(u32)) {
    let symbols = text.symbols();
    for length in 1..=3 {
        for gram in symbols.windows(length) {
            if gram != [' '] {
                emit(hash(length as u32, gram.iter().copied()));
            }
        }
    }
    let words: Vec<u32> = text.words().map(|word| hash(4, word.chars())).collect();
    words.iter().for_each(|word| emit(*word));
    for pair in words.windows(2) {
        emit(pair[0].rotate_left(7) ^ pair[1].wrapping_mul(0x9E37_79B1));
    }
}

/// FNV-1a over characters, finished so that all bits count.
fn hash(family: u32, characters: impl Iterator<Item = char>) -> u32 {
    let mut hash = 0xCBF2_9CE4_8422_2325_u64 ^ u64::from(family);
    for c in characters {
        hash = (hash ^ u64::from(u32::from(c))).wrapping_mul(0x0000_0100_0000_01B3);
    }
    hash ^= hash >> 32;
    (hash.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32) as u32
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Vocabulary;

    proptest! {
        #[test]
        fn every_term_has_its_place(mut terms in prop::collection::vec(any::<u32>(), 0..300), other in any::<u32>()) {
            terms.extend([0, 1, u32::MAX]);
            terms.sort_unstable();
            terms.dedup();
            let vocabulary = Vocabulary::new(terms.clone(), vec![1; terms.len()], 9);
            for (at, term) in terms.iter().enumerate() {
                prop_assert_eq!(vocabulary.find(*term), Some(at));
            }
            prop_assert_eq!(vocabulary.find(other), terms.binary_search(&other).ok());
        }

        #[test]
        fn damaged_terms_do_no_harm(terms in prop::collection::vec(any::<u32>(), 0..9), other in any::<u32>()) {
            let found = Vocabulary::new(terms.clone(), vec![1; terms.len()], 9).find(other);
            prop_assert!(found.is_none_or(|at| terms[at] == other));
        }
    }

    #[test]
    fn without_terms_nothing_is_found() {
        assert_eq!(Vocabulary::default().find(7), None);
        assert_eq!(Vocabulary::new(Vec::new(), Vec::new(), 0).find(u32::MAX), None);
    }
}
