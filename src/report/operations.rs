//! A row for every operation.

use std::collections::{HashMap, HashSet};

use serde::Serialize;

use super::Declared;
use super::PagingRow;
use super::declared::ADDITIONAL;
use crate::analyse::{Facts, OperationNames};
use crate::diagnostic::{Diagnostics, Pointer, escape_control};
use crate::document::keywords;
use crate::ir::{Api, Hook, Operation, OperationId};

/// What became of the operations.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Operations {
    /// One row for each, in document order.
    pub list: Vec<OperationRow>,
    /// How many are in the output.
    pub emitted: usize,
    /// How many are not.
    pub skipped: usize,
    /// How many the document declares besides that the user did not select; they have no row.
    #[serde(skip_serializing_if = "is_zero")]
    pub unselected: usize,
}

/// Whether there is nothing to write.
fn is_zero(count: &usize) -> bool {
    *count == 0
}

/// What became of an operation.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct OperationRow {
    /// Its method, in capitals.
    pub method: String,
    /// Its path, as the document has it; of a webhook its name, and of a callback its expression.
    pub path: String,
    /// What it is, where nobody asks it of the API: `webhook` or `callback`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<&'static str>,
    /// Its `operationId`.
    pub id: Option<String>,
    /// The function that asks for it; `None` for one that was skipped.
    pub function: Option<String>,
    /// What is called on a client, where that is something else.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client: Option<String>,
    /// How it pages, if it does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pagination: Option<PagingRow>,
    /// Why it was skipped.
    pub skipped: Option<String>,
    /// What was approximated or left out in it.
    pub notes: Vec<String>,
    /// Where it stands, if it is a webhook or a callback.
    #[serde(skip)]
    place: Option<Pointer>,
}

impl OperationRow {
    /// What tells it from all others.
    fn key(&self) -> (String, String, Option<Pointer>) {
        (self.method.clone(), self.path.clone(), self.place.clone())
    }

    fn pointer(&self) -> Pointer {
        let place = self.place.clone();
        place.unwrap_or_else(|| operation_pointer(&self.path, &self.method))
    }
}

impl Operations {
    /// The rows of an API that was understood; `declared` is what its document declares.
    pub fn new(
        declared: Vec<Declared>,
        api: &Api,
        facts: &Facts,
        diagnostics: &Diagnostics,
    ) -> Self {
        let mut known: HashMap<_, _> = rows(api, facts).map(|row| (row.key(), row)).collect();
        let mut list: Vec<OperationRow> = declared
            .into_iter()
            .map(|found| {
                known
                    .remove(&(found.method.clone(), found.path.clone(), None))
                    .unwrap_or_else(|| lost(found))
            })
            .collect();
        // Path items behind a reference have methods that the document declares elsewhere.
        list.extend(rows(api, facts).filter(|row| known.contains_key(&row.key())));
        add_notes(&mut list, diagnostics);
        Self::count(list)
    }

    /// The rows of a document that could not be understood.
    pub fn unread(declared: Vec<Declared>) -> Self {
        Self::count(declared.into_iter().map(lost).collect())
    }

    /// The same rows, beside operations that were not selected.
    #[must_use]
    pub fn beside(self, unselected: usize) -> Self {
        Self { unselected, ..self }
    }

    /// The same rows when nothing was written after all.
    #[must_use]
    pub fn withheld(mut self) -> Self {
        for row in &mut self.list {
            row.function = None;
            row.client = None;
            row.pagination = None;
            row.skipped.get_or_insert_with(|| {
                "the document has errors, so nothing was generated".to_owned()
            });
        }
        Self::count(self.list).beside(self.unselected)
    }

    fn count(list: Vec<OperationRow>) -> Self {
        let skipped = list.iter().filter(|row| row.skipped.is_some()).count();
        Self {
            emitted: list.len() - skipped,
            skipped,
            unselected: 0,
            list,
        }
    }
}

/// What the stages know of, in their order.
fn rows<'a>(api: &'a Api, facts: &'a Facts) -> impl Iterator<Item = OperationRow> + 'a {
    let emitted = api
        .operations
        .iter()
        .enumerate()
        .map(|(position, operation)| {
            let names = facts.names.operation(OperationId(position));
            let client = names.filter(|names| names.by_tag.is_some());
            let pages = facts.pagination.get(OperationId(position));
            let function = facts.function(OperationId(position)).map(str::to_owned);
            let is_left = !operation.is_of_api() && facts.hooks.is_empty();
            let function = function.filter(|_| !is_left);
            let skipped = function.is_none().then(|| match is_left {
                true => format!(
                    "a {} is sent by the client and received by the server, neither of which is wanted",
                    kind_of(operation).unwrap_or_default()
                ),
                false => "it has no function: a fault of oasmith".to_owned(),
            });
            OperationRow {
                method: operation.method.to_string(),
                path: operation.place(),
                kind: kind_of(operation),
                place: place_of(operation),
                id: operation.id.clone(),
                function,
                client: client.filter(|_| !is_left).map(OperationNames::client_path),
                pagination: pages.map(|pages| PagingRow::new(api, operation, pages)),
                skipped,
                notes: Vec::new(),
            }
        });
    let skipped = api.skipped.iter().map(|operation| OperationRow {
        method: operation.method.clone(),
        path: operation.path.clone(),
        kind: operation.hook.as_ref().map(Hook::kind),
        place: operation.hook.as_ref().map(|_| operation.pointer.clone()),
        id: operation.id.clone(),
        skipped: Some(escape_control(&operation.reason)),
        ..OperationRow::default()
    });
    emitted.chain(skipped)
}

