//! How the text of each parameter, and of each form, becomes a value of its type.

use std::collections::BTreeMap;

use serde::Serialize;

use super::outlines::{OutlineId, Outlines};
use crate::ir::{Api, Array, Format, OperationId, Part, PartFormat, SchemaId, SchemaKind, Style};

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
    /// How the parts of bodies are read, by operation and position of the content.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    parts: BTreeMap<OperationId, BTreeMap<usize, Vec<Reading>>>,
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

    /// How a part of a body is read, by the positions of its content and in it.
    pub fn part(&self, operation: OperationId, content: usize, position: usize) -> Reading {
        let readings = self.parts.get(&operation).and_then(|it| it.get(&content));
        let reading = readings.and_then(|readings| readings.get(position));
        reading.copied().unwrap_or(Reading::Plain)
    }

    /// Whether every parameter is one value, and no body a form or of parts.
    pub fn is_empty(&self) -> bool {
        self.by_operation.is_empty() && self.forms.is_empty() && self.parts.is_empty()
    }

    /// Whether a parameter of the operation is read that way.
    pub fn any(&self, operation: OperationId, test: impl Fn(Reading) -> bool) -> bool {
        let mut readings = self.by_operation.get(&operation).into_iter().flatten();
        readings.any(|(_, reading)| test(*reading))
    }
}

/// Looks at every parameter, and at every form.
pub(super) fn work_out(api: &Api) -> Readings {
    let mut readings = Readings::default();
    for (id, operation) in (0..).map(OperationId).zip(&api.operations) {
        for (position, parameter) in operation.parameters.iter().enumerate() {
            let written = (parameter.style, parameter.schema);
            let reading = reading(api, written, &mut readings.outlines);
            if reading != Reading::Plain {
                let of_operation = readings.by_operation.entry(id).or_default();
                of_operation.insert(position, reading);
            }
        }
    }
    for (id, operation) in (0..).map(OperationId).zip(&api.operations) {
        let contents = operation.body.iter().flat_map(|body| &body.contents);
        for (position, content) in contents.enumerate() {
            readings.add_body(api, (id, position), &content.format);
        }
    }
    let merged = readings.outlines.merge();
    readings.redirect(&merged);
    readings
}

impl Readings {
    fn add_body(&mut self, api: &Api, (id, position): (OperationId, usize), format: &Format) {
        match format {
            Format::Form { schema, .. } => {
                let outline = self.outlines.add(api, *schema);
                self.forms.entry(id).or_default().insert(position, outline);
            }
            Format::Multipart { parts, .. } if !parts.is_empty() => {
                let readings = parts.iter().map(|part| self.part_reading(api, part));
                let readings = readings.collect();
                self.parts.entry(id).or_default().insert(position, readings);
            }
            _ => {}
        }
    }

    fn part_reading(&mut self, api: &Api, part: &Part) -> Reading {
        match part.format {
            PartFormat::File => Reading::Plain,
            PartFormat::Text if part.repeated => Reading::List,
            PartFormat::Text => Reading::Plain,
            PartFormat::Json => Reading::Json,
            PartFormat::Styled(style) => reading(api, (style, part.schema), &mut self.outlines),
        }
    }

    /// What became of the outlines when they were merged.
    fn redirect(&mut self, merged: &[OutlineId]) {
        let forms = self.forms.values_mut().flat_map(BTreeMap::values_mut);
        for outline in forms {
            *outline = outline.after(merged);
        }
        let parameters = self.by_operation.values_mut();
        let parts = self.parts.values_mut().flat_map(BTreeMap::values_mut);
        let all = parameters
            .flat_map(BTreeMap::values_mut)
            .chain(parts.flatten());
        for reading in all {
            if let Reading::Outlined(outline) = reading {
                *outline = outline.after(merged);
            }
        }
    }
}

/// Without outlines nobody reads the parameter, and it only matters whether it is one value.
fn reading(api: &Api, (style, schema): (Style, SchemaId), outlines: &mut Outlines) -> Reading {
    match (style, kind(api, schema)) {
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
        ) if kind.is_plain() => Reading::Plain,
        (
            Style::Simple { .. } | Style::Form { .. } | Style::Cookie { .. },
            SchemaKind::Array(array),
        ) if is_plain_list(api, array, schema) => Reading::List,
        _ => Reading::Outlined(outlines.add(api, schema)),
    }
}

fn kind(api: &Api, schema: SchemaId) -> &SchemaKind {
    api.schemas.resolve(schema).1.kind.described()
}

/// A list of plain values that the output holds as a list, and whose items are all there.
fn is_plain_list(api: &Api, array: &Array, schema: SchemaId) -> bool {
    let is_own = matches!(api.schemas.resolve(schema).1.kind, SchemaKind::Own(_));
    !is_own && kind(api, array.items).is_plain() && !api.schemas.is_nullable(array.items)
}
