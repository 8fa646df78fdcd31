//! How the parameters of a request are read: only what is wrong with them matters.

use http::request::Parts;
use serde::Serialize;
use serde_json::Value;

use super::operation::Served;
use super::reading::{Listed, Read, Reader, within};
use super::rules::{Check, Rules};
use super::runtime::server::fault::Faults;
use super::runtime::server::outline::Outline;
use super::runtime::server::pairs::{self, Pairs};
use super::runtime::server::parameter::{self, Parameter};
use super::runtime::server::path::Path;
use super::runtime::server::{header, violation};
use super::runtime::support::style::Style;
use super::spec::Spec;
use crate::analyse::Reading;
use crate::ir::{self, EnumerationType, IntegerFormat, ParameterLocation, SchemaId, SchemaKind};

/// Where the parameters of a request are looked for.
pub(super) struct Sources<'a> {
    spec: Spec,
    parts: &'a Parts,
    path: Path<'a>,
    query: Pairs<'a>,
    cookies: Pairs<'a>,
    plain_cookies: Pairs<'a>,
}

impl<'a> Sources<'a> {
    /// The parameters of a request that was routed by `template`.
    pub fn of(spec: Spec, template: &'static str, parts: &'a Parts) -> Self {
        Self {
            spec,
            parts,
            path: Path::new(template, parts.uri.path()),
            query: Pairs::of_query(parts.uri.query()),
            cookies: Pairs::of_cookies(&parts.headers),
            plain_cookies: Pairs::of_plain_cookies(&parts.headers),
        }
    }

    /// Reads all of an operation's.
    pub fn read(&self, served: &Served, faults: &mut Faults) {
        for asked in &served.parameters {
            let reader = Reader::of_bare(self.spec, asked.parameter.schema);
            within(reader, || self.one(asked, faults));
        }
        if let Some((known, deep)) = &served.query_names {
            let known: Vec<&str> = known.iter().map(String::as_str).collect();
            self.query.refuse_others(&known, deep, faults);
        }
    }

    fn one(&self, asked: &Asked, faults: &mut Faults) {
        let parameter = asked.parameter;
        match asked.reading {
            Reading::Plain => self.plain(parameter, faults),
            Reading::List => self.list(parameter, faults),
            Reading::Json => self.in_parts(parameter, self.found(parameter).json(), faults),
            Reading::Outlined(_) => self.in_parts(parameter, self.outlined(asked), faults),
        }
    }

    fn found(&self, parameter: &'static ir::Parameter) -> Parameter<'a> {
        let (name, query) = (parameter.name.as_str(), self.parts.uri.query());
        let found = match parameter.location {
            _ if parameter.style == ir::Style::WholeFormText => pairs::whole_form(name, query),
            _ if parameter.style.is_whole() => pairs::whole(name, query),
            ParameterLocation::Path => self.path.parameter(name),
            ParameterLocation::Header => header::parameter(&self.parts.headers, name),
            ParameterLocation::Query | ParameterLocation::Cookie => {
                self.pairs(parameter).parameter(name)
            }
        };
        match parameter.allow_empty {
            true => found.unless_empty(),
            false => found,
        }
    }

    fn pairs(&self, parameter: &ir::Parameter) -> &Pairs<'a> {
        match (parameter.location, parameter.style) {
            (_, ir::Style::Cookie { .. }) => &self.plain_cookies,
            (ParameterLocation::Cookie, _) => &self.cookies,
            _ => &self.query,
        }
    }

    fn plain(&self, parameter: &'static ir::Parameter, faults: &mut Faults) {
        let found = self.found(parameter);
        let end = End {
            spec: self.spec,
            parameter,
            faults,
        };
        match self.spec.kind(parameter.schema).1 {
            SchemaKind::Boolean => end.one(found.parse::<bool>()),
            SchemaKind::Integer(integer) => match integer.format {
                IntegerFormat::Int32 => end.one(found.parse::<i32>()),
                IntegerFormat::Int64 => end.one(found.parse::<i64>()),
                IntegerFormat::Uint32 => end.one(found.parse::<u32>()),
                IntegerFormat::Uint64 => end.one(found.parse::<u64>()),
            },
            SchemaKind::Number(number) if number.single => end.one(found.parse::<f32>()),
            SchemaKind::Number(_) => end.one(found.parse::<f64>()),
            kind if is_listed(kind) => end.one(found.listed::<Listed>()),
            _ => end.one(found.decode::<Read>()),
        }
    }

