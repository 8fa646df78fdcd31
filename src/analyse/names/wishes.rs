//! The names that the user wants, and those that the document does (`x-rust-name`).
//!
//! A wish is about one thing of the document, whatever else there is. What a user says in the configuration holds before
//! what the document says.

use std::collections::{BTreeMap, HashMap};

use super::rust_name::{Case, RustName, exact, identifier};
use super::scope::Scope;
use crate::config::{Choice, Hand, Said};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Location, Part, Pointer, similar};
use crate::ir::{Api, Json, Operation, OperationId, SchemaId, SchemaKind};

/// A name that somebody wants for something.
#[derive(Debug, Clone)]
pub(super) struct Wish {
    name: Said,
    /// Where the thing is named; a configuration says it in another place than the name.
    key: Option<Said>,
}

impl Wish {
    fn of_user(choice: &Choice) -> Self {
        Self {
            name: choice.value.clone(),
            key: Some(choice.key.clone()),
        }
    }

    fn of_document(text: &str, owner: &Pointer) -> Self {
        let location = Location {
            file: None,
            pointer: owner.join("x-rust-name"),
            node: None,
            part: Part::Value,
            span: None,
        };
        let name = Said {
            text: text.to_owned(),
            location: Some(location),
        };
        Self { name, key: None }
    }

    /// Says that the name cannot be given. What a document wants is left undone; what a user wants is asked for in earnest.
    fn refuse(&self, reason: &str) -> Diagnostic {
        let code = match self.key {
            Some(_) => Code::InvalidConfiguration,
            None => Code::InvalidValue,
        };
        let message = format!("`{}` cannot be the name: {reason}", self.name.text);
        self.name.fault(code, message)
    }

    /// Says that there is nothing to name.
    pub fn has_no_effect(&self) -> Diagnostic {
        match &self.key {
            Some(key) => {
                let message = format!("the output has no type of its own for `{}`", key.text);
                key.fault(Code::UnmatchedChoice, message)
            }
            None => {
                let message = "`x-rust-name` names nothing: the schema has no type of its own";
                self.name.fault(Code::IgnoredKeyword, message)
            }
        }
    }
}

/// One of the things that stand side by side in a namespace.
pub(super) struct Candidate<'a> {
    /// What it is called where nobody wants anything else; none for what is named after all the others.
    pub natural: Option<&'a str>,
    pub wish: Option<&'a Wish>,
}

/// Takes the names that are wanted, each unless it cannot be given: that is reported, and the thing has none then.
pub(super) fn fulfil(
    candidates: &[Candidate<'_>],
    scope: &mut Scope,
    case: Case,
    sink: &mut Diagnostics,
) -> Vec<Option<RustName>> {
    if candidates.iter().all(|candidate| candidate.wish.is_none()) {
        return vec![None; candidates.len()];
    }
    let others = candidates.iter().filter(|other| other.wish.is_none());
    let natural: HashMap<RustName, &str> = others
        .filter_map(|other| Some((identifier(other.natural?, case, "value"), other.natural?)))
        .collect();
    let taken = |wish: &Wish, scope: &mut Scope| -> Result<RustName, Box<Diagnostic>> {
        let text = wish.name.text.as_str();
        let name = exact(text, case).map_err(|reason| match reason {
            Some(reason) => Box::new(wish.refuse(reason)),
            None => {
                let better = identifier(text, case, "value");
                let fault = wish.refuse(written(case));
                Box::new(fault.help(format!("write `{better}`")))
            }
        })?;
        if scope.has(&name) {
            return Err(Box::new(wish.refuse("something else has it already")));
        }
        match natural.get(&name) {
            Some(other) => {
                let reason = format!("`{other}` has it already");
                Err(Box::new(wish.refuse(&reason)))
            }
            None => Ok(scope.insert(name)),
        }
    };
    candidates
        .iter()
        .map(|candidate| match taken(candidate.wish?, scope) {
            Ok(name) => Some(name),
            Err(fault) => {
                sink.push(*fault);
                None
            }
        })
        .collect()
}

fn written(case: Case) -> &'static str {
    match case {
        Case::Camel => "types and variants are written in UpperCamelCase",
        Case::Snake => "fields, parameters and functions are written in snake_case",
        Case::Shouty => "statics are written in SHOUTY_SNAKE_CASE",
    }
}

