//! Bodies of requests, of which the mock answers nothing.

use proc_macro2::TokenStream;
use quote::quote;

use crate::analyse::OperationNames;
use crate::emit::server::Taken;
use crate::emit::tokens::ident;
use crate::ir::{Content, Operation};

/// Reads a body to its end that is looked at only while it is read, so that one that is not what it should be is refused.
///
/// ```text
/// request.body.finish().await?;
/// ```
pub(super) fn statements(operation: &Operation, names: &OperationNames) -> Option<TokenStream> {
    let body = operation.body.as_ref()?;
    let is_looked_at = |content: &Content| {
        let taken = Taken::of(content);
        taken == Taken::StreamedParts || taken.item().is_some()
    };
    let some = |pattern: TokenStream| match body.required {
        true => pattern,
        false => quote!(Some(#pattern)),
    };
    let Some(choice) = &names.body.choice else {
        let pattern = some(quote!(body));
        return is_looked_at(body.contents.first()?).then(|| match body.required {
            true => quote!(request.body.finish().await?;),
            false => quote!(if let #pattern = request.body { body.finish().await?; }),
        });
    };
    let name = ident(&choice.name);
    let variants = body.contents.iter().zip(&choice.variants);
    let patterns: Vec<TokenStream> = variants
        .filter(|(content, _)| is_looked_at(content))
        .map(|(_, variant)| {
            let variant = ident(variant);
            some(quote!(server::#name::#variant(body)))
        })
        .collect();
    let is_whole = body.required && patterns.len() == body.contents.len();
    match patterns.as_slice() {
        [] => None,
        [pattern] => Some(quote!(if let #pattern = request.body { body.finish().await?; })),
        patterns => {
            let arms = patterns
                .iter()
                .map(|pattern| quote!(#pattern => { body.finish().await?; }));
            let others = (!is_whole).then(|| quote!(_ => {}));
            Some(quote!(match request.body { #(#arms)* #others }))
        }
    }
}
