//! A schema with all its keywords side by side, whichever of `openapiv3`'s shapes it came in.
//!
//! The rest of the stage asks a [`Flat`] schema what it says, so that `allOf` can be merged keyword by keyword.

mod json_type;
mod place;
mod words;

pub(super) use json_type::JsonType;
pub(super) use place::{Place, Target};
pub(super) use words::EnumerationWords;

use indexmap::IndexMap;
use openapiv3::{
    AdditionalProperties, AnySchema, ArrayType, Discriminator, IntegerType, NumberType, ObjectType,
    ReferenceOr, Schema, SchemaData, SchemaKind, StringType, Type, VariantOrUnknownOrEmpty,
};
use serde::Serialize;
use serde_json::Number;

use words::enumeration_words;

use super::carried::{Applied, Patterns, Positions};
use super::external_docs;
use crate::diagnostic::Pointer;
use crate::document::keywords;
use crate::ir::{Access, Bound, Combination, Docs, Example, Json, PropertyCount, RequiredGroups};

/// What `additionalProperties` says. Each place must hold.
#[derive(Debug, Clone)]
pub(super) enum Additional<'a> {
    Forbidden,
    Any,
    Schemas(Vec<Place<'a>>),
}

impl<'a> Additional<'a> {
    /// The schemas that it gives.
    pub fn into_places(self) -> Vec<Place<'a>> {
        match self {
            Self::Forbidden | Self::Any => Vec::new(),
            Self::Schemas(places) => places,
        }
    }
}

/// `oneOf` or `anyOf`.
#[derive(Debug, Clone)]
pub(super) struct Alternatives<'a> {
    pub combination: Combination,
    pub places: Vec<Place<'a>>,
}

/// The keywords of a schema. A property or an item schema is a list of places, all of which must hold: there is more than
/// one only after a merge.
#[derive(Debug, Clone, Default)]
pub(super) struct Flat<'a> {
    pub pointer: Pointer,
    pub docs: Docs,
    pub access: Access,
    pub nullable: bool,
    pub default: Option<Json>,
    pub examples: Vec<Example>,
    pub json_type: Option<JsonType>,
    pub format: Option<String>,
    pub enumeration: Option<Vec<Json>>,
    /// What the values are called and what they mean, value by value.
    pub enumeration_words: Vec<(Json, EnumerationWords)>,
    pub minimum: Option<Bound<f64>>,
    pub maximum: Option<Bound<f64>>,
    pub integer_minimum: Option<Bound<i128>>,
    pub integer_maximum: Option<Bound<i128>>,
    pub multiple_of: Option<Number>,
    pub min_length: Option<usize>,
    pub max_length: Option<usize>,
    pub patterns: Vec<&'a str>,
    pub min_items: Option<usize>,
    pub max_items: Option<usize>,
    pub unique_items: bool,
    pub property_count: PropertyCount,
    pub items: Vec<Place<'a>>,
    pub positions: Vec<Positions<'a>>,
    pub properties: IndexMap<&'a str, Vec<Place<'a>>>,
    pub required: Vec<&'a str>,
    pub additional: Option<Additional<'a>>,
    pub member_patterns: Vec<Patterns<'a>>,
    /// Whether no other members are allowed than those that something in it describes.
    pub is_closed: bool,
    /// Which members have to be there with another one.
    pub dependent_required: Vec<(&'a str, Vec<&'a str>)>,
    /// Patterns of which the names of all members have to match each.
    pub name_patterns: Vec<&'a str>,
    /// Schemas that are applied beside it.
    pub applied: Vec<Applied<'a>>,
    pub parts: Vec<Place<'a>>,
    pub alternatives: Vec<Alternatives<'a>>,
    pub required_groups: Vec<RequiredGroups>,
    /// What a value must not be as well: `not`.
    pub excluded: Vec<Place<'a>>,
    pub discriminator: Option<&'a Discriminator>,
    pub rust_name: Option<&'a str>,
    pub rust_type: Option<&'a str>,
    /// Whether the stage before put it in the place of something that it could not read, and said so.
    pub is_faulty: bool,
    /// Keywords that say something that the IR has no place for yet, each with the schema that has it.
    pub unchecked: Vec<(Pointer, &'static str)>,
}

