//! The binary of a crate that serves the mock.

use proc_macro2::{Literal, TokenStream};

use super::server::shows_texts;
use super::{Context, raw_string};
use crate::analyse;
use crate::config::Part;

/// The feature that it is behind: it needs an async runtime and reads a command line, which the mock does not.
pub(super) const FEATURE: &str = "mock-server";

const USAGE: &str = "Serves the mock of the API.\n\n\
    --listen ADDRESS             where; a free port of this machine otherwise\n\
    --status STATUS              the status of answers where the caller prefers none\n";
const CREDENTIAL: &str = "--accept-credential TOKEN    the only credential that is let in; any well-formed one otherwise\n";

/// Whether there is a mock to serve.
pub(super) fn is_emitted(context: Context<'_>) -> bool {
    context.crate_name().is_some() && context.config.parts.contains(Part::Mock)
}

/// The name of the binary.
fn name(context: Context<'_>) -> String {
    format!("{}-mock", context.crate_name().unwrap_or_default())
}

/// ```toml
/// [[bin]]
/// name = "petstore-mock"
/// path = "src/bin/mock.rs"
/// required-features = ["mock-server"]
/// ```
pub(super) fn manifest(context: Context<'_>) -> String {
    if !is_emitted(context) {
        return String::new();
    }
    let name = name(context);
    format!(
        "\n[[bin]]\nname = \"{name}\"\npath = \"src/bin/mock.rs\"\n\
         required-features = [\"{FEATURE}\"]\ntest = false\nbench = false\ndoc = false\n"
    )
}

/// What the feature turns on.
pub(super) const ENABLES: [&str; 8] = [
    "mock",
    "dep:lexopt",
    "dep:tokio",
    "axum/http1",
    "axum/tokio",
    "tokio/macros",
    "tokio/rt-multi-thread",
    "tokio/signal",
];

/// The whole of it, from the template.
pub(super) fn module(context: Context<'_>) -> TokenStream {
    let (usage, credential) = match shows_texts(context) {
        false => (USAGE.to_owned(), ""),
        true => (
            format!("{USAGE}{CREDENTIAL}"),
            "Arg::Long(\"accept-credential\") => mock = mock.accepting(parser.value()?.string()?),",
        ),
    };
    let path = analyse::base_path(context.api);
    let router = match &path {
        Some(path) => format!(
            "axum::Router::new().nest_service({}, options.mock.router())",
            Literal::string(path)
        ),
        None => "options.mock.router()".to_owned(),
    };
    let printed = format!(
        "listening on http://{{address}}{}",
        path.unwrap_or_default()
    );
    include_str!("../../templates/crate/mock_server.rs.in")
        .replace("{{crate}}", &context.crate_root().unwrap_or_default())
        .replace("{{usage}}", &raw_string::literal(&usage).to_string())
        .replace("{{printed}}", &Literal::string(&printed).to_string())
        .replace("{{router}}", &router)
        .replace("{{accept_credential}}", credential)
        .parse()
        .unwrap_or_default()
}
