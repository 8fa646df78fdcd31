//! The first call that a user of the API makes, for the documentation: it is compiled as a test of the crate's docs.

use super::Context;
use super::sample;
use crate::config::Part;
use crate::ir::{Operation, OperationId, SecurityKind, Server};

/// A function that builds a client and calls the first operation that needs no body, with the document's own values.
///
/// ```text
/// use dataset_activity::Client;
///
/// async fn first_call() -> Result<(), Box<dyn std::error::Error>> {
///     let client = Client::builder("https://example.com/api/v1").bearer_auth("token").build()?;
///     let answer = client.list_dataset_activity("example").send().await?;
///     println!("{answer:?}");
///     Ok(())
/// }
/// ```
pub(super) fn example(context: Context<'_>) -> Option<String> {
    let name = context.crate_root()?;
    if !context.config.parts.contains(Part::Client) {
        return None;
    }
    let (id, operation) = first(context)?;
    let function = context.facts.names.operation(id)?.client_path();
    let arguments = sample::arguments(context, id, &format!("{name}::types"))?.join(", ");
    let credentials = credentials(context, operation);
    let url = context.api.servers.first().map(Server::default_url);
    let url = url.filter(|url| url.contains("://"));
    let url = url.as_deref().unwrap_or("https://example.com");
    Some(format!(
        "use {name}::Client;\n\
         \n\
         # async fn first_call() -> Result<(), Box<dyn std::error::Error>> {{\n\
         let client = Client::builder({url:?}){credentials}.build()?;\n\
         let answer = client.{function}({arguments}).send().await?;\n\
         println!(\"{{answer:?}}\");\n\
         # Ok(())\n\
         # }}"
    ))
}

/// The first operation whose arguments can be written down, one that is not deprecated.
fn first(context: Context<'_>) -> Option<(OperationId, &Operation)> {
    let mut operations = (0..).map(OperationId).zip(&context.api.operations);
    operations.find(|(id, operation)| {
        operation.is_of_api()
            && !operation.docs.deprecated
            && operation.body.is_none()
            && sample::arguments(context, *id, "").is_some()
    })
}

/// The credentials of the first requirement: `.bearer_auth("token")`.
pub(super) fn credentials(context: Context<'_>, operation: &Operation) -> String {
    let Some(wanted) = operation.security.first() else {
        return String::new();
    };
    credentials_for(context, |name| wanted.needs(name))
}

/// A credential for each of the schemes that are wanted.
pub(super) fn credentials_for(context: Context<'_>, is_wanted: impl Fn(&str) -> bool) -> String {
    let schemes = context.api.security_schemes.iter().enumerate();
    let calls = schemes
        .filter(|(_, scheme)| is_wanted(&scheme.name))
        .filter_map(|(position, scheme)| {
            let method = context.facts.names.security(position)?.credential.as_ref();
            let arguments = match scheme.kind {
                SecurityKind::Bearer { .. }
                | SecurityKind::OAuth2 { .. }
                | SecurityKind::OpenIdConnect { .. } => "\"token\"",
                SecurityKind::Basic => "\"user\", \"password\"",
                SecurityKind::Http { .. } => "\"value\"",
                SecurityKind::ApiKey { .. } => "\"key\"",
                SecurityKind::MutualTls => "",
                SecurityKind::Unsupported => {
                    let root = context.crate_root()?;
                    let name = &scheme.name;
                    return Some(format!(
                        ".credential({name:?}, {root}::client::Credential::elsewhere())"
                    ));
                }
            };
            Some(format!(".{}({arguments})", method?))
        });
    calls.collect()
}
