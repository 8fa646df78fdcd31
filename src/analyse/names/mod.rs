//! Every name of the output, decided once and for the whole API.
//!
//! Names follow from where a thing stands, not from what else there is: what a document gains renames nothing, unless the
//! newcomer wants a name that is taken. Then document order decides, and a diagnostic says so.

mod bodies;
mod functions;
mod hooks;
mod links;
mod operations;
mod outlines;
mod reserved;
mod rust_name;
mod scope;
mod security;
mod servers;
mod tables;
mod tags;
mod types;
mod wishes;

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::Group;
use super::access::Access;
use super::links::Links;
use super::outlines::{OutlineId, Outlines};
use super::servers::ServerChoices;
use super::{ChoiceId, Outcomes, Received};
use crate::config::{Config, Part};
use crate::diagnostic::Diagnostics;
use crate::ir::{Api, OperationId, SchemaId};

pub use bodies::{BodyNames, ChoiceNames, FormNames};
pub use hooks::ReceivedNames;
pub use operations::{ByTag, OperationNames};
use rust_name::Case;
pub use rust_name::RustName;
use scope::Scope;
pub use security::{CredentialNames, SecurityNames};
pub use servers::{OneServer, ServerNames, VariableNames};
use wishes::Wishes;
pub(super) use wishes::keys_of;

/// The name of everything that is emitted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Names {
    /// The types, by schema. An inline schema that needs no type of its own has none.
    types: BTreeMap<SchemaId, RustName>,
    /// The properties of objects, in their order.
    fields: BTreeMap<SchemaId, Vec<RustName>>,
    /// The field that keeps additional properties, of the objects that have one.
    additional: BTreeMap<SchemaId, RustName>,
    /// The fields that keep properties by the pattern of their names, in the order of the patterns.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    patterns: BTreeMap<SchemaId, Vec<RustName>>,
    /// The variants of enumerations and unions, in their order.
    variants: BTreeMap<SchemaId, Vec<RustName>>,
    /// The operations, in their order.
    operations: Vec<OperationNames>,
    /// The modules of the groups, in their order.
    groups: Vec<RustName>,
    /// The server's trait for each group, in their order; none where there is one trait for all.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    traits: Vec<RustName>,
    /// The client's module of the webhooks and callbacks.
    #[serde(skip_serializing_if = "Option::is_none")]
    hooks: Option<RustName>,
    /// The module of those that the server receives, and what each is called there.
    #[serde(skip_serializing_if = "Option::is_none")]
    received: Option<ReceivedNames>,
    /// The methods of the links of each operation, in their order.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    links: BTreeMap<OperationId, Vec<RustName>>,
    /// The builder's methods for each security scheme, in their order.
    security: Vec<SecurityNames>,
    /// What the server knows each set of credentials by, in the order of the sets.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    credentials: Vec<CredentialNames>,
    /// What bodies may hold by their media type, in the order of the choices.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    choices: Vec<ChoiceNames>,
    /// The choices among servers, in their order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    servers: Vec<ServerNames>,
    /// The statics of the outlines with members.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    outlines: BTreeMap<OutlineId, RustName>,
    /// The statics of the tables of objects and unions that requests hold.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    tables: BTreeMap<SchemaId, RustName>,
}

impl Names {
    /// The name of the type of a schema.
    pub fn type_name(&self, schema: SchemaId) -> Option<&RustName> {
        self.types.get(&schema)
    }

    /// Every schema that has a type of its own, with its name.
    pub fn types(&self) -> impl Iterator<Item = (SchemaId, &RustName)> {
        self.types.iter().map(|(id, name)| (*id, name))
    }

    /// The names of the fields of an object, in the order of its properties.
    pub fn fields(&self, schema: SchemaId) -> &[RustName] {
        self.fields.get(&schema).map_or(&[], Vec::as_slice)
    }

    /// The name of the field that keeps additional properties.
    pub fn additional(&self, schema: SchemaId) -> Option<&RustName> {
        self.additional.get(&schema)
    }

    /// The names of the fields that keep properties by the pattern of their names.
    pub fn patterns(&self, schema: SchemaId) -> &[RustName] {
        self.patterns.get(&schema).map_or(&[], Vec::as_slice)
    }

    /// The names of the variants of an enumeration or a union, in their order.
    pub fn variants(&self, schema: SchemaId) -> &[RustName] {
        self.variants.get(&schema).map_or(&[], Vec::as_slice)
    }

