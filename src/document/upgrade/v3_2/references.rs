//! References: those by the document's own address (OpenAPI 3.2.0, OpenAPI Object), and those into what stands elsewhere after
//! this stage.

use serde_json::Value;

use super::context::Context;
use super::take_reserved;
use crate::diagnostic::{Code, Pointer};
use crate::document::grammar::{Kind, Node, Shape};
use crate::document::keywords;
use crate::document::read::tree::dismantle;
use crate::document::refs::target::{self, Address};
use crate::document::upgrade::v3_1::edit::{Edit, Members};
use crate::document::upgrade::v3_1::links::join;

/// The part of a reference that says where in this document its target is, with the `#`; `None` for a reference to another
/// document, and for one by a name.
pub(super) fn own(text: &str, base: &str) -> Option<String> {
    let (uri, fragment) = text.split_once('#').unwrap_or((text, ""));
    let is_own = uri.is_empty() || (!base.is_empty() && join(base, uri) == base);
    let is_pointer = fragment.is_empty() || fragment.starts_with('/');
    (is_own && is_pointer && !text.is_empty()).then(|| format!("#{fragment}"))
}

/// Rewrites a reference that leads to what is moved, or that names the document.
pub(super) fn lead(members: &mut Members, context: &Context) {
    let Some(Value::String(text)) = members.get("$ref") else {
        return;
    };
    if let Some(text) = led(text, context) {
        members.insert("$ref".to_owned(), Value::from(text));
    }
}

/// What to write in place of a reference, if it is something else.
fn led(text: &str, context: &Context) -> Option<String> {
    let own = context.own(text)?;
    let Address::Here(keys) = target::parse(&own) else {
        return None;
    };
    let moved = moved(&keys).map(|keys| text_of(&keys));
    moved.or_else(|| (own != text).then_some(own))
}

/// A reference to the place with these keys.
pub(super) fn text_of(keys: &[String]) -> String {
    let pointer = target::pointer(keys);
    format!("#{}", pointer.as_str().replace('%', "%25"))
}

/// Where a place is after this stage, if it is elsewhere then.
fn moved(keys: &[String]) -> Option<Vec<String>> {
    let mut shape = Some(Shape::Object(Node::DOCUMENT));
    let mut moved: Vec<String> = Vec::new();
    for key in keys {
        let kind = match shape {
            Some(Shape::Object(node)) => Some(node.kind),
            _ => None,
        };
        match (kind, key.as_str()) {
            (Some(Kind::PathItem), "query") => {
                moved.extend([keywords::OPERATIONS, "QUERY"].map(ToOwned::to_owned));
            }
            (Some(Kind::PathItem), "additionalOperations") => {
                moved.push(keywords::OPERATIONS.to_owned());
            }
            (Some(Kind::MediaType), "itemSchema") => {
                moved.extend(["schema", "items"].map(ToOwned::to_owned));
            }
            _ => moved.push(key.clone()),
        }
        shape = shape.and_then(|shape| member(shape, key));
    }
    (moved != keys).then_some(moved)
}

/// The shape of a member of what has a shape.
pub(super) fn member(shape: Shape, key: &str) -> Option<Shape> {
    match shape {
        Shape::Object(node) => node.kind.shape_in_3_2(key),
        Shape::AdditionalProperties => Kind::Schema.shape_in_3_2(key),
        Shape::Map(node) | Shape::Array(node) => Some(Shape::Object(node)),
        _ => None,
    }
}

/// Whether the grammar knows what stands at a place.
pub(super) fn is_known(keys: &[String]) -> bool {
    let document = Shape::Object(Node::DOCUMENT);
    let shape = keys
        .iter()
        .try_fold(document, |shape, key| member(shape, key));
    shape.is_some()
}

/// The place of a reference into the document.
pub(super) fn place(text: &str) -> Option<Pointer> {
    match target::parse(text) {
        Address::Here(keys) => Some(target::pointer(&keys)),
        _ => None,
    }
}

/// A mapping may name the document; the default one is carried.
pub(super) fn translate_discriminator(
    members: &mut Members,
    context: &Context,
    edit: &mut Edit<'_>,
) {
    take_reserved(members, keywords::DEFAULT_MAPPING, edit);
    let lead = |value: &mut Value| {
        if let Some(text) = value.as_str().filter(|text| text.contains('#'))
            && let Some(text) = led(text, context)
        {
            *value = Value::from(text);
        }
    };
    if let Some(Value::Object(mapping)) = members.get_mut("mapping") {
        mapping.values_mut().for_each(lead);
    }
    if let Some(mut default) = members.shift_remove("defaultMapping") {
        if !default.is_string() {
            let message = "`defaultMapping` must be a string; it is ignored";
            edit.value(Code::InvalidValue, "defaultMapping", message);
            return dismantle(default);
        }
        lead(&mut default);
        members.insert(keywords::DEFAULT_MAPPING.to_owned(), default);
        edit.derived(&[keywords::DEFAULT_MAPPING], &["defaultMapping"]);
    }
}
