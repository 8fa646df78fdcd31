//! Forms: objects as pairs (`application/x-www-form-urlencoded`) and as parts (`multipart/form-data`), and how their members
//! are written (Encoding Object: OpenAPI 3.0.3, section 4.7.15).

use std::collections::HashSet;

use openapiv3::{Encoding, MediaType, QueryStyle};

use super::Lowering;
use super::content::Entry;
use super::media_type::{essence, is_json, is_text};
use crate::diagnostic::{Code, Diagnostic, Pointer};
use crate::document::keywords;
use crate::ir::{
    Access, Additional, EnumerationType, FieldStyle, Format, Part, PartFormat, SchemaId,
    SchemaKind, Style,
};

impl<'a> Lowering<'a> {
    /// The members of an object as pairs.
    pub(super) fn form(&mut self, entry: &Entry<'a>) -> Format {
        Format::Form {
            styles: field_styles(entry.media),
            schema: self.body_schema(entry),
        }
    }

    /// The members of an object as parts. Of what is no object, or has no members by name, any part may be there.
    pub(super) fn multipart(&mut self, entry: &Entry<'a>) -> Format {
        let any = Format::Multipart {
            parts: Vec::new(),
            open: true,
            closed: false,
        };
        let Some(flat) = self.flat_body(entry.media) else {
            return any;
        };
        if !flat.alternatives.is_empty() || flat.properties.is_empty() {
            return any;
        }
        let mut parts = Vec::with_capacity(flat.properties.len());
        for (name, places) in &flat.properties {
            let schema = self.places(places);
            if self.schemas.access(schema) == Access::ReadOnly {
                continue;
            }
            let encoding = entry.media.encoding.get(*name);
            let required = flat.required.contains(name);
            parts.push(self.part(entry, (name, required), schema, encoding));
        }
        let closed = matches!(flat.additional, Some(super::flat::Additional::Forbidden));
        Format::Multipart {
            parts,
            open: flat.additional.is_some() && !closed,
            closed,
        }
    }

    fn part(
        &mut self,
        entry: &Entry<'a>,
        (name, required): (&str, bool),
        schema: SchemaId,
        encoding: Option<&'a Encoding>,
    ) -> Part {
        let place = entry.pointer.join("encoding").join(name);
        let headers = match encoding {
            Some(encoding) => self.header_map(&encoding.headers, &place.join("headers")),
            None => Vec::new(),
        };
        let media_type = encoding.and_then(|it| it.content_type.clone());
        let is_whole = media_type.as_deref().is_some_and(is_json);
        let items = match &self.schemas.resolve(schema).1.kind {
            SchemaKind::Array(array) if !is_whole => Some(array.items),
            _ => None,
        };
        let held = items.unwrap_or(schema);
        let part = Part {
            name: name.to_owned(),
            required,
            schema: held,
            repeated: items.is_some(),
            list: items.is_some().then_some(schema),
            format: self.part_format(held, media_type.as_deref()),
            media_type,
            headers,
        };
        match encoding.and_then(said_style) {
            Some(style) => self.styled_part(part, schema, style, &place),
            None => part,
        }
    }

    /// A part that is written as a member of a query is (OpenAPI 3.1.1, section 4.8.15.1.2). 3.0 has no such parts, but documents
    /// of it that ask for them have servers that read them.
    fn styled_part(
        &mut self,
        part: Part,
        schema: SchemaId,
        style: Style,
        encoding: &Pointer,
    ) -> Part {
        if part.schema != schema && self.is_octets(part.schema) || self.is_octets(schema) {
            let message = format!("the part `{}` is a file, which no style writes", part.name);
            self.report(Diagnostic::at(Code::IgnoredKeyword, encoding, message));
            return part;
        }
        if part.media_type.is_some() {
            let message = "a part that is written by a style has no media type".to_owned();
            let place = encoding.join("contentType");
            self.report(Diagnostic::at_key(Code::IgnoredKeyword, &place, message));
        }
        Part {
            schema,
            repeated: false,
            list: None,
            format: PartFormat::Styled(style),
            media_type: None,
            ..part
        }
    }

    /// By the media type that the document says, or else by the value (OpenAPI 3.0.3, section 4.7.14.4).
    fn part_format(&self, schema: SchemaId, media_type: Option<&str>) -> PartFormat {
        if self.is_octets(schema) {
            return PartFormat::File;
        }
        let said = media_type.map(|text| essence(text).unwrap_or_else(|| "*/*".to_owned()));
        let is_structure = match &self.schemas.resolve(schema).1.kind.described() {
            SchemaKind::Object(_)
            | SchemaKind::Map(_)
            | SchemaKind::Array(_)
            | SchemaKind::Tuple(_)
            | SchemaKind::Union(_) => true,
            SchemaKind::Any | SchemaKind::Opaque => said.is_none(),
            _ => false,
        };
        match said {
            Some(text) if is_json(&text) => PartFormat::Json,
            _ if is_structure => PartFormat::Json,
            Some(text) if !is_text(&text) => PartFormat::File,
            _ => PartFormat::Text,
        }
    }

