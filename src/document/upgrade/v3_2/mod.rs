//! From OpenAPI 3.2 to OpenAPI 3.1, whose schemas it has, and from there on as [`v3_1`](super::v3_1) does.
//!
//! First what other parts of the document say is looked up ([`context`]), then every object is translated where it stands.
//! What 3.0 has no word for is in the extensions of [`keywords`](crate::document::keywords).

mod context;
mod descriptions;
mod event_data;
mod media;
mod operations;
mod parameters;
mod references;
mod security;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use serde_json::Value;

use self::context::Context;
use super::v3_1;
use super::v3_1::edit::{Edit, Members, Moves};
use crate::diagnostic::{Code, Pointer};
use crate::document::Document;
use crate::document::check::Findings;
use crate::document::grammar::{Kind, Node, Shape};
use crate::document::read::tree::dismantle;
use crate::document::refs::target;
use crate::document::walk::{At, Visitor, walk, walk_all};

/// Brings a document of version 3.2 into the shape of 3.0.
pub(super) fn translate(document: &mut Document, findings: &mut Findings) {
    let base = super::own_address(&document.root.0).unwrap_or_default();
    let base = base.split('#').next().unwrap_or_default().to_owned();
    let context = Context::of(&mut document.root.0, base, document.limits.nodes);
    let mut moves = Moves::default();
    let mut copies: Vec<(Pointer, Pointer)> = Vec::new();
    let make = || Translate {
        context: &context,
        findings: Findings::of_part(),
        moves: Moves::default(),
        copies: Vec::new(),
    };
    let mut finish = |part: Translate<'_>| {
        findings.extend(part.findings);
        moves.extend(part.moves);
        copies.extend(part.copies);
    };
    walk_all(&mut document.root.0, make, &mut finish);
    let mut done = BTreeSet::new();
    for _ in 0..MOST_ROUNDS {
        let outside = outside(document, &done);
        if outside.is_empty() {
            break;
        }
        for (keys, node) in outside {
            if let Some(value) = target::get_mut(&mut document.root.0, &keys) {
                let mut part = make();
                walk(value, node, &target::pointer(&keys), &mut part);
                finish(part);
            }
            done.insert(keys);
        }
    }
    for (place, source) in moves.origins.iter().chain(&copies) {
        document.origins.settle(place, source);
    }
    let base = Some(context.base.as_str()).filter(|base| !base.is_empty());
    v3_1::translate(document, base, findings);
}

/// What references lead to outside of the grammar may refer to more there; how often that is followed.
const MOST_ROUNDS: usize = 16;

/// What references lead to outside of the grammar of 3.2, without what was translated already or has such in it.
fn outside(document: &mut Document, done: &BTreeSet<Vec<String>>) -> Vec<(Vec<String>, Node)> {
    let most = document.limits.nodes;
    let mut outside = v3_1::links::outside(&mut document.root.0, most);
    outside.retain(|(keys, _)| {
        let is_near = |other: &Vec<String>| other.starts_with(keys) || keys.starts_with(other);
        !references::is_known(keys) && !done.iter().any(is_near)
    });
    outside
}

/// A pass over a part of the document.
struct Translate<'c> {
    context: &'c Context,
    findings: Findings,
    moves: Moves,
    /// Places to which something was copied, each with where it stands.
    copies: Vec<(Pointer, Pointer)>,
}

impl Visitor for Translate<'_> {
    fn visit(&mut self, value: &mut Value, node: Node, at: At<'_>) -> bool {
        let mut edit = Edit {
            at,
            findings: &mut self.findings,
            moves: &mut self.moves,
        };
        let Value::Object(members) = value else {
            return true;
        };
        if node.kind == Kind::MediaType
            && let Some(source) = media::write_out(members, self.context, &mut edit)
        {
            self.copies.push((at.pointer(), source));
        }
        if node.reference || node.kind == Kind::PathItem {
            references::lead(members, self.context);
        }
        let is_reference = node.reference && members.get("$ref").is_some_and(Value::is_string);
        if node.kind != Kind::Schema && is_reference {
            return true;
        }
        translate_object(members, node.kind, self.context, &mut edit);
        true
    }

    fn shape(&self, kind: Kind, key: &str) -> Option<Shape> {
        kind.shape_in_3_2(key)
    }

    fn goes_beside(&self, kind: Kind) -> bool {
        kind == Kind::Schema
    }
}

fn translate_object(members: &mut Members, kind: Kind, context: &Context, edit: &mut Edit<'_>) {
    match kind {
        Kind::OpenApi => {
            // What it is good for is in the context.
            discard(members, "$self");
            descriptions::tags(members, edit);
        }
        Kind::Server => descriptions::server_name(members, edit),
        Kind::Tag => descriptions::lead_with(members, "summary", edit),
        Kind::Response => descriptions::response(members, edit),
        Kind::Example => descriptions::example(members, edit),
        Kind::Xml => descriptions::xml(members, edit),
        Kind::PathItem => operations::translate(members, context, edit),
        Kind::Parameter => parameters::translate(members, edit),
        Kind::MediaType => media::translate(members, edit),
        Kind::Encoding => media::translate_encoding(members, edit),
        Kind::Schema if context.is_event_data(edit.at) => event_data::read_as_json(members, edit),
        Kind::Discriminator => references::translate_discriminator(members, context, edit),
        Kind::SecurityScheme => security::translate(members, edit),
        Kind::OAuthFlows => security::translate_flows(members, edit),
        Kind::SecurityRequirement => security::translate_requirement(members, context, edit),
        _ => {}
    }
}

/// Takes a member out, however deep it is.
fn discard(members: &mut Members, key: &str) {
    if let Some(value) = members.shift_remove(key) {
        dismantle(value);
    }
}

/// Only this stage writes the extensions of the house.
fn take_reserved(members: &mut Members, key: &str, edit: &mut Edit<'_>) {
    if members.contains_key(key) {
        discard(members, key);
        let message = format!("the extension `{key}` is reserved and ignored");
        edit.key(Code::UnknownKeyword, key, message);
    }
}
