//! What optional properties stand for when they are left out.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::analyse::{PlainValue, PropertyDefault};
use crate::emit::Context;
use crate::emit::doc_text;
use crate::emit::plain_value::plain_value;
use crate::emit::remarks::LONGEST;
use crate::emit::rust_type::TypePath;
use crate::emit::tokens::{fixed, ident};
use crate::ir::{Object, Property, SchemaId, SchemaKind};

/// A method for each property that has a default.
///
/// ```text
/// impl Page {
///     /// The property `limit`, or `20` where it is absent.
///     pub fn limit_or_default(&self) -> i64 {
///         self.limit.unwrap_or(20)
///     }
/// }
/// ```
pub(super) fn methods(context: Context<'_>, id: SchemaId, object: &Object) -> Option<TokenStream> {
    let name = ident(context.facts.names.type_name(id)?);
    let defaults = context.facts.property_defaults.of(id);
    let methods: Vec<TokenStream> = defaults
        .filter_map(|(position, default)| method(context, id, object, position, default))
        .collect();
    (!methods.is_empty()).then(|| quote!(impl #name { #(#methods)* }))
}

fn method(
    context: Context<'_>,
    id: SchemaId,
    object: &Object,
    position: usize,
    default: &PropertyDefault,
) -> Option<TokenStream> {
    let (wire, property) = object.properties.get_index(position)?;
    let field = context.facts.names.fields(id).get(position)?;
    let described = context.doc_lines(&words(context, wire, property));
    let deprecated = deprecated(context, property);
    let name = ident(&default.method);
    let given = given(context, property, &default.value);
    let gives = gives(context, property, &given);
    let value = value(context, property, &ident(field), &given);
    Some(quote! {
        #described
        #deprecated
        pub fn #name(&self) -> #gives {
            #value
        }
    })
}

/// What a method gives where the property is there, and where it is absent.
struct Given {
    /// What borrows it from its `Option`; none where it is copied.
    borrow: Option<Ident>,
    /// Its type.
    gives: TokenStream,
    /// The default.
    default: TokenStream,
}

fn given(context: Context<'_>, property: &Property, value: &PlainValue) -> Given {
    let bare = context.rust_type(property.schema, TypePath::Here);
    let (target, schema) = context.api.schemas.resolve(property.schema);
    let constant = plain_value(context, property.schema, value, TypePath::Here);
    let (borrow, gives, default) = match (value, &schema.kind) {
        (PlainValue::Text(text), _) => (Some("as_deref"), quote!(&str), quote!(#text)),
        (PlainValue::List(_), SchemaKind::Array(array)) => {
            let item = context.value_type(array.items, TypePath::Here);
            (Some("as_deref"), quote!(&[#item]), quote!(&[]))
        }
        (PlainValue::Variant(_), _) if !context.is_copied_enum(target) => {
            (Some("as_ref"), quote!(&#bare), quote!(&#constant))
        }
        _ => (None, bare, constant),
    };
    Given {
        borrow: borrow.map(fixed),
        gives,
        default,
    }
}

/// ```text
/// Option<&str>
/// ```
fn gives(context: Context<'_>, property: &Property, given: &Given) -> TokenStream {
    let gives = &given.gives;
    if context.holds_null(property.schema) {
        quote!(Option<#gives>)
    } else {
        gives.clone()
    }
}

/// ```text
/// self.name.as_deref().unwrap_or("nobody")
/// ```
fn value(context: Context<'_>, property: &Property, field: &Ident, given: &Given) -> TokenStream {
    let Given {
        borrow, default, ..
    } = given;
    match (borrow, context.holds_null(property.schema)) {
        (None, false) => quote!(self.#field.unwrap_or(#default)),
        (None, true) => quote!(self.#field.unwrap_or(Some(#default))),
        (Some(borrow), false) => quote!(self.#field.#borrow().unwrap_or(#default)),
        (Some(borrow), true) => {
            quote!(self.#field.as_ref().map_or(Some(#default), Option::#borrow))
        }
    }
}

/// What the method says of itself.
fn words(context: Context<'_>, wire: &str, property: &Property) -> Vec<String> {
    let code = |text: &str| doc_text::code(text, LONGEST);
    let default = context.api.schemas.default_of(property.schema);
    let default = default.and_then(|default| code(&default.to_string()));
    let default = default.as_deref().unwrap_or("its default");
    let name = code(wire).map_or_else(
        || "The property".to_owned(),
        |name| format!("The property {name}"),
    );
    let mut lines = vec![format!("{name}, or {default} where it is absent.")];
    if context.holds_null(property.schema) {
        lines.extend([
            String::new(),
            "`None` is null, which is a value of its own.".to_owned(),
        ]);
    }
    lines
}

/// Whoever uses the method of a property that is deprecated is told so; the method itself cannot but use it.
fn deprecated(context: Context<'_>, property: &Property) -> Option<TokenStream> {
    let docs = &context.api.schemas.get(property.schema).docs;
    docs.deprecated
        .then(|| quote!(#[allow(deprecated)] #[deprecated]))
}
