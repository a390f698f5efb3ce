//! Where the operator's files come from: a folder, or the pack inside the binary.

use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::Arc,
};

use rust_embed::RustEmbed;

use super::{Code, Diagnostic, LEARNED, Place};

/// Larger files are refused.
pub const MAX_FILE_BYTES: usize = 2 * 1024 * 1024;

/// One file as it was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceFile {
    /// Relative to the root, with `/`, such as `intents/order.cancel.yml`.
    pub path: Arc<str>,
    /// At most one byte more than [`MAX_FILE_BYTES`].
    pub bytes: Vec<u8>,
}

impl SourceFile {
    pub fn new(path: impl Into<Arc<str>>, bytes: impl Into<Vec<u8>>) -> Self {
        Self { path: path.into(), bytes: bytes.into() }
    }

    /// The text, if it is small enough and UTF-8.
    pub(super) fn checked(&self) -> Result<&str, Diagnostic> {
        if self.bytes.len() > MAX_FILE_BYTES {
            let message = format!("the file is larger than {} MB", MAX_FILE_BYTES / 1024 / 1024);
            return Err(Diagnostic::new(&Place::start(&self.path), Code::TooLarge, message));
        }
        let bytes = self.bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&self.bytes);
        std::str::from_utf8(bytes).map_err(|error| {
            let valid = String::from_utf8_lossy(&bytes[..error.valid_up_to()]);
            let line = valid.matches('\n').count() + 1;
            let column = valid.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
            let place = Place { file: self.path.clone(), line, column };
            Diagnostic::new(&place, Code::Encoding, "the bytes from here on are not UTF-8")
        })
    }
}

/// A folder or file that could not be read.
#[derive(Debug, thiserror::Error)]
#[error("cannot read {}: {error}", path.display())]
pub struct SourceError {
    pub path: PathBuf,
    pub error: io::Error,
}

/// The content files below a folder, sorted by path.
///
/// # Errors
/// When the folder, or a file in it, cannot be read; or when it holds no content at all.
pub fn folder(root: &Path) -> Result<Vec<SourceFile>, SourceError> {
    let mut files = Vec::new();
    for part in ["intents", "knowledge"] {
        let path = root.join(part);
        if path.is_dir() {
            walk(&path, part, &mut files)?;
        }
    }
    let mut read_one = |name: &str| {
        let path = root.join(name);
        if path.is_file() {
            files.push(read(&path, name)?);
        }
        Ok(())
    };
    read_one("integrations.yml")?;
    read_one("thresholds.yml")?;
    if files.is_empty() {
        let error =
            io::Error::new(io::ErrorKind::NotFound, "no intents/, knowledge/ or integrations.yml there");
        return Err(SourceError { path: root.to_owned(), error });
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(files)
}

/// The files below a folder, as if it were called `name`, sorted by path.
///
/// # Errors
/// When the folder, or a file in it, cannot be read.
pub fn files(folder: &Path, name: &str) -> Result<Vec<SourceFile>, SourceError> {
    let mut files = Vec::new();
    walk(folder, name, &mut files)?;
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(files)
}

fn walk(folder: &Path, name: &str, files: &mut Vec<SourceFile>) -> Result<(), SourceError> {
    let failed = |error| SourceError { path: folder.to_owned(), error };
    for entry in fs::read_dir(folder).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let path = entry.path();
        let file_name = entry.file_name();
        let file_name = file_name.to_string_lossy();
        // Editors, and volumes of Kubernetes, keep second copies under such names.
        if file_name.starts_with('.') {
            continue;
        }
        let name = format!("{name}/{file_name}");
        // Links are not followed, so that a loop of them cannot trap the walk.
        if entry.file_type().map_err(failed)?.is_dir() {
            walk(&path, &name, files)?;
        } else if is_content(&name) {
            files.push(read(&path, &name)?);
        }
    }
    Ok(())
}

/// Whether a path is one that content of a known kind has, and stays below the root: what comes from outside is asked this before
/// anything is done with it.
pub fn is_kind(path: &str) -> bool {
    const LONGEST: usize = 200;
    let plain = |part: &str| {
        !part.is_empty() && !part.starts_with('.') && !part.chars().any(|c| c.is_control() || c == '\\')
    };
    let known = match path {
        "integrations.yml" | "thresholds.yml" | LEARNED => true,
        "knowledge/graph.yml" | "knowledge/entities.yml" | "knowledge/corrections.yml" => true,
        _ => is_content(path) && (path.starts_with("intents/") || path.starts_with("knowledge/faq/")),
    };
    known && path.len() <= LONGEST && path.split('/').all(plain)
}

