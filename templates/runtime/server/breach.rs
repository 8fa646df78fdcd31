//! From a broken rule of the document to what is told about it.

use super::super::support::check::Breach;
use super::fault::Problem;

impl From<Breach> for Problem {
    fn from(breach: Breach) -> Self {
        Self::new(kind(breach.keyword), breach.message)
    }
}

/// What programs know the breach of a keyword by.
fn kind(keyword: &'static str) -> &'static str {
    match keyword {
        "minimum" => "greater_than_equal",
        "maximum" => "less_than_equal",
        "exclusiveMinimum" => "greater_than",
        "exclusiveMaximum" => "less_than",
        "multipleOf" => "multiple_of",
        "minLength" => "string_too_short",
        "maxLength" => "string_too_long",
        "pattern" => "string_pattern_mismatch",
        "minItems" => "too_short",
        "maxItems" => "too_long",
        "uniqueItems" => "not_unique",
        "minProperties" => "too_few_properties",
        "maxProperties" => "too_many_properties",
        "oneOf" => "one_of",
        "anyOf" => "any_of",
        other => other,
    }
}
