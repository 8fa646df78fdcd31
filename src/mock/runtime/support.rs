//! What of templates/runtime/support the interpreter uses.

#[path = "../../../templates/runtime/support/backtracking.rs"]
pub(in crate::mock) mod backtracking;
#[path = "../../../templates/runtime/support/charset.rs"]
pub(in crate::mock) mod charset;
#[path = "../../../templates/runtime/support/dates.rs"]
pub(in crate::mock) mod dates;
#[path = "../../../templates/runtime/support/event_lines.rs"]
pub(in crate::mock) mod event_lines;
#[path = "../../../templates/runtime/support/excluded.rs"]
pub(in crate::mock) mod excluded;
#[path = "../../../templates/runtime/support/json.rs"]
pub(in crate::mock) mod json;
#[path = "../../../templates/runtime/support/json_type.rs"]
pub(in crate::mock) mod json_type;
#[path = "../../../templates/runtime/support/listed.rs"]
pub(in crate::mock) mod listed;
#[path = "../../../templates/runtime/support/media_type.rs"]
pub(in crate::mock) mod media_type;
#[path = "../../../templates/runtime/support/objects.rs"]
pub(in crate::mock) mod objects;
#[path = "../../../templates/runtime/support/octets.rs"]
pub(in crate::mock) mod octets;
#[path = "../../../templates/runtime/support/pattern.rs"]
pub(in crate::mock) mod pattern;
#[path = "../../../templates/runtime/support/pieces.rs"]
pub(in crate::mock) mod pieces;
#[path = "../../../templates/runtime/support/positions.rs"]
pub(in crate::mock) mod positions;
#[path = "../../../templates/runtime/support/quoted.rs"]
pub(in crate::mock) mod quoted;
#[path = "../../../templates/runtime/support/secret.rs"]
pub(in crate::mock) mod secret;
#[path = "../../../templates/runtime/support/style.rs"]
pub(in crate::mock) mod style;
#[path = "../../../templates/runtime/support/subschema.rs"]
pub(in crate::mock) mod subschema;
#[path = "../../../templates/runtime/support/text.rs"]
pub(in crate::mock) mod text;
#[path = "../../../templates/runtime/support/trials.rs"]
pub(in crate::mock) mod trials;
#[path = "../../../templates/runtime/support/uuids.rs"]
pub(in crate::mock) mod uuids;
#[path = "../../../templates/runtime/support/validate.rs"]
pub(in crate::mock) mod validate;
#[path = "../../../templates/runtime/support/wire.rs"]
pub(in crate::mock) mod wire;

// Examples are compared with their schemas by these, too.
pub(in crate::mock) use crate::analyse::{check, format, unique};
