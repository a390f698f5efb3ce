//! A graph on disk, so that it need not be made at every start.

use std::{collections::BTreeMap, fs, io, path::Path};

use safetensors::{Dtype, SafeTensors, tensor::TensorView};
use sha2::{Digest, Sha256};

use super::graph::Graph;

/// In the file's header: what the graph was made of, and a digest of its own numbers.
const KEY: &str = "graph";

/// Another program reads the old file or the new one, never half of one.
pub(super) fn save(graph: &Graph, made_of: &str, file: &Path) -> io::Result<()> {
    let parts = parts(graph).map(|(name, numbers)| {
        (name, numbers.iter().flat_map(|number| number.to_le_bytes()).collect::<Vec<u8>>())
    });
    let header = format!("{made_of}:{}", digest(parts.each_ref().map(|(_, bytes)| bytes.as_slice())));
    let views = parts.each_ref().map(|(name, bytes)| {
        let view = TensorView::new(Dtype::U32, vec![bytes.len() / 4], bytes);
        (*name, view.expect("the length comes from the bytes"))
    });
    let bytes = safetensors::serialize(BTreeMap::from(views), Some([(KEY.to_owned(), header)].into()))
        .map_err(io::Error::other)?;
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder)?;
    }
    let unfinished = file.with_extension(format!("{}.tmp", std::process::id()));
    fs::write(&unfinished, bytes)?;
    fs::rename(unfinished, file)
}

/// The graph of so many vectors, if the file has that of these.
///
/// # Errors
/// What is wrong with a file that should have it.
pub(super) fn load(made_of: &str, vectors: usize, file: &Path) -> Result<Option<Graph>, String> {
    let bytes = match fs::read(file) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error.to_string()),
    };
    let (_, header) = SafeTensors::read_metadata(&bytes).map_err(|error| error.to_string())?;
    let header = header.metadata().as_ref().and_then(|texts| texts.get(KEY)?.split_once(':'));
    let (of, expected) = header.ok_or("its header does not say what it was made of")?;
    if of != made_of {
        return Ok(None);
    }
    let tensors = SafeTensors::deserialize(&bytes).map_err(|error| error.to_string())?;
    let part = |name: &str| tensors.tensor(name).map(|part| part.data()).map_err(|error| error.to_string());
    let parts = [part("entries")?, part("links")?, part("starts")?];
    if digest(parts) != expected {
        return Err("its numbers are not those that were saved".into());
    }
    let [entries, links, starts] =
        parts.map(|bytes| bytes.as_chunks().0.iter().map(|bytes| u32::from_le_bytes(*bytes)).collect());
    Graph::new(starts, links, entries, vectors)
        .map(Some)
        .ok_or_else(|| "its parts do not fit together".into())
}

fn parts(graph: &Graph) -> [(&'static str, &[u32]); 3] {
    [("entries", graph.entries()), ("links", graph.links()), ("starts", graph.starts())]
}

fn digest(parts: [&[u8]; 3]) -> String {
    let mut digest = Sha256::new();
    for part in parts {
        digest.update((part.len() as u64).to_le_bytes());
        digest.update(part);
    }
    hex::encode(digest.finalize())
}
