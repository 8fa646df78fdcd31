//! The first call that a user of the API makes, for the documentation: it is compiled as a test of the crate's docs.

use super::Context;
use super::sample;
use crate::config::Part;
use crate::ir::{Operation, OperationId, SecurityKind};

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
    let url = context
        .api
        .servers
        .first()
        .map_or("https://example.com", |server| server.url.as_str());
    let url = if url.contains("://") {
        url
    } else {
        "https://example.com"
    };
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
        !operation.docs.deprecated
            && operation.body.is_none()
            && sample::arguments(context, *id, "").is_some()
    })
}

/// The credentials of the first requirement: `.bearer_auth("token")`.
pub(super) fn credentials(context: Context<'_>, operation: &Operation) -> String {
    let wanted = operation
        .security
        .first()
        .map(|requirement| requirement.schemes.as_slice())
        .unwrap_or_default();
    let schemes = context.api.security_schemes.iter().enumerate();
    let calls = schemes
        .filter(|(_, scheme)| wanted.contains(&scheme.name))
        .filter_map(|(position, scheme)| {
            let method = context.facts.names.security(position)?;
            match scheme.kind {
                SecurityKind::Bearer => Some(format!(".{method}(\"token\")")),
                SecurityKind::Basic => Some(format!(".{method}(\"user\", \"password\")")),
                SecurityKind::ApiKey { .. } => Some(format!(".{method}(\"key\")")),
            }
        });
    calls.collect()
}
