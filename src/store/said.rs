//! What customers said lately, for whoever wants to know what another version would have made of it.

use std::collections::HashMap;

use jiff::Timestamp;
use rusqlite::params;

use super::{Follower, ReadError};
use crate::domain::{Event, ShopId};

/// Rows of the log that are looked at, from the newest.
const MOST_ROWS: usize = 1_000_000;

/// Rows that are read at a time.
const PAGE: i64 = 2_000;

/// How every customer's message begins in the log.
const PREFIX: &[u8] = br#"{"type":"customer_said""#;

impl Follower {
    /// The newest distinct texts of a shop's customers since a moment, newest first, with how often each was said.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn said(
        &self,
        shop: &ShopId,
        since: Timestamp,
        most: usize,
    ) -> Result<Vec<(String, usize)>, ReadError> {
        let mut select = self.connection().prepare_cached(
            "SELECT event.position, event.at, event.shop = (SELECT number FROM shop WHERE id = ?1), event.event
             FROM event WHERE event.position < ?2 ORDER BY event.position DESC LIMIT ?3",
        )?;
        let mut said: Vec<(String, usize)> = Vec::new();
        let mut places: HashMap<String, usize> = HashMap::new();
        let (mut before, mut looked_at) = (i64::MAX, 0);
        loop {
            let mut rows = select.query(params![shop.as_str(), before, PAGE])?;
            let start = before;
            while let Some(row) = rows.next()? {
                before = row.get(0)?;
                looked_at += 1;
                // The log is in order of arrival, which is nearly that of time.
                if row.get::<_, i64>(1)? < since.as_microsecond() || looked_at > MOST_ROWS {
                    return Ok(said);
                }
                let json = row.get_ref(3)?.as_bytes().unwrap_or_default();
                if row.get::<_, Option<bool>>(2)? != Some(true) || !json.starts_with(PREFIX) {
                    continue;
                }
                let Ok(Event::CustomerSaid { utterance }) = serde_json::from_slice(json) else { continue };
                if let Some(place) = places.get(&utterance.text) {
                    said[*place].1 += 1;
                } else if said.len() < most {
                    places.insert(utterance.text.clone(), said.len());
                    said.push((utterance.text, 1));
                } else {
                    return Ok(said);
                }
            }
            if before == start {
                return Ok(said);
            }
        }
    }
}
