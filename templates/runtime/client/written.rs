//! Values as a style writes them: what RFC 6570 says of lists and associative arrays, and what servers read where it says
//! nothing.

use super::super::support::style::Style;
use super::encode::{self, Encoding};
use super::invalid::InvalidRequest;
use super::tree::Tree;

/// The parts of a value as texts. One that has parts itself is JSON there, since no style but `deepObject` goes deeper.
enum Parts {
    One(String),
    Items(Vec<String>),
    Members(Vec<(String, String)>),
}

impl Parts {
    /// Null has no parts: it is left out.
    fn of(value: Tree) -> Option<Self> {
        Some(match value {
            Tree::Null => return None,
            Tree::List(items) => Self::Items(items.into_iter().map(Tree::into_text).collect()),
            Tree::Members(members) => Self::Members(members_of(members)),
            plain => Self::One(plain.into_text()),
        })
    }

    fn is_empty(&self) -> bool {
        match self {
            Self::One(_) => false,
            Self::Items(items) => items.is_empty(),
            Self::Members(members) => members.is_empty(),
        }
    }

    /// All parts in a row, each encoded; `name_separator` stands between the name of a member and its value.
    fn joined(&self, separator: &str, name_separator: &str, encoding: Encoding) -> String {
        match self {
            Self::One(text) => encoding.text(text),
            Self::Items(items) => {
                let items: Vec<String> = items.iter().map(|item| encoding.text(item)).collect();
                items.join(separator)
            }
            Self::Members(members) => {
                let members: Vec<String> = members
                    .iter()
                    .map(|(name, value)| {
                        let (name, value) = (encoding.text(name), encoding.text(value));
                        format!("{name}{name_separator}{value}")
                    })
                    .collect();
                members.join(separator)
            }
        }
    }

    /// Each part with the name that it has where it stands alone.
    fn named(self, name: &str) -> Vec<(String, String)> {
        match self {
            Self::One(text) => vec![(name.to_owned(), text)],
            Self::Items(items) => {
                let items = items.into_iter();
                items.map(|item| (name.to_owned(), item)).collect()
            }
            Self::Members(members) => members,
        }
    }
}

fn members_of(members: Vec<(String, Tree)>) -> Vec<(String, String)> {
    let there = members.into_iter().filter(|(_, value)| !value.is_null());
    there
        .map(|(name, value)| (name, value.into_text()))
        .collect()
}

/// A pair with its name and its value encoded.
fn encoded_pair((name, value): (String, String), encoding: Encoding) -> (String, String) {
    (encoding.of_name().text(&name), encoding.text(&value))
}

/// What stands in the place of a path parameter, encoded.
///
/// # Errors
///
/// When nothing would stand there, so that the path would be another one.
pub fn in_path(
    name: &str,
    value: Tree,
    style: Style,
    encoding: Encoding,
) -> Result<String, InvalidRequest> {
    let parts = match style {
        Style::Json => Some(Parts::One(value.to_string())),
        _ => Parts::of(value),
    };
    let written = parts
        .filter(|parts| !parts.is_empty())
        .map(|parts| match style {
            Style::Label => format!(".{}", parts.joined(",", ",", encoding)),
            Style::LabelExploded => format!(".{}", parts.joined(".", "=", encoding)),
            Style::Matrix => matrix(
                &[(name.to_owned(), parts.joined(",", ",", encoding))],
                encoding,
            ),
            Style::MatrixExploded => {
                let pairs = parts.named(name).into_iter();
                let pairs = pairs.map(|(name, value)| (name, encoding.text(&value)));
                matrix(&pairs.collect::<Vec<_>>(), encoding)
            }
            Style::SimpleExploded => parts.joined(",", "=", encoding),
            _ => parts.joined(",", ",", encoding),
        });
    written
        .filter(|text| !text.is_empty())
        .ok_or_else(|| InvalidRequest::new(format!("the path parameter `{name}` is empty")))
}

/// `;name=value` for each pair, of which the values are encoded; `;name` where the value is empty (RFC 6570, section 3.2.7).
fn matrix(pairs: &[(String, String)], encoding: Encoding) -> String {
    let pairs = pairs.iter().map(|(name, value)| {
        let name = encoding.of_name().text(name);
        if value.is_empty() {
            format!(";{name}")
        } else {
            format!(";{name}={value}")
        }
    });
    pairs.collect()
}

