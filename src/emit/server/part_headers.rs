//! The headers of parts, which are looked at before what the parts hold.

use proc_macro2::TokenStream;
use quote::quote;

use super::parameter;
use super::parts::Written;
use crate::emit::rust_type::TypePath;
use crate::ir::{Header, SchemaKind, Style};

impl Written<'_> {
    /// ```text
    /// fn check_headers(name: &str, headers: &http::HeaderMap, faults: &mut fault::Faults) {
    ///     if name == "legend" {
    ///         let _: Option<Option<String>> = header::parameter(headers, "X-Language").decode().optional(faults);
    ///     }
    /// }
    /// ```
    pub(super) fn check_headers(&self) -> Option<TokenStream> {
        let parts = self.reading.parts.iter().filter_map(|part| {
            let headers = part.headers.iter().filter_map(|it| self.check_header(it));
            let headers: Vec<TokenStream> = headers.collect();
            let name = &part.name;
            (!headers.is_empty()).then(|| quote!(if name == #name { #(#headers)* }))
        });
        let parts: Vec<TokenStream> = parts.collect();
        (!parts.is_empty()).then(|| {
            quote! {
                fn check_headers(
                    name: &str,
                    headers: &http::HeaderMap,
                    faults: &mut fault::Faults,
                ) {
                    #(#parts)*
                }
            }
        })
    }

    /// Of what is no plain value, or a list of such, only whether it is there is looked at.
    fn check_header(&self, header: &Header) -> Option<TokenStream> {
        let (context, name, schema) = (self.context, &header.name, header.schema);
        let found = quote!(header::parameter(headers, #name));
        let style = Style::Simple { explode: false };
        let is_plain = |schema| is_plain_kind(&context.api.schemas.resolve(schema).1.kind);
        let (read, held) = match &context.api.schemas.resolve(schema).1.kind {
            kind if is_plain_kind(kind) => (
                parameter::plain(context, &found, schema),
                context.rust_type(schema, TypePath::Imported),
            ),
            SchemaKind::Array(array) if is_plain(array.items) => (
                parameter::list(context, &found, (style, schema)),
                context.rust_type(schema, TypePath::Imported),
            ),
            _ if header.required => (quote!(#found.decode()), quote!(String)),
            _ => return None,
        };
        Some(match header.required {
            true => quote!(let _: Option<#held> = #read.required(faults);),
            false => quote!(let _: Option<Option<#held>> = #read.optional(faults);),
        })
    }
}

/// Whether a header holds it as one text.
fn is_plain_kind(kind: &SchemaKind) -> bool {
    matches!(kind, SchemaKind::String(_) | SchemaKind::Enumeration(_))
        || parameter::is_parsed(kind)
        || parameter::is_listed(kind)
}
