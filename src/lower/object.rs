//! Objects and maps.

use std::collections::HashSet;

use indexmap::{IndexMap, IndexSet};

use super::Lowering;
use super::all_of::merge_additional;
use super::flat::{self, Flat, Place};
use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{
    Additional, Combination, Complete, Map, Object, PatternProperties, Property, RequiredGroups,
    SchemaId, SchemaKind,
};

/// How many patterns have members of their own in a type.
const MOST_PATTERNS: usize = 16;

/// Where only members whose names match one pattern are allowed, they are those of a map whose names have to match it.
pub(super) fn name_by_pattern(flat: &mut Flat<'_>) {
    let [only] = flat.member_patterns.as_slice() else {
        return;
    };
    let [pattern] = only.patterns.as_slice() else {
        return;
    };
    let is_closed = only.others == Some(false) || flat.is_closed;
    let is_map = is_closed
        && flat.additional.is_none()
        && flat.properties.is_empty()
        && flat.required.is_empty()
        && flat.required_groups.is_empty()
        && flat.alternatives.is_empty();
    if is_map {
        flat.name_patterns.push(pattern);
        flat.additional = Some(flat::Additional::Schemas(vec![only.place.clone()]));
        flat.member_patterns.clear();
        flat.is_closed = false;
    }
}

/// What is said of members that are not named.
struct Others<'a> {
    /// Those whose names match a pattern.
    by_pattern: Vec<(&'a str, Place<'a>)>,
    /// All others.
    additional: Option<flat::Additional<'a>>,
}

impl Others<'_> {
    /// Whether they say something of any name.
    fn describe(&self) -> bool {
        matches!(self.additional, Some(flat::Additional::Schemas(_))) || !self.by_pattern.is_empty()
    }
}

impl<'a> Lowering<'a> {
    /// An object without named properties is a map, unless the document forbids every other key.
    pub(super) fn object(&mut self, flat: &Flat<'a>) -> SchemaKind {
        let others = self.others(flat);
        let is_closed = matches!(others.additional, Some(flat::Additional::Forbidden));
        if flat.properties.is_empty()
            && flat.required.is_empty()
            && flat.required_groups.is_empty()
            && others.by_pattern.is_empty()
            && !is_closed
        {
            return SchemaKind::Map(Map {
                values: self.additional(flat, others.additional),
                count: flat.property_count,
            });
        }
        let mut required_groups = flat.required_groups.clone();
        required_groups.extend(self.undescribed(flat, &others));
        SchemaKind::Object(Object {
            properties: self.properties(flat, &required_groups, others.additional.as_ref()),
            patterns: self.patterns(others.by_pattern),
            additional: match others.additional {
                None => Additional::Unsaid,
                Some(flat::Additional::Forbidden) => Additional::Forbidden,
                said => Additional::Schema(self.additional(flat, said)),
            },
            count: flat.property_count,
            required_groups,
        })
    }

    /// The names that are required although nothing describes them, which is mostly a slip: servers leave such members out.
    /// So an object is read without them, and only its validation asks for them.
    fn undescribed(&mut self, flat: &Flat<'a>, others: &Others<'a>) -> Option<RequiredGroups> {
        if others.describe() {
            return None;
        }
        let required: IndexSet<&str> = flat.required.iter().copied().collect();
        let is_undescribed = |name: &&str| !flat.properties.contains_key(name);
        let undescribed: Vec<&str> = required.into_iter().filter(is_undescribed).collect();
        let names = undescribed.iter().map(|name| format!("`{name}`"));
        let names = names.collect::<Vec<_>>().join(", ");
        if names.is_empty() {
            return None;
        }
        let message = format!("required, but not described: {names}; it is read without");
        let place = flat.pointer.join("required");
        self.report(Diagnostic::at_key(
            Code::UndescribedProperty,
            &place,
            message,
        ));
        Some(RequiredGroups {
            complete: Complete::Every,
            groups: undescribed
                .into_iter()
                .map(|name| vec![name.to_owned()])
                .collect(),
        })
    }

