//! Where each module goes: a folder of modules, a crate, or a single file.

mod tree;

use std::collections::HashMap;

use self::tree::Tree;
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
    let mut bodies = Vec::new();
    for item in formatted {
        match item.target {
            Target::Module(module) => tree.add(module, item.docs, item.text, &item.support),
            Target::File(path) => bodies.push((path, item.text)),
        }
    }
    tree.report_orphans(sink);
    match layout {
        Layout::SingleFile(name) => bodies.push((name.clone(), inline_root(&tree))),
        Layout::Modules => bodies.extend(module_files(&tree, "", "mod.rs", layout)),
        Layout::Crate(_) => bodies.extend(module_files(&tree, "src/", "lib.rs", layout)),
    }
    let mut files: Vec<OutputFile> = bodies
        .into_iter()
        .map(|(path, body)| file(path, &body, source))
        .collect();
    files.sort();
    report_unsafe_paths(&files, sink);
    files
}

/// A file with its first line.
fn file(path: String, body: &str, source: &str) -> OutputFile {
    let Some(first) = first_line(&path, source) else {
        return OutputFile {
            path,
            text: body.to_owned(),
        };
    };
    // Documentation of the module and plain comments follow closely, everything else after a blank line.
    let gap = if body.is_empty() || body.starts_with("//!") {
        ""
    } else {
        "\n"
    };
    OutputFile {
        text: format!("{first}\n{gap}{body}"),
        path,
    }
}

/// The modules, each in a file of its own.
fn module_files<'a>(
    tree: &'a Tree,
    folder: &'a str,
    root: &'a str,
    layout: &'a Layout,
) -> impl Iterator<Item = (String, String)> + 'a {
    tree.iter().map(move |node| {
        let children: String = tree
            .children(&node.module.path)
            .map(|child| declaration(&child.module, layout, ";"))
            .collect();
        let path = match node.module.path.as_slice() {
            [] => root.to_owned(),
            path if children.is_empty() => format!("{}.rs", file_path(path)),
            path => format!("{}/mod.rs", file_path(path)),
        };
        let (docs, items) = node.parts();
        (format!("{folder}{path}"), join(&[&docs, &children, &items]))
    })
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
fn inline_root(tree: &Tree) -> String {
    let Some(root) = tree.root() else {
        return String::new();
    };
    let (docs, items) = root.parts();
    let comments: String = docs
        .lines()
        .map(|line| format!("//{}\n", line.strip_prefix("//!").unwrap_or(line)))
        .collect();
    join(&[&comments, &inline_children(tree, &[]), &items])
}

fn inline_children(tree: &Tree, parent: &[String]) -> String {
    let modules: Vec<String> = tree
        .children(parent)
        .map(|child| {
            let (docs, items) = child.parts();
            let inner = inline_children(tree, &child.module.path);
            let opening = declaration(&child.module, &Layout::Modules, " {");
            format!("{opening}{}}}\n", join(&[&docs, &inner, &items]))
        })
        .collect();
    modules.join("\n")
}

/// The parts that are not empty, with a blank line between them.
fn join(parts: &[&str]) -> String {
    let parts: Vec<&str> = parts
        .iter()
        .copied()
        .filter(|part| !part.is_empty())
        .collect();
    parts.join("\n")
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
