//! The root of the output: what the API is, and what users name first.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Context, doc_text, first_call, manifest};
use crate::config::Part;

/// The title and the description of the API, and in a crate the first call.
pub(super) fn docs(context: Context<'_>) -> Vec<String> {
    let info = &context.api.info;
    let mut lines = doc_text::lines(&info.title);
    if let Some(description) = &info.description {
        lines.push(String::new());
        lines.extend(doc_text::lines(description));
    }
    if let Some(call) = first_call::example(context) {
        lines.push(String::new());
        lines.push("```no_run".to_owned());
        lines.extend(call.lines().map(str::to_owned));
        lines.push("```".to_owned());
    }
    lines
}

/// ```text
/// #[cfg(feature = "client")]
/// pub use client::{Client, Error};
/// pub use support::validate::{Validate, Violation, Violations};
/// ```
pub(super) fn module(context: Context<'_>) -> TokenStream {
    let client = context.config.parts.contains(Part::Client).then(|| {
        let feature = context
            .crate_name()
            .map(|_| quote!(#[cfg(feature = "client")]));
        quote! {
            #feature
            pub use client::{Client, Error};
        }
    });
    let has_checks = manifest::has_runtime(context, ["support", "validate"]);
    let checks = has_checks.then(|| {
        quote!(
            pub use support::validate::{Validate, Violation, Violations};
        )
    });
    quote!(#client #checks)
}
