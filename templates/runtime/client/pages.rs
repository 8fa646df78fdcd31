//! The items of all pages, one after the other.

use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;

use super::platform::{BoxFuture, BoxOnce, MaybeSend};

/// One page, and what to ask for next.
#[derive(Debug)]
pub struct Page<T, S> {
    /// The items of the page.
    pub items: Vec<T>,
    /// What the next page is asked for with; `None` after the last.
    pub next: Option<S>,
}

/// The items of all pages, one after the other. A page is asked for when the items of the one before are used up, and
/// the stream ends after an error.
#[must_use = "a stream does nothing until it is polled"]
pub struct ItemStream<T, E> {
    items: std::vec::IntoIter<T>,
    step: Step<T, E>,
}

enum Step<T, E> {
    Ready(Fetch<T, E>),
    Waiting(Pending<T, E>),
    Done,
}

/// Asks for one page. What the next one is asked for with is inside, so that the stream's type does not depend on it.
type Fetch<T, E> = BoxOnce<Pending<T, E>>;
type Pending<T, E> = BoxFuture<'static, Result<Fetched<T, E>, E>>;

struct Fetched<T, E> {
    items: Vec<T>,
    next: Option<Fetch<T, E>>,
}

impl<T: 'static, E: 'static> ItemStream<T, E> {
    /// The items of the pages that `load` gets, beginning with `first`.
    pub fn new<S, F, R>(first: S, load: F) -> Self
    where
        S: MaybeSend + 'static,
        F: FnMut(S) -> R + MaybeSend + 'static,
        R: Future<Output = Result<Page<T, S>, E>> + MaybeSend + 'static,
    {
        Self {
            items: Vec::new().into_iter(),
            step: Step::Ready(fetch(load, first)),
        }
    }
}

fn fetch<T, E, S, F, R>(mut load: F, state: S) -> Fetch<T, E>
where
    T: 'static,
    E: 'static,
    S: MaybeSend + 'static,
    F: FnMut(S) -> R + MaybeSend + 'static,
    R: Future<Output = Result<Page<T, S>, E>> + MaybeSend + 'static,
{
    Box::new(move || {
        let page = load(state);
        Box::pin(async move {
            let Page { items, next } = page.await?;
            let next = next.map(|state| fetch(load, state));
            Ok(Fetched { items, next })
        })
    })
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
            match std::mem::replace(&mut self.step, Step::Done) {
                Step::Done => return Poll::Ready(None),
                Step::Ready(fetch) => self.step = Step::Waiting(fetch()),
                Step::Waiting(mut page) => match page.as_mut().poll(context) {
                    Poll::Pending => {
                        self.step = Step::Waiting(page);
                        return Poll::Pending;
                    }
                    Poll::Ready(Err(error)) => return Poll::Ready(Some(Err(error))),
                    Poll::Ready(Ok(Fetched { items, next })) => {
                        self.items = items.into_iter();
                        self.step = next.map_or(Step::Done, Step::Ready);
                    }
                },
            }
        }
    }
}

/// Nothing in the stream is pinned in place: the one future is in a box.
impl<T, E> Unpin for ItemStream<T, E> {}

impl<T, E> fmt::Debug for ItemStream<T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ItemStream")
            .field("buffered", &self.items.len())
            .field("done", &matches!(self.step, Step::Done))
            .finish()
    }
}
