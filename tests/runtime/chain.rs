//! What an error says together with all that led to it.

use std::error::Error;

/// The texts of a chain of errors, as whoever reports one puts them together.
pub fn of(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(source) = next {
        text = format!("{text}: {source}");
        next = source.source();
    }
    text
}
