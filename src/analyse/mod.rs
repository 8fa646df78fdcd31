//! From the IR to what follows from it.

use serde::Serialize;

use crate::config::Config;
use crate::diagnostic::Diagnostics;
use crate::ir::Api;

/// What follows from an API.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Facts {}

/// Works out everything that the emitters need to know.
pub fn analyse(_api: &Api, _config: &Config, _sink: &mut Diagnostics) -> Facts {
    Facts::default()
}
