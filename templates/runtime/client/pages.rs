//! All pages of an operation, one after the other, and their items.
//!
//! What a page is asked for with is a matter of [`Steps`], of which each way to page makes its own.

use std::fmt;
use std::future::poll_fn;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use http::HeaderMap;

use super::answer::Answer;
use super::error::SendError;
use super::invalid::InvalidRequest;
use super::platform::{BoxFuture, BoxStream};
use super::request::Request;
use super::response::Response;

/// What a page, or the headers that came with it, say.
pub type Said<P, V> = fn(&P, &HeaderMap) -> Option<V>;

type Pending = BoxFuture<'static, Result<Answer, SendError>>;
type Lists<T, E> = BoxStream<Result<Vec<T>, E>>;

/// What the next page is asked for with: the request of this page, and what this page says, make the request of the next,
/// or none after the last.
type Next<P> =
    Box<dyn FnMut(&Request, &P, &HeaderMap) -> Result<Option<Request>, InvalidRequest> + Send>;

/// What a page, and the headers that came with it, are found to be.
type Judge<P> = Box<dyn Fn(&P, &HeaderMap) -> bool + Send>;

/// How to go from page to page.
#[must_use]
pub struct Steps<P> {
    next: Next<P>,
    more: Option<Said<P, bool>>,
    /// Whether a page that is the same as the one before it is no other page.
    is_repeat: Option<Judge<P>>,
}

impl<P> Steps<P> {
    /// Steps to what `next` makes of a page.
    pub fn new<F>(next: F) -> Self
    where
        F: FnMut(&Request, &P, &HeaderMap) -> Result<Option<Request>, InvalidRequest>
            + Send
            + 'static,
    {
        Self {
            next: Box::new(next),
            more: None,
            is_repeat: None,
        }
    }

    /// The same, ended by a page that is the same as the one before, byte by byte, where `is_repeat` holds of it: some servers
    /// answer the last page again and again.
    pub fn ended_by_the_same<F>(self, is_repeat: F) -> Self
    where
        F: Fn(&P, &HeaderMap) -> bool + Send + 'static,
    {
        Self {
            is_repeat: Some(Box::new(is_repeat)),
            ..self
        }
    }

    fn step(
        &mut self,
        request: &Request,
        page: &P,
        headers: &HeaderMap,
    ) -> Result<Option<Request>, InvalidRequest> {
        if self.more.and_then(|more| more(page, headers)) == Some(false) {
            return Ok(None);
        }
        (self.next)(request, page, headers)
    }
}

/// The same steps, ended by a page that says that there are no more.
pub fn while_there_are<P>(more: Said<P, bool>, steps: Steps<P>) -> Steps<P> {
    Steps {
        more: Some(more),
        ..steps
    }
}

/// All pages, one after the other. Each is asked for when the stream is polled after the one before, and the stream ends
/// after an error.
#[must_use = "a stream does nothing until it is polled"]
pub struct PageStream<P, E> {
    state: State,
    steps: Steps<P>,
    read: fn(Answer) -> Result<Response<P>, E>,
    last: Option<u64>,
}

enum State {
    Ready(Request),
    Waiting(Request, Pending),
    /// The next page cannot be asked for.
    Refused(InvalidRequest),
    Done,
}

impl<P, E: From<SendError>> PageStream<P, E> {
    /// The pages from that of `first` on, each read by `read`.
    pub fn new(
        first: Request,
        read: fn(Answer) -> Result<Response<P>, E>,
        steps: Steps<P>,
    ) -> Self {
        Self {
            state: State::Ready(first),
            steps,
            read,
            last: None,
        }
    }

    /// The next page, or `None` after the last. It may be dropped before it is done without losing anything.
    ///
    /// # Errors
    ///
    /// When the page could not be had; the stream has ended then.
    pub async fn try_next(&mut self) -> Result<Option<P>, E> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context))
            .await
            .transpose()
    }

    /// The items of all pages, which `take` takes out of a page.
    pub fn items<T>(self, take: fn(P) -> Option<Vec<T>>) -> ItemStream<T, E>
    where
        P: 'static,
        T: 'static,
        E: 'static,
    {
        ItemStream {
            items: Vec::new().into_iter(),
            pages: Some(Box::pin(Taken { pages: self, take })),
        }
    }

    /// The page that an answer holds; none where it is the one before once more.
    fn page(&mut self, request: &Request, answer: Answer) -> Result<Option<P>, E> {
        let is_same = self.steps.is_repeat.is_some() && self.is_same(&answer);
        let (_, headers, page) = (self.read)(answer)?.into_parts();
        let is_repeat = self.steps.is_repeat.as_ref();
        if is_same && is_repeat.is_some_and(|is_repeat| is_repeat(&page, &headers)) {
            return Ok(None);
        }
        let next = self.steps.step(request, &page, &headers);
        self.state = match next {
            Ok(Some(next)) => State::Ready(next),
            Ok(None) => State::Done,
            Err(error) => State::Refused(error),
        };
        Ok(Some(page))
    }

    /// Whether the answer has the bytes of the one before.
    fn is_same(&mut self, answer: &Answer) -> bool {
        let mut digest = DefaultHasher::new();
        answer.bytes().hash(&mut digest);
        let digest = Some(digest.finish());
        std::mem::replace(&mut self.last, digest) == digest
    }
}

