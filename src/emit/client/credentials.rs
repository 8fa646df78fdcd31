//! The builder's methods for credentials.

use proc_macro2::TokenStream;
use quote::quote;

use crate::analyse::SecurityNames;
use crate::emit::tokens::ident;
use crate::emit::{Context, doc_text};
use crate::ir::{ApiKeyLocation, OAuthFlow, Operation, SecurityKind, SecurityScheme, TokenSource};

/// How long the form of a token is at most that is shown.
const LONGEST: usize = 100;

/// ```text
/// /// A token of the organization.
/// pub fn bearer_auth(self, token: impl Into<String>) -> Self {
///     self.credential("bearerAuth", auth::Credential::bearer(token))
/// }
/// ```
pub(super) fn methods(context: Context<'_>) -> Vec<TokenStream> {
    schemes(context)
        .flat_map(|(scheme, names)| {
            let credential = credential(context, scheme, names);
            credential.into_iter().chain(tokens(context, scheme, names))
        })
        .collect()
}

fn schemes<'a>(
    context: Context<'a>,
) -> impl Iterator<Item = (&'a SecurityScheme, &'a SecurityNames)> + use<'a> {
    let schemes = context.api.security_schemes.iter().enumerate();
    schemes.filter_map(move |(position, scheme)| {
        Some((scheme, context.facts.names.security(position)?))
    })
}

