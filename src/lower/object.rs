//! Objects and maps.

use std::collections::HashSet;

use indexmap::IndexMap;

use super::Lowering;
use super::flat::{self, Flat};
use crate::ir::{Additional, Map, Object, Property, SchemaId, SchemaKind};

impl<'a> Lowering<'a> {
    /// An object without named properties is a map, unless the document forbids every other key.
    pub(super) fn object(&mut self, flat: &Flat<'a>) -> SchemaKind {
        let is_closed = matches!(flat.additional, Some(flat::Additional::Forbidden));
        if flat.properties.is_empty()
            && flat.required.is_empty()
            && flat.required_groups.is_empty()
            && !is_closed
        {
            return SchemaKind::Map(Map {
                values: self.additional(flat),
                count: flat.property_count,
            });
        }
        SchemaKind::Object(Object {
            properties: self.properties(flat),
            additional: match flat.additional {
                None => Additional::Unsaid,
                Some(flat::Additional::Forbidden) => Additional::Forbidden,
                Some(_) => Additional::Schema(self.additional(flat)),
            },
            count: flat.property_count,
            required_groups: flat.required_groups.clone(),
        })
    }

    fn properties(&mut self, flat: &Flat<'a>) -> IndexMap<String, Property> {
        let mut properties = IndexMap::with_capacity(flat.properties.len());
        let required: HashSet<&str> = flat.required.iter().copied().collect();
        for (name, places) in &flat.properties {
            let schema = self.places(places);
            let required = required.contains(name);
            properties.insert((*name).to_owned(), Property { schema, required });
        }
        // A name may be required without being described: then it has to be there, with any value.
        for name in &flat.required {
            if !flat.properties.contains_key(name) {
                let schema = self.anything(flat.pointer.join("properties").join(name));
                properties.insert(
                    (*name).to_owned(),
                    Property {
                        schema,
                        required: true,
                    },
                );
            }
        }
        // The same for one that has to be there only together with others.
        let grouped = flat
            .required_groups
            .iter()
            .flat_map(|groups| &groups.groups);
        for name in grouped.flatten() {
            if !properties.contains_key(name) {
                let schema = self.anything(flat.pointer.join("properties").join(name));
                let required = false;
                properties.insert(name.clone(), Property { schema, required });
            }
        }
        properties
    }

    fn additional(&mut self, flat: &Flat<'a>) -> SchemaId {
        match &flat.additional {
            Some(flat::Additional::Schemas(places)) => self.places(places),
            _ => self.anything(flat.pointer.join("additionalProperties")),
        }
    }
}
