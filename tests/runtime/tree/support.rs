//! All of templates/runtime/support, as the output would declare it.

#[path = "../../../templates/runtime/support/json.rs"]
pub mod json;
#[path = "../../../templates/runtime/support/presence.rs"]
pub mod presence;
#[path = "../../../templates/runtime/support/secret.rs"]
pub mod secret;
#[path = "../../../templates/runtime/support/text.rs"]
pub mod text;
