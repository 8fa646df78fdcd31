//! All of templates/runtime/support, as the output would declare it.

#[path = "../../../templates/runtime/support/backtracking.rs"]
pub mod backtracking;
#[path = "../../../templates/runtime/support/check.rs"]
pub mod check;
#[path = "../../../templates/runtime/support/format.rs"]
pub mod format;
#[path = "../../../templates/runtime/support/json.rs"]
pub mod json;
#[path = "../../../templates/runtime/support/one_of.rs"]
pub mod one_of;
#[path = "../../../templates/runtime/support/pattern.rs"]
pub mod pattern;
#[path = "../../../templates/runtime/support/presence.rs"]
pub mod presence;
#[path = "../../../templates/runtime/support/secret.rs"]
pub mod secret;
#[path = "../../../templates/runtime/support/text.rs"]
pub mod text;
#[path = "../../../templates/runtime/support/unique.rs"]
pub mod unique;
#[path = "../../../templates/runtime/support/validate.rs"]
pub mod validate;
