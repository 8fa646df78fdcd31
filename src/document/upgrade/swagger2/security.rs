//! Security schemes (Swagger 2.0, Security Scheme Object).

use serde_json::{Map, Value, json};

use super::Upgrade;
use super::moves::Spot;
use crate::diagnostic::Code;
use crate::document::read::tree::copy;

/// The flows of OAuth 2 as both versions name them.
const FLOWS: &[(&str, &str)] = &[
    ("implicit", "implicit"),
    ("password", "password"),
    ("application", "clientCredentials"),
    ("accessCode", "authorizationCode"),
];

/// The keywords of 2.0 that stand in the flow in 3.0.
const OF_A_FLOW: &[&str] = &["authorizationUrl", "tokenUrl", "scopes"];

impl Upgrade<'_> {
    /// All schemes of a document.
    pub(super) fn schemes(&mut self, schemes: &Value, spot: &Spot) -> Value {
        let Value::Object(members) = schemes else {
            return copy(schemes);
        };
        let members = members.iter().map(|(name, scheme)| {
            let scheme = self.scheme(scheme, &spot.join(name));
            (name.clone(), scheme)
        });
        Value::Object(members.collect())
    }

    fn scheme(&mut self, scheme: &Value, spot: &Spot) -> Value {
        let Value::Object(members) = scheme else {
            return copy(scheme);
        };
        match members.get("type").and_then(Value::as_str) {
            Some("basic") => {
                let mut new = self.kept(members, &["type"]);
                new.insert("type".to_owned(), json!("http"));
                new.insert("scheme".to_owned(), json!("basic"));
                self.moves
                    .came(&spot.new.join("scheme"), &spot.source.join("type"));
                Value::Object(new)
            }
            Some("oauth2") if !members.contains_key("flows") => self.oauth(members, spot),
            _ => copy(scheme),
        }
    }

    fn oauth(&mut self, members: &Map<String, Value>, spot: &Spot) -> Value {
        let mut new = self.kept(members, OF_A_FLOW);
        let written = new.shift_remove("flow");
        let named = written.as_ref().and_then(Value::as_str);
        let Some((_, flow)) = FLOWS.iter().find(|(old, _)| named == Some(*old)) else {
            if written.is_some() {
                let message =
                    "`flow` must be `implicit`, `password`, `application` or `accessCode`";
                self.say(Code::InvalidValue, &spot.source.join("flow"), message);
            }
            return Value::Object(new);
        };
        let flows = spot.new.join("flows");
        let place = flows.join(flow);
        self.moves.came(&flows, &spot.source.join("flow"));
        self.moves.came(&place, &spot.source);
        let mut inner = Map::new();
        for key in OF_A_FLOW {
            if let Some(value) = members.get(*key) {
                inner.insert((*key).to_owned(), copy(value));
            }
        }
        new.insert("flows".to_owned(), json!({ *flow: inner }));
        Value::Object(new)
    }
}
