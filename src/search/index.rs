//! The index in its folder: opened, checked, written, made anew where it is not what it should be.

use std::{fs, io, path::Path};

use serde::{Deserialize, Serialize};
use tantivy::{
    Index as Files, IndexReader, IndexWriter, ReloadPolicy, directory::error::OpenDirectoryError,
    indexer::IndexWriterOptions, tokenizer::TextAnalyzer,
};

use super::schema::{Fields, TOKENIZER, WordTokenizer, schema};
use crate::store::{Follower, Mark, Placed, ReadError};

/// Of what is written into the index: another one builds it anew.
const VERSION: u32 = 1;

/// In bytes, while something is written: tantivy's least.
const BUDGET: usize = 15_000_000;

/// Why the index cannot be used for now.
#[derive(Debug, thiserror::Error)]
pub enum IndexError {
    #[error("the search index: {0}")]
    Index(#[from] tantivy::TantivyError),
    #[error("the folder of the search index: {0}")]
    Folder(#[from] io::Error),
    #[error(transparent)]
    Directory(#[from] OpenDirectoryError),
    #[error(transparent)]
    Log(#[from] ReadError),
    #[error("the search index is no longer what it was")]
    Doubtful,
}

pub struct Index {
    files: Files,
    fields: Fields,
    reader: IndexReader,
    /// Only while there is something to write.
    writer: Option<IndexWriter>,
    reached: Reached,
}

/// How far the index goes; stored with each of its commits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
struct Reached {
    version: u32,
    position: u64,
    number: u64,
    seq: u64,
    at: i64,
}

impl Index {
    /// What is in the folder, if it goes with the log and is whole, else an empty index. Nothing but the index is in the folder.
    ///
    /// # Errors
    /// When the folder cannot be written, or the log cannot be read.
    pub fn open(folder: &Path, log: &Follower) -> Result<Self, IndexError> {
        if folder.exists() {
            match Self::existing(folder, log)? {
                Ok(index) => return Ok(index),
                Err(why) => tracing::info!(why, "the search index is built anew"),
            }
            fs::remove_dir_all(folder)?;
        }
        fs::create_dir_all(folder)?;
        Ok(Self::of(Files::create_in_dir(folder, schema().0)?, Reached::default())?)
    }

    /// The inner error says why it is of no use.
    fn existing(folder: &Path, log: &Follower) -> Result<Result<Self, String>, ReadError> {
        let read = || -> tantivy::Result<(Files, Option<String>, bool)> {
            let files = Files::open_in_dir(folder)?;
            let payload = files.load_metas()?.payload;
            let whole = files.validate_checksum()?.is_empty();
            Ok((files, payload, whole))
        };
        let (files, payload, whole) = match read() {
            Ok(found) => found,
            Err(error) => return Ok(Err(error.to_string())),
        };
        let reached = payload.and_then(|payload| serde_json::from_str::<Reached>(&payload).ok());
        let Some(reached) = reached.filter(|reached| reached.version == VERSION) else {
            return Ok(Err("it is of another version".into()));
        };
        if !whole || files.schema() != schema().0 {
            return Ok(Err("it is damaged".into()));
        }
        if log.mark(reached.position)?.is_none_or(|mark| Reached::at(reached.position, mark) != reached) {
            return Ok(Err("it is of another log".into()));
        }
        Ok(Self::of(files, reached).map_err(|error| error.to_string()))
    }

    fn of(files: Files, reached: Reached) -> tantivy::Result<Self> {
        files.tokenizers().register(TOKENIZER, TextAnalyzer::from(WordTokenizer));
        let reader = files.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        Ok(Self { files, fields: schema().1, reader, writer: None, reached })
    }

    /// Up to where the log is in the index.
    pub fn position(&self) -> u64 {
        self.reached.position
    }

    pub fn reader(&self) -> &IndexReader {
        &self.reader
    }

    pub fn fields(&self) -> Fields {
        self.fields
    }

    /// Takes in what follows in the log. It can be found after the next commit.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn add(&mut self, events: &[Placed]) -> Result<(), IndexError> {
        let writer = match &mut self.writer {
            Some(writer) => writer,
            none => none.insert(writer(&self.files)?),
        };
        for placed in events {
            let change = self.fields.change(placed);
            if let Some(term) = change.forget {
                writer.delete_term(term);
            }
            for document in change.add {
                writer.add_document(document)?;
            }
        }
        Ok(())
    }

    /// What was added can be found, and will be after a restart. The mark is of the position.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn commit(&mut self, position: u64, mark: Mark) -> Result<(), IndexError> {
        let reached = Reached::at(position, mark);
        if let Some(writer) = &mut self.writer {
            let mut commit = writer.prepare_commit()?;
            // Four numbers are always JSON.
            commit.set_payload(&serde_json::to_string(&reached).unwrap_or_default());
            commit.commit()?;
            self.reader.reload()?;
        }
        self.reached = reached;
        Ok(())
    }

    /// Gives the writer's memory back until there is more to write.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn rest(&mut self) -> Result<(), IndexError> {
        if let Some(writer) = self.writer.take() {
            writer.wait_merging_threads()?;
            self.reader.reload()?;
        }
        Ok(())
    }
}

fn writer(files: &Files) -> tantivy::Result<IndexWriter> {
    let options = IndexWriterOptions::builder()
        .num_worker_threads(1)
        .num_merge_threads(1)
        .memory_budget_per_thread(BUDGET)
        .build();
    files.writer_with_options(options)
}

impl Reached {
    fn at(position: u64, mark: Mark) -> Self {
        let Mark { number, seq, at } = mark;
        Self { version: VERSION, position, number, seq, at }
    }
}
