//! Parameters in the body and in forms (Swagger 2.0, Parameter Object), which 3.0 says as the body of a request.

use serde_json::{Map, Value, json};

use super::Upgrade;
use super::media::{JSON, Payload, Types, essence};
use super::moves::Spot;
use super::parameter::{is_of_value, set_format};
use super::shared::Section;
use crate::diagnostic::{Code, Pointer};
use crate::document::refs;

/// How many references may lead to each other before a parameter.
const MOST_ALIASES: usize = 100;

const URLENCODED: &str = "application/x-www-form-urlencoded";
const MULTIPART: &str = "multipart/form-data";

/// A parameter that becomes a part of the body.
#[derive(Debug, Clone)]
pub(super) struct Part<'s> {
    members: &'s Map<String, Value>,
    /// Where it is written.
    source: Pointer,
    /// Where it is used.
    used: Pointer,
    /// Its name in the document's own parameters, if it is one.
    global: Option<String>,
}

impl Part<'_> {
    fn name(&self) -> &str {
        let name = self.members.get("name");
        name.and_then(Value::as_str).unwrap_or("")
    }
}

/// The parameters of a path item or an operation, by what becomes of them.
#[derive(Debug, Clone, Default)]
pub(super) struct Split<'s> {
    /// Those that stay parameters, each with its index.
    pub(super) plain: Vec<(usize, &'s Value)>,
    bodies: Vec<Part<'s>>,
    forms: Vec<Part<'s>>,
}

impl<'s> Upgrade<'s> {
    /// Looks at each parameter, behind references.
    pub(super) fn split(&self, parameters: &'s [Value], place: &Pointer) -> Split<'s> {
        let mut split = Split::default();
        for (index, parameter) in parameters.iter().enumerate() {
            let used = place.join(index);
            match self.part(parameter, &used) {
                Some((part, "body")) => split.bodies.push(part),
                // One without a name is for the check to refuse.
                Some((part, "formData")) if !part.name().is_empty() => split.forms.push(part),
                _ => split.plain.push((index, parameter)),
            }
        }
        split
    }

    /// The parameter behind all references, and where it stands in a message.
    fn part(&self, parameter: &'s Value, used: &Pointer) -> Option<(Part<'s>, &'s str)> {
        let (mut value, mut source, mut global) = (parameter, used.clone(), None);
        for _ in 0..MOST_ALIASES {
            let members = value.as_object()?;
            let Some(reference) = members.get("$ref").and_then(Value::as_str) else {
                let place = members.get("in")?.as_str()?;
                let part = Part {
                    members,
                    source,
                    used: used.clone(),
                    global,
                };
                return Some((part, place));
            };
            let keys = refs::keys(reference)?;
            value = refs::value_at(self.root, &keys)?;
            global = match keys.as_slice() {
                [parameters, name] if parameters == "parameters" => Some(name.clone()),
                _ => None,
            };
            source = keys
                .iter()
                .fold(Pointer::root(), |place, key| place.join(key));
        }
        None
    }

    /// Whether a parameter is one of a body or a form.
    pub(super) fn becomes_body(&self, parameter: &'s Value, place: &Pointer) -> bool {
        let part = self.part(parameter, place);
        part.is_some_and(|(part, place)| {
            place == "body" || (place == "formData" && !part.name().is_empty())
        })
    }

    /// The body of an operation. What the operation says goes before what its path item says.
    pub(super) fn request_body(
        &mut self,
        item: &Split<'s>,
        own: &Split<'s>,
        types: &Types,
        operation: &Spot,
    ) -> Option<Value> {
        let mut bodies = own.bodies.iter();
        let place = operation.new.join("requestBody");
        let body = match (bodies.next(), own.forms.is_empty()) {
            (Some(body), _) => {
                self.ignored(bodies.chain(&own.forms).chain(&item.forms));
                Some(body)
            }
            (None, false) => {
                self.ignored(item.bodies.iter());
                None
            }
            (None, true) => {
                let mut bodies = item.bodies.iter();
                let body = bodies.next();
                if body.is_some() {
                    self.ignored(bodies.chain(&item.forms));
                }
                body
            }
        };
        if let Some(body) = body {
            return Some(self.used_body(body, types, &place));
        }
        let parts = self.form_parts(&item.forms, &own.forms);
        (!parts.is_empty()).then(|| self.form(&parts, types, &place, &operation.source))
    }

    fn ignored<'p>(&mut self, parts: impl Iterator<Item = &'p Part<'s>>)
    where
        's: 'p,
    {
        for part in parts {
            let message = "an operation has one body or a form; this parameter is ignored";
            self.say(Code::IgnoredParameter, &part.used, message);
        }
    }

    /// Those of the operation, and those of the path item that it does not override.
    fn form_parts(&mut self, item: &[Part<'s>], own: &[Part<'s>]) -> Vec<Part<'s>> {
        let mut names = std::collections::HashSet::new();
        let mut parts = Vec::new();
        for part in own {
            if names.insert(part.name()) {
                parts.push(part.clone());
            } else {
                let message = format!(
                    "the form has two parameters `{}`; the second is ignored",
                    part.name()
                );
                self.say(Code::IgnoredParameter, &part.used, message);
            }
        }
        parts.extend(
            item.iter()
                .filter(|part| names.insert(part.name()))
                .cloned(),
        );
        parts
    }