/// Appends the pairs of a value to a query.
pub fn push_pairs(query: &mut String, name: &str, value: Tree, style: Style, encoding: Encoding) {
    match value {
        Tree::Text(text) | Tree::Plain(text) if style != Style::Json => {
            encode::begin_pair(query, name, encoding.of_name());
            encoding.push(query, &text);
        }
        value => {
            for (name, value) in in_pairs(name, value, style, encoding) {
                encode::push_pair(query, &name, &value);
            }
        }
    }
}

/// The pairs of a query or of cookies, encoded: none where the value is null or has no parts.
pub fn in_pairs(
    name: &str,
    value: Tree,
    style: Style,
    encoding: Encoding,
) -> Vec<(String, String)> {
    let together = |value: Tree, separator: &str| {
        let parts = Parts::of(value).filter(|parts| !parts.is_empty());
        let joined = parts.map(|parts| parts.joined(separator, separator, encoding));
        let joined = joined.map(|value| (encoding.of_name().text(name), value));
        joined.into_iter().collect()
    };
    let each = |pairs: Vec<(String, String)>| {
        let pairs = pairs.into_iter();
        pairs.map(|pair| encoded_pair(pair, encoding)).collect()
    };
    match style {
        Style::SpaceDelimited => together(value, "%20"),
        Style::PipeDelimited => together(value, "%7C"),
        Style::FormExploded => each(Parts::of(value).map_or_else(Vec::new, |it| it.named(name))),
        Style::DeepObject => {
            let mut pairs = Vec::new();
            deepen(name.to_owned(), value, &mut pairs);
            each(pairs)
        }
        Style::Json if value.is_null() => Vec::new(),
        Style::Json => each(vec![(name.to_owned(), value.to_string())]),
        _ => together(value, ","),
    }
}

/// The pairs of a form, encoded: each item of a list is one by itself, and an object in an object is JSON.
pub fn in_form(value: Tree, encoding: Encoding) -> Vec<(String, String)> {
    let Tree::Members(members) = value else {
        return Vec::new();
    };
    let pairs = members.into_iter().flat_map(|(name, value)| {
        let parts = match value {
            Tree::List(items) => Some(Parts::Items(
                items.into_iter().map(Tree::into_text).collect(),
            )),
            Tree::Null => None,
            other => Some(Parts::One(other.into_text())),
        };
        parts.map_or_else(Vec::new, |parts| parts.named(&name))
    });
    pairs.map(|pair| encoded_pair(pair, encoding)).collect()
}

/// A value as one text, which is not encoded; none where it is null.
pub fn in_whole(value: Tree, style: Style) -> Option<String> {
    match (value, style) {
        (Tree::Null, _) => None,
        (value, Style::Json) => Some(value.to_string()),
        (value, _) => Some(value.into_text()),
    }
}

/// A pair for each plain value, with the way to it in the name. A list of plain values has empty brackets, which servers of
/// all kinds read; in a list of objects the positions tell which members belong together.
fn deepen(name: String, value: Tree, pairs: &mut Vec<(String, String)>) {
    match value {
        Tree::Null => {}
        Tree::Members(members) => {
            for (member, value) in members {
                deepen(format!("{name}[{member}]"), value, pairs);
            }
        }
        Tree::List(items) => {
            let is_flat = !items.iter().any(Tree::has_parts);
            for (index, item) in items.into_iter().enumerate() {
                if is_flat {
                    pairs.push((format!("{name}[]"), item.into_text()));
                } else {
                    deepen(format!("{name}[{index}]"), item, pairs);
                }
            }
        }
        plain => pairs.push((name, plain.into_text())),
    }
}

/// The value of a header, which is not encoded; none where the value is null or has no parts.
pub fn in_header(value: Tree, style: Style) -> Option<String> {
    match style {
        Style::Json if value.is_null() => None,
        Style::Json => Some(ascii(&value.to_string())),
        _ => {
            let name_separator = match style {
                Style::SimpleExploded => "=",
                _ => ",",
            };
            let parts = Parts::of(value).filter(|parts| !parts.is_empty());
            parts.map(|parts| parts.joined(",", name_separator, Encoding::Nothing))
        }
    }
}

/// JSON text with an escape for each character that no header may have.
fn ascii(json: &str) -> String {
    let mut text = String::with_capacity(json.len());
    for character in json.chars() {
        if matches!(character, ' '..='~') {
            text.push(character);
        } else {
            let units = &mut [0; 2];
            let escapes = character.encode_utf16(units).iter();
            text.extend(escapes.map(|unit| format!("\\u{unit:04x}")));
        }
    }
    text
}
