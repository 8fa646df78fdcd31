//! Schemas that are applied to a value beside its own: conditions, what depends on a member, items of which there are
//! some, and names of members.
//!
//! 3.0 has no word for them. They become parts of `allOf`, where they are checked and resolved like all schemas, and
//! [`keywords::APPLIED`] says what each of these parts is in truth.

use serde_json::{Value, json};

use super::edit::{Edit, Members, discard};
use super::schema::allows_all;
use crate::diagnostic::Code;
use crate::document::keywords;
use crate::document::read::tree::dismantle;

/// A part of `allOf` that is none.
struct Part {
    /// What it is.
    said: Value,
    /// The schemas, where 3.0 has schemas in that relation to the value.
    carrier: Value,
    /// Where the schemas were, each with the place in the carrier.
    moved: Vec<(Vec<String>, Vec<String>)>,
}

/// Translates the keywords.
pub(super) fn translate(members: &mut Members, edit: &mut Edit<'_>) {
    dependent_required(members, edit);
    let parts = [
        conditional(members),
        dependent_schemas(members, edit),
        contains(members, edit),
        names(members),
    ];
    let parts: Vec<Part> = parts.into_iter().flatten().collect();
    if parts.is_empty() {
        return;
    }
    let mut all = match members.shift_remove("allOf") {
        Some(Value::Array(all)) => all,
        Some(other) => return keep(members, other),
        None => Vec::new(),
    };
    let mut applied = Vec::with_capacity(parts.len());
    for part in parts {
        let index = all.len().to_string();
        for (from, to) in &part.moved {
            let to = ["allOf", &index]
                .into_iter()
                .chain(to.iter().map(String::as_str));
            let from: Vec<&str> = from.iter().map(String::as_str).collect();
            edit.moved(&to.collect::<Vec<_>>(), &from);
        }
        applied.push(part.said);
        all.push(part.carrier);
    }
    members.insert("allOf".to_owned(), Value::Array(all));
    members.insert(keywords::APPLIED.to_owned(), Value::Array(applied));
}

/// The check says that this is no list.
fn keep(members: &mut Members, other: Value) {
    members.insert("allOf".to_owned(), other);
}

fn keys<const N: usize>(keys: [&str; N]) -> Vec<String> {
    keys.map(ToOwned::to_owned).to_vec()
}

/// `if` says nothing without one of the others, nor they without it (10.2.2).
fn conditional(members: &mut Members) -> Option<Part> {
    let has = |key: &str| members.contains_key(key);
    let (is_followed, said) = (
        has("then") || has("else"),
        json!({ "keyword": "if", "then": has("then"), "else": has("else") }),
    );
    if !has("if") || !is_followed {
        for key in ["if", "then", "else"] {
            discard(members, key);
        }
    }
    let condition = members.shift_remove("if")?;
    let then = members.shift_remove("then");
    let otherwise = members.shift_remove("else");
    let mut schemas = vec![condition];
    let mut moved = vec![(keys(["if"]), keys(["oneOf", "0"]))];
    for (keyword, schema) in [("then", then), ("else", otherwise)] {
        if let Some(schema) = schema {
            moved.push((keys([keyword]), keys(["oneOf", &schemas.len().to_string()])));
            schemas.push(schema);
        }
    }
    Some(Part {
        said,
        carrier: json!({ "oneOf": Value::Array(schemas) }),
        moved,
    })
}

/// `dependentSchemas` (10.2.2.4).
fn dependent_schemas(members: &mut Members, edit: &mut Edit<'_>) -> Option<Part> {
    let found = members.shift_remove("dependentSchemas")?;
    let Value::Object(by_member) = found else {
        let message = "`dependentSchemas` must be an object; it is ignored";
        edit.value(Code::InvalidValue, "dependentSchemas", message);
        dismantle(found);
        return None;
    };
    let (mut names, mut schemas, mut moved) = (Vec::new(), Vec::new(), Vec::new());
    for (name, schema) in by_member {
        let index = schemas.len().to_string();
        moved.push((keys(["dependentSchemas", &name]), keys(["oneOf", &index])));
        names.push(Value::from(name));
        schemas.push(schema);
    }
    (!schemas.is_empty()).then(|| Part {
        said: json!({ "keyword": "dependentSchemas", "members": Value::Array(names) }),
        carrier: json!({ "oneOf": Value::Array(schemas) }),
        moved,
    })
}

/// `contains`: at least one item, unless `minContains` says otherwise (JSON Schema Validation 2020-12, sections 6.4.4 and
/// 6.4.5).
fn contains(members: &mut Members, edit: &mut Edit<'_>) -> Option<Part> {
    let least = count(members, "minContains", edit);
    let most = count(members, "maxContains", edit);
    let schema = members.shift_remove("contains")?;
    let least = least.unwrap_or(1);
    if least == 0 && most.is_none() {
        dismantle(schema);
        return None;
    }
    let mut said = json!({ "keyword": "contains", "least": least });
    if let (Some(most), Value::Object(said)) = (most, &mut said) {
        said.insert("most".to_owned(), Value::from(most));
    }
    Some(Part {
        said,
        carrier: json!({ "items": schema }),
        moved: vec![(keys(["contains"]), keys(["items"]))],
    })
}

fn count(members: &mut Members, key: &str, edit: &mut Edit<'_>) -> Option<u64> {
    let found = members.shift_remove(key)?;
    let count = found.as_u64();
    if count.is_none() {
        let message = format!("`{key}` must be a number of items; it is ignored");
        edit.value(Code::InvalidValue, key, message);
    }
    count
}

/// `propertyNames` (10.3.2.4): of schemas of names nothing is about another type than texts.
fn names(members: &mut Members) -> Option<Part> {
    let mut schema = members.shift_remove("propertyNames")?;
    if allows_all(&schema) {
        return None;
    }
    if let Value::Object(schema) = &mut schema
        && !schema.contains_key("$ref")
    {
        schema
            .entry("type")
            .or_insert_with(|| Value::from("string"));
    }
    Some(Part {
        said: json!({ "keyword": "propertyNames" }),
        carrier: json!({ "additionalProperties": schema }),
        moved: vec![(keys(["propertyNames"]), keys(["additionalProperties"]))],
    })
}

/// `dependentRequired` holds no schemas.
fn dependent_required(members: &mut Members, edit: &mut Edit<'_>) {
    let Some(found) = members.get("dependentRequired") else {
        return;
    };
    let is_list_of_names = |value: &Value| match value {
        Value::Array(names) => names.iter().all(Value::is_string),
        _ => false,
    };
    let is_map = found
        .as_object()
        .is_some_and(|by_member| by_member.values().all(is_list_of_names));
    if !is_map {
        let message = "`dependentRequired` must be an object of lists of names; it is ignored";
        edit.value(Code::InvalidValue, "dependentRequired", message);
        return discard(members, "dependentRequired");
    }
    if let Some(found) = members.shift_remove("dependentRequired") {
        members.insert(keywords::DEPENDENT_REQUIRED.to_owned(), found);
        edit.derived(&[keywords::DEPENDENT_REQUIRED], &["dependentRequired"]);
    }
}
