//! A type of the user's own, as text that has been looked at.
//!
//! Only the output's formatter parses Rust. Here it is enough that the text is a path, with types or numbers between its
//! angle brackets, so that it can stand wherever a type does.

use std::fmt;
use std::iter::Peekable;
use std::str::FromStr;

use proc_macro2::token_stream::IntoIter;
use proc_macro2::{TokenStream, TokenTree};
use serde::Serialize;

use super::is_keyword;

/// The path of a type, such as `std::net::IpAddr` or `Vec<crate::Pet>`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct RustType(String);

/// Types that have no path before them.
const PLAIN: [&str; 20] = [
    "Box", "Option", "String", "Vec", "bool", "char", "f32", "f64", "i128", "i16", "i32", "i64",
    "i8", "isize", "u128", "u16", "u32", "u64", "u8", "usize",
];

/// How deep angle brackets may be nested.
const DEPTH: usize = 16;

impl RustType {
    /// The type that a text names.
    ///
    /// # Errors
    ///
    /// Why the text names none.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut words = Words::new(text)?;
        words.named_type(DEPTH)?;
        words.end()?;
        Ok(Self(text.trim().to_owned()))
    }

    /// The type as Rust has it.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether the path begins in the crate that holds the output.
    pub fn is_in_own_crate(&self) -> bool {
        let is_part = |character: char| character.is_alphanumeric() || character == '_';
        let mut words = self.0.split(|character| !is_part(character));
        words.any(|word| word == "crate")
    }
}

impl fmt::Display for RustType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The tokens of a text, read from left to right.
pub(super) struct Words(Peekable<IntoIter>);

impl Words {
    /// # Errors
    ///
    /// When the text is not made of the tokens of Rust.
    pub(super) fn new(text: &str) -> Result<Self, String> {
        let tokens = TokenStream::from_str(text).map_err(|_| "it is not Rust".to_owned())?;
        Ok(Self::of(tokens))
    }

    pub(super) fn of(tokens: TokenStream) -> Self {
        Self(tokens.into_iter().peekable())
    }

    pub(super) fn next(&mut self) -> Option<TokenTree> {
        self.0.next()
    }

    /// Takes a punctuation character, if it is next.
    pub(super) fn takes(&mut self, wanted: char) -> bool {
        let next = self
            .0
            .next_if(|next| matches!(next, TokenTree::Punct(found) if found.as_char() == wanted));
        next.is_some()
    }

    pub(super) fn end(&mut self) -> Result<(), String> {
        match self.0.next() {
            None => Ok(()),
            Some(rest) => Err(format!("`{rest}` is too much")),
        }
    }

    /// `::`, if it is next.
    fn takes_separator(&mut self) -> Result<bool, String> {
        match (self.takes(':'), self.takes(':')) {
            (true, true) => Ok(true),
            (false, false) => Ok(false),
            _ => Err("a single `:` stands where `::` has to".to_owned()),
        }
    }

    fn name(&mut self) -> Result<String, String> {
        match self.0.next() {
            Some(TokenTree::Ident(name)) => Ok(name.to_string()),
            Some(other) => Err(format!("`{other}` stands where a name has to")),
            None => Err("a name is missing".to_owned()),
        }
    }

    /// A path without angle brackets.
    pub(super) fn path(&mut self) -> Result<(), String> {
        self.takes_separator()?;
        loop {
            let name = self.name()?;
            if is_keyword(&name) && name != "crate" {
                return Err(format!("`{name}` is a keyword"));
            }
            if !self.takes_separator()? {
                return Ok(());
            }
        }
    }

    fn named_type(&mut self, depth: usize) -> Result<(), String> {
        let Some(depth) = depth.checked_sub(1) else {
            return Err("it is nested too deeply".to_owned());
        };
        let is_global = self.takes_separator()?;
        let first = self.name()?;
        match first.as_str() {
            "self" | "super" | "Self" => {
                let reason = "the output uses the type in several modules, so that the path has to begin with a crate";
                return Err(reason.to_owned());
            }
            "crate" if !is_global => {}
            keyword if is_keyword(keyword) => return Err(format!("`{keyword}` is a keyword")),
            _ => {}
        }
        self.arguments(depth)?;
        let mut length = 1;
        while self.takes_separator()? {
            let name = self.name()?;
            if is_keyword(&name) {
                return Err(format!("`{name}` is a keyword"));
            }
            self.arguments(depth)?;
            length += 1;
        }
        if length == 1 && !PLAIN.contains(&first.as_str()) {
            return Err(format!(
                "`{first}` needs its path, such as `crate::{first}`"
            ));
        }
        Ok(())
    }

    /// What stands between angle brackets, if they come next.
    fn arguments(&mut self, depth: usize) -> Result<(), String> {
        if !self.takes('<') {
            return Ok(());
        }
        loop {
            if self.takes('>') {
                return Ok(());
            }
            let literal = self.0.next_if(|next| matches!(next, TokenTree::Literal(_)));
            if literal.is_none() {
                self.named_type(depth)?;
            }
            if self.takes('>') {
                return Ok(());
            }
            if !self.takes(',') {
                return Err("`>` is missing".to_owned());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_types() {
        for text in [
            "String",
            "crate::my::Pet",
            "::my_crate::Pet",
            "std::collections::HashMap<String, Vec<u8>>",
            " chrono::DateTime<chrono::Utc> ",
            "heapless::String<64>",
            "a::r#type::B",
        ] {
            assert_eq!(
                RustType::parse(text).map(|found| found.0),
                Ok(text.trim().to_owned())
            );
        }
    }

    #[test]
    fn everything_else_is_none() {
        for text in [
            "",
            "Pet",
            "self::Pet",
            "super::Pet",
            "&str",
            "a::B; fn x() {}",
            "a::B>",
            "a::B<",
            "a::B<'static>",
            "a:B",
            "a::",
            "::",
            "dyn a::B",
            "a::fn",
            "(",
            "\"",
            "a::B //",
            "::crate::B",
        ] {
            // A comment is no token, and harmless: the text ends there.
            let is_comment = text.contains("//");
            assert_eq!(RustType::parse(text).is_err(), !is_comment, "{text}");
        }
        assert!(RustType::parse(&"a::B<".repeat(10_000)).is_err());
    }

    #[test]
    fn whose_crate_it_is() {
        let is_own = |text| RustType::parse(text).map(|found| found.is_in_own_crate());
        assert_eq!(is_own("Vec<crate::Pet>"), Ok(true));
        assert_eq!(is_own("my_crate::Pet"), Ok(false));
    }
}
