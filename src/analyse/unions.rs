//! How a decoder finds out which variant of a union a value is.
//!
//! The ladder, from the cheapest rung down: the JSON type; the discriminator; a property that is a constant or an
//! enumeration of its own in each variant; a required property that only one variant has; the JSON type of a property; and
//! last, which variant fits best.

use std::collections::{BTreeMap, HashMap};

use indexmap::IndexMap;
use serde::Serialize;

use crate::ir::{
    Api, EnumerationType, Graph, Object, PerSchema, Schema, SchemaId, SchemaKind, TextFormat, Union,
};

/// The ways of all unions.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[serde(transparent)]
pub struct Unions {
    by_schema: BTreeMap<SchemaId, Choice>,
}

impl Unions {
    /// How the variant of a value of this union is found.
    pub fn get(&self, union: SchemaId) -> Option<&Choice> {
        self.by_schema.get(&union)
    }
}

/// Which variants a value may be, by its JSON type. Variants are given by their positions; where there are several, the
/// first that fits is taken.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Choice {
    /// For a boolean.
    pub booleans: Vec<usize>,
    /// For a number, the most specific first.
    pub numbers: Vec<usize>,
    /// For a text, the most specific first.
    pub texts: Vec<usize>,
    /// For a list.
    pub lists: Vec<usize>,
    /// For an object.
    pub objects: ObjectChoice,
    /// The values of the discriminator for the variants that do not have it as a property: it is written beside them.
    pub written_tags: BTreeMap<usize, String>,
}

impl Choice {
    /// Whether there are values of which only trying tells the variant.
    pub fn tries(&self) -> bool {
        self.lists.len() > 1 || matches!(self.objects, ObjectChoice::BestFit(_))
    }
}

/// Which variant an object is.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ObjectChoice {
    /// None is an object.
    #[default]
    None,
    /// Only this one is.
    Only(usize),
    /// The value of a property says it.
    Tag {
        /// The name of the property.
        property: String,
        /// The variant of each value.
        values: IndexMap<String, usize>,
        /// The variant without the property.
        otherwise: Option<usize>,
        /// The variant of every other value.
        #[serde(skip_serializing_if = "Option::is_none")]
        unmapped: Option<usize>,
    },
    /// A property that only one of them has says it.
    Presence {
        /// The properties with their variants.
        properties: Vec<(String, usize)>,
        /// The variant that has none of them.
        otherwise: Option<usize>,
    },
    /// The JSON type of a property says it.
    PropertyType {
        /// The name of the property.
        property: String,
        /// The variant of each type.
        types: Vec<(ValueType, usize)>,
    },
    /// The one of these that fits best.
    BestFit(Vec<usize>),
}

/// A JSON type that a decoder can tell from the others before it reads the value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ValueType {
    /// `true` or `false`.
    Boolean,
    /// Any number.
    Number,
    /// A text.
    Text,
    /// An array.
    List,
    /// An object.
    Object,
}

impl ValueType {
    const ALL: [Self; 5] = [
        Self::Boolean,
        Self::Number,
        Self::Text,
        Self::List,
        Self::Object,
    ];
}

/// Finds the way of every union.
pub(super) fn find(api: &Api) -> Unions {
    let types = Types::of(api);
    let by_schema = api
        .schemas
        .iter()
        .filter_map(|(id, schema)| match &schema.kind {
            SchemaKind::Union(union) => Some((id, choice(api, &types, union))),
            _ => None,
        })
        .collect();
    Unions { by_schema }
}

fn choice(api: &Api, types: &Types, union: &Union) -> Choice {
    let variants: Vec<Candidate<'_>> = union
        .schemas()
        .enumerate()
        .map(|(position, schema)| Candidate::new(api, types, position, schema))
        .collect();
    let of = |wanted: ValueType| {
        let mut fitting: Vec<&Candidate<'_>> = variants
            .iter()
            .filter(|variant| variant.types.contains(wanted))
            .collect();
        // A stable sort: what is equally specific stays in document order.
        fitting.sort_by_key(|variant| variant.breadth());
        fitting
    };
    let positions = |wanted| of(wanted).iter().map(|variant| variant.position).collect();
    let objects = objects(api, types, union, &of(ValueType::Object));
    Choice {
        booleans: positions(ValueType::Boolean),
        numbers: positions(ValueType::Number),
        texts: positions(ValueType::Text),
        lists: positions(ValueType::List),
        written_tags: written_tags(&objects, &variants),
        objects,
    }
}

/// A variant, looked at.
struct Candidate<'a> {
    position: usize,
    kind: &'a SchemaKind,
    types: ValueTypes,
}

impl<'a> Candidate<'a> {
    fn new(api: &'a Api, types: &Types, position: usize, schema: SchemaId) -> Self {
        Self {
            position,
            kind: api.schemas.resolve(schema).1.kind.described(),
            types: types.get(api, schema),
        }
    }

