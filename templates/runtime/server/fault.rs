//! What is wrong with a request, one entry for each fault.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use super::rejection::Rejection;

/// One step of the way to a fault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Segment {
    /// A part of the request (`query`), a parameter, or a member of an object.
    Name(Cow<'static, str>),
    /// An item of an array.
    Index(usize),
}

impl fmt::Display for Segment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name(name) => f.write_str(name),
            Self::Index(index) => index.fmt(f),
        }
    }
}

impl From<&'static str> for Segment {
    fn from(name: &'static str) -> Self {
        Self::Name(Cow::Borrowed(name))
    }
}

impl From<String> for Segment {
    fn from(name: String) -> Self {
        Self::Name(Cow::Owned(name))
    }
}

impl From<usize> for Segment {
    fn from(index: usize) -> Self {
        Self::Index(index)
    }
}

/// What is wrong with a value, wherever it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// For people.
    pub message: Cow<'static, str>,
    /// For programs; it stays the same whatever the message says.
    pub kind: &'static str,
}

impl Problem {
    /// Puts a problem together.
    pub fn new(kind: &'static str, message: impl Into<Cow<'static, str>>) -> Self {
        Self {
            message: message.into(),
            kind,
        }
    }

    /// A value is given more than once that may be given once.
    pub fn repeated() -> Self {
        Self::new("repeated", "Must not be given more than once")
    }

    /// A text cannot be decoded.
    pub fn not_utf8() -> Self {
        Self::new("encoding", "Must be UTF-8")
    }

    /// The problem at a place.
    pub fn at(self, location: impl IntoIterator<Item = Segment>) -> Fault {
        Fault {
            location: location.into_iter().collect(),
            message: self.message,
            kind: self.kind,
        }
    }
}

/// One fault of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Where it is, such as `["query", "limit"]` or `["body", "items", 3, "name"]`.
    pub location: Vec<Segment>,
    /// For people.
    pub message: Cow<'static, str>,
    /// For programs.
    pub kind: &'static str,
}

impl Fault {
    /// Where it is as one text, such as `body.items.3.name`; nothing where it is about the request as a whole.
    pub fn place(&self) -> String {
        let segments = self.location.iter().map(ToString::to_string);
        segments.collect::<Vec<_>>().join(".")
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.location.as_slice() {
            [] => f.write_str(&self.message),
            _ => write!(f, "{}: {}", self.place(), self.message),
        }
    }
}

/// The messages of faults by where these are; of what is about the request as a whole under `request`.
pub fn by_place(faults: &[Fault]) -> BTreeMap<String, Vec<String>> {
    let mut places: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for fault in faults {
        let place = match fault.location.as_slice() {
            [] => "request".to_owned(),
            _ => fault.place(),
        };
        places
            .entry(place)
            .or_default()
            .push(fault.message.to_string());
    }
    places
}

/// Collects the faults of a request, so that all are told at once.
#[derive(Debug, Default)]
pub struct Faults(Vec<Fault>);

impl Faults {
    /// Has none yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a fault.
    pub fn push(&mut self, fault: Fault) {
        self.0.push(fault);
    }

    /// Adds what is found within a part of the request: it is there, and not where it was found.
    pub fn add_within(&mut self, place: &[Segment], find: impl FnOnce(&mut Self)) {
        let mut found = Self::new();
        find(&mut found);
        let found = found.0.into_iter().map(|fault| Fault {
            location: place
                .iter()
                .cloned()
                .chain(fault.location.into_iter().skip(1))
                .collect(),
            ..fault
        });
        self.0.extend(found);
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// All of them.
    pub fn into_vec(self) -> Vec<Fault> {
        self.0
    }

    /// Adds all of them.
    pub fn append(&mut self, mut other: Self) {
        self.0.append(&mut other.0);
    }

    /// What `build` makes of the parts that were read, if there is no fault. A part that is missing is always a fault
    /// that has been added, so `build` gives up only where it is not needed.
    ///
    /// # Errors
    ///
    /// When there is a fault.
    pub fn finish<T>(self, build: impl FnOnce() -> Option<T>) -> Result<T, Rejection> {
        match build() {
            Some(request) if self.0.is_empty() => Ok(request),
            _ => Err(Rejection::invalid(self.0)),
        }
    }
}

impl Extend<Fault> for Faults {
    fn extend<I: IntoIterator<Item = Fault>>(&mut self, faults: I) {
        self.0.extend(faults);
    }
}
