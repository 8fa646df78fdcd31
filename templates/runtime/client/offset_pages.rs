//! Paging by how many items come before a page.

use super::pages::{Said, Steps};

/// Asks for what comes behind the items that a page holds, in the query parameter `parameter`. Where it is not set the first
/// page begins at `first`.
///
/// It ends with an empty page, and when as many items have come as `total` says there are. Where a page does not say it, one
/// that is the same as the one before it ends it, too.
pub fn by_offset<P: 'static>(
    parameter: &'static str,
    first: i64,
    count: Said<P, usize>,
    total: Said<P, i64>,
) -> Steps<P> {
    Steps::new(move |request, page, headers| {
        let asked = request.query_text(parameter);
        let asked = asked.and_then(|text| text.parse().ok()).unwrap_or(first);
        let count = count(page, headers).unwrap_or_default();
        let next = next_offset(asked, count, first, total(page, headers));
        Ok(next.map(|next| request.clone().with_query(parameter, &next.to_string())))
    })
    .ended_by_the_same(move |page, headers| total(page, headers).is_none())
}

/// What comes before the next page; none after the last.
fn next_offset(asked: i64, count: usize, first: i64, total: Option<i64>) -> Option<i64> {
    let next = asked.saturating_add(i64::try_from(count).unwrap_or(i64::MAX));
    let is_in_total = total.is_none_or(|total| next.saturating_sub(first) < total);
    (next > asked && is_in_total).then_some(next)
}
