//! The graph comes into place in the background.

use std::{
    path::Path,
    sync::{Arc, OnceLock, Weak},
};

use super::build;
use super::file;
use super::graph::Graph;
use super::vectors::Vectors;

/// Reads the graph of these vectors from its file, or makes it anew and saves it. Gives up once nobody waits for it any more.
pub(super) fn link(vectors: &Arc<Vectors>, place: &Weak<OnceLock<Graph>>, file: Option<&Path>) {
    let made_of = file.map(|file| (build::made_of(vectors), file));
    let saved = made_of.as_ref().and_then(|(made_of, file)| saved(made_of, vectors.len(), file));
    let graph = saved.or_else(|| {
        let made = make(vectors, place)?;
        if let Some((made_of, file)) = &made_of
            && let Err(error) = file::save(&made, made_of, file)
        {
            let file = file.display();
            tracing::warn!(%file, %error, "cannot keep the graph of neighbours; the next start makes it again");
        }
        Some(made)
    });
    if let (Some(graph), Some(place)) = (graph, place.upgrade()) {
        place.get_or_init(|| graph);
    }
}

fn saved(made_of: &str, vectors: usize, file: &Path) -> Option<Graph> {
    file::load(made_of, vectors, file).unwrap_or_else(|why| {
        tracing::warn!(file = %file.display(), why, "the graph of neighbours is damaged and is made again");
        None
    })
}

fn make(vectors: &Arc<Vectors>, place: &Weak<OnceLock<Graph>>) -> Option<Graph> {
    tracing::info!(
        vectors = vectors.len(),
        "linking vectors to their neighbours; all are looked at until then"
    );
    let graph = build::build(vectors, || place.strong_count() > 0)?;
    tracing::info!(vectors = vectors.len(), "vectors are linked to their neighbours");
    Some(graph)
}
