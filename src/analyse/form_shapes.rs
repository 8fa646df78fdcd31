//! What parts a body has, as a server tells them apart.

use super::{Checks, OutlineId, Reading, Readings, Rule};
use crate::ir::{Api, OperationId, Part, PartFormat, SchemaId, Style};

/// What parts a body has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormShape<'a> {
    /// The names of those that are values, or parts of values.
    pub values: Vec<String>,
    /// Those that are passed on as they come.
    pub files: Vec<FileShape<'a>>,
    /// What becomes of all others.
    pub others: OtherParts,
}

/// A part that is passed on as it comes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileShape<'a> {
    /// Its name.
    pub name: &'a str,
    /// What it may be; anything where that is not said.
    pub media_types: Vec<&'a str>,
    /// How many of them there are at least.
    pub least: usize,
    /// How many of them there are at most.
    pub most: Option<usize>,
}

/// What becomes of parts that the document does not name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OtherParts {
    /// They are passed over.
    Dropped,
    /// They are faults.
    Refused,
    /// They are members of a value.
    Collected,
    /// They are passed on.
    Taken,
}

/// A body of parts that is read.
#[derive(Debug, Clone, Copy)]
pub struct FormReading<'a> {
    /// How the parts are read.
    pub readings: &'a Readings,
    /// The operation, and the position of the content.
    pub place: (OperationId, usize),
    /// The parts.
    pub parts: &'a [Part],
    /// Whether there may be parts that the document does not name, and whether it forbids them.
    pub others: (bool, bool),
}

impl<'a> FormReading<'a> {
    /// The parts that are values, with their positions.
    pub fn values(self) -> impl Iterator<Item = (usize, &'a Part)> {
        let parts = self.parts.iter().enumerate();
        parts.filter(|(_, part)| part.format != PartFormat::File)
    }

    /// How the part at a position is read.
    pub fn reading(self, position: usize) -> Reading {
        let (id, content) = self.place;
        self.readings.part(id, content, position)
    }

    /// What parts there are.
    pub fn shape(self, api: &Api, checks: &Checks) -> FormShape<'a> {
        let outlines = &self.readings.outlines;
        let own = self.values().map(|(_, part)| part.name.clone());
        let members = self.exploded().flat_map(|it| outlines.member_names(it));
        let files = self.parts.iter();
        let files = files.filter(|part| part.format == PartFormat::File);
        let others = match self.others {
            _ if self.exploded().any(|it| outlines.has_others(it)) => OtherParts::Collected,
            (true, _) => OtherParts::Taken,
            (false, true) => OtherParts::Refused,
            (false, false) => OtherParts::Dropped,
        };
        FormShape {
            values: own.chain(members).collect(),
            files: files.map(|part| file(api, checks, part)).collect(),
            others,
        }
    }

    /// The names that are no members of a value that takes any: those of the other parts.
    pub fn names_beside(self, part: &Part, outline: OutlineId) -> Vec<&'a str> {
        let has_others = self.readings.outlines.has_others(outline);
        let others = self.parts.iter().filter(|_| has_others);
        let names = others.map(|other| other.name.as_str());
        names.filter(|name| *name != part.name).collect()
    }

    /// The objects each member of which is a part of its own.
    fn exploded(self) -> impl Iterator<Item = OutlineId> {
        self.values()
            .filter_map(move |(position, part)| match self.reading(position) {
                Reading::Outlined(outline) if self.is_exploded(part, outline) => Some(outline),
                _ => None,
            })
    }

    /// Whether each member of an object is a part of its own.
    pub fn is_exploded(self, part: &Part, outline: OutlineId) -> bool {
        part.format == PartFormat::Styled(Style::Form { explode: true })
            && self.readings.outlines.has_members(outline)
    }
}

fn file<'a>(api: &Api, checks: &Checks, part: &'a Part) -> FileShape<'a> {
    let rules = |list| checks.rules(api.schemas.resolve(list).0);
    let media_types = part.media_type.iter().flat_map(|it| it.split(','));
    let (mut least, mut most) = (0, (!part.repeated).then_some(1));
    for rule in part.list.into_iter().flat_map(rules) {
        match rule {
            Rule::MinItems(items) if part.required => least = *items,
            Rule::MaxItems(items) => most = Some(*items),
            _ => {}
        }
    }
    FileShape {
        name: &part.name,
        media_types: media_types.map(str::trim).collect(),
        least: least.max(usize::from(part.required)),
        most,
    }
}

/// Whether there is such a part in every body. What writes a null by leaving it out may leave it out.
pub fn is_always_there(part: &Part, holds_null: impl Fn(SchemaId) -> bool) -> bool {
    let may_be_left_out = match part.list {
        Some(list) => holds_null(list),
        None => part.format != PartFormat::Json && holds_null(part.schema),
    };
    part.required && !may_be_left_out
}

/// How the texts of a part stand for its value.
pub fn part_style(part: &Part) -> Style {
    match part.format {
        PartFormat::Styled(style) => style,
        _ => Style::Form { explode: true },
    }
}
