//! How the server reads a parameter.

use proc_macro2::TokenStream;
use quote::quote;

use super::schemas;
use crate::analyse::{OutlineId, Reading};
use crate::emit::plain_value::plain_value;
use crate::emit::rule::{self, Place};
use crate::emit::rust_type::TypePath;
use crate::emit::{Context, runtime, style};
use crate::ir::{
    EnumerationType, OperationId, Parameter, ParameterLocation, SchemaId, SchemaKind, Style,
};

/// ```text
/// query_parameters.parameter("limit").parse().check(check::minimum(1)).check(check::maximum(1000)).or(50, &mut faults)
/// ```
pub(super) fn read(
    context: Context<'_>,
    id: OperationId,
    position: usize,
    parameter: &Parameter,
) -> TokenStream {
    let read = match context.facts.readings.get(id, position) {
        Reading::Plain => plain(context, &found(parameter), parameter.schema),
        Reading::List => list(
            context,
            &found(parameter),
            (parameter.style, parameter.schema),
        ),
        Reading::Json => {
            let found = found(parameter);
            let checks = checks_of_parts(context, id, position, parameter);
            let described = schemas::reference(context, parameter.schema);
            quote!(#found.json(#described) #checks)
        }
        Reading::Outlined(outline) => {
            let read = outlined(context, id, parameter, outline);
            let checks = checks_of_parts(context, id, position, parameter);
            quote!(#read #checks)
        }
    };
    let end = match (
        parameter.required,
        default(context, id, position, parameter),
    ) {
        (true, _) => quote!(.required(&mut faults)),
        (false, Some(default)) => quote!(.or(#default, &mut faults)),
        (false, None) => quote!(.optional(&mut faults)),
    };
    quote!(#read #end)
}

/// The type of the server's field: always there when the document says what it is otherwise.
pub(super) fn field_type(
    context: Context<'_>,
    id: OperationId,
    position: usize,
    parameter: &Parameter,
) -> TokenStream {
    let bare = context.rust_type(parameter.schema, TypePath::Imported);
    let always = parameter.required || context.facts.defaults.get(id, position).is_some();
    if always { bare } else { quote!(Option<#bare>) }
}

/// ```text
/// query_parameters.parameter("limit")
/// ```
fn found(parameter: &Parameter) -> TokenStream {
    let name = &parameter.name;
    let found = match parameter.location {
        _ if parameter.style == Style::WholeFormText => {
            quote!(pairs::whole_form(#name, parts.uri.query()))
        }
        _ if parameter.style.is_whole() => quote!(pairs::whole(#name, parts.uri.query())),
        ParameterLocation::Path => quote!(path_parameters.parameter(#name)),
        ParameterLocation::Header => quote!(header::parameter(&parts.headers, #name)),
        ParameterLocation::Query | ParameterLocation::Cookie => {
            let pairs = pairs(parameter);
            quote!(#pairs.parameter(#name))
        }
    };
    let unless_empty = parameter.allow_empty.then(|| quote!(.unless_empty()));
    quote!(#found #unless_empty)
}

fn pairs(parameter: &Parameter) -> TokenStream {
    match parameter.location {
        _ if is_plain_cookie(parameter) => quote!(plain_cookie_parameters),
        ParameterLocation::Cookie => quote!(cookie_parameters),
        _ => quote!(query_parameters),
    }
}

/// Whether nothing is encoded in a cookie.
pub(super) fn is_plain_cookie(parameter: &Parameter) -> bool {
    matches!(parameter.style, Style::Cookie { .. })
}

/// ```text
/// query_parameters.parameter("limit").parse().check(check::minimum(1))
/// ```
pub(super) fn plain(context: Context<'_>, found: &TokenStream, schema: SchemaId) -> TokenStream {
    let decode = match &context.api.schemas.resolve(schema).1.kind {
        kind if is_parsed(kind) => quote!(.parse()),
        kind if is_listed(kind) => quote!(.listed()),
        _ => quote!(.decode()),
    };
    let checks = checks(context, schema, &quote!(check));
    quote!(#found #decode #checks)
}

/// ```text
/// query_parameters.parameter("ids").parse_items(parameter::Items::Repeated).check(check::max_items(10))
/// ```
pub(super) fn list(
    context: Context<'_>,
    found: &TokenStream,
    (style, schema): (Style, SchemaId),
) -> TokenStream {
    let SchemaKind::Array(array) = &context.api.schemas.resolve(schema).1.kind else {
        return TokenStream::new();
    };
    let separated = match style {
        Style::Form { explode: true } | Style::Cookie { explode: true } => {
            quote!(parameter::Items::Repeated)
        }
        _ => quote!(parameter::Items::SeparatedBy(b',')),
    };
    let item = &context.api.schemas.resolve(array.items).1.kind;
    let decode = match item {
        item if is_parsed(item) => quote!(parse_items),
        item if is_listed(item) => quote!(listed_items),
        _ => quote!(decode_items),
    };
    let items = checks(context, array.items, &quote!(check_items));
    let own = checks(context, schema, &quote!(check));
    quote!(#found.#decode(#separated) #items #own)
}

/// ```text
/// query_parameters.deep("filter", assembly::Written { outline: &outlines::FILTER, schema: schema::Schema::of(&schemas::FILTER) })
/// ```
fn outlined(
    context: Context<'_>,
    id: OperationId,
    parameter: &Parameter,
    outline: OutlineId,
) -> TokenStream {
    let name = &parameter.name;
    let written = schemas::written(context, Some(outline), parameter.schema);
    let has_members = context.facts.readings.outlines.has_members(outline);
    match parameter.style {
        Style::DeepObject => {
            let pairs = pairs(parameter);
            quote!(#pairs.deep(#name, #written))
        }
        Style::Form { explode: true } | Style::Cookie { explode: true } | Style::Urlencoded
            if has_members =>
        {
            let pairs = pairs(parameter);
            let declared = declared(context, id, parameter, outline);
            quote!(#pairs.exploded(#name, #written, &[#(#declared),*]))
        }
        Style::FormText => {
            let found = found(parameter);
            quote!(#found.form(#written))
        }
        style => {
            let found = found(parameter);
            let style = style::of(style);
            quote!(#found.styled(#style, #written))
        }
    }
}

/// The names that are no members of an object that takes all others: of the parameters beside it, and of their members.
fn declared(
    context: Context<'_>,
    id: OperationId,
    parameter: &Parameter,
    outline: OutlineId,
) -> Vec<String> {
    let readings = &context.facts.readings;
    let operation = context.operation(id);
    let operation = operation.filter(|_| readings.outlines.has_others(outline));
    operation
        .map(|operation| readings.names_beside(context.api, (id, operation), parameter))
        .unwrap_or_default()
}

/// ```text
/// .check_parts(violation::parts(|value: &types::Filter, at, found| {
///     found.validate(at, value);
/// }))
/// ```
fn checks_of_parts(
    context: Context<'_>,
    id: OperationId,
    position: usize,
    parameter: &Parameter,
) -> Option<TokenStream> {
    if !runtime::is_checked_in_parts(context, (id, position), parameter.schema) {
        return None;
    }
    let value_type = context.rust_type(parameter.schema, TypePath::Imported);
    Some(whole_checks(context, parameter.schema, (&value_type, 0)))
}

/// The checks of a value and of all in it, of a type that has so many options around it.
pub(super) fn whole_checks(
    context: Context<'_>,
    schema: SchemaId,
    (value_type, options): (&TokenStream, usize),
) -> TokenStream {
    let place = Place {
        at: quote!(at),
        value: quote!(value),
        options,
        path: TypePath::Imported,
    };
    let statements = rule::statements(context, schema, &place);
    quote! {
        .check_parts(violation::parts(|value: &#value_type, at, found| { #statements }))
    }
}

/// Numbers and booleans are written differently in JSON and in a parameter; texts are the same.
pub(super) fn is_parsed(kind: &SchemaKind) -> bool {
    matches!(
        kind,
        SchemaKind::Boolean | SchemaKind::Integer(_) | SchemaKind::Number(_)
    )
}

/// Listed values that are not all texts, and so written differently, too.
pub(super) fn is_listed(kind: &SchemaKind) -> bool {
    match kind {
        SchemaKind::Enumeration(listed) => listed.values_type != EnumerationType::Text,
        // In the place of what is no text, the user's own type reads the text itself.
        SchemaKind::Own(own) => is_parsed(&own.described) || is_listed(&own.described),
        _ => false,
    }
}

/// ```text
/// .check(check::minimum(1)).check(check::maximum(1000))
/// ```
fn checks(context: Context<'_>, schema: SchemaId, method: &TokenStream) -> TokenStream {
    let (id, schema) = context.api.schemas.resolve(schema);
    let rules = context.facts.checks.rules(id).iter();
    let checks = rules.filter_map(|rule| rule::check(context, rule, TypePath::Imported));
    let checks = quote!(#(.#method(#checks))*);
    if let SchemaKind::Enumeration(listed) = &schema.kind {
        if listed.allows_others || context.is_closed_enum(id) {
            return checks;
        }
        let name = context.rust_type(id, TypePath::Imported);
        let listed = match listed.values_type {
            EnumerationType::Text => quote!(.#method(check::one_of(#name::VALUES, #name::as_str))),
            EnumerationType::Integer => {
                let values = quote!(#name::VALUES.iter().copied());
                quote!(.#method(check::one_of_values(#values, #name::as_i64)))
            }
            EnumerationType::Mixed => {
                let values = quote!(#name::values().iter().map(#name::to_value));
                quote!(.#method(check::one_of_values(#values, #name::to_value)))
            }
        };
        return quote!(#listed #checks);
    }
    checks
}

fn default(
    context: Context<'_>,
    id: OperationId,
    position: usize,
    parameter: &Parameter,
) -> Option<TokenStream> {
    let default = context.facts.defaults.get(id, position)?;
    Some(plain_value(
        context,
        parameter.schema,
        default,
        TypePath::Imported,
    ))
}
