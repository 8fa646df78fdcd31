//! Lists, maps and objects.

use indexmap::IndexMap;
use serde::Serialize;

use super::SchemaId;

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
    /// Whether no two items are equal.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub unique_items: bool,
}

/// A list whose items have schemas of their own by position (JSON Schema Core 2020-12, section 10.3.1.1: `prefixItems`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Tuple {
    /// The items that have a schema of their own, in their order.
    pub items: Vec<Property>,
    /// What the items behind them are; `None` where there are none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rest: Option<SchemaId>,
    /// The least number of items, where it is more than those that are always there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_items: Option<usize>,
    /// The greatest number of items, where there may be more than those that have schemas of their own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_items: Option<usize>,
    /// Whether no two items are equal.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub unique_items: bool,
}

impl Tuple {
    /// The schemas of all items.
    pub fn schemas(&self) -> impl Iterator<Item = SchemaId> {
        self.items.iter().map(|item| item.schema).chain(self.rest)
    }

    /// The same, to be changed.
    pub(super) fn schemas_mut(&mut self) -> impl Iterator<Item = &mut SchemaId> {
        let items = self.items.iter_mut().map(|item| &mut item.schema);
        items.chain(self.rest.as_mut())
    }

    /// The schema of the item at a position; `None` where there may be no item.
    pub fn item(&self, position: usize) -> Option<SchemaId> {
        let own = self.items.get(position).map(|item| item.schema);
        own.or(self.rest)
    }
}

/// An object with keys that the document does not know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Map {
    /// What each value is.
    pub values: SchemaId,
    /// How many there may be.
    #[serde(flatten)]
    pub count: PropertyCount,
}

/// How many properties an object may have.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct PropertyCount {
    /// The least number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_properties: Option<usize>,
    /// The greatest number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_properties: Option<usize>,
}

/// An object with the properties that the document names.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Object {
    /// The properties by name, in document order.
    pub properties: IndexMap<String, Property>,
    /// What properties are whose names match a pattern.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub patterns: Vec<PatternProperties>,
    /// What becomes of other properties.
    pub additional: Additional,
    /// How many there may be.
    #[serde(flatten)]
    pub count: PropertyCount,
    /// Properties of which some have to be there together.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub required_groups: Vec<RequiredGroups>,
}

impl Object {
    /// Whether it keeps properties that the document does not name.
    pub fn has_others(&self) -> bool {
        !self.patterns.is_empty() || self.additional.schema().is_some()
    }

    /// Whether it is invalid without that property.
    pub fn requires(&self, name: &str) -> bool {
        self.properties.get(name).is_some_and(|it| it.required)
            || self.required_groups.iter().any(|it| it.requires(name))
    }
}

/// Properties by the pattern of their names (JSON Schema Core 2020-12, section 10.3.2.2: `patternProperties`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PatternProperties {
    /// A regular expression of ECMA-262 that matches somewhere in the name.
    pub pattern: String,
    /// What their values are.
    pub schema: SchemaId,
}

/// What an object may hold beside the properties that the document names.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Additional {
    /// The document says nothing: others may come, and are dropped.
    #[default]
    Unsaid,
    /// Nothing.
    Forbidden,
    /// Values of this schema.
    Schema(SchemaId),
}

impl Additional {
    /// What the other properties hold, where the document says that there may be others.
    pub fn schema(self) -> Option<SchemaId> {
        match self {
            Self::Schema(schema) => Some(schema),
            Self::Unsaid | Self::Forbidden => None,
        }
    }
}

/// A property of an object, or an item of a tuple.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Property {
    /// What its value is.
    pub schema: SchemaId,
    /// Whether it is always there.
    pub required: bool,
}

/// Which of the optional properties have to be there: `oneOf`, `anyOf` or `not` of schemas that have nothing but `required`, and
/// `required` of names that no property has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RequiredGroups {
    /// How many of the groups have to be complete.
    pub complete: Complete,
    /// The names of the properties of each group.
    pub groups: Vec<Vec<String>>,
}

impl RequiredGroups {
    /// Whether that name has to be there, whatever else is.
    pub fn requires(&self, name: &str) -> bool {
        let mut names = self.groups.iter().flatten();
        self.complete == Complete::Every && names.any(|it| it == name)
    }
}

/// How many of several groups have to be complete.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Complete {
    /// Exactly one: `oneOf`.
    One,
    /// At least one: `anyOf`.
    Some,
    /// None: `not`.
    None,
    /// Each: `required` of names that no property has.
    Every,
}

impl Complete {
    /// Whether it is enough that so many `of` all are complete.
    pub fn takes(self, count: usize, of: usize) -> bool {
        match self {
            Self::One => count == 1,
            Self::Some => count > 0,
            Self::None => count == 0,
            Self::Every => count == of,
        }
    }
}
