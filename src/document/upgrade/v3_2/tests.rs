//! What becomes of the parts of a document of OpenAPI 3.2, and where that is said to stand.

mod event_data;

use std::path::Path;

use serde_json::{Value, json};

use crate::config::Limits;
use crate::diagnostic::{Code, Diagnostics, Pointer};
use crate::document::{Document, keywords, read_text, typed, upgrade};

/// A document upgraded, and what is said of it. It has a title and what is given.
fn upgraded_within(mut document: Value, limits: &Limits) -> (Document, Diagnostics) {
    let mut sink = Diagnostics::new();
    document["openapi"] = json!("3.2.0");
    document["info"] = json!({"title": "", "version": ""});
    let text = document.to_string().into_bytes();
    let document = read_text(Path::new("a"), text, limits, &mut sink);
    let document = upgrade(document.unwrap(), &mut sink).unwrap();
    typed(&document, &mut sink);
    (document, sink)
}

fn upgraded(document: Value) -> (Document, Vec<(Code, String)>) {
    let (document, sink) = upgraded_within(document, &Limits::default());
    (document, codes(&sink))
}

fn codes(sink: &Diagnostics) -> Vec<(Code, String)> {
    let said = sink.iter().map(|diagnostic| {
        let place = diagnostic.location.as_ref().unwrap().pointer.as_str();
        (diagnostic.code, place.to_owned())
    });
    said.collect()
}

/// What stands at a place of a document of which there is nothing to say.
fn quiet(document: Value, place: &str) -> Value {
    let (document, said) = upgraded(document);
    assert_eq!(said, []);
    at(&document, place)
}

fn at(document: &Document, place: &str) -> Value {
    let found = document.root().pointer(place);
    found
        .cloned()
        .unwrap_or_else(|| panic!("nothing at {place}"))
}

fn source(document: &Document, place: &str) -> String {
    let place = document.origin(&Pointer::parse(place));
    place.as_str().to_owned()
}

/// A document with one path.
fn with_item(item: Value) -> Value {
    json!({"paths": {"/a": item}})
}

#[test]
fn operations_with_other_methods_are_carried() {
    let operation = |id: &str| json!({"operationId": id, "responses": {}});
    let item = json!({
        "additionalOperations": {"LINK": operation("link"), "x-Odd": operation("odd")},
        "query": operation("query"), "get": operation("get"),
    });
    let (document, said) = upgraded(with_item(item));
    assert_eq!(said, []);
    let expected = json!({"get": operation("get"), keywords::OPERATIONS: {
        "QUERY": operation("query"), "LINK": operation("link"), "x-Odd": operation("odd"),
    }});
    assert_eq!(at(&document, "/paths/~1a"), expected);
    for (place, from) in [
        (
            "/paths/~1a/x-oasmith-operations/QUERY/responses",
            "/paths/~1a/query/responses",
        ),
        (
            "/paths/~1a/x-oasmith-operations/LINK",
            "/paths/~1a/additionalOperations/LINK",
        ),
        ("/paths/~1a/get", "/paths/~1a/get"),
    ] {
        assert_eq!(source(&document, place), from);
    }
}

#[test]
fn a_method_with_a_keyword_stands_under_it() {
    let operation = |id: &str| json!({"operationId": id, "responses": {}});
    let (document, said) = upgraded(with_item(json!({
        "get": operation("get"),
        "additionalOperations": {"GET": operation("other"), "QUERY": operation("query"), "get": operation("lower")},
    })));
    let place = "/paths/~1a/additionalOperations";
    let expected = [
        (Code::IgnoredKeyword, format!("{place}/GET")),
        (Code::CoercedValue, format!("{place}/QUERY")),
    ];
    assert_eq!(said, expected);
    let expected = json!({"get": operation("get"), keywords::OPERATIONS: {
        "QUERY": operation("query"), "get": operation("lower"),
    }});
    assert_eq!(at(&document, "/paths/~1a"), expected);
}

