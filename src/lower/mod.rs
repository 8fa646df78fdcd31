//! From `openapiv3` to the IR: what the document means.
//!
//! Whatever oasmith cannot say yet is reported with its place, and its part of the API is left out or typed as loosely as
//! the report says.

mod all_of;
mod assertion;
mod body;
mod carried;
mod circle;
mod content;
mod depth;
mod directions;
mod discriminator;
mod enumeration;
mod excluded;
mod flat;
mod form;
mod hook;
mod identical;
mod link;
mod media_type;
mod object;
mod operation;
mod own_types;
mod parameter;
mod parameter_content;
mod path;
mod response;
mod room;
mod scalar;
mod schema;
mod security;
mod server;
mod shared_header;
mod tuple;
mod union;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use indexmap::IndexMap;
use openapiv3::{Components, OpenAPI, ReferenceOr};

use self::room::Room;
use crate::config::{Config, Part};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Pointer};
use crate::document::keywords;
use crate::ir::{Api, Example, ExternalDocs, Info, SchemaId, Schemas, SecurityScheme, Tag};

/// Finds out what the document means.
pub fn lower(document: &OpenAPI, config: &Config, sink: &mut Diagnostics) -> Api {
    let empty = Components::default();
    let carried = operation::carried(document);
    let mut lowering = Lowering {
        components: document.components.as_ref().unwrap_or(&empty),
        schemas: Schemas::default(),
        named: IndexMap::new(),
        inline: HashMap::new(),
        children: HashMap::new(),
        within: Vec::new(),
        nesting: 0,
        room: Room::new(config.limits.limits().schemas),
        subschemas: HashMap::new(),
        loose: BTreeSet::new(),
        security_schemes: Vec::new(),
        has_server: config.parts.contains(Part::Server),
        sink,
    };
    lowering.component_schemas();
    lowering.read_security_schemes();
    let (operations, skipped) = lowering.operations(document, &carried);
    lowering.settle_unions();
    lowering.settle_assertions();
    lowering.own_types(config, &operations);
    let servers = lowering.servers(&document.servers, &Pointer::root().join("servers"));
    let mut api = Api {
        info: info(&document.info),
        servers,
        tags: tags(&document.tags),
        operations,
        skipped,
        security_schemes: lowering.security_schemes,
        schemas: lowering.schemas,
        request_shapes: BTreeMap::new(),
    };
    circle::open(&mut api, sink);
    depth::limit(&mut api, sink);
    directions::separate(&mut api);
    identical::merge(&mut api, config);
    api
}

/// What the functions of this stage share.
struct Lowering<'a> {
    components: &'a Components,
    schemas: Schemas,
    /// The schemas under `components/schemas`, by name.
    named: IndexMap<&'a str, SchemaId>,
    /// The inline schemas met so far, by where they are kept, so that one that is reached twice stays one.
    inline: HashMap<*const openapiv3::Schema, SchemaId>,
    /// The components by the ones that they inherit from.
    children: discriminator::Children<'a>,
    /// The components whose alternatives are being merged: within them, a list that leads back to one of them says nothing.
    within: Vec<&'a str>,
    /// How many alternatives are being merged inside each other.
    nesting: usize,
    /// How much may still be merged.
    room: Room,
    /// The schemas that are applied beside others, by their place and the type of the values that they are applied to.
    subschemas: HashMap<(Pointer, Option<flat::JsonType>), SchemaId>,
    /// The schemas that say more than their kind does: keywords without a type.
    loose: BTreeSet<SchemaId>,
    /// The security schemes that there is a credential for.
    security_schemes: Vec<SecurityScheme>,
    /// Whether what the server cannot do yet matters.
    has_server: bool,
    sink: &'a mut Diagnostics,
}

impl Lowering<'_> {
    fn report(&mut self, diagnostic: Diagnostic) {
        self.sink.push(diagnostic);
    }

    /// The examples of a place that has both keywords for them; an Example Object elsewhere is followed.
    fn examples(
        &self,
        single: Option<&serde_json::Value>,
        several: &IndexMap<String, ReferenceOr<openapiv3::Example>>,
    ) -> Vec<Example> {
        let single = single.map(|value| Example {
            name: None,
            value: value.clone(),
        });
        let several = several.iter().filter_map(|(name, example)| {
            let example = resolve(example, &self.components.examples, "examples")?;
            Some(Example {
                name: Some(name.clone()),
                value: example.value.clone()?,
            })
        });
        single.into_iter().chain(several).collect()
    }
}

fn info(info: &openapiv3::Info) -> Info {
    Info {
        title: info.title.clone(),
        version: info.version.clone(),
        description: info.description.clone(),
    }
}

fn external_docs(docs: &openapiv3::ExternalDocumentation) -> ExternalDocs {
    ExternalDocs {
        url: docs.url.clone(),
        description: docs.description.clone(),
    }
}

fn tags(tags: &[openapiv3::Tag]) -> Vec<Tag> {
    tags.iter()
        .map(|tag| Tag {
            name: tag.name.clone(),
            description: tag.description.clone(),
        })
        .collect()
}

/// Why the stage before put an empty object in the place of this one. It has reported that.
fn fault(extensions: &IndexMap<String, serde_json::Value>) -> Option<String> {
    let reason = extensions.get(keywords::FAULT)?;
    Some(reason.as_str().unwrap_or_default().to_owned())
}

/// `x-rust-name`: what the document wants something to be called.
fn rust_name(extensions: &IndexMap<String, serde_json::Value>) -> Option<String> {
    let name = extensions.get("x-rust-name")?;
    name.as_str().map(ToOwned::to_owned)
}

/// The place of a component, from a reference to it.
fn component_pointer(reference: &str) -> Option<Pointer> {
    reference.strip_prefix('#').map(Pointer::parse)
}

/// The name of a component of this kind, from a reference to it.
fn component_name(reference: &str, kind: &str) -> Option<String> {
    let (parent, name) = component_pointer(reference)?.split_last()?;
    (parent == Pointer::root().join("components").join(kind)).then_some(name)
}

/// Follows references to components of one kind; `None` where one leads nowhere, which the stage before has reported.
fn resolve<'a, T>(
    place: &'a ReferenceOr<T>,
    components: &'a IndexMap<String, ReferenceOr<T>>,
    kind: &str,
) -> Option<&'a T> {
    resolve_at(place, &Pointer::root(), components, kind).map(|(item, _)| item)
}

/// The same, with the place where the item stands.
fn resolve_at<'a, T>(
    place: &'a ReferenceOr<T>,
    pointer: &Pointer,
    components: &'a IndexMap<String, ReferenceOr<T>>,
    kind: &str,
) -> Option<(&'a T, Pointer)> {
    let mut place = place;
    let mut pointer = pointer.clone();
    // A chain longer than the number of components goes round in a circle.
    for _ in 0..=components.len() {
        match place {
            ReferenceOr::Item(item) => return Some((item, pointer)),
            ReferenceOr::Reference { reference } => {
                place = components.get(&component_name(reference, kind)?)?;
                pointer = component_pointer(reference)?;
            }
        }
    }
    None
}
