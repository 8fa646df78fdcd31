//! The tests of a crate in which client and server are both generated: what the client is given reaches the trait, and what
//! the trait answers reaches the caller, over a socket and in the same process.

mod answers;
mod got;
mod helpers;
mod sent;
mod told;

pub(super) use told::text as values;

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::rust_type::TypePath;
use super::server::{admitting, is_guarded, principal, trait_of};
use super::tokens::{fixed, ident};
use super::{Context, crate_tests, first_call, imports};
use crate::analyse::{OperationNames, Outcome, Talk};
use crate::ir::{Content, Operation, OperationId, SchemaId};

/// Whether there is something to test.
pub(super) fn has_tests(context: Context<'_>) -> bool {
    !context.facts.exchanges.is_empty()
}

/// What the tests need in the manifest.
pub(super) fn manifest(context: Context<'_>) -> String {
    crate_tests::test_of(context, "both_sides", &["client", "server"])
}

/// What is said of the tests: what they leave out.
fn left_out(context: Context<'_>) -> Vec<String> {
    let mut lines = vec!["What is told, and what becomes of it.".to_owned()];
    let left_out = &context.facts.exchanges.left_out;
    if !left_out.is_empty() {
        let count = left_out.len();
        lines.extend([
            String::new(),
            format!("Left out is what no value could be made for by chance ({count}):"),
            String::new(),
        ]);
    }
    lines.extend(left_out.iter().filter_map(|(id, what)| {
        let names = context.facts.names.operation(*id)?;
        Some(format!("- `{}`: {what}", names.function.unraw()))
    }));
    lines
}

/// An operation that is tried.
#[derive(Clone, Copy)]
struct Tried<'a> {
    context: Context<'a>,
    id: OperationId,
    operation: &'a Operation,
    names: &'a OperationNames,
    outcome: &'a Outcome,
    talk: &'a Talk,
    /// The position of its group.
    group: usize,
}

