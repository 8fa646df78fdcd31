//! What operations need of a document.

use std::collections::{HashMap, HashSet};

use serde_json::Value;

use super::{Chosen, items, operations_of};
use crate::diagnostic::Pointer;

/// The components and tags that are needed.
#[derive(Debug, Default)]
pub(super) struct Reached {
    components: HashSet<(String, String)>,
    pub(super) tags: HashSet<String>,
}

impl Reached {
    /// Whether a component is needed.
    pub(super) fn has(&self, section: &str, name: &str) -> bool {
        self.components
            .contains(&(section.to_owned(), name.to_owned()))
    }
}

/// Follows everything that these operations refer to.
pub(super) fn reach(root: &Value, chosen: &Chosen) -> Reached {
    let mut search = Search {
        components: root.get("components"),
        heirs: heirs(root),
        reached: Reached::default(),
        open: Vec::new(),
    };
    for (path, item) in items(root) {
        for (method, operation) in operations_of(item) {
            if chosen.contains(&(method, path.clone())) {
                search.operation(operation, root.get("security"));
                search.open.extend(item.get("parameters"));
            }
        }
    }
    search.run();
    search.reached
}

/// The schemas that inherit from each schema by `allOf`.
fn heirs(root: &Value) -> HashMap<&str, Vec<&str>> {
    let mut heirs: HashMap<&str, Vec<&str>> = HashMap::new();
    let schemas = root.pointer("/components/schemas");
    for (name, schema) in schemas.and_then(Value::as_object).into_iter().flatten() {
        let parents = schema.get("allOf").and_then(Value::as_array);
        for parent in parents.into_iter().flatten() {
            let reference = parent.get("$ref").and_then(Value::as_str);
            if let Some(("schemas", parent)) = reference.and_then(component) {
                heirs.entry(parent).or_default().push(name);
            }
        }
    }
    heirs
}

/// The section and the name of a component, from a reference to it. After upgrading, names stand in it as they are.
fn component(reference: &str) -> Option<(&str, &str)> {
    reference.strip_prefix("#/components/")?.split_once('/')
}

struct Search<'d> {
    components: Option<&'d Value>,
    heirs: HashMap<&'d str, Vec<&'d str>>,
    reached: Reached,
    /// What is still to be looked through.
    open: Vec<&'d Value>,
}

impl<'d> Search<'d> {
    fn operation(&mut self, operation: &'d Value, everywhere: Option<&'d Value>) {
        self.open.push(operation);
        let tags = operation.get("tags").and_then(Value::as_array);
        let tags = tags.into_iter().flatten().filter_map(Value::as_str);
        self.reached.tags.extend(tags.map(str::to_owned));
        let security = operation.get("security").or(everywhere);
        let requirements = security.and_then(Value::as_array).into_iter().flatten();
        for (scheme, _) in requirements.filter_map(Value::as_object).flatten() {
            self.enter("securitySchemes", scheme);
        }
        // Its callbacks ask for what they say themselves, and for nothing else.
        let callbacks = operation.get("callbacks").and_then(Value::as_object);
        let callbacks = callbacks.into_iter().flatten();
        let items = callbacks.filter_map(|(_, it)| it.as_object()).flatten();
        for (_, callback) in items.flat_map(|(_, item)| operations_of(item)) {
            self.operation(callback, None);
        }
    }

    /// Looks at every value, and so also at examples: what only looks like a reference keeps more than is needed, and what
    /// is one is never missed.
    fn run(&mut self) {
        while let Some(value) = self.open.pop() {
            match value {
                Value::Array(items) => self.open.extend(items),
                Value::Object(members) => {
                    self.open.extend(members.values());
                    if let Some(Value::String(reference)) = members.get("$ref") {
                        self.refer(reference);
                    }
                    let mapping = members
                        .get("discriminator")
                        .and_then(|found| found.get("mapping"));
                    let mapping = mapping.and_then(Value::as_object);
                    for target in mapping.into_iter().flatten() {
                        if let Some(target) = target.1.as_str() {
                            self.refer(target);
                        }
                    }
                }
                _ => {}
            }
        }
    }

    /// Follows a reference, or the bare name of a schema in a discriminator's mapping.
    fn refer(&mut self, reference: &'d str) {
        match component(reference) {
            Some((section, name)) => self.enter(section, name),
            None => self.enter("schemas", reference),
        }
    }

    fn enter(&mut self, section: &str, name: &str) {
        let found = self.components.and_then(|all| all.get(section));
        let found = found.and_then(Value::as_object).and_then(|all| {
            let unescaped = || Pointer::parse(&format!("/{name}")).keys().next();
            all.get_key_value(name)
                .or_else(|| all.get_key_value(&unescaped()?))
        });
        let Some((name, value)) = found else {
            return;
        };
        let key = (section.to_owned(), name.to_owned());
        if !self.reached.components.insert(key) {
            return;
        }
        self.open.push(value);
        if section == "schemas" && value.get("discriminator").is_some() {
            self.family(name);
        }
    }

    /// A schema with a discriminator stands for whatever inherits from it, at any distance.
    fn family(&mut self, name: &'d str) {
        let mut open = vec![name];
        let mut seen = HashSet::new();
        while let Some(name) = open.pop() {
            if seen.insert(name) {
                for heir in self.heirs.get(name).cloned().unwrap_or_default() {
                    self.enter_heir(heir);
                    open.push(heir);
                }
            }
        }
    }

    fn enter_heir(&mut self, name: &'d str) {
        let schemas = self.components.and_then(|all| all.get("schemas"));
        let key = ("schemas".to_owned(), name.to_owned());
        if let Some(value) = schemas.and_then(|all| all.get(name))
            && self.reached.components.insert(key)
        {
            self.open.push(value);
        }
    }
}
