//! The way out to one peer, and what its connection and the walk over all connections agree on.

use std::{
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    task::{Context, Waker},
};

use tokio::sync::{Notify, futures::OwnedNotified};

use super::{
    CloseCode, Codec, Sockets,
    metrics::End,
    outgoing::{Full, Outgoing, Room},
};

/// Milliseconds that a peer has to read the close frame and to hang up.
const LINGER: u64 = 5_000;

/// The way out to a peer, for any number of tellers. Nothing here ever waits for the peer.
#[derive(Clone)]
pub struct Outbox(Arc<Link>);

impl Outbox {
    pub(super) fn new(link: Arc<Link>) -> Self {
        Self(link)
    }

    /// Puts a message in line. Where more waits than may, the peer is told to come back with 4008, and everything else that waits
    /// is forgotten. False when the connection is closing.
    pub fn send(&self, text: impl Into<Arc<str>>) -> bool {
        let Some(codec) = self.0.codec else {
            return self.0.push(|outgoing, sockets| outgoing.text(text.into(), sockets.room()));
        };
        match (codec.write)(&text.into()) {
            Some(bytes) => self.0.push(|outgoing, sockets| outgoing.binary(bytes.into(), sockets.room())),
            None => self.is_open(),
        }
    }

    /// As `send`, but waits for the peer to read when half of what may wait does already: for what is long, such as a transcript.
    pub async fn feed(&self, text: impl Into<Arc<str>>) -> bool {
        while let Some(emptied) = self.0.until_emptied() {
            emptied.await;
        }
        self.send(text)
    }

    /// Closes the connection when everything before is said.
    pub fn close(&self, code: CloseCode) {
        self.0.close(code);
    }

    /// Whether messages are still taken.
    pub fn is_open(&self) -> bool {
        matches!(self.0.state().phase, Phase::Open)
    }
}

/// One connection as everybody but its own task sees it.
pub struct Link {
    state: Mutex<State>,
    /// When something last came from the peer.
    heard: AtomicU64,
    pub sockets: Sockets,
    /// Of the sub-protocol that was agreed on.
    pub codec: Option<&'static Codec>,
}

struct State {
    phase: Phase,
    outgoing: Outgoing,
    /// Of the connection's task, while it waits and has nothing to write.
    waker: Option<Waker>,
    /// Whoever has more to say than may wait; absent while there is nobody.
    feeders: Option<Arc<Notify>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    Open,
    /// A close frame stands at the end of what waits.
    Closing {
        /// Whether the peer has sent its own.
        heard: bool,
        since: u64,
    },
    /// The connection is to end now.
    Cut,
}

impl Link {
    pub fn new(sockets: Sockets, codec: Option<&'static Codec>) -> Self {
        let state = State { phase: Phase::Open, outgoing: Outgoing::default(), waker: None, feeders: None };
        Self { state: Mutex::new(state), heard: AtomicU64::new(sockets.now()), sockets, codec }
    }

    pub fn close(&self, code: CloseCode) {
        let mut state = self.state();
        if state.phase == Phase::Open {
            self.closing(&mut state, code);
            wake(state);
        }
    }

    /// Answers the peer's close frame; if it answers ours, the connection is over.
    pub fn close_back(&self, code: Option<u16>) {
        let mut state = self.state();
        match state.phase {
            Phase::Open => {
                state.outgoing.close_back(code);
                state.phase = Phase::Closing { heard: true, since: self.sockets.now() };
                self.sockets.metrics().ended(End::Peer);
            }
            Phase::Closing { since, .. } => state.phase = Phase::Closing { heard: true, since },
            Phase::Cut => {}
        }
    }

    pub fn pong(&self, payload: &[u8]) {
        self.push(|outgoing, sockets| outgoing.pong(payload, sockets.room()));
    }

    pub fn heard(&self, now: u64) {
        self.heard.store(now, Ordering::Relaxed);
    }