/// The operations that are tried, in the order of their groups.
fn tried(context: Context<'_>) -> Vec<Tried<'_>> {
    let groups = context.facts.groups.iter().enumerate();
    let all = groups.flat_map(|(group, it)| it.operations.iter().map(move |id| (group, *id)));
    all.filter_map(|(group, id)| {
        Some(Tried {
            context,
            id,
            operation: context.operation(id)?,
            names: context.facts.names.operation(id)?,
            outcome: context.facts.outcomes.get(id)?,
            talk: context.facts.exchanges.get(id)?,
            group,
        })
    })
    .collect()
}

/// What all tests need, from the template, the implementation of the trait, and a test for each operation.
pub(super) fn module(context: Context<'_>) -> TokenStream {
    let tried = tried(context);
    let tests: TokenStream = tried.iter().map(test).collect();
    let implementations = implementations(context, &tried);
    let written = quote!(#implementations #tests);
    let helpers = helpers::needed(&written);
    let name = fixed(&context.crate_root().unwrap_or_default());
    let types = imports::uses(&written, "types").then(|| quote!(use #name::types;));
    let wire = imports::uses(&written, "wire").then(|| quote!(use #name::support::wire;));
    let authenticator = authenticator(context);
    let described = context.doc_lines(&left_out(context));
    let credentials: TokenStream = first_call::credentials_for(context, |_| true)
        .parse()
        .unwrap_or_default();
    quote! {
        use #name::{client, server};
        #wire
        #types

        #described
        mod both {
            #helpers
        }

        /// Compares what it gets with what was sent, and answers what it is told.
        struct Told(both::Current);

        fn router(current: both::Current) -> axum::Router {
            server::router(Told(current))
        }

        fn with_credentials(builder: client::ClientBuilder) -> client::ClientBuilder {
            builder #credentials
        }

        #authenticator
        #written
    }
}

/// Whoever shows something is let in.
fn authenticator(context: Context<'_>) -> Option<TokenStream> {
    is_guarded(context).then(|| admitting(&quote::format_ident!("Told")))
}

/// The implementation of the trait, or of one for each group.
fn implementations(context: Context<'_>, tried: &[Tried<'_>]) -> TokenStream {
    if context.facts.names.server_trait(0).is_none() {
        let methods = tried.iter().map(method);
        return quote!(impl server::Api for Told { #(#methods)* });
    }
    let groups = context.facts.groups.iter().enumerate();
    let served = groups.filter(|(_, group)| {
        let mut operations = group.operations.iter();
        operations.any(|id| context.facts.routes.has(*id))
    });
    let implementations = served.map(|(position, _)| {
        let name = trait_of(context, position);
        let methods = tried.iter().filter(|it| it.group == position).map(method);
        quote!(impl server::#name for Told { #(#methods)* })
    });
    implementations.collect()
}

/// ```text
/// async fn list_things(
///     &self,
///     request: server::operations::ListThingsRequest,
///     _: server::Context,
/// ) -> Result<server::operations::ListThingsResponse, server::operations::ListThingsError> {
///     let exchange = self.0.get()?;
///     exchange.reach("list_things")?;
///     both::same(&exchange, "/sent/limit", request.limit.as_ref(), both::told::<i64>(&exchange, "/sent/limit")?)?;
///     match exchange.answer() {
///         0 => Ok(server::operations::ListThingsResponse::NoContent),
///         other => Err(exchange.unknown(other).into()),
///     }
/// }
/// ```
fn method(tried: &Tried<'_>) -> TokenStream {
    let names = tried.names;
    let function = ident(&names.function);
    let told = names.function.unraw();
    let (request, response, error) = (
        tried.of_server(ident(&names.request)),
        tried.of_server(ident(&names.response)),
        tried.of_server(ident(&names.error)),
    );
    let principal = principal(tried.operation);
    let compared = got::compared(tried);
    let got = match compared.is_empty() {
        true => quote!(_),
        false => quote!(request),
    };
    let arms = answers::given(tried);
    let deprecated = tried.silences_deprecated();
    quote! {
        #deprecated
        async fn #function(
            &self,
            #got: #request,
            _: server::Context #principal,
        ) -> Result<#response, #error> {
            let exchange = self.0.get()?;
            exchange.reach(#told)?;
            #compared
            match exchange.answer() {
                #arms
                other => Err(exchange.unknown(other).into()),
            }
        }
    }
}

/// ```text
/// #[tokio::test]
/// async fn list_things() -> both::Outcome {
///     let ways = both::Ways::of("list_things").await?;
///     for (exchange, client) in ways.exchanges() {
///         let outcome: both::Outcome = async {
///             let call = client.list_things();
///             let call = both::with(&exchange, "/sent/limit", call, |call, value: i64| call.limit(value))?;
///             let answer = call.send_with_response().await;
///             match exchange.answer() {
///                 0 => both::succeeds(&exchange, answer, ())?,
///                 other => return Err(exchange.unknown(other).into()),
///             }
///             Ok(())
///         }
///         .await;
///         exchange.finish(outcome)?;
///     }
///     Ok(())
/// }
/// ```
fn test(tried: &Tried<'_>) -> TokenStream {
    let function = ident(&tried.names.function);
    let told = tried.names.function.unraw();
    let call = sent::call(tried);
    let arms = answers::compared(tried);
    let deprecated = tried.silences_deprecated();
    quote! {
        #[tokio::test]
        #deprecated
        async fn #function() -> both::Outcome {
            let ways = both::Ways::of(#told).await?;
            for (exchange, client) in ways.exchanges() {
                let outcome: both::Outcome = async {
                    #call
                    let answer = call.send_with_response().await;
                    match exchange.answer() {
                        #arms
                        other => return Err(exchange.unknown(other).into()),
                    }
                    Ok(())
                }
                .await;
                exchange.finish(outcome)?;
            }
            Ok(())
        }
    }
}

impl Tried<'_> {
    /// What stands before a function that names everything of the operation, be it deprecated or not.
    fn silences_deprecated(&self) -> Option<TokenStream> {
        let operation = self.operation;
        let contents = operation.body.iter().flat_map(|body| &body.contents);
        let mut parts = contents.flat_map(Content::schemas);
        let mut headers = operation.responses.iter().flat_map(|it| &it.headers);
        let is_deprecated = operation.docs.deprecated
            || headers.any(|header| header.docs.deprecated)
            || parts.any(|schema| self.context.api.schemas.get(schema).docs.deprecated);
        is_deprecated.then(|| quote!(#[allow(deprecated)]))
    }

    /// An item of the server's module of the group.
    fn of_server(&self, name: Ident) -> TokenStream {
        let module = self.module();
        quote!(server::#module::#name)
    }

    /// An item of the client's module of the group.
    fn of_client(&self, name: Ident) -> TokenStream {
        let module = self.module();
        quote!(client::#module::#name)
    }

    fn module(&self) -> Option<Ident> {
        self.context.facts.names.group(self.group).map(ident)
    }

    /// The type of a value, and whether it is read by `support::wire`.
    fn value(&self, schema: SchemaId, with_null: bool) -> Value {
        let held = match with_null {
            true => self.context.value_type(schema, TypePath::Imported),
            false => self.context.rust_type(schema, TypePath::Imported),
        };
        Value {
            held,
            by_wire: self.context.is_read_by_wire(schema),
        }
    }
}

/// The type of a value that is told.
struct Value {
    held: TokenStream,
    by_wire: bool,
}

impl Value {
    /// A type that serde reads as it is.
    fn plain(held: TokenStream) -> Self {
        Self {
            held,
            by_wire: false,
        }
    }

    /// A list of such values.
    fn list(self) -> Self {
        let held = self.held;
        Self {
            held: quote!(Vec<#held>),
            ..self
        }
    }

    /// `both::needed::<String>(&exchange, "/sent/org")?`
    fn needed(&self, place: &str) -> TokenStream {
        let held = &self.held;
        match self.by_wire {
            true => quote!(wire::whole(both::needed::<wire::Whole<#held>>(&exchange, #place)?)),
            false => quote!(both::needed::<#held>(&exchange, #place)?),
        }
    }

    /// `both::told::<String>(&exchange, "/sent/org")?`
    fn told(&self, place: &str) -> TokenStream {
        let held = &self.held;
        match self.by_wire {
            true => {
                quote!(both::told::<wire::Whole<#held>>(&exchange, #place)?.map(wire::whole))
            }
            false => quote!(both::told::<#held>(&exchange, #place)?),
        }
    }

    /// `value: String`, as a parameter of a closure.
    fn bound(&self) -> TokenStream {
        let held = &self.held;
        match self.by_wire {
            true => quote!(wire::Whole(value): wire::Whole<#held>),
            false => quote!(value: #held),
        }
    }
}