    /// How much it allows of its JSON type; what allows less is tried earlier.
    fn breadth(&self) -> u8 {
        match self.kind {
            SchemaKind::String(text) if text.format != TextFormat::Plain => 0,
            SchemaKind::Enumeration(listed) if !listed.allows_others => 1,
            SchemaKind::Integer(_) => 2,
            SchemaKind::Union(_) => 3,
            SchemaKind::String(text) if *text != Default::default() => 4,
            SchemaKind::Tuple(_) => 4,
            SchemaKind::Any | SchemaKind::Opaque => 9,
            SchemaKind::Map(_) => 6,
            _ => 5,
        }
    }

    fn object(&self) -> Option<&'a Object> {
        match self.kind {
            SchemaKind::Object(object) => Some(object),
            _ => None,
        }
    }
}

/// JSON types that values can have.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct ValueTypes(u8);

impl ValueTypes {
    const ALL: Self = Self(u8::MAX);

    fn contains(self, wanted: ValueType) -> bool {
        self.0 & Self::from(wanted).0 != 0
    }

    fn extend(&mut self, more: Self) {
        self.0 |= more.0;
    }

    fn iter(self) -> impl Iterator<Item = ValueType> {
        ValueType::ALL
            .into_iter()
            .filter(move |it| self.contains(*it))
    }
}

impl From<ValueType> for ValueTypes {
    fn from(value_type: ValueType) -> Self {
        Self(1 << value_type as u8)
    }
}

/// The JSON types that values of each schema can have.
struct Types(PerSchema<ValueTypes>);

impl Types {
    /// Finds them, those of the variants of a union before those of the union: unions may stand in each other in a long row.
    fn of(api: &Api) -> Self {
        let graph = Graph::new(&api.schemas, |_, schema| variants(api, schema));
        let mut types = PerSchema::new(&api.schemas, ValueTypes::default());
        for knot in graph.knots(&api.schemas) {
            let mut found = ValueTypes::default();
            for &id in &knot {
                found.extend(own_types(&api.schemas.get(id).kind));
                for variant in graph.targets(id) {
                    found.extend(*types.get(*variant));
                }
            }
            for id in knot {
                types.replace(id, found);
            }
        }
        Self(types)
    }

    fn get(&self, api: &Api, schema: SchemaId) -> ValueTypes {
        *self.0.get(api.schemas.resolve(schema).0)
    }
}

fn variants(api: &Api, schema: &Schema) -> Vec<SchemaId> {
    match schema.kind.described() {
        SchemaKind::Union(union) => union
            .schemas()
            .map(|id| api.schemas.resolve(id).0)
            .collect(),
        _ => Vec::new(),
    }
}

/// The types that a kind has by itself; a union has those of its variants.
fn own_types(kind: &SchemaKind) -> ValueTypes {
    match kind.described() {
        SchemaKind::Boolean => ValueType::Boolean.into(),
        SchemaKind::Integer(_) | SchemaKind::Number(_) => ValueType::Number.into(),
        SchemaKind::String(_) => ValueType::Text.into(),
        SchemaKind::Enumeration(listed) => match listed.values_type {
            EnumerationType::Text => ValueType::Text.into(),
            EnumerationType::Integer => ValueType::Number.into(),
            EnumerationType::Mixed => {
                let mut found = ValueTypes::default();
                for value_type in listed.values.iter().filter_map(|it| type_of(&it.value)) {
                    found.extend(value_type.into());
                }
                found
            }
        },
        SchemaKind::Array(_) | SchemaKind::Tuple(_) => ValueType::List.into(),
        SchemaKind::Map(_) | SchemaKind::Object(_) => ValueType::Object.into(),
        SchemaKind::Union(_) => ValueTypes::default(),
        SchemaKind::Any | SchemaKind::Opaque | SchemaKind::Alias(_) | SchemaKind::Own(_) => {
            ValueTypes::ALL
        }
    }
}

fn type_of(value: &crate::ir::Json) -> Option<ValueType> {
    use crate::ir::Json;
    Some(match value {
        Json::Null => return None,
        Json::Bool(_) => ValueType::Boolean,
        Json::Number(_) => ValueType::Number,
        Json::String(_) => ValueType::Text,
        Json::Array(_) => ValueType::List,
        Json::Object(_) => ValueType::Object,
    })
}

