//! All that is wrong with a value that does not fit its type.
//!
//! A decoder stops at the first fault. A value that was refused is therefore gone through by what the document says of it, and mended
//! where it does not fit: what may be left out is, and something that fits stands for what has to be there. The rest of it can be
//! decoded then, and its rules looked at.

use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};
use serde_json::{Map, Value};

use super::fault::{Fault, Faults, Problem, Segment};
use super::json_text::{Decode, located};
use super::place::Place;
use super::reviewed::Reviewed;
use super::schema::{Known, Objects, Schema, Sign};

/// How many faults of one value are told.
pub const MOST: usize = 100;

/// How many bytes are decoded at most to find the faults that only the decoder finds: each of them costs as much as the value is long.
const BUDGET: usize = 16 * 1024 * 1024;

/// How many values are made up at most for one that is missing.
const MOST_MADE_UP: usize = 1000;

/// How deep they stand in each other.
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
    /// What has been found already, by who could not make all of the value of what came.
    pub told: Vec<Fault>,
}

/// Adds all that is wrong with a value, and gives what is left of it when that is mended.
pub fn mend<T>(misfitting: Misfitting<'_>, decode: Decode<T>, faults: &mut Faults) -> Reviewed<T> {
    let Misfitting {
        mut value,
        at,
        schema,
        told,
    } = misfitting;
    let mut mending = Mending {
        at,
        places: told.iter().map(|fault| fault.location.clone()).collect(),
        faults: told,
    };
    let fits = mending.value(&mut value, schema, &Place::Whole(at));
    let decoded = fits.then(|| mending.decode(&mut value, schema, decode));
    faults.extend(mending.faults);
    match decoded.flatten() {
        Some(value) => Reviewed::mended(value, mending.places),
        None => Reviewed::nothing(),
    }
}

struct Mending<'a> {
    at: &'a [Segment],
    faults: Vec<Fault>,
    /// Where the value was mended.
    places: Vec<Vec<Segment>>,
}

impl Mending<'_> {
    /// Tells what is wrong at a place that is mended, unless that has been told, or enough.
    fn tell(&mut self, at: &Place<'_>, problem: Problem) {
        let place = at.segments();
        if !self.is_full() && !self.places.contains(&place) {
            self.faults.push(problem.at(place.iter().cloned()));
            self.places.push(place);
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
            Value::Array(items) => self.items(items, schema, at),
            Value::Object(members) => {
                if let Some(known) = schema.known(members) {
                    self.members(members, known, at);
                }
            }
            _ => {}
        }
        true
    }

    fn items(&mut self, items: &mut [Value], schema: Schema, at: &Place<'_>) {
        for (index, item) in items.iter_mut().enumerate() {
            if self.is_full() {
                return;
            }
            let schema = schema.item(index);
            if !self.value(item, schema, &Place::Item(at, index)) {
                *item = sample(schema);
            }
        }
    }

    fn members(&mut self, members: &mut Map<String, Value>, known: Known, at: &Place<'_>) {
        for name in in_order(members, Some(known)) {
            if self.is_full() {
                return;
            }
            let at = Place::Member(at, &name);
            let Some(schema) = known.schema(&name) else {
                self.tell(&at, Problem::new("unknown_member", "Is no member"));
                members.remove(&name);
                continue;
            };
            let fits = members
                .get_mut(&name)
                .is_none_or(|member| self.value(member, schema, &at));
            if !fits {
                put(members, known, (&name, schema));
            }
        }
        for member in known.named {
            if member.required && !members.contains_key(member.name) {
                let problem = Problem::new("missing", "Must be given");
                self.tell(&Place::Member(at, member.name), problem);
                put(members, known, (member.name, member.schema));
            }
        }
    }

    /// Decodes what is left, and mends it where only the decoder finds a fault.
    fn decode<T>(&mut self, value: &mut Value, schema: Schema, decode: Decode<T>) -> Option<T> {
        let mut left = BUDGET;
        // A fault of what was mended already is not told, but takes its turn.
        for _ in 0..2 * MOST {
            if self.is_full() {
                break;
            }
            let text = serde_json::to_vec(&InOrder(value, schema)).ok()?;
            left = left.checked_sub(text.len())?;
            match decode(&text) {
                Ok(decoded) => return Some(decoded),
                Err(misfit) => self.mend_at(value, schema, located(self.at, misfit).ok()?)?,
            }
        }
        None
    }

    /// Mends what the decoder does not take: the value at its place, or the nearest around it that can be mended.
    fn mend_at(&mut self, value: &mut Value, schema: Schema, fault: Fault) -> Option<()> {
        let mut mended = self.places.iter();
        if mended.all(|place| !fault.location.starts_with(place)) {
            self.faults.push(fault.clone());
        }
        let mut location = fault.location;
        let steps = location.get(self.at.len()..)?;
        let others = without_others(value, schema, steps);
        if !others.is_empty() {
            let places = others.into_iter().map(|name| {
                let name = Segment::from(name);
                location.iter().cloned().chain([name]).collect()
            });
            self.places.extend(places);
            return Some(());
        }
        while location.len() > self.at.len() {
            let steps = location.get(self.at.len()..)?;
            if !self.places.contains(&location) && replace(value, schema, steps).is_some() {
                self.places.push(location);
                return Some(());
            }
            location.pop();
        }
        None
    }
}

