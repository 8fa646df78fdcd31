//! All of templates/runtime/mock.

#[path = "../../../templates/runtime/mock/example.rs"]
pub(in crate::mock) mod example;
#[path = "../../../templates/runtime/mock/prefer.rs"]
pub(in crate::mock) mod prefer;
