//! Resolves every reference, so that each one left points to a component of the right kind, in one form.

pub(in crate::document) mod components;
mod cycles;
mod deep;
mod inline;
mod rewrite;
pub(in crate::document) mod target;
#[cfg(test)]
mod tests;

use std::collections::{BTreeSet, HashMap};

use serde_json::{Map, Value, json};

use self::components::{Names, reference_to};
use self::target::{Address, Found, Spot};
use super::Document;
use super::check::{Checked, Findings, Written, check_value, stand_in};
use super::grammar::{Kind, Node};
use super::locate::Origins;
use crate::diagnostic::{Code, Pointer, similar};

/// How many names are compared altogether, to suggest one for a reference without a target.
const MOST_COMPARED: usize = 200_000;

/// How many references may lead to each other before the last one.
const MOST_ALIASES: usize = 100;

/// What a reference comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Outcome {
    /// A component, by the only form in which references to it are left.
    Component(String),
    /// Something that is written where it is used: a path item, by its keys.
    Place(Vec<String>),
    /// It points to another reference.
    Alias(String),
    /// Nothing that can be used.
    Broken(Broken),
}

/// What to say about a reference that cannot be resolved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Broken {
    pub(crate) code: Code,
    pub(crate) message: String,
    pub(crate) help: Option<String>,
}

/// What the value of a discriminator's mapping comes to: a schema, or else one that may be meant.
type Mapped = Result<String, Option<String>>;

/// What everything in the tree that refers to something comes to.
#[derive(Debug)]
struct Resolved {
    outcomes: Outcomes,
    mappings: HashMap<String, Mapped>,
}

impl Resolved {
    /// Whether there is anything to write into the tree.
    fn differs(&self) -> bool {
        let reference_differs = |((kind, text), outcome): (&(Kind, String), &Outcome)| {
            *kind == Kind::Callback || !matches!(outcome, Outcome::Component(form) if form == text)
        };
        let mapping_differs = |(text, mapped): (&String, &Mapped)| mapped.as_ref() != Ok(text);
        self.mappings.iter().any(mapping_differs) || self.outcomes.iter().any(reference_differs)
    }
}

/// The keys of what a reference points to, if it points into this document.
pub(crate) fn keys(text: &str) -> Option<Vec<String>> {
    match target::parse(text) {
        Address::Here(keys) => Some(keys),
        Address::Elsewhere | Address::Anchor => None,
    }
}

/// The value at these keys.
pub(crate) fn value_at<'v>(root: &'v Value, keys: &[String]) -> Option<&'v Value> {
    target::get(root, keys)
}

/// The keys of what a reference points to, and the value, if it stands where the grammar does not reach, so that no walk
/// comes by.
pub(crate) fn out_of_reach<'v>(
    root: &'v mut Value,
    text: &str,
) -> Option<(Pointer, &'v mut Value)> {
    let found = target::find(root, &keys(text)?)?;
    if found.spot != Spot::Outside {
        return None;
    }
    let place = target::pointer(&found.keys);
    Some((place, target::get_mut(root, &found.keys)?))
}

type Outcomes = HashMap<(Kind, String), Outcome>;

/// Resolves what the check found.
pub(crate) fn resolve(
    document: &mut Document,
    mut checked: Checked,
    written: Written,
    findings: &mut Findings,
) {
    let mut resolver = Resolver {
        document,
        written,
        findings,
        outcomes: HashMap::new(),
        names: Names::default(),
        compared: 0,
    };
    let mapped: Vec<_> = checked
        .mappings
        .iter()
        .filter(|text| text.starts_with('#'))
        .map(|text| (Kind::Schema, text.clone()))
        .collect();
    checked.references.extend(mapped);
    resolver.resolve_all(&mut checked);
    if checked.schema_depth > deep::MOST_SCHEMAS {
        deep::flatten(resolver.document, &mut resolver.names);
    }
    let outcomes = resolver.settled();
    let resolved = Resolved {
        mappings: resolver.mapped(&checked.mappings, &outcomes),
        outcomes,
    };
    if resolved.differs() {
        let uses = rewrite::rewrite(document, &resolved, findings);
        inline::inline(document, uses, findings);
    }
    cycles::cut(document, findings);
}

struct Resolver<'d> {
    document: &'d mut Document,
    written: Written,
    findings: &'d mut Findings,
    outcomes: Outcomes,
    names: Names,
    /// How many names have been compared.
    compared: usize,
}