    /// Looks after a peer from outside: a quiet one is pinged if it is its turn, a silent one is cut off.
    pub fn look_after(&self, now: u64, turn: bool) {
        let quiet = now.saturating_sub(self.heard.load(Ordering::Relaxed));
        let times = self.sockets.times();
        let mut state = self.state();
        match state.phase {
            Phase::Open if quiet >= times.silence => {
                self.sockets.metrics().ended(End::Silent);
                state.phase = Phase::Cut;
                wake(state);
            }
            Phase::Open if turn && quiet >= times.tick => {
                drop(state);
                self.push(|outgoing, sockets| outgoing.ping(sockets.room()));
            }
            Phase::Closing { since, .. } if now.saturating_sub(since) >= LINGER => {
                state.phase = Phase::Cut;
                wake(state);
            }
            Phase::Open | Phase::Closing { .. } | Phase::Cut => {}
        }
    }

    /// The connection's task runs: it needs nobody to wake it, and takes what there is to write into `buffer`. `advance` must follow.
    pub fn fill(&self, buffer: &mut Vec<u8>) -> Phase {
        let mut state = self.state();
        state.waker = None;
        if state.phase != Phase::Cut {
            state.outgoing.fill(buffer);
        }
        state.phase
    }

    pub fn advance(&self, bytes: usize) {
        let mut state = self.state();
        let through = state.outgoing.advance(bytes);
        let fed = if state.outgoing.is_empty() { state.feeders.take() } else { None };
        drop(state);
        if let Some(feeders) = fed {
            feeders.notify_waiters();
        }
        self.sockets.metrics().sent(through);
    }

    /// The connection is gone, whoever still holds the way to it.
    pub fn gone(&self) {
        let mut state = self.state();
        if state.phase == Phase::Open {
            self.sockets.metrics().ended(End::Peer);
        }
        let feeders = state.feeders.take();
        *state = State { phase: Phase::Cut, outgoing: Outgoing::default(), waker: None, feeders: None };
        drop(state);
        if let Some(feeders) = feeders {
            feeders.notify_waiters();
        }
    }

    /// Whether so much waits that more should be written before more is read.
    pub fn is_backed_up(&self) -> bool {
        let state = self.state();
        state.phase != Phase::Open || state.outgoing.frames() * 4 >= self.sockets.room().frames
    }

    /// When all that waits is written or given up; nothing while there is room for more, or none is taken.
    fn until_emptied(&self) -> Option<OwnedNotified> {
        let mut state = self.state();
        let Room { bytes, frames } = self.sockets.room();
        let half = state.outgoing.bytes() * 2 >= bytes || state.outgoing.frames() * 2 >= frames;
        if state.phase != Phase::Open || !half || state.outgoing.is_empty() {
            return None;
        }
        Some(state.feeders.get_or_insert_default().clone().notified_owned())
    }

    /// The connection's task goes to sleep. False if there is something to do first; `blocked` says that what there is to write
    /// waits for the peer to read.
    pub fn park(&self, context: &Context<'_>, blocked: bool) -> bool {
        let mut state = self.state();
        let idle = state.phase != Phase::Cut && (blocked || state.outgoing.is_empty());
        if idle {
            state.waker = Some(context.waker().clone());
        }
        idle
    }

    /// False when the connection is closing.
    fn push(&self, put: impl FnOnce(&mut Outgoing, &Sockets) -> Result<(), Full>) -> bool {
        let mut state = self.state();
        if state.phase != Phase::Open {
            return false;
        }
        let was_empty = state.outgoing.is_empty();
        let fits = put(&mut state.outgoing, &self.sockets).is_ok();
        if !fits {
            state.outgoing.forget();
            self.closing(&mut state, CloseCode::TooSlow);
        }
        // Where something waited already, the task waits for the peer to read it.
        if was_empty || !fits {
            wake(state);
        }
        fits
    }

    fn closing(&self, state: &mut State, code: CloseCode) {
        state.outgoing.close(code);
        state.phase = Phase::Closing { heard: false, since: self.sockets.now() };
        self.sockets.metrics().ended(End::Server(code));
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // Nothing in here can panic half way.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Wakes the task once the state is unlocked.
fn wake(mut state: MutexGuard<'_, State>) {
    let waker = state.waker.take();
    drop(state);
    if let Some(waker) = waker {
        waker.wake();
    }
}
