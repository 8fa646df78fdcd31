//! All that is wrong with a value that does not fit its type.
//!
//! A decoder stops at the first fault. A value that was refused is therefore gone through by what the document says of it, and mended
//! where it does not fit: what may be left out is, and something that fits stands for what has to be there. The rest of it can be
//! decoded then, and its rules looked at.

use serde_json::{Map, Value};

use super::fault::{Fault, Faults, Problem, Segment};
use super::place::Place;
use super::reviewed::Reviewed;
use super::schema::{Known, Objects, Schema, Sign};

/// How many faults of one value are told.
const MOST: usize = 100;

/// How many bytes are decoded at most to find those that only the decoder finds, which costs as much as the value is long, for each.
const BUDGET: usize = 16 * 1024 * 1024;

/// Texts of which every kind of text that is not any takes one: numbers, dates, UUIDs and addresses.
const TEXTS: [&str; 6] = [
    "",
    "1970-01-01T00:00:00Z",
    "1970-01-01",
    "00000000-0000-0000-0000-000000000000",
    "127.0.0.1",
    "::1",
];

/// How deep what stands for a missing value is made up.
const DEEPEST: usize = 16;

/// A value that does not fit its type.
#[derive(Debug)]
pub struct Misfitting<'a> {
    /// What came.
    pub value: Value,
    /// Where it is.
    pub at: &'a [Segment],
    /// What the document says of it.
    pub schema: Schema,
    /// How many bytes it has.
    pub size: usize,
    /// What has been found already, by who could not make all of the value of what came.
    pub told: Vec<Fault>,
}

/// Adds all that is wrong with a value, and gives what is left of it when that is mended.
pub fn mend<T>(
    misfitting: Misfitting<'_>,
    decode: impl Fn(&Value) -> Result<T, Fault>,
    faults: &mut Faults,
) -> Reviewed<T> {
    let Misfitting {
        mut value,
        at,
        schema,
        size,
        told,
    } = misfitting;
    let mut mending = Mending::new(at, told);
    let mut decoded = None;
    if mending.value(&mut value, schema, &Place::Whole(at)) {
        let rounds = (BUDGET / size.max(1)).clamp(1, MOST);
        decoded = mending.decode(&mut value, schema, &decode, rounds);
    }
    faults.extend(mending.faults);
    match decoded {
        Some(value) => {
            let places = mending.places.into_iter().map(|(place, _)| place);
            Reviewed::mended(value, places.collect())
        }
        None => Reviewed::nothing(),
    }
}

struct Mending<'a> {
    at: &'a [Segment],
    faults: Vec<Fault>,
    /// Where the value was mended, with how many texts have been tried there.
    places: Vec<(Vec<Segment>, usize)>,
}

impl<'a> Mending<'a> {
    fn new(at: &'a [Segment], told: Vec<Fault>) -> Self {
        let places = told.iter().map(|fault| (fault.location.clone(), 0));
        Self {
            at,
            places: places.collect(),
            faults: told,
        }
    }

    /// Tells what is wrong at a place that is mended, unless that has been told, or enough.
    fn tell(&mut self, at: &Place<'_>, problem: Problem) {
        let place = at.segments();
        let is_new = self.places.iter().all(|(other, _)| *other != place);
        if is_new && !self.is_full() {
            self.faults.push(problem.at(place.iter().cloned()));
            self.places.push((place, 0));
        }
    }

    fn is_full(&self) -> bool {
        self.faults.len() >= MOST
    }

    /// Looks at a value and at all that is in it. One of a JSON type that there is not cannot stay.
    fn value(&mut self, value: &mut Value, schema: Schema, at: &Place<'_>) -> bool {
        if !schema.takes(value) {
            let message = format!("Must be {}", schema.types());
            self.tell(at, Problem::new("type_error", message));
            return false;
        }
        match value {
            Value::Array(items) => {
                for (index, item) in items.iter_mut().enumerate() {
                    if self.is_full() {
                        break;
                    }
                    let schema = schema.item(index);
                    if !self.value(item, schema, &Place::Item(at, index)) {
                        *item = sample(schema, 0);
                    }
                }
            }
            Value::Object(members) => {
                if let Some(known) = schema.known(members) {
                    self.members(members, known, at);
                }
            }
            _ => {}
        }
        true
    }

