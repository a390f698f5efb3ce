//! `/content`: what the bot says and knows, its draft and its versions.

mod draft;
mod error;
mod files;
mod trial;
mod versions;

pub use self::{
    draft::{changes, discard, flips, from_disk, overview, publish},
    files::{list, put, read, remove},
    trial::test,
    versions::{list as versions, one as version, roll_back},
};
