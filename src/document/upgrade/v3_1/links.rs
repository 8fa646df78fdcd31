//! References by name: `$id`, `$anchor`, `$dynamicRef`. Each becomes a pointer into the document.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde_json::{Map, Value};

use super::shapes::Spot;
use crate::diagnostic::Pointer;
use crate::document::Document;
use crate::document::grammar::{Kind, Node, Shape};
use crate::document::refs::target::{self, Address};
use crate::document::walk::{At, Visitor, walk, walk_all};

/// A reference that stands in the document.
#[derive(Debug, Clone)]
pub(super) struct Reference {
    pub(super) place: Pointer,
    pub(super) keyword: &'static str,
    pub(super) text: String,
}

/// The forerunner of `$dynamicRef` (JSON Schema 2019-09), which documents still have.
const RECURSIVE: &str = "$recursiveRef";

/// How much text the places of one part may take, and those of all: a place can be as long as the document is deep.
const PART: usize = 4 * 1024 * 1024;
const WHOLE: usize = 64 * 1024 * 1024;

/// What the document names and refers to.
#[derive(Debug, Default)]
pub(super) struct Survey {
    /// Schemas with an `$id`, by their place.
    ids: BTreeMap<String, String>,
    /// Schemas with an anchor: its name and the place.
    anchors: Vec<(String, String)>,
    /// Schemas with `$recursiveAnchor`.
    recursive: BTreeSet<String>,
    /// Where the references lead that are pointers, each once.
    targets: BTreeSet<(Kind, String)>,
    /// References to something else than a component by its name.
    pub(super) references: Vec<Reference>,
    /// How many objects were visited.
    visits: usize,
    /// How much text the places take.
    size: usize,
    /// Whether there were more than is looked at.
    pub(super) is_cut: bool,
}

impl Visitor for Survey {
    fn visit(&mut self, value: &mut Value, node: Node, at: At<'_>) -> bool {
        self.visits += 1;
        let Value::Object(members) = value else {
            return true;
        };
        if node.reference || node.kind == Kind::PathItem {
            self.note_references(members, node.kind, at);
        }
        if node.kind == Kind::Schema {
            self.note_names(members, at);
        }
        true
    }

    fn shape(&self, kind: Kind, key: &str) -> Option<Shape> {
        kind.shape_in_3_1(key)
    }

    fn goes_beside(&self, kind: Kind) -> bool {
        kind == Kind::Schema
    }
}

impl Survey {
    /// The place as text, if there is room for one more.
    fn place(&mut self, at: At<'_>) -> Option<String> {
        if self.size >= PART {
            self.is_cut = true;
            return None;
        }
        let place = at.pointer().as_str().to_owned();
        self.size += place.len();
        Some(place)
    }

    fn note_references(&mut self, members: &Map<String, Value>, kind: Kind, at: At<'_>) {
        let keywords: &[&'static str] = match kind {
            Kind::Schema => &["$ref", "$dynamicRef", RECURSIVE],
            _ => &["$ref"],
        };
        for keyword in keywords {
            let Some(Value::String(text)) = members.get(*keyword) else {
                continue;
            };
            if *keyword == "$ref" && text.starts_with("#/") {
                self.targets.insert((kind, text.clone()));
                if is_component(text) {
                    continue;
                }
            }
            if let Some(place) = self.place(at) {
                self.references.push(Reference {
                    place: Pointer::parse(&place),
                    keyword,
                    text: text.clone(),
                });
            }
        }
    }

    fn note_names(&mut self, members: &Map<String, Value>, at: At<'_>) {
        let text = |key: &str| members.get(key).and_then(Value::as_str);
        if let Some(id) = text("$id")
            && let Some(place) = self.place(at)
        {
            self.ids.insert(place, id.to_owned());
        }
        if members.get("$recursiveAnchor") == Some(&Value::Bool(true))
            && let Some(place) = self.place(at)
        {
            self.recursive.insert(place);
        }
        for name in ["$anchor", "$dynamicAnchor"].into_iter().filter_map(text) {
            if let Some(place) = self.place(at) {
                self.anchors.push((name.to_owned(), place));
            }
        }
    }

    /// Takes what another part has.
    fn extend(&mut self, part: Self) {
        self.is_cut |= part.is_cut || self.size > WHOLE;
        self.visits += part.visits;
        self.targets.extend(part.targets);
        if self.size > WHOLE {
            return;
        }
        self.size += part.size;
        self.ids.extend(part.ids);
        self.anchors.extend(part.anchors);
        self.recursive.extend(part.recursive);
        self.references.extend(part.references);
    }

    /// What the whole document is called.
    pub(super) fn name_document(&mut self, name: Option<&str>) {
        self.ids
            .extend(name.map(|name| (String::new(), name.to_owned())));
    }

    /// Whether something is named, or referred to by a name.
    pub(super) fn has_names(&self) -> bool {
        let by_name = |reference: &Reference| {
            reference.keyword != "$ref" || !reference.text.starts_with("#/")
        };
        !self.ids.is_empty() || self.references.iter().any(by_name)
    }
}

