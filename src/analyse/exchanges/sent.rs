//! What the client is asked to send.

use super::Making;
use super::place::Place;
use crate::analyse::{CallBody, CallValue, part_style};
use crate::ir::{Content, Format, Json, Operation, OperationId, Part, PartFormat};

/// What is sent: a value for each parameter, and the body.
pub(super) type Sent = (Vec<Option<Json>>, Option<CallBody>);

/// The positions of the contents of the body that can be made up.
pub(super) fn contents(
    making: Making<'_, '_>,
    id: OperationId,
    operation: &Operation,
    left_out: &mut Vec<String>,
) -> Vec<usize> {
    let contents = operation.body.iter().flat_map(|body| &body.contents);
    let mut made = Vec::new();
    for (position, content) in contents.enumerate() {
        match held(making, super::seed(id, 0), content) {
            Some(_) => made.push(position),
            None => left_out.push(format!("the body as `{}`", content.media_type)),
        }
    }
    made
}

/// What is sent in a turn, or what of it cannot be made up.
pub(super) fn sent(
    making: Making<'_, '_>,
    seed: u64,
    operation: &Operation,
    (contents, turn): (&[usize], usize),
) -> Result<Sent, String> {
    let path = operation.path.segments();
    let mut parameters = Vec::new();
    for (position, parameter) in (0..).zip(&operation.parameters) {
        let place = Place::of(parameter, &path);
        // What may be left out is in every second of the calls, and the first has all.
        let is_there = parameter.required || turn == 0 || (seed >> (position % 48)) & 4 != 0;
        let seed = seed.wrapping_add(position);
        let value = is_there.then(|| place.value(making, seed, parameter.schema));
        let value = value.flatten();
        if value.is_none() && parameter.required {
            return Err(format!("the parameter `{}`", parameter.name));
        }
        parameters.push(value);
    }
    let Some(body) = &operation.body else {
        return Ok((parameters, None));
    };
    let is_there = body.required || turn % 3 != 2;
    let position = contents.get(turn % contents.len().max(1)).copied();
    let position = position.filter(|_| is_there);
    let made = position.and_then(|position| {
        let value = held(making, seed, body.contents.get(position)?)?;
        Some(CallBody {
            content: position,
            value,
        })
    });
    if made.is_none() && body.required {
        return Err("the body".to_owned());
    }
    Ok((parameters, made))
}

fn held(making: Making<'_, '_>, seed: u64, content: &Content) -> Option<CallValue> {
    let json = |schema| Place::JSON.value(making, seed, schema);
    Some(match &content.format {
        Format::Json(schema) => CallValue::Json(json(*schema)?),
        Format::Form { schema, styles } => {
            // What is said of one member holds for all here.
            let mut places = styles
                .iter()
                .map(|it| Place::of_style(it.style, it.allow_reserved));
            let form = Place::of_style(crate::ir::Style::Urlencoded, false);
            let place = places.find(|place| place.is_narrow()).unwrap_or(form);
            CallValue::Json(place.value(making, seed, *schema)?)
        }
        Format::Sequence { item, .. } => {
            let items = (0..3).map(|turn| Place::JSON.value(making, seed ^ (turn + 1), *item));
            CallValue::Json(Json::Array(items.collect::<Option<_>>()?))
        }
        Format::Multipart { parts, .. } => {
            let parts = (0..)
                .zip(parts)
                .map(|(position, part)| self::part(making, seed.wrapping_add(position), part));
            CallValue::Parts(parts.collect::<Option<_>>()?)
        }
        Format::Text { schema } | Format::Bytes { schema } => CallValue::Text(match schema {
            Some(schema) => json(*schema)?.as_str()?.to_owned(),
            None => text(seed),
        }),
    })
}

/// A text of which nothing is said.
pub(super) fn text(seed: u64) -> String {
    format!("{seed:x} = \"é, 漢\"; 100 % 🦀")
}

/// What a part holds, or nothing where it is left out; none where it has to be there and cannot be made up.
fn part(making: Making<'_, '_>, seed: u64, part: &Part) -> Option<Option<Json>> {
    let value = match part.format {
        // A header that has to be there would have to be written by hand.
        _ if part.headers.iter().any(|header| header.required) => None,
        PartFormat::File if part.repeated => Some(Json::from(vec![text(seed), text(seed + 1)])),
        PartFormat::File => Some(Json::from(text(seed))),
        PartFormat::Json | PartFormat::Text | PartFormat::Styled(_) => {
            let place = match part.format {
                PartFormat::Json => Place::JSON,
                _ => Place::of_style(part_style(part), false),
            };
            let list = part.list.filter(|_| part.repeated);
            let value = place.value(making, seed, list.unwrap_or(part.schema));
            // Null stands for a list only in JSON as a whole.
            value.filter(|value| list.is_none() || !value.is_null())
        }
    };
    let value = value.filter(|_| part.required || seed & 2 != 0);
    (value.is_some() || !part.required).then_some(value)
}