impl<'a> Flat<'a> {
    pub fn new(schema: &'a Schema, pointer: &Pointer) -> Self {
        let mut flat = Self {
            pointer: pointer.clone(),
            ..Self::default()
        };
        flat.read_data(&schema.schema_data);
        match &schema.schema_kind {
            SchemaKind::Type(Type::String(string)) => flat.read_string(string),
            SchemaKind::Type(Type::Number(number)) => flat.read_number(number),
            SchemaKind::Type(Type::Integer(integer)) => flat.read_integer(integer),
            SchemaKind::Type(Type::Boolean(boolean)) => {
                flat.json_type = Some(JsonType::Boolean);
                flat.read_values(&boolean.enumeration);
            }
            SchemaKind::Type(Type::Object(object)) => flat.read_object(object),
            SchemaKind::Type(Type::Array(array)) => flat.read_array(array),
            SchemaKind::OneOf { one_of } => flat.read_alternatives(Combination::OneOf, one_of),
            SchemaKind::AnyOf { any_of } => flat.read_alternatives(Combination::AnyOf, any_of),
            SchemaKind::AllOf { all_of } => flat.parts = flat.places("allOf", all_of),
            SchemaKind::Not { not } => flat.read_not(not),
            SchemaKind::Any(any) => flat.read_any(any),
        }
        flat.read_extensions(schema);
        flat
    }

    /// Whether it says nothing about the values, only about how to read it.
    pub fn is_annotation_only(&self) -> bool {
        self.json_type.is_none()
            && self.enumeration.is_none()
            && self.minimum.is_none()
            && self.maximum.is_none()
            && self.integer_minimum.is_none()
            && self.integer_maximum.is_none()
            && self.multiple_of.is_none()
            && self.min_length.is_none()
            && self.max_length.is_none()
            && self.patterns.is_empty()
            && self.min_items.is_none()
            && self.max_items.is_none()
            && !self.unique_items
            && self.property_count == PropertyCount::default()
            && self.items.is_empty()
            && self.properties.is_empty()
            && self.required.is_empty()
            && self.positions.is_empty()
            && self.additional.is_none()
            && self.member_patterns.is_empty()
            && !self.is_closed
            && self.dependent_required.is_empty()
            && self.name_patterns.is_empty()
            && self.applied.is_empty()
            && self.alternatives.is_empty()
            && self.required_groups.is_empty()
            && self.excluded.is_empty()
    }

