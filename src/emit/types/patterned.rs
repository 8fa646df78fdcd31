//! The properties of a struct by the pattern of their names: a map for each pattern.

use proc_macro2::TokenStream;
use quote::quote;

use super::object::attributes;
use crate::analyse::{Rule, RustName};
use crate::emit::Context;
use crate::emit::doc_text;
use crate::emit::rule;
use crate::emit::rust_type::TypePath;
use crate::emit::tokens::{fixed, ident};
use crate::ir::{Additional, Object, SchemaId};

/// How many characters of a pattern are shown.
const LONGEST: usize = 80;

/// ```text
/// #[serde(flatten, deserialize_with = "Labels::read_pattern_properties")]
/// pub pattern_properties: std::collections::BTreeMap<String, String>,
/// ```
pub(super) fn fields<'a>(
    context: Context<'a>,
    id: SchemaId,
    object: &'a Object,
) -> impl Iterator<Item = TokenStream> + 'a {
    let names = context.facts.names.patterns(id).iter();
    names.zip(&object.patterns).map(move |(field, pattern)| {
        let name = ident(field);
        let value = context.value_type(pattern.schema, TypePath::Here);
        let words = match doc_text::code(&pattern.pattern, LONGEST) {
            Some(pattern) => format!("The properties whose names match {pattern}."),
            None => "The properties whose names match a pattern.".to_owned(),
        };
        let described = context.doc_lines(&[words]);
        let is_decoded = context.facts.coding.is_decoded(id);
        let reader = is_decoded.then(|| reader(context, id, field)).flatten();
        let reader = reader.map(|reader| quote!(, #reader));
        let attributes = attributes(context, id, field);
        quote! {
            #described
            #[serde(flatten #reader)]
            #attributes
            pub #name: std::collections::BTreeMap<String, #value>,
        }
    })
}

/// ```text
/// deserialize_with = "Labels::read_pattern_properties"
/// ```
pub(super) fn reader(context: Context<'_>, id: SchemaId, field: &RustName) -> Option<TokenStream> {
    let owner = context.facts.names.type_name(id)?;
    let path = format!("{owner}::read_{}", field.unraw());
    Some(quote!(deserialize_with = #path))
}

/// What finds out which pattern a name matches, and what reads each of the maps.
///
/// ```text
/// impl Labels {
///     /// The position of the first pattern that a name matches.
///     fn pattern_of(name: &str) -> Option<usize> { … }
///
///     fn read_pattern_properties<'de, D: Deserializer<'de>>(…) -> Result<…, D::Error> { … }
/// }
/// ```
pub(super) fn readers(context: Context<'_>, id: SchemaId, object: &Object) -> Option<TokenStream> {
    if object.patterns.is_empty() {
        return None;
    }
    let is_decoded = context.facts.coding.is_decoded(id);
    if !is_decoded && !context.implements_validate(id) {
        return None;
    }
    let owner = ident(context.facts.names.type_name(id)?);
    let pattern_of = pattern_of(context, id);
    let readers = is_decoded.then(|| all_readers(context, id, object));
    let described = context.doc_lines(&["The position of the first pattern that a name matches."]);
    Some(quote! {
        impl #owner {
            #described
            #pattern_of

            #readers
        }
    })
}

/// ```text
/// fn pattern_of(name: &str) -> Option<usize> {
///     let patterns = [{ … }, { … }];
///     patterns.into_iter().flatten().next()
/// }
/// ```
///
/// No name matches patterns that cannot be read.
fn pattern_of(context: Context<'_>, id: SchemaId) -> TokenStream {
    let matches = matches(context, id);
    if matches.is_empty() {
        return quote!(
            fn pattern_of(_: &str) -> Option<usize> {
                None
            }
        );
    }
    quote! {
        fn pattern_of(name: &str) -> Option<usize> {
            let patterns = [#(#matches),*];
            patterns.into_iter().flatten().next()
        }
    }
}

/// ```text
/// {
///     static PATTERN: pattern::Pattern = pattern::Pattern::new("^x-");
///     PATTERN.is_match(name).then_some(0)
/// }
/// ```
fn matches(context: Context<'_>, id: SchemaId) -> Vec<TokenStream> {
    let rules = context.facts.checks.rules(id).iter();
    let matches = rules.filter_map(|rule| match rule {
        Rule::MemberPattern { position, pattern } => {
            let declared = rule::static_pattern(pattern);
            let position = proc_macro2::Literal::usize_unsuffixed(*position);
            Some(quote!({ #declared PATTERN.is_match(name).then_some(#position) }))
        }
        _ => None,
    });
    matches.collect()
}

fn all_readers(context: Context<'_>, id: SchemaId, object: &Object) -> TokenStream {
    let names = context.facts.names.patterns(id);
    let last = names.len().saturating_sub(1);
    let is_closed = object.additional == Additional::Forbidden;
    let of_patterns = names.iter().zip(&object.patterns).enumerate();
    let of_patterns = of_patterns.map(|(position, (field, pattern))| {
        let literal = proc_macro2::Literal::usize_unsuffixed(position);
        // One of them has to refuse what none of them takes.
        let fate = match is_closed && position == last {
            true => quote!(patterned::Fate::of_known(Self::pattern_of(name), #literal)),
            false => quote!(patterned::Fate::of(Self::pattern_of(name) == Some(#literal))),
        };
        one_reader(context, field, pattern.schema, &fate)
    });
    let additional = object.additional.schema();
    let additional = additional.zip(context.facts.names.additional(id));
    let additional = additional.map(|(schema, field)| {
        let fate = quote!(patterned::Fate::of(Self::pattern_of(name).is_none()));
        one_reader(context, field, schema, &fate)
    });
    quote!(#(#of_patterns)* #additional)
}

/// ```text
/// fn read_pattern_properties<'de, D: Deserializer<'de>>(
///     deserializer: D,
/// ) -> Result<std::collections::BTreeMap<String, String>, D::Error> {
///     patterned::members(deserializer, |name| patterned::Fate::of(Self::pattern_of(name) == Some(0)))
/// }
/// ```
fn one_reader(
    context: Context<'_>,
    field: &RustName,
    schema: SchemaId,
    fate: &TokenStream,
) -> TokenStream {
    let function = fixed(&format!("read_{}", field.unraw()));
    let value = context.value_type(schema, TypePath::Here);
    let read = quote!(patterned::members(deserializer, |name| #fate));
    let body = match context.is_read_by_wire(schema) {
        true => quote! {
            let members = #read?;
            let members = members.into_iter().map(|(name, value)| (name, wire::whole(value)));
            Ok(members.collect())
        },
        false => read,
    };
    quote! {
        fn #function<'de, D: Deserializer<'de>>(
            deserializer: D,
        ) -> Result<std::collections::BTreeMap<String, #value>, D::Error> {
            #body
        }
    }
}

/// The names of the properties of each pattern, and their values.
pub(super) fn checks(context: Context<'_>, id: SchemaId, object: &Object) -> TokenStream {
    let names = context.facts.names.patterns(id).iter();
    let checks = names.zip(&object.patterns).enumerate();
    let checks = checks.map(|(position, (field, pattern))| {
        let field = ident(field);
        let place = rule::Place {
            at: quote!(at),
            value: quote!(&self.#field),
            options: 0,
            path: TypePath::Here,
        };
        let values = rule::members(context, pattern.schema, &place);
        let source = &pattern.pattern;
        let position = proc_macro2::Literal::usize_unsuffixed(position);
        quote! {
            found.check(
                at,
                &self.#field,
                patterned::names(#source, |name| Self::pattern_of(name) == Some(#position)),
            );
            #values
        }
    });
    checks.collect()
}
