//! From any text to a Rust identifier.

use std::fmt;

use heck::{ToShoutySnakeCase, ToSnakeCase, ToUpperCamelCase};
use serde::Serialize;
use unicode_security::GeneralSecurityProfile;

use crate::config::is_keyword;

/// An identifier that Rust accepts; a keyword has its `r#`.
///
/// Only this module makes one, so that turning it into a token cannot fail.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct RustName(String);

impl RustName {
    /// The identifier as it stands in source text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The identifier without `r#`.
    pub fn unraw(&self) -> &str {
        self.0.strip_prefix("r#").unwrap_or(&self.0)
    }

    /// Whether it is a keyword written as an identifier.
    pub fn is_raw(&self) -> bool {
        self.0.starts_with("r#")
    }
}

/// The identifier that a text already is.
///
/// # Errors
///
/// Why it cannot be one; `None` where it could be, were it not written as another kind of name is.
pub(super) fn exact(text: &str, case: Case) -> Result<RustName, Option<&'static str>> {
    let name = text.strip_prefix("r#").unwrap_or(text);
    let mut characters = name.chars();
    let first = characters.next().ok_or(Some("it is empty"))?;
    if !(is_start(first) || first == '_') || !characters.all(is_part) {
        return Err(Some("it is no identifier of Rust"));
    }
    if NEVER_RAW.contains(&name) || name.chars().all(|character| character == '_') {
        return Err(Some("Rust has another meaning for it"));
    }
    if is_written_as(name, case) {
        Ok(RustName(escape_keyword(name.to_owned())))
    } else {
        Err(None)
    }
}

/// Whether rustc has nothing to say about how a name is written (`non_camel_case_types`, `non_snake_case`).
fn is_written_as(name: &str, case: Case) -> bool {
    match case {
        Case::Snake => !name.chars().any(char::is_uppercase),
        Case::Shouty => !name.chars().any(char::is_lowercase),
        Case::Camel => {
            let name = name.trim_matches('_');
            let has_cases = |character: char| character.is_uppercase() || character.is_lowercase();
            let is_split = name
                .split('_')
                .zip(name.split('_').skip(1))
                .any(|(left, right)| {
                    left.is_empty() || left.ends_with(has_cases) || right.starts_with(has_cases)
                });
            !name.starts_with(char::is_lowercase) && !is_split
        }
    }
}

impl fmt::Display for RustName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// How the words of a name are put together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Case {
    /// `UpperCamelCase`, for types and variants.
    Camel,
    /// `snake_case`, for functions, fields and modules.
    Snake,
    /// `SHOUTY_SNAKE_CASE`, for statics.
    Shouty,
}

/// The identifier nearest to a text; `fallback` where nothing of the text can stand in one.
pub(super) fn identifier(text: &str, case: Case, fallback: &str) -> RustName {
    if case == Case::Snake && is_plainly_snake(text) {
        return RustName(escape_keyword(text.to_owned()));
    }
    let texts: [fn(&str) -> String; 2] = [words, symbols];
    let joined = texts.iter().map(|of| joined(&of(text), case));
    let joined = joined
        .chain(std::iter::once_with(|| self::joined(fallback, case)))
        .find(|joined| !joined.is_empty())
        .unwrap_or_default();
    let starts_well = joined.chars().next().is_some_and(is_start);
    RustName(escape_keyword(match case {
        _ if starts_well => joined,
        Case::Camel => format!("{fallback}{joined}"),
        Case::Snake | Case::Shouty => format!("{fallback}_{joined}"),
    }))
}

/// Whether a text is an identifier in `snake_case` already, as the names of most properties and parameters are.
fn is_plainly_snake(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_lowercase())
        && !text.ends_with('_')
        && !text.contains("__")
        && text
            .bytes()
            .all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_'))
}

/// The words of a text put together.
fn joined(text: &str, case: Case) -> String {
    match case {
        Case::Camel => text.to_upper_camel_case(),
        Case::Snake => text.to_snake_case(),
        Case::Shouty => text.to_shouty_snake_case(),
    }
}

/// An identifier with a number behind it, for one that is taken.
pub(super) fn numbered(name: &RustName, number: usize) -> RustName {
    // What stands behind `Self` to make it a name is not needed before a number.
    let text = name.unraw().trim_end_matches('_');
    // `item1` and `2` must not become `item12`.
    let separator = if text.ends_with(|last: char| last.is_ascii_digit()) {
        "_"
    } else {
        ""
    };
    RustName(format!("{text}{separator}{number}"))
}

/// Text in which everything that cannot stand in an identifier is a space, and a sign that tells values apart is a word.
fn words(text: &str) -> String {
    let mut words = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    let mut at_start = true;
    while let Some(character) = characters.next() {
        let before_digit = characters.peek().is_some_and(char::is_ascii_digit);
        match character {
            '+' if at_start && before_digit => words.push_str("plus "),
            '-' if at_start && before_digit => words.push_str("minus "),
            '\'' | '\u{2019}' => {}
            other if is_part(other) => words.push(other),
            _ => words.push(' '),
        }
        at_start = false;
    }
    if words.trim().is_empty() {
        symbols(text)
    } else {
        words
    }
}

