//! Which files there are, what each is about, and how the modules are declared.

use std::borrow::Cow;

use super::runtime::{self, Runtime};
use super::{
    Code, Context, Emitted, HOOKS, Module, Target, both_sides, call_tests, client, crate_tests,
    doc_text, example_tests, manifest, mock, mock_server, readme, root, server, types,
};
use crate::config::Part;
use crate::ir::SchemaId;

/// A file to emit, or a piece of one: where it goes and what it is about. The pieces of a module follow each other in the
/// order in which they are planned.
#[derive(Debug, Clone)]
pub struct ModulePlan {
    /// Where it goes.
    pub target: Target,
    /// What it is about.
    pub(super) content: Content,
}

/// What a file is about.
#[derive(Debug, Clone)]
pub(super) enum Content {
    Root,
    Types,
    /// The types of formats, from the support code.
    TypesOfFormats,
    /// These of its items.
    TypesPiece(Vec<SchemaId>),
    Support,
    Client,
    ClientGroup(usize),
    ClientHooks,
    ClientContents,
    /// What the answers of the server may hold.
    ServerContents,
    ClientServers,
    Server,
    ServerGroup(usize),
    ServerHooks,
    Outlines,
    Schemas,
    Mock,
    MockServer,
    Runtime(Runtime),
    Manifest,
    Readme,
    Tests,
    ExampleTests,
    CallTests,
    BothSides,
    BothSidesValues,
}

impl Content {
    /// The documentation of the module and what is in it.
    pub fn write(&self, context: Context<'_>, target: Target) -> Emitted {
        let support: &[&str] = match self {
            Self::TypesPiece(_) => &types::SUPPORT,
            _ => &[],
        };
        Emitted {
            target,
            docs: self.docs(context),
            code: self.code(context),
            support,
        }
    }

    fn code(&self, context: Context<'_>) -> Code {
        match self {
            Self::Root => Code::Items(vec![root::module(context)]),
            Self::Types => Code::Items(vec![types::uses(context)]),
            Self::TypesOfFormats => Code::Items(types::exported(context).into_iter().collect()),
            Self::TypesPiece(schemas) => Code::Items(types::items(context, schemas)),
            Self::Support => Code::Text(Cow::Borrowed("")),
            Self::Client => Code::Items(vec![client::root(context)]),
            Self::ClientGroup(position) => Code::Items(
                context
                    .facts
                    .groups
                    .get(*position)
                    .map(|group| client::group(context, group))
                    .unwrap_or_default(),
            ),
            Self::ClientHooks => Code::Items(client::group(context, &context.facts.hooks)),
            Self::ClientContents => Code::Items(client::contents(context)),
            Self::ClientServers => Code::Items(client::servers::items(context)),
            Self::Server => Code::Items(vec![server::root(context)]),
            Self::ServerGroup(position) => Code::Items(server::group(context, *position)),
            Self::ServerHooks => Code::Items(server::received(context)),
            Self::ServerContents => Code::Items(server::contents(context)),
            Self::Outlines => Code::Items(vec![server::outlines(context)]),
            Self::Schemas => Code::Items(vec![server::schemas(context)]),
            Self::Mock => Code::Items(vec![mock::root(context)]),
            Self::MockServer => Code::Items(vec![mock_server::module(context)]),
            Self::Runtime(file) => Code::Text(Cow::Borrowed(file.text)),
            Self::Manifest => Code::Text(Cow::Owned(manifest::cargo_toml(context))),
            Self::Readme => Code::Text(Cow::Owned(readme::text(context))),
            Self::Tests => Code::Items(vec![crate_tests::module(context)]),
            Self::ExampleTests => Code::Items(vec![example_tests::module(context)]),
            Self::CallTests => Code::Items(vec![call_tests::module(context)]),
            Self::BothSides => Code::Items(vec![both_sides::module(context)]),
            Self::BothSidesValues => Code::Text(Cow::Owned(both_sides::values(context))),
        }
    }

