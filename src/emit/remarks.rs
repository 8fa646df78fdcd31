//! What the document says about a schema in keywords, in the words of documentation.

use super::{Context, doc_text};
use crate::analyse::{Numeric, Rule};
use crate::ir::{
    Assertion, Bound, Complete, ExternalDocs, Json, Object, SchemaId, SchemaKind, TextFormat,
};

/// What is longer is not shown.
pub(super) const LONGEST: usize = 100;

/// How many examples are shown.
const MOST_EXAMPLES: usize = 3;

/// The lines below the description of an item, in front of them an empty one; none where there is nothing to say.
///
/// ```text
/// ///
/// /// At least 1; at most 100.
/// ///
/// /// Default: `20`. Example: `50`.
/// ///
/// /// See <https://example.com/paging>.
/// ```
pub(super) fn lines(context: Context<'_>, id: SchemaId) -> Vec<String> {
    let schema = context.api.schemas.get(id);
    let values = [
        schema.default.as_ref().and_then(default),
        examples(schema.examples.iter().map(|example| &example.value)),
    ];
    let values: Vec<String> = values.into_iter().flatten().collect();
    let paragraphs = [
        constraints(context, id),
        (!values.is_empty()).then(|| values.join(" ")),
        schema.docs.external.as_ref().map(external),
    ];
    let paragraphs = paragraphs.into_iter().flatten();
    paragraphs
        .flat_map(|paragraph| [String::new(), paragraph])
        .collect()
}

/// The keywords that bound the values, in one sentence.
fn constraints(context: Context<'_>, id: SchemaId) -> Option<String> {
    let kind = &context.api.schemas.get(id).kind;
    let rules = context.facts.checks.rules(id).iter();
    let words: Vec<String> = rules.filter_map(|rule| constraint(rule, kind)).collect();
    (!words.is_empty()).then(|| format!("{}.", capitalised(&words.join("; "))))
}

fn constraint(rule: &Rule, kind: &SchemaKind) -> Option<String> {
    Some(match rule {
        Rule::Minimum(bound) => bounded(bound, "at least", "more than"),
        Rule::Maximum(bound) => bounded(bound, "at most", "less than"),
        Rule::MultipleOf(step) => format!("a multiple of {}", number(*step)),
        Rule::MinLength(least) => format!("at least {}", counted(*least, "character")),
        Rule::MaxLength(most) => format!("at most {}", counted(*most, "character")),
        Rule::MinItems(least) => format!("at least {}", counted(*least, "item")),
        Rule::MaxItems(most) => format!("at most {}", counted(*most, "item")),
        Rule::UniqueItems => "no two items are equal".to_owned(),
        Rule::MinProperties(1) => "at least 1 property".to_owned(),
        Rule::MinProperties(least) => format!("at least {least} properties"),
        Rule::MaxProperties(1) => "at most 1 property".to_owned(),
        Rule::MaxProperties(most) => format!("at most {most} properties"),
        Rule::Pattern(pattern) => format!("matches {}", doc_text::code(&pattern.source, LONGEST)?),
        Rule::Format(format) => self::format(*format)?.to_owned(),
        Rule::RequiredGroups(position) => match kind {
            SchemaKind::Object(object) => groups(object, *position)?,
            _ => return None,
        },
        Rule::NotTexts(values) => none_of(values.iter().map(String::as_str))?,
        Rule::NotListed(values) => {
            let values: Vec<String> = values.iter().map(Json::to_string).collect();
            none_of(values.iter().map(String::as_str))?
        }
        Rule::NotRules(_) | Rule::NotSchema(_) => {
            "not what the document excludes with `not`".to_owned()
        }
        Rule::Applied(assertion) => applied(assertion)?,
        // The type shows these.
        Rule::Listed(_) | Rule::Described(_) | Rule::WithoutGaps | Rule::MemberPattern { .. } => {
            return None;
        }
    })
}

