//! Brings a document of any version that is read into the shape of OpenAPI 3.0, checked and with its references resolved.
//!
//! After [`upgrade`] every object fits openapiv3's types, every reference is `#/components/SECTION/NAME` to a component of
//! the right kind (with the name as it is, not escaped), none leads back to itself without structure between, and no schema
//! is nested deeper than a fixed bound. What 3.0 has no word for is in the extensions of [`keywords`](super::keywords).

mod swagger2;
mod v3_1;
mod v3_2;

use std::path::Path;

use serde_json::Value;

use super::check::{Findings, Written, check};
use super::grammar::WEBHOOKS;
use super::read::tree::dismantle;
use super::{Document, refs};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Pointer};

/// A version of the specification that is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Version {
    /// Swagger 2.0.
    V2_0,
    /// OpenAPI 3.0: nothing to bring anywhere.
    V3_0,
    /// OpenAPI 3.1.
    V3_1,
    /// OpenAPI 3.2.
    V3_2,
}

/// Upgrades a document; `None` when its version is not one that is read, and then all of `sink` is located.
pub fn upgrade(mut document: Document, sink: &mut Diagnostics) -> Option<Document> {
    let version = match version(document.root()) {
        Ok(version) => version,
        Err(diagnostic) => {
            sink.push(*diagnostic);
            // Nobody can ask the document for places afterwards.
            document.place_overlaid(sink);
            sink.place(document.path(), |wanted| document.locate(wanted));
            return None;
        }
    };
    let mut findings = Findings::of_whole();
    let written = match version {
        Version::V2_0 => {
            swagger2::upgrade(&mut document, &mut findings, sink);
            Written::As3_0
        }
        Version::V3_0 => Written::As3_0,
        Version::V3_1 => {
            v3_1::translate(&mut document, None, &mut findings);
            Written::As3_1
        }
        Version::V3_2 => {
            v3_2::translate(&mut document, &mut findings);
            Written::As3_2
        }
    };
    let checked = check(&mut document.root.0, written, &mut findings);
    for (place, source) in &checked.renamed {
        document.origins.record(place, source);
    }
    refs::resolve(&mut document, checked, written, &mut findings);
    match version {
        Version::V3_1 | Version::V3_2 => v3_1::sweep(&mut document),
        // They are no part of such a document, which has been said. References could lead into them until now.
        Version::V2_0 | Version::V3_0 => leave_out_webhooks(&mut document.root.0),
    }
    findings.report(&document.origins, sink);
    if version == Version::V2_0 {
        // What was said so far speaks of places of the source. Later they would be taken for places of the new tree, which
        // uses some of them for other nodes.
        let name = document.path().to_string_lossy().into_owned();
        document.overlaid.place(sink, Pointer::clone);
        sink.place(Path::new(&name), |wanted| document.locate_origins(wanted));
    }
    Some(document)
}

fn leave_out_webhooks(root: &mut Value) {
    let members = root.as_object_mut();
    if let Some(webhooks) = members.and_then(|members| members.shift_remove(WEBHOOKS)) {
        dismantle(webhooks);
    }
}

/// Whether schemas of the document may have an `$id`, as since OpenAPI 3.1.
pub(super) fn has_ids(root: &Value) -> bool {
    matches!(version(root), Ok(Version::V3_1 | Version::V3_2))
}

/// A reference to a name against the address of the document, without fragments.
pub(super) fn against(base: &str, reference: &str) -> String {
    v3_1::links::join(base, reference)
}

/// What a document calls itself, as one may since OpenAPI 3.2.
pub(super) fn own_address(root: &Value) -> Option<&str> {
    let is_3_2 = matches!(version(root), Ok(Version::V3_2));
    root.get("$self").filter(|_| is_3_2)?.as_str()
}

fn version(root: &Value) -> Result<Version, Box<Diagnostic>> {
    let unsupported = |key: &str, found: &Value| {
        let found = match found {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        Box::new(
            Diagnostic::at(
                Code::UnsupportedVersion,
                &Pointer::root().join(key),
                format!("version {found} of the specification is not read yet"),
            )
            .help("Swagger 2.0, OpenAPI 3.0, 3.1 and 3.2 are"),
        )
    };
    if let Some(found) = root.get("openapi") {
        // YAML reads `openapi: 3.0` as a number.
        let text = match found {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        let is = |wanted: &str| {
            let rest = text.strip_prefix(wanted);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        return match () {
            () if is("3.0") => Ok(Version::V3_0),
            () if is("3.1") => Ok(Version::V3_1),
            () if is("3.2") => Ok(Version::V3_2),
            () => Err(unsupported("openapi", found)),
        };
    }
    if let Some(found) = root.get("swagger") {
        let is_2_0 = match found {
            Value::String(text) => text == "2.0" || text == "2",
            Value::Number(number) => number.as_f64() == Some(2.0),
            _ => false,
        };
        return if is_2_0 {
            Ok(Version::V2_0)
        } else {
            Err(unsupported("swagger", found))
        };
    }
    Err(Box::new(
        Diagnostic::at(
            Code::UnsupportedVersion,
            &Pointer::root(),
            "the document does not say which version of OpenAPI it follows",
        )
        .help("an OpenAPI document begins with `openapi: 3.0.3`"),
    ))
}
