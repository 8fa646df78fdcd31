//! An answer whose body is still to be read.

use bytes::Bytes;
use http::header::CONTENT_LENGTH;
use http::{HeaderMap, StatusCode};

use super::answer::Answer;
use super::byte_stream::ByteStream;
use super::response::Response;
use super::transport::TransportError;

/// An answer of which status and headers are there, and whose body is still to be read.
#[derive(Debug)]
pub struct Incoming {
    status: StatusCode,
    headers: HeaderMap,
    body: ByteStream,
    limit: usize,
}

impl Incoming {
    /// Puts an answer together, of whose body no more than `limit` bytes are read into memory.
    pub fn new(status: StatusCode, headers: HeaderMap, body: ByteStream, limit: usize) -> Self {
        Self {
            status,
            headers,
            body,
            limit,
        }
    }

    /// The status.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// How many bytes of the body are read into memory at most.
    pub fn limit(&self) -> usize {
        self.limit
    }

    /// Reads the body to its end, as long as it is no longer than the client reads.
    ///
    /// # Errors
    ///
    /// When the body breaks off, takes too long or is too long.
    pub async fn read(mut self) -> Result<Answer, TransportError> {
        let first = self.body.try_next().await?.unwrap_or_default();
        self.check_length(0, &first)?;
        let body = match self.body.try_next().await? {
            None => first,
            Some(second) => self.join(&first, second).await?,
        };
        Ok(Answer::new(self.status, self.headers, body))
    }

    /// The body as it comes, however long it is. What is set for the time that a call may take holds for it, too.
    pub fn into_stream(self) -> Response<ByteStream> {
        Response::new(self.status, self.headers, self.body)
    }

    /// The first pieces and the rest as one. Most bodies come in one piece, which is not copied.
    async fn join(&mut self, first: &Bytes, second: Bytes) -> Result<Bytes, TransportError> {
        let mut body = Vec::with_capacity(self.length().min(self.limit));
        body.extend_from_slice(first);
        let mut next = Some(second);
        while let Some(piece) = next {
            self.check_length(body.len(), &piece)?;
            body.extend_from_slice(&piece);
            next = self.body.try_next().await?;
        }
        Ok(body.into())
    }

    /// How long the server says the body is; 0 where it does not say.
    fn length(&self) -> usize {
        let length = self.headers.get(CONTENT_LENGTH);
        let length = length.and_then(|length| length.to_str().ok()?.parse().ok());
        length.unwrap_or_default()
    }

    fn check_length(&self, read: usize, piece: &Bytes) -> Result<(), TransportError> {
        if piece.len() > self.limit.saturating_sub(read) {
            return Err(TransportError::too_large(self.limit));
        }
        Ok(())
    }
}
