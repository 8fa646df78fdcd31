//! By which credentials callers are let in.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::analyse;
use crate::emit::Context;
use crate::emit::tokens::ident;
use crate::ir::{ApiKeyLocation, Operation, SecurityKind, SecurityRequirement, SecurityScheme};

/// Whether callers of the API have to say who they are.
pub(in crate::emit) fn is_guarded(context: Context<'_>) -> bool {
    context.routed().any(|(_, operation)| has_guard(operation))
}

/// Whether senders of webhooks and callbacks have to.
pub(super) fn is_receiver_guarded(context: Context<'_>) -> bool {
    context
        .received()
        .any(|(_, operation)| has_guard(operation))
}

fn has_guard(operation: &Operation) -> bool {
    !operation.security.iter().all(is_empty)
}

/// What the root has of it.
///
/// ```text
/// pub enum Credentials { … }
/// fn credentials(parts: &Parts, schemes: &[&str]) -> Option<Credentials> { … }
/// fn challenge(scheme: &str) -> Option<&'static str> { … }
/// ```
pub(super) fn root(context: Context<'_>) -> Option<TokenStream> {
    (!context.facts.access.is_open()).then(|| {
        let (shown, read, challenge) = (shown(context), read(context), challenge(context));
        quote!(#shown #read #challenge)
    })
}

/// A scheme whose credential a caller shows, and what it is called.
struct Shown<'a> {
    scheme: &'a SecurityScheme,
    field: Ident,
}

