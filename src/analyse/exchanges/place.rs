//! Which values come through each place as they are: the specification is silent about some, and `docs/parameters.md` says
//! what becomes of these.

use super::Making;
use crate::analyse::chance::Chance;
use crate::analyse::maker::Maker;
use crate::ir::{
    Api, FieldStyle, Json, Parameter, ParameterLocation, PathPiece, SchemaId, SchemaKind, Style,
};

/// How often values are made until one comes through.
const TRIES: u64 = 40;

/// Between items with spaces or pipes there may be neither in one.
const SEPARATED: [char; 8] = ['&', '=', '+', ',', '/', '?', 'é', '🦀'];
/// An encoded character would be read as what it stands for.
const RESERVED: [char; 10] = [' ', '&', '=', '+', ',', ';', '/', '?', '#', 'é'];
/// Headers and plain cookies have no encoding.
const PLAIN: [char; 8] = ['!', '#', '$', '&', '*', '+', '/', '?'];
/// Beside other text in a segment of a path.
const LETTERS: [char; 1] = ['a'];

/// What a place asks of the values that stand there.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place<'p> {
    /// What stands in texts besides letters; anything where that is not said.
    special: Option<&'static [char]>,
    /// Whether values are texts by themselves: then nothing may be empty, or null.
    is_text: bool,
    /// What may stand in no value.
    forbidden: &'static [char],
    /// The members of a form in a parameter that are written by a style of their own: the server takes what looks the same.
    fields: &'p [FieldStyle],
}

impl<'p> Place<'p> {
    /// A place where JSON stands.
    pub const JSON: Self = Self {
        special: None,
        is_text: false,
        forbidden: &[],
        fields: &[],
    };

    /// The place of a header.
    pub const HEADER: Self = Self {
        special: Some(&PLAIN),
        is_text: true,
        forbidden: &[','],
        fields: &[],
    };

    /// A place where values are written by a style.
    pub fn of_style(style: Style, allow_reserved: bool) -> Self {
        let (special, forbidden): (Option<&'static [char]>, &'static [char]) = match style {
            Style::Json | Style::WholeJson => return Self::JSON,
            Style::SpaceDelimited | Style::PipeDelimited => (Some(&SEPARATED), &[' ', '|']),
            // Nothing is decoded, and no query has a `#`.
            Style::WholeText | Style::WholeFormText => (Some(&PLAIN), &['#']),
            Style::Cookie { .. } => (Some(&PLAIN), &[]),
            // What is sent as it is may look like what stands between items (RFC 6570, section 3.2.3).
            Style::Label { .. } if allow_reserved => (Some(&RESERVED), &['%', '.']),
            Style::Matrix { .. } if allow_reserved => (Some(&RESERVED), &['%', ',', ';']),
            _ if allow_reserved => (Some(&RESERVED), &['%']),
            Style::Label { .. } => (None, &['.']),
            _ => (None, &[]),
        };
        Self {
            special,
            is_text: true,
            forbidden,
            fields: &[],
        }
    }

    /// The place of a parameter.
    pub fn of(parameter: &'p Parameter, path: &[Vec<PathPiece>]) -> Self {
        let mut fields = parameter.fields.iter();
        let allow_reserved = parameter.allow_reserved || fields.any(|field| field.allow_reserved);
        let mut place = Self::of_style(parameter.style, allow_reserved);
        place.fields = &parameter.fields;
        let stands_there = |piece: &PathPiece| matches!(piece, PathPiece::Parameter(name) if *name == parameter.name);
        match parameter.location {
            ParameterLocation::Header if place.is_text => {
                place.special = Self::HEADER.special;
                place.forbidden = Self::HEADER.forbidden;
            }
            ParameterLocation::Path
                if path
                    .iter()
                    .any(|segment| segment.len() > 1 && segment.iter().any(stands_there)) =>
            {
                place.special = Some(&LETTERS);
            }
            _ => {}
        }
        place
    }

    /// Whether it takes fewer values than a form does.
    pub const fn is_narrow(self) -> bool {
        self.is_text && self.special.is_some()
    }

    /// A value by chance that comes through; else the plainest, where that does.
    pub fn value(self, making: Making<'_, '_>, seed: u64, schema: SchemaId) -> Option<Json> {
        let maker = || Maker::new(making.api, making.checks, making.conformance);
        let by_chance = (0..TRIES).find_map(|turn| {
            let chance = Chance::new(seed.wrapping_add(turn.wrapping_mul(0x9e37)));
            let chance = match self.special {
                Some(special) => chance.with_special(special),
                None => chance,
            };
            let value = maker().of_chance(chance).value(schema, []);
            value.filter(|value| self.takes(making.api, schema, value))
        });
        by_chance.or_else(|| {
            let value = maker().value(schema, []);
            value.filter(|value| self.takes(making.api, schema, value))
        })
    }

    fn takes(self, api: &Api, schema: SchemaId, value: &Json) -> bool {
        // One value and a list of one look the same.
        let is_union = matches!(
            api.schemas.resolve(schema).1.kind.described(),
            SchemaKind::Union(_)
        );
        let is_one = value.as_array().is_some_and(|items| items.len() == 1);
        let written_as_usual = |field: &FieldStyle| match value.get(&field.name) {
            Some(Json::Array(_)) => {
                matches!(field.style, Style::Form { explode: true } | Style::Json)
            }
            Some(Json::Object(_)) => field.style == Style::Json,
            _ => true,
        };
        let is_usual = self.fields.iter().all(written_as_usual);
        !self.is_text || !(is_union && is_one) && is_usual && self.takes_any(value)
    }

    fn takes_any(self, value: &Json) -> bool {
        match value {
            Json::Null => false,
            Json::Bool(_) => true,
            Json::Number(number) => !number.to_string().contains(self.forbidden),
            Json::String(text) => {
                !matches!(text.as_str(), "" | "." | "..")
                    && !text.contains(self.forbidden)
                    && (self.special != Some(&PLAIN) || is_plain(text))
            }
            Json::Array(items) => !items.is_empty() && items.iter().all(|it| self.takes_any(it)),
            Json::Object(members) => {
                !members.is_empty() && members.values().all(|it| self.takes_any(it))
            }
        }
    }
}

/// Whether nothing has to be encoded.
fn is_plain(text: &str) -> bool {
    text.chars()
        .all(|character| character.is_ascii_graphic() && !matches!(character, '"' | ';' | '\\'))
}