    fn list(&self, parameter: &'static ir::Parameter, faults: &mut Faults) {
        let SchemaKind::Array(array) = self.spec.kind(parameter.schema).1 else {
            return;
        };
        let found = self.found(parameter);
        let items = match parameter.style {
            ir::Style::Form { explode: true } | ir::Style::Cookie { explode: true } => {
                parameter::Items::Repeated
            }
            _ => parameter::Items::SeparatedBy(b','),
        };
        let end = End {
            spec: self.spec,
            parameter,
            faults,
        };
        let item = array.items;
        within(Reader::of_bare(self.spec, item), || {
            match self.spec.kind(item).1 {
                SchemaKind::Boolean => end.several(item, found.parse_items::<bool>(items)),
                SchemaKind::Integer(integer) => match integer.format {
                    IntegerFormat::Int32 => end.several(item, found.parse_items::<i32>(items)),
                    IntegerFormat::Int64 => end.several(item, found.parse_items::<i64>(items)),
                    IntegerFormat::Uint32 => end.several(item, found.parse_items::<u32>(items)),
                    IntegerFormat::Uint64 => end.several(item, found.parse_items::<u64>(items)),
                },
                SchemaKind::Number(number) if number.single => {
                    end.several(item, found.parse_items::<f32>(items));
                }
                SchemaKind::Number(_) => end.several(item, found.parse_items::<f64>(items)),
                kind if is_listed(kind) => end.several(item, found.listed_items::<Listed>(items)),
                _ => end.several(item, found.decode_items::<Read>(items)),
            }
        });
    }

    fn outlined(&self, asked: &Asked) -> parameter::Read<Read> {
        let (parameter, outline) = (asked.parameter, asked.outline);
        let name = parameter.name.as_str();
        match parameter.style {
            ir::Style::DeepObject => self.pairs(parameter).deep(name, outline),
            ir::Style::Form { explode: true }
            | ir::Style::Cookie { explode: true }
            | ir::Style::Urlencoded
                if outline.members.is_some() =>
            {
                let beside: Vec<&str> = asked.beside.iter().map(String::as_str).collect();
                self.pairs(parameter).exploded(name, outline, &beside)
            }
            ir::Style::FormText => self.found(parameter).form(outline),
            style => self.found(parameter).styled(self::style(style), outline),
        }
    }

    fn in_parts(
        &self,
        parameter: &'static ir::Parameter,
        read: parameter::Read<Read>,
        faults: &mut Faults,
    ) {
        let rules = Rules(self.spec);
        let read = read.check_parts(violation::parts(|Read(value): &Read, at, found| {
            rules.check(parameter.schema, value, at, found);
        }));
        finish(read, parameter, faults);
    }
}

/// A parameter that is asked for.
#[derive(Debug)]
pub(super) struct Asked {
    pub parameter: &'static ir::Parameter,
    pub reading: Reading,
    pub outline: &'static Outline,
    /// The names of pairs that are none of its members.
    pub beside: Vec<String>,
}

/// What is done with a parameter that was read.
struct End<'a> {
    spec: Spec,
    parameter: &'static ir::Parameter,
    faults: &'a mut Faults,
}

impl End<'_> {
    fn one<T: Serialize>(self, mut read: parameter::Read<T>) {
        for check in Check::all(self.spec, self.parameter.schema) {
            read = read.check(|value| check.check(&json(value)));
        }
        finish(read, self.parameter, self.faults);
    }

    fn several<T: Serialize>(self, item: SchemaId, mut read: parameter::Read<Vec<T>>) {
        for check in Check::all(self.spec, item) {
            read = read.check_items(|item| check.check(&json(item)));
        }
        self.one(read);
    }
}

fn finish<T>(read: parameter::Read<T>, parameter: &ir::Parameter, faults: &mut Faults) {
    match parameter.required {
        true => drop(read.required(faults)),
        false => drop(read.optional(faults)),
    }
}

fn json(value: &impl Serialize) -> Value {
    serde_json::to_value(value).unwrap_or_default()
}

/// Listed values that are not all texts.
fn is_listed(kind: &SchemaKind) -> bool {
    matches!(kind, SchemaKind::Enumeration(listed) if listed.values_type != EnumerationType::Text)
}

/// How a value is written, as the code that reads it names it.
pub(super) fn style(style: ir::Style) -> Style {
    match style {
        // A text is the same in each style.
        ir::Style::Simple { explode: false }
        | ir::Style::WholeText
        | ir::Style::WholeFormText
        | ir::Style::FormText => Style::Simple,
        ir::Style::Simple { explode: true } => Style::SimpleExploded,
        ir::Style::Label { explode: false } => Style::Label,
        ir::Style::Label { explode: true } => Style::LabelExploded,
        ir::Style::Matrix { explode: false } => Style::Matrix,
        ir::Style::Matrix { explode: true } => Style::MatrixExploded,
        ir::Style::Form { explode: false } | ir::Style::Cookie { explode: false } => Style::Form,
        ir::Style::Form { explode: true }
        | ir::Style::Cookie { explode: true }
        | ir::Style::Urlencoded => Style::FormExploded,
        ir::Style::SpaceDelimited => Style::SpaceDelimited,
        ir::Style::PipeDelimited => Style::PipeDelimited,
        ir::Style::DeepObject => Style::DeepObject,
        ir::Style::Json | ir::Style::WholeJson => Style::Json,
    }
}
