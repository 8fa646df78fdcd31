//! The members of a page that may speak of pages.

use super::Path;
use super::words::{self, plain};
use crate::ir::{Api, Object, SchemaId, SchemaKind, TextFormat};

/// How many objects stand in each other at most on the way to a member.
const DEEPEST: usize = 3;

/// A body, with its members and those of the objects in it that speak of pages.
pub(super) struct Body<'a> {
    api: &'a Api,
    pub schema: SchemaId,
    members: Vec<Member>,
}

/// A member of a body.
pub(super) struct Member {
    pub path: Path,
    /// The names on the way, without case and marks.
    pub names: Vec<String>,
    pub schema: SchemaId,
}

impl Member {
    pub fn name(&self) -> &str {
        self.names.last().map_or("", String::as_str)
    }

    /// The object that it is in, if it is in one.
    pub fn holder(&self) -> Option<&str> {
        let at = self.names.len().checked_sub(2)?;
        self.names.get(at).map(String::as_str)
    }
}

/// What a member has to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Integer,
    Boolean,
    /// What is one text in a query.
    Scalar,
    List,
    /// A text that may be a URL.
    Text,
}

impl<'a> Body<'a> {
    pub fn new(api: &'a Api, schema: SchemaId) -> Self {
        let mut body = Self {
            api,
            schema,
            members: Vec::new(),
        };
        body.enter(schema, &Path::default(), &[]);
        body
    }

    /// Enters the members of an object, and below them those of the objects that speak of pages or hold the page.
    fn enter(&mut self, owner: SchemaId, path: &Path, names: &[String]) {
        let Some(object) = self.object(owner) else {
            return;
        };
        for (position, (name, property)) in object.properties.iter().enumerate() {
            let mut path = path.clone();
            path.0.push(position);
            let mut names = names.to_owned();
            names.push(plain(name));
            let leads_on = names.last().is_some_and(|name| {
                let name = name.as_str();
                words::ABOUT.contains(&name) || words::AROUND.contains(&name)
            });
            if leads_on && names.len() < DEEPEST {
                self.enter(property.schema, &path, &names);
            }
            self.members.push(Member {
                path,
                names,
                schema: property.schema,
            });
        }
    }

    fn object(&self, schema: SchemaId) -> Option<&'a Object> {
        match &self.api.schemas.resolve(schema).1.kind {
            SchemaKind::Object(object) => Some(object),
            _ => None,
        }
    }

    /// What an item of a body is that is a list itself.
    pub fn own_items(&self) -> Option<SchemaId> {
        self.items(self.schema)
    }

    pub fn items(&self, schema: SchemaId) -> Option<SchemaId> {
        match &self.api.schemas.resolve(schema).1.kind {
            SchemaKind::Array(array) => Some(array.items),
            _ => None,
        }
    }

    pub fn members(&self) -> impl Iterator<Item = &Member> {
        self.members.iter()
    }

    /// The member with the first of these names that there is, of this kind.
    pub fn about(&self, names: &[&str], kind: Kind) -> Option<Path> {
        let found = |wanted: &&str| {
            let mut members = self.members.iter();
            members.find(|member| member.name() == *wanted && self.is(member.schema, kind))
        };
        names
            .iter()
            .find_map(found)
            .map(|member| member.path.clone())
    }

    /// Whether the values of a schema are of this kind.
    pub fn is(&self, schema: SchemaId, kind: Kind) -> bool {
        match &self.api.schemas.resolve(schema).1.kind {
            SchemaKind::Integer(_) => matches!(kind, Kind::Integer | Kind::Scalar),
            SchemaKind::Number(_) => kind == Kind::Scalar,
            SchemaKind::Boolean => kind == Kind::Boolean,
            SchemaKind::Array(_) => kind == Kind::List,
            SchemaKind::String(text) if text.format.is_held_as_text() => {
                matches!(kind, Kind::Scalar | Kind::Text)
            }
            SchemaKind::String(text) => kind == Kind::Scalar && text.format == TextFormat::Uuid,
            _ => false,
        }
    }

    /// Whether a text says of itself that it is an address, by its format, or by what the document says or shows of it.
    pub fn is_address(&self, schema: SchemaId) -> bool {
        let named = self.api.schemas.get(schema);
        let (_, resolved) = self.api.schemas.resolve(schema);
        let is_formatted = match &resolved.kind {
            SchemaKind::String(text) => {
                matches!(text.format, TextFormat::Uri | TextFormat::UriReference)
            }
            _ => false,
        };
        let described = [&named.docs, &resolved.docs].into_iter();
        let mut described = described.filter_map(|docs| docs.description.as_deref());
        let is_described = described.any(speaks_of_addresses);
        let examples = named.examples.iter().chain(&resolved.examples);
        let mut shown = examples.filter_map(|example| example.value.as_str());
        is_formatted || is_described || shown.any(looks_like_address)
    }

    /// The way to the member at a path of names with dots between, as they stand in the document.
    pub fn path(&self, names: &str) -> Option<(Path, SchemaId)> {
        let mut path = Path::default();
        let mut schema = self.schema;
        let mut rest = names;
        while !rest.is_empty() {
            let object = self.object(schema)?;
            // A name may have dots of its own.
            let ends = rest.match_indices('.').map(|(at, _)| at);
            let mut ends = ends.chain(std::iter::once(rest.len()));
            let (end, position, property) = ends.find_map(|end| {
                let name = rest.get(..end)?;
                let (position, _, property) = object.properties.get_full(name)?;
                Some((end, position, property))
            })?;
            path.0.push(position);
            schema = property.schema;
            rest = rest.get(end + 1..).unwrap_or_default();
        }
        Some((path, schema))
    }

    /// The member of the items that tells them apart, if every item has one.
    pub fn id_of(&self, item: SchemaId) -> Option<Path> {
        let object = self.object(item)?;
        let (position, _, property) = object.properties.get_full("id")?;
        let is_there = property.required || !self.api.schemas.is_nullable(property.schema);
        (is_there && self.is(property.schema, Kind::Scalar)).then(|| Path(vec![position]))
    }
}

fn speaks_of_addresses(text: &str) -> bool {
    let mut words = text.split(|character: char| !character.is_alphanumeric());
    words.any(|word| {
        let word = word.to_ascii_lowercase();
        matches!(word.as_str(), "url" | "uri" | "link" | "href" | "hyperlink")
    })
}

fn looks_like_address(text: &str) -> bool {
    let mut beginnings = ["http://", "https://", "/", "?"].iter();
    beginnings.any(|beginning| text.starts_with(beginning))
}
