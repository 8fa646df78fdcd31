//! Pages that say the address of the next one.

use super::body::{Kind, Member};
use super::operation::Asked;
use super::words;
use super::{Source, Way};

/// A member that holds the address.
pub(super) fn by_url(asked: &Asked<'_>) -> Option<Way> {
    let members = asked.body.members();
    let mut texts = members.filter(|member| asked.body.is(member.schema, Kind::Text));
    let found = texts.find(|member| leads_on(asked, member))?;
    let next = Source::Body(found.path.clone());
    Some(Way::Url { next })
}

fn leads_on(asked: &Asked<'_>, member: &Member) -> bool {
    let name = member.name();
    match member.holder() {
        Some("next" | "nextpage") => matches!(name, "href" | "url" | "uri" | "link"),
        Some("links") if name == "next" => true,
        _ if words::URL.contains(&name) => true,
        _ if words::NEXT_URL.contains(&name) => {
            let is_cursor = asked.query(words::CURSOR, |_, _| true).is_some();
            asked.body.is_address(member.schema) || (asked.speaks_of_pages() && !is_cursor)
        }
        _ => false,
    }
}

/// The header `Link`, where something is asked that makes pages.
pub(super) fn by_header(asked: &Asked<'_>) -> Option<Way> {
    asked.header(&["link"])?;
    asked.speaks_of_pages().then_some(Way::Link)
}
