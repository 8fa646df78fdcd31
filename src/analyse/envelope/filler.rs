//! What the members of an envelope say, by their names and types.

use std::collections::BTreeMap;
use std::fmt;

use super::kinds::{
    self, is_constant, is_flag, is_moment, is_number, is_status, is_text, is_texts_by_name, is_uri,
    items, location_shape, may_be_nothing, takes_one,
};
use super::values;
use super::words::{self, plain};
use super::{FaultList, FaultShape, Filled, Filling, ListedFaults};
use crate::analyse::{Holding, Recursion};
use crate::ir::{Api, Object, Property, SchemaId, SchemaKind};

/// How many objects stand in each other at most.
const DEEPEST: usize = 4;

/// What is filled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Whole {
    Envelope,
    /// One of the faults in its list.
    Fault,
}

/// What a member may be chosen for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Status,
    Message,
    Kind,
    Faults,
    Location,
}

impl Role {
    /// In this order members are looked for: one that may be several things is the first.
    fn of(whole: Whole) -> [Self; 4] {
        match whole {
            Whole::Envelope => [Self::Message, Self::Status, Self::Kind, Self::Faults],
            Whole::Fault => [Self::Message, Self::Location, Self::Kind, Self::Status],
        }
    }
}

impl Role {
    /// Whether this is what a member with the role says.
    pub fn is(self, filled: &Filled) -> bool {
        match self {
            Self::Status => *filled == Filled::Status,
            Self::Message => matches!(filled, Filled::Message | Filled::Account),
            Self::Kind => filled.is_kind(),
            Self::Faults => matches!(filled, Filled::Faults(_)),
            Self::Location => matches!(filled, Filled::Location(_)),
        }
    }
}

/// What the user says of a role.
#[derive(Debug)]
pub(super) struct Assigned {
    pub whole: Whole,
    pub role: Role,
    /// The positions on the way to the member; `None` where no member has the role.
    pub path: Option<Vec<usize>>,
}

/// Why an object cannot be filled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Unfilled {
    /// No member says what went wrong.
    NoMessage,
    /// A member has to be there, and the server does not know what it is.
    Member(String),
}

impl fmt::Display for Unfilled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoMessage => f.write_str("no member tells what went wrong"),
            Self::Member(name) => {
                write!(
                    f,
                    "the member `{name}` has to be there, and no server can fill it"
                )
            }
        }
    }
}

/// Fills objects.
pub(super) struct Filler<'a> {
    pub api: &'a Api,
    recursion: &'a Recursion,
    assigned: Vec<Assigned>,
}

impl<'a> Filler<'a> {
    pub fn new(api: &'a Api, recursion: &'a Recursion) -> Self {
        Self {
            api,
            recursion,
            assigned: Vec::new(),
        }
    }

    /// The same, as far as the user says nothing else.
    pub fn assigned(self, assigned: Vec<Assigned>) -> Self {
        Self { assigned, ..self }
    }

    /// What the user says.
    pub fn given(&self) -> &[Assigned] {
        &self.assigned
    }

    /// Fills an envelope.
    pub fn envelope(&self, schema: SchemaId) -> Result<Filling, Unfilled> {
        self.fill(Whole::Envelope, schema, (&[], ""))
    }

    fn fill(
        &self,
        whole: Whole,
        schema: SchemaId,
        (path, name): (&[usize], &str),
    ) -> Result<Filling, Unfilled> {
        let unfilled = || match path {
            [] => Unfilled::NoMessage,
            _ => Unfilled::Member(name.to_owned()),
        };
        let id = self.api.schemas.resolve(schema).0;
        let object = self.object(id).ok_or_else(unfilled)?;
        if path.len() >= DEEPEST {
            return Err(unfilled());
        }
        let mut place = Place {
            filler: self,
            whole,
            owner: id,
            object,
            path,
            name,
            members: BTreeMap::new(),
        };
        for role in Role::of(whole) {
            place.take(role);
        }
        place.take_details();
        place.take_others()?;
        Ok(Filling {
            schema: id,
            members: place.members,
        })
    }

