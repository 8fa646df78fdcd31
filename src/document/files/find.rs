//! What the text of a reference points to, through as many files and references as it takes.

use std::collections::VecDeque;

use serde_json::{Map, Value};

use super::store::{ROOT, Store, limit};
use crate::diagnostic::{Code, Pointer, similar};
use crate::document::grammar::Kind;
use crate::document::refs::Broken;
use crate::document::refs::target::{child, get, percent_decoded, reference};

/// How many references may lead to each other.
const MOST_HOPS: usize = 100;

/// How many names are compared altogether, to suggest one for a reference without a target.
const MOST_COMPARED: usize = 200_000;

/// How many keys a pointer may have; far more than any place of the specification is deep, unless by recursion.
const MOST_KEYS: usize = 200;

/// A place in a file.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Target {
    /// The number of the file.
    pub(super) file: usize,
    /// The keys of the place, behind all references.
    pub(super) keys: Vec<String>,
}

/// Finds what `text` in the file `from` points to. `kind` is what is expected; a schema, or a path item, that holds more
/// than a reference is an end, and so is every place in the root document.
pub(super) fn find(
    store: &mut Store,
    text: &str,
    from: usize,
    kind: Option<Kind>,
) -> Result<Target, Broken> {
    let (mut file, mut rest) = address(store, text, from)?;
    let mut done: Vec<String> = Vec::new();
    for _ in 0..MOST_HOPS {
        let (end, value) = advance(store.tree(file), &mut done, &mut rest);
        let next = match end {
            End::Whole if file == ROOT => None,
            End::Whole => reference(value).filter(|_| is_alias(value, kind)),
            End::Blocked => reference(value),
        };
        let Some(next) = next.map(ToOwned::to_owned) else {
            return match end {
                End::Whole => Ok(Target { file, keys: done }),
                End::Blocked => Err(missing(store, text, file, &done, &rest)),
            };
        };
        let (other, keys) = address(store, &next, file)?;
        file = other;
        done.clear();
        for key in keys.into_iter().rev() {
            rest.push_front(key);
        }
    }
    Err(Broken {
        code: Code::ReferenceCycle,
        message: format!("`{text}` leads back to itself"),
        help: None,
    })
}

/// The place that `text` in the file `from` names, though there may be nothing but another reference.
pub(super) fn named(store: &mut Store, text: &str, from: usize) -> Option<Target> {
    let (file, keys) = address(store, text, from).ok()?;
    let keys: Vec<String> = keys.into_iter().collect();
    get(store.tree(file), &keys).map(|_| Target { file, keys })
}

#[derive(Debug, Clone, Copy)]
enum End {
    /// All keys were followed.
    Whole,
    /// The next key is not there.
    Blocked,
}

/// Follows as many keys as there are.
fn advance<'v>(
    root: &'v Value,
    done: &mut Vec<String>,
    rest: &mut VecDeque<String>,
) -> (End, &'v Value) {
    let mut value = root;
    while let Some(key) = rest.pop_front() {
        match child(value, &key) {
            Some(next) => {
                value = next;
                done.push(key);
            }
            None => {
                rest.push_front(key);
                return (End::Blocked, value);
            }
        }
    }
    (End::Whole, value)
}

/// Whether a reference is all that counts in a value.
fn is_alias(value: &Value, kind: Option<Kind>) -> bool {
    let is_reference_object =
        kind.is_some_and(|kind| kind != Kind::Schema && kind.section().is_some());
    is_reference_object || value.as_object().is_some_and(|members| members.len() == 1)
}

/// The file and the keys that the text of a reference names.
fn address(
    store: &mut Store,
    text: &str,
    from: usize,
) -> Result<(usize, VecDeque<String>), Broken> {
    let (address, fragment) = text.split_once('#').unwrap_or((text, ""));
    let file = store.open(address, from)?;
    if !fragment.is_empty() && !fragment.starts_with('/') {
        return Err(Broken {
            code: Code::UnresolvedReference,
            message: format!("`{text}` is no pointer"),
            help: Some("what follows the `#` of a reference begins with `/`".to_owned()),
        });
    }
    let keys: VecDeque<String> = Pointer::parse(&percent_decoded(fragment)).keys().collect();
    if keys.len() > MOST_KEYS {
        return Err(limit(format!(
            "a pointer into another file has more than {MOST_KEYS} keys"
        )));
    }
    Ok((file, keys))
}

fn missing(
    store: &mut Store,
    text: &str,
    file: usize,
    done: &[String],
    rest: &VecDeque<String>,
) -> Broken {
    let siblings = get(store.tree(file), done).and_then(Value::as_object);
    let count = siblings.map_or(0, Map::len);
    let has_room = store.compared.saturating_add(count) <= MOST_COMPARED;
    let meant = rest
        .front()
        .zip(siblings.filter(|_| has_room))
        .and_then(|(key, siblings)| similar(key, siblings.keys().map(String::as_str)));
    let help = meant.map(|meant| format!("did you mean `{meant}`?"));
    store.compared = store.compared.saturating_add(count);
    Broken {
        code: Code::UnresolvedReference,
        message: format!("`{text}` points to nothing in {}", store.shown(file)),
        help,
    }
}
