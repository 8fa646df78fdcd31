//! Objects and maps.

use indexmap::IndexMap;

use super::Lowering;
use super::flat::{Additional, Flat};
use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{Object, Property, SchemaId, SchemaKind};

impl<'a> Lowering<'a> {
    /// An object without named properties is a map, unless the document forbids every other key.
    pub(super) fn object(&mut self, flat: &Flat<'a>) -> SchemaKind {
        if flat.properties.is_empty() && flat.required.is_empty() {
            return match &flat.additional {
                Some(Additional::Forbidden) => {
                    self.report_closed(flat);
                    SchemaKind::Object(Object::default())
                }
                additional => {
                    let values = self.additional(flat, additional.as_ref());
                    self.map(values)
                }
            };
        }
        let properties = self.properties(flat);
        let additional = match &flat.additional {
            None => None,
            Some(Additional::Forbidden) => {
                self.report_closed(flat);
                None
            }
            some => Some(self.additional(flat, some.as_ref())),
        };
        SchemaKind::Object(Object {
            properties,
            additional,
        })
    }

    fn properties(&mut self, flat: &Flat<'a>) -> IndexMap<String, Property> {
        let mut properties = IndexMap::with_capacity(flat.properties.len());
        for (name, places) in &flat.properties {
            let schema = self.places(places);
            let required = flat.required.contains(name);
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
        properties
    }

    fn additional(&mut self, flat: &Flat<'a>, additional: Option<&Additional<'a>>) -> SchemaId {
        match additional {
            Some(Additional::Schemas(places)) => self.places(places),
            _ => self.anything(flat.pointer.join("additionalProperties")),
        }
    }

    fn report_closed(&mut self, flat: &Flat<'a>) {
        let pointer = flat.pointer.join("additionalProperties");
        let message = "other properties are dropped, not refused, yet";
        self.report(Diagnostic::at(Code::UncheckedKeyword, &pointer, message));
    }
}