    /// An object whose fields are its properties.
    pub fn object(&self, schema: SchemaId) -> Option<&'a Object> {
        match &self.api.schemas.resolve(schema).1.kind {
            SchemaKind::Object(object) if object.patterns.is_empty() => Some(object),
            _ => None,
        }
    }

    /// Whether faults might be told in it.
    pub fn can_list(&self, schema: SchemaId) -> bool {
        let item = items(self.api, schema).filter(|it| !self.api.schemas.is_nullable(*it));
        let fits = |item| is_text(self.api, item) || self.object(item).is_some();
        item.is_some_and(fits) || is_texts_by_name(self.api, schema)
    }

    /// Where an envelope lists faults.
    pub fn list_in(&self, schema: SchemaId) -> Option<Vec<usize>> {
        self.envelope(schema).ok()?.way_to_faults()
    }

    /// The faults with nothing around them, where a schema is that.
    pub fn listed(&self, schema: SchemaId) -> Option<ListedFaults> {
        let schema = self.api.schemas.resolve(schema).0;
        // What holds itself has a type that no other list has.
        let is_plain = !self.recursion.is_newtype(schema) && takes_one(self.api, schema);
        let shape = self.faults(schema).filter(|_| is_plain)?;
        let is_all = true;
        let list = FaultList { shape, is_all };
        Some(ListedFaults { schema, list })
    }

    /// How the entries of a list tell faults.
    pub fn faults(&self, schema: SchemaId) -> Option<FaultShape> {
        if is_texts_by_name(self.api, schema) {
            return Some(FaultShape::TextsByPlace);
        }
        let item = items(self.api, schema).filter(|it| !self.api.schemas.is_nullable(*it))?;
        if is_text(self.api, item) {
            return Some(FaultShape::Text);
        }
        let filling = self.fill(Whole::Fault, item, (&[], "")).ok()?;
        let tells = filling.says(&Filled::Message);
        tells.then_some(FaultShape::Object(filling))
    }
}

/// An object that is being filled.
struct Place<'a> {
    filler: &'a Filler<'a>,
    whole: Whole,
    owner: SchemaId,
    object: &'a Object,
    /// The way to it.
    path: &'a [usize],
    /// The names on the way to it.
    name: &'a str,
    members: BTreeMap<usize, Filled>,
}

