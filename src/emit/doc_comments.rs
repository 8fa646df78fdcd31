//! Doc comments.
//!
//! Their texts do not go through the tokens: there each would be escaped, parsed, unescaped and printed. An attribute with
//! the number of the text stands for it until the module is formatted.

use std::cell::RefCell;

use proc_macro2::TokenStream;
use quote::quote;

use super::{Context, doc_text};
use crate::ir::{Docs, Hook, Operation};

/// How long a scope is at most that is shown.
const LONGEST_SCOPE: usize = 200;

/// How many of the operations are named that ask for a callback.
const MOST_OWNERS: usize = 3;

/// What stands before the number of a text in the comment that stands for it. No text and no literal of the output has
/// control characters.
const MARK: char = '\u{1}';

/// The texts of the doc comments of a module.
#[derive(Debug, Default)]
pub struct DocComments(RefCell<Vec<String>>);

impl DocComments {
    /// Keeps the lines of a comment, each as it stands behind its three slashes; what is written in their place.
    pub fn keep(&self, lines: String) -> String {
        let mut texts = self.0.borrow_mut();
        texts.push(lines);
        format!("{MARK}{}", texts.len() - 1)
    }

    /// The lines in whose place a comment stands; none where it is what it says. They are given once.
    pub fn take(&self, comment: &str) -> Option<String> {
        let number: usize = comment.strip_prefix(MARK)?.parse().ok()?;
        let mut texts = self.0.borrow_mut();
        texts.get_mut(number).map(std::mem::take)
    }
}

impl Context<'_> {
    /// Doc comments with the text of a document, made safe for rustdoc.
    ///
    /// ```text
    /// /// How many events the page holds at most.
    /// ```
    pub(super) fn doc(self, text: &str) -> TokenStream {
        self.doc_lines(&doc_text::lines(text))
    }

    /// Doc comments with our own words, a line each.
    pub(super) fn doc_lines<S: AsRef<str>>(self, lines: &[S]) -> TokenStream {
        if lines.is_empty() {
            return TokenStream::new();
        }
        let mut text = String::with_capacity(lines.iter().map(|it| it.as_ref().len() + 2).sum());
        for (index, line) in lines.iter().enumerate() {
            if index > 0 {
                text.push('\n');
            }
            if !line.as_ref().is_empty() {
                text.push(' ');
                text.push_str(line.as_ref());
            }
        }
        let comment = self.doc_comments.keep(text);
        quote!(#[doc = #comment])
    }

    /// The doc comments and the `#[deprecated]` of an item; `otherwise` where the document has no words for it.
    pub(super) fn docs(self, docs: &Docs, otherwise: &str) -> TokenStream {
        self.docs_with(docs, otherwise, &[])
    }

    /// The same, with more lines below the words.
    pub(super) fn docs_with(self, docs: &Docs, otherwise: &str, more: &[String]) -> TokenStream {
        let mut lines = doc_text::of(docs, otherwise);
        lines.extend_from_slice(more);
        let mut words = self.doc_lines(&lines);
        if docs.deprecated {
            words.extend(quote!(#[deprecated]));
        }
        words
    }

    /// The doc comments of a type. One that is deprecated says so in words: the attribute would warn wherever the output
    /// itself names the type.
    pub(super) fn type_docs(self, docs: &Docs, otherwise: &str) -> TokenStream {
        let mut lines = doc_text::of(docs, otherwise);
        if docs.deprecated {
            lines.extend([String::new(), "**Deprecated.**".to_owned()]);
        }
        self.doc_lines(&lines)
    }

    /// What the document says about an operation, and how it is asked.
    ///
    /// ```text
    /// /// List Dataset Activity
    /// ///
    /// /// `GET /org/{org}/datasets/activity`
    /// ```
    pub(super) fn operation_docs(self, operation: &Operation) -> TokenStream {
        self.docs_of(operation, Side::Sender)
    }

    /// The same for whoever answers.
    pub(super) fn served_docs(self, operation: &Operation) -> TokenStream {
        self.docs_of(operation, Side::Receiver)
    }

    fn docs_of(self, operation: &Operation, side: Side) -> TokenStream {
        let mut lines = doc_text::of(&operation.docs, "");
        if !lines.is_empty() {
            lines.push(String::new());
        }
        let asked = match &operation.hook {
            Some(hook) => hook_asked(operation, hook, side),
            None => format!("`{} {}`", operation.method, operation.path),
        };
        lines.extend(doc_text::lines(&asked));
        if let Some(scopes) = scopes(operation) {
            lines.extend([String::new(), scopes]);
        }
        self.doc_lines(&lines)
    }
}

/// Who reads of a webhook or a callback.
#[derive(Clone, Copy)]
enum Side {
    /// Whoever sends it, and says where.
    Sender,
    /// Whoever receives it.
    Receiver,
}

/// What a webhook or a callback is, and how it is sent.
fn hook_asked(operation: &Operation, hook: &Hook, side: Side) -> String {
    let method = &operation.method;
    let what = hook_described(hook);
    match (side, &hook.callback) {
        (Side::Receiver, None) => format!("{what}, sent with `{method}`."),
        (Side::Receiver, Some(callback)) => {
            format!("{what}, sent with `{method}` to `{}`.", callback.expression)
        }
        (Side::Sender, None) => format!("{what}, sent with `{method}` to `url`."),
        (Side::Sender, Some(callback)) => format!(
            "{what}, sent with `{method}` to `url`, which is `{}`.",
            callback.expression
        ),
    }
}

/// ```text
/// The callback `onData` of `POST /streams`
/// ```
pub(super) fn hook_described(hook: &Hook) -> String {
    let name = &hook.name;
    let Some(callback) = &hook.callback else {
        return format!("The webhook `{name}`");
    };
    let shown = callback.operations.iter().take(MOST_OWNERS);
    let mut owners: Vec<String> = shown.map(|owner| format!("`{owner}`")).collect();
    let more = callback.operations.len() - owners.len();
    if more > 0 {
        owners.push(format!("{more} more"));
    }
    format!("The callback `{name}` of {}", owners.join(", "))
}

/// What the tokens of an operation must be good for, in one sentence.
fn scopes(operation: &Operation) -> Option<String> {
    let needed = operation.security.iter().flat_map(|it| &it.schemes);
    let named = needed.filter_map(|needed| {
        let scopes = needed.scopes.iter();
        let scopes: Vec<String> = scopes
            .filter_map(|scope| doc_text::code(scope, LONGEST_SCOPE))
            .collect();
        let scheme = doc_text::code(&needed.name, LONGEST_SCOPE)?;
        (!scopes.is_empty()).then(|| format!("{} of {scheme}", scopes.join(", ")))
    });
    let named: Vec<String> = named.collect();
    (!named.is_empty()).then(|| format!("Scopes: {}.", named.join(", or ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comment_is_found_by_its_number_and_no_other_is() {
        let comments = DocComments::default();
        assert_eq!(comments.keep(" One.".to_owned()), "\u{1}0");
        assert_eq!(comments.keep(" Two.\n More.".to_owned()), "\u{1}1");
        assert_eq!(comments.take("\u{1}1").as_deref(), Some(" Two.\n More."));
        for other in [" 1", "1", "\u{1}2", "\u{1}", "\u{1}one"] {
            assert_eq!(comments.take(other), None, "{other:?}");
        }
    }
}
