//! From the IR to what follows from it: names, boxes, derives, and the patterns that an API follows without saying so.
//!
//! Each pass is a file and looks only at the IR and at the passes before it.

mod derives;
mod envelope;
mod names;
mod outcome;
mod pagination;
mod recursion;
mod tag_group;
mod unchecked;
mod usage;

use serde::Serialize;

use crate::config::Config;
use crate::diagnostic::Diagnostics;
use crate::ir::{Api, OperationId};

pub use derives::Derives;
pub use envelope::{Envelope, FaultList};
pub use names::{Names, OperationNames, RustName};
pub use outcome::{BodyShape, ErrorShape, Outcome, Outcomes};
pub use pagination::{OffsetPagination, Pagination};
pub use recursion::Recursion;
pub use tag_group::Group;
pub use usage::Usage;

/// What follows from an API.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Facts {
    /// The operations by tag.
    pub groups: Vec<Group>,
    /// What each operation answers, sorted into successes and errors.
    pub outcomes: Outcomes,
    /// The name of everything that is emitted.
    pub names: Names,
    /// Where a type would hold itself.
    pub recursion: Recursion,
    /// Which way each schema travels.
    pub usage: Usage,
    /// What each type can derive.
    pub derives: Derives,
    /// The object in which the API reports errors, where all operations share one.
    pub envelope: Option<Envelope>,
    /// The operations that answer page by page.
    pub pagination: Pagination,
}

impl Facts {
    /// The name of the function of an operation.
    pub fn function(&self, operation: OperationId) -> Option<&str> {
        self.names
            .operation(operation)
            .map(|names| names.function.as_str())
    }
}

/// Works out everything that the emitters need to know.
pub fn analyse(api: &Api, _config: &Config, sink: &mut Diagnostics) -> Facts {
    let groups = tag_group::group(api);
    let outcomes = outcome::sort(api, sink);
    let recursion = recursion::find(api);
    let usage = usage::trace(api);
    unchecked::report(api, &usage, sink);
    Facts {
        names: names::decide(api, &groups, sink),
        derives: derives::work_out(api),
        envelope: envelope::recognise(api, &outcomes),
        pagination: pagination::recognise(api, &outcomes),
        groups,
        outcomes,
        recursion,
        usage,
    }
}