/// Whether a reference names a component.
fn is_component(text: &str) -> bool {
    let rest = text.strip_prefix("#/components/");
    rest.is_some_and(|rest| rest.split('/').count() == 2)
}

/// Schemas and other objects that stand where the specification knows nothing and that references lead to, by their keys.
pub(super) type Outside = BTreeMap<Vec<String>, Node>;

/// What references lead to outside of the grammar, where it is not a part of something else there.
pub(in crate::document::upgrade) fn outside(
    root: &mut Value,
    most: usize,
) -> Vec<(Vec<String>, Node)> {
    let (_, outside) = survey(root, most);
    let whole = outside.iter().filter(|(keys, _)| !is_part(keys, &outside));
    whole.map(|(keys, node)| (keys.clone(), *node)).collect()
}

/// Looks at the whole document; gives what references lead to outside of the grammar, of which no more than `most` objects
/// are visited.
pub(super) fn survey(root: &mut Value, most: usize) -> (Survey, Outside) {
    let mut survey = Survey::default();
    walk_all(root, Survey::default, |part| survey.extend(part));
    let most = survey.visits.saturating_add(most);
    let mut outside = Outside::new();
    let mut seen = BTreeSet::new();
    loop {
        let mut open = Vec::new();
        for (kind, text) in std::mem::take(&mut survey.targets) {
            if let Address::Here(keys) = target::parse(&text)
                && Spot::Node(Node::DOCUMENT).below(&keys) == Spot::Outside
                && seen.insert(keys.clone())
            {
                open.push((keys, kind));
            }
        }
        if open.is_empty() {
            return (survey, outside);
        }
        // The outer ones take what is in them with them.
        open.sort_by_key(|(keys, _)| keys.len());
        for (keys, kind) in open {
            if survey.visits > most {
                survey.is_cut = true;
                return (survey, outside);
            }
            if !is_part(&keys, &outside) {
                visit_outside(root, keys, kind, &mut survey, &mut outside);
            }
        }
    }
}

fn visit_outside(
    root: &mut Value,
    keys: Vec<String>,
    kind: Kind,
    survey: &mut Survey,
    outside: &mut Outside,
) {
    let node = Node {
        kind,
        reference: kind != Kind::PathItem,
    };
    if let Some(value @ Value::Object(_)) = target::get_mut(root, &keys) {
        let mut part = Survey::default();
        walk(value, node, &target::pointer(&keys), &mut part);
        survey.extend(part);
        outside.insert(keys, node);
    }
}

/// Whether a place is visited as a part of another one.
pub(super) fn is_part(keys: &[String], outside: &Outside) -> bool {
    (1..keys.len())
        .filter_map(|length| keys.split_at_checked(length))
        .filter_map(|(around, below)| Some((outside.get(around)?, below)))
        .any(|(node, below)| matches!(Spot::Node(*node).below(below), Spot::Node(_)))
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
    /// The places of anchors, by the schema with an `$id` around them and their name.
    anchors: HashMap<(&'s str, &'s str), &'s str>,
    /// The places of those whose name is the only one in the document.
    lone: HashMap<&'s str, Option<&'s str>>,
}

impl<'s> Links<'s> {
    fn new(survey: &'s Survey) -> Self {
        let mut links = Self {
            survey,
            bases: HashMap::new(),
            places: HashMap::new(),
            anchors: HashMap::new(),
            lone: HashMap::new(),
        };
        // The outer ones come before those in them.
        for (place, id) in &survey.ids {
            let around = place.rsplit_once('/').map_or("", |(around, _)| around);
            let base = links.base(links.resource(around));
            let uri = join(base, id.split('#').next().unwrap_or_default());
            links.places.entry(uri.clone()).or_insert(place);
            links.bases.insert(place, uri);
        }
        for (name, place) in &survey.anchors {
            let (name, place) = (name.as_str(), place.as_str());
            let key = (links.resource(place), name);
            links.anchors.entry(key).or_insert(place);
            let lone = links.lone.entry(name).or_insert(Some(place));
            if *lone != Some(place) {
                *lone = None;
            }
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
            // Documents also write pointers from their root in schemas that have an `$id`.
            if uri.is_empty() && !below.is_empty() && target::get(root, &below).is_some() {
                return None;
            }
            let keys: Vec<String> = Pointer::parse(resource).keys().chain(below).collect();
            target::get(root, &keys)?;
            return Some(format!("#{}", target::pointer(&keys)));
        }
        let here = self.anchors.get(&(resource, fragment)).copied();
        let lone = || self.lone.get(fragment).copied().flatten();
        let place = here.or_else(|| lone().filter(|_| uri.is_empty()))?;
        Some(format!("#{place}"))
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
pub(in crate::document::upgrade) fn join(base: &str, reference: &str) -> String {
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
