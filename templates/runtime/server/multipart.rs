//! Bodies of parts (RFC 7578: `multipart/form-data`): values are read into memory, files are passed on as they come.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};

use axum::body::{Body, Bytes};
use futures_core::Stream;
use http::HeaderMap;
use http::header::CONTENT_TYPE;
use http::request::Parts;

use super::byte_stream::gather;
use super::disposition;
use super::fault::Faults;
use super::form_parts::Collected;
use super::part_reader::Reader;
use super::rejection::Rejection;
use super::unreadable::Unreadable;

pub use super::form_parts::{Described, Others, Shape};
pub use super::part_reader::PartLimit;
pub use super::part_values::{Headed, Values};

/// A body of parts, as far as they are values.
pub trait Form: Sized {
    /// What parts there are.
    fn shape() -> Shape;

    /// Reads the values. `None` means that a fault was added.
    fn read(values: &Values, faults: &mut Faults) -> Option<Self>;

    /// Looks at the headers of a part.
    fn check_headers(_name: &str, _headers: &HeaderMap, _faults: &mut Faults) {}
}

/// A form of which some parts are passed on as they come.
pub trait Streamed: Form {
    /// Such a part.
    type Part;

    /// A part of the file at that position, or behind the last of one that the document does not name.
    fn part(position: usize, file: File) -> Self::Part;
}

/// Of what the document says nothing, all parts are passed on.
impl Form for () {
    fn shape() -> Shape {
        Shape {
            values: &[],
            files: &[],
            others: Others::Taken,
        }
    }

    fn read(_: &Values, _: &mut Faults) -> Option<Self> {
        Some(())
    }
}

impl Streamed for () {
    type Part = File;

    fn part(_: usize, file: File) -> File {
        file
    }
}

/// Reads a form that is all values. `None` means that a fault was added.
///
/// # Errors
///
/// 400 when the body breaks off or is none of parts, 413 when there is more of it than is taken.
pub async fn read<F: Form>(
    parts: &Parts,
    body: Body,
    faults: &mut Faults,
) -> Result<Option<F>, Rejection> {
    let mut reader = Reader::new(parts, body)?;
    let mut collected = Collected::<F>::new(parts);
    let end = poll_fn(|context| collected.poll_file(&mut reader, context)).await;
    end.map_err(Unreadable::into_rejection)?;
    Ok(collected.read(faults))
}

/// A body of which some parts are passed on as they come: those one after the other, and then all values together.
///
/// Nothing is read before it is asked for, and what is left of a part when the next is asked for is passed over.
#[must_use = "the parts do nothing until they are asked for"]
pub struct Incoming<F: Streamed = ()> {
    reader: Arc<Turns>,
    collected: Collected<F>,
    /// How it ended.
    end: Option<Result<(), Unreadable>>,
    form: Option<F>,
}

impl<F: Streamed> Incoming<F> {
    /// The parts of a body.
    ///
    /// # Errors
    ///
    /// 400 when it is none of parts.
    pub fn new(parts: &Parts, body: Body) -> Result<Self, Rejection> {
        let reader = Reader::new(parts, body)?;
        Ok(Self {
            reader: Arc::new(Turns(Mutex::new((0, reader)))),
            collected: Collected::new(parts),
            end: None,
            form: None,
        })
    }

    /// The next part that is passed on, or `None` after the last, when all values are there and as the document has them. It may be
    /// dropped before it is done without losing anything.
    ///
    /// # Errors
    ///
    /// When the body breaks off, or is not what the document says.
    pub async fn next_part(&mut self) -> Result<Option<F::Part>, Unreadable> {
        poll_fn(|context| self.poll_part(context)).await
    }

