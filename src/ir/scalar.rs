//! Numbers and texts.

use serde::Serialize;

/// Which whole numbers, by `format`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum IntegerFormat {
    /// `int32`
    Int32,
    /// `int64`, and no format at all
    #[default]
    Int64,
    /// `uint32`
    Uint32,
    /// `uint64`, and no format where the bounds ask for it
    Uint64,
}

impl IntegerFormat {
    /// The numbers that there are.
    pub fn range(self) -> std::ops::RangeInclusive<i128> {
        match self {
            Self::Int32 => i128::from(i32::MIN)..=i128::from(i32::MAX),
            Self::Int64 => i128::from(i64::MIN)..=i128::from(i64::MAX),
            Self::Uint32 => 0..=i128::from(u32::MAX),
            Self::Uint64 => 0..=i128::from(u64::MAX),
        }
    }
}

/// A whole number.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Integer {
    /// The width that the document asks for.
    pub format: IntegerFormat,
    /// The format as the document writes it; users may have a type of their own for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub format_name: Option<String>,
    /// What is checked; no bound lies outside of the format's range.
    #[serde(flatten)]
    pub bounds: Bounds<i128>,
}

/// A number.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Number {
    /// Whether 32 bits are enough (`format: float`).
    pub single: bool,
    /// The format as the document writes it; users may have a type of their own for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub format_name: Option<String>,
    /// What is checked.
    #[serde(flatten)]
    pub bounds: Bounds<f64>,
}

/// What numbers a schema allows (JSON Schema Validation, section 5.1 to 5.5 of draft 5).
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Bounds<N> {
    /// The lower end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minimum: Option<Bound<N>>,
    /// The upper end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub maximum: Option<Bound<N>>,
    /// What the number is a multiple of; greater than zero.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub multiple_of: Option<N>,
}

impl<N> Bounds<N> {
    /// Whether every number is allowed.
    pub fn is_empty(&self) -> bool {
        self.minimum.is_none() && self.maximum.is_none() && self.multiple_of.is_none()
    }
}

/// One end of a range.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Bound<N> {
    /// The end.
    pub value: N,
    /// Whether the end itself is left out.
    pub exclusive: bool,
}

/// What a text holds, by `format`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum TextFormat {
    /// No format, or one that oasmith does not know.
    #[default]
    Plain,
    /// `uuid`: RFC 9562.
    Uuid,
    /// `date-time`: RFC 3339, section 5.6.
    DateTime,
    /// `date`: RFC 3339, section 5.6.
    Date,
    /// `time`: RFC 3339, section 5.6.
    Time,
    /// `duration`: RFC 3339, appendix A.
    Duration,
    /// `byte`: Base64, RFC 4648, section 4.
    Byte,
    /// `binary`: octets, which JSON has no way to write; in JSON it is a text.
    Binary,
    /// `uri`: RFC 3986.
    Uri,
    /// `uri-reference`: RFC 3986, section 4.1.
    UriReference,
    /// `email`: RFC 5321, section 4.1.2.
    Email,
    /// `hostname`: RFC 1123, section 2.1.
    Hostname,
    /// `ipv4`: RFC 2673, section 3.2.
    Ipv4,
    /// `ipv6`: RFC 4291, section 2.2.
    Ipv6,
    /// `password`: a text that must not show.
    Password,
}

impl TextFormat {
    /// Whether a text of the format is held as a text, and not as what it stands for.
    pub fn is_held_as_text(self) -> bool {
        !self.is_parsed() && self != Self::Password
    }

    /// Whether a text of the format is held as what it stands for; not every text is one.
    pub fn is_parsed(self) -> bool {
        matches!(
            self,
            Self::Uuid | Self::DateTime | Self::Date | Self::Byte | Self::Ipv4 | Self::Ipv6
        )
    }

    /// What `format` says of a text.
    pub fn from_name(name: &str) -> Self {
        match name {
            "uuid" => Self::Uuid,
            "date-time" => Self::DateTime,
            "date" => Self::Date,
            "time" => Self::Time,
            "duration" => Self::Duration,
            "byte" => Self::Byte,
            "binary" => Self::Binary,
            "uri" => Self::Uri,
            "uri-reference" => Self::UriReference,
            "email" => Self::Email,
            "hostname" => Self::Hostname,
            "ipv4" => Self::Ipv4,
            "ipv6" => Self::Ipv6,
            "password" => Self::Password,
            _ => Self::Plain,
        }
    }
}

/// A text.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Text {
    /// What it holds.
    pub format: TextFormat,
    /// The format as the document writes it; users may have a type of their own for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub format_name: Option<String>,
    /// The least number of characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_length: Option<usize>,
    /// The greatest number of characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_length: Option<usize>,
    /// Regular expressions (ECMA-262), each of which matches somewhere in the text.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub patterns: Vec<String>,
}
