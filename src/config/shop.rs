use jiff::tz::TimeZone;
use serde::{Deserialize, Deserializer, de::Error};

use super::Secret;
use crate::domain::ShopId;

/// The shop that is served.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ShopConfig {
    /// What `X-Shop-Id` must say, when it is sent.
    pub id: ShopId,
    /// What 今天 means: a name of the time zone database.
    #[serde(deserialize_with = "time_zone")]
    pub timezone: TimeZone,
    /// What the shop signs its customers' ids with, for the web; without it all visitors are anonymous.
    pub secret: Option<Secret>,
}

fn time_zone<'de, D: Deserializer<'de>>(deserializer: D) -> Result<TimeZone, D::Error> {
    let name = String::deserialize(deserializer)?;
    TimeZone::get(&name).map_err(|_| D::Error::custom(format!("there is no time zone {name:?}")))
}
