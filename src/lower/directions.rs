//! Properties that travel one way (OpenAPI 3.0.3, section 4.7.24.2: `readOnly`, `writeOnly`).
//!
//! A schema of requests alone has no properties of responses, and the other way round. One of both is of what a server
//! answers, and gets a copy beside it, of what a client sends; so does every schema that holds such a one.
//!
//! What a webhook or a callback sends comes from where the answers come from, and what it is answered from where requests
//! come from: a `readOnly` property is among what is sent.

use std::collections::{BTreeMap, BTreeSet};

use crate::ir::{
    Access, Api, Complete, Content, Graph, Json, Object, Operation, Schema, SchemaId, SchemaKind,
    SchemaSet, Schemas,
};

/// Gives each schema the properties that travel its way.
pub(super) fn separate(api: &mut Api) {
    let ways = Ways::of(api);
    if ways.dropped.is_empty() {
        return;
    }
    project_bodies(api, &ways);
    let shapes = copies(api, &ways);
    drop_properties(api, &ways, &shapes);
    for operation in &mut api.operations {
        let of_requests = |schema: &mut SchemaId| {
            *schema = shapes.get(schema).copied().unwrap_or(*schema);
        };
        match operation.is_of_api() {
            true => asking_mut(operation).for_each(of_requests),
            false => answering_mut(operation).for_each(of_requests),
        }
    }
    api.request_shapes = shapes;
}

fn asking_mut(operation: &mut Operation) -> impl Iterator<Item = &mut SchemaId> {
    let parameters = operation.parameters.iter_mut();
    let contents = operation.body.iter_mut().flat_map(|it| &mut it.contents);
    parameters
        .map(|parameter| &mut parameter.schema)
        .chain(contents.flat_map(Content::schemas_mut))
}

fn answering_mut(operation: &mut Operation) -> impl Iterator<Item = &mut SchemaId> {
    operation.responses.iter_mut().flat_map(|response| {
        let headers = response.headers.iter_mut().map(|it| &mut it.schema);
        headers.chain(response.contents.iter_mut().flat_map(Content::schemas_mut))
    })
}

/// Which way the schemas travel, and what that leaves out of them.
struct Ways {
    /// Those of requests.
    requests: SchemaSet,
    /// Those of responses.
    responses: SchemaSet,
    /// The objects with properties that do not travel both ways.
    dropped: BTreeMap<SchemaId, Dropped>,
}

/// The names of the properties of an object that do not travel both ways.
#[derive(Default)]
struct Dropped {
    from_requests: BTreeSet<String>,
    from_responses: BTreeSet<String>,
}

impl Ways {
    fn of(api: &Api) -> Self {
        let decisive = decisive_properties(&api.schemas);
        let dropped = api.schemas.iter().filter_map(|(id, schema)| {
            let SchemaKind::Object(object) = &schema.kind else {
                return None;
            };
            let dropped = dropped(&api.schemas, id, object, &decisive);
            let is_any = !dropped.from_requests.is_empty() || !dropped.from_responses.is_empty();
            is_any.then_some((id, dropped))
        });
        Self {
            requests: SchemaSet::reached(&api.schemas, request_roots(api), Schema::references),
            responses: SchemaSet::reached(&api.schemas, response_roots(api), Schema::references),
            dropped: dropped.collect(),
        }
    }

    fn is_request_alone(&self, id: SchemaId) -> bool {
        self.requests.contains(id) && !self.responses.contains(id)
    }

    fn is_both(&self, id: SchemaId) -> bool {
        self.requests.contains(id) && self.responses.contains(id)
    }
}

fn dropped(
    schemas: &Schemas,
    id: SchemaId,
    object: &Object,
    decisive: &BTreeSet<(SchemaId, String)>,
) -> Dropped {
    let mut dropped = Dropped::default();
    for (name, property) in &object.properties {
        let from = match schemas.access(property.schema) {
            Access::Both => continue,
            Access::ReadOnly => &mut dropped.from_requests,
            Access::WriteOnly => &mut dropped.from_responses,
        };
        if !decisive.contains(&(id, name.clone())) {
            from.insert(name.clone());
        }
    }
    dropped
}

