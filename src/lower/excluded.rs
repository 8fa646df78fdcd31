//! `not`: what a value must not be, beside what it has to be (JSON Schema Validation, draft 5, section 5.25).

use std::collections::{BTreeMap, BTreeSet};
use std::slice;

use super::Lowering;
use super::enumeration::fits;
use super::flat::{Flat, JsonType, Place, Target};
use super::union::required_alone;
use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{
    Combination, Complete, Excluded, Graph, Json, Origin, RequiredGroups, Schema, SchemaId,
    SchemaKind, Schemas,
};

/// How many `not` may stand in each other: each is written within the one around it.
const DEEPEST: usize = 8;

/// Takes out what only says which properties must not be there together: that is a rule of the object.
pub(super) fn excluded_groups(flat: &mut Flat<'_>) {
    let is_of_objects = matches!(flat.json_type, None | Some(JsonType::Object));
    if !is_of_objects || !flat.alternatives.is_empty() {
        return;
    }
    let mut groups = Vec::new();
    flat.excluded.retain(|place| match required_groups(place) {
        Some(of_place) => {
            groups.extend(of_place);
            false
        }
        None => true,
    });
    flat.required_groups
        .extend(groups.into_iter().map(|group| RequiredGroups {
            complete: Complete::None,
            groups: vec![group],
        }));
}

/// The groups of which none may be complete: of a schema with nothing but `required`, or of `anyOf` with such alternatives.
fn required_groups(place: &Place<'_>) -> Option<Vec<Vec<String>>> {
    if let Some(group) = required_alone(place) {
        return Some(vec![group]);
    }
    let Target::Schema(schema) = place.target else {
        return None;
    };
    let flat = Flat::new(schema, &place.pointer);
    let [list] = flat.alternatives.as_slice() else {
        return None;
    };
    let rest = Flat {
        json_type: None,
        alternatives: Vec::new(),
        ..flat.clone()
    };
    let is_any_of = list.combination == Combination::AnyOf;
    let alone = is_any_of && rest.parts.is_empty() && rest.is_annotation_only();
    let groups = list.places.iter().map(required_alone);
    groups.collect::<Option<_>>().filter(|_| alone)
}

impl<'a> Lowering<'a> {
    /// What the values of a schema must not be as well.
    pub(super) fn excluded(&mut self, flat: &Flat<'a>) -> Vec<Excluded> {
        let within = std::mem::take(&mut self.within);
        let nesting = std::mem::take(&mut self.nesting);
        let excluded = flat.excluded.iter();
        let excluded = excluded.map(|place| self.exclude(flat, place)).collect();
        self.within = within;
        self.nesting = nesting;
        excluded
    }

    fn exclude(&mut self, whole: &Flat<'a>, place: &Place<'a>) -> Excluded {
        let key = (place.pointer.clone(), whole.json_type);
        if let Some(known) = self.excluded.get(&key) {
            return known.clone();
        }
        let mut part = self.merge_places(slice::from_ref(place), &mut Vec::new());
        let lacks_type = part.json_type.is_none() && !part.is_annotation_only();
        if let Some(values) = values_alone(&part) {
            let values = Excluded::Values(values);
            self.excluded.insert(key, values.clone());
            return values;
        }
        if !lacks_type && self.component_of(place).is_some() {
            return Excluded::Schema(self.places(slice::from_ref(place)));
        }
        // Only a value of the type of the whole gets as far as this, so keywords without a type are about that one.
        part.json_type = part.json_type.or(whole.json_type.filter(|_| lacks_type));
        let origin = Origin {
            pointer: place.pointer.clone(),
            component: None,
        };
        let id = self.schemas.reserve(origin.clone());
        // Before it is read, because it may lead back here.
        self.excluded.insert(key, Excluded::Schema(id));
        self.fill_flat(id, origin, part);
        Excluded::Schema(id)
    }

