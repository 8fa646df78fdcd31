//! What the tests are written with: of the template what is called.

use proc_macro2::{Ident, TokenStream, TokenTree};

use crate::emit::imports;

const TEMPLATE: &str = include_str!("../../../templates/crate/both_sides_test.rs.in");

/// An item of the template with its name, if it is a function: only a function can be left out.
struct Item {
    function: Option<String>,
    tokens: TokenStream,
}

/// The items of the template without the functions that nothing calls.
pub(super) fn needed(written: &TokenStream) -> TokenStream {
    let items = items();
    let mut wanted: Vec<bool> = items
        .iter()
        .map(|item| match &item.function {
            None => true,
            Some(name) => is_named(written, name),
        })
        .collect();
    // What is called by what is called.
    for _ in &items {
        let called: Vec<bool> = items
            .iter()
            .map(|item| {
                let callers = items.iter().zip(&wanted).filter(|(_, wanted)| **wanted);
                let mut callers = callers.map(|(caller, _)| &caller.tokens);
                item.function
                    .as_ref()
                    .is_some_and(|name| callers.any(|tokens| imports::calls(tokens, name)))
            })
            .collect();
        for (wanted, called) in wanted.iter_mut().zip(called) {
            *wanted |= called;
        }
    }
    let kept = items.into_iter().zip(wanted);
    let kept = kept
        .filter(|(_, wanted)| *wanted)
        .map(|(item, _)| item.tokens);
    kept.collect()
}

/// An empty line stands between two items, and what follows one inside of an item is indented.
fn items() -> Vec<Item> {
    let mut texts: Vec<String> = Vec::new();
    for text in TEMPLATE.split("\n\n") {
        match texts.last_mut() {
            Some(last) if text.starts_with(' ') => {
                last.push('\n');
                last.push_str(text);
            }
            _ => texts.push(text.to_owned()),
        }
    }
    let item = |text: &String| Item {
        function: function(text),
        tokens: text.parse().unwrap_or_default(),
    };
    texts.iter().map(item).collect()
}

/// The name of a function: `pub fn told<T>(…)`
fn function(text: &str) -> Option<String> {
    let line = text.lines().find(|line| !line.starts_with("///"))?;
    let (before, after) = line.split_once("fn ")?;
    let is_item = matches!(before, "" | "pub " | "pub async ");
    let name = after.split(['(', '<']).next()?;
    is_item.then(|| name.to_owned())
}

/// Whether `both::NAME` stands in the tokens.
fn is_named(tokens: &TokenStream, name: &str) -> bool {
    let trees: Vec<TokenTree> = tokens.clone().into_iter().collect();
    let is = |tree: Option<&TokenTree>, word: &str| matches!(tree, Some(TokenTree::Ident(ident)) if is_word(ident, word));
    trees.iter().enumerate().any(|(index, tree)| match tree {
        TokenTree::Group(group) => is_named(&group.stream(), name),
        TokenTree::Ident(ident) => is_word(ident, "both") && is(trees.get(index + 3), name),
        TokenTree::Punct(_) | TokenTree::Literal(_) => false,
    })
}

fn is_word(ident: &Ident, word: &str) -> bool {
    *ident == word
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::{items, needed};

    #[test]
    fn every_item_of_the_template_is_understood() {
        let items = items();
        assert!(items.iter().all(|item| !item.tokens.is_empty()));
        let functions = items.iter().filter_map(|item| item.function.as_deref());
        let functions: Vec<&str> = functions.collect();
        assert!(
            functions.contains(&"told") && functions.contains(&"all"),
            "{functions:?}"
        );
    }

    #[test]
    fn what_is_called_brings_along_what_it_calls() {
        let kept = needed(&quote!(both::files(&exchange, &[]))).to_string();
        for (function, is_kept) in [
            ("files", true),
            ("uploads", true),
            ("told", true),
            ("fails", false),
        ] {
            assert_eq!(
                kept.contains(&format!("fn {function} ")),
                is_kept,
                "{function}"
            );
        }
    }
}
