//! What a user can choose. Plain data, the same for a build script and for the command line.

mod attribute;
mod envelope;
mod file;
mod hand;
mod limits;
mod paging;
mod rust_type;
mod selection;
mod severities;

use std::collections::BTreeSet;
use std::path::PathBuf;

use crate::diagnostic::Diagnostics;

pub use attribute::{Attribute, Derive};
pub(crate) use envelope::EnvelopeMember;
pub use envelope::ErrorEnvelope;
pub use hand::{Additions, Choice, Hand, Said, Serde};
pub use limits::{Limit, LimitChoices, Limits};
pub use paging::Paging;
pub use rust_type::RustType;
pub use selection::{Picks, Selection};
pub use severities::{Level, Severities, may_be_lowered};

/// A part of the output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// The models.
    Types,
    /// The async client; it needs the models.
    Client,
    /// The axum server; it needs the models.
    Server,
    /// The mock server; it needs the models and the server.
    Mock,
}

impl Part {
    /// Every part, in the order in which they build on each other.
    pub const ALL: [Self; 4] = [Self::Types, Self::Client, Self::Server, Self::Mock];

    /// The name of the part: its module, its cargo feature, and the word for it on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Types => "types",
            Self::Client => "client",
            Self::Server => "server",
            Self::Mock => "mock",
        }
    }

    /// The part of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|part| part.name() == name)
    }

    /// What the part cannot do without.
    const fn needs(self) -> &'static [Self] {
        match self {
            Self::Types => &[],
            Self::Client | Self::Server => &[Self::Types],
            Self::Mock => &[Self::Types, Self::Server],
        }
    }
}

/// A set of parts that holds with each part also what it needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parts(BTreeSet<Part>);

impl Parts {
    /// These parts and what they need; all of them when none is named.
    pub fn new(parts: impl IntoIterator<Item = Part>) -> Self {
        let named: BTreeSet<Part> = parts.into_iter().collect();
        if named.is_empty() {
            return Self::default();
        }
        let needed = named.iter().flat_map(|part| part.needs().iter().copied());
        Self(named.iter().copied().chain(needed).collect())
    }

    /// Whether the part is among them.
    pub fn contains(&self, part: Part) -> bool {
        self.0.contains(&part)
    }

    /// The parts, in the order in which they build on each other.
    pub fn iter(&self) -> impl Iterator<Item = Part> + '_ {
        self.0.iter().copied()
    }
}

impl Default for Parts {
    fn default() -> Self {
        Self(Part::ALL.into_iter().collect())
    }
}

/// The shape in which the output is laid out.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Layout {
    /// A folder of modules with a `mod.rs`, to include in a crate.
    #[default]
    Modules,
    /// A complete crate of that name.
    Crate(String),
    /// One file with all the modules in it, for `include!`.
    SingleFile(String),
}

/// Which files a document may refer to, besides those in its own folder.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reach {
    /// Folders whose files may be read.
    pub dirs: Vec<PathBuf>,
    /// What stands on disk for a URL, or in a folder for all URLs that begin with one. Nothing is ever fetched.
    pub mapped: Vec<(String, PathBuf)>,
}

/// Everything that a user can choose.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Config {
    /// The parts to emit.
    pub parts: Parts,
    /// How the output is laid out.
    pub layout: Layout,
    /// How much is taken on at most.
    pub limits: LimitChoices,
    /// What is read besides the files in the document's own folder.
    pub reach: Reach,
    /// Write tests: that decode the document's examples and encode them again, that call every operation, and in which client
    /// and server tell each other values by chance; only a crate has them.
    pub tests: bool,
    /// Let the client make spans for `tracing`. In a crate that is a cargo feature, and this does nothing.
    pub client_tracing: bool,
    /// Emit what can be emitted even when the document has errors.
    pub keep_going: bool,
    /// What the client is like.
    pub client: ClientChoices,
    /// What the server is like.
    pub server: ServerChoices,
    /// What is to be otherwise than oasmith would have it.
    pub hand: Hand,
    /// Overlays that are applied to the document before anything else, in this order.
    pub overlays: Vec<PathBuf>,
    /// The operations that are wanted.
    pub selection: Selection,
    /// How much each kind of diagnostic matters.
    pub severities: Severities,
    /// A file that says more of it: `oasmith.toml`.
    pub file: Option<PathBuf>,
}

/// What the client is like; nothing where nobody says anything.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ClientChoices {
    /// Whether its operations are named by tag, `client.datasets().list_activity(…)`, or all are methods of the client.
    pub by_tag: Option<bool>,
    /// Whether its calls can be sent from code that is not async, too.
    pub blocking: Option<bool>,
}

impl ClientChoices {
    /// These, and where another says something, that.
    fn and(self, other: &Self) -> Self {
        Self {
            by_tag: other.by_tag.or(self.by_tag),
            blocking: other.blocking.or(self.blocking),
        }
    }
}

