//! Which list of a page is the one that is paged through.

use super::Path;
use super::body::{Kind, Member};
use super::operation::Asked;
use super::words::{self, plain};
use crate::ir::{PathPiece, SchemaId};

/// The list that is paged through.
pub(super) struct List {
    pub path: Path,
    /// What its items are.
    pub item: SchemaId,
    /// Whether it is the body itself, or one whose name says that it is the list that is asked for.
    pub is_named: bool,
}

/// The body itself, or a list in it or in an object around it. Where there are several lists the names have to say which one
/// is meant.
pub(super) fn find(asked: &Asked<'_>) -> Option<List> {
    if let Some(item) = asked.body.own_items() {
        return Some(List {
            path: Path::default(),
            item,
            is_named: true,
        });
    }
    let subject = subject(asked);
    let is_named = |name: &str| words::ITEMS.contains(&name) || Some(name) == subject.as_deref();
    let members = asked.body.members().filter(|member| is_of_page(member));
    let lists: Vec<&Member> = members
        .filter(|member| asked.body.is(member.schema, Kind::List))
        .filter(|member| is_named(member.name()) || !is_beside(member.name()))
        .collect();
    let is_shallow = |member: &&Member| member.names.len() == 1;
    let shallow: Vec<&Member> = lists.iter().copied().filter(is_shallow).collect();
    let list = match shallow.as_slice() {
        [] => one_of(&lists, subject.as_deref()),
        shallow => one_of(shallow, subject.as_deref()),
    }?;
    let is_named = is_named(list.name());
    // What has the name of a list and is none, such as a map, holds the items then.
    let is_beside_map = asked.body.members().any(|member| {
        let is_other = member.name() == "items" && !asked.body.is(member.schema, Kind::List);
        is_shallow(&member) && is_other
    });
    (is_named || !is_beside_map).then_some(List {
        path: list.path.clone(),
        item: asked.body.items(list.schema)?,
        is_named,
    })
}

/// Whether the way to a list leads through nothing but what is around a page.
fn is_of_page(list: &Member) -> bool {
    let mut around = list.names.iter().rev().skip(1);
    around.all(|name| words::AROUND.contains(&name.as_str()))
}

/// The only list, or the only one of a name that lists of items have.
fn one_of<'a>(lists: &[&'a Member], subject: Option<&str>) -> Option<&'a Member> {
    let only = |is_meant: &dyn Fn(&str) -> bool| {
        let mut meant = lists.iter().filter(|list| is_meant(list.name()));
        let first = meant.next()?;
        meant.next().is_none().then_some(*first)
    };
    only(&|_| true)
        .or_else(|| only(&|name| words::ITEMS.contains(&name)))
        .or_else(|| only(&|name| Some(name) == subject))
}

/// What the path ends with: the items are often called the same.
fn subject(asked: &Asked<'_>) -> Option<String> {
    let PathPiece::Literal(text) = asked.operation.path.0.last()? else {
        return None;
    };
    let last = text.rsplit('/').find(|segment| !segment.is_empty())?;
    Some(plain(last))
}

/// Whether a list is one that stands beside that of a page.
fn is_beside(name: &str) -> bool {
    words::BESIDE.contains(&name) || name.starts_with("related")
}
