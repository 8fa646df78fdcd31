//! Parameters with `content`: what the value of one is, by its media type (OpenAPI 3.0.3, section 4.7.12.2.2.1).

use indexmap::IndexMap;
use openapiv3::MediaType;

use super::Lowering;
use super::content::Entry;
use super::flat::JsonType;
use super::form::{field_styles, has_members, is_word};
use super::media_type::{is_form, is_json, is_text, is_xml};
use super::parameter::Written;
use crate::diagnostic::{Code, Diagnostic, Pointer};
use crate::ir::{SchemaId, Style};

impl<'a> Lowering<'a> {
    /// The one media type that the specification asks for; the first where there are others; none where there is none.
    pub(super) fn one_entry(
        &mut self,
        content: &'a IndexMap<String, MediaType>,
        pointer: &Pointer,
    ) -> Option<Entry<'a>> {
        let mut entries = self.entries(content, pointer).into_iter();
        let first = entries.next()?;
        for other in entries {
            let message = format!(
                "a parameter is of one media type: `{}` is not used, `{}` is",
                other.name, first.name
            );
            self.report(Diagnostic::at_key(
                Code::InvalidValue,
                &other.pointer,
                message,
            ));
        }
        Some(first)
    }

    /// JSON and forms are written from the value; what is of another media type is a text, which the styles write as it is.
    pub(super) fn in_content(&mut self, entry: &Entry<'a>, of_text: Style) -> Written {
        if is_json(&entry.essence) {
            return self.json_value(entry, Style::Json);
        }
        if let Some(form) = self.form_value(entry, Style::FormText) {
            return form;
        }
        self.text_value(entry, of_text)
    }

    /// What the whole query is: a form of the members of an object, JSON, or a text.
    pub(super) fn whole_query(&mut self, entry: &Entry<'a>) -> Written {
        if is_json(&entry.essence) {
            return self.json_value(entry, Style::WholeJson);
        }
        if let Some(form) = self.form_value(entry, Style::Urlencoded) {
            return form;
        }
        self.text_value(
            entry,
            match is_form(&entry.essence) {
                true => Style::WholeFormText,
                false => Style::WholeText,
            },
        )
    }

    fn json_value(&mut self, entry: &Entry<'a>, style: Style) -> Written {
        self.report_encoding(entry, "parameter");
        let schema = self.body_schema(entry);
        self.content_value(entry, schema, style)
    }

    /// The members of an object, where the media type is that of forms.
    fn form_value(&mut self, entry: &Entry<'a>, style: Style) -> Option<Written> {
        let flat = self
            .flat_body(entry.media)
            .filter(|_| is_form(&entry.essence))?;
        let may_be_object = match flat.json_type {
            Some(json_type) => json_type == JsonType::Object,
            None => !flat.alternatives.is_empty() || !flat.properties.is_empty(),
        };
        let schema = may_be_object.then(|| self.body_schema(entry));
        let schema = schema.filter(|schema| self.is_always(*schema, has_members))?;
        let fields = field_styles(entry.media);
        self.report_fields(entry, schema, &fields);
        Some(Written {
            fields,
            ..self.content_value(entry, schema, style)
        })
    }

    /// A text that the caller gives: what a schema says of it holds as far as it is one of a text.
    fn text_value(&mut self, entry: &Entry<'a>, style: Style) -> Written {
        self.report_encoding(entry, "parameter");
        let schema = match self.is_plain_value(entry) {
            true => self.body_schema(entry),
            false => {
                let is_text = is_text(&entry.essence) && !self.is_binary(entry.media);
                if !is_text || self.has_structure(entry.media) {
                    self.report_passed_on(entry, "parameter", "text");
                }
                self.plain_text(entry.pointer.join("schema"))
            }
        };
        self.content_value(entry, schema, style)
    }

    /// Whether a value is its own text: a text in any media type, and what is written as one word where there are no others
    /// than words.
    fn is_plain_value(&mut self, entry: &Entry<'a>) -> bool {
        let Some(flat) = self.flat_body(entry.media) else {
            return false;
        };
        let is_of_words = entry.essence.starts_with("text/") && !is_xml(&entry.essence);
        match flat.json_type {
            Some(JsonType::String) => !self.is_binary(entry.media),
            Some(JsonType::Object | JsonType::Array) => false,
            Some(_) => is_of_words,
            None if !is_of_words || !flat.properties.is_empty() => false,
            None if flat.alternatives.is_empty() => flat.enumeration.is_some(),
            None => {
                let schema = self.body_schema(entry);
                self.is_always(schema, is_word)
            }
        }
    }

    fn content_value(&mut self, entry: &Entry<'a>, schema: SchemaId, style: Style) -> Written {
        Written {
            schema,
            style,
            fields: Vec::new(),
            allow_reserved: false,
            examples: self.examples(entry.media.example.as_ref(), &entry.media.examples),
        }
    }
}
