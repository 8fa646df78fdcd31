//! Values that do not fit their type.

use std::fmt::Display;

use serde_path_to_error::{Path, Segment as Step};

use super::fault::{Fault, Problem, Segment};

/// The fault of a value that was read at `location` and does not fit at `path` in it.
pub fn fault(
    location: impl IntoIterator<Item = Segment>,
    path: &Path,
    error: &impl Display,
) -> Fault {
    let steps = path.iter().map(|step| match step {
        Step::Seq { index } => Segment::Index(*index),
        Step::Map { key } => Segment::from(key.clone()),
        Step::Enum { variant } => Segment::from(variant.clone()),
        Step::Unknown => Segment::from("?"),
    });
    Problem::new("value_error", error.to_string()).at(location.into_iter().chain(steps))
}