    fn members(&mut self, members: &mut Map<String, Value>, known: Known, at: &Place<'_>) {
        let mut unwanted = Vec::new();
        for (name, value) in members.iter_mut() {
            if self.is_full() {
                return;
            }
            let at = Place::Member(at, name);
            let Some(schema) = known.schema(name) else {
                self.tell(&at, Problem::new("unknown_member", "Is no member"));
                unwanted.push(name.clone());
                continue;
            };
            if !self.value(value, schema, &at) {
                match known.member(name) {
                    Some(member) if member.required => *value = sample(schema, 0),
                    _ => unwanted.push(name.clone()),
                }
            }
        }
        for name in unwanted {
            members.remove(&name);
        }
        for member in known.named {
            if member.required && !members.contains_key(member.name) {
                let problem = Problem::new("missing", "Must be given");
                self.tell(&Place::Member(at, member.name), problem);
                members.insert(member.name.to_owned(), sample(member.schema, 0));
            }
        }
    }

    /// Decodes what is left, and mends it where only the decoder finds a fault.
    fn decode<T>(
        &mut self,
        value: &mut Value,
        schema: Schema,
        decode: &impl Fn(&Value) -> Result<T, Fault>,
        rounds: usize,
    ) -> Option<T> {
        for _ in 0..rounds {
            if self.is_full() {
                break;
            }
            match decode(value) {
                Ok(decoded) => return Some(decoded),
                Err(fault) => self.mend_at(value, schema, fault)?,
            }
        }
        None
    }

    /// Mends what the decoder does not take: the value at its place, or the nearest around it that can be mended.
    fn mend_at(&mut self, value: &mut Value, schema: Schema, fault: Fault) -> Option<()> {
        let mut mended = self.places.iter();
        if mended.all(|(place, _)| !fault.location.starts_with(place)) {
            self.faults.push(fault.clone());
        }
        let mut location = fault.location;
        while location.len() > self.at.len() {
            let steps = location.get(self.at.len()..).unwrap_or_default();
            let text = self.next_text(&location);
            if text.is_some_and(|text| replace(value, schema, steps, text).is_some()) {
                return Some(());
            }
            location.pop();
        }
        None
    }

    /// The text to be tried at a place.
    fn next_text(&mut self, location: &[Segment]) -> Option<&'static str> {
        let mut places = self.places.iter_mut();
        let tried = match places.find(|(place, _)| place == location) {
            Some((_, tried)) => {
                *tried += 1;
                *tried
            }
            None => {
                self.places.push((location.to_vec(), 0));
                0
            }
        };
        TEXTS.get(tried).copied()
    }
}

/// Takes what is at a place away, or puts something that fits there, where it may not be away.
fn replace(value: &mut Value, schema: Schema, steps: &[Segment], text: &str) -> Option<()> {
    let (step, rest) = steps.split_first()?;
    match (value, step) {
        (Value::Object(members), Segment::Name(name)) => {
            let known = schema.known(members)?;
            let schema = known.schema(name)?;
            let is_required = known.member(name).is_some_and(|member| member.required);
            if rest.is_empty() && !is_required {
                return members.remove(&**name).map(|_| ());
            }
            put(members.get_mut(&**name)?, schema, rest, text)
        }
        (Value::Array(items), Segment::Index(index)) => {
            put(items.get_mut(*index)?, schema.item(*index), rest, text)
        }
        _ => None,
    }
}

fn put(value: &mut Value, schema: Schema, rest: &[Segment], text: &str) -> Option<()> {
    if !rest.is_empty() {
        return replace(value, schema, rest, text);
    }
    *value = match text {
        "" => sample(schema, 0),
        // Only a text takes the place of a text.
        text if value.is_string() => Value::from(text),
        _ => return None,
    };
    Some(())
}

/// A value that fits, but perhaps for the format of its texts.
fn sample(schema: Schema, depth: usize) -> Value {
    if schema.null || depth == DEEPEST {
        return Value::Null;
    }
    if schema.boolean {
        return Value::Bool(false);
    }
    if schema.number {
        return Value::from(0);
    }
    if schema.text {
        return Value::from("");
    }
    match schema.objects {
        Some(objects) if schema.items.is_none() => {
            let mut members = Map::new();
            fill(&mut members, objects, depth + 1);
            Value::Object(members)
        }
        _ => {
            let positions = schema.positions.iter();
            let items = positions.map(|schema| sample(*schema, depth + 1));
            Value::Array(items.collect())
        }
    }
}

fn fill(members: &mut Map<String, Value>, objects: &Objects, depth: usize) {
    match objects {
        Objects::Members { named, .. } => {
            for member in named.iter().filter(|member| member.required) {
                let value = || sample(member.schema, depth);
                members.entry(member.name.to_owned()).or_insert_with(value);
            }
        }
        Objects::Alternatives([(sign, objects), ..]) => {
            if let Sign::Text(name, text) = sign {
                members.insert((*name).to_owned(), Value::from(*text));
            }
            fill(members, objects, depth);
        }
        Objects::Alternatives([]) => {}
    }
}
