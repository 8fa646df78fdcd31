//! What becomes of documents of Swagger 2.0.

use std::path::Path;

use serde_json::{Value, json};

use crate::config::Limits;
use crate::diagnostic::{Code, Diagnostics, Pointer};
use crate::document::{Document, read_text, typed, upgrade};

fn limited(value: &Value, limits: &Limits) -> (Document, Diagnostics) {
    let mut value = value.clone();
    value["swagger"] = json!("2.0");
    value["info"] = json!({"title": "", "version": ""});
    if value.get("paths").is_none() {
        value["paths"] = json!({});
    }
    let mut sink = Diagnostics::new();
    let text = serde_json::to_string_pretty(&value).unwrap();
    let path = Path::new("a.json");
    let document = read_text(path, text.into_bytes(), limits, &mut sink).unwrap();
    let document = upgrade(document, &mut sink).unwrap();
    typed(&document, &mut sink);
    sink.place(path, |wanted| document.locate(wanted));
    (document, sink)
}

/// The document, and the code and place of all that is said.
fn upgraded(value: &Value) -> (Document, Vec<(Code, String)>) {
    let (document, sink) = limited(value, &Limits::default());
    let said = sink.iter().map(|diagnostic| {
        let location = diagnostic.location.as_ref().unwrap();
        assert!(location.span.is_some());
        let found = value.pointer(location.pointer.as_str()).is_some();
        assert!(found, "{diagnostic} is about nothing");
        (diagnostic.code, location.pointer.as_str().to_owned())
    });
    let said = said.collect();
    (document, said)
}

fn at<'d>(document: &'d Document, pointer: &str) -> &'d Value {
    document.root().pointer(pointer).unwrap_or(&Value::Null)
}

fn origin(document: &Document, pointer: &str) -> String {
    document
        .origin(&Pointer::parse(pointer))
        .as_str()
        .to_owned()
}

/// A document with one operation, a `post` to `/a`.
fn posting(parameters: &Value) -> Value {
    json!({"paths": {"/a": {"post": {
        "parameters": parameters, "responses": {"200": {"description": ""}},
    }}}})
}

#[test]
fn addresses_become_servers() {
    let servers = |members: Value| at(&upgraded(&members).0, "/servers").clone();
    assert_eq!(
        servers(json!({"host": "a.b:1", "basePath": "/v1/", "schemes": ["https", "wss"]})),
        json!([{"url": "https://a.b:1/v1"}, {"url": "wss://a.b:1/v1"}])
    );
    assert_eq!(servers(json!({"host": "a"})), json!([{"url": "//a"}]));
    assert_eq!(servers(json!({"basePath": "/v1"})), json!([{"url": "/v1"}]));
    assert_eq!(servers(json!({"basePath": "v1"})), json!([{"url": "/v1"}]));
    assert_eq!(servers(json!({"basePath": "/"})), Value::Null);
    let (_, said) = upgraded(&json!({"host": 5, "schemes": "https", "basePath": []}));
    let codes: Vec<Code> = said.iter().map(|(code, _)| *code).collect();
    assert_eq!(codes.len(), 4, "{said:?}");
}

#[test]
fn a_body_has_a_content_for_each_media_type() {
    let mut document = posting(&json!([
        {"name": "q", "in": "query", "type": "string", "maxLength": 5},
        {"name": "pet", "in": "body", "required": true, "description": "d", "x-a": 1, "schema": {"$ref": "#/definitions/Pet"}},
        {"name": "h", "in": "header", "type": "array", "items": {"type": "integer"}},
    ]));
    document["definitions"] = json!({"Pet": {"type": "object"}});
    document["consumes"] = json!(["application/json", "application/xml"]);
    let (document, said) = upgraded(&document);
    assert_eq!(said, []);
    let schema = json!({"schema": {"$ref": "#/components/schemas/Pet"}});
    assert_eq!(
        at(&document, "/paths/~1a/post/requestBody"),
        &json!({
            "required": true, "description": "d", "x-a": 1, "x-body-name": "pet",
            "content": {"application/json": schema, "application/xml": schema},
        })
    );
    assert_eq!(
        at(&document, "/paths/~1a/post/parameters"),
        &json!([
            {"name": "q", "in": "query", "schema": {"type": "string", "maxLength": 5}},
            {"name": "h", "in": "header", "schema": {"type": "array", "items": {"type": "integer"}}},
        ])
    );
    assert_eq!(
        origin(&document, "/paths/~1a/post/parameters/1/schema/items/type"),
        "/paths/~1a/post/parameters/2/items/type"
    );
    assert_eq!(
        origin(
            &document,
            "/paths/~1a/post/requestBody/content/application~1xml/schema"
        ),
        "/paths/~1a/post/parameters/1/schema"
    );
    assert_eq!(
        origin(
            &document,
            "/paths/~1a/post/requestBody/content/application~1xml"
        ),
        "/consumes/1"
    );
}

