//! Servers: where an API can be reached.

use std::collections::HashMap;

use serde::Serialize;

/// An address at which the API can be reached: a Server Object.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Server {
    /// The base URL, with the name of each variable in braces; it may be relative to where the document is served.
    pub url: String,
    /// What the document calls it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What this server is for, in CommonMark.
    pub description: Option<String>,
    /// What stands in the URL for more than one value, in the order of the URL.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub variables: Vec<ServerVariable>,
}

impl Server {
    /// The URL with the default of each variable in its place.
    pub fn default_url(&self) -> String {
        let variables = self.variables.iter();
        let defaults: HashMap<&str, &str> = variables
            .map(|it| (it.name.as_str(), it.default.as_str()))
            .collect();
        let mut url = String::with_capacity(self.url.len());
        let mut rest = self.url.as_str();
        while let Some((before, (name, after))) = rest
            .split_once('{')
            .and_then(|(before, behind)| Some((before, behind.split_once('}')?)))
        {
            url.push_str(before);
            url.push_str(defaults.get(name).copied().unwrap_or_default());
            rest = after;
        }
        url + rest
    }

    /// Whether the URL says nothing of where the server is: it is the root of the document's own one.
    pub fn is_root(&self) -> bool {
        matches!(self.url.as_str(), "" | "/")
    }

    /// Whether the URL is relative to where the document is, apart from its scheme.
    pub fn is_relative(&self) -> bool {
        let url = self.default_url();
        let before_colon = url.split_once(':').map(|(before, _)| before);
        before_colon.is_none_or(|before| before.contains('/')) && !url.starts_with("//")
    }
}

/// A part of a server's URL that can be chosen: a Server Variable Object.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ServerVariable {
    /// Its name in the URL.
    pub name: String,
    /// What it is for, in CommonMark.
    pub description: Option<String>,
    /// All the values that it can have; any where there are none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<String>,
    /// The value where nothing else is chosen.
    pub default: String,
}
