//! What the written tokens refer to.

use proc_macro2::{TokenStream, TokenTree};

/// Whether a path in the tokens begins with this module: `types::DatasetActivityPage` does with `types`.
pub(super) fn uses(tokens: &TokenStream, module: &str) -> bool {
    let mut before = None;
    let mut trees = tokens.clone().into_iter().peekable();
    while let Some(tree) = trees.next() {
        let is_use = match &tree {
            TokenTree::Group(group) => uses(&group.stream(), module),
            TokenTree::Ident(ident) => {
                before != Some(':') && is_colon(trees.peek()) && *ident == module
            }
            TokenTree::Punct(_) | TokenTree::Literal(_) => false,
        };
        if is_use {
            // `name: value` has one colon, a path has two.
            let mut ahead = trees.clone().skip(1);
            if matches!(tree, TokenTree::Group(_)) || is_colon(ahead.next().as_ref()) {
                return true;
            }
        }
        before = match &tree {
            TokenTree::Punct(punct) => Some(punct.as_char()),
            _ => None,
        };
    }
    false
}

fn is_colon(tree: Option<&TokenTree>) -> bool {
    matches!(tree, Some(TokenTree::Punct(punct)) if punct.as_char() == ':')
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::uses;

    #[test]
    fn only_the_beginning_of_a_path_counts() {
        assert!(uses(
            &quote!(
                fn f() -> Vec<types::A> {}
            ),
            "types"
        ));
        assert!(uses(&quote!(Self { a: types::A }), "types"));
        assert!(!uses(&quote!(let types = Self { types: 1 };), "types"));
        assert!(!uses(&quote!(super::types::A), "types"));
    }
}
