//! The names of types, fields and variants.

use std::collections::BTreeMap;

use super::rust_name::{Case, RustName};
use super::scope::Scope;
use super::wishes::{Candidate, Wishes, fulfil};
use super::{Names, OperationNames};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::ir::{
    Api, Assertion, Content, Enumeration, Format, Json, Object, SchemaId, SchemaKind, TextFormat,
    Tuple, Union, Variant,
};

/// Names that mean something else in the module of the types: what the prelude and the output itself put there.
const RESERVED_TYPES: &[&str] = &[
    "AsRef",
    "Box",
    "Clone",
    "Copy",
    "Debug",
    "Default",
    "Deserialize",
    "Deserializer",
    "Display",
    "Drop",
    "Eq",
    "Err",
    "Fn",
    "FnMut",
    "FnOnce",
    "From",
    "FromIterator",
    "FromStr",
    "Hash",
    "Into",
    "IntoIterator",
    "Iterator",
    "None",
    "Ok",
    "Option",
    "Ord",
    "PartialEq",
    "PartialOrd",
    "Result",
    "Self",
    "Send",
    "Serialize",
    "Serializer",
    "Some",
    "String",
    "Sync",
    "ToOwned",
    "ToString",
    "TryFrom",
    "Vec",
];

pub(super) fn name_types(
    api: &Api,
    operations: &[OperationNames],
    wishes: &Wishes,
    names: &mut Names,
    sink: &mut Diagnostics,
) {
    let mut namer = Namer {
        api,
        names,
        scope: Scope::with(RESERVED_TYPES),
        wishes,
        wished: BTreeMap::new(),
        sink,
    };
    namer.fulfil_types();
    namer.components();
    namer.bodies_and_parameters(operations);
    namer.report_idle();
}

struct Namer<'a> {
    api: &'a Api,
    names: &'a mut Names,
    scope: Scope,
    wishes: &'a Wishes,
    /// The names that types are given because they are wanted.
    wished: BTreeMap<SchemaId, RustName>,
    sink: &'a mut Diagnostics,
}

