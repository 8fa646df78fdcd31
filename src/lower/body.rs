//! Bodies: what requests and responses hold.

use indexmap::IndexMap;
use openapiv3::{MediaType, ReferenceOr};

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
        let json = content.iter().find(|(media_type, _)| is_json(media_type));
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
            return Some(self.json(media_type, media, &pointer.join(media_type)));
        }
        if !media_type.eq_ignore_ascii_case("application/octet-stream") {
            let message = format!("a body of `{media_type}` is passed on as bytes");
            self.report(Diagnostic::at_key(
                Code::UnsupportedMediaType,
                &pointer.join(media_type),
                message,
            ));
        }
        Some(Content::Bytes {
            media_type: media_type.clone(),
        })
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

/// `application/json` and everything that ends in `+json` (RFC 6839, section 3.1), whatever its parameters.
pub(super) fn is_json(media_type: &str) -> bool {
    let essence = media_type
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase();
    essence == "application/json" || essence.ends_with("+json")
}
