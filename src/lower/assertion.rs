//! What holds of a value beside what it has to be: `not` (JSON Schema Validation, draft 5, section 5.25), and the
//! keywords of JSON Schema 2020-12 that apply schemas to the same value (Core, sections 10.2.2 and 10.3).

use std::collections::{BTreeMap, BTreeSet};
use std::slice;

use super::Lowering;
use super::carried::Applied;
use super::excluded::values_alone;
use super::flat::{Flat, JsonType, Place, Target};
use crate::diagnostic::{Code, Diagnostic, Pointer};
use crate::ir::{
    Assertion, Docs, Graph, Json, Origin, Schema, SchemaId, SchemaKind, Schemas, Text,
};

/// How many of them may stand in each other: each is written within the one around it.
const DEEPEST: usize = 8;

impl<'a> Lowering<'a> {
    /// What holds of the values of a schema as well.
    pub(super) fn assertions(&mut self, flat: &Flat<'a>) -> Vec<Assertion> {
        let within = std::mem::take(&mut self.within);
        let nesting = std::mem::take(&mut self.nesting);
        let mut assertions = Vec::new();
        for place in &flat.excluded {
            assertions.push(self.exclude(flat, place));
        }
        for applied in &flat.applied {
            assertions.extend(self.apply(flat, applied));
        }
        let dependent = flat.dependent_required.iter();
        assertions.extend(
            dependent.map(|(member, required)| Assertion::DependentRequired {
                member: (*member).to_owned(),
                required: required.iter().map(|name| (*name).to_owned()).collect(),
            }),
        );
        for pattern in &flat.name_patterns {
            let name = self.name_of_pattern(&flat.pointer, pattern);
            assertions.push(Assertion::Names(name));
        }
        self.within = within;
        self.nesting = nesting;
        assertions
    }

    fn exclude(&mut self, whole: &Flat<'a>, place: &Place<'a>) -> Assertion {
        if let Some(known) = self.known_subschema(whole.json_type, place) {
            return Assertion::Not(known);
        }
        let part = self.merge_places(slice::from_ref(place), &mut Vec::new());
        match values_alone(&part) {
            Some(values) => Assertion::NotValues(values),
            None => Assertion::Not(self.new_subschema(whole.json_type, place, part)),
        }
    }

    /// What a part of `allOf` says that is none.
    fn apply(&mut self, whole: &Flat<'a>, applied: &Applied<'a>) -> Vec<Assertion> {
        let said = |key: &str| applied.said.get(key);
        let is_said = |key: &str| said(key).and_then(Json::as_bool) == Some(true);
        let number = |key: &str| said(key).and_then(Json::as_u64);
        let number = |key: &str| number(key).and_then(|it| usize::try_from(it).ok());
        let places = self.carried(&applied.place);
        let mut schemas = places.iter();
        let keyword = said("keyword").and_then(Json::as_str).unwrap_or_default();
        let mut next = |house: &mut Self, json_type| {
            schemas
                .next()
                .map(|place| house.subschema(json_type, place))
        };
        match keyword {
            "if" => {
                let Some(condition) = next(self, whole.json_type) else {
                    return Vec::new();
                };
                let then = is_said("then").then(|| next(self, whole.json_type));
                let otherwise = is_said("else").then(|| next(self, whole.json_type));
                vec![Assertion::Conditional {
                    condition,
                    then: then.flatten(),
                    otherwise: otherwise.flatten(),
                }]
            }
            "dependentSchemas" => {
                let members = said("members").and_then(Json::as_array);
                let members = members.into_iter().flatten().filter_map(Json::as_str);
                let dependent = members.map_while(|member| {
                    let schema = next(self, Some(JsonType::Object))?;
                    Some(Assertion::Dependent {
                        member: member.to_owned(),
                        schema,
                    })
                });
                dependent.collect()
            }
            "contains" => {
                let schema = next(self, None);
                let contains = schema.map(|schema| Assertion::Contains {
                    schema,
                    least: number("least").unwrap_or(1),
                    most: number("most"),
                });
                contains.into_iter().collect()
            }
            "propertyNames" => {
                let names = next(self, Some(JsonType::String));
                names.map(Assertion::Names).into_iter().collect()
            }
            _ => Vec::new(),
        }
    }

