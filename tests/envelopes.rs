//! In which object an API reports errors, and what its members say: the shapes that documents have, and the row of the report.

#![allow(
    clippy::panic,
    reason = "clippy knows that tests may stop where something does not hold, but not that their helpers may"
)]

use std::path::Path;

use oasmith::config::Config;
use oasmith::pipeline::Input;
use oasmith::report::EnvelopeRow;
use oasmith::{Generator, pipeline, stack};

/// What the report says of a document whose error responses hold such a schema.
fn found(schema: &str) -> EnvelopeRow {
    let document = format!(
        "openapi: 3.1.0\ninfo: {{title: T, version: '1'}}\npaths:\n  /pets:\n    get:\n      operationId: listPets\n      \
         responses:\n        '204': {{description: None.}}\n        '404': {{description: Nothing., content: \
         {{application/json: {{schema: {{$ref: '#/components/schemas/Error'}}}}}}}}\ncomponents:\n  schemas:\n    Error: {schema}\n"
    );
    let input = Input {
        path: Path::new("openapi.yaml"),
        text: Some(document.as_bytes()),
    };
    let run = stack::with_room(|| pipeline::run(input, &Config::default()));
    let Some(row) = run.report().envelope else {
        panic!("{:?}", run.diagnostics)
    };
    row
}

/// The members with what they say.
fn members(schema: &str) -> String {
    let row = found(schema);
    let members = row.members.iter();
    let members: Vec<String> = members
        .map(|(name, says)| format!("{name}: {says}"))
        .collect();
    match row.reason {
        Some(reason) => reason,
        None => members.join(", "),
    }
}

#[test]
fn members_are_known_by_their_names_and_types() {
    for (schema, expected) in [
        (
            "{properties: {code: {type: integer}, message: {type: string}}}",
            "code: status, message: message",
        ),
        (
            "{properties: {code: {type: string}, message: {type: string}}}",
            "code: type, message: message",
        ),
        ("{properties: {error: {type: string}}}", "error: message"),
        (
            "{properties: {timestamp: {type: string}, status: {type: integer}, error: {type: string}, message: {type: string}}}",
            "error: type, message: message, status: status",
        ),
        (
            "{properties: {status: {type: string, examples: ['404']}, detail: {type: string}, title: {type: string}}}",
            "detail: message, status: status, title: reason phrase",
        ),
        (
            "{properties: {status: {type: string, examples: [error]}, detail: {type: string}}}",
            "detail: message, status: type",
        ),
        (
            "{required: [message, title], properties: {detail: {type: string}, message: {type: string}, title: {type: string}}}",
            "detail: message, message: message, title: reason phrase",
        ),
        (
            "{required: [detail, message], properties: {detail: {type: string}, message: {type: string}}}",
            "detail: message, message: message",
        ),
        // Objects inside.
        (
            "{required: [error], properties: {error: {properties: {code: {type: integer}, message: {type: string}, status: {type: string}}}}}",
            "error.code: status, error.message: message, error.status: type",
        ),
        (
            "{properties: {errors: {properties: {error: {properties: {msg: {type: string}}}}}, pet: {properties: {name: {type: string}}}}}",
            "errors.error.msg: message",
        ),
        // Lists.
        (
            "{properties: {errors: {type: array, items: {type: string}}}}",
            "errors: faults",
        ),
        (
            "{properties: {message: {type: string}, errors: {type: object, additionalProperties: {type: array, items: {type: string}}}}}",
            "errors: faults, message: message",
        ),
        (
            "{properties: {error: {properties: {message: {type: string}, errors: {type: array, items: {required: [domain], properties: \
             {domain: {type: string}, reason: {type: string}, message: {type: string}, location: {type: string}}}}}}}}",
            "error.errors: faults, error.errors[].domain: nothing, error.errors[].location: location, \
             error.errors[].message: message, error.errors[].reason: type, error.message: message",
        ),
        // Enumerations, if they say whose fault it is.
        (
            "{required: [code], properties: {code: {enum: [NOT_FOUND, INVALID_REQUEST, INTERNAL_ERROR]}, message: {type: string}}}",
            "code: type, message: message",
        ),
        (
            "{properties: {code: {enum: [NOT_FOUND, TIRED]}, message: {type: string}}}",
            "message: message",
        ),
        // What has to be there.
        (
            "{required: [id, at], properties: {id: {type: string, format: uuid}, at: {type: string, format: date-time}, message: {type: string}}}",
            "at: now, id: nothing, message: message",
        ),
        (
            "{required: [success, object, data, links, trace], properties: {success: {type: boolean}, object: {const: error}, \
             data: {type: [object, 'null'], properties: {pet: {type: integer}}}, links: {type: array, items: {type: string}}, \
             trace: {properties: {id: {type: string}}}, message: {type: string}}}",
            "data: nothing, links: nothing, message: message, object: its only value, success: false",
        ),
    ] {
        assert_eq!(members(schema), expected, "{schema}");
    }
}

