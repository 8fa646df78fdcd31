//! Servers and their variables.

use std::collections::HashSet;

use indexmap::{IndexMap, IndexSet};

use super::Lowering;
use crate::diagnostic::{Code, Diagnostic, Pointer};
use crate::document::keywords;
use crate::ir::{Server, ServerVariable};

type Declared = IndexMap<String, openapiv3::ServerVariable>;

impl Lowering<'_> {
    /// Lowers a list of servers. One whose URL has a place that nothing can be put in is left out.
    pub(super) fn servers(
        &mut self,
        servers: &[openapiv3::Server],
        pointer: &Pointer,
    ) -> Vec<Server> {
        let servers = servers.iter().enumerate();
        servers
            .filter_map(|(index, server)| self.server(server, &pointer.join(index)))
            .collect()
    }

    fn server(&mut self, server: &openapiv3::Server, pointer: &Pointer) -> Option<Server> {
        let none = Declared::new();
        let declared = server.variables.as_ref().unwrap_or(&none);
        let place = pointer.join("url");
        let Some(names) = places(&server.url) else {
            let message = "the braces of this URL do not match; the server is left out";
            self.report(Diagnostic::at(Code::InvalidValue, &place, message));
            return None;
        };
        let mut variables = Vec::new();
        for name in names {
            let Some(variable) = declared.get(name) else {
                let message =
                    format!("the variable `{name}` is not declared; the server is left out");
                self.report(Diagnostic::at(Code::InvalidValue, &place, message));
                return None;
            };
            let place = pointer.join("variables").join(name);
            variables.push(self.variable(name, variable, &place));
        }
        self.report_idle(declared, &variables, &pointer.join("variables"));
        let name = server.extensions.get(keywords::SERVER_NAME);
        Some(Server {
            url: server.url.clone(),
            name: name.and_then(|name| name.as_str()).map(str::to_owned),
            description: server.description.clone(),
            variables,
        })
    }

    /// A default that is none of the values is one more of them: the document says that it is used.
    fn variable(
        &mut self,
        name: &str,
        variable: &openapiv3::ServerVariable,
        pointer: &Pointer,
    ) -> ServerVariable {
        let listed: IndexSet<&String> = variable.enumeration.iter().collect();
        let mut values: Vec<String> = listed.iter().copied().cloned().collect();
        if !values.is_empty() && !listed.contains(&variable.default) {
            let message = "`default` is none of the values of `enum`; it is taken for one more";
            let place = pointer.join("default");
            self.report(Diagnostic::at(Code::InvalidValue, &place, message));
            values.push(variable.default.clone());
        }
        ServerVariable {
            name: name.to_owned(),
            description: variable.description.clone(),
            values,
            default: variable.default.clone(),
        }
    }

    fn report_idle(&mut self, declared: &Declared, used: &[ServerVariable], pointer: &Pointer) {
        let used: HashSet<&str> = used.iter().map(|it| it.name.as_str()).collect();
        for name in declared.keys().filter(|name| !used.contains(name.as_str())) {
            let message = format!("the URL has no place for the variable `{name}`");
            self.report(Diagnostic::at_key(
                Code::IgnoredKeyword,
                &pointer.join(name),
                message,
            ));
        }
    }
}

/// The names in the braces of a URL, each once; none at all where the braces do not match.
fn places(url: &str) -> Option<IndexSet<&str>> {
    let mut names = IndexSet::new();
    let mut rest = url;
    while let Some(start) = rest.find(['{', '}']) {
        let (name, after) = rest.get(start..)?.strip_prefix('{')?.split_once('}')?;
        if name.is_empty() || name.contains('{') {
            return None;
        }
        names.insert(name);
        rest = after;
    }
    Some(names)
}

#[cfg(test)]
mod tests {
    use super::places;

    #[test]
    fn braces_must_match() {
        let found = |url| places(url).map(Vec::from_iter);
        assert_eq!(found("/v1"), Some(vec![]));
        assert_eq!(
            found("https://{a}.example.com:{b}/{a}"),
            Some(vec!["a", "b"])
        );
        for wrong in ["{", "}", "a}{", "{a{b}}", "{}"] {
            assert_eq!(places(wrong), None, "{wrong}");
        }
    }
}
