//! Values that do not fit their type.

use serde_json::Error;
use serde_path_to_error::{Path, Segment as Step};

use super::fault::{Fault, Problem, Segment};

/// The fault of a value that was read at `location` and does not fit at `path` in it.
pub fn fault(location: impl IntoIterator<Item = Segment>, path: &Path, error: &Error) -> Fault {
    let steps = path.iter().map(|step| match step {
        Step::Seq { index } => Segment::Index(*index),
        Step::Map { key } => Segment::from(key.clone()),
        Step::Enum { variant } => Segment::from(variant.clone()),
        Step::Unknown => Segment::from("?"),
    });
    Problem::new("value_error", message(error)).at(location.into_iter().chain(steps))
}

/// What is wrong, without the line and column: the way to it says where.
fn message(error: &Error) -> String {
    let message = error.to_string();
    let place = format!(" at line {} column {}", error.line(), error.column());
    match message.strip_suffix(&place) {
        Some(bare) => bare.to_owned(),
        None => message,
    }
}
