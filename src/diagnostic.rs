//! What oasmith has to say about a document: one type, collected, located.
//!
//! A stage never stops at the first fault. It reports to the [`Diagnostics`] sink, leaves the faulty part out and goes on,
//! so that one run shows everything.

mod pointer;
mod similar;

use std::fmt;
use std::path::{Path, PathBuf};

use serde::Serialize;

pub use pointer::Pointer;
pub(crate) use similar::similar;

/// How much a diagnostic matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Something is odd or approximated; the output is whole.
    Warning,
    /// A part of the document was left out of the output.
    Unsupported,
    /// The structure of the document cannot be resolved; nothing is written unless the user asks for all the rest.
    Error,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Warning => "warning",
            Self::Unsupported => "unsupported",
            Self::Error => "error",
        })
    }
}

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $variant:ident = $text:literal, $severity:ident;)+) => {
        /// What kind of thing a diagnostic is about. The text of a code never changes once it is released.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Code {
            $($(#[doc = $doc])+ $variant,)+
        }

        impl Code {
            /// Every code there is.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The text that stands in messages, such as `unresolved-reference`.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $text,)+
                }
            }

            /// How severe this is.
            pub const fn severity(self) -> Severity {
                match self {
                    $(Self::$variant => Severity::$severity,)+
                }
            }
        }
    };
}

codes! {
    /// A file could not be read.
    Unreadable = "unreadable", Error;
    /// The text is not well-formed JSON or YAML.
    Syntax = "syntax", Error;
    /// The document goes past one of the limits that keep a hostile document from exhausting the machine.
    LimitReached = "limit-reached", Error;
    /// The document does not say which version of the specification it follows, or one that oasmith does not read yet.
    UnsupportedVersion = "unsupported-version", Error;
    /// A mapping has the same key twice; the last one holds.
    DuplicateKey = "duplicate-key", Warning;
    /// A keyword that gives the document its structure has a value of a type that the specification does not allow there.
    WrongType = "wrong-type", Error;
    /// A value is not quite what the specification asks for, but what is meant is plain, and that is what was read.
    CoercedValue = "coerced-value", Warning;
    /// A value is not among those that the specification allows; the keyword is read as if it were absent.
    InvalidValue = "invalid-value", Warning;
    /// A keyword has no meaning where it stands, such as `minLength` in a number.
    IgnoredKeyword = "ignored-keyword", Warning;
    /// A keyword that the specification requires is missing; a harmless value stands in for it, or its object is left out.
    MissingKeyword = "missing-keyword", Warning;
    /// A keyword that the specification does not know at this place.
    UnknownKeyword = "unknown-keyword", Warning;
    /// A `$ref` points to nothing.
    UnresolvedReference = "unresolved-reference", Error;
    /// A `$ref` points to another kind of object than is expected; what refers to it is left out.
    MismatchedReference = "mismatched-reference", Unsupported;
    /// A `$ref` leads back to itself without anything between.
    ReferenceCycle = "reference-cycle", Error;
    /// A `$ref` to a file that may not be read, or to another host.
    UnsupportedReference = "unsupported-reference", Error;
    /// A discriminator maps a value to a schema that does not exist; the entry is left out.
    UnresolvedMapping = "unresolved-mapping", Warning;
    /// A schema that cannot be typed; it becomes any JSON value.
    OpaqueSchema = "opaque-schema", Unsupported;
    /// A property is required that nothing describes; it is read without it, and its validation asks for it.
    UndescribedProperty = "undescribed-property", Warning;
    /// A schema keyword that the output does not check.
    UncheckedKeyword = "unchecked-keyword", Warning;
    /// A `pattern` that is no regular expression of ECMA-262; it is not checked.
    InvalidPattern = "invalid-pattern", Warning;
    /// A `pattern` that only a backtracking engine can match, so that long texts are refused without a try.
    BacktrackingPattern = "backtracking-pattern", Warning;
    /// Schemas combined by `allOf` contradict each other.
    ContradictoryAllOf = "contradictory-all-of", Warning;
    /// A parameter that cannot be sent; its operation is left out.
    UnsupportedParameter = "unsupported-parameter", Unsupported;
    /// A parameter that the specification says is to be ignored.
    IgnoredParameter = "ignored-parameter", Warning;
    /// A parameter of the path template is not declared, or a declared one does not stand in the template.
    PathParameterMismatch = "path-parameter-mismatch", Warning;
    /// A body whose media type cannot be modelled; it is sent or received as bytes.
    UnsupportedMediaType = "unsupported-media-type", Unsupported;
    /// A response that cannot be told apart or typed; it is received as an unexpected one.
    UnsupportedResponse = "unsupported-response", Unsupported;
    /// A security scheme that the output does not implement.
    UnsupportedSecurity = "unsupported-security", Unsupported;
    /// A security requirement names a scheme that the document does not declare.
    UnknownSecurityScheme = "unknown-security-scheme", Error;
    /// A part of the specification that the output does not implement.
    UnsupportedFeature = "unsupported-feature", Unsupported;
    /// Two operations have the same `operationId`.
    DuplicateOperationId = "duplicate-operation-id", Warning;
    /// A path that is no path template; its operations are left out.
    InvalidPath = "invalid-path", Unsupported;
    /// Two paths differ only in the names of their parameters; the server leaves out the second.
    AmbiguousPath = "ambiguous-path", Unsupported;
    /// A name had to be changed because another one has it already.
    RenamedItem = "renamed-item", Warning;
    /// An example does not fit its schema and is not used.
    InvalidExample = "invalid-example", Warning;
    /// A choice of the user's that cannot be followed.
    InvalidConfiguration = "invalid-configuration", Error;
    /// An overlay that does not follow the Overlay Specification, or an action of it that cannot be done.
    InvalidOverlay = "invalid-overlay", Error;
    /// A choice of the user's about something that the document does not have.
    UnmatchedChoice = "unmatched-choice", Warning;
    /// A default does not fit its schema and is not used.
    InvalidDefault = "invalid-default", Warning;
    /// A file that oasmith did not write stands where it would write one.
    ForeignFile = "foreign-file", Error;
    /// The output could not be written.
    Unwritable = "unwritable", Error;
    /// The output of a module could not be formatted: a fault of oasmith, never of the document.
    Internal = "internal", Error;
}

