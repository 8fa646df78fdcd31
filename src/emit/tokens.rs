//! Small pieces of tokens that every emitter needs.

use std::cell::Cell;
use std::str::FromStr;

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote};

use super::doc_text;
use crate::analyse::RustName;
use crate::ir::{Docs, Operation};

/// The identifier of a name.
pub(super) fn ident(name: &RustName) -> Ident {
    if name.is_raw() {
        Ident::new_raw(name.unraw(), Span::call_site())
    } else {
        Ident::new(name.as_str(), Span::call_site())
    }
}

/// An identifier that this crate, not a document, chose.
pub(super) fn fixed(name: &str) -> Ident {
    Ident::new(name, Span::call_site())
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

/// Doc comments with the text of a document, made safe for rustdoc.
///
/// ```text
/// /// How many events the page holds at most.
/// ```
pub(super) fn doc(text: &str) -> TokenStream {
    doc_lines(&doc_text::lines(text))
}

/// What stands between the lines of a doc comment until it is formatted: one attribute is made, parsed and printed much
/// faster than one for each line. No line has control characters.
pub const DOC_BREAK: char = '\u{1}';

/// Doc comments with our own words, a line each.
pub(super) fn doc_lines<S: AsRef<str>>(lines: &[S]) -> TokenStream {
    let mut text = String::new();
    for (index, line) in lines.iter().enumerate() {
        if index > 0 {
            text.push(DOC_BREAK);
        }
        if !line.as_ref().is_empty() {
            text.push(' ');
            text.push_str(line.as_ref());
        }
    }
    if lines.is_empty() {
        TokenStream::new()
    } else {
        quote!(#[doc = #text])
    }
}

/// The doc comments and the `#[deprecated]` of an item; `otherwise` where the document has no words for it.
pub(super) fn docs(docs: &Docs, otherwise: &str) -> TokenStream {
    docs_with(docs, otherwise, &[])
}

/// The same, with more lines below the words.
pub(super) fn docs_with(docs: &Docs, otherwise: &str, more: &[String]) -> TokenStream {
    let mut lines = doc_text::of(docs, otherwise);
    lines.extend_from_slice(more);
    let mut words = doc_lines(&lines);
    if docs.deprecated {
        words.extend(quote!(#[deprecated]));
    }
    words
}

/// The doc comments of a type. One that is deprecated says so in words: the attribute would warn wherever the output itself
/// names the type.
pub(super) fn type_docs(docs: &Docs, otherwise: &str) -> TokenStream {
    let mut lines = doc_text::of(docs, otherwise);
    if docs.deprecated {
        lines.extend([String::new(), "**Deprecated.**".to_owned()]);
    }
    doc_lines(&lines)
}

/// What the document says about an operation, and how it is asked.
///
/// ```text
/// /// List Dataset Activity
/// ///
/// /// `GET /org/{org}/datasets/activity`
/// ```
pub(super) fn operation_docs(operation: &Operation) -> TokenStream {
    let mut lines = doc_text::of(&operation.docs, "");
    if !lines.is_empty() {
        lines.push(String::new());
    }
    let asked = format!("`{} {}`", operation.method, operation.path);
    lines.extend(doc_text::lines(&asked));
    doc_lines(&lines)
}

/// What an enum carries when one of its variants is much larger than the others because of the document.
pub(super) fn large_variant(is_large: bool) -> Option<TokenStream> {
    is_large.then(|| quote!(#[allow(clippy::large_enum_variant)]))
}
