//! Security schemes and requirements (OpenAPI 3.2.0, Security Scheme Object and the ones after it).

use serde_json::Value;

use super::context::Context;
use super::descriptions::leave_out;
use super::discard;
use super::references::place;
use crate::diagnostic::{Code, Pointer};
use crate::document::upgrade::v3_1::edit::{Edit, Members};

/// Says in words that a scheme is deprecated. Where a server describes itself is of no use to the output, which has the
/// document.
pub(super) fn translate(members: &mut Members, edit: &mut Edit<'_>) {
    match members.get("deprecated") {
        Some(Value::Bool(true)) => say_deprecated(members),
        Some(Value::Bool(false)) | None => {}
        Some(_) => leave_out(members, "deprecated", "a boolean", edit),
    }
    discard(members, "deprecated");
    discard(members, "oauth2MetadataUrl");
}

fn say_deprecated(members: &mut Members) {
    let words = match members.get("description") {
        Some(Value::String(description)) => format!("{description}\n\nDeprecated."),
        _ => "Deprecated.".to_owned(),
    };
    members.insert("description".to_owned(), Value::from(words));
}

/// The output has nothing to do with the flow for devices: its tokens are given to the client.
pub(super) fn translate_flows(members: &mut Members, edit: &mut Edit<'_>) {
    let flow = match members.get("deviceAuthorization") {
        Some(Value::Object(flow)) => flow,
        Some(_) => return leave_out(members, "deviceAuthorization", "an object", edit),
        None => return,
    };
    for key in ["deviceAuthorizationUrl", "tokenUrl"] {
        if !flow.contains_key(key) {
            let message =
                format!("the flow `deviceAuthorization` has no `{key}`, which it requires");
            edit.inner_value(Code::MissingKeyword, &["deviceAuthorization"], message);
        }
    }
    let message = "the flow `deviceAuthorization` is left out: the client is given its tokens";
    edit.key(Code::UnsupportedSecurity, "deviceAuthorization", message);
    discard(members, "deviceAuthorization");
}

/// A scheme may be named by a reference to it.
pub(super) fn translate_requirement(members: &mut Members, context: &Context, edit: &mut Edit<'_>) {
    let name = |key: &str| {
        let named = scheme(&context.own(key)?)?;
        let is_scheme = context.schemes.contains(&named) && !context.schemes.contains(key);
        is_scheme.then_some(named)
    };
    if !members.keys().any(|key| name(key).is_some()) {
        return;
    }
    for (key, scopes) in std::mem::take(members) {
        match name(&key) {
            Some(named) => {
                edit.derived(&[&named], &[&key]);
                members.insert(named, scopes);
            }
            None => {
                members.insert(key, scopes);
            }
        }
    }
}

/// The name of the scheme that a reference leads to.
fn scheme(text: &str) -> Option<String> {
    let (around, name) = place(text)?.split_last()?;
    let section = Pointer::root().join("components").join("securitySchemes");
    (around == section).then_some(name)
}
