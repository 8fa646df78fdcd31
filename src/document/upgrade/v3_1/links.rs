//! References by name: `$id`, `$anchor`, `$dynamicRef`. Each becomes a pointer into the document.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde_json::Value;

use super::shapes::{self, Spot};
use crate::diagnostic::Pointer;
use crate::document::Document;
use crate::document::grammar::{Kind, Node, Shape};
use crate::document::refs::target::{self, Address};
use crate::document::walk::{At, Visitor, walk, walk_all};

/// A reference that stands in the document.
#[derive(Debug, Clone)]
pub(super) struct Reference {
    pub(super) place: Pointer,
    pub(super) kind: Kind,
    pub(super) keyword: &'static str,
    pub(super) text: String,
}

/// The forerunner of `$dynamicRef` (JSON Schema 2019-09), which documents still have.
const RECURSIVE: &str = "$recursiveRef";

/// What the document names and refers to.
#[derive(Debug, Default)]
pub(super) struct Survey {
    /// Schemas with an `$id`, by their place.
    ids: BTreeMap<String, String>,
    /// Schemas with an anchor: its name and the place.
    anchors: Vec<(String, String)>,
    /// Schemas with `$recursiveAnchor`.
    recursive: BTreeSet<String>,
    pub(super) references: Vec<Reference>,
}

impl Visitor for Survey {
    fn visit(&mut self, value: &mut Value, node: Node, at: At<'_>) -> bool {
        let Value::Object(members) = value else {
            return true;
        };
        let text = |key: &str| members.get(key).and_then(Value::as_str);
        if node.reference || node.kind == Kind::PathItem {
            let keywords: &[&'static str] = match node.kind {
                Kind::Schema => &["$ref", "$dynamicRef", RECURSIVE],
                _ => &["$ref"],
            };
            for keyword in keywords {
                if let Some(text) = text(keyword) {
                    self.references.push(Reference {
                        place: at.pointer(),
                        kind: node.kind,
                        keyword,
                        text: text.to_owned(),
                    });
                }
            }
        }
        if node.kind == Kind::Schema {
            if let Some(id) = text("$id") {
                let place = at.pointer().as_str().to_owned();
                self.ids.insert(place, id.to_owned());
            }
            if members.get("$recursiveAnchor") == Some(&Value::Bool(true)) {
                self.recursive.insert(at.pointer().as_str().to_owned());
            }
            for key in ["$anchor", "$dynamicAnchor"] {
                if let Some(name) = text(key) {
                    let place = at.pointer().as_str().to_owned();
                    self.anchors.push((name.to_owned(), place));
                }
            }
        }
        true
    }

    fn shape(&self, kind: Kind, key: &str) -> Option<Shape> {
        shapes::shape(kind, key)
    }

    fn goes_beside(&self, kind: Kind) -> bool {
        kind == Kind::Schema
    }
}

impl Survey {
    /// Whether something is named, or referred to by a name.
    pub(super) fn has_names(&self) -> bool {
        let by_name = |reference: &Reference| {
            reference.keyword != "$ref" || !reference.text.starts_with("#/")
        };
        !self.ids.is_empty() || self.references.iter().any(by_name)
    }
}

/// Schemas and other objects that stand where the specification knows nothing and that references lead to.
pub(super) type Outside = Vec<(Vec<String>, Node)>;

/// Looks at the whole document; gives what references lead to outside of the grammar.
pub(super) fn survey(root: &mut Value) -> (Survey, Outside) {
    let mut survey = Survey::default();
    walk_all(root, Survey::default, |part| {
        survey.ids.extend(part.ids);
        survey.anchors.extend(part.anchors);
        survey.recursive.extend(part.recursive);
        survey.references.extend(part.references);
    });
    let mut outside = Outside::new();
    let mut seen = BTreeSet::new();
    let mut next = 0;
    while let Some(reference) = survey.references.get(next) {
        next += 1;
        let Address::Here(keys) = target::parse(&reference.text) else {
            continue;
        };
        if Spot::Node(Node::DOCUMENT).below(&keys) != Spot::Outside || !seen.insert(keys.clone()) {
            continue;
        }
        let node = Node {
            kind: reference.kind,
            reference: reference.kind != Kind::PathItem,
        };
        if let Some(value @ Value::Object(_)) = target::get_mut(root, &keys) {
            walk(value, node, &target::pointer(&keys), &mut survey);
            outside.push((keys, node));
        }
    }
    (survey, roots(outside))
}

/// Those that are not a part of another one.
fn roots(mut outside: Outside) -> Outside {
    outside.sort_by_key(|(keys, _)| keys.len());
    let mut roots = Outside::new();
    for (keys, node) in outside {
        let is_part = |(root, of): &(Vec<String>, Node)| {
            let below = keys.strip_prefix(root.as_slice());
            below.is_some_and(|below| {
                !below.is_empty() && matches!(Spot::Node(*of).below(below), Spot::Node(_))
            })
        };
        if !roots.iter().any(is_part) {
            roots.push((keys, node));
        }
    }
    roots
}

