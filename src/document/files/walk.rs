//! Walks over a part of the tree and follows what refers to another file in it.

use serde_json::{Map, Value, json};

use super::find::{Target, find, named};
use super::homes::reference_to;
use super::shape::{is_section, section, shape};
use super::store::{ROOT, limit};
use super::{Chain, Follow, MOST_NESTED, source_of};
use crate::diagnostic::{Code, Pointer};
use crate::document::grammar::{Kind, Node, Shape};
use crate::document::read::tree::{dismantle, is_file_reference};
use crate::document::refs::Broken;
use crate::document::refs::target::{get, reference};
use crate::document::walk::{START, Step, Trail};

/// Something that is still to be looked at.
struct Item<'t> {
    value: &'t mut Value,
    site: Site,
}

/// What is known of where a value stands.
struct Site {
    shape: Shape,
    step: usize,
    /// The file from which it comes.
    file: usize,
    /// What it was written into, if it was.
    chain: Option<usize>,
    /// Members that come from other files than the rest.
    own: Vec<(String, usize)>,
    /// Whether it holds the components of the root document.
    is_section: bool,
}

impl Site {
    /// Where a walk begins.
    fn start(shape: Shape, file: usize) -> Self {
        Self {
            shape,
            step: START,
            file,
            chain: None,
            own: Vec::new(),
            is_section: false,
        }
    }

    /// Something in what stands here.
    fn inner<'t>(&self, value: &'t mut Value, shape: Shape, step: usize) -> Item<'t> {
        let site = Self {
            step,
            chain: self.chain,
            ..Self::start(shape, self.file)
        };
        Item { value, site }
    }
}

/// What a reference is at a place.
enum Role {
    /// A Reference Object, to be kept.
    Reference(Kind),
    /// Not known to the specification, or no Reference Object: what it points to stands in its place.
    Written,
    /// Perhaps data. Only if a file can be read it is meant as a reference.
    PerhapsWritten,
}

/// The stack of a walk. What does not hold components waits until all components are known.
struct Open<'t> {
    now: Vec<Item<'t>>,
    later: Vec<Item<'t>>,
}

impl Follow {
    /// Walks over a value that comes from `file` and stands at `base`.
    pub(super) fn walk(&mut self, value: &mut Value, base: &Pointer, node: Node, file: usize) {
        let mut trail = Trail::new(base);
        let mut open = Open {
            now: vec![Item {
                value,
                site: Site::start(Shape::Object(node), file),
            }],
            later: Vec::new(),
        };
        loop {
            while let Some(item) = open.now.pop() {
                if let Some(item) = self.settle(item, &trail) {
                    self.descend(item, &mut trail, &mut open);
                }
            }
            if open.later.is_empty() {
                return;
            }
            open.later.reverse();
            open.now = std::mem::take(&mut open.later);
        }
    }

    /// Follows the reference that an item is, if it is one; gives what is still to be looked into.
    fn settle<'t>(&mut self, mut item: Item<'t>, trail: &Trail<'_>) -> Option<Item<'t>> {
        while let Some(text) = reference(item.value) {
            let is_here = item.site.file == ROOT && text.starts_with('#');
            // A name is not where something is; the upgrade knows what it means.
            let is_named = item.site.file == ROOT && self.names.has(text);
            if is_named || self.refused.contains_key(text) {
                return Some(item);
            }
            let text = text.to_owned();
            match self.role(item.site.shape) {
                Role::Reference(kind) => {
                    self.refer(&mut item, &text, kind, trail);
                    // Keywords next to the reference have a meaning in schemas.
                    return (kind == Kind::Schema).then_some(item);
                }
                _ if is_here => return Some(item),
                Role::Written => match self.write(&mut item, &text, trail) {
                    Ok(()) => {}
                    Err(broken) => {
                        let place = trail.pointer(item.site.step).join("$ref");
                        self.report(broken, &place);
                        clear(item.value, item.site.shape);
                    }
                },
                Role::PerhapsWritten => {
                    let is_all = item.value.as_object().is_some_and(|it| it.len() == 1);
                    if !is_all || self.write(&mut item, &text, trail).is_err() {
                        return Some(item);
                    }
                }
            }
        }
        Some(item)
    }

    fn role(&self, shape: Shape) -> Role {
        match shape {
            Shape::Object(node) if node.reference && section(self.is_2_0, node.kind).is_some() => {
                Role::Reference(node.kind)
            }
            Shape::AdditionalProperties => Role::Reference(Kind::Schema),
            Shape::Free | Shape::FreeArray | Shape::AnyMap | Shape::StringMap => {
                Role::PerhapsWritten
            }
            _ => Role::Written,
        }
    }