    /// The schemas that are held where 3.0 has schemas in the same relation to the value.
    pub(super) fn carried(&self, place: &Place<'a>) -> Vec<Place<'a>> {
        let mut place = place.clone();
        // Schemas that stand too deep are components by now.
        for _ in 0..=self.components.schemas.len() {
            match place.target {
                Target::Reference(reference) => match self.component(reference) {
                    Some(target) => place = target,
                    None => break,
                },
                Target::Schema(schema) => {
                    let flat = Flat::new(schema, &place.pointer);
                    let lists = flat.alternatives.into_iter().flat_map(|list| list.places);
                    let additional = flat.additional.map(super::flat::Additional::into_places);
                    return lists
                        .chain(flat.items)
                        .chain(additional.into_iter().flatten())
                        .collect();
                }
            }
        }
        Vec::new()
    }

    /// A schema that is applied to values of a type that is known. Only such values get as far as that, so keywords without
    /// a type are about that one.
    fn subschema(&mut self, json_type: Option<JsonType>, place: &Place<'a>) -> SchemaId {
        if let Some(known) = self.known_subschema(json_type, place) {
            return known;
        }
        let part = self.merge_places(slice::from_ref(place), &mut Vec::new());
        self.new_subschema(json_type, place, part)
    }

    fn known_subschema(&self, json_type: Option<JsonType>, place: &Place<'a>) -> Option<SchemaId> {
        let key = (place.pointer.clone(), json_type);
        self.subschemas.get(&key).copied()
    }

    /// Reads a subschema whose parts are merged.
    fn new_subschema(
        &mut self,
        json_type: Option<JsonType>,
        place: &Place<'a>,
        mut part: Flat<'a>,
    ) -> SchemaId {
        let key = (place.pointer.clone(), json_type);
        let lacks_type = part.json_type.is_none() && !part.is_annotation_only();
        if !lacks_type && self.component_of(place).is_some() {
            return self.places(slice::from_ref(place));
        }
        part.json_type = part.json_type.or(json_type.filter(|_| lacks_type));
        let origin = Origin {
            pointer: place.pointer.clone(),
            component: None,
        };
        let id = self.schemas.reserve(origin.clone());
        // Before it is read, because it may lead back here.
        self.subschemas.insert(key, id);
        self.fill_flat(id, origin, part);
        id
    }

    /// The schema of names that match a pattern.
    fn name_of_pattern(&mut self, owner: &Pointer, pattern: &str) -> SchemaId {
        let pointer = owner.join("patternProperties").join(pattern);
        let id = self.schemas.reserve(Origin {
            pointer,
            component: None,
        });
        self.schemas.change(id, |schema| {
            schema.docs = Docs::default();
            schema.kind = SchemaKind::String(Text {
                patterns: vec![pattern.to_owned()],
                ..Text::default()
            });
        });
        id
    }

    /// Leaves out what cannot be checked, and says so. Where null is excluded, it is not allowed in the first place.
    pub(super) fn settle_assertions(&mut self) {
        let all = self.schemas.iter();
        let owners = all.filter(|(_, schema)| !schema.assertions.is_empty());
        let owners: Vec<SchemaId> = owners.map(|(id, _)| id).collect();
        if owners.is_empty() {
            return;
        }
        let checkable = Checkable::of(&self.schemas, &self.loose);
        for id in owners {
            let mut schema = self.schemas.get(id).clone();
            let mut unchecked = Vec::new();
            schema.assertions.retain(|assertion| {
                let reason = checkable.why_not(&self.schemas, id, assertion);
                unchecked.extend(reason.map(|reason| (assertion.clone(), reason)));
                reason.is_none()
            });
            for (assertion, reason) in unchecked {
                self.report_assertion(&schema, &assertion, reason);
            }
            let takes_null = !schema.assertions.iter().any(|it| self.excludes_null(it));
            schema.nullable &= takes_null;
            self.schemas.set(id, schema);
        }
    }

    fn report_assertion(&mut self, owner: &Schema, assertion: &Assertion, reason: &str) {
        let keyword = assertion.keyword();
        let applied = assertion.schemas();
        let place = applied.first().map(|id| &self.schemas.get(*id).origin);
        let pointer = match place {
            Some(place) if place.component.is_none() => place.pointer.clone(),
            _ => owner.origin.pointer.join(keyword),
        };
        let message = format!("`{keyword}` is not checked: {reason}");
        self.report(Diagnostic::at_key(
            Code::UncheckedKeyword,
            &pointer,
            message,
        ));
    }

    fn excludes_null(&self, assertion: &Assertion) -> bool {
        match assertion {
            Assertion::NotValues(values) => values.iter().any(Json::is_null),
            Assertion::Not(id) => self.schemas.is_nullable(*id),
            _ => false,
        }
    }
}

/// Whether a schema allows everything, but for what holds as well.
pub(super) fn says_nothing(flat: &Flat<'_>) -> bool {
    let rest = Flat {
        excluded: Vec::new(),
        applied: Vec::new(),
        dependent_required: Vec::new(),
        name_patterns: Vec::new(),
        ..flat.clone()
    };
    rest.is_annotation_only()
}

/// Of which schemas it can be told whether a value is one.
struct Checkable {
    /// Which schemas lead to each other: the number of their set.
    knots: BTreeMap<SchemaId, usize>,
    /// The schemas that lead to something that is not checked.
    loose: BTreeSet<SchemaId>,
    /// How many assertions stand in each other below each schema; where there is none, nothing is kept.
    heights: BTreeMap<SchemaId, usize>,
}

impl Checkable {
    fn of(schemas: &Schemas, loose: &BTreeSet<SchemaId>) -> Self {
        let graph = Graph::new(schemas, |_, schema| schema.references());
        let mut checkable = Self {
            knots: BTreeMap::new(),
            loose: loose.clone(),
            heights: BTreeMap::new(),
        };
        // A set comes after those that it leads to.
        for (knot, members) in graph.knots(schemas).into_iter().enumerate() {
            checkable
                .knots
                .extend(members.iter().map(|member| (*member, knot)));
            if members.iter().any(|id| checkable.is_loose(schemas, *id)) {
                checkable.loose.extend(&members);
            }
            let heights = members.iter().map(|id| checkable.height(schemas, *id));
            if let Some(height) = heights.max().filter(|height| *height > 0) {
                let heights = members.into_iter().map(|member| (member, height));
                checkable.heights.extend(heights);
            }
        }
        checkable
    }

