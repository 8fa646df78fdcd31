//! UUIDs in the one form that RFC 9562 has for them; the crate `uuid` also reads others.

use serde::Deserializer;
use uuid::Uuid;

use super::text;
use super::wire::Wire;

impl Wire for Uuid {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        text::parse(deserializer, "a UUID", |text| {
            // Of the forms that the crate reads, only this one is of that length.
            let is_hyphenated = text.len() == 36;
            is_hyphenated.then(|| Self::try_parse(text).ok())?
        })
    }
}
