//! Values that are written as JSON.

use serde_json::Value;

use super::super::support::json::{self, Misfit};
use super::fault::{Fault, Faults, Problem, Segment};
use super::mend::{self, Misfitting};
use super::misfit;
use super::reviewed::Reviewed;
use super::schema::Schema;

/// Of how many values a text may be that is read again to find all faults: each of them takes far more memory than its text.
const MOST_VALUES: usize = 10_000;

/// How a value is read of its text.
pub type Decode<T> = fn(&[u8]) -> Result<T, Misfit>;

/// Reads a value of its text. Of one that does not fit its type all faults are added.
///
/// # Errors
///
/// Why the text is not JSON.
pub fn read<T>(
    text: &[u8],
    (at, schema): (&[Segment], Schema),
    decode: Decode<T>,
    faults: &mut Faults,
) -> Result<Reviewed<T>, serde_json::Error> {
    let first = match decode(text) {
        Ok(value) => return Ok(Reviewed::fits(value)),
        Err(misfit) => located(at, misfit)?,
    };
    let marks = text
        .iter()
        .filter(|byte| matches!(byte, b',' | b'[' | b'{'));
    if marks.count() > MOST_VALUES {
        faults.push(first);
        return Ok(Reviewed::nothing());
    }
    // What comes behind the first fault may not be JSON at all.
    let value = json::decode::<Value>(text).map_err(|misfit| misfit.source)?;
    let misfitting = Misfitting {
        value,
        at,
        schema,
        told: Vec::new(),
    };
    let mut found = Faults::new();
    let read = mend::mend(misfitting, decode, &mut found);
    // What no value has any more when it has been read, as a member that is there twice.
    if found.is_empty() {
        found.push(first);
    }
    faults.append(found);
    Ok(read)
}

/// What is wrong, and where.
///
/// # Errors
///
/// Why the text is not JSON.
pub fn located(at: &[Segment], misfit: Misfit) -> Result<Fault, serde_json::Error> {
    match misfit.path {
        Some(path) => Ok(misfit::fault(at.iter().cloned(), &path, &misfit.source)),
        None => Err(misfit.source),
    }
}

/// What is told of a text that is not JSON.
pub fn not_json(error: &serde_json::Error) -> Problem {
    Problem::new("json_invalid", format!("Must be JSON: {error}"))
}
