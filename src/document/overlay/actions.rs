//! What an overlay document asks for, and what is wrong with the document itself.

use serde_json::{Map, Value};

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Pointer, similar};

/// An Action Object that can be followed.
#[derive(Debug)]
pub(super) struct Action<'o> {
    /// Where it stands.
    pub(super) place: Pointer,
    /// The JSONPath of what it changes.
    pub(super) target: &'o str,
    /// What it does to that.
    pub(super) change: Change<'o>,
}

/// What is done to each node that is selected.
#[derive(Debug, Clone, Copy)]
pub(super) enum Change<'o> {
    /// It is taken out.
    Remove,
    /// This is merged into it.
    Update(&'o Value),
}

/// The actions of an overlay, in their order; those that are wrong are reported and left out.
pub(super) fn actions<'o>(root: &'o Value, sink: &mut Diagnostics) -> Vec<Action<'o>> {
    let mut reader = Reader { sink };
    let place = Pointer::root();
    let Some(members) = root.as_object() else {
        return Vec::new();
    };
    reader.known(members, &place, &["overlay", "info", "extends", "actions"]);
    if !reader.version(members) {
        return Vec::new();
    }
    reader.info(members);
    if members
        .get("extends")
        .is_some_and(|value| !value.is_string())
    {
        reader.invalid(&place.join("extends"), "`extends` has to be a text");
    }
    match members.get("actions") {
        Some(Value::Array(list)) if !list.is_empty() => {
            let place = place.join("actions");
            let numbered = list.iter().enumerate();
            numbered
                .filter_map(|(index, action)| reader.action(action, place.join(index)))
                .collect()
        }
        Some(_) => {
            let message = "`actions` has to be a list with at least one action";
            reader.invalid(&place.join("actions"), message);
            Vec::new()
        }
        None => {
            reader.invalid(&place, "the overlay has no `actions`");
            Vec::new()
        }
    }
}

struct Reader<'s> {
    sink: &'s mut Diagnostics,
}

impl Reader<'_> {
    fn invalid(&mut self, place: &Pointer, message: impl Into<String>) {
        let fault = Diagnostic::at(Code::InvalidOverlay, place, message);
        self.sink.push(fault);
    }

    fn version(&mut self, members: &Map<String, Value>) -> bool {
        let said = match members.get("overlay") {
            Some(Value::String(text)) => text.clone(),
            // YAML reads `overlay: 1.0` as a number.
            Some(Value::Number(number)) => number.to_string(),
            Some(_) => String::new(),
            None => {
                let message = "the file does not say which version of the Overlay Specification \
                               it follows";
                let fault = Diagnostic::at(Code::InvalidOverlay, &Pointer::root(), message);
                let help = "an overlay begins with `overlay: 1.0.0`";
                self.sink.push(fault.help(help));
                return false;
            }
        };
        if said == "1.0" || said.starts_with("1.0.") {
            return true;
        }
        let message = format!("version {said} of the Overlay Specification is not read");
        let place = Pointer::root().join("overlay");
        let fault = Diagnostic::at(Code::InvalidOverlay, &place, message);
        self.sink.push(fault.help("1.0.0 is"));
        false
    }

    fn info(&mut self, members: &Map<String, Value>) {
        let place = Pointer::root().join("info");
        match members.get("info") {
            None => self.invalid(&Pointer::root(), "the overlay has no `info`"),
            Some(Value::Object(info)) => {
                self.known(info, &place, &["title", "version"]);
                for key in ["title", "version"] {
                    if !info.contains_key(key) {
                        let message = format!("the `info` of the overlay has no `{key}`");
                        self.invalid(&place, message);
                    }
                }
            }
            Some(_) => self.invalid(&place, "`info` has to be an object"),
        }
    }

    /// Remarks on every key that the specification does not have here.
    fn known(&mut self, members: &Map<String, Value>, place: &Pointer, known: &[&str]) {
        for key in members.keys() {
            if known.contains(&key.as_str()) || key.starts_with("x-") {
                continue;
            }
            let message = format!("the Overlay Specification has no `{key}` here");
            let fault = Diagnostic::at_key(Code::UnknownKeyword, &place.join(key), message);
            self.sink.push(match similar(key, known.iter().copied()) {
                Some(similar) => fault.help(format!("did you mean `{similar}`?")),
                None => fault,
            });
        }
    }

    fn action<'o>(&mut self, action: &'o Value, place: Pointer) -> Option<Action<'o>> {
        let Some(members) = action.as_object() else {
            self.invalid(&place, "an action has to be an object");
            return None;
        };
        self.known(
            members,
            &place,
            &["target", "description", "update", "remove"],
        );
        let Some(target) = members.get("target") else {
            self.invalid(&place, "the action has no `target`");
            return None;
        };
        let Some(target) = target.as_str() else {
            self.invalid(
                &place.join("target"),
                "a `target` has to be a text, a JSONPath",
            );
            return None;
        };
        let removes = match members.get("remove") {
            None => false,
            Some(Value::Bool(said)) => *said,
            Some(_) => {
                self.invalid(
                    &place.join("remove"),
                    "`remove` has to be `true` or `false`",
                );
                return None;
            }
        };
        let change = match (removes, members.get("update")) {
            (true, update) => {
                if update.is_some() {
                    self.idle_update(&place);
                }
                Change::Remove
            }
            (false, Some(update)) => Change::Update(update),
            (false, None) => {
                self.invalid(&place, "the action has neither `update` nor `remove: true`");
                return None;
            }
        };
        Some(Action {
            place,
            target,
            change,
        })
    }

    fn idle_update(&mut self, action: &Pointer) {
        let message = "`update` has no effect beside `remove: true`";
        let place = action.join("update");
        let fault = Diagnostic::at_key(Code::IgnoredKeyword, &place, message);
        self.sink.push(fault);
    }
}
