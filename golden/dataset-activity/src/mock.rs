//! A server that answers from the document's examples.

use http::StatusCode;

use super::server::{
    Api, Failure, ListDatasetActivityError, ListDatasetActivityRequest, ListDatasetActivityResponse,
};
use super::types::{DatasetActivityPage, ErrorEnvelope};

/// Answers every operation from the document's examples.
#[derive(Debug, Clone, Default)]
pub struct Mock {
    status: Option<StatusCode>,
}

impl Mock {
    /// Answers with success.
    pub fn new() -> Self {
        Self::default()
    }

    /// Answers every operation with `status`, if the document describes it there.
    #[must_use]
    pub fn with_status(self, status: StatusCode) -> Self {
        Self {
            status: Some(status),
        }
    }

    /// The status to answer with, where `success` is an operation's own.
    fn status(&self, success: u16) -> u16 {
        self.status.map_or(success, |status| status.as_u16())
    }

    /// The answer to a status that the document does not describe.
    fn undocumented(&self) -> Failure {
        let status = self.status.unwrap_or(StatusCode::NOT_IMPLEMENTED);
        Failure::new(status, "The document does not describe this status")
    }
}

impl Api for Mock {
    async fn list_dataset_activity(
        &self,
        _request: ListDatasetActivityRequest,
    ) -> Result<ListDatasetActivityResponse, ListDatasetActivityError> {
        match self.status(200) {
            200 => Ok(ListDatasetActivityResponse::Ok(dataset_activity_page()?)),
            400 => Err(ListDatasetActivityError::BadRequest(error_envelope(400)?)),
            401 => Err(ListDatasetActivityError::Unauthorized(error_envelope(401)?)),
            403 => Err(ListDatasetActivityError::Forbidden(error_envelope(403)?)),
            404 => Err(ListDatasetActivityError::NotFound(error_envelope(404)?)),
            409 => Err(ListDatasetActivityError::Conflict(error_envelope(409)?)),
            422 => Err(ListDatasetActivityError::UnprocessableEntity(
                error_envelope(422)?,
            )),
            426 => Err(ListDatasetActivityError::UpgradeRequired(error_envelope(
                426,
            )?)),
            429 => Err(ListDatasetActivityError::TooManyRequests {
                body: error_envelope(429)?,
                retry_after: None,
            }),
            500 => Err(ListDatasetActivityError::InternalServerError(
                error_envelope(500)?,
            )),
            502 => Err(ListDatasetActivityError::BadGateway(error_envelope(502)?)),
            504 => Err(ListDatasetActivityError::GatewayTimeout(error_envelope(
                504,
            )?)),
            _ => Err(self.undocumented().into()),
        }
    }
}

/// An example of [`DatasetActivityPage`].
fn dataset_activity_page() -> Result<DatasetActivityPage, serde_json::Error> {
    serde_json::from_str(r#"{"limit":50,"offset":0,"total":0}"#)
}

/// An example of [`ErrorEnvelope`], for the status `code`.
fn error_envelope(code: i32) -> Result<ErrorEnvelope, serde_json::Error> {
    Ok(ErrorEnvelope {
        code,
        ..serde_json::from_str(
            r#"{"code":401,"detail":"Authentication failed","type":"authentication_error"}"#,
        )?
    })
}
