//! Builds the tree of values from what a JSON or YAML parser says, in one way for both.
//!
//! Nothing here recurses: a document may be nested as deep as its limit allows, whatever the size of the stack.

use serde_json::map::Entry;
use serde_json::{Map, Value};

use crate::config::{Limit, Limits};
use crate::diagnostic::Pointer;

/// How many bytes the pointer to a value may have, on average over all that a document may hold. Later stages say where
/// things stand by such pointers, so a long key counts for each value below it.
const BYTES_OF_PLACE: usize = 128;

/// How many bytes the pointers to all values may have in any case.
const BYTES_OF_PLACES: usize = 1 << 30;

/// Why reading cannot go on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Stop {
    /// The text is not well-formed at this byte.
    Syntax {
        /// What is the matter.
        message: String,
        /// Where, in bytes.
        at: usize,
    },
    /// A limit was reached at this byte.
    Limit {
        /// Which one, if it is one that a user can choose.
        limit: Option<Limit>,
        /// What there is too much of.
        message: String,
        /// Where, in bytes.
        at: usize,
    },
}

/// An object or array that is not complete yet.
#[derive(Debug)]
struct Frame {
    container: Container,
    /// How many bytes its place takes as a pointer.
    length: usize,
}

#[derive(Debug)]
enum Container {
    /// The members so far, and the key whose value is awaited.
    Object(Map<String, Value>, Option<String>),
    Array(Vec<Value>),
}

/// The tree as far as it has been read.
#[derive(Debug)]
pub(crate) struct TreeBuilder {
    limits: Limits,
    nodes: usize,
    /// How much aliases have written out so far.
    aliased: usize,
    /// How many bytes the places of all values take as pointers.
    places: usize,
    stack: Vec<Frame>,
    root: Option<Value>,
    oddities: Vec<Oddity>,
    elsewhere: bool,
}

/// Something that was read, but not as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Oddity {
    /// This member has a key that its object had before.
    DuplicateKey(Pointer),
    /// This number is infinite, not a number, or too large for 64 bits of floating point; `null` stands for it.
    NotFinite(Pointer),
}

impl TreeBuilder {
    /// An empty tree that may grow up to these limits.
    pub(crate) fn new(limits: &Limits) -> Self {
        Self {
            limits: *limits,
            nodes: 0,
            aliased: 0,
            places: 0,
            stack: Vec::new(),
            root: None,
            oddities: Vec::new(),
            elsewhere: false,
        }
    }

    /// How many values were counted.
    pub(crate) fn nodes(&self) -> usize {
        self.nodes
    }

    /// Whether something in the tree may refer to another file.
    pub(crate) fn refers_elsewhere(&self) -> bool {
        self.elsewhere
    }

    /// Whether an object is open and no key of it awaits its value.
    pub(crate) fn awaits_key(&self) -> bool {
        matches!(
            self.stack.last(),
            Some(Frame {
                container: Container::Object(_, None),
                ..
            })
        )
    }

    /// An object begins.
    pub(crate) fn begin_object(&mut self, at: usize) -> Result<(), Stop> {
        self.begin(Container::Object(Map::new(), None), at)
    }

    /// An array begins.
    pub(crate) fn begin_array(&mut self, at: usize) -> Result<(), Stop> {
        self.begin(Container::Array(Vec::new()), at)
    }

    fn begin(&mut self, container: Container, at: usize) -> Result<(), Stop> {
        self.check_depth(0, at)?;
        self.count(1, at)?;
        self.open(container);
        Ok(())
    }

    fn open(&mut self, container: Container) {
        let length = self.place_length();
        self.stack.push(Frame { container, length });
    }

    /// How many bytes the place of the value that is awaited takes as a pointer.
    fn place_length(&self) -> usize {
        let Some(frame) = self.stack.last() else {
            return 0;
        };
        let key = match &frame.container {
            Container::Object(_, key) => key.as_ref().map_or(0, String::len),
            Container::Array(items) => items.len().checked_ilog10().unwrap_or(0) as usize + 1,
        };
        frame.length + 1 + key
    }

    /// Refuses to go `more` levels deeper than one, where the limit does not allow it.
    pub(crate) fn check_depth(&self, more: usize, at: usize) -> Result<(), Stop> {
        if self.stack.len().saturating_add(more) < self.limits.depth {
            return Ok(());
        }
        let limit = self.limits.depth;
        Err(Stop::Limit {
            limit: Some(Limit::Depth),
            message: format!("more than {limit} objects and arrays stand inside each other"),
            at,
        })
    }

