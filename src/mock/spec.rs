//! The document that is served.

use super::patterns::Patterns;
use crate::analyse::{Facts, Rule};
use crate::ir::{Api, SchemaId, SchemaKind, TextFormat};

/// What the document says, and what follows from that. It is there as long as the process is.
#[derive(Debug, Clone, Copy)]
pub(super) struct Spec {
    pub api: &'static Api,
    pub facts: &'static Facts,
    pub patterns: &'static Patterns,
}

impl Spec {
    /// What the values of a schema are, under its last name.
    pub fn kind(self, schema: SchemaId) -> (SchemaId, &'static SchemaKind) {
        let (id, schema) = self.api.schemas.resolve(schema);
        (id, schema.kind.described())
    }

    /// Whether a value may be null that is something else otherwise.
    pub fn holds_null(self, schema: SchemaId) -> bool {
        let is_any = matches!(self.kind(schema).1, SchemaKind::Any | SchemaKind::Opaque);
        self.api.schemas.is_nullable(schema) && !is_any
    }

    /// The format of texts that the output holds as a type of a well-known crate, which a parameter is read as by itself.
    pub fn parsed_text(self, schema: SchemaId) -> Option<TextFormat> {
        let mut current = schema;
        for _ in 0..=self.api.schemas.len() {
            match &self.api.schemas.get(current).kind {
                _ if self.facts.recursion.is_newtype(current) => return None,
                SchemaKind::Alias(target) => current = *target,
                SchemaKind::String(text) => return Some(text.format),
                _ => return None,
            }
        }
        None
    }

    /// What the type of a schema is called in messages.
    pub fn type_name(self, schema: SchemaId) -> &'static str {
        let name = self.facts.names.type_name(schema);
        name.map_or("", |name| name.unraw())
    }

    /// The first of an object's patterns that the name of a member matches.
    pub fn pattern_of(self, object: SchemaId, name: &str) -> Option<usize> {
        let mut rules = self.facts.checks.rules(object).iter();
        rules.find_map(|rule| match rule {
            Rule::MemberPattern { position, pattern } => {
                self.patterns.is_match(pattern, name).then_some(*position)
            }
            _ => None,
        })
    }
}
