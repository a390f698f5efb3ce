//! The task of one connection.
//!
//! A future written by hand instead of an async function, because its size is paid for every connection that is open: the state
//! machine of an async function keeps room for whatever it may ever wait for.

use std::{
    future::Future,
    io, mem,
    pin::Pin,
    task::{Context, Poll, ready},
};

use hyper::body::Bytes;
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::TcpStream,
};

use super::{
    Assembler, Incoming, Session, Then,
    assemble::Kind,
    bucket::Bucket,
    frame::{self, Sender},
    outbox::{Link, Phase},
    scratch,
    sockets::Member,
};

pub(super) struct Connection<S> {
    stream: TcpStream,
    member: Member,
    session: S,
    /// What was read and is not yet a whole frame, or has to wait for `work`.
    unread: Vec<u8>,
    assembler: Assembler,
    bucket: Bucket,
    work: Option<Pin<Box<dyn Future<Output = ()> + Send>>>,
}

/// What became of reading.
enum Read {
    Something,
    End,
}

impl<S: Session> Connection<S> {
    /// `early` came in behind the opening handshake.
    pub fn new(stream: TcpStream, early: &Bytes, member: Member, session: S) -> Self {
        let sockets = &member.link.sockets;
        let bucket = Bucket::full(sockets.flow(), sockets.now());
        let (unread, assembler) = (early.to_vec(), Assembler::default());
        Self { stream, member, session, unread, assembler, bucket, work: None }
    }

    /// Until the connection is over. Writing comes first: whoever does not read is not listened to.
    fn run(&mut self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        loop {
            let written = self.write(context)?;
            let blocked = written.is_pending();
            let idle = match written {
                Poll::Pending => true,
                Poll::Ready(Phase::Cut | Phase::Closing { heard: true, .. }) => return Poll::Ready(Ok(())),
                Poll::Ready(Phase::Closing { heard: false, .. }) => match self.see_off(context)? {
                    Poll::Pending => true,
                    Poll::Ready(Read::Something) => false,
                    Poll::Ready(Read::End) => return Poll::Ready(Ok(())),
                },
                Poll::Ready(Phase::Open) => match self.go_on(context)? {
                    Poll::Pending => true,
                    Poll::Ready(Read::Something) => false,
                    Poll::Ready(Read::End) => return Poll::Ready(Ok(())),
                },
            };
            if idle && self.link().park(context, blocked) {
                return Poll::Pending;
            }
        }
    }

    /// Writes until nothing waits.
    fn write(&mut self, context: &mut Context<'_>) -> io::Result<Poll<Phase>> {
        scratch::with(|scratch| {
            loop {
                scratch.write.clear();
                let phase = self.member.link.fill(&mut scratch.write);
                if scratch.write.is_empty() {
                    return Ok(Poll::Ready(phase));
                }
                let poll = Pin::new(&mut self.stream).poll_write(context, &scratch.write)?;
                self.member.link.advance(if let Poll::Ready(bytes) = poll { bytes } else { 0 });
                match poll {
                    Poll::Ready(0) => return Err(io::ErrorKind::WriteZero.into()),
                    Poll::Ready(_) => {}
                    Poll::Pending => return Ok(Poll::Pending),
                }
            }
        })
    }

    /// Ends the work that a message has left, or reads.
    fn go_on(&mut self, context: &mut Context<'_>) -> io::Result<Poll<Read>> {
        if let Some(work) = &mut self.work {
            if work.as_mut().poll(context).is_pending() {
                return Ok(Poll::Pending);
            }
            self.work = None;
            return Ok(Poll::Ready(Read::Something));
        }
        if !self.unread.is_empty() {
            let mut bytes = mem::take(&mut self.unread);
            let used = self.take(&mut bytes);
            self.unread = bytes.split_off(used);
            if used > 0 {
                return Ok(Poll::Ready(Read::Something));
            }
        }
        scratch::with(|scratch| {
            let read = match self.read(context, &mut scratch.read)? {
                Poll::Pending => return Ok(Poll::Pending),
                Poll::Ready(0) => return Ok(Poll::Ready(Read::End)),
                Poll::Ready(bytes) => &mut scratch.read[..bytes],
            };
            self.link().heard(self.link().sockets.now());
            if self.unread.is_empty() {
                let used = self.take(read);
                self.unread = read[used..].to_vec();
            } else {
                self.unread.extend_from_slice(read);
            }
            Ok(Poll::Ready(Read::Something))
        })
    }

    /// The close frame is out: waits for the peer to hang up. To hang up first, with something of the peer unread, would reset the
    /// connection, and the peer might never see why.
    fn see_off(&mut self, context: &mut Context<'_>) -> io::Result<Poll<Read>> {
        self.let_work_end();
        // Once is enough, but more does no harm.
        let _ = Pin::new(&mut self.stream).poll_shutdown(context);
        scratch::with(|scratch| {
            Ok(self.read(context, &mut scratch.read)?.map(|bytes| match bytes {
                0 => Read::End,
                _ => Read::Something,
            }))
        })
    }

    fn read(&mut self, context: &mut Context<'_>, into: &mut [u8]) -> io::Result<Poll<usize>> {
        let mut buffer = ReadBuf::new(into);
        let poll = Pin::new(&mut self.stream).poll_read(context, &mut buffer)?;
        Ok(poll.map(|()| buffer.filled().len()))
    }

    /// Reacts to the frames at the front of `bytes`, as long as nothing has to be done first. Returns how many bytes they took.
    fn take(&mut self, bytes: &mut [u8]) -> usize {
        let limit = self.link().sockets.message_bytes();
        let kind = if self.link().codec.is_some() { Kind::Binary } else { Kind::Text };
        let (mut used, mut frames) = (0, 0);
        while self.work.is_none() && !self.link().is_backed_up() {
            match frame::take(&mut bytes[used..], Sender::Client, limit) {
                Ok(None) => break,
                Ok(Some((frame, size))) => {
                    used += size;
                    frames += 1;
                    match self.assembler.take(frame, limit, kind) {
                        Ok(Some(incoming)) => self.react(incoming),
                        Ok(None) => {}
                        Err(code) => self.link().close(code),
                    }
                }
                Err(code) => self.link().close(code),
            }
        }
        self.link().sockets.metrics().received(frames);
        used
    }

    fn react(&mut self, incoming: Incoming<'_>) {
        match incoming {
            Incoming::Text(text) => self.hear(&text),
            Incoming::Binary(bytes) => {
                if let Some(codec) = self.link().codec {
                    self.hear(&(codec.read)(&bytes));
                }
            }
            Incoming::Ping(payload) => self.link().pong(payload),
            Incoming::Pong => {}
            Incoming::Close(code) => self.link().close_back(code),
        }
    }

    fn hear(&mut self, text: &str) {
        let sockets = &self.member.link.sockets;
        if self.bucket.take(sockets.flow(), sockets.now()) {
            match self.session.text(text) {
                Then::Next => {}
                Then::After(work) => self.work = Some(work),
            }
        } else {
            sockets.metrics().too_fast();
            self.session.too_fast();
        }
    }

    fn let_work_end(&mut self) {
        if let Some(work) = self.work.take() {
            tokio::spawn(work);
        }
    }

    fn link(&self) -> &Link {
        &self.member.link
    }
}

impl<S: Session> Future for Connection<S> {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        if let Err(error) = ready!(self.run(context)) {
            tracing::debug!(%error, "a socket broke");
        }
        self.let_work_end();
        Poll::Ready(())
    }
}
