//! From the IR and the facts to Rust: first a plan of modules, then the tokens of each.
//!
//! Nothing is decided here. Each function writes one thing, and looks like what it writes.

mod both_sides;
mod call_tests;
mod client;
mod crate_tests;
mod doc_comments;
mod doc_text;
mod example_tests;
mod first_call;
mod float;
mod header;
mod holding;
mod imports;
mod manifest;
mod mock;
mod mock_server;
mod path;
mod plain_value;
mod plan;
mod raw_string;
mod readme;
mod remarks;
mod root;
mod rule;
mod runtime;
mod rust_type;
mod sample;
mod server;
mod status;
mod style;
mod tokens;
mod types;
mod value;

use std::borrow::Cow;

use proc_macro2::TokenStream;
use quote::quote;

use crate::analyse::{Facts, Tables};
use crate::config::{Config, Layout, is_keyword};
use crate::ir::{Api, Operation, OperationId, Property, SchemaId, SchemaKind, TextFormat};

pub use doc_comments::DocComments;
pub use manifest::{dependencies, idle_dependencies};
pub use plan::{ModulePlan, plan};

/// The cargo feature that webhooks and callbacks are behind.
const HOOKS: &str = "webhooks";

/// What every emitter sees.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// The API.
    pub api: &'a Api,
    /// What follows from it.
    pub facts: &'a Facts,
    /// What the user chose.
    pub config: &'a Config,
    /// The name of the document, without its folder: the output says what it was made from.
    pub source: &'a str,
    /// Where the texts of doc comments are kept until their module is formatted.
    pub doc_comments: &'a DocComments,
}