fn applied(assertion: &Assertion) -> Option<String> {
    let code = |name: &str| doc_text::code(name, LONGEST);
    Some(match assertion {
        Assertion::NotValues(_) | Assertion::Not(_) => return None,
        Assertion::Conditional { .. } => "what the document asks for with `if`".to_owned(),
        Assertion::Dependent { member, .. } => {
            format!("what the document asks for with {}", code(member)?)
        }
        Assertion::DependentRequired { member, required } => {
            let required: Option<Vec<String>> = required.iter().map(|name| code(name)).collect();
            format!("with {} also {}", code(member)?, required?.join(", "))
        }
        Assertion::Contains { least, most, .. } => {
            let most = most.map(|most| format!(" and at most {most}"));
            let least = counted(*least, "item");
            format!(
                "at least {least}{} of the schema of `contains`",
                most.unwrap_or_default()
            )
        }
        Assertion::Names(_) => "names of properties as `propertyNames` says".to_owned(),
    })
}

fn none_of<'a>(values: impl Iterator<Item = &'a str>) -> Option<String> {
    let values = values.map(|value| doc_text::code(value, LONGEST));
    let values: Option<Vec<String>> = values.collect();
    Some(format!("none of: {}", values?.join(", ")))
}

fn bounded(bound: &Bound<Numeric>, closed: &str, open: &str) -> String {
    let words = if bound.exclusive { open } else { closed };
    format!("{words} {}", number(bound.value))
}

fn number(number: Numeric) -> String {
    match number {
        Numeric::Whole(value) => value.to_string(),
        Numeric::Double(value) => value.to_string(),
        Numeric::Single(value) => value.to_string(),
    }
}

fn counted(number: usize, what: &str) -> String {
    match number {
        1 => format!("1 {what}"),
        _ => format!("{number} {what}s"),
    }
}

/// What a text is that stays a `String`.
fn format(format: TextFormat) -> Option<&'static str> {
    Some(match format {
        TextFormat::Time => "a time (RFC 3339)",
        TextFormat::Duration => "a duration (ISO 8601)",
        TextFormat::Uri => "a URI",
        TextFormat::UriReference => "a URI or a relative reference",
        TextFormat::Email => "an email address",
        TextFormat::Hostname => "the name of a host",
        _ => return None,
    })
}

fn groups(object: &Object, position: usize) -> Option<String> {
    let groups = object.required_groups.get(position)?;
    let names = groups.groups.iter().map(|group| {
        let names = group.iter().map(|name| doc_text::code(name, LONGEST));
        let names: Option<Vec<String>> = names.collect();
        Some(names?.join(" with "))
    });
    let names: Option<Vec<String>> = names.collect();
    let number = match groups.complete {
        Complete::One => "exactly one",
        Complete::Some => "at least one",
        Complete::None => "none",
        Complete::Every => "all",
    };
    Some(format!("{number} of: {}", names?.join(", ")))
}

fn default(value: &Json) -> Option<String> {
    let shown = doc_text::code(&value.to_string(), LONGEST)?;
    Some(format!("Default: {shown}."))
}

/// Whole objects say more than a line of documentation has room for.
fn examples<'a>(values: impl Iterator<Item = &'a Json>) -> Option<String> {
    let plain = values.filter(|value| !value.is_object() && !value.is_array());
    let shown: Vec<String> = plain
        .filter_map(|value| doc_text::code(&value.to_string(), LONGEST))
        .take(MOST_EXAMPLES)
        .collect();
    match shown.as_slice() {
        [] => None,
        [only] => Some(format!("Example: {only}.")),
        several => Some(format!("Examples: {}.", several.join(", "))),
    }
}

fn external(docs: &ExternalDocs) -> String {
    let place = doc_text::place(&docs.url);
    match docs.description.as_deref().map(doc_text::lines) {
        Some(words) if !words.is_empty() => format!("See {place}: {}", words.join(" ")),
        _ => format!("See {place}."),
    }
}

fn capitalised(text: &str) -> String {
    let mut characters = text.chars();
    match characters.next() {
        Some(first) => first.to_uppercase().chain(characters).collect(),
        None => String::new(),
    }
}
