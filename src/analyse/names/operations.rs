//! The names of operations, their arguments and their answers.

use std::collections::HashMap;

use serde::Serialize;

use super::bodies::BodyNames;
use super::functions;
use super::reserved::{RESERVED_GROUPS, RESERVED_PARAMETERS, RESERVED_STEMS};
use super::rust_name::{Case, RustName};
use super::scope::Scope;
use super::wishes::{Candidate, Wishes, fulfil};
use crate::analyse::{Group, Outcomes};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::ir::{Api, Operation, OperationId, StatusPattern};

/// The names that belong to an operation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OperationNames {
    /// The method of the client and of the server's trait.
    pub function: RustName,
    /// The stem of its types; by itself the client's request.
    pub stem: RustName,
    /// What the client calls it, where its operations are named by tag.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by_tag: Option<ByTag>,
    /// What the server is asked.
    pub request: RustName,
    /// What the server answers.
    pub response: RustName,
    /// What the server refuses with.
    pub error: RustName,
    /// The parameters, in their order.
    pub parameters: Vec<RustName>,
    /// The responses as variants, in their order.
    pub responses: Vec<RustName>,
    /// The headers of each response as fields, in their order.
    pub headers: Vec<Vec<RustName>>,
    /// The successes, where they do not all hold the same.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub success: Option<RustName>,
    /// What the client reads the headers of each response as; none where the document describes no headers.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub header_types: Vec<Option<RustName>>,
    /// What the client is given for the body.
    #[serde(skip_serializing_if = "BodyNames::is_empty")]
    pub body: BodyNames,
}

/// What the client calls an operation by its tag.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ByTag {
    /// The client's method for the group, and the type that it gives; `None` where the operation has no tag and is a method of
    /// the client itself.
    pub accessor: Option<(RustName, RustName)>,
    /// The method.
    pub method: RustName,
}

impl OperationNames {
    /// The method of the client, or of a group of it.
    pub fn method(&self) -> &RustName {
        self.by_tag
            .as_ref()
            .map_or(&self.function, |by_tag| &by_tag.method)
    }

    /// The client's method for the group, and the type that it gives, where there is one.
    pub fn accessor(&self) -> Option<&(RustName, RustName)> {
        self.by_tag.as_ref()?.accessor.as_ref()
    }

    /// What is called on a client: `list_activity`, or `datasets().list_activity`.
    pub fn client_path(&self) -> String {
        let method = self.method();
        match self.accessor() {
            Some((accessor, _)) => format!("{accessor}().{method}"),
            None => method.to_string(),
        }
    }

    /// How documentation names the method: `Client::list_activity`, or `Datasets::list_activity`.
    pub fn documented(&self) -> String {
        let owner = match self.accessor() {
            Some((_, handle)) => handle.unraw(),
            None => "Client",
        };
        format!("{owner}::{}", self.method().unraw())
    }
}

pub(super) fn name_operations(
    api: &Api,
    outcomes: &Outcomes,
    wishes: &Wishes,
    sink: &mut Diagnostics,
) -> Vec<OperationNames> {
    let mut stems = Scope::with(RESERVED_STEMS);
    let mut ids: HashMap<&str, &Operation> = HashMap::new();
    let functions = functions::name_functions(api, wishes, sink);
    let operations = (0..).map(OperationId).zip(&api.operations);
    operations
        .zip(functions)
        .map(|((id, operation), function)| {
            report_duplicate(operation, &mut ids, sink);
            let stem = functions::name_stem(operation, &function, &mut stems);
            let mut arguments = Scope::with(RESERVED_PARAMETERS);
            if !operation.is_of_api() {
                arguments.take(&["url"], Case::Snake, "url");
            }
            let parameters = name_parameters(id, operation, wishes, &mut arguments, sink);
            let own = (function, stem);
            let outcome = outcomes.get(id);
            let mut names = name_parts(operation, own, parameters, &mut stems);
            names.name_bodies(operation, outcome, &mut stems);
            names
        })
        .collect()
}

fn report_duplicate<'a>(
    operation: &'a Operation,
    ids: &mut HashMap<&'a str, &'a Operation>,
    sink: &mut Diagnostics,
) {
    let Some(id) = operation.id.as_deref() else {
        return;
    };
    if let Some(first) = ids.get(id) {
        let pointer = operation.pointer.join("operationId");
        let message = format!(
            "`{} {}` has the operationId `{id}` too",
            first.method,
            first.place()
        );
        sink.push(Diagnostic::at(
            Code::DuplicateOperationId,
            &pointer,
            message,
        ));
    } else {
        ids.insert(id, operation);
    }
}

fn name_parts(
    operation: &Operation,
    (function, stem): (RustName, RustName),
    parameters: Vec<RustName>,
    stems: &mut Scope,
) -> OperationNames {
    let mut derived = |suffix: &str| {
        stems.take(
            &[&format!("{}{suffix}", stem.unraw())],
            Case::Camel,
            "Operation",
        )
    };
    let mut variants = Scope::with(&["Other"]);
    OperationNames {
        request: derived("Request"),
        response: derived("Response"),
        error: derived("Error"),
        parameters,
        responses: operation
            .responses
            .iter()
            .map(|response| variants.take(&[&status_name(response.status)], Case::Camel, "Status"))
            .collect(),
        headers: operation
            .responses
            .iter()
            .map(|response| {
                let mut fields = Scope::with(&["body", "status"]);
                response
                    .headers
                    .iter()
                    .map(|header| fields.take(&[&header.name], Case::Snake, "header"))
                    .collect()
            })
            .collect(),
        function,
        stem,
        success: None,
        header_types: Vec::new(),
        body: BodyNames::default(),
        by_tag: None,
    }
}

