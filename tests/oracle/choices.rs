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

pub const CHOICES: &[Choice] = &[
    Choice {
        name: "integers beyond 64 bits",
        reason: "JSON Schema has integers of any size. An integer without a format is an `i64`, as every API that was looked \
                 at means it; a number that does not fit is refused and not rounded.",
        applies: |case| {
            case.is_valid_by_oracle()
                && (!case.answer.is_valid() || case.difference.is_some())
                && case.has_number(|number| !fits(number))
        },
    },
    Choice {
        name: "numbers of 32 bits",
        reason: "A `float` is an `f32`: what differs from a multiple by less than it can hold is that multiple.",
        applies: |case| {
            case.answer.is_valid()
                && case.document_says("format: float")
                && case.own_faults().all(|fault| fault.keyword == "multipleOf")
        },
    },
    Choice {
        name: "a list in the place of an object",
        reason: "The derived decoder of a struct also takes its fields as a list, in their order. An object is never written \
                 so; to refuse it would take a decoder by hand for every struct.",
        applies: |case| {
            let is_list =
                |fault: &super::Fault| fault.keyword == "type" && fault.value.starts_with('[');
            case.answer.is_valid() && case.faults.iter().any(is_list)
        },
    },
    Choice {
        name: "several alternatives of oneOf",
        reason: "A value that several alternatives take is read as the most specific of them, since documents often write \
                 `oneOf` and mean `anyOf`.",
        applies: |case| {
            case.answer.is_valid()
                && case.own_faults().count() > 0
                && case
                    .own_faults()
                    .all(|fault| fault.keyword == "oneOf (several)")
        },
    },
    Choice {
        name: "an unknown value of a discriminator",
        reason: "JSON Schema has no discriminator. One whose value stands for no schema is kept whole, and is a violation.",
        applies: |case| {
            case.is_valid_by_oracle()
                && case.document_says("discriminator:")
                && case
                    .violations()
                    .contains("Must be one of the alternatives")
        },
    },
    Choice {
        name: "the alternative that a property decides for",
        reason: "Where a property says which alternative a value is, the value is held to that one. Another one that would \
                 take it all the same, because it says nothing of that property, is not tried.",
        applies: |case| {
            case.is_valid_by_oracle()
                && !case.answer.is_valid()
                && (case.document_says("oneOf:") || case.document_says("anyOf:"))
                && !case
                    .violations()
                    .contains("Must be one of the alternatives")
        },
    },
    Choice {
        name: "alternatives within one of them",
        reason: "A base lists its subtypes, and they have the base in their `allOf`: within a subtype the list says nothing, \
                 or else each of them would be all of them.",
        applies: |case| {
            case.is_valid_by_oracle()
                && case.difference.is_some()
                && case.document_says("allOf:")
                && case.document_says("oneOf:")
        },
    },
    Choice {
        name: "a contradiction",
        reason: "Nothing is of two types, and nothing is left by `not: {}`. The contradiction is reported, and the first of \
                 the types is used.",
        applies: |case| case.component.starts_with("Impossible") && case.answer.is_valid(),
    },
    Choice {
        name: "not of keywords without a type",
        reason: "A keyword has no effect without the type that it is about, so that what `not` excludes cannot be told. This \
                 is reported, and `not` is not checked.",
        applies: |case| {
            case.component.starts_with("Unchecked")
                && case.answer.is_valid()
                && case.own_faults().all(|fault| fault.keyword == "not")
        },
    },
    Choice {
        name: "keywords without a type",
        reason: "A schema without a type allows values of every type, and its keywords are about those of one. They are held \
                 as any JSON value, and what is not checked is reported.",
        applies: |case| {
            // And a list of alternatives of which one has such keywords alone.
            const ABOUT_ONE_TYPE: [&str; 13] = [
                "anyOf",
                "format",
                "minimum",
                "maximum",
                "multipleOf",
                "minLength",
                "maxLength",
                "pattern",
                "minItems",
                "maxItems",
                "uniqueItems",
                "minProperties",
                "maxProperties",
            ];
            case.component.starts_with("Untyped")
                && case.answer.is_valid()
                && case
                    .own_faults()
                    .all(|fault| ABOUT_ONE_TYPE.contains(&fault.keyword.as_str()))
        },
    },
    Choice {
        name: "members that the document does not describe are not counted",
        reason: "They are dropped unless the document states `additionalProperties`, and the rules hold for what the type \
                 keeps: whoever receives a value without a member that they know has nothing of it.",
        applies: |case| {
            let is_most = |fault: &super::Fault| fault.keyword == "maxProperties";
            let is_least = |violation: &str| violation.ends_with("(minProperties)");
            let has_fewer = case.is_valid_by_oracle()
                && !case.violations().is_empty()
                && case.violations().lines().all(is_least);
            let has_more = case.answer.is_valid()
                && case.own_faults().count() > 0
                && case.own_faults().all(is_most);
            // Whatever keeps all its members counts them all.
            let drops = case.schema.get("properties").is_some()
                && case.schema.get("additionalProperties").is_none();
            drops && (has_fewer || has_more)
        },
    },
    Choice {
        name: "nullable beside an enumeration without null, or beside not",
        reason: "OpenAPI 3.0.3 lets `enum` leave out the null that `nullable` adds, and null keeps to every keyword about \
                 texts that `not` excludes. Whoever writes `nullable` means it, unless `not` says null itself.",
        applies: |case| {
            let is_null = |fault: &super::Fault| {
                matches!(fault.keyword.as_str(), "enum" | "not") && fault.value == "null"
            };
            case.answer.is_valid()
                && case.document_says("nullable:")
                && case.own_faults().count() > 0
                && case.own_faults().all(is_null)
        },
    },
    Choice {
        name: "nullable beside allOf, oneOf or anyOf",
        reason: "OpenAPI 3.0.3 lets `nullable` count only beside `type`. Beside a single reference in `allOf`, or beside \
                 alternatives, where there is no type, everybody means it.",
        applies: |case| {
            let is_null = |fault: &super::Fault| {
                matches!(fault.keyword.as_str(), "type" | "oneOf" | "anyOf")
                    && fault.value == "null"
            };
            case.answer.is_valid()
                && case.document_says("nullable:")
                && case.own_faults().count() > 0
                && case.own_faults().all(is_null)
        },
    },
    Choice {
        name: "unevaluatedProperties beside anyOf",
        reason: "Which members are left depends on which alternatives the value fits. This is reported, and not checked.",
        applies: |case| {
            let is_left = |fault: &super::Fault| fault.keyword == "unevaluatedProperties";
            case.document_says("ClosedAny:")
                && case.component == "ClosedAny"
                && case.answer.is_valid()
                && case.own_faults().count() > 0
                && case.own_faults().all(is_left)
        },
    },
    Choice {
        name: "a list of values that has null alone",
        reason: "A property that is always null has no type of its own; it is a text that may be null.",
        applies: |case| {
            case.answer.is_valid()
                && case.own_faults().count() > 0
                && case.own_faults().all(|fault| {
                    // In 3.1 there is a type for it, which holds any value.
                    let is_null_alone = case.document_says("nothing: {type: 'null'}")
                        && ["/nothing", "/constant"].contains(&fault.pointer.as_str());
                    is_null_alone || (fault.keyword == "enum" && fault.value.starts_with('"'))
                })
        },
    },
];

/// Whether a number that is whole is one of 64 bits.
fn fits(number: &serde_json::Number) -> bool {
    number.is_i64()
        || number
            .as_f64()
            .is_some_and(|number| number.fract() != 0.0 || number.abs() < 9.2e18)
}
