//! Data of events that is a text with JSON in it.

use serde_json::{Map, Value, json};

use super::{at, upgraded};

/// What the data of events becomes in a document with these streams of events and other parts.
fn event_data(streams: &[Value], components: Value, others: Value) -> Value {
    let streams = streams.iter().enumerate().map(|(number, item)| {
        let content = json!({"text/event-stream; charset=utf-8": {"itemSchema": item}});
        (
            number.to_string(),
            json!({"description": "", "content": content}),
        )
    });
    let mut responses: Map<String, Value> = streams.collect();
    responses.insert(
        "9".to_owned(),
        json!({"description": "", "content": others}),
    );
    let (document, _) = upgraded(json!({
        "paths": {"/a": {"get": {"responses": responses}}},
        "components": {"schemas": components},
    }));
    at(&document, "/components/schemas")
}

#[test]
fn data_of_events_is_the_json_in_the_text() {
    let event = json!({"type": "object", "properties": {"data": {
        "type": "string", "description": "d", "contentMediaType": "application/json", "contentSchema": {"type": "integer"},
    }}});
    let reference = json!({"$ref": "#/components/schemas/A"});
    let choice = json!({"oneOf": [reference, {"$ref": "#/components/schemas/B"}]});
    let other = json!({"$ref": "#/components/schemas/B"});
    let lines = |item: &Value| json!({"application/jsonl": {"itemSchema": item}});
    let text = json!({"type": "object", "properties": {"data": {"type": "string"}}});
    let inner = json!({"type": "array",
        "items": {"$ref": "#/components/schemas/A/properties/data/contentSchema"}});
    let all = |streams: &[&Value]| streams.iter().map(|it| (*it).clone()).collect::<Vec<_>>();
    for (streams, b, others, kind) in [
        (all(&[&reference, &choice]), &event, json!({}), "integer"),
        // Other events of the same stream have data that is no JSON.
        (all(&[&reference, &choice]), &text, json!({}), "string"),
        (all(&[&reference]), &text, json!({}), "integer"),
        (all(&[&other]), &reference, json!({}), "integer"),
        // It is used as JSON elsewhere as well: by itself, by another name, and in a part.
        (all(&[&reference]), &text, lines(&reference), "string"),
        (all(&[&other]), &reference, lines(&other), "string"),
        (all(&[&reference]), &inner, json!({}), "string"),
    ] {
        let components = json!({"A": event, "B": b});
        let schemas = event_data(&streams, components, others);
        let data = &schemas["A"]["properties"]["data"];
        assert_eq!(data["type"], kind, "{streams:?} {b}");
        assert_eq!(data["description"], "d");
    }
}

#[test]
fn data_that_is_more_than_json_in_a_text_is_left_as_it_is() {
    let schema = json!({"type": "integer"});
    for data in [
        json!({"type": "string", "contentSchema": schema}),
        json!({"type": "string", "contentMediaType": "text/plain", "contentSchema": schema}),
        json!({"type": "string", "contentMediaType": "a/b+json", "contentSchema": schema, "maxLength": 9}),
        json!({"type": "string", "contentMediaType": "application/json", "contentSchema": true}),
    ] {
        let item = json!({"$ref": "#/components/schemas/A"});
        let components = json!({"A": {"type": "object", "properties": {"data": data}}});
        let schemas = event_data(&[item], components, json!({}));
        assert_eq!(
            schemas["A"]["properties"]["data"]["type"], "string",
            "{data}"
        );
    }
}
