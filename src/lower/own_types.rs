//! The types of the user's own: by schema, by what the document wishes, and by format.

use std::collections::{BTreeMap, BTreeSet};

use super::Lowering;
use crate::config::{Choice, Config, Layout, RustType};
use crate::diagnostic::{Code, Diagnostic, similar};
use crate::ir::{Operation, SchemaId, SchemaKind, TextFormat};

/// The type that a format is given to be a text and nothing more.
const PLAIN_TEXT: &str = "String";

/// What is said of a list or an object that is a parameter.
const NOT_PLAIN: &str = "the schema is that of a parameter with several values, which no other type can stand for; \
                         replace the schema of its values";

impl Lowering<'_> {
    /// Puts the user's types in the places of schemas. What the configuration says of a schema holds before what the
    /// document says of it, and both before what is said of all schemas of a format.
    pub(super) fn own_types(&mut self, config: &Config, operations: &[Operation]) {
        let refused = self.not_plain_parameters(operations);
        let mut chosen = self.by_format(config);
        chosen.extend(self.by_extension(&config.layout, &refused));
        chosen.extend(self.by_schema(config, &refused));
        if chosen.is_empty() {
            return;
        }
        for (id, rust_type) in chosen {
            self.schemas.replace(id, Some(rust_type));
        }
        for id in self.out_of_reach(operations) {
            self.schemas.replace(id, None);
        }
    }

    /// The schemas of parameters that are no plain values: how those are written, only a generated type knows.
    fn not_plain_parameters(&self, operations: &[Operation]) -> BTreeSet<SchemaId> {
        let parameters = operations
            .iter()
            .flat_map(|operation| &operation.parameters);
        let mut found = BTreeSet::new();
        for parameter in parameters {
            let (id, schema) = self.schemas.resolve(parameter.schema);
            let is_plain = !matches!(
                schema.kind,
                SchemaKind::Array(_)
                    | SchemaKind::Tuple(_)
                    | SchemaKind::Map(_)
                    | SchemaKind::Object(_)
                    | SchemaKind::Union(_)
            );
            if !is_plain {
                found.extend([id, parameter.schema]);
            }
        }
        found
    }

    /// The schemas that nothing in the output holds any more.
    fn out_of_reach(&self, operations: &[Operation]) -> Vec<SchemaId> {
        let of_operations = operations.iter().flat_map(Operation::schemas);
        let mut open: Vec<SchemaId> = self.named.values().copied().chain(of_operations).collect();
        let mut reached = BTreeSet::new();
        while let Some(id) = open.pop() {
            if reached.insert(id) {
                open.extend(self.schemas.get(id).references());
            }
        }
        let others = self.schemas.iter();
        let others = others.filter(|(id, schema)| {
            !reached.contains(id) && !matches!(schema.kind, SchemaKind::Own(_))
        });
        others.map(|(id, _)| id).collect()
    }

    fn by_schema(
        &mut self,
        config: &Config,
        refused: &BTreeSet<SchemaId>,
    ) -> Vec<(SchemaId, RustType)> {
        let mut chosen = Vec::new();
        for choice in &config.hand.types {
            match self.schemas.find(&choice.key.text) {
                Some(id) if refused.contains(&id) => {
                    let fault = choice.key.fault(Code::InvalidConfiguration, NOT_PLAIN);
                    self.report(fault);
                }
                Some(id) => {
                    let own = self.own_type(choice, &config.layout);
                    chosen.extend(own.map(|own| (id, own)));
                }
                None => {
                    let fault = self.unmatched_schema(choice);
                    self.report(fault);
                }
            }
        }
        chosen
    }

    fn unmatched_schema(&self, choice: &Choice) -> Diagnostic {
        let key = &choice.key.text;
        let message = format!("the document has no schema `{key}`");
        let fault = choice.key.fault(Code::UnmatchedChoice, message);
        match similar(key, self.named.keys().copied()) {
            Some(similar) => fault.help(format!("did you mean `{similar}`?")),
            None => fault,
        }
    }

    /// `x-rust-type`
    fn by_extension(
        &mut self,
        layout: &Layout,
        refused: &BTreeSet<SchemaId>,
    ) -> Vec<(SchemaId, RustType)> {
        let mut chosen = Vec::new();
        let mut faults = Vec::new();
        for (id, schema) in self.schemas.iter() {
            let Some(text) = &schema.rust_type else {
                continue;
            };
            match usable(text, layout) {
                Ok(_) if refused.contains(&id) => {
                    let pointer = schema.origin.pointer.join("x-rust-type");
                    faults.push(Diagnostic::at(Code::InvalidValue, &pointer, NOT_PLAIN));
                }
                Ok(own) => chosen.push((id, own)),
                Err(reason) => {
                    let pointer = schema.origin.pointer.join("x-rust-type");
                    let message = format!("`{text}` is no type that can be used here: {reason}");
                    faults.push(Diagnostic::at(Code::InvalidValue, &pointer, message));
                }
            }
        }
        self.sink.extend(faults);
        chosen
    }

    /// The table `formats`. A text of a format that is given to be a plain one is not replaced: it loses the format.
    fn by_format(&mut self, config: &Config) -> BTreeMap<SchemaId, RustType> {
        let mut chosen = BTreeMap::new();
        for choice in &config.hand.formats {
            let format = choice.key.text.as_str();
            let ids = self.of_format(format);
            if ids.is_empty() {
                let fault = self.unmatched_format(choice);
                self.report(fault);
                continue;
            }
            let Some(own) = self.own_type(choice, &config.layout) else {
                continue;
            };
            for id in ids {
                if own.as_str() == PLAIN_TEXT && self.make_plain(id) {
                    chosen.remove(&id);
                } else {
                    chosen.insert(id, own.clone());
                }
            }
        }
        chosen
    }

    fn of_format(&self, format: &str) -> Vec<SchemaId> {
        let schemas = self.schemas.iter();
        let of_format = schemas.filter(|(_, schema)| format_name(&schema.kind) == Some(format));
        of_format.map(|(id, _)| id).collect()
    }

    fn unmatched_format(&self, choice: &Choice) -> Diagnostic {
        let format = &choice.key.text;
        let message = format!("no schema of the document has the format `{format}`");
        let fault = choice.key.fault(Code::UnmatchedChoice, message);
        let schemas = self.schemas.iter();
        let known = schemas.filter_map(|(_, schema)| format_name(&schema.kind));
        match similar(format, known) {
            Some(similar) => fault.help(format!("did you mean `{similar}`?")),
            None => fault,
        }
    }

    /// Takes a text's format away; false for what is no text.
    fn make_plain(&mut self, id: SchemaId) -> bool {
        let mut schema = self.schemas.get(id).clone();
        let SchemaKind::String(text) = &mut schema.kind else {
            return false;
        };
        text.format = TextFormat::Plain;
        self.schemas.set(id, schema);
        true
    }

    fn own_type(&mut self, choice: &Choice, layout: &Layout) -> Option<RustType> {
        let text = &choice.value.text;
        match usable(text, layout) {
            Ok(own) => Some(own),
            Err(reason) => {
                let message = format!("`{text}` is no type that can be used here: {reason}");
                let fault = choice.value.fault(Code::InvalidConfiguration, message);
                self.report(fault);
                None
            }
        }
    }
}

/// A type that the output can name, or why it cannot.
fn usable(text: &str, layout: &Layout) -> Result<RustType, String> {
    let own = RustType::parse(text)?;
    if matches!(layout, Layout::Crate(_)) && own.is_in_own_crate() {
        let reason = "`crate` is the generated crate, which has no types but its own; name another";
        return Err(reason.to_owned());
    }
    Ok(own)
}

/// The format as the document writes it.
fn format_name(kind: &SchemaKind) -> Option<&str> {
    match kind {
        SchemaKind::String(text) => text.format_name.as_deref(),
        SchemaKind::Integer(integer) => integer.format_name.as_deref(),
        SchemaKind::Number(number) => number.format_name.as_deref(),
        _ => None,
    }
}