    fn poll_part(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Result<Option<F::Part>, Unreadable>> {
        if let Some(end) = &self.end {
            return Poll::Ready(end.clone().map(|()| None));
        }
        let mut turns = self.reader.lock();
        let (turn, reader) = &mut *turns;
        *turn += 1;
        let outcome = match ready!(self.collected.poll_file(reader, context)) {
            Ok(Some((position, headers))) => {
                let reader = Arc::clone(&self.reader);
                let file = File::new(headers, reader, *turn);
                return Poll::Ready(Ok(Some(F::part(position, file))));
            }
            Ok(None) => self.collected.finish().map(|form| self.form = Some(form)),
            Err(error) => Err(error),
        };
        self.end = Some(outcome.clone());
        Poll::Ready(outcome.map(|()| None))
    }

    /// The values that have come so far. One that has to be there and comes later is a fault.
    ///
    /// # Errors
    ///
    /// 422 when they are not as the document has them.
    pub fn values(&self) -> Result<F, Unreadable> {
        self.collected.values()
    }

    /// The values, after all parts; those that were not asked for are passed over.
    ///
    /// # Errors
    ///
    /// When the body breaks off, or is not what the document says.
    pub async fn finish(mut self) -> Result<F, Unreadable> {
        while self.next_part().await?.is_some() {}
        match self.form.take() {
            Some(form) => Ok(form),
            None => self.values(),
        }
    }
}

impl<F: Streamed> fmt::Debug for Incoming<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Incoming").finish_non_exhaustive()
    }
}

/// The parts, and whose turn it is to be read.
struct Turns(Mutex<(usize, Reader)>);

impl Turns {
    fn lock(&self) -> std::sync::MutexGuard<'_, (usize, Reader)> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A file, one piece after the other, until the next part is asked for. It ends after an error.
#[must_use = "a stream does nothing until it is polled"]
pub struct File {
    headers: HeaderMap,
    reader: Arc<Turns>,
    turn: usize,
    is_done: bool,
}

impl File {
    fn new(headers: HeaderMap, reader: Arc<Turns>, turn: usize) -> Self {
        Self {
            headers,
            reader,
            turn,
            is_done: false,
        }
    }

    /// What its part is called, in a form.
    pub fn name(&self) -> Option<String> {
        disposition::parameter(&self.headers, "name")
    }

    /// What it is called where it comes from. It is the caller's word: no path to write to.
    pub fn file_name(&self) -> Option<String> {
        disposition::file_name(&self.headers)
    }

    /// What it is, if that is said.
    pub fn media_type(&self) -> Option<&str> {
        self.headers.get(CONTENT_TYPE)?.to_str().ok()
    }

    /// The headers of its part.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The next piece, or `None` after the last. It may be dropped before it is done without losing anything.
    ///
    /// # Errors
    ///
    /// When the body breaks off.
    pub async fn try_next(&mut self) -> Result<Option<Bytes>, Unreadable> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context))
            .await
            .transpose()
    }

    /// All that is left of it, as long as that is no more than `limit` bytes.
    ///
    /// # Errors
    ///
    /// When the body breaks off, and when it is longer.
    pub async fn into_bytes(self, limit: usize) -> Result<Bytes, Unreadable> {
        gather(self, limit).await
    }

    fn poll_data(&self, context: &mut Context<'_>) -> Poll<Result<Option<Bytes>, Unreadable>> {
        let mut turns = self.reader.lock();
        let (turn, reader) = &mut *turns;
        if *turn == self.turn {
            return reader.poll_data(context);
        }
        tracing::error!("a part was read after the next had been asked for");
        Poll::Ready(Err(Unreadable::passed_over()))
    }
}

impl Stream for File {
    type Item = Result<Bytes, Unreadable>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if self.is_done {
            return Poll::Ready(None);
        }
        let next = ready!(self.poll_data(context));
        self.is_done = !matches!(next, Ok(Some(_)));
        Poll::Ready(next.transpose())
    }
}

impl fmt::Debug for File {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("File")
            .field("headers", &self.headers)
            .finish_non_exhaustive()
    }
}
