//! What media types a caller takes (RFC 9110, section 12.5.1).

use http::HeaderMap;
use http::header::{self, HeaderValue};

use super::super::support::quoted;
use super::rejection::Rejection;

/// What media types a caller takes: the header `Accept`.
#[derive(Debug, Clone, Default)]
pub struct Accept {
    /// The first of them: most requests have no other.
    first: Option<HeaderValue>,
    rest: Vec<HeaderValue>,
}

impl Accept {
    /// What a request says of it. An empty header says nothing.
    pub fn of(headers: &HeaderMap) -> Self {
        let all = headers.get_all(header::ACCEPT).iter();
        let mut all = all.filter(|value| !value.is_empty()).cloned();
        Self {
            first: all.next(),
            rest: all.collect(),
        }
    }

    /// The one of these media types that the caller likes best, of equally liked ones the first; `None` where the caller takes none
    /// of them. Who says nothing takes anything.
    pub fn best<'a>(&self, media_types: &[&'a str]) -> Option<&'a str> {
        let Some(first) = &self.first else {
            return media_types.first().copied();
        };
        // Most callers take anything, or name the one thing that they take.
        if self.rest.is_empty() {
            let mut all = media_types.iter();
            let named = all.find(|it| first == "*/*" || first == **it);
            if named.is_some() {
                return named.copied();
            }
        }
        let ranges: Vec<Range> = self.ranges().collect();
        let mut best: Option<(u16, &str)> = None;
        for media_type in media_types {
            let quality = quality(&ranges, media_type);
            if quality > best.map_or(0, |(quality, _)| quality) {
                best = Some((quality, media_type));
            }
        }
        best.map(|(_, media_type)| media_type)
    }

    /// Whether an answer of one of these media types is of any use.
    ///
    /// # Errors
    ///
    /// 406 when it is not.
    pub fn check(&self, media_types: &[&str]) -> Result<(), Rejection> {
        match self.best(media_types) {
            Some(_) => Ok(()),
            None => Err(Rejection::not_acceptable(media_types)),
        }
    }

    fn ranges(&self) -> impl Iterator<Item = Range> + '_ {
        let all = self.first.iter().chain(&self.rest);
        let texts = all.filter_map(|value| value.to_str().ok());
        let ranges = texts.flat_map(|text| quoted::split(text, ','));
        ranges.filter_map(|range| Range::of(range.trim()))
    }
}

/// A range of media types, with how much the caller likes what is in it.
struct Range {
    kind: String,
    subtype: String,
    parameters: Vec<String>,
    /// In thousandths.
    quality: u16,
}

impl Range {
    fn of(text: &str) -> Option<Self> {
        let text = text.to_ascii_lowercase();
        let mut parts = quoted::split(&text, ';').map(str::trim);
        let (kind, subtype) = parts.next()?.split_once('/')?;
        let mut parameters = Vec::new();
        let mut quality = 1000;
        for parameter in parts {
            match parameter.strip_prefix("q=") {
                Some(said) => quality = thousandths(said)?,
                None => parameters.push(parameter.to_owned()),
            }
        }
        Some(Self {
            kind: kind.to_owned(),
            subtype: subtype.to_owned(),
            parameters,
            quality,
        })
    }

    /// How exactly it names a media type; nothing where it does not. A range that is offered may be anything in it.
    fn exactness(&self, offered: &Self) -> Option<usize> {
        let is = |one: &str, other: &str| one == other || other == "*";
        let exactness = match (self.kind.as_str(), self.subtype.as_str()) {
            ("*", "*") => 0,
            (kind, "*") if is(kind, &offered.kind) => 1,
            (kind, subtype) if is(kind, &offered.kind) && is(subtype, &offered.subtype) => 2,
            _ => return None,
        };
        let mut parameters = self.parameters.iter();
        // What is said of the charset does not change what it is.
        let fits =
            parameters.all(|it| it.starts_with("charset=") || offered.parameters.contains(it));
        fits.then_some(exactness + self.parameters.len())
    }
}

/// How much the caller likes a media type, by the range that names it most exactly.
fn quality(ranges: &[Range], media_type: &str) -> u16 {
    let Some(offered) = Range::of(media_type) else {
        return 0;
    };
    let naming = ranges.iter().filter_map(|range| {
        let exactness = range.exactness(&offered)?;
        Some((exactness, range.quality))
    });
    naming
        .max_by_key(|(exactness, _)| *exactness)
        .map_or(0, |(_, quality)| quality)
}

/// A number between 0 and 1 with three digits at most (RFC 9110, section 12.4.2).
fn thousandths(text: &str) -> Option<u16> {
    let quality: f32 = text.trim().parse().ok()?;
    let is_right = (0.0..=1.0).contains(&quality) && text.len() <= 5;
    is_right.then(|| (quality * 1000.0).round() as u16)
}
