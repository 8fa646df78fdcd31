//! Bodies: what requests and responses hold.

use indexmap::IndexMap;
use openapiv3::{MediaType, ReferenceOr};

use super::flat::{JsonType, Place};
use super::{Lowering, resolve_at};
use crate::diagnostic::{Code, Diagnostic, Pointer};
use crate::ir::{Content, Docs, RequestBody};

impl<'a> Lowering<'a> {
    pub(super) fn request_body(
        &mut self,
        place: &'a ReferenceOr<openapiv3::RequestBody>,
        pointer: &Pointer,
    ) -> Option<RequestBody> {
        let (body, pointer) = resolve_at(
            place,
            pointer,
            &self.components.request_bodies,
            "requestBodies",
        )?;
        let content = self.content(&body.content, &pointer.join("content"))?;
        Some(RequestBody {
            docs: Docs {
                title: None,
                description: body.description.clone(),
                deprecated: false,
                external: None,
            },
            required: body.required,
            content,
            pointer,
        })
    }

    /// What a body holds: JSON where the document offers it, else bytes. `None` where the document names no media type.
    pub(super) fn content(
        &mut self,
        content: &'a IndexMap<String, MediaType>,
        pointer: &Pointer,
    ) -> Option<Content> {
        let json = self.json_of(content);
        let (media_type, media) = json.or_else(|| content.first())?;
        for other in content.keys().filter(|other| *other != media_type) {
            let message =
                format!("of several media types only `{media_type}` is used yet, not `{other}`");
            self.report(Diagnostic::at_key(
                Code::UnsupportedMediaType,
                &pointer.join(other),
                message,
            ));
        }
        if json.is_some() {
            let sent = match is_json(media_type) {
                true => media_type.as_str(),
                false => "application/json",
            };
            return Some(self.json(sent, media, &pointer.join(media_type)));
        }
        if !media_type.eq_ignore_ascii_case("application/octet-stream") {
            let message = format!("a body of `{media_type}` is passed on as bytes");
            self.report(Diagnostic::at_key(
                Code::UnsupportedMediaType,
                &pointer.join(media_type),
                message,
            ));
        }
        // A range cannot be what a message is of.
        let media_type = match media_type.contains('*') {
            true => "application/octet-stream".to_owned(),
            false => media_type.clone(),
        };
        Some(Content::Bytes { media_type })
    }

    /// What is said of JSON: of its media type, or of a range of media types where the schema is of what JSON is for.
    fn json_of(
        &mut self,
        content: &'a IndexMap<String, MediaType>,
    ) -> Option<(&'a String, &'a MediaType)> {
        let exact = content.iter().find(|(media_type, _)| is_json(media_type));
        exact.or_else(|| {
            let mut ranges = content.iter().filter(|(range, _)| takes_json(range));
            ranges.find(|(_, media)| self.has_structure(media))
        })
    }

    /// Whether a body is an object, a list, a number or a choice: nothing that could be meant as bare text or bytes.
    fn has_structure(&mut self, media: &'a MediaType) -> bool {
        let Some(schema) = &media.schema else {
            return false;
        };
        let place = Place::new(Pointer::root(), schema);
        let flat = self.merge_places(std::slice::from_ref(&place), &mut Vec::new());
        match flat.json_type {
            Some(JsonType::String) => false,
            Some(_) => true,
            None => !flat.alternatives.is_empty() || !flat.properties.is_empty(),
        }
    }

    fn json(&mut self, media_type: &str, media: &'a MediaType, pointer: &Pointer) -> Content {
        let place = pointer.join("schema");
        let schema = match &media.schema {
            Some(schema) => self.schema(place, schema),
            None => self.anything(place),
        };
        Content::Json {
            media_type: media_type.to_owned(),
            schema,
            examples: self.examples(media.example.as_ref(), &media.examples),
        }
    }
}

/// Whether JSON is in a range of media types (RFC 9110, section 12.5.1).
fn takes_json(range: &str) -> bool {
    matches!(essence(range).as_str(), "*/*" | "application/*")
}

/// `application/json` and everything that ends in `+json` (RFC 6839, section 3.1), whatever its parameters.
pub(super) fn is_json(media_type: &str) -> bool {
    let essence = essence(media_type);
    essence == "application/json" || essence.ends_with("+json")
}

/// A media type without its parameters.
fn essence(media_type: &str) -> String {
    let essence = media_type.split(';').next().unwrap_or_default();
    essence.trim().to_ascii_lowercase()
}
