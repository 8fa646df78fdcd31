//! Responses (Swagger 2.0, Responses and Response Object).

use serde_json::{Map, Value};

use super::body::make_file;
use super::media::{Payload, Types, essence, is_json};
use super::moves::Spot;
use super::shared::Section;
use super::{Upgrade, copy};
use crate::diagnostic::{Code, Pointer};
use crate::document::grammar::is_extension;
use crate::document::refs;

/// What is taken for granted of a file.
const BYTES: &str = "application/octet-stream";

impl Upgrade<'_> {
    /// The responses of an operation.
    pub(super) fn responses(&mut self, responses: &Value, spot: &Spot, types: &Types) -> Value {
        let Value::Object(members) = responses else {
            return copy(responses);
        };
        let members = members.iter().map(|(key, response)| {
            let new = if is_extension(key) {
                copy(response)
            } else {
                self.response(response, &spot.join(key), types)
            };
            (key.clone(), new)
        });
        Value::Object(members.collect())
    }

    /// One response, with a content for each of these media types.
    pub(super) fn response(&mut self, response: &Value, spot: &Spot, types: &Types) -> Value {
        let Value::Object(members) = response else {
            return copy(response);
        };
        if let Some(Value::String(reference)) = members.get("$ref") {
            return match refs::keys(reference).as_deref() {
                Some([responses, name]) if responses == "responses" => {
                    let shared = self.shared_reference(Section::Responses, name, types);
                    let mut new = self.kept(members, &["$ref"]);
                    if let Value::Object(reference) = shared {
                        new.extend(reference);
                    }
                    Value::Object(new)
                }
                _ => copy(response),
            };
        }
        self.newer(members, &["content", "links"], &spot.source);
        let mut new = self.kept(members, &["schema", "examples", "headers"]);
        if let Some(headers) = members.get("headers") {
            let headers = self.headers(headers, &spot.join("headers"));
            new.insert("headers".to_owned(), headers);
        }
        if !members.contains_key("content")
            && let Some(content) = self.response_content(members, spot, types)
        {
            new.insert("content".to_owned(), Value::Object(content));
        }
        Value::Object(new)
    }

    fn headers(&mut self, headers: &Value, spot: &Spot) -> Value {
        let Value::Object(members) = headers else {
            return copy(headers);
        };
        let members = members
            .iter()
            .map(|(name, header)| (name.clone(), self.header(header, &spot.join(name))));
        Value::Object(members.collect())
    }

    fn response_content(
        &mut self,
        members: &Map<String, Value>,
        spot: &Spot,
        types: &Types,
    ) -> Option<Map<String, Value>> {
        let examples = match members.get("examples") {
            Some(Value::Object(examples)) if !examples.is_empty() => Some(examples),
            Some(Value::Object(_)) | None => None,
            Some(_) => {
                let message = "`examples` must be an object of examples by media type";
                let place = spot.source.join("examples");
                self.say(Code::InvalidValue, &place, message);
                None
            }
        };
        let schema = members.get("schema");
        if schema.is_none() && examples.is_none() {
            // Without a schema nothing is returned.
            return None;
        }
        let mut schema = schema.map(copy);
        let is_file = schema.as_mut().is_some_and(file_meant);
        let mut types = self.response_types(types, is_file, examples);
        if let Some(examples) = examples {
            types = self.with_examples(&types, examples, &spot.source.join("examples"));
        }
        let payload = Payload {
            schema,
            source: spot.source.join("schema"),
            is_whole: true,
        };
        let mut content = self.content(&types, &payload, &spot.new.join("content"));
        if let Some(examples) = examples {
            let spot = Spot {
                new: spot.new.clone(),
                source: spot.source.join("examples"),
            };
            self.examples(&mut content, examples, &spot);
        }
        Some(content)
    }

    /// The media types of a response. Where the document says nothing of them, a file is bytes, and examples tell their own.
    fn response_types(
        &mut self,
        types: &Types,
        is_file: bool,
        examples: Option<&Map<String, Value>>,
    ) -> Types {
        if is_file && !types.own {
            // What is said of the whole document is not meant for a file when it is JSON.
            let mut names: Vec<String> = types.names.to_vec();
            names.retain(|name| !is_json(name));
            if names.is_empty() {
                names.push(BYTES.to_owned());
            }
            return self.listed(names, None, false);
        }
        if !types.names.is_empty() {
            return types.clone();
        }
        let names = match examples {
            _ if is_file => vec![BYTES.to_owned()],
            Some(examples) => examples
                .keys()
                .filter(|name| name.contains('/'))
                .cloned()
                .collect(),
            None => Vec::new(),
        };
        let types = self.listed(names, None, types.own);
        self.or_json(&types)
    }

    /// A response also has the media types of its examples: that of an error often differs from what the operation produces.
    fn with_examples(
        &mut self,
        types: &Types,
        examples: &Map<String, Value>,
        source: &Pointer,
    ) -> Types {
        let mut names: Vec<String> = types.names.to_vec();
        for name in examples.keys().filter(|name| name.contains('/')) {
            if names.iter().any(|known| essence(known) == essence(name)) {
                continue;
            }
            let message = format!(
                "`produces` does not list `{name}`, of which there is an example here; the response is read as one of it, too"
            );
            self.say_key(Code::CoercedValue, &source.join(name), message);
            names.push(name.clone());
        }
        if names.len() == types.names.len() {
            return types.clone();
        }
        self.listed(names, types.place.clone(), types.own)
    }
}

/// Reads `type: file` as bytes; says whether it was that.
fn file_meant(schema: &mut Value) -> bool {
    match schema {
        Value::Object(members) if members.get("type").and_then(Value::as_str) == Some("file") => {
            make_file(members);
            true
        }
        _ => false,
    }
}
