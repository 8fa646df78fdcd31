//! Pages that are asked for by how many items come before them.

use super::operation::{Asked, is_number};
use super::words;
use super::{More, Source, Way};

/// A page that says how many items there are in all, or whether there are more.
pub(super) fn with_end(asked: &Asked<'_>, more: Option<&More>) -> Option<Way> {
    let names = [words::OFFSET, words::START].concat();
    let parameter = asked.query(&names, is_number)?;
    asked.query(words::LIMIT, is_number)?;
    let total = asked.number(words::TOTAL);
    (total.is_some() || more.is_some()).then(|| way(asked, parameter, total))
}

/// One that does not: the pages end with an empty one. What a start is of is not certain then.
pub(super) fn without_end(asked: &Asked<'_>) -> Option<Way> {
    let parameter = asked.query(words::OFFSET, is_number)?;
    asked.query(words::LIMIT, is_number)?;
    Some(way(asked, parameter, None))
}

fn way(asked: &Asked<'_>, parameter: usize, total: Option<Source>) -> Way {
    Way::Offset {
        parameter,
        first: first(asked, parameter),
        total,
    }
}

/// What the document says, or the first index where that is usual (RFC 7644, section 3.4.2.4), or nothing before it.
pub(super) fn first(asked: &Asked<'_>, parameter: usize) -> i64 {
    let name = asked.parameter(parameter).map(|it| words::plain(&it.name));
    let usual = i64::from(name.as_deref() == Some("startindex"));
    asked.first(parameter).unwrap_or(usual)
}
