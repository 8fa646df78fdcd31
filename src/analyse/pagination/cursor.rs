//! Pages that say what the next one is asked for with.

use super::body::{Kind, Member};
use super::operation::{Asked, is_scalar};
use super::words::{self, plain};
use super::{More, Path, Source, Way};
use crate::ir::SchemaId;

/// A parameter, and a member or header that fits it.
pub(super) fn infer(asked: &Asked<'_>) -> Option<Way> {
    let cursors = words::CURSOR.iter();
    let counted = [words::OFFSET, words::START, words::PAGE].concat();
    let names: Vec<&str> = cursors.chain(&counted).copied().collect();
    names.iter().find_map(|name| {
        let parameter = asked.query(&[name], is_scalar)?;
        let next = in_body(asked, name)
            .map(Source::Body)
            .or_else(|| in_header(asked, name))?;
        Some(Way::Cursor { parameter, next })
    })
}

fn in_body(asked: &Asked<'_>, parameter: &str) -> Option<Path> {
    let is_token = words::CURSOR.contains(&parameter);
    let members = asked.body.members();
    let members = members.filter(|member| {
        asked.body.is(member.schema, Kind::Scalar) && !asked.body.is_address(member.schema)
    });
    let mut ranked: Vec<(usize, &Member)> = members
        .filter_map(|member| Some((rank(member, parameter, is_token)?, member)))
        .collect();
    ranked.sort_by_key(|(rank, _)| *rank);
    ranked.first().map(|(_, member)| member.path.clone())
}

/// How well a member fits a parameter, beginning with the best; none where it does not.
fn rank(member: &Member, parameter: &str, is_token: bool) -> Option<usize> {
    let name = member.name();
    let own = parameter.strip_prefix("page").unwrap_or(parameter);
    let is_next = |name: &str| {
        let rest = name.strip_prefix("next");
        rest.is_some_and(|rest| rest == parameter || (rest == own && !own.is_empty()))
    };
    let repeats = name == parameter || name == own;
    match member.holder() {
        _ if is_next(name) => Some(0),
        Some("next" | "nextpage") if repeats => Some(0),
        Some("cursors" | "cursor") if repeats || name == "next" => is_token.then_some(1),
        _ if name == parameter && words::ONWARD.contains(&name) => Some(1),
        _ if words::NEXT.contains(&name) => is_token.then_some(2),
        _ => None,
    }
}

/// `X-Next-Cursor` for `cursor`.
fn in_header(asked: &Asked<'_>, parameter: &str) -> Option<Source> {
    let next = format!("next{parameter}");
    let names = [format!("x{next}"), next];
    let repeated = [format!("x{parameter}"), parameter.to_owned()];
    let is_onward = words::ONWARD.contains(&parameter);
    let repeated = repeated.into_iter().filter(|_| is_onward);
    let names: Vec<String> = names.into_iter().chain(repeated).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    asked.header(&names)
}

/// `starting_after` with the id of the last item, as long as `has_more` says that there is more.
pub(super) fn by_last_item(asked: &Asked<'_>, item: SchemaId, more: Option<&More>) -> Option<Way> {
    let parameter = asked.query(words::AFTER, is_scalar)?;
    more?;
    let said = asked.body.about(&["lastid"], Kind::Scalar);
    let next = match said {
        Some(path) => Source::Body(path),
        None => {
            let name = plain(&asked.parameter(parameter)?.name);
            // A bare `after` may as well be a time, or the position of an edge.
            let is_id = name != "after" || speaks_of_ids(asked, parameter);
            Source::LastItem(asked.body.id_of(item).filter(|_| is_id)?)
        }
    };
    Some(Way::Cursor { parameter, next })
}

fn speaks_of_ids(asked: &Asked<'_>, parameter: usize) -> bool {
    let described = asked.parameter(parameter);
    let described = described.and_then(|it| it.docs.description.as_deref());
    described.is_some_and(|text| {
        let mut words = text.split(|character: char| !character.is_alphanumeric());
        words.any(|word| {
            matches!(
                word.to_ascii_lowercase().as_str(),
                "id" | "ids" | "identifier"
            )
        })
    })
}
