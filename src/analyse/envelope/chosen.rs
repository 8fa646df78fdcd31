//! What a user says of the envelope.

use super::filler::{Assigned, Filler, Role, Whole};
use super::kinds::{is_status, is_text, items, location_shape};
use super::shared::{self, Shared};
use super::values;
use super::{Envelope, FaultShape, Filling, complete};
use crate::analyse::Recursion;
use crate::config::{EnvelopeMember, ErrorEnvelope, Said};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, similar};
use crate::ir::{Api, SchemaId};

/// The envelope as its user wants it; what cannot be is reported.
pub(super) fn follow(
    api: &Api,
    recursion: &Recursion,
    (choice, shared): (&ErrorEnvelope, Option<&Shared>),
    sink: &mut Diagnostics,
) -> Option<Envelope> {
    if choice.is_none {
        return None;
    }
    let follower = Follower {
        choice,
        filler: Filler::new(api, recursion),
    };
    match follower.envelope(recursion, shared) {
        Ok(envelope) => Some(envelope),
        Err(faults) => {
            for fault in faults {
                sink.push(*fault);
            }
            None
        }
    }
}

type Faults = Vec<Fault>;
type Fault = Box<Diagnostic>;

struct Follower<'a> {
    choice: &'a ErrorEnvelope,
    filler: Filler<'a>,
}

