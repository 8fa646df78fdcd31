//! `host`, `basePath` and `schemes` (Swagger 2.0, Swagger Object), which OpenAPI 3.0 says as a list of servers.

use serde_json::{Map, Value, json};

use super::Upgrade;
use crate::diagnostic::{Code, Pointer};

/// What the addresses of a document consist of.
#[derive(Debug, Clone, Default)]
pub(super) struct Addresses {
    host: Option<String>,
    base: String,
    schemes: Vec<String>,
    /// Whether it was said that schemes need a host.
    is_said: bool,
}

impl Upgrade<'_> {
    /// Reads the three keywords of the document.
    pub(super) fn addresses(&mut self, root: &Map<String, Value>) -> Addresses {
        let place = Pointer::root();
        let host = self.text(root, "host", &place);
        let schemes = self.texts(root, "schemes", &place).unwrap_or_default();
        if host.is_none() && !schemes.is_empty() {
            self.without_host(&place);
        }
        let mut base = self.text(root, "basePath", &place).unwrap_or_default();
        if !base.is_empty() && !base.starts_with('/') {
            let message = "`basePath` does not begin with `/`";
            self.say(Code::CoercedValue, &place.join("basePath"), message);
            base.insert(0, '/');
        }
        base.truncate(base.trim_end_matches('/').len());
        Addresses {
            host: host.map(|host| host.trim_end_matches('/').to_owned()),
            base,
            schemes,
            is_said: self.addresses.is_said,
        }
    }

    /// Said once, since documents without a host often have schemes in all operations.
    fn without_host(&mut self, place: &Pointer) {
        if !std::mem::replace(&mut self.addresses.is_said, true) {
            let message = "without `host`, no `schemes` of the document has an effect: the address is relative to that of the document";
            self.say_key(Code::IgnoredKeyword, &place.join("schemes"), message);
        }
    }

    /// The servers of the whole document, if it says anything about them.
    pub(super) fn servers(&mut self) -> Option<Value> {
        let addresses = self.addresses.clone();
        let place = Pointer::root();
        let list = place.join("servers");
        let Some(host) = &addresses.host else {
            if addresses.base.is_empty() {
                return None;
            }
            self.moves.came(&list, &place.join("basePath"));
            return Some(json!([{ "url": addresses.base }]));
        };
        self.moves.came(&list, &place.join("host"));
        if addresses.schemes.is_empty() {
            // The scheme is then that of the document itself, as in every address that begins with `//`.
            return Some(json!([{ "url": format!("//{host}{}", addresses.base) }]));
        }
        Some(listed(host, &addresses.base, &addresses.schemes))
    }

    /// The servers of an operation that has schemes of its own.
    pub(super) fn own_servers(
        &mut self,
        operation: &Map<String, Value>,
        place: &Pointer,
    ) -> Option<Value> {
        let schemes = self.texts(operation, "schemes", place)?;
        let addresses = self.addresses.clone();
        if schemes.is_empty() || schemes == addresses.schemes {
            return None;
        }
        let Some(host) = &addresses.host else {
            self.without_host(place);
            return None;
        };
        self.moves
            .came(&place.join("servers"), &place.join("schemes"));
        Some(listed(host, &addresses.base, &schemes))
    }
}

fn listed(host: &str, base: &str, schemes: &[String]) -> Value {
    schemes
        .iter()
        .map(|scheme| json!({ "url": format!("{scheme}://{host}{base}") }))
        .collect()
}
