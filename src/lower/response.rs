//! Responses: what an operation answers, by status.

use openapiv3::{ParameterSchemaOrContent, ReferenceOr, StatusCode};

use super::{Lowering, fault, resolve_at};
use crate::diagnostic::{Code, Diagnostic, Pointer};
use crate::ir::{Docs, Header, Response, StatusPattern};

impl<'a> Lowering<'a> {
    /// The responses in document order, `default` last.
    pub(super) fn responses(
        &mut self,
        responses: &'a openapiv3::Responses,
        pointer: &Pointer,
    ) -> Vec<Response> {
        let mut lowered = Vec::new();
        for (status, place) in &responses.responses {
            let pattern = match status {
                StatusCode::Code(code) => StatusPattern::Code(*code),
                StatusCode::Range(first) => {
                    StatusPattern::Range(u8::try_from(*first).unwrap_or_default())
                }
            };
            lowered.extend(self.response(pattern, place, &pointer.join(status)));
        }
        if let Some(place) = &responses.default {
            lowered.extend(self.response(StatusPattern::Default, place, &pointer.join("default")));
        }
        lowered
    }

    fn response(
        &mut self,
        status: StatusPattern,
        place: &'a ReferenceOr<openapiv3::Response>,
        pointer: &Pointer,
    ) -> Option<Response> {
        let (response, pointer) =
            resolve_at(place, pointer, &self.components.responses, "responses")
                .filter(|(response, _)| fault(&response.extensions).is_none())?;
        let headers = self.headers(response, &pointer.join("headers"));
        let content = self.content(&response.content, &pointer.join("content"));
        if !response.links.is_empty() {
            let message = "the `links` of a response are left out yet";
            self.report(Diagnostic::at_key(
                Code::UnsupportedFeature,
                &pointer.join("links"),
                message,
            ));
        }
        Some(Response {
            status,
            description: response.description.clone(),
            headers,
            content,
            pointer,
        })
    }

    fn headers(&mut self, response: &'a openapiv3::Response, pointer: &Pointer) -> Vec<Header> {
        let mut headers = Vec::new();
        for (name, place) in &response.headers {
            // Content-Type is described by the media types (OpenAPI 3.0.3, section 4.7.17.1).
            if name.eq_ignore_ascii_case("content-type") {
                continue;
            }
            let place = resolve_at(
                place,
                &pointer.join(name),
                &self.components.headers,
                "headers",
            );
            let Some((header, pointer)) = place else {
                continue;
            };
            let ParameterSchemaOrContent::Schema(schema) = &header.format else {
                let message = format!("the header `{name}` has `content` and is left out yet");
                self.report(Diagnostic::at(Code::UnsupportedFeature, &pointer, message));
                continue;
            };
            headers.push(Header {
                name: name.clone(),
                docs: Docs {
                    title: None,
                    description: header.description.clone(),
                    deprecated: header.deprecated.unwrap_or(false),
                    external: None,
                },
                required: header.required,
                schema: self.schema(pointer.join("schema"), schema),
            });
        }
        headers
    }
}
