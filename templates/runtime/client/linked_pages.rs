//! Paging by the address of the next page.

use http::HeaderMap;
use http::header::LINK;

use super::pages::{Rounds, Said, Steps};

/// Asks for the next page at the address that a page says, which has to be of the same origin.
///
/// It ends where a page says nothing, and with an address that was met before.
pub fn by_link<P: 'static>(next: Said<P, String>) -> Steps<P> {
    let mut rounds = Rounds::default();
    Steps::new(move |request, page, headers| {
        let next = next(page, headers).filter(|next| !rounds.closed_by(next));
        next.map(|next| request.clone().at(&next)).transpose()
    })
}

/// The target of the first link that leads to the next page (RFC 8288, section 3): `Link: <…>; rel="next"`.
pub fn next_link<P>(_: &P, headers: &HeaderMap) -> Option<String> {
    let fields = headers.get_all(LINK).into_iter();
    let mut texts = fields.filter_map(|field| std::str::from_utf8(field.as_bytes()).ok());
    texts.find_map(next_in)
}

fn next_in(field: &str) -> Option<String> {
    let mut rest = field;
    loop {
        let (_, opened) = rest.split_once('<')?;
        let (target, behind) = opened.split_once('>')?;
        let (parameters, others) = split_parameters(behind);
        if parameters.iter().any(|parameter| is_next(parameter)) {
            return Some(target.trim().to_owned());
        }
        rest = others;
    }
}

/// The parameters of one link, and what comes behind the comma that ends it. In quotes both marks are text.
fn split_parameters(text: &str) -> (Vec<&str>, &str) {
    let mut parameters = Vec::new();
    let (mut is_quoted, mut is_escaped, mut start) = (false, false, 0);
    for (position, character) in text.char_indices() {
        let part = text.get(start..position).unwrap_or_default();
        match character {
            _ if is_escaped => is_escaped = false,
            '\\' if is_quoted => is_escaped = true,
            '"' => is_quoted = !is_quoted,
            ';' if !is_quoted => {
                parameters.push(part);
                start = position + 1;
            }
            ',' if !is_quoted => {
                parameters.push(part);
                return (parameters, text.get(position + 1..).unwrap_or_default());
            }
            _ => {}
        }
    }
    parameters.push(text.get(start..).unwrap_or_default());
    (parameters, "")
}

/// Whether a parameter is `rel` with `next` among its relations.
fn is_next(parameter: &str) -> bool {
    let Some((name, value)) = parameter.split_once('=') else {
        return false;
    };
    let mut relations = value.trim().trim_matches('"').split_ascii_whitespace();
    name.trim().eq_ignore_ascii_case("rel")
        && relations.any(|relation| relation.eq_ignore_ascii_case("next"))
}
