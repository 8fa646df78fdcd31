//! `discriminator`: the property that says which schema an object is of (OpenAPI 3.0.3, section 4.7.25).

use std::collections::{HashMap, HashSet};

use indexmap::{IndexMap, IndexSet};
use openapiv3::{ReferenceOr, Schema, SchemaKind as Kind};

use super::Lowering;
use super::flat::Flat;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::keywords;
use crate::ir::{Combination, Discriminator, SchemaId, SchemaKind, Union, Variant};

/// The components that have another one in their `allOf`, by that other one.
pub(super) type Children<'a> = HashMap<&'a str, Vec<&'a str>>;

impl<'a> Lowering<'a> {
    /// Which value of the discriminator stands for which variant: what the mapping says, and for a variant that it does not
    /// name, the name of its component.
    pub(super) fn discriminator(
        &mut self,
        flat: &Flat<'a>,
        referred: &[Option<&'a str>],
    ) -> Option<Discriminator> {
        let said = flat.discriminator?;
        let mut positions: HashMap<&str, usize> = HashMap::with_capacity(referred.len());
        for (position, name) in referred.iter().enumerate() {
            if let Some(name) = name {
                positions.entry(name).or_insert(position);
            }
        }
        let mut values: IndexMap<String, usize> = IndexMap::new();
        for (value, target) in &said.mapping {
            let target = self.mapped(target);
            if let Some(&position) = target.and_then(|name| positions.get(name)) {
                values.insert(value.clone(), position);
            }
        }
        let mapped: HashSet<usize> = values.values().copied().collect();
        for (position, name) in referred.iter().enumerate() {
            if let (Some(name), false) = (name, mapped.contains(&position)) {
                values.entry((*name).to_owned()).or_insert(position);
            }
        }
        let default = self.default_variant(said, flat, referred);
        Some(Discriminator {
            property: said.property_name.clone(),
            values,
            otherwise: default,
            unmapped: default,
        })
    }

    /// The variant that is meant where the property is not there, or says nothing that is known.
    fn default_variant(
        &mut self,
        said: &openapiv3::Discriminator,
        flat: &Flat<'a>,
        referred: &[Option<&'a str>],
    ) -> Option<usize> {
        let text = said.extensions.get(keywords::DEFAULT_MAPPING)?.as_str()?;
        let target = self.mapped(text);
        let position = referred
            .iter()
            .position(|name| target.is_some() && *name == target);
        if position.is_none() {
            let place = flat.pointer.join("discriminator");
            let place = place.join(keywords::DEFAULT_MAPPING);
            let message =
                "the default schema is none of the alternatives, so that it is never meant";
            self.report(Diagnostic::at(Code::UnresolvedMapping, &place, message));
        }
        position
    }

    /// The component that a mapping names, by a reference or by its bare name.
    fn mapped(&self, target: &str) -> Option<&'a str> {
        self.component_key(target)
            .or_else(|| self.named.get_key_value(target).map(|(name, _)| *name))
    }

    /// A component with a discriminator and no alternatives is what its subtypes inherit: a value of it can be of any of
    /// them. `None` where it has no subtype.
    pub(super) fn inherited(&mut self, name: &'a str, flat: &Flat<'a>) -> Option<SchemaKind> {
        let said = flat.discriminator?;
        let mut subtypes = self.descendants(name);
        let mapped = said
            .mapping
            .values()
            .filter_map(|target| self.mapped(target));
        subtypes.extend(mapped.filter(|subtype| *subtype != name));
        if subtypes.is_empty() {
            return None;
        }
        let referred: Vec<Option<&'a str>> =
            subtypes.iter().copied().chain([name]).map(Some).collect();
        let mut variants: Vec<Variant> = subtypes
            .iter()
            .filter_map(|subtype| Some((*self.named.get(subtype)?, *subtype)))
            .map(|(schema, subtype)| Variant {
                schema,
                name: Some(subtype.to_owned()),
            })
            .collect();
        variants.push(Variant {
            schema: self.base(flat),
            name: Some("Base".to_owned()),
        });
        let discriminator = self.discriminator(flat, &referred)?;
        Some(SchemaKind::Union(Union {
            combination: Combination::AnyOf,
            discriminator: Some(Discriminator {
                otherwise: discriminator.otherwise.or(Some(variants.len() - 1)),
                ..discriminator
            }),
            variants,
        }))
    }

    /// What all subtypes have in common, as a schema of its own.
    fn base(&mut self, flat: &Flat<'a>) -> SchemaId {
        let (id, origin) = self.beside(&flat.pointer);
        let base = Flat {
            discriminator: None,
            default: None,
            nullable: false,
            rust_name: None,
            rust_type: None,
            ..flat.clone()
        };
        self.fill_flat(id, origin, base);
        id
    }

    /// The components that inherit from one, in document order.
    fn descendants(&self, name: &'a str) -> IndexSet<&'a str> {
        let mut found: IndexSet<&'a str> = IndexSet::new();
        let mut open = vec![name];
        while let Some(parent) = open.pop() {
            for &child in self.children.get(parent).into_iter().flatten() {
                if child != name && found.insert(child) {
                    open.push(child);
                }
            }
        }
        found.sort_by_key(|child| self.named.get_index_of(child));
        found
    }

    /// Finds out which components have which others in their `allOf`.
    pub(super) fn find_children(&self) -> Children<'a> {
        let mut children = Children::new();
        for (name, place) in &self.components.schemas {
            let ReferenceOr::Item(schema) = place else {
                continue;
            };
            for part in all_of(schema) {
                if let ReferenceOr::Reference { reference } = part
                    && let Some(parent) = self.component_key(reference)
                {
                    children.entry(parent).or_default().push(name);
                }
            }
        }
        children
    }
}

fn all_of(schema: &Schema) -> &[ReferenceOr<Schema>] {
    match &schema.schema_kind {
        Kind::AllOf { all_of } => all_of,
        Kind::Any(any) => &any.all_of,
        _ => &[],
    }
}