impl Resolver<'_> {
    /// Targets that are moved and checked may hold references of their own.
    fn resolve_all(&mut self, checked: &mut Checked) {
        let mut open: BTreeSet<(Kind, String)> = checked.references.clone();
        while !open.is_empty() {
            let mut odd = Vec::new();
            for (kind, text) in std::mem::take(&mut open) {
                match self.simple(kind, &text) {
                    Ok(outcome) => {
                        self.outcomes.insert((kind, text), outcome);
                    }
                    Err(keys) => odd.push((keys, kind, text)),
                }
            }
            // The deepest first: to move a place does not change where the places around it are.
            odd.sort_by(|one, other| {
                let depth = other.0.len().cmp(&one.0.len());
                depth.then_with(|| one.cmp(other))
            });
            for (keys, kind, text) in odd {
                let outcome = self.odd(&keys, kind, &text, checked, &mut open);
                if let Outcome::Alias(next) = &outcome {
                    open.insert((kind, next.clone()));
                }
                self.outcomes.insert((kind, text), outcome);
            }
            open.retain(|reference| !self.outcomes.contains_key(reference));
            checked.references.extend(open.iter().cloned());
        }
    }

    /// What can be said from the text and the names of components alone; else the keys of the target.
    fn simple(&mut self, kind: Kind, text: &str) -> Result<Outcome, Vec<String>> {
        let keys = match target::parse(text) {
            Address::Here(keys) => keys,
            Address::Elsewhere => {
                if let Some(refused) = self.document.refused.get(text) {
                    return Ok(Outcome::Broken(refused.clone()));
                }
                return Ok(broken(
                    Code::UnsupportedReference,
                    format!("`{text}` is in another file, and none is read"),
                    None,
                ));
            }
            Address::Anchor if self.written != Written::As3_0 => {
                return Ok(broken(
                    Code::UnresolvedReference,
                    format!("no schema of the document has the anchor `{text}`"),
                    None,
                ));
            }
            Address::Anchor => {
                return Ok(broken(
                    Code::UnresolvedReference,
                    format!("`{text}` is no pointer"),
                    Some("a reference into the document begins with `#/`".to_owned()),
                ));
            }
        };
        let (Some(section), [components, held, name]) = (kind.section(), keys.as_slice()) else {
            return Err(keys);
        };
        if components != "components" || held != section {
            return Err(keys);
        }
        if target::get(&self.document.root.0, &keys).is_some() {
            return Ok(Outcome::Component(reference_to(section, name)));
        }
        Ok(self.missing(text, &keys))
    }

    fn missing(&mut self, text: &str, keys: &[String]) -> Outcome {
        let compared = &mut self.compared;
        let (root, origins) = (&self.document.root.0, &self.document.origins);
        let written = written(text, origins);
        let help = keys.split_last().and_then(|(name, parents)| {
            let siblings = target::get(root, parents)?.as_object()?;
            let place = target::pointer(parents).join(meant(name, siblings, compared)?);
            let place = origins.before_upgrade(&place).unwrap_or(place);
            Some(format!("did you mean `#{place}`?"))
        });
        broken(
            Code::UnresolvedReference,
            format!("`{written}` points to nothing"),
            help,
        )
    }

    /// A reference to a place that is no component: makes it one.
    fn odd(
        &mut self,
        keys: &[String],
        kind: Kind,
        text: &str,
        checked: &mut Checked,
        open: &mut BTreeSet<(Kind, String)>,
    ) -> Outcome {
        let Some(found) = target::find(&self.document.root.0, keys) else {
            return self.missing(text, keys);
        };
        let Some(value) = target::get(&self.document.root.0, &found.keys) else {
            return self.missing(text, keys);
        };
        if let Some(next) = target::reference(value)
            && kind != Kind::PathItem
        {
            return Outcome::Alias(next.to_owned());
        }
        let outside = match found.spot {
            Spot::Node(node) if node.kind == kind => false,
            Spot::Outside if value.is_object() => true,
            _ => return mismatch(&written(text, &self.document.origins), kind, &found),
        };
        if outside {
            let more = self.check_outside(&found, kind);
            open.extend(more.references.iter().cloned());
            let mapped = more.mappings.iter().filter(|text| text.starts_with('#'));
            open.extend(mapped.map(|text| (Kind::Schema, text.clone())));
            checked.extend(more);
        }
        match kind.section() {
            Some(section) => self.hoist(&found, kind, section),
            None => Outcome::Place(found.keys),
        }
    }

    /// Checks what the grammar did not reach.
    fn check_outside(&mut self, found: &Found, kind: Kind) -> Checked {
        let place = target::pointer(&found.keys);
        let node = Node {
            kind,
            reference: kind != Kind::PathItem,
        };
        match target::get_mut(&mut self.document.root.0, &found.keys) {
            Some(value) => check_value(value, node, &place, self.written, self.findings),
            None => Checked::default(),
        }
    }

    /// Moves the target to a component of its own, which it refers to from then on.
    fn hoist(&mut self, found: &Found, kind: Kind, section: &str) -> Outcome {
        let place = target::pointer(&found.keys);
        if let [components, held, name] = found.keys.as_slice()
            && components == "components"
            && held == section
        {
            return Outcome::Component(reference_to(section, name));
        }
        self.names.learn(&self.document.root.0, kind);
        let name = self.names.derive(kind, &place);
        let reference = reference_to(section, &name);
        let Some(value) = target::get_mut(&mut self.document.root.0, &found.keys) else {
            return self.missing(&reference, &found.keys);
        };
        let value = std::mem::replace(value, json!({ "$ref": reference }));
        components::add(self.document, section, &name, value, &place);
        Outcome::Component(reference)
    }

    /// 4.7.25: the values of a mapping are names of schemas, or references.
    fn mapped(
        &mut self,
        mappings: &BTreeSet<String>,
        outcomes: &Outcomes,
    ) -> HashMap<String, Mapped> {
        let schemas = self.document.root().get("components");
        let schemas = schemas.and_then(|components| components.get("schemas")?.as_object());
        let compared = &mut self.compared;
        let mut map = |text: &String| {
            if let Some(Outcome::Component(form)) = outcomes.get(&(Kind::Schema, text.clone())) {
                return Ok(form.clone());
            }
            let schemas = schemas.ok_or(None)?;
            if schemas.contains_key(text) {
                return Ok(reference_to("schemas", text));
            }
            Err(meant(text, schemas, compared).map(ToOwned::to_owned))
        };
        mappings
            .iter()
            .map(|text| (text.clone(), map(text)))
            .collect()
    }

    /// The outcomes without aliases.
    fn settled(&self) -> Outcomes {
        self.outcomes
            .iter()
            .map(|(key, outcome)| {
                let mut last = outcome;
                for _ in 0..MOST_ALIASES {
                    let Outcome::Alias(next) = last else { break };
                    match self.outcomes.get(&(key.0, next.clone())) {
                        Some(outcome) => last = outcome,
                        None => break,
                    }
                }
                let settled = match last {
                    Outcome::Alias(_) => broken(
                        Code::ReferenceCycle,
                        format!("`{}` leads back to itself", key.1),
                        None,
                    ),
                    other => other.clone(),
                };
                (key.clone(), settled)
            })
            .collect()
    }
}

