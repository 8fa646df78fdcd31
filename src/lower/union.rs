//! `oneOf` and `anyOf`: a value of one of several schemas.

use super::Lowering;
use super::flat::{Alternatives, Flat};
use crate::ir::{Combination, EnumerationType, Schema, SchemaId, SchemaKind, Union};

/// What a value looks like in JSON, as far as a decoder can tell before it reads it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Looks {
    Boolean,
    Number,
    String,
    Array,
    Object,
}

impl<'a> Lowering<'a> {
    /// The union of the alternatives. Whether a decoder can tell them apart is settled once every schema has been read.
    pub(super) fn union(&mut self, flat: &Flat<'a>) -> SchemaKind {
        let [
            Alternatives {
                combination,
                places,
                ..
            },
        ] = flat.alternatives.as_slice()
        else {
            return self.opaque(&flat.pointer, "it has both `oneOf` and `anyOf`");
        };
        let base = Flat {
            alternatives: Vec::new(),
            ..flat.clone()
        };
        if !base.is_annotation_only() {
            let keyword = match combination {
                Combination::OneOf => "oneOf",
                Combination::AnyOf => "anyOf",
            };
            return self.opaque(
                &flat.pointer,
                &format!("it has keywords of its own beside `{keyword}`"),
            );
        }
        let variants: Vec<SchemaId> = places
            .iter()
            .map(|place| self.places(std::slice::from_ref(place)))
            .collect();
        match variants.as_slice() {
            [only] => SchemaKind::Alias(*only),
            _ => SchemaKind::Union(Union {
                combination: *combination,
                discriminator: None,
                variants,
            }),
        }
    }

    /// Makes every union opaque whose variants no decoder could tell apart.
    pub(super) fn settle_unions(&mut self) {
        let unclear: Vec<SchemaId> = self
            .schemas
            .iter()
            .filter(|(_, schema)| match &schema.kind {
                SchemaKind::Union(union) => !self.told_apart_by_type(&union.variants),
                _ => false,
            })
            .map(|(id, _)| id)
            .collect();
        for id in unclear {
            let schema = self.schemas.get(id).clone();
            let reason = "its alternatives are not each of another JSON type";
            let kind = self.opaque(&schema.origin.pointer, reason);
            self.schemas.set(id, Schema { kind, ..schema });
        }
    }

    fn told_apart_by_type(&self, variants: &[SchemaId]) -> bool {
        let mut seen = Vec::new();
        variants.iter().all(|&variant| {
            let looks = self.looks(variant);
            let fresh = looks.is_some_and(|looks| !seen.contains(&looks))
                && !self.schemas.is_nullable(variant);
            seen.extend(looks);
            fresh
        })
    }

    /// `None` where it can look like anything.
    fn looks(&self, id: SchemaId) -> Option<Looks> {
        Some(match self.schemas.resolve(id).1.kind {
            SchemaKind::Boolean => Looks::Boolean,
            SchemaKind::Integer(_) | SchemaKind::Number(_) => Looks::Number,
            SchemaKind::String(_) => Looks::String,
            SchemaKind::Enumeration(ref listed) => match listed.values_type {
                EnumerationType::Text => Looks::String,
                EnumerationType::Integer => Looks::Number,
                EnumerationType::Mixed => return None,
            },
            SchemaKind::Array(_) => Looks::Array,
            SchemaKind::Map(_) | SchemaKind::Object(_) => Looks::Object,
            SchemaKind::Any | SchemaKind::Opaque | SchemaKind::Alias(_) | SchemaKind::Union(_) => {
                return None;
            }
        })
    }
}
