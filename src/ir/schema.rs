//! Schemas: what values there are.

use std::fmt;

use serde::{Serialize, Serializer};

use super::{
    Additional, Array, Assertion, Docs, Enumeration, EnumerationType, Example, Integer, Json, Map,
    Number, Object, Text, Tuple, Union,
};
use crate::config::RustType;
use crate::diagnostic::Pointer;

/// Tells a schema from every other of the same [`Api`](super::Api).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct SchemaId(u32);

impl SchemaId {
    /// Its place in the list of schemas.
    pub(super) fn index(self) -> usize {
        self.0 as usize
    }
}

impl SchemaId {
    /// Its position among all schemas.
    pub fn position(self) -> usize {
        self.0 as usize
    }
}

impl fmt::Display for SchemaId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}", self.0)
    }
}

/// How many schemas a piece of the list holds.
const PIECE: usize = 1 << 10;

/// Every schema of an API. Ids are given in the order in which the schemas are met.
///
/// They are kept in pieces that never move: one list of the hundred thousand schemas of a large document would be copied
/// each time that it grows.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Schemas {
    pieces: Vec<Vec<Schema>>,
}

impl Serialize for Schemas {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.pieces.iter().flatten())
    }
}

impl Schemas {
    /// Keeps a place for a schema that is still being read, so that it can refer to itself.
    pub fn reserve(&mut self, origin: Origin) -> SchemaId {
        self.add(Schema {
            origin,
            ..Schema::any()
        })
    }

    /// Adds a schema.
    pub fn add(&mut self, schema: Schema) -> SchemaId {
        let id = SchemaId(u32::try_from(self.len()).unwrap_or(u32::MAX));
        match self.pieces.last_mut() {
            Some(piece) if piece.len() < PIECE => piece.push(schema),
            _ => {
                let mut piece = Vec::with_capacity(if self.pieces.is_empty() { 0 } else { PIECE });
                piece.push(schema);
                self.pieces.push(piece);
            }
        }
        id
    }

    fn get_mut(&mut self, id: SchemaId) -> Option<&mut Schema> {
        let piece = self.pieces.get_mut(id.index() / PIECE)?;
        piece.get_mut(id.index() % PIECE)
    }

    /// Puts a schema into its reserved place.
    pub fn set(&mut self, id: SchemaId, schema: Schema) {
        if let Some(place) = self.get_mut(id) {
            *place = schema;
        }
    }

    /// Changes the schema of that id.
    pub fn change(&mut self, id: SchemaId, change: impl FnOnce(&mut Schema)) {
        if let Some(schema) = self.get_mut(id) {
            change(schema);
        }
    }

    /// The schema of that id.
    ///
    /// Every id comes from the same list, so there always is one; a foreign id gives the schema that allows anything.
    pub fn get(&self, id: SchemaId) -> &Schema {
        static ANY: Schema = Schema::any();
        let piece = self.pieces.get(id.index() / PIECE);
        piece
            .and_then(|piece| piece.get(id.index() % PIECE))
            .unwrap_or(&ANY)
    }

