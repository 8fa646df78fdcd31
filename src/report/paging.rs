//! How an operation pages, by the names that the document has.

use serde::Serialize;

use crate::analyse::{Pages, Path, Source, Way};
use crate::ir::{Api, Operation, SchemaId, SchemaKind};

/// How an operation pages. The keys are those of `[pagination]` in `oasmith.toml`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct PagingRow {
    /// The way.
    pub kind: &'static str,
    /// The parameter that is another one for each page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parameter: Option<String>,
    /// What it is at first, where it is a number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first: Option<i64>,
    /// Where a page says what comes next.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
    /// Where a page says how many items there are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total: Option<String>,
    /// Where a page says how many pages there are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pages: Option<String>,
    /// Where a page says whether there is more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub more: Option<String>,
    /// Where a page has its items; empty where it is a list itself.
    pub items: String,
}

impl PagingRow {
    /// The row of an operation that pages like that.
    pub(super) fn new(api: &Api, operation: &Operation, pages: &Pages) -> Self {
        let source = |source: &Source| match source {
            Source::Header(name) => format!("header:{name}"),
            Source::Body(path) => names(api, pages.body, path),
            Source::LastItem(path) => {
                let items = names(api, pages.body, &pages.items);
                format!("{items}[-1].{}", names(api, pages.item, path))
            }
        };
        let parameter = pages.way.parameter();
        let parameter = parameter.and_then(|position| operation.parameters.get(position));
        let row = Self {
            kind: pages.way.name(),
            parameter: parameter.map(|parameter| parameter.name.clone()),
            items: names(api, pages.body, &pages.items),
            more: pages.more.as_ref().map(|more| {
                let mark = if more.is_end { "!" } else { "" };
                format!("{mark}{}", names(api, pages.body, &more.source))
            }),
            ..Self::default()
        };
        match &pages.way {
            Way::Offset { first, total, .. } => Self {
                first: Some(*first),
                total: total.as_ref().map(source),
                ..row
            },
            Way::Page {
                first,
                pages,
                total,
                ..
            } => Self {
                first: Some(*first),
                pages: pages.as_ref().map(source),
                total: total.as_ref().map(source),
                ..row
            },
            Way::Cursor { next, .. } | Way::Url { next } => Self {
                next: Some(source(next)),
                ..row
            },
            Way::Link => Self {
                next: Some("header:link".to_owned()),
                ..row
            },
        }
    }
}

/// The names on a path, with dots between.
fn names(api: &Api, root: SchemaId, path: &Path) -> String {
    let mut schema = root;
    let mut names: Vec<&str> = Vec::new();
    for position in &path.0 {
        let SchemaKind::Object(object) = &api.schemas.resolve(schema).1.kind else {
            break;
        };
        let Some((name, property)) = object.properties.get_index(*position) else {
            break;
        };
        names.push(name);
        schema = property.schema;
    }
    names.join(".")
}
