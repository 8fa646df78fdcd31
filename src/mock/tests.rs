//! Every document has its routes, and every operation of it an answer; and its tables say what its types take.

use std::path::{Path, PathBuf};

use http::HeaderMap;

use super::Mock;
use super::access::Accepting;
use super::answer;
use super::drawn::Drawn;
use super::operation::{House, Served};
use super::reading::Reader;
use super::runtime::server::accept::Accept;
use super::runtime::server::fault::Faults;
use super::runtime::server::mend::{self, Misfitting};
use crate::analyse::CallValue;
use crate::config::Config;
use crate::ir::{Format, OperationId};
use crate::pipeline::Meaning;
use crate::{pipeline, stack};

/// The documents of a folder, and of the folders in it.
fn documents(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        let is_document = |extension| ["json", "yaml", "yml"].iter().any(|it| extension == *it);
        if path.is_dir() {
            found.extend(documents(&path));
        } else if path.extension().is_some_and(is_document) {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// What a document means, with values by chance for the bodies of requests.
fn meaning(document: &Path) -> Option<&'static Meaning> {
    let file = document.with_file_name("oasmith.toml");
    let config = Config {
        keep_going: true,
        tests: true,
        file: Some(file).filter(|file| file.is_file()),
        ..Config::default()
    };
    let (meaning, _) = stack::with_room(|| pipeline::inspect(document, &config));
    Some(Box::leak(Box::new(meaning?)))
}

/// Values of which the tables say that they do not fit, although the types take them, and how many there are.
fn misjudged(document: &Path) -> (Vec<String>, usize) {
    let (mut misjudged, mut count) = (Vec::new(), 0);
    let Some(Meaning { api, facts, .. }) = meaning(document) else {
        return (misjudged, count);
    };
    let spec = Mock::new(api, facts).spec;
    let mut drawn = Drawn::default();
    for (id, operation) in (0..).map(OperationId).zip(&api.operations) {
        let exchanges = facts.exchanges.get(id).into_iter();
        let bodies = exchanges
            .flat_map(|talk| &talk.exchanges)
            .filter_map(|exchange| exchange.body.as_ref());
        for body in bodies {
            let contents = operation.body.as_ref().map(|body| &body.contents);
            let format = contents.and_then(|contents| Some(&contents.get(body.content)?.format));
            let (Some(format), CallValue::Json(value)) = (format, &body.value) else {
                continue;
            };
            let schema = match format {
                Format::Json(schema)
                | Format::Form { schema, .. }
                | Format::Sequence { item: schema, .. } => *schema,
                _ => continue,
            };
            if Reader::of_value(spec, schema).read(value.clone()).is_err() {
                continue;
            }
            count += 1;
            let mut faults = Faults::new();
            let misfitting = Misfitting {
                value: value.clone(),
                at: &[],
                schema: drawn.schema(spec, schema),
                told: Vec::new(),
            };
            let _ = mend::mend(misfitting, |_| Ok(()), &mut faults);
            let place = &operation.pointer;
            let faults = faults.into_vec().into_iter();
            let told = faults.map(|it| format!("{}: {place}: {it} of {value}", document.display()));
            misjudged.extend(told);
        }
    }
    (misjudged, count)
}

/// The operations that fail although the document has an answer for them.
fn failing(document: &Path) -> Vec<String> {
    let Some(Meaning { api, facts, .. }) = meaning(document) else {
        return Vec::new();
    };
    let mock = Mock::new(api, facts);
    let spec = mock.spec;
    let house = House {
        spec,
        accepting: Accepting::default(),
        status: None,
        is_strict: false,
        base_path: String::new(),
    };
    let _ = mock.router();
    let mut drawn = Drawn::default();
    let accept = Accept::of(&HeaderMap::new());
    let routed = (0..api.operations.len())
        .map(OperationId)
        .filter(|id| facts.routes.has(*id));
    let mut failing = Vec::new();
    for id in routed {
        let Some(served) = Served::new(&house, &mut drawn, id) else {
            failing.push(format!("{id:?} is not served"));
            continue;
        };
        let status = answer::usual_status(spec, &served);
        let answered = answer::answer(spec, &served, (status, &accept));
        let is_right = match &answered {
            Ok(response) => response.status().as_u16() == status,
            Err(failure) => failure.status() == 501 && !facts.examples.has_success(id),
        };
        if !is_right {
            let place = &served.operation.pointer;
            failing.push(format!("{}: {place}: {answered:?}", document.display()));
        }
    }
    failing
}

/// Those in specs/, or in the folder that one says.
fn all_documents() -> Vec<PathBuf> {
    let specs = Path::new(env!("CARGO_MANIFEST_DIR")).join("specs");
    let found = documents(&specs);
    assert!(found.len() > 100, "{}", found.len());
    match std::env::var_os("OASMITH_DOCUMENTS") {
        Some(more) => documents(Path::new(&more)),
        None => found,
    }
}

#[test]
fn every_operation_has_an_answer() {
    let documents = all_documents();
    let failing: Vec<String> = documents.iter().flat_map(|it| failing(it)).collect();
    assert!(failing.is_empty(), "{}", failing.join("\n"));
}

#[test]
fn what_the_types_take_is_told_no_fault() {
    let (mut all, mut count) = (Vec::new(), 0);
    for document in all_documents() {
        let (misjudged, of_document) = misjudged(&document);
        all.extend(misjudged);
        count += of_document;
    }
    assert!(count > 200, "{count}");
    assert!(all.is_empty(), "{}", all.join("\n"));
}
