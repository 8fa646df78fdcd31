//! Overlays (Overlay Specification 1.0.0): documents that change another document before anything else looks at it.

mod actions;
mod homes;
mod merge;
mod path;
mod remove;
#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};

use serde_json::Value;

pub(super) use self::homes::Overlaid;

use self::actions::{Action, Change, actions};
use self::homes::Homes;
use self::merge::{Faults, Merge};
use self::path::Steps;
use super::read::tree::{Extent, measure};
use super::{Document, read};
use crate::config::Limits;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Pointer, similar};

/// Applies the overlays in these files, one after the other, to a document as it was read.
///
/// What is wrong with one of them is reported where it stands in its file, and the rest of it is applied all the same.
pub fn overlay(mut document: Document, files: &[PathBuf], sink: &mut Diagnostics) -> Document {
    if files.is_empty() {
        return document;
    }
    let mut extent = measure(document.root());
    let mut visits = path::ALL_VISITS;
    for file in files {
        // A path that is no UTF-8 could not be written into a report.
        let name = PathBuf::from(file.to_string_lossy().into_owned());
        let room = (&mut extent, &mut visits);
        apply_file(&mut document, &name, room, sink);
    }
    document
}

fn apply_file(
    document: &mut Document,
    file: &Path,
    (extent, visits): (&mut Extent, &mut usize),
    sink: &mut Diagnostics,
) {
    let mut found = Diagnostics::new();
    if let Some(overlay) = read(file, &document.limits, &mut found) {
        for action in actions(overlay.root(), &mut found) {
            let mut application = Application {
                root: &mut document.root.0,
                file: document.overlaid.files.len(),
                homes: &mut document.overlaid.homes,
                limits: &document.limits,
                extent: &mut *extent,
                visits: &mut *visits,
                sink: &mut found,
            };
            application.act(&action);
        }
        found.place(file, |wanted| overlay.locate(wanted));
        document.overlaid.files.push(overlay);
    }
    sink.extend(found);
}

/// A document to which an overlay is being applied.
struct Application<'a> {
    root: &'a mut Value,
    homes: &'a mut Homes,
    /// Which of the overlays it is.
    file: usize,
    limits: &'a Limits,
    /// How large the document is at most by now.
    extent: &'a mut Extent,
    /// How many values paths may still visit.
    visits: &'a mut usize,
    sink: &'a mut Diagnostics,
}

impl Application<'_> {
    fn act(&mut self, action: &Action<'_>) {
        let target = action.place.join("target");
        let matches = match path::select(self.root, action.target, *self.extent, self.visits) {
            Ok(matches) => matches,
            Err(fault) => {
                let fault = Diagnostic::at(fault.code, &target, fault.message);
                return self.sink.push(fault);
            }
        };
        if matches.is_empty() {
            return self.unmatched(action, &target);
        }
        match action.change {
            Change::Remove => self.remove(matches, &target),
            Change::Update(update) => {
                if let Err(message) = self.make_room(&matches, update) {
                    let fault = Diagnostic::at(Code::LimitReached, &target, message);
                    return self.sink.push(fault);
                }
                self.update(&matches, update, &action.place);
            }
        }
    }

    fn unmatched(&mut self, action: &Action<'_>, target: &Pointer) {
        let message = format!("`{}` selects nothing of the document", action.target);
        let fault = Diagnostic::at(Code::UnmatchedChoice, target, message);
        let paths = self.root.get("paths").and_then(Value::as_object);
        let paths = paths.into_iter().flatten().map(|(path, _)| path.as_str());
        let meant = action.target.split(['\'', '"']).nth(1);
        let meant = meant.filter(|name| name.starts_with('/'));
        self.sink
            .push(match meant.and_then(|name| similar(name, paths)) {
                Some(similar) => fault.help(format!("the document has the path `{similar}`")),
                None => fault,
            });
    }

    fn remove(&mut self, matches: Vec<Steps>, target: &Pointer) {
        if matches.iter().any(Vec::is_empty) {
            let message = "the whole document cannot be removed";
            let fault = Diagnostic::at(Code::InvalidOverlay, target, message);
            return self.sink.push(fault);
        }
        remove::remove(self.root, matches, self.homes);
    }

    /// Counts what an update puts into the document, up to the limits.
    fn make_room(&mut self, matches: &[Steps], update: &Value) -> Result<(), String> {
        let added = measure(update);
        let nodes = added.cost().saturating_mul(matches.len());
        let nodes = nodes.saturating_add(self.extent.nodes);
        if nodes > self.limits.nodes {
            let limit = self.limits.nodes;
            return Err(format!("the document would hold more than {limit} values"));
        }
        let deepest = matches.iter().map(Vec::len).max().unwrap_or(0);
        let depth = deepest.saturating_add(added.depth).saturating_add(1);
        if depth > self.limits.depth {
            let limit = self.limits.depth;
            return Err(format!(
                "more than {limit} objects and arrays would stand inside each other"
            ));
        }
        *self.extent = Extent {
            depth: self.extent.depth.max(depth),
            nodes,
            bytes: self.extent.bytes,
        };
        Ok(())
    }

    fn update(&mut self, matches: &[Steps], update: &Value, action: &Pointer) {
        let source = action.join("update");
        let mut merge = Merge {
            homes: &mut *self.homes,
            file: self.file,
            faults: Faults::default(),
        };
        for steps in matches {
            if let Some(target) = path::follow(self.root, steps) {
                merge.update(target, update, path::pointer(steps), &source);
            }
        }
        for (place, message) in merge.faults.told() {
            let fault = Diagnostic::at(Code::InvalidOverlay, &place, message);
            self.sink.push(fault);
        }
    }
}