/// The names of the signs, for a text that has nothing else.
fn symbols(text: &str) -> String {
    let names: Vec<&str> = text
        .chars()
        .filter_map(|character| {
            Some(match character {
                '+' => "plus",
                '-' => "minus",
                '*' => "star",
                '/' => "slash",
                '%' => "percent",
                '=' => "equal",
                '<' => "less",
                '>' => "greater",
                '!' => "not",
                '&' => "and",
                '|' => "or",
                '~' => "tilde",
                '^' => "caret",
                '@' => "at",
                '#' => "hash",
                '$' => "dollar",
                '?' => "question",
                '.' => "dot",
                ',' => "comma",
                ':' => "colon",
                ';' => "semicolon",
                '_' => "underscore",
                _ => return None,
            })
        })
        .collect();
    names.join(" ")
}

/// Letters and digits of every script are word characters, as far as rustc takes them for usual ones in identifiers
/// (Unicode Technical Standard 39, section 3.1); everything else is left out.
fn is_part(character: char) -> bool {
    character == '_' || is_start(character) || character.is_ascii_digit()
}

fn is_start(character: char) -> bool {
    character.is_ascii_alphabetic()
        || (!character.is_ascii()
            && unicode_ident::is_xid_start(character)
            && character.identifier_allowed())
}

const NEVER_RAW: [&str; 5] = ["self", "Self", "super", "crate", "_"];

fn escape_keyword(name: String) -> String {
    if NEVER_RAW.contains(&name.as_str()) {
        return format!("{name}_");
    }
    if is_keyword(&name) {
        format!("r#{name}")
    } else {
        name
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn snake(text: &str) -> String {
        identifier(text, Case::Snake, "value").to_string()
    }

    fn camel(text: &str) -> String {
        identifier(text, Case::Camel, "Value").to_string()
    }

    #[test]
    fn keeps_words_apart() {
        assert_eq!(snake("listDatasetActivity"), "list_dataset_activity");
        assert_eq!(snake("X-Rate-Limit"), "x_rate_limit");
        assert_eq!(camel("api_read"), "ApiRead");
        assert_eq!(camel("user's name"), "UsersName");
    }

    #[test]
    fn escapes_keywords() {
        assert_eq!(snake("type"), "r#type");
        assert_eq!(snake("self"), "self_");
        assert_eq!(camel("Self"), "Self_");
        assert_eq!(snake("_"), "underscore");
    }

    #[test]
    fn takes_a_name_that_is_one() {
        let camel = |text| exact(text, Case::Camel).map(|name| name.to_string());
        let snake = |text| exact(text, Case::Snake).map(|name| name.to_string());
        for text in ["Pet", "HTTPError", "V1_2", "Größe", "X"] {
            assert_eq!(camel(text), Ok(text.to_owned()));
        }
        assert_eq!(snake("type"), Ok("r#type".to_owned()));
        assert_eq!(snake("r#type"), Ok("r#type".to_owned()));
        assert_eq!(snake("_id"), Ok("_id".to_owned()));
        for text in [
            "",
            "a b",
            "1a",
            "a-b",
            "self",
            "_",
            "__",
            "a\u{200d}b",
            "r#",
        ] {
            assert!(matches!(snake(text), Err(Some(_))), "{text}");
        }
        for text in ["pet", "Pet_Owner", "Pet__1", "PET_OWNER"] {
            assert_eq!(camel(text), Err(None), "{text}");
        }
        assert_eq!(snake("petOwner"), Err(None));
    }

    #[test]
    fn what_is_plainly_snake_case_is_what_its_words_make() {
        for text in [
            "a",
            "a1",
            "a_1",
            "created_at",
            "type",
            "v2_x9_y",
            "a1b2",
            "id3_tag",
        ] {
            assert!(is_plainly_snake(text), "{text}");
            assert_eq!(joined(&words(text), Case::Snake), text);
        }
        for text in ["", "_a", "a_", "a__b", "1a", "aB", "a-b", "ä"] {
            assert!(!is_plainly_snake(text), "{text}");
        }
    }

    #[test]
    fn finds_a_name_for_everything() {
        assert_eq!(snake(""), "value");
        assert_eq!(snake("🦀"), "value");
        assert_eq!(snake("404"), "value_404");
        assert_eq!(camel("404"), "Value404");
        assert_eq!(camel("+1"), "Plus1");
        assert_eq!(camel("-1"), "Minus1");
        assert_eq!(camel("<="), "LessEqual");
        assert_eq!(snake("größe"), "größe");
        assert_eq!(snake("x²"), "x");
        assert_eq!(camel("ʿAbd"), "Abd");
    }

    #[test]
    fn every_name_is_an_identifier() {
        for text in [
            "",
            "a b",
            "r#type",
            "é",
            "日本",
            "1a",
            "a\u{200d}b",
            "ª",
            "ǅ",
            "_1",
            "__",
            "async",
            "\0",
        ] {
            for case in [Case::Camel, Case::Snake] {
                let name = identifier(
                    text,
                    case,
                    if case == Case::Camel {
                        "Value"
                    } else {
                        "value"
                    },
                );
                assert!(
                    syn::parse_str::<syn::Ident>(name.as_str()).is_ok(),
                    "{text:?} became {name}"
                );
            }
        }
    }
}