#[test]
fn operations_beside_a_reference_and_behind_it_are_all_there() {
    let operation = |id: &str| json!({"operationId": id, "responses": {}});
    let (document, said) = upgraded(json!({
        "paths": {"/a": {
            "$ref": "#/components/pathItems/A",
            "additionalOperations": {"LINK": operation("own"), "COPY": operation("copy")},
        }},
        "components": {"pathItems": {"A": {
            "query": operation("query"), "additionalOperations": {"LINK": operation("other")},
        }}},
    }));
    assert_eq!(said, []);
    let expected = json!({keywords::OPERATIONS: {
        "LINK": operation("own"), "COPY": operation("copy"), "QUERY": operation("query"),
    }});
    assert_eq!(at(&document, "/paths/~1a"), expected);
    for (method, from) in [
        ("LINK", "/paths/~1a/additionalOperations/LINK"),
        ("QUERY", "/components/pathItems/A/query"),
    ] {
        let place = format!("/paths/~1a/{}/{method}", keywords::OPERATIONS);
        assert_eq!(source(&document, &place), from);
    }
}

#[test]
fn references_find_what_was_moved() {
    let schema = json!({"type": "object", "properties": {"a": {"type": "string"}}});
    let body = json!({"content": {"application/jsonl": {"itemSchema": schema}}});
    let reference = json!({"$ref":
        "#/paths/~1a/query/requestBody/content/application~1jsonl/itemSchema/properties/a"});
    let (document, said) = upgraded(json!({
        "paths": {"/a": {"query": {"requestBody": body, "responses": {}}}},
        "components": {"schemas": {"B": reference, "C": {"$ref": "#/paths/~1a/additionalOperations/X/responses"}}},
    }));
    let unresolved = (
        Code::UnresolvedReference,
        "/components/schemas/C/$ref".to_owned(),
    );
    assert_eq!(said, [unresolved]);
    let target = at(&document, "/components/schemas/B/$ref");
    let target = target.as_str().unwrap().trim_start_matches('#');
    assert_eq!(at(&document, target), json!({"type": "string"}));
}

#[test]
fn what_only_references_lead_to_is_translated_once() {
    let operation =
        json!({"operationId": "o", "responses": {"200": {"$ref": "#/x-shared/answer"}}});
    let (document, said) = upgraded(json!({
        "paths": {"/a": {"$ref": "#/x-shared/item"}},
        "x-shared": {
            "item": {"query": operation, keywords::OPERATIONS: {"LINK": {"responses": {}}}},
            "answer": {"summary": "s", "content": {"a/b": {"schema": {"$ref": "#/x-shared/schema"}}}},
            "schema": {"type": "object", "properties": {"inner": {"type": ["string", "null"]}}},
        },
        "components": {"schemas": {"A": {"$ref": "#/x-shared/schema/properties/inner"}}},
    }));
    let expected = [(
        Code::UnknownKeyword,
        format!("/x-shared/item/{}", keywords::OPERATIONS),
    )];
    assert_eq!(said, expected);
    let carried = at(&document, &format!("/paths/~1a/{}", keywords::OPERATIONS));
    let keys: Vec<&String> = carried.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["QUERY"]);
    let answer = carried["QUERY"]["responses"]["200"]["$ref"]
        .as_str()
        .unwrap();
    let answer = at(&document, answer.trim_start_matches('#'));
    assert_eq!(answer["description"], json!("s"));
}

#[test]
fn the_extensions_of_the_house_are_not_read() {
    let (document, said) = upgraded(json!({
        "paths": {"/a": {
            keywords::OPERATIONS: {"LINK": {"responses": {}}},
            "get": {"responses": {}, "parameters": [
                {"name": "a", "in": "query", keywords::QUERYSTRING: true, "content": {"a/b": {keywords::ITEM_SCHEMA: {}}}},
            ]},
        }},
        "components": {"schemas": {"A": {"oneOf": [{"type": "string"}], "discriminator": {
            "propertyName": "a", keywords::DEFAULT_MAPPING: "A",
        }}}},
    }));
    assert_eq!(said.len(), 4);
    assert!(said.iter().all(|(code, _)| *code == Code::UnknownKeyword));
    assert!(!document.root().to_string().contains(keywords::PREFIX));
}

