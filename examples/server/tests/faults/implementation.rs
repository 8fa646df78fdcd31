//! What the server does that is asked, and what is known of those who ask.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context as Task, Poll, ready};
use std::time::Duration;

use futures_core::Stream;
use tokio::time::Sleep;

use crate::faults::server::{
    Access, AddImageError, AddImageFormPart, AddImageRequest, AddImageResponse, AddNoteError,
    AddNoteRequest, AddNoteResponse, AddPairsError, AddPairsRequest, AddPairsResponse,
    AddReadingsError, AddReadingsRequest, AddReadingsResponse, AddValuesError, AddValuesRequest,
    AddValuesResponse, Api, Authenticator, Context, Credentials, Failure, GetSessionError,
    GetSessionRequest, GetSessionResponse, GetThingError, GetThingRequest, GetThingResponse,
    ListReadingsError, ListReadingsRequest, ListReadingsResponse, Refusal, SetFileError,
    SetFileRequest, SetFileResponse, SetTextError, SetTextRequest, SetTextResponse, WaitError,
    WaitRequest, WaitResponse, items,
};

/// What is known of the calls.
#[derive(Debug, Default)]
pub struct Known {
    /// How many are under way.
    pub present: AtomicUsize,
    /// How many have come to their end.
    pub finished: AtomicUsize,
    /// How many readings have been made.
    pub made: AtomicUsize,
}

/// Answers with what it took.
#[derive(Clone, Default)]
pub struct Implementation(pub Arc<Known>);

impl Implementation {
    fn enter(&self) -> Present {
        self.0.present.fetch_add(1, Ordering::SeqCst);
        Present(Arc::clone(&self.0))
    }
}

/// A call that is under way, whatever becomes of it.
struct Present(Arc<Known>);

impl Present {
    fn finish(self) {
        self.0.finished.fetch_add(1, Ordering::SeqCst);
    }
}

impl Drop for Present {
    fn drop(&mut self) {
        self.0.present.fetch_sub(1, Ordering::SeqCst);
    }
}

impl Authenticator for Implementation {
    type Principal = ();

    async fn authenticate(&self, credentials: Credentials, _: Access<'_>) -> Result<(), Refusal> {
        let Credentials::Session(key) = credentials;
        key.is("key").then_some(()).ok_or(Refusal::Unauthenticated)
    }
}

impl Api for Implementation {
    async fn add_note(
        &self,
        request: AddNoteRequest,
        _: Context,
    ) -> Result<AddNoteResponse, AddNoteError> {
        Ok(request.body.text.len().to_string().into())
    }

    async fn add_pairs(
        &self,
        request: AddPairsRequest,
        _: Context,
    ) -> Result<AddPairsResponse, AddPairsError> {
        Ok(request.body.text.len().to_string().into())
    }

    async fn set_text(
        &self,
        request: SetTextRequest,
        _: Context,
    ) -> Result<SetTextResponse, SetTextError> {
        Ok(request.body.len().to_string().into())
    }

    async fn set_file(
        &self,
        mut request: SetFileRequest,
        _: Context,
    ) -> Result<SetFileResponse, SetFileError> {
        let present = self.enter();
        let mut length = 0;
        while let Some(piece) = request.body.try_next().await? {
            length += piece.len();
        }
        present.finish();
        Ok(length.to_string().into())
    }

    async fn add_image(
        &self,
        mut request: AddImageRequest,
        _: Context,
    ) -> Result<AddImageResponse, AddImageError> {
        let present = self.enter();
        let mut length = 0;
        while let Some(AddImageFormPart::Image(mut file)) = request.body.next_part().await? {
            while let Some(piece) = file.try_next().await? {
                length += piece.len();
            }
        }
        let form = request.body.finish().await?;
        present.finish();
        Ok(format!("{} {length}", form.title).into())
    }

    async fn add_values(
        &self,
        request: AddValuesRequest,
        _: Context,
    ) -> Result<AddValuesResponse, AddValuesError> {
        Ok(request.body.title.into())
    }

    async fn add_readings(
        &self,
        mut request: AddReadingsRequest,
        _: Context,
    ) -> Result<AddReadingsResponse, AddReadingsError> {
        let mut sum = 0;
        while let Some(reading) = request.body.try_next().await? {
            sum += reading;
        }
        Ok(sum.to_string().into())
    }

    async fn list_readings(
        &self,
        request: ListReadingsRequest,
        _: Context,
    ) -> Result<ListReadingsResponse, ListReadingsError> {
        Ok(items::Items::new(Readings {
            present: self.enter(),
            left: request.count,
            pause: Duration::from_millis(request.pause.try_into()?),
            sleep: None,
        })
        .into())
    }

    async fn wait(&self, request: WaitRequest, _: Context) -> Result<WaitResponse, WaitError> {
        let present = self.enter();
        tokio::time::sleep(Duration::from_millis(request.millis.try_into()?)).await;
        present.finish();
        Ok("done".to_owned().into())
    }

    async fn get_thing(
        &self,
        request: GetThingRequest,
        _: Context,
    ) -> Result<GetThingResponse, GetThingError> {
        Ok(request.id.into())
    }

    async fn get_session(
        &self,
        _: GetSessionRequest,
        _: Context,
    ) -> Result<GetSessionResponse, GetSessionError> {
        Ok("in".to_owned().into())
    }
}

/// So many readings, with a pause before each.
struct Readings {
    present: Present,
    left: i64,
    pause: Duration,
    sleep: Option<Pin<Box<Sleep>>>,
}

impl Stream for Readings {
    type Item = Result<i64, Failure>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Task<'_>) -> Poll<Option<Self::Item>> {
        if self.left == 0 {
            self.present.0.finished.fetch_add(1, Ordering::SeqCst);
            return Poll::Ready(None);
        }
        if !self.pause.is_zero() {
            let pause = self.pause;
            let begin = || Box::pin(tokio::time::sleep(pause));
            ready!(self.sleep.get_or_insert_with(begin).as_mut().poll(context));
            self.sleep = None;
        }
        self.left -= 1;
        self.present.0.made.fetch_add(1, Ordering::SeqCst);
        Poll::Ready(Some(Ok(self.left)))
    }
}
