//! What a user says of how operations page.

use std::collections::HashMap;

use super::operation::{Asked, is_scalar};
use super::{More, Pages, Path, Source, Way, items, numbered, offset};
use crate::analyse::names::keys_of;
use crate::config::{Config, Paging, Said};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, similar};
use crate::ir::{Api, OperationId, ParameterLocation, SchemaId};

use super::body::Kind;

/// By how many bytes the length of a name may differ from that of one that is meant.
const NEAR: usize = 3;

/// A choice, and the operation that it is about as the user calls it.
pub(super) type Chosen<'a> = &'a (Said, Paging);

/// The choices by operation; one about none is reported.
pub(super) fn by_operation<'a>(
    api: &Api,
    config: &'a Config,
    sink: &mut Diagnostics,
) -> HashMap<OperationId, Chosen<'a>> {
    let choices = &config.hand.paging;
    if choices.is_empty() {
        return HashMap::new();
    }
    let mut known: HashMap<String, OperationId> = HashMap::new();
    let operations = (0..).map(OperationId).zip(&api.operations);
    for (id, operation) in operations.filter(|(_, it)| it.is_of_api()) {
        for key in keys_of(operation) {
            known.entry(key).or_insert(id);
        }
    }
    let mut chosen = HashMap::new();
    for choice in choices {
        let key = &choice.0;
        match known.get(&key.text) {
            Some(id) => {
                chosen.insert(*id, choice);
            }
            None => {
                let message = format!("the document has no emitted operation `{}`", key.text);
                let fault = key.fault(Code::UnmatchedChoice, message);
                sink.push(match meant(&key.text, &known) {
                    Some(meant) => fault.help(format!("did you mean `{meant}`?")),
                    None => fault,
                });
            }
        }
    }
    chosen
}

/// The operation that is spelt most like the key.
fn meant<'a>(key: &str, known: &'a HashMap<String, OperationId>) -> Option<&'a str> {
    let mut near: Vec<&str> = known
        .keys()
        .map(String::as_str)
        .filter(|known| known.len().abs_diff(key.len()) <= NEAR)
        .collect();
    near.sort_unstable();
    similar(key, near)
}

/// The pages of an operation as its user wants them; what cannot be is reported.
pub(super) fn follow(
    asked: Option<&Asked<'_>>,
    (operation, paging): Chosen<'_>,
    sink: &mut Diagnostics,
) -> Option<Pages> {
    let kind = paging.kind.as_ref()?;
    let Some(asked) = asked else {
        let message = format!("`{}` answers no JSON that could be a page", operation.text);
        sink.push(kind.fault(Code::InvalidConfiguration, message));
        return None;
    };
    let follower = Follower {
        asked,
        paging,
        kind,
    };
    match follower.pages() {
        Ok(pages) => Some(pages),
        Err(fault) => {
            sink.push(*fault);
            None
        }
    }
}

type Followed<T> = Result<T, Box<Diagnostic>>;

struct Follower<'a> {
    asked: &'a Asked<'a>,
    paging: &'a Paging,
    kind: &'a Said,
}

