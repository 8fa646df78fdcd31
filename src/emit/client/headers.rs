//! The headers of answers, as what the document says that they are.

use proc_macro2::TokenStream;
use quote::quote;

use crate::analyse::{HeaderText, OperationNames, RustName};
use crate::emit::Context;
use crate::emit::header;
use crate::emit::tokens::ident;
use crate::ir::{OperationId, Response};

/// The types of the headers of an operation's responses.
pub(super) fn items(context: Context<'_>, id: OperationId) -> Vec<TokenStream> {
    let Some((operation, names)) = context.operation(id).zip(context.facts.names.operation(id))
    else {
        return Vec::new();
    };
    let all = operation
        .responses
        .iter()
        .zip(&names.header_types)
        .zip(&names.headers);
    all.filter_map(|((response, name), fields)| {
        Some(item(context, names, response, (name.as_ref()?, fields)))
    })
    .collect()
}

/// ```text
/// /// The headers of the answer 200 of [`Client::list_things`].
/// #[derive(Debug, Clone, PartialEq)]
/// pub struct ListThingsHeaders {
///     /// How many calls are left.
///     pub x_rate_limit: Option<i64>,
/// }
///
/// impl ListThingsHeaders {
///     pub fn read(headers: &http::HeaderMap) -> Result<Self, HeaderError> { … }
/// }
/// ```
fn item(
    context: Context<'_>,
    names: &OperationNames,
    response: &Response,
    (name, fields): (&RustName, &[RustName]),
) -> TokenStream {
    let name = ident(name);
    let described = context.doc_lines(&[format!(
        "The headers of the answer {} of [`{}`].",
        response.status,
        names.documented()
    )]);
    let all = || response.headers.iter().zip(fields.iter().map(ident));
    let held = all().map(|(header, field)| {
        let described = context.docs(&header.docs, &format!("The header `{}`.", header.name));
        let held = header::field_type(context, header);
        quote!(#described pub #field: #held)
    });
    let read = all().map(|(header, field)| {
        let name = header.name.to_ascii_lowercase();
        let kind = HeaderText::of(context.api, header.schema);
        let read = match kind {
            HeaderText::Parsed | HeaderText::ParsedList => quote!(parsed),
            HeaderText::Text | HeaderText::TextList | HeaderText::Raw => quote!(decoded),
        };
        let method = match (header.required, kind.is_list()) {
            (true, false) => quote!(required),
            (true, true) => quote!(required_list),
            (false, false) => quote!(optional),
            (false, true) => quote!(optional_list),
        };
        quote!(#field: headers::#method(headers, #name, headers::#read)?)
    });
    // A deprecated field warns where it is filled in.
    let is_deprecated = response.headers.iter().any(|header| header.docs.deprecated);
    let deprecated = is_deprecated.then(|| quote!(#[allow(deprecated)]));
    quote! {
        #described
        #[derive(Debug, Clone, PartialEq)]
        pub struct #name {
            #(#held,)*
        }

        impl #name {
            /// Reads them from those of an answer.
            ///
            /// # Errors
            ///
            /// When one is missing that has to be there, or is not what the document says.
            #deprecated
            pub fn read(headers: &http::HeaderMap) -> Result<Self, headers::HeaderError> {
                Ok(Self { #(#read,)* })
            }
        }
    }
}
