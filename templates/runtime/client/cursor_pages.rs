//! Paging by a text that leads to the next page.

use super::pages::{Rounds, Said, Steps};

/// Asks for the next page with what a page says of it, in the query parameter `parameter`.
///
/// It ends where a page says nothing, and with a text that was met before. An empty page does not end it: there may be more
/// behind it.
pub fn by_cursor<P: 'static>(parameter: &'static str, next: Said<P, String>) -> Steps<P> {
    let mut rounds = Rounds::default();
    Steps::new(move |request, page, headers| {
        let next = next(page, headers).filter(|next| !rounds.closed_by(next));
        let asked = request.query_text(parameter);
        let next = next.map(|next| request.clone().with_query(parameter, &next));
        Ok(next.filter(|next| next.query_text(parameter) != asked))
    })
}
