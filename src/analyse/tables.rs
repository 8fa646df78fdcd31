//! What JSON there is for the types that requests hold: what is told by it of a value that does not fit its type.

use std::collections::BTreeSet;

use super::selection::Closed;
use super::{ObjectChoice, Reading, Readings, Unions, ValueType};
use crate::ir::{
    Additional, Api, EnumerationType, Format, Object, Operation, OperationId, Property, SchemaId,
    SchemaKind, TextFormat, Tuple,
};

/// How many lists and maps stand in each other without an object that the document names. What is deeper may be anything.
const DEEPEST: usize = 8;

/// What values there are of a schema.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Table {
    /// Whether there is any value.
    pub anything: bool,
    /// One of the texts, where there are some.
    pub text: Option<String>,
    /// Whether there are numbers.
    pub number: bool,
    /// Whether there are booleans.
    pub boolean: bool,
    /// Whether there is null.
    pub null: bool,
    /// The items, where there are lists.
    pub items: Option<Box<Self>>,
    /// The first items, where they differ by their position.
    pub positions: Vec<Self>,
    /// The objects, where there are some.
    pub objects: Option<TableObjects>,
}

/// What objects there are of a schema.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TableObjects {
    /// Any.
    Anything,
    /// Those of an object or a union that has a table of its own.
    Of(SchemaId),
    /// Those whose members all hold this.
    Map(Box<Table>),
}

/// The table of an object or a union.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ObjectTable<'a> {
    /// An object.
    Members(Vec<TableMember<'a>>, OtherMembers),
    /// One of several, by the first sign that it has.
    Alternatives(Vec<(Sign<'a>, TableObjects)>),
}

/// A member that the document names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableMember<'a> {
    /// Its name.
    pub name: &'a str,
    /// Whether it is always there.
    pub required: bool,
    /// What it holds.
    pub table: Table,
}

/// What members there may be that the document does not name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OtherMembers {
    /// Any, or those of which a pattern of their names decides.
    Unsaid,
    /// None.
    Refused,
    /// Those that hold this.
    Of(Table),
}

