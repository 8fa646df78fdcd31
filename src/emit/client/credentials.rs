//! The builder's methods for credentials.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::Context;
use crate::emit::tokens::ident;
use crate::ir::{ApiKeyLocation, SecurityKind, SecurityScheme};

/// ```text
/// impl ClientBuilder {
///     /// A token of the organization.
///     pub fn bearer_auth(self, token: impl Into<String>) -> Self {
///         self.credential("bearerAuth", auth::Credential::bearer(token))
///     }
/// }
/// ```
pub(super) fn methods(context: Context<'_>) -> TokenStream {
    let schemes = context.api.security_schemes.iter().enumerate();
    let methods: Vec<TokenStream> = schemes
        .filter_map(|(position, scheme)| method(context, position, scheme))
        .collect();
    if methods.is_empty() {
        return TokenStream::new();
    }
    quote! {
        impl ClientBuilder {
            #(#methods)*
        }
    }
}

fn method(context: Context<'_>, position: usize, scheme: &SecurityScheme) -> Option<TokenStream> {
    let method = ident(context.facts.names.security(position)?);
    let name = &scheme.name;
    let otherwise = format!("The credential for the security scheme `{name}`.");
    let described = context.doc(scheme.description.as_deref().unwrap_or(&otherwise));
    let (arguments, credential) = match &scheme.kind {
        SecurityKind::Bearer => (quote!(token: impl Into<String>), quote!(bearer(token))),
        SecurityKind::Basic => (
            quote!(user: impl Into<String>, password: impl Into<String>),
            quote!(basic(user, password)),
        ),
        SecurityKind::ApiKey { location, name } => {
            let credential = match location {
                ApiKeyLocation::Header => quote!(header_key(#name, key)),
                ApiKeyLocation::Query => quote!(query_key(#name, key)),
                ApiKeyLocation::Cookie => quote!(cookie_key(#name, key)),
            };
            (quote!(key: impl Into<String>), credential)
        }
    };
    Some(quote! {
        #described
        pub fn #method(self, #arguments) -> Self {
            self.credential(#name, auth::Credential::#credential)
        }
    })
}