/// The properties that tell the alternatives of a union apart: without them nobody could.
fn decisive_properties(schemas: &Schemas) -> BTreeSet<(SchemaId, String)> {
    let mut decisive = BTreeSet::new();
    for (_, schema) in schemas.iter() {
        if let SchemaKind::Union(union) = &schema.kind
            && let Some(discriminator) = &union.discriminator
        {
            for variant in union.schemas() {
                decisive.insert((schemas.resolve(variant).0, discriminator.property.clone()));
            }
        }
    }
    decisive
}

fn request_roots(api: &Api) -> Vec<SchemaId> {
    let operations = api.operations.iter();
    operations
        .flat_map(|operation| match operation.is_of_api() {
            true => asking(operation),
            false => answering(operation),
        })
        .collect()
}

fn response_roots(api: &Api) -> Vec<SchemaId> {
    let operations = api.operations.iter();
    operations
        .flat_map(|operation| match operation.is_of_api() {
            true => answering(operation),
            false => asking(operation),
        })
        .collect()
}

/// What the one who asks says.
fn asking(operation: &Operation) -> Vec<SchemaId> {
    let parameters = operation.parameters.iter().map(|it| it.schema);
    parameters.chain(operation.body_schemas()).collect()
}

/// What the other one answers.
fn answering(operation: &Operation) -> Vec<SchemaId> {
    let headers = operation.responses.iter().flat_map(|it| &it.headers);
    let headers = headers.map(|header| header.schema);
    operation.answer_schemas().chain(headers).collect()
}

/// Copies, for requests, of the schemas of both ways that differ by the way, themselves or in what they hold.
fn copies(api: &mut Api, ways: &Ways) -> BTreeMap<SchemaId, SchemaId> {
    let mut shapes = BTreeMap::new();
    for id in differing(&api.schemas, ways) {
        let copy = Schema {
            rust_name: None,
            ..api.schemas.get(id).clone()
        };
        shapes.insert(id, api.schemas.add(copy));
    }
    let of_requests = |child| shapes.get(&child).copied().unwrap_or(child);
    for copy in shapes.values() {
        api.schemas.change(*copy, |schema| {
            // The name of the component stays that of the first.
            schema.origin.component = None;
            schema.redirect(of_requests);
        });
    }
    // What is only sent holds what is sent of that which travels both ways.
    let ids: Vec<SchemaId> = api.schemas.iter().map(|(id, _)| id).collect();
    for id in ids.into_iter().filter(|id| ways.is_request_alone(*id)) {
        api.schemas
            .change(id, |schema| schema.redirect(of_requests));
    }
    shapes
}

/// The schemas of both ways that hold an object with properties of one way, by whatever path.
fn differing(schemas: &Schemas, ways: &Ways) -> BTreeSet<SchemaId> {
    let holders = Graph::reversed(schemas, Schema::references);
    let mut open: Vec<SchemaId> = ways.dropped.keys().copied().collect();
    let mut differing = BTreeSet::new();
    while let Some(id) = open.pop() {
        if ways.is_both(id) && differing.insert(id) {
            open.extend(holders.targets(id));
        }
    }
    differing
}

/// Leaves out of each schema, and of what the document shows of it, what does not travel its way.
fn drop_properties(api: &mut Api, ways: &Ways, shapes: &BTreeMap<SchemaId, SchemaId>) {
    let shown = shown(api, ways, shapes);
    for (id, dropped) in &ways.dropped {
        if let Some(copy) = shapes.get(id) {
            leave_out(&mut api.schemas, *copy, &dropped.from_requests);
        }
        if ways.responses.contains(*id) {
            leave_out(&mut api.schemas, *id, &dropped.from_responses);
        } else if ways.requests.contains(*id) {
            leave_out(&mut api.schemas, *id, &dropped.from_requests);
        }
    }
    for (id, values) in shown {
        api.schemas.change(id, |schema| {
            for (example, value) in schema.examples.iter_mut().zip(values) {
                example.value = value;
            }
        });
    }
}

