//! Zip archives from anywhere: what they unpack to is bounded.

use std::io::{self, Cursor, Read};

use zip::ZipArchive;

use super::{MAX_BYTES, MAX_FILES};

/// Why an archive is not unpacked.
#[derive(Debug, thiserror::Error)]
pub(super) enum ArchiveError {
    #[error("no zip archive: {0}")]
    NoArchive(#[from] zip::result::ZipError),
    #[error("the archive cannot be unpacked: {0}")]
    Damaged(#[from] std::io::Error),
    #[error("the archive holds more than {MAX_FILES} files")]
    TooMany,
    #[error("the archive unpacks to more than {} MB", MAX_BYTES / 1024 / 1024)]
    TooLarge,
}

/// Whether all of an archive can be unpacked within bounds. The sizes that it tells of itself are not believed: bytes are
/// counted as they come.
pub(super) fn measure(bytes: &[u8]) -> Result<(), ArchiveError> {
    let mut archive = ZipArchive::new(Cursor::new(bytes))?;
    if archive.len() > MAX_FILES {
        return Err(ArchiveError::TooMany);
    }
    let mut left = MAX_BYTES as u64;
    for index in 0..archive.len() {
        let unpacked = io::copy(&mut archive.by_index(index)?.take(left + 1), &mut io::sink())?;
        left = left.checked_sub(unpacked).ok_or(ArchiveError::TooLarge)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use zip::{ZipWriter, write::SimpleFileOptions};

    use super::*;

    #[test]
    fn sizes_are_counted() {
        let check = |bytes: &[u8], expected: &str| {
            let found = measure(bytes).map_or_else(|error| error.to_string(), |()| "fits".to_owned());
            assert_eq!(found, expected);
        };
        let archive = |length| {
            let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
            writer.start_file("a", SimpleFileOptions::default()).expect("a name");
            writer.write_all(&vec![0; length]).expect("memory");
            writer.finish().expect("memory").into_inner()
        };
        check(&archive(10), "fits");
        check(&archive(MAX_BYTES + 1), "the archive unpacks to more than 256 MB");
        check(b"PK", "no zip archive: invalid Zip archive: Could not find EOCD");
    }
}