impl Serialize for Code {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A stretch of a source file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Span {
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
    /// Where it begins, in bytes from the beginning of the file.
    pub start: usize,
    /// Where it ends, in bytes; never before `start`.
    pub end: usize,
}

/// Which part of a member a diagnostic is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Part {
    /// The key itself: it should not be there, or has the wrong name.
    Key,
    /// The value.
    Value,
}

/// A place in a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Location {
    /// The file, as the user named it; `None` stands for the root document.
    pub file: Option<PathBuf>,
    /// The node, in that file.
    pub pointer: Pointer,
    /// The node in the tree that all files of a document make together, where that is another pointer.
    #[serde(skip)]
    pub node: Option<Pointer>,
    /// The key or the value of that node.
    pub part: Part,
    /// Where it stands in the file; found only when there is something to say.
    #[serde(flatten)]
    pub span: Option<Span>,
}

impl Location {
    /// The node in the tree that all files of a document make together.
    pub(crate) fn node(&self) -> &Pointer {
        self.node.as_ref().unwrap_or(&self.pointer)
    }

    /// Whether this is the same place in the same file.
    fn is_same(&self, other: &Self) -> bool {
        let place = |it: &Self| (it.span.map(|span| span.start), it.part);
        self.file == other.file && self.pointer == other.pointer && place(self) == place(other)
    }
}

/// Where a node of a document was found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Standing {
    /// The file and the pointer in it, for a node that is not in the root document.
    pub elsewhere: Option<(PathBuf, Pointer)>,
    /// Where in the file.
    pub span: Option<Span>,
}

/// In the root document.
impl From<Option<Span>> for Standing {
    fn from(span: Option<Span>) -> Self {
        Self {
            elsewhere: None,
            span,
        }
    }
}

/// One thing to say about a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Diagnostic {
    /// What kind of thing.
    pub code: Code,
    /// How much it matters.
    pub severity: Severity,
    /// What is the matter, in one sentence without a full stop.
    pub message: String,
    /// What to write instead.
    pub help: Option<String>,
    /// Where; `None` when it is not about a place in a document.
    pub location: Option<Location>,
}

impl Diagnostic {
    /// A diagnostic about no particular place.
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: code.severity(),
            message: escape_control(&message.into()),
            help: None,
            location: None,
        }
    }

    /// A diagnostic about the value that `pointer` points to, in the root document.
    pub fn at(code: Code, pointer: &Pointer, message: impl Into<String>) -> Self {
        Self::placed(code, pointer, Part::Value, message)
    }

    /// A diagnostic about the key of the member that `pointer` points to, in the root document.
    pub fn at_key(code: Code, pointer: &Pointer, message: impl Into<String>) -> Self {
        Self::placed(code, pointer, Part::Key, message)
    }

    fn placed(code: Code, pointer: &Pointer, part: Part, message: impl Into<String>) -> Self {
        let location = Location {
            file: None,
            pointer: pointer.clone(),
            node: None,
            part,
            span: None,
        };
        Self {
            location: Some(location),
            ..Self::new(code, message)
        }
    }

    fn order(&self) -> (Option<PathBuf>, Option<usize>, Code, String) {
        let location = self.location.as_ref();
        let file = location.and_then(|location| location.file.clone());
        let start = location.and_then(|location| Some(location.span?.start));
        (file, start, self.code, self.message.clone())
    }

    /// Whether this says the same about the same place in the same file, which may stand in the tree twice.
    fn says_the_same(&self, other: &Self) -> bool {
        self.code == other.code
            && self.message == other.message
            && self.help == other.help
            && match (&self.location, &other.location) {
                (Some(one), Some(other)) => one.is_same(other),
                (one, other) => one == other,
            }
    }

    /// Adds what to write instead.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(escape_control(&help.into()));
        self
    }
}

