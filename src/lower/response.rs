//! Responses: what an operation answers, by status.

use indexmap::IndexMap;
use openapiv3::{ParameterSchemaOrContent, ReferenceOr, StatusCode};

use super::content::Way;
use super::{Lowering, fault, resolve_at};
use crate::diagnostic::{Code, Diagnostic, Pointer};
use crate::ir::{Docs, Example, Header, Json, Method, Response, SchemaId, StatusPattern};

impl<'a> Lowering<'a> {
    /// The responses in document order, `default` last.
    pub(super) fn responses(
        &mut self,
        responses: &'a openapiv3::Responses,
        pointer: &Pointer,
        method: &Method,
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
        for response in &mut lowered {
            self.drop_body(response, method);
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
        let headers = self.header_map(&response.headers, &pointer.join("headers"));
        let contents = self.contents(&response.content, &pointer.join("content"), Way::Response);
        let links = self.links(&response.links, &pointer.join("links"));
        Some(Response {
            status,
            description: response.description.clone(),
            headers,
            contents,
            links,
            pointer,
        })
    }

    /// Some answers have no body, whatever is said of it (RFC 9110, sections 9.3.2, 15.3.5, 15.3.6 and 15.4.5).
    fn drop_body(&mut self, response: &mut Response, method: &Method) {
        let is_bodiless = matches!(response.status, StatusPattern::Code(204 | 205 | 304));
        let is_head = *method == Method::Head;
        if response.contents.is_empty() || !is_bodiless && !is_head {
            return;
        }
        response.contents.clear();
        let message = match is_head {
            true => "an answer to HEAD has no body".to_owned(),
            false => format!("an answer {} has no body", response.status),
        };
        let place = response.pointer.join("content");
        self.report(Diagnostic::at_key(Code::IgnoredKeyword, &place, message));
    }

    /// The headers of a response, or of a part of a body.
    pub(super) fn header_map(
        &mut self,
        described: &'a IndexMap<String, ReferenceOr<openapiv3::Header>>,
        pointer: &Pointer,
    ) -> Vec<Header> {
        let mut headers = Vec::new();
        for (name, place) in described {
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
            let (schema, mut examples) = self.header_value(header, &pointer);
            examples.extend(self.examples(header.example.as_ref(), &header.examples));
            headers.push(Header {
                name: name.clone(),
                docs: Docs {
                    title: None,
                    description: header.description.clone(),
                    deprecated: header.deprecated.unwrap_or(false),
                    external: None,
                },
                required: header.required,
                schema,
                examples,
            });
        }
        headers
    }

    /// What the value of a header is, and what a media type shows of it: there, that is the text that stands in the header.
    fn header_value(
        &mut self,
        header: &'a openapiv3::Header,
        pointer: &Pointer,
    ) -> (SchemaId, Vec<Example>) {
        let content = match &header.format {
            ParameterSchemaOrContent::Schema(schema) => {
                return (self.schema(pointer.join("schema"), schema), Vec::new());
            }
            ParameterSchemaOrContent::Content(content) => content,
        };
        let shown = content.values().next().into_iter();
        let shown = shown.flat_map(|media| self.examples(media.example.as_ref(), &media.examples));
        let texts = shown.map(|example| Example {
            value: match example.value {
                Json::String(text) => Json::String(text),
                other => Json::String(other.to_string()),
            },
            ..example
        });
        let texts = texts.collect();
        (self.plain_text(pointer.join("content")), texts)
    }
}
