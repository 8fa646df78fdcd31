//! From the IR and the facts to Rust: first a plan of modules, then the tokens of each.
//!
//! Nothing is decided here. Each function writes one thing, and looks like what it writes.

mod doc_text;
mod rust_type;
mod tokens;
mod types;

use std::borrow::Cow;

use proc_macro2::TokenStream;

use crate::analyse::Facts;
use crate::config::Config;
use crate::ir::Api;

/// What every emitter sees.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// The API.
    pub api: &'a Api,
    /// What follows from it.
    pub facts: &'a Facts,
    /// What the user chose.
    pub config: &'a Config,
}

/// A file to emit: where it goes and what it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ModulePlan {
    /// Where it goes.
    pub target: Target,
}

/// Where an emitted text goes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Target {
    /// A module of the output.
    Module(Module),
    /// A file of the crate that is no module, by its path from the root with `/` between: `Cargo.toml`, `tests/mock.rs`.
    /// Only planned where the layout is a crate.
    File(String),
}

/// A module of the output, and how its parent declares it.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Module {
    /// The names from the root down to it; empty for the root itself.
    pub path: Vec<String>,
    /// Whether it is `pub`.
    pub public: bool,
    /// The cargo feature that it is behind, in a crate. Other layouts have no features.
    pub feature: Option<String>,
}

/// What was emitted for a plan.
#[derive(Debug, Clone)]
pub struct Emitted {
    /// Where it goes.
    pub target: Target,
    /// The lines of the module's own documentation, in CommonMark; empty when `code` brings them along.
    pub docs: Vec<String>,
    /// What it holds.
    pub code: Code,
}

/// An emitted text before formatting.
#[derive(Debug, Clone)]
pub enum Code {
    /// Rust, to be formatted. Declarations of child modules are not in it: the layout writes them.
    Tokens(TokenStream),
    /// Text that is written as it is.
    Text(Cow<'static, str>),
}

/// Decides which modules there are, in the order in which they are declared.
pub fn plan(_context: Context<'_>) -> Vec<ModulePlan> {
    Vec::new()
}

/// Writes one of the planned modules.
pub fn emit(plan: &ModulePlan, _context: Context<'_>) -> Emitted {
    Emitted {
        target: plan.target.clone(),
        docs: Vec::new(),
        code: Code::Text(Cow::Borrowed("")),
    }
}

/// The crates that the output needs, as the lines of a `[dependencies]` table, for the parts that the user chose.
pub fn dependencies(_context: Context<'_>) -> String {
    String::new()
}
