//! The module `mock`: a server that answers from the document's examples.

mod answer;
mod envelope;
mod reading;

use std::collections::HashSet;

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use self::answer::value;
use super::server::{accepted, admitting, answers, is_guarded, principal, shows_texts, trait_of};
use super::tokens::ident;
use super::{Context, imports, raw_string, status};
use crate::analyse::{self, Group, OperationNames};
use crate::ir::{Operation, OperationId, StatusPattern};

/// The mock and its implementation of the trait.
pub(super) fn root(context: Context<'_>) -> TokenStream {
    let methods = Methods::of(context);
    let (all, types, status) = (methods.all(), methods.types(), methods.status());
    let wire = methods.wire();
    let (envelope, examples) = (methods.envelope(), methods.examples());
    let authenticator = authenticator(context);
    let (secret, credential, accepting) = accepting(context);
    let described = context.doc_lines(&[
        "Answers every operation from the examples of the document, or else with values made from its schemas: with its first",
        "success, or with the status that it is told to answer.",
    ]);
    quote! {
        use http::StatusCode;

        use super::server;
        #secret
        #wire
        #types

        #described
        #[derive(Debug, Clone, Default)]
        pub struct Mock {
            status: Option<StatusCode>,
            #credential
        }

        impl Mock {
            /// Answers successes.
            pub fn new() -> Self {
                Self::default()
            }

            /// Answers this status, where the document describes it; an operation for which it does not fails.
            #[must_use]
            pub fn with_status(mut self, status: StatusCode) -> Self {
                self.status = Some(status);
                self
            }

            #accepting

            /// The routes of the API, answered by the mock. A caller chooses the status of an answer with `Prefer: code=404`.
            pub fn router(self) -> axum::Router {
                server::router(self).layer(axum::middleware::map_request(prefer::note))
            }

            #status
        }

        #authenticator

        #all

        #envelope

        #examples
    }
}

/// The credential that is accepted, where callers have to show one: what is imported, the field, and the method that sets it.
fn accepting(context: Context<'_>) -> (TokenStream, TokenStream, TokenStream) {
    if !shows_texts(context) {
        return Default::default();
    }
    let described = context.doc_lines(&[
        "Lets in only those who show this credential: the token, the key, or the user and the password with a colon between",
        "them. Any well-formed one is good for everything otherwise.",
    ]);
    (
        quote!(
            use super::support::secret::Secret;
        ),
        quote!(credential: Option<Secret>,),
        quote! {
            #described
            #[must_use]
            pub fn accepting(mut self, credential: impl Into<Secret>) -> Self {
                self.credential = Some(credential.into());
                self
            }
        },
    )
}

/// ```text
/// impl server::Authenticator for Mock {
///     type Principal = ();
///
///     async fn authenticate(&self, credentials: server::Credentials, _: server::Access<'_>) -> Result<(), server::Refusal> {
///         let Some(accepted) = self.credential.as_ref().map(Secret::expose) else {
///             return Ok(());
///         };
///         let is_accepted = match &credentials {
///             server::Credentials::BearerAuth(it) => it.is(accepted),
///         };
///         is_accepted.then_some(()).ok_or(server::Refusal::Unauthenticated)
///     }
/// }
/// ```
fn authenticator(context: Context<'_>) -> Option<TokenStream> {
    if is_guarded(context) && !shows_texts(context) {
        return Some(admitting(&quote::format_ident!("Mock")));
    }
    is_guarded(context).then(|| {
        let arms = accepted(context);
        quote! {
            impl server::Authenticator for Mock {
                type Principal = ();

                async fn authenticate(
                    &self,
                    credentials: server::Credentials,
                    _: server::Access<'_>,
                ) -> Result<(), server::Refusal> {
                    let Some(accepted) = self.credential.as_ref().map(Secret::expose) else {
                        return Ok(());
                    };
                    let is_accepted = match &credentials {
                        #arms
                    };
                    is_accepted.then_some(()).ok_or(server::Refusal::Unauthenticated)
                }
            }
        }
    })
}

/// The methods of each group. What they share is written only where one of them needs it, and in a crate it is behind the
/// features of those groups.
struct Methods<'a> {
    context: Context<'a>,
    groups: Vec<(usize, TokenStream)>,
}

