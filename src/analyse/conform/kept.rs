//! What of a value its type keeps: members that the document does not describe are dropped.

use super::{Conformance, told_by_discriminator};
use crate::ir::{Json, SchemaId, SchemaKind, Union};

/// How many alternatives are tried for one value; what is below those that are left over counts as kept.
const ALTERNATIVES: usize = 1_000;

impl Conformance<'_> {
    /// What of a value that conforms comes back when it has been decoded and encoded.
    pub fn kept(&self, id: SchemaId, value: &Json) -> Json {
        let mut search = Search {
            house: self,
            alternatives: ALTERNATIVES,
        };
        search.kept(id, value)
    }
}

struct Search<'a, 'b> {
    house: &'b Conformance<'a>,
    alternatives: usize,
}

impl Search<'_, '_> {
    fn kept(&mut self, id: SchemaId, value: &Json) -> Json {
        let (id, schema) = self.house.api.schemas.resolve(id);
        match (&schema.kind, value) {
            (SchemaKind::Array(array), Json::Array(items)) => items
                .iter()
                .map(|item| self.kept(array.items, item))
                .collect(),
            (SchemaKind::Tuple(tuple), Json::Array(items)) => {
                let kept = items.iter().enumerate();
                kept.filter_map(|(position, item)| Some(self.kept(tuple.item(position)?, item)))
                    .collect()
            }
            (SchemaKind::Map(map), Json::Object(members)) => {
                let kept = members
                    .iter()
                    .map(|(name, member)| (name.clone(), self.kept(map.values, member)));
                Json::Object(kept.collect())
            }
            (SchemaKind::Object(object), Json::Object(members)) => {
                let kept = members.iter().filter_map(|(name, member)| {
                    let described = self.house.member(id, object, name)?;
                    Some((name.clone(), self.kept(described, member)))
                });
                Json::Object(kept.collect())
            }
            (SchemaKind::Union(union), value) => self.kept_of_union(union, value),
            (SchemaKind::Number(number), Json::Number(value)) if number.single => {
                let single = value.as_f64().map(|value| (value as f32).to_string());
                let single = single.and_then(|text| text.parse().ok());
                single.map_or_else(|| value.clone().into(), Json::Number)
            }
            (_, value) => value.clone(),
        }
    }

    /// Of the alternatives that a value fits, the one that keeps the most of it.
    fn kept_of_union(&mut self, union: &Union, value: &Json) -> Json {
        if let Some(variant) = told_by_discriminator(union, value) {
            return self.kept(variant, value);
        }
        let mut most: Option<(usize, Json)> = None;
        for variant in union.schemas() {
            let Some(left) = self.alternatives.checked_sub(1) else {
                break;
            };
            self.alternatives = left;
            if !self.house.misfits(variant, value).is_empty() {
                continue;
            }
            let kept = self.kept(variant, value);
            let length = kept.to_string().len();
            if most.as_ref().is_none_or(|(longest, _)| length > *longest) {
                most = Some((length, kept));
            }
        }
        most.map_or_else(|| value.clone(), |(_, kept)| kept)
    }
}
