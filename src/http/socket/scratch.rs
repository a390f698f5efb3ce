//! Buffers that all connections of a thread share.

use std::cell::RefCell;

/// Of what is read, and written, at once.
pub const BYTES: usize = 64 * 1024;

pub struct Scratch {
    pub read: Box<[u8]>,
    pub write: Vec<u8>,
}

thread_local! {
    static SCRATCH: RefCell<Scratch> = RefCell::new(Scratch {
        read: vec![0; BYTES].into_boxed_slice(),
        write: Vec::with_capacity(BYTES),
    });
}

/// Lends this thread's buffers. Must not be called from within itself.
pub fn with<T>(borrow: impl FnOnce(&mut Scratch) -> T) -> T {
    SCRATCH.with_borrow_mut(borrow)
}