/// What the server is like; nothing where nobody says anything.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ServerChoices {
    /// Whether there is a trait for each tag, or one for all operations.
    pub by_tag: Option<bool>,
    /// Whether a request is refused for a query parameter that the operation does not have.
    pub strict_query: Option<bool>,
    /// What decides on the values that the mock makes up; without, they are the plainest.
    pub mock_seed: Option<u64>,
    /// Whether answers are held against the document where the server is built for debugging.
    pub check_answers: Option<bool>,
    /// The error envelope, where oasmith would have it otherwise.
    pub envelope: Option<ErrorEnvelope>,
}

impl ServerChoices {
    /// These, and where another says something, that.
    fn and(self, other: &Self) -> Self {
        Self {
            by_tag: other.by_tag.or(self.by_tag),
            strict_query: other.strict_query.or(self.strict_query),
            mock_seed: other.mock_seed.or(self.mock_seed),
            check_answers: other.check_answers.or(self.check_answers),
            envelope: other.envelope.clone().or(self.envelope),
        }
    }
}

/// What a file can say.
#[derive(Debug, Default)]
struct FileChoices {
    client: ClientChoices,
    server: ServerChoices,
    hand: Hand,
    overlays: Vec<PathBuf>,
    selection: Selection,
    severities: Severities,
    reach: Reach,
    limits: LimitChoices,
    client_tracing: bool,
}

impl Config {
    /// The same with what the file says read into it. What the program said stands behind what the file says, and where
    /// both speak of the same thing, it holds.
    pub(crate) fn with_file(&self, sink: &mut Diagnostics) -> Self {
        let Some(path) = &self.file else {
            return self.clone();
        };
        let FileChoices {
            client,
            server,
            hand,
            mut overlays,
            selection,
            severities,
            mut reach,
            limits,
            client_tracing,
        } = file::read(path, sink);
        reach.dirs.extend(self.reach.dirs.iter().cloned());
        reach.mapped.extend(self.reach.mapped.iter().cloned());
        overlays.extend(self.overlays.iter().cloned());
        Self {
            client: client.and(&self.client),
            server: server.and(&self.server),
            hand: hand.and(&self.hand),
            overlays,
            selection: selection.and(&self.selection),
            severities: severities.and(&self.severities),
            reach,
            limits: limits.and(&self.limits),
            client_tracing: client_tracing || self.client_tracing,
            ..self.clone()
        }
    }
}

/// Why a text cannot be the name of a crate; `None` when it can.
pub fn crate_name_fault(name: &str) -> Option<&'static str> {
    /// Names that a package cannot have, since Rust or cargo takes them for something else. Other keywords are written with
    /// `r#` where they are used.
    const TAKEN: [&str; 10] = [
        "alloc",
        "core",
        "crate",
        "proc_macro",
        "self",
        "std",
        "super",
        "test",
        "union",
        "_",
    ];
    if !name.starts_with(|first: char| first.is_ascii_alphabetic()) {
        return Some("it must begin with a letter from a to z");
    }
    if !name
        .chars()
        .all(|character| character.is_ascii_alphanumeric() || matches!(character, '-' | '_'))
    {
        return Some("it may only have letters, digits, `-` and `_`");
    }
    if TAKEN.contains(&name) {
        return Some("Rust has another meaning for it");
    }
    None
}

/// Why a text cannot be the name of a file in the output's folder; `None` when it can.
pub fn file_name_fault(name: &str) -> Option<&'static str> {
    if matches!(name, "" | "." | "..") {
        return Some("it does not name a file");
    }
    if name.contains(|character: char| character.is_control() || matches!(character, '/' | '\\')) {
        return Some("it may not have a slash or a control character");
    }
    None
}

/// Whether a word is a keyword in some edition, strict or reserved (The Rust Reference, section 2.1).
pub fn is_keyword(word: &str) -> bool {
    KEYWORDS.contains(&word)
}

const KEYWORDS: [&str; 52] = [
    "Self", "abstract", "as", "async", "await", "become", "box", "break", "const", "continue",
    "crate", "do", "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if",
    "impl", "in", "let", "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub",
    "ref", "return", "self", "static", "struct", "super", "trait", "true", "try", "type", "typeof",
    "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_crates() {
        for name in ["pets", "api-example-v1", "a_b2", "box"] {
            assert_eq!(crate_name_fault(name), None, "{name}");
        }
        for name in ["", "1a", "a b", "self", "std", "../a", "a\"]\n[lints]"] {
            assert!(crate_name_fault(name).is_some(), "{name}");
        }
    }

    #[test]
    fn names_of_files() {
        assert_eq!(file_name_fault("openapi.rs"), None);
        for name in ["", "..", "a/b.rs", "a\\b.rs", "a\n.rs"] {
            assert!(file_name_fault(name).is_some(), "{name:?}");
        }
    }
}
