//! Zip archives from anywhere: their names are labels, and what they unpack to is bounded.

use std::io::{Cursor, Read};

use zip::ZipArchive;

use super::{MAX_BYTES, MAX_FILE_BYTES, MAX_FILES, Source, note::Notes};
use crate::content::Place;

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

/// The files of an archive, sorted by name. Folders, and names that lead out of the archive, are no files.
pub(super) fn unpack(archive: &Source, notes: &mut Notes) -> Result<Vec<Source>, ArchiveError> {
    let mut sources = Vec::new();
    each(&archive.bytes, &mut |name, bytes| match name {
        Some(name) => sources.push(Source::new(format!("{}/{name}", archive.path), bytes)),
        None => notes.left_out(&Place::start(&archive.path), "a file whose name leads out of the archive"),
    })?;
    sources.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(sources)
}

/// Whether all of an archive can be unpacked within bounds.
pub(super) fn measure(bytes: &[u8]) -> Result<(), ArchiveError> {
    each(bytes, &mut |_, _| ())
}

/// Unpacks file by file. The sizes that an archive tells of itself are not believed: bytes are counted as they come.
fn each(bytes: &[u8], take: &mut dyn FnMut(Option<String>, Vec<u8>)) -> Result<(), ArchiveError> {
    let mut archive = ZipArchive::new(Cursor::new(bytes))?;
    if archive.len() > MAX_FILES {
        return Err(ArchiveError::TooMany);
    }
    let mut left = MAX_BYTES;
    for index in 0..archive.len() {
        let file = archive.by_index(index)?;
        if file.is_dir() {
            continue;
        }
        let name = file.enclosed_name().map(|path| path.to_string_lossy().replace('\\', "/"));
        let mut unpacked = Vec::new();
        let most = left.min(MAX_FILE_BYTES);
        file.take(most as u64 + 1).read_to_end(&mut unpacked)?;
        if unpacked.len() > most {
            return Err(ArchiveError::TooLarge);
        }
        left -= unpacked.len();
        take(name, unpacked);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use zip::{ZipWriter, write::SimpleFileOptions};

    use super::*;

    fn archive(files: &[(&str, &[u8])]) -> Source {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in files {
            writer.start_file(*name, SimpleFileOptions::default()).expect("a name");
            writer.write_all(bytes).expect("memory");
        }
        Source::new("a.zip", writer.finish().expect("memory").into_inner())
    }

    fn check(source: &Source, expected: Result<&[&str], &str>) {
        let found = unpack(source, &mut Notes::default());
        let found = found.map(|files| files.iter().map(|file| file.path.to_string()).collect::<Vec<_>>());
        let found = found.map_err(|error| error.to_string());
        assert_eq!(
            found.as_deref().map_err(String::as_str).map(<[String]>::to_vec),
            expected.map(|names| names.iter().map(|name| (*name).to_owned()).collect())
        );
    }

    #[test]
    fn names_are_labels_and_sizes_are_counted() {
        check(&archive(&[("b/x.json", b"{}"), ("a.json", b"{}")]), Ok(&["a.zip/a.json", "a.zip/b/x.json"]));
        check(
            &archive(&[("../x.json", b"{}"), ("/etc/x", b"{}"), ("a.json", b"{}")]),
            Ok(&["a.zip/a.json", "a.zip/etc/x"]),
        );
        check(
            &archive(&[("bomb", &vec![0; MAX_FILE_BYTES + 1])]),
            Err("the archive unpacks to more than 256 MB"),
        );
        check(&Source::new("a.zip", "PK"), Err("no zip archive: invalid Zip archive: Could not find EOCD"));
    }
}
