//! How a decoder finds out which variant of a union a value is.
//!
//! The ladder, from the cheapest rung down: the JSON type; the discriminator; a property that is a constant or an
//! enumeration of its own in each variant; a required property that only one variant has; the JSON type of a property; and
//! last, which variant fits best.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;
use serde::Serialize;

use crate::ir::{Api, EnumerationType, Object, SchemaId, SchemaKind, TextFormat, Union};

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
    let by_schema = api
        .schemas
        .iter()
        .filter_map(|(id, schema)| match &schema.kind {
            SchemaKind::Union(union) => Some((id, choice(api, union))),
            _ => None,
        })
        .collect();
    Unions { by_schema }
}

fn choice(api: &Api, union: &Union) -> Choice {
    let variants: Vec<Candidate<'_>> = union
        .schemas()
        .enumerate()
        .map(|(position, schema)| Candidate::new(api, position, schema))
        .collect();
    let of = |wanted: ValueType| {
        let mut fitting: Vec<&Candidate<'_>> = variants
            .iter()
            .filter(|variant| variant.types.contains(&wanted))
            .collect();
        // A stable sort: what is equally specific stays in document order.
        fitting.sort_by_key(|variant| variant.breadth());
        fitting
    };
    let positions = |wanted| of(wanted).iter().map(|variant| variant.position).collect();
    let objects = objects(api, union, &of(ValueType::Object));
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
    types: BTreeSet<ValueType>,
}

impl<'a> Candidate<'a> {
    fn new(api: &'a Api, position: usize, schema: SchemaId) -> Self {
        Self {
            position,
            kind: api.schemas.resolve(schema).1.kind.described(),
            types: types(api, schema),
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

/// The JSON types that values of a schema can have.
fn types(api: &Api, schema: SchemaId) -> BTreeSet<ValueType> {
    let mut found = BTreeSet::new();
    let mut seen = BTreeSet::new();
    let mut open = vec![schema];
    while let Some(id) = open.pop() {
        let (id, schema) = api.schemas.resolve(id);
        if !seen.insert(id) {
            continue;
        }
        match schema.kind.described() {
            SchemaKind::Boolean => found.extend([ValueType::Boolean]),
            SchemaKind::Integer(_) | SchemaKind::Number(_) => found.extend([ValueType::Number]),
            SchemaKind::String(_) => found.extend([ValueType::Text]),
            SchemaKind::Enumeration(listed) => match listed.values_type {
                EnumerationType::Text => found.extend([ValueType::Text]),
                EnumerationType::Integer => found.extend([ValueType::Number]),
                EnumerationType::Mixed => {
                    found.extend(listed.values.iter().filter_map(|it| type_of(&it.value)));
                }
            },
            SchemaKind::Array(_) | SchemaKind::Tuple(_) => found.extend([ValueType::List]),
            SchemaKind::Map(_) | SchemaKind::Object(_) => found.extend([ValueType::Object]),
            SchemaKind::Union(union) => open.extend(union.schemas()),
            SchemaKind::Any | SchemaKind::Opaque | SchemaKind::Alias(_) | SchemaKind::Own(_) => {
                found.extend(ValueType::ALL);
            }
        }
    }
    found
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

fn objects(api: &Api, union: &Union, candidates: &[&Candidate<'_>]) -> ObjectChoice {
    match candidates {
        [] => return ObjectChoice::None,
        [only] if union.discriminator.is_none() => return ObjectChoice::Only(only.position),
        _ => {}
    }
    discriminator(api, union, candidates)
        .or_else(|| own_values(api, candidates))
        .or_else(|| presence(candidates))
        .or_else(|| property_type(api, candidates))
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
    let mut properties = Vec::new();
    let mut otherwise = None;
    for (position, object) in &objects {
        let own = object.properties.iter().find(|(name, property)| {
            property.required
                && objects.iter().all(|(other, theirs)| {
                    other == position || !theirs.properties.contains_key(*name)
                })
        });
        match own {
            Some((name, _)) => properties.push((name.clone(), *position)),
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
fn property_type(api: &Api, candidates: &[&Candidate<'_>]) -> Option<ObjectChoice> {
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
            for value_type in types(api, property.schema) {
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