    fn docs(&self, context: Context<'_>) -> Vec<String> {
        let own = |text: &str| vec![text.to_owned()];
        match self {
            Self::Root => root::docs(context),
            Self::Types => own("The types of the API."),
            Self::Support => own("What several parts of the output need."),
            Self::Client => own("The client: a method for each operation."),
            Self::ClientHooks => own(
                "What the API sends by itself, to an address that it was told: webhooks and callbacks.",
            ),
            Self::ServerHooks => own(
                "What the API sends by itself, for whoever receives it: a trait to implement, and the routers that call it.",
            ),
            Self::ClientContents | Self::ServerContents => {
                own("What answers hold, where it depends on their media type.")
            }
            Self::ClientServers => own("Where the API can be reached."),
            Self::Server => own("The server: a trait to implement, and the router that calls it."),
            Self::Outlines => own("What the values of parameters with parts look like."),
            Self::Schemas => {
                own("What objects there are in requests, to tell all that is wrong with one.")
            }
            Self::Mock => own("A server that answers from the document's examples."),
            Self::MockServer => own("Serves the mock of the API."),
            Self::ClientGroup(position) | Self::ServerGroup(position) => {
                group_docs(context, *position)
            }
            Self::Tests => own("The client against the mock server, over a socket."),
            Self::CallTests => own(
                "Every operation is called, with the document's examples or with values made from its schemas, at the server whose address is in `OASMITH_BASE_URL`.",
            ),
            Self::BothSides => own(
                "What the client is given reaches the trait of the server, and what that answers reaches the caller.",
            ),
            Self::ExampleTests => {
                own("The document's examples are read into their types, and written as they were.")
            }
            Self::TypesOfFormats
            | Self::TypesPiece(_)
            | Self::Runtime(_)
            | Self::Manifest
            | Self::BothSidesValues
            | Self::Readme => Vec::new(),
        }
    }
}

/// What the document says about a tag.
fn group_docs(context: Context<'_>, position: usize) -> Vec<String> {
    let tag = context
        .facts
        .groups
        .get(position)
        .and_then(|group| group.tag.as_deref());
    let described = context
        .api
        .tags
        .iter()
        .find(|declared| Some(declared.name.as_str()) == tag);
    let words = described.and_then(|declared| declared.description.clone());
    match (words, tag) {
        (Some(words), _) => doc_text::lines(&words),
        (None, Some(tag)) => doc_text::lines(&format!("The operations with the tag `{tag}`.")),
        (None, None) => vec!["The operations without a tag.".to_owned()],
    }
}

/// Decides which files there are, in the order in which they are declared.
pub fn plan(context: Context<'_>) -> Vec<ModulePlan> {
    let parts = &context.config.parts;
    let mut plans = vec![module(&[], &[], Content::Root)];
    plans.extend(types_modules(context));
    if parts.contains(Part::Client) {
        plans.extend(client_modules(context));
    }
    if parts.contains(Part::Server) {
        plans.extend(server_modules(context));
    }
    if parts.contains(Part::Mock) {
        plans.push(module(&["mock"], &["mock"], Content::Mock));
    }
    plans.extend(runtime_modules(context));
    if context.crate_name().is_some() {
        plans.extend(crate_files(context));
    }
    plans
}

fn types_modules(context: Context<'_>) -> Vec<ModulePlan> {
    let types = [Content::Types, Content::TypesOfFormats].into_iter();
    let pieces = types::pieces(context).into_iter();
    let all = types.chain(pieces.map(Content::TypesPiece));
    all.map(|content| module(&["types"], &[], content))
        .collect()
}

fn client_modules(context: Context<'_>) -> Vec<ModulePlan> {
    let mut plans = vec![module(&["client"], &["client"], Content::Client)];
    plans.extend(groups(context, "client", Content::ClientGroup));
    if let Some(name) = context.facts.names.hooks() {
        let path = ["client", name.as_str()];
        plans.push(hook_module(context, path, Content::ClientHooks));
    }
    if !context.facts.servers.is_empty() {
        let path = ["client", "server_choice"];
        plans.push(module(&path, &[], Content::ClientServers));
    }
    if !context.facts.outcomes.choices.is_empty() {
        let path = ["client", "contents"];
        plans.push(module(&path, &[], Content::ClientContents));
    }
    plans
}