#[test]
fn a_form_is_an_object() {
    let mut document = posting(&json!([
        {"name": "a", "in": "formData", "type": "string", "required": true, "description": "d", "x-example": "e"},
        {"name": "b", "in": "formData", "type": "array", "items": {"type": "string"}, "collectionFormat": "pipes"},
        {"name": "f", "in": "formData", "type": "file"},
    ]));
    document["consumes"] = json!(["application/json"]);
    let (document, said) = upgraded(&document);
    assert_eq!(said, []);
    assert_eq!(
        at(&document, "/paths/~1a/post/requestBody"),
        &json!({"required": true, "content": {"multipart/form-data": {
            "schema": {"type": "object", "required": ["a"], "properties": {
                "a": {"type": "string", "description": "d", "example": "e"},
                "b": {"type": "array", "items": {"type": "string"}},
                "f": {"type": "string", "format": "binary"},
            }},
            "encoding": {"b": {"style": "pipeDelimited", "explode": false, "x-oasmith-explode": false}},
        }}})
    );
    assert_eq!(at(&document, "/paths/~1a/post/parameters"), &Value::Null);
}

#[test]
fn path_items_share_bodies_and_forms() {
    let responses = json!({"200": {"description": ""}});
    let (document, said) = upgraded(&json!({
        "paths": {"/a": {
            "parameters": [
                {"$ref": "#/parameters/F"}, {"name": "q", "in": "query", "type": "string"},
                {"name": "g", "in": "formData", "type": "integer"},
            ],
            "put": {"responses": responses},
            "post": {"responses": responses, "parameters": [{"name": "f", "in": "formData", "type": "boolean"}]},
            "patch": {"responses": responses, "parameters": [{"$ref": "#/parameters/B"}]},
        }},
        "parameters": {
            "B": {"name": "b", "in": "body", "schema": {"type": "string"}},
            "F": {"name": "f", "in": "formData", "type": "string"},
            "Q": {"name": "q", "in": "query", "type": "string"},
        },
    }));
    assert_eq!(
        said,
        [
            (Code::IgnoredParameter, "/paths/~1a/parameters/0".to_owned()),
            (Code::IgnoredParameter, "/paths/~1a/parameters/2".to_owned()),
        ]
    );
    let properties = |method: &str| {
        let content = "requestBody/content/application~1x-www-form-urlencoded/schema/properties";
        at(&document, &format!("/paths/~1a/{method}/{content}")).clone()
    };
    assert_eq!(
        properties("put"),
        json!({"f": {"type": "string"}, "g": {"type": "integer"}})
    );
    assert_eq!(
        properties("post"),
        json!({"f": {"type": "boolean"}, "g": {"type": "integer"}})
    );
    assert_eq!(
        at(&document, "/paths/~1a/patch/requestBody"),
        &json!({"$ref": "#/components/requestBodies/B"})
    );
    assert_eq!(
        at(&document, "/paths/~1a/parameters")
            .as_array()
            .unwrap()
            .len(),
        1
    );
    let components = at(&document, "/components");
    assert_eq!(components["parameters"].as_object().unwrap().len(), 1);
}

