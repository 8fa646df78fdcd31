//! `oasmith.toml`: a user's choices as a file.
//!
//! The tree is walked with the places of its keys and values at hand, so that one run shows everything that is wrong with
//! the file, each fault where it stands.

mod pagination;
mod server;

use std::borrow::Cow;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::FileChoices;
use super::Level;
use super::crate_name_fault;
use super::hand::{Additions, Choice, Said, Serde};
use super::limits::Limit;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Location, Part, Pointer, Span, similar};

/// Reads a file of choices; what is wrong with it is reported, and the rest holds.
pub(super) fn read(path: &Path, sink: &mut Diagnostics) -> FileChoices {
    match fs::read_to_string(path) {
        Ok(text) => parse(path, &text, sink),
        Err(error) => {
            let message = format!("`{}` cannot be read: {error}", path.display());
            sink.push(Diagnostic::new(Code::Unreadable, message));
            FileChoices::default()
        }
    }
}

fn parse(path: &Path, text: &str, sink: &mut Diagnostics) -> FileChoices {
    let (table, errors) = DeTable::parse_recoverable(text);
    let mut reader = Reader {
        // A path that is no UTF-8 could not be written into a report.
        file: PathBuf::from(path.to_string_lossy().into_owned()),
        text,
        choices: FileChoices::default(),
        sink,
    };
    for error in errors {
        let location = reader.location(error.span().unwrap_or(0..0), &Pointer::root(), Part::Value);
        reader.report(Code::Syntax, location, error.message().to_owned());
    }
    reader.root(table.get_ref());
    reader.choices
}

type Key<'a> = Spanned<Cow<'a, str>>;
type Value<'a> = Spanned<DeValue<'a>>;

struct Reader<'a> {
    file: PathBuf,
    text: &'a str,
    choices: FileChoices,
    sink: &'a mut Diagnostics,
}