/// Two parameters may have the same name in two places; the second then has its place before its name.
fn name_parameters(
    id: OperationId,
    operation: &Operation,
    wishes: &Wishes,
    scope: &mut Scope,
    sink: &mut Diagnostics,
) -> Vec<RustName> {
    let parameters = operation.parameters.iter();
    let candidates: Vec<Candidate<'_>> = parameters
        .enumerate()
        .map(|(position, parameter)| Candidate {
            natural: Some(&parameter.name),
            wish: wishes.parameters.get(&(id, position)),
        })
        .collect();
    let wished = fulfil(&candidates, scope, Case::Snake, sink);
    let parameters = operation.parameters.iter().zip(wished);
    parameters
        .map(|(parameter, wished)| {
            let placed = format!("{} {}", parameter.location.as_str(), parameter.name);
            wished.unwrap_or_else(|| {
                scope.take(&[&parameter.name, &placed], Case::Snake, "parameter")
            })
        })
        .collect()
}

/// The name of a status: its reason phrase, where the registry has one.
fn status_name(status: StatusPattern) -> String {
    match status {
        StatusPattern::Default => "Default".to_owned(),
        StatusPattern::Range(first) => match first {
            1 => "Informational".to_owned(),
            2 => "Success".to_owned(),
            3 => "Redirection".to_owned(),
            4 => "Client Error".to_owned(),
            5 => "Server Error".to_owned(),
            other => format!("Status {other}XX"),
        },
        StatusPattern::Code(code) => {
            reason_phrase(code).map_or_else(|| format!("Status {code}"), str::to_owned)
        }
    }
}

/// The reason phrases of the IANA registry of HTTP status codes, as the crate `http` has them.
const REASON_PHRASES: &[(u16, &str)] = &[
    (100, "Continue"),
    (101, "Switching Protocols"),
    (102, "Processing"),
    (103, "Early Hints"),
    (200, "Ok"),
    (201, "Created"),
    (202, "Accepted"),
    (203, "Non-Authoritative Information"),
    (204, "No Content"),
    (205, "Reset Content"),
    (206, "Partial Content"),
    (207, "Multi-Status"),
    (208, "Already Reported"),
    (226, "Im Used"),
    (300, "Multiple Choices"),
    (301, "Moved Permanently"),
    (302, "Found"),
    (303, "See Other"),
    (304, "Not Modified"),
    (305, "Use Proxy"),
    (307, "Temporary Redirect"),
    (308, "Permanent Redirect"),
    (400, "Bad Request"),
    (401, "Unauthorized"),
    (402, "Payment Required"),
    (403, "Forbidden"),
    (404, "Not Found"),
    (405, "Method Not Allowed"),
    (406, "Not Acceptable"),
    (407, "Proxy Authentication Required"),
    (408, "Request Timeout"),
    (409, "Conflict"),
    (410, "Gone"),
    (411, "Length Required"),
    (412, "Precondition Failed"),
    (413, "Payload Too Large"),
    (414, "Uri Too Long"),
    (415, "Unsupported Media Type"),
    (416, "Range Not Satisfiable"),
    (417, "Expectation Failed"),
    (418, "Im A Teapot"),
    (421, "Misdirected Request"),
    (422, "Unprocessable Entity"),
    (423, "Locked"),
    (424, "Failed Dependency"),
    (425, "Too Early"),
    (426, "Upgrade Required"),
    (428, "Precondition Required"),
    (429, "Too Many Requests"),
    (431, "Request Header Fields Too Large"),
    (451, "Unavailable For Legal Reasons"),
    (500, "Internal Server Error"),
    (501, "Not Implemented"),
    (502, "Bad Gateway"),
    (503, "Service Unavailable"),
    (504, "Gateway Timeout"),
    (505, "Http Version Not Supported"),
    (506, "Variant Also Negotiates"),
    (507, "Insufficient Storage"),
    (508, "Loop Detected"),
    (511, "Network Authentication Required"),
];

fn reason_phrase(code: u16) -> Option<&'static str> {
    let row = REASON_PHRASES.iter().find(|(known, _)| *known == code);
    row.map(|(_, phrase)| *phrase)
}

/// The modules of the groups.
/// A trait of the server for each group.
pub(super) fn name_traits(modules: &[RustName]) -> Vec<RustName> {
    let mut scope = Scope::with(&["Api"]);
    let traits = modules
        .iter()
        .map(|module| scope.take(&[&format!("{} api", module.unraw())], Case::Camel, "Api"));
    traits.collect()
}

pub(super) fn name_groups(groups: &[Group]) -> Vec<RustName> {
    let mut scope = Scope::with(RESERVED_GROUPS);
    groups
        .iter()
        .map(|group| {
            scope.take(
                &[group.tag.as_deref().unwrap_or("operations")],
                Case::Snake,
                "group",
            )
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A group of that name would take the place of the file.
    #[test]
    fn no_group_has_the_name_of_a_file_of_the_runtime() {
        let runtime = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("templates/runtime");
        let mut count = 0;
        for part in ["client", "server"] {
            for entry in std::fs::read_dir(runtime.join(part)).unwrap() {
                let path = entry.unwrap().path();
                let name = path.file_stem().unwrap().to_str().unwrap();
                assert!(RESERVED_GROUPS.contains(&name), "{part}/{name}");
                count += 1;
            }
        }
        assert!(count > 80, "only {count} files");
    }
}
