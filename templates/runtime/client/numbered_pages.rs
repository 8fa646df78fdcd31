//! Paging by the numbers of pages.

use super::pages::{Said, Steps};

/// What pages say of how many there are.
pub struct Numbered<P> {
    /// The number of the page itself.
    pub own: Said<P, i64>,
    /// How many pages there are.
    pub pages: Said<P, i64>,
    /// How many items there are on all pages.
    pub total: Said<P, i64>,
}

/// Asks for the page with the next number, in the query parameter `parameter`. Where it is not set the first page has the
/// number `first`, or the one that it says.
///
/// It ends with an empty page, with the last one if a page says how many there are, when as many items have come as a page
/// says there are, and where the numbers do not grow. Where a page says nothing of either, one that is the same as the one
/// before it ends it, too.
pub fn by_number<P: 'static>(
    parameter: &'static str,
    first: i64,
    count: Said<P, usize>,
    said: Numbered<P>,
) -> Steps<P> {
    let (pages, total) = (said.pages, said.total);
    let mut met: i64 = 0;
    Steps::new(move |request, page, headers| {
        let asked: Option<i64> = request
            .query_text(parameter)
            .and_then(|text| text.parse().ok());
        let own = asked.or_else(|| (said.own)(page, headers)).unwrap_or(first);
        let count = count(page, headers).and_then(|count| i64::try_from(count).ok());
        let count = count.unwrap_or_default();
        met = met.saturating_add(count);
        let next = own.saturating_add(1);
        let is_in_pages =
            pages(page, headers).is_none_or(|pages| next.saturating_sub(first) < pages);
        let is_in_total = total(page, headers).is_none_or(|total| met < total);
        let goes_on = count > 0 && next > own && is_in_pages && is_in_total;
        Ok(goes_on.then(|| request.clone().with_query(parameter, &next.to_string())))
    })
    .ended_by_the_same(move |page, headers| {
        pages(page, headers).is_none() && total(page, headers).is_none()
    })
}