    /// A body where it is used: one of the document's own parameters stays a component.
    fn used_body(&mut self, part: &Part<'s>, types: &Types, place: &Pointer) -> Value {
        if let Some(name) = &part.global {
            let spot = Spot {
                new: place.clone(),
                source: part.used.clone(),
            };
            self.moves.came(&spot.new, &spot.source);
            return self.shared_reference(Section::RequestBodies, name, types);
        }
        let spot = Spot {
            new: place.clone(),
            source: part.source.clone(),
        };
        self.moves.moved(&spot);
        self.body(part.members, &spot, types)
    }

    /// A parameter of the body as the body of a request.
    pub(super) fn body(
        &mut self,
        members: &Map<String, Value>,
        spot: &Spot,
        types: &Types,
    ) -> Value {
        let mut new = self.kept(
            members,
            &["in", "name", "schema", "x-example", "x-examples"],
        );
        if !members.contains_key("schema") {
            new.retain(|key, _| !is_of_value(key));
        }
        if let Some(name) = members.get("name")
            && !new.contains_key("x-body-name")
        {
            // It only describes, and 3.0 has no place for it.
            let place = spot.new.join("x-body-name");
            self.moves.came(&place, &spot.source.join("name"));
            new.insert("x-body-name".to_owned(), super::copy(name));
        }
        let payload = self.body_schema(members, &spot.source);
        let types = self.or_json(types);
        let mut content = self.content(&types, &payload, &spot.new.join("content"));
        self.body_examples(&mut content, members, spot);
        new.insert("content".to_owned(), Value::Object(content));
        Value::Object(new)
    }

    fn body_schema(&mut self, members: &Map<String, Value>, source: &Pointer) -> Payload {
        if let Some(schema) = members.get("schema") {
            return Payload {
                schema: Some(super::copy(schema)),
                source: source.join("schema"),
                is_whole: true,
            };
        }
        let beside = members.iter().filter(|(key, _)| is_of_value(key));
        let beside: Map<String, Value> = beside
            .map(|(key, value)| (key.clone(), super::copy(value)))
            .collect();
        let schema = if beside.is_empty() {
            let message = "a parameter of the body has no `schema`, which is required";
            self.say(Code::MissingKeyword, source, message);
            None
        } else {
            let message = "the type of a parameter of the body stands in its `schema`";
            self.say(Code::CoercedValue, source, message);
            Some(Value::Object(beside))
        };
        Payload {
            schema,
            source: source.clone(),
            is_whole: false,
        }
    }

    /// `x-example` is an example for every media type, `x-examples` has them by media type.
    fn body_examples(
        &mut self,
        content: &mut Map<String, Value>,
        members: &Map<String, Value>,
        spot: &Spot,
    ) {
        if let Some(example) = members.get("x-example") {
            let source = spot.source.join("x-example");
            for (name, media) in content.iter_mut() {
                let Some(example) = self.copied(example, &source) else {
                    return;
                };
                let place = spot.new.join("content").join(name).join("example");
                self.moves.came(&place, &source);
                if let Value::Object(media) = media {
                    media.insert("example".to_owned(), example);
                }
            }
        }
        if let Some(Value::Object(examples)) = members.get("x-examples") {
            let spot = Spot {
                new: spot.new.clone(),
                source: spot.source.join("x-examples"),
            };
            self.examples(content, examples, &spot);
        }
    }

