//! The body of a file on its way in.

use std::{future::poll_fn, pin::Pin};

use axum::{
    body::{Body, Bytes, HttpBody},
    http::{
        HeaderMap,
        header::{CONTENT_LENGTH, EXPECT},
    },
};

use crate::{
    http::{ApiError, Code},
    store::{FileError, NewFile},
};

pub struct Incoming {
    body: Body,
    announced: Option<u64>,
    /// The sender waits until it is told to go on.
    waits: bool,
    taken: u64,
}

impl Incoming {
    pub fn new(headers: &HeaderMap, body: Body) -> Self {
        let announced = headers.get(CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse().ok());
        Self { body, announced, waits: headers.contains_key(EXPECT), taken: 0 }
    }

    /// # Errors
    /// `file_too_large`, where its sender says so beforehand.
    pub fn check_announced(&self, most: u64) -> Result<(), ApiError> {
        match self.announced {
            Some(bytes) if bytes > most => Err(FileError::TooLarge(most).into()),
            Some(_) | None => Ok(()),
        }
    }

    /// Writes the whole body to the file.
    ///
    /// # Errors
    /// `cut_off`, or why the file is not taken.
    pub async fn write_to(&mut self, file: &mut NewFile) -> Result<(), ApiError> {
        while let Some(data) = self.next().await? {
            file.write(&data).await?;
        }
        Ok(())
    }

    /// Takes in what is left of a body that is refused, as far as that could have been a file: a sender that cannot finish does not
    /// read the answer.
    pub async fn drain(mut self, most: u64) {
        let never = self.waits && self.taken == 0;
        if never || self.announced.is_some_and(|bytes| bytes > most) {
            return;
        }
        while self.taken <= most && matches!(self.next().await, Ok(Some(_))) {}
    }

    async fn next(&mut self) -> Result<Option<Bytes>, ApiError> {
        loop {
            let frame = poll_fn(|context| Pin::new(&mut self.body).poll_frame(context)).await;
            let Some(frame) = frame else { return Ok(None) };
            // Trailers say nothing about a file.
            if let Ok(data) = frame.map_err(|_| ApiError::from(Code::CutOff))?.into_data() {
                self.taken += data.len() as u64;
                return Ok(Some(data));
            }
        }
    }
}

impl From<FileError> for ApiError {
    fn from(error: FileError) -> Self {
        match error {
            FileError::Empty => Code::EmptyFile.into(),
            FileError::TooLarge(most) => {
                Self::new(Code::FileTooLarge, format!("The file has more than {most} bytes."))
            }
            FileError::UnknownType => Code::FileType.into(),
            FileError::NoRoom => Code::FilesFull.into(),
            FileError::Full => Code::StoreFull.into(),
            FileError::Io(error) => {
                tracing::error!(%error, "a file cannot be written or read");
                Code::StoreDown.into()
            }
        }
    }
}
