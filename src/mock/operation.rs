//! An operation that is served.

use std::collections::HashMap;
use std::sync::Arc;

use axum::extract::Request;
use axum::response::Response;
use http::StatusCode;

use super::access::{Accepting, Admission};
use super::drawn::Drawn;
use super::parameter::{Asked, Sources};
use super::runtime::mock::prefer;
use super::runtime::server::Failure;
use super::runtime::server::accept::Accept;
use super::runtime::server::assembly::Written;
use super::runtime::server::fault::Faults;
use super::runtime::server::rejection::Rejection;
use super::spec::Spec;
use super::{answer, body, envelope, form};
use crate::analyse::{self, QueryNames};
use crate::ir::{Operation, OperationId};

/// What all operations have in common.
#[derive(Debug)]
pub(super) struct House {
    pub spec: Spec,
    pub accepting: Accepting,
    /// The status that is answered where the caller wishes none.
    pub status: Option<StatusCode>,
    /// Whether query parameters are refused that an operation does not have.
    pub is_strict: bool,
    /// What stands before all paths.
    pub base_path: String,
}

/// An operation, with what is worked out once for all its calls.
#[derive(Debug)]
pub(super) struct Served {
    pub id: OperationId,
    pub operation: &'static Operation,
    /// What it is called in the output.
    function: &'static str,
    /// The template of its path, and what stands before it.
    pub template: &'static str,
    admission: Option<Admission>,
    /// Of which media types a success may be.
    media_types: Vec<&'static str>,
    /// The status of what is wrong with a request.
    invalid_as: Option<u16>,
    pub parameters: Vec<Asked>,
    /// What the query may hold, where anything else is refused.
    pub query_names: Option<(Vec<String>, Vec<&'static str>)>,
    /// What the values of the bodies are, by the position of their content.
    pub bodies: HashMap<usize, Written>,
    /// What the bodies are that are of parts.
    pub parts: form::All,
}

impl Served {
    /// Works out what is needed for each call.
    pub fn new(house: &House, drawn: &mut Drawn, id: OperationId) -> Option<Self> {
        let spec = house.spec;
        let operation = spec.api.operations.get(id.0)?;
        let names = spec.facts.names.operation(id)?;
        let outcome = spec.facts.outcomes.get(id)?;
        let readings = &spec.facts.readings;
        let names_of = || readings.query_names(spec.api, (id, operation));
        let query_names = house.is_strict.then(names_of).flatten();
        let template = house.base_path.clone() + &analyse::template(&operation.path);
        Some(Self {
            id,
            operation,
            function: names.function.unraw(),
            template: template.leak(),
            admission: Admission::of(spec, operation),
            media_types: analyse::success_media_types(operation, outcome),
            invalid_as: analyse::invalid_as(operation),
            parameters: Asked::all(spec, drawn, (id, operation)),
            query_names: query_names.map(|QueryNames { known, deep }| (known, deep)),
            bodies: body::bodies(spec, drawn, (id, operation)),
            parts: form::all(spec, drawn, (id, operation)),
        })
    }

    /// Answers a request.
    pub async fn call(self: Arc<Self>, house: Arc<House>, request: Request) -> Response {
        let answered = self.answer(&house, prefer::note(request).await).await;
        answered.unwrap_or_else(|rejection| envelope::reject_of(house.spec, self.id, rejection))
    }

    async fn answer(&self, house: &House, request: Request) -> Result<Response, Rejection> {
        let spec = house.spec;
        let (parts, body) = request.into_parts();
        if let Some(admission) = &self.admission {
            let accepting = &house.accepting;
            admission.admit(accepting, &parts, self.function).await?;
        }
        let accept = Accept::of(&parts.headers);
        if !self.media_types.is_empty() {
            accept.check(&self.media_types)?;
        }
        let mut faults = Faults::new();
        Sources::of(spec, self.template, &parts).read(self, &mut faults);
        let read = body::read(spec, self, (&parts, body), &mut faults).await;
        let read = read.and_then(|later| faults.finish(|| Some(later)));
        let later = read.map_err(|rejection| self.invalid(rejection))?;
        let failed = |failure: Failure| self.invalid(failure.report(self.function));
        if let Some(later) = later {
            later.await.map_err(|error| failed(error.into()))?;
        }
        let preferred = prefer::status(&parts.extensions).or(house.status);
        let otherwise = || answer::usual_status(spec, self);
        let status = preferred.map_or_else(otherwise, |status| status.as_u16());
        answer::answer(spec, self, (status, &accept)).map_err(failed)
    }

    fn invalid(&self, rejection: Rejection) -> Rejection {
        match self.invalid_as {
            Some(status) => rejection.invalid_as(status),
            None => rejection,
        }
    }
}
