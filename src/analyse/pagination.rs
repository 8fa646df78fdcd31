//! Operations that answer page by page.
//!
//! Nothing in a document says so. An operation is taken for one when its parameters and its answer have the names and types
//! that such operations have everywhere.

use std::collections::BTreeMap;

use serde::Serialize;

use super::envelope::plain;
use super::outcome::Outcomes;
use super::shapes::BodyShape;
use crate::ir::{
    Api, Method, Object, Operation, OperationId, ParameterLocation, SchemaId, SchemaKind,
};

/// The paginated operations.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Pagination {
    offset: BTreeMap<OperationId, OffsetPagination>,
}

impl Pagination {
    /// Whether no operation is paginated.
    pub fn is_empty(&self) -> bool {
        self.offset.is_empty()
    }

    /// How an operation pages by offset, if it does.
    pub fn offset(&self, operation: OperationId) -> Option<OffsetPagination> {
        self.offset.get(&operation).copied()
    }
}

/// A page is asked for by how many items come before it, and says how many there are in all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct OffsetPagination {
    /// The parameter that says how many items a page holds at most.
    pub limit: usize,
    /// The parameter that says how many items come before the page.
    pub offset: usize,
    /// The property that holds the items.
    pub items: usize,
    /// What an item is.
    pub item: SchemaId,
    /// The property that says how many items there are on all pages.
    pub total: usize,
}

const LIMIT: [&str; 7] = [
    "limit",
    "perpage",
    "pagesize",
    "size",
    "maxresults",
    "count",
    "take",
];
const OFFSET: [&str; 5] = ["offset", "skip", "start", "startat", "startindex"];
const TOTAL: [&str; 7] = [
    "total",
    "totalcount",
    "totalresults",
    "totalitems",
    "totalsize",
    "totalelements",
    "count",
];

/// Looks at every operation.
pub(super) fn recognise(api: &Api, outcomes: &Outcomes) -> Pagination {
    let numbered = (0..).map(OperationId).zip(&api.operations);
    let offset =
        numbered.filter_map(|(id, operation)| Some((id, by_offset(api, outcomes, id, operation)?)));
    Pagination {
        offset: offset.collect(),
    }
}

fn by_offset(
    api: &Api,
    outcomes: &Outcomes,
    id: OperationId,
    operation: &Operation,
) -> Option<OffsetPagination> {
    let BodyShape::Json(body) = outcomes.get(id)?.success_body()? else {
        return None;
    };
    let SchemaKind::Object(page) = &api.schemas.resolve(body).1.kind else {
        return None;
    };
    if operation.method != Method::Get {
        return None;
    }
    let (items, item) = only_list(api, page)?;
    Some(OffsetPagination {
        limit: query_integer(api, operation, &LIMIT)?,
        offset: query_integer(api, operation, &OFFSET)?,
        total: integer_property(api, page, &TOTAL)?,
        items,
        item,
    })
}

/// The list of a page: a page with two of them does not say which one is paged through.
fn only_list(api: &Api, page: &Object) -> Option<(usize, SchemaId)> {
    let mut lists = page
        .properties
        .values()
        .enumerate()
        .filter_map(|(index, property)| {
            let SchemaKind::Array(array) = &api.schemas.resolve(property.schema).1.kind else {
                return None;
            };
            (!api.schemas.is_nullable(property.schema)).then_some((index, array.items))
        });
    let first = lists.next()?;
    lists.next().is_none().then_some(first)
}

fn query_integer(api: &Api, operation: &Operation, names: &[&str]) -> Option<usize> {
    operation.parameters.iter().position(|parameter| {
        parameter.location == ParameterLocation::Query
            && !parameter.required
            && names.contains(&plain(&parameter.name).as_str())
            && is_integer(api, parameter.schema)
    })
}

fn integer_property(api: &Api, page: &Object, names: &[&str]) -> Option<usize> {
    page.properties.iter().position(|(name, property)| {
        property.required
            && names.contains(&plain(name).as_str())
            && is_integer(api, property.schema)
    })
}

fn is_integer(api: &Api, schema: SchemaId) -> bool {
    matches!(api.schemas.resolve(schema).1.kind, SchemaKind::Integer(_))
        && !api.schemas.is_nullable(schema)
}
