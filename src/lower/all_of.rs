//! `allOf`: several schemas that must all hold, merged into one (JSON Schema Validation, draft 5, section 5.22).

use std::collections::HashSet;

use serde_json::Number;

use super::Lowering;
use super::flat::{Additional, Flat, JsonType, Place, Target};

use crate::diagnostic::{Code, Diagnostic, Pointer};
use crate::ir::{Access, Bound, Json, PropertyCount};

impl<'a> Lowering<'a> {
    /// One schema that says what all the places together say.
    ///
    /// `seen` holds the components that are being merged: a schema that is a part of itself adds nothing.
    pub(super) fn merge_places(
        &mut self,
        places: &[Place<'a>],
        seen: &mut Vec<&'a str>,
    ) -> Flat<'a> {
        let mut merged: Option<Flat<'a>> = None;
        for place in places {
            let Some(flat) = self.flatten(place, seen) else {
                continue;
            };
            merged = Some(match merged {
                None => flat,
                Some(before) => self.merge(before, flat),
            });
        }
        merged.unwrap_or_default()
    }

    /// The schema in a place, its `allOf` merged into it.
    fn flatten(&mut self, place: &Place<'a>, seen: &mut Vec<&'a str>) -> Option<Flat<'a>> {
        if !self.room.enter(&place.pointer, self.sink) {
            return None;
        }
        let flat = self.flatten_entered(place, seen);
        self.room.leave();
        flat
    }

    fn flatten_entered(&mut self, place: &Place<'a>, seen: &mut Vec<&'a str>) -> Option<Flat<'a>> {
        match place.target {
            Target::Schema(schema) => {
                let flat = Flat::new(schema, &place.pointer);
                self.room
                    .take(&flat, self.sink)
                    .then(|| self.merge_parts(flat, seen))
            }
            Target::Reference(reference) => {
                let name = self.component_key(reference)?;
                if seen.contains(&name) {
                    return None;
                }
                let target = self.component(reference)?;
                seen.push(name);
                let flat = self.flatten(&target, seen);
                seen.pop();
                let mut flat = flat?;
                // A base that lists its subtypes: within one of them it is only what they have in common.
                flat.alternatives.retain(|list| {
                    let mut components = list.places.iter().map(|place| self.component_of(place));
                    !components.any(|component| component.is_some_and(|it| seen.contains(&it)))
                });
                Some(flat)
            }
        }
    }

    /// Merges what a schema says itself with its parts.
    pub(super) fn merge_parts(&mut self, mut own: Flat<'a>, seen: &mut Vec<&'a str>) -> Flat<'a> {
        let parts = std::mem::take(&mut own.parts);
        if parts.is_empty() {
            return own;
        }
        let mut merged = self.merge_places(&parts, seen);
        let nullable = own.nullable || merged.nullable;
        merged.docs = std::mem::take(&mut own.docs);
        if merged.docs.description.is_none() {
            merged.docs.description = described_inline(&parts);
        }
        // What a part shows, and how its own subtypes are told apart, is about the part and not about the whole.
        merged.examples = std::mem::take(&mut own.examples);
        merged.discriminator = own.discriminator;
        merged.rust_name = own.rust_name;
        merged.rust_type = own.rust_type;
        merged.pointer = own.pointer.clone();
        merged.default = own.default.take().or(merged.default);
        let mut merged = self.merge(merged, own);
        merged.nullable = nullable;
        merged
    }

    pub(super) fn merge(&mut self, mut left: Flat<'a>, right: Flat<'a>) -> Flat<'a> {
        left.nullable = takes_null_with(&left, &right);
        left.json_type = self.merge_types(&left, &right);
        left.format = left.format.or(right.format);
        left.enumeration = self.merge_values(left.enumeration, right.enumeration, &right.pointer);
        left.minimum = merge_options(left.minimum, right.minimum, |a, b| {
            narrower(a, b, a.value > b.value)
        });
        left.maximum = merge_options(left.maximum, right.maximum, |a, b| {
            narrower(a, b, a.value < b.value)
        });
        left.integer_minimum =
            merge_options(left.integer_minimum, right.integer_minimum, |a, b| {
                narrower(a, b, a.value > b.value)
            });
        left.integer_maximum =
            merge_options(left.integer_maximum, right.integer_maximum, |a, b| {
                narrower(a, b, a.value < b.value)
            });
        left.min_length = merge_options(left.min_length, right.min_length, usize::max);
        left.max_length = merge_options(left.max_length, right.max_length, usize::min);
        left.min_items = merge_options(left.min_items, right.min_items, usize::max);
        left.max_items = merge_options(left.max_items, right.max_items, usize::min);
        left.unique_items |= right.unique_items;
        left.property_count = merge_counts(left.property_count, right.property_count);
        for pattern in right.patterns {
            if !left.patterns.contains(&pattern) {
                left.patterns.push(pattern);
            }
        }
        left.enumeration_words.extend(right.enumeration_words);
        if left.access == Access::Both {
            left.access = right.access;
        }
        match merge_steps(left.multiple_of.as_ref(), right.multiple_of.as_ref()) {
            Some(step) => left.multiple_of = step,
            None => left.unchecked.push((left.pointer.clone(), "multipleOf")),
        }
        left.items.extend(right.items);
        left.positions.extend(right.positions);
        for (name, places) in right.properties {
            left.properties.entry(name).or_default().extend(places);
        }
        left.required.extend(right.required);
        left.additional = merge_additional(left.additional, right.additional);
        left.member_patterns.extend(right.member_patterns);
        left.is_closed |= right.is_closed;
        left.dependent_required.extend(right.dependent_required);
        left.name_patterns.extend(right.name_patterns);
        left.applied.extend(right.applied);
        left.parts.extend(right.parts);
        left.alternatives.extend(right.alternatives);
        left.required_groups.extend(right.required_groups);
        left.excluded.extend(right.excluded);
        left.is_faulty |= right.is_faulty;
        left.unchecked.extend(right.unchecked);
        left
    }

    /// The values that both lists have.
    fn merge_values(
        &mut self,
        left: Option<Vec<Json>>,
        right: Option<Vec<Json>>,
        pointer: &Pointer,
    ) -> Option<Vec<Json>> {
        let (left, right) = match (left, right) {
            (Some(left), Some(right)) => (left, right),
            (left, right) => return left.or(right),
        };
        let of_right: HashSet<&Json> = right.iter().collect();
        let both: Vec<Json> = left
            .iter()
            .filter(|value| of_right.contains(value))
            .cloned()
            .collect();
        if !both.is_empty() {
            return Some(both);
        }
        self.report(
            Diagnostic::at(
                Code::ContradictoryAllOf,
                pointer,
                "no value is in both lists of `enum`",
            )
            .help("the first of the two lists is used"),
        );
        Some(left)
    }

    fn merge_types(&mut self, left: &Flat<'a>, right: &Flat<'a>) -> Option<JsonType> {
        let (Some(a), Some(b)) = (left.json_type, right.json_type) else {
            return left.json_type.or(right.json_type);
        };
        match (a, b) {
            (JsonType::Integer, JsonType::Number) | (JsonType::Number, JsonType::Integer) => {
                Some(JsonType::Integer)
            }
            _ if a == b => Some(a),
            _ => {
                let message = format!(
                    "no value is both of type {} and of type {}",
                    a.as_str(),
                    b.as_str()
                );
                self.report(
                    Diagnostic::at(Code::ContradictoryAllOf, &right.pointer, message)
                        .help("the first of the two types is used"),
                );
                Some(a)
            }
        }
    }
}