#[test]
fn older_versions_have_none_of_this() {
    for version in ["3.0.3", "3.1.0"] {
        let mut sink = Diagnostics::new();
        let text = json!({
            "openapi": version, "info": {"title": "", "version": ""}, "$self": "a", "components": {"mediaTypes": {}},
            "paths": {"/a": {"query": {"responses": {}}, keywords::OPERATIONS: {"LINK": {"responses": {}}}}},
        });
        let text = text.to_string().into_bytes();
        let document = read_text(Path::new("a"), text, &Limits::default(), &mut sink);
        let document = upgrade(document.unwrap(), &mut sink).unwrap();
        let said = codes(&sink);
        assert_eq!(said.len(), 4, "{version}: {said:?}");
        assert!(said.iter().all(|(code, _)| *code == Code::UnknownKeyword));
        let item = at(&document, "/paths/~1a");
        assert!(item.get(keywords::OPERATIONS).is_none());
    }
}

#[test]
fn media_types_are_written_out() {
    let media = json!({
        "schema": {"type": "object"}, "example": {"a": 1},
        "encoding": {"a": {"headers": {"H": {"schema": {"type": "string"}}}}},
    });
    let (document, said) = upgraded(json!({
        "paths": {"/a": {"put": {
            "requestBody": {"content": {"a/b": {"$ref": "#/components/mediaTypes/Other"}}},
            "responses": {"200": {"description": "", "content": {"a/b": {"$ref": "#/components/mediaTypes/M"}}}},
        }}},
        "components": {"mediaTypes": {"M": media, "Other": {"$ref": "#/components/mediaTypes/M"}}},
    }));
    assert_eq!(said, []);
    let written = json!({
        "schema": {"$ref": "#/components/schemas/M"}, "example": {"a": 1},
        "encoding": {"a": {"headers": {"H": {"$ref": "#/components/headers/M_encoding_a_headers_H"}}}},
    });
    let body = "/paths/~1a/put/requestBody/content/a~1b";
    assert_eq!(at(&document, body), written);
    assert_eq!(
        at(&document, "/paths/~1a/put/responses/200/content/a~1b"),
        written
    );
    assert_eq!(
        at(&document, "/components/schemas/M"),
        json!({"type": "object"})
    );
    assert!(document.root()["components"].get("mediaTypes").is_none());
    assert_eq!(
        source(&document, &format!("{body}/example")),
        "/components/mediaTypes/M/example"
    );
}

#[test]
fn copies_of_media_types_are_bounded() {
    let numbers: Vec<usize> = (0..100).collect();
    let content: serde_json::Map<String, Value> = (0..100)
        .map(|index| {
            (
                format!("a/{index}"),
                json!({"$ref": "#/components/mediaTypes/M"}),
            )
        })
        .collect();
    let limits = Limits {
        nodes: 2_000,
        ..Limits::default()
    };
    let (document, sink) = upgraded_within(
        json!({
            "paths": {"/a": {"put": {"requestBody": {"content": content}, "responses": {}}}},
            "components": {"mediaTypes": {"M": {"example": numbers}}},
        }),
        &limits,
    );
    let said = codes(&sink);
    assert_eq!(said[0].0, Code::LimitReached);
    let media = at(&document, "/paths/~1a/put/requestBody/content/a~10");
    assert_eq!(media, json!({}));
}

