//! Versions of what answers: files and model as immutable snapshots, the draft that becomes the next one, and the way back.
//!
//! - [`open`] reads what is live at a start, and finishes a publish that was cut off; [`Opened::start`] makes a [`Versions`] of it,
//!   the handle that everything else goes by. It is cheap to clone.
//! - [`Versions::snapshot`] gives the files as the draft has them, [`Versions::save`] changes some of them: all or none, each with
//!   the etag of the file as it was seen. Each save starts the work over: check, train, compare.
//! - [`Versions::candidate`] is what came of it. [`Versions::record`] keeps it as a version, [`Versions::make_live`] lets a version
//!   answer and writes it into the folder, [`Versions::assistant`] puts any kept version together.
//! - [`Versions::gauge`] says how well labelled messages are understood by what is live, or by the ready draft.
//!
//! All of it lies in `<data>/versions/<shop>/` as files, not as rows of the log: a version and its blobs are then one thing to copy,
//! and a publish has one kind of disk to survive. What is pure is in `draft`, `manifest`, `version`, `diff` and `work::outcome`.

mod blobs;
mod book;
mod diff;
mod digest;
mod disk;
mod draft;
mod error;
mod folder;
mod keeper;
mod live;
mod load;
mod manifest;
mod measure;
mod reading;
mod rows;
mod saving;
mod service;
mod version;
mod work;

pub use digest::{Digest, NoDigest};
pub use draft::{Draft, Edit, FileWrite, MOST_BYTES, MOST_FILES};
pub use error::VersionsError;
pub use live::Reloaded;
pub use load::{Assembled, Engines, OpenError, Opened, Settings, open};
pub use manifest::{Change, Manifest};
pub use measure::{Gauged, Measured, Measurement, Subject};
pub use reading::{FileChange, FileEntry, FileText, Overview, Snapshot};
pub use service::{Node, Standing, Versions};
pub use version::{Entry, Names, Origin, Reason, Version};
pub use work::{Candidate, Comparison, Difference, Does, Flip, Outcome, Progress, Step, Verdict};