#[test]
fn lists_keep_their_format() {
    let list = |format: &str, place: &str| json!({"name": format, "in": place, "type": "array", "items": {"type": "string"}, "collectionFormat": format});
    let (document, said) = upgraded(&posting(&json!([
        list("csv", "query"), list("multi", "query"), list("ssv", "query"), list("pipes", "query"), list("tsv", "query"),
        list("ssv", "header"), list("multi", "header"), list("odd", "query"),
        {"name": "s", "in": "query", "type": "string", "collectionFormat": "csv"},
    ])));
    let formats: Vec<(&str, Option<bool>)> = at(&document, "/paths/~1a/post/parameters")
        .as_array()
        .unwrap()
        .iter()
        .map(|parameter| {
            let style = parameter
                .get("style")
                .map_or("", |style| style.as_str().unwrap());
            (style, parameter.get("explode").and_then(Value::as_bool))
        })
        .collect();
    assert_eq!(
        formats,
        [
            ("form", Some(false)),
            ("form", Some(true)),
            ("spaceDelimited", Some(false)),
            ("pipeDelimited", Some(false)),
            ("form", Some(false)),
            ("", None),
            ("", None),
            ("form", Some(false)),
            ("", None),
        ]
    );
    let place = |index: usize| format!("/paths/~1a/post/parameters/{index}/collectionFormat");
    assert_eq!(
        said,
        [
            (Code::UnsupportedFeature, place(4)),
            (Code::UnsupportedFeature, place(5)),
            (Code::InvalidValue, place(6)),
            (Code::InvalidValue, place(7)),
            (Code::IgnoredKeyword, place(8)),
        ]
    );
}