/// What an object of a union is known by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign<'a> {
    /// A member that is this text.
    Text(&'a str, &'a str),
    /// That a member is no text, or not there.
    NoText(&'a str),
    /// A member that only it has.
    Has(&'a str),
    /// A member of this JSON type.
    Type(&'a str, ValueType),
    /// That it has no other sign.
    None,
}

/// The objects and unions that need a table: all that is read by parts of the operations that are served.
pub(super) fn described(
    tables: Tables<'_>,
    readings: &Readings,
    is_served: impl Fn(OperationId) -> bool,
) -> BTreeSet<SchemaId> {
    let operations = (0..).map(OperationId).zip(&tables.api.operations);
    let served = operations.filter(|(id, _)| is_served(*id));
    let mut open = Vec::new();
    for (id, operation) in served {
        let read = parameters(readings, id, operation).into_iter();
        for schema in read.chain(bodies(readings, id, operation)) {
            tables.of(schema).each_object(&mut |id| open.push(id));
        }
    }
    let mut found = BTreeSet::new();
    while let Some(id) = open.pop() {
        if found.insert(id)
            && let Some(table) = tables.objects(id)
        {
            table.each_object(&mut |id| open.push(id));
        }
    }
    found
}

fn is_by_parts(reading: Reading) -> bool {
    matches!(reading, Reading::Json | Reading::Outlined(_))
}

fn parameters(readings: &Readings, id: OperationId, operation: &Operation) -> Vec<SchemaId> {
    let parameters = operation.parameters.iter().enumerate();
    let by_parts = parameters.filter(|(position, _)| is_by_parts(readings.get(id, *position)));
    by_parts.map(|(_, parameter)| parameter.schema).collect()
}

fn bodies(readings: &Readings, id: OperationId, operation: &Operation) -> Vec<SchemaId> {
    let mut schemas = Vec::new();
    let contents = operation.body.iter().flat_map(|body| &body.contents);
    for (content, it) in contents.enumerate() {
        match &it.format {
            Format::Json(schema)
            | Format::Form { schema, .. }
            | Format::Sequence { item: schema, .. } => schemas.push(*schema),
            Format::Multipart { parts, .. } => {
                let parts = parts.iter().enumerate();
                let by_parts = parts
                    .filter(|(position, _)| is_by_parts(readings.part(id, content, *position)));
                schemas.extend(by_parts.map(|(_, part)| part.schema));
            }
            Format::Text { .. } | Format::Bytes { .. } => {}
        }
    }
    schemas
}

/// What makes tables.
#[derive(Debug, Clone, Copy)]
pub struct Tables<'a> {
    /// The API.
    pub api: &'a Api,
    /// How the variant of a union is found.
    pub unions: &'a Unions,
    /// Which enumerations take no other values than those that are listed.
    pub closed: &'a Closed,
}

impl<'a> Tables<'a> {
    /// The table of a schema.
    pub fn of(self, schema: SchemaId) -> Table {
        self.table(schema, 0)
    }

    /// The table of an object or a union that has one of its own; none where there are no objects.
    pub fn objects(self, id: SchemaId) -> Option<ObjectTable<'a>> {
        match &self.api.schemas.get(id).kind {
            SchemaKind::Object(object) => Some(self.members(object)),
            SchemaKind::Union(_) => self.alternatives(id),
            _ => None,
        }
    }

    fn table(self, schema: SchemaId, depth: usize) -> Table {
        let mut table = Table::default();
        let (id, resolved) = self.api.schemas.resolve(schema);
        table.objects = match (&resolved.kind, self.unions.get(id)) {
            (SchemaKind::Object(_), _) => Some(TableObjects::Of(id)),
            (SchemaKind::Union(_), Some(choice)) if choice.objects != ObjectChoice::None => {
                Some(TableObjects::Of(id))
            }
            (SchemaKind::Map(map), _) => {
                Some(TableObjects::Map(Box::new(self.inner(map.values, depth))))
            }
            _ => None,
        };
        let mut lists = Vec::new();
        self.collect(schema, &mut table, &mut lists);
        match lists.as_slice() {
            [] => {}
            [List::Items(items)] => table.items = Some(Box::new(self.inner(*items, depth))),
            [List::Positions(tuple)] => self.add_positions(&mut table, tuple, depth),
            _ => table.items = Some(Box::new(Table::anything())),
        }
        table
    }

    fn inner(self, schema: SchemaId, depth: usize) -> Table {
        match depth < DEEPEST {
            true => self.table(schema, depth + 1),
            false => Table::anything(),
        }
    }

    fn add_positions(self, table: &mut Table, tuple: &Tuple, depth: usize) {
        // Lists of many positions in each other are many tables.
        let depth = depth + DEEPEST / 2;
        let rest = tuple.rest.map(|rest| self.inner(rest, depth));
        table.items = Some(Box::new(rest.unwrap_or_else(Table::anything)));
        let items = tuple.items.iter();
        table.positions = items
            .map(|Property { schema, .. }| self.inner(*schema, depth))
            .collect();
    }

    /// What there is of a schema and of all alternatives, but for objects.
    fn collect(self, schema: SchemaId, table: &mut Table, lists: &mut Vec<List<'a>>) {
        let mut open = vec![schema];
        let mut seen = BTreeSet::new();
        while let Some(id) = open.pop() {
            if !seen.insert(id) {
                continue;
            }
            let schema = self.api.schemas.get(id);
            table.null |= schema.nullable;
            match &schema.kind {
                SchemaKind::Alias(target) => open.push(*target),
                SchemaKind::Union(union) => open.extend(union.schemas()),
                SchemaKind::Boolean => table.boolean = true,
                SchemaKind::Integer(_) | SchemaKind::Number(_) => table.number = true,
                SchemaKind::String(text) => table.add_text(text_of(text.format)),
                SchemaKind::Enumeration(listed) => match listed.values_type {
                    EnumerationType::Text => {
                        let first = listed.texts().next().filter(|_| self.closed.has(id));
                        table.add_text(first.unwrap_or_default());
                    }
                    EnumerationType::Integer => table.number = true,
                    EnumerationType::Mixed => table.anything = true,
                },
                SchemaKind::Array(array) => lists.push(List::Items(array.items)),
                SchemaKind::Tuple(tuple) => lists.push(List::Positions(tuple)),
                SchemaKind::Map(_) | SchemaKind::Object(_) => {}
                // Only the user's own type knows what it is read from.
                SchemaKind::Any | SchemaKind::Opaque | SchemaKind::Own(_) => table.anything = true,
            }
        }
    }

    fn members(self, object: &'a Object) -> ObjectTable<'a> {
        let named = object.properties.iter();
        let named = named.map(|(name, property)| TableMember {
            name,
            required: property.required,
            table: self.of(property.schema),
        });
        let others = match object.additional {
            _ if !object.patterns.is_empty() => OtherMembers::Unsaid,
            Additional::Unsaid => OtherMembers::Unsaid,
            Additional::Forbidden => OtherMembers::Refused,
            Additional::Schema(schema) => OtherMembers::Of(self.of(schema)),
        };
        ObjectTable::Members(named.collect(), others)
    }

    fn alternatives(self, id: SchemaId) -> Option<ObjectTable<'a>> {
        let signs: Vec<(Sign<'a>, usize)> = match &self.unions.get(id)?.objects {
            ObjectChoice::None => return None,
            ObjectChoice::BestFit(_) => Vec::new(),
            ObjectChoice::Only(only) => vec![(Sign::None, *only)],
            ObjectChoice::Tag {
                property,
                values,
                otherwise,
                unmapped,
            } => {
                let values = values.iter();
                let texts =
                    values.map(|(value, position)| (Sign::Text(property, value), *position));
                let without = otherwise.map(|position| (Sign::NoText(property), position));
                let unmapped = unmapped.map(|position| (Sign::None, position));
                texts.chain(without).chain(unmapped).collect()
            }
            ObjectChoice::Presence {
                properties,
                otherwise,
            } => {
                let properties = properties.iter();
                let marks = properties.map(|(name, position)| (Sign::Has(name), *position));
                let otherwise = otherwise.map(|position| (Sign::None, position));
                marks.chain(otherwise).collect()
            }
            ObjectChoice::PropertyType { property, types } => {
                let types = types.iter();
                types
                    .map(|(of, position)| (Sign::Type(property, *of), *position))
                    .collect()
            }
        };
        let SchemaKind::Union(union) = &self.api.schemas.get(id).kind else {
            return None;
        };
        let alternatives = signs.into_iter().filter_map(|(sign, position)| {
            let schema = union.variants.get(position)?.schema;
            let objects = self.of(schema).objects;
            Some((sign, objects.unwrap_or(TableObjects::Anything)))
        });
        Some(ObjectTable::Alternatives(alternatives.collect()))
    }
}

