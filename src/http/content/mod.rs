//! `/content`: what the bot says and knows, its draft and its versions.

mod draft;
mod edits;
mod error;
mod files;
mod inbox;
mod intents;
mod report;
mod rollout;
mod trial;
mod versions;

pub use self::{
    draft::{changes, discard, flips, from_disk, overview, publish},
    edits::edit,
    files::{list, put, read, remove},
    inbox::{read as inbox, reopen, settle},
    intents::{faq, list as intents, one as intent},
    report::{page as report_page, show as report},
    rollout::{publish_canary, show as rollout, start_canary, start_shadow, stop_canary, stop_shadow},
    trial::test,
    versions::{list as versions, one as version, roll_back},
};
