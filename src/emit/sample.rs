//! Arguments for an operation as Rust source, made from the document's examples.

use super::Context;
use super::plain_value::plain_value;
use super::rust_type::TypePath;
use crate::analyse::PlainValue;
use crate::ir::{OperationId, SchemaKind};

/// The required arguments of an operation, as source text; `types` is the path of the types' module. None where one of
/// them has no sample: a body, or a text with a format.
pub(super) fn arguments(context: Context<'_>, id: OperationId, types: &str) -> Option<Vec<String>> {
    let operation = context.operation(id)?;
    if operation.body.as_ref().is_some_and(|body| body.required) {
        return None;
    }
    let required = operation
        .parameters
        .iter()
        .enumerate()
        .filter(|(_, parameter)| parameter.required);
    required
        .map(
            |(position, parameter)| match context.facts.samples.get(id, position)? {
                // The argument takes anything that can be turned into a text.
                PlainValue::Text(text) => Some(format!("{text:?}")),
                PlainValue::List(items)
                    if items.iter().all(|item| matches!(item, PlainValue::Text(_))) =>
                {
                    let items: Vec<String> = items.iter().filter_map(text).collect();
                    Some(format!("[{}]", items.join(", ")))
                }
                PlainValue::Variant(position) => {
                    let enumeration = context.api.schemas.resolve(parameter.schema).0;
                    let SchemaKind::Enumeration(_) = context.api.schemas.get(enumeration).kind
                    else {
                        return None;
                    };
                    let name = context.facts.names.type_name(enumeration)?;
                    let variant = context.facts.names.variants(enumeration).get(*position)?;
                    Some(format!("{types}::{name}::{variant}"))
                }
                PlainValue::Parsed(text) => Some(format!("{text:?}.parse()?")),
                value @ (PlainValue::Boolean(_)
                | PlainValue::Integer(_)
                | PlainValue::Number(_)) => Some(
                    plain_value(context, parameter.schema, value, TypePath::Here)
                        .to_string()
                        .replace("- ", "-"),
                ),
                PlainValue::List(_) => None,
            },
        )
        .collect()
}

fn text(value: &PlainValue) -> Option<String> {
    match value {
        PlainValue::Text(text) => Some(format!("{text:?}")),
        _ => None,
    }
}