impl Table {
    /// A text that fits one kind of texts may not fit another, but some alternative takes it.
    fn add_text(&mut self, text: &str) {
        self.text.get_or_insert_with(|| text.to_owned());
    }

    /// Every object and union that it refers to.
    fn each_object(&self, found: &mut impl FnMut(SchemaId)) {
        for table in self.items.as_deref().into_iter().chain(&self.positions) {
            table.each_object(found);
        }
        if let Some(objects) = &self.objects {
            objects.each_object(found);
        }
    }

    fn anything() -> Self {
        Self {
            anything: true,
            ..Self::default()
        }
    }
}

impl TableObjects {
    fn each_object(&self, found: &mut impl FnMut(SchemaId)) {
        match self {
            Self::Anything => {}
            Self::Of(id) => found(*id),
            Self::Map(table) => table.each_object(found),
        }
    }
}

impl ObjectTable<'_> {
    fn each_object(&self, found: &mut impl FnMut(SchemaId)) {
        match self {
            Self::Members(named, others) => {
                let others = match others {
                    OtherMembers::Of(table) => Some(table),
                    OtherMembers::Unsaid | OtherMembers::Refused => None,
                };
                for table in named.iter().map(|member| &member.table).chain(others) {
                    table.each_object(found);
                }
            }
            Self::Alternatives(alternatives) => {
                for (_, objects) in alternatives {
                    objects.each_object(found);
                }
            }
        }
    }
}

/// A text of a format, of which not every text is.
fn text_of(format: TextFormat) -> &'static str {
    match format {
        TextFormat::DateTime => "1970-01-01T00:00:00Z",
        TextFormat::Date => "1970-01-01",
        TextFormat::Uuid => "00000000-0000-0000-0000-000000000000",
        TextFormat::Ipv4 => "127.0.0.1",
        TextFormat::Ipv6 => "::1",
        // What is held as a text, and bytes, of which there may be none.
        _ => "",
    }
}

/// A kind of lists.
enum List<'a> {
    Items(SchemaId),
    Positions(&'a Tuple),
}