impl<P, E: From<SendError>> Stream for PageStream<P, E> {
    type Item = Result<P, E>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            match std::mem::replace(&mut self.state, State::Done) {
                State::Done => return Poll::Ready(None),
                State::Refused(error) => {
                    return Poll::Ready(Some(Err(SendError::from(error).into())));
                }
                State::Ready(request) => {
                    let page = Box::pin(request.clone().send());
                    self.state = State::Waiting(request, page);
                }
                State::Waiting(request, mut page) => match page.as_mut().poll(context) {
                    Poll::Pending => {
                        self.state = State::Waiting(request, page);
                        return Poll::Pending;
                    }
                    Poll::Ready(Err(error)) => return Poll::Ready(Some(Err(error.into()))),
                    Poll::Ready(Ok(answer)) => {
                        return Poll::Ready(self.page(&request, answer).transpose());
                    }
                },
            }
        }
    }
}

/// Nothing in the stream is pinned in place: the one future is in a box.
impl<P, E> Unpin for PageStream<P, E> {}

impl<P, E> fmt::Debug for PageStream<P, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PageStream")
            .field("done", &matches!(self.state, State::Done))
            .finish_non_exhaustive()
    }
}

/// The lists of the pages.
struct Taken<P, T, E> {
    pages: PageStream<P, E>,
    take: fn(P) -> Option<Vec<T>>,
}

impl<P, T, E: From<SendError>> Stream for Taken<P, T, E> {
    type Item = Result<Vec<T>, E>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let page = ready!(Pin::new(&mut self.pages).poll_next(context));
        Poll::Ready(page.map(|page| Ok((self.take)(page?).unwrap_or_default())))
    }
}

/// The items of all pages, one after the other. A page is asked for when the items of the one before are used up, and
/// the stream ends after an error.
#[must_use = "a stream does nothing until it is polled"]
pub struct ItemStream<T, E> {
    items: std::vec::IntoIter<T>,
    pages: Option<Lists<T, E>>,
}

impl<T, E> ItemStream<T, E> {
    /// The next item, or `None` after the last. It may be dropped before it is done without losing anything.
    ///
    /// # Errors
    ///
    /// When a page could not be had; the stream has ended then.
    pub async fn try_next(&mut self) -> Result<Option<T>, E> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context))
            .await
            .transpose()
    }
}

impl<T, E> Stream for ItemStream<T, E> {
    type Item = Result<T, E>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if let Some(item) = self.items.next() {
                return Poll::Ready(Some(Ok(item)));
            }
            let Some(pages) = &mut self.pages else {
                return Poll::Ready(None);
            };
            match ready!(pages.as_mut().poll_next(context)) {
                Some(Ok(items)) => self.items = items.into_iter(),
                Some(Err(error)) => {
                    self.pages = None;
                    return Poll::Ready(Some(Err(error)));
                }
                None => self.pages = None,
            }
        }
    }
}

/// Nothing in the stream is pinned in place: the pages are in a box.
impl<T, E> Unpin for ItemStream<T, E> {}

impl<T, E> fmt::Debug for ItemStream<T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ItemStream")
            .field("buffered", &self.items.len())
            .field("done", &self.pages.is_none())
            .finish()
    }
}

/// A count as numbers are compared here; none where it does not fit.
pub fn number(value: impl TryInto<i64>) -> Option<i64> {
    value.try_into().ok()
}

/// A text that leads somewhere: an empty one does not.
pub fn text(value: impl ToString) -> Option<String> {
    Some(value.to_string()).filter(|text| !text.is_empty())
}

/// The text of a header.
pub fn header(headers: &HeaderMap, name: &str) -> Option<String> {
    let value = std::str::from_utf8(headers.get(name)?.as_bytes()).ok()?;
    text(value.trim())
}

/// The number in a header.
pub fn header_number(headers: &HeaderMap, name: &str) -> Option<i64> {
    header(headers, name)?.parse().ok()
}

/// Finds out that texts go round, whatever the length of the round, while it keeps only one of them: the one met at the
/// last power of two (Brent's algorithm).
#[derive(Debug, Default)]
pub struct Rounds {
    kept: Option<String>,
    met: u64,
}

impl Rounds {
    /// Whether the text is one that was met before, as far as this is known.
    pub fn closed_by(&mut self, text: &str) -> bool {
        if self.kept.as_deref() == Some(text) {
            return true;
        }
        self.met = self.met.saturating_add(1);
        if self.met.is_power_of_two() {
            self.kept = Some(text.to_owned());
        }
        false
    }
}
