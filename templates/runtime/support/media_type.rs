//! Media types: which of those that the document describes a message has (RFC 9110, section 8.3).

use http::HeaderMap;
use http::header::CONTENT_TYPE;

use super::quoted;

/// The position of the list that a message's `Content-Type` is in. What names it exactly goes before what names a range, and
/// kinds of JSON stand for each other where nothing else fits. A message that does not say what it is has the first.
pub fn find(headers: &HeaderMap, lists: &[&[&str]]) -> Option<usize> {
    let Some(text) = headers.get(CONTENT_TYPE) else {
        return (!lists.is_empty()).then_some(0);
    };
    let sent = MediaType::of(text.to_str().ok()?);
    let nearest = |(position, list): (usize, &&[&str])| {
        let nearness = list
            .iter()
            .filter_map(|it| sent.nearness(&MediaType::of(it)));
        Some((nearness.max()?, position))
    };
    let all = lists.iter().enumerate().filter_map(nearest);
    // Of equally near ones the one described first.
    let best = all.max_by_key(|(nearness, position)| (*nearness, usize::MAX - position));
    best.map(|(_, position)| position)
}

/// `name=value`, whether the value stands in quotes or not, since that says nothing (RFC 9110, section 5.6.6).
fn parameter(text: &str) -> String {
    let (name, value) = text.split_once('=').unwrap_or((text, ""));
    format!("{}={}", name.trim_end(), unquoted(value.trim_start()))
}

/// The text between quotes; one without them is itself.
fn unquoted(value: &str) -> String {
    let inner = value.strip_prefix('"').and_then(|it| it.strip_suffix('"'));
    let Some(inner) = inner else {
        return value.to_owned();
    };
    let mut is_escaped = false;
    let is_text = |character: &char| {
        is_escaped = *character == '\\' && !is_escaped;
        !is_escaped
    };
    inner.chars().filter(is_text).collect()
}

/// A media type: what it is, and its parameters.
struct MediaType {
    kind: String,
    subtype: String,
    parameters: Vec<String>,
}

impl MediaType {
    fn of(text: &str) -> Self {
        let text = text.to_ascii_lowercase();
        let mut parts = quoted::split(&text, ';').map(str::trim);
        let essence = parts.next().unwrap_or_default();
        let (kind, subtype) = essence.split_once('/').unwrap_or((essence, ""));
        Self {
            kind: kind.to_owned(),
            subtype: subtype.to_owned(),
            parameters: parts.filter(|it| !it.is_empty()).map(parameter).collect(),
        }
    }

    fn is_json(&self) -> bool {
        matches!((self.kind.as_str(), self.subtype.as_str()), (_, "json"))
            || self.subtype.ends_with("+json")
    }

    fn is_octets(&self) -> bool {
        (self.kind.as_str(), self.subtype.as_str()) == ("application", "octet-stream")
    }

    /// How near a described media type is to this one; nothing where it does not fit. The charset does not matter.
    fn nearness(&self, described: &Self) -> Option<usize> {
        let has =
            |wanted: &&String| wanted.starts_with("charset=") || self.parameters.contains(*wanted);
        let agreed = described.parameters.iter().filter(has).count();
        let fits = agreed == described.parameters.len();
        let is_same_kind = self.kind == described.kind;
        if is_same_kind && self.subtype == described.subtype {
            return Some(if fits { 100 + agreed } else { 50 });
        }
        if self.is_json() && described.is_json() {
            return Some(40);
        }
        match (described.kind.as_str(), described.subtype.as_str()) {
            (_, "*") if is_same_kind => Some(20),
            ("*", "*") => Some(10),
            // A range cannot be sent: who knows no more says that it is bytes, of which nothing is known.
            (_, "*") if self.is_octets() => Some(5),
            _ => None,
        }
    }
}
