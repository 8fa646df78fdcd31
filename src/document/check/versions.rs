//! Keywords of other versions than 3.0.

use super::{WEBHOOKS, Written, schema};
use crate::document::grammar::Kind;
use crate::document::keywords;

/// Whether the upgrade from a later version left this where it stands, for references that lead into it or as an extension of
/// the house.
pub(super) fn is_left(key: &str, kind: Kind, written: Written) -> bool {
    let as_3_1 = match kind {
        Kind::OpenApi => key == WEBHOOKS,
        Kind::Components => key == "pathItems",
        Kind::Schema => keywords::CARRIED.contains(&key) || schema::is_newer(key),
        _ => false,
    };
    let as_3_2 = || match kind {
        Kind::Components => key == "mediaTypes",
        Kind::PathItem => key == keywords::OPERATIONS,
        Kind::Server => key == keywords::SERVER_NAME,
        Kind::Parameter => matches!(
            key,
            keywords::QUERYSTRING | keywords::COOKIE_STYLE | keywords::ALLOW_RESERVED
        ),
        Kind::MediaType => key == keywords::ITEM_SCHEMA,
        Kind::Discriminator => key == keywords::DEFAULT_MAPPING,
        _ => false,
    };
    match written {
        Written::As3_0 => false,
        Written::As3_1 => as_3_1,
        Written::As3_2 => as_3_1 || as_3_2(),
    }
}

/// What to say about a keyword of a later version.
pub(super) fn newer(key: &str, kind: Kind) -> Option<String> {
    let newer = match kind {
        Kind::OpenApi => matches!(key, WEBHOOKS | "jsonSchemaDialect"),
        Kind::Components => key == "pathItems",
        Kind::Info => key == "summary",
        Kind::License => key == "identifier",
        Kind::Schema => schema::is_newer(key),
        _ => false,
    };
    let newest = match kind {
        Kind::OpenApi => key == "$self",
        Kind::Components => key == "mediaTypes",
        Kind::PathItem => matches!(key, "query" | "additionalOperations"),
        Kind::MediaType => matches!(key, "itemSchema" | "prefixEncoding" | "itemEncoding"),
        Kind::Encoding => matches!(key, "encoding" | "prefixEncoding" | "itemEncoding"),
        Kind::Response => key == "summary",
        Kind::Server => key == "name",
        Kind::Tag => matches!(key, "summary" | "parent" | "kind"),
        Kind::Example => matches!(key, "dataValue" | "serializedValue"),
        Kind::Discriminator => key == "defaultMapping",
        Kind::Xml => key == "nodeType",
        Kind::SecurityScheme => matches!(key, "deprecated" | "oauth2MetadataUrl"),
        Kind::OAuthFlows => key == "deviceAuthorization",
        _ => false,
    };
    let version = if newer { "3.1" } else { "3.2" };
    (newer || newest).then(|| format!("this is a keyword of OpenAPI {version}"))
}
