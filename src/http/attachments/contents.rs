//! A file on its way out, read as fast as it is taken.

use std::{
    future::Future,
    pin::Pin,
    task::{Context, Poll, ready},
};

use axum::body::Bytes;
use hyper::body::{Body, Frame, SizeHint};

use crate::store::{Contents, FileError};

type Reading = Pin<Box<dyn Future<Output = Result<(Vec<u8>, Contents), FileError>> + Send>>;

pub struct Outgoing {
    /// None at the end.
    reading: Option<Reading>,
    left: u64,
}

impl Outgoing {
    /// So many bytes of a file.
    pub fn new(contents: Contents, length: u64) -> Self {
        Self { reading: Some(Box::pin(contents.next())), left: length }
    }
}

impl Body for Outgoing {
    type Data = Bytes;
    type Error = FileError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, FileError>>> {
        let Some(reading) = &mut self.reading else { return Poll::Ready(None) };
        let read = ready!(reading.as_mut().poll(context));
        self.reading = None;
        match read {
            Ok((bytes, _)) if bytes.is_empty() => Poll::Ready(None),
            Ok((bytes, contents)) => {
                self.left = self.left.saturating_sub(bytes.len() as u64);
                self.reading = (self.left > 0).then(|| -> Reading { Box::pin(contents.next()) });
                Poll::Ready(Some(Ok(Frame::data(bytes.into()))))
            }
            Err(error) => Poll::Ready(Some(Err(error))),
        }
    }

    fn is_end_stream(&self) -> bool {
        self.reading.is_none()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.left)
    }
}
