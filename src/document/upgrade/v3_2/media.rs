//! Media types (OpenAPI 3.2.0, Media Type Object and Encoding Object). 3.0 has no references to them, so they are written out.

use std::collections::{BTreeMap, HashMap};

use serde_json::{Value, json};

use super::context::Context;
use super::references::{member, own, text_of};
use super::{discard, take_reserved};
use crate::diagnostic::{Code, Pointer};
use crate::document::grammar::{Kind, Node, Shape};
use crate::document::keywords;
use crate::document::read::tree::{copy, measure};
use crate::document::refs::target::{self, Address};
use crate::document::upgrade::v3_1::edit::{Edit, Members};

/// How many references may lead to each other before a media type.
const MOST_HOPS: usize = 100;

/// What is written in the place of a reference to a media type, with where it stands; or what to say about the reference.
pub(super) type Shared = Result<(Members, Pointer), (Code, String)>;

/// Resolves references to media types; each is used so many times, and the copies may have no more than `most` values.
pub(super) fn shared(
    root: &Value,
    base: &str,
    references: BTreeMap<String, usize>,
    most: usize,
) -> HashMap<String, Shared> {
    let mut room = most;
    let mut resolve = |text: &str, uses: usize| {
        let keys = resolved(root, base, text)?;
        let Some(Value::Object(members)) = target::get(root, &keys) else {
            return Err(mismatch(text));
        };
        let written = written(members, &keys);
        let size: usize = written.values().map(|value| measure(value).nodes).sum();
        room = room
            .checked_sub(size.saturating_mul(uses))
            .ok_or_else(|| limit(most))?;
        Ok((written, target::pointer(&keys)))
    };
    references
        .into_iter()
        .map(|(text, uses)| {
            let shared = resolve(&text, uses);
            (text, shared)
        })
        .collect()
}

/// The keys of the media type behind a reference, and behind those to which it leads.
fn resolved(root: &Value, base: &str, text: &str) -> Result<Vec<String>, (Code, String)> {
    let missing = || {
        (
            Code::UnresolvedReference,
            format!("`{text}` points to nothing"),
        )
    };
    let mut next = text.to_owned();
    for _ in 0..MOST_HOPS {
        let Some(Address::Here(keys)) = own(&next, base).map(|text| target::parse(&text)) else {
            let message = format!("`{next}` is in another file, and none is read");
            return Err((Code::UnsupportedReference, message));
        };
        let found = target::find(root, &keys).ok_or_else(missing)?;
        if !is_media_type(&found.keys) {
            return Err(mismatch(text));
        }
        let value = target::get(root, &found.keys).ok_or_else(missing)?;
        match target::reference(value) {
            Some(text) => next = text.to_owned(),
            None => return Ok(found.keys),
        }
    }
    let message = format!("`{text}` leads back to itself");
    Err((Code::ReferenceCycle, message))
}

/// Whether a media type is expected there, or nothing that the specification knows.
fn is_media_type(keys: &[String]) -> bool {
    let document = Shape::Object(Node::DOCUMENT);
    let shape = keys
        .iter()
        .try_fold(document, |shape, key| member(shape, key));
    shape.is_none_or(|shape| matches!(shape, Shape::Object(node) if node.kind == Kind::MediaType))
}

fn mismatch(text: &str) -> (Code, String) {
    let kind = Kind::MediaType.name();
    let message = format!("`{text}` points to something else, where a {kind} is expected");
    (Code::MismatchedReference, message)
}

fn limit(most: usize) -> (Code, String) {
    let message = format!(
        "the document holds more than {most} values once its references to media types are written out"
    );
    (Code::LimitReached, message)
}

/// What stands for a media type elsewhere. All in it that can be referred to is, so that it stays one.
fn written(members: &Members, keys: &[String]) -> Members {
    let refer = |below: &[&str], value: &Value| {
        if target::reference(value).is_some() || !value.is_object() {
            return copy(value);
        }
        let below = below.iter().map(|key| (*key).to_owned());
        let keys: Vec<String> = keys.iter().cloned().chain(below).collect();
        json!({ "$ref": text_of(&keys) })
    };
    let refer_each = |below: &[&str], value: &Value| match value {
        Value::Object(members) => {
            let each = members.iter().map(|(name, value)| {
                let below: Vec<&str> = below.iter().copied().chain([name.as_str()]).collect();
                (name.clone(), refer(&below, value))
            });
            Value::Object(each.collect())
        }
        other => copy(other),
    };
    let encoding = |name: &str, value: &Value| match value {
        Value::Object(members) => {
            let each = members.iter().map(|(key, value)| {
                let value = match key.as_str() {
                    "headers" => refer_each(&["encoding", name, key], value),
                    _ => copy(value),
                };
                (key.clone(), value)
            });
            Value::Object(each.collect())
        }
        other => copy(other),
    };
    let each = members.iter().map(|(key, value)| {
        let value = match (key.as_str(), value) {
            ("schema" | "itemSchema", value) => refer(&[key], value),
            ("examples", value) => refer_each(&[key], value),
            ("encoding", Value::Object(all)) => {
                let all = all.iter();
                let all = all.map(|(name, value)| (name.clone(), encoding(name, value)));
                Value::Object(all.collect())
            }
            (_, value) => copy(value),
        };
        (key.clone(), value)
    });
    each.collect()
}

/// Writes a media type in the place of a reference to it; gives where it stands.
pub(super) fn write_out(
    members: &mut Members,
    context: &Context,
    edit: &mut Edit<'_>,
) -> Option<Pointer> {
    let Some(Value::String(text)) = members.get("$ref") else {
        return None;
    };
    match context.media.get(text)? {
        Ok((written, source)) => {
            let each = written.iter();
            *members = each
                .map(|(key, value)| (key.clone(), copy(value)))
                .collect();
            Some(source.clone())
        }
        Err((code, message)) => {
            edit.value(*code, "$ref", message.as_str());
            discard(members, "$ref");
            None
        }
    }
}

/// What is sent or received one after the other is a list to 3.0. Where both the items and the whole are described, the items
/// say more.
pub(super) fn translate(members: &mut Members, edit: &mut Edit<'_>) {
    take_reserved(members, keywords::ITEM_SCHEMA, edit);
    if let Some(items) = members.shift_remove("itemSchema") {
        discard(members, "schema");
        members.insert("schema".to_owned(), json!({"type": "array", "items": null}));
        if let Some(place) = members.get_mut("schema").and_then(|it| it.get_mut("items")) {
            *place = items;
        }
        members.insert(keywords::ITEM_SCHEMA.to_owned(), Value::Bool(true));
        edit.derived(&["schema"], &["itemSchema"]);
        edit.derived(&["schema", "items"], &["itemSchema"]);
    }
    leave_out(members, &["prefixEncoding", "itemEncoding"], edit);
}

/// How the parts of a part are written is not used yet.
pub(super) fn translate_encoding(members: &mut Members, edit: &mut Edit<'_>) {
    leave_out(
        members,
        &["encoding", "prefixEncoding", "itemEncoding"],
        edit,
    );
}

fn leave_out(members: &mut Members, keys: &[&str], edit: &mut Edit<'_>) {
    for key in keys {
        if members.contains_key(*key) {
            let message =
                format!("`{key}` is not used yet: the parts of the body are not told apart");
            edit.key(Code::UnsupportedFeature, key, message);
            discard(members, key);
        }
    }
}
