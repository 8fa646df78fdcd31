//! Where our code and the oracle disagree on purpose. An entry that no instance meets fails the test, so that the list
//! says no more than what is so.

use super::Case;

/// A disagreement that is a choice.
pub struct Choice {
    /// What disagrees, in a few words.
    pub name: &'static str,
    /// Why we hold it so.
    pub reason: &'static str,
    /// Whether a case is one of these.
    pub applies: fn(&Case) -> bool,
}

pub const CHOICES: &[Choice] = &[Choice {
    name: "integers beyond 64 bits",
    reason: "JSON Schema has integers of any size. An integer without a format is an `i64`, as every API that was looked \
                 at means it; a number that does not fit is refused and not rounded.",
    applies: |case| {
        case.is_valid_by_oracle()
            && case.refusal().contains("invalid type: floating point")
            && case.has_number(|number| !fits(number))
    },
}];

/// Whether a number that is whole is one of 64 bits.
fn fits(number: &serde_json::Number) -> bool {
    number.is_i64()
        || number
            .as_f64()
            .is_some_and(|number| number.fract() != 0.0 || number.abs() < 9.2e18)
}
