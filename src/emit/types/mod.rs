//! The module `types`: the models.

mod alias;
mod conversion;
mod defaults;
mod enumeration;
mod object;
mod patterned;
mod tuple;
mod union;
mod validate;

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::quote;

use super::tokens::{fixed, ident, parsed};
use super::{Context, remarks};
use crate::ir::{SchemaId, SchemaKind, TextFormat};

/// How many schemas a piece of the module holds: few enough that pieces of a document with some hundred schemas keep
/// several threads at work, many enough that a piece costs more than its own handling.
const PIECE: usize = 32;

/// The schemas that become items, in the order in which the document has them, a piece of the module at a time.
pub(super) fn pieces(context: Context<'_>) -> Vec<Vec<SchemaId>> {
    let named: Vec<SchemaId> = schemas(context).collect();
    named.chunks(PIECE).map(<[SchemaId]>::to_vec).collect()
}

/// The models of some schemas.
pub(super) fn items(context: Context<'_>, schemas: &[SchemaId]) -> Vec<TokenStream> {
    let schemas = schemas.iter();
    schemas.flat_map(|id| items_of(context, *id)).collect()
}

/// The schemas that become items: those that have a name.
fn schemas(context: Context<'_>) -> impl Iterator<Item = SchemaId> + '_ {
    context
        .api
        .schemas
        .iter()
        .map(|(id, _)| id)
        .filter(move |id| context.facts.names.type_name(*id).is_some())
}

fn items_of(context: Context<'_>, id: SchemaId) -> impl Iterator<Item = TokenStream> {
    let model = match &context.api.schemas.get(id).kind {
        SchemaKind::Object(object) => object::items(context, id, object),
        SchemaKind::Tuple(tuple) => tuple::items(context, id, tuple),
        SchemaKind::Enumeration(enumeration) => enumeration::items(context, id, enumeration),
        SchemaKind::Union(union) => union::items(context, id, union),
        _ => vec![alias::item(context, id)],
    };
    let conversions = conversion::items(context, id);
    let checks = validate::item(context, id);
    model.into_iter().chain(conversions).chain(checks)
}

/// What items may refer to of the support code by a name that has to be imported.
pub(super) const SUPPORT: [&str; 13] = [
    "backtracking",
    "best_fit",
    "check",
    "excluded",
    "format",
    "one_of",
    "pattern",
    "patterned",
    "positions",
    "subschema",
    "unique",
    "validate",
    "wire",
];

/// Types of the support code are among the types of the API: those of some formats, and what holds a part apart.
pub(super) fn exported(context: Context<'_>) -> Option<TokenStream> {
    let has_format = |format| context.has_format(|other| other == format);
    let modules = [
        ("deep", context.facts.recursion.has_apart()),
        ("octets", has_format(TextFormat::Byte)),
        ("secret", has_format(TextFormat::Password)),
    ];
    let used = imported(&quote!(super::support), &modules)?;
    Some(quote!(pub #used))
}

/// Only what the items use is imported.
pub(super) fn uses(context: Context<'_>) -> TokenStream {
    let kind = |id| &context.api.schemas.get(id).kind;
    let derived = |id: &SchemaId| {
        matches!(kind(*id), SchemaKind::Object(_)) || context.facts.recursion.is_newtype(*id)
    };
    let by_hand = |id: &SchemaId| {
        matches!(
            kind(*id),
            SchemaKind::Enumeration(_) | SchemaKind::Union(_) | SchemaKind::Tuple(_)
        )
    };
    let by_pattern = |id: &SchemaId| matches!(kind(*id), SchemaKind::Object(object) if !object.patterns.is_empty());
    let coding = &context.facts.coding;
    let encoded = |id: &SchemaId| coding.is_encoded(*id);
    let decoded = |id: &SchemaId| coding.is_decoded(*id);
    let has = |test: &dyn Fn(&SchemaId) -> bool| schemas(context).any(|id| test(&id));
    let traits = [
        (
            "Deserialize",
            has(&|id| decoded(id) && (derived(id) || by_hand(id))),
        ),
        (
            "Deserializer",
            has(&|id| decoded(id) && (by_hand(id) || by_pattern(id))),
        ),
        (
            "Serialize",
            has(&|id| encoded(id) && (derived(id) || by_hand(id))),
        ),
        ("Serializer", has(&|id| encoded(id) && by_hand(id))),
    ];
    let serde = imported(&quote!(serde), &traits);
    let enumerations = has(&|id| matches!(kind(*id), SchemaKind::Enumeration(_)));
    let fmt = enumerations.then(|| {
        quote!(
            use std::fmt;
        )
    });
    quote!(#fmt #serde)
}

/// What is used of a module.
///
/// ```text
/// use serde::{Deserialize, Serialize};
/// ```
fn imported(module: &TokenStream, names: &[(&str, bool)]) -> Option<TokenStream> {
    let used = names.iter().filter(|(_, is_used)| *is_used);
    let used: Vec<Ident> = used.map(|(name, _)| fixed(name)).collect();
    match used.as_slice() {
        [] => None,
        [name] => Some(quote!(use #module::#name;)),
        names => Some(quote!(use #module::{#(#names),*};)),
    }
}

/// `Serialize, Deserialize` where the type is derived both.
fn coding_derives(context: Context<'_>, id: SchemaId) -> TokenStream {
    let coding = &context.facts.coding;
    let encoded = coding.is_encoded(id).then(|| quote!(Serialize,));
    let decoded = coding.is_decoded(id).then(|| quote!(Deserialize));
    quote!(#encoded #decoded)
}

/// `Eq, Hash,` where the parts of the type are.
fn exact_derives(context: Context<'_>, id: SchemaId) -> TokenStream {
    if context.facts.derives.is_exact(id) {
        quote!(Eq, Hash,)
    } else {
        TokenStream::new()
    }
}

/// What stands above a type: what it derives of itself, and what its user adds to it.
///
/// ```text
/// #[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
/// #[non_exhaustive]
/// ```
fn derive(context: Context<'_>, id: SchemaId, own: &TokenStream) -> TokenStream {
    let additions = &context.facts.additions;
    let derives = derives(own);
    let is_own = |name: &str| derives.iter().any(|own| own == name);
    let more = additions.derives(id).iter();
    let more = more.filter(|it| !is_own(it.name()));
    let more = more.map(|it| parsed(it.as_str()));
    let attributes = additions.attributes(id).iter();
    let attributes = attributes.map(|it| parsed(it.as_str()));
    quote! {
        #[derive(#(#derives,)* #(#more),*)]
        #(#attributes)*
    }
}

/// The traits of a list.
fn derives(list: &TokenStream) -> Vec<Ident> {
    let tokens = list.clone().into_iter();
    let names = tokens.filter_map(|token| match token {
        TokenTree::Ident(name) => Some(name),
        _ => None,
    });
    names.collect()
}

/// The name of a schema's type and its documentation; `None` for a schema that has no type of its own.
fn head(context: Context<'_>, id: SchemaId) -> Option<(Ident, TokenStream)> {
    let name = context.facts.names.type_name(id)?;
    let docs = &context.api.schemas.get(id).docs;
    let mut described = context.type_docs(docs, &format!("The schema `{name}`."));
    described.extend(context.doc_lines(&remarks::lines(context, id)));
    described.extend(conversion::words(context, id));
    Some((ident(name), described))
}
