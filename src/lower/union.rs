//! `oneOf` and `anyOf`: a value of one of several schemas.
//!
//! What stands beside the alternatives holds for each of them, so it is merged into each; two lists of alternatives are
//! multiplied out. What remains is a union of schemas, unless the alternatives say something simpler: null, a list of
//! values, or which properties have to be there together.

use std::collections::HashSet;

use indexmap::IndexSet;

use super::Lowering;
use super::flat::{Alternatives, Flat, JsonType, Place, Target};
use crate::diagnostic::Pointer;
use crate::ir::{
    Combination, Complete, Enumeration, Json, Origin, RequiredGroups, Schema, SchemaId, SchemaKind,
    Union, Variant,
};

/// How many combinations of alternatives are written out.
const MOST_COMBINATIONS: usize = 256;

/// How deep alternatives may hold further alternatives that have to be merged.
const DEEPEST: usize = 6;

/// One of the ways in which the alternatives combine: a place of each list. All of them must hold.
type Choice<'a> = Vec<Place<'a>>;

impl<'a> Lowering<'a> {
    /// What a schema with alternatives allows.
    pub(super) fn alternatives(&mut self, flat: &mut Flat<'a>) -> SchemaKind {
        let lists = self.simplify(flat);
        let Some(mut choices) = combine(&lists) else {
            let reason = format!("its alternatives combine in over {MOST_COMBINATIONS} ways");
            return self.opaque(&flat.pointer, &reason);
        };
        match choices.as_mut_slice() {
            [] => self.kind(flat),
            [only] => {
                let only = std::mem::take(only);
                self.only_alternative(flat, &only)
            }
            _ => match self.joined_values(flat, &choices) {
                Some(kind) => kind,
                None => self.union(flat, &lists, &choices),
            },
        }
    }

    /// Takes out the alternatives that are null, and the lists that only say which properties have to be there.
    fn simplify(&mut self, flat: &mut Flat<'a>) -> Vec<Alternatives<'a>> {
        let mut lists = std::mem::take(&mut flat.alternatives);
        for list in &mut lists {
            let before = list.places.len();
            list.places.retain(|place| !self.is_null(place));
            flat.nullable |= list.places.len() < before;
        }
        lists.retain(|list| match required_groups(list) {
            Some(groups) => {
                flat.required_groups.push(groups);
                false
            }
            None => !list.places.is_empty(),
        });
        lists
    }

    /// Whether null is all that a place allows.
    fn is_null(&self, place: &Place<'a>) -> bool {
        let mut place = place.clone();
        for _ in 0..=self.components.schemas.len() {
            match place.target {
                Target::Reference(reference) => match self.component(reference) {
                    Some(target) => place = target,
                    None => return false,
                },
                Target::Schema(schema) => return is_null(&Flat::new(schema, &place.pointer)),
            }
        }
        false
    }

    /// One alternative is no choice: it holds beside the rest.
    fn only_alternative(&mut self, flat: &mut Flat<'a>, only: &[Place<'a>]) -> SchemaKind {
        let bare = flat.is_annotation_only();
        if let ([place], true) = (only, bare) {
            let schema = self.places(std::slice::from_ref(place));
            return SchemaKind::Alias(schema);
        }
        let mut seen = self.within.clone();
        let part = self.merge_places(only, &mut seen);
        let mut merged = self.merge(part, flat.clone());
        let kind = self.deeper(&mut merged);
        flat.nullable |= merged.nullable;
        flat.excluded = merged.excluded;
        flat.applied = merged.applied;
        flat.dependent_required = merged.dependent_required;
        flat.name_patterns = merged.name_patterns;
        kind
    }

