//! The types of the API.

use std::fmt;

use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};
use serde::ser::Serializer;
use serde::{Deserialize, Serialize};

/// Paginated download activity feed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DatasetActivityPage {
    /// How many events the page holds at most.
    pub limit: i64,
    /// How many events come before the first of the page.
    pub offset: i64,
    /// How many events there are on all pages together.
    pub total: i64,
    /// The events of the page, the newest first.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "super::support::presence::present"
    )]
    pub events: Option<Vec<DatasetActivityEvent>>,
}

impl DatasetActivityPage {
    /// Has the members that are required, and no others.
    pub fn new(limit: i64, offset: i64, total: i64) -> Self {
        Self {
            limit,
            offset,
            total,
            events: None,
        }
    }
}

/// Single download activity event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DatasetActivityEvent {
    /// What tells this event from every other.
    pub id: uuid::Uuid,
    /// Slug of the dataset.
    pub dataset: String,
    /// What was done with the dataset. More values may come.
    pub action: DatasetAction,
    /// When it happened.
    pub occurred_at: chrono::DateTime<chrono::Utc>,
    /// How many bytes were sent.
    pub bytes: i64,
    /// Login of the user, or null where the download was anonymous.
    #[serde(deserialize_with = "super::support::presence::nullable")]
    pub actor: Option<String>,
    /// The program that asked for the dataset.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "super::support::presence::present"
    )]
    pub user_agent: Option<String>,
    /// ISO 3166-1 code of the country that the request came from: null where it could not be told, absent where the
    /// organization does not collect it.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "super::support::presence::present_or_null"
    )]
    pub country: Option<Option<String>>,
}

impl DatasetActivityEvent {
    /// Has the members that are required, and no others.
    pub fn new(
        id: uuid::Uuid,
        dataset: impl Into<String>,
        action: DatasetAction,
        occurred_at: chrono::DateTime<chrono::Utc>,
        bytes: i64,
        actor: Option<String>,
    ) -> Self {
        Self {
            id,
            dataset: dataset.into(),
            action,
            occurred_at,
            bytes,
            actor,
            user_agent: None,
            country: None,
        }
    }
}

/// What was done with the dataset. More values may come.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum DatasetAction {
    /// `download`
    Download,
    /// `preview`
    Preview,
    /// `api_read`
    ApiRead,
    /// A value that the document does not name.
    Unknown(String),
}

impl DatasetAction {
    /// The value as it is written.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Download => "download",
            Self::Preview => "preview",
            Self::ApiRead => "api_read",
            Self::Unknown(value) => value,
        }
    }
}

impl From<&str> for DatasetAction {
    fn from(value: &str) -> Self {
        match value {
            "download" => Self::Download,
            "preview" => Self::Preview,
            "api_read" => Self::ApiRead,
            other => Self::Unknown(other.to_owned()),
        }
    }
}

impl fmt::Display for DatasetAction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for DatasetAction {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for DatasetAction {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Value;

        impl Visitor<'_> for Value {
            type Value = DatasetAction;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string")
            }

            fn visit_str<E>(self, value: &str) -> Result<Self::Value, E> {
                Ok(value.into())
            }
        }

        deserializer.deserialize_str(Value)
    }
}

/// Canonical API error envelope returned by the API.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErrorEnvelope {
    /// HTTP status code
    pub code: i32,
    /// Human-readable error message
    pub detail: String,
    /// Stable machine-readable error type
    pub r#type: String,
    /// What was wrong with the request, one entry for each fault.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "super::support::presence::present"
    )]
    pub errors: Option<Vec<ValidationFault>>,
}

impl ErrorEnvelope {
    /// Has the members that are required, and no others.
    pub fn new(code: i32, detail: impl Into<String>, r#type: impl Into<String>) -> Self {
        Self {
            code,
            detail: detail.into(),
            r#type: r#type.into(),
            errors: None,
        }
    }
}

/// One fault of a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ValidationFault {
    /// Where the validation error occurred
    pub loc: Vec<ValidationFaultLocItem>,
    /// Human-readable validation message
    pub msg: String,
    /// Machine-readable validation error type
    pub r#type: String,
}

impl ValidationFault {
    /// Has the members that are required, and no others.
    pub fn new(
        loc: Vec<ValidationFaultLocItem>,
        msg: impl Into<String>,
        r#type: impl Into<String>,
    ) -> Self {
        Self {
            loc,
            msg: msg.into(),
            r#type: r#type.into(),
        }
    }
}

/// An item of [`ValidationFault::loc`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ValidationFaultLocItem {
    /// A string.
    String(String),
    /// An integer.
    Integer(i64),
    /// A value that the document does not describe.
    Unknown(serde_json::Value),
}

impl From<String> for ValidationFaultLocItem {
    fn from(value: String) -> Self {
        Self::String(value)
    }
}

impl From<i64> for ValidationFaultLocItem {
    fn from(value: i64) -> Self {
        Self::Integer(value)
    }
}

impl Serialize for ValidationFaultLocItem {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::String(value) => value.serialize(serializer),
            Self::Integer(value) => value.serialize(serializer),
            Self::Unknown(value) => value.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for ValidationFaultLocItem {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Item;

        impl<'de> Visitor<'de> for Item {
            type Value = ValidationFaultLocItem;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string or an integer")
            }

            fn visit_str<E>(self, value: &str) -> Result<Self::Value, E> {
                Ok(ValidationFaultLocItem::String(value.to_owned()))
            }

            fn visit_string<E>(self, value: String) -> Result<Self::Value, E> {
                Ok(ValidationFaultLocItem::String(value))
            }

            fn visit_i64<E>(self, value: i64) -> Result<Self::Value, E> {
                Ok(ValidationFaultLocItem::Integer(value))
            }

            fn visit_u64<E>(self, value: u64) -> Result<Self::Value, E> {
                Ok(match i64::try_from(value) {
                    Ok(value) => ValidationFaultLocItem::Integer(value),
                    Err(_) => ValidationFaultLocItem::Unknown(value.into()),
                })
            }

            fn visit_f64<E>(self, value: f64) -> Result<Self::Value, E> {
                Ok(ValidationFaultLocItem::Unknown(value.into()))
            }

            fn visit_bool<E>(self, value: bool) -> Result<Self::Value, E> {
                Ok(ValidationFaultLocItem::Unknown(value.into()))
            }

            fn visit_unit<E>(self) -> Result<Self::Value, E> {
                Ok(ValidationFaultLocItem::Unknown(serde_json::Value::Null))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<Self::Value, A::Error> {
                serde_json::Value::deserialize(SeqAccessDeserializer::new(items))
                    .map(ValidationFaultLocItem::Unknown)
            }

            fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<Self::Value, A::Error> {
                serde_json::Value::deserialize(MapAccessDeserializer::new(members))
                    .map(ValidationFaultLocItem::Unknown)
            }
        }

        deserializer.deserialize_any(Item)
    }
}
