//! Things named in an utterance, resolved to values.

use std::ops::Range;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::Name;

/// One resolved entity.
///
/// The value depends on the kind: `order_no`, `tracking_no`, `phone`, `product`, `category`, `carrier`, `city` and `promotion` are
/// strings (canonical names), `money` and `quantity` numbers, `ordinal` an integer from 1 (-1 is the last), `yes_no` is `"yes"` or `"no"`,
/// `date` an ISO date, `period` a [`Period`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entity {
    pub kind: Name,
    /// Byte range in the text as the customer wrote it.
    pub span: Range<usize>,
    pub value: Value,
}

/// A span of days, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Period {
    pub from: Date,
    pub until: Date,
}
