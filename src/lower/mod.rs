//! From `openapiv3` to the IR.

use openapiv3::OpenAPI;

use crate::config::Config;
use crate::diagnostic::Diagnostics;
use crate::ir::Api;

/// Finds out what the document means.
pub fn lower(_document: &OpenAPI, _config: &Config, _sink: &mut Diagnostics) -> Api {
    Api::default()
}
