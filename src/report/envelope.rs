//! In what the server reports errors, by the names that the document has.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::analyse::{Body, Envelope, Facts, FaultShape, Filled, Filling};
use crate::ir::{Api, OperationId, SchemaId, SchemaKind};

/// The error envelope that was found or chosen.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct EnvelopeRow {
    /// What it is sent as.
    pub media_type: String,
    /// The schema: the name of the component, or its pointer; `None` for problem details (RFC 9457).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub schema: Option<String>,
    /// What each member says that is filled; those of the faults in a list have the name of the list with `[]` before theirs.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub members: BTreeMap<String, &'static str>,
    /// What requests are answered with that are at fault, where that is another one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub of_faults: Option<Box<Self>>,
    /// What operations have of their own, by status: the name of the component, or its pointer; of lists those of what is in them,
    /// with `[]` behind.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub own: BTreeMap<String, BTreeMap<String, String>>,
    /// Why there is none although error responses have an object in common.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

impl EnvelopeRow {
    /// What the server of an API answers with.
    pub fn new(api: &Api, facts: &Facts) -> Self {
        let of_faults = facts.envelope_of_faults.as_ref();
        let of_faults = of_faults.map(|envelope| Box::new(Self::of(api, envelope)));
        let Some(envelope) = &facts.envelope else {
            return Self {
                media_type: "application/problem+json".to_owned(),
                reason: facts.no_envelope.clone(),
                of_faults,
                own: own(api, facts),
                ..Self::default()
            };
        };
        Self {
            of_faults,
            own: own(api, facts),
            ..Self::of(api, envelope)
        }
    }

    fn of(api: &Api, envelope: &Envelope) -> Self {
        let mut members = BTreeMap::new();
        add(api, &envelope.body, "", &mut members);
        Self {
            media_type: envelope.media_type.clone(),
            schema: Some(name(api, envelope.body.schema)),
            members,
            ..Self::default()
        }
    }
}

fn own(api: &Api, facts: &Facts) -> BTreeMap<String, BTreeMap<String, String>> {
    let operations = (0..).map(OperationId).zip(&api.operations);
    let by_status = |id| {
        let refused = facts.own_envelopes.of(id).iter();
        let all = refused.flat_map(|refused| {
            let body = refused.own.as_ref();
            let body = body.and_then(|own| facts.own_envelopes.body(own));
            let schema = body.map(|body| body_name(api, body));
            let statuses = refused.statuses.iter().map(ToString::to_string);
            statuses.filter_map(move |status| Some((status, schema.clone()?)))
        });
        all.collect::<BTreeMap<String, String>>()
    };
    let all = operations.map(|(id, operation)| {
        let place = format!("{} {}", operation.method, operation.place());
        (place, by_status(id))
    });
    all.filter(|(_, own)| !own.is_empty()).collect()
}

fn body_name(api: &Api, body: &Body) -> String {
    match body {
        Body::Object(filling) => name(api, filling.schema),
        Body::Faults(faults) => match &faults.list.shape {
            FaultShape::Object(item) => format!("{}[]", name(api, item.schema)),
            FaultShape::Text => "string[]".to_owned(),
            FaultShape::TextsByPlace => "string[] by place".to_owned(),
        },
    }
}

fn name(api: &Api, schema: SchemaId) -> String {
    let origin = &api.schemas.get(schema).origin;
    let component = origin.component.clone();
    component.unwrap_or_else(|| format!("#{}", origin.pointer.as_str()))
}

fn add(api: &Api, filling: &Filling, before: &str, members: &mut BTreeMap<String, &'static str>) {
    let SchemaKind::Object(object) = &api.schemas.get(filling.schema).kind else {
        return;
    };
    for (position, filled) in &filling.members {
        let Some((name, _)) = object.properties.get_index(*position) else {
            continue;
        };
        let name = format!("{before}{name}");
        if let Filled::Object(inner) = filled {
            add(api, inner, &format!("{name}."), members);
            continue;
        }
        if let Filled::Faults(list) = filled
            && let FaultShape::Object(item) = &list.shape
        {
            add(api, item, &format!("{name}[]."), members);
        }
        members.insert(name, word(filled));
    }
}

fn word(filled: &Filled) -> &'static str {
    match filled {
        Filled::Status => "status",
        Filled::Reason => "reason phrase",
        Filled::Message | Filled::Account => "message",
        Filled::Kind | Filled::KindOf(_) => "type",
        Filled::Now => "now",
        Filled::Location(_) => "location",
        Filled::AboutBlank => "about:blank",
        Filled::Flag(true) => "true",
        Filled::Flag(false) => "false",
        Filled::Constant => "its only value",
        Filled::Nothing => "nothing",
        Filled::Object(_) => "object",
        Filled::Faults(_) => "faults",
    }
}