impl<'a> Context<'a> {
    fn operation(&self, id: OperationId) -> Option<&'a Operation> {
        self.api.operations.get(id.0)
    }

    /// What a function carries that fills in every field of an object: one that is deprecated warns where it is named.
    fn filling_deprecated(&self, object: SchemaId) -> Option<TokenStream> {
        let SchemaKind::Object(object) = &self.api.schemas.resolve(object).1.kind else {
            return None;
        };
        let is_deprecated = |property: &Property| {
            let schema = self.api.schemas.get(property.schema);
            schema.docs.deprecated
        };
        let any = object.properties.values().any(is_deprecated);
        any.then(|| quote!(#[allow(deprecated)]))
    }

    /// What makes the tables of what requests hold.
    fn tables(&self) -> Tables<'a> {
        Tables {
            api: self.api,
            unions: &self.facts.unions,
            closed: &self.facts.closed,
        }
    }

    /// The operations of the API that the server has.
    fn routed(&self) -> impl Iterator<Item = (OperationId, &'a Operation)> {
        let Self { api, facts, .. } = *self;
        let numbered = (0..).map(OperationId).zip(&api.operations);
        numbered.filter(|(id, _)| facts.routes.has(*id))
    }

    /// The operations of the webhooks and callbacks that the server receives.
    fn received(&self) -> impl Iterator<Item = (OperationId, &'a Operation)> {
        let Self { api, facts, .. } = *self;
        let all = facts.received.hooks().iter().flatten();
        all.filter_map(|id| Some((*id, api.operations.get(id.0)?)))
    }

    /// Both.
    fn served(&self) -> impl Iterator<Item = (OperationId, &'a Operation)> {
        self.routed().chain(self.received())
    }

    /// Whether an operation is one of them.
    fn serves(&self, operation: OperationId) -> bool {
        self.facts.routes.has(operation) || self.facts.received.has(operation)
    }

    /// What stands before what only webhooks and callbacks need: in a crate they are behind a feature.
    fn hook_feature(&self) -> Option<TokenStream> {
        self.crate_name().map(|_| quote!(#[cfg(feature = #HOOKS)]))
    }

    /// The same as a path in Rust begins with it.
    fn crate_root(&self) -> Option<String> {
        let name = self.crate_name()?.replace('-', "_");
        let prefix = if is_keyword(&name) { "r#" } else { "" };
        Some(format!("{prefix}{name}"))
    }

    /// The name of the crate that is written, if it is one.
    fn crate_name(&self) -> Option<&'a str> {
        match &self.config.layout {
            Layout::Crate(name) => Some(name),
            Layout::Modules | Layout::SingleFile(_) => None,
        }
    }

    /// Whether some text has such a format.
    fn has_format(&self, wanted: impl Fn(TextFormat) -> bool) -> bool {
        let mut schemas = self.api.schemas.iter();
        schemas.any(
            |(_, schema)| matches!(&schema.kind, SchemaKind::String(text) if wanted(text.format)),
        )
    }

    /// The cargo feature that a group of operations is behind: only in a crate, and only where there are several groups.
    fn group_feature_name(&self, position: usize) -> Option<String> {
        let module = self.facts.names.group(position)?;
        let has_features = self.crate_name().is_some() && self.facts.groups.len() > 1;
        has_features.then(|| format!("tag-{}", module.unraw().replace('_', "-")))
    }

    /// Whether calls can be sent from code that is not async.
    fn has_blocking(&self) -> bool {
        self.config.client.blocking == Some(true)
    }

    /// What stands before an item for code that is not async: in a crate it is behind a feature.
    fn blocking_feature(&self) -> Option<TokenStream> {
        let is_crate = self.crate_name().is_some();
        is_crate.then(|| quote!(#[cfg(feature = "blocking")]))
    }

    /// `#[cfg(feature = "tag-datasets")]`
    fn group_feature(&self, position: usize) -> TokenStream {
        self.any_group_feature([position])
    }

    /// What several groups share is there when one of them is: `#[cfg(any(feature = "tag-a", feature = "tag-b"))]`
    fn any_group_feature(&self, positions: impl IntoIterator<Item = usize>) -> TokenStream {
        let features: Vec<String> = positions
            .into_iter()
            .filter_map(|position| self.group_feature_name(position))
            .collect();
        match features.as_slice() {
            [] => TokenStream::new(),
            [feature] => quote!(#[cfg(feature = #feature)]),
            features => quote!(#[cfg(any(#(feature = #features),*))]),
        }
    }
}

/// Where an emitted text goes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Target {
    /// A module of the output.
    Module(Module),
    /// A file of the crate that is no module, by its path from the root with `/` between: `Cargo.toml`, `tests/mock.rs`.
    /// Only planned where the layout is a crate.
    File(String),
}

/// A module of the output, and how its parent declares it.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Module {
    /// The names from the root down to it; empty for the root itself.
    pub path: Vec<String>,
    /// Whether it is `pub`.
    pub public: bool,
    /// Whether rustdoc leaves it out.
    pub hidden: bool,
    /// The cargo features of which one turns it on, in a crate; none where it is always there. Other layouts have no
    /// features.
    pub features: Vec<String>,
}

/// What was emitted for a plan.
#[derive(Debug, Clone)]
pub struct Emitted {
    /// Where it goes.
    pub target: Target,
    /// The lines of the module's own documentation, in CommonMark; empty when `code` brings them along.
    pub docs: Vec<String>,
    /// What it holds.
    pub code: Code,
    /// The modules of the support code that a piece of a module may refer to; the layout imports those to which one of the
    /// pieces does. Empty where the code brings its imports along.
    pub support: &'static [&'static str],
}

/// An emitted text before formatting.
#[derive(Debug, Clone)]
pub enum Code {
    /// Rust, to be formatted: one or more whole items each, in their order. They are kept apart, since to put tokens into
    /// others copies them. Declarations of child modules are not among them: the layout writes them.
    Items(Vec<TokenStream>),
    /// Text that is written as it is.
    Text(Cow<'static, str>),
}

/// Writes one of the planned modules.
pub fn emit(plan: &ModulePlan, context: Context<'_>) -> Emitted {
    plan.content.write(context, plan.target.clone())
}
