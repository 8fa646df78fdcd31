//! Attributes and derives of the user's, as text that has been looked at.

use std::fmt;

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use serde::Serialize;

use super::rust_type::Words;

/// How deep brackets may be nested: those who write the attribute use recursion.
const DEPTH: usize = 64;

/// An outer attribute, such as `#[non_exhaustive]`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Attribute(String);

impl Attribute {
    /// The attribute that a text is.
    ///
    /// # Errors
    ///
    /// Why the text is none.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut words = Words::new(text)?;
        let content = match (words.takes('#'), words.next()) {
            (true, Some(TokenTree::Group(group))) if group.delimiter() == Delimiter::Bracket => {
                group.stream()
            }
            _ => return Err("an attribute is written as `#[…]`".to_owned()),
        };
        words.end()?;
        if !is_shallow(&content, DEPTH) {
            return Err("it is nested too deeply".to_owned());
        }
        let mut words = Words::of(content);
        words.path()?;
        if words.takes('=') {
            match words.next() {
                Some(TokenTree::Literal(_)) => {}
                _ => return Err("a literal has to stand behind the `=`".to_owned()),
            }
        } else if let Some(next) = words.next()
            && !matches!(next, TokenTree::Group(_))
        {
            return Err(format!("`{next}` is too much"));
        }
        words.end()?;
        Ok(Self(text.trim().to_owned()))
    }

    /// The attribute as Rust has it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Whether no more than so many brackets stand inside each other.
fn is_shallow(tokens: &TokenStream, depth: usize) -> bool {
    let Some(depth) = depth.checked_sub(1) else {
        return false;
    };
    tokens.clone().into_iter().all(|token| match token {
        TokenTree::Group(group) => is_shallow(&group.stream(), depth),
        _ => true,
    })
}

impl fmt::Display for Attribute {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A trait to derive, such as `Hash` or `schemars::JsonSchema`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Derive(String);

impl Derive {
    /// The trait that a text names.
    ///
    /// # Errors
    ///
    /// Why the text names none.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut words = Words::new(text)?;
        words.path()?;
        words.end()?;
        Ok(Self(text.trim().to_owned()))
    }

    /// The path as Rust has it.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The last name of the path.
    pub fn name(&self) -> &str {
        let last = self.0.rsplit("::").next();
        last.unwrap_or_default().trim()
    }
}

impl fmt::Display for Derive {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes() {
        for text in [
            "#[non_exhaustive]",
            "#[serde(rename = \"a]\")]",
            "#[cfg_attr(feature = \"x\", derive(a::B))]",
            "#[doc = \" x\"]",
            "#[::a::b{}]",
        ] {
            assert!(Attribute::parse(text).is_ok(), "{text}");
        }
        for text in [
            "",
            "non_exhaustive",
            "#![allow(x)]",
            "#[]",
            "#[a b]",
            "#[a(b) c]",
            "#[a] struct X;",
            "#[a = ]",
            "#[a(]",
            "#[fn]",
        ] {
            assert!(Attribute::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn deep_attributes_are_refused() {
        let deep = format!("#[a{}{}]", "(".repeat(50_000), ")".repeat(50_000));
        assert!(Attribute::parse(&deep).is_err());
    }

    #[test]
    fn derives() {
        assert_eq!(
            Derive::parse("schemars::JsonSchema").map(|found| found.name().to_owned()),
            Ok("JsonSchema".to_owned())
        );
        for text in ["", "Hash, Eq", "a::B<C>", "#[x]", "Hash)]"] {
            assert!(Derive::parse(text).is_err(), "{text}");
        }
    }
}