fn kind_of(operation: &Operation) -> Option<&'static str> {
    operation.hook.as_ref().map(Hook::kind)
}

fn place_of(operation: &Operation) -> Option<Pointer> {
    let hook = operation.hook.as_ref();
    hook.map(|_| operation.pointer.clone())
}

/// An operation of which no stage after reading knows.
fn lost(found: Declared) -> OperationRow {
    OperationRow {
        method: found.method,
        path: found.path,
        id: found.id,
        skipped: Some("it could not be read".to_owned()),
        ..OperationRow::default()
    }
}

/// Gives each row the diagnostics about its part of the document.
fn add_notes(list: &mut [OperationRow], diagnostics: &Diagnostics) {
    let positions: HashMap<Pointer, usize> = list
        .iter()
        .enumerate()
        .map(|(position, row)| (row.pointer(), position))
        .collect();
    let mut seen = HashSet::new();
    for diagnostic in diagnostics {
        let Some(location) = &diagnostic.location else {
            continue;
        };
        let note = format!("{}: {}", diagnostic.code, diagnostic.message);
        let row = position_around(location.node(), &positions);
        if let Some(row) = row.and_then(|position| list.get_mut(*position))
            && seen.insert((row.key(), note.clone()))
        {
            row.notes.push(note);
        }
    }
}

/// The row of the operation in which a place is; of a callback before that of the operation that asks for it.
fn position_around<'p>(
    place: &Pointer,
    positions: &'p HashMap<Pointer, usize>,
) -> Option<&'p usize> {
    let mut around = Some(place.clone());
    while let Some(place) = around {
        if let Some(position) = positions.get(&place) {
            return Some(position);
        }
        around = place.split_last().map(|(parent, _)| parent);
    }
    positions.get(&operation_around(place)?)
}

/// The operation in which a place is, by the place of that. Methods that a path item of OpenAPI 3.0 has no keyword for are a
/// level deeper, in the document as well as in what became of it.
fn operation_around(place: &Pointer) -> Option<Pointer> {
    let mut keys = place.keys();
    if keys.next()? != "paths" {
        return None;
    }
    let (path, key) = (keys.next()?, keys.next()?);
    match key.as_str() {
        ADDITIONAL | keywords::OPERATIONS => Some(operation_pointer(&path, &keys.next()?)),
        _ => Some(operation_pointer(&path, &key.to_ascii_uppercase())),
    }
}

fn operation_pointer(path: &str, method: &str) -> Pointer {
    Pointer::root().join("paths").join(path).join(method)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Code, Diagnostic};
    use crate::ir::SkippedOperation;

    fn declared(method: &str, path: &str) -> Declared {
        Declared {
            method: method.to_owned(),
            path: path.to_owned(),
            id: None,
        }
    }

    #[test]
    fn every_operation_has_a_row() {
        let api = Api {
            skipped: vec![SkippedOperation {
                method: "GET".to_owned(),
                path: "/pets/{id}".to_owned(),
                id: Some("getPet".to_owned()),
                hook: None,
                pointer: Pointer::root(),
                reason: "a reason".to_owned(),
            }],
            ..Api::default()
        };
        let mut sink = Diagnostics::new();
        let place = Pointer::parse("/paths/~1pets~1{id}/get/parameters/0");
        sink.push(Diagnostic::at(Code::UnsupportedParameter, &place, "odd"));
        sink.push(Diagnostic::at(Code::UnsupportedParameter, &place, "odd"));
        let declared = vec![declared("GET", "/pets/{id}"), declared("PUT", "/lost")];
        let operations = Operations::new(declared, &api, &Facts::default(), &sink);
        let rows: Vec<_> = operations
            .list
            .iter()
            .map(|row| (row.path.as_str(), row.skipped.as_deref(), row.notes.len()))
            .collect();
        let expected = [
            ("/pets/{id}", Some("a reason"), 1),
            ("/lost", Some("it could not be read"), 0),
        ];
        assert_eq!(rows, expected);
        assert_eq!((operations.emitted, operations.skipped), (0, 2));
    }
}