    fn others(&mut self, flat: &Flat<'a>) -> Others<'a> {
        let mut additional = flat.additional.clone();
        let mut by_pattern = Vec::new();
        for list in &flat.member_patterns {
            let mut places = self.carried(&list.place).into_iter();
            by_pattern.extend(list.patterns.iter().copied().zip(places.by_ref()));
            let rest: Vec<Place<'a>> = places.collect();
            let said = match list.others {
                Some(true) => Some(flat::Additional::Any),
                Some(false) => Some(flat::Additional::Forbidden),
                None if rest.is_empty() => None,
                None => Some(flat::Additional::Schemas(rest)),
            };
            additional = merge_additional(additional, said);
        }
        if flat.is_closed {
            additional = Some(flat::Additional::Forbidden);
        }
        // As in a map, nothing is dropped where the document names no property.
        if flat.properties.is_empty() && flat.required.is_empty() && flat.required_groups.is_empty()
        {
            additional = additional.or(Some(flat::Additional::Any));
        }
        if by_pattern.len() > MOST_PATTERNS {
            self.report_patterns(flat);
            by_pattern.clear();
            additional = Some(flat::Additional::Any);
        }
        Others {
            by_pattern,
            additional,
        }
    }

    /// Where it depends on the value which schemas look at its members, no type says which are left.
    pub(super) fn open_where_unclear(&mut self, flat: &mut Flat<'a>) {
        let is_one_of_some = |list: &flat::Alternatives<'_>| {
            list.combination == Combination::AnyOf && list.places.len() > 1
        };
        let is_unclear = !flat.applied.is_empty() || flat.alternatives.iter().any(is_one_of_some);
        if flat.is_closed && is_unclear {
            flat.is_closed = false;
            flat.unchecked
                .push((flat.pointer.clone(), "unevaluatedProperties"));
        }
    }

    fn report_patterns(&mut self, flat: &Flat<'a>) {
        let message =
            format!("there are more than {MOST_PATTERNS} patterns: other members may be any value");
        let place = flat.pointer.join("patternProperties");
        self.report(Diagnostic::at_key(Code::UncheckedKeyword, &place, message));
    }

    fn patterns(&mut self, by_pattern: Vec<(&'a str, Place<'a>)>) -> Vec<PatternProperties> {
        let patterns = by_pattern.into_iter();
        let patterns = patterns.map(|(pattern, place)| PatternProperties {
            pattern: pattern.to_owned(),
            schema: self.places(&[place]),
        });
        patterns.collect()
    }

    fn properties(
        &mut self,
        flat: &Flat<'a>,
        groups: &[RequiredGroups],
        additional: Option<&flat::Additional<'a>>,
    ) -> IndexMap<String, Property> {
        let mut properties = IndexMap::with_capacity(flat.properties.len());
        let required: HashSet<&str> = flat.required.iter().copied().collect();
        for (name, places) in &flat.properties {
            let schema = self.places(places);
            let required = required.contains(name);
            properties.insert((*name).to_owned(), Property { schema, required });
        }
        // A name may be asked for without being a property: then it is one, with the value that all others have.
        let grouped = groups.iter().flat_map(|groups| &groups.groups).flatten();
        let asked = flat.required.iter().copied();
        for name in asked.chain(grouped.map(String::as_str)) {
            if properties.contains_key(name) {
                continue;
            }
            let schema = match additional {
                Some(flat::Additional::Schemas(places)) => self.places(places),
                _ => self.anything(flat.pointer.join("properties").join(name)),
            };
            let required = required.contains(name) && !groups.iter().any(|it| it.requires(name));
            properties.insert(name.to_owned(), Property { schema, required });
        }
        properties
    }

    fn additional(&mut self, flat: &Flat<'a>, said: Option<flat::Additional<'a>>) -> SchemaId {
        match said {
            Some(flat::Additional::Schemas(places)) => self.places(&places),
            _ => self.anything(flat.pointer.join("additionalProperties")),
        }
    }
}
