//! Schemas: what values there are.

use std::fmt;

use indexmap::IndexMap;
use serde::Serialize;

use super::{Docs, Example, Json};
use crate::diagnostic::Pointer;

/// Tells a schema from every other of the same [`Api`](super::Api).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct SchemaId(u32);

impl fmt::Display for SchemaId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}", self.0)
    }
}

/// Every schema of an API. Ids are given in the order in which the schemas are met.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[serde(transparent)]
pub struct Schemas {
    list: Vec<Schema>,
}

impl Schemas {
    /// Keeps a place for a schema that is still being read, so that it can refer to itself.
    pub fn reserve(&mut self, origin: Origin) -> SchemaId {
        let id = SchemaId(u32::try_from(self.list.len()).unwrap_or(u32::MAX));
        self.list.push(Schema {
            origin,
            docs: Docs::default(),
            nullable: false,
            default: None,
            examples: Vec::new(),
            kind: SchemaKind::Any,
        });
        id
    }

    /// Adds a schema.
    pub fn add(&mut self, schema: Schema) -> SchemaId {
        let id = self.reserve(schema.origin.clone());
        self.set(id, schema);
        id
    }

    /// Puts a schema into its reserved place.
    pub fn set(&mut self, id: SchemaId, schema: Schema) {
        if let Some(place) = self.list.get_mut(id.0 as usize) {
            *place = schema;
        }
    }

    /// The schema of that id.
    ///
    /// Every id comes from the same list, so there always is one; a foreign id gives the schema that allows anything.
    pub fn get(&self, id: SchemaId) -> &Schema {
        static ANY: Schema = Schema::any();
        self.list.get(id.0 as usize).unwrap_or(&ANY)
    }

    /// The schema that an id stands for once every alias has been followed.
    pub fn resolve(&self, id: SchemaId) -> (SchemaId, &Schema) {
        let mut current = id;
        for _ in 0..=self.list.len() {
            match self.get(current).kind {
                SchemaKind::Alias(target) => current = target,
                _ => break,
            }
        }
        (current, self.get(current))
    }

    /// The schema that has the same values under its first name: aliases are followed as long as they add no null.
    pub fn identity(&self, id: SchemaId) -> SchemaId {
        let mut current = id;
        for _ in 0..=self.list.len() {
            match self.get(current) {
                Schema {
                    nullable: false,
                    kind: SchemaKind::Alias(target),
                    ..
                } => current = *target,
                _ => break,
            }
        }
        current
    }

    /// Whether null is among the values, said by the schema itself or by one that it is an alias of.
    pub fn is_nullable(&self, id: SchemaId) -> bool {
        let mut current = id;
        for _ in 0..=self.list.len() {
            let schema = self.get(current);
            match schema.kind {
                _ if schema.nullable => return true,
                SchemaKind::Alias(target) => current = target,
                _ => return false,
            }
        }
        false
    }

    /// Every schema with its id, in order.
    pub fn iter(&self) -> impl Iterator<Item = (SchemaId, &Schema)> {
        (0u32..).map(SchemaId).zip(&self.list)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }
}

/// Where a schema stands in the document.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Origin {
    /// The place.
    pub pointer: Pointer,
    /// Its key under `components/schemas`; `None` for an inline schema.
    pub component: Option<String>,
}

/// One schema: a Schema Object.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Schema {
    /// Where it stands.
    pub origin: Origin,
    /// What the document says about it.
    pub docs: Docs,
    /// Whether null is allowed besides what `kind` allows.
    pub nullable: bool,
    /// What an absent value stands for.
    pub default: Option<Json>,
    /// Values that the document shows.
    pub examples: Vec<Example>,
    /// What values there are.
    pub kind: SchemaKind,
}

impl Schema {
    /// The schema that says nothing.
    const fn any() -> Self {
        Self {
            origin: Origin {
                pointer: Pointer::root(),
                component: None,
            },
            docs: Docs {
                title: None,
                description: None,
                deprecated: false,
            },
            nullable: false,
            default: None,
            examples: Vec::new(),
            kind: SchemaKind::Any,
        }
    }
}

