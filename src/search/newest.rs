//! The newest documents that a question finds.

use std::{
    cmp::Reverse,
    collections::{BinaryHeap, HashSet},
    time::Instant,
};

use tantivy::{
    DocId, DocSet, Searcher, SegmentReader, TERMINATED, Term,
    columnar::Column,
    query::{BooleanQuery, EnableScoring, Occur, PhraseQuery, Query, TermQuery},
    schema::IndexRecordOption,
};

use super::{
    Question, Scope, SearchError,
    schema::{AT, CONVERSATION, Fields, POSITION},
};

/// Documents between two looks at the clock.
const STRIDE: usize = 1024;

/// Their positions in the log, newest first.
pub fn newest(
    searcher: &Searcher,
    fields: &Fields,
    question: &Question,
    deadline: Instant,
) -> Result<Vec<u64>, SearchError> {
    let within = Within::of(searcher, fields, question)?;
    let weight = query(fields, question).weight(EnableScoring::disabled_from_searcher(searcher))?;
    let mut segments =
        searcher.segment_readers().iter().map(Segment::of).collect::<tantivy::Result<Vec<_>>>()?;
    // Segments reach over stretches of the log, by and large: the newest may have it all.
    segments.sort_by_key(|segment| Reverse(segment.positions.max_value()));
    let mut best = Best { count: question.limit, positions: BinaryHeap::new() };
    for segment in segments {
        if !best.takes(segment.positions.max_value()) {
            break;
        }
        let mut documents = weight.scorer(segment.reader, 1.0)?;
        let mut looked_at: usize = 0;
        let mut document = documents.doc();
        while document != TERMINATED {
            looked_at += 1;
            if looked_at.is_multiple_of(STRIDE) && Instant::now() > deadline {
                return Err(SearchError::TooSlow);
            }
            if let Some(position) = segment.position(document).filter(|position| best.takes(*position))
                && within.has(&segment, document, position)
            {
                best.positions.push(Reverse(position));
                if best.positions.len() > best.count {
                    best.positions.pop();
                }
            }
            document = documents.advance();
        }
    }
    Ok(best.positions.into_sorted_vec().into_iter().map(|Reverse(position)| position).collect())
}

/// Built from terms alone: what somebody typed is never a language. The shop is part of every query.
fn query(fields: &Fields, question: &Question) -> BooleanQuery {
    let term = |term| -> Box<dyn Query> { Box::new(TermQuery::new(term, IndexRecordOption::Basic)) };
    let mut clauses = vec![term(Term::from_field_text(fields.shop, question.shop.as_str()))];
    let customer = question.customer.as_ref();
    clauses.extend(customer.map(|customer| term(Term::from_field_text(fields.customer, customer.as_str()))));
    for phrase in question.phrases.iter().flat_map(|phrases| phrases.iter()) {
        let mut words = phrase.iter().map(|word| Term::from_field_text(fields.words, word));
        clauses.push(match (phrase.len(), words.next()) {
            (1, Some(word)) => term(word),
            (_, first) => Box::new(PhraseQuery::new(first.into_iter().chain(words).collect())),
        });
    }
    BooleanQuery::new(clauses.into_iter().map(|clause| (Occur::Must, clause)).collect())
}

/// A heap whose top is the oldest that is kept.
struct Best {
    count: usize,
    positions: BinaryHeap<Reverse<u64>>,
}

impl Best {
    fn takes(&self, position: u64) -> bool {
        self.positions.len() < self.count || self.positions.peek().is_some_and(|oldest| position > oldest.0)
    }
}

struct Segment<'s> {
    reader: &'s SegmentReader,
    positions: Column<u64>,
    times: Column<i64>,
    conversations: Column<u64>,
}

impl<'s> Segment<'s> {
    fn of(reader: &'s SegmentReader) -> tantivy::Result<Self> {
        let columns = reader.fast_fields();
        let (positions, times) = (columns.u64(POSITION)?, columns.i64(AT)?);
        Ok(Self { reader, positions, times, conversations: columns.u64(CONVERSATION)? })
    }

    /// None for what was deleted.
    fn position(&self, document: DocId) -> Option<u64> {
        if self.reader.is_deleted(document) { None } else { self.positions.first(document) }
    }
}

/// What a hit must keep to besides its words.
struct Within<'q> {
    question: &'q Question,
    /// A hit is of a conversation that is in all of these.
    conversations: Vec<HashSet<u64>>,
}

impl<'q> Within<'q> {
    fn of(searcher: &Searcher, fields: &Fields, question: &'q Question) -> tantivy::Result<Self> {
        let shop = &question.shop;
        let mut conversations = Vec::new();
        if let Some(label) = &question.label {
            conversations.push(conversations_of(searcher, &fields.labelled(shop, label))?);
        }
        if let Some(seat) = &question.seat {
            conversations.push(conversations_of(searcher, &fields.took_part(shop, seat))?);
        }
        if let Scope::Seat { seat, waiting } = &question.scope {
            let mut seen = conversations_of(searcher, &fields.took_part(shop, seat))?;
            seen.extend(waiting);
            conversations.push(seen);
        }
        Ok(Self { question, conversations })
    }

    fn has(&self, segment: &Segment<'_>, document: DocId, position: u64) -> bool {
        let Question { before, from, until, .. } = self.question;
        let at = segment.times.first(document);
        let conversation = segment.conversations.first(document);
        before.is_none_or(|before| position < before)
            && from.is_none_or(|from| at >= Some(from.as_microsecond()))
            && until.is_none_or(|until| at < Some(until.as_microsecond()))
            && self.conversations.iter().all(|set| conversation.is_some_and(|number| set.contains(&number)))
    }
}

/// The conversations whose documents have a term.
fn conversations_of(searcher: &Searcher, term: &Term) -> tantivy::Result<HashSet<u64>> {
    let mut found = HashSet::new();
    for reader in searcher.segment_readers() {
        let postings = reader.inverted_index(term.field())?.read_postings(term, IndexRecordOption::Basic)?;
        let Some(mut documents) = postings else { continue };
        let conversations = reader.fast_fields().u64(CONVERSATION)?;
        while documents.doc() != TERMINATED {
            if !reader.is_deleted(documents.doc()) {
                found.extend(conversations.first(documents.doc()));
            }
            documents.advance();
        }
    }
    Ok(found)
}
