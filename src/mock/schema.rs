//! What JSON there is for the types that requests hold, as the code that reads them asks for it.

use std::collections::HashMap;

use super::runtime::server::schema::{self, Member, Objects, Others, Schema};
use super::runtime::support::json_type::Type;
use super::spec::Spec;
use crate::analyse::{
    ObjectTable, OtherMembers, Sign, Table, TableMember, TableObjects, Tables, ValueType,
};
use crate::ir::SchemaId;

/// How deep a schema is drawn: one that holds itself has no end. What is deeper may be anything.
const DEEPEST: usize = 16;

/// What stands for objects of which nothing is known.
static ANYTHING: Objects = Objects::Alternatives(&[]);

/// The schemas that have been drawn. Like the document they are there as long as the process is.
#[derive(Debug, Default)]
pub(super) struct Schemas {
    drawn: HashMap<(SchemaId, usize), &'static Objects>,
}

impl Schemas {
    /// What is known of the values of a schema.
    pub fn get(&mut self, spec: Spec, schema: SchemaId) -> Schema {
        let mut drawing = Drawing {
            tables: Tables {
                api: spec.api,
                unions: &spec.facts.unions,
                closed: &spec.facts.closed,
            },
            schemas: self,
        };
        let table = drawing.tables.of(schema);
        drawing.table(&table, DEEPEST)
    }
}

struct Drawing<'a> {
    tables: Tables<'static>,
    schemas: &'a mut Schemas,
}

impl Drawing<'_> {
    fn table(&mut self, table: &Table, depth: usize) -> Schema {
        if table.anything {
            return Schema::ANYTHING;
        }
        let positions = table.positions.iter();
        let positions: Vec<Schema> = positions.map(|it| self.table(it, depth)).collect();
        let items = table.items.as_ref();
        let items = items.map(|items| &*Box::leak(Box::new(self.table(items, depth))));
        let objects = table.objects.as_ref();
        Schema {
            text: table.text.clone().map(|text| &*text.leak()),
            number: table.number,
            boolean: table.boolean,
            null: table.null,
            items,
            positions: positions.leak(),
            objects: objects.map(|objects| self.objects(objects, depth)),
        }
    }

    fn objects(&mut self, objects: &TableObjects, depth: usize) -> &'static Objects {
        match objects {
            TableObjects::Anything => &ANYTHING,
            TableObjects::Of(id) => self.named(*id, depth),
            TableObjects::Map(values) => {
                let others = Others::Of(self.table(values, depth));
                Box::leak(Box::new(Objects::Members { named: &[], others }))
            }
        }
    }

    fn named(&mut self, id: SchemaId, depth: usize) -> &'static Objects {
        if let Some(drawn) = self.schemas.drawn.get(&(id, depth)) {
            return drawn;
        }
        let (Some(table), Some(inner)) = (self.tables.objects(id), depth.checked_sub(1)) else {
            return &ANYTHING;
        };
        let drawn = match table {
            ObjectTable::Members(named, others) => {
                let named = named.iter().map(|member| self.member(member, inner));
                let named: Vec<Member> = named.collect();
                Objects::Members {
                    named: named.leak(),
                    others: self.others(&others, inner),
                }
            }
            ObjectTable::Alternatives(alternatives) => {
                let alternatives = alternatives.iter();
                let alternatives: Vec<_> = alternatives
                    .map(|(sign, objects)| (self::sign(*sign), self.objects(objects, inner)))
                    .collect();
                Objects::Alternatives(alternatives.leak())
            }
        };
        let drawn: &'static Objects = Box::leak(Box::new(drawn));
        self.schemas.drawn.insert((id, depth), drawn);
        drawn
    }

    fn member(&mut self, member: &TableMember<'static>, depth: usize) -> Member {
        Member {
            name: member.name,
            required: member.required,
            schema: self.table(&member.table, depth),
        }
    }

    fn others(&mut self, others: &OtherMembers, depth: usize) -> Others {
        match others {
            OtherMembers::Unsaid => Others::Unsaid,
            OtherMembers::Refused => Others::Refused,
            OtherMembers::Of(table) => Others::Of(self.table(table, depth)),
        }
    }
}

fn sign(sign: Sign<'static>) -> schema::Sign {
    match sign {
        Sign::Text(name, text) => schema::Sign::Text(name, text),
        Sign::NoText(name) => schema::Sign::NoText(name),
        Sign::Has(name) => schema::Sign::Has(name),
        Sign::Type(name, of) => schema::Sign::Type(name, json_type(of)),
        Sign::None => schema::Sign::None,
    }
}

fn json_type(of: ValueType) -> Type {
    match of {
        ValueType::Boolean => Type::Boolean,
        ValueType::Number => Type::Number,
        ValueType::Text => Type::Text,
        ValueType::List => Type::List,
        ValueType::Object => Type::Object,
    }
}
