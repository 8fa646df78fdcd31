//! What happens to the datasets of an organization.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use http::header::HeaderName;
use http::request::Parts;

use super::super::types::{DatasetActivityPage, ErrorEnvelope};
use super::fault::Faults;
use super::path::Path;
use super::query::Query;
use super::rejection::Rejection;
use super::{Api, BearerToken, Failure, check, reject, reply};

/// A request for [`Api::list_dataset_activity`].
#[derive(Debug, Clone)]
pub struct ListDatasetActivityRequest {
    /// A token of the organization.
    pub bearer_auth: BearerToken,
    /// Organization slug
    pub org: String,
    /// How many events a page holds at most.
    pub limit: i64,
    /// How many events to leave out before the first of the page.
    pub offset: i64,
}

impl ListDatasetActivityRequest {
    /// Reads the request, and tells everything that is wrong with it.
    fn read(parts: &Parts) -> Result<Self, Rejection> {
        let bearer_auth = BearerToken::read(&parts.headers)?;
        let mut faults = Faults::new();
        let path = Path::new("/org/{org}/datasets/activity", parts.uri.path());
        let query = Query::new(parts.uri.query());
        let org = path.parameter("org").decode().required(&mut faults);
        let limit = query
            .parameter("limit")
            .parse()
            .check(check::minimum(1))
            .check(check::maximum(1000))
            .or(50, &mut faults);
        let offset = query
            .parameter("offset")
            .parse()
            .check(check::minimum(0))
            .or(0, &mut faults);
        faults.finish(|| {
            Some(Self {
                bearer_auth,
                org: org?,
                limit: limit?,
                offset: offset?,
            })
        })
    }
}

/// What [`Api::list_dataset_activity`] can answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ListDatasetActivityResponse {
    /// 200: Successful Response
    Ok(DatasetActivityPage),
}

impl From<DatasetActivityPage> for ListDatasetActivityResponse {
    fn from(body: DatasetActivityPage) -> Self {
        Self::Ok(body)
    }
}

impl IntoResponse for ListDatasetActivityResponse {
    fn into_response(self) -> Response {
        match self {
            Self::Ok(body) => reply::json(StatusCode::OK, &body),
        }
    }
}

/// The errors that [`Api::list_dataset_activity`] can answer.
#[derive(Debug)]
pub enum ListDatasetActivityError {
    /// 400: Invalid request
    BadRequest(ErrorEnvelope),
    /// 401: Authentication failed
    Unauthorized(ErrorEnvelope),
    /// 403: Access forbidden
    Forbidden(ErrorEnvelope),
    /// 404: Not found
    NotFound(ErrorEnvelope),
    /// 409: Already exists
    Conflict(ErrorEnvelope),
    /// 422: Validation error
    UnprocessableEntity(ErrorEnvelope),
    /// 426: Upgrade required
    UpgradeRequired(ErrorEnvelope),
    /// 429: Rate limited
    TooManyRequests {
        /// The body.
        body: ErrorEnvelope,
        /// When to try again, in seconds or as an HTTP date (RFC 9110, section 10.2.3).
        retry_after: Option<String>,
    },
    /// 500: Internal server error
    InternalServerError(ErrorEnvelope),
    /// 502: Bad gateway
    BadGateway(ErrorEnvelope),
    /// 504: Gateway timeout
    GatewayTimeout(ErrorEnvelope),
    /// What the document does not describe.
    Other(Failure),
}

impl From<Failure> for ListDatasetActivityError {
    fn from(failure: Failure) -> Self {
        Self::Other(failure)
    }
}

impl<E: std::error::Error + Send + Sync + 'static> From<E> for ListDatasetActivityError {
    fn from(error: E) -> Self {
        Self::Other(error.into())
    }
}

impl IntoResponse for ListDatasetActivityError {
    fn into_response(self) -> Response {
        match self {
            Self::BadRequest(body) => reply::json(StatusCode::BAD_REQUEST, &body),
            Self::Unauthorized(body) => reply::json(StatusCode::UNAUTHORIZED, &body),
            Self::Forbidden(body) => reply::json(StatusCode::FORBIDDEN, &body),
            Self::NotFound(body) => reply::json(StatusCode::NOT_FOUND, &body),
            Self::Conflict(body) => reply::json(StatusCode::CONFLICT, &body),
            Self::UnprocessableEntity(body) => reply::json(StatusCode::UNPROCESSABLE_ENTITY, &body),
            Self::UpgradeRequired(body) => reply::json(StatusCode::UPGRADE_REQUIRED, &body),
            Self::TooManyRequests { body, retry_after } => {
                let response = reply::json(StatusCode::TOO_MANY_REQUESTS, &body);
                let name = HeaderName::from_static("retry-after");
                reply::header(response, name, retry_after)
            }
            Self::InternalServerError(body) => {
                reply::json(StatusCode::INTERNAL_SERVER_ERROR, &body)
            }
            Self::BadGateway(body) => reply::json(StatusCode::BAD_GATEWAY, &body),
            Self::GatewayTimeout(body) => reply::json(StatusCode::GATEWAY_TIMEOUT, &body),
            Self::Other(failure) => reject(failure.report("list_dataset_activity")),
        }
    }
}

/// Reads the request, calls the implementation, and writes its answer.
pub(super) async fn list_dataset_activity<A: Api>(
    State(api): State<Arc<A>>,
    request: Request,
) -> Response {
    let (parts, _) = request.into_parts();
    let request = match ListDatasetActivityRequest::read(&parts) {
        Ok(request) => request,
        Err(rejection) => return reject(rejection),
    };
    match api.list_dataset_activity(request).await {
        Ok(response) => response.into_response(),
        Err(error) => error.into_response(),
    }
}
