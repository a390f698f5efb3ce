//! Figures of a range: of all of it, bucket by bucket, and by the hours of a week.

use jiff::Timestamp;

use super::{Figures, Ledger, Range};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    pub total: Figures,
    /// As many as the range has, with those in which nothing happened.
    pub buckets: Vec<Bucket>,
    /// Turns by weekday, from Monday, and by the hour of the day.
    pub week: [[u64; 24]; 7],
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bucket {
    pub at: Timestamp,
    pub figures: Figures,
}

impl Summary {
    pub fn of(ledger: &Ledger, range: &Range) -> Self {
        let bucket = |at: &Timestamp| Bucket { at: *at, figures: Figures::default() };
        let mut summary = Self {
            total: Figures::default(),
            buckets: range.starts.iter().map(bucket).collect(),
            week: [[0; 24]; 7],
        };
        for (hour, figures) in ledger.between(range.from(), range.until) {
            if let Some(bucket) = summary.buckets.get_mut(range.bucket(hour.begins())) {
                bucket.figures.merge(figures);
            }
            let (day, hour) = hour.of_week(ledger.zone());
            if let Some(turns) = summary.week.get_mut(day).and_then(|hours| hours.get_mut(hour)) {
                *turns += figures.turns();
            }
        }
        summary.buckets.iter().for_each(|bucket| summary.total.merge(&bucket.figures));
        summary
    }
}