fn objects(api: &Api, types: &Types, union: &Union, candidates: &[&Candidate<'_>]) -> ObjectChoice {
    match candidates {
        [] => return ObjectChoice::None,
        [only] if union.discriminator.is_none() => return ObjectChoice::Only(only.position),
        _ => {}
    }
    discriminator(api, union, candidates)
        .or_else(|| own_values(api, candidates))
        .or_else(|| presence(candidates))
        .or_else(|| property_type(api, types, candidates))
        .unwrap_or_else(|| ObjectChoice::BestFit(candidates.iter().map(|it| it.position).collect()))
}

/// What the document says, and for a variant of which it says nothing, the values that its property lists.
fn discriminator(api: &Api, union: &Union, candidates: &[&Candidate<'_>]) -> Option<ObjectChoice> {
    let said = union.discriminator.as_ref()?;
    let mut values = said.values.clone();
    for candidate in candidates {
        let Some(object) = candidate.object() else {
            continue;
        };
        for value in listed(api, object, &said.property).unwrap_or_default() {
            values.entry(value).or_insert(candidate.position);
        }
    }
    (!values.is_empty()).then(|| ObjectChoice::Tag {
        property: said.property.clone(),
        values,
        otherwise: said.otherwise,
        unmapped: said.unmapped,
    })
}

/// The values that a required property may have, where the document lists them.
fn listed(api: &Api, object: &Object, property: &str) -> Option<Vec<String>> {
    let property = object.properties.get(property)?;
    let schema = api.schemas.resolve(property.schema).1;
    match schema.kind.described() {
        SchemaKind::Enumeration(listed)
            if listed.values_type == EnumerationType::Text && !listed.allows_others =>
        {
            Some(listed.texts().map(ToOwned::to_owned).collect())
        }
        _ => None,
    }
}

/// The candidates as objects; `None` where one is something else.
fn all_objects<'a>(candidates: &[&Candidate<'a>]) -> Option<Vec<(usize, &'a Object)>> {
    let objects = candidates
        .iter()
        .map(|candidate| Some((candidate.position, candidate.object()?)));
    objects.collect()
}

/// A required property whose listed values are different in each variant.
fn own_values(api: &Api, candidates: &[&Candidate<'_>]) -> Option<ObjectChoice> {
    let objects = all_objects(candidates)?;
    let (_, first) = objects.first()?;
    let mut names = first.properties.keys();
    names.find_map(|name| {
        let mut values: IndexMap<String, usize> = IndexMap::new();
        for (position, object) in &objects {
            let property = object.properties.get(name)?;
            let own = listed(api, object, name).filter(|_| property.required)?;
            for value in own {
                if values.insert(value, *position).is_some() {
                    return None;
                }
            }
        }
        Some(ObjectChoice::Tag {
            property: name.clone(),
            values,
            otherwise: None,
            unmapped: None,
        })
    })
}

/// For each variant but one, a required property that no other variant has.
fn presence(candidates: &[&Candidate<'_>]) -> Option<ObjectChoice> {
    let objects = all_objects(candidates)?;
    let mut owners: HashMap<&str, usize> = HashMap::new();
    for name in objects
        .iter()
        .flat_map(|(_, object)| object.properties.keys())
    {
        *owners.entry(name).or_default() += 1;
    }
    let mut properties = Vec::new();
    let mut otherwise = None;
    for (position, object) in &objects {
        let own = object
            .properties
            .keys()
            .find(|name| object.requires(name) && owners.get(name.as_str()) == Some(&1));
        match own {
            Some(name) => properties.push((name.clone(), *position)),
            None if otherwise.is_none() => otherwise = Some(*position),
            None => return None,
        }
    }
    // A variant that has further properties of any name may have those of the others, too.
    let is_open = objects.iter().any(|(_, object)| object.has_others());
    (!is_open).then_some(ObjectChoice::Presence {
        properties,
        otherwise,
    })
}

/// A required property that has another JSON type in each variant.
fn property_type(api: &Api, types: &Types, candidates: &[&Candidate<'_>]) -> Option<ObjectChoice> {
    let objects = all_objects(candidates)?;
    let (_, first) = objects.first()?;
    let mut names = first.properties.keys();
    names.find_map(|name| {
        let mut found: BTreeMap<ValueType, usize> = BTreeMap::new();
        for (position, object) in &objects {
            let property = object.properties.get(name)?;
            if !property.required || api.schemas.is_nullable(property.schema) {
                return None;
            }
            for value_type in types.get(api, property.schema).iter() {
                if found.insert(value_type, *position).is_some() {
                    return None;
                }
            }
        }
        Some(ObjectChoice::PropertyType {
            property: name.clone(),
            types: found.into_iter().collect(),
        })
    })
}

/// The tags of the variants that would lose them, since they do not have the property.
fn written_tags(objects: &ObjectChoice, variants: &[Candidate<'_>]) -> BTreeMap<usize, String> {
    let ObjectChoice::Tag {
        property, values, ..
    } = objects
    else {
        return BTreeMap::new();
    };
    let mut tags = BTreeMap::new();
    for (value, position) in values {
        let object = variants.get(*position).and_then(Candidate::object);
        let loses = object.is_some_and(|object| {
            !object.properties.contains_key(property) && !object.has_others()
        });
        if loses {
            tags.entry(*position).or_insert_with(|| value.clone());
        }
    }
    tags
}
