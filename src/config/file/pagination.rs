//! `[pagination]`: which operations page, and how.

use toml::de::DeValue;

use super::{Reader, Value};
use crate::config::Paging;
use crate::config::hand::{Choice, Said};
use crate::config::paging::WAYS;
use crate::diagnostic::{Code, Part, Pointer};

impl Reader<'_> {
    /// `listThings = false`, or a table that says how.
    pub(super) fn pagination(&mut self, value: &Value<'_>, place: &Pointer) {
        for (key, value) in self.table(value, place) {
            let place = place.join(key.get_ref());
            let paging = match value.get_ref() {
                DeValue::Boolean(false) => Some(Paging::none()),
                DeValue::Table(_) => self.paging(value, &place),
                _ => {
                    self.mistyped(value, &place, "`false`, or a table with a `kind`");
                    None
                }
            };
            let operation = Said {
                text: key.get_ref().to_string(),
                location: Some(self.location(key.span(), &place, Part::Key)),
            };
            self.choices
                .hand
                .paging
                .extend(paging.map(|paging| (operation, paging)));
        }
    }

    fn paging(&mut self, value: &Value<'_>, place: &Pointer) -> Option<Paging> {
        let members = self.table(value, place);
        let kind = members.iter().find(|(key, _)| key.get_ref() == "kind");
        let Some((_, kind)) = kind else {
            self.mistyped(value, place, "`false`, or a table with a `kind`");
            return None;
        };
        let kind = self.said(kind, &place.join("kind"))?;
        let Some((_, known)) = WAYS.iter().find(|(name, _)| *name == kind.text) else {
            let names: Vec<&str> = WAYS.iter().map(|(name, _)| *name).collect();
            let message = format!("`{}` is none of `{}`", kind.text, names.join("`, `"));
            let fault = kind.fault(Code::InvalidConfiguration, message);
            self.sink.push(fault);
            return None;
        };
        let mut said = Vec::new();
        for (key, value) in members {
            let place = place.join(key.get_ref());
            let name = key.get_ref().as_ref();
            if name == "kind" {
                continue;
            }
            if !known.contains(&name) {
                self.unknown(key, &place, known);
                continue;
            }
            let value = self.said_or_number(value, &place)?;
            let key = Said {
                text: name.to_owned(),
                location: Some(self.location(key.span(), &place, Part::Key)),
            };
            said.push(Choice { key, value });
        }
        let kind = Some(kind);
        Some(Paging { kind, said })
    }

    /// A text; a whole number as one.
    fn said_or_number(&mut self, value: &Value<'_>, place: &Pointer) -> Option<Said> {
        let DeValue::Integer(number) = value.get_ref() else {
            return self.said(value, place);
        };
        Some(Said {
            text: number.to_string(),
            location: Some(self.location(value.span(), place, Part::Value)),
        })
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use crate::config::file::parse;
    use crate::diagnostic::Diagnostics;

    #[test]
    fn each_fault_is_told() {
        let text = r#"
            [pagination]
            a = true
            b = { cursor = "c" }
            c = { kind = "cursors" }
            d = { kind = "link", cursor = "c", items = 1.5 }
            e = { kind = 3 }
        "#;
        let mut sink = Diagnostics::new();
        let choices = parse(Path::new("oasmith.toml"), text, &mut sink);
        assert!(choices.hand.paging.is_empty(), "{:?}", choices.hand.paging);
        let lines: Vec<String> = sink.iter().map(ToString::to_string).collect();
        let expected = [
            "3:17: error[invalid-configuration]: this is of the type boolean; it has to be `false`, or a table with a `kind` (at #/pagination/a)",
            "4:17: error[invalid-configuration]: this is of the type table; it has to be `false`, or a table with a `kind` (at #/pagination/b)",
            "5:26: error[invalid-configuration]: `cursors` is none of `offset`, `page`, `cursor`, `url`, `link` (at #/pagination/c/kind)",
            "6:34: error[invalid-configuration]: `cursor` is no key of this table (at #/pagination/d/cursor)",
            "6:56: error[invalid-configuration]: this is of the type float; it has to be a text (at #/pagination/d/items)",
            "7:26: error[invalid-configuration]: this is of the type integer; it has to be a text (at #/pagination/e/kind)",
        ];
        let expected = expected.map(|line| format!("oasmith.toml:{line}"));
        assert_eq!(lines, expected);
    }
}
