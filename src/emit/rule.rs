//! What checks a rule, in the models and in the server: an expression that is a function of the value.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::rust_type::TypePath;
use super::tokens::fixed;
use super::{Context, float, value};
use crate::analyse::{Engine, Numeric, Pattern, Rule};
use crate::ir::{Assertion, Bound, Complete, Json, Object, SchemaId, SchemaKind, TextFormat};

/// ```text
/// check::minimum(1)
/// ```
///
/// `None` for the rules that are about a whole type and not about a value: the type's own code has them.
pub(super) fn check(context: Context<'_>, rule: &Rule, path: TypePath) -> Option<TokenStream> {
    Some(match rule {
        Rule::Minimum(bound) => bounded(bound, &quote!(minimum), &quote!(above)),
        Rule::Maximum(bound) => bounded(bound, &quote!(maximum), &quote!(below)),
        Rule::MultipleOf(step) => {
            let literal = numeric(*step);
            match step {
                Numeric::Whole(_) => quote!(check::multiple_of(#literal)),
                Numeric::Double(_) | Numeric::Single(_) => {
                    quote!(check::multiple_of_number(#literal))
                }
            }
        }
        Rule::MinLength(least) => counted(&quote!(min_length), *least),
        Rule::MaxLength(most) => counted(&quote!(max_length), *most),
        Rule::MinItems(least) => counted(&quote!(min_items), *least),
        Rule::MaxItems(most) => counted(&quote!(max_items), *most),
        Rule::MinProperties(least) => counted(&quote!(min_properties), *least),
        Rule::MaxProperties(most) => counted(&quote!(max_properties), *most),
        Rule::UniqueItems => quote!(unique::items()),
        Rule::Pattern(pattern) => self::pattern(pattern),
        Rule::Format(format) => self::format(*format)?,
        Rule::NotTexts(texts) => quote!(check::none_of(&[#(#texts),*])),
        Rule::NotListed(values) => not_listed(values),
        Rule::NotRules(excluded) => not_rules(context, *excluded, path),
        Rule::NotSchema(excluded) => not_schema(context, *excluded, path),
        Rule::RequiredGroups(_)
        | Rule::Listed(_)
        | Rule::Described(_)
        | Rule::WithoutGaps
        | Rule::MemberPattern { .. }
        | Rule::Applied(_) => return None,
    })
}

/// What applies other schemas to a value.
///
/// ```text
/// subschema::conditional(
///     subschema::read("if", serde_json::from_value, |value: &AddressIf, at, found| { … }),
///     subschema::read("then", serde_json::from_value, |value: &AddressThen, at, found| { … }),
///     subschema::anything,
/// )
/// ```
pub(super) fn applied(
    context: Context<'_>,
    assertion: &Assertion,
    path: TypePath,
) -> Option<TokenStream> {
    let schema = |keyword: &str, schema| subschema(context, keyword, schema, path);
    Some(match assertion {
        Assertion::NotValues(_) | Assertion::Not(_) => return None,
        Assertion::Conditional {
            condition,
            then,
            otherwise,
        } => {
            let condition = schema("if", *condition);
            let branch = |keyword: &str, id: &Option<SchemaId>| match id {
                Some(id) => schema(keyword, *id),
                None => quote!(subschema::anything),
            };
            let (then, otherwise) = (branch("then", then), branch("else", otherwise));
            quote!(subschema::conditional(#condition, #then, #otherwise))
        }
        Assertion::Dependent { member, schema: id } => {
            let schema = schema("dependentSchemas", *id);
            quote!(subschema::dependent(#member, #schema))
        }
        Assertion::DependentRequired { member, required } => {
            quote!(subschema::dependent_required(#member, &[#(#required),*]))
        }
        Assertion::Contains {
            schema: id,
            least,
            most,
        } => {
            let schema = schema("contains", *id);
            let least = Literal::usize_unsuffixed(*least);
            let most = match most {
                Some(most) => {
                    let most = Literal::usize_unsuffixed(*most);
                    quote!(Some(#most))
                }
                None => quote!(None),
            };
            quote!(subschema::contains(#schema, #least, #most))
        }
        Assertion::Names(id) => {
            let schema = schema("propertyNames", *id);
            quote!(subschema::names(#schema))
        }
    })
}

/// A schema as a function of a value in JSON.
fn subschema(context: Context<'_>, keyword: &str, id: SchemaId, path: TypePath) -> TokenStream {
    let (reader, rules) = read_as(context, id, path);
    quote!(subschema::read(#keyword, #reader, #rules))
}

fn bounded(bound: &Bound<Numeric>, closed: &TokenStream, open: &TokenStream) -> TokenStream {
    let value = numeric(bound.value);
    let function = if bound.exclusive { open } else { closed };
    quote!(check::#function(#value))
}

fn counted(function: &TokenStream, limit: usize) -> TokenStream {
    let limit = Literal::usize_unsuffixed(limit);
    quote!(check::#function(#limit))
}

/// A negative literal is two tokens, which `quote` cannot make of one number.
fn numeric(number: Numeric) -> TokenStream {
    let (is_negative, digits) = match number {
        Numeric::Whole(value) => {
            let digits = Literal::u128_unsuffixed(value.unsigned_abs());
            (value < 0, quote!(#digits))
        }
        Numeric::Double(value) => (value < 0.0, float::float(value.abs())),
        Numeric::Single(value) => (value < 0.0, float::single(value.abs())),
    };
    if is_negative {
        quote!(-#digits)
    } else {
        quote!(#digits)
    }
}

/// ```text
/// {
///     static PATTERN: pattern::Pattern = pattern::Pattern::new("^[a-z]+$");
///     pattern::matches(&PATTERN)
/// }
/// ```
fn pattern(pattern: &Pattern) -> TokenStream {
    let declared = static_pattern(pattern);
    let module = module(&pattern.engine);
    quote! {
        {
            #declared
            #module::matches(&PATTERN)
        }
    }
}

fn module(engine: &Engine) -> TokenStream {
    match engine {
        Engine::Linear(_) => quote!(pattern),
        Engine::Backtracking(_) => quote!(backtracking),
    }
}

/// ```text
/// static PATTERN: pattern::Pattern = pattern::Pattern::new("^[a-z]+$");
/// ```
pub(super) fn static_pattern(pattern: &Pattern) -> TokenStream {
    let source = &pattern.source;
    let module = module(&pattern.engine);
    let new = match &pattern.engine {
        Engine::Linear(translated) if translated == source => quote!(new(#source)),
        Engine::Linear(translated) => quote!(translated(#source, #translated)),
        Engine::Backtracking(flags) => quote!(new(#source, #flags)),
    };
    quote!(static PATTERN: #module::Pattern = #module::Pattern::#new;)
}

/// ```text
/// format::email()
/// ```
fn format(format: TextFormat) -> Option<TokenStream> {
    Some(match format {
        TextFormat::Time => quote!(format::time()),
        TextFormat::Duration => quote!(format::duration()),
        TextFormat::Uri => quote!(format::uri()),
        TextFormat::UriReference => quote!(format::uri_reference()),
        TextFormat::Email => quote!(format::email()),
        TextFormat::Hostname => quote!(format::hostname()),
        _ => return None,
    })
}

/// ```text
/// excluded::values(&[serde_json::Value::from(1u64), "none".into()])
/// ```
fn not_listed(values: &[Json]) -> TokenStream {
    let values = values.iter().map(value::tokens);
    quote!(excluded::values([#(#values),*]))
}

/// ```text
/// excluded::rules(|value: &String, at, found| { … })
/// ```
fn not_rules(context: Context<'_>, excluded: SchemaId, path: TypePath) -> TokenStream {
    let held = context.rust_type(excluded, path);
    let rules = rules_of(context, excluded, &held, path, 0);
    quote!(excluded::rules(#rules))
}

/// ```text
/// excluded::read(serde_json::from_value, |value: &Circle, at, found| {
///     found.validate(at, value);
/// })
/// ```
fn not_schema(context: Context<'_>, excluded: SchemaId, path: TypePath) -> TokenStream {
    let (reader, rules) = read_as(context, excluded, path);
    quote!(excluded::read(#reader, #rules))
}

/// What reads a value of a schema, and the rules of what was read.
fn read_as(context: Context<'_>, id: SchemaId, path: TypePath) -> (TokenStream, TokenStream) {
    let held = context.value_type(id, path);
    let options = usize::from(context.holds_null(id));
    let rules = rules_of(context, id, &held, path, options);
    let reader = if context.is_read_by_wire(id) {
        quote!(wire::read)
    } else {
        quote!(serde_json::from_value)
    };
    (reader, rules)
}

/// The rules of a schema as a function of a value, its place, and what was found.
fn rules_of(
    context: Context<'_>,
    id: SchemaId,
    held: &TokenStream,
    path: TypePath,
    options: usize,
) -> TokenStream {
    let place = Place {
        at: quote!(at),
        value: quote!(value),
        options,
        path,
    };
    let statements = statements(context, id, &place);
    if statements.is_empty() {
        quote!(|_: &#held, _, _| {})
    } else {
        quote!(|value: &#held, at, found| { #statements })
    }
}

/// Whether a value keeps to the rules of a schema, as a function of it.
///
/// ```text
/// validate::keeps(|value: &Vec<i64>, at, found| {
///     found.check(at, value, check::max_items(2));
/// })
/// ```
pub(super) fn holds(context: Context<'_>, id: SchemaId) -> TokenStream {
    if !context.facts.checks.has(id) {
        return quote!(|_| true);
    }
    if is_delegated(context, id) {
        return quote!(validate::holds);
    }
    let held = context.rust_type(id, TypePath::Here);
    let rules = rules_of(context, id, &held, TypePath::Here, 0);
    quote!(validate::keeps(#rules))
}

/// The checks of an object's `oneOf`, `not` or `anyOf` of groups: the function and the words for the groups.
///
/// ```text
/// check::one_group("`id`; `name` with `realm`")
/// ```
pub(super) fn groups(object: &Object, position: usize) -> Option<TokenStream> {
    let groups = object.required_groups.get(position)?;
    let named = groups.groups.iter().map(|names| {
        let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
        names.join(" with ")
    });
    let words = named.collect::<Vec<_>>().join("; ");
    Some(match groups.complete {
        Complete::One => quote!(check::one_group(#words)),
        Complete::Some => quote!(check::some_group(#words)),
        Complete::None => quote!(check::no_group(#words)),
        Complete::Every => quote!(check::every_group(#words)),
    })
}

/// The checks of a value that is there: statements that add to `found`.
///
/// ```text
/// found.check(&at.member("name"), &self.name, check::max_length(30));
/// ```
pub(super) fn statements(context: Context<'_>, id: SchemaId, place: &Place) -> TokenStream {
    let checks = &context.facts.checks;
    if !checks.has(id) {
        return TokenStream::new();
    }
    let Place { at, value, .. } = place;
    if is_delegated(context, id) {
        return quote!(found.validate(#at, #value););
    }
    if place.options > 0 {
        return optional(context, id, place);
    }
    structural(context, id, place)
}

/// The checks of a member of an object as links of a chain, where each is one: what is looked into item by item needs
/// statements.
///
/// ```text
/// .check("name", &self.name, check::max_length(30))
/// .validate("owner", &self.owner)
/// ```
pub(super) fn links(context: Context<'_>, id: SchemaId, member: &Member) -> Option<TokenStream> {
    let checks = &context.facts.checks;
    if !checks.has(id) {
        return Some(TokenStream::new());
    }
    let Member {
        name,
        value,
        options,
    } = member;
    if is_delegated(context, id) {
        return Some(quote!(.validate(#name, #value)));
    }
    let method = match options {
        0 => fixed("check"),
        1 => fixed("check_some"),
        _ => return None,
    };
    let own = checks.rules(id).iter().filter_map(|rule| match rule {
        // What needs more than the value is a statement.
        Rule::MinProperties(_) | Rule::MaxProperties(_) | Rule::Applied(_) => Some(None),
        _ => check(context, rule, TypePath::Here).map(Some),
    });
    let own: Vec<TokenStream> = own.collect::<Option<_>>()?;
    let inner = match &context.api.schemas.get(id).kind {
        SchemaKind::Alias(target) => links(context, *target, member)?,
        SchemaKind::Array(array) if checks.has(array.items) => return None,
        SchemaKind::Map(map) if checks.has(map.values) => return None,
        _ => TokenStream::new(),
    };
    Some(quote!(#(.#method(#name, #value, #own))* #inner))
}

/// A member that is checked.
pub(super) struct Member<'a> {
    /// What the document calls it.
    pub name: &'a str,
    /// An expression that is a reference to its value.
    pub value: TokenStream,
    /// How many times `Option` stands around it.
    pub options: usize,
}

/// A value that is checked: where it is, and a reference to it.
pub(super) struct Place {
    /// An expression of type `&At`.
    pub at: TokenStream,
    /// An expression that is a reference to the value.
    pub value: TokenStream,
    /// How many times `Option` stands around it.
    pub options: usize,
    /// How the types are named there.
    pub path: TypePath,
}

/// ```text
/// if let Some(value) = &self.limit {
///     found.check(&at.member("limit"), value, check::minimum(1));
/// }
/// ```
fn optional(context: Context<'_>, id: SchemaId, place: &Place) -> TokenStream {
    let Place {
        at, value, options, ..
    } = place;
    let some = (0..*options).fold(quote!(value), |inner, _| quote!(Some(#inner)));
    let inner = Place {
        at: at.clone(),
        value: quote!(value),
        options: 0,
        path: place.path,
    };
    let statements = structural(context, id, &inner);
    quote!(if let #some = #value { #statements })
}

/// The rules of the schema itself, then those of what it holds.
pub(super) fn structural(context: Context<'_>, id: SchemaId, place: &Place) -> TokenStream {
    let Place { at, value, .. } = place;
    let checks = &context.facts.checks;
    let kind = &context.api.schemas.get(id).kind;
    let own = checks.rules(id).iter().filter_map(|rule| {
        if let Rule::Applied(assertion) = rule {
            let applied = applied(context, assertion, place.path)?;
            return Some(quote!(found.apply(#at, #value, #applied);));
        }
        let check = check(context, rule, place.path)?;
        Some(match rule {
            Rule::MinProperties(_) | Rule::MaxProperties(_) => {
                quote!(found.check(#at, &(#value).len(), #check);)
            }
            _ => quote!(found.check(#at, #value, #check);),
        })
    });
    let inner = match kind {
        SchemaKind::Alias(target) => statements(context, *target, place),
        SchemaKind::Array(array) => items(context, array.items, place, &quote!(items)),
        SchemaKind::Map(map) => items(context, map.values, place, &quote!(members)),
        _ => TokenStream::new(),
    };
    quote!(#(#own)* #inner)
}

/// ```text
/// for (at, item) in validate::items(&at.member("tags"), &self.tags) {
///     found.check(&at, item, check::max_length(20));
/// }
/// ```
fn items(
    context: Context<'_>,
    item: SchemaId,
    place: &Place,
    function: &TokenStream,
) -> TokenStream {
    if !context.facts.checks.has(item) {
        return TokenStream::new();
    }
    let Place { at, value, .. } = place;
    let options = usize::from(context.holds_null(item));
    if is_delegated(context, item) {
        return quote!(found.validate(#at, #value););
    }
    let inner = Place {
        at: quote!(&at),
        value: quote!(item),
        options,
        path: place.path,
    };
    let statements = statements(context, item, &inner);
    quote!(for (at, item) in validate::#function(#at, #value) { #statements })
}

/// The members of a map, where the map is not a schema of its own.
pub(super) fn members(context: Context<'_>, value: SchemaId, place: &Place) -> TokenStream {
    items(context, value, place, &quote!(members))
}

/// Whether a value's type implements `Validate`, by itself or because it only holds such types.
fn is_delegated(context: Context<'_>, id: SchemaId) -> bool {
    let checks = &context.facts.checks;
    if !checks.has(id) {
        return false;
    }
    if context.implements_validate(id) {
        return true;
    }
    let is_free = checks.rules(id).is_empty();
    match &context.api.schemas.get(id).kind {
        SchemaKind::Alias(target) => is_free && is_delegated(context, *target),
        SchemaKind::Array(array) => is_free && is_delegated(context, array.items),
        SchemaKind::Map(map) => is_free && is_delegated(context, map.values),
        _ => false,
    }
}

impl Context<'_> {
    /// Whether the schema is a type of its own with something to check.
    pub(super) fn implements_validate(&self, id: SchemaId) -> bool {
        let is_item = matches!(
            self.api.schemas.get(id).kind,
            SchemaKind::Object(_)
                | SchemaKind::Tuple(_)
                | SchemaKind::Enumeration(_)
                | SchemaKind::Union(_)
        ) || self.facts.recursion.is_newtype(id);
        is_item && self.facts.checks.has(id)
    }
}
