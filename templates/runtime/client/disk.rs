//! Bodies that are files on a disk, read while they are sent.

use std::io;
use std::path::Path;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;
use tokio::fs::File;
use tokio::io::{AsyncRead, ReadBuf};

use super::body::Body;

/// How much is read at once.
const PIECE: usize = 64 * 1024;

impl Body {
    /// The file at `path`, as long as it is now. It is read while it is sent, and so can be sent once.
    ///
    /// # Errors
    ///
    /// When it cannot be opened.
    pub async fn open(path: impl AsRef<Path>) -> io::Result<Self> {
        let file = File::open(path).await?;
        let length = file.metadata().await?.len();
        let pieces = Pieces {
            file,
            left: length,
            buffer: vec![0; PIECE].into(),
        };
        Ok(Self::sized_stream(pieces, length))
    }
}

/// What is left of a file. One that ends before is an error, since its length has been promised.
struct Pieces {
    file: File,
    left: u64,
    buffer: Box<[u8]>,
}

impl Stream for Pieces {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if self.left == 0 {
            return Poll::Ready(None);
        }
        let Self { file, left, buffer } = &mut *self;
        let most = usize::try_from(*left).unwrap_or(PIECE).min(PIECE);
        let Some(room) = buffer.get_mut(..most) else {
            return Poll::Ready(None);
        };
        let mut read = ReadBuf::new(room);
        if let Err(error) = ready!(Pin::new(file).poll_read(context, &mut read)) {
            *left = 0;
            return Poll::Ready(Some(Err(error)));
        }
        let piece = Bytes::copy_from_slice(read.filled());
        if piece.is_empty() {
            *left = 0;
            let error = io::Error::from(io::ErrorKind::UnexpectedEof);
            return Poll::Ready(Some(Err(error)));
        }
        let length = u64::try_from(piece.len()).unwrap_or(u64::MAX);
        *left = left.saturating_sub(length);
        Poll::Ready(Some(Ok(piece)))
    }
}