    /// The keywords that are about values of one type, of those that say nothing about the others.
    pub fn keywords_of_types(&self) -> impl Iterator<Item = &'static str> {
        let count = self.property_count;
        let keywords = [
            ("format", self.format.is_some()),
            (
                "minimum",
                self.minimum.is_some() || self.integer_minimum.is_some(),
            ),
            (
                "maximum",
                self.maximum.is_some() || self.integer_maximum.is_some(),
            ),
            ("multipleOf", self.multiple_of.is_some()),
            ("minLength", self.min_length.is_some()),
            ("maxLength", self.max_length.is_some()),
            ("pattern", !self.patterns.is_empty()),
            ("minItems", self.min_items.is_some()),
            ("maxItems", self.max_items.is_some()),
            ("uniqueItems", self.unique_items),
            ("minProperties", count.min_properties.is_some()),
            ("maxProperties", count.max_properties.is_some()),
        ];
        let said = keywords.into_iter().filter(|(_, said)| *said);
        said.map(|(keyword, _)| keyword)
    }

    fn read_data(&mut self, data: &'a SchemaData) {
        self.docs = Docs {
            title: data.title.clone(),
            description: data.description.clone(),
            deprecated: data.deprecated,
            external: data.external_docs.as_ref().map(external_docs),
        };
        self.access = match (data.read_only, data.write_only) {
            (true, false) => Access::ReadOnly,
            (false, true) => Access::WriteOnly,
            _ => Access::Both,
        };
        self.discriminator = data.discriminator.as_ref();
        self.nullable = data.nullable;
        self.default.clone_from(&data.default);
        self.examples = data
            .example
            .iter()
            .map(|value| Example {
                name: None,
                value: value.clone(),
            })
            .collect();
    }

    /// What openapiv3's types cannot hold travels in extensions.
    fn read_extensions(&mut self, schema: &'a Schema) {
        let extensions = &schema.schema_data.extensions;
        self.is_faulty = extensions.contains_key(keywords::FAULT);
        let number = |key| extensions.get(key).and_then(Json::as_number);
        let (low_open, high_open) = exclusive(&schema.schema_kind);
        if let Some(minimum) = number(keywords::MINIMUM) {
            self.integer_minimum = minimum.as_i128().map(|value| Bound {
                value,
                exclusive: low_open,
            });
            self.minimum = minimum.as_f64().map(|value| Bound {
                value,
                exclusive: low_open,
            });
        }
        if let Some(maximum) = number(keywords::MAXIMUM) {
            self.integer_maximum = maximum.as_i128().map(|value| Bound {
                value,
                exclusive: high_open,
            });
            self.maximum = maximum.as_f64().map(|value| Bound {
                value,
                exclusive: high_open,
            });
        }
        if let Some(step) = number(keywords::MULTIPLE_OF) {
            self.multiple_of = Some(step.clone());
        }
        if let Some(values) = extensions.get(keywords::ENUM).and_then(Json::as_array) {
            self.enumeration = Some(values.clone());
        }
        let text = |key| extensions.get(key).and_then(Json::as_str);
        self.rust_name = text("x-rust-name");
        self.rust_type = text("x-rust-type");
        if let Some(values) = &self.enumeration {
            self.enumeration_words = enumeration_words(values, extensions);
        }
        self.note(extensions.contains_key(keywords::XML), "xml");
        let list = |key| extensions.get(key).and_then(Json::as_array);
        if let Some(said) = list(keywords::UNCHECKED) {
            for keyword in keywords::UNCHECKED_KEYWORDS {
                self.note(said.iter().any(|name| name == keyword), keyword);
            }
        }
        self.read_carried(extensions);
        let more = list(keywords::EXAMPLES).into_iter().flatten();
        self.examples.extend(more.map(|value| Example {
            name: None,
            value: value.clone(),
        }));
    }

    fn read_string(&mut self, string: &'a StringType) {
        self.json_type = Some(JsonType::String);
        self.format = format_name(&string.format);
        self.read_values(&string.enumeration);
        self.min_length = string.min_length;
        self.max_length = string.max_length;
        self.patterns = string.pattern.iter().map(String::as_str).collect();
    }

    fn read_number(&mut self, number: &NumberType) {
        self.json_type = Some(JsonType::Number);
        self.format = format_name(&number.format);
        self.read_values(&number.enumeration);
        self.multiple_of = number.multiple_of.and_then(Number::from_f64);
        self.read_bounds(
            number.minimum,
            number.exclusive_minimum,
            number.maximum,
            number.exclusive_maximum,
        );
    }

    fn read_integer(&mut self, integer: &IntegerType) {
        self.json_type = Some(JsonType::Integer);
        self.format = format_name(&integer.format);
        self.read_values(&integer.enumeration);
        self.multiple_of = integer.multiple_of.map(Number::from);
        self.integer_minimum = integer.minimum.map(|value| Bound {
            value: value.into(),
            exclusive: integer.exclusive_minimum,
        });
        self.integer_maximum = integer.maximum.map(|value| Bound {
            value: value.into(),
            exclusive: integer.exclusive_maximum,
        });
    }

    fn read_bounds(
        &mut self,
        low: Option<f64>,
        low_open: bool,
        high: Option<f64>,
        high_open: bool,
    ) {
        self.minimum = low.map(|value| Bound {
            value,
            exclusive: low_open,
        });
        self.maximum = high.map(|value| Bound {
            value,
            exclusive: high_open,
        });
    }

    fn read_object(&mut self, object: &'a ObjectType) {
        self.json_type = Some(JsonType::Object);
        self.read_properties(
            &object.properties,
            &object.required,
            object.additional_properties.as_ref(),
        );
        self.property_count = PropertyCount {
            min_properties: object.min_properties,
            max_properties: object.max_properties,
        };
    }

    fn read_properties(
        &mut self,
        properties: &'a IndexMap<String, ReferenceOr<Box<Schema>>>,
        required: &'a [String],
        additional: Option<&'a AdditionalProperties>,
    ) {
        let pointer = self.pointer.join("properties");
        self.properties = properties
            .iter()
            .map(|(name, place)| (name.as_str(), vec![Place::boxed(pointer.join(name), place)]))
            .collect();
        self.required = required.iter().map(String::as_str).collect();
        self.additional = additional.map(|additional| match additional {
            AdditionalProperties::Any(true) => Additional::Any,
            AdditionalProperties::Any(false) => Additional::Forbidden,
            AdditionalProperties::Schema(place) => Additional::Schemas(vec![Place::new(
                self.pointer.join("additionalProperties"),
                place,
            )]),
        });
    }

    fn read_array(&mut self, array: &'a ArrayType) {
        self.json_type = Some(JsonType::Array);
        self.items = array
            .items
            .iter()
            .map(|place| Place::boxed(self.pointer.join("items"), place))
            .collect();
        self.min_items = array.min_items;
        self.max_items = array.max_items;
        self.unique_items = array.unique_items;
    }

    fn read_alternatives(&mut self, combination: Combination, places: &'a [ReferenceOr<Schema>]) {
        if !places.is_empty() {
            let keyword = match combination {
                Combination::OneOf => "oneOf",
                Combination::AnyOf => "anyOf",
            };
            self.alternatives.push(Alternatives {
                combination,
                places: self.places(keyword, places),
            });
        }
    }

    fn read_not(&mut self, place: &'a ReferenceOr<Schema>) {
        self.excluded = vec![Place::new(self.pointer.join("not"), place)];
    }

    fn read_any(&mut self, any: &'a AnySchema) {
        self.json_type = any.typ.as_deref().and_then(JsonType::from_name);
        self.format.clone_from(&any.format);
        self.multiple_of = any.multiple_of.and_then(Number::from_f64);
        self.read_bounds(
            any.minimum,
            any.exclusive_minimum.unwrap_or(false),
            any.maximum,
            any.exclusive_maximum.unwrap_or(false),
        );
        self.min_length = any.min_length;
        self.max_length = any.max_length;
        self.min_items = any.min_items;
        self.max_items = any.max_items;
        self.items = any
            .items
            .iter()
            .map(|place| Place::boxed(self.pointer.join("items"), place))
            .collect();
        self.read_properties(
            &any.properties,
            &any.required,
            any.additional_properties.as_ref(),
        );
        if !any.enumeration.is_empty() {
            self.enumeration = Some(any.enumeration.clone());
        }
        self.parts = self.places("allOf", &any.all_of);
        self.read_alternatives(Combination::OneOf, &any.one_of);
        self.read_alternatives(Combination::AnyOf, &any.any_of);
        if let Some(not) = &any.not {
            self.read_not(not);
        }
        self.patterns = any.pattern.iter().map(String::as_str).collect();
        self.unique_items = any.unique_items == Some(true);
        self.property_count = PropertyCount {
            min_properties: any.min_properties,
            max_properties: any.max_properties,
        };
    }

    fn read_values<T: Serialize>(&mut self, values: &[T]) {
        if !values.is_empty() {
            self.enumeration = Some(
                values
                    .iter()
                    .map(|value| serde_json::to_value(value).unwrap_or_default())
                    .collect(),
            );
        }
    }

    fn note(&mut self, said: bool, keyword: &'static str) {
        if said {
            self.unchecked.push((self.pointer.clone(), keyword));
        }
    }

    fn places(&self, keyword: &str, places: &'a [ReferenceOr<Schema>]) -> Vec<Place<'a>> {
        let pointer = self.pointer.join(keyword);
        places
            .iter()
            .enumerate()
            .map(|(index, place)| Place::new(pointer.join(index), place))
            .collect()
    }
}

/// Whether the lower and the upper bound are themselves left out.
fn exclusive(kind: &SchemaKind) -> (bool, bool) {
    match kind {
        SchemaKind::Type(Type::Number(number)) => {
            (number.exclusive_minimum, number.exclusive_maximum)
        }
        SchemaKind::Type(Type::Integer(integer)) => {
            (integer.exclusive_minimum, integer.exclusive_maximum)
        }
        SchemaKind::Any(any) => (
            any.exclusive_minimum == Some(true),
            any.exclusive_maximum == Some(true),
        ),
        _ => (false, false),
    }
}

fn format_name<T: Serialize>(format: &VariantOrUnknownOrEmpty<T>) -> Option<String> {
    match format {
        VariantOrUnknownOrEmpty::Empty => None,
        VariantOrUnknownOrEmpty::Unknown(name) => Some(name.clone()),
        VariantOrUnknownOrEmpty::Item(known) => match serde_json::to_value(known) {
            Ok(Json::String(name)) => Some(name),
            _ => None,
        },
    }
}