    /// Counts `more` values, up to the limit.
    pub(crate) fn count(&mut self, more: usize, at: usize) -> Result<(), Stop> {
        self.nodes = self.nodes.saturating_add(more);
        let place = self.place_length().saturating_mul(more);
        self.places = self.places.saturating_add(place);
        let limit = self.limits.nodes;
        let most = limit.saturating_mul(BYTES_OF_PLACE).max(BYTES_OF_PLACES);
        if self.nodes <= limit && self.places > most {
            return Err(Stop::Limit {
                limit: Some(Limit::Nodes),
                message: format!(
                    "the keys on the way to each of the document's values have more than {most} bytes together"
                ),
                at,
            });
        }
        if self.nodes <= limit {
            return Ok(());
        }
        Err(Stop::Limit {
            limit: Some(Limit::Nodes),
            message: format!("the document holds more than {limit} values"),
            at,
        })
    }

    /// Counts what an alias writes out, up to the limit.
    pub(crate) fn count_alias(&mut self, extent: Extent, at: usize) -> Result<(), Stop> {
        self.aliased = self.aliased.saturating_add(extent.cost());
        let limit = self.limits.aliases;
        if self.aliased <= limit {
            return Ok(());
        }
        Err(Stop::Limit {
            limit: Some(Limit::Aliases),
            message: format!("the aliases stand for more than {limit} values"),
            at,
        })
    }

    /// The key of the next member.
    pub(crate) fn key(&mut self, text: String) {
        if let Some(Frame {
            container: Container::Object(_, key),
            ..
        }) = self.stack.last_mut()
        {
            *key = Some(text);
        }
    }

    /// The innermost object or array is complete: what it holds. It is not in the tree until it is given to [`Self::add`].
    pub(crate) fn end(&mut self) -> Value {
        match self.stack.pop().map(|frame| frame.container) {
            Some(Container::Object(members, _)) => Value::Object(members),
            Some(Container::Array(items)) => Value::Array(items),
            None => Value::Null,
        }
    }

    /// A value that counts as one.
    pub(crate) fn scalar(&mut self, value: Value, at: usize) -> Result<(), Stop> {
        self.count(1, at)?;
        self.add(value);
        Ok(())
    }

    /// A number that JSON has no word for.
    pub(crate) fn not_finite(&mut self, at: usize) -> Result<(), Stop> {
        let place = self.next_pointer();
        self.oddities.push(Oddity::NotFinite(place));
        self.scalar(Value::Null, at)
    }

    /// Puts a value, counted already, where the next one is awaited.
    pub(crate) fn add(&mut self, value: Value) {
        let Some(frame) = self.stack.last_mut() else {
            self.root = Some(value);
            return;
        };
        match &mut frame.container {
            Container::Array(items) => items.push(value),
            Container::Object(members, key) => {
                let key = key.take().unwrap_or_default();
                self.elsewhere |= refers_elsewhere(&key, &value);
                match members.entry(key) {
                    Entry::Vacant(place) => {
                        place.insert(value);
                    }
                    Entry::Occupied(mut place) => {
                        let key = place.key().clone();
                        dismantle(place.insert(value));
                        let place = self.pointer().join(&key);
                        self.oddities.push(Oddity::DuplicateKey(place));
                    }
                }
            }
        }
    }

    /// The place of the innermost open object or array.
    fn pointer(&self) -> Pointer {
        self.pointer_of(self.stack.len().saturating_sub(1))
    }

    /// The place of the value that is awaited.
    fn next_pointer(&self) -> Pointer {
        self.pointer_of(self.stack.len())
    }

    fn pointer_of(&self, frames: usize) -> Pointer {
        let mut text = String::new();
        for frame in self.stack.iter().take(frames) {
            match &frame.container {
                Container::Object(_, key) => push_key(&mut text, key.as_deref().unwrap_or("")),
                Container::Array(items) => push_key(&mut text, &items.len().to_string()),
            }
        }
        Pointer::parse(&text)
    }

    /// The complete tree, and what was odd in it.
    pub(crate) fn finish(mut self) -> (Value, Vec<Oddity>) {
        let root = self.root.take().unwrap_or(Value::Null);
        (root, std::mem::take(&mut self.oddities))
    }
}

/// A tree that was given up half-way may be deep, too.
impl Drop for TreeBuilder {
    fn drop(&mut self) {
        for frame in self.stack.drain(..) {
            match frame.container {
                Container::Object(members, _) => dismantle(Value::Object(members)),
                Container::Array(items) => dismantle(Value::Array(items)),
            }
        }
    }
}

