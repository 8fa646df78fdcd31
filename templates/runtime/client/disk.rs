//! Bodies that are files on a disk, read while they are sent.

use std::fs::File;
use std::future::Future;
use std::io::{self, Read};
use std::path::Path;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;
use tokio::task::{JoinHandle, spawn_blocking};

use super::body::Body;

/// How much is read at once.
const PIECE: u64 = 64 * 1024;

impl Body {
    /// The file at `path`, as long as it is now. It is read while it is sent, and so can be sent once. In a browser, which has
    /// no disk, it is an error.
    ///
    /// # Errors
    ///
    /// When it cannot be opened.
    pub async fn open(path: impl AsRef<Path>) -> io::Result<Self> {
        let file = File::open(path)?;
        let length = file.metadata()?.len();
        let pieces = Pieces {
            state: State::Waiting(file),
            left: length,
        };
        Ok(Self::sized_stream(pieces, length))
    }
}

/// What is left of a file. One that ends before is an error, since its length has been promised.
struct Pieces {
    state: State,
    left: u64,
}

enum State {
    Waiting(File),
    Reading(JoinHandle<(File, io::Result<Bytes>)>),
    Done,
}

/// Reads the next piece, on a thread where it may wait for the disk.
fn read(mut file: File, most: u64) -> (File, io::Result<Bytes>) {
    let mut piece = Vec::new();
    let read = file.by_ref().take(most).read_to_end(&mut piece);
    let piece = read.and_then(|count| match count {
        0 => Err(io::Error::from(io::ErrorKind::UnexpectedEof)),
        _ => Ok(piece.into()),
    });
    (file, piece)
}

impl Stream for Pieces {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            match std::mem::replace(&mut self.state, State::Done) {
                State::Done => return Poll::Ready(None),
                State::Waiting(_) if self.left == 0 => return Poll::Ready(None),
                State::Waiting(file) => {
                    let most = self.left.min(PIECE);
                    self.state = State::Reading(spawn_blocking(move || read(file, most)));
                }
                State::Reading(mut reading) => {
                    let Poll::Ready(done) = Pin::new(&mut reading).poll(context) else {
                        self.state = State::Reading(reading);
                        return Poll::Pending;
                    };
                    let (file, piece) = done.map_err(io::Error::other)?;
                    let piece = piece?;
                    let length = u64::try_from(piece.len()).unwrap_or(u64::MAX);
                    self.left = self.left.saturating_sub(length);
                    self.state = State::Waiting(file);
                    return Poll::Ready(Some(Ok(piece)));
                }
            }
        }
    }
}
