//! From ECMA-262, in which documents write patterns, to the crate that can match them.
//!
//! The crate `regex` takes linear time, so it is used wherever a pattern means the same there; the others, which look around
//! or refer back, are left to `regress`, which backtracks as a browser does.

use std::iter::Peekable;
use std::str::Chars;

use serde::Serialize;

/// A pattern of the document and how it is matched.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Pattern {
    /// As the document writes it.
    pub source: String,
    /// What matches it.
    pub engine: Engine,
}

/// What matches a pattern.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Engine {
    /// The crate `regex`, in whose syntax it is this.
    Linear(String),
    /// The crate `regress`, with these flags.
    Backtracking(&'static str),
}

impl Pattern {
    /// What matches it in linear time, where that can be done.
    pub fn linear(&self) -> Option<regex::Regex> {
        match &self.engine {
            Engine::Linear(translated) => regex::Regex::new(translated).ok(),
            Engine::Backtracking(_) => None,
        }
    }
}

/// How a pattern is matched.
///
/// # Errors
///
/// Why it is no regular expression of ECMA-262.
pub(super) fn read(source: &str) -> Result<Pattern, String> {
    let flags = flags(source)?;
    let linear = translate(source)
        .filter(|translated| regex::Regex::new(translated).is_ok())
        .map(|translated| simplest(source, translated));
    Ok(Pattern {
        source: source.to_owned(),
        engine: linear.map_or(Engine::Backtracking(flags), Engine::Linear),
    })
}

/// The source itself, where the crate `regex` reads it as it reads the translation.
fn simplest(source: &str, translated: String) -> String {
    let read = |pattern: &str| regex_syntax::parse(pattern).ok();
    match (read(source), read(&translated)) {
        (Some(plain), Some(meant)) if plain == meant && !names_classes(source) => source.to_owned(),
        _ => translated,
    }
}

/// Whether it says `\s` or the like: which characters these are takes tables of Unicode that the output does without, also where
/// `[\s\S]` is every character.
fn names_classes(source: &str) -> bool {
    let mut characters = source.chars();
    while let Some(character) = characters.next() {
        let escaped = (character == '\\').then(|| characters.next()).flatten();
        if escaped.is_some_and(|escaped| "bBdDsSwW".contains(escaped)) {
            return true;
        }
    }
    false
}

/// With `u` a pattern is about characters, not about halves of them; what only the laxer syntax of browsers allows (annex B)
/// is read without.
fn flags(source: &str) -> Result<&'static str, String> {
    match regress::Regex::with_flags(source, "u") {
        Ok(_) => Ok("u"),
        Err(error) => match regress::Regex::new(source) {
            Ok(_) => Ok(""),
            Err(_) => Err(error.to_string()),
        },
    }
}

/// What `\s` matches (ECMA-262, `WhiteSpace` and `LineTerminator`).
const SPACES: &str =
    r"\t-\r \u{a0}\u{1680}\u{2000}-\u{200a}\u{2028}\u{2029}\u{202f}\u{205f}\u{3000}\u{feff}";

/// The same in the syntax of the crate `regex`; `None` where that has no word for it. The source is a valid pattern.
fn translate(source: &str) -> Option<String> {
    let mut out = String::with_capacity(source.len());
    let mut rest = source.chars().peekable();
    while let Some(character) = rest.next() {
        match character {
            '\\' => outside_class(&mut rest, &mut out)?,
            '[' => class(&mut rest, &mut out)?,
            '(' => group(&mut rest, &mut out)?,
            '.' => out.push_str(r"[^\n\r\u{2028}\u{2029}]"),
            '{' => counted(&mut rest, &mut out),
            '^' | '$' | ')' | '|' | '*' | '+' | '?' => out.push(character),
            other => literal(other, &mut out),
        }
    }
    Some(out)
}

/// `(…)`, `(?:…)`, `(?<name>…)`: what was captured is not asked for. What looks around is given up.
fn group(rest: &mut Peekable<Chars<'_>>, out: &mut String) -> Option<()> {
    out.push('(');
    if rest.next_if_eq(&'?').is_none() {
        return Some(());
    }
    out.push_str("?:");
    match rest.next()? {
        ':' => Some(()),
        '<' if !matches!(rest.peek(), Some('=' | '!')) => {
            rest.find(|character| *character == '>')?;
            Some(())
        }
        _ => None,
    }
}

/// `{2,5}`; without `u` a brace may also stand for itself.
fn counted(rest: &mut Peekable<Chars<'_>>, out: &mut String) {
    let inside: String = rest
        .clone()
        .take_while(|character| *character != '}')
        .collect();
    let is_closed = rest.clone().any(|character| character == '}');
    let (least, most) = inside.split_once(',').unwrap_or((&inside, ""));
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if is_closed && !least.is_empty() && is_number(least) && is_number(most) {
        out.push('{');
    } else {
        out.push_str(r"\{");
        return;
    }
    for character in rest.by_ref() {
        out.push(character);
        if character == '}' {
            break;
        }
    }
}

