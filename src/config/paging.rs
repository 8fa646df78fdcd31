//! How an operation pages, as a user says it where oasmith would have it otherwise.

use super::hand::{Choice, Said};

/// Whether and how an operation pages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paging {
    /// The way, by its name; `None` where the operation does not page.
    pub(crate) kind: Option<Said>,
    /// What the way needs, by name.
    pub(crate) said: Vec<Choice>,
}

/// The ways to page, each with what can be said of it.
pub(crate) const WAYS: [(&str, &[&str]); 5] = [
    ("offset", &["offset", "total", "first", "items", "more"]),
    (
        "page",
        &["page", "pages", "total", "first", "items", "more"],
    ),
    ("cursor", &["cursor", "next", "items", "more"]),
    ("url", &["next", "items", "more"]),
    ("link", &["items", "more"]),
];

impl Paging {
    /// The operation does not page.
    pub fn none() -> Self {
        Self {
            kind: None,
            said: Vec::new(),
        }
    }

    /// Pages are asked for by how many items come before them, in this query parameter.
    pub fn offset(parameter: impl Into<String>) -> Self {
        Self::by("offset").with("offset", parameter)
    }

    /// Pages are asked for by their numbers, in this query parameter.
    pub fn page(parameter: impl Into<String>) -> Self {
        Self::by("page").with("page", parameter)
    }

    /// A page says what the next one is asked for with: `next` is the path to it, such as `paging.next.after`, or a header,
    /// such as `header:X-Next`. It goes into this query parameter.
    pub fn cursor(parameter: impl Into<String>, next: impl Into<String>) -> Self {
        Self::by("cursor")
            .with("cursor", parameter)
            .with("next", next)
    }

    /// A page says the address of the next one, at this path.
    pub fn url(next: impl Into<String>) -> Self {
        Self::by("url").with("next", next)
    }

    /// The header `Link` says the address of the next page.
    pub fn link() -> Self {
        Self::by("link")
    }

    /// The path to the items, such as `data.items`. Otherwise oasmith looks for them.
    #[must_use]
    pub fn items(self, path: impl Into<String>) -> Self {
        self.with("items", path)
    }

    /// The path to the number of items on all pages, or a header, such as `header:X-Total-Count`.
    #[must_use]
    pub fn total(self, path: impl Into<String>) -> Self {
        self.with("total", path)
    }

    /// The path to the number of pages, or a header.
    #[must_use]
    pub fn pages(self, path: impl Into<String>) -> Self {
        self.with("pages", path)
    }

    /// The path to whether there is more, such as `has_more`; or whether there is not, such as `!is_last`.
    #[must_use]
    pub fn more(self, path: impl Into<String>) -> Self {
        self.with("more", path)
    }

    /// The first offset, or the number of the first page.
    #[must_use]
    pub fn first(self, first: i64) -> Self {
        self.with("first", first.to_string())
    }

    fn by(kind: &str) -> Self {
        Self {
            kind: Some(kind.to_owned().into()),
            said: Vec::new(),
        }
    }

    fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.said.push(Choice::new(name, value));
        self
    }

    /// What was said under this name.
    pub(crate) fn get(&self, name: &str) -> Option<&Said> {
        let mut said = self.said.iter().rev();
        said.find(|choice| choice.key.text == name)
            .map(|choice| &choice.value)
    }
}
