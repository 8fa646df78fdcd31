//! Contents: what bodies hold, by media type.

use indexmap::IndexMap;
use openapiv3::{MediaType, Schema, StringFormat, Type, VariantOrUnknownOrEmpty};

use super::Lowering;
use super::flat::{Flat, JsonType, Place, Target};
use super::media_type::{
    essence, framing, is_form, is_json, is_plain_json, is_text, is_xml, takes_json,
};
use crate::diagnostic::{Code, Diagnostic, Pointer};
use crate::document::keywords;
use crate::ir::{Content, Format, SchemaId, SchemaKind, TextFormat};

/// How many references to follow from a body to what it is; none goes in a circle.
const MOST_HOPS: usize = 64;

/// Which way a body travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    Request,
    Response,
}

/// An entry of a `content` map.
pub(super) struct Entry<'a> {
    /// As the document has it.
    pub name: &'a str,
    /// Without its parameters; a range that JSON is meant by is JSON.
    pub essence: String,
    pub media: &'a MediaType,
    pub pointer: Pointer,
}

impl<'a> Lowering<'a> {
    /// What a body may hold, in document order; empty where the document names no media type.
    pub(super) fn contents(
        &mut self,
        content: &'a IndexMap<String, MediaType>,
        pointer: &Pointer,
        way: Way,
    ) -> Vec<Content> {
        let entries = self.entries(content, pointer);
        let json = entries.iter().position(|entry| is_json(&entry.essence));
        let json = json.and_then(|position| entries.get(position));
        let mut contents: Vec<Content> = Vec::with_capacity(entries.len());
        for entry in &entries {
            let is_known = self.is_said_already(entry, json, way)
                || has_plainer_json(&entries, entry)
                || contents.iter().any(|it| is_same_json(it, entry, json));
            if !is_known {
                let content = self.one_content(entry, way);
                contents.push(content);
            }
        }
        contents
    }

