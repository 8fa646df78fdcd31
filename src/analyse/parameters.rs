//! How the text of each parameter, and of each form, becomes a value of its type.

use std::collections::BTreeMap;

use serde::Serialize;

use super::outlines::{OutlineId, Outlines};
use crate::ir::{Api, Array, Format, OperationId, Parameter, SchemaId, SchemaKind, Style};

/// How the text of a parameter becomes a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Reading {
    /// As one value.
    Plain,
    /// As a list of such.
    List,
    /// As JSON.
    Json,
    /// By parts that the outline tells apart.
    Outlined(OutlineId),
}

/// How the text of each parameter becomes a value, and the outlines that are needed for it.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Readings {
    /// Those that are no single value, by operation and position.
    by_operation: BTreeMap<OperationId, BTreeMap<usize, Reading>>,
    /// What the forms of bodies look like, by operation and position of the content.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    forms: BTreeMap<OperationId, BTreeMap<usize, OutlineId>>,
    /// What the values of parameters and forms look like.
    pub outlines: Outlines,
}

impl Readings {
    /// How a parameter is read, by its position.
    pub fn get(&self, operation: OperationId, position: usize) -> Reading {
        let reading = self.by_operation.get(&operation);
        let reading = reading.and_then(|readings| readings.get(&position));
        reading.copied().unwrap_or(Reading::Plain)
    }

    /// What a body looks like that is a form, by the position of its content.
    pub fn form(&self, operation: OperationId, position: usize) -> Option<OutlineId> {
        self.forms.get(&operation)?.get(&position).copied()
    }

    /// Whether every parameter is one value, and no body a form.
    pub fn is_empty(&self) -> bool {
        self.by_operation.is_empty() && self.forms.is_empty()
    }

    /// Whether a parameter of the operation is read that way.
    pub fn any(&self, operation: OperationId, test: impl Fn(Reading) -> bool) -> bool {
        let mut readings = self.by_operation.get(&operation).into_iter().flatten();
        readings.any(|(_, reading)| test(*reading))
    }
}

/// Looks at every parameter.
pub(super) fn work_out(api: &Api) -> Readings {
    let mut readings = Readings::default();
    for (id, operation) in (0..).map(OperationId).zip(&api.operations) {
        for (position, parameter) in operation.parameters.iter().enumerate() {
            let reading = reading(api, parameter, &mut readings.outlines);
            if reading != Reading::Plain {
                let of_operation = readings.by_operation.entry(id).or_default();
                of_operation.insert(position, reading);
            }
        }
    }
    for (id, operation) in (0..).map(OperationId).zip(&api.operations) {
        let contents = operation.body.iter().flat_map(|body| &body.contents);
        for (position, content) in contents.enumerate() {
            if let Format::Form { schema, .. } = content.format {
                let outline = readings.outlines.add(api, schema);
                let of_operation = readings.forms.entry(id).or_default();
                of_operation.insert(position, outline);
            }
        }
    }
    let merged = readings.outlines.merge();
    let forms = readings.forms.values_mut();
    for outline in forms.flat_map(BTreeMap::values_mut) {
        *outline = outline.after(&merged);
    }
    let all = readings.by_operation.values_mut();
    for reading in all.flat_map(BTreeMap::values_mut) {
        if let Reading::Outlined(outline) = reading {
            *outline = outline.after(&merged);
        }
    }
    readings
}

fn reading(api: &Api, parameter: &Parameter, outlines: &mut Outlines) -> Reading {
    match (parameter.style, kind(api, parameter.schema)) {
        (Style::Json | Style::WholeJson, _) => Reading::Json,
        (
            Style::Simple { .. }
            | Style::Form { .. }
            | Style::Cookie { .. }
            | Style::SpaceDelimited
            | Style::PipeDelimited
            | Style::DeepObject
            | Style::WholeText
            | Style::WholeFormText,
            kind,
        ) if is_plain(kind) => Reading::Plain,
        (
            Style::Simple { .. } | Style::Form { .. } | Style::Cookie { .. },
            SchemaKind::Array(array),
        ) if is_plain_list(api, array, parameter.schema) => Reading::List,
        _ => Reading::Outlined(outlines.add(api, parameter.schema)),
    }
}

fn kind(api: &Api, schema: SchemaId) -> &SchemaKind {
    api.schemas.resolve(schema).1.kind.described()
}

/// A list of plain values that the output holds as a list, and whose items are all there.
fn is_plain_list(api: &Api, array: &Array, schema: SchemaId) -> bool {
    let is_own = matches!(api.schemas.resolve(schema).1.kind, SchemaKind::Own(_));
    !is_own && is_plain(kind(api, array.items)) && !api.schemas.is_nullable(array.items)
}

fn is_plain(kind: &SchemaKind) -> bool {
    matches!(
        kind,
        SchemaKind::Boolean
            | SchemaKind::Integer(_)
            | SchemaKind::Number(_)
            | SchemaKind::String(_)
            | SchemaKind::Enumeration(_)
    )
}