    /// An enumeration beside any text is an enumeration that others may join; enumerations side by side are one.
    fn joined_values(&mut self, flat: &Flat<'a>, choices: &[Choice<'a>]) -> Option<SchemaKind> {
        if !flat.is_annotation_only() {
            return None;
        }
        let mut joined = Flat::default();
        let mut values: Vec<Json> = Vec::new();
        let mut allows_others = false;
        let mut is_named = false;
        for choice in choices {
            is_named |= choice
                .iter()
                .any(|place| matches!(place.target, Target::Reference(_)));
            let part = self.merge_places(choice, &mut self.within.clone());
            match &part.enumeration {
                Some(listed) if listed.iter().all(Json::is_string) && says_no_more(&part) => {
                    values.extend(listed.iter().cloned());
                    joined.enumeration_words.extend(part.enumeration_words);
                }
                None if is_any_text(&part) => allows_others = true,
                _ => return None,
            }
        }
        // Enumerations with names of their own stay types of their own, unless any text is allowed beside them.
        if values.is_empty() || (is_named && !allows_others) {
            return None;
        }
        joined.pointer = flat.pointer.clone();
        match Self::enumeration(&joined, &values)? {
            SchemaKind::Enumeration(listed) => Some(SchemaKind::Enumeration(Enumeration {
                allows_others,
                ..listed
            })),
            other => Some(other),
        }
    }

    fn union(
        &mut self,
        flat: &Flat<'a>,
        lists: &[Alternatives<'a>],
        choices: &[Choice<'a>],
    ) -> SchemaKind {
        if self.nesting >= DEEPEST {
            return self.opaque(&flat.pointer, "its alternatives lead back to themselves");
        }
        // What the whole excludes is said once, of the whole.
        let base = Flat {
            unchecked: Vec::new(),
            excluded: Vec::new(),
            applied: Vec::new(),
            dependent_required: Vec::new(),
            ..flat.clone()
        };
        let mut variants: Vec<Variant> = Vec::with_capacity(choices.len());
        let mut referred: Vec<Option<&'a str>> = Vec::with_capacity(choices.len());
        let mut seen: HashSet<SchemaId> = HashSet::with_capacity(choices.len());
        for choice in choices {
            let schema = self.variant(&base, choice);
            if seen.insert(schema) {
                let component = choice.iter().find_map(|place| self.component_of(place));
                let words = choice
                    .iter()
                    .filter_map(|place| self.component_of(place).or_else(|| title(place)));
                let words: Vec<&str> = words.collect();
                variants.push(Variant {
                    schema,
                    name: (!words.is_empty()).then(|| words.join(" ")),
                });
                referred.push(component);
            }
        }
        let discriminator = self.discriminator(flat, &referred);
        match (variants.as_slice(), lists) {
            ([only], _) => SchemaKind::Alias(only.schema),
            (_, [first, ..]) => SchemaKind::Union(Union {
                combination: first.combination,
                discriminator,
                variants,
            }),
            (_, []) => SchemaKind::Any,
        }
    }

    /// The schema of an alternative together with what stands beside the alternatives.
    fn variant(&mut self, base: &Flat<'a>, choice: &[Place<'a>]) -> SchemaId {
        if let [place] = choice {
            if base.is_annotation_only() {
                return self.places(std::slice::from_ref(place));
            }
            if let Some(component) = self.component_of(place)
                && let Some(&id) = self.named.get(component)
                && self.says_all_of(place, base)
            {
                return id;
            }
        }
        let pointer = choice
            .first()
            .map(|place| place.pointer.clone())
            .unwrap_or_default();
        let origin = Origin {
            pointer,
            component: None,
        };
        let id = self.schemas.reserve(origin.clone());
        let within = self.within.clone();
        let components: Vec<&'a str> = choice
            .iter()
            .filter_map(|place| self.component_of(place))
            .collect();
        let part = self.merge_places(choice, &mut self.within.clone());
        self.within.extend(components);
        let (docs, discriminator) = (part.docs.clone(), part.discriminator);
        let mut flat = self.merge(part, base.clone());
        flat.docs = docs;
        flat.discriminator = discriminator;
        flat.default = None;
        flat.examples = Vec::new();
        self.nesting += 1;
        self.fill_flat(id, origin, flat);
        self.nesting -= 1;
        self.within = within;
        id
    }

    /// The kind of a schema that came out of alternatives and may have some again.
    fn deeper(&mut self, flat: &mut Flat<'a>) -> SchemaKind {
        if self.nesting >= DEEPEST {
            return self.opaque(&flat.pointer, "its alternatives lead back to themselves");
        }
        self.nesting += 1;
        let kind = self.kind(flat);
        self.nesting -= 1;
        kind
    }

    /// Whether a component says already what the base says, as a subtype does that has the base in its own `allOf`.
    fn says_all_of(&mut self, place: &Place<'a>, base: &Flat<'a>) -> bool {
        let rest = Flat {
            json_type: None,
            properties: Default::default(),
            required: Vec::new(),
            ..base.clone()
        };
        if !rest.is_annotation_only() {
            return false;
        }
        // The owner of the alternatives is looked into here, so it must not count as seen.
        let component = self.merge_places(std::slice::from_ref(place), &mut Vec::new());
        let same_type = match base.json_type {
            None => true,
            said => component.json_type == said || !component.properties.is_empty(),
        };
        let has_properties = base.properties.iter().all(|(name, places)| {
            component.properties.get(name).is_some_and(|of_component| {
                let has = |wanted: &Place<'a>| {
                    of_component
                        .iter()
                        .any(|place| place.pointer == wanted.pointer)
                };
                places.iter().all(has)
            })
        });
        let requires = base
            .required
            .iter()
            .all(|name| component.required.contains(name));
        same_type && has_properties && requires
    }

    /// The component that a place refers to.
    pub(super) fn component_of(&self, place: &Place<'a>) -> Option<&'a str> {
        match place.target {
            Target::Reference(reference) => self.component_key(reference),
            Target::Schema(_) => None,
        }
    }

    /// A union whose variants allow null allows it itself, so that null stands in one place alone.
    pub(super) fn settle_unions(&mut self) {
        let unions: Vec<SchemaId> = self
            .schemas
            .iter()
            .filter(|(_, schema)| matches!(schema.kind, SchemaKind::Union(_)))
            .map(|(id, _)| id)
            .collect();
        let mut open = true;
        while open {
            open = false;
            for &id in &unions {
                let schema = self.schemas.get(id);
                let SchemaKind::Union(union) = &schema.kind else {
                    continue;
                };
                let takes_null = union
                    .schemas()
                    .any(|variant| self.schemas.is_nullable(variant));
                if takes_null && !schema.nullable {
                    let nullable = Schema {
                        nullable: true,
                        ..schema.clone()
                    };
                    self.schemas.set(id, nullable);
                    open = true;
                }
            }
        }
    }

    /// Where a variant of an inheritance stands: beside the union, under the same pointer.
    pub(super) fn beside(&mut self, pointer: &Pointer) -> (SchemaId, Origin) {
        let origin = Origin {
            pointer: pointer.clone(),
            component: None,
        };
        (self.schemas.reserve(origin.clone()), origin)
    }
}

