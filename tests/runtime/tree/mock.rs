//! All of templates/runtime/mock, as the output would declare it.

#[path = "../../../templates/runtime/mock/example.rs"]
pub mod example;
#[path = "../../../templates/runtime/mock/prefer.rs"]
pub mod prefer;
