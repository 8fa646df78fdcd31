//! Small pieces of tokens that every emitter needs.

use std::cell::Cell;
use std::str::FromStr;

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote};

use crate::analyse::{RustName, ValueType};

/// The identifier of a name.
pub(super) fn ident(name: &RustName) -> Ident {
    if name.is_raw() {
        Ident::new_raw(name.unraw(), Span::call_site())
    } else {
        Ident::new(name.as_str(), Span::call_site())
    }
}

/// An identifier that this crate, not a document, chose; one that is a keyword has `r#` before it.
pub(super) fn fixed(name: &str) -> Ident {
    match name.strip_prefix("r#") {
        Some(keyword) => Ident::new_raw(keyword, Span::call_site()),
        None => Ident::new(name, Span::call_site()),
    }
}

/// The variant of a JSON type in the support code.
pub(super) fn json_type(of: ValueType) -> Ident {
    fixed(match of {
        ValueType::Boolean => "Boolean",
        ValueType::Number => "Number",
        ValueType::Text => "Text",
        ValueType::List => "List",
        ValueType::Object => "Object",
    })
}

/// Tokens that are put into others once. `quote!` copies tokens, text by text; these it takes, so that what is put together
/// in several steps is not copied at each of them.
pub(super) struct Moved(Cell<TokenStream>);

/// Lends tokens to the one `quote!` that they are written by.
pub(super) fn moved(tokens: TokenStream) -> Moved {
    Moved(Cell::new(tokens))
}

impl ToTokens for Moved {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.extend(self.0.take());
    }
}

/// The tokens of a text of the user's that has been looked at when it was read.
pub(super) fn parsed(text: &str) -> TokenStream {
    TokenStream::from_str(text).unwrap_or_default()
}

/// What an enum carries when one of its variants is much larger than the others because of the document.
pub(super) fn large_variant(is_large: bool) -> Option<TokenStream> {
    is_large.then(|| quote!(#[allow(clippy::large_enum_variant)]))
}