#[test]
fn the_whole_query_is_carried() {
    let content = json!({"application/x-www-form-urlencoded": {"schema": {"type": "object"}}});
    let parameter = |place: &str| json!({"name": "q", "in": place, "content": content});
    let with =
        |parameters: Value| with_item(json!({"get": {"parameters": parameters, "responses": {}}}));
    assert_eq!(
        quiet(
            with(json!([parameter("querystring")])),
            "/paths/~1a/get/parameters/0"
        ),
        json!({"name": "q", "in": "query", "content": content, keywords::QUERYSTRING: true})
    );
    for other in ["query", "querystring"] {
        let mut document = with(json!([{"$ref": "#/components/parameters/Q"}, parameter(other)]));
        document["components"] = json!({"parameters": {"Q": parameter("querystring")}});
        let (_, said) = upgraded(document);
        assert_eq!(
            said,
            [(Code::InvalidValue, "/paths/~1a".to_owned())],
            "{other}"
        );
    }
    let schema =
        json!({"name": "q", "in": "querystring", "schema": {"type": "object"}, "style": "form"});
    let (document, said) = upgraded(with(json!([schema])));
    let said: Vec<Code> = said.iter().map(|(code, _)| *code).collect();
    assert_eq!(said, [Code::IgnoredKeyword, Code::CoercedValue]);
    assert_eq!(
        at(&document, "/paths/~1a/get/parameters/0/content"),
        content
    );
}

#[test]
fn a_style_without_encoding_is_carried() {
    let parameter = json!({"name": "c", "in": "cookie", "style": "cookie", "schema": {}});
    let document = with_item(json!({"parameters": [parameter]}));
    let expected = json!({
        "name": "c", "in": "cookie", "style": "form", "schema": {}, keywords::COOKIE_STYLE: true,
    });
    assert_eq!(quiet(document, "/paths/~1a/parameters/0"), expected);
}

#[test]
fn reserved_characters_that_stay_are_carried() {
    for place in ["path", "cookie"] {
        let parameter = json!({"name": "p", "in": place, "required": true, "allowReserved": true, "schema": {}});
        let document = with_item(json!({"parameters": [parameter]}));
        let expected = json!({
            "name": "p", "in": place, "required": true, "schema": {}, keywords::ALLOW_RESERVED: true,
        });
        assert_eq!(quiet(document, "/paths/~1a/parameters/0"), expected);
    }
    let plain = json!({"name": "p", "in": "cookie", "style": "cookie", "allowReserved": true, "schema": {}});
    let (_, said) = upgraded(with_item(json!({"parameters": [plain]})));
    let place = "/paths/~1a/parameters/0/allowReserved".to_owned();
    assert_eq!(said, [(Code::IgnoredKeyword, place)]);
}

#[test]
fn short_texts_come_before_descriptions_or_are_carried() {
    let document = json!({
        "servers": [{"url": "a", "name": "n", "description": "d"}, {"url": "b", "name": "n"}],
        "tags": [{"name": "a", "summary": "s"}],
        "paths": {"/a": {"get": {"responses": {"200": {"summary": "s", "description": "d"}, "404": {}}}}},
    });
    let (document, said) = upgraded(document);
    assert_eq!(said, []);
    assert_eq!(
        at(&document, "/servers/0"),
        json!({"url": "a", "description": "d", "x-oasmith-server-name": "n"})
    );
    assert_eq!(
        at(&document, "/servers/1"),
        json!({"url": "b", "x-oasmith-server-name": "n"})
    );
    assert_eq!(
        at(&document, "/tags/0"),
        json!({"name": "a", "description": "s"})
    );
    let responses = json!({"200": {"description": "s\n\nd"}, "404": {"description": ""}});
    assert_eq!(at(&document, "/paths/~1a/get/responses"), responses);
}

