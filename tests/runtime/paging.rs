//! Streams over pages.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::client::offset_pages::{OffsetPage, by_offset};
use crate::client::pages::{ItemStream, Page};

/// All items, or the error that ended them.
async fn all<T, E>(mut stream: ItemStream<T, E>) -> (Vec<T>, Option<E>) {
    let mut items = Vec::new();
    loop {
        match stream.try_next().await {
            Ok(Some(item)) => items.push(item),
            Ok(None) => return (items, None),
            Err(error) => {
                assert!(matches!(stream.try_next().await, Ok(None)));
                return (items, Some(error));
            }
        }
    }
}

/// Pages of two out of `total` items; a server that says what `offset` and `total` make of the truth.
async fn paged(
    start: i64,
    total: i64,
    offset_said: fn(i64) -> i64,
    total_said: fn(i64) -> i64,
) -> (Vec<i64>, usize) {
    let calls = Arc::new(AtomicUsize::new(0));
    let counted = calls.clone();
    let stream = by_offset(start, move |offset| {
        counted.fetch_add(1, Ordering::Relaxed);
        async move {
            Ok::<_, ()>(OffsetPage {
                items: (offset..total.min(offset + 2)).collect(),
                offset: offset_said(offset),
                total: total_said(total),
            })
        }
    });
    let (items, error) = all(stream).await;
    assert_eq!(error, None);
    (items, calls.load(Ordering::Relaxed))
}

#[tokio::test]
async fn offset_paging_ends_at_the_total() {
    let truth = |value| value;
    assert_eq!(paged(0, 5, truth, truth).await, ((0..5).collect(), 3));
    assert_eq!(paged(0, 4, truth, truth).await, ((0..4).collect(), 2));
    assert_eq!(paged(3, 5, truth, truth).await, ((3..5).collect(), 1));
    assert_eq!(paged(0, 0, truth, truth).await, (vec![], 1));
    assert_eq!(paged(9, 5, truth, truth).await, (vec![], 1));
}

#[tokio::test]
async fn offset_paging_ends_whatever_the_server_says() {
    let truth = |value| value;
    // A total that is too high ends at the empty page; an offset that never moves does not make it go round.
    assert_eq!(
        paged(0, 4, truth, |_| i64::MAX).await,
        ((0..4).collect(), 3)
    );
    assert_eq!(paged(0, 5, |_| 0, truth).await, ((0..5).collect(), 3));
    assert_eq!(paged(0, 5, |_| i64::MAX, truth).await, (vec![0, 1], 1));
    assert_eq!(paged(0, 5, truth, |_| -1).await, (vec![0, 1], 1));
}

#[tokio::test]
async fn any_state_can_lead_to_the_next_page() {
    let stream = ItemStream::new(String::from("a"), |cursor| async move {
        match cursor.as_str() {
            "a" => Ok(Page {
                items: vec![1, 2],
                next: Some(String::from("b")),
            }),
            "b" => Ok(Page {
                items: vec![],
                next: Some(String::from("c")),
            }),
            other => Err(other.to_owned()),
        }
    });
    assert_eq!(all(stream).await, (vec![1, 2], Some(String::from("c"))));
}