fn title<'a>(place: &Place<'a>) -> Option<&'a str> {
    match place.target {
        Target::Schema(schema) => schema.schema_data.title.as_deref(),
        Target::Reference(_) => None,
    }
}

fn is_null(flat: &Flat<'_>) -> bool {
    match &flat.enumeration {
        Some(values) => values.iter().all(Json::is_null),
        None => {
            flat.nullable && flat.parts.is_empty() && flat.is_annotation_only() && !flat.is_faulty
        }
    }
}

/// Whether nothing holds of the values beside what they are.
fn says_no_more(flat: &Flat<'_>) -> bool {
    flat.excluded.is_empty() && flat.applied.is_empty()
}

/// Whether a schema allows every text and nothing else.
fn is_any_text(flat: &Flat<'_>) -> bool {
    let rest = Flat {
        json_type: None,
        ..flat.clone()
    };
    flat.json_type == Some(JsonType::String) && rest.format.is_none() && rest.is_annotation_only()
}

/// Every way to take one place of each list; `None` where there are too many.
fn combine<'a>(lists: &[Alternatives<'a>]) -> Option<Vec<Choice<'a>>> {
    let mut choices: Vec<Choice<'a>> = Vec::new();
    for list in lists {
        choices = if choices.is_empty() {
            list.places
                .iter()
                .map(|place| vec![place.clone()])
                .collect()
        } else {
            if choices.len().saturating_mul(list.places.len()) > MOST_COMBINATIONS {
                return None;
            }
            let with = |choice: &Choice<'a>, place: &Place<'a>| {
                let mut longer = choice.clone();
                longer.push(place.clone());
                longer
            };
            choices
                .iter()
                .flat_map(|choice| list.places.iter().map(|place| with(choice, place)))
                .collect()
        };
    }
    Some(choices)
}

/// What a list says whose alternatives have nothing but `required`.
fn required_groups(list: &Alternatives<'_>) -> Option<RequiredGroups> {
    let groups: Option<Vec<Vec<String>>> = list.places.iter().map(required_alone).collect();
    let groups = groups.filter(|groups| !groups.is_empty())?;
    Some(RequiredGroups {
        complete: match list.combination {
            Combination::OneOf => Complete::One,
            Combination::AnyOf => Complete::Some,
        },
        groups,
    })
}

/// The names that an alternative requires, if that is all it says.
pub(super) fn required_alone(place: &Place<'_>) -> Option<Vec<String>> {
    let Target::Schema(schema) = place.target else {
        return None;
    };
    let flat = Flat::new(schema, &place.pointer);
    let is_of_objects = matches!(flat.json_type, None | Some(JsonType::Object));
    let rest = Flat {
        json_type: None,
        required: Vec::new(),
        ..flat.clone()
    };
    let alone = is_of_objects
        && !flat.required.is_empty()
        && rest.is_annotation_only()
        && rest.parts.is_empty()
        && rest.unchecked.is_empty()
        && !rest.is_faulty;
    let names: IndexSet<&str> = flat.required.iter().copied().collect();
    alone.then(|| names.into_iter().map(ToOwned::to_owned).collect())
}
