//! What a JSONPath (RFC 9535) selects, within bounds.
//!
//! The crate that evaluates it does so by recursion, over the path and over the document, and gathers every match in
//! memory. So this looks first at how long and how nested the path is, how deep the document, and how much it could visit.

use indexmap::IndexSet;
use serde_json::Value;
use serde_json_path::{JsonPath, PathElement};

use crate::diagnostic::{Code, Pointer};
use crate::document::read::tree::Extent;

/// The longest path, in bytes.
const LONGEST: usize = 4096;

/// How many brackets and parentheses may stand inside each other in a path. Reading them takes time that grows with a power
/// of it.
const NESTING: usize = 8;

/// How deep a document may be nested.
const DEPTH: usize = 512;

/// How many values a path may visit, as far as that can be told before.
const VISITS: usize = 20_000_000;

/// What a path counts that names every step.
const PLAIN: usize = 256;

/// How many values all paths of a document's overlays may visit together.
pub(super) const ALL_VISITS: usize = 10 * VISITS;

/// One key or index on the way from the root.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Step {
    /// A member of an object.
    Key(String),
    /// An item of an array.
    Index(usize),
}

/// The way from the root to a node.
pub(super) type Steps = Vec<Step>;

/// Why a path selects nothing.
#[derive(Debug)]
pub(super) struct Fault {
    /// What kind of thing.
    pub(super) code: Code,
    /// What is the matter.
    pub(super) message: String,
}

impl Fault {
    fn limit(message: String) -> Self {
        let code = Code::LimitReached;
        Self { code, message }
    }
}

/// Every node that a path selects, once, in the order in which it selects them.
///
/// What it could visit is taken out of `room`, which all paths share.
pub(super) fn select(
    root: &Value,
    path: &str,
    extent: Extent,
    room: &mut usize,
) -> Result<Vec<Steps>, Fault> {
    if path.len() > LONGEST {
        let message = format!("the path is longer than {LONGEST} bytes");
        return Err(Fault::limit(message));
    }
    let outline = Outline::of(path);
    if outline.nesting > NESTING {
        let message = format!("more than {NESTING} brackets of the path stand inside each other");
        return Err(Fault::limit(message));
    }
    if extent.depth > DEPTH {
        let message =
            format!("overlays apply to documents that are nested up to {DEPTH} levels deep");
        return Err(Fault::limit(message));
    }
    let visits = outline.visits(extent);
    if visits > VISITS {
        let message = format!(
            "the path could visit more than {VISITS} values of this document; use fewer `..`, \
             `,` and `$` in it"
        );
        return Err(Fault::limit(message));
    }
    let Some(rest) = room.checked_sub(visits) else {
        *room = 0;
        let message = format!(
            "the paths of the overlays could visit more than {ALL_VISITS} values of this document together"
        );
        return Err(Fault::limit(message));
    };
    *room = rest;
    let parsed = JsonPath::parse(path).map_err(|error| Fault {
        code: Code::InvalidOverlay,
        message: format!("`{path}` is no JSONPath: {error}"),
    })?;
    let found = parsed.query_located(root);
    let found: IndexSet<Steps> = found
        .locations()
        .map(|location| location.iter().map(step).collect())
        .collect();
    Ok(found.into_iter().collect())
}

fn step(element: &PathElement<'_>) -> Step {
    match element {
        PathElement::Name(name) => Step::Key((*name).to_owned()),
        PathElement::Index(index) => Step::Index(*index),
    }
}

/// The node at the end of the way.
pub(super) fn follow<'t>(root: &'t mut Value, steps: &[Step]) -> Option<&'t mut Value> {
    steps.iter().try_fold(root, |value, step| match step {
        Step::Key(key) => value.get_mut(key),
        Step::Index(index) => value.get_mut(*index),
    })
}

/// The same way as a pointer.
pub(super) fn pointer(steps: &[Step]) -> Pointer {
    steps
        .iter()
        .fold(Pointer::root(), |pointer, step| match step {
            Step::Key(key) => pointer.join(key),
            Step::Index(index) => pointer.join(index),
        })
}

/// What of a path decides how much it can visit.
#[derive(Debug, Default, PartialEq, Eq)]
struct Outline {
    /// Brackets and parentheses inside each other.
    nesting: usize,
    /// How often it goes through all that is below.
    descents: u32,
    /// How often it begins at the root anew.
    restarts: u32,
    /// Whether it names every step, and so visits one value for each.
    is_plain: bool,
    /// How many nodes its lists of selectors make of one.
    fold: usize,
}

impl Outline {
    fn of(path: &str) -> Self {
        let mut outline = Self {
            fold: 1,
            is_plain: true,
            ..Self::default()
        };
        let mut open: Vec<usize> = Vec::new();
        let mut quote = None;
        let mut characters = path.chars().peekable();
        while let Some(character) = characters.next() {
            match (quote, character) {
                (Some(_), '\\') => {
                    characters.next();
                }
                (Some(mark), _) if mark == character => quote = None,
                (Some(_), _) => {}
                (None, '\'' | '"') => quote = Some(character),
                (None, '[' | '(') => {
                    open.push(1);
                    outline.nesting = outline.nesting.max(open.len());
                }
                (None, ']' | ')') => {
                    let selectors = open.pop().unwrap_or(1);
                    outline.fold = outline.fold.saturating_mul(selectors);
                }
                (None, ',') => {
                    if let Some(selectors) = open.last_mut() {
                        *selectors = selectors.saturating_add(1);
                    }
                }
                (None, '*' | '?' | ':') => outline.is_plain = false,
                (None, '$') => outline.restarts += 1,
                (None, '.') if characters.next_if_eq(&'.').is_some() => outline.descents += 1,
                (None, _) => {}
            }
        }
        outline.restarts = outline.restarts.saturating_sub(1);
        outline
    }

    /// A bound on the values that are visited. Going down once visits every value at most once; going down from all of these
    /// visits each once for every value around it.
    fn visits(&self, extent: Extent) -> usize {
        if self.is_plain && self.descents == 0 {
            return self.fold.saturating_mul(PLAIN);
        }
        let depth = extent.depth.max(1);
        let again = depth.saturating_pow(self.descents.saturating_sub(1));
        let restarts = extent.nodes.saturating_pow(self.restarts);
        extent
            .nodes
            .saturating_mul(again)
            .saturating_mul(restarts)
            .saturating_mul(self.fold)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_path_can_visit_is_seen_before() {
        let outline = Outline::of("$..a['x,y..$', \"\\\"\", 'z'][?$.b..c == (1)]");
        let expected = Outline {
            nesting: 2,
            descents: 2,
            restarts: 1,
            fold: 3,
            is_plain: false,
        };
        assert_eq!(outline, expected);
    }
}
