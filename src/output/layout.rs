//! Where each module goes: a folder of modules, a crate, or a single file.

mod tree;

use std::borrow::Cow;
use std::collections::HashMap;

use self::tree::{Node, Tree};
use super::format::Formatted;
use super::header::first_line;
use super::{OutputFile, safe_path};
use crate::config::Layout;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::emit::{Module, Target};

/// Lays the modules out as files, sorted by path. `source` is the name of the document, without its folder.
pub fn lay_out(
    formatted: Vec<Formatted>,
    layout: &Layout,
    source: &str,
    sink: &mut Diagnostics,
) -> Vec<OutputFile> {
    let mut tree = Tree::default();
    let mut others = Vec::new();
    for item in formatted {
        match item.target {
            Target::Module(module) => tree.add(module, item.docs, item.text, &item.support),
            Target::File(path) => others.push((path, item.text)),
        }
    }
    tree.report_orphans(sink);
    let modules = match layout {
        Layout::SingleFile(name) => vec![(name.clone(), inline_root(&tree))],
        Layout::Modules => module_files(&tree, "", "mod.rs", layout),
        Layout::Crate(_) => module_files(&tree, "src/", "lib.rs", layout),
    };
    let others = others.into_iter();
    let others = others.map(|(path, text)| (path, vec![Cow::Owned(text)]));
    let mut files: Vec<OutputFile> = others
        .chain(modules)
        .map(|(path, paragraphs)| file(path, &paragraphs, source))
        .collect();
    files.sort_by(|one, other| one.path.cmp(&other.path));
    report_unsafe_paths(&files, sink);
    files
}

/// What a file or a module holds, a paragraph after the other; a blank line belongs between two of them.
type Paragraphs<'a> = Vec<Cow<'a, str>>;

/// A file with its first line. Its text is put together once: it can be many megabytes.
fn file(path: String, paragraphs: &[Cow<'_, str>], source: &str) -> OutputFile {
    let first = first_line(&path, source).map(|line| line + "\n");
    // Documentation of the module and plain comments follow closely, everything else after a blank line.
    let follows = paragraphs.iter().find(|it| !it.is_empty());
    let gap = match (&first, follows) {
        (Some(_), Some(text)) if !text.starts_with("//!") => "\n",
        _ => "",
    };
    let head = [first.as_deref().unwrap_or_default(), gap];
    OutputFile {
        text: join(&head, paragraphs),
        path,
    }
}

/// The modules, each in a file of its own.
fn module_files<'a>(
    tree: &'a Tree,
    folder: &str,
    root: &str,
    layout: &Layout,
) -> Vec<(String, Paragraphs<'a>)> {
    let files = tree.iter().map(|node| {
        let children: String = tree
            .children(&node.module.path)
            .map(|child| declaration(&child.module, layout, ";"))
            .collect();
        let path = match node.module.path.as_slice() {
            [] => root.to_owned(),
            path if children.is_empty() => format!("{}.rs", file_path(path)),
            path => format!("{}/mod.rs", file_path(path)),
        };
        let path = format!("{folder}{path}");
        (path, paragraphs(node.docs(), children, node))
    });
    files.collect()
}

/// The documentation of a module, the modules in it, and its items.
fn paragraphs(docs: String, children: String, node: &Node) -> Paragraphs<'_> {
    let above = [docs, children].into_iter().map(Cow::Owned);
    above.chain(node.items()).collect()
}

/// A module's path as a path of files: a raw identifier has no `r#` there.
fn file_path(path: &[String]) -> String {
    let names: Vec<&str> = path
        .iter()
        .map(|name| name.strip_prefix("r#").unwrap_or(name))
        .collect();
    names.join("/")
}

/// How a parent declares a module: `pub mod client` and how it ends, behind its cargo features in a crate.
fn declaration(module: &Module, layout: &Layout, end: &str) -> String {
    let name = module.path.last().map_or("", String::as_str);
    let visibility = if module.public { "pub " } else { "" };
    let hidden = if module.hidden {
        "#[doc(hidden)]\n"
    } else {
        ""
    };
    let condition = match layout {
        Layout::Crate(_) => condition(&module.features),
        Layout::Modules | Layout::SingleFile(_) => String::new(),
    };
    format!("{condition}{hidden}{visibility}mod {name}{end}\n")
}

/// `#[cfg(feature = "client")]`, or any of several.
fn condition(features: &[String]) -> String {
    let features: Vec<String> = features
        .iter()
        .map(|feature| format!("feature = {feature:?}"))
        .collect();
    match features.as_slice() {
        [] => String::new(),
        [only] => format!("#[cfg({only})]\n"),
        several => format!("#[cfg(any({}))]\n", several.join(", ")),
    }
}

/// All modules in one text for `include!`, which must not begin with an inner attribute or inner documentation: what the
/// root says about itself becomes plain comments.
///
/// The text of a module is not indented, since that would change literals of more than one line.
fn inline_root(tree: &Tree) -> Paragraphs<'_> {
    let Some(root) = tree.root() else {
        return Vec::new();
    };
    let docs = root.docs();
    let comments = docs.lines().map(|line| {
        let words = line.strip_prefix("//!").unwrap_or(line);
        format!("//{words}\n")
    });
    paragraphs(comments.collect(), inline_children(tree, &[]), root)
}

fn inline_children(tree: &Tree, parent: &[String]) -> String {
    let modules: Vec<String> = tree
        .children(parent)
        .map(|child| {
            let inner = inline_children(tree, &child.module.path);
            let opening = declaration(&child.module, &Layout::Modules, " {");
            let items = join(&[], &paragraphs(child.docs(), inner, child));
            format!("{opening}{items}}}\n")
        })
        .collect();
    modules.join("\n")
}

/// The head, and below it the paragraphs that are not empty, with a blank line between them.
fn join(head: &[&str], paragraphs: &[Cow<'_, str>]) -> String {
    let heads = head.iter().map(|text| text.len());
    let below = paragraphs.iter().map(|text| text.len() + 1);
    let mut text = String::with_capacity(heads.chain(below).sum());
    text.extend(head.iter().copied());
    let mut between = "";
    for paragraph in paragraphs.iter().filter(|text| !text.is_empty()) {
        text.push_str(between);
        text.push_str(paragraph);
        between = "\n";
    }
    text
}

/// Names are chosen so that none of this happens; a file that overwrites another one must not pass in silence if it does.
fn report_unsafe_paths(files: &[OutputFile], sink: &mut Diagnostics) {
    let mut taken: HashMap<String, &str> = HashMap::new();
    for file in files {
        if let Some(fault) = safe_path::fault(&file.path) {
            let message = format!("`{}` cannot be a file on every system: {fault}", file.path);
            sink.push(Diagnostic::new(Code::Internal, message));
        }
        if let Some(other) = taken.insert(file.path.to_lowercase(), &file.path) {
            let message = format!("`{}` and `{other}` are one file on some systems", file.path);
            sink.push(Diagnostic::new(Code::Internal, message));
        }
    }
}

#[cfg(test)]
mod tests;
