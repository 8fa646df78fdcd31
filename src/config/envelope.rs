//! The error envelope of an API, as a user says it where oasmith would have it otherwise.

use super::hand::Said;

/// The object in which the server reports what is wrong, and which of its members says what.
///
/// What is not said, oasmith finds out. Members are named as in the document; those of objects inside it with dots between,
/// such as `error.message`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ErrorEnvelope {
    /// Whether there is none.
    pub(crate) is_none: bool,
    /// The schema.
    pub(crate) schema: Option<Said>,
    /// The members by what they say; `None` for what none says.
    pub(crate) members: Vec<(EnvelopeMember, Option<Said>)>,
}

/// What a member of an envelope says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum EnvelopeMember {
    /// The HTTP status.
    Status,
    /// What went wrong, for people.
    Message,
    /// What went wrong, for programs.
    Kind,
    /// The faults of a request.
    Faults,
    /// Where a fault is.
    FaultLocation,
    /// What is wrong there, for people.
    FaultMessage,
    /// What is wrong there, for programs.
    FaultKind,
}

impl ErrorEnvelope {
    /// There is none: the server answers with problem details (RFC 9457).
    pub fn none() -> Self {
        Self {
            is_none: true,
            ..Self::default()
        }
    }

    /// The schema of that name under `components/schemas`, or of that JSON pointer.
    pub fn of(schema: impl Into<String>) -> Self {
        Self {
            schema: Some(schema.into().into()),
            ..Self::default()
        }
    }

    /// What has the HTTP status: a number or a text.
    #[must_use]
    pub fn status(self, member: impl Into<String>) -> Self {
        self.with(EnvelopeMember::Status, member)
    }

    /// What tells people what went wrong.
    #[must_use]
    pub fn message(self, member: impl Into<String>) -> Self {
        self.with(EnvelopeMember::Message, member)
    }

    /// What tells programs what went wrong.
    #[must_use]
    pub fn kind(self, member: impl Into<String>) -> Self {
        self.with(EnvelopeMember::Kind, member)
    }

    /// What lists the faults of a request.
    #[must_use]
    pub fn faults(self, member: impl Into<String>) -> Self {
        self.with(EnvelopeMember::Faults, member)
    }

    /// What says of a fault where it is.
    #[must_use]
    pub fn fault_location(self, member: impl Into<String>) -> Self {
        self.with(EnvelopeMember::FaultLocation, member)
    }

    /// What tells people of a fault.
    #[must_use]
    pub fn fault_message(self, member: impl Into<String>) -> Self {
        self.with(EnvelopeMember::FaultMessage, member)
    }

    /// What tells programs of a fault.
    #[must_use]
    pub fn fault_kind(self, member: impl Into<String>) -> Self {
        self.with(EnvelopeMember::FaultKind, member)
    }

    fn with(mut self, says: EnvelopeMember, member: impl Into<String>) -> Self {
        let member: String = member.into();
        self.members.push((says, Some(member.into())));
        self
    }

    /// Where something was said, to tell of it there.
    pub(crate) fn first_said(&self) -> Option<&Said> {
        let members = self.members.iter().filter_map(|(_, said)| said.as_ref());
        self.schema.iter().chain(members).next()
    }
}