impl Place<'_> {
    /// Looks for the member with this role.
    fn take(&mut self, role: Role) {
        let mut assigned = self.filler.assigned.iter();
        let assigned = assigned.find(|it| it.whole == self.whole && it.role == role);
        let found = match assigned {
            Some(assigned) => assigned.path.as_ref().and_then(|path| {
                let (last, way) = path.split_last()?;
                let (_, property) = self.object.properties.get_index(*last)?;
                let filled = self.filled(role, property)?;
                let is_free = !self.members.contains_key(last);
                (way == self.path && is_free).then_some((*last, filled))
            }),
            None => self.find(role),
        };
        self.members.extend(found);
    }

    fn find(&self, role: Role) -> Option<(usize, Filled)> {
        match role {
            Role::Message => self.first(&words::MESSAGE, role),
            Role::Kind => self.first(&words::KIND, role).or_else(|| {
                let is_told = self.members.values().any(|it| *it == Filled::Message);
                let beside = || self.first(&words::KIND_BESIDE, role);
                is_told.then(beside).flatten()
            }),
            Role::Faults => self.first(&words::FAULTS, role),
            Role::Location => self.first(&words::LOCATION, role),
            Role::Status => {
                let number = self.named(&words::STATUS, |it| is_number(self.filler.api, it));
                let text = || self.named(&words::STATUS, |it| self.is_status_text(it));
                number
                    .or_else(text)
                    .map(|position| (position, Filled::Status))
            }
        }
    }

    /// A text may be a status where the document shows that it is; in a list of faults, where it does not show that it is none.
    fn is_status_text(&self, schema: SchemaId) -> bool {
        let api = self.filler.api;
        let shown = kinds::shows_status(api, schema);
        is_text(api, schema) && shown.unwrap_or(self.whole == Whole::Fault)
    }

    /// The member with the first of these names that there is and that fits the role.
    fn first(&self, names: &[&str], role: Role) -> Option<(usize, Filled)> {
        names.iter().find_map(|wanted| {
            let mut fitting = self.free().filter(|(_, name, _)| plain(name) == *wanted);
            fitting.find_map(|(position, _, it)| Some((position, self.filled(role, it)?)))
        })
    }

    fn named(&self, names: &[&str], test: impl Fn(SchemaId) -> bool) -> Option<usize> {
        names.iter().find_map(|wanted| {
            let mut free = self.free();
            free.find_map(|(position, name, property)| {
                (plain(name) == *wanted && test(property.schema)).then_some(position)
            })
        })
    }

    /// Whether the user says what a member says.
    fn is_assigned(&self, position: usize) -> bool {
        let path = self.path_to(position);
        let mut assigned = self.filler.assigned.iter();
        assigned.any(|it| it.whole == self.whole && it.path.as_ref() == Some(&path))
    }

    /// The members that say nothing so far. One that nobody should use any more is left out where it may be.
    fn free(&self) -> impl Iterator<Item = (usize, &str, &Property)> {
        let all = self.object.properties.iter().enumerate();
        let all = all.map(|(position, (name, property))| (position, name.as_str(), property));
        all.filter(|(position, _, property)| {
            let schema = self.filler.api.schemas.get(property.schema);
            let is_wanted = property.required || !schema.docs.deprecated;
            is_wanted && !self.members.contains_key(position) && !self.is_assigned(*position)
        })
    }

    /// What a member says that has this role; `None` where it cannot have it.
    fn filled(&self, role: Role, property: &Property) -> Option<Filled> {
        let (api, schema) = (self.filler.api, property.schema);
        match role {
            Role::Status => is_status(api, schema).then_some(Filled::Status),
            Role::Message => is_text(api, schema).then_some(Filled::Message),
            Role::Kind => match values::find(api, schema) {
                Some(values) => Some(Filled::KindOf(values)),
                None => is_text(api, schema).then_some(Filled::Kind),
            },
            Role::Location => location_shape(api, schema).map(Filled::Location),
            Role::Faults => {
                let shape = self.filler.faults(schema)?;
                let is_all = property.required && !may_be_nothing(api, schema);
                Some(Filled::Faults(FaultList { shape, is_all }))
            }
        }
    }

    /// Members that say more of the same.
    fn take_details(&mut self) {
        let api = self.filler.api;
        let flag = |schema| is_flag(api, schema);
        if self.whole == Whole::Envelope && self.members.values().any(|it| *it == Filled::Message) {
            let reason = self.named(&words::REASON, |schema| is_text(api, schema));
            self.members.extend(reason.map(|at| (at, Filled::Reason)));
        }
        let about = self.named(&["type"], |schema| is_uri(api, schema));
        self.members
            .extend(about.map(|at| (at, Filled::AboutBlank)));
        let success = self.named(&words::SUCCESS, flag);
        self.members
            .extend(success.map(|at| (at, Filled::Flag(false))));
        let failure = self.named(&words::FAILURE, flag);
        self.members
            .extend(failure.map(|at| (at, Filled::Flag(true))));
    }

    /// Objects in it, and whatever else has to be there.
    fn take_others(&mut self) -> Result<(), Unfilled> {
        let mut others = Vec::new();
        for (position, name, property) in self.free() {
            let inner = self.inner(position, name, property)?;
            let filled = match inner {
                None if property.required => Some(self.unsaid(name, property)?),
                inner => inner,
            };
            others.extend(filled.map(|filled| (position, filled)));
        }
        self.members.extend(others);
        Ok(())
    }

    /// An object that says something of what went wrong.
    fn inner(
        &self,
        position: usize,
        name: &str,
        property: &Property,
    ) -> Result<Option<Filled>, Unfilled> {
        let (path, full) = (self.path_to(position), self.name_of(name));
        let is_assigned = self.filler.assigned.iter().any(|assigned| {
            let way = assigned.path.as_ref().filter(|way| way.len() > path.len());
            assigned.whole == self.whole && way.is_some_and(|way| way.starts_with(&path))
        });
        let plain = plain(name);
        let may_say = match self.whole {
            Whole::Envelope => words::AROUND.contains(&plain.as_str()),
            Whole::Fault => words::LOCATION.contains(&plain.as_str()),
        };
        if !self.can_hold(property.schema) || !(is_assigned || may_say) {
            return Ok(None);
        }
        match self
            .filler
            .fill(self.whole, property.schema, (&path, &full))
        {
            Ok(filling) => {
                let says = is_assigned || self.says_something(&filling);
                Ok(says.then_some(Filled::Object(filling)))
            }
            Err(unfilled) if is_assigned => Err(unfilled),
            Err(_) => Ok(None),
        }
    }

    fn says_something(&self, filling: &Filling) -> bool {
        match self.whole {
            Whole::Envelope => filling.tells() || filling.says_any(Filled::is_kind),
            Whole::Fault => filling.says_any(|filled| matches!(filled, Filled::Location(_))),
        }
    }

    /// What has to be there all the same.
    fn unsaid(&self, name: &str, property: &Property) -> Result<Filled, Unfilled> {
        let (api, schema) = (self.filler.api, property.schema);
        let full = self.name_of(name);
        let plain = plain(name);
        let is_code = words::STATUS.contains(&plain.as_str());
        if is_constant(api, schema) {
            Ok(Filled::Constant)
        } else if is_moment(api, schema) && !api.schemas.is_nullable(schema) {
            Ok(Filled::Now)
        } else if is_code && is_number(api, schema) {
            Ok(Filled::Status)
        } else if is_text(api, schema) && words::MESSAGE.contains(&plain.as_str()) {
            Ok(Filled::Message)
        } else if may_be_nothing(api, schema)
            && !self
                .filler
                .recursion
                .is_newtype(api.schemas.resolve(schema).0)
        {
            Ok(Filled::Nothing)
        } else if self.can_hold(schema) {
            let position = self.object.properties.get_index_of(name);
            let path = self.path_to(position.unwrap_or_default());
            let filling = self.filler.fill(self.whole, schema, (&path, &full))?;
            Ok(Filled::Object(filling))
        } else {
            Err(Unfilled::Member(full))
        }
    }

    /// Whether it is an object that can be written where it stands.
    fn can_hold(&self, schema: SchemaId) -> bool {
        let holding = self
            .filler
            .recursion
            .holding(self.filler.api, self.owner, schema);
        self.filler.object(schema).is_some() && holding != Holding::Apart
    }

    fn path_to(&self, position: usize) -> Vec<usize> {
        [self.path, &[position]].concat()
    }

    fn name_of(&self, member: &str) -> String {
        match self.name {
            "" => member.to_owned(),
            name => format!("{name}.{member}"),
        }
    }
}