    /// Rewrites a Reference Object so that it points into the tree.
    fn refer(&mut self, item: &mut Item<'_>, text: &str, kind: Kind, trail: &Trail<'_>) {
        if item.site.file == ROOT && text.starts_with('#') {
            // A reference into the root document stays, but what it leads to may be out of the way of the walk.
            if let Ok(target) = find(&mut self.store, text, ROOT, Some(kind))
                && target.file == ROOT
            {
                self.look_outside(&target, kind);
            }
            return;
        }
        let at = || trail.pointer(item.site.step);
        let text = match self.resolve(text, item.site.file, kind, at) {
            Ok(place) => reference_to(&place),
            Err(broken) => self.refuse(broken),
        };
        if let Value::Object(members) = &mut *item.value {
            members.insert("$ref".to_owned(), Value::String(text));
        }
    }

    /// Writes what a reference points to in its place.
    fn write(&mut self, item: &mut Item<'_>, text: &str, trail: &Trail<'_>) -> Result<(), Broken> {
        let kind = match item.site.shape {
            Shape::Object(node) => Some(node.kind),
            _ => None,
        };
        let target = find(&mut self.store, text, item.site.file, kind)?;
        let chain = self.chain(item.site.chain, &target, text)?;
        let mut written = self.take(&target, item.site.shape)?;
        let place = trail.pointer(item.site.step);
        let source = self.origins.source(&place).into_owned();
        let own = own_members(item.value, &mut written);
        self.origins.record(&place, &source_of(&target));
        for key in &own {
            self.origins.record(&place.join(key), &source.join(key));
        }
        if own.is_empty() && target.file != ROOT {
            self.homes.settle(&target, item.site.shape, &place);
        }
        let file = item.site.file;
        item.site.own = own.into_iter().map(|key| (key, file)).collect();
        item.site.file = target.file;
        item.site.chain = Some(chain);
        dismantle(std::mem::replace(item.value, written));
        Ok(())
    }

    /// What is written into itself would have no end.
    fn chain(
        &mut self,
        parent: Option<usize>,
        target: &Target,
        text: &str,
    ) -> Result<usize, Broken> {
        let length = parent
            .and_then(|at| self.chains.get(at))
            .map_or(1, |chain| chain.length + 1);
        let mut at = parent;
        while let Some(chain) = at.and_then(|at| self.chains.get(at)) {
            if chain.target == *target {
                return Err(Broken {
                    code: Code::ReferenceCycle,
                    message: format!("`{text}` leads back to itself"),
                    help: None,
                });
            }
            at = chain.parent;
        }
        if length > MOST_NESTED {
            return Err(limit(format!(
                "more than {MOST_NESTED} files stand inside each other"
            )));
        }
        self.chains.push(Chain {
            parent,
            target: target.clone(),
            length,
        });
        Ok(self.chains.len() - 1)
    }