impl Reader<'_> {
    fn root(&mut self, table: &DeTable<'_>) {
        const KNOWN: [&str; 18] = [
            "client",
            "server",
            "mock",
            "types",
            "fields",
            "variants",
            "operations",
            "parameters",
            "pagination",
            "formats",
            "attributes",
            "enumerations",
            "dependencies",
            "overlays",
            "selection",
            "diagnostics",
            "references",
            "limits",
        ];
        let root = Pointer::root();
        for (key, value) in in_order(table) {
            let place = root.join(key.get_ref());
            match key.get_ref().as_ref() {
                "types" => self.types(value, &place),
                "fields" => self.choices.hand.field_names = self.renamed(value, &place),
                "variants" => self.choices.hand.variant_names = self.renamed(value, &place),
                "operations" => self.choices.hand.operation_names = self.renamed(value, &place),
                "parameters" => self.choices.hand.parameter_names = self.renamed(value, &place),
                "client" => self.client(value, &place),
                "server" => self.server(value, &place),
                "mock" => self.mock(value, &place),
                "pagination" => self.pagination(value, &place),
                "formats" => self.choices.hand.formats = self.choices(value, &place),
                "attributes" => self.attributes(value, &place),
                "enumerations" => self.enumerations(value, &place),
                "dependencies" => self.dependencies(value, &place),
                "overlays" => self.overlays(value, &place),
                "selection" => self.selection(value, &place),
                "diagnostics" => self.diagnostics(value, &place),
                "references" => self.references(value, &place),
                "limits" => self.limits(value, &place),
                _ => self.unknown(key, &place, &KNOWN),
            }
        }
    }

    /// `[types.rename]`, `[types.replace]`, and `serde` in `[types]`
    fn types(&mut self, value: &Value<'_>, place: &Pointer) {
        for (key, value) in self.table(value, place) {
            let place = place.join(key.get_ref());
            match key.get_ref().as_ref() {
                "rename" => self.choices.hand.type_names = self.choices(value, &place),
                "replace" => self.choices.hand.types = self.choices(value, &place),
                "serde" => self.serde(value, &place),
                _ => self.unknown(key, &place, &["rename", "replace", "serde"]),
            }
        }
    }

    fn serde(&mut self, value: &Value<'_>, place: &Pointer) {
        let Some(said) = self.said(value, place) else {
            return;
        };
        match Serde::from_name(&said.text) {
            Some(serde) => self.choices.hand.serde = Some(serde),
            None => {
                let message = format!("`{}` is neither `both` nor `used`", said.text);
                let fault = said.fault(Code::InvalidConfiguration, message);
                self.sink.push(fault);
            }
        }
    }

    /// `[client]`
    fn client(&mut self, value: &Value<'_>, place: &Pointer) {
        for (key, value) in self.table(value, place) {
            let place = place.join(key.get_ref());
            match (key.get_ref().as_ref(), value.get_ref()) {
                ("operations", _) => {
                    let Some(said) = self.said(value, &place) else {
                        continue;
                    };
                    match said.text.as_str() {
                        "flat" => self.choices.client.by_tag = Some(false),
                        "by-tag" => self.choices.client.by_tag = Some(true),
                        other => {
                            let message = format!("`{other}` is neither `flat` nor `by-tag`");
                            let fault = said.fault(Code::InvalidConfiguration, message);
                            self.sink.push(fault);
                        }
                    }
                }
                ("blocking", DeValue::Boolean(blocking)) => {
                    self.choices.client.blocking = Some(*blocking);
                }
                ("tracing", DeValue::Boolean(tracing)) => self.choices.client_tracing = *tracing,
                ("blocking" | "tracing", _) => {
                    self.mistyped(value, &place, "`true` or `false`");
                }
                _ => self.unknown(key, &place, &["operations", "blocking", "tracing"]),
            }
        }
    }

    /// `[mock]`
    fn mock(&mut self, value: &Value<'_>, place: &Pointer) {
        for (key, value) in self.table(value, place) {
            let place = place.join(key.get_ref());
            match (key.get_ref().as_ref(), value.get_ref()) {
                ("seed", DeValue::Integer(number)) => {
                    match u64::from_str_radix(number.as_str(), number.radix()) {
                        Ok(seed) => self.choices.server.mock_seed = Some(seed),
                        Err(_) => self.mistyped(value, &place, "a whole number of 64 bits"),
                    }
                }
                ("seed", _) => self.mistyped(value, &place, "a whole number of 64 bits"),
                _ => self.unknown(key, &place, &["seed"]),
            }
        }
    }

    /// A table with nothing but `rename` in it.
    fn renamed(&mut self, value: &Value<'_>, place: &Pointer) -> Vec<Choice> {
        let mut renamed = Vec::new();
        for (key, value) in self.table(value, place) {
            let place = place.join(key.get_ref());
            match key.get_ref().as_ref() {
                "rename" => renamed = self.choices(value, &place),
                _ => self.unknown(key, &place, &["rename"]),
            }
        }
        renamed
    }

    /// A table of texts.
    fn choices(&mut self, value: &Value<'_>, place: &Pointer) -> Vec<Choice> {
        let mut choices = Vec::new();
        for (key, value) in self.table(value, place) {
            let place = place.join(key.get_ref());
            if let Some(value) = self.said(value, &place) {
                let key = Said {
                    text: key.get_ref().to_string(),
                    location: Some(self.location(key.span(), &place, Part::Key)),
                };
                choices.push(Choice { key, value });
            }
        }
        choices
    }

    /// `[[attributes]]`
    fn attributes(&mut self, value: &Value<'_>, place: &Pointer) {
        let DeValue::Array(list) = value.get_ref() else {
            return self.mistyped(value, place, "a list of tables: `[[attributes]]`");
        };
        for (index, item) in list.iter().enumerate() {
            let additions = self.additions(item, &place.join(index));
            self.choices.hand.additions.push(additions);
        }
    }

    fn additions(&mut self, value: &Value<'_>, place: &Pointer) -> Additions {
        let mut additions = Additions::default();
        for (key, value) in self.table(value, place) {
            let place = place.join(key.get_ref());
            match key.get_ref().as_ref() {
                "types" => additions.types = self.texts(value, &place),
                "fields" => additions.fields = self.texts(value, &place),
                "derives" => additions.derives = self.texts(value, &place),
                "attributes" => additions.attributes = self.texts(value, &place),
                _ => {
                    let known = ["types", "fields", "derives", "attributes"];
                    self.unknown(key, &place, &known);
                }
            }
        }
        additions
    }

    /// `[enumerations]`
    fn enumerations(&mut self, value: &Value<'_>, place: &Pointer) {
        for (key, value) in self.table(value, place) {
            let place = place.join(key.get_ref());
            match (key.get_ref().as_ref(), value.get_ref()) {
                ("closed", DeValue::Boolean(false)) => {}
                ("closed", DeValue::Boolean(true)) => {
                    // Located nowhere: a document without enumerations does not go against it.
                    self.choices.hand.closed.push("*".to_owned().into());
                }
                ("closed", _) => self.choices.hand.closed = self.texts(value, &place),
                _ => self.unknown(key, &place, &["closed"]),
            }
        }
    }

    /// `overlays = ["overlay.yaml"]`: each is looked for from where the file of choices is.
    fn overlays(&mut self, value: &Value<'_>, place: &Pointer) {
        let folder = self.file.parent().map(Path::to_owned).unwrap_or_default();
        let said = self.texts(value, place);
        self.choices.overlays = said.iter().map(|one| folder.join(&one.text)).collect();
    }

    /// `[selection]`
    fn selection(&mut self, value: &Value<'_>, place: &Pointer) {
        const KNOWN: [&str; 6] = [
            "include-tags",
            "exclude-tags",
            "include-paths",
            "exclude-paths",
            "include-operations",
            "exclude-operations",
        ];
        for (key, value) in self.table(value, place) {
            let place = place.join(key.get_ref());
            let name = key.get_ref().as_ref();
            if !KNOWN.contains(&name) {
                self.unknown(key, &place, &KNOWN);
                continue;
            }
            let texts = self.texts(value, &place);
            let selection = &mut self.choices.selection;
            match name {
                "include-tags" => selection.tags.include = texts,
                "exclude-tags" => selection.tags.exclude = texts,
                "include-paths" => selection.paths.include = texts,
                "exclude-paths" => selection.paths.exclude = texts,
                "include-operations" => selection.operations.include = texts,
                _ => selection.operations.exclude = texts,
            }
        }
    }

    /// `[diagnostics]`
    fn diagnostics(&mut self, value: &Value<'_>, place: &Pointer) {
        for (key, value) in self.table(value, place) {
            let place = place.join(key.get_ref());
            let mut levels = Level::ALL.into_iter();
            let Some(level) = levels.find(|level| level.name() == key.get_ref()) else {
                self.unknown(key, &place, &Level::ALL.map(Level::name));
                continue;
            };
            for said in self.texts(value, &place) {
                match level.code(&said.text) {
                    Ok(code) => self.choices.severities.set(code, level),
                    Err(fault) => {
                        let message = format!("`{}`: {fault}", said.text);
                        let fault = said.fault(Code::InvalidConfiguration, message);
                        self.sink.push(fault);
                    }
                }
            }
        }
    }

    /// `allow` in `[references]`, and `[references.map]`. Paths are relative to the working directory, as everywhere else.
    fn references(&mut self, value: &Value<'_>, place: &Pointer) {
        for (key, value) in self.table(value, place) {
            let place = place.join(key.get_ref());
            match key.get_ref().as_ref() {
                "allow" => {
                    let folders = self.texts(value, &place).into_iter();
                    self.choices.reach.dirs = folders.map(|folder| folder.text.into()).collect();
                }
                "map" => {
                    let mapped = self.choices(value, &place).into_iter();
                    self.choices.reach.mapped = mapped
                        .map(|choice| (choice.key.text, choice.value.text.into()))
                        .collect();
                }
                _ => self.unknown(key, &place, &["allow", "map"]),
            }
        }
    }

    /// `[limits]`
    fn limits(&mut self, value: &Value<'_>, place: &Pointer) {
        for (key, value) in self.table(value, place) {
            let place = place.join(key.get_ref());
            let Some(limit) = Limit::from_name(key.get_ref()) else {
                self.unknown(key, &place, &Limit::ALL.map(Limit::name));
                continue;
            };
            let most = match value.get_ref() {
                DeValue::Integer(number) => {
                    u64::from_str_radix(number.as_str(), number.radix()).ok()
                }
                _ => None,
            };
            match most {
                Some(most) => self.choices.limits.set(limit, most),
                None => self.mistyped(value, &place, "a whole number that is not negative"),
            }
        }
    }

    /// `[dependencies]`: what stands behind the equals sign is copied as it is.
    fn dependencies(&mut self, value: &Value<'_>, place: &Pointer) {
        for (key, value) in self.table(value, place) {
            let place = place.join(key.get_ref());
            let written = self.text.get(value.span()).unwrap_or_default();
            let is_inline = match value.get_ref() {
                DeValue::String(_) => true,
                DeValue::Table(_) => written.starts_with('{'),
                _ => false,
            };
            if !is_inline || written.contains(['\n', '\r']) {
                let wanted = "a version, or an inline table such as `{ version = \"1\" }`";
                self.mistyped(value, &place, wanted);
                continue;
            }
            if let Some(fault) = crate_name_fault(key.get_ref()) {
                let message = format!("`{}` cannot name a crate: {fault}", key.get_ref());
                let location = self.location(key.span(), &place, Part::Key);
                self.report(Code::InvalidConfiguration, location, message);
                continue;
            }
            let key = Said {
                text: key.get_ref().to_string(),
                location: Some(self.location(key.span(), &place, Part::Key)),
            };
            let value = Said {
                text: written.to_owned(),
                location: Some(self.location(value.span(), &place, Part::Value)),
            };
            self.choices.hand.dependencies.push(Choice { key, value });
        }
    }

    /// The members of a table, in the order in which they stand; none of what is no table.
    fn table<'t, 'v>(
        &mut self,
        value: &'v Value<'t>,
        place: &Pointer,
    ) -> Vec<(&'v Key<'t>, &'v Value<'t>)> {
        match value.get_ref() {
            DeValue::Table(table) => in_order(table),
            _ => {
                self.mistyped(value, place, "a table");
                Vec::new()
            }
        }
    }

    /// One text or several.
    fn texts(&mut self, value: &Value<'_>, place: &Pointer) -> Vec<Said> {
        match value.get_ref() {
            DeValue::Array(list) => list
                .iter()
                .enumerate()
                .filter_map(|(index, item)| self.said(item, &place.join(index)))
                .collect(),
            _ => self.said(value, place).into_iter().collect(),
        }
    }

    fn said(&mut self, value: &Value<'_>, place: &Pointer) -> Option<Said> {
        let DeValue::String(text) = value.get_ref() else {
            self.mistyped(value, place, "a text");
            return None;
        };
        Some(Said {
            text: text.to_string(),
            location: Some(self.location(value.span(), place, Part::Value)),
        })
    }

    fn unknown(&mut self, key: &Key<'_>, place: &Pointer, known: &[&str]) {
        let location = self.location(key.span(), place, Part::Key);
        let message = format!("`{}` is no key of this table", key.get_ref());
        let help = match similar(key.get_ref(), known.iter().copied()) {
            Some(similar) => format!("did you mean `{similar}`?"),
            None => format!("it may have `{}`", known.join("`, `")),
        };
        let code = Code::InvalidConfiguration;
        self.sink.push(
            Diagnostic {
                location: Some(location),
                ..Diagnostic::new(code, message)
            }
            .help(help),
        );
    }

    fn mistyped(&mut self, value: &Value<'_>, place: &Pointer, wanted: &str) {
        let location = self.location(value.span(), place, Part::Value);
        let found = value.get_ref().type_str();
        let message = format!("this is of the type {found}; it has to be {wanted}");
        self.report(Code::InvalidConfiguration, location, message);
    }

    fn report(&mut self, code: Code, location: Location, message: String) {
        self.sink.push(Diagnostic {
            location: Some(location),
            ..Diagnostic::new(code, message)
        });
    }

    fn location(&self, range: Range<usize>, pointer: &Pointer, part: Part) -> Location {
        let before = self.text.get(..range.start).unwrap_or(self.text);
        let line_start = before.rfind('\n').map_or(0, |position| position + 1);
        let line = before.bytes().filter(|byte| *byte == b'\n').count() + 1;
        let in_line = before.get(line_start..).unwrap_or_default();
        Location {
            file: Some(self.file.clone()),
            pointer: pointer.clone(),
            node: None,
            part,
            span: Some(Span {
                line,
                column: in_line.chars().count() + 1,
                start: range.start,
                end: range.end.max(range.start),
            }),
        }
    }
}

