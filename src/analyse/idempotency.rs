//! Headers by which a server knows that it was asked before.
//!
//! No specification of OpenAPI names one. A header is taken for one by its name: `Idempotency-Key`, as the IETF drafts it,
//! in any spelling, and with an `X` before it.

use std::collections::BTreeMap;

use serde::Serialize;

use super::conform::Conformance;
use super::envelope::plain;
use crate::ir::{Api, Json, Operation, OperationId, Parameter, ParameterLocation};

/// What a client fills in has this form.
const UUID: &str = "00000000-0000-4000-8000-000000000000";

/// Which parameter of an operation is its idempotency key.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct IdempotencyKeys(BTreeMap<OperationId, usize>);

impl IdempotencyKeys {
    /// Whether no operation has one.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether the parameter at this position is the operation's key.
    pub fn has(&self, operation: OperationId, position: usize) -> bool {
        self.0.get(&operation) == Some(&position)
    }
}

/// Looks at the headers of every operation.
pub(super) fn recognise(api: &Api, conformance: &Conformance<'_>) -> IdempotencyKeys {
    let numbered = (0..).map(OperationId).zip(&api.operations);
    let keys = numbered.filter_map(|(id, operation)| Some((id, position(operation, conformance)?)));
    IdempotencyKeys(keys.collect())
}

fn position(operation: &Operation, conformance: &Conformance<'_>) -> Option<usize> {
    let mut parameters = operation.parameters.iter();
    parameters.position(|parameter| is_key(parameter, conformance))
}

/// Whether a parameter is a key that the caller has to give, or one that can be filled in for them.
fn is_key(parameter: &Parameter, conformance: &Conformance<'_>) -> bool {
    let name = plain(&parameter.name);
    parameter.location == ParameterLocation::Header
        && matches!(name.as_str(), "idempotencykey" | "xidempotencykey")
        && (parameter.required || takes_uuid(parameter, conformance))
}

fn takes_uuid(parameter: &Parameter, conformance: &Conformance<'_>) -> bool {
    let uuid = Json::String(UUID.to_owned());
    conformance.misfits(parameter.schema, &uuid).is_empty()
}
