//! What values of requests are, as the code that reads them asks for it.

use super::outline::Outlines;
use super::runtime::server::assembly::Written;
use super::runtime::server::schema::Schema;
use super::schema::Schemas;
use super::spec::Spec;
use crate::analyse::Reading;
use crate::ir::SchemaId;

/// What has been drawn of outlines and schemas.
#[derive(Debug, Default)]
pub(super) struct Drawn {
    outlines: Outlines,
    schemas: Schemas,
}

impl Drawn {
    /// What a value is that is read in that way.
    pub fn read(&mut self, spec: Spec, reading: Reading, schema: SchemaId) -> Written {
        let schema = self.schema(spec, schema);
        match reading {
            Reading::Outlined(outline) => Written {
                outline: self.outlines.get(spec, outline),
                schema,
            },
            Reading::Plain | Reading::List | Reading::Json => Written {
                schema,
                ..Written::ANYTHING
            },
        }
    }

    /// What is known of the values of a schema.
    pub fn schema(&mut self, spec: Spec, schema: SchemaId) -> Schema {
        self.schemas.get(spec, schema)
    }
}