impl Follower<'_> {
    fn pages(&self) -> Followed<Pages> {
        let (items, item) = self.items()?;
        Ok(Pages {
            body: self.asked.body.schema,
            items,
            item,
            way: self.way()?,
            more: self.more()?,
        })
    }

    fn way(&self) -> Followed<Way> {
        Ok(match self.kind.text.as_str() {
            "offset" => {
                let parameter = self.parameter("offset")?;
                Way::Offset {
                    parameter,
                    first: self.first(offset::first(self.asked, parameter))?,
                    total: self.source("total", Kind::Integer)?,
                }
            }
            "page" => {
                let parameter = self.parameter("page")?;
                Way::Page {
                    parameter,
                    first: self.first(numbered::first(self.asked, parameter))?,
                    own: None,
                    pages: self.source("pages", Kind::Integer)?,
                    total: self.source("total", Kind::Integer)?,
                }
            }
            "cursor" => Way::Cursor {
                parameter: self.parameter("cursor")?,
                next: self.needed("next", Kind::Scalar)?,
            },
            "url" => Way::Url {
                next: self.needed("next", Kind::Text)?,
            },
            _ => Way::Link,
        })
    }

    fn parameter(&self, name: &str) -> Followed<usize> {
        let said = self.said(name)?;
        let parameters = &self.asked.operation.parameters;
        let in_query = parameters
            .iter()
            .enumerate()
            .filter(|(_, it)| it.location == ParameterLocation::Query);
        let mut fitting = in_query.filter(|(_, it)| it.name == said.text);
        match fitting.next() {
            Some((position, it)) if is_scalar(self.asked.api, it.schema) => Ok(position),
            Some(_) => Err(refuse(said, "is no text or number")),
            None => Err(refuse(said, "is no query parameter of the operation")),
        }
    }

    fn first(&self, usual: i64) -> Followed<i64> {
        let Some(said) = self.paging.get("first") else {
            return Ok(usual);
        };
        said.text
            .parse()
            .map_err(|_| refuse(said, "is no whole number"))
    }

    fn items(&self) -> Followed<(Path, SchemaId)> {
        let Some(said) = self.paging.get("items") else {
            let unclear = "it is not clear which list has the items: say `items`";
            let found = items::find(self.asked).map(|list| (list.path, list.item));
            return found.ok_or_else(|| fault(self.kind, unclear));
        };
        let (path, schema) = self.member(said, &said.text, Kind::List)?;
        let item = self.asked.body.items(schema);
        item.map(|item| (path, item))
            .ok_or_else(|| refuse(said, "is no list"))
    }

    fn more(&self) -> Followed<Option<More>> {
        let Some(said) = self.paging.get("more") else {
            return Ok(None);
        };
        let end = said.text.strip_prefix('!');
        let (source, _) = self.member(said, end.unwrap_or(&said.text), Kind::Boolean)?;
        Ok(Some(More {
            source,
            is_end: end.is_some(),
        }))
    }

    fn needed(&self, name: &str, kind: Kind) -> Followed<Source> {
        self.said(name)?;
        let source = self.source(name, kind)?;
        source.ok_or_else(|| fault(self.kind, &format!("`{name}` is needed")))
    }

    fn source(&self, name: &str, kind: Kind) -> Followed<Option<Source>> {
        let Some(said) = self.paging.get(name) else {
            return Ok(None);
        };
        if let Some(header) = said.text.strip_prefix("header:") {
            let header = header.trim().to_ascii_lowercase();
            let is_token = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
            return match !header.is_empty() && header.bytes().all(is_token) {
                true => Ok(Some(Source::Header(header))),
                false => Err(refuse(said, "names no header")),
            };
        }
        let (path, _) = self.member(said, &said.text, kind)?;
        Ok(Some(Source::Body(path)))
    }

    fn member(&self, said: &Said, path: &str, kind: Kind) -> Followed<(Path, SchemaId)> {
        let Some((path, schema)) = self.asked.path(path) else {
            return Err(refuse(said, "leads to no member of the answer"));
        };
        if self.asked.body.is(schema, kind) {
            return Ok((path, schema));
        }
        Err(refuse(
            said,
            match kind {
                Kind::Integer => "is no whole number",
                Kind::Boolean => "is neither true nor false",
                Kind::Scalar => "is no text or number",
                Kind::List => "is no list",
                Kind::Text => "is no text",
            },
        ))
    }

    fn said(&self, name: &str) -> Followed<&Said> {
        let said = self.paging.get(name);
        said.ok_or_else(|| fault(self.kind, &format!("`{name}` is needed")))
    }
}

fn refuse(said: &Said, reason: &str) -> Box<Diagnostic> {
    fault(said, &format!("`{}` {reason}", said.text))
}

fn fault(said: &Said, message: &str) -> Box<Diagnostic> {
    Box::new(said.fault(Code::InvalidConfiguration, message))
}
