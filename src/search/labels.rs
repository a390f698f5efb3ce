//! The labels that are in use.

use std::{cmp::Reverse, collections::HashMap, time::Instant};

use tantivy::{DocSet, Searcher, SegmentReader, TERMINATED, schema::IndexRecordOption};

use super::{SearchError, schema::Fields};
use crate::domain::{Name, ShopId};

/// The most used first; those that are used alike in the order of their characters.
pub fn most_used(
    searcher: &Searcher,
    fields: &Fields,
    shop: &ShopId,
    most: usize,
    deadline: Instant,
) -> Result<Vec<Name>, SearchError> {
    let (field, range) = fields.labels(shop);
    let mut counts: HashMap<Name, u32> = HashMap::new();
    for reader in searcher.segment_readers() {
        let inverted = reader.inverted_index(field)?;
        let labels = inverted.terms().range().ge(&range.start).lt(&range.end);
        let mut labels = labels.into_stream().map_err(tantivy::TantivyError::from)?;
        while let Some((term, info)) = labels.next() {
            let postings = inverted.read_postings_from_terminfo(info, IndexRecordOption::Basic);
            let documents = postings.map_err(tantivy::TantivyError::from)?;
            if Instant::now() > deadline {
                return Err(SearchError::TooSlow);
            }
            let label = term.get(range.start.len()..).and_then(|label| std::str::from_utf8(label).ok());
            if let (Some(label), used @ 1..) = (label, alive(reader, documents)) {
                *counts.entry(Name::from(label)).or_default() += used;
            }
        }
    }
    let mut labels: Vec<(Name, u32)> = counts.into_iter().collect();
    labels.sort_by(|(a, used_a), (b, used_b)| (Reverse(used_a), a).cmp(&(Reverse(used_b), b)));
    labels.truncate(most);
    Ok(labels.into_iter().map(|(label, _)| label).collect())
}

/// How many of the documents were not deleted.
fn alive(reader: &SegmentReader, mut documents: impl DocSet) -> u32 {
    let mut count = 0;
    while documents.doc() != TERMINATED {
        count += u32::from(!reader.is_deleted(documents.doc()));
        documents.advance();
    }
    count
}
