//! How many calls a document asks for.

use std::collections::HashSet;

use serde_json::Value;

use super::{METHODS, SECTIONS, operations_of};
use crate::diagnostic::Pointer;
use crate::document::{Document, keywords};

/// Whether a document has more than `most` operations, webhooks and callbacks: each becomes a call of its own. A callback that
/// several operations refer to is written out in each of them by now, and one call all the same.
pub fn has_more_operations(document: &Document, most: usize) -> bool {
    let mut counting = Counting {
        document,
        open: Vec::new(),
        seen: HashSet::new(),
    };
    for section in SECTIONS {
        let items = document.root.0.get(section).and_then(Value::as_object);
        let place = Pointer::root().join(section);
        for (path, item) in items.into_iter().flatten() {
            counting.add(&place.join(path), item);
        }
    }
    counting.nth(most).is_some()
}

/// Goes over all operations, and from each to its callbacks.
struct Counting<'d> {
    document: &'d Document,
    open: Vec<(Pointer, &'d Value)>,
    /// The callbacks that were met: the name, the expression, and where the path item stands in the source.
    seen: HashSet<(&'d str, &'d str, Pointer)>,
}

impl<'d> Counting<'d> {
    fn add(&mut self, place: &Pointer, item: &'d Value) {
        for (method, operation) in operations_of(item) {
            let key = method.to_ascii_lowercase();
            let place = match METHODS.contains(&key.as_str()) {
                true => place.join(key),
                false => place.join(keywords::OPERATIONS).join(method),
            };
            self.open.push((place, operation));
        }
    }

    fn add_callbacks(&mut self, place: &Pointer, operation: &'d Value) {
        let callbacks = operation.get("callbacks").and_then(Value::as_object);
        for (name, callback) in callbacks.into_iter().flatten() {
            let place = place.join("callbacks").join(name);
            for (expression, item) in callback.as_object().into_iter().flatten() {
                let place = place.join(expression);
                let origin = self.document.origin(&place);
                if self.seen.insert((name, expression, origin)) {
                    self.add(&place, item);
                }
            }
        }
    }
}

impl Iterator for Counting<'_> {
    type Item = ();

    fn next(&mut self) -> Option<()> {
        let (place, operation) = self.open.pop()?;
        self.add_callbacks(&place, operation);
        Some(())
    }
}