fn is_content(name: &str) -> bool {
    name.ends_with(".yml") || name.ends_with(".yaml") || name == LEARNED
}

fn read(path: &Path, name: &str) -> Result<SourceFile, SourceError> {
    use io::Read;
    let failed = |error| SourceError { path: path.to_owned(), error };
    let mut bytes = Vec::new();
    let limit = MAX_FILE_BYTES as u64 + 1;
    fs::File::open(path).map_err(failed)?.take(limit).read_to_end(&mut bytes).map_err(failed)?;
    Ok(SourceFile::new(name, bytes))
}

#[derive(RustEmbed)]
#[folder = "intents/"]
#[prefix = "intents/"]
struct Intents;

#[derive(RustEmbed)]
#[folder = "knowledge/"]
#[prefix = "knowledge/"]
struct Knowledge;

/// The retail pack that is part of the binary, sorted by path.
pub fn embedded() -> Vec<SourceFile> {
    let integrations = include_bytes!("../../integrations.yml");
    let mut files = vec![SourceFile::new("integrations.yml", integrations.as_slice())];
    let intents = Intents::iter().map(|name| (Intents::get(&name), name));
    let knowledge = Knowledge::iter().map(|name| (Knowledge::get(&name), name));
    for (file, name) in intents.chain(knowledge) {
        if let Some(file) = file.filter(|_| is_content(&name)) {
            files.push(SourceFile::new(&*name, file.data.into_owned()));
        }
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], expected: Result<&str, &str>) {
        let file = SourceFile::new("f.yml", bytes);
        let found = file.checked().map_err(|finding| finding.to_string());
        assert_eq!(found.as_deref(), expected.map_err(str::to_owned).as_deref());
    }

    #[test]
    fn only_texts_of_a_sane_size_are_read() {
        check("名: 值".as_bytes(), Ok("名: 值"));
        check("\u{feff}a: b".as_bytes(), Ok("a: b"));
        check(b"a: b\n\xe5\x90\x8d \xff", Err("f.yml:2:3 encoding the bytes from here on are not UTF-8"));
        check(&vec![b' '; MAX_FILE_BYTES + 1], Err("f.yml:1:1 too_large the file is larger than 2 MB"));
    }

    #[test]
    fn paths_from_outside_are_of_a_known_kind() {
        let pack = embedded();
        for path in pack.iter().map(|file| &*file.path).chain(["intents/deep/a.yaml", "thresholds.yml"]) {
            assert!(is_kind(path), "{path}");
        }
        for path in [
            "",
            "intents",
            "intents/",
            "intents/.yml",
            "intents/../x.yml",
            "intents/./x.yml",
            "intents//x.yml",
            "/intents/x.yml",
            "../intents/x.yml",
            "intents/..\\x.yml",
            "intents/x\0.yml",
            "intents/x.txt",
            "knowledge/x.yml",
            "models/current/metadata.json",
            "xiaoer.toml",
        ] {
            assert!(!is_kind(path), "{path}");
        }
        assert!(!is_kind(&format!("intents/{}.yml", "x".repeat(200))));
    }

    #[test]
    fn hidden_and_other_files_are_left_alone() {
        let root = std::env::temp_dir().join(format!("xiaoer-source-{}", std::process::id()));
        for name in [
            "intents/b.yml",
            "intents/deep/a.yaml",
            "intents/.b.yml",
            "intents/..data/b.yml",
            "intents/b.yml~",
        ] {
            let path = root.join(name);
            fs::create_dir_all(path.parent().expect("it has a folder")).expect("the folder can be made");
            fs::write(path, name).expect("the file can be written");
        }
        let found =
            folder(&root).map(|files| files.iter().map(|file| file.path.to_string()).collect::<Vec<_>>());
        fs::remove_dir_all(&root).expect("the folder can be removed");
        assert_eq!(found.expect("the folder can be read"), ["intents/b.yml", "intents/deep/a.yaml"]);
    }
}
