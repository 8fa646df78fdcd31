//! What JSON there is for a type: what the document describes of a value, as far as a value that does not fit its type can be told
//! by it what is wrong.

use serde_json::{Map, Value};

use super::super::support::json_type::Type;

/// What values there are of a type.
#[derive(Debug, Clone, Copy)]
pub struct Schema {
    /// One of the texts, where there are some.
    pub text: Option<&'static str>,
    /// Whether there are numbers.
    pub number: bool,
    /// Whether there are booleans.
    pub boolean: bool,
    /// Whether there is null.
    pub null: bool,
    /// The items, where there are lists.
    pub items: Option<&'static Self>,
    /// The first items, where they differ by their position.
    pub positions: &'static [Self],
    /// The objects, where there are some.
    pub objects: Option<&'static Objects>,
}

/// What objects there are.
#[derive(Debug)]
pub enum Objects {
    /// Those with these members.
    Members {
        /// The members that the document names.
        named: &'static [Member],
        /// The others.
        others: Others,
    },
    /// The first of these whose sign an object has; of one that has none, or the signs of several, nothing is known.
    Alternatives(&'static [(Sign, &'static Self)]),
}

/// A member that the document names.
#[derive(Debug)]
pub struct Member {
    /// Its name.
    pub name: &'static str,
    /// Whether it is always there.
    pub required: bool,
    /// What it holds.
    pub schema: Schema,
}

/// What members there may be that the document does not name.
#[derive(Debug, Clone, Copy)]
pub enum Others {
    /// Any.
    Unsaid,
    /// None.
    Refused,
    /// Those that hold this.
    Of(Schema),
}

