//! The fields of the index, and how events become documents of it.
//!
//! It holds no text, only words and places: what a hit says, and who may read it, is for the log to tell.

use tantivy::{
    TantivyDocument, Term,
    schema::{FAST, Field, INDEXED, IndexRecordOption, STRING, Schema, TextFieldIndexing, TextOptions},
    tokenizer::{Token, TokenStream, Tokenizer},
};

use super::{
    entry::Entry,
    words::{prefixes, words},
};
use crate::{
    domain::{Event, Name, SeatId, ShopId},
    store::Placed,
    text::{Normalized, normalize},
};

/// The name of the [`WordTokenizer`] in the index's own description.
pub const TOKENIZER: &str = "words";

#[derive(Debug, Clone, Copy)]
pub struct Fields {
    /// These three are of what can be found.
    pub words: Field,
    pub shop: Field,
    pub customer: Field,
    /// The shop and a seat that took part from here on.
    took_part: Field,
    /// The shop and a label; of the one document of each conversation that says what labels it has.
    labelled: Field,
    /// The conversation of that document.
    labels_of: Field,
    position: Field,
    at: Field,
    conversation: Field,
}

/// The columns, which every document has.
pub const POSITION: &str = "position";
pub const AT: &str = "at";
pub const CONVERSATION: &str = "conversation";

pub fn schema() -> (Schema, Fields) {
    let mut schema = Schema::builder();
    let indexing = TextFieldIndexing::default()
        .set_tokenizer(TOKENIZER)
        .set_index_option(IndexRecordOption::WithFreqsAndPositions)
        .set_fieldnorms(false);
    let fields = Fields {
        words: schema.add_text_field("words", TextOptions::default().set_indexing_options(indexing)),
        shop: schema.add_text_field("shop", STRING),
        customer: schema.add_text_field("customer", STRING),
        took_part: schema.add_text_field("took_part", STRING),
        labelled: schema.add_text_field("labelled", STRING),
        labels_of: schema.add_u64_field("labels_of", INDEXED),
        position: schema.add_u64_field(POSITION, FAST),
        at: schema.add_i64_field(AT, FAST),
        conversation: schema.add_u64_field(CONVERSATION, FAST),
    };
    (schema.build(), fields)
}

/// What an event adds to the index, and what it takes from it.
#[derive(Default)]
pub struct Change {
    pub forget: Option<Term>,
    pub add: Vec<TantivyDocument>,
}

impl Fields {
    pub fn change(&self, placed: &Placed) -> Change {
        let mut change = Change::default();
        let shop = &placed.contact.shop;
        if let Some(entry) = Entry::of(&placed.recorded.event) {
            let mut document = self.document(placed);
            document.add_text(self.words, &entry.text);
            document.add_text(self.shop, shop.as_str());
            document.add_text(self.customer, placed.contact.customer.as_str());
            change.add.push(document);
        }
        if let Event::SeatAssigned { seat, .. } | Event::Invited { seat, .. } = &placed.recorded.event {
            let mut document = self.document(placed);
            document.add_text(self.took_part, pair(shop, seat.as_str()));
            change.add.push(document);
        } else if let Event::Labelled { labels, .. } = &placed.recorded.event {
            change.forget = Some(Term::from_field_u64(self.labels_of, placed.number));
            let mut document = self.document(placed);
            document.add_u64(self.labels_of, placed.number);
            for label in labels {
                document.add_text(self.labelled, pair(shop, label.as_str()));
            }
            change.add.push(document);
        }
        change
    }

    fn document(&self, placed: &Placed) -> TantivyDocument {
        let mut document = TantivyDocument::new();
        document.add_u64(self.position, placed.position);
        document.add_i64(self.at, placed.recorded.at.as_microsecond());
        document.add_u64(self.conversation, placed.number);
        document
    }

    /// Stands on documents of conversations in which a seat took part.
    pub fn took_part(&self, shop: &ShopId, seat: &SeatId) -> Term {
        Term::from_field_text(self.took_part, &pair(shop, seat.as_str()))
    }

    /// Stands on documents of conversations that have a label.
    pub fn labelled(&self, shop: &ShopId, label: &Name) -> Term {
        Term::from_field_text(self.labelled, &pair(shop, label.as_str()))
    }

    /// Where the labels of a shop begin and end among all, and what stands before each.
    pub fn labels(&self, shop: &ShopId) -> (Field, std::ops::Range<String>) {
        // What follows a space among the characters.
        (self.labelled, pair(shop, "")..format!("{shop}!"))
    }
}

/// A shop's id has no space.
fn pair(shop: &ShopId, name: &str) -> String {
    format!("{shop} {name}")
}

/// Cuts a text as it was written into the words by which it is found. Beginnings of a number stand where it stands.
#[derive(Clone, Default)]
pub struct WordTokenizer;

pub struct WordStream {
    text: Normalized,
    /// Ends, and which word of the text each is of; the last comes first.
    ahead: Vec<(std::ops::Range<usize>, usize)>,
    token: Token,
}

impl Tokenizer for WordTokenizer {
    type TokenStream<'a> = WordStream;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> WordStream {
        let text = normalize(text);
        let mut ahead = Vec::new();
        for (position, word) in words(text.as_str()).enumerate() {
            let found_by = prefixes(&text.as_str()[word.clone()]);
            ahead.extend(found_by.map(|prefix| (word.start..word.start + prefix.len(), position)));
        }
        ahead.reverse();
        WordStream { text, ahead, token: Token::default() }
    }
}

impl TokenStream for WordStream {
    fn advance(&mut self) -> bool {
        let Some((range, position)) = self.ahead.pop() else { return false };
        self.token.text.clear();
        self.token.text.push_str(&self.text.as_str()[range.clone()]);
        self.token.position = position;
        (self.token.offset_from, self.token.offset_to) = (range.start, range.end);
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}
