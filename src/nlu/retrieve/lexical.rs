//! Search by words: BM25 over an index in memory.

use tantivy::{
    Index, Searcher, SingleSegmentIndexWriter, TantivyDocument, Term,
    collector::TopDocs,
    directory::RamDirectory,
    query::{BooleanQuery, Occur, Query, TermQuery},
    schema::{Field, IndexRecordOption, Schema, TextFieldIndexing, TextOptions},
    tokenizer::{PreTokenizedString, Token},
};

use crate::text::tokenize;

/// Memory that the index may take while it is built, in bytes: tantivy's least.
const BUDGET: usize = 15_000_000;

/// Words of a message that are looked up: the rarest, since a word that stands everywhere costs most and tells least.
const WORDS: usize = 10;

pub(super) struct Lexical {
    words: Field,
    /// `None` where there is nothing to find.
    searcher: Option<Searcher>,
}

impl Lexical {
    /// Over normalised texts; a hit is an index in them.
    pub(super) fn new(texts: &[&str]) -> Self {
        let mut schema = Schema::builder();
        let indexing = TextFieldIndexing::default().set_index_option(IndexRecordOption::WithFreqs);
        let words = schema.add_text_field("words", TextOptions::default().set_indexing_options(indexing));
        let schema = schema.build();
        // In memory, and within the budget, neither writing nor opening can fail; without an index the vectors still answer.
        let searcher = build(schema, words, texts).ok().filter(|_| !texts.is_empty());
        Self { words, searcher }
    }

    /// The texts that share words with a normalised message, best first, with their BM25 scores.
    pub(super) fn search(&self, text: &str, count: usize) -> Vec<(usize, f32)> {
        let Some(searcher) = &self.searcher else { return Vec::new() };
        let mut words = tokenize(text);
        words.sort_unstable();
        words.dedup();
        let terms = words.into_iter().map(|word| Term::from_field_text(self.words, word));
        let known = terms.filter_map(|term| match searcher.doc_freq(&term) {
            Ok(frequency) if frequency > 0 => Some((frequency, term)),
            Ok(_) | Err(_) => None,
        });
        let mut terms: Vec<(u64, Term)> = known.collect();
        terms.sort_by_key(|(frequency, _)| *frequency);
        terms.truncate(WORDS);
        let clause = |(_, term): (u64, Term)| -> (Occur, Box<dyn Query>) {
            (Occur::Should, Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs)))
        };
        let query = BooleanQuery::new(terms.into_iter().map(clause).collect());
        let hits = searcher.search(&query, &TopDocs::with_limit(count).order_by_score()).unwrap_or_default();
        // One segment, filled in order: the number of a document is its index.
        hits.into_iter().map(|(score, address)| (address.doc_id as usize, score)).collect()
    }
}

fn build(schema: Schema, words: Field, texts: &[&str]) -> tantivy::Result<Searcher> {
    let mut writer: SingleSegmentIndexWriter =
        Index::builder().schema(schema).single_segment_index_writer(RamDirectory::create(), BUDGET)?;
    for text in texts {
        let tokens = tokenize(text).into_iter().enumerate();
        let tokens =
            tokens.map(|(position, word)| Token { position, text: word.to_owned(), ..Token::default() });
        let mut document = TantivyDocument::new();
        document.add_pre_tokenized_text(
            words,
            PreTokenizedString { text: String::new(), tokens: tokens.collect() },
        );
        writer.add_document(document)?;
    }
    Ok(writer.finalize()?.reader()?.searcher())
}

#[cfg(test)]
mod tests {
    use super::Lexical;

    #[test]
    fn words_are_found() {
        let texts = ["满多少包邮", "怎么申请退货", "退货的运费谁出", "发票怎么开"];
        let lexical = Lexical::new(&texts);
        let check = |text: &str, expected: &[usize]| {
            let found: Vec<usize> = lexical.search(text, 3).into_iter().map(|(at, _)| at).collect();
            assert_eq!(found, expected, "{text}");
        };
        check("退货的运费", &[2, 1]);
        check("开发票", &[3]);
        check("天气", &[]);
        check("", &[]);
        assert!(Lexical::new(&[]).search("退货", 3).is_empty());
    }
}
