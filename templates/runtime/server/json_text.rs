//! Values that are written as JSON.

use serde_json::Value;

use super::super::support::json::{self, Misfit};
use super::fault::{Faults, Problem, Segment};
use super::mend::{self, Misfitting};
use super::misfit;
use super::reviewed::Reviewed;
use super::schema::Schema;

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
    let misfit = match decode(text) {
        Ok(value) => return Ok(Reviewed::fits(value)),
        Err(misfit) => misfit,
    };
    let Some(path) = misfit.path else {
        return Err(misfit.source);
    };
    let first = misfit::fault(at.iter().cloned(), &path, &misfit.source);
    // A number that is beyond all numbers is JSON, and no value.
    let Ok(value) = json::decode::<Value>(text) else {
        faults.push(first);
        return Ok(Reviewed::nothing());
    };
    let mut found = Faults::new();
    let misfitting = Misfitting {
        value,
        at,
        schema,
        size: text.len(),
        told: Vec::new(),
    };
    let again = |value: &Value| {
        let text = serde_json::to_vec(value).unwrap_or_default();
        decode(&text).map_err(|misfit| match misfit.path {
            Some(path) => misfit::fault(at.iter().cloned(), &path, &misfit.source),
            None => first.clone(),
        })
    };
    let read = mend::mend(misfitting, again, &mut found);
    // What no value has any more when it has been read, as a member that is there twice.
    if found.is_empty() {
        found.push(first.clone());
    }
    faults.append(found);
    Ok(read)
}

/// What is told of a text that is not JSON.
pub fn not_json(error: &serde_json::Error) -> Problem {
    Problem::new("json_invalid", format!("Must be JSON: {error}"))
}