    /// The names that belong to an operation.
    pub fn operation(&self, operation: OperationId) -> Option<&OperationNames> {
        self.operations.get(operation.0)
    }

    /// The module of a group, by its position.
    pub fn group(&self, position: usize) -> Option<&RustName> {
        self.groups.get(position)
    }

    /// The server's trait for a group, by its position; none where there is one trait for all.
    pub fn server_trait(&self, position: usize) -> Option<&RustName> {
        self.traits.get(position)
    }

    /// The client's module of the webhooks and callbacks; none where there are none.
    pub fn hooks(&self) -> Option<&RustName> {
        self.hooks.as_ref()
    }

    /// The module of the webhooks and callbacks that the server receives, and what each is called there; none where there are
    /// none.
    pub fn received(&self) -> Option<&ReceivedNames> {
        self.received.as_ref()
    }

    /// The methods of the links of an operation, in their order.
    pub fn links(&self, operation: OperationId) -> &[RustName] {
        self.links.get(&operation).map_or(&[], Vec::as_slice)
    }

    /// The builder's methods for a security scheme, by its position.
    pub fn security(&self, position: usize) -> Option<&SecurityNames> {
        self.security.get(position)
    }

    /// What the server knows a set of credentials by, by its position.
    pub fn credentials(&self, position: usize) -> Option<&CredentialNames> {
        self.credentials.get(position)
    }

    /// The names of a choice of what a body holds.
    pub fn choice(&self, choice: ChoiceId) -> Option<&ChoiceNames> {
        self.choices.get(choice.0)
    }

    /// The names of a choice among servers, by its position.
    pub fn servers(&self, position: usize) -> Option<&ServerNames> {
        self.servers.get(position)
    }

    /// The static that holds an outline; none where the outline is small enough to stand where it is used.
    pub fn outline(&self, outline: OutlineId) -> Option<&RustName> {
        self.outlines.get(&outline)
    }

    /// The static that holds the table of an object or a union; none where no request holds it.
    pub fn table(&self, schema: SchemaId) -> Option<&RustName> {
        self.tables.get(&schema)
    }

    /// Every object and union that has a table, with its name.
    pub fn tables(&self) -> impl Iterator<Item = (SchemaId, &RustName)> {
        self.tables.iter().map(|(id, name)| (*id, name))
    }
}

/// Names for functions that stand side by side, none of them one of those that are taken.
pub(super) fn function_names(
    taken: &'static [&'static str],
    words: impl Iterator<Item = String>,
    fallback: &str,
) -> Vec<RustName> {
    let mut scope = Scope::with(taken);
    words
        .map(|words| scope.take(&[&words], Case::Snake, fallback))
        .collect()
}

/// Names everything.
pub(super) fn decide(
    api: &Api,
    (groups, hooks, received, outcomes): (&[Group], &Group, &Received, &Outcomes),
    (outlines, described): (&Outlines, &BTreeSet<SchemaId>),
    (servers, links, access): (&ServerChoices, &Links, &Access),
    config: &Config,
    sink: &mut Diagnostics,
) -> Names {
    let wishes = Wishes::collect(api, &config.hand, sink);
    let mut operations = operations::name_operations(api, outcomes, &wishes, sink);
    if config.client.by_tag == Some(true) {
        let is_wished = |id| wishes.operations.contains_key(&id);
        tags::name_by_tag(groups, &mut operations, is_wished);
    }
    let modules = operations::name_groups(groups);
    let hooks = match config.parts.contains(Part::Client) {
        true => hooks::name_hooks(hooks, &modules, &mut operations),
        false => None,
    };
    let received = hooks::name_received(api, received, &modules);
    let (security, mut methods) = security::name_security(api);
    let mut names = Names {
        traits: match config.server.by_tag {
            Some(true) => operations::name_traits(&modules),
            _ => Vec::new(),
        },
        groups: modules,
        hooks,
        received,
        security,
        credentials: security::name_credentials(api, access),
        choices: bodies::name_choices(api, &outcomes.choices, &operations),
        servers: servers::name_servers(servers, &mut methods),
        ..Names::default()
    };
    names.links = links::name_links(api, links, &operations);
    types::name_types(api, &operations, &wishes, &mut names, sink);
    Names {
        outlines: outlines::name_outlines(api, outlines, &names),
        tables: tables::name_tables(described, &names),
        operations,
        ..names
    }
}
