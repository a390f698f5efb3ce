use std::{fs::File, io, ops::Deref, path::Path};

use memmap2::Mmap;

/// The bytes of model.safetensors. A mapped file is read in place, and its pages are shared by all threads and processes.
#[derive(Debug)]
pub enum Weights {
    Mapped(Mmap),
    /// Part of the binary.
    Static(&'static [u8]),
    Owned(Vec<u8>),
}

impl Weights {
    /// Maps a file. Replace such a file by renaming another one over it: writing into it, or shortening it, changes what
    /// runs, or ends the process.
    ///
    /// # Errors
    /// When the file cannot be opened or mapped.
    pub fn map(path: &Path) -> io::Result<Self> {
        let file = File::open(path)?;
        // SAFETY: the mapping is read-only, and no value of it is trusted: indices and shapes are checked when they are
        // read, and any byte is a valid number.
        Ok(Self::Mapped(unsafe { Mmap::map(&file) }?))
    }
}

impl Deref for Weights {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        match self {
            Self::Mapped(map) => map,
            Self::Static(bytes) => bytes,
            Self::Owned(bytes) => bytes,
        }
    }
}
