//! The names of what bodies hold, where the client has types of its own for them.

use serde::Serialize;

use super::OperationNames;
use super::rust_name::{Case, RustName};
use super::scope::Scope;
use crate::analyse::{BodyChoice, BodyShape, Outcome, SuccessShape};
use crate::ir::{Api, Content, Format, Operation, Part, PartFormat};

/// The names of the types of a request's body.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct BodyNames {
    /// The choice by media type, with a variant for each, where there are several.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub choice: Option<ChoiceNames>,
    /// The parts of each of its contents, where it has parts by name.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub forms: Vec<Option<FormNames>>,
}

impl BodyNames {
    pub(super) fn is_empty(&self) -> bool {
        self.choice.is_none() && self.forms.is_empty()
    }

    /// The parts of a content, by its position.
    pub fn form(&self, position: usize) -> Option<&FormNames> {
        self.forms.get(position)?.as_ref()
    }
}

/// The names of a choice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ChoiceNames {
    /// The type.
    pub name: RustName,
    /// What there is to choose from, in its order.
    pub variants: Vec<RustName>,
}

/// The names of the parts of a body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FormNames {
    /// The type.
    pub name: RustName,
    /// The parts, in their order.
    pub fields: Vec<RustName>,
    /// What the server is given of the parts that come one by one: a variant for each that is a file, in their order.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub streamed: Option<ChoiceNames>,
}

impl OperationNames {
    /// Names the types of the client for bodies and headers, where there have to be any.
    pub(super) fn name_bodies(
        &mut self,
        operation: &Operation,
        outcome: Option<&Outcome>,
        scope: &mut Scope,
    ) {
        let stem = self.stem.unraw().to_owned();
        let mut derived = |words: &[&str]| {
            let wanted = std::iter::once(stem.as_str()).chain(words.iter().copied());
            let wanted = wanted.collect::<Vec<_>>().join(" ");
            scope.take(&[&wanted], Case::Camel, "Operation")
        };
        if outcome.is_some_and(|it| it.success == SuccessShape::ByStatus) {
            self.success = Some(derived(&["Success"]));
        }
        if operation.responses.iter().any(|it| !it.headers.is_empty()) {
            let responses = operation.responses.iter().zip(&self.responses);
            let types = responses.map(|(response, variant)| {
                let words = match response.status.is_success() {
                    true => vec!["Headers"],
                    false => vec![variant.unraw(), "Headers"],
                };
                (!response.headers.is_empty()).then(|| derived(&words))
            });
            self.header_types = types.collect();
        }
        if let Some(body) = &operation.body {
            self.body = name_body(&body.contents, &mut derived);
        }
    }
}

fn name_body(contents: &[Content], derived: &mut impl FnMut(&[&str]) -> RustName) -> BodyNames {
    let mut names = BodyNames::default();
    if contents.len() > 1 {
        let media_types = contents.iter().map(|it| it.media_type.as_str());
        names.choice = Some(ChoiceNames {
            name: derived(&["Body"]),
            variants: name_variants(media_types),
        });
    }
    let is_form =
        |it: &Content| matches!(&it.format, Format::Multipart { parts, .. } if !parts.is_empty());
    if contents.iter().any(is_form) {
        let forms = contents.iter().map(|content| match &content.format {
            Format::Multipart { parts, .. } if !parts.is_empty() => {
                let mut fields = Scope::with(&["others"]);
                let fields = parts
                    .iter()
                    .map(|part| fields.take(&[&part.name], Case::Snake, "part"));
                Some(FormNames {
                    fields: fields.collect(),
                    name: derived(&["Form"]),
                    streamed: content.has_streamed_parts().then(|| ChoiceNames {
                        name: derived(&["Form", "Part"]),
                        variants: name_files(parts),
                    }),
                })
            }
            _ => None,
        });
        names.forms = forms.collect();
    }
    names
}

fn name_files(parts: &[Part]) -> Vec<RustName> {
    let mut scope = Scope::with(&["Other"]);
    let files = parts.iter().filter(|part| part.format == PartFormat::File);
    files
        .map(|part| scope.take(&[&part.name], Case::Camel, "Part"))
        .collect()
}

/// Names the choices of what responses hold.
pub(super) fn name_choices(
    api: &Api,
    choices: &[BodyChoice],
    operations: &[OperationNames],
) -> Vec<ChoiceNames> {
    let mut scope = Scope::with(&["Answer", "Contents", "Misfit"]);
    let named = choices.iter().map(|choice| {
        let (operation, position) = choice.owner;
        let wanted = owner(api, operations, (operation.0, position)) + " Content";
        let variants = choice.alternatives.iter().map(|alternative| {
            match (alternative.shape, alternative.media_types.as_slice()) {
                (BodyShape::Json(_), _) => "application/json",
                (BodyShape::Bytes, [_, _, ..]) => "application/octet-stream",
                (BodyShape::Text, [_, _, ..]) => "text/plain",
                (_, [first, ..]) => first.as_str(),
                (_, []) => "",
            }
        });
        let json = choice.alternatives.iter();
        let has_one_json = json.filter(|it| it.shape.json().is_some()).count() == 1;
        let variants = match has_one_json {
            true => name_variants(variants),
            false => {
                let all = choice.alternatives.iter();
                name_variants(all.filter_map(|it| it.media_types.first().map(String::as_str)))
            }
        };
        ChoiceNames {
            name: scope.take(&[&wanted], Case::Camel, "Content"),
            variants,
        }
    });
    named.collect()
}

/// The component that a response is, or else its place in the operation.
fn owner(api: &Api, operations: &[OperationNames], place: (usize, usize)) -> String {
    let operation = api.operations.get(place.0);
    let response = operation.and_then(|it| it.responses.get(place.1));
    let Some((response, names)) = response.zip(operations.get(place.0)) else {
        return String::new();
    };
    let keys: Vec<String> = response.pointer.keys().collect();
    match keys.as_slice() {
        [components, responses, name] if components == "components" && responses == "responses" => {
            name.clone()
        }
        _ if response.status.is_success() => names.stem.unraw().to_owned(),
        _ => {
            let variant = names.responses.get(place.1).map_or("", RustName::unraw);
            format!("{} {variant}", names.stem.unraw())
        }
    }
}

fn name_variants<'a>(media_types: impl Iterator<Item = &'a str>) -> Vec<RustName> {
    let mut scope = Scope::with(&[]);
    let variants = media_types
        .map(|media_type| scope.take(&[&words(media_type), media_type], Case::Camel, "Content"));
    variants.collect()
}

/// What a media type is called: what it is known as, or its subtype.
fn words(media_type: &str) -> String {
    let essence = media_type.split(';').next().unwrap_or_default();
    let essence = essence.trim().to_ascii_lowercase();
    let known = match essence.as_str() {
        "application/x-www-form-urlencoded" => "Form",
        "multipart/form-data" => "Multipart",
        "application/octet-stream" | "*/*" | "application/*" => "Bytes",
        "text/plain" | "text/*" => "Text",
        "text/event-stream" => "Events",
        "application/x-ndjson" | "application/jsonl" => "Lines",
        _ => "",
    };
    if !known.is_empty() {
        return known.to_owned();
    }
    let (kind, subtype) = essence.split_once('/').unwrap_or(("", essence.as_str()));
    // A range is of a kind.
    let subtype = if subtype == "*" { kind } else { subtype };
    let subtype = subtype.strip_prefix("x-").unwrap_or(subtype);
    subtype.replace(['+', '.', '*'], " ")
}