    /// What the document says of how members of a body are written, where the body has none.
    pub(super) fn report_encoding(&mut self, entry: &Entry<'a>, what: &str) {
        if !entry.media.encoding.is_empty() {
            let message = format!("a {what} of `{}` has no members to write", entry.name);
            let place = entry.pointer.join("encoding");
            self.report(Diagnostic::at_key(Code::IgnoredKeyword, &place, message));
        }
    }

    /// The server reads a form as it is written where nothing is said of its members; what is written otherwise it does not
    /// understand yet.
    pub(super) fn report_fields(
        &mut self,
        entry: &Entry<'a>,
        form: SchemaId,
        fields: &[FieldStyle],
    ) {
        if !self.has_server {
            return;
        }
        let place = entry.pointer.join("encoding");
        for field in fields {
            if !self.is_read_as_usual(form, field) {
                let name = &field.name;
                let message = format!("the server does not read `{name}` as it is written yet");
                let place = place.join(name);
                self.report(Diagnostic::at_key(
                    Code::UnsupportedFeature,
                    &place,
                    message,
                ));
            }
        }
    }

    /// Whether a member with a style of its own is written as without it, or in a way that is understood all the same.
    fn is_read_as_usual(&self, form: SchemaId, field: &FieldStyle) -> bool {
        let SchemaKind::Object(object) = self.schemas.resolve(form).1.kind.described() else {
            return false;
        };
        let Some(property) = object.properties.get(&field.name) else {
            return !matches!(object.additional, Additional::Schema(_));
        };
        let kind = self.schemas.resolve(property.schema).1.kind.described();
        let is_list = matches!(kind, SchemaKind::Array(_) | SchemaKind::Tuple(_));
        match field.style {
            Style::Form { explode: true } => is_list || is_word(kind),
            Style::Json => is_list || is_number(kind) || has_members(kind),
            _ => is_word(kind),
        }
    }

    /// Whether a value is of such a kind, whichever of several alternatives it is.
    pub(super) fn is_always(&self, schema: SchemaId, test: fn(&SchemaKind) -> bool) -> bool {
        let mut open = vec![schema];
        let mut seen = HashSet::new();
        while let Some(id) = open.pop() {
            let (id, schema) = self.schemas.resolve(id);
            match schema.kind.described() {
                SchemaKind::Union(union) if seen.insert(id) => open.extend(union.schemas()),
                SchemaKind::Union(_) => {}
                kind if test(kind) => {}
                _ => return false,
            }
        }
        true
    }
}

/// Whether a value is an object, and so can be a form.
pub(super) const fn has_members(kind: &SchemaKind) -> bool {
    matches!(kind, SchemaKind::Object(_) | SchemaKind::Map(_))
}

/// What JSON writes without quotes, as the styles do.
fn is_number(kind: &SchemaKind) -> bool {
    match kind {
        SchemaKind::Boolean | SchemaKind::Integer(_) | SchemaKind::Number(_) => true,
        SchemaKind::Enumeration(listed) => listed.values_type == EnumerationType::Integer,
        _ => false,
    }
}

/// Whether every style writes a value in the same way.
pub(super) fn is_word(kind: &SchemaKind) -> bool {
    matches!(kind, SchemaKind::String(_) | SchemaKind::Enumeration(_)) || is_number(kind)
}

/// The members of a form whose values are written by a style of their own.
pub(super) fn field_styles(media: &MediaType) -> Vec<FieldStyle> {
    let encodings = media.encoding.iter();
    let styles = encodings.filter_map(|(name, encoding)| {
        Some(FieldStyle {
            name: name.clone(),
            style: field_style(encoding)?,
            allow_reserved: encoding.allow_reserved,
        })
    });
    styles.collect()
}

/// The style of a member; none where nothing is said of it: then lists are several pairs, and objects JSON.
fn field_style(encoding: &Encoding) -> Option<Style> {
    let is_json = encoding.content_type.as_deref().is_some_and(is_json);
    said_style(encoding).or_else(|| is_json.then_some(Style::Json))
}

/// The style that an encoding asks for by any of its words for it.
fn said_style(encoding: &Encoding) -> Option<Style> {
    let said = encoding.extensions.get(keywords::EXPLODE);
    let said = said.and_then(serde_json::Value::as_bool);
    let is_said = encoding.style.is_some() || said.is_some() || encoding.allow_reserved;
    is_said.then(|| match encoding.style {
        Some(QueryStyle::DeepObject) => Style::DeepObject,
        Some(QueryStyle::SpaceDelimited) if said != Some(true) => Style::SpaceDelimited,
        Some(QueryStyle::PipeDelimited) if said != Some(true) => Style::PipeDelimited,
        Some(QueryStyle::SpaceDelimited | QueryStyle::PipeDelimited) => {
            Style::Form { explode: true }
        }
        Some(QueryStyle::Form) | None => Style::Form {
            explode: said.unwrap_or(true),
        },
    })
}
