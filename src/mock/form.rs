//! Bodies of parts, as the output reads them.

use std::collections::HashMap;

use http::HeaderMap;
use serde_json::Value;

use super::drawn::Drawn;
use super::parameter::style;
use super::reading::{Read, Reader, within};
use super::runtime::server::assembly::Written;
use super::runtime::server::fault::Faults;
use super::runtime::server::multipart::{self, Described, File, Others, Shape, Values};
use super::runtime::server::pairs::Pairs;
use super::runtime::server::schema::Schema;
use super::runtime::server::{header, parameter};
use super::spec::Spec;
use super::wanted::Wanted;
use crate::analyse::{FileShape, FormReading, OtherParts, Reading, is_always_there, part_style};
use crate::ir::{Format, Header, Operation, OperationId, Part, SchemaKind, Style};

/// The bodies of an operation that are of parts, by the position of their content, and whether some parts are passed on as they come.
pub(super) type All = HashMap<usize, (Parts, bool)>;

/// All of an operation's.
pub(super) fn all(
    spec: Spec,
    drawn: &mut Drawn,
    (id, operation): (OperationId, &'static Operation),
) -> All {
    let contents = operation.body.iter().flat_map(|body| &body.contents);
    let parts = contents.enumerate().filter_map(|(position, content)| {
        let parts = Parts::of(spec, drawn, (id, position), &content.format)?;
        Some((position, (parts, content.has_streamed_parts())))
    });
    parts.collect()
}

/// A body of parts, with what is worked out once for all calls.
#[derive(Debug, Clone, Copy)]
pub(super) struct Parts {
    spec: Spec,
    reading: FormReading<'static>,
    shape: Shape,
    /// What the values are, by the positions of their parts.
    written: &'static [Written],
}

tokio::task_local! {
    /// What the parts are that are read.
    static PARTS: Parts;
}

impl Parts {
    /// The parts of the content at that position, if it is of parts.
    pub fn of(
        spec: Spec,
        drawn: &mut Drawn,
        place: (OperationId, usize),
        format: &'static Format,
    ) -> Option<Self> {
        let Format::Multipart {
            parts,
            open,
            closed,
        } = format
        else {
            return None;
        };
        let reading = FormReading {
            readings: &spec.facts.readings,
            place,
            parts,
            others: (*open, *closed),
        };
        let written = parts.iter().enumerate();
        let written = written
            .map(|(position, part)| drawn.read(spec, reading.reading(position), part.schema));
        let written: Vec<Written> = written.collect();
        Some(Self {
            spec,
            reading,
            shape: shape(spec, reading),
            written: written.leak(),
        })
    }

    /// Does something in which every [`Form`] is of these parts.
    pub fn within<T>(self, work: impl FnOnce() -> T) -> T {
        PARTS.sync_scope(self, work)
    }

    /// The same for what takes its time.
    pub async fn within_async<F: Future>(self, work: F) -> F::Output {
        PARTS.scope(self, work).await
    }

    fn read(self, values: &Values, faults: &mut Faults) {
        let pairs = values.pairs();
        for (position, part) in self.reading.values() {
            let wanted = Wanted {
                spec: self.spec,
                schema: part.list.unwrap_or(part.schema),
                is_required: is_always_there(part, |schema| self.spec.holds_null(schema)),
            };
            let found = pairs.parameter(&part.name);
            match self.reading.reading(position) {
                Reading::Plain => wanted.plain(found, faults),
                Reading::List => wanted.list(found, part_style(part), faults),
                Reading::Json => {
                    let reader = Reader::of_value(self.spec, part.schema);
                    let schema = self.written(position).schema;
                    let read = within(reader, || json(part, found, schema));
                    wanted.in_parts(read, faults);
                }
                Reading::Outlined(_) => {
                    let reader = Reader::of_bare(self.spec, part.schema);
                    let read = within(reader, || self.outlined((position, part), &pairs));
                    wanted.in_parts(read, faults);
                }
            }
        }
    }

    fn written(self, position: usize) -> Written {
        let written = self.written.get(position).copied();
        written.unwrap_or(Written::ANYTHING)
    }

    fn outlined(
        self,
        (position, part): (usize, &'static Part),
        pairs: &Pairs<'_>,
    ) -> parameter::Read<Read> {
        let written = self.written(position);
        match (part_style(part), self.reading.reading(position)) {
            (Style::DeepObject, _) => pairs.deep(&part.name, written),
            (_, Reading::Outlined(id)) if self.reading.is_exploded(part, id) => {
                let beside = self.reading.names_beside(part, id);
                pairs.exploded(&part.name, written, &beside)
            }
            (other, _) => pairs.parameter(&part.name).styled(style(other), written),
        }
    }

    fn check_headers(self, name: &str, headers: &HeaderMap, faults: &mut Faults) {
        let parts = self.reading.parts.iter();
        for header in parts
            .filter(|part| part.name == name)
            .flat_map(|it| &it.headers)
        {
            check_header(self.spec, header, headers, faults);
        }
    }
}

fn json(part: &Part, found: parameter::Parameter<'_>, schema: Schema) -> parameter::Read<Read> {
    if part.list.is_none() {
        return found.json(schema);
    }
    let items = found.json_items::<Read>(schema);
    items.map(|items| Read(items.into_iter().map(|Read(item)| item).collect::<Value>()))
}

/// Of what is no plain value, or a list of such, only whether it is there is looked at.
fn check_header(spec: Spec, header: &'static Header, headers: &HeaderMap, faults: &mut Faults) {
    let found = header::parameter(headers, &header.name);
    let wanted = Wanted {
        spec,
        schema: header.schema,
        is_required: header.required,
    };
    match spec.kind(header.schema).1 {
        kind if kind.is_plain() => wanted.plain(found, faults),
        SchemaKind::Array(array) if spec.kind(array.items).1.is_plain() => {
            wanted.list(found, Style::Simple { explode: false }, faults);
        }
        _ if header.required => wanted.anything(found, faults),
        _ => {}
    }
}

fn shape(spec: Spec, reading: FormReading<'static>) -> Shape {
    let shape = reading.shape(spec.api, &spec.facts.checks);
    let values = shape.values.into_iter();
    let values: Vec<&'static str> = values.map(|name| &*name.leak()).collect();
    let files: Vec<Described> = shape.files.into_iter().map(described).collect();
    Shape {
        values: values.leak(),
        files: files.leak(),
        others: match shape.others {
            OtherParts::Dropped => Others::Dropped,
            OtherParts::Refused => Others::Refused,
            OtherParts::Collected => Others::Collected,
            OtherParts::Taken => Others::Taken,
        },
    }
}

fn described(file: FileShape<'static>) -> Described {
    Described {
        name: file.name,
        media_types: file.media_types.leak(),
        least: file.least,
        most: file.most.unwrap_or(usize::MAX),
    }
}

/// A body of the parts of the [scope](Parts::within) in which it is read.
#[derive(Debug)]
pub(super) struct Form;

impl multipart::Form for Form {
    fn shape() -> Shape {
        let parts = PARTS.try_with(|parts| parts.shape);
        parts.unwrap_or_else(|_| <()>::shape())
    }

    fn read(values: &Values, faults: &mut Faults) -> Option<Self> {
        let parts = PARTS.try_with(|parts| *parts).ok()?;
        parts.read(values, faults);
        Some(Self)
    }

    fn check_headers(name: &str, headers: &HeaderMap, faults: &mut Faults) {
        if let Ok(parts) = PARTS.try_with(|parts| *parts) {
            parts.check_headers(name, headers, faults);
        }
    }
}

impl multipart::Streamed for Form {
    type Part = File;

    fn part(_: usize, file: File) -> File {
        file
    }
}
