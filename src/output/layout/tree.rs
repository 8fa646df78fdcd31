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
    pieces: String,
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
            return node.append(docs, &text, support);
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
            pieces: String::new(),
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
    /// Adds a piece, after a blank line.
    fn append(&mut self, docs: Vec<String>, text: &str, support: &[&'static str]) {
        self.docs.extend(docs);
        self.support.extend(support);
        join(&mut self.pieces, text);
    }

    /// The lines of the module's own documentation, and its items.
    ///
    /// A text that is copied as it is brings its documentation along; what stands below it must not come above it.
    pub(super) fn parts(&self) -> (String, Cow<'_, str>) {
        let own = own_docs(&self.text);
        let (leading, items) = self.text.split_at_checked(own).unwrap_or(("", &self.text));
        let docs: String = self.docs.iter().map(|line| doc_line(line)).collect();
        (docs + leading, self.items(items.trim_start_matches('\n')))
    }

    fn items<'a>(&'a self, first: &'a str) -> Cow<'a, str> {
        if self.support.is_empty() && self.pieces.is_empty() {
            return Cow::Borrowed(first);
        }
        let mut items = first.to_owned();
        let used: Vec<&str> = self.support.iter().copied().collect();
        match used.as_slice() {
            [] => {}
            [module] => join(&mut items, &format!("use super::support::{module};\n")),
            modules => join(
                &mut items,
                &format!("use super::support::{{{}}};\n", modules.join(", ")),
            ),
        }
        join(&mut items, &self.pieces);
        Cow::Owned(items)
    }
}

/// Puts a text below another, with a blank line between.
fn join(above: &mut String, below: &str) {
    if !above.is_empty() && !below.is_empty() {
        above.push('\n');
    }
    above.push_str(below);
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