#[test]
fn what_no_server_can_know_is_said() {
    for (schema, expected) in [
        (
            "{required: [severity], properties: {message: {type: string}, severity: {type: integer}}}",
            "the member `severity` has to be there, and no server can fill it",
        ),
        (
            "{required: [error], properties: {error: {required: [at], properties: {message: {type: string}, at: {type: string, format: date}}}}}",
            "the member `error.at` has to be there, and no server can fill it",
        ),
        (
            "{properties: {code: {type: integer}, pet: {type: string}}}",
            "no member tells what went wrong",
        ),
        (
            "{required: [status], properties: {message: {type: string}, status: {enum: [403]}}}",
            "the member `status` has to be there, and no server can fill it",
        ),
        // An object that holds itself is no way to the end of it.
        (
            "{required: [error], properties: {error: {$ref: '#/components/schemas/Error'}}}",
            "the member `error.error.error.error` has to be there, and no server can fill it",
        ),
    ] {
        let row = found(schema);
        assert_eq!(row.media_type, "application/problem+json", "{schema}");
        assert_eq!(row.schema, None, "{schema}");
        assert_eq!(row.reason.as_deref(), Some(expected), "{schema}");
    }
    assert_eq!(found("{type: string}").reason, None);
}

#[test]
fn it_is_sent_as_the_document_says() {
    let row = found("{properties: {message: {type: string}}}");
    assert_eq!(row.media_type, "application/json");
    assert_eq!(row.schema.as_deref(), Some("Error"));
    let text = |name| std::fs::read_to_string(name).unwrap_or_default();
    let document = text("specs/server-envelope-list/openapi.yaml");
    let files = Generator::from_text("openapi.yaml", document).in_memory();
    let files = files
        .map(|output| format!("{output:?}"))
        .unwrap_or_default();
    assert!(files.contains("application/vnd.api+json"));
}

#[test]
fn the_report_has_what_operations_have_of_their_own() {
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("specs/server-own-envelopes/openapi.yaml");
    let run = stack::with_room(|| pipeline::run(&*path, &Config::default()));
    let Some(row) = run.report().envelope else {
        panic!("{:?}", run.diagnostics)
    };
    let own = row.own.iter().map(|(operation, own)| {
        let own = own.iter().map(|(status, name)| format!("{status} {name}"));
        format!("{operation}: {}", own.collect::<Vec<_>>().join(", "))
    });
    let expected = [
        "DELETE /books/{id}: default Text",
        "DELETE /loans: default string[] by place",
        "GET /books/{id}: 400 Failure",
        "GET /loans: 400 string[], 401 string[]",
        "GET /shelves/{id}: default Text",
        "POST /books: 400 Faulty, 422 Faulty",
        "POST /loans: 400 Fault[], 401 Fault[]",
        "PUT /loans: 400 Fault[]",
        "PUT /shelves/{id}: 4XX Text",
    ];
    assert_eq!(own.collect::<Vec<_>>(), expected);
    assert_eq!(row.schema.as_deref(), Some("Failure"));
}
