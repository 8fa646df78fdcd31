//! Texts of a document as raw string literals, in which they read as they stand there.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

/// A raw string literal with JSON in it. Characters that turn the direction of text, which rustc does not let stand in a
/// literal, are escaped as JSON lets them be.
pub(super) fn literal(json: &str) -> TokenStream {
    let is_turning =
        |character: char| matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let mut text = String::with_capacity(json.len());
    for character in json.chars() {
        if is_turning(character) {
            text.push_str(&format!("\\u{:04x}", u32::from(character)));
        } else {
            text.push(character);
        }
    }
    let after_quotes = text.split('"').skip(1);
    let hashes = after_quotes
        .map(|after| after.chars().take_while(|next| *next == '#').count())
        .max();
    // clippy asks for no more hashes than are needed.
    let hashes = "#".repeat(hashes.map_or(0, |most| most + 1));
    match format!("r{hashes}\"{text}\"{hashes}").parse::<Literal>() {
        Ok(_) if hashes.is_empty() => quote!(#text),
        Ok(literal) => quote!(#literal),
        Err(_) => quote!(#text),
    }
}

#[cfg(test)]
mod tests {
    use super::literal;

    #[test]
    fn has_as_many_hashes_as_it_needs() {
        assert_eq!(literal("1").to_string(), "\"1\"");
        assert_eq!(literal(r#"{"a":1}"#).to_string(), r###"r#"{"a":1}"#"###);
        assert_eq!(literal(r##"["#"]"##).to_string(), r####"r##"["#"]"##"####);
    }

    #[test]
    fn escapes_what_turns_text() {
        assert_eq!(literal("\"\u{202e}\"").to_string(), "r#\"\"\\u202e\"\"#");
    }
}