impl Follower<'_> {
    fn envelope(&self, recursion: &Recursion, shared: Option<&Shared>) -> Result<Envelope, Faults> {
        let api = self.filler.api;
        let schema = self.schema(shared).map_err(|fault| vec![fault])?;
        let assigned = self.assigned(schema)?;
        let filler = Filler::new(api, recursion).assigned(assigned);
        let body = complete(&filler, schema).map_err(|unfilled| {
            vec![fault(
                self.choice.first_said(),
                format!("the error envelope cannot be filled: {unfilled}"),
            )]
        })?;
        self.check(&filler, &body)?;
        Ok(Envelope {
            media_type: shared::media_type(api, body.schema),
            body,
        })
    }

    /// Whether each member says what it was chosen for: none can say two things, and an entry of a list may lack something.
    fn check(&self, filler: &Filler<'_>, body: &Filling) -> Result<(), Faults> {
        let item = match body.faults().map(|list| &list.shape) {
            Some(FaultShape::Object(item)) => Some(item),
            _ => None,
        };
        let said = |wanted: &Assigned| {
            let mut members = self.choice.members.iter();
            members.find_map(|(says, said)| {
                said.as_ref()
                    .filter(|_| role(*says) == (wanted.whole, wanted.role))
            })
        };
        let faults = filler.given().iter().filter_map(|assigned| {
            let whole = match assigned.whole {
                Whole::Envelope => Some(body),
                Whole::Fault => item,
            };
            let path = assigned.path.as_ref()?;
            let filled = whole.and_then(|whole| whole.at(path));
            let reason = match filled {
                Some(filled) if assigned.role.is(filled) => return None,
                Some(_) => "says something else already",
                None => "cannot be filled: its entries lack a message, or have to hold what the server does not know",
            };
            said(assigned).map(|said| refuse(said, reason))
        });
        let faults: Faults = faults.collect();
        if faults.is_empty() {
            Ok(())
        } else {
            Err(faults)
        }
    }

    fn schema(&self, shared: Option<&Shared>) -> Result<SchemaId, Fault> {
        let api = self.filler.api;
        let Some(said) = &self.choice.schema else {
            let unclear = "no error response holds an object: say `schema`";
            let shared = shared.map(|shared| shared.schema);
            return shared.ok_or_else(|| fault(self.choice.first_said(), unclear.to_owned()));
        };
        let Some(schema) = api.schemas.find(&said.text) else {
            let components = api.schemas.iter();
            let names = components.filter_map(|(_, schema)| schema.origin.component.as_deref());
            let message = format!("the document has no schema `{}`", said.text);
            let fault = Box::new(said.fault(Code::InvalidConfiguration, message));
            return Err(match similar(&said.text, names) {
                Some(meant) => Box::new(fault.help(format!("did you mean `{meant}`?"))),
                None => fault,
            });
        };
        match self.filler.object(schema) {
            Some(_) => Ok(schema),
            None => Err(refuse(said, "is no object with members")),
        }
    }

    /// The roles that the user gives to members; all that is wrong with them is told.
    fn assigned(&self, schema: SchemaId) -> Result<Vec<Assigned>, Faults> {
        let (mut assigned, mut faults) = (Vec::new(), Vec::new());
        let (of_faults, own): (Vec<_>, Vec<_>) = self
            .choice
            .members
            .iter()
            .partition(|(says, _)| role(*says).0 == Whole::Fault);
        for (says, said) in own {
            match self.assign(*says, said.as_ref(), schema) {
                Ok(one) => assigned.push(one),
                Err(fault) => faults.push(fault),
            }
        }
        if of_faults.is_empty() {
            return if faults.is_empty() {
                Ok(assigned)
            } else {
                Err(faults)
            };
        }
        match self.fault_schema(schema, &assigned) {
            Some(item) => {
                for (says, said) in of_faults {
                    match self.assign(*says, said.as_ref(), item) {
                        Ok(one) => assigned.push(one),
                        Err(fault) => faults.push(fault),
                    }
                }
            }
            None if faults.is_empty() => {
                let mut said = of_faults.iter().filter_map(|(_, said)| said.as_ref());
                let unclear =
                    "it is not clear which list has the faults, each as an object: say `faults`";
                faults.push(fault(said.next(), unclear.to_owned()));
            }
            None => {}
        }
        if faults.is_empty() {
            Ok(assigned)
        } else {
            Err(faults)
        }
    }

    /// What a fault is in the list of the user, or of oasmith.
    fn fault_schema(&self, schema: SchemaId, assigned: &[Assigned]) -> Option<SchemaId> {
        let said = assigned.iter().find(|it| it.role == Role::Faults);
        let list = match said {
            Some(said) => self.at(schema, said.path.as_ref()?)?,
            None => {
                let path = self.filler.list_in(schema)?;
                self.at(schema, &path)?
            }
        };
        let item = items(self.filler.api, list)?;
        self.filler.object(item).map(|_| item)
    }

    /// The schema of the member at a path.
    fn at(&self, schema: SchemaId, path: &[usize]) -> Option<SchemaId> {
        path.iter().try_fold(schema, |schema, position| {
            let (_, property) = self
                .filler
                .object(schema)?
                .properties
                .get_index(*position)?;
            Some(property.schema)
        })
    }

    fn assign(
        &self,
        says: EnvelopeMember,
        said: Option<&Said>,
        schema: SchemaId,
    ) -> Result<Assigned, Fault> {
        let (whole, role) = role(says);
        let path = match said {
            Some(said) => Some(self.member(said, role, schema)?),
            None => None,
        };
        Ok(Assigned { whole, role, path })
    }

    fn member(&self, said: &Said, role: Role, root: SchemaId) -> Result<Vec<usize>, Fault> {
        let (mut path, mut schema) = (Vec::new(), root);
        for name in said.text.split('.') {
            let object = self.filler.object(schema);
            let found = object.and_then(|object| object.properties.get_full(name));
            let Some((position, _, property)) = found else {
                let names = object
                    .into_iter()
                    .flat_map(|object| object.properties.keys());
                let fault = refuse(said, "leads to no member of the envelope");
                return Err(match similar(name, names.map(String::as_str)) {
                    Some(meant) => Box::new(fault.help(format!("did you mean `{meant}`?"))),
                    None => fault,
                });
            };
            path.push(position);
            schema = property.schema;
        }
        let api = self.filler.api;
        let (fits, reason) = match role {
            Role::Status => (is_status(api, schema), "is no number and no text for one"),
            Role::Message => (is_text(api, schema), "is no text, or not any text"),
            Role::Kind => (
                is_text(api, schema) || values::find(api, schema).is_some(),
                "is no text, and no enumeration that says whose fault it is",
            ),
            Role::Location => (
                location_shape(api, schema).is_some(),
                "is neither a text nor a list of texts",
            ),
            Role::Faults => (
                self.filler.can_list(schema),
                "is no list of texts, or of objects that are an entry for each fault",
            ),
        };
        if fits {
            Ok(path)
        } else {
            Err(refuse(said, reason))
        }
    }
}

fn role(says: EnvelopeMember) -> (Whole, Role) {
    match says {
        EnvelopeMember::Status => (Whole::Envelope, Role::Status),
        EnvelopeMember::Message => (Whole::Envelope, Role::Message),
        EnvelopeMember::Kind => (Whole::Envelope, Role::Kind),
        EnvelopeMember::Faults => (Whole::Envelope, Role::Faults),
        EnvelopeMember::FaultLocation => (Whole::Fault, Role::Location),
        EnvelopeMember::FaultMessage => (Whole::Fault, Role::Message),
        EnvelopeMember::FaultKind => (Whole::Fault, Role::Kind),
    }
}

fn refuse(said: &Said, reason: &str) -> Fault {
    fault(Some(said), format!("`{}` {reason}", said.text))
}

fn fault(said: Option<&Said>, message: String) -> Fault {
    Box::new(match said {
        Some(said) => said.fault(Code::InvalidConfiguration, message),
        None => Diagnostic::new(Code::InvalidConfiguration, message),
    })
}
