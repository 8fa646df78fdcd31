//! A place in which every name stands once.

use std::collections::{HashMap, HashSet};

use super::rust_name::{Case, RustName, identifier, numbered};

/// The names that are taken in one namespace.
#[derive(Debug, Clone, Default)]
pub(super) struct Scope {
    reserved: &'static [&'static str],
    taken: HashSet<String>,
    /// For a name that is taken, the first number behind it that may be free: names are never given back.
    numbers: HashMap<String, usize>,
}

impl Scope {
    /// A namespace in which these names are taken from the beginning.
    pub fn with(reserved: &'static [&'static str]) -> Self {
        Self {
            reserved,
            taken: HashSet::new(),
            numbers: HashMap::new(),
        }
    }

    /// Whether a name is taken.
    pub fn has(&self, name: &RustName) -> bool {
        self.taken.contains(name.unraw()) || self.reserved.contains(&name.unraw())
    }

    /// Takes the name nearest to one of the texts, the first that is free; where none is, the first with a number.
    pub fn take(&mut self, texts: &[&str], case: Case, fallback: &str) -> RustName {
        let texts = if texts.is_empty() { &[fallback] } else { texts };
        let mut wanted = texts.iter().map(|text| identifier(text, case, fallback));
        if let Some(free) = wanted.find(|name| !self.has(name)) {
            return self.insert(free);
        }
        let first = identifier(texts.first().unwrap_or(&fallback), case, fallback);
        let from = self.numbers.get(first.unraw()).copied().unwrap_or(2);
        let free = (from..)
            .map(|number| (number, numbered(&first, number)))
            .find(|(_, name)| !self.has(name));
        let Some((number, name)) = free else {
            return self.insert(first);
        };
        self.numbers.insert(first.unraw().to_owned(), number + 1);
        self.insert(name)
    }

    /// Takes just this name.
    pub fn insert(&mut self, name: RustName) -> RustName {
        self.taken.insert(name.unraw().to_owned());
        name
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gives_no_name_twice() {
        let mut scope = Scope::with(&["send"]);
        let mut take = |text| scope.take(&[text], Case::Snake, "value").to_string();
        assert_eq!(take("send"), "send2");
        assert_eq!(take("limit"), "limit");
        assert_eq!(take("Limit"), "limit2");
        assert_eq!(take("v1"), "v1");
        assert_eq!(take("V1"), "v1_2");
        assert_eq!(take("type"), "r#type");
        assert_eq!(take("Type"), "type2");
    }

    #[test]
    fn prefers_the_first_text_that_is_free() {
        let mut scope = Scope::default();
        assert_eq!(
            scope
                .take(&["id", "query id"], Case::Snake, "value")
                .to_string(),
            "id"
        );
        assert_eq!(
            scope
                .take(&["id", "query id"], Case::Snake, "value")
                .to_string(),
            "query_id"
        );
    }
}