fn outside_class(rest: &mut Peekable<Chars<'_>>, out: &mut String) -> Option<()> {
    match rest.next()? {
        'd' => out.push_str("[0-9]"),
        'D' => out.push_str("[^0-9]"),
        'w' => out.push_str("[0-9A-Za-z_]"),
        'W' => out.push_str("[^0-9A-Za-z_]"),
        's' => out.push_str(&format!("[{SPACES}]")),
        'S' => out.push_str(&format!("[^{SPACES}]")),
        'b' => out.push_str(r"(?-u:\b)"),
        // A reference back, or a property of Unicode, of which each crate has a version of its own.
        'B' | 'k' | 'p' | 'P' | '1'..='9' => return None,
        other => literal(escaped(other, rest)?, out),
    }
    Some(())
}

/// The character that an escape stands for; `None` for half a character and for what is old and octal.
fn escaped(character: char, rest: &mut Peekable<Chars<'_>>) -> Option<char> {
    Some(match character {
        't' => '\t',
        'n' => '\n',
        'v' => '\u{b}',
        'f' => '\u{c}',
        'r' => '\r',
        '0' if !matches!(rest.peek(), Some('0'..='9')) => '\0',
        '0' => return None,
        'c' => char::from_u32(u32::from(rest.next().filter(char::is_ascii_alphabetic)?) % 32)?,
        'x' => char::from_u32(digits(rest, 2)?)?,
        'u' if rest.next_if_eq(&'{').is_some() => {
            let inside: String = rest.take_while(|character| *character != '}').collect();
            char::from_u32(u32::from_str_radix(&inside, 16).ok()?)?
        }
        'u' => unit(rest)?,
        other => other,
    })
}

/// `\uXXXX`, or two of them for a character beyond the first plane.
fn unit(rest: &mut Peekable<Chars<'_>>) -> Option<char> {
    let high = digits(rest, 4)?;
    if !(0xd800..0xdc00).contains(&high) {
        return char::from_u32(high);
    }
    let follows = rest.next() == Some('\\') && rest.next() == Some('u');
    let low = digits(rest, 4).filter(|low| follows && (0xdc00..0xe000).contains(low))?;
    char::from_u32(0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00))
}

fn digits(rest: &mut Peekable<Chars<'_>>, count: usize) -> Option<u32> {
    let digits: String = rest.by_ref().take(count).collect();
    u32::from_str_radix(&digits, 16)
        .ok()
        .filter(|_| digits.len() == count)
}

/// One part of a class.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Member {
    Character(char),
    /// Makes a range of the characters around it, if there are two.
    Hyphen,
    /// What a class may hold as it is.
    Set(String),
}

/// `[…]`.
fn class(rest: &mut Peekable<Chars<'_>>, out: &mut String) -> Option<()> {
    let negated = rest.next_if_eq(&'^').is_some();
    let mut members = Vec::new();
    loop {
        members.push(match rest.next()? {
            ']' => break,
            '\\' => escape_in_class(rest)?,
            '-' => Member::Hyphen,
            other => Member::Character(other),
        });
    }
    // `[]` matches nothing, `[^]` everything.
    match (members.is_empty(), negated) {
        (true, true) => out.push_str(r"[\x00-\u{10ffff}]"),
        (true, false) => out.push_str(r"[^\x00-\u{10ffff}]"),
        (false, _) => {
            out.push_str(if negated { "[^" } else { "[" });
            write_members(&members, out);
            out.push(']');
        }
    }
    Some(())
}

fn write_members(mut members: &[Member], out: &mut String) {
    loop {
        members = match members {
            [] => return,
            [
                Member::Character(first),
                Member::Hyphen,
                Member::Character(last),
                rest @ ..,
            ] => {
                literal(*first, out);
                out.push('-');
                literal(*last, out);
                rest
            }
            // Between a hyphen and another member that is no character, the hyphen stands for itself.
            [
                Member::Character(first),
                Member::Hyphen,
                Member::Hyphen,
                rest @ ..,
            ] if *first <= '-' => {
                literal(*first, out);
                out.push_str(r"-\-");
                rest
            }
            [
                Member::Hyphen,
                Member::Hyphen,
                Member::Character(last),
                rest @ ..,
            ] if *last >= '-' => {
                out.push_str(r"\--");
                literal(*last, out);
                rest
            }
            [Member::Character(character), rest @ ..] => {
                literal(*character, out);
                rest
            }
            [Member::Hyphen, rest @ ..] => {
                out.push_str(r"\-");
                rest
            }
            [Member::Set(set), rest @ ..] => {
                out.push_str(set);
                rest
            }
        };
    }
}

