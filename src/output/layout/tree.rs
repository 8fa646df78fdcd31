//! The modules of the output and which stands in which.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::emit::Module;

/// Every module, in the order in which they are declared.
#[derive(Debug, Default)]
pub(super) struct Tree {
    nodes: Vec<Node>,
    /// The positions of the children of each module that has some, by its path.
    children: HashMap<Vec<String>, Vec<usize>>,
    positions: HashMap<Vec<String>, usize>,
}

/// A module and what it holds.
#[derive(Debug)]
pub(super) struct Node {
    pub(super) module: Module,
    docs: Vec<String>,
    /// What its first piece holds: all of it, or the imports of the pieces after it.
    text: String,
    /// What the pieces refer to of the support code.
    support: BTreeSet<&'static str>,
    /// What the pieces after the first hold.
    pieces: Vec<String>,
}

impl Tree {
    /// Adds a module, or the next piece of one.
    pub(super) fn add(
        &mut self,
        module: Module,
        docs: Vec<String>,
        text: String,
        support: &[&'static str],
    ) {
        let known = self.positions.get(&module.path);
        if let Some(node) = known.and_then(|position| self.nodes.get_mut(*position)) {
            return node.append(docs, text, support);
        }
        let position = self.nodes.len();
        if let Some((_, parent)) = module.path.split_last() {
            self.children
                .entry(parent.to_owned())
                .or_default()
                .push(position);
        }
        self.positions.insert(module.path.clone(), position);
        self.nodes.push(Node {
            module,
            docs,
            text,
            support: support.iter().copied().collect(),
            pieces: Vec::new(),
        });
    }

    /// Reports modules that nothing declares.
    pub(super) fn report_orphans(&self, sink: &mut Diagnostics) {
        for node in &self.nodes {
            let parent = node.module.path.split_last().map(|(_, parent)| parent);
            if parent.is_some_and(|parent| !self.positions.contains_key(parent)) {
                let name = node.module.path.join("::");
                let message = format!("the module `{name}` is planned without its parent");
                sink.push(Diagnostic::new(Code::Internal, message));
            }
        }
    }

    /// The module that holds all others.
    pub(super) fn root(&self) -> Option<&Node> {
        let position = self.positions.get(&[] as &[String])?;
        self.nodes.get(*position)
    }

    /// Every module.
    pub(super) fn iter(&self) -> impl Iterator<Item = &Node> {
        self.nodes.iter()
    }

    /// The modules that stand directly in one, by name, as rustfmt orders declarations.
    pub(super) fn children(&self, parent: &[String]) -> impl Iterator<Item = &Node> {
        let mut children: Vec<&Node> = self
            .children
            .get(parent)
            .into_iter()
            .flatten()
            .filter_map(|position| self.nodes.get(*position))
            .collect();
        children.sort_by(|a, b| a.module.path.cmp(&b.module.path));
        children.into_iter()
    }
}

impl Node {
    /// Adds a piece.
    fn append(&mut self, docs: Vec<String>, text: String, support: &[&'static str]) {
        self.docs.extend(docs);
        self.support.extend(support);
        self.pieces.push(text);
    }

    /// The lines of the module's own documentation.
    ///
    /// A text that is copied as it is brings its documentation along; what stands below it must not come above it.
    pub(super) fn docs(&self) -> String {
        let docs: String = self.docs.iter().map(|line| doc_line(line)).collect();
        docs + self.split().0
    }

    /// What its items say, a paragraph after the other; a blank line belongs between two of them.
    pub(super) fn items(&self) -> impl Iterator<Item = Cow<'_, str>> {
        let first = self.split().1.trim_start_matches('\n');
        let pieces = self
            .pieces
            .iter()
            .map(|piece| Cow::Borrowed(piece.as_str()));
        let imports = self.imports().map(Cow::Owned);
        std::iter::once(Cow::Borrowed(first))
            .chain(imports)
            .chain(pieces)
    }

    fn split(&self) -> (&str, &str) {
        let own = own_docs(&self.text);
        self.text.split_at_checked(own).unwrap_or(("", &self.text))
    }

    /// What the pieces use of the support code.
    fn imports(&self) -> Option<String> {
        let used: Vec<&str> = self.support.iter().copied().collect();
        match used.as_slice() {
            [] => None,
            [module] => Some(format!("use super::support::{module};\n")),
            modules => Some(format!("use super::support::{{{}}};\n", modules.join(", "))),
        }
    }
}

fn doc_line(line: &str) -> String {
    let line = line.trim_end();
    if line.is_empty() {
        return "//!\n".to_owned();
    }
    format!("//! {line}\n")
}

/// How many bytes the `//!` lines take with which a text begins.
fn own_docs(text: &str) -> usize {
    text.split_inclusive('\n')
        .take_while(|line| line.starts_with("//!"))
        .map(str::len)
        .sum()
}