impl Namer<'_> {
    /// Gives the names that are wanted before all others, so that what has no name yet goes out of their way; a component's
    /// own name is not taken from it.
    fn fulfil_types(&mut self) {
        let schemas = self.api.schemas.iter();
        let (ids, candidates): (Vec<SchemaId>, Vec<Candidate<'_>>) = schemas
            .filter(|(_, schema)| !matches!(schema.kind, SchemaKind::Own(_)))
            .map(|(id, schema)| {
                let candidate = Candidate {
                    natural: schema.origin.component.as_deref(),
                    wish: self.wishes.types.get(&id),
                };
                (id, candidate)
            })
            .filter(|(_, candidate)| candidate.natural.is_some() || candidate.wish.is_some())
            .unzip();
        let names = fulfil(&candidates, &mut self.scope, Case::Camel, self.sink);
        let named = ids.into_iter().zip(names);
        self.wished = named.filter_map(|(id, name)| Some((id, name?))).collect();
    }

    /// Says which wishes are about schemas that have no type of their own.
    fn report_idle(&mut self) {
        let types = &self.wishes.types;
        let idle = types
            .iter()
            .filter(|(id, _)| !self.names.types.contains_key(id));
        self.sink.extend(idle.map(|(_, wish)| wish.has_no_effect()));
    }

    /// Components first, so that no inline schema takes the name of one; then what stands inside them.
    fn components(&mut self) {
        let components: Vec<(SchemaId, &str)> = self
            .api
            .schemas
            .iter()
            .filter(|(_, schema)| !matches!(schema.kind, SchemaKind::Own(_)))
            .filter_map(|(id, schema)| Some((id, schema.origin.component.as_deref()?)))
            .collect();
        for (id, name) in &components {
            let taken = match self.wished.get(id) {
                Some(wished) => wished.clone(),
                None => {
                    let taken = self.take_type(&[name]);
                    self.report_number(*id, name, &taken);
                    taken
                }
            };
            self.names.types.insert(*id, taken);
        }
        for (id, copy) in &self.api.request_shapes {
            if let Some(component) = &self.api.schemas.get(*id).origin.component {
                let wished = self.wished.get(id).map(RustName::unraw);
                let name = wished.unwrap_or(component);
                let wishes = [format!("{name} Request"), format!("{name} Input")];
                let wishes = wishes.each_ref().map(String::as_str);
                let taken = self.scope.take(&wishes, Case::Camel, "Type");
                self.names.types.insert(*copy, taken);
            }
        }
        for (id, _) in &components {
            self.inside(*id);
        }
        for (id, _) in components {
            if let Some(copy) = self.api.request_shapes.get(&id) {
                self.inside(*copy);
            }
        }
    }

    fn report_number(&mut self, id: SchemaId, wanted: &str, taken: &RustName) {
        let plain = super::rust_name::identifier(wanted, Case::Camel, "Type");
        if plain != *taken {
            let pointer = &self.api.schemas.get(id).origin.pointer;
            let message =
                format!("the name `{plain}` is taken: the type of `{wanted}` is called `{taken}`");
            self.sink
                .push(Diagnostic::at_key(Code::RenamedItem, pointer, message));
        }
    }

    /// Inline schemas of operations are named after the operation and their place in it.
    fn bodies_and_parameters(&mut self, operations: &[OperationNames]) {
        for (operation, names) in self.api.operations.iter().zip(operations) {
            let stem = names.stem.unraw();
            for parameter in &operation.parameters {
                self.name(parameter.schema, &[stem, &parameter.name]);
            }
            for content in operation.body.iter().flat_map(|body| &body.contents) {
                self.content(content, &[stem, "Body"]);
            }
            for (response, variant) in operation.responses.iter().zip(&names.responses) {
                for content in &response.contents {
                    self.content(content, &[stem, variant.unraw()]);
                }
                for header in &response.headers {
                    self.name(header.schema, &[stem, &header.name]);
                }
            }
        }
    }

    fn content(&mut self, content: &Content, words: &[&str]) {
        match &content.format {
            Format::Json(schema) | Format::Form { schema, .. } => self.name(*schema, words),
            Format::Sequence { item, .. } => self.name(*item, &[words, &["Item"]].concat()),
            Format::Multipart { parts, .. } => {
                for part in parts {
                    self.name(part.schema, &[words, &[&part.name]].concat());
                    for header in &part.headers {
                        self.name(
                            header.schema,
                            &[words, &[&part.name, &header.name]].concat(),
                        );
                    }
                }
            }
            Format::Text { .. } | Format::Bytes { .. } => {}
        }
    }

    /// Names an inline schema from the words of its place, if it needs a name and has none, and then what stands inside it.
    ///
    /// Only the schema itself is visited by recursion into lists and maps; the nesting of a document is limited when it is
    /// read.
    fn name(&mut self, id: SchemaId, words: &[&str]) {
        let schema = self.api.schemas.get(id);
        if schema.origin.component.is_some() || self.names.types.contains_key(&id) {
            return;
        }
        match &schema.kind {
            SchemaKind::Object(_)
            | SchemaKind::Tuple(_)
            | SchemaKind::Enumeration(_)
            | SchemaKind::Union(_) => {
                let name = match self.wished.get(&id) {
                    Some(wished) => wished.clone(),
                    None => self.take_type(words),
                };
                self.names.types.insert(id, name);
                self.inside(id);
            }
            SchemaKind::Array(array) => self.name(array.items, &[words, &["Item"]].concat()),
            SchemaKind::Map(map) => self.name(map.values, &[words, &["Value"]].concat()),
            SchemaKind::Alias(target) => self.name(*target, words),
            _ => {}
        }
        if !self.names.types.contains_key(&id) {
            self.applied(id, words);
        }
    }

    /// Names the schemas that are applied to the values as well.
    fn applied(&mut self, id: SchemaId, words: &[&str]) {
        for assertion in &self.api.schemas.get(id).assertions {
            match assertion {
                Assertion::NotValues(_) | Assertion::DependentRequired { .. } => {}
                Assertion::Not(schema) => self.name(*schema, &[words, &["Not"]].concat()),
                Assertion::Conditional {
                    condition,
                    then,
                    otherwise,
                } => {
                    let parts = [
                        ("If", Some(*condition)),
                        ("Then", *then),
                        ("Else", *otherwise),
                    ];
                    for (word, schema) in parts {
                        if let Some(schema) = schema {
                            self.name(schema, &[words, &[word]].concat());
                        }
                    }
                }
                Assertion::Dependent { member, schema } => {
                    self.name(*schema, &[words, &["With", member]].concat());
                }
                Assertion::Contains { schema, .. } => {
                    self.name(*schema, &[words, &["Contained"]].concat());
                }
                Assertion::Names(schema) => self.name(*schema, &[words, &["Name"]].concat()),
            }
        }
    }

    /// Names what stands in a tuple, by position.
    fn items(&mut self, stem: &str, tuple: &Tuple) {
        for (position, item) in (1..).zip(&tuple.items) {
            let position: String = i32::to_string(&position);
            self.name(item.schema, &[stem, "Item", &position]);
        }
        if let Some(rest) = tuple.rest {
            self.name(rest, &[stem, "Item"]);
        }
    }

    /// Names what belongs to a named schema: its fields, its variants, and the inline schemas in them.
    fn inside(&mut self, id: SchemaId) {
        let Some(stem) = self
            .names
            .types
            .get(&id)
            .map(|name| name.unraw().to_owned())
        else {
            return;
        };
        match &self.api.schemas.get(id).kind {
            SchemaKind::Object(object) => self.fields(id, &stem, object),
            SchemaKind::Enumeration(enumeration) => self.values(id, enumeration),
            SchemaKind::Union(union) => self.alternatives(id, &stem, union),
            SchemaKind::Array(array) => self.name(array.items, &[&stem, "Item"]),
            SchemaKind::Tuple(tuple) => self.items(&stem, tuple),
            SchemaKind::Map(map) => self.name(map.values, &[&stem, "Value"]),
            SchemaKind::Alias(target) => self.name(*target, &[&stem]),
            _ => {}
        }
        self.applied(id, &[&stem]);
    }

    fn fields(&mut self, id: SchemaId, stem: &str, object: &Object) {
        let mut scope = Scope::default();
        let wishes = &self.wishes.fields;
        let candidates = object.properties.keys().enumerate();
        let candidates: Vec<Candidate<'_>> = candidates
            .map(|(position, name)| Candidate {
                natural: Some(name),
                wish: wishes.get(&(id, position)),
            })
            .collect();
        let wished = fulfil(&candidates, &mut scope, Case::Snake, self.sink);
        let fields = object.properties.keys().zip(wished);
        let fields = fields
            .map(|(name, wished)| {
                wished.unwrap_or_else(|| scope.take(&[name], Case::Snake, "field"))
            })
            .collect();
        self.names.fields.insert(id, fields);
        let patterns = object.patterns.iter();
        let patterns = patterns.map(|_| scope.take(&["pattern_properties"], Case::Snake, "field"));
        let patterns: Vec<RustName> = patterns.collect();
        if !patterns.is_empty() {
            self.names.patterns.insert(id, patterns);
        }
        for pattern in &object.patterns {
            self.name(pattern.schema, &[stem, "Pattern", "Value"]);
        }
        if let Some(additional) = object.additional.schema() {
            let name = scope.take(&["additional_properties"], Case::Snake, "field");
            self.names.additional.insert(id, name);
            self.name(additional, &[stem, "Value"]);
        }
        for (name, property) in &object.properties {
            self.name(property.schema, &[stem, name]);
        }
    }

    fn values(&mut self, id: SchemaId, enumeration: &Enumeration) {
        let mut scope = Scope::with(&["Unknown"]);
        let texts = enumeration
            .values
            .iter()
            .map(|value| match (&value.name, &value.value) {
                (Some(name), _) => name.clone(),
                (None, Json::String(text)) => text.clone(),
                (None, other) => other.to_string(),
            });
        let texts: Vec<String> = texts.collect();
        let wished = self.fulfil_variants(id, &texts, &mut scope);
        let variants = texts.iter().zip(wished);
        let variants = variants
            .map(|(text, wished)| {
                wished.unwrap_or_else(|| scope.take(&[text], Case::Camel, "Value"))
            })
            .collect();
        self.names.variants.insert(id, variants);
    }

    fn alternatives(&mut self, id: SchemaId, stem: &str, union: &Union) {
        let mut scope = Scope::with(&["Unknown"]);
        let naturals = union.variants.iter().map(|variant| self.word(variant));
        let naturals: Vec<String> = naturals.collect();
        let wished = self.fulfil_variants(id, &naturals, &mut scope);
        let mut variants = Vec::with_capacity(union.variants.len());
        for ((variant, word), wished) in union.variants.iter().zip(&naturals).zip(wished) {
            let kind = self.kind_name(variant.schema);
            let longer = match &self.api.schemas.resolve(variant.schema).1.kind {
                SchemaKind::Array(array) => format!("{} {word}", self.kind_name(array.items)),
                _ => format!("{word} {kind}"),
            };
            let name =
                wished.unwrap_or_else(|| scope.take(&[word, &longer], Case::Camel, "Variant"));
            variants.push(name);
            self.name(variant.schema, &[stem, word]);
        }
        self.names.variants.insert(id, variants);
    }

    fn fulfil_variants(
        &mut self,
        id: SchemaId,
        naturals: &[String],
        scope: &mut Scope,
    ) -> Vec<Option<RustName>> {
        let wishes = &self.wishes.variants;
        let candidates = naturals.iter().enumerate();
        let candidates: Vec<Candidate<'_>> = candidates
            .map(|(position, natural)| Candidate {
                natural: Some(natural),
                wish: wishes.get(&(id, position)),
            })
            .collect();
        fulfil(&candidates, scope, Case::Camel, self.sink)
    }

    /// What an alternative is called.
    fn word(&self, variant: &Variant) -> String {
        let own = variant.name.clone();
        own.or_else(|| self.own_name(variant.schema))
            .unwrap_or_else(|| self.kind_name(variant.schema).to_owned())
    }

    /// What tells an alternative from the others: its component, or the constant in one of its properties.
    fn own_name(&self, id: SchemaId) -> Option<String> {
        let schema = self.api.schemas.get(id);
        if schema.origin.component.is_some() {
            return schema.origin.component.clone();
        }
        let SchemaKind::Object(object) = &self.api.schemas.resolve(id).1.kind else {
            return None;
        };
        object.properties.values().find_map(|property| {
            let schema = self.api.schemas.resolve(property.schema).1;
            match &schema.kind {
                SchemaKind::Enumeration(listed) if property.required => {
                    match listed.values.as_slice() {
                        [only] => only.value.as_str().map(ToOwned::to_owned),
                        _ => None,
                    }
                }
                _ => None,
            }
        })
    }

    fn kind_name(&self, id: SchemaId) -> &'static str {
        match self.api.schemas.resolve(id).1.kind.described() {
            SchemaKind::Boolean => "Boolean",
            SchemaKind::Integer(_) => "Integer",
            SchemaKind::Number(_) => "Number",
            SchemaKind::String(text) => text_name(text.format),
            SchemaKind::Enumeration(_) => "String",
            SchemaKind::Array(_) | SchemaKind::Tuple(_) => "Array",
            SchemaKind::Map(_) | SchemaKind::Object(_) => "Object",
            SchemaKind::Any
            | SchemaKind::Opaque
            | SchemaKind::Alias(_)
            | SchemaKind::Union(_)
            | SchemaKind::Own(_) => "Value",
        }
    }

    fn take_type(&mut self, words: &[&str]) -> RustName {
        self.scope.take(&[&words.join(" ")], Case::Camel, "Type")
    }
}

/// What a text in that form is called.
fn text_name(format: TextFormat) -> &'static str {
    match format {
        TextFormat::Plain => "String",
        TextFormat::Uuid => "Uuid",
        TextFormat::DateTime => "DateTime",
        TextFormat::Date => "Date",
        TextFormat::Time => "Time",
        TextFormat::Duration => "Duration",
        TextFormat::Byte => "Bytes",
        TextFormat::Binary => "Binary",
        TextFormat::Uri | TextFormat::UriReference => "Uri",
        TextFormat::Email => "Email",
        TextFormat::Hostname => "Hostname",
        TextFormat::Ipv4 => "Ipv4",
        TextFormat::Ipv6 => "Ipv6",
        TextFormat::Password => "Password",
    }
}
