//! What the written tokens refer to.

use std::collections::HashSet;

use proc_macro2::{Delimiter, Ident, TokenStream, TokenTree};

/// Whether a path in the tokens begins with this module: `types::DatasetActivityPage` does with `types`.
pub(super) fn uses(tokens: &TokenStream, module: &str) -> bool {
    !used(std::slice::from_ref(tokens), &[module]).is_empty()
}

/// Those of the modules that a path in the tokens begins with.
pub(super) fn used<'a>(tokens: &[TokenStream], modules: &[&'a str]) -> Vec<&'a str> {
    let mut found = vec![false; modules.len()];
    for tokens in tokens {
        mark_used(tokens.clone(), modules, &mut found);
    }
    let named = modules.iter().zip(found);
    named
        .filter_map(|(module, found)| found.then_some(*module))
        .collect()
}

/// One colon stands between a field and its value, two between the parts of a path; a path begins where no colons stand
/// before it.
fn mark_used(tokens: TokenStream, modules: &[&str], found: &mut [bool]) {
    let mut first: Option<Ident> = None;
    let mut colons = 0;
    for tree in tokens {
        let is_colon = is_colon(Some(&tree));
        if is_colon
            && colons == 1
            && let Some(ident) = first.take()
        {
            let named = modules.iter().zip(&mut *found);
            for (_, found) in named.filter(|(module, _)| ident == **module) {
                *found = true;
            }
        }
        match tree {
            TokenTree::Group(group) => {
                first = None;
                mark_used(group.stream(), modules, found);
            }
            TokenTree::Ident(ident) => first = (colons < 2).then_some(ident),
            TokenTree::Punct(_) if is_colon => {}
            TokenTree::Punct(_) | TokenTree::Literal(_) => first = None,
        }
        colons = if is_colon { colons + 1 } else { 0 };
    }
}

/// Whether the tokens call this function, as `envelope(…)`: no method, and no path to another function.
pub(super) fn calls(tokens: &TokenStream, function: &str) -> bool {
    let trees: Vec<TokenTree> = tokens.clone().into_iter().collect();
    trees.iter().enumerate().any(|(index, tree)| match tree {
        TokenTree::Group(group) => calls(&group.stream(), function),
        TokenTree::Ident(ident) => {
            let before = trees.get(..index).unwrap_or_default();
            *ident == function && is_parenthesis(trees.get(index + 1)) && begins_path(before)
        }
        TokenTree::Punct(_) | TokenTree::Literal(_) => false,
    })
}

/// The same for a function with types, as `value::<i64>(…)`.
pub(super) fn calls_with_types(tokens: &TokenStream, function: &str) -> bool {
    let trees: Vec<TokenTree> = tokens.clone().into_iter().collect();
    trees.iter().enumerate().any(|(index, tree)| match tree {
        TokenTree::Group(group) => calls_with_types(&group.stream(), function),
        TokenTree::Ident(ident) => {
            let before = trees.get(..index).unwrap_or_default();
            *ident == function && is_colon(trees.get(index + 1)) && begins_path(before)
        }
        TokenTree::Punct(_) | TokenTree::Literal(_) => false,
    })
}

fn is_parenthesis(tree: Option<&TokenTree>) -> bool {
    matches!(tree, Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Parenthesis)
}

/// Whether a path in an expression can begin after these: not after `fn`, a dot, or the two colons of a path.
fn begins_path(before: &[TokenTree]) -> bool {
    match before {
        [.., TokenTree::Ident(ident)] => *ident != "fn",
        [.., first, second] if is_colon(Some(second)) => !is_colon(Some(first)),
        [.., TokenTree::Punct(punct)] => punct.as_char() != '.',
        _ => true,
    }
}

/// Every identifier in the tokens.
pub(super) fn identifiers(tokens: &TokenStream) -> HashSet<String> {
    let mut found = HashSet::new();
    collect(tokens, &mut found);
    found
}

fn collect(tokens: &TokenStream, found: &mut HashSet<String>) {
    for tree in tokens.clone() {
        match tree {
            TokenTree::Group(group) => collect(&group.stream(), found),
            TokenTree::Ident(ident) => {
                found.insert(ident.to_string());
            }
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
}

fn is_colon(tree: Option<&TokenTree>) -> bool {
    matches!(tree, Some(TokenTree::Punct(punct)) if punct.as_char() == ':')
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::{calls, uses};

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

    #[test]
    fn only_calls_of_the_function_itself_count() {
        assert!(calls(&quote!(Err(envelope(body, 400))), "envelope"));
        assert!(calls(&quote!(let x = envelope(body);), "envelope"));
        assert!(calls(
            &quote!(Self {
                body: envelope(body)
            }),
            "envelope"
        ));
        for other in [
            quote!(
                async fn envelope(&self) {}
            ),
            quote!(self.envelope()),
            quote!(server::envelope()),
            quote!(envelope + 1),
        ] {
            assert!(!calls(&other, "envelope"), "{other}");
        }
    }
}
