//! Structs.

use proc_macro2::TokenStream;
use quote::quote;

use super::{coding_derives, defaults, derive, exact_derives, head, patterned};
use crate::analyse::RustName;
use crate::emit::Context;
use crate::emit::holding::held;
use crate::emit::remarks;
use crate::emit::rust_type::TypePath;
use crate::emit::tokens::{Moved, ident, moved, parsed};
use crate::ir::{Additional, Object, Property, SchemaId};

/// How many arguments clippy lets a function have.
const MOST_ARGUMENTS: usize = 7;

/// A struct and its constructor.
///
/// ```text
/// /// Paginated download activity feed.
/// #[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
/// pub struct DatasetActivityPage {
///     /// How many events the page holds at most.
///     pub limit: i64,
///     …
/// }
///
/// impl DatasetActivityPage {
///     /// A `DatasetActivityPage` with the properties that are always there.
///     pub fn new(limit: i64, …) -> Self { … }
/// }
/// ```
pub(super) fn items(context: Context<'_>, id: SchemaId, object: &Object) -> Vec<TokenStream> {
    let Some((name, described)) = head(context, id) else {
        return Vec::new();
    };
    let exact = exact_derives(context, id);
    let derives = &context.facts.derives;
    let default = derives.is_default(id).then(|| quote!(Default,));
    let copy = derives.is_copy(id).then(|| quote!(Copy,));
    let coding = coding_derives(context, id);
    let own = quote!(Debug, Clone, #copy #default PartialEq, #exact #coding);
    let derive = derive(context, id, &own);
    let fields = named(context, id, object)
        .map(|(field, wire, property)| moved(self::field(context, id, field, wire, property)));
    let patterns = patterned::fields(context, id, object);
    let additional = additional_field(context, id, object);
    // Who reads the properties by their names refuses the others.
    let is_closed = object.additional == Additional::Forbidden && object.patterns.is_empty();
    let closed = (is_closed && context.facts.coding.is_decoded(id))
        .then(|| quote!(#[serde(deny_unknown_fields)]));
    let described = moved(described);
    let structure = quote! {
        #described
        #derive
        #closed
        pub struct #name {
            #(#fields)*
            #(#patterns)*
            #additional
        }
    };
    let readers = patterned::readers(context, id, object);
    let constructor = constructor(context, id, object);
    let defaults = defaults::methods(context, id, object);
    let methods = constructor.into_iter().chain(readers).chain(defaults);
    std::iter::once(structure).chain(methods).collect()
}

/// The properties with the names of their fields.
fn named<'a>(
    context: Context<'a>,
    id: SchemaId,
    object: &'a Object,
) -> impl Iterator<Item = (&'a RustName, &'a str, &'a Property)> {
    let names = context.facts.names.fields(id);
    names
        .iter()
        .zip(&object.properties)
        .map(|(name, (wire, property))| (name, wire.as_str(), property))
}

/// ```text
/// #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "super::support::presence::present")]
/// pub events: Option<Vec<DatasetActivityEvent>>,
/// ```
fn field(
    context: Context<'_>,
    owner: SchemaId,
    field: &RustName,
    wire: &str,
    property: &Property,
) -> TokenStream {
    let own = &context.api.schemas.get(property.schema).docs;
    // What has a type of its own is described there.
    let more = match context.facts.names.type_name(property.schema) {
        Some(_) => Vec::new(),
        None => remarks::lines(context, property.schema),
    };
    let described = moved(context.docs_with(own, &format!("The property `{wire}`."), &more));
    let name = ident(field);
    let field_type = moved(field_type(context, owner, property));
    let rename = (field.unraw() != wire).then(|| quote!(rename = #wire));
    let attributes = attributes(context, owner, field);
    let said: Vec<TokenStream> = rename
        .into_iter()
        .chain(presence(context, owner, property))
        .collect();
    let said: Vec<Moved> = said.into_iter().map(moved).collect();
    let serde = (!said.is_empty()).then(|| moved(quote!(#[serde(#(#said),*)])));
    quote! {
        #described
        #serde
        #attributes
        pub #name: #field_type,
    }
}

/// What the user adds to a field.
pub(super) fn attributes(context: Context<'_>, owner: SchemaId, field: &RustName) -> TokenStream {
    let attributes = context.facts.additions.of_field(owner, field).iter();
    attributes.map(|it| parsed(it.as_str())).collect()
}

/// The four shapes of a property: always there or not, null or not.
fn field_type(context: Context<'_>, owner: SchemaId, property: &Property) -> TokenStream {
    let bare = context.rust_type(property.schema, TypePath::Here);
    let inner = held(context.holding(owner, property.schema), &bare);
    match (property.required, context.holds_null(property.schema)) {
        (true, false) => inner,
        (true, true) | (false, false) => quote!(Option<#inner>),
        (false, true) => quote!(Option<Option<#inner>>),
    }
}

/// What the traits that there are have to know of how a property is there.
///
/// ```text
/// default, skip_serializing_if = "Option::is_none", deserialize_with = "super::support::presence::present"
/// ```
fn presence(
    context: Context<'_>,
    owner: SchemaId,
    property: &Property,
) -> impl Iterator<Item = TokenStream> {
    let coding = &context.facts.coding;
    let (is_encoded, is_decoded) = (coding.is_encoded(owner), coding.is_decoded(owner));
    let is_optional = !property.required;
    let default = (is_optional && is_decoded).then(|| quote!(default));
    let skipped =
        (is_optional && is_encoded).then(|| quote!(skip_serializing_if = "Option::is_none"));
    let read = property_reader(context, property).filter(|_| is_decoded);
    [default, skipped, read].into_iter().flatten()
}

/// What reads a property, where serde by itself would not read it as the document means it.
fn property_reader(context: Context<'_>, property: &Property) -> Option<TokenStream> {
    let is_wire = context.is_read_by_wire(property.schema);
    let function = match (property.required, context.holds_null(property.schema)) {
        (true, false) if is_wire => "read",
        (true, false) => return None,
        (true, true) => "nullable",
        (false, false) => "present",
        (false, true) => "present_or_null",
    };
    Some(reader(is_wire, function))
}

/// ```text
/// deserialize_with = "super::support::presence::present"
/// ```
fn reader(is_wire: bool, function: &str) -> TokenStream {
    let module = if is_wire { "wire" } else { "presence" };
    let path = format!("super::support::{module}::{function}");
    quote!(deserialize_with = #path)
}

fn additional_field(context: Context<'_>, id: SchemaId, object: &Object) -> Option<TokenStream> {
    let field = context.facts.names.additional(id)?;
    let name = ident(field);
    let attributes = attributes(context, id, field);
    let schema = object.additional.schema()?;
    let value = context.value_type(schema, TypePath::Here);
    let is_decoded = context.facts.coding.is_decoded(id);
    let reader = match is_decoded {
        true if !object.patterns.is_empty() => patterned::reader(context, id, field),
        true if context.is_read_by_wire(schema) => Some(reader(true, "read")),
        _ => None,
    };
    let reader = reader.map(|reader| quote!(, #reader));
    let described = context.doc_lines(&["The properties that the document does not name."]);
    Some(quote! {
        #described
        #[serde(flatten #reader)]
        #attributes
        pub #name: std::collections::BTreeMap<String, #value>,
    })
}

/// A constructor for what has to be there; the rest is absent. A struct without such properties has `Default` instead.
fn constructor(context: Context<'_>, id: SchemaId, object: &Object) -> Option<TokenStream> {
    let type_name = context.facts.names.type_name(id)?;
    let name = ident(type_name);
    let required: Vec<_> = named(context, id, object)
        .filter(|(_, _, property)| property.required && !is_constant(context, property))
        .collect();
    if required.is_empty() {
        return None;
    }
    let arguments = required
        .iter()
        .map(|(field, _, property)| moved(argument(context, id, field, property)));
    let values = named(context, id, object)
        .map(|(field, _, property)| moved(value(context, field, property)));
    let names = &context.facts.names;
    let others = names.patterns(id).iter().chain(names.additional(id));
    let others = others.map(|field| {
        let field = ident(field);
        quote!(#field: Default::default(),)
    });
    let many = allow_many_arguments(required.len());
    let described = context.doc_lines(&[format!(
        "A `{type_name}` with the properties that are always there."
    )]);
    let deprecated = context.filling_deprecated(id);
    Some(quote! {
        impl #name {
            #described
            #many
            #deprecated
            pub fn new(#(#arguments),*) -> Self {
                Self { #(#values,)* #(#others)* }
            }
        }
    })
}

/// What a function with more arguments than clippy likes carries.
pub(super) fn allow_many_arguments(number: usize) -> Option<TokenStream> {
    (number > MOST_ARGUMENTS).then(|| quote!(#[allow(clippy::too_many_arguments)]))
}

/// The arguments for some of the properties, as the constructor takes them.
pub(super) fn arguments(
    context: Context<'_>,
    id: SchemaId,
    object: &Object,
    wanted: &[String],
) -> Vec<TokenStream> {
    named(context, id, object)
        .filter(|(_, wire, property)| {
            wanted.iter().any(|name| name == wire) && !is_constant(context, property)
        })
        .map(|(field, _, property)| argument(context, id, field, property))
        .collect()
}

fn argument(
    context: Context<'_>,
    owner: SchemaId,
    field: &RustName,
    property: &Property,
) -> TokenStream {
    let name = ident(field);
    if takes_text(context, property) {
        return quote!(#name: impl Into<String>);
    }
    let field_type = moved(field_type(context, owner, property));
    quote!(#name: #field_type)
}

/// A field filled with the argument of its name, or with its only value.
pub(super) fn value(context: Context<'_>, field: &RustName, property: &Property) -> TokenStream {
    let name = ident(field);
    match property.required {
        true if is_constant(context, property) => {
            let value = context.constant(property.schema, TypePath::Here);
            quote!(#name: #value)
        }
        true if takes_text(context, property) => quote!(#name: #name.into()),
        true => quote!(#name),
        false => quote!(#name: None),
    }
}

/// Whether there is nothing to choose: the property is always there, and has one value.
fn is_constant(context: Context<'_>, property: &Property) -> bool {
    property.required
        && !context.holds_null(property.schema)
        && context.constant(property.schema, TypePath::Here).is_some()
}

fn takes_text(context: Context<'_>, property: &Property) -> bool {
    context.is_plain_string(property.schema) && !context.holds_null(property.schema)
}