fn leave_out(schemas: &mut Schemas, id: SchemaId, names: &BTreeSet<String>) {
    schemas.change(id, |schema| {
        if let SchemaKind::Object(object) = &mut schema.kind {
            object.properties.retain(|name, _| !names.contains(name));
            for groups in &mut object.required_groups {
                // What is never there is never there together with others.
                if groups.complete == Complete::None {
                    let is_whole = |group: &Vec<String>| group.iter().all(|it| !names.contains(it));
                    groups.groups.retain(is_whole);
                }
                for group in &mut groups.groups {
                    group.retain(|name| !names.contains(name));
                }
            }
            // A group of which nothing is left asks for nothing.
            object.required_groups.retain(|groups| {
                !groups.groups.is_empty() && groups.groups.iter().all(|group| !group.is_empty())
            });
        }
    });
}

/// The examples of the schemas without what does not travel their way.
///
/// An example is written for both ways at once; what it shows of the other one is no fault of it.
fn shown(
    api: &Api,
    ways: &Ways,
    shapes: &BTreeMap<SchemaId, SchemaId>,
) -> Vec<(SchemaId, Vec<Json>)> {
    let project = |id: SchemaId, way: Way| -> Vec<Json> {
        let examples = api.schemas.get(id).examples.iter();
        examples
            .map(|example| {
                let mut value = example.value.clone();
                project(&api.schemas, ways, way, id, &mut value);
                value
            })
            .collect()
    };
    let mut shown = Vec::new();
    for (id, schema) in api.schemas.iter() {
        if schema.examples.is_empty() {
            continue;
        }
        if let Some(copy) = shapes.get(&id) {
            shown.push((*copy, project(id, Way::Request)));
        }
        if ways.responses.contains(id) {
            shown.push((id, project(id, Way::Response)));
        } else if ways.requests.contains(id) {
            shown.push((id, project(id, Way::Request)));
        }
    }
    shown
}

/// The same for what the document shows of whole bodies.
fn project_bodies(api: &mut Api, ways: &Ways) {
    let Api {
        operations,
        schemas,
        ..
    } = api;
    for operation in operations {
        let (asking, answering) = match operation.is_of_api() {
            true => (Way::Request, Way::Response),
            false => (Way::Response, Way::Request),
        };
        let body = operation
            .body
            .iter_mut()
            .flat_map(|body| &mut body.contents);
        let answers = operation
            .responses
            .iter_mut()
            .flat_map(|it| &mut it.contents);
        let all = body
            .map(|content| (content, asking))
            .chain(answers.map(|content| (content, answering)));
        for (content, way) in all {
            if let Some(schema) = content.value() {
                for example in &mut content.examples {
                    project(schemas, ways, way, schema, &mut example.value);
                }
            }
        }
    }
}

/// Which way a value travels.
#[derive(Clone, Copy)]
enum Way {
    Request,
    Response,
}

fn project(schemas: &Schemas, ways: &Ways, way: Way, id: SchemaId, value: &mut Json) {
    let (id, schema) = schemas.resolve(id);
    match (&schema.kind, value) {
        (SchemaKind::Array(array), Json::Array(items)) => {
            for item in items {
                project(schemas, ways, way, array.items, item);
            }
        }
        (SchemaKind::Map(map), Json::Object(members)) => {
            for (_, member) in members.iter_mut() {
                project(schemas, ways, way, map.values, member);
            }
        }
        (SchemaKind::Object(object), Json::Object(members)) => {
            if let Some(dropped) = ways.dropped.get(&id) {
                let names = match way {
                    Way::Request => &dropped.from_requests,
                    Way::Response => &dropped.from_responses,
                };
                members.retain(|name, _| !names.contains(name));
            }
            for (name, property) in &object.properties {
                if let Some(member) = members.get_mut(name) {
                    project(schemas, ways, way, property.schema, member);
                }
            }
        }
        _ => {}
    }
}
