//! A mock that serves a document at once: an interpreter of what the output would be compiled from. It answers as the mock of the
//! output does, since it reads and checks by the same code: what of that never varies are the very files, and what the output has
//! for each operation and schema is done here by looking at the operation and the schema.

mod access;
mod answer;
mod body;
mod drawn;
mod envelope;
mod form;
mod items;
mod operation;
mod outline;
mod parameter;
mod patterns;
mod reading;
mod router;
mod rules;
#[allow(
    dead_code,
    unused_imports,
    reason = "the output's own code, of which this needs some"
)]
mod runtime;
mod schema;
mod spec;
mod wanted;

use axum::Router;
use http::StatusCode;

use self::access::Accepting;
use self::operation::House;
use self::patterns::Patterns;
use self::runtime::support::secret::Secret;
use self::spec::Spec;
use crate::analyse::{self, Facts};
use crate::ir::Api;

/// Answers every operation of a document from its examples, or else with values made from its schemas.
///
/// What the document says has to be there as long as the process is: [`Box::leak`] makes it so.
#[derive(Debug)]
pub struct Mock {
    spec: Spec,
    is_strict: bool,
    status: Option<StatusCode>,
    credential: Option<Secret>,
}

impl Mock {
    /// Answers successes. The facts hold a value for each response only where the mock was among the wanted parts.
    pub fn new(api: &'static Api, facts: &'static Facts) -> Self {
        let patterns = Box::leak(Box::new(Patterns::of(&facts.checks)));
        Self {
            spec: Spec {
                api,
                facts,
                patterns,
            },
            is_strict: false,
            status: None,
            credential: None,
        }
    }

    /// Refuses query parameters that an operation does not have.
    #[must_use]
    pub fn strict_query(mut self, is_strict: bool) -> Self {
        self.is_strict = is_strict;
        self
    }

    /// Answers this status, where the document describes it; an operation for which it does not fails.
    #[must_use]
    pub fn with_status(mut self, status: StatusCode) -> Self {
        self.status = Some(status);
        self
    }

    /// Lets in only those who show this credential: the token, the key, or the user and the password with a colon between them. Any
    /// well-formed one is good for everything otherwise.
    #[must_use]
    pub fn accepting(mut self, credential: impl Into<String>) -> Self {
        self.credential = Some(Secret::new(credential));
        self
    }

    /// Where the document has the API: the path of its first server.
    pub fn base_path(&self) -> Option<String> {
        analyse::base_path(self.spec.api)
    }

    /// How many operations are answered.
    pub fn operations(&self) -> usize {
        let operations = (0..self.spec.api.operations.len()).map(crate::ir::OperationId);
        let routes = &self.spec.facts.routes;
        operations.filter(|id| routes.has(*id)).count()
    }

    /// The routes of the API, below its base path. A caller chooses the status of an answer with `Prefer: code=404`.
    pub fn router(self) -> Router {
        let base_path = self.base_path().unwrap_or_default();
        router::router(House {
            spec: self.spec,
            accepting: Accepting(self.credential),
            status: self.status,
            is_strict: self.is_strict,
            base_path,
        })
    }
}

#[cfg(test)]
mod tests;
