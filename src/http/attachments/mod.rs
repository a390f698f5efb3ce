//! `/attachments`: files in conversations. The folder of files knows what may be kept, the conversation who may say it; here both are
//! asked in turn.

mod contents;
mod disposition;
mod download;
mod incoming;
mod metrics;
mod places;
mod range;
mod sender;
mod upload;

pub use self::{download::download, metrics::Metrics, places::Places, upload::upload};
