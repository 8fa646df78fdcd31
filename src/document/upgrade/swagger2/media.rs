//! `consumes` and `produces`: the media types of bodies, which stand in each body in OpenAPI 3.0.

use std::collections::HashMap;
use std::rc::Rc;

use serde_json::{Map, Value};

use super::Upgrade;
use super::moves::Spot;
use crate::diagnostic::{Code, Pointer};
use crate::document::read::tree::copy;

/// What is taken for granted where a document says nothing.
pub(super) const JSON: &str = "application/json";

/// The media types that hold somewhere.
#[derive(Debug, Clone)]
pub(super) struct Types {
    /// Their names.
    pub(super) names: Rc<[String]>,
    /// Where they are listed, if they are.
    pub(super) place: Option<Pointer>,
    /// Whether the operation lists them itself, and not the document.
    pub(super) own: bool,
    /// The same for all lists that are equal.
    pub(super) id: usize,
}

/// All lists that have been met, so that equal ones can be told by a number.
#[derive(Debug, Default)]
pub(super) struct Lists(HashMap<Rc<[String]>, usize>);

impl Lists {
    fn id(&mut self, names: &Rc<[String]>) -> usize {
        let next = self.0.len();
        *self.0.entry(Rc::clone(names)).or_insert(next)
    }

    /// No media type.
    pub(super) fn none(&mut self) -> Types {
        let names: Rc<[String]> = Rc::new([]);
        Types {
            id: self.id(&names),
            names,
            place: None,
            own: false,
        }
    }
}

/// A schema for a body, with where it stands in the source.
#[derive(Debug)]
pub(super) struct Payload {
    /// The schema, if there is one.
    pub(super) schema: Option<Value>,
    /// Where it stands.
    pub(super) source: Pointer,
    /// Whether references can lead there.
    pub(super) is_whole: bool,
}

impl Upgrade<'_> {
    /// What a list of media types of an object says; `None` where it says nothing.
    pub(super) fn types(
        &mut self,
        members: &Map<String, Value>,
        key: &str,
        place: &Pointer,
        own: bool,
    ) -> Option<Types> {
        let names = self.texts(members, key, place)?;
        Some(self.listed(names, Some(place.join(key)), own))
    }

    /// A list of media types that was made.
    pub(super) fn listed(
        &mut self,
        names: Vec<String>,
        place: Option<Pointer>,
        own: bool,
    ) -> Types {
        let names: Rc<[String]> = names.into();
        Types {
            id: self.lists.id(&names),
            names,
            place,
            own,
        }
    }

    /// The content of a body: the same schema for each media type. It gives the first place of the schema.
    pub(super) fn content(
        &mut self,
        types: &Types,
        payload: &Payload,
        place: &Pointer,
    ) -> Map<String, Value> {
        let mut content = Map::new();
        for (index, name) in types.names.iter().enumerate() {
            if content.contains_key(name) {
                continue;
            }
            let mut media = Map::new();
            let at = place.join(name);
            if let Some(list) = &types.place {
                self.moves.came(&at, &list.join(index));
            }
            if let Some(schema) = &payload.schema {
                let Some(schema) = self.copied(schema, &payload.source) else {
                    break;
                };
                let spot = Spot {
                    new: at.join("schema"),
                    source: payload.source.clone(),
                };
                if payload.is_whole {
                    self.moves.moved(&spot);
                } else {
                    self.moves.came(&spot.new, &spot.source);
                }
                media.insert("schema".to_owned(), schema);
            }
            content.insert(name.clone(), Value::Object(media));
        }
        content
    }

    /// Puts examples by media type into the content. What is said of a type that the body does not have is ignored.
    pub(super) fn examples(
        &mut self,
        content: &mut Map<String, Value>,
        examples: &Map<String, Value>,
        spot: &Spot,
    ) {
        for (name, example) in examples {
            let source = spot.source.join(name);
            let Some((key, media)) = media_of(content, name) else {
                let message =
                    format!("there is no body of the media type `{name}`; its example is ignored");
                self.say_key(Code::IgnoredKeyword, &source, message);
                continue;
            };
            let place = spot.new.join("content").join(key).join("example");
            if let Value::Object(media) = media {
                media.insert("example".to_owned(), copy(example));
                self.moves.came(&place, &source);
            }
        }
    }
}

/// The entry of that media type, or else the one that differs only in parameters such as the charset.
fn media_of<'c>(
    content: &'c mut Map<String, Value>,
    name: &str,
) -> Option<(String, &'c mut Value)> {
    let key = if content.contains_key(name) {
        name.to_owned()
    } else {
        let mut keys = content.keys();
        keys.find(|key| essence(key) == essence(name))?.clone()
    };
    let media = content.get_mut(&key)?;
    Some((key, media))
}

/// A media type without its parameters.
pub(super) fn essence(name: &str) -> String {
    let plain = name.split(';').next().unwrap_or(name);
    plain.trim().to_ascii_lowercase()
}

/// Whether it is JSON.
pub(super) fn is_json(name: &str) -> bool {
    let essence = essence(name);
    essence == JSON || essence.ends_with("+json")
}
