//! Pages that are asked for by their numbers.

use super::body::Kind;
use super::operation::{Asked, is_number};
use super::words;
use super::{More, Source, Way};

/// A page that says where the pages end.
pub(super) fn with_end(asked: &Asked<'_>, more: Option<&More>) -> Option<Way> {
    let way = way(asked)?;
    let Way::Page { pages, total, .. } = &way else {
        return None;
    };
    (pages.is_some() || total.is_some() || more.is_some()).then_some(way)
}

/// One that does not: the pages end with an empty one. The number of a page alone could be that of a page in a book, so it has
/// to be said how many items a page holds.
pub(super) fn without_end(asked: &Asked<'_>) -> Option<Way> {
    asked.query(words::LIMIT, is_number)?;
    way(asked)
}

fn way(asked: &Asked<'_>) -> Option<Way> {
    let parameter = asked.query(words::PAGE, is_number)?;
    let own = asked.body.about(words::OWN_PAGE, Kind::Integer);
    Some(Way::Page {
        parameter,
        first: first(asked, parameter),
        own: own.map(Source::Body),
        pages: asked.number(words::PAGES),
        total: asked.number(words::TOTAL),
    })
}

/// What the document says, or 0 for an index, else 1.
pub(super) fn first(asked: &Asked<'_>, parameter: usize) -> i64 {
    let name = asked.parameter(parameter).map(|it| words::plain(&it.name));
    let usual = i64::from(name.as_deref() != Some("pageindex"));
    asked.first(parameter).unwrap_or(usual)
}
