//! About how large the values of each type are, in bytes on a 64-bit machine.
//!
//! An enum is as large as its largest variant, so clippy asks to box one that is much larger than the others. The bodies of
//! responses are moved once and their sizes are the document's doing, so the emitters silence the lint on just those enums.

use serde::Serialize;

use super::{Holding, Recursion};
use crate::ir::{Api, IntegerFormat, PerSchema, SchemaId, SchemaKind, TextFormat};

/// From how many bytes on clippy may find a variant large beside the others.
const LARGE: usize = 200;

/// The schemas whose values are large.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Sizes {
    large: Vec<SchemaId>,
}

impl Sizes {
    /// Whether a variant that holds such a value may be much larger than the others.
    pub fn is_large(&self, schema: SchemaId) -> bool {
        self.large.binary_search(&schema).is_ok()
    }
}

/// Measures every schema.
pub(super) fn measure(api: &Api, recursion: &Recursion) -> Sizes {
    let mut measuring = Measuring {
        api,
        recursion,
        known: PerSchema::new(&api.schemas, None),
    };
    let ids = api.schemas.iter().map(|(id, _)| id);
    let large = ids.filter(|id| measuring.size(*id) >= LARGE).collect();
    Sizes { large }
}

struct Measuring<'a> {
    api: &'a Api,
    recursion: &'a Recursion,
    known: PerSchema<Option<usize>>,
}

impl Measuring<'_> {
    fn size(&mut self, id: SchemaId) -> usize {
        if let Some(size) = self.known.get(id) {
            return *size;
        }
        let size = match &self.api.schemas.get(id).kind {
            SchemaKind::Alias(target) => self.size(*target),
            SchemaKind::Boolean => 1,
            SchemaKind::Integer(integer) => match integer.format {
                IntegerFormat::Int32 | IntegerFormat::Uint32 => 4,
                IntegerFormat::Int64 | IntegerFormat::Uint64 => 8,
            },
            SchemaKind::Number(_) => 8,
            SchemaKind::String(text) => match text.format {
                TextFormat::Uuid | TextFormat::DateTime | TextFormat::Ipv6 => 16,
                TextFormat::Date | TextFormat::Ipv4 => 4,
                _ => 24,
            },
            SchemaKind::Enumeration(_) | SchemaKind::Array(_) | SchemaKind::Map(_) => 24,
            // Nobody knows; most types are small.
            SchemaKind::Own(_) => 24,
            SchemaKind::Any | SchemaKind::Opaque => 32,
            SchemaKind::Object(object) => {
                let properties = object.properties.values();
                let properties = properties.map(|property| self.field(id, property.schema));
                let maps =
                    object.patterns.len() + usize::from(object.additional.schema().is_some());
                properties.sum::<usize>() + maps * 24
            }
            SchemaKind::Tuple(tuple) => {
                let items = tuple.items.iter().map(|item| self.field(id, item.schema));
                items.sum::<usize>() + tuple.rest.map_or(0, |_| 24)
            }
            SchemaKind::Union(union) => {
                let variants = union.schemas().map(|variant| self.field(id, variant));
                variants.max().unwrap_or_default().max(32) + 8
            }
        };
        self.known.replace(id, Some(size));
        size
    }

    /// The size of a part, with the word that an `Option` around it may take.
    fn field(&mut self, owner: SchemaId, part: SchemaId) -> usize {
        match self.recursion.holding(self.api, owner, part) {
            Holding::InPlace => self.size(part).next_multiple_of(8) + 8,
            Holding::Boxed => 8,
            Holding::Apart => 16,
        }
    }
}
