//! What the values of a parameter look like: a parameter is text, in which `5` may be a number or a text, and a list of one
//! item looks like the item.
//!
//! The alternatives of a union share one outline, since what tells them apart is looked for when the parts have been read.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::ir::{Additional, Api, Enumeration, EnumerationType, SchemaId, SchemaKind, Tuple};

/// The position of an outline among all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct OutlineId(usize);

impl OutlineId {
    /// What became of it when outlines were merged.
    pub(super) fn after(self, merged: &[Self]) -> Self {
        merged.get(self.0).copied().unwrap_or(self)
    }
}

/// What the values of some schemas look like together.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Outline {
    /// The schemas, of which a value fits at least one.
    pub schemas: BTreeSet<SchemaId>,
    /// Whether there are any values at all.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub anything: bool,
    /// Whether there are texts.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub text: bool,
    /// Whether there are numbers.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub number: bool,
    /// Whether there is a boolean.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub boolean: bool,
    /// Whether there is null.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub null: bool,
    /// The items, where there are lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub items: Option<OutlineId>,
    /// The first items, where they differ by their position.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub positions: Vec<OutlineId>,
    /// The members, where there are objects.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub members: Option<MemberOutlines>,
}

/// What the members of objects look like.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct MemberOutlines {
    /// Those that the document names, in its order.
    pub named: Vec<(String, OutlineId)>,
    /// The others, where it says that there may be some.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub others: Option<OutlineId>,
}

/// The outlines that parameters need, and those that they are made of.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Outlines {
    list: Vec<Outline>,
    /// How many of them are drawn; those behind are only reserved.
    #[serde(skip)]
    drawn: usize,
    /// Those that look like another one, which is used in their place.
    #[serde(skip)]
    merged: BTreeSet<OutlineId>,
    #[serde(skip)]
    by_schemas: BTreeMap<BTreeSet<SchemaId>, OutlineId>,
}

impl Outlines {
    /// The outline of that position.
    pub fn get(&self, id: OutlineId) -> Option<&Outline> {
        self.list.get(id.0)
    }

    /// Whether there are objects among its values.
    pub fn has_members(&self, id: OutlineId) -> bool {
        self.members(id).is_some()
    }

    /// Whether there are objects with members that the document does not name.
    pub fn has_others(&self, id: OutlineId) -> bool {
        self.members(id).is_some_and(|it| it.others.is_some())
    }

    /// The members that the document names.
    pub fn member_names(&self, id: OutlineId) -> Vec<String> {
        let named = self.members(id).into_iter().flat_map(|it| &it.named);
        named.map(|(name, _)| name.clone()).collect()
    }

    fn members(&self, id: OutlineId) -> Option<&MemberOutlines> {
        self.get(id)?.members.as_ref()
    }

    /// Every outline that is used, in order.
    pub fn iter(&self) -> impl Iterator<Item = (OutlineId, &Outline)> {
        let all = (0..).map(OutlineId).zip(&self.list);
        all.filter(|(id, _)| !self.merged.contains(id))
    }

    /// The outline of a schema, with all that it is made of.
    pub(super) fn add(&mut self, api: &Api, schema: SchemaId) -> OutlineId {
        let wanted = self.reserve(api, &BTreeSet::from([schema]));
        // Each outline reserves those of its parts behind it, so that recursion ends where a set of schemas comes again.
        while let Some(reserved) = self.list.get(self.drawn) {
            let outline = self.draw(api, reserved.schemas.clone());
            if let Some(place) = self.list.get_mut(self.drawn) {
                *place = outline;
            }
            self.drawn += 1;
        }
        wanted
    }

    /// Makes one of those without members that look alike: texts are texts, whatever schema they are of. Gives what became
    /// of each.
    pub(super) fn merge(&mut self) -> Vec<OutlineId> {
        let mut merged: Vec<OutlineId> = self.iter().map(|(id, _)| id).collect();
        // A list looks like another one once their items have been merged, so this goes from the inside out.
        loop {
            let mut first: BTreeMap<Outline, OutlineId> = BTreeMap::new();
            let before = merged.clone();
            for (id, outline) in self.iter().filter(|(_, outline)| outline.members.is_none()) {
                let kept = *first.entry(outline.without_schemas()).or_insert(id);
                if let Some(place) = merged.get_mut(id.0) {
                    *place = kept;
                }
            }
            let of = |id: OutlineId| id.after(&merged);
            for outline in &mut self.list {
                outline.redirect(of);
            }
            if merged == before {
                break;
            }
        }
        let kept = (0..).map(OutlineId).zip(&merged);
        let gone = kept.filter(|(id, kept)| id != *kept).map(|(id, _)| id);
        self.merged = gone.collect();
        merged
    }

    fn reserve(&mut self, api: &Api, schemas: &BTreeSet<SchemaId>) -> OutlineId {
        let identities = schemas.iter().map(|id| api.schemas.identity(*id));
        let schemas: BTreeSet<SchemaId> = identities.collect();
        let next = OutlineId(self.list.len());
        let id = *self.by_schemas.entry(schemas.clone()).or_insert(next);
        if id == next {
            self.list.push(Outline {
                schemas,
                ..Outline::default()
            });
        }
        id
    }

