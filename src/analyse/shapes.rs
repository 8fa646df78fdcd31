//! What bodies hold, as far as types go.

use std::collections::HashMap;

use serde::Serialize;

use crate::ir::{Api, Content, Format, Framing, OperationId, Response, SchemaId};

/// What a body holds, as far as its type goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum BodyShape {
    /// Nothing.
    Empty,
    /// A JSON value.
    Json(SchemaId),
    /// A text.
    Text,
    /// Bytes as they are.
    Bytes,
    /// JSON values one after the other.
    Sequence(Framing, SchemaId),
    /// One of several, by its media type.
    Choice(ChoiceId),
}

impl BodyShape {
    /// The schema of a JSON value.
    pub const fn json(self) -> Option<SchemaId> {
        match self {
            Self::Json(schema) => Some(schema),
            _ => None,
        }
    }
}

/// The position of a choice in [`Choices`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct ChoiceId(pub usize);

/// What a body may hold, by its media type.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BodyChoice {
    /// The response that has it first: the position of an operation, and of the response in it.
    pub owner: (OperationId, usize),
    /// What there is to choose from: none is a choice itself, and no two are the same.
    pub alternatives: Vec<Alternative>,
}

impl BodyChoice {
    /// Whether one of the alternatives is a sequence.
    pub fn has_sequence(&self) -> bool {
        let mut all = self.alternatives.iter();
        all.any(|alternative| matches!(alternative.shape, BodyShape::Sequence(..)))
    }
}

/// One thing that a body may hold.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct Alternative {
    /// What it is.
    pub shape: BodyShape,
    /// The media types that it has.
    pub media_types: Vec<String>,
}

/// All choices, each once.
#[derive(Debug, Default)]
pub(super) struct Choices {
    pub all: Vec<BodyChoice>,
    known: HashMap<Vec<Alternative>, ChoiceId>,
}

impl Choices {
    /// What a response holds; schemas that are the same under another name are the same.
    pub fn shape(
        &mut self,
        api: &Api,
        owner: (OperationId, usize),
        response: &Response,
    ) -> BodyShape {
        let alternatives = alternatives(api, response);
        match alternatives.as_slice() {
            [] => BodyShape::Empty,
            [only] => only.shape,
            _ => BodyShape::Choice(self.choice(owner, alternatives)),
        }
    }

    fn choice(&mut self, owner: (OperationId, usize), alternatives: Vec<Alternative>) -> ChoiceId {
        if let Some(known) = self.known.get(&alternatives) {
            return *known;
        }
        let id = ChoiceId(self.all.len());
        self.known.insert(alternatives.clone(), id);
        self.all.push(BodyChoice {
            owner,
            alternatives,
        });
        id
    }
}

/// What a response may hold, JSON first; media types of the same are together.
pub(super) fn alternatives(api: &Api, response: &Response) -> Vec<Alternative> {
    let mut alternatives: Vec<Alternative> = Vec::new();
    for content in &response.contents {
        let shape = shape(api, content, response);
        let known = alternatives.iter_mut().find(|it| it.shape == shape);
        match known {
            Some(known) => known.media_types.push(content.media_type.clone()),
            None => alternatives.push(Alternative {
                shape,
                media_types: vec![content.media_type.clone()],
            }),
        }
    }
    alternatives.sort_by_key(|it| it.shape.json().is_none());
    alternatives
}

fn shape(api: &Api, content: &Content, response: &Response) -> BodyShape {
    match &content.format {
        Format::Json(schema) => BodyShape::Json(api.schemas.identity(*schema)),
        // An error is read as a whole.
        Format::Sequence { framing, item } if !response.status.is_error_class() => {
            BodyShape::Sequence(*framing, api.schemas.identity(*item))
        }
        Format::Text { .. } | Format::Form { .. } => BodyShape::Text,
        Format::Bytes { .. } | Format::Multipart { .. } | Format::Sequence { .. } => {
            BodyShape::Bytes
        }
    }
}
