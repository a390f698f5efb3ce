//! Files that are whole or not there: written beside their place, synced, then renamed.

use std::{
    fs::{self, DirBuilder, File, OpenOptions},
    io::{self, Write},
    os::unix::fs::{DirBuilderExt, OpenOptionsExt},
    path::{Path, PathBuf},
};

/// What a file is called until it is whole. Content is not read from names with a dot in front.
fn beside(file: &Path) -> PathBuf {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    file.with_file_name(format!(".{name}.xiaoer-new"))
}

/// Makes a folder, and those above it, for this user only.
pub fn make_private(folder: &Path) -> io::Result<()> {
    step()?;
    DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

/// Makes a file hold the bytes, or leaves it as it was. `mode` is a new file's; one that is there keeps its own.
pub fn write(file: &Path, bytes: &[u8], mode: u32) -> io::Result<()> {
    let new = beside(file);
    step()?;
    match fs::remove_file(&new) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        Ok(()) | Err(_) => {}
    }
    let mut open = OpenOptions::new().write(true).create_new(true).mode(mode).open(&new)?;
    // Cut in the middle, half of it is there.
    open.write_all(&bytes[..bytes.len() / 2])?;
    step()?;
    open.write_all(&bytes[bytes.len() / 2..])?;
    if let Ok(known) = fs::metadata(file) {
        open.set_permissions(known.permissions())?;
    }
    sync(&open)?;
    step()?;
    fs::rename(&new, file)?;
    step()?;
    sync_folder(file)
}

/// Sees to it that there is no such file.
pub fn remove(file: &Path) -> io::Result<()> {
    step()?;
    match fs::remove_file(file) {
        Ok(()) => sync_folder(file),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error),
    }
}

/// Removes what a write that was cut off has left.
pub fn tidy(file: &Path) -> io::Result<()> {
    let new = beside(file);
    if new.exists() { remove(&new) } else { Ok(()) }
}

fn sync_folder(file: &Path) -> io::Result<()> {
    file.parent().map_or(Ok(()), |folder| sync(&File::open(folder)?))
}

#[cfg(not(test))]
fn sync(file: &File) -> io::Result<()> {
    file.sync_all()
}

/// Processes that die leave what they wrote: only the power takes it, which no test can cut.
#[cfg(test)]
fn sync(_: &File) -> io::Result<()> {
    Ok(())
}

#[cfg(not(test))]
fn step() -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
pub use cut::{after, step};

/// Stops the disk after so many steps, as a power cut would.
#[cfg(test)]
mod cut {
    use std::{cell::Cell, io};

    thread_local! {
        static LEFT: Cell<Option<usize>> = const { Cell::new(None) };
    }

    /// From now on this thread's disk takes so many steps, or as many as are asked of it.
    pub fn after(steps: Option<usize>) {
        LEFT.set(steps);
    }

    pub fn step() -> io::Result<()> {
        match LEFT.get() {
            Some(0) => Err(io::Error::other("the power is cut")),
            left => {
                LEFT.set(left.map(|left| left - 1));
                Ok(())
            }
        }
    }
}