impl<'a> Methods<'a> {
    fn of(context: Context<'a>) -> Self {
        let groups = context.facts.groups.iter().enumerate();
        let groups = groups.map(|(position, group)| (position, methods(context, position, group)));
        Self {
            context,
            groups: groups.collect(),
        }
    }

    /// The implementation of the trait, or of one for each group.
    fn all(&self) -> TokenStream {
        let is_by_tag = self.context.facts.names.server_trait(0).is_some();
        if !is_by_tag {
            let methods = self.groups.iter().map(|(_, methods)| methods);
            return quote!(impl server::Api for Mock { #(#methods)* });
        }
        let has_any = |position: &usize| {
            let group = self.context.facts.groups.get(*position);
            group.is_some_and(|group| {
                let mut operations = group.operations.iter();
                operations.any(|id| self.context.facts.routes.has(*id))
            })
        };
        let groups = self.groups.iter().filter(|(position, _)| has_any(position));
        let implementations = groups.map(|(position, methods)| {
            let name = trait_of(self.context, *position);
            quote!(impl server::#name for Mock { #methods })
        });
        implementations.collect()
    }

    /// The features of the groups whose methods need something; `None` where none does.
    fn needing(&self, needs: impl Fn(&TokenStream) -> bool) -> Option<TokenStream> {
        let groups = self.groups.iter().filter(|(_, methods)| needs(methods));
        self.features(groups.map(|(position, _)| *position))
    }

    fn features(&self, positions: impl Iterator<Item = usize>) -> Option<TokenStream> {
        let mut positions = positions.peekable();
        positions.peek()?;
        Some(self.context.any_group_feature(positions))
    }

    fn types(&self) -> Option<TokenStream> {
        let feature = self.needing(|methods| {
            imports::uses(methods, "types") || imports::calls(methods, "envelope")
        })?;
        Some(quote! {
            #feature
            use super::types;
        })
    }

    fn wire(&self) -> Option<TokenStream> {
        let feature = self.needing(|methods| imports::uses(methods, "wire"))?;
        Some(quote! {
            #feature
            use super::support::wire;
        })
    }

    fn status(&self) -> Option<TokenStream> {
        let feature = self.needing(|methods| !methods.is_empty())?;
        Some(quote! {
            #feature
            fn status<P>(&self, context: &server::Context<P>, otherwise: u16) -> u16 {
                let preferred = prefer::status(&context.extensions).or(self.status);
                preferred.map_or(otherwise, |status| status.as_u16())
            }
        })
    }

    fn envelope(&self) -> Option<TokenStream> {
        let feature = self.needing(|methods| imports::calls(methods, "envelope"))?;
        envelope::envelope(self.context, &feature)
    }

    /// ```text
    /// const EXAMPLE_1: &str = r#"{"limit":50,"offset":0,"total":0}"#;
    /// ```
    fn examples(&self) -> TokenStream {
        let groups = self.groups.iter();
        let named: Vec<(usize, HashSet<String>)> = groups
            .map(|(position, methods)| (*position, imports::identifiers(methods)))
            .collect();
        let numbered = self.context.facts.examples.list().iter().enumerate();
        let examples = numbered.filter_map(|(index, example)| {
            let name = example_name(index);
            let text = name.to_string();
            let users = named.iter().filter(|(_, names)| names.contains(&text));
            let feature = self.features(users.map(|(position, _)| *position))?;
            let text = raw_string::literal(&example.to_string());
            Some(quote!(#feature const #name: &str = #text;))
        });
        examples.collect()
    }
}

fn methods(context: Context<'_>, position: usize, group: &Group) -> TokenStream {
    let feature = context.group_feature(position);
    let routed = group
        .operations
        .iter()
        .filter(|id| context.facts.routes.has(**id));
    routed
        .filter_map(|id| method(context, *id, &feature))
        .collect()
}

/// ```text
/// async fn list_dataset_activity(
///     &self,
///     _request: server::ListDatasetActivityRequest,
///     context: server::Context<Self::Principal>,
/// ) -> Result<server::ListDatasetActivityResponse, server::ListDatasetActivityError> {
///     match self.status(&context, 200) {
///         200 => Ok(server::ListDatasetActivityResponse::Ok(example::decode(EXAMPLE_1)?)),
///         400 => Err(server::ListDatasetActivityError::BadRequest(envelope(example::decode(EXAMPLE_2)?, 400))),
///         …
///         status => Err(example::missing(status).into()),
///     }
/// }
/// ```
fn method(context: Context<'_>, id: OperationId, feature: &TokenStream) -> Option<TokenStream> {
    let operation = context.operation(id)?;
    let names = context.facts.names.operation(id)?;
    let (error, request, response) = (
        ident(&names.error),
        ident(&names.request),
        ident(&names.response),
    );
    let function = ident(&names.function);
    let principal = principal(operation);
    let outcome = context.facts.outcomes.get(id);
    let otherwise = outcome.map_or(204, |outcome| {
        analyse::mock_status((id, operation), outcome, &context.facts.examples)
    });
    let otherwise = Literal::u16_unsuffixed(otherwise);
    let arms = arms(context, id, operation, names);
    let rest = rest(context, id, operation, names);
    let answer = if arms.is_empty() {
        quote!(let status = self.status(&context, #otherwise); #rest)
    } else {
        quote!(match self.status(&context, #otherwise) { #(#arms)* status => #rest, })
    };
    let reading = reading::statements(operation, names);
    let name = match reading {
        Some(_) => quote!(request),
        None => quote!(_request),
    };
    Some(quote! {
        #feature
        async fn #function(
            &self,
            #name: server::#request,
            context: server::Context #principal,
        ) -> Result<server::#response, server::#error> {
            #reading
            #answer
        }
    })
}

/// The statuses that the mock has an answer for, `default` errors apart.
fn arms(
    context: Context<'_>,
    id: OperationId,
    operation: &Operation,
    names: &OperationNames,
) -> Vec<TokenStream> {
    let Some(outcome) = context.facts.outcomes.get(id) else {
        return Vec::new();
    };
    let (error, response) = (ident(&names.error), ident(&names.response));
    let all = operation.responses.iter();
    let all: Vec<StatusPattern> = all.map(|response| response.status).collect();
    let pattern = |status| pattern(status, &all);
    let undescribed = outcome
        .answers
        .is_empty()
        .then(|| quote!(204 => Ok(server::#response::NoContent),));
    let successes = answers(operation, names, outcome, &outcome.answers).filter_map(|answer| {
        let pattern = pattern(answer.response.status);
        let value = value(context, id, &quote!(server::#response), &answer)?;
        Some(quote!(#pattern => Ok(#value),))
    });
    let errors = answers(operation, names, outcome, &outcome.errors).filter_map(|answer| {
        let pattern = pattern(answer.response.status);
        let value = value(context, id, &quote!(server::#error), &answer)?;
        (answer.response.status != StatusPattern::Default).then(|| quote!(#pattern => Err(#value),))
    });
    undescribed
        .into_iter()
        .chain(successes)
        .chain(errors)
        .collect()
}

/// A `default` that is the only response is what a success looks like.
fn pattern(status: StatusPattern, others: &[StatusPattern]) -> TokenStream {
    match status {
        StatusPattern::Default => quote!(status @ 200),
        status => status::pattern_beside(status, others),
    }
}

/// What the mock answers to every other status: the `default` error, where the document has an example for it.
fn rest(
    context: Context<'_>,
    id: OperationId,
    operation: &Operation,
    names: &OperationNames,
) -> TokenStream {
    let error = ident(&names.error);
    let outcome = context.facts.outcomes.get(id);
    let errors = outcome
        .into_iter()
        .flat_map(|outcome| answers(operation, names, outcome, &outcome.errors));
    let default = errors
        .filter(|answer| answer.response.status == StatusPattern::Default)
        .find_map(|answer| value(context, id, &quote!(server::#error), &answer));
    match default {
        Some(value) => quote!(Err(#value)),
        None => quote!(Err(example::missing(status).into())),
    }
}

fn example_name(index: usize) -> proc_macro2::Ident {
    quote::format_ident!("EXAMPLE_{}", index + 1)
}
