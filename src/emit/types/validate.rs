//! The checks of the models.

use indexmap::IndexMap;
use proc_macro2::{Ident, Literal, TokenStream};
use quote::{ToTokens, quote};

use super::patterned;
use crate::analyse::{Rule, RustName};
use crate::emit::Context;
use crate::emit::rule::{self, Member, Place};
use crate::emit::rust_type::TypePath;
use crate::emit::tokens::{ident, moved};
use crate::ir::{Combination, Object, Property, SchemaId, SchemaKind, Tuple, Union};

/// How a type with something to check is checked, alone and in the types that hold it.
///
/// ```text
/// impl validate::Validate for Dataset {
///     fn check(&self, at: &validate::At<'_>, found: &mut validate::Found) {
///         found
///             .object(at)
///             .check("name", &self.name, check::max_length(30))
///             .validate("owner", &self.owner);
///     }
/// }
/// ```
pub(super) fn item(context: Context<'_>, id: SchemaId) -> Option<TokenStream> {
    if !context.implements_validate(id) {
        return None;
    }
    let name = ident(context.facts.names.type_name(id)?);
    let (statements, uses_deprecated) = match &context.api.schemas.get(id).kind {
        SchemaKind::Object(object) => (
            self::object(context, id, object),
            uses_deprecated(context, object),
        ),
        SchemaKind::Tuple(tuple) => (self::tuple(context, id, tuple), false),
        SchemaKind::Enumeration(_) => (enumeration(context, id), false),
        SchemaKind::Union(union) => (self::union(context, id, union), false),
        _ => (newtype(context, id), false),
    };
    let deprecated = uses_deprecated.then(|| quote!(#[allow(deprecated)]));
    let statements = moved(statements);
    Some(quote! {
        impl validate::Validate for #name {
            #deprecated
            fn check(&self, at: &validate::At<'_>, found: &mut validate::Found) {
                #statements
            }
        }
    })
}

/// A list or a map that holds itself.
fn newtype(context: Context<'_>, id: SchemaId) -> TokenStream {
    let place = Place {
        at: quote!(at),
        value: quote!(&self.0),
        options: 0,
        path: TypePath::Here,
    };
    rule::structural(context, id, &place)
}

fn object(context: Context<'_>, id: SchemaId, object: &Object) -> TokenStream {
    let fields: Vec<(&RustName, &str, &Property)> = context
        .facts
        .names
        .fields(id)
        .iter()
        .zip(&object.properties)
        .map(|(name, (wire, property))| (name, wire.as_str(), property))
        .collect();
    let optional = fields.iter().filter(|(.., property)| !property.required);
    let optional = optional.map(|(name, wire, _)| (*wire, *name)).collect();
    let own = context
        .facts
        .checks
        .rules(id)
        .iter()
        .filter_map(|rule| of_object(context, object, &optional, rule));
    let members = members(context, &fields);
    let patterns = patterned::checks(context, id, object);
    let additional = additional(context, id, object);
    let count = count(context, id, &fields);
    quote!(#count #(#own)* #members #patterns #additional)
}

/// The rules of the whole list, then those of its items.
///
/// ```text
/// found.check(at, &[self.1.is_some(), !self.2.is_empty()], positions::without_gaps());
/// found.check(&at.item(0), &self.0, check::max_length(30));
/// ```
fn tuple(context: Context<'_>, id: SchemaId, tuple: &Tuple) -> TokenStream {
    let rules = context.facts.checks.rules(id).iter();
    let own = rules.filter_map(|rule| of_tuple(context, tuple, rule));
    let items = tuple.items.iter().enumerate().map(|(position, item)| {
        let position = Literal::usize_unsuffixed(position);
        let place = Place {
            at: quote!(&at.item(#position)),
            value: quote!(&self.#position),
            options: usize::from(!item.required) + usize::from(context.holds_null(item.schema)),
            path: TypePath::Here,
        };
        rule::statements(context, item.schema, &place)
    });
    let rest = tuple
        .rest
        .filter(|rest| context.facts.checks.has(*rest))
        .map(|rest| {
            let count = Literal::usize_unsuffixed(tuple.items.len());
            let place = Place {
                at: quote!(&at.item(index)),
                value: quote!(item),
                options: usize::from(context.holds_null(rest)),
                path: TypePath::Here,
            };
            let statements = rule::statements(context, rest, &place);
            quote!(for (index, item) in (#count..).zip(&self.#count) { #statements })
        });
    quote!(#(#own)* #(#items)* #rest)
}

fn of_tuple(context: Context<'_>, tuple: &Tuple, rule: &Rule) -> Option<TokenStream> {
    let there = there(tuple);
    let behind = Literal::usize_unsuffixed(tuple.items.len());
    let required = tuple.items.iter().filter(|item| item.required).count();
    let required = Literal::usize_unsuffixed(required).to_token_stream();
    let optional = (!there.is_empty()).then(|| quote!(validate::count(&[#(#there),*])));
    let rest = tuple.rest.map(|_| quote!(self.#behind.len()));
    let terms = [Some(required), optional, rest].into_iter().flatten();
    let count = quote!(#(#terms)+*);
    Some(match rule {
        Rule::WithoutGaps => {
            let rest = tuple.rest.map(|_| quote!(!self.#behind.is_empty()));
            let there = there.into_iter().chain(rest);
            quote!(found.check(at, &[#(#there),*], positions::without_gaps());)
        }
        Rule::MinItems(least) => {
            let least = Literal::usize_unsuffixed(*least);
            quote!(found.check(at, &(#count), positions::min_items(#least));)
        }
        Rule::MaxItems(most) => {
            let most = Literal::usize_unsuffixed(*most);
            quote!(found.check(at, &(#count), positions::max_items(#most));)
        }
        Rule::UniqueItems => quote!(found.check(at, self, positions::unique_items());),
        other => whole(context, other)?,
    })
}

/// Whether each of the optional items is there.
fn there(tuple: &Tuple) -> Vec<TokenStream> {
    let optional = tuple.items.iter().enumerate();
    let optional = optional.filter(|(_, item)| !item.required);
    let there = optional.map(|(position, _)| {
        let position = Literal::usize_unsuffixed(position);
        quote!(self.#position.is_some())
    });
    there.collect()
}

/// A rule about the value as a whole.
///
/// ```text
/// found.check(at, self, excluded::values(["none".into()]));
/// ```
fn whole(context: Context<'_>, rule: &Rule) -> Option<TokenStream> {
    if let Rule::Applied(assertion) = rule {
        let applied = rule::applied(context, assertion, TypePath::Here)?;
        return Some(quote!(found.apply(at, self, #applied);));
    }
    let check = rule::check(context, rule, TypePath::Here)?;
    Some(quote!(found.check(at, self, #check);))
}

/// How many members are checked in one chain: each link is an expression inside the next, for whoever reads the code.
const CHAIN: usize = 32;

/// The checks of the members, in their order; those that are links are chains up to the next that is none.
fn members(context: Context<'_>, fields: &[(&RustName, &str, &Property)]) -> TokenStream {
    let chains = fields
        .chunks(CHAIN)
        .map(|some| chained_members(context, some));
    chains.collect()
}

fn chained_members(context: Context<'_>, fields: &[(&RustName, &str, &Property)]) -> TokenStream {
    let mut statements = TokenStream::new();
    let mut chain = TokenStream::new();
    for (name, wire, property) in fields {
        let name = ident(name);
        let value = quote!(&self.#name);
        let options =
            usize::from(!property.required) + usize::from(context.holds_null(property.schema));
        let member = Member {
            name: wire,
            value: value.clone(),
            options,
        };
        if let Some(links) = rule::links(context, property.schema, &member) {
            chain.extend(links);
            continue;
        }
        statements.extend(chained(std::mem::take(&mut chain)));
        let place = Place {
            at: quote!(&at.member(#wire)),
            value,
            options,
            path: TypePath::Here,
        };
        statements.extend(rule::statements(context, property.schema, &place));
    }
    statements.extend(chained(chain));
    statements
}

fn chained(links: TokenStream) -> Option<TokenStream> {
    let links = (!links.is_empty()).then(|| moved(links))?;
    Some(quote!(found.object(at) #links;))
}

/// A rule about which properties there are.
///
/// ```text
/// found.check(at, &[self.id.is_some(), self.name.is_some()], check::one_group("`id`; `name`"));
/// ```
fn of_object(
    context: Context<'_>,
    object: &Object,
    optional: &IndexMap<&str, &RustName>,
    rule: &Rule,
) -> Option<TokenStream> {
    if let Rule::RequiredGroups(position) = rule {
        let check = rule::groups(object, *position)?;
        let groups = &object.required_groups.get(*position)?.groups;
        let complete = groups.iter().map(|group| complete(optional, group));
        return Some(quote!(found.check(at, &[#(#complete),*], #check);));
    }
    match rule {
        Rule::MinProperties(_) | Rule::MaxProperties(_) => {
            let check = rule::check(context, rule, TypePath::Here)?;
            Some(quote!(found.check(at, &count, #check);))
        }
        _ => whole(context, rule),
    }
}

/// Whether every property of a group is there: the optional ones have to be looked for, in the order of the fields.
fn complete(optional: &IndexMap<&str, &RustName>, group: &[String]) -> TokenStream {
    let mut fields: Vec<(usize, &RustName)> = group
        .iter()
        .filter_map(|wire| optional.get_full(wire.as_str()))
        .map(|(position, _, name)| (position, *name))
        .collect();
    fields.sort_by_key(|(position, _)| *position);
    fields.dedup_by_key(|(position, _)| *position);
    let names = fields.iter().map(|(_, name)| ident(name));
    let there: Vec<TokenStream> = names.map(|name| quote!(self.#name.is_some())).collect();
    match there.as_slice() {
        [] => quote!(true),
        there => quote!(#(#there)&&*),
    }
}

/// How many properties there are, for the rules that count them.
///
/// ```text
/// let count = 2 + validate::count(&[self.name.is_some(), self.realm.is_some()]);
/// ```
fn count(
    context: Context<'_>,
    id: SchemaId,
    fields: &[(&RustName, &str, &Property)],
) -> Option<TokenStream> {
    let rules = context.facts.checks.rules(id);
    let counts = |rule: &Rule| matches!(rule, Rule::MinProperties(_) | Rule::MaxProperties(_));
    if !rules.iter().any(counts) {
        return None;
    }
    let required = fields.iter().filter(|(.., property)| property.required);
    let required = required.count();
    let required = (required > 0).then(|| Literal::usize_unsuffixed(required).to_token_stream());
    let optional: Vec<Ident> = fields
        .iter()
        .filter(|(.., property)| !property.required)
        .map(|(name, ..)| ident(name))
        .collect();
    let optional =
        (!optional.is_empty()).then(|| quote!(validate::count(&[#(self.#optional.is_some()),*])));
    let names = &context.facts.names;
    let others = names.patterns(id).iter().chain(names.additional(id));
    let others = others.map(|name| {
        let name = ident(name);
        quote!(self.#name.len())
    });
    let terms = [required, optional].into_iter().flatten().chain(others);
    let terms: Vec<TokenStream> = terms.collect();
    Some(match terms.as_slice() {
        [] => quote!(let count = 0;),
        terms => quote!(let count = #(#terms)+*;),
    })
}

/// The values of the properties that the document does not name.
fn additional(context: Context<'_>, id: SchemaId, object: &Object) -> Option<TokenStream> {
    let name = ident(context.facts.names.additional(id)?);
    let schema = object.additional.schema()?;
    let place = Place {
        at: quote!(at),
        value: quote!(&self.#name),
        options: 0,
        path: TypePath::Here,
    };
    Some(rule::members(context, schema, &place))
}

/// ```text
/// if let Self::Unknown(_) = self {
///     found.add(at, "enum", "Must be one of: download, view");
/// }
/// ```
fn enumeration(context: Context<'_>, id: SchemaId) -> TokenStream {
    let own = of_itself(context, id);
    let rules = context.facts.checks.rules(id);
    let Some(Rule::Listed(words)) = rules.first() else {
        return own;
    };
    let message = format!("Must be one of: {words}");
    quote! {
        if let Self::Unknown(_) = self {
            found.add(at, "enum", #message);
        }
        #own
    }
}

/// The rules about the value as a whole.
fn of_itself(context: Context<'_>, id: SchemaId) -> TokenStream {
    let rules = context.facts.checks.rules(id).iter();
    rules.filter_map(|rule| whole(context, rule)).collect()
}

/// ```text
/// match self {
///     Self::Cat(value) => found.validate(at, value),
///     Self::Text(_) => {}
///     Self::Unknown(_) => found.add(at, "oneOf", "Must be one of what the document describes"),
/// }
/// ```
fn union(context: Context<'_>, id: SchemaId, union: &Union) -> TokenStream {
    let keyword = match union.combination {
        Combination::OneOf => "oneOf",
        Combination::AnyOf => "anyOf",
    };
    let unknown = quote!(found.add(at, #keyword, "Must be one of the alternatives"));
    let variants: Vec<Ident> = context.facts.names.variants(id).iter().map(ident).collect();
    let alternatives = || variants.iter().zip(union.schemas());
    let has = |schema: &SchemaId| context.facts.checks.has(*schema);
    let checked = alternatives()
        .filter(|(_, schema)| has(schema))
        .map(|(variant, schema)| {
            let place = Place {
                at: quote!(at),
                value: quote!(value),
                options: 0,
                path: TypePath::Here,
            };
            let statements = rule::statements(context, schema, &place);
            quote!(Self::#variant(value) => { #statements })
        });
    let checked: Vec<TokenStream> = checked.collect();
    let own = of_itself(context, id);
    if checked.is_empty() {
        return quote!(if let Self::Unknown(_) = self { #unknown; } #own);
    }
    let free: Vec<&Ident> = alternatives()
        .filter(|(_, schema)| !has(schema))
        .map(|(variant, _)| variant)
        .collect();
    let free = (!free.is_empty()).then(|| quote!(#(Self::#free(_))|* => {}));
    quote! {
        match self {
            #(#checked)*
            #free
            Self::Unknown(_) => #unknown,
        }
        #own
    }
}

/// A field that is deprecated warns where it is read.
fn uses_deprecated(context: Context<'_>, object: &Object) -> bool {
    object
        .properties
        .values()
        .any(|property| context.api.schemas.get(property.schema).docs.deprecated)
}
