//! The names of servers, and of what can be chosen in them.

use std::collections::HashMap;

use serde::Serialize;

use super::rust_name::{Case, RustName};
use super::scope::Scope;
use crate::analyse::servers::ServerChoices;
use crate::ir::{Server, ServerVariable};

/// The names of a choice among servers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ServerNames {
    /// The enum.
    pub choice: RustName,
    /// The builder's method; none for the servers of the whole document.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub method: Option<RustName>,
    /// The servers, in their order.
    pub servers: Vec<OneServer>,
}

/// The names of a server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OneServer {
    /// Its variant.
    pub variant: RustName,
    /// The struct of its variables, if it has any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub structure: Option<RustName>,
    /// The variables, in their order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub variables: Vec<VariableNames>,
}

/// The names of a variable.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct VariableNames {
    /// The field.
    pub field: RustName,
    /// The enum of its values, if it has no others, which two servers may have in common.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub values: Option<ValueNames>,
}

/// The name of an enum of values, and those of its variants.
pub type ValueNames = (RustName, Vec<RustName>);

/// What the module of the servers names otherwise.
const RESERVED: &[&str] = &["BaseUrl", "Default", "IntoBaseUrl", "Self", "String"];

/// A description of so many words is a name.
const WORDS: usize = 4;

/// How many characters of a text make a name at most.
const LONGEST: usize = 80;

/// What stands in descriptions and names without telling servers apart.
const NOISE: &[&str] = &["api", "environment", "server", "url", "the", "this", "is"];

pub(super) fn name_servers(choices: &ServerChoices, methods: &mut Scope) -> Vec<ServerNames> {
    let mut namer = Namer {
        types: Scope::with(RESERVED),
        enums: HashMap::new(),
    };
    // All choices come before what is in them, so that a new server renames none.
    let enums: Vec<(RustName, Option<RustName>)> = choices
        .iter()
        .map(|choice| {
            let Some(first) = choice
                .servers
                .first()
                .filter(|_| choice.operation.is_some())
            else {
                return (namer.types.take(&["Server"], Case::Camel, "Server"), None);
            };
            let words = format!("{} server", of_its_own(first));
            (
                namer.types.take(&[&words], Case::Camel, "Server"),
                Some(methods.take(&[&words], Case::Snake, "server")),
            )
        })
        .collect();
    let named = choices.iter().zip(enums);
    named
        .map(|(choice, (name, method))| {
            let mut variants = Scope::default();
            let servers = choice.servers.iter();
            let servers = servers.map(|server| namer.server(server, &name, &mut variants));
            ServerNames {
                servers: servers.collect(),
                choice: name,
                method,
            }
        })
        .collect()
}

struct Namer<'a> {
    /// The types of the module.
    types: Scope,
    /// The enums of values, by the variable's name and all its values.
    enums: HashMap<(&'a str, &'a [String]), ValueNames>,
}

impl<'a> Namer<'a> {
    fn server(&mut self, server: &'a Server, choice: &RustName, variants: &mut Scope) -> OneServer {
        let short = short(server);
        let (address, url) = (address(&server.url), beginning(&server.url));
        let wishes: Vec<&str> = short
            .iter()
            .map(String::as_str)
            .chain([&*address, &*url])
            .collect();
        let variant = variants.take(&wishes, Case::Camel, "Root");
        let structure = (!server.variables.is_empty()).then(|| {
            let longer = format!("{} {}", variant.unraw(), choice.unraw());
            self.types
                .take(&[variant.unraw(), &longer], Case::Camel, "Root")
        });
        let mut fields = Scope::default();
        let variables = server.variables.iter().map(|variable| VariableNames {
            field: fields.take(&[&variable.name], Case::Snake, "variable"),
            values: self.values(variable, &variant),
        });
        OneServer {
            variables: variables.collect(),
            variant,
            structure,
        }
    }

    fn values(&mut self, variable: &'a ServerVariable, server: &RustName) -> Option<ValueNames> {
        if variable.values.is_empty() {
            return None;
        }
        let key = (variable.name.as_str(), variable.values.as_slice());
        if let Some(known) = self.enums.get(&key) {
            return Some(known.clone());
        }
        let longer = format!("{} {}", server.unraw(), variable.name);
        let name = self
            .types
            .take(&[&variable.name, &longer], Case::Camel, "Variable");
        let mut variants = Scope::default();
        let values = variable.values.iter();
        let values = values.map(|value| variants.take(&[value], Case::Camel, "Value"));
        let named = (name, values.collect());
        self.enums.insert(key, named.clone());
        Some(named)
    }
}

/// The name of a server, or its description if that is one; the root of the document's own server has no better name.
fn short(server: &Server) -> Option<String> {
    let root = server.is_root().then(|| "root".to_owned());
    let texts = [&server.name, &server.description, &root];
    let texts = texts.into_iter().flatten();
    let mut names = texts.filter_map(|text| {
        let text = text.trim().trim_end_matches('.');
        let words: Vec<&str> = text.split_whitespace().collect();
        let is_name = text
            .chars()
            .all(|it| it.is_alphanumeric() || " -_".contains(it));
        if words.len() > WORDS || text.len() > LONGEST || !is_name {
            return None;
        }
        let telling = words
            .into_iter()
            .filter(|word| !NOISE.contains(&word.to_lowercase().as_str()));
        let telling: Vec<&str> = telling.collect();
        let telling = telling.join(" ");
        let telling = telling.strip_prefix("for ").unwrap_or(&telling);
        (!telling.is_empty()).then(|| telling.to_owned())
    });
    names.next()
}

/// What tells the servers of an operation from others: a name, or the first part of their host that says something.
fn of_its_own(server: &Server) -> String {
    short(server).unwrap_or_else(|| {
        let address = address(&server.url);
        let mut words = address.split(['.', '/', ':']);
        let telling = words.find(|word| !word.is_empty() && !matches!(*word, "www" | "api"));
        telling.map(str::to_owned).unwrap_or_default()
    })
}

/// The beginning of a URL, without its scheme and its braces.
fn address(url: &str) -> String {
    let address = url.split_once("//").map_or(url, |(_, behind)| behind);
    beginning(address).replace(['{', '}'], " ")
}

fn beginning(text: &str) -> String {
    text.chars().take(LONGEST).collect()
}