    fn draw(&mut self, api: &Api, schemas: BTreeSet<SchemaId>) -> Outline {
        let mut found = Parts::default();
        found.collect(api, &schemas);
        let items = (!found.items.is_empty()).then(|| self.reserve(api, &found.items));
        let positions = found.positions.iter().map(|own| {
            let schemas = own | &found.other_items;
            self.reserve(api, &schemas)
        });
        let positions = positions.collect();
        let members = found.has_members.then(|| MemberOutlines {
            named: found
                .members
                .into_iter()
                .map(|(name, schemas)| (name, self.reserve(api, &schemas)))
                .collect(),
            others: (!found.others.is_empty()).then(|| self.reserve(api, &found.others)),
        });
        Outline {
            schemas,
            items,
            positions,
            members,
            ..found.outline
        }
    }
}

impl Outline {
    /// Whether a constant of the support code is the same.
    pub fn is_simple(&self) -> bool {
        let kinds = [self.text, self.number, self.boolean];
        let count = kinds.into_iter().filter(|is_set| *is_set).count();
        let is_bare = self.items.is_none() && self.members.is_none() && !self.null;
        self.anything || (is_bare && count == 1)
    }

    fn without_schemas(&self) -> Self {
        Self {
            schemas: BTreeSet::new(),
            ..self.clone()
        }
    }

    fn redirect(&mut self, of: impl Fn(OutlineId) -> OutlineId) {
        let members = self.members.as_mut();
        let named = members.into_iter().flat_map(|it| {
            let named = it.named.iter_mut().map(|(_, outline)| outline);
            named.chain(it.others.as_mut())
        });
        let items = self.items.iter_mut().chain(&mut self.positions);
        for outline in items.chain(named) {
            *outline = of(*outline);
        }
    }
}

/// What the schemas of one outline have, with the schemas of their parts.
#[derive(Default)]
struct Parts {
    outline: Outline,
    /// All items, wherever they stand.
    items: BTreeSet<SchemaId>,
    /// Those that may stand at one position alone.
    positions: Vec<BTreeSet<SchemaId>>,
    /// The others.
    other_items: BTreeSet<SchemaId>,
    has_members: bool,
    members: indexmap::IndexMap<String, BTreeSet<SchemaId>>,
    others: BTreeSet<SchemaId>,
}

impl Parts {
    fn collect(&mut self, api: &Api, schemas: &BTreeSet<SchemaId>) {
        let mut open: Vec<SchemaId> = schemas.iter().copied().collect();
        let mut seen = BTreeSet::new();
        while let Some(id) = open.pop() {
            if !seen.insert(id) {
                continue;
            }
            let schema = api.schemas.get(id);
            self.outline.null |= schema.nullable;
            match schema.kind.described() {
                SchemaKind::Alias(target) => open.push(*target),
                SchemaKind::Union(union) => open.extend(union.schemas()),
                kind => self.add(kind),
            }
        }
    }

    fn add(&mut self, kind: &SchemaKind) {
        match kind {
            SchemaKind::Boolean => self.outline.boolean = true,
            SchemaKind::Integer(_) | SchemaKind::Number(_) => self.outline.number = true,
            SchemaKind::String(_) => self.outline.text = true,
            SchemaKind::Enumeration(listed) => self.list(listed),
            SchemaKind::Array(array) => {
                self.items.insert(array.items);
                self.other_items.insert(array.items);
            }
            SchemaKind::Tuple(tuple) => self.add_positions(tuple),
            SchemaKind::Map(map) => {
                self.has_members = true;
                self.others.insert(map.values);
            }
            SchemaKind::Object(object) => {
                self.has_members = true;
                for (name, property) in &object.properties {
                    let schemas = self.members.entry(name.clone()).or_default();
                    schemas.insert(property.schema);
                }
                let patterns = object.patterns.iter().map(|pattern| pattern.schema);
                self.others.extend(patterns);
                if let Additional::Schema(schema) = object.additional {
                    self.others.insert(schema);
                }
            }
            // A user's own type in the place of an alias or a union: what is described has been followed.
            SchemaKind::Any
            | SchemaKind::Opaque
            | SchemaKind::Alias(_)
            | SchemaKind::Union(_)
            | SchemaKind::Own(_) => self.outline.anything = true,
        }
    }

    fn add_positions(&mut self, tuple: &Tuple) {
        self.items.extend(tuple.schemas());
        self.other_items.extend(tuple.rest);
        let count = self.positions.len().max(tuple.items.len());
        self.positions.resize(count, BTreeSet::new());
        for (position, item) in self.positions.iter_mut().zip(&tuple.items) {
            position.insert(item.schema);
        }
    }

    fn list(&mut self, listed: &Enumeration) {
        match listed.values_type {
            EnumerationType::Text => self.outline.text = true,
            EnumerationType::Integer => self.outline.number = true,
            EnumerationType::Mixed => {
                let values = || listed.values.iter().map(|listed| &listed.value);
                self.outline.text |= values().any(serde_json::Value::is_string);
                self.outline.number |= values().any(serde_json::Value::is_number);
                self.outline.boolean |= values().any(serde_json::Value::is_boolean);
                self.outline.anything |=
                    values().any(|value| value.is_array() || value.is_object());
            }
        }
        self.outline.text |= listed.allows_others;
    }
}
