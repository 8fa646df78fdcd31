//! The tests of a crate: the client calls the mock server over a socket.

use proc_macro2::TokenStream;
use quote::quote;

use super::Context;
use super::{first_call, sample};
use crate::analyse::BodyShape;
use crate::config::Part;
use crate::ir::{Operation, OperationId};

/// Whether there is a client to test and a server to test it with.
pub(super) fn has_tests(context: Context<'_>) -> bool {
    context.config.parts.contains(Part::Client) && context.config.parts.contains(Part::Mock)
}

/// What the tests depend on beyond the crate itself.
pub(super) const DEPENDENCIES: &str = "\n[dev-dependencies]\n\
    axum = { version = \"0.8\", default-features = false, features = [\"http1\", \"tokio\"] }\n\
    http = \"1\"\n\
    reqwest = { version = \"0.13\", default-features = false }\n\
    tokio = { version = \"1\", features = [\"macros\", \"net\", \"rt-multi-thread\"] }\n";

/// What the tests need in the manifest.
pub(super) fn manifest(context: Context<'_>) -> String {
    test_of(context, "mock", &["client", "mock"])
}

/// The table of a test that needs these parts, and every tag.
pub(super) fn test_of(context: Context<'_>, name: &str, parts: &[&str]) -> String {
    let groups = 0..context.facts.groups.len();
    let groups = groups.filter_map(|position| context.group_feature_name(position));
    let parts = parts.iter().map(|part| (*part).to_owned());
    let features: Vec<String> = parts
        .chain(groups)
        .map(|feature| format!("\"{feature}\""))
        .collect();
    let features = features.join(", ");
    format!("\n[[test]]\nname = \"{name}\"\nrequired-features = [{features}]")
}

/// A test for what the router answers by itself, from the template, and one for each operation that can be called with
/// samples.
pub(super) fn module(context: Context<'_>) -> TokenStream {
    let name = context.crate_root().unwrap_or_default();
    let numbered = (0..).map(OperationId).zip(&context.api.operations);
    let calls: Vec<TokenStream> = numbered
        .filter_map(|(id, operation)| call(context, id, operation))
        .collect();
    let client = if calls.is_empty() {
        String::new()
    } else {
        format!("use {name}::Client;")
    };
    let fixed: TokenStream = include_str!("../../templates/crate/mock_test.rs.in")
        .replace("{{crate}}", &name)
        .replace("{{client}}", &client)
        .parse()
        .unwrap_or_default();
    quote! {
        #fixed
        #(#calls)*
    }
}

/// A call that comes to no success ends the test.
///
/// ```text
/// #[tokio::test]
/// async fn calls_list_dataset_activity() -> Result<(), Box<dyn Error>> {
///     let client = Client::builder(serve().await?).bearer_auth("token").build()?;
///     client.list_dataset_activity("example").send().await?;
///     Ok(())
/// }
/// ```
fn call(context: Context<'_>, id: OperationId, operation: &Operation) -> Option<TokenStream> {
    let is_callable = context.facts.routes.has(id)
        && !operation.docs.deprecated
        && context.facts.examples.has_success(id);
    if !is_callable {
        return None;
    }
    let crate_name = context.crate_root()?;
    let names = context.facts.names.operation(id)?;
    let function = names.client_path();
    let test = quote::format_ident!("calls_{}", names.function.unraw());
    let source = |text: String| text.parse::<TokenStream>().ok();
    let arguments =
        source(sample::arguments(context, id, &format!("{crate_name}::types"))?.join(", "))?;
    let function = source(function)?;
    let credentials = source(first_call::credentials(context, operation))?;
    let is_sequence = matches!(
        context.facts.outcomes.get(id)?.success_body(),
        Some(BodyShape::Sequence(..))
    );
    // What comes one after the other is read to its end.
    let read = match is_sequence {
        false => quote!(client.#function(#arguments).send().await?;),
        true => quote! {
            let mut items = client.#function(#arguments).send().await?;
            while items.try_next().await?.is_some() {}
        },
    };
    Some(quote! {
        #[tokio::test]
        async fn #test() -> Result<(), Box<dyn Error>> {
            let client = Client::builder(serve().await?) #credentials .build()?;
            #read
            Ok(())
        }
    })
}
