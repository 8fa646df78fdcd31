//! A server that answers from the document's examples.

use http::StatusCode;

use super::server::{
    Api, Failure, ListDatasetActivityError, ListDatasetActivityRequest, ListDatasetActivityResponse,
};
use super::types::ErrorEnvelope;

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
            200 => Ok(ListDatasetActivityResponse::Ok(serde_json::from_str(
                DATASET_ACTIVITY_PAGE,
            )?)),
            400 => Err(ListDatasetActivityError::BadRequest(ErrorEnvelope {
                code: 400,
                ..serde_json::from_str(ERROR_ENVELOPE)?
            })),
            401 => Err(ListDatasetActivityError::Unauthorized(ErrorEnvelope {
                code: 401,
                ..serde_json::from_str(ERROR_ENVELOPE)?
            })),
            403 => Err(ListDatasetActivityError::Forbidden(ErrorEnvelope {
                code: 403,
                ..serde_json::from_str(ERROR_ENVELOPE)?
            })),
            404 => Err(ListDatasetActivityError::NotFound(ErrorEnvelope {
                code: 404,
                ..serde_json::from_str(ERROR_ENVELOPE)?
            })),
            409 => Err(ListDatasetActivityError::Conflict(ErrorEnvelope {
                code: 409,
                ..serde_json::from_str(ERROR_ENVELOPE)?
            })),
            422 => Err(ListDatasetActivityError::UnprocessableEntity(
                ErrorEnvelope {
                    code: 422,
                    ..serde_json::from_str(ERROR_ENVELOPE)?
                },
            )),
            426 => Err(ListDatasetActivityError::UpgradeRequired(ErrorEnvelope {
                code: 426,
                ..serde_json::from_str(ERROR_ENVELOPE)?
            })),
            429 => Err(ListDatasetActivityError::TooManyRequests {
                body: ErrorEnvelope {
                    code: 429,
                    ..serde_json::from_str(ERROR_ENVELOPE)?
                },
                retry_after: None,
            }),
            500 => Err(ListDatasetActivityError::InternalServerError(
                ErrorEnvelope {
                    code: 500,
                    ..serde_json::from_str(ERROR_ENVELOPE)?
                },
            )),
            502 => Err(ListDatasetActivityError::BadGateway(ErrorEnvelope {
                code: 502,
                ..serde_json::from_str(ERROR_ENVELOPE)?
            })),
            504 => Err(ListDatasetActivityError::GatewayTimeout(ErrorEnvelope {
                code: 504,
                ..serde_json::from_str(ERROR_ENVELOPE)?
            })),
            _ => Err(self.undocumented().into()),
        }
    }
}

const DATASET_ACTIVITY_PAGE: &str = r#"{"limit":50,"offset":0,"total":0}"#;

const ERROR_ENVELOPE: &str =
    r#"{"code":401,"detail":"Authentication failed","type":"authentication_error"}"#;