    /// The schema that an id stands for once every alias has been followed.
    pub fn resolve(&self, id: SchemaId) -> (SchemaId, &Schema) {
        let mut current = id;
        for _ in 0..=self.len() {
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
        for _ in 0..=self.len() {
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
        for _ in 0..=self.len() {
            let schema = self.get(current);
            match schema.kind {
                _ if schema.nullable => return true,
                SchemaKind::Alias(target) => current = target,
                _ => return false,
            }
        }
        false
    }

    /// Whether JSON writes the values as strings.
    pub fn is_text(&self, id: SchemaId) -> bool {
        match self.resolve(id).1.kind.described() {
            SchemaKind::String(_) => true,
            SchemaKind::Enumeration(listed) => listed.values_type == EnumerationType::Text,
            _ => false,
        }
    }

    /// What holds of the values of a schema as well, said by the schema itself or by one that it is an alias of.
    pub fn assertions(&self, id: SchemaId) -> Vec<&Assertion> {
        let mut assertions = Vec::new();
        let mut current = id;
        for _ in 0..=self.len() {
            let schema = self.get(current);
            assertions.extend(&schema.assertions);
            match schema.kind {
                SchemaKind::Alias(target) => current = target,
                _ => break,
            }
        }
        assertions
    }

    /// Which way a property of this schema travels, said by the schema itself or by one that it is an alias of.
    pub fn access(&self, id: SchemaId) -> Access {
        let mut current = id;
        for _ in 0..=self.len() {
            let schema = self.get(current);
            match schema.kind {
                _ if schema.access != Access::Both => return schema.access,
                SchemaKind::Alias(target) => current = target,
                _ => break,
            }
        }
        Access::Both
    }

    /// What is meant where no value is given, said by the schema itself or by one that it is an alias of; null is no default
    /// to speak of.
    pub fn default_of(&self, id: SchemaId) -> Option<&Json> {
        let mut current = id;
        for _ in 0..=self.len() {
            let schema = self.get(current);
            match schema.kind {
                _ if schema.default.is_some() => break,
                SchemaKind::Alias(target) => current = target,
                _ => break,
            }
        }
        let default = self.get(current).default.as_ref();
        default.filter(|default| !default.is_null())
    }

    /// Every schema with its id, in order.
    pub fn iter(&self) -> impl Iterator<Item = (SchemaId, &Schema)> {
        (0u32..).map(SchemaId).zip(self.pieces.iter().flatten())
    }

    /// The schema that a user means: by the name of a component, or by the JSON pointer of a place, with `#` before it.
    pub fn find(&self, key: &str) -> Option<SchemaId> {
        let mut schemas = self.iter();
        let found = match key.strip_prefix('#') {
            Some(pointer) => schemas.find(|(_, schema)| schema.origin.pointer.as_str() == pointer),
            None => schemas.find(|(_, schema)| schema.origin.component.as_deref() == Some(key)),
        };
        found.map(|(id, _)| id)
    }

    /// Puts a type of the user's own in the place of a schema; none where another of their types holds its values.
    pub fn replace(&mut self, id: SchemaId, rust_type: Option<RustType>) {
        let nullable = self.is_nullable(id);
        let described = self.resolve(id).1.kind.described().clone();
        if let Some(schema) = self.get_mut(id) {
            schema.nullable = nullable;
            schema.kind = SchemaKind::Own(Own {
                rust_type,
                described: Box::new(described),
            });
        }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        match self.pieces.as_slice() {
            [] => 0,
            [full @ .., last] => full.len() * PIECE + last.len(),
        }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.pieces.is_empty()
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

/// Which way a property travels (OpenAPI 3.0.3, section 4.7.24.2: `readOnly`, `writeOnly`).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Access {
    /// In requests and in responses.
    #[default]
    Both,
    /// In responses alone.
    ReadOnly,
    /// In requests alone.
    WriteOnly,
}

impl Access {
    /// Whether a property travels both ways, as most do.
    pub fn is_both(&self) -> bool {
        *self == Self::Both
    }
}

/// One schema: a Schema Object.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Schema {
    /// Where it stands.
    pub origin: Origin,
    /// What the document says about it.
    pub docs: Docs,
    /// Which way a property of this schema travels.
    #[serde(skip_serializing_if = "Access::is_both")]
    pub access: Access,
    /// Whether null is allowed besides what `kind` allows.
    pub nullable: bool,
    /// What an absent value stands for.
    pub default: Option<Json>,
    /// Values that the document shows.
    pub examples: Vec<Example>,
    /// What the document wants it to be called in Rust: `x-rust-name`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rust_name: Option<String>,
    /// The type that the document wants in its place: `x-rust-type`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rust_type: Option<String>,
    /// What holds of its values as well; all of it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub assertions: Vec<Assertion>,
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
                external: None,
            },
            access: Access::Both,
            nullable: false,
            default: None,
            examples: Vec::new(),
            rust_name: None,
            rust_type: None,
            assertions: Vec::new(),
            kind: SchemaKind::Any,
        }
    }

    /// The schemas that it refers to: what its values hold, and what they are asked about as well.
    pub fn references(&self) -> Vec<SchemaId> {
        let asked = self.assertions.iter().flat_map(Assertion::schemas);
        self.kind.children().into_iter().chain(asked).collect()
    }

    /// Puts other schemas in the place of those that it refers to.
    pub fn redirect(&mut self, mut other: impl FnMut(SchemaId) -> SchemaId) {
        let kind = std::mem::replace(&mut self.kind, SchemaKind::Any);
        self.kind = kind.map_children(&mut other);
        for schema in self.assertions.iter_mut().flat_map(Assertion::schemas_mut) {
            *schema = other(*schema);
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
    /// One of several values.
    Enumeration(Enumeration),
    /// A list.
    Array(Array),
    /// A list whose items have schemas of their own by position.
    Tuple(Tuple),
    /// An object with keys that the document does not know.
    Map(Map),
    /// An object with the properties that the document names.
    Object(Object),
    /// A value of one of several schemas.
    Union(Union),
    /// A value that a type of the user's own holds.
    Own(Own),
}

/// A type of the user's own, which stands in the place of a schema.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Own {
    /// The type; `None` for what is only met inside the values of such a type.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rust_type: Option<RustType>,
    /// What the document says that its values are.
    pub described: Box<SchemaKind>,
}