/// The method that takes the credential itself.
fn credential(
    context: Context<'_>,
    scheme: &SecurityScheme,
    names: &SecurityNames,
) -> Option<TokenStream> {
    let method = ident(names.credential.as_ref()?);
    let name = &scheme.name;
    let described = context.doc_lines(&docs(scheme));
    let (arguments, credential) = match &scheme.kind {
        SecurityKind::Bearer { .. }
        | SecurityKind::OAuth2 { .. }
        | SecurityKind::OpenIdConnect { .. } => {
            (quote!(token: impl Into<String>), quote!(bearer(token)))
        }
        SecurityKind::Basic => (
            quote!(user: impl Into<String>, password: impl Into<String>),
            quote!(basic(user, password)),
        ),
        SecurityKind::Http { scheme } => (
            quote!(value: impl Into<String>),
            quote!(http(#scheme, value)),
        ),
        SecurityKind::ApiKey { location, name } => {
            let credential = match location {
                ApiKeyLocation::Header => quote!(header_key(#name, key)),
                ApiKeyLocation::Query => quote!(query_key(#name, key)),
                ApiKeyLocation::Cookie => quote!(cookie_key(#name, key)),
            };
            (quote!(key: impl Into<String>), credential)
        }
        SecurityKind::MutualTls => (TokenStream::new(), quote!(elsewhere())),
        SecurityKind::Unsupported => return None,
    };
    Some(quote! {
        #described
        pub fn #method(self, #arguments) -> Self {
            self.credential(#name, Credential::#credential)
        }
    })
}

/// What the document says of a scheme, and what the method takes.
fn docs(scheme: &SecurityScheme) -> Vec<String> {
    let otherwise = format!("The credential for the security scheme `{}`.", scheme.name);
    let mut own = Vec::new();
    match &scheme.kind {
        SecurityKind::Bearer {
            format: Some(format),
        } => {
            let format = doc_text::code(format, LONGEST);
            own.extend(format.map(|format| format!("The form of the token: {format}")));
        }
        SecurityKind::OAuth2 { flows } => own.extend(flows.iter().map(flow)),
        SecurityKind::OpenIdConnect { url } => {
            own.push(format!("OpenID Connect: {}", doc_text::place(url)));
        }
        SecurityKind::MutualTls => own.push(
            "This says that the client given to [`ClientBuilder::http_client`] shows a certificate.".to_owned(),
        ),
        _ => {}
    }
    let mut lines = doc_text::lines(scheme.description.as_deref().unwrap_or(&otherwise));
    lines.extend(own.into_iter().flat_map(|line| [String::new(), line]));
    lines
}

/// The addresses of a flow.
fn flow(flow: &OAuthFlow) -> String {
    let urls = [
        ("authorization", &flow.authorization_url),
        ("token", &flow.token_url),
        ("refresh", &flow.refresh_url),
    ];
    let urls = urls
        .into_iter()
        .filter_map(|(what, url)| Some(format!("{what} at {}", doc_text::place(url.as_deref()?))));
    let urls: Vec<String> = urls.collect();
    let separator = if urls.is_empty() { "" } else { ": " };
    let kind = flow.kind.as_str();
    format!("The flow `{kind}`{separator}{}.", urls.join(", "))
}

/// The methods that take what gives tokens.
///
/// ```text
/// /// Takes tokens for `oauth` from a provider.
/// pub fn oauth_provider(self, provider: impl TokenProvider + 'static) -> Self {
///     self.credential("oauth", Credential::provider(provider))
/// }
/// ```
fn tokens(
    context: Context<'_>,
    scheme: &SecurityScheme,
    names: &SecurityNames,
) -> Vec<TokenStream> {
    let name = &scheme.name;
    let provider = names.provider.as_ref().map(|method| {
        let method = ident(method);
        let described = context.doc(&format!("Tokens for `{name}` that come from a provider."));
        quote! {
            #described
            pub fn #method(self, provider: impl TokenProvider + 'static) -> Self {
                self.credential(#name, Credential::provider(provider))
            }
        }
    });
    let kind = &scheme.kind;
    let client = names
        .client_credentials
        .as_ref()
        .zip(kind.client_credentials());
    let client = client.map(|(method, source)| {
        let default = default_of(source);
        let method = ident(method);
        let described = context.doc(&format!(
            "Tokens for `{name}` of a client that acts for itself, by its id and secret."
        ));
        quote! {
            #described
            pub fn #method(self, client: ClientCredentials) -> Self {
                let provider = client.#default;
                self.credential(#name, Credential::provider(provider))
            }
        }
    });
    let refresh = names.refresh_token.as_ref().zip(kind.refresh_token());
    let refresh = refresh.map(|(method, source)| {
        let default = default_of(source);
        let method = ident(method);
        let described = context.doc(&format!("Tokens for `{name}` by a refresh token."));
        quote! {
            #described
            pub fn #method(self, token: RefreshToken) -> Self {
                let provider = token.#default;
                self.credential(#name, Credential::provider(provider))
            }
        }
    });
    provider.into_iter().chain(client).chain(refresh).collect()
}

/// ```text
/// or_token_url("https://example.com/token")
/// ```
fn default_of(source: TokenSource<'_>) -> TokenStream {
    match source {
        TokenSource::Endpoint(url) => quote!(or_token_url(#url)),
        TokenSource::Discovered(url) => quote!(or_discovered_at(#url)),
    }
}

/// The schemes with the builder's methods, for the error of a call without a credential.
///
/// ```text
/// const SCHEMES: &[(&str, &str)] = &[("bearerAuth", "bearer_auth")];
/// ```
pub(super) fn known(context: Context<'_>) -> TokenStream {
    let schemes = schemes(context).filter_map(|(scheme, names)| {
        let (name, method) = (&scheme.name, names.credential.as_ref()?.unraw());
        Some(quote!((#name, #method)))
    });
    let described =
        context.doc_lines(&["The security schemes, and the builder's method for each."]);
    quote! {
        #described
        const SCHEMES: &[(&str, &str)] = &[#(#schemes),*];
    }
}

/// The names under which keys travel, for what is not to reach another host.
///
/// ```text
/// const KEYS: confidential::KeyNames = confidential::KeyNames {
///     headers: &["X-Api-Key"],
///     query: &["api_key"],
/// };
/// ```
pub(super) fn key_names(context: Context<'_>) -> TokenStream {
    let of = |place: ApiKeyLocation| {
        let schemes = context.api.security_schemes.iter();
        let names = schemes.filter_map(move |scheme| match &scheme.kind {
            SecurityKind::ApiKey { location, name } if *location == place => Some(name),
            _ => None,
        });
        quote!(&[#(#names),*])
    };
    let (headers, query) = (of(ApiKeyLocation::Header), of(ApiKeyLocation::Query));
    let described = context.doc_lines(&["The headers and parameters of the query that hold keys."]);
    quote! {
        #described
        const KEYS: confidential::KeyNames = confidential::KeyNames {
            headers: #headers,
            query: #query,
        };
    }
}

/// What authorizes a call: `&[&["oauth[read]"]]`.
pub(super) fn security(operation: &Operation) -> TokenStream {
    let alternatives = operation.security.iter().map(|requirement| {
        let schemes = requirement
            .schemes
            .iter()
            .map(|needed| match needed.scopes.as_slice() {
                [] => needed.name.clone(),
                scopes => format!("{}[{}]", needed.name, scopes.join(" ")),
            });
        quote!(&[#(#schemes),*])
    });
    quote!(&[#(#alternatives),*])
}