/// The name that is spelt most like this one, as long as few enough have been compared.
fn meant<'n>(name: &str, names: &'n Map<String, Value>, compared: &mut usize) -> Option<&'n str> {
    *compared = compared.saturating_add(names.len());
    if *compared > MOST_COMPARED {
        return None;
    }
    similar(name, names.keys().map(String::as_str))
}

fn broken(code: Code, message: String, help: Option<String>) -> Outcome {
    Outcome::Broken(Broken {
        code,
        message,
        help,
    })
}

/// A reference as it stands in the source.
fn written(text: &str, origins: &Origins) -> String {
    let keys = keys(text);
    let place = keys.and_then(|keys| origins.before_upgrade(&target::pointer(&keys)));
    place.map_or_else(|| text.to_owned(), |place| format!("#{place}"))
}

fn mismatch(text: &str, kind: Kind, found: &Found) -> Outcome {
    let what = match found.spot {
        Spot::Node(node) => format!("to a {}", node.kind.name()),
        Spot::Container(node) => format!("to several of a {}", node.kind.name()),
        Spot::Free => "into a value that is no part of the specification".to_owned(),
        Spot::Outside => "to something that is no object".to_owned(),
    };
    let message = format!(
        "`{text}` points {what}, where a {} is expected",
        kind.name()
    );
    broken(Code::MismatchedReference, message, None)
}

/// The place of the reference itself in a Reference Object.
fn place_of_reference(place: &Pointer) -> Pointer {
    place.join("$ref")
}
