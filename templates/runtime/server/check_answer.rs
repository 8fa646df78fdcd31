//! Answers that are held against the document where the server is built for debugging. A release build does nothing of it.

use std::sync::atomic::{AtomicU64, Ordering};

use super::super::support::validate::{At, Found};

/// In how many places answers of this process broke the document.
static BREACHES: AtomicU64 = AtomicU64::new(0);

/// In how many places answers of this process broke rules of the document: always none in a release build.
pub fn breaches() -> u64 {
    BREACHES.load(Ordering::Relaxed)
}

/// Holds a body against its rules. What breaks them is logged and counted, and sent all the same.
pub fn body<T>(operation: &'static str, body: &T, check: impl FnOnce(&T, &At<'_>, &mut Found)) {
    if cfg!(debug_assertions) {
        hold(operation, "body", body, check);
    }
}

/// Holds the value of a header against its rules, if it is there.
pub fn header<T>(
    operation: &'static str,
    name: &'static str,
    value: Option<&T>,
    check: impl FnOnce(&T, &At<'_>, &mut Found),
) {
    match value {
        Some(value) if cfg!(debug_assertions) => hold(operation, name, value, check),
        _ => {}
    }
}

fn hold<T>(
    operation: &'static str,
    part: &'static str,
    value: &T,
    check: impl FnOnce(&T, &At<'_>, &mut Found),
) {
    let mut found = Found::default();
    check(value, &At::Root, &mut found);
    for violation in found {
        BREACHES.fetch_add(1, Ordering::Relaxed);
        tracing::error!(operation, part, %violation, "an answer breaks the document");
    }
}
