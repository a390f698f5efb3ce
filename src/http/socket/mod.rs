//! WebSockets (RFC 6455), made for tens of thousands of peers that mostly say nothing.
//!
//! What a quiet connection keeps in memory is a task of some two hundred bytes, its outbox without a buffer, and what the session
//! itself needs. Frames are read into one buffer a thread and written from another; only the rest of an incomplete frame and
//! what a slow reader has not taken yet are kept. There is no timer for each connection: [`Sockets::watch`] walks over all of them.
//!
//! A [`Session`] says what a connection is about, an [`Outbox`] is its way out, for any number of tellers.

mod assemble;
mod bucket;
mod close;
mod codec;
mod connection;
pub mod frame;
mod handshake;
mod metrics;
mod outbox;
mod outgoing;
mod scratch;
mod session;
mod sockets;

pub use self::{
    assemble::{Assembler, Incoming, Kind},
    close::CloseCode,
    codec::Codec,
    handshake::{accept, negotiate},
    outbox::Outbox,
    session::{Session, Then},
    sockets::Sockets,
};