/// What values a schema allows.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SchemaKind {
    /// Any JSON value, because the document says nothing about it.
    Any,
    /// Any JSON value, because oasmith cannot say what the document says; the reason is in a diagnostic.
    Opaque,
    /// The same as another schema, under a name of its own.
    Alias(SchemaId),
    /// `true` or `false`.
    Boolean,
    /// A whole number.
    Integer(Integer),
    /// A number.
    Number(Number),
    /// A text.
    String(Text),
    /// One of several texts.
    Enumeration(Enumeration),
    /// A list.
    Array(Array),
    /// An object with keys that the document does not know.
    Map(Map),
    /// An object with the properties that the document names.
    Object(Object),
    /// A value of one of several schemas.
    Union(Union),
}

/// Which whole numbers, by `format`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum IntegerFormat {
    /// `int32`
    Int32,
    /// `int64`, and no format at all
    #[default]
    Int64,
    /// `uint32`
    Uint32,
    /// `uint64`
    Uint64,
}

impl IntegerFormat {
    /// The numbers that there are.
    pub fn range(self) -> std::ops::RangeInclusive<i128> {
        match self {
            Self::Int32 => i128::from(i32::MIN)..=i128::from(i32::MAX),
            Self::Int64 => i128::from(i64::MIN)..=i128::from(i64::MAX),
            Self::Uint32 => 0..=i128::from(u32::MAX),
            Self::Uint64 => 0..=i128::from(u64::MAX),
        }
    }
}

/// A whole number.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Integer {
    /// The width that the document asks for.
    pub format: IntegerFormat,
    /// What is checked.
    #[serde(flatten)]
    pub bounds: Bounds<i64>,
}

/// A number.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Number {
    /// Whether 32 bits are enough (`format: float`).
    pub single: bool,
    /// What is checked.
    #[serde(flatten)]
    pub bounds: Bounds<f64>,
}

/// What numbers a schema allows (JSON Schema Validation, section 5.1 to 5.5 of draft 5).
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Bounds<N> {
    /// The lower end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minimum: Option<Bound<N>>,
    /// The upper end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub maximum: Option<Bound<N>>,
    /// What the number is a multiple of; greater than zero.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub multiple_of: Option<N>,
}

/// One end of a range.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Bound<N> {
    /// The end.
    pub value: N,
    /// Whether the end itself is left out.
    pub exclusive: bool,
}

/// What a text holds, by `format`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum TextFormat {
    /// No format, or one that asks for nothing that a type could hold.
    #[default]
    Plain,
    /// `uuid`: RFC 9562.
    Uuid,
    /// `date-time`: RFC 3339, section 5.6.
    DateTime,
    /// `date`: RFC 3339, section 5.6.
    Date,
}

/// A text.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Text {
    /// What it holds.
    pub format: TextFormat,
    /// The least number of characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_length: Option<usize>,
    /// The greatest number of characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_length: Option<usize>,
}

/// One of several texts; more may come.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Enumeration {
    /// The values, in document order, none twice.
    pub values: Vec<String>,
}

/// A list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Array {
    /// What each item is.
    pub items: SchemaId,
    /// The least number of items.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_items: Option<usize>,
    /// The greatest number of items.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_items: Option<usize>,
}

/// An object with keys that the document does not know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Map {
    /// What each value is.
    pub values: SchemaId,
}

/// An object with the properties that the document names.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Object {
    /// The properties by name, in document order.
    pub properties: IndexMap<String, Property>,
    /// What other properties may hold, where the document says that there may be others; otherwise they are dropped.
    pub additional: Option<SchemaId>,
}

/// A property of an object.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Property {
    /// What its value is.
    pub schema: SchemaId,
    /// Whether it is always there.
    pub required: bool,
}

/// A value of one of several schemas.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Union {
    /// How a decoder finds out which one it is.
    pub discriminate: Discriminate,
    /// The schemas, in document order.
    pub variants: Vec<SchemaId>,
}

/// How a decoder finds out which schema of a union a value is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Discriminate {
    /// Each variant is of another JSON type.
    JsonType,
}
