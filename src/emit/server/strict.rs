//! What a query may hold, for a server that passes nothing over.

use proc_macro2::TokenStream;
use quote::quote;

use crate::analyse::Reading;
use crate::emit::Context;
use crate::ir::{
    ApiKeyLocation, Operation, OperationId, Parameter, ParameterLocation, SecurityKind, Style,
};

/// Refuses what the operation does not have; nothing where the query as a whole is a parameter, or an object in it takes any name.
///
/// ```text
/// query_parameters.refuse_others(&["limit", "offset"], &["filter"], &mut faults);
/// ```
pub(super) fn refusal(
    context: Context<'_>,
    id: OperationId,
    operation: &Operation,
) -> Option<TokenStream> {
    if context.config.server.strict_query != Some(true) {
        return None;
    }
    let numbered = operation.parameters.iter().enumerate();
    let in_query: Vec<(usize, &Parameter)> = numbered
        .filter(|(_, parameter)| parameter.location == ParameterLocation::Query)
        .collect();
    let outlines = &context.facts.readings.outlines;
    let mut known = keys(context);
    let mut deep = Vec::new();
    for (position, parameter) in in_query {
        if parameter.style.is_whole() {
            return None;
        }
        if parameter.style == Style::DeepObject {
            deep.push(parameter.name.as_str());
        }
        if let Reading::Outlined(outline) = context.facts.readings.get(id, position) {
            let is_spread = matches!(
                parameter.style,
                Style::Form { explode: true } | Style::Urlencoded
            );
            if is_spread && outlines.has_others(outline) {
                return None;
            }
            if is_spread {
                known.extend(outlines.member_names(outline));
            }
        }
        known.push(parameter.name.clone());
    }
    Some(quote!(query_parameters.refuse_others(&[#(#known),*], &[#(#deep),*], &mut faults);))
}

/// The keys that callers may show in a query.
fn keys(context: Context<'_>) -> Vec<String> {
    let schemes = context.api.security_schemes.iter();
    let keys = schemes.filter_map(|scheme| match &scheme.kind {
        SecurityKind::ApiKey {
            location: ApiKeyLocation::Query,
            name,
        } => Some(name.clone()),
        _ => None,
    });
    keys.collect()
}
