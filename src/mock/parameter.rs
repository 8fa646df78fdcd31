//! How the parameters of a request are read: only what is wrong with them matters.

use super::drawn::Drawn;
use super::operation::Served;
use super::reading::{Read, Reader, within};
use super::runtime::server::assembly::Written;
use super::runtime::server::fault::Faults;
use super::runtime::server::header;
use super::runtime::server::pairs::{self, Pairs};
use super::runtime::server::parameter::{self, Parameter};
use super::runtime::server::path::Path;
use super::runtime::support::style::Style;
use super::spec::Spec;
use super::wanted::Wanted;
use crate::analyse::Reading;
use crate::ir::{self, Operation, OperationId, ParameterLocation};
use http::request::Parts;

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
            self.one(asked, faults);
        }
        if let Some((known, deep)) = &served.query_names {
            let known: Vec<&str> = known.iter().map(String::as_str).collect();
            self.query.refuse_others(&known, deep, faults);
        }
    }

    fn one(&self, asked: &Asked, faults: &mut Faults) {
        let parameter = asked.parameter;
        let wanted = Wanted {
            spec: self.spec,
            schema: parameter.schema,
            is_required: parameter.required,
        };
        let found = || self.found(parameter);
        let read = |read: &dyn Fn() -> parameter::Read<Read>| {
            within(Reader::of_bare(self.spec, parameter.schema), read)
        };
        match asked.reading {
            Reading::Plain => wanted.plain(found(), faults),
            Reading::List => wanted.list(found(), parameter.style, faults),
            Reading::Json => wanted.in_parts(read(&|| found().json(asked.written.schema)), faults),
            Reading::Outlined(_) => wanted.in_parts(read(&|| self.outlined(asked)), faults),
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

    fn outlined(&self, asked: &Asked) -> parameter::Read<Read> {
        let (parameter, written) = (asked.parameter, asked.written);
        let name = parameter.name.as_str();
        match parameter.style {
            ir::Style::DeepObject => self.pairs(parameter).deep(name, written),
            ir::Style::Form { explode: true }
            | ir::Style::Cookie { explode: true }
            | ir::Style::Urlencoded
                if written.outline.members.is_some() =>
            {
                let beside: Vec<&str> = asked.beside.iter().map(String::as_str).collect();
                self.pairs(parameter).exploded(name, written, &beside)
            }
            ir::Style::FormText => self.found(parameter).form(written),
            style => self.found(parameter).styled(self::style(style), written),
        }
    }
}

/// A parameter that is asked for.
#[derive(Debug)]
pub(super) struct Asked {
    pub parameter: &'static ir::Parameter,
    pub reading: Reading,
    pub written: Written,
    /// The names of pairs that are none of its members.
    pub beside: Vec<String>,
}

impl Asked {
    /// All parameters of an operation.
    pub fn all(
        spec: Spec,
        drawn: &mut Drawn,
        (id, operation): (OperationId, &'static Operation),
    ) -> Vec<Self> {
        let readings = &spec.facts.readings;
        let parameters = operation.parameters.iter().enumerate();
        let parameters = parameters.map(|(position, parameter)| {
            let reading = readings.get(id, position);
            let written = drawn.read(spec, reading, parameter.schema);
            let beside = match reading {
                Reading::Outlined(outline) if readings.outlines.has_others(outline) => {
                    readings.names_beside(spec.api, (id, operation), parameter)
                }
                _ => Vec::new(),
            };
            Self {
                parameter,
                reading,
                written,
                beside,
            }
        });
        parameters.collect()
    }
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