impl SchemaKind {
    /// Whether a text stands for one value of it.
    pub fn is_plain(&self) -> bool {
        matches!(
            self,
            Self::Boolean
                | Self::Integer(_)
                | Self::Number(_)
                | Self::String(_)
                | Self::Enumeration(_)
        )
    }

    /// The schemas that it refers to.
    pub fn children(&self) -> Vec<SchemaId> {
        match self {
            Self::Alias(target) => vec![*target],
            Self::Array(array) => vec![array.items],
            Self::Tuple(tuple) => tuple.schemas().collect(),
            Self::Map(map) => vec![map.values],
            Self::Object(object) => object
                .properties
                .values()
                .map(|property| property.schema)
                .chain(object.patterns.iter().map(|pattern| pattern.schema))
                .chain(object.additional.schema())
                .collect(),
            Self::Union(union) => union.schemas().collect(),
            Self::Any
            | Self::Opaque
            | Self::Boolean
            | Self::Integer(_)
            | Self::Number(_)
            | Self::String(_)
            | Self::Enumeration(_)
            | Self::Own(_) => Vec::new(),
        }
    }

    /// What the document says that the values are, whoever's type holds them.
    pub fn described(&self) -> &Self {
        match self {
            Self::Own(own) => &own.described,
            own => own,
        }
    }
}

impl SchemaKind {
    /// The same with other schemas in the place of those that it refers to.
    #[must_use]
    pub fn map_children(self, mut other: impl FnMut(SchemaId) -> SchemaId) -> Self {
        match self {
            Self::Alias(target) => Self::Alias(other(target)),
            Self::Array(mut array) => {
                array.items = other(array.items);
                Self::Array(array)
            }
            Self::Tuple(mut tuple) => {
                for schema in tuple.schemas_mut() {
                    *schema = other(*schema);
                }
                Self::Tuple(tuple)
            }
            Self::Map(mut map) => {
                map.values = other(map.values);
                Self::Map(map)
            }
            Self::Object(mut object) => {
                for property in object.properties.values_mut() {
                    property.schema = other(property.schema);
                }
                for pattern in &mut object.patterns {
                    pattern.schema = other(pattern.schema);
                }
                if let Additional::Schema(schema) = &mut object.additional {
                    *schema = other(*schema);
                }
                Self::Object(object)
            }
            Self::Union(mut union) => {
                for variant in &mut union.variants {
                    variant.schema = other(variant.schema);
                }
                Self::Union(union)
            }
            simple @ (Self::Any
            | Self::Opaque
            | Self::Boolean
            | Self::Integer(_)
            | Self::Number(_)
            | Self::String(_)
            | Self::Enumeration(_)
            | Self::Own(_)) => simple,
        }
    }
}