impl Shown<'_> {
    fn held(&self) -> TokenStream {
        match &self.scheme.kind {
            SecurityKind::Basic => quote!(basic::BasicCredentials),
            SecurityKind::ApiKey { .. } => quote!(api_key::ApiKey),
            SecurityKind::Http { .. } => quote!(http_credential::HttpCredential),
            _ => quote!(bearer::BearerToken),
        }
    }

    fn read(&self) -> TokenStream {
        match &self.scheme.kind {
            SecurityKind::Basic => quote!(basic::BasicCredentials::read(&parts.headers)?),
            SecurityKind::Http { scheme } => {
                quote!(http_credential::HttpCredential::read(&parts.headers, #scheme)?)
            }
            SecurityKind::ApiKey { location, name } => match location {
                ApiKeyLocation::Header => {
                    let name = name.to_ascii_lowercase();
                    quote!(api_key::ApiKey::in_header(&parts.headers, #name)?)
                }
                ApiKeyLocation::Query => {
                    quote!(api_key::ApiKey::in_query(parts.uri.query(), #name)?)
                }
                ApiKeyLocation::Cookie => {
                    quote!(api_key::ApiKey::in_cookie(&parts.headers, #name)?)
                }
            },
            _ => quote!(bearer::BearerToken::read(&parts.headers)?),
        }
    }

    fn described(&self, context: Context<'_>) -> TokenStream {
        let otherwise = format!("The credential of the scheme `{}`.", self.scheme.name);
        context.doc(self.scheme.description.as_deref().unwrap_or(&otherwise))
    }
}

/// Whether a request holds what proves it.
fn is_shown(kind: &SecurityKind) -> bool {
    !matches!(kind, SecurityKind::MutualTls | SecurityKind::Unsupported)
}

/// A set of schemes, all of which a caller has to meet.
struct Set<'a> {
    variant: Ident,
    /// The names of all.
    schemes: Vec<&'a str>,
    /// Those of which the request holds the credential.
    shown: Vec<Shown<'a>>,
}

fn sets(context: Context<'_>) -> impl Iterator<Item = Set<'_>> {
    let sets = context.facts.access.sets().iter().enumerate();
    sets.filter_map(move |(position, set)| {
        let names = context.facts.names.credentials(position)?;
        let schemes = set
            .iter()
            .filter_map(|it| context.api.security_schemes.get(*it));
        let named = schemes.clone().zip(&names.fields);
        let shown = named.filter(|(scheme, _)| is_shown(&scheme.kind));
        Some(Set {
            variant: ident(&names.variant),
            schemes: schemes.map(|scheme| scheme.name.as_str()).collect(),
            shown: shown
                .map(|(scheme, field)| Shown {
                    scheme,
                    field: ident(field),
                })
                .collect(),
        })
    })
}

/// ```text
/// /// What a caller shows: the credentials of one of the document's requirements.
/// #[derive(Debug, Clone)]
/// pub enum Credentials {
///     /// A token of the organization.
///     BearerAuth(bearer::BearerToken),
///     /// `key` and `user`
///     KeyAndUser { key: api_key::ApiKey, user: basic::BasicCredentials },
/// }
/// ```
fn shown(context: Context<'_>) -> TokenStream {
    let variants = sets(context).map(|set| {
        let variant = &set.variant;
        match set.shown.as_slice() {
            [] => {
                let words = "What proves it is not in the request, but perhaps in its extensions.";
                let described = context.doc_lines(&[words]);
                quote!(#described #variant)
            }
            [one] => {
                let (described, held) = (one.described(context), one.held());
                quote!(#described #variant(#held))
            }
            several => {
                let described = context.doc_lines(&[format!("`{}`", set.schemes.join("` and `"))]);
                let fields = several.iter().map(|it| {
                    let (described, field, held) = (it.described(context), &it.field, it.held());
                    quote!(#described #field: #held)
                });
                quote!(#described #variant { #(#fields),* })
            }
        }
    });
    let described = context.doc_lines(&[
        "What a caller shows: the credentials of one of the document's requirements.",
    ]);
    quote! {
        #described
        #[derive(Debug, Clone)]
        pub enum Credentials {
            #(#variants,)*
        }
    }
}

/// ```text
/// /// What a request shows for these schemes; `None` where one of the credentials is missing or not well formed.
/// fn credentials(parts: &Parts, schemes: &[&str]) -> Option<Credentials> {
///     Some(match schemes {
///         ["bearerAuth"] => Credentials::BearerAuth(bearer::BearerToken::read(&parts.headers)?),
///         _ => return None,
///     })
/// }
/// ```
fn read(context: Context<'_>) -> TokenStream {
    let arms = sets(context).map(|set| {
        let (variant, schemes) = (&set.variant, &set.schemes);
        let value = match set.shown.as_slice() {
            [] => quote!(Credentials::#variant),
            [one] => {
                let read = one.read();
                quote!(Credentials::#variant(#read))
            }
            several => {
                let fields = several.iter().map(|it| {
                    let (field, read) = (&it.field, it.read());
                    quote!(#field: #read)
                });
                quote!(Credentials::#variant { #(#fields),* })
            }
        };
        quote!([#(#schemes),*] => #value,)
    });
    let is_looked_at = sets(context).any(|set| !set.shown.is_empty());
    let parts = if is_looked_at {
        quote!(parts)
    } else {
        quote!(_parts)
    };
    let described = context.doc_lines(&[
        "What a request shows for these schemes; `None` where one of the credentials is missing or not well formed.",
    ]);
    quote! {
        #described
        fn credentials(#parts: &Parts, schemes: &[&str]) -> Option<Credentials> {
            Some(match schemes {
                #(#arms)*
                _ => return None,
            })
        }
    }
}

/// ```text
/// /// How callers are asked for the credential of a scheme (RFC 9110, section 11.6.1).
/// fn challenge(scheme: &str) -> Option<&'static str> {
///     Some(match scheme {
///         "bearerAuth" => "Bearer",
///         _ => return None,
///     })
/// }
/// ```
fn challenge(context: Context<'_>) -> TokenStream {
    let sets = context.facts.access.sets().iter().flatten();
    let mut positions: Vec<usize> = sets.copied().collect();
    positions.sort_unstable();
    positions.dedup();
    let schemes = positions
        .into_iter()
        .filter_map(|it| context.api.security_schemes.get(it));
    let arms: Vec<TokenStream> = schemes
        .filter_map(|scheme| {
            let (name, asked) = (&scheme.name, asked(&scheme.kind)?);
            Some(quote!(#name => #asked,))
        })
        .collect();
    let described = context.doc_lines(&[
        "How callers are asked for the credential of a scheme (RFC 9110, section 11.6.1).",
    ]);
    if arms.is_empty() {
        return quote! {
            #described
            fn challenge(_scheme: &str) -> Option<&'static str> {
                None
            }
        };
    }
    quote! {
        #described
        fn challenge(scheme: &str) -> Option<&'static str> {
            Some(match scheme {
                #(#arms)*
                _ => return None,
            })
        }
    }
}

/// The challenge for a credential. HTTP has none for keys of one's own, and one is asked for all the same.
fn asked(kind: &SecurityKind) -> Option<&str> {
    match kind {
        SecurityKind::Basic => Some("Basic realm=\"api\", charset=\"UTF-8\""),
        SecurityKind::ApiKey { .. } => Some("ApiKey"),
        SecurityKind::Http { scheme } => Some(scheme),
        SecurityKind::MutualTls | SecurityKind::Unsupported => None,
        _ => Some("Bearer"),
    }
}

/// How an operation finds out who calls it: everybody may call one without requirements, and somebody unknown one with an empty
/// requirement.
///
/// ```text
/// const REQUIREMENTS: &[access::Requirement] = &[access::Requirement { schemes: &["bearerAuth"], scopes: &[] }];
/// let principal = match access::admit(api.as_ref(), &parts, "list_dataset_activity", REQUIREMENTS).await {
///     Ok(principal) => principal,
///     Err(rejection) => return reject(rejection),
/// };
/// ```
pub(super) fn admission(
    context: Context<'_>,
    (operation, reject): (&Operation, &TokenStream),
    function: &str,
) -> Option<TokenStream> {
    let demanding = operation.security.iter().filter(|it| !is_empty(it));
    let requirements: Vec<TokenStream> = demanding
        .map(|requirement| literal(context, requirement))
        .collect();
    if requirements.is_empty() {
        return None;
    }
    let admit = if operation.security.iter().any(is_empty) {
        quote!(admit_anyone)
    } else {
        quote!(admit)
    };
    Some(quote! {
        const REQUIREMENTS: &[access::Requirement] = &[#(#requirements),*];
        let admitted = access::#admit(api.as_ref(), &parts, #function, REQUIREMENTS);
        let principal = match admitted.await {
            Ok(principal) => principal,
            Err(rejection) => return #reject(rejection),
        };
    })
}

fn is_empty(requirement: &SecurityRequirement) -> bool {
    requirement.schemes.is_empty()
}

/// What the implementation is told of who calls.
///
/// ```text
/// Self::Principal
/// ```
pub(in crate::emit) fn principal(operation: &Operation) -> TokenStream {
    let mut requirements = operation.security.iter();
    match (
        requirements.clone().any(|it| !is_empty(it)),
        requirements.any(is_empty),
    ) {
        (false, _) => TokenStream::new(),
        (true, false) => quote!(<Self::Principal>),
        (true, true) => quote!(<Option<Self::Principal>>),
    }
}

fn literal(context: Context<'_>, requirement: &SecurityRequirement) -> TokenStream {
    let positions = analyse::schemes(context.api, requirement).into_iter();
    let schemes = positions.filter_map(|it| context.api.security_schemes.get(it));
    let schemes = schemes.map(|scheme| &scheme.name);
    let scopes = requirement.schemes.iter().flat_map(|it| &it.scopes);
    quote!(access::Requirement { schemes: &[#(#schemes),*], scopes: &[#(#scopes),*] })
}

/// Whether callers show any text that could be compared with one that is accepted: a certificate is none.
pub(in crate::emit) fn shows_texts(context: Context<'_>) -> bool {
    is_guarded(context) && sets(context).any(|set| !set.shown.is_empty())
}

/// Whether what a caller shows is one credential that is accepted.
///
/// ```text
/// server::Credentials::BearerAuth(it) => it.is(accepted),
/// ```
pub(in crate::emit) fn accepted(context: Context<'_>) -> TokenStream {
    let is = |shown: &Shown<'_>, value: &TokenStream| match shown.scheme.kind {
        SecurityKind::Basic => quote! {
            accepted.split_once(':').is_some_and(|(user, password)| #value.are(user, password))
        },
        _ => quote!(#value.is(accepted)),
    };
    let arms = sets(context).map(|set| {
        let variant = &set.variant;
        match set.shown.as_slice() {
            [] => quote!(server::Credentials::#variant => true,),
            [one] => {
                let is = is(one, &quote!(it));
                quote!(server::Credentials::#variant(it) => #is,)
            }
            several => {
                let fields = several.iter().map(|it| &it.field);
                let all = several.iter().map(|it| {
                    let field = &it.field;
                    is(it, &quote!(#field))
                });
                quote!(server::Credentials::#variant { #(#fields),* } => #(#all)&&*,)
            }
        }
    });
    arms.collect()
}

/// The implementation of who lets in everyone that shows something.
///
/// ```text
/// impl server::Authenticator for Mock {
///     type Principal = ();
///
///     async fn authenticate(&self, _: server::Credentials, _: server::Access<'_>) -> Result<(), server::Refusal> {
///         Ok(())
///     }
/// }
/// ```
pub(in crate::emit) fn admitting(name: &Ident) -> TokenStream {
    quote! {
        impl server::Authenticator for #name {
            type Principal = ();

            async fn authenticate(
                &self,
                _: server::Credentials,
                _: server::Access<'_>,
            ) -> Result<(), server::Refusal> {
                Ok(())
            }
        }
    }
}
