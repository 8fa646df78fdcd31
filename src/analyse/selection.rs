//! What users choose by patterns over the names of the output: closed enumerations, derives and attributes.
//!
//! A pattern is about what is emitted, so it looks at Rust's names, once they are decided.

use std::collections::{BTreeMap, BTreeSet};

use glob::Pattern;
use serde::Serialize;

use super::{Names, Recursion, RustName};
use crate::config::{Attribute, Config, Derive, Said};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, similar};
use crate::ir::{Api, SchemaId, SchemaKind};

/// The enumerations that take no other values than those that are listed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Closed(BTreeSet<SchemaId>);

impl Closed {
    /// Whether this one is closed.
    pub fn has(&self, enumeration: SchemaId) -> bool {
        self.0.contains(&enumeration)
    }

    /// Whether all are open.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// What is written on types and fields because their user wants it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Additions {
    derives: BTreeMap<SchemaId, Vec<Derive>>,
    attributes: BTreeMap<SchemaId, Vec<Attribute>>,
    fields: BTreeMap<SchemaId, BTreeMap<RustName, Vec<Attribute>>>,
}

impl Additions {
    /// The traits that a type derives, too.
    pub fn derives(&self, schema: SchemaId) -> &[Derive] {
        self.derives.get(&schema).map_or(&[], Vec::as_slice)
    }

    /// The attributes of a type.
    pub fn attributes(&self, schema: SchemaId) -> &[Attribute] {
        self.attributes.get(&schema).map_or(&[], Vec::as_slice)
    }

    /// The attributes of a field.
    pub fn of_field(&self, schema: SchemaId, field: &RustName) -> &[Attribute] {
        let fields = self.fields.get(&schema);
        let attributes = fields.and_then(|fields| fields.get(field));
        attributes.map_or(&[], Vec::as_slice)
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.derives.is_empty() && self.attributes.is_empty() && self.fields.is_empty()
    }
}

/// Finds the enumerations that are to be closed. One that the document itself keeps open stays so.
pub(super) fn close(api: &Api, names: &Names, config: &Config, sink: &mut Diagnostics) -> Closed {
    let closable = |id: SchemaId| match &api.schemas.get(id).kind {
        SchemaKind::Enumeration(listed) => !listed.allows_others,
        _ => false,
    };
    let named = names.types().filter(|(id, _)| closable(*id));
    let named = named.map(|(id, name)| (id, name.unraw().to_owned()));
    let candidates = Candidates {
        what: "enumeration",
        list: named.collect(),
    };
    Closed(candidates.select(&config.hand.closed, sink))
}

/// Finds what is to be written on which types and fields.
pub(super) fn add(
    api: &Api,
    names: &Names,
    recursion: &Recursion,
    config: &Config,
    sink: &mut Diagnostics,
) -> Additions {
    let mut additions = Additions::default();
    if config.hand.additions.is_empty() {
        return additions;
    }
    let types = types(api, names, recursion);
    let fields = fields(names);
    for said in &config.hand.additions {
        let derives = checked(&said.derives, "name of a trait", Derive::parse, sink);
        let attributes = checked(&said.attributes, "attribute", Attribute::parse, sink);
        for id in types.select(&said.types, sink) {
            enter(additions.derives.entry(id).or_default(), &derives);
            enter(additions.attributes.entry(id).or_default(), &attributes);
        }
        for (id, field) in fields.select(&said.fields, sink) {
            let of_type = additions.fields.entry(id).or_default();
            enter(of_type.entry(field).or_default(), &attributes);
        }
        if !said.fields.is_empty() {
            sink.extend(
                said.derives
                    .iter()
                    .filter(|_| said.types.is_empty())
                    .map(|derive| {
                        let message = "a field derives nothing: `types` says what does";
                        derive.fault(Code::InvalidConfiguration, message)
                    }),
            );
        }
    }
    additions
}

/// Structs and enums; a name for another type can carry nothing.
fn types(api: &Api, names: &Names, recursion: &Recursion) -> Candidates<SchemaId> {
    let is_item = |id: SchemaId| {
        matches!(
            api.schemas.get(id).kind,
            SchemaKind::Object(_) | SchemaKind::Enumeration(_) | SchemaKind::Union(_)
        ) || recursion.is_newtype(id)
    };
    let items = names.types().filter(|(id, _)| is_item(*id));
    Candidates {
        what: "struct or enum",
        list: items
            .map(|(id, name)| (id, name.unraw().to_owned()))
            .collect(),
    }
}

fn fields(names: &Names) -> Candidates<(SchemaId, RustName)> {
    let mut list = Vec::new();
    for (id, of_type) in names.types() {
        let fields = names.fields(id).iter().chain(names.additional(id));
        list.extend(fields.map(|field| {
            let written = format!("{}.{}", of_type.unraw(), field.unraw());
            ((id, field.clone()), written)
        }));
    }
    Candidates {
        what: "field",
        list,
    }
}

/// The texts that are what they are meant to be; the others are reported.
fn checked<T>(
    texts: &[Said],
    what: &str,
    parse: fn(&str) -> Result<T, String>,
    sink: &mut Diagnostics,
) -> Vec<T> {
    let mut parsed = Vec::with_capacity(texts.len());
    for said in texts {
        match parse(&said.text) {
            Ok(value) => parsed.push(value),
            Err(reason) => {
                let message = format!("`{}` is no {what}: {reason}", said.text);
                sink.push(said.fault(Code::InvalidConfiguration, message));
            }
        }
    }
    parsed
}

/// What two patterns add is there once.
fn enter<T: Clone + PartialEq>(list: &mut Vec<T>, more: &[T]) {
    for item in more {
        if !list.contains(item) {
            list.push(item.clone());
        }
    }
}

/// What a pattern can be about, with the names that it looks at.
struct Candidates<K> {
    what: &'static str,
    list: Vec<(K, String)>,
}

impl<K: Clone + Ord> Candidates<K> {
    /// All that one of the patterns is about.
    fn select(&self, patterns: &[Said], sink: &mut Diagnostics) -> BTreeSet<K> {
        let mut selected = BTreeSet::new();
        for said in patterns {
            let pattern = match Pattern::new(&said.text) {
                Ok(pattern) => pattern,
                Err(error) => {
                    let message = format!("`{}` is no pattern: {}", said.text, error.msg);
                    sink.push(said.fault(Code::InvalidConfiguration, message));
                    continue;
                }
            };
            let fitting = self.list.iter().filter(|(_, name)| pattern.matches(name));
            let mut fitting = fitting.peekable();
            if fitting.peek().is_none() && said.text != EVERYTHING {
                sink.push(self.unmatched(said));
            }
            selected.extend(fitting.map(|(key, _)| key.clone()));
        }
        selected
    }

    fn unmatched(&self, said: &Said) -> Diagnostic {
        let message = format!("no {} of the output is called `{}`", self.what, said.text);
        let fault = said.fault(Code::UnmatchedChoice, message);
        let names = self.list.iter().map(|(_, name)| name.as_str());
        match similar(&said.text, names) {
            Some(similar) => fault.help(format!("did you mean `{similar}`?")),
            None => fault,
        }
    }
}

/// The pattern that is about whatever there is, if only nothing.
const EVERYTHING: &str = "*";
