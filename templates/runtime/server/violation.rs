//! Values that can be read and break a rule of the document.

use super::super::support::check::Breach;
use super::super::support::validate::{At, Found, Step};
use super::fault::{Fault, Faults, Problem, Segment};
use super::reviewed::Reviewed;

/// Checks a body, if there is one: each violation is a fault of its own. Gives the body that fits its type.
pub fn check<T>(
    body: impl Into<Reviewed<T>>,
    faults: &mut Faults,
    check: impl FnOnce(&T, &At<'_>, &mut Found),
) -> Option<T> {
    let body = body.into();
    if let Some(value) = body.value() {
        let found = of([Segment::from("body")], value, check).into_iter();
        faults.extend(found.filter(|fault| body.is_sure(fault)));
    }
    body.fitting()
}

/// A check of the parts of a value, wherever it is.
pub fn parts<T, L: IntoIterator<Item = Segment>>(
    check: impl FnOnce(&T, &At<'_>, &mut Found),
) -> impl FnOnce(&T, L) -> Vec<Fault> {
    move |value, location| of(location, value, check)
}

fn of<T>(
    location: impl IntoIterator<Item = Segment>,
    value: &T,
    check: impl FnOnce(&T, &At<'_>, &mut Found),
) -> Vec<Fault> {
    let mut found = Found::default();
    check(value, &At::Root, &mut found);
    let location: Vec<Segment> = location.into_iter().collect();
    let faults = found.into_iter().map(|violation| {
        let steps = violation.path.into_iter().map(|step| match step {
            Step::Member(name) => Segment::from(name),
            Step::Item(index) => Segment::from(index),
        });
        let breach = Breach {
            keyword: violation.keyword,
            message: violation.message,
        };
        Problem::from(breach).at(location.iter().cloned().chain(steps))
    });
    faults.collect()
}