    /// The entries with what they mean: a key that is no media type is taken for a range of all, where there is nothing else.
    pub(super) fn entries(
        &mut self,
        content: &'a IndexMap<String, MediaType>,
        pointer: &Pointer,
    ) -> Vec<Entry<'a>> {
        let any_exact = content.keys().any(|name| is_json(name));
        let any_valid = content.keys().any(|name| essence(name).is_some());
        let mut entries: Vec<Entry<'a>> = Vec::new();
        for (name, media) in content {
            let pointer = pointer.join(name);
            let known = essence(name);
            if known.is_none() {
                let message = format!("`{name}` is no media type");
                let there = Diagnostic::at_key(Code::UnsupportedMediaType, &pointer, message);
                self.report(match any_valid {
                    true => there.help("it is left out"),
                    false => there.help("it is taken for any"),
                });
            }
            if known.is_none() && (any_valid || !entries.is_empty()) {
                continue;
            }
            let mut essence = known.unwrap_or_else(|| "*/*".to_owned());
            if takes_json(&essence) && !any_exact && self.has_structure(media) {
                essence = "application/json".to_owned();
            }
            entries.push(Entry {
                name,
                essence,
                media,
                pointer,
            });
        }
        entries
    }

    /// Whether a body is an object, a list, a number or a choice: nothing that could be meant as bare text or bytes.
    pub(super) fn has_structure(&mut self, media: &'a MediaType) -> bool {
        let Some(flat) = self.flat_body(media) else {
            return false;
        };
        match flat.json_type {
            Some(JsonType::String) => false,
            Some(_) => true,
            None => !flat.alternatives.is_empty() || !flat.properties.is_empty(),
        }
    }

    /// Whether a body is an object, or a choice that may be one. Of anything else no form says what its pairs are called.
    fn has_members(&mut self, media: &'a MediaType) -> bool {
        let flat = self.flat_body(media);
        let is_other =
            flat.is_some_and(|flat| flat.json_type.is_some_and(|it| it != JsonType::Object));
        self.has_structure(media) && !is_other
    }

    /// The schema of a body with all its keywords.
    pub(super) fn flat_body(&mut self, media: &'a MediaType) -> Option<Flat<'a>> {
        let place = Place::new(Pointer::root(), media.schema.as_ref()?);
        Some(self.merge_places(std::slice::from_ref(&place), &mut Vec::new()))
    }

    /// Whether an entry is another way of writing what JSON says already, and none that the output writes or reads.
    fn is_said_already(&mut self, entry: &Entry<'a>, json: Option<&Entry<'a>>, way: Way) -> bool {
        let Some(json) = json.filter(|json| json.name != entry.name) else {
            return false;
        };
        let is_same = entry.media.schema == json.media.schema;
        let essence = entry.essence.as_str();
        let is_form = is_form(essence) || essence == "multipart/form-data";
        let is_own =
            is_json(essence) || is_form && way == Way::Request || framing(essence, false).is_some();
        if !is_same || is_own {
            return false;
        }
        if takes_json(essence) {
            return true;
        }
        let message = format!(
            "`{}` is not used: it is another form of what `{}` says",
            entry.name, json.name
        );
        self.report(Diagnostic::at_key(
            Code::UnsupportedMediaType,
            &entry.pointer,
            message,
        ));
        true
    }

    fn one_content(&mut self, entry: &Entry<'a>, way: Way) -> Content {
        let format = self.format(entry, way);
        let media_type = match (&format, essence(entry.name)) {
            (Format::Json(_), _)
                if !is_json(entry.name) || entry.essence == "application/*+json" =>
            {
                "application/json".to_owned()
            }
            (_, None) => "application/octet-stream".to_owned(),
            (_, Some(_)) => entry.name.to_owned(),
        };
        Content {
            pointer: entry.pointer.clone(),
            media_type,
            format,
            examples: self.examples(entry.media.example.as_ref(), &entry.media.examples),
        }
    }

    fn format(&mut self, entry: &Entry<'a>, way: Way) -> Format {
        let essence = entry.essence.as_str();
        let is_described = entry.media.extensions.contains_key(keywords::ITEM_SCHEMA);
        if let Some(framing) = framing(essence, is_described) {
            let item = self.item(entry);
            return Format::Sequence { framing, item };
        }
        let has_parts = is_form(essence) || essence.starts_with("multipart/");
        if !(has_parts && way == Way::Request) {
            self.report_encoding(entry, "body");
        }
        let is_binary = self.is_binary(entry.media);
        if is_json(essence) && !is_binary {
            return Format::Json(self.body_schema(entry));
        }
        if way == Way::Request && essence == "multipart/form-data" {
            return self.multipart(entry);
        }
        if way == Way::Request && essence.starts_with("multipart/") {
            return Format::Multipart {
                parts: Vec::new(),
                open: true,
                closed: false,
            };
        }
        if way == Way::Request && is_form(essence) {
            match self.has_members(entry.media) {
                true => return self.form(entry),
                false => self.report_encoding(entry, "body"),
            }
        }
        let is_text = is_text(essence) && !is_binary;
        self.report_structure(entry, is_text);
        let schema = self.plain_text_of(entry);
        match is_text {
            true => Format::Text { schema },
            false => Format::Bytes { schema },
        }
    }

    /// What the document says of a body that is a text of any kind.
    fn plain_text_of(&mut self, entry: &Entry<'a>) -> Option<SchemaId> {
        let flat = self.flat_body(entry.media)?;
        let is_plain = flat.json_type == Some(JsonType::String) && flat.enumeration.is_none();
        is_plain.then(|| self.body_schema(entry))
    }

    /// What has structure and is passed on as it is.
    fn report_structure(&mut self, entry: &Entry<'a>, is_text: bool) {
        if !self.has_structure(entry.media) {
            return;
        }
        let how = if is_text { "text" } else { "bytes" };
        self.report_passed_on(entry, "body", how);
    }

    /// What is not taken apart, though there would be something to take apart.
    pub(super) fn report_passed_on(&mut self, entry: &Entry<'a>, what: &str, how: &str) {
        let format = match entry.essence.as_str() {
            essence if is_xml(essence) => ", which is XML,",
            essence if is_form(essence) && !self.has_members(entry.media) => {
                ", which is no object,"
            }
            _ => "",
        };
        let message = format!("a {what} of `{}`{format} is passed on as {how}", entry.name);
        self.report(Diagnostic::at_key(
            Code::UnsupportedMediaType,
            &entry.pointer,
            message,
        ));
    }

    /// Octets, which JSON has no way to write: the body is them, whatever media type it has.
    pub(super) fn is_binary(&self, media: &'a MediaType) -> bool {
        let Some(schema) = &media.schema else {
            return false;
        };
        let mut place = Some(Place::new(Pointer::root(), schema));
        for _ in 0..MOST_HOPS {
            match place.map(|place| place.target) {
                Some(Target::Reference(reference)) => place = self.component(reference),
                Some(Target::Schema(schema)) => return is_binary(schema),
                None => return false,
            }
        }
        false
    }

    pub(super) fn body_schema(&mut self, entry: &Entry<'a>) -> SchemaId {
        let place = entry.pointer.join("schema");
        match &entry.media.schema {
            Some(schema) => self.schema(place, schema),
            None => self.anything(place),
        }
    }

    /// What each value of a sequence is: an item of the list that the whole is, or else what is said of the whole.
    fn item(&mut self, entry: &Entry<'a>) -> SchemaId {
        let whole = self.body_schema(entry);
        match &self.schemas.resolve(whole).1.kind {
            SchemaKind::Array(array) => array.items,
            _ => whole,
        }
    }

    /// Whether a schema is of octets.
    pub(super) fn is_octets(&self, schema: SchemaId) -> bool {
        match &self.schemas.resolve(schema).1.kind {
            SchemaKind::String(text) => text.format == TextFormat::Binary,
            _ => false,
        }
    }
}

fn is_binary(schema: &Schema) -> bool {
    let binary = VariantOrUnknownOrEmpty::Item(StringFormat::Binary);
    match &schema.schema_kind {
        openapiv3::SchemaKind::Type(Type::String(text)) => {
            text.format == binary && text.enumeration.is_empty()
        }
        _ => false,
    }
}

/// Whether the same is there as `application/json`, of which an entry is another name.
fn has_plainer_json(entries: &[Entry<'_>], entry: &Entry<'_>) -> bool {
    let is_plainer = |other: &Entry<'_>| {
        other.essence == "application/json" && other.media.schema == entry.media.schema
    };
    entry.essence != "application/json"
        && is_plain_json(&entry.essence)
        && entries.iter().any(is_plainer)
}

/// Whether there is JSON already that is the same but for the name of its media type: other names of plain JSON, or the same
/// with other parameters.
fn is_same_json(known: &Content, entry: &Entry<'_>, json: Option<&Entry<'_>>) -> bool {
    let Some(json) = json.filter(|_| is_json(&entry.essence)) else {
        return false;
    };
    let Some(essence) = essence(&known.media_type) else {
        return false;
    };
    let is_other_name =
        essence == entry.essence || is_plain_json(&essence) && is_plain_json(&entry.essence);
    known.json().is_some() && is_other_name && entry.media.schema == json.media.schema
}
