//! What users name of the client.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::Context;
use crate::emit::manifest::has_runtime;
use crate::emit::tokens::{fixed, moved};

/// The modules of the client with what users name of each; those that an API has no use for are not there.
const EXPORTS: [(&str, &[&str]); 31] = [
    ("answer", &["Answer"]),
    ("api_error", &["ApiError"]),
    ("auth", &["Credential"]),
    ("base_url", &["BaseUrl", "IntoBaseUrl"]),
    ("blocking", &["IntoBlocking"]),
    ("body", &["Body"]),
    ("builder", &["BuildError", "ClientBuilder"]),
    ("byte_stream", &["ByteStream"]),
    ("client_credentials", &["ClientCredentials"]),
    ("decode", &["DecodeError"]),
    ("events", &["Event", "Events"]),
    ("handle", &["Client"]),
    ("headers", &["HeaderError"]),
    ("hook", &["Attempt", "AttemptEnd", "Hook"]),
    ("incoming", &["Incoming"]),
    ("invalid", &["InvalidRequest"]),
    ("multipart", &["Headed", "Multipart", "Upload"]),
    ("operation", &["Operation"]),
    ("options", &["Options"]),
    ("pages", &["ItemStream", "PageStream"]),
    ("platform", &["BoxFuture"]),
    ("redirection", &["Redirection"]),
    ("refresh_token", &["RefreshToken"]),
    ("response", &["Response"]),
    ("retries", &["RetryPolicy"]),
    ("sequence", &["Items", "SequenceError"]),
    ("server_choice", &["Server"]),
    ("streamed", &["Streamed"]),
    (
        "token_provider",
        &[
            "Token",
            "TokenError",
            "TokenFuture",
            "TokenProvider",
            "TokenRequest",
        ],
    ),
    ("transport", &["Transport", "TransportError"]),
    ("unexpected", &["UnexpectedResponse"]),
];

/// ```text
/// pub use self::api_error::ApiError;
/// pub use self::base_url::{BaseUrl, IntoBaseUrl};
/// ```
pub(super) fn all(context: Context<'_>) -> TokenStream {
    let exports = EXPORTS
        .iter()
        .filter(|(module, _)| is_there(context, module));
    let exports = exports.map(|(module, names)| {
        let feature = (*module == "blocking").then(|| context.blocking_feature());
        let module = fixed(module);
        let names: Vec<_> = names.iter().map(|name| fixed(name)).collect();
        moved(match names.as_slice() {
            [name] => quote!(#feature pub use self::#module::#name;),
            names => quote!(pub use self::#module::{#(#names),*};),
        })
    });
    quote!(#(#exports)*)
}

fn is_there(context: Context<'_>, module: &'static str) -> bool {
    match module {
        // What came in place of a sequence is the only answer that is handed on as it is.
        "answer" => has_runtime(context, ["client", "sequence"]),
        "server_choice" => !context.facts.servers.is_empty(),
        other => has_runtime(context, ["client", other]),
    }
}
