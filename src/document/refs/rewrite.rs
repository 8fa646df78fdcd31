//! Writes what the references came to into the tree.

use std::collections::{BTreeSet, HashSet};

use serde_json::Value;

use super::target::Spot;
use super::{Broken, Outcome, Resolved, place_of_reference, stand_in, target};
use crate::diagnostic::{Code, Diagnostic, Pointer};
use crate::document::Document;
use crate::document::check::Findings;
use crate::document::grammar::{Kind, Node};
use crate::document::keywords;
use crate::document::read::tree::dismantle;
use crate::document::walk::{At, Visitor, walk, walk_all};

/// A place where the target of a reference must be written out, since openapiv3 has no reference there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Use {
    /// Where.
    pub(super) place: Pointer,
    /// The keys of what is written there.
    pub(super) target: Vec<String>,
    /// What is written there.
    pub(super) tier: Tier,
}

/// What is written out, in the order in which it must be: the latter take the former with them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Tier {
    /// A path item in a callback.
    PathItemOfCallback,
    /// A callback of an operation.
    Callback,
    /// A path item of the document itself.
    PathItem,
}

/// Rewrites all references and mappings; gives those that are to be written out, in document order.
pub(super) fn rewrite(
    document: &mut Document,
    resolved: &Resolved,
    findings: &mut Findings,
) -> Vec<Use> {
    let mut uses = Vec::new();
    let make = || Rewrite {
        resolved,
        findings: Findings::of_part(),
        uses: Vec::new(),
    };
    let mut finish = |rewrite: Rewrite<'_>| {
        findings.extend(rewrite.findings);
        uses.extend(rewrite.uses);
    };
    let outside = out_of_reach(&document.root.0, resolved);
    walk_all(&mut document.root.0, make, &mut finish);
    for keys in &outside {
        if let Some(value) = target::get_mut(&mut document.root.0, keys) {
            let mut rewrite = make();
            walk(value, PATH_ITEM, &target::pointer(keys), &mut rewrite);
            finish(rewrite);
        }
    }
    uses
}

const PATH_ITEM: Node = Node {
    kind: Kind::PathItem,
    reference: false,
};

/// What is written out and stands where the grammar does not reach, such as path items among the components.
fn out_of_reach(root: &Value, resolved: &Resolved) -> BTreeSet<Vec<String>> {
    let places = resolved
        .outcomes
        .values()
        .filter_map(|outcome| match outcome {
            Outcome::Place(keys) => Some(keys),
            _ => None,
        });
    let is_outside = |keys: &&Vec<String>| {
        let found = target::find(root, keys);
        found.is_some_and(|found| found.spot == Spot::Outside)
    };
    places.filter(is_outside).cloned().collect()
}

struct Rewrite<'o> {
    resolved: &'o Resolved,
    findings: Findings,
    uses: Vec<Use>,
}

impl Visitor for Rewrite<'_> {
    fn visit(&mut self, value: &mut Value, node: Node, at: At<'_>) -> bool {
        if node.kind == Kind::Discriminator {
            self.default_mapping(value, at);
            self.mapping(value, at);
            return false;
        }
        if !node.reference && node.kind != Kind::PathItem {
            return true;
        }
        let Some(text) = target::reference(value) else {
            return true;
        };
        match self.resolved.outcomes.get(&(node.kind, text.to_owned())) {
            Some(Outcome::Component(form)) => {
                // A component may refer to another one; an operation must hold its callbacks.
                if node.kind == Kind::Callback && at.depth.others > 0 {
                    self.write_out(target_keys(form), Tier::Callback, at);
                } else if form != text {
                    *value = serde_json::json!({ "$ref": form });
                }
            }
            Some(Outcome::Place(keys)) => {
                let tier = if at.depth.others == 0 {
                    Tier::PathItem
                } else {
                    Tier::PathItemOfCallback
                };
                self.write_out(keys.clone(), tier, at);
            }
            Some(Outcome::Broken(broken)) => self.refuse(broken, value, node.kind, at),
            Some(Outcome::Alias(_)) | None => {}
        }
        true
    }
}

/// The keys of a component by the form in which it is referred to, where the name is not escaped.
fn target_keys(form: &str) -> Vec<String> {
    form.splitn(4, '/').skip(1).map(ToOwned::to_owned).collect()
}

impl Rewrite<'_> {
    fn write_out(&mut self, target: Vec<String>, tier: Tier, at: At<'_>) {
        self.uses.push(Use {
            place: at.pointer(),
            target,
            tier,
        });
    }

    fn refuse(&mut self, broken: &Broken, value: &mut Value, kind: Kind, at: At<'_>) {
        self.findings.push_with(|| {
            let place = place_of_reference(&at.pointer());
            let diagnostic = Diagnostic::at(broken.code, &place, broken.message.as_str());
            match &broken.help {
                Some(help) => diagnostic.help(help.as_str()),
                None => diagnostic,
            }
        });
        let stand_in = stand_in(kind, &broken.message);
        match (kind, value) {
            // The other members of a path item stay.
            (Kind::PathItem, Value::Object(members)) => {
                members.shift_remove("$ref");
                if let Value::Object(fault) = stand_in {
                    members.extend(fault);
                }
            }
            (_, value) => dismantle(std::mem::replace(value, stand_in)),
        }
    }

    /// The schema of objects that the mapping says nothing of.
    fn default_mapping(&mut self, value: &mut Value, at: At<'_>) {
        let Value::Object(members) = value else {
            return;
        };
        let Some(Value::String(text)) = members.get(keywords::DEFAULT_MAPPING) else {
            return;
        };
        match self.resolved.mappings.get(text) {
            Some(Ok(form)) => {
                let form = Value::from(form.as_str());
                members.insert(keywords::DEFAULT_MAPPING.to_owned(), form);
            }
            Some(Err(meant)) => {
                let message = format!("`{text}` is no schema; there is no default one");
                let meant = meant.as_deref();
                self.findings.push_with(|| {
                    let place = at.pointer().join(keywords::DEFAULT_MAPPING);
                    unmapped(
                        Diagnostic::at(Code::UnresolvedMapping, &place, message),
                        meant,
                    )
                });
                members.shift_remove(keywords::DEFAULT_MAPPING);
            }
            None => {}
        }
    }

    fn mapping(&mut self, value: &mut Value, at: At<'_>) {
        let Some(Value::Object(mapping)) = value.get_mut("mapping") else {
            return;
        };
        let mut unresolved = Vec::new();
        for (key, target) in mapping.iter_mut() {
            let Some(text) = target.as_str() else {
                continue;
            };
            match self.resolved.mappings.get(text) {
                Some(Ok(form)) => *target = Value::from(form.as_str()),
                Some(Err(meant)) => {
                    unresolved.push((key.clone(), text.to_owned(), meant.as_deref()));
                }
                None => {}
            }
        }
        let lost: HashSet<&String> = unresolved.iter().map(|(key, ..)| key).collect();
        // Taking them out one by one would move the rest each time.
        mapping.retain(|key, _| !lost.contains(key));
        for (key, text, meant) in unresolved {
            self.findings.push_with(|| {
                let place = at.pointer().join("mapping").join(&key);
                let message = format!("`{text}` is no schema; the value `{key}` is not mapped");
                unmapped(
                    Diagnostic::at(Code::UnresolvedMapping, &place, message),
                    meant,
                )
            });
        }
    }
}

fn unmapped(diagnostic: Diagnostic, meant: Option<&str>) -> Diagnostic {
    match meant {
        Some(meant) => diagnostic.help(format!("did you mean `{meant}`?")),
        None => diagnostic,
    }
}
