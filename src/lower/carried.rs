//! What 3.0 has no word for: schemas that the upgrade holds where 3.0 has schemas in the same relation to the value, with
//! extensions that say what they are.

use indexmap::IndexMap;

use super::flat::{Additional, Flat, Place};
use crate::document::keywords;
use crate::ir::Json;

/// Schemas of items by position.
#[derive(Debug, Clone)]
pub(super) struct Positions<'a> {
    /// `oneOf` of the schemas.
    pub place: Place<'a>,
    /// How many of them are of positions.
    pub count: usize,
}

/// Schemas of members by the pattern of their names.
#[derive(Debug, Clone)]
pub(super) struct Patterns<'a> {
    /// `oneOf` of the schemas.
    pub place: Place<'a>,
    /// The patterns of the first of them.
    pub patterns: Vec<&'a str>,
    /// Whether other members are kept, where no schema says it.
    pub others: Option<bool>,
}

/// Schemas that are applied to the value beside its own.
#[derive(Debug, Clone)]
pub(super) struct Applied<'a> {
    /// Where they are held.
    pub place: Place<'a>,
    /// What they are: one item of [`keywords::APPLIED`].
    pub said: &'a Json,
}

impl<'a> Flat<'a> {
    /// What 3.0 has no word for.
    pub(super) fn read_carried(&mut self, extensions: &'a IndexMap<String, Json>) {
        let list = |key| extensions.get(key).and_then(Json::as_array);
        let count = extensions.get(keywords::POSITIONS).and_then(Json::as_u64);
        if let Some(count) = count
            && let Some(place) = self.items.pop()
        {
            let count = usize::try_from(count).unwrap_or(usize::MAX);
            self.positions.push(Positions { place, count });
        }
        if let Some(patterns) = list(keywords::PATTERNS)
            && let Some(Additional::Schemas(places)) = self.additional.take()
        {
            let others = extensions.get(keywords::OTHERS).and_then(Json::as_bool);
            let of_place = |place| Patterns {
                place,
                patterns: patterns.iter().filter_map(Json::as_str).collect(),
                others,
            };
            self.member_patterns = places.into_iter().map(of_place).collect();
        }
        self.is_closed = extensions.get(keywords::CLOSED) == Some(&Json::Bool(true));
        let dependent = extensions
            .get(keywords::DEPENDENT_REQUIRED)
            .and_then(Json::as_object);
        let dependent = dependent.into_iter().flatten().map(|(name, others)| {
            let others = others.as_array().into_iter().flatten();
            (name.as_str(), others.filter_map(Json::as_str).collect())
        });
        self.dependent_required = dependent.collect();
        if let Some(said) = list(keywords::APPLIED) {
            let first = self.parts.len().saturating_sub(said.len());
            let carriers = self.parts.split_off(first);
            let applied = carriers.into_iter().zip(said);
            self.applied = applied
                .map(|(place, said)| Applied { place, said })
                .collect();
        }
    }
}
