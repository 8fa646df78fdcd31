//! What the text of a reference points to.

use std::collections::VecDeque;

use serde_json::Value;

use crate::diagnostic::Pointer;
use crate::document::grammar::{Node, Shape};

/// How many references a pointer may pass through on its way.
const MOST_HOPS: usize = 32;

/// What the text of a reference is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Address {
    /// A place in this document, by its keys.
    Here(Vec<String>),
    /// A place in another document.
    Elsewhere,
    /// `#name`, which OpenAPI 3.0 does not know.
    Anchor,
}

/// Reads a reference: a URI reference whose fragment is a JSON pointer (RFC 6901, section 6).
pub(crate) fn parse(text: &str) -> Address {
    let Some(fragment) = text.strip_prefix('#') else {
        return Address::Elsewhere;
    };
    if fragment.is_empty() {
        return Address::Here(Vec::new());
    }
    if !fragment.starts_with('/') {
        return Address::Anchor;
    }
    Address::Here(Pointer::parse(&percent_decoded(fragment)).keys().collect())
}

/// Replaces `%20` and the like by what they stand for; what stands for nothing stays.
fn percent_decoded(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, tail)) = rest.split_first() {
        let decoded = tail
            .get(..2)
            .filter(|_| *first == b'%')
            .and_then(|digits| std::str::from_utf8(digits).ok())
            .filter(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()))
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        bytes.push(decoded.unwrap_or(*first));
        rest = match decoded {
            Some(_) => tail.get(2..).unwrap_or(&[]),
            None => tail,
        };
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

/// What the grammar expects at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Spot {
    /// An object of the specification.
    Node(Node),
    /// An array or a map of such objects.
    Container(Node),
    /// Something else that the specification knows, or what is in it: texts, examples, defaults.
    Free,
    /// Nothing that it knows: extensions, and keywords of other versions. Documents keep schemas there, too.
    Outside,
}

impl Spot {
    fn member(self, key: &str) -> Self {
        match self {
            Self::Container(node) => Self::Node(node),
            Self::Free => Self::Free,
            Self::Outside => Self::Outside,
            Self::Node(node) => match node.kind.shape(key) {
                Some(Shape::Object(node)) => Self::Node(node),
                Some(Shape::AdditionalProperties) => Self::Node(Node::SCHEMA),
                Some(Shape::Array(node) | Shape::Map(node)) => Self::Container(node),
                Some(_) => Self::Free,
                None => Self::Outside,
            },
        }
    }
}

/// A place that exists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    /// Its keys in the tree, without the references that were passed.
    pub(super) keys: Vec<String>,
    /// What the grammar expects there.
    pub(super) spot: Spot,
}

/// Follows keys from the root, through references where a key stands behind one.
pub(super) fn find(root: &Value, keys: &[String]) -> Option<Found> {
    let mut rest: VecDeque<String> = keys.iter().cloned().collect();
    let mut found = Found {
        keys: Vec::new(),
        spot: Spot::Node(Node::DOCUMENT),
    };
    let mut value = root;
    let mut hops = 0;
    while let Some(key) = rest.pop_front() {
        if let Some(next) = child(value, &key) {
            value = next;
            found.spot = found.spot.member(&key);
            found.keys.push(key);
            continue;
        }
        let behind = reference(value).map(parse);
        let Some(Address::Here(other)) = behind.filter(|_| hops < MOST_HOPS) else {
            return None;
        };
        hops += 1;
        rest.push_front(key);
        for key in other.into_iter().rev() {
            rest.push_front(key);
        }
        value = root;
        found = Found {
            keys: Vec::new(),
            spot: Spot::Node(Node::DOCUMENT),
        };
    }
    Some(found)
}

/// The text of a Reference Object.
pub(super) fn reference(value: &Value) -> Option<&str> {
    value.as_object()?.get("$ref")?.as_str()
}

fn child<'v>(value: &'v Value, key: &str) -> Option<&'v Value> {
    match value {
        Value::Object(members) => members.get(key),
        Value::Array(items) => items.get(index(key)?),
        _ => None,
    }
}

/// An index of an array, as a pointer writes it.
fn index(key: &str) -> Option<usize> {
    let canonical = key == "0" || !key.starts_with(['0', '+']);
    key.parse().ok().filter(|_| canonical)
}

/// The value at these keys.
pub(crate) fn get<'v>(root: &'v Value, keys: &[String]) -> Option<&'v Value> {
    keys.iter().try_fold(root, |value, key| child(value, key))
}

/// The value at these keys, to change it.
pub(crate) fn get_mut<'v>(root: &'v mut Value, keys: &[String]) -> Option<&'v mut Value> {
    keys.iter().try_fold(root, |value, key| match value {
        Value::Object(members) => members.get_mut(key),
        Value::Array(items) => items.get_mut(index(key)?),
        _ => None,
    })
}

/// Keys as a pointer.
pub(crate) fn pointer(keys: &[String]) -> Pointer {
    keys.iter()
        .fold(Pointer::root(), |place, key| place.join(key))
}