/// All wishes, by what they are about.
#[derive(Debug, Default)]
pub(super) struct Wishes {
    pub types: BTreeMap<SchemaId, Wish>,
    /// By object and position.
    pub fields: BTreeMap<(SchemaId, usize), Wish>,
    /// By enumeration or union, and position.
    pub variants: BTreeMap<(SchemaId, usize), Wish>,
    pub operations: BTreeMap<OperationId, Wish>,
    /// By operation and position.
    pub parameters: BTreeMap<(OperationId, usize), Wish>,
}

impl Wishes {
    /// Finds out what each wish is about.
    pub fn collect(api: &Api, hand: &Hand, sink: &mut Diagnostics) -> Self {
        let mut wishes = Self::default();
        wishes.of_schemas(api);
        wishes.of_operations(api);
        let index = Index::new(api, hand);
        let mut enter = Entering {
            index: &index,
            sink,
        };
        let Self {
            types,
            fields,
            variants,
            operations,
            parameters,
        } = &mut wishes;
        enter.all(&hand.type_names, types, "no schema", |key| {
            index.schema(key).into_iter().collect()
        });
        enter.all(&hand.field_names, fields, "no property", |key| {
            index.fields(key)
        });
        let variant = "no listed value or alternative";
        enter.all(&hand.variant_names, variants, variant, |key| {
            index.variants(key)
        });
        let operation = "no emitted operation";
        enter.all(&hand.operation_names, operations, operation, |key| {
            index.operation(key).into_iter().collect()
        });
        enter.all(&hand.parameter_names, parameters, "no parameter", |key| {
            index.parameters(key)
        });
        wishes
    }

    /// On the inline schema of a property, the extension names the field; elsewhere the type.
    fn of_schemas(&mut self, api: &Api) {
        let wished = |id: SchemaId| {
            let schema = api.schemas.get(id);
            let wish = Wish::of_document(schema.rust_name.as_ref()?, &schema.origin.pointer);
            Some((wish, schema.origin.component.is_some()))
        };
        let mut of_fields = Vec::new();
        for (owner, schema) in api.schemas.iter() {
            let SchemaKind::Object(object) = schema.kind.described() else {
                continue;
            };
            for (position, property) in object.properties.values().enumerate() {
                if let Some((wish, false)) = wished(property.schema) {
                    of_fields.push(property.schema);
                    self.fields.insert((owner, position), wish);
                }
            }
        }
        of_fields.sort_unstable();
        for (id, _) in api.schemas.iter() {
            if let Some((wish, _)) = wished(id)
                && of_fields.binary_search(&id).is_err()
            {
                self.types.insert(id, wish);
            }
        }
    }

    fn of_operations(&mut self, api: &Api) {
        for (id, operation) in (0..).map(OperationId).zip(&api.operations) {
            if let Some(name) = &operation.rust_name {
                let wish = Wish::of_document(name, &operation.pointer);
                self.operations.insert(id, wish);
            }
            for (position, parameter) in operation.parameters.iter().enumerate() {
                if let Some(name) = &parameter.rust_name {
                    let wish = Wish::of_document(name, &parameter.pointer);
                    self.parameters.insert((id, position), wish);
                }
            }
        }
    }
}

/// Enters what the user wants.
struct Entering<'a, 'b> {
    index: &'a Index<'a>,
    sink: &'b mut Diagnostics,
}

impl Entering<'_, '_> {
    /// Enters the wishes of one kind, each for all that it is about.
    fn all<K: Ord>(
        &mut self,
        choices: &[Choice],
        wishes: &mut BTreeMap<K, Wish>,
        none: &str,
        find: impl Fn(&str) -> Vec<K>,
    ) {
        for choice in choices {
            let found = find(&choice.key.text);
            if found.is_empty() {
                self.sink.push(self.index.unmatched(choice, none));
            }
            wishes.extend(found.into_iter().map(|key| (key, Wish::of_user(choice))));
        }
    }
}

/// By how many bytes the length of a name may differ from that of one that is meant.
const NEAR: usize = 3;

/// What users call the things of the document.
#[derive(Default)]
struct Index<'a> {
    api: Option<&'a Api>,
    /// Schemas by component, and by pointer with `#` before it.
    schemas: HashMap<String, SchemaId>,
    /// Properties by pointer. One that is inherited stands in several objects.
    properties: HashMap<String, Vec<(SchemaId, usize)>>,
    /// Operations by `operationId`, by method and path, and by pointer.
    operations: HashMap<String, OperationId>,
}