fn server_modules(context: Context<'_>) -> Vec<ModulePlan> {
    let mut plans = vec![module(&["server"], &["server"], Content::Server)];
    plans.extend(groups(context, "server", Content::ServerGroup));
    if let Some(names) = context.facts.names.received() {
        let path = ["server", names.module.as_str()];
        plans.push(hook_module(context, path, Content::ServerHooks));
    }
    if server::has_choices(context) {
        let path = ["server", "contents"];
        plans.push(match server::are_of_hooks(context) {
            true => hook_module(context, path, Content::ServerContents),
            false => module(&path, &[], Content::ServerContents),
        });
    }
    if runtime::needs_outlines(context) {
        plans.push(module(&["server", "outlines"], &[], Content::Outlines));
    }
    if context.facts.names.tables().next().is_some() {
        plans.push(module(&["server", "schemas"], &[], Content::Schemas));
    }
    plans
}

/// The files of the templates, and the module of those that the parts share.
fn runtime_modules(context: Context<'_>) -> Vec<ModulePlan> {
    let files = runtime::files(context);
    let mut plans = Vec::new();
    if files
        .iter()
        .any(|file| file.path.first() == Some(&"support"))
    {
        let mut support = module(&["support"], &[], Content::Support);
        if let Target::Module(support) = &mut support.target {
            support.hidden = true;
        }
        plans.push(support);
    }
    let files = files.into_iter();
    plans.extend(files.map(|file| runtime_module(context, file)));
    plans
}

fn module(path: &[&str], features: &[&str], content: Content) -> ModulePlan {
    let owned = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
    let module = Module {
        path: owned(path),
        public: true,
        hidden: false,
        features: owned(features),
    };
    ModulePlan {
        target: Target::Module(module),
        content,
    }
}

/// The modules of the groups that have an operation there.
fn groups(
    context: Context<'_>,
    parent: &'static str,
    content: fn(usize) -> Content,
) -> impl Iterator<Item = ModulePlan> {
    let groups = context.facts.groups.iter().enumerate();
    let groups = groups.filter(move |(_, group)| {
        parent == "client"
            || group
                .operations
                .iter()
                .any(|id| context.facts.routes.has(*id))
    });
    groups.filter_map(move |(position, _)| {
        let name = context.facts.names.group(position)?;
        let feature = context.group_feature_name(position);
        let features: Vec<&str> = feature.as_deref().into_iter().collect();
        Some(module(
            &[parent, name.as_str()],
            &features,
            content(position),
        ))
    })
}

/// The webhooks and callbacks, which most users of an API neither send nor receive: in a crate they are behind a feature.
fn hook_module(context: Context<'_>, path: [&str; 2], content: Content) -> ModulePlan {
    let features = context.crate_name().map(|_| HOOKS);
    module(&path, features.as_slice(), content)
}

/// A support file that only some parts need is behind their features; below a part it is behind that part's anyway.
/// Parts that are not emitted have no features.
fn runtime_module(context: Context<'_>, file: Runtime) -> ModulePlan {
    let is_shared = file.path.first() == Some(&"support") && !file.parts.contains(&Part::Types);
    let emitted = &context.config.parts;
    let parts = file.parts.iter().filter(|part| emitted.contains(**part));
    let parts: Vec<&str> = parts.map(|part| part.name()).collect();
    let own: &[&str] = match file.path {
        ["client", feature @ "blocking"] => &[feature],
        _ => file.feature.as_slice(),
    };
    module(
        &file.path,
        if is_shared { &parts } else { own },
        Content::Runtime(file),
    )
}

fn crate_files(context: Context<'_>) -> Vec<ModulePlan> {
    let file = |path: &str, content| ModulePlan {
        target: Target::File(path.to_owned()),
        content,
    };
    let mut files = vec![
        file("Cargo.toml", Content::Manifest),
        file("README.md", Content::Readme),
    ];
    if mock_server::is_emitted(context) {
        files.push(file("src/bin/mock.rs", Content::MockServer));
    }
    if crate_tests::has_tests(context) {
        files.push(file("tests/mock.rs", Content::Tests));
    }
    if example_tests::has_tests(context) {
        files.push(file("tests/examples.rs", Content::ExampleTests));
    }
    if call_tests::has_tests(context) {
        files.push(file("tests/calls.rs", Content::CallTests));
    }
    if both_sides::has_tests(context) {
        files.push(file("tests/both_sides.rs", Content::BothSides));
        files.push(file("tests/both_sides.json", Content::BothSidesValues));
    }
    files
}
