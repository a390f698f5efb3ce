//! Examples of different intents that are nearly the same, so that the classifier would confuse them.
//!
//! Cosine of the sets of character bigrams. Two sets that are similar enough share one of the rarest bigrams of each (the
//! prefix filter of Bayardo, Ma and Srikant, "Scaling up all pairs similarity search", 2007), so only few pairs are compared.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::letters;
use crate::content::{
    Code,
    draft::{Draft, Sentence},
};

const THRESHOLD: f64 = 0.9;

pub(super) fn check(draft: &mut Draft) {
    let Draft { examples, findings, .. } = draft;
    for (later, earlier, similarity) in pairs(examples) {
        let (text, owner, place) = (&earlier.normalized, &earlier.owner, &earlier.place);
        let percent = (similarity * 100.0).floor();
        let message = format!("{percent} % like `{text}` of `{owner}` at {place}");
        findings.add(&later.place, Code::NearExample, message);
    }
}

/// For each sentence, the first earlier one of another owner that is nearly the same. What is wholly the same, punctuation
/// aside, was found already; so the first of these stands for all.
fn pairs(sentences: &[Sentence]) -> Vec<(&Sentence, &Sentence, f64)> {
    let mut seen = HashSet::new();
    let texts = sentences.iter().map(|sentence| (sentence, letters(&sentence.normalized)));
    let distinct: Vec<_> = texts.filter(|(_, text)| seen.insert(text.clone())).collect();
    let sets = ranked_bigrams(distinct.iter().map(|(_, text)| text.as_str()));
    let mut index: HashMap<usize, Vec<usize>> = HashMap::new();
    let mut found = Vec::new();
    for (at, set) in sets.iter().enumerate() {
        let later = distinct[at].0;
        let prefix = &set[..prefix_length(set.len())];
        let candidates: BTreeSet<usize> =
            prefix.iter().flat_map(|rank| index.get(rank)).flatten().copied().collect();
        let near = candidates.into_iter().find_map(|other| {
            let earlier = distinct[other].0;
            let similarity = cosine(set, &sets[other]);
            (later.owner != earlier.owner && similarity >= THRESHOLD).then_some((later, earlier, similarity))
        });
        found.extend(near);
        for rank in prefix {
            index.entry(*rank).or_default().push(at);
        }
    }
    found
}

/// The bigrams of each text as ranks, the rarest first.
fn ranked_bigrams<'t>(texts: impl Iterator<Item = &'t str>) -> Vec<Vec<usize>> {
    let bigrams: Vec<HashSet<(char, char)>> =
        texts.map(|text| text.chars().zip(text.chars().skip(1)).collect()).collect();
    let mut counts: HashMap<(char, char), usize> = HashMap::new();
    for bigram in bigrams.iter().flatten() {
        *counts.entry(*bigram).or_default() += 1;
    }
    let mut order: Vec<_> = counts.into_iter().map(|(bigram, count)| (count, bigram)).collect();
    order.sort_unstable();
    let ranks: HashMap<_, _> =
        order.into_iter().enumerate().map(|(rank, (_, bigram))| (bigram, rank)).collect();
    let rank = |set: &HashSet<(char, char)>| {
        let mut ranked: Vec<usize> = set.iter().map(|bigram| ranks[bigram]).collect();
        ranked.sort_unstable();
        ranked
    };
    bigrams.iter().map(rank).collect()
}

/// Two sets with at least THRESHOLD share an element of these prefixes: they share at least THRESHOLD² of the larger one.
fn prefix_length(length: usize) -> usize {
    if length == 0 {
        return 0;
    }
    let shared = (THRESHOLD * THRESHOLD * length as f64).ceil() as usize;
    length - shared.clamp(1, length) + 1
}

/// Of two sorted sets.
fn cosine(a: &[usize], b: &[usize]) -> f64 {
    let shared = a.iter().filter(|rank| b.binary_search(rank).is_ok()).count();
    shared as f64 / ((a.len() * b.len()) as f64).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::Place;

    fn sentences(texts: &[(&str, &str)]) -> Vec<Sentence> {
        let sentence = |(owner, text): &(&str, &str)| Sentence {
            owner: (*owner).into(),
            normalized: (*text).to_owned(),
            place: Place::start("f.yml"),
        };
        texts.iter().map(sentence).collect()
    }

    fn check(texts: &[(&str, &str)], expected: &[(&str, &str)]) {
        let sentences = sentences(texts);
        let found: Vec<_> = pairs(&sentences)
            .into_iter()
            .map(|(later, earlier, _)| (&*later.normalized, &*earlier.normalized))
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn only_near_sentences_of_other_intents_are_found() {
        let long = "我上个月买的打折牛奶现在还能不能退";
        let near = "我上个月买的打折牛奶现在还能不能退啊";
        check(&[("a", long), ("b", near)], &[(near, long)]);
        check(&[("a", long), ("a", near)], &[]);
        check(&[("a", long), ("b", &format!("{long}？"))], &[]);
        check(&[("a", long), ("b", "我的快递到哪了")], &[]);
        check(&[("a", ""), ("b", "的")], &[]);
    }

    proptest::proptest! {
        #[test]
        fn the_index_misses_no_pair(texts in proptest::collection::vec("[a-d]{0,12}", 0..40)) {
            let distinct: BTreeSet<&str> = texts.iter().map(String::as_str).collect();
            let texts: Vec<(String, &str)> =
                distinct.into_iter().enumerate().map(|(at, text)| (at.to_string(), text)).collect();
            let texts: Vec<_> = texts.iter().map(|(owner, text)| (owner.as_str(), *text)).collect();
            let sets = ranked_bigrams(texts.iter().map(|(_, text)| *text));
            let near = |a: usize, b: usize| cosine(&sets[a], &sets[b]) >= THRESHOLD;
            let slow: Vec<_> = (0..sets.len()).filter(|a| (0..*a).any(|b| near(*a, b))).collect();
            let sentences = sentences(&texts);
            let fast: Vec<usize> = pairs(&sentences)
                .iter()
                .map(|(later, _, _)| later.owner.as_str().parse().expect("owners are numbers"))
                .collect();
            proptest::prop_assert_eq!(slow, fast);
        }
    }
}