    fn is_loose(&self, schemas: &Schemas, id: SchemaId) -> bool {
        let schema = schemas.get(id);
        let mut asked = schema.assertions.iter();
        self.loose.contains(&id)
            || schema.kind == SchemaKind::Opaque
            || schema.references().iter().any(|it| self.loose.contains(it))
            || asked.any(|it| self.why_not(schemas, id, it).is_some())
    }

    fn height(&self, schemas: &Schemas, id: SchemaId) -> usize {
        let schema = schemas.get(id);
        let of = |id: SchemaId| self.heights.get(&id).copied().unwrap_or(0);
        let held = schema.kind.children().into_iter().map(of);
        let asked = schema.assertions.iter();
        let asked = asked
            .filter(|it| self.why_not(schemas, id, it).is_none())
            .flat_map(Assertion::schemas)
            .map(|it| of(it) + 1);
        held.chain(asked).max().unwrap_or(0)
    }

    /// Why it cannot be told of the values of a schema what is asked of them.
    fn why_not(
        &self,
        schemas: &Schemas,
        owner: SchemaId,
        assertion: &Assertion,
    ) -> Option<&'static str> {
        let applied = assertion.schemas();
        let is_any = |id: &SchemaId| {
            let (_, schema) = schemas.resolve(*id);
            schema.kind == SchemaKind::Any && schema.assertions.is_empty()
        };
        let is_high = |id: &SchemaId| self.heights.get(id).is_some_and(|it| *it >= DEEPEST);
        let knot = self.knots.get(&owner);
        if applied.iter().any(|id| self.knots.get(id) == knot) {
            // Each value in a value would be looked at once more than the one around it, or for ever.
            Some("it leads back to the schema that it stands in")
        } else if applied.iter().any(|id| self.loose.contains(id)) {
            Some("it leads to keywords that have no effect, as those without a `type`")
        } else if matches!(assertion, Assertion::Not(id) if is_any(id)) {
            Some("it excludes every value")
        } else if applied.iter().any(is_high) {
            Some("too many of them stand in each other")
        } else {
            None
        }
    }
}
