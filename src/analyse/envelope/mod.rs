//! The object in which an API reports errors, and which of its members says what.
//!
//! Nothing in a document says that an object is an error envelope. It is taken for one when error responses of the API hold
//! it, a member of it tells a person what went wrong, and every member that must be there is one that a server can fill.

mod body;
mod chosen;
mod filler;
mod kinds;
mod own;
mod shared;
mod values;
mod words;

use std::collections::BTreeMap;

use serde::Serialize;

use super::Recursion;
use crate::config::Config;
use crate::diagnostic::Diagnostics;
use crate::ir::{Api, SchemaId};
use filler::{Filler, Unfilled};

pub use body::{Body, ListedFaults};
pub use own::{OwnEnvelopes, Refused};
pub use values::KindValues;
pub(super) use words::plain;

/// The error envelope of an API.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Envelope {
    /// What it is sent as.
    pub media_type: String,
    /// What it is filled with.
    pub body: Filling,
}

/// What an object is filled with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Filling {
    /// The object.
    pub schema: SchemaId,
    /// What its members say, by their positions in [`Object::properties`](crate::ir::Object::properties); others are left out.
    pub members: BTreeMap<usize, Filled>,
}

/// What a member says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Filled {
    /// The HTTP status, as a number or a text.
    Status,
    /// The phrase for the status: `Not Found`.
    Reason,
    /// What went wrong, for people.
    Message,
    /// The same with the faults of a request behind it, where nothing lists them.
    Account,
    /// What went wrong, for programs.
    Kind,
    /// The same, as one of the values of an enumeration.
    KindOf(KindValues),
    /// When it went wrong.
    Now,
    /// Where it is wrong.
    Location(LocationShape),
    /// That there is no more to read about it: the URI `about:blank` (RFC 9457, section 4.2.1).
    AboutBlank,
    /// Whether all went well, or whether something failed.
    Flag(bool),
    /// The one value that it can have.
    Constant,
    /// Nothing: null, an empty text, list or object, or the nil UUID. It must be there, and the server does not know more.
    Nothing,
    /// An object of its own.
    Object(Filling),
    /// The faults of a request.
    Faults(FaultList),
}

/// The faults of a request in an envelope.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FaultList {
    /// How one is told.
    pub shape: FaultShape,
    /// Whether the list has one entry for what went wrong where there are no faults, since nothing else says it.
    pub is_all: bool,
}

/// How a fault is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FaultShape {
    /// As an object.
    Object(Filling),
    /// As a text, with its place before it.
    Text,
    /// As one of the texts under its place, in an object that is no list.
    TextsByPlace,
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

impl Filled {
    /// Whether it tells programs what went wrong.
    pub fn is_kind(&self) -> bool {
        matches!(self, Self::Kind | Self::KindOf(_))
    }

    /// Whether the status decides what it is.
    pub fn is_by_status(&self) -> bool {
        matches!(self, Self::Status | Self::KindOf(_))
    }
}

impl Filling {
    /// Whether a member says that, or one of an object in it; entries of lists are not asked.
    pub fn says(&self, wanted: &Filled) -> bool {
        self.says_any(|filled| filled == wanted)
    }

    /// The same for what a test is for.
    pub fn says_any(&self, test: impl Fn(&Filled) -> bool + Copy) -> bool {
        self.members.values().any(|filled| match filled {
            Filled::Object(inner) => inner.says_any(test),
            filled => test(filled),
        })
    }

    /// The list of faults.
    pub fn faults(&self) -> Option<&FaultList> {
        self.members.values().find_map(|filled| match filled {
            Filled::Faults(list) => Some(list),
            Filled::Object(inner) => inner.faults(),
            _ => None,
        })
    }

    fn faults_mut(&mut self) -> Option<&mut FaultList> {
        self.members.values_mut().find_map(|filled| match filled {
            Filled::Faults(list) => Some(list),
            Filled::Object(inner) => inner.faults_mut(),
            _ => None,
        })
    }

    /// Has the message tell the faults, too.
    fn give_account(&mut self) {
        for filled in self.members.values_mut() {
            match filled {
                Filled::Message => *filled = Filled::Account,
                Filled::Object(inner) => inner.give_account(),
                _ => {}
            }
        }
    }

    /// The positions on the way to the list of faults.
    fn way_to_faults(&self) -> Option<Vec<usize>> {
        self.members
            .iter()
            .find_map(|(position, filled)| match filled {
                Filled::Faults(_) => Some(vec![*position]),
                Filled::Object(inner) => {
                    let way = inner.way_to_faults()?;
                    Some([&[*position], way.as_slice()].concat())
                }
                _ => None,
            })
    }

    /// What the member at the end of a way says.
    fn at(&self, way: &[usize]) -> Option<&Filled> {
        let (position, rest) = way.split_first()?;
        match (self.members.get(position)?, rest) {
            (filled, []) => Some(filled),
            (Filled::Object(inner), rest) => inner.at(rest),
            _ => None,
        }
    }

    /// Whether it says what went wrong, by itself or in a list of faults.
    fn tells(&self) -> bool {
        self.says(&Filled::Message) || self.faults().is_some()
    }
}

/// What became of looking for an envelope.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub envelope: Option<Envelope>,
    /// The one of requests that are at fault, where it is another one.
    pub of_faults: Option<Envelope>,
    /// What operations have of their own.
    pub own: OwnEnvelopes,
    /// Why there is none, where there is an object that error responses share.
    pub reason: Option<String>,
}

/// Finds the envelope, or takes the one that the user chooses.
pub(super) fn recognise(
    api: &Api,
    recursion: &Recursion,
    config: &Config,
    sink: &mut Diagnostics,
) -> Found {
    let shared = shared::find(api);
    if let Some(choice) = &config.server.envelope {
        let chosen = chosen::follow(api, recursion, (choice, shared.first()), sink);
        let wants_none = choice
            .is_none
            .then(|| "the configuration wants none".to_owned());
        return Found {
            envelope: chosen,
            reason: wants_none,
            ..Found::default()
        };
    }
    let filler = Filler::new(api, recursion);
    let mut found = Found::default();
    for shared in shared {
        match complete(&filler, shared.schema) {
            Ok(body) => {
                let media_type = shared.media_type;
                found.envelope = Some(Envelope { media_type, body });
                found.reason = None;
                break;
            }
            Err(unfilled) => {
                found.reason.get_or_insert_with(|| unfilled.to_string());
            }
        }
    }
    found.of_faults = of_faults(api, &filler).filter(|of_faults| {
        let shared = found.envelope.as_ref();
        shared.is_none_or(|shared| shared.body.schema != of_faults.body.schema)
    });
    found.own = own::find(api, &filler, &found);
    found
}

/// What most operations answer requests with that are at fault, if it lists the faults.
fn of_faults(api: &Api, filler: &Filler<'_>) -> Option<Envelope> {
    let common = shared::of_invalid_requests(api)?;
    let body = complete(filler, common.schema).ok()?;
    let media_type = common.media_type;
    body.faults()?;
    Some(Envelope { media_type, body })
}

/// Fills an object, so that it says what went wrong.
fn complete(filler: &Filler<'_>, schema: SchemaId) -> Result<Filling, Unfilled> {
    let mut body = filler.envelope(schema)?;
    if !body.tells() {
        return Err(Unfilled::NoMessage);
    }
    let is_told = body.says(&Filled::Message);
    match body.faults_mut() {
        Some(list) => list.is_all |= !is_told,
        None => body.give_account(),
    }
    Ok(body)
}
