//! The server: a trait to implement, and the router that calls it.

#[path = "../../../../templates/runtime/server/authorization.rs"]
pub mod authorization;
#[path = "../../../../templates/runtime/server/bearer.rs"]
pub mod bearer;
#[path = "../../../../templates/runtime/server/check.rs"]
pub mod check;
pub mod datasets;
#[path = "../../../../templates/runtime/server/failure.rs"]
pub mod failure;
#[path = "../../../../templates/runtime/server/fault.rs"]
pub mod fault;
#[path = "../../../../templates/runtime/server/parameter.rs"]
pub mod parameter;
#[path = "../../../../templates/runtime/server/path.rs"]
pub mod path;
#[path = "../../../../templates/runtime/server/query.rs"]
pub mod query;
#[path = "../../../../templates/runtime/server/rejection.rs"]
pub mod rejection;
#[path = "../../../../templates/runtime/server/reply.rs"]
pub mod reply;
#[path = "../../../../templates/runtime/server/scalar.rs"]
pub mod scalar;

use std::future::Future;
use std::sync::Arc;

use axum::Router;
use axum::response::Response;
use axum::routing::get;

pub use self::bearer::BearerToken;
pub use self::datasets::{
    ListDatasetActivityError, ListDatasetActivityRequest, ListDatasetActivityResponse,
};
pub use self::failure::{Failure, undocumented};

use self::fault::{Fault, Segment};
use self::rejection::Rejection;
use super::types::{ErrorEnvelope, ValidationFault, ValidationFaultLocItem};

/// The path under which the document has the API: `Router::new().nest(BASE_PATH, router(api))`.
pub const BASE_PATH: &str = "/api/v1";

/// The API, to be implemented.
pub trait Api: Send + Sync + 'static {
    /// List Dataset Activity
    ///
    /// List dataset download activity for an organization.
    ///
    /// `GET /org/{org}/datasets/activity`
    fn list_dataset_activity(
        &self,
        request: ListDatasetActivityRequest,
    ) -> impl Future<Output = Result<ListDatasetActivityResponse, ListDatasetActivityError>> + Send;
}

/// A router that answers with `api`. What breaks the contract is answered without it, in the API's error envelope.
pub fn router<A: Api>(api: A) -> Router {
    routes(api)
        .fallback(async || reject(Rejection::not_found()))
        .method_not_allowed_fallback(async || reject(Rejection::method_not_allowed()))
}

/// The routes alone, for a router that has its own answer to unknown ones.
pub fn routes<A: Api>(api: A) -> Router {
    Router::new()
        .route(
            "/org/{org}/datasets/activity",
            get(datasets::list_dataset_activity::<A>),
        )
        .with_state(Arc::new(api))
}

/// Answers in place of the implementation, in the API's error envelope.
fn reject(rejection: Rejection) -> Response {
    let errors: Vec<_> = rejection.faults.into_iter().map(validation_fault).collect();
    let body = ErrorEnvelope {
        code: i32::from(rejection.status.as_u16()),
        detail: rejection.message.into_owned(),
        r#type: rejection.kind.to_owned(),
        errors: (!errors.is_empty()).then_some(errors),
    };
    let response = reply::json(rejection.status, &body);
    reply::headers(response, rejection.headers)
}

/// A fault as the envelope has it.
fn validation_fault(fault: Fault) -> ValidationFault {
    let step = |segment| match segment {
        Segment::Name(name) => ValidationFaultLocItem::String(name.into_owned()),
        Segment::Index(index) => {
            ValidationFaultLocItem::Integer(i64::try_from(index).unwrap_or(i64::MAX))
        }
    };
    ValidationFault {
        loc: fault.location.into_iter().map(step).collect(),
        msg: fault.message.into_owned(),
        r#type: fault.kind.to_owned(),
    }
}
