//! Writes path items and callbacks where they are referred to, since openapiv3 has no references there.

use serde_json::{Map, Value};

use super::rewrite::{Tier, Use};
use super::{MOST_ALIASES, place_of_reference, stand_in, target};
use crate::config::Limit;
use crate::diagnostic::{Code, Diagnostic, Pointer};
use crate::document::Document;
use crate::document::check::Findings;
use crate::document::grammar::Kind;
use crate::document::keywords;
use crate::document::read::tree::{copy, dismantle, measure};

/// Why something was not written out.
enum Refusal {
    Cycle,
    /// It goes past the limit.
    Limit,
    /// Something before it went past the limit, and that was said.
    Full,
    Nothing,
}

/// Writes everything out, tier by tier.
pub(super) fn inline(document: &mut Document, mut uses: Vec<Use>, findings: &mut Findings) {
    let mut room = document.limits.nodes;
    uses.sort_by_key(|each| each.tier);
    for each in uses {
        write(document, &each, &mut room, findings);
    }
}

fn write(document: &mut Document, each: &Use, room: &mut usize, findings: &mut Findings) {
    let keys: Vec<String> = each.place.keys().collect();
    match fetch(document, &each.target, room) {
        Ok((mut fetched, from)) => {
            if each.tier != Tier::PathItem && drop_callbacks(&mut fetched) {
                let message = "the callbacks of a path item in a callback are left out";
                let place = place_of_reference(&each.place);
                findings.push(Diagnostic::at(Code::UnsupportedFeature, &place, message));
            }
            let source = target::pointer(&from);
            let own = document.origin(&each.place);
            document.origins.record(&each.place, &source);
            let reference = place_of_reference(&each.place);
            document
                .origins
                .record(&reference, &place_of_reference(&own));
            let Some(Value::Object(members)) = target::get_mut(&mut document.root.0, &keys) else {
                return;
            };
            members.shift_remove("$ref");
            let keys: Vec<String> = members.keys().cloned().collect();
            let operations = add_operations(members, &mut fetched);
            add_missing(members, fetched);
            for key in keys {
                let source = own.join(&key);
                document.origins.record(&each.place.join(&key), &source);
            }
            for method in operations {
                let place = |item: &Pointer| item.join(keywords::OPERATIONS).join(&method);
                document
                    .origins
                    .record(&place(&each.place), &place(&source));
            }
        }
        Err(refusal) => refuse(document, each, &keys, &refusal, findings),
    }
}

/// A copy of the target, behind all references, and where it stands.
fn fetch(
    document: &Document,
    target: &[String],
    room: &mut usize,
) -> Result<(Value, Vec<String>), Refusal> {
    let root = &document.root.0;
    let mut keys = target.to_vec();
    for _ in 0..MOST_ALIASES {
        let value = target::get(root, &keys).ok_or(Refusal::Nothing)?;
        match target::reference(value).map(target::parse) {
            Some(target::Address::Here(next)) => {
                keys = target::find(root, &next).ok_or(Refusal::Nothing)?.keys;
            }
            Some(_) => return Err(Refusal::Nothing),
            None if *room == 0 => return Err(Refusal::Full),
            None => {
                let rest = room.checked_sub(measure(value).cost());
                *room = rest.unwrap_or(0);
                rest.ok_or(Refusal::Limit)?;
                return Ok((copy(value), keys));
            }
        }
    }
    Err(Refusal::Cycle)
}

/// Adds the operations that path items carry, of which both may have some; gives the methods of those that are new.
fn add_operations(members: &mut Map<String, Value>, fetched: &mut Value) -> Vec<String> {
    let (Some(Value::Object(own)), Some(Value::Object(other))) = (
        members.get_mut(keywords::OPERATIONS),
        fetched.get_mut(keywords::OPERATIONS),
    ) else {
        return Vec::new();
    };
    let other = std::mem::take(other);
    let is_new = |method: &&String| !own.contains_key(*method);
    let new: Vec<String> = other.keys().filter(is_new).cloned().collect();
    add_missing(own, Value::Object(other));
    new
}

fn add_missing(members: &mut Map<String, Value>, fetched: Value) {
    let Value::Object(fetched) = fetched else {
        return;
    };
    for (key, value) in fetched {
        if members.contains_key(&key) {
            dismantle(value);
        } else {
            members.insert(key, value);
        }
    }
}

/// Takes the callbacks out of the operations of a path item, or of all path items of a callback; they could lead back here.
fn drop_callbacks(value: &mut Value) -> bool {
    let mut dropped = false;
    // A callback holds path items, a path item holds operations: two levels reach the operations of both.
    for member in members_of(value) {
        dropped |= drop_member(member);
        for inner in members_of(member) {
            dropped |= drop_member(inner);
        }
    }
    dropped
}

fn members_of(value: &mut Value) -> impl Iterator<Item = &mut Value> {
    value.as_object_mut().into_iter().flat_map(Map::values_mut)
}

fn drop_member(value: &mut Value) -> bool {
    let callbacks = value
        .as_object_mut()
        .and_then(|members| members.shift_remove("callbacks"));
    match callbacks {
        Some(callbacks) => {
            dismantle(callbacks);
            true
        }
        None => false,
    }
}

fn refuse(
    document: &mut Document,
    each: &Use,
    keys: &[String],
    refusal: &Refusal,
    findings: &mut Findings,
) {
    let (code, message) = match refusal {
        Refusal::Cycle => (
            Code::ReferenceCycle,
            "the reference leads back to itself".to_owned(),
        ),
        Refusal::Limit | Refusal::Full => (
            Code::LimitReached,
            format!(
                "the document holds more than {} values once its references to path items are written out",
                document.limits.nodes
            ),
        ),
        Refusal::Nothing => (
            Code::UnresolvedReference,
            "the reference leads to nothing".to_owned(),
        ),
    };
    if let Some(Value::Object(members)) = target::get_mut(&mut document.root.0, keys) {
        members.shift_remove("$ref");
        if let Value::Object(fault) = stand_in(Kind::PathItem, &message) {
            members.extend(fault);
        }
        // A callback has no extensions: what could not be read is empty.
        if each.tier == Tier::Callback {
            members.shift_remove(keywords::FAULT);
        }
    }
    if !matches!(refusal, Refusal::Full) {
        let place = place_of_reference(&each.place);
        let fault = Diagnostic::at(code, &place, message);
        findings.push(match code {
            Code::LimitReached => fault.help(Limit::Nodes.help()),
            _ => fault,
        });
    }
}
