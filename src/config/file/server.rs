//! `[server]`: what the server is like, and in which object it reports errors.

use toml::de::DeValue;

use super::{Reader, Value};
use crate::config::{EnvelopeMember, ErrorEnvelope, Said};
use crate::diagnostic::{Code, Pointer};

impl Reader<'_> {
    /// `[server]`
    pub(super) fn server(&mut self, value: &Value<'_>, place: &Pointer) {
        for (key, value) in self.table(value, place) {
            let place = place.join(key.get_ref());
            match (key.get_ref().as_ref(), value.get_ref()) {
                ("traits", _) => {
                    self.choices.server.by_tag = self.word(value, &place, ["one", "by-tag"]);
                }
                ("unknown-query", _) => {
                    self.choices.server.strict_query =
                        self.word(value, &place, ["ignore", "refuse"]);
                }
                ("check-answers", DeValue::Boolean(checked)) => {
                    self.choices.server.check_answers = Some(*checked);
                }
                ("check-answers", _) => self.mistyped(value, &place, "`true` or `false`"),
                ("envelope", DeValue::Boolean(false)) => {
                    self.choices.server.envelope = Some(ErrorEnvelope::none());
                }
                ("envelope", DeValue::Table(_)) => self.envelope(value, &place),
                ("envelope", _) => {
                    self.mistyped(value, &place, "`false`, or a table: `[server.envelope]`");
                }
                _ => {
                    let known = ["traits", "unknown-query", "check-answers", "envelope"];
                    self.unknown(key, &place, &known);
                }
            }
        }
    }

    /// Whether it is the second of two words.
    fn word(
        &mut self,
        value: &Value<'_>,
        place: &Pointer,
        [one, other]: [&str; 2],
    ) -> Option<bool> {
        let said = self.said(value, place)?;
        if said.text == one || said.text == other {
            return Some(said.text == other);
        }
        let message = format!("`{}` is neither `{one}` nor `{other}`", said.text);
        self.sink
            .push(said.fault(Code::InvalidConfiguration, message));
        None
    }

    /// `[server.envelope]`
    fn envelope(&mut self, value: &Value<'_>, place: &Pointer) {
        let mut envelope = ErrorEnvelope::default();
        for (key, value) in self.table(value, place) {
            let place = place.join(key.get_ref());
            match key.get_ref().as_ref() {
                "schema" => envelope.schema = self.said(value, &place),
                "status" => self.says(&mut envelope, EnvelopeMember::Status, value, &place),
                "message" => self.says(&mut envelope, EnvelopeMember::Message, value, &place),
                "type" => self.says(&mut envelope, EnvelopeMember::Kind, value, &place),
                "faults" => match value.get_ref() {
                    DeValue::Table(_) => self.faults(&mut envelope, value, &place),
                    _ => self.says(&mut envelope, EnvelopeMember::Faults, value, &place),
                },
                _ => {
                    let known = ["schema", "status", "message", "type", "faults"];
                    self.unknown(key, &place, &known);
                }
            }
        }
        self.choices.server.envelope = Some(envelope);
    }

    /// `faults = { list = "errors", location = "path", … }`
    fn faults(&mut self, envelope: &mut ErrorEnvelope, value: &Value<'_>, place: &Pointer) {
        for (key, value) in self.table(value, place) {
            let place = place.join(key.get_ref());
            let says = match key.get_ref().as_ref() {
                "list" => EnvelopeMember::Faults,
                "location" => EnvelopeMember::FaultLocation,
                "message" => EnvelopeMember::FaultMessage,
                "type" => EnvelopeMember::FaultKind,
                _ => {
                    self.unknown(key, &place, &["list", "location", "message", "type"]);
                    continue;
                }
            };
            self.says(envelope, says, value, &place);
        }
    }

    /// The name of a member, or `false` for none.
    fn says(
        &mut self,
        envelope: &mut ErrorEnvelope,
        says: EnvelopeMember,
        value: &Value<'_>,
        place: &Pointer,
    ) {
        let member: Option<Said> = match value.get_ref() {
            DeValue::Boolean(false) => None,
            DeValue::String(_) => self.said(value, place),
            _ => return self.mistyped(value, place, "the name of a member, or `false`"),
        };
        envelope.members.push((says, member));
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use crate::config::EnvelopeMember;
    use crate::config::file::parse;
    use crate::diagnostic::Diagnostics;

    #[test]
    fn an_envelope_is_read() {
        let text = "[server.envelope]\nschema = \"Error\"\nmessage = \"error.message\"\nstatus = false\n\
                    faults = { list = \"errors\", location = \"path\" }\n";
        let mut sink = Diagnostics::new();
        let choices = parse(Path::new("oasmith.toml"), text, &mut sink);
        assert!(sink.is_empty(), "{sink:?}");
        let envelope = choices.server.envelope.unwrap();
        assert_eq!(envelope.schema.unwrap().text, "Error");
        let members = envelope.members.into_iter();
        let mut members: Vec<_> = members
            .map(|(says, said)| (says, said.map(|said| said.text)))
            .collect();
        members.sort_by_key(|(says, _)| *says as u8);
        let named = |name: &str| Some(name.to_owned());
        let expected = [
            (EnvelopeMember::Status, None),
            (EnvelopeMember::Message, named("error.message")),
            (EnvelopeMember::Faults, named("errors")),
            (EnvelopeMember::FaultLocation, named("path")),
        ];
        assert_eq!(members, expected);
    }

    #[test]
    fn each_fault_is_told() {
        let text = r#"
            [server]
            traits = "two"
            check-answers = "yes"
            trait = 1
            [server.envelope]
            scheme = "Error"
            status = true
            message = 1
            faults = { lists = "errors", location = [] }
        "#;
        let mut sink = Diagnostics::new();
        parse(Path::new("oasmith.toml"), text, &mut sink);
        let lines: Vec<String> = sink.iter().map(ToString::to_string).collect();
        let expected = [
            "3:22: error[invalid-configuration]: `two` is neither `one` nor `by-tag` (at #/server/traits)",
            "4:29: error[invalid-configuration]: this is of the type string; it has to be `true` or `false` (at #/server/check-answers)",
            "5:13: error[invalid-configuration]: `trait` is no key of this table (at #/server/trait)",
            "7:13: error[invalid-configuration]: `scheme` is no key of this table (at #/server/envelope/scheme)",
            "8:22: error[invalid-configuration]: this is of the type boolean; it has to be the name of a member, or `false` (at #/server/envelope/status)",
            "9:23: error[invalid-configuration]: this is of the type integer; it has to be the name of a member, or `false` (at #/server/envelope/message)",
            "10:24: error[invalid-configuration]: `lists` is no key of this table (at #/server/envelope/faults/lists)",
            "10:53: error[invalid-configuration]: this is of the type array; it has to be the name of a member, or `false` (at #/server/envelope/faults/location)",
        ];
        let expected = expected.map(|line| format!("oasmith.toml:{line}"));
        assert_eq!(lines, expected);
        for (text, fault) in [
            ("[server]\nenvelope = true\n", true),
            ("[server]\nenvelope = false\n", false),
        ] {
            let mut sink = Diagnostics::new();
            parse(Path::new("oasmith.toml"), text, &mut sink);
            assert_eq!(!sink.is_empty(), fault, "{text}");
        }
    }
}
