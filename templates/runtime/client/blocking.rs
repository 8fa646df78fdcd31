//! Calls from code that is not async.
//!
//! All of them share one runtime, which runs on the thread that waits. Where several threads wait at once, one of them runs it
//! for all.

use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::sync::OnceLock;

use futures_core::Stream;
use tokio::runtime::{Builder, Handle, Runtime};

use super::error::SendError;
use super::invalid::InvalidRequest;

/// Waits for a call: `wait(call.send())`. It must not be used where a runtime of tokio is at hand already: the thread is to do
/// that runtime's work then, and not to wait.
///
/// # Errors
///
/// When the call fails, when this is used from async code, and when the system gives nothing to make a runtime of. Nothing is
/// sent in the last two cases.
pub fn wait<T, E, F>(call: F) -> Result<T, E>
where
    E: From<SendError>,
    F: Future<Output = Result<T, E>>,
{
    if Handle::try_current().is_ok() {
        let message =
            "a blocking call was made where a runtime of tokio is at hand; there, `.await` it";
        return Err(SendError::from(InvalidRequest::new(message)).into());
    }
    match runtime() {
        Some(runtime) => runtime.block_on(call),
        None => {
            let message =
                "the system gives nothing to make a runtime of, which blocking calls need";
            Err(SendError::from(InvalidRequest::new(message)).into())
        }
    }
}

fn runtime() -> Option<&'static Runtime> {
    static RUNTIME: OnceLock<Option<Runtime>> = OnceLock::new();
    let make = || Builder::new_current_thread().enable_all().build().ok();
    RUNTIME.get_or_init(make).as_ref()
}

/// Makes an iterator of a stream.
pub trait IntoBlocking: Sized {
    /// An iterator that waits for each item. As [`wait`], it must not be used from async code. It ends after an error.
    fn blocking(self) -> Blocking<Self>;
}

impl<S, T, E> IntoBlocking for S
where
    S: Stream<Item = Result<T, E>> + Unpin,
{
    fn blocking(self) -> Blocking<Self> {
        Blocking(Some(self))
    }
}

/// An iterator over the items of a stream.
#[derive(Debug)]
#[must_use = "an iterator does nothing until it is asked"]
pub struct Blocking<S>(Option<S>);

impl<S, T, E> Iterator for Blocking<S>
where
    S: Stream<Item = Result<T, E>> + Unpin,
    E: From<SendError>,
{
    type Item = Result<T, E>;

    fn next(&mut self) -> Option<Self::Item> {
        let stream = self.0.as_mut()?;
        let next = poll_fn(|context| Pin::new(&mut *stream).poll_next(context));
        let next = wait(async { next.await.transpose() }).transpose();
        if !matches!(next, Some(Ok(_))) {
            self.0 = None;
        }
        next
    }
}