/// What an object is known by.
#[derive(Debug, Clone, Copy)]
pub enum Sign {
    /// A member that is this text.
    Text(&'static str, &'static str),
    /// That a member is no text, or not there.
    NoText(&'static str),
    /// A member that only it has.
    Has(&'static str),
    /// A member that is of this JSON type.
    Type(&'static str, Type),
    /// Nothing: what has no other sign is it.
    None,
}

/// What is known of the members of an object.
#[derive(Debug, Clone, Copy)]
pub struct Known {
    /// The members that the document names.
    pub named: &'static [Member],
    /// The others.
    pub others: Others,
    /// The member that says what it is.
    pub sign: Option<&'static str>,
    /// The same where it is no other member, also where the document names none of that name.
    tag: Option<&'static str>,
}

impl Schema {
    /// No values, which is what others begin with.
    pub const NOTHING: Self = Self {
        text: None,
        number: false,
        boolean: false,
        null: false,
        items: None,
        positions: &[],
        objects: None,
    };

    /// Any texts.
    pub const TEXT: Self = Self::like("");

    /// Numbers.
    pub const NUMBER: Self = Self {
        number: true,
        ..Self::NOTHING
    };

    /// `true` and `false`.
    pub const BOOLEAN: Self = Self {
        boolean: true,
        ..Self::NOTHING
    };

    /// Any value.
    pub const ANYTHING: Self = Self::anything();

    const fn anything() -> Self {
        Self {
            text: Some(""),
            number: true,
            boolean: true,
            null: true,
            items: Some(&ANYTHING),
            positions: &[],
            objects: Some(&ANY_OBJECT),
        }
    }

    /// Texts of a kind of which this is one.
    pub const fn like(text: &'static str) -> Self {
        Self {
            text: Some(text),
            ..Self::NOTHING
        }
    }

    /// Objects.
    pub const fn of(objects: &'static Objects) -> Self {
        Self {
            objects: Some(objects),
            ..Self::NOTHING
        }
    }

    /// Lists.
    pub const fn list(items: &'static Self) -> Self {
        Self {
            items: Some(items),
            ..Self::NOTHING
        }
    }

    /// The same and null.
    #[must_use]
    pub const fn or_null(self) -> Self {
        Self { null: true, ..self }
    }

    /// Whether a value is of a JSON type that there is.
    pub fn takes(&self, value: &Value) -> bool {
        match value {
            Value::Null => self.null,
            Value::Bool(_) => self.boolean,
            Value::Number(_) => self.number,
            Value::String(_) => self.text.is_some(),
            Value::Array(_) => self.items.is_some(),
            Value::Object(_) => self.objects.is_some(),
        }
    }

    /// The JSON types that there are, for people.
    pub fn types(&self) -> String {
        let types = [
            (self.text.is_some(), "a text"),
            (self.number, "a number"),
            (self.boolean, "`true` or `false`"),
            (self.items.is_some(), "a list"),
            (self.objects.is_some(), "an object"),
            (self.null, "null"),
        ];
        let types = types.into_iter().filter(|(is_there, _)| *is_there);
        let types: Vec<&str> = types.map(|(_, name)| name).collect();
        match types.split_last() {
            Some((last, [])) => (*last).to_owned(),
            Some((last, first)) => format!("{} or {last}", first.join(", ")),
            None => "absent".to_owned(),
        }
    }

    /// What the item at a position is.
    pub fn item(&self, position: usize) -> Self {
        let own = self.positions.get(position).copied();
        own.or(self.items.copied()).unwrap_or(Self::ANYTHING)
    }

    /// What is known of an object with such members.
    pub fn known(&self, members: &Map<String, Value>) -> Option<Known> {
        self.objects?.known(members, (None, None))
    }
}

static ANYTHING: Schema = Schema::anything();

static ANY_OBJECT: Objects = Objects::Alternatives(&[]);

impl Objects {
    fn known(
        &'static self,
        members: &Map<String, Value>,
        (sign, tag): (Option<&'static str>, Option<&'static str>),
    ) -> Option<Known> {
        match self {
            Self::Members { named, others } => Some(Known {
                named,
                others: *others,
                sign,
                tag,
            }),
            Self::Alternatives(alternatives) => {
                let mut signed = alternatives.iter().filter(|(sign, _)| sign.is_of(members));
                let (found, objects) = signed.next()?;
                let is_plain = signed.all(|(other, _)| !matches!(other, Sign::Has(_)));
                let signs = (found.name().or(sign), found.tag().or(tag));
                objects.known(members, signs).filter(|_| is_plain)
            }
        }
    }
}

impl Sign {
    fn is_of(self, members: &Map<String, Value>) -> bool {
        match self {
            Self::Text(name, text) => members.get(name).and_then(Value::as_str) == Some(text),
            Self::NoText(name) => members.get(name).and_then(Value::as_str).is_none(),
            Self::Has(name) => members.contains_key(name),
            Self::Type(name, of) => members.get(name).and_then(Type::of) == Some(of),
            Self::None => true,
        }
    }

    fn name(self) -> Option<&'static str> {
        match self {
            Self::Text(name, _) | Self::NoText(name) | Self::Has(name) | Self::Type(name, _) => {
                Some(name)
            }
            Self::None => None,
        }
    }

    fn tag(self) -> Option<&'static str> {
        match self {
            Self::Text(name, _) => Some(name),
            _ => None,
        }
    }
}

impl Known {
    /// What is said of a member that the document names.
    pub fn member(&self, name: &str) -> Option<&'static Member> {
        self.named.iter().find(|member| member.name == name)
    }

    /// Whether a member is none that the document names, nor says what the object is.
    pub fn is_other(&self, name: &str) -> bool {
        self.member(name).is_none() && self.tag != Some(name)
    }

    /// What a member holds; none where there must not be one.
    pub fn schema(&self, name: &str) -> Option<Schema> {
        match (self.member(name), self.others) {
            (Some(member), _) => Some(member.schema),
            (None, _) if self.tag == Some(name) => Some(Schema::TEXT),
            (None, Others::Of(schema)) => Some(schema),
            (None, Others::Unsaid) => Some(Schema::ANYTHING),
            (None, Others::Refused) => None,
        }
    }
}