/// The members in the order in which the file has them.
fn in_order<'v, 't>(table: &'v DeTable<'t>) -> Vec<(&'v Key<'t>, &'v Value<'t>)> {
    let mut members: Vec<_> = table.iter().collect();
    members.sort_by_key(|(key, _)| key.span().start);
    members
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{Hand, Limits, Paging};

    fn parsed(text: &str) -> (Hand, String) {
        let mut sink = Diagnostics::new();
        let FileChoices { hand, .. } = parse(Path::new("oasmith.toml"), text, &mut sink);
        let lines = sink.iter().map(|found| match &found.help {
            Some(help) => format!("{found}; {help}\n"),
            None => format!("{found}\n"),
        });
        (hand, lines.collect())
    }

    #[test]
    fn every_table_is_read() {
        let (hand, faults) = parsed(
            r##"
            formats = { uuid = "String" }
            [types]
            serde = "used"
            rename.Pet = "Animal"
            [types.replace]
            "#/components/schemas/Pet/properties/id" = "crate::Id"
            [fields.rename]
            "Pet.owner" = "keeper"
            [variants.rename]
            "Color.red" = "Crimson"
            [operations.rename]
            "GET /pets" = "pets"
            [parameters.rename]
            "listPets.limit" = "most"
            [pagination]
            listTags = false
            listPets = { kind = "offset", offset = "skip", first = 1 }
            [[attributes]]
            types = "*Event"
            derives = ["PartialOrd"]
            [[attributes]]
            fields = ["Pet.*", "Dog.*"]
            attributes = "#[serde(skip)]"
            [enumerations]
            closed = ["*Status"]
            [dependencies]
            money = { version = "1", features = ["serde"] }
            "##,
        );
        assert_eq!(faults, "");
        let text = |choices: &[Choice]| -> String {
            let shown = choices.iter();
            shown
                .map(|choice| format!("{} is {}", choice.key.text, choice.value.text))
                .collect()
        };
        assert_eq!(text(&hand.formats), "uuid is String");
        assert_eq!(text(&hand.type_names), "Pet is Animal");
        assert_eq!(
            text(&hand.types),
            "#/components/schemas/Pet/properties/id is crate::Id"
        );
        assert_eq!(text(&hand.field_names), "Pet.owner is keeper");
        assert_eq!(text(&hand.variant_names), "Color.red is Crimson");
        assert_eq!(text(&hand.operation_names), "GET /pets is pets");
        assert_eq!(text(&hand.parameter_names), "listPets.limit is most");
        let [(tags, none), (pets, paging)] = hand.paging.as_slice() else {
            panic!("{:?}", hand.paging);
        };
        assert_eq!((tags.text.as_str(), none), ("listTags", &Paging::none()));
        assert_eq!(pets.text, "listPets");
        assert_eq!(text(&paging.said), "offset is skipfirst is 1");
        assert_eq!(hand.serde, Some(Serde::Used));
        assert_eq!(hand.additions.len(), 2);
        assert_eq!(hand.additions[1].fields.len(), 2);
        assert_eq!(hand.closed[0].text, "*Status");
        assert_eq!(
            text(&hand.dependencies),
            r#"money is { version = "1", features = ["serde"] }"#
        );
    }

    #[test]
    fn files_elsewhere_are_allowed_and_mapped() {
        let text = "[references]\nallow = [\"../a\", \"b\"]\n[references.map]\n\"https://a.example/\" = \"c\"\n";
        let mut sink = Diagnostics::new();
        let FileChoices { reach, .. } = parse(Path::new("oasmith.toml"), text, &mut sink);
        assert!(sink.is_empty(), "{sink:?}");
        assert_eq!(reach.dirs, [PathBuf::from("../a"), PathBuf::from("b")]);
        let expected = ("https://a.example/".to_owned(), PathBuf::from("c"));
        assert_eq!(reach.mapped, [expected]);
    }

    #[test]
    fn limits_are_numbers() {
        let text = "[limits]\nbytes = 1_000\nfiles = 0x10\nschemas = -1\ndepth = \"5\"\nnode = 1\n";
        let mut sink = Diagnostics::new();
        let FileChoices { limits, .. } = parse(Path::new("oasmith.toml"), text, &mut sink);
        let expected = Limits {
            bytes: 1000,
            files: 16,
            ..Limits::default()
        };
        assert_eq!(limits.limits(), expected);
        let said: Vec<String> = sink.iter().map(ToString::to_string).collect();
        assert_eq!(
            said,
            [
                "oasmith.toml:4:11: error[invalid-configuration]: this is of the type integer; it has to be a whole number that \
                 is not negative (at #/limits/schemas)",
                "oasmith.toml:5:9: error[invalid-configuration]: this is of the type string; it has to be a whole number that \
                 is not negative (at #/limits/depth)",
                "oasmith.toml:6:1: error[invalid-configuration]: `node` is no key of this table (at #/limits/node)",
            ]
        );
    }

    #[test]
    fn spans_are_wanted_or_not() {
        let mut sink = Diagnostics::new();
        let path = Path::new("oasmith.toml");
        assert!(parse(path, "[client]\ntracing = true\n", &mut sink).client_tracing);
        assert!(!parse(path, "[client]\ntracing = false\n", &mut sink).client_tracing);
        assert_eq!(sink.iter().count(), 0);
        parse(path, "[client]\ntracing = 1\ntrace = true\n", &mut sink);
        let said: Vec<String> = sink.iter().map(ToString::to_string).collect();
        assert_eq!(
            said,
            [
                "oasmith.toml:2:11: error[invalid-configuration]: this is of the type integer; it has to be `true` or \
                 `false` (at #/client/tracing)",
                "oasmith.toml:3:1: error[invalid-configuration]: `trace` is no key of this table (at #/client/trace)",
            ]
        );
    }

    #[test]
    fn every_fault_is_told_where_it_stands() {
        let (hand, faults) = parsed(
            "type = 1\nformats = []\n[fields.renam]\n[types.rename]\nÄ = \"A\"\nPet = \"Animal\"\n[dependencies.x]\na = 1\n",
        );
        assert_eq!(
            faults,
            "oasmith.toml:5:1: error[syntax]: invalid unquoted key, expected letters, numbers, `-`, `_` (at #)\n\
             oasmith.toml:1:1: error[invalid-configuration]: `type` is no key of this table (at #/type); did you mean `types`?\n\
             oasmith.toml:2:11: error[invalid-configuration]: this is of the type array; it has to be a table (at #/formats)\n\
             oasmith.toml:3:9: error[invalid-configuration]: `renam` is no key of this table (at #/fields/renam); did you mean `rename`?\n\
             oasmith.toml:7:1: error[invalid-configuration]: this is of the type table; it has to be a version, or an inline table such as `{ version = \"1\" }` (at #/dependencies/x)\n"
        );
        assert_eq!(hand.type_names.len(), 2);
    }

    #[test]
    fn a_file_that_is_no_toml_is_no_panic() {
        for text in [
            "[",
            "a = ",
            "= 1",
            "\u{feff}a=1",
            "a = \"\\u{0}\"",
            "[[attributes]]\n[attributes]",
        ] {
            let (_, faults) = parsed(text);
            assert!(!faults.is_empty(), "{text:?}");
        }
    }
}