impl<'a> Index<'a> {
    /// The index, empty where nobody asks.
    fn new(api: &'a Api, hand: &Hand) -> Self {
        let asked = [
            &hand.type_names,
            &hand.field_names,
            &hand.variant_names,
            &hand.operation_names,
            &hand.parameter_names,
        ];
        if asked.iter().all(|choices| choices.is_empty()) {
            return Self::default();
        }
        let mut index = Self {
            api: Some(api),
            ..Self::default()
        };
        for (id, schema) in api.schemas.iter() {
            let pointer = format!("#{}", schema.origin.pointer);
            index.schemas.entry(pointer).or_insert(id);
            if let Some(component) = &schema.origin.component {
                index.schemas.insert(component.clone(), id);
            }
            index.enter_properties(api, id);
        }
        for (id, operation) in (0..).map(OperationId).zip(&api.operations) {
            for key in keys_of(operation) {
                index.operations.entry(key).or_insert(id);
            }
        }
        index
    }

    fn enter_properties(&mut self, api: &Api, owner: SchemaId) {
        let schema = api.schemas.get(owner);
        let SchemaKind::Object(object) = &schema.kind else {
            return;
        };
        let place = schema.origin.pointer.join("properties");
        for (position, (name, property)) in object.properties.iter().enumerate() {
            let stated = place.join(name);
            let value = api.schemas.get(property.schema);
            let inline = value
                .origin
                .component
                .is_none()
                .then_some(&value.origin.pointer);
            let elsewhere = inline.filter(|pointer| **pointer != stated);
            for pointer in [&stated].into_iter().chain(elsewhere) {
                let of_pointer = self.properties.entry(format!("#{pointer}")).or_default();
                of_pointer.push((owner, position));
            }
        }
    }

    fn schema(&self, key: &str) -> Option<SchemaId> {
        self.schemas.get(key).copied()
    }

    /// A pointer to a property, or a schema and a property with a dot between.
    fn fields(&self, key: &str) -> Vec<(SchemaId, usize)> {
        if let Some(places) = self.properties.get(key) {
            return places.clone();
        }
        self.member(key, |api, id, name| match &api.schemas.get(id).kind {
            SchemaKind::Object(object) => object.properties.get_index_of(name),
            _ => None,
        })
    }

    /// A schema and one of its values or alternatives with a dot between, or a pointer to an alternative.
    fn variants(&self, key: &str) -> Vec<(SchemaId, usize)> {
        let of_schema = self.member(key, |api, id, name| match &api.schemas.get(id).kind {
            SchemaKind::Enumeration(listed) => listed
                .values
                .iter()
                .position(|value| is_written(&value.value, name)),
            SchemaKind::Union(union) => union.variants.iter().position(|variant| {
                let component = &api.schemas.get(variant.schema).origin.component;
                [component, &variant.name]
                    .into_iter()
                    .flatten()
                    .any(|own| own == name)
            }),
            _ => None,
        });
        if !of_schema.is_empty() {
            return of_schema;
        }
        let (Some(api), Some(wanted)) = (self.api, self.schema(key)) else {
            return Vec::new();
        };
        let unions = api.schemas.iter().filter_map(|(id, schema)| {
            let SchemaKind::Union(union) = &schema.kind else {
                return None;
            };
            Some((id, union.schemas().position(|variant| variant == wanted)?))
        });
        unions.collect()
    }

    /// What is meant by a schema and something in it, with a dot between: both may have dots of their own.
    fn member(
        &self,
        key: &str,
        find: impl Fn(&Api, SchemaId, &str) -> Option<usize>,
    ) -> Vec<(SchemaId, usize)> {
        let Some(api) = self.api else {
            return Vec::new();
        };
        let found = split(key).map(|(schema, name)| {
            let id = self.schema(schema).map(|id| api.schemas.resolve(id).0);
            // What requests hold in its place has the same members, or some that responses have not.
            let request = id.and_then(|id| api.request_shapes.get(&id).copied());
            let shapes = id.into_iter().chain(request);
            shapes
                .filter_map(|shape| Some((shape, find(api, shape, name)?)))
                .collect::<Vec<_>>()
        });
        found
            .into_iter()
            .find(|found| !found.is_empty())
            .unwrap_or_default()
    }

