//! The object in which an API reports errors, and which of its members says what.
//!
//! Nothing in a document says that an object is an error envelope. It is taken for one when the error responses of the API
//! hold it and every member that must be there has a role that a server can fill.

use serde::Serialize;

use super::outcome::Outcomes;
use super::shapes::BodyShape;
use crate::ir::{Api, Object, SchemaId, SchemaKind};

/// The error envelope of an API. Positions are those in [`Object::properties`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Envelope {
    /// The schema.
    pub schema: SchemaId,
    /// The member that repeats the HTTP status.
    pub status: Option<usize>,
    /// The member that tells a person what went wrong.
    pub message: usize,
    /// The member that tells a program what went wrong.
    pub kind: Option<usize>,
    /// The member that lists the faults of a request.
    pub faults: Option<FaultList>,
}

/// The list of faults in an error envelope.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FaultList {
    /// The member of the envelope.
    pub property: usize,
    /// The schema of a fault.
    pub schema: SchemaId,
    /// The member that tells a person what is wrong.
    pub message: usize,
    /// The member that tells a program what is wrong.
    pub kind: Option<usize>,
    /// The member that says where.
    pub location: Option<FaultLocation>,
}

/// Where a fault says where it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FaultLocation {
    /// The member of the fault.
    pub property: usize,
    /// How it says it.
    pub shape: LocationShape,
}

/// How a fault says where it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum LocationShape {
    /// One text, such as `query.limit`.
    Text,
    /// A list of texts.
    Texts,
    /// A list of texts and whole numbers: a union with these variants.
    TextsAndNumbers {
        /// The union.
        union: SchemaId,
        /// The position of the text variant.
        text: usize,
        /// The position of the number variant.
        number: usize,
    },
}

const STATUS: [&str; 6] = [
    "code",
    "status",
    "statuscode",
    "httpstatus",
    "httpcode",
    "httpstatuscode",
];
const MESSAGE: [&str; 9] = [
    "detail",
    "message",
    "msg",
    "description",
    "errormessage",
    "errordescription",
    "reason",
    "error",
    "title",
];
const KIND: [&str; 6] = ["type", "errortype", "kind", "errorcode", "code", "error"];
const FAULTS: [&str; 8] = [
    "errors",
    "validationerrors",
    "details",
    "faults",
    "violations",
    "invalidparams",
    "issues",
    "detail",
];
const LOCATION: [&str; 7] = [
    "loc", "location", "path", "field", "pointer", "param", "name",
];

/// Finds the envelope.
pub(super) fn recognise(api: &Api, outcomes: &Outcomes) -> Option<Envelope> {
    let Some(BodyShape::Json(schema)) = outcomes.common_error else {
        return None;
    };
    let object = object(api, schema)?;
    let roles = Roles { api, object };
    let message = roles.find(&MESSAGE, is_text)?;
    let status = roles.find(&STATUS, is_integer);
    let kind = roles.find_other(&KIND, is_text, &[Some(message)]);
    let faults = roles.faults(&[Some(message), kind]);
    let filled = [
        Some(message),
        status,
        kind,
        faults.as_ref().map(|faults| faults.property),
    ];
    roles.all_required_are_in(&filled).then_some(Envelope {
        schema,
        status,
        message,
        kind,
        faults,
    })
}

struct Roles<'a> {
    api: &'a Api,
    object: &'a Object,
}

type Test = fn(&Api, SchemaId) -> bool;

impl Roles<'_> {
    /// The position of the property with the first of these names that there is and that passes the test.
    fn find(&self, names: &[&str], test: Test) -> Option<usize> {
        self.find_other(names, test, &[])
    }

    fn find_other(&self, names: &[&str], test: Test, taken: &[Option<usize>]) -> Option<usize> {
        names.iter().find_map(|wanted| {
            self.object
                .properties
                .iter()
                .enumerate()
                .find_map(|(index, (name, property))| {
                    let fits = plain(name) == *wanted && test(self.api, property.schema);
                    (fits && !taken.contains(&Some(index))).then_some(index)
                })
        })
    }

    fn faults(&self, taken: &[Option<usize>]) -> Option<FaultList> {
        let property = self.find_other(&FAULTS, |api, id| items(api, id).is_some(), taken)?;
        let (_, list) = self.object.properties.get_index(property)?;
        let schema = self.api.schemas.resolve(items(self.api, list.schema)?).0;
        let fault = Roles {
            api: self.api,
            object: object(self.api, schema)?,
        };
        let message = fault.find(&MESSAGE, is_text)?;
        let location = fault.location(&[Some(message)]);
        let place = location.as_ref().map(|location| location.property);
        let kind = fault.find_other(&KIND, is_text, &[Some(message), place]);
        let complete = fault.all_required_are_in(&[Some(message), place, kind]);
        complete.then_some(FaultList {
            property,
            schema,
            message,
            kind,
            location,
        })
    }

    fn location(&self, taken: &[Option<usize>]) -> Option<FaultLocation> {
        let property = self.find_other(
            &LOCATION,
            |api, id| location_shape(api, id).is_some(),
            taken,
        )?;
        let (_, described) = self.object.properties.get_index(property)?;
        Some(FaultLocation {
            property,
            shape: location_shape(self.api, described.schema)?,
        })
    }

    fn all_required_are_in(&self, filled: &[Option<usize>]) -> bool {
        let mut properties = self.object.properties.values().enumerate();
        properties.all(|(index, property)| !property.required || filled.contains(&Some(index)))
    }
}

/// A name without case and separators, so that `error_type` and `errorType` are the same.
pub(super) fn plain(name: &str) -> String {
    name.chars()
        .filter(|character| character.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

fn object(api: &Api, schema: SchemaId) -> Option<&Object> {
    match &api.schemas.resolve(schema).1.kind {
        SchemaKind::Object(object) => Some(object),
        _ => None,
    }
}

fn items(api: &Api, schema: SchemaId) -> Option<SchemaId> {
    match &api.schemas.resolve(schema).1.kind {
        SchemaKind::Array(array) => Some(array.items),
        _ => None,
    }
}

fn is_text(api: &Api, schema: SchemaId) -> bool {
    use crate::ir::TextFormat;
    matches!(&api.schemas.resolve(schema).1.kind, SchemaKind::String(text) if text.format == TextFormat::Plain)
}

fn is_integer(api: &Api, schema: SchemaId) -> bool {
    matches!(api.schemas.resolve(schema).1.kind, SchemaKind::Integer(_))
}

fn location_shape(api: &Api, schema: SchemaId) -> Option<LocationShape> {
    if is_text(api, schema) {
        return Some(LocationShape::Text);
    }
    let items = items(api, schema)?;
    if is_text(api, items) {
        return Some(LocationShape::Texts);
    }
    let (union, resolved) = api.schemas.resolve(items);
    let SchemaKind::Union(variants) = &resolved.kind else {
        return None;
    };
    let position = |test: Test| {
        variants
            .variants
            .iter()
            .position(|variant| test(api, variant.schema))
    };
    Some(LocationShape::TextsAndNumbers {
        union,
        text: position(is_text)?,
        number: position(is_integer)?,
    })
}
