//! `not`: what a value must not be, beside what it has to be (JSON Schema Validation, draft 5, section 5.25).

use super::enumeration::fits;
use super::flat::{Flat, JsonType, Place, Target};
use super::union::required_alone;
use crate::ir::{Combination, Complete, Json, RequiredGroups};

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

/// The values that a schema lists, if that is all it says.
pub(super) fn values_alone(flat: &Flat<'_>) -> Option<Vec<Json>> {
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