fn escape_in_class(rest: &mut Peekable<Chars<'_>>) -> Option<Member> {
    let set = |set: &str| Some(Member::Set(set.to_owned()));
    match rest.next()? {
        'd' => set("0-9"),
        'D' => set("[^0-9]"),
        'w' => set("0-9A-Za-z_"),
        'W' => set("[^0-9A-Za-z_]"),
        's' => set(SPACES),
        'S' => set(&format!("[^{SPACES}]")),
        'b' => Some(Member::Character('\u{8}')),
        'p' | 'P' | '1'..='9' => None,
        other => escaped(other, rest).map(Member::Character),
    }
}

/// A character that stands for itself.
fn literal(character: char, out: &mut String) {
    match character {
        '\t' => out.push_str(r"\t"),
        '\n' => out.push_str(r"\n"),
        '\r' => out.push_str(r"\r"),
        '\u{b}' => out.push_str(r"\v"),
        '\u{c}' => out.push_str(r"\f"),
        control if control.is_control() => out.push_str(&format!(r"\x{:02x}", u32::from(control))),
        other => {
            if r"\.+*?()|[]{}^$&-~#".contains(other) {
                out.push('\\');
            }
            out.push(other);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn linear(source: &str) -> String {
        match read(source).map(|pattern| pattern.engine) {
            Ok(Engine::Linear(translated)) => translated,
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn what_reads_the_same_stays() {
        for source in [
            "^[a-z]+$",
            "^a{2,5}$",
            r"\.\-?$",
            "^(?:a|b)*$",
            "é",
            r"^\$",
            "^[0-9A-F]{8}",
        ] {
            assert_eq!(linear(source), source);
        }
    }

    #[test]
    fn what_means_something_else_is_translated() {
        for (source, translated) in [
            (r"\d\D", "[0-9][^0-9]"),
            (r"[\d\D]", "[0-9[^0-9]]"),
            (r"[\d-x]", r"[0-9\-x]"),
            (r"[\w.-]", r"[0-9A-Za-z_\.\-]"),
            (r"[a&&b]", r"[a\&\&b]"),
            (r"[[a]", r"[\[a]"),
            ("[^]", r"[\x00-\u{10ffff}]"),
            (r"\u00e9\u{1F600}\uD83D\uDE00", "é😀😀"),
            (r"\cA\x41\0", r"\x01A\x00"),
            (r"(?<year>\d)", "(?:[0-9])"),
            (r"\bx", r"(?-u:\b)x"),
            ("a{,5}", r"a\{,5\}"),
        ] {
            assert_eq!(linear(source), translated, "{source}");
        }
        // With the tables that other crates ask for, this would be every character, and be left as it is.
        let anything = format!("[{SPACES}[^{SPACES}]]");
        assert_eq!(linear(r"[\s\S]"), anything);
    }

    #[test]
    fn what_needs_backtracking_is_left_to_it() {
        for source in [
            "^(?!a)",
            "(?=a)b",
            "(?<=a)b",
            r"(a)\1",
            r"\p{L}",
            r"\Ba",
            r"(?<a>x)\k<a>",
        ] {
            assert_eq!(linear(source), "Ok(Backtracking(\"u\"))", "{source}");
        }
    }

    #[test]
    fn what_is_no_pattern_is_refused() {
        for source in ["(", "[", "a**", "(?P<a>x)", "+"] {
            assert!(read(source).is_err(), "{source}");
        }
    }

    /// Both crates agree about what the translation matches.
    #[test]
    fn the_translation_means_the_same() {
        let texts = [
            "", "a", "A", "1", "٣", "é", "É", "_", "-", ".", "\n", "a\n", "\u{2028}", "\u{a0}",
            "\u{85}", "\u{feff}", " ", "ab", "a b", "[", "]", "^", "\\", "&", "~", "😀", "a1-b",
            "ſ", "K", "\t", "{", "}",
        ];
        let sources = [
            r"\d",
            r"\D",
            r"\w",
            r"\W",
            r"\s",
            r"\S",
            ".",
            "^.$",
            "^a$",
            r"\b",
            r"\ba\b",
            r"[\s\d]",
            r"[^\s\d]",
            r"[\D]",
            r"[^\W]",
            r"[\w-]",
            "[a-]",
            "[-a]",
            r"[\b]",
            "[^a-z]",
            "[]",
            "[^]",
            r"[\]\\]",
            "[&&]",
            "[~~]",
            "^[^-]*$",
            r"\u{1F600}",
            "^.{1}$",
            r"[ -~]",
            r"[\t- ]",
        ];
        for source in sources {
            let translated = regex::Regex::new(&linear(source)).expect(source);
            let original = regress::Regex::with_flags(source, "u").expect(source);
            for text in texts {
                let expected = original.find(text).is_some();
                assert_eq!(translated.is_match(text), expected, "{source} in {text:?}");
            }
        }
    }
}