/// Writes a pointer in the place of every reference by name whose target is in the document.
pub(super) fn link(document: &mut Document, survey: &Survey) {
    let links = Links::new(survey);
    for reference in &survey.references {
        let is_plain = reference.keyword == "$ref" && reference.text.starts_with("#/");
        if is_plain && survey.ids.is_empty() {
            continue;
        }
        let text = links.resolve(&document.root.0, reference);
        let text = text.unwrap_or_else(|| reference.text.clone());
        let keys: Vec<String> = reference.place.keys().collect();
        let Some(Value::Object(members)) = target::get_mut(&mut document.root.0, &keys) else {
            continue;
        };
        if reference.keyword == "$ref" {
            members.insert("$ref".to_owned(), Value::from(text));
            continue;
        }
        members.shift_remove(reference.keyword);
        let mut at = reference.place.clone();
        if members.contains_key("$ref") {
            let parts = members
                .entry("allOf")
                .or_insert_with(|| Value::Array(Vec::new()));
            if let Value::Array(parts) = parts {
                at = at.join("allOf").join(parts.len());
                parts.push(serde_json::json!({ "$ref": text }));
            }
        } else {
            members.insert("$ref".to_owned(), Value::from(text));
        }
        let source = reference.place.join(reference.keyword);
        document.origins.record(&at.join("$ref"), &source);
    }
}

/// The names of a document.
struct Links<'s> {
    survey: &'s Survey,
    /// What each schema with an `$id` is called in full, by its place.
    bases: HashMap<&'s str, String>,
    /// The places of those, by what they are called.
    places: HashMap<String, &'s str>,
}

impl<'s> Links<'s> {
    fn new(survey: &'s Survey) -> Self {
        let mut links = Self {
            survey,
            bases: HashMap::new(),
            places: HashMap::new(),
        };
        // The outer ones come before those in them.
        for (place, id) in &survey.ids {
            let around = place.rsplit_once('/').map_or("", |(around, _)| around);
            let base = links.base(links.resource(around));
            let uri = join(base, id.split('#').next().unwrap_or_default());
            links.places.entry(uri.clone()).or_insert(place);
            links.bases.insert(place, uri);
        }
        links
    }

    /// The place of the schema with an `$id` that a place is in; that of the document where there is none.
    fn resource(&self, place: &str) -> &'s str {
        let mut rest = place;
        loop {
            if let Some((known, _)) = self.survey.ids.get_key_value(rest) {
                return known;
            }
            match rest.rsplit_once('/') {
                Some((around, _)) => rest = around,
                None => return "",
            }
        }
    }

    fn base(&self, resource: &str) -> &str {
        self.bases.get(resource).map_or("", String::as_str)
    }

    /// The reference as a pointer into the document.
    fn resolve(&self, root: &Value, reference: &Reference) -> Option<String> {
        let (uri, fragment) = match reference.text.split_once('#') {
            Some((uri, fragment)) => (uri, fragment),
            None => (reference.text.as_str(), ""),
        };
        if reference.keyword == RECURSIVE && reference.text == "#" {
            return self.recursive(reference.place.as_str());
        }
        let own = self.resource(reference.place.as_str());
        let resource = match uri {
            "" => own,
            uri => self.places.get(&join(self.base(own), uri)).copied()?,
        };
        if fragment.is_empty() || fragment.starts_with('/') {
            let below = match target::parse(&format!("#{fragment}")) {
                Address::Here(keys) => keys,
                _ => return None,
            };
            let keys: Vec<String> = Pointer::parse(resource).keys().chain(below).collect();
            target::get(root, &keys)?;
            return Some(format!("#{}", target::pointer(&keys)));
        }
        let named = self
            .survey
            .anchors
            .iter()
            .filter(|(name, _)| name == fragment);
        let named: Vec<&str> = named.map(|(_, place)| place.as_str()).collect();
        let here = named.iter().find(|place| self.resource(place) == resource);
        match (here, named.as_slice()) {
            (Some(place), _) => Some(format!("#{place}")),
            (None, [only]) if uri.is_empty() => Some(format!("#{only}")),
            _ => None,
        }
    }
}

impl Links<'_> {
    /// The schema around a place that may be referred to recursively.
    fn recursive(&self, place: &str) -> Option<String> {
        let mut rest = place;
        loop {
            if self.survey.recursive.contains(rest) {
                return Some(format!("#{rest}"));
            }
            rest = rest.rsplit_once('/')?.0;
        }
    }
}

/// Resolves a reference without a fragment against a base (RFC 3986, section 5.2), as far as names of schemas need it.
fn join(base: &str, reference: &str) -> String {
    let has_scheme = reference
        .split_once(':')
        .is_some_and(|(scheme, _)| !scheme.is_empty() && !scheme.contains(['/', '?']));
    if has_scheme || base.is_empty() {
        return reference.to_owned();
    }
    if reference.is_empty() {
        return base.to_owned();
    }
    let authority = base.find("://").map_or(0, |scheme| scheme + 3);
    let path = base
        .get(authority..)
        .and_then(|rest| rest.find('/'))
        .map_or(base.len(), |slash| authority + slash);
    if reference.starts_with('/') {
        return format!("{}{reference}", base.get(..path).unwrap_or_default());
    }
    let folder = match base.rfind('/') {
        Some(slash) if slash >= path => base.get(..=slash).unwrap_or_default().to_owned(),
        _ if authority > 0 => format!("{base}/"),
        _ => String::new(),
    };
    format!("{folder}{}", reference.trim_start_matches("./"))
}

#[cfg(test)]
mod tests {
    use super::join;

    #[test]
    fn ids_are_resolved_against_the_one_around_them() {
        assert_eq!(join("", "pet"), "pet");
        assert_eq!(join("https://a.example/b/c", "d"), "https://a.example/b/d");
        assert_eq!(join("https://a.example/b/c", "/d"), "https://a.example/d");
        assert_eq!(join("https://a.example", "d"), "https://a.example/d");
        assert_eq!(join("https://a.example/b", "urn:x"), "urn:x");
        assert_eq!(join("pet", "owner"), "owner");
    }
}
