//! Operations that answer page by page.
//!
//! Nothing in a document says so. An operation is taken for one when its parameters and its answer have the names and types
//! that such operations have everywhere. A stream of pages that are none would be worse than no stream, so each rule asks for
//! two things that fit together: something to ask with, and something in the answer that leads on. A user can say otherwise.

mod body;
mod chosen;
mod cursor;
mod items;
mod linked;
mod numbered;
mod offset;
mod operation;
mod words;

use std::collections::BTreeMap;

use serde::Serialize;

use super::outcome::Outcomes;
use crate::config::Config;
use crate::diagnostic::Diagnostics;
use crate::ir::{Api, Method, OperationId, SchemaId};

use operation::Asked;

/// The paginated operations.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Pagination(BTreeMap<OperationId, Pages>);

impl Pagination {
    /// Whether no operation is paginated.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How an operation pages, if it does.
    pub fn get(&self, operation: OperationId) -> Option<&Pages> {
        self.0.get(&operation)
    }

    /// How the operations page.
    pub fn all(&self) -> impl Iterator<Item = &Pages> {
        self.0.values()
    }
}

/// How an operation pages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Pages {
    /// What a page is.
    pub body: SchemaId,
    /// Where a page has its items.
    pub items: Path,
    /// What an item is.
    pub item: SchemaId,
    /// How to go on.
    pub way: Way,
    /// What says whether there is more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub more: Option<More>,
}

/// How to go on from a page. Parameters are given by their position in the operation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Way {
    /// A page is asked for by how many items come before it.
    Offset {
        /// The parameter that says how many.
        parameter: usize,
        /// What the first page is asked for with.
        first: i64,
        /// How many items there are on all pages.
        #[serde(skip_serializing_if = "Option::is_none")]
        total: Option<Source>,
    },
    /// A page is asked for by its number.
    Page {
        /// The parameter that says which.
        parameter: usize,
        /// The number of the first page.
        first: i64,
        /// Where a page says its own number.
        #[serde(skip_serializing_if = "Option::is_none")]
        own: Option<Source>,
        /// How many pages there are.
        #[serde(skip_serializing_if = "Option::is_none")]
        pages: Option<Source>,
        /// How many items there are on all pages.
        #[serde(skip_serializing_if = "Option::is_none")]
        total: Option<Source>,
    },
    /// A page says what the next one is asked for with.
    Cursor {
        /// The parameter that takes it.
        parameter: usize,
        /// Where a page says it.
        next: Source,
    },
    /// A page says the address of the next one.
    Url {
        /// Where.
        next: Source,
    },
    /// The header `Link` says the address of the next page.
    Link,
}

impl Way {
    /// The word for it, in `oasmith.toml` and in the report.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Offset { .. } => "offset",
            Self::Page { .. } => "page",
            Self::Cursor { .. } => "cursor",
            Self::Url { .. } => "url",
            Self::Link => "link",
        }
    }

    /// Whether a page says how many there are.
    const fn is_counted(&self) -> bool {
        match self {
            Self::Offset { total, .. } => total.is_some(),
            Self::Page { pages, total, .. } => pages.is_some() || total.is_some(),
            Self::Cursor { .. } | Self::Url { .. } | Self::Link => false,
        }
    }

    /// The parameter that is another one for each page.
    pub const fn parameter(&self) -> Option<usize> {
        match self {
            Self::Offset { parameter, .. }
            | Self::Page { parameter, .. }
            | Self::Cursor { parameter, .. } => Some(*parameter),
            Self::Url { .. } | Self::Link => None,
        }
    }
}

/// The way to a member of a body: the position of a property in each object on the way. None at all is the body itself.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Path(pub Vec<usize>);

/// Where something is said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// In the body.
    Body(Path),
    /// In a header.
    Header(String),
    /// In the last item.
    LastItem(Path),
}

/// What says whether there is more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct More {
    /// Where.
    pub source: Path,
    /// Whether it says that this page is the last.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub is_end: bool,
}

/// Looks at every operation.
pub(super) fn recognise(
    api: &Api,
    outcomes: &Outcomes,
    config: &Config,
    sink: &mut Diagnostics,
) -> Pagination {
    let chosen = chosen::by_operation(api, config, sink);
    let mut found = BTreeMap::new();
    for (id, operation) in (0..).map(OperationId).zip(&api.operations) {
        let choice = chosen.get(&id);
        let may_page = operation.is_of_api() && operation.method == Method::Get;
        if choice.is_none() && !may_page {
            continue;
        }
        let asked = Asked::new(api, operation, outcomes.get(id));
        let pages = match choice {
            Some(choice) => chosen::follow(asked.as_ref(), choice, sink),
            None => asked.as_ref().and_then(infer),
        };
        found.extend(pages.map(|pages| (id, pages)));
    }
    Pagination(found)
}

/// The first way that fits. What a page itself says of the next comes before what can only be counted.
fn infer(asked: &Asked<'_>) -> Option<Pages> {
    let list = items::find(asked)?;
    let (items, item) = (list.path, list.item);
    let more = asked.more();
    let way = cursor::infer(asked)
        .or_else(|| cursor::by_last_item(asked, item, more.as_ref()))
        .or_else(|| offset::with_end(asked, more.as_ref()))
        .or_else(|| numbered::with_end(asked, more.as_ref()))
        .or_else(|| linked::by_url(asked))
        .or_else(|| linked::by_header(asked))
        .or_else(|| offset::without_end(asked))
        .or_else(|| numbered::without_end(asked))?;
    // A list of texts in an object may be anything, such as the tags of the one thing that is asked for.
    let is_certain = list.is_named || more.is_some() || asked.is_object(item) || way.is_counted();
    is_certain.then_some(Pages {
        body: asked.body.schema,
        items,
        item,
        way,
        more,
    })
}