/// Whether a member refers to another file: a `$ref`, or the mapping of a discriminator. It is asked while the tree is
/// built, so that nobody has to look through a document of one file for them.
fn refers_elsewhere(key: &str, value: &Value) -> bool {
    match (key, value) {
        ("$ref", Value::String(text)) => !text.starts_with('#'),
        ("mapping", Value::Object(mapping)) => mapping
            .values()
            .filter_map(Value::as_str)
            .any(is_file_reference),
        _ => false,
    }
}

/// Whether the value of a discriminator's mapping (4.7.25), which is a name or a reference, is a reference to a file.
pub(crate) fn is_file_reference(text: &str) -> bool {
    const ENDINGS: [&str; 3] = [".json", ".yaml", ".yml"];
    !text.starts_with('#')
        && (text.contains(['/', '#']) || ENDINGS.iter().any(|ending| text.ends_with(ending)))
}

/// Appends a key to the text of a pointer.
pub(crate) fn push_key(text: &mut String, key: &str) {
    text.push('/');
    for character in key.chars() {
        match character {
            '~' => text.push_str("~0"),
            '/' => text.push_str("~1"),
            other => text.push(other),
        }
    }
}

/// Drops a value without recursion: the drop that `serde_json` has would need a stack as deep as the value.
pub(crate) fn dismantle(value: Value) {
    let mut heap = vec![value];
    while let Some(value) = heap.pop() {
        match value {
            Value::Array(items) => heap.extend(items.into_iter().filter(has_members)),
            Value::Object(members) => {
                heap.extend(
                    members
                        .into_iter()
                        .map(|(_, value)| value)
                        .filter(has_members),
                );
            }
            _ => {}
        }
    }
}

fn has_members(value: &Value) -> bool {
    matches!(value, Value::Array(_) | Value::Object(_))
}

/// How large a value is, found without recursion.
pub(crate) fn measure(value: &Value) -> Extent {
    let mut extent = Extent::default();
    let mut open = vec![(value, 0_usize)];
    while let Some((value, depth)) = open.pop() {
        extent.nodes += 1;
        extent.depth = extent.depth.max(depth);
        match value {
            Value::Array(items) => open.extend(items.iter().map(|item| (item, depth + 1))),
            Value::Object(members) => {
                for (key, member) in members {
                    extent.bytes += key.len();
                    open.push((member, depth + 1));
                }
            }
            Value::String(text) => extent.bytes += text.len(),
            _ => {}
        }
    }
    extent
}

/// What [`measure`] finds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Extent {
    /// The levels of objects and arrays below the value.
    pub(crate) depth: usize,
    /// The values, itself included.
    pub(crate) nodes: usize,
    /// The length of its texts and keys, in bytes.
    pub(crate) bytes: usize,
}

impl Extent {
    /// How many values would take as much memory: one that holds a long text counts as several, since a few bytes can have
    /// it copied again and again.
    pub(crate) fn cost(self) -> usize {
        self.nodes.saturating_add(self.bytes / 64)
    }
}

/// Copies a value without recursion.
pub(crate) fn copy(value: &Value) -> Value {
    enum Step<'a> {
        Visit(&'a Value),
        Key(&'a str),
        End,
    }
    let unlimited = Limits {
        bytes: u64::MAX,
        depth: usize::MAX,
        nodes: usize::MAX,
        aliases: usize::MAX,
        schemas: usize::MAX,
        operations: usize::MAX,
        files: usize::MAX,
    };
    let mut builder = TreeBuilder::new(&unlimited);
    let mut steps = vec![Step::Visit(value)];
    while let Some(step) = steps.pop() {
        match step {
            Step::Visit(Value::Array(items)) => {
                steps.push(Step::End);
                steps.extend(items.iter().rev().map(Step::Visit));
                builder.open(Container::Array(Vec::with_capacity(items.len())));
            }
            Step::Visit(Value::Object(members)) => {
                steps.push(Step::End);
                for (key, member) in members.iter().rev() {
                    steps.push(Step::Visit(member));
                    steps.push(Step::Key(key));
                }
                let copied = Map::with_capacity(members.len());
                builder.open(Container::Object(copied, None));
            }
            Step::Visit(scalar) => builder.add(scalar.clone()),
            Step::Key(key) => builder.key(key.to_owned()),
            Step::End => {
                let value = builder.end();
                builder.add(value);
            }
        }
    }
    builder.finish().0
}