    /// Leaves out what cannot be checked, and says so. Where null is excluded, it is not allowed in the first place.
    pub(super) fn settle_excluded(&mut self) {
        let all = self.schemas.iter();
        let owners = all.filter(|(_, schema)| !schema.excluded.is_empty());
        let owners: Vec<SchemaId> = owners.map(|(id, _)| id).collect();
        if owners.is_empty() {
            return;
        }
        let checkable = Checkable::of(&self.schemas, &self.loose);
        for id in owners {
            let mut schema = self.schemas.get(id).clone();
            let mut unchecked = Vec::new();
            schema.excluded.retain(|excluded| {
                let excluded = excluded.schema();
                let why_not = |it| Some((it, checkable.why_not(&self.schemas, id, it)?));
                let reason = excluded.and_then(why_not);
                unchecked.extend(reason);
                reason.is_none()
            });
            for (excluded, reason) in unchecked {
                self.report_excluded(&schema, excluded, reason);
            }
            let takes_null = !schema.excluded.iter().any(|it| self.excludes_null(it));
            schema.nullable &= takes_null;
            self.schemas.set(id, schema);
        }
    }

    fn report_excluded(&mut self, owner: &Schema, excluded: SchemaId, reason: &str) {
        let place = &self.schemas.get(excluded).origin;
        let pointer = match place.component {
            Some(_) => owner.origin.pointer.join("not"),
            None => place.pointer.clone(),
        };
        let message = format!("`not` is not checked: {reason}");
        self.report(Diagnostic::at_key(
            Code::UncheckedKeyword,
            &pointer,
            message,
        ));
    }

    fn excludes_null(&self, excluded: &Excluded) -> bool {
        match excluded {
            Excluded::Values(values) => values.iter().any(Json::is_null),
            Excluded::Schema(id) => self.schemas.is_nullable(*id),
        }
    }
}

/// Of which schemas it can be told whether a value is one.
struct Checkable {
    /// Which schemas lead to each other: the number of their set.
    knots: BTreeMap<SchemaId, usize>,
    /// The schemas that lead to something that is not checked.
    loose: BTreeSet<SchemaId>,
    /// How many `not` stand in each other below each schema; where there is none, nothing is kept.
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
        let mut excluded = schema.excluded.iter().filter_map(Excluded::schema);
        self.loose.contains(&id)
            || schema.kind == SchemaKind::Opaque
            || schema.references().iter().any(|it| self.loose.contains(it))
            || excluded.any(|it| self.why_not(schemas, id, it).is_some())
    }

    fn height(&self, schemas: &Schemas, id: SchemaId) -> usize {
        let schema = schemas.get(id);
        let of = |id: SchemaId| self.heights.get(&id).copied().unwrap_or(0);
        let held = schema.kind.children().into_iter().map(of);
        let excluded = schema.excluded.iter().filter_map(Excluded::schema);
        let excluded = excluded
            .filter(|it| self.why_not(schemas, id, *it).is_none())
            .map(|it| of(it) + 1);
        held.chain(excluded).max().unwrap_or(0)
    }

    /// Why it cannot be told of the values of one schema whether they are of another one, which it excludes.
    fn why_not(
        &self,
        schemas: &Schemas,
        owner: SchemaId,
        excluded: SchemaId,
    ) -> Option<&'static str> {
        let (_, schema) = schemas.resolve(excluded);
        if self.knots.get(&owner) == self.knots.get(&excluded) {
            // Each value in a value would be looked at once more than the one around it, or for ever.
            Some("it leads back to the schema that it stands in")
        } else if self.loose.contains(&excluded) {
            Some("it leads to keywords that have no effect, as those without a `type`")
        } else if schema.kind == SchemaKind::Any && schema.excluded.is_empty() {
            Some("it excludes every value")
        } else if self
            .heights
            .get(&excluded)
            .is_some_and(|height| *height >= DEEPEST)
        {
            Some("too many of them stand in each other")
        } else {
            None
        }
    }
}

/// The values that a schema lists, if that is all it says.
fn values_alone(flat: &Flat<'_>) -> Option<Vec<Json>> {
    let rest = Flat {
        json_type: None,
        enumeration: None,
        ..flat.clone()
    };
    let alone = rest.is_annotation_only() && !flat.is_faulty;
    let values = flat.enumeration.as_ref().filter(|_| alone)?;
    let takes = |value: &&Json| match value {
        Json::Null => flat.nullable || flat.json_type.is_none(),
        value => fits(flat.json_type, value),
    };
    Some(values.iter().filter(takes).cloned().collect())
}

/// Whether a schema allows everything, but for what it excludes.
pub(super) fn says_nothing(flat: &Flat<'_>) -> bool {
    let rest = Flat {
        excluded: Vec::new(),
        ..flat.clone()
    };
    rest.is_annotation_only()
}
