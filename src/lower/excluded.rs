//! `not`: what a value must not be, beside what it has to be (JSON Schema Validation, draft 5, section 5.25).

use std::collections::BTreeSet;
use std::slice;

use super::Lowering;
use super::enumeration::fits;
use super::flat::{Flat, JsonType, Place, Target};
use super::union::required_alone;
use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{Complete, Excluded, Json, Origin, RequiredGroups, Schema, SchemaId, SchemaKind};

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
    let is_any_of = list.combination == crate::ir::Combination::AnyOf;
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
        let mut part = self.merge_places(slice::from_ref(place), &mut Vec::new());
        if let Some(values) = values_alone(&part) {
            return Excluded::Values(values);
        }
        let lacks_type = part.json_type.is_none() && !part.is_annotation_only();
        if lacks_type {
            // Only a value of the type of the whole gets as far as this, so the keywords are about that one.
            part.json_type = whole.json_type;
        } else if self.component_of(place).is_some() {
            return Excluded::Schema(self.places(slice::from_ref(place)));
        }
        let origin = Origin {
            pointer: place.pointer.clone(),
            component: None,
        };
        let id = self.schemas.reserve(origin.clone());
        self.fill_flat(id, origin, part);
        Excluded::Schema(id)
    }

    /// Leaves out what cannot be checked, and says so. Where null is excluded, it is not allowed in the first place.
    pub(super) fn settle_excluded(&mut self) {
        let ids: Vec<SchemaId> = self
            .schemas
            .iter()
            .filter(|(_, schema)| !schema.excluded.is_empty())
            .map(|(id, _)| id)
            .collect();
        for id in ids {
            let mut schema = self.schemas.get(id).clone();
            self.leave_out_unchecked(&mut schema);
            let takes_null = !schema.excluded.iter().any(|it| self.excludes_null(it));
            schema.nullable &= takes_null;
            self.schemas.set(id, schema);
        }
    }

    fn leave_out_unchecked(&mut self, schema: &mut Schema) {
        let pointer = schema.origin.pointer.join("not");
        let mut kept = std::mem::take(&mut schema.excluded);
        kept.retain(|excluded| {
            let Some(reason) = excluded.schema().and_then(|id| self.unchecked(id)) else {
                return true;
            };
            let message = format!("`not` is not checked: {reason}");
            self.report(Diagnostic::at_key(
                Code::UncheckedKeyword,
                &pointer,
                message,
            ));
            false
        });
        schema.excluded = kept;
    }

    /// Why it cannot be told whether a value is one of a schema.
    fn unchecked(&self, id: SchemaId) -> Option<&'static str> {
        let mut open = vec![id];
        let mut seen = BTreeSet::new();
        while let Some(id) = open.pop() {
            let schema = self.schemas.get(id);
            if self.loose.contains(&id) {
                return Some("it has keywords without the `type` that they are about");
            }
            if schema.kind == SchemaKind::Opaque {
                return Some("it leads to a schema that became any JSON value");
            }
            if seen.insert(id) {
                open.extend(schema.references());
            }
        }
        let (_, schema) = self.schemas.resolve(id);
        let excludes_all = schema.kind == SchemaKind::Any && schema.excluded.is_empty();
        excludes_all.then_some("it excludes every value")
    }

    fn excludes_null(&self, excluded: &Excluded) -> bool {
        match excluded {
            Excluded::Values(values) => values.iter().any(Json::is_null),
            Excluded::Schema(id) => self.schemas.is_nullable(*id),
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