#[test]
fn tags_in_tags_are_said_once() {
    let tags = json!([
        {"name": "a", "kind": "nav"}, {"name": "b", "parent": "a", "kind": "nav"}, {"name": "c", "parent": "d"},
    ]);
    let (document, said) = upgraded(json!({"tags": tags}));
    let expected = [
        (Code::MissingKeyword, ""),
        (Code::IgnoredKeyword, "/tags/1/parent"),
        (Code::IgnoredKeyword, "/tags/0/kind"),
        (Code::InvalidValue, "/tags/2/parent"),
    ];
    let mut said: Vec<(Code, &str)> = said.iter().map(|(code, at)| (*code, at.as_str())).collect();
    said.sort_unstable();
    let mut expected = expected.to_vec();
    expected.sort_unstable();
    assert_eq!(said, expected);
    assert_eq!(
        at(&document, "/tags"),
        json!([{"name": "a"}, {"name": "b"}, {"name": "c"}])
    );
}

#[test]
fn examples_say_their_value() {
    let with = |example: Value| json!({"paths": {}, "components": {"examples": {"E": example}}});
    let place = "/components/examples/E";
    let both = json!({"dataValue": {"a": 1}, "serializedValue": "{\"a\":1}"});
    assert_eq!(quiet(with(both), place), json!({"value": {"a": 1}}));
    let (_, said) = upgraded(with(json!({"serializedValue": "a"})));
    assert_eq!(
        said,
        [(Code::IgnoredKeyword, format!("{place}/serializedValue"))]
    );
}

#[test]
fn security_schemes_have_names_and_references() {
    let key = json!({"type": "apiKey", "in": "header", "name": "k"});
    let named = "https://a.example/b.yaml#/components/securitySchemes/key";
    let (document, said) = upgraded(json!({
        "$self": "https://a.example/b.yaml", "paths": {},
        "security": [{named: []}, {"b.yaml#/components/securitySchemes/key": []}, {"#/components/securitySchemes/#odd": []}],
        "components": {"securitySchemes": {"key": key, "#/components/securitySchemes/#odd": key, "#odd": key}},
    }));
    assert_eq!(said, []);
    let expected = json!([{"key": []}, {"key": []}, {"#/components/securitySchemes/#odd": []}]);
    assert_eq!(at(&document, "/security"), expected);
    let odd = json!({"type": "apiKey", "in": "header", "name": "k", "deprecated": true});
    let document = json!({"paths": {}, "components": {"securitySchemes": {"key": odd}}});
    let scheme = quiet(document, "/components/securitySchemes/key");
    assert_eq!(scheme["description"], json!("Deprecated."));
}

#[test]
fn references_by_the_documents_own_address_lead_into_it() {
    let component = json!({"$ref": "#/components/schemas/A"});
    for text in [
        "https://a.example/b/c.yaml#/components/schemas/A",
        "c.yaml#/components/schemas/A",
        "./c.yaml#/components/schemas/A",
        "/b/c.yaml#/components/schemas/A",
        "#/components/schemas/A",
        "a",
    ] {
        let document = json!({
            "$self": "https://a.example/b/c.yaml", "paths": {},
            "components": {"schemas": {"A": {"$id": "a", "type": "string"}, "B": {"$ref": text}}},
        });
        assert_eq!(
            quiet(document, "/components/schemas/B"),
            component,
            "{text}"
        );
    }
}

#[test]
fn mappings_may_have_a_default() {
    let schema = json!({"oneOf": [{"$ref": "#/components/schemas/A"}], "discriminator": {
        "propertyName": "p", "mapping": {"a": "c.yaml#/components/schemas/A"}, "defaultMapping": "A",
    }});
    let document = json!({
        "$self": "https://a.example/b/c.yaml", "paths": {},
        "components": {"schemas": {"A": {"type": "object"}, "B": schema}},
    });
    let discriminator = quiet(document, "/components/schemas/B/discriminator");
    let component = "#/components/schemas/A";
    let expected = json!({"propertyName": "p", "mapping": {"a": component}, keywords::DEFAULT_MAPPING: component});
    assert_eq!(discriminator, expected);
}
