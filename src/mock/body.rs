//! How the body of a request is read: only what is wrong with it matters. What comes as bytes is not looked at.

use std::collections::HashMap;
use std::pin::Pin;

use axum::body::Body;
use http::request::Parts;
use serde_json::Value;

use super::drawn::Drawn;
use super::form::Form;
use super::items;
use super::operation::Served;
use super::parameter::style;
use super::reading::{Read, Reader, within_async};
use super::rules::Rules;
use super::runtime::server::assembly::Written;
use super::runtime::server::fault::Faults;
use super::runtime::server::json_text::Decode;
use super::runtime::server::multipart::{self, Incoming};
use super::runtime::server::rejection::Rejection;
use super::runtime::server::reviewed::Reviewed;
use super::runtime::server::unreadable::Unreadable;
use super::runtime::server::{body, form_body, json_body, media, text_body, violation};
use super::runtime::support::json;
use super::runtime::support::style::Style;
use super::spec::Spec;
use crate::analyse;
use crate::ir::{
    Content, FieldStyle, Format, Operation, OperationId, RequestBody, SchemaId, SchemaKind,
};

/// What the values of the bodies of an operation are, by the position of their content.
pub(super) fn bodies(
    spec: Spec,
    drawn: &mut Drawn,
    (id, operation): (OperationId, &Operation),
) -> HashMap<usize, Written> {
    let contents = operation.body.iter().flat_map(|body| &body.contents);
    let bodies = contents.enumerate().filter_map(|(position, content)| {
        let (schema, outline) = match content.format {
            Format::Json(schema) | Format::Sequence { item: schema, .. } => (schema, None),
            Format::Form { schema, .. } => (schema, spec.facts.readings.form(id, position)),
            Format::Text { .. } | Format::Multipart { .. } | Format::Bytes { .. } => return None,
        };
        let reading = outline.map_or(analyse::Reading::Json, analyse::Reading::Outlined);
        Some((position, drawn.read(spec, reading, schema)))
    });
    bodies.collect()
}

/// What is left of a body that is read only when all else has been.
pub(super) type Later = Pin<Box<dyn Future<Output = Result<(), Unreadable>> + Send>>;

/// Reads the body of an operation that takes one; what the output would hand on as it comes is read later.
///
/// # Errors
///
/// 400 when it cannot be read, 413 when it is too long, 415 when it is of another media type.
pub(super) async fn read(
    spec: Spec,
    served: &Served,
    (parts, body): (&Parts, Body),
    faults: &mut Faults,
) -> Result<Option<Later>, Rejection> {
    let Some(asked) = &served.operation.body else {
        return Ok(None);
    };
    let reading = Reading {
        spec,
        served,
        parts,
    };
    if asked.required && asked.contents.iter().all(may_be_empty) {
        return reading.chosen(asked, body, faults).await;
    }
    match body::given(body).await? {
        Some(body) => reading.chosen(asked, body, faults).await,
        None => {
            if asked.required {
                body::missing(faults);
            }
            Ok(None)
        }
    }
}

/// Whether it may be there without a single byte.
fn may_be_empty(content: &Content) -> bool {
    matches!(
        content.format,
        Format::Text { .. } | Format::Bytes { .. } | Format::Sequence { .. }
    )
}

struct Reading<'a> {
    spec: Spec,
    served: &'a Served,
    parts: &'a Parts,
}

impl Reading<'_> {
    /// Reads the body as what its media type says.
    async fn chosen(
        &self,
        asked: &RequestBody,
        body: Body,
        faults: &mut Faults,
    ) -> Result<Option<Later>, Rejection> {
        let contents = asked.contents.iter();
        let media_types: Vec<&str> = contents
            .map(|content| content.media_type.as_str())
            .collect();
        let position = media::choose(self.parts, &media_types)?;
        let Some(content) = asked.contents.get(position) else {
            return Ok(None);
        };
        match &content.format {
            Format::Json(schema) => {
                let reader = Reader::of_value(self.spec, *schema);
                let described = (
                    self.written(position).schema,
                    json::decode::<Read> as Decode<Read>,
                );
                let read = json_body::read(self.parts, body, described, faults);
                let read = within_async(reader, read).await?;
                self.check(*schema, read.map(|Read(value)| value), faults);
            }
            Format::Form { schema, styles } => {
                let reader = Reader::of_value(self.spec, *schema);
                let styles = styles.iter().map(field_style).collect::<Vec<_>>();
                let form = (self.written(position), styles.as_slice());
                let read = form_body::read::<Read>(self.parts, body, form, faults);
                let read = within_async(reader, read).await?;
                self.check(*schema, read.map(|Read(value)| value), faults);
            }
            Format::Text { schema } => {
                let read = text_body::read(self.parts, body).await?;
                if let Some(schema) = schema.filter(|schema| is_plain_text(self.spec, *schema)) {
                    self.check(schema, read.map(Value::from), faults);
                }
            }
            Format::Sequence { framing, item } => {
                let item = (*item, self.written(position).schema);
                let body = (self.parts, body);
                return Ok(Some(items::read(self.spec, (*framing, item), body)));
            }
            Format::Multipart { .. } => return self.parts(position, body, faults).await,
            Format::Bytes { .. } => {}
        }
        Ok(None)
    }

    /// Reads parts; where some of them are passed on as they come, later.
    async fn parts(
        &self,
        position: usize,
        body: Body,
        faults: &mut Faults,
    ) -> Result<Option<Later>, Rejection> {
        let Some((form, is_streamed)) = self.served.parts.get(&position).copied() else {
            return Ok(None);
        };
        if is_streamed {
            let incoming = form.within(|| Incoming::<Form>::new(self.parts, body))?;
            let finished = async { incoming.finish().await.map(|Form| ()) };
            return Ok(Some(Box::pin(form.within_async(finished))));
        }
        let read = multipart::read::<Form>(self.parts, body, faults);
        form.within_async(read).await?;
        Ok(None)
    }

    fn written(&self, position: usize) -> Written {
        let written = self.served.bodies.get(&position).copied();
        written.unwrap_or(Written::ANYTHING)
    }

    fn check(&self, schema: SchemaId, read: impl Into<Reviewed<Value>>, faults: &mut Faults) {
        violation::check(read, faults, |value, at, found| {
            Rules(self.spec).check(schema, value, at, found);
        });
    }
}

fn field_style(field: &FieldStyle) -> (&str, Style) {
    (&field.name, style(field.style))
}

/// Whether the output holds a text of the schema as it is, and under no name of its own.
fn is_plain_text(spec: Spec, schema: SchemaId) -> bool {
    let mut current = schema;
    loop {
        if spec.facts.names.type_name(current).is_some() || spec.holds_null(schema) {
            return false;
        }
        match &spec.api.schemas.get(current).kind {
            SchemaKind::Alias(target) => current = *target,
            SchemaKind::String(text) => return text.format.is_held_as_text(),
            _ => return false,
        }
    }
}
