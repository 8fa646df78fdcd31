//! What a query may hold, for a server that passes nothing over.

use proc_macro2::TokenStream;
use quote::quote;

use crate::analyse::QueryNames;
use crate::emit::Context;
use crate::ir::{Operation, OperationId};

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
    let readings = &context.facts.readings;
    let QueryNames { known, deep } = readings.query_names(context.api, (id, operation))?;
    Some(quote!(query_parameters.refuse_others(&[#(#known),*], &[#(#deep),*], &mut faults);))
}
