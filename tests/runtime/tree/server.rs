//! All of templates/runtime/server, as the output would declare it.

#[path = "../../../templates/runtime/server/api_key.rs"]
pub mod api_key;
#[path = "../../../templates/runtime/server/authorization.rs"]
pub mod authorization;
#[path = "../../../templates/runtime/server/basic.rs"]
pub mod basic;
#[path = "../../../templates/runtime/server/bearer.rs"]
pub mod bearer;
#[path = "../../../templates/runtime/server/body.rs"]
pub mod body;
#[path = "../../../templates/runtime/server/breach.rs"]
pub mod breach;
#[path = "../../../templates/runtime/server/failure.rs"]
pub mod failure;
#[path = "../../../templates/runtime/server/fault.rs"]
pub mod fault;
#[path = "../../../templates/runtime/server/header.rs"]
pub mod header;
#[path = "../../../templates/runtime/server/parameter.rs"]
pub mod parameter;
#[path = "../../../templates/runtime/server/path.rs"]
pub mod path;
#[path = "../../../templates/runtime/server/problem.rs"]
pub mod problem;
#[path = "../../../templates/runtime/server/query.rs"]
pub mod query;
#[path = "../../../templates/runtime/server/rejection.rs"]
pub mod rejection;
#[path = "../../../templates/runtime/server/reply.rs"]
pub mod reply;
#[path = "../../../templates/runtime/server/scalar.rs"]
pub mod scalar;
#[path = "../../../templates/runtime/server/violation.rs"]
pub mod violation;

pub use failure::Failure;
