//! How a property may be missing. Plain `Option<T>` takes an absent key and a `null` for the same thing; a document
//! does not.
//!
//! | in the document          | type                | serde attributes                                                                                         |
//! | ------------------------ | ------------------- | -------------------------------------------------------------------------------------------------------- |
//! | optional, not nullable   | `Option<T>`         | `default, skip_serializing_if = "Option::is_none", deserialize_with = "…::present"`                       |
//! | required, nullable       | `Option<T>`         | `deserialize_with = "…::nullable"`                                                                         |
//! | optional, nullable       | `Option<Option<T>>` | `default, skip_serializing_if = "Option::is_none", deserialize_with = "…::present_or_null"`               |

use serde::{Deserialize, Deserializer};

/// Reads a property that may be absent, but not `null`. Serde calls this only when the key is there.
///
/// # Errors
///
/// When the value is `null` or does not fit `T`.
pub fn present<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    T::deserialize(deserializer).map(Some)
}

/// Reads a property that may be `null`, but not absent. Naming a function is what makes serde insist on the key: for a
/// plain `Option` it would supply `None`.
///
/// # Errors
///
/// When the value does not fit `T`.
pub fn nullable<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    Option::deserialize(deserializer)
}

/// Reads a property that may be absent (`None`), `null` (`Some(None)`) or a value (`Some(Some(value))`).
///
/// # Errors
///
/// When the value does not fit `T`.
pub fn present_or_null<'de, D, T>(deserializer: D) -> Result<Option<Option<T>>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    Option::deserialize(deserializer).map(Some)
}
