//! Paging by `offset`, with a `total`.

use std::future::Future;

use super::pages::{ItemStream, Page};
use super::platform::MaybeSend;

/// What a page says of itself.
#[derive(Debug)]
pub struct OffsetPage<T> {
    /// The items of the page.
    pub items: Vec<T>,
    /// How many items come before the first of the page.
    pub offset: i64,
    /// How many items there are on all pages together.
    pub total: i64,
}

/// The items of all pages from `start` on, where `load` gets the page at an offset.
///
/// The stream ends at an empty page and when `total` is reached. Whatever a page says of its offset, the next one is
/// asked for further on than this one was, so that no answer can make it go round.
pub fn by_offset<T, E, F, R>(start: i64, mut load: F) -> ItemStream<T, E>
where
    T: 'static,
    E: 'static,
    F: FnMut(i64) -> R + MaybeSend + 'static,
    R: Future<Output = Result<OffsetPage<T>, E>> + MaybeSend + 'static,
{
    ItemStream::new(start, move |asked| {
        let page = load(asked);
        async move {
            let page = page.await?;
            let next = next_offset(asked, &page);
            Ok(Page {
                items: page.items,
                next,
            })
        }
    })
}

fn next_offset<T>(asked: i64, page: &OffsetPage<T>) -> Option<i64> {
    let count = i64::try_from(page.items.len()).unwrap_or(i64::MAX);
    let next = asked.max(page.offset).saturating_add(count);
    (count > 0 && next > asked && next < page.total).then_some(next)
}
