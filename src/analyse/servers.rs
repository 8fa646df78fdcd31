//! The choices among servers: those of the whole document, and those of operations that have others.

use std::collections::{BTreeMap, HashMap};

use serde::Serialize;

use crate::ir::{Api, OperationId, Server};

/// All choices among servers.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct ServerChoices {
    choices: Vec<ServerChoice>,
    /// The position of the choice of each operation that has one of its own.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    of_operations: BTreeMap<OperationId, usize>,
}

/// A choice among servers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ServerChoice {
    /// The first of the operations that have these servers; none for those of the whole document.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub operation: Option<OperationId>,
    /// What can be chosen.
    pub servers: Vec<Server>,
}

impl ServerChoices {
    /// Whether there is nothing to choose.
    pub fn is_empty(&self) -> bool {
        self.choices.is_empty()
    }

    /// The choices: that of the whole document first.
    pub fn iter(&self) -> impl Iterator<Item = &ServerChoice> {
        self.choices.iter()
    }

    /// The position of an operation's own choice, and the choice.
    pub fn of_operation(&self, operation: OperationId) -> Option<(usize, &ServerChoice)> {
        let position = *self.of_operations.get(&operation)?;
        Some((position, self.choices.get(position)?))
    }

    /// Whether an operation has servers of its own.
    pub fn has_own(&self) -> bool {
        !self.of_operations.is_empty()
    }
}

/// Collects them. The root of the document's own server is none to choose, unless operations have others.
pub(super) fn collect(api: &Api) -> ServerChoices {
    let mut choices = ServerChoices::default();
    let has_own = api.operations.iter().any(|it| !it.servers.is_empty());
    let servers = api.servers.iter().filter(|it| has_own || !it.is_root());
    let mut servers: Vec<Server> = servers.cloned().collect();
    if servers.is_empty() && has_own {
        servers.push(root());
    }
    if !servers.is_empty() {
        choices.choices.push(ServerChoice {
            operation: None,
            servers,
        });
    }
    let mut known: HashMap<String, usize> = HashMap::new();
    let operations = (0..).map(OperationId).zip(&api.operations);
    for (id, operation) in operations.filter(|(_, it)| !it.servers.is_empty()) {
        // Servers that only differ in their words are the same.
        let urls: Vec<&str> = operation.servers.iter().map(|it| it.url.as_str()).collect();
        let position = *known.entry(urls.join("\n")).or_insert_with(|| {
            choices.choices.push(ServerChoice {
                operation: Some(id),
                servers: operation.servers.clone(),
            });
            choices.choices.len() - 1
        });
        choices.of_operations.insert(id, position);
    }
    choices
}

/// What a document without servers has (OpenAPI 3.0.3, section 4.7.1).
fn root() -> Server {
    Server {
        url: "/".to_owned(),
        name: None,
        description: None,
        variables: Vec::new(),
    }
}