    fn operation(&self, key: &str) -> Option<OperationId> {
        self.operations.get(key).copied()
    }

    /// An operation and a parameter with a dot between, or a pointer, which may be one that several operations refer to.
    fn parameters(&self, key: &str) -> Vec<(OperationId, usize)> {
        let Some(api) = self.api else {
            return Vec::new();
        };
        let of_operation = split(key).find_map(|(operation, name)| {
            let id = self.operation(operation)?;
            let parameters = &api.operations.get(id.0)?.parameters;
            let position = parameters.iter().position(|it| it.name == name)?;
            Some((id, position))
        });
        if of_operation.is_some() {
            return of_operation.into_iter().collect();
        }
        let Some(pointer) = key.strip_prefix('#') else {
            return Vec::new();
        };
        let operations = (0..).map(OperationId).zip(&api.operations);
        let places = operations.flat_map(|(id, operation)| {
            let parameters = operation.parameters.iter().enumerate();
            parameters
                .filter(|(_, parameter)| parameter.pointer.as_str() == pointer)
                .map(move |(position, _)| (id, position))
        });
        places.collect()
    }

    fn unmatched(&self, choice: &Choice, what: &str) -> Diagnostic {
        let key = choice.key.text.as_str();
        let message = format!("the document has {what} `{key}`");
        let fault = choice.key.fault(Code::UnmatchedChoice, message);
        match self.meant(key) {
            Some(similar) => fault.help(format!("did you mean `{similar}`?")),
            None => fault,
        }
    }

    /// What is spelt most like the key.
    fn meant(&self, key: &str) -> Option<String> {
        let members = self.members_near(key);
        let schemas = self.schemas.keys().chain(self.operations.keys());
        let others = self.properties.keys().chain(&members);
        // There may be very many, and few of them are nearly as long.
        let near = |known: &&String| known.len().abs_diff(key.len()) <= NEAR;
        let mut known: Vec<&str> = schemas
            .chain(others)
            .filter(near)
            .map(String::as_str)
            .collect();
        known.sort_unstable();
        similar(key, known).map(ToOwned::to_owned)
    }

    /// What there is in the schema or operation that a key names before a dot.
    fn members_near(&self, key: &str) -> Vec<String> {
        let near = split(key).find_map(|(owner, _)| {
            let api = self.api?;
            let names: Vec<String> = match (self.schema(owner), self.operation(owner)) {
                (Some(id), _) => names_in(api, id),
                (None, Some(id)) => {
                    let parameters = &api.operations.get(id.0)?.parameters;
                    parameters.iter().map(|it| it.name.clone()).collect()
                }
                (None, None) => return None,
            };
            let full = names.iter().map(|name| format!("{owner}.{name}"));
            Some(full.collect())
        });
        near.unwrap_or_default()
    }
}

/// Every way to part a key at a dot, the longest beginning first.
fn split(key: &str) -> impl Iterator<Item = (&str, &str)> {
    key.rmatch_indices('.')
        .filter_map(|(dot, _)| Some((key.get(..dot)?, key.get(dot + 1..)?)))
}

/// What users may call an operation.
pub(in crate::analyse) fn keys_of(operation: &Operation) -> impl Iterator<Item = String> {
    let Operation {
        id,
        method,
        pointer,
        ..
    } = operation;
    let asked = format!("{method} {}", operation.place());
    id.iter().cloned().chain([asked, format!("#{pointer}")])
}

/// Whether a listed value is written like that.
fn is_written(value: &Json, text: &str) -> bool {
    match value {
        Json::String(value) => value == text,
        other => serde_json::from_str::<Json>(text).is_ok_and(|read| read == *other),
    }
}

/// The properties or the values of a schema.
fn names_in(api: &Api, id: SchemaId) -> Vec<String> {
    match &api.schemas.resolve(id).1.kind {
        SchemaKind::Object(object) => object.properties.keys().cloned().collect(),
        SchemaKind::Enumeration(listed) => listed.texts().map(ToOwned::to_owned).collect(),
        SchemaKind::Union(union) => {
            let named = union.variants.iter();
            named.filter_map(|variant| variant.name.clone()).collect()
        }
        _ => Vec::new(),
    }
}