    /// The parameters of a form as the body of a request.
    fn form(
        &mut self,
        parts: &[Part<'s>],
        types: &Types,
        place: &Pointer,
        operation: &Pointer,
    ) -> Value {
        let types = self.form_types(parts, types);
        let is_required =
            |part: &&Part<'_>| part.members.get("required") == Some(&Value::Bool(true));
        let required: Vec<Value> = parts
            .iter()
            .filter(is_required)
            .map(|part| Value::from(part.name()))
            .collect();
        let source = operation.join("parameters");
        self.moves.came(place, &source);
        let mut content = Map::new();
        for (index, name) in types.names.iter().enumerate() {
            let at = place.join("content").join(name);
            if let Some(list) = &types.place {
                self.moves.came(&at, &list.join(index));
            }
            let mut media = self.form_media(parts, &at);
            if let Some(Value::Object(schema)) = media.get_mut("schema") {
                self.moves.came(&at.join("schema"), &source);
                if !required.is_empty() {
                    schema.insert("required".to_owned(), json!(required));
                }
            }
            content.insert(name.clone(), Value::Object(media));
        }
        let mut body = Map::new();
        body.insert("content".to_owned(), Value::Object(content));
        if !required.is_empty() {
            body.insert("required".to_owned(), Value::Bool(true));
        }
        Value::Object(body)
    }

    /// The media types of a form: of those that are listed, the two that forms can have.
    fn form_types(&mut self, parts: &[Part<'s>], types: &Types) -> Types {
        let has_file = parts
            .iter()
            .any(|part| part.members.get("type").and_then(Value::as_str) == Some("file"));
        let mut kept = Vec::new();
        for (index, name) in types.names.iter().enumerate() {
            let essence = essence(name);
            if essence == MULTIPART || (essence == URLENCODED && !has_file) {
                kept.push(name.clone());
            } else if types.own
                && let Some(list) = &types.place
            {
                let why = if essence == URLENCODED {
                    "with a file"
                } else {
                    "of parameters"
                };
                let message =
                    format!("a form {why} cannot be of the media type `{name}`, which is ignored");
                self.say(Code::IgnoredKeyword, &list.join(index), message);
            }
        }
        if !kept.is_empty() && kept.len() == types.names.len() {
            return types.clone();
        }
        if kept.is_empty() {
            let meant = if has_file { MULTIPART } else { URLENCODED };
            kept.push(meant.to_owned());
        }
        self.listed(kept, None, types.own)
    }

    fn form_media(&mut self, parts: &[Part<'s>], at: &Pointer) -> Map<String, Value> {
        let (mut properties, mut encodings) = (Map::new(), Map::new());
        for part in parts {
            let name = part.name();
            let place = at.join("schema").join("properties").join(name);
            let Some(schema) = self.form_property(part, &place) else {
                break;
            };
            properties.insert(name.to_owned(), schema);
            if let Some(format) = self.list_format(part.members, "formData", &part.source) {
                let mut encoding = Map::new();
                set_format(&mut encoding, format, true);
                let place = at.join("encoding").join(name);
                self.moves
                    .came(&place, &part.source.join("collectionFormat"));
                encodings.insert(name.to_owned(), Value::Object(encoding));
            }
        }
        let mut media = Map::new();
        let schema = json!({ "type": "object", "properties": properties });
        media.insert("schema".to_owned(), schema);
        if !encodings.is_empty() {
            media.insert("encoding".to_owned(), Value::Object(encodings));
        }
        media
    }

    /// A parameter of a form as a property. All that describes it speaks of the value.
    fn form_property(&mut self, part: &Part<'s>, place: &Pointer) -> Option<Value> {
        let mut schema = Map::new();
        for (key, value) in part.members {
            let source = part.source.join(key);
            match key.as_str() {
                "name" | "in" | "required" | "collectionFormat" => {}
                // Which is what holds anyway.
                "allowEmptyValue" if value == &Value::Bool(false) => {}
                "allowEmptyValue" => {
                    let message = "`allowEmptyValue` has no counterpart in the forms of OpenAPI 3.0; the schema says which values are allowed";
                    self.say_key(Code::IgnoredKeyword, &source, message);
                }
                "x-example" if !part.members.contains_key("example") => {
                    self.moves.came(&place.join("example"), &source);
                    schema.insert("example".to_owned(), self.copied(value, &source)?);
                }
                _ => {
                    schema.insert(key.clone(), self.copied(value, &source)?);
                }
            }
        }
        self.schema_of_value(&schema, place, &part.source);
        if schema.get("type").and_then(Value::as_str) == Some("file") {
            make_file(&mut schema);
        }
        Some(Value::Object(schema))
    }

    /// The types, or JSON where none are said.
    pub(super) fn or_json(&mut self, types: &Types) -> Types {
        if types.names.is_empty() {
            self.listed(vec![JSON.to_owned()], None, types.own)
        } else {
            types.clone()
        }
    }
}

/// A file is a text of bytes in 3.0.
pub(super) fn make_file(schema: &mut Map<String, Value>) {
    schema.insert("type".to_owned(), json!("string"));
    schema.insert("format".to_owned(), json!("binary"));
}