    fn descend<'t>(&mut self, item: Item<'t>, trail: &mut Trail<'t>, open: &mut Open<'t>) {
        let Item { value, site } = item;
        let from = open.now.len();
        match value {
            Value::Object(members) => self.object(members, &site, trail, open),
            Value::Array(items) => {
                if let Shape::Array(node) = site.shape {
                    for (index, value) in items.iter_mut().enumerate() {
                        let step = trail.push(site.step, Step::Index(index));
                        open.now.push(site.inner(value, Shape::Object(node), step));
                    }
                }
            }
            _ => {}
        }
        if let Some(added) = open.now.get_mut(from..) {
            added.reverse();
        }
    }

    fn object<'t>(
        &mut self,
        members: &'t mut Map<String, Value>,
        site: &Site,
        trail: &mut Trail<'t>,
        open: &mut Open<'t>,
    ) {
        match site.shape {
            Shape::Map(node) if site.is_section => {
                self.components(members, node, site, trail, open);
            }
            Shape::Object(node) if node.kind == Kind::Discriminator => {
                self.mapping(members, site, trail);
            }
            Shape::Object(node) => self.members(members, node.kind, site, trail, open),
            Shape::AdditionalProperties => self.members(members, Kind::Schema, site, trail, open),
            Shape::Map(node) => {
                for (key, value) in members {
                    let step = trail.push(site.step, Step::Key(key));
                    open.now.push(site.inner(value, Shape::Object(node), step));
                }
            }
            _ => {}
        }
    }

    fn members<'t>(
        &mut self,
        members: &'t mut Map<String, Value>,
        kind: Kind,
        site: &Site,
        trail: &mut Trail<'t>,
        open: &mut Open<'t>,
    ) {
        for (key, value) in members {
            let Some(shape) = shape(kind, key).filter(|_| value.is_object() || value.is_array())
            else {
                continue;
            };
            let step = trail.push(site.step, Step::Key(key));
            let mut inner = site.inner(value, shape, step);
            if let Some((_, file)) = site.own.iter().find(|(own, _)| own == key) {
                inner.site.file = *file;
            }
            inner.site.is_section = is_section(self.is_2_0, kind, key);
            let holds_components = inner.site.is_section || key == "components";
            if kind == Kind::OpenApi && !holds_components {
                open.later.push(inner);
            } else {
                open.now.push(inner);
            }
        }
    }

    /// The components of the root document. One that is nothing but a reference to something in another file is the place
    /// where that stands in the tree.
    fn components<'t>(
        &mut self,
        members: &'t mut Map<String, Value>,
        node: Node,
        site: &Site,
        trail: &mut Trail<'t>,
        open: &mut Open<'t>,
    ) {
        self.homes.take(node.kind, members.keys());
        for (key, value) in members {
            let step = trail.push(site.step, Step::Key(key));
            let file = self.claim(value, node, site.file, &trail.pointer(step));
            let mut inner = site.inner(value, Shape::Object(node), step);
            inner.site.file = file.unwrap_or(site.file);
            open.later.push(inner);
        }
    }

    /// Puts what a component refers to in its place, if it has none yet; gives the file from which it comes.
    fn claim(
        &mut self,
        value: &mut Value,
        node: Node,
        from: usize,
        place: &Pointer,
    ) -> Option<usize> {
        let is_all = value.as_object().is_some_and(|members| members.len() == 1);
        let text = reference(value).filter(|_| is_all && node.reference)?;
        if from == ROOT && text.starts_with('#') {
            return None;
        }
        // Where that is another reference, the component is another name for what it leads to.
        let target = match named(&mut self.store, text, from) {
            Some(target) => target,
            None => find(&mut self.store, text, from, Some(node.kind)).ok()?,
        };
        if target.file == ROOT || self.homes.find(&self.store, &target, node.kind).is_some() {
            return None;
        }
        let written = self.take(&target, Shape::Object(node)).ok()?;
        self.homes.settle(&target, Shape::Object(node), place);
        self.origins.record(place, &source_of(&target));
        dismantle(std::mem::replace(value, written));
        Some(target.file)
    }

    /// The values of a discriminator's mapping are names of schemas or references to them (4.7.25).
    fn mapping(&mut self, members: &mut Map<String, Value>, site: &Site, trail: &Trail<'_>) {
        let file = site.file;
        let Some(Value::Object(mapping)) = members.get_mut("mapping") else {
            return;
        };
        for (key, value) in mapping.iter_mut() {
            let Some(text) = value.as_str().and_then(|text| self.mapped(text, file)) else {
                continue;
            };
            let at = || trail.pointer(site.step).join("mapping").join(key);
            match self.resolve(&text, file, Kind::Schema, at) {
                Ok(place) => *value = Value::String(reference_to(&place)),
                Err(broken) => self.report(broken, &at()),
            }
        }
    }

    /// The reference that a value of a mapping is, where it is not one into the root document.
    fn mapped(&self, text: &str, file: usize) -> Option<String> {
        let schema = |file: usize, name: &str| {
            let keys = ["components", "schemas", name].map(ToOwned::to_owned);
            get(self.store.tree(file), &keys).is_some()
        };
        if text.starts_with('#') {
            return (file != ROOT).then(|| text.to_owned());
        }
        if is_file_reference(text) && !schema(ROOT, text) {
            return Some(text.to_owned());
        }
        let is_name = file != ROOT && schema(file, text);
        is_name.then(|| format!("#{}", Pointer::parse("/components/schemas").join(text)))
    }
}

/// Moves what stands next to a reference into what is written in its place, where it holds; gives its keys.
fn own_members(value: &mut Value, written: &mut Value) -> Vec<String> {
    let (Value::Object(members), Value::Object(written)) = (value, written) else {
        return Vec::new();
    };
    let mut own = Vec::new();
    for (key, value) in std::mem::take(members) {
        if key == "$ref" {
            continue;
        }
        if let Some(other) = written.insert(key.clone(), value) {
            dismantle(other);
        }
        own.push(key);
    }
    own
}

/// Leaves something harmless where nothing could be written.
fn clear(value: &mut Value, shape: Shape) {
    match (shape, value) {
        (Shape::Object(_) | Shape::Map(_), Value::Object(members)) => {
            members.shift_remove("$ref");
        }
        (Shape::Array(_) | Shape::StringArray, value) => {
            dismantle(std::mem::replace(value, json!([])));
        }
        (_, value) => dismantle(std::mem::replace(value, json!(""))),
    }
}
