//! What OpenAPI 3.0, or openapiv3's types for it, has no word for travels as an extension. These are all of them.
//!
//! A document cannot write them: `x-oasmith-…` keys that stand in a source are taken out when it is checked.

/// What the names of all these extensions begin with.
pub const PREFIX: &str = "x-oasmith-";

/// On a schema, parameter, response, request body, header, example, link, security scheme, operation or path item: the reason
/// (a sentence) for which it, or something that it cannot do without, could not be read. The fault is reported already.
///
/// The object that carries it is otherwise empty and well-formed: a parameter is then an unnamed one of the query, a
/// security scheme an `http` one without a scheme. An operation or path item keeps what could be read of it.
pub const FAULT: &str = "x-oasmith-fault";

/// On a security scheme: `true`, where it is a certificate of the client (`type: mutualTLS`). It is otherwise an `http` one.
pub const MUTUAL_TLS: &str = "x-oasmith-mutual-tls";

/// On a server: its name (OpenAPI 3.2).
pub const SERVER_NAME: &str = "x-oasmith-server-name";

/// On a schema, parameter, media type, header or example: the names of those of its keywords (`default`, `example`,
/// `value`) whose value is `null`, which openapiv3 cannot tell from their absence.
pub const NULLS: &str = "x-oasmith-nulls";

/// On a schema: the exact number of `minimum`, where openapiv3's type for it (`i64` in an integer schema, `f64` elsewhere)
/// would refuse or round it. `minimum` itself is then absent; `exclusiveMinimum` stays, and speaks of this bound.
pub const MINIMUM: &str = "x-oasmith-minimum";

/// On a schema: the exact number of `maximum`, as [`MINIMUM`].
pub const MAXIMUM: &str = "x-oasmith-maximum";

/// On a schema: the exact number of `multipleOf`, as [`MINIMUM`].
pub const MULTIPLE_OF: &str = "x-oasmith-multiple-of";

/// On a number or integer schema: all values of `enum`, exactly, where openapiv3's type would round or refuse one of them.
/// `enum` itself is then absent.
pub const ENUM: &str = "x-oasmith-enum";

/// On a schema: its XML Object (OpenAPI 3.0.3, section 4.7.26), for which openapiv3 has no field.
pub const XML: &str = "x-oasmith-xml";

/// On an encoding or a header: the value of `explode`, where it is said. openapiv3 has no field for it in a header and
/// cannot tell `false` from its absence in an encoding.
pub const EXPLODE: &str = "x-oasmith-explode";

/// On a path item: the operations whose methods OpenAPI 3.0 has no keyword for, by the method as it stands in a request.
/// openapiv3's type for a path item has no field for them.
pub const OPERATIONS: &str = "x-oasmith-operations";

/// On the whole document, once it is typed: its webhooks by their names (OpenAPI 3.1), each a Path Item Object.
pub const WEBHOOKS: &str = "x-oasmith-webhooks";

/// On a parameter of the query: `true`, where its one media type is that of the whole query (`in: querystring`).
pub const QUERYSTRING: &str = "x-oasmith-querystring";

/// On a parameter in cookies: `true`, where nothing in its value is encoded (`style: cookie`). Its `style` is `form`, which it
/// has for the rest.
pub const COOKIE_STYLE: &str = "x-oasmith-cookie-style";

/// On a parameter of the path or in cookies: `true`, where reserved characters in its value stay as they are. Up to OpenAPI 3.1
/// `allowReserved` means nothing there.
pub const ALLOW_RESERVED: &str = "x-oasmith-allow-reserved";

/// On a media type: `true`, where its `schema` is a list of what is sent or received one after the other, and says of the items
/// what `itemSchema` says.
pub const ITEM_SCHEMA: &str = "x-oasmith-item-schema";

/// On a discriminator: the schema of an object without the property, or with a value of it that no schema stands for.
pub const DEFAULT_MAPPING: &str = "x-oasmith-default-mapping";

/// On a schema: the names of those of its keywords that OpenAPI 3.0 has no word for and that the output does not check, all
/// of [`UNCHECKED_KEYWORDS`].
pub const UNCHECKED: &str = "x-oasmith-unchecked";

/// The keywords of JSON Schema 2020-12 that [`UNCHECKED`] may name.
pub const UNCHECKED_KEYWORDS: &[&str] = &[
    "unevaluatedItems",
    "unevaluatedProperties",
    "contentEncoding",
    "contentSchema",
];

/// On a schema: the items of `examples` after the first, which is its `example`.
pub const EXAMPLES: &str = "x-oasmith-examples";

/// On a schema: how many items have a schema of their own by position (`prefixItems`). `items` is then `oneOf` of those
/// schemas, and of the one for the items behind them where there is one more.
pub const POSITIONS: &str = "x-oasmith-positions";

/// On a schema: the patterns of `patternProperties`. `additionalProperties` is then `oneOf` of their schemas, and of the one
/// for other members where there is one more.
pub const PATTERNS: &str = "x-oasmith-patterns";

/// Beside [`PATTERNS`]: whether other members are kept or forbidden, where that is said.
pub const OTHERS: &str = "x-oasmith-others";

/// On a schema: whether all members that nothing in it describes are forbidden, `allOf` and `oneOf` included.
pub const CLOSED: &str = "x-oasmith-closed";

/// On a schema: which others have to be there with a member, by its name (`dependentRequired`).
pub const DEPENDENT_REQUIRED: &str = "x-oasmith-dependent-required";

/// On a schema: what the last parts of its `allOf` are in truth, one object for each. They hold schemas that are applied to
/// the value in another way:
///
/// | `keyword` | the part | what else the object says |
/// | --- | --- | --- |
/// | `if` | `oneOf` of the condition, then of what follows | whether there is a `then`, an `else` |
/// | `dependentSchemas` | `oneOf` of the schemas | the `members` that they depend on |
/// | `contains` | `items` | `least`, `most` |
/// | `propertyNames` | `additionalProperties` | |
pub const APPLIED: &str = "x-oasmith-applied";

/// What a document of a later version carries when it is checked.
pub const CARRIED: &[&str] = &[
    UNCHECKED,
    EXAMPLES,
    POSITIONS,
    PATTERNS,
    OTHERS,
    CLOSED,
    DEPENDENT_REQUIRED,
    APPLIED,
];