#[test]
fn shared_responses_have_the_types_of_their_users() {
    let user = |produces: &Value| json!({"get": {"produces": produces, "responses": {"200": {"$ref": "#/responses/R"}}}});
    let (document, said) = upgraded(&json!({
        "produces": ["application/json"],
        "paths": {
            "/a": {"get": {"responses": {"200": {"$ref": "#/responses/R"}}}},
            "/b": user(&json!(["application/xml"])),
            "/c": user(&json!(["application/json"])),
        },
        "responses": {
            "R": {"description": "", "schema": {"type": "string"}, "headers": {"X": {"type": "integer", "description": "d"}}},
            "R_2": {"description": "", "schema": {"type": "file"}},
        },
    }));
    assert_eq!(said, []);
    let used = |path: &str| {
        at(
            &document,
            &format!("/paths/~1{path}/get/responses/200/$ref"),
        )
        .as_str()
        .unwrap()
        .to_owned()
    };
    assert_eq!(used("a"), "#/components/responses/R");
    assert_eq!(used("b"), "#/components/responses/R_3");
    assert_eq!(used("c"), "#/components/responses/R");
    assert_eq!(
        at(&document, "/components/responses/R_3"),
        &json!({
            "description": "", "headers": {"X": {"description": "d", "schema": {"type": "integer"}}},
            "content": {"application/xml": {"schema": {"type": "string"}}},
        })
    );
    assert_eq!(
        at(&document, "/components/responses/R_2/content"),
        &json!({"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}})
    );
    assert_eq!(
        origin(&document, "/components/responses/R_3/headers/X/schema/type"),
        "/responses/R/headers/X/type"
    );
}

#[test]
fn examples_go_to_their_media_type() {
    let response = |examples: Value| {
        let mut document = posting(&json!([]));
        document["paths"]["/a"]["post"]["responses"] =
            json!({"200": {"description": "", "schema": {}, "examples": examples}});
        document
    };
    let content = "/paths/~1a/post/responses/200/content";
    let (document, said) = upgraded(&response(json!({"text/plain": "a"})));
    assert_eq!(said, []);
    assert_eq!(
        at(&document, content),
        &json!({"text/plain": {"schema": {}, "example": "a"}})
    );
    let mut odd =
        response(json!({"application/json; charset=utf-8": 1, "text/csv": "x", "odd": 2}));
    odd["produces"] = json!(["application/json"]);
    let (document, said) = upgraded(&odd);
    assert_eq!(
        at(&document, content),
        &json!({"application/json": {"schema": {}, "example": 1}, "text/csv": {"schema": {}, "example": "x"}})
    );
    let codes: Vec<Code> = said.iter().map(|(code, _)| *code).collect();
    assert_eq!(codes, [Code::CoercedValue, Code::IgnoredKeyword]);
}

#[test]
fn security_schemes_are_renamed() {
    let flow = |flow: &str| json!({"type": "oauth2", "flow": flow, "authorizationUrl": "/a", "tokenUrl": "/t", "scopes": {"s": "d"}, "x-a": 1});
    let (document, said) = upgraded(&json!({"securityDefinitions": {
        "basic": {"type": "basic", "description": "d"},
        "key": {"type": "apiKey", "in": "header", "name": "k"},
        "code": flow("accessCode"), "app": flow("application"), "odd": flow("odd"),
    }}));
    let schemes = at(&document, "/components/securitySchemes");
    assert_eq!(
        schemes["basic"],
        json!({"type": "http", "scheme": "basic", "description": "d"})
    );
    let inner = json!({"authorizationUrl": "/a", "tokenUrl": "/t", "scopes": {"s": "d"}});
    assert_eq!(
        schemes["code"],
        json!({"type": "oauth2", "x-a": 1, "flows": {"authorizationCode": inner}})
    );
    assert_eq!(schemes["app"]["flows"], json!({"clientCredentials": inner}));
    assert_eq!(
        said,
        [
            (Code::MissingKeyword, "/securityDefinitions/odd".to_owned()),
            (
                Code::InvalidValue,
                "/securityDefinitions/odd/flow".to_owned()
            ),
        ]
    );
}

#[test]
fn references_follow_what_moved() {
    let mut document = posting(&json!([
        {"name": "b", "in": "body", "schema": {"type": "object", "properties": {"p": {"type": "string"}}}},
        {"name": "q", "in": "query", "type": "array", "items": {"type": "string"}},
    ]));
    document["paths"]["/b"] = json!({"get": {
        "parameters": [{"$ref": "#/paths/~1a/post/parameters/1"}],
        "responses": {"200": {"description": "", "schema": {"$ref": "#/definitions/A/properties/b"}}},
    }});
    document["x-shared"] = json!({"S": {"type": "object", "x-nullable": true, "properties": {"a": {"$ref": "#/definitions/A"}}}});
    document["definitions"] = json!({
        "A": {"type": "object", "discriminator": "b", "required": ["b"], "properties": {"b": {"type": "string"}}},
        "B": {"$ref": "#/paths/~1a/post/parameters/0/schema/properties/p"},
        "C": {"$ref": "#/x-shared/S"},
        "D": {"$ref": "#/definitions/A", "x-nullable": true},
        "E/f%": {"allOf": [{"$ref": "#/definitions/E~1f%25/definitions/G"}], "definitions": {"G": {"$ref": "#/definitions/A"}}},
    });
    let (document, said) = upgraded(&document);
    assert_eq!(
        said,
        [(
            Code::UnknownKeyword,
            "/definitions/E~1f%/definitions".to_owned()
        )]
    );
    let schemas = at(&document, "/components/schemas");
    let reference = |name: &str| json!({"$ref": format!("#/components/schemas/{name}")});
    assert_eq!(schemas["A"]["discriminator"], json!({"propertyName": "b"}));
    assert_eq!(
        schemas["D"],
        json!({"nullable": true, "allOf": [reference("A")]})
    );
    let shared = &schemas["x_shared_S"];
    assert_eq!(schemas["C"], reference("x_shared_S"));
    assert_eq!(shared["nullable"], json!(true));
    assert_eq!(shared["properties"]["a"], reference("A"));
    assert!(schemas["B"]["$ref"].as_str().unwrap().ends_with("_p"));
    assert_eq!(schemas["E/f%"]["allOf"][0], reference("A"));
    assert_eq!(
        at(
            &document,
            "/paths/~1b/get/responses/200/content/application~1json/schema"
        ),
        &reference("A_b")
    );
    let parameter = at(&document, "/paths/~1b/get/parameters/0/$ref");
    assert!(
        parameter
            .as_str()
            .unwrap()
            .starts_with("#/components/parameters/")
    );
}

#[test]
fn what_is_misspelt_is_found_where_it_stands() {
    let mut document = posting(&json!([
        {"name": "b", "in": "body", "schema": {"type": "object", "propertys": {}}, "requird": true},
        {"name": "q", "in": "query", "type": "string", "maxlength": 5},
    ]));
    document["definitons"] = json!({});
    document["components"] = json!({});
    let (_, said) = upgraded(&document);
    let place = |rest: &str| format!("/paths/~1a/post/parameters/{rest}");
    let mut expected = vec![
        (Code::IgnoredKeyword, "/components".to_owned()),
        (Code::UnknownKeyword, "/definitons".to_owned()),
        (Code::UnknownKeyword, place("0/requird")),
        (Code::UnknownKeyword, place("0/schema/propertys")),
        (Code::UnknownKeyword, place("1/maxlength")),
    ];
    let mut said = said;
    said.sort();
    expected.sort();
    assert_eq!(said, expected);
}

#[test]
fn references_to_nothing_are_said_in_the_words_of_the_source() {
    let mut document = posting(&json!([{"$ref": "#/parameters/Qq"}]));
    document["definitions"] = json!({"Pet": {}, "A": {"$ref": "#/definitions/Pett"}});
    document["parameters"] = json!({"Q": {"name": "q", "in": "query", "type": "string"}});
    let (_, sink) = limited(&document, &Limits::default());
    let said: Vec<(&str, Option<&str>)> = sink
        .iter()
        .map(|diagnostic| (diagnostic.message.as_str(), diagnostic.help.as_deref()))
        .collect();
    assert!(said.contains(&(
        "`#/definitions/Pett` points to nothing",
        Some("did you mean `#/definitions/Pet`?")
    )));
    assert!(
        said.iter()
            .any(|(message, _)| *message == "`#/parameters/Qq` points to nothing")
    );
}

#[test]
fn what_is_of_another_type_is_said() {
    let odd = [
        json!(null),
        json!(5),
        json!("x"),
        json!([]),
        json!([5]),
        json!({"a": 5}),
    ];
    let keys = [
        "host",
        "basePath",
        "schemes",
        "consumes",
        "produces",
        "paths",
        "definitions",
        "parameters",
        "responses",
        "securityDefinitions",
        "security",
        "tags",
        "externalDocs",
    ];
    for key in keys {
        for value in &odd {
            let mut document = posting(&json!([{"$ref": "#/parameters/a"}]));
            document[key] = value.clone();
            limited(&document, &Limits::default());
        }
    }
    let mut document = posting(&json!({}));
    for key in ["parameters", "responses", "consumes", "produces", "schemes"] {
        for value in &odd {
            document["paths"]["/a"]["post"][key] = value.clone();
            limited(&document, &Limits::default());
        }
    }
}

#[test]
fn aliases_of_parameters_and_responses_end() {
    let (_, said) = upgraded(&json!({
        "paths": {"/a": {"get": {
            "parameters": [{"$ref": "#/parameters/A"}], "responses": {"200": {"$ref": "#/responses/A"}},
        }}},
        "parameters": {"A": {"$ref": "#/parameters/B"}, "B": {"$ref": "#/parameters/A"}},
        "responses": {"A": {"$ref": "#/responses/B"}, "B": {"$ref": "#/responses/A"}},
    }));
    assert!(
        said.iter().all(|(code, _)| *code == Code::ReferenceCycle),
        "{said:?}"
    );
    assert_eq!(said.len(), 2);
}

#[test]
fn bodies_are_not_copied_without_limit() {
    let types: Vec<String> = (0..500).map(|index| format!("a/{index}")).collect();
    let large: Vec<Value> = (0..500).map(Value::from).collect();
    let mut document = posting(&json!([{"name": "b", "in": "body", "schema": {"enum": large}}]));
    document["consumes"] = json!(types);
    let limits = Limits {
        nodes: 20_000,
        ..Limits::default()
    };
    let (_, sink) = limited(&document, &limits);
    let count = sink
        .iter()
        .filter(|diagnostic| diagnostic.code == Code::LimitReached)
        .count();
    assert_eq!(count, 1);
}
