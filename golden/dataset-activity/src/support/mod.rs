//! What several parts of the crate need.

#[cfg(feature = "client")]
#[path = "../../../../templates/runtime/support/json.rs"]
pub mod json;
#[path = "../../../../templates/runtime/support/presence.rs"]
pub mod presence;
#[cfg(any(feature = "client", feature = "server"))]
#[path = "../../../../templates/runtime/support/secret.rs"]
pub mod secret;
