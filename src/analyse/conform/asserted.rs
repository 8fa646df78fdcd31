//! What holds of a value beside what its schema's kind says.

use super::{Search, is_same};
use crate::diagnostic::Pointer;
use crate::ir::{Assertion, Json, SchemaId};

impl Search<'_, '_> {
    /// Adds a misfit where a value is not what holds of it as well.
    pub(super) fn asserted(
        &mut self,
        assertion: &Assertion,
        value: &Json,
        at: &Pointer,
        depth: usize,
    ) {
        let holds = match assertion {
            Assertion::NotValues(values) => !values.iter().any(|listed| is_same(listed, value)),
            Assertion::Not(schema) => !self.fits(*schema, value, at, depth),
            Assertion::Conditional {
                condition,
                then,
                otherwise,
            } => {
                let wanted = match self.fits(*condition, value, at, depth) {
                    true => then,
                    false => otherwise,
                };
                wanted.is_none_or(|schema| self.fits(schema, value, at, depth))
            }
            Assertion::Dependent { member, schema } => {
                value.get(member).is_none() || self.fits(*schema, value, at, depth)
            }
            Assertion::DependentRequired { member, required } => {
                let lacks = |name: &String| value.get(name).is_none();
                value.get(member).is_none() || !required.iter().any(lacks)
            }
            Assertion::Contains {
                schema,
                least,
                most,
            } => value.as_array().is_none_or(|items| {
                let fitting = items.iter();
                let fitting = fitting.filter(|item| self.fits(*schema, item, at, depth));
                let count = fitting.count();
                count >= *least && most.is_none_or(|most| count <= most)
            }),
            Assertion::Names(schema) => value.as_object().is_none_or(|members| {
                let mut names = members.keys().cloned().map(Json::from);
                names.all(|name| self.fits(*schema, &name, at, depth))
            }),
        };
        if !holds {
            let keyword = assertion.keyword();
            self.add(at, format!("is not what `{keyword}` asks for"), false);
        }
    }

    fn fits(&mut self, id: SchemaId, value: &Json, at: &Pointer, depth: usize) -> bool {
        self.apart(id, value, at, depth).is_empty()
    }
}