/// Takes away the members that the document does not name of an object at a place: the decoder cannot say which of them it does not
/// take.
fn without_others(value: &mut Value, schema: Schema, steps: &[Segment]) -> Vec<String> {
    let Some((Value::Object(members), schema)) = find(value, schema, steps) else {
        return Vec::new();
    };
    let Some(known) = schema.known(members) else {
        return Vec::new();
    };
    let others = members.keys().filter(|name| known.is_other(name));
    let others: Vec<String> = others.cloned().collect();
    for name in &others {
        members.remove(name);
    }
    others
}

/// The value at a place, and what is known of it.
fn find<'a>(
    mut value: &'a mut Value,
    mut schema: Schema,
    steps: &[Segment],
) -> Option<(&'a mut Value, Schema)> {
    for step in steps {
        (value, schema) = match (value, step) {
            (Value::Object(members), Segment::Name(name)) => {
                let schema = schema.known(members)?.schema(name)?;
                (members.get_mut(&**name)?, schema)
            }
            (Value::Array(items), Segment::Index(index)) => {
                (items.get_mut(*index)?, schema.item(*index))
            }
            _ => return None,
        };
    }
    Some((value, schema))
}

/// Takes what is at a place away, or puts something that fits there, where it may not be away.
fn replace(value: &mut Value, schema: Schema, steps: &[Segment]) -> Option<()> {
    let (last, rest) = steps.split_last()?;
    let (whole, schema) = find(value, schema, rest)?;
    match (whole, last) {
        (Value::Object(members), Segment::Name(name)) => {
            let known = schema.known(members)?;
            put(members, known, (name, known.schema(name)?));
        }
        (Value::Array(items), Segment::Index(index)) => {
            *items.get_mut(*index)? = sample(schema.item(*index));
        }
        _ => return None,
    }
    Some(())
}

/// Puts something that fits in the place of a member, or takes it away, where it may be.
fn put(members: &mut Map<String, Value>, known: Known, (name, schema): (&str, Schema)) {
    if known.member(name).is_some_and(|member| member.required) {
        members.insert(name.to_owned(), sample(schema));
    } else {
        members.remove(name);
    }
}

/// A value that fits, as far as is known.
fn sample(schema: Schema) -> Value {
    Maker { left: MOST_MADE_UP }.value(schema, 0)
}

/// Makes values up.
struct Maker {
    /// How many more.
    left: usize,
}

impl Maker {
    fn value(&mut self, schema: Schema, depth: usize) -> Value {
        self.left = self.left.saturating_sub(1);
        if schema.null || depth == DEEPEST || self.left == 0 {
            return Value::Null;
        }
        if schema.boolean {
            return Value::Bool(false);
        }
        if schema.number {
            return Value::from(0);
        }
        if let Some(text) = schema.text {
            return Value::from(text);
        }
        match schema.objects {
            Some(objects) if schema.items.is_none() => {
                let mut members = Map::new();
                self.fill(&mut members, objects, depth + 1);
                Value::Object(members)
            }
            _ => {
                let positions = schema.positions.iter();
                let items = positions.map(|schema| self.value(*schema, depth + 1));
                Value::Array(items.collect())
            }
        }
    }

    fn fill(&mut self, members: &mut Map<String, Value>, objects: &Objects, depth: usize) {
        match objects {
            Objects::Members { named, .. } => {
                for member in named.iter().filter(|member| member.required) {
                    if !members.contains_key(member.name) {
                        let value = self.value(member.schema, depth);
                        members.insert(member.name.to_owned(), value);
                    }
                }
            }
            Objects::Alternatives([(sign, objects), ..]) => {
                if let Sign::Text(name, text) = sign {
                    members.insert((*name).to_owned(), Value::from(*text));
                }
                self.fill(members, objects, depth);
            }
            Objects::Alternatives([]) => {}
        }
    }
}

/// The names of the members, first that which says what the object is: what stands before it has to be kept until it is known what it
/// is, and then the way to it is lost. Behind it they stand in the order of the document, and those that it does not name by their names.
fn in_order(members: &Map<String, Value>, known: Option<Known>) -> Vec<String> {
    let position = |name: &String| {
        let Some(known) = known else {
            return (2, 0);
        };
        let named = known.named.iter().position(|member| member.name == name);
        match named {
            _ if known.sign == Some(name.as_str()) => (0, 0),
            Some(position) => (1, position),
            None => (2, 0),
        }
    };
    let mut names: Vec<String> = members.keys().cloned().collect();
    names.sort_by_cached_key(|name| (position(name), name.clone()));
    names
}

/// A value whose members are [in order](in_order), whatever order the map of JSON values has.
struct InOrder<'a>(&'a Value, Schema);

impl Serialize for InOrder<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(value, schema) = self;
        match value {
            Value::Array(items) => {
                let mut list = serializer.serialize_seq(Some(items.len()))?;
                for (index, item) in items.iter().enumerate() {
                    list.serialize_element(&InOrder(item, schema.item(index)))?;
                }
                list.end()
            }
            Value::Object(members) => {
                let known = schema.known(members);
                let mut map = serializer.serialize_map(Some(members.len()))?;
                for name in in_order(members, known) {
                    let schema = known.and_then(|known| known.schema(&name));
                    if let Some(member) = members.get(&name) {
                        let schema = schema.unwrap_or(Schema::ANYTHING);
                        map.serialize_entry(&name, &InOrder(member, schema))?;
                    }
                }
                map.end()
            }
            other => other.serialize(serializer),
        }
    }
}