/// The line that a build script or a log shows: `specs/a.yaml:3:5: error[syntax]: message`.
impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(location) = &self.location {
            if let Some(file) = &location.file {
                write!(f, "{}:", escape_control(&file.display().to_string()))?;
            }
            if let Some(span) = location.span {
                write!(f, "{}:{}: ", span.line, span.column)?;
            } else if location.file.is_some() {
                f.write_str(" ")?;
            }
        }
        write!(f, "{}[{}]: {}", self.severity, self.code, self.message)?;
        if let Some(location) = &self.location {
            write!(f, " (at #{})", escape_control(location.pointer.as_str()))?;
        }
        Ok(())
    }
}

/// Shows control characters (and the ones that turn the direction of text) as escapes, so that no text of a document can
/// write a line of its own to cargo or to a terminal.
pub fn escape_control(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        if character.is_control()
            || matches!(character, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        {
            escaped.extend(character.escape_default());
        } else {
            escaped.push(character);
        }
    }
    escaped
}

/// Where the stages put what they have to say.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[serde(transparent)]
pub struct Diagnostics {
    list: Vec<Diagnostic>,
}

impl Diagnostics {
    /// An empty sink.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes one more.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.list.push(diagnostic);
    }

    /// Takes all of another sink.
    pub fn extend(&mut self, others: impl IntoIterator<Item = Diagnostic>) {
        self.list.extend(others);
    }

    /// Whether one of them is an error.
    pub fn has_errors(&self) -> bool {
        self.list
            .iter()
            .any(|diagnostic| diagnostic.severity == Severity::Error)
    }

    /// All of them, in the order in which they were found.
    pub fn iter(&self) -> std::slice::Iter<'_, Diagnostic> {
        self.list.iter()
    }

    /// All of them, to be changed.
    pub(crate) fn iter_mut(&mut self) -> std::slice::IterMut<'_, Diagnostic> {
        self.list.iter_mut()
    }

    /// Leaves only those that `keep` says.
    pub(crate) fn retain(&mut self, keep: impl FnMut(&Diagnostic) -> bool) {
        self.list.retain(keep);
    }

    /// Every place that they are about.
    pub(crate) fn locations_mut(&mut self) -> impl Iterator<Item = &mut Location> {
        let list = self.list.iter_mut();
        list.filter_map(|diagnostic| diagnostic.location.as_mut())
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Asks `locate` for the places of all locations that have no file yet, gives those in none else the root document's,
    /// and puts the list into document order, what is the same in every part only once.
    pub fn place(&mut self, root: &Path, locate: impl FnOnce(&[(Pointer, Part)]) -> Vec<Standing>) {
        let mut open: Vec<&mut Location> = self
            .list
            .iter_mut()
            .filter_map(|diagnostic| diagnostic.location.as_mut())
            .filter(|location| location.file.is_none())
            .collect();
        if open.is_empty() {
            return;
        }
        let wanted: Vec<(Pointer, Part)> = open
            .iter()
            .map(|location| (location.pointer.clone(), location.part))
            .collect();
        let standings = locate(&wanted)
            .into_iter()
            .chain(std::iter::repeat_with(Standing::default));
        for (location, standing) in open.iter_mut().zip(standings) {
            location.span = location.span.or(standing.span);
            match standing.elsewhere {
                Some((file, pointer)) => {
                    location.node = Some(std::mem::replace(&mut location.pointer, pointer));
                    location.file = Some(file);
                }
                None => location.file = Some(root.to_owned()),
            }
        }
        self.list.sort_by_cached_key(Diagnostic::order);
        self.list.dedup_by(|one, other| one.says_the_same(other));
    }
}

/// A sink that holds just this one, for what fails with a single fault.
impl From<Diagnostic> for Diagnostics {
    fn from(diagnostic: Diagnostic) -> Self {
        Self {
            list: vec![diagnostic],
        }
    }
}

impl<'a> IntoIterator for &'a Diagnostics {
    type Item = &'a Diagnostic;
    type IntoIter = std::slice::Iter<'a, Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl IntoIterator for Diagnostics {
    type Item = Diagnostic;
    type IntoIter = std::vec::IntoIter<Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.list.into_iter()
    }
}
