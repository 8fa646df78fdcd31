//! Parameters that stay parameters, and headers (Swagger 2.0, Parameter, Items and Header Object).
//!
//! What 2.0 says of the value beside the name stands in a schema in 3.0.

use serde_json::{Map, Value};

use super::Upgrade;
use super::moves::Spot;
use crate::diagnostic::{Code, Pointer};
use crate::document::grammar::Kind;
use crate::document::read::tree::copy;

/// The keywords of parameters and headers that only 3.0 has.
const NEWER: &[&str] = &[
    "content",
    "style",
    "explode",
    "allowReserved",
    "deprecated",
    "example",
    "examples",
];

/// How the items of a list are written after each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct ListFormat {
    /// The style of 3.0; `None` where only the default one can be meant.
    pub(super) style: Option<&'static str>,
    /// Whether each item is a parameter of its own.
    pub(super) explode: bool,
}

/// Whether the keyword of a parameter speaks of its value alone. That some extensions do, too, is what generators agree on.
pub(super) fn is_of_value(key: &str) -> bool {
    let of_schema = Kind::Schema.shape(key).is_some() && Kind::Parameter.shape(key).is_none();
    of_schema || key.starts_with("x-enum") || key == "x-rust-type"
}

impl Upgrade<'_> {
    /// A parameter that stands in the query, the path or a header.
    pub(super) fn parameter(&mut self, members: &Map<String, Value>, spot: &Spot) -> Value {
        let place = members.get("in").and_then(Value::as_str).unwrap_or("");
        let mut new = self.valued(members, spot);
        if let Some(format) = self.list_format(members, place, &spot.source) {
            set_format(&mut new, format, place == "query");
        }
        if members.contains_key("allowEmptyValue") && place != "query" {
            let key = spot.source.join("allowEmptyValue");
            let message = "`allowEmptyValue` has a meaning in the query and in forms only";
            self.say_key(Code::IgnoredKeyword, &key, message);
            new.shift_remove("allowEmptyValue");
        }
        Value::Object(new)
    }

    /// A header of a response.
    pub(super) fn header(&mut self, header: &Value, spot: &Spot) -> Value {
        let Value::Object(members) = header else {
            return copy(header);
        };
        let new = self.valued(members, spot);
        self.list_format(members, "header", &spot.source);
        Value::Object(new)
    }

    /// The members, with what is said of the value in a schema.
    fn valued(&mut self, members: &Map<String, Value>, spot: &Spot) -> Map<String, Value> {
        self.newer(members, NEWER, &spot.source);
        let is_newer = members.contains_key("schema") || members.contains_key("content");
        if members.contains_key("schema") {
            self.newer(members, &["schema"], &spot.source);
        }
        let mut new = Map::new();
        let mut schema = Map::new();
        for (key, value) in members {
            match key.as_str() {
                "collectionFormat" => {}
                "x-example" if !members.contains_key("example") => {
                    let source = spot.source.join(key);
                    self.moves.came(&spot.new.join("example"), &source);
                    new.insert("example".to_owned(), copy(value));
                }
                "x-nullable" if !is_newer => {
                    schema.insert(key.clone(), copy(value));
                }
                _ if !is_newer && is_of_value(key) => {
                    schema.insert(key.clone(), copy(value));
                }
                _ => {
                    new.insert(key.clone(), copy(value));
                }
            }
        }
        if !schema.is_empty() {
            self.schema_of_value(&schema, &spot.new.join("schema"), &spot.source);
            new.insert("schema".to_owned(), Value::Object(schema));
        }
        new
    }

    /// Notes where the schema stands whose keywords stood beside the name.
    pub(super) fn schema_of_value(
        &mut self,
        schema: &Map<String, Value>,
        new: &Pointer,
        source: &Pointer,
    ) {
        self.moves.came(new, source);
        if schema.contains_key("items") {
            self.moves.moved(&Spot {
                new: new.join("items"),
                source: source.join("items"),
            });
        }
    }

    /// `collectionFormat`: how a list is written at that place.
    pub(super) fn list_format(
        &mut self,
        members: &Map<String, Value>,
        place: &str,
        source: &Pointer,
    ) -> Option<ListFormat> {
        let written = members.get("collectionFormat");
        let keyword = source.join("collectionFormat");
        if members.get("type").and_then(Value::as_str) != Some("array") {
            if written.is_some() && !members.contains_key("schema") {
                let message = "`collectionFormat` has a meaning for the type `array` only";
                self.say_key(Code::IgnoredKeyword, &keyword, message);
            }
            return None;
        }
        let name = written.map_or(Some("csv"), Value::as_str).unwrap_or("");
        let is_listed = matches!(place, "query" | "formData");
        let (style, explode) = match (name, is_listed) {
            ("csv", true) => ("form", false),
            ("multi", true) => ("form", true),
            ("ssv", true) => ("spaceDelimited", false),
            ("pipes", true) => ("pipeDelimited", false),
            ("csv", false) => return COMMAS,
            ("tsv", true) => {
                let message = "OpenAPI 3.0 has no style for lists with tabs between their items; this one is read as `csv`";
                self.say(Code::UnsupportedFeature, &keyword, message);
                ("form", false)
            }
            ("ssv" | "pipes" | "tsv", false) => {
                let message = format!(
                    "OpenAPI 3.0 has no style for lists of `{name}` in `{place}`; this one is read as `csv`"
                );
                self.say(Code::UnsupportedFeature, &keyword, message);
                return COMMAS;
            }
            ("multi", false) => {
                let message = format!(
                    "`multi` has a meaning in the query and in forms only, not in `{place}`; the list is read as `csv`"
                );
                self.say(Code::InvalidValue, &keyword, message);
                return COMMAS;
            }
            _ => {
                let message = "`collectionFormat` must be `csv`, `ssv`, `tsv`, `pipes` or `multi`; the list is read as `csv`";
                self.say(Code::InvalidValue, &keyword, message);
                return if is_listed { LISTED } else { COMMAS };
            }
        };
        Some(ListFormat {
            style: Some(style),
            explode,
        })
    }
}

/// Commas between the items, where 3.0 knows no other way.
const COMMAS: Option<ListFormat> = Some(ListFormat {
    style: None,
    explode: false,
});

/// Commas between the items in the query or a form.
const LISTED: Option<ListFormat> = Some(ListFormat {
    style: Some("form"),
    explode: false,
});

/// Writes the format down, where the object does not say it in the words of 3.0.
pub(super) fn set_format(members: &mut Map<String, Value>, format: ListFormat, explode: bool) {
    if let Some(style) = format.style
        && !members.contains_key("style")
    {
        members.insert("style".to_owned(), Value::from(style));
    }
    if explode && !members.contains_key("explode") {
        members.insert("explode".to_owned(), Value::Bool(format.explode));
    }
}
