//! Every document has its routes, and every operation of it an answer.

use std::path::{Path, PathBuf};

use http::HeaderMap;

use super::Mock;
use super::access::Accepting;
use super::answer;
use super::drawn::Drawn;
use super::operation::{House, Served};
use super::runtime::server::accept::Accept;
use crate::config::Config;
use crate::ir::OperationId;
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

/// The operations that fail although the document has an answer for them.
fn failing(document: &Path) -> Vec<String> {
    let file = document.with_file_name("oasmith.toml");
    let config = Config {
        keep_going: true,
        file: Some(file).filter(|file| file.is_file()),
        ..Config::default()
    };
    let (meaning, _) = stack::with_room(|| pipeline::inspect(document, &config));
    let Some(meaning) = meaning else {
        return Vec::new();
    };
    let meaning = Box::leak(Box::new(meaning));
    let (api, facts) = (&meaning.api, &meaning.facts);
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

#[test]
fn every_operation_has_an_answer() {
    let specs = Path::new(env!("CARGO_MANIFEST_DIR")).join("specs");
    let mut documents = documents(&specs);
    assert!(documents.len() > 100, "{}", documents.len());
    if let Some(more) = std::env::var_os("OASMITH_DOCUMENTS") {
        documents = self::documents(Path::new(&more));
    }
    let failing: Vec<String> = documents.iter().flat_map(|it| failing(it)).collect();
    assert!(failing.is_empty(), "{}", failing.join("\n"));
}
