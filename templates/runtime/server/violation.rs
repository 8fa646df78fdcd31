//! Bodies that can be read and break a rule of the document.

use super::super::support::check::Breach;
use super::super::support::validate::{At, Found, Step};
use super::fault::{Faults, Problem, Segment};

/// Checks a body, if there is one: each violation is a fault of its own.
pub fn check<T>(
    body: Option<&T>,
    faults: &mut Faults,
    check: impl FnOnce(&T, &At<'_>, &mut Found),
) {
    let Some(body) = body else { return };
    let mut found = Found::default();
    check(body, &At::Root, &mut found);
    faults.extend(found.into_iter().map(|violation| {
        let steps = violation.path.into_iter().map(|step| match step {
            Step::Member(name) => Segment::from(name),
            Step::Item(index) => Segment::from(index),
        });
        let breach = Breach {
            keyword: violation.keyword,
            message: violation.message,
        };
        Problem::from(breach).at([Segment::from("body")].into_iter().chain(steps))
    }));
}