/// The description of the first part that stands in place: it was written for the whole. The description of a referenced
/// part is about that part.
fn described_inline(parts: &[Place<'_>]) -> Option<String> {
    parts.iter().find_map(|part| match part.target {
        Target::Schema(schema) => schema.schema_data.description.clone(),
        Target::Reference(_) => None,
    })
}

/// What a multiple of both steps is a multiple of; `None` where no number says it.
fn merge_steps(left: Option<&Number>, right: Option<&Number>) -> Option<Option<Number>> {
    let (Some(left), Some(right)) = (left, right) else {
        return Some(left.or(right).cloned());
    };
    if let (Some(a), Some(b)) = (left.as_u64(), right.as_u64()) {
        let common = a.checked_div(divisor(a, b))?.checked_mul(b)?;
        return Some(Some(common.into()));
    }
    let (a, b) = (left.as_f64()?, right.as_f64()?);
    let is_multiple = |of: f64, step: f64| (of / step).fract() == 0.0;
    match (is_multiple(a, b), is_multiple(b, a)) {
        (true, _) => Some(Some(left.clone())),
        (_, true) => Some(Some(right.clone())),
        _ => None,
    }
}

/// The greatest common divisor (Euclid).
fn divisor(a: u64, b: u64) -> u64 {
    match a.checked_rem(b) {
        None => a,
        Some(rest) => divisor(b, rest),
    }
}

fn merge_counts(left: PropertyCount, right: PropertyCount) -> PropertyCount {
    PropertyCount {
        min_properties: merge_options(left.min_properties, right.min_properties, usize::max),
        max_properties: merge_options(left.max_properties, right.max_properties, usize::min),
    }
}

fn merge_options<T>(left: Option<T>, right: Option<T>, both: impl FnOnce(T, T) -> T) -> Option<T> {
    match (left, right) {
        (Some(left), Some(right)) => Some(both(left, right)),
        (left, right) => left.or(right),
    }
}

/// The bound that allows less; `first` says whether `a` is further in than `b`.
fn narrower<N: PartialEq + Copy>(a: Bound<N>, b: Bound<N>, first: bool) -> Bound<N> {
    if a.value == b.value {
        Bound {
            value: a.value,
            exclusive: a.exclusive || b.exclusive,
        }
    } else if first {
        a
    } else {
        b
    }
}

pub(super) fn merge_additional<'a>(
    left: Option<Additional<'a>>,
    right: Option<Additional<'a>>,
) -> Option<Additional<'a>> {
    merge_options(left, right, |left, right| match (left, right) {
        (Additional::Forbidden, _) | (_, Additional::Forbidden) => Additional::Forbidden,
        (Additional::Any, other) | (other, Additional::Any) => other,
        (Additional::Schemas(mut left), Additional::Schemas(right)) => {
            left.extend(right);
            Additional::Schemas(left)
        }
    })
}

/// Whether null is a value of both: `nullable` adds it to a type, and what says no type takes it anyway, whatever its
/// `nullable` says (OpenAPI 3.0.3, section 4.7.24, and the proposal that it rests on). Of what says no type together, nothing
/// is to be said.
fn takes_null_with(left: &Flat<'_>, right: &Flat<'_>) -> bool {
    let takes_null =
        |flat: &Flat<'_>| flat.nullable || flat.json_type.is_none() && flat.enumeration.is_none();
    (left.nullable || right.nullable) && takes_null(left) && takes_null(right)
}
