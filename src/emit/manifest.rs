//! The manifest of a crate, and the dependencies that any output needs.

mod features;

pub(super) use features::hook_words;

use super::runtime::{self, Runtime};
use super::{Context, HOOKS, both_sides, call_tests, crate_tests, mock_server};
use crate::config::{Choice, Part};
use crate::diagnostic::{Code, Diagnostic};
use crate::ir::TextFormat;

/// A crate that the output depends on.
struct Dependency {
    name: &'static str,
    version: &'static str,
    /// Whether its default features are wanted.
    defaults: bool,
    features: &'static [&'static str],
    /// The parts that need it. A crate that the types need is always there; any other is behind their features.
    parts: &'static [Part],
    /// The feature that it is behind in place of those of its parts.
    feature: Option<&'static str>,
    /// Whether this API needs it.
    needed: fn(&Scope<'_>) -> bool,
}

/// What it depends on whether a crate is needed.
struct Scope<'a> {
    context: Context<'a>,
    /// The support code that the output has.
    runtime: Vec<Runtime>,
}

impl Scope<'_> {
    fn has(&self, part: &str, name: &str) -> bool {
        self.runtime.iter().any(|file| file.path == [part, name])
    }

    /// Whether the server reads texts in the charset that they name.
    fn reads_texts(&self) -> bool {
        self.has("server", "text_body") || self.has("server", "part_values")
    }

    /// Whether the server takes or answers something piece by piece.
    fn serves_streams(&self) -> bool {
        self.has("server", "body") || self.has("server", "items")
    }

    fn emits(&self, part: Part) -> bool {
        self.context.config.parts.contains(part)
    }

    fn has_format(&self, wanted: fn(TextFormat) -> bool) -> bool {
        self.context.has_format(wanted)
    }
}

impl Dependency {
    const fn new(name: &'static str, version: &'static str, parts: &'static [Part]) -> Self {
        Self {
            name,
            version,
            defaults: true,
            features: &[],
            parts,
            feature: None,
            needed: always,
        }
    }

    const fn bare(self) -> Self {
        Self {
            defaults: false,
            ..self
        }
    }

    const fn features(self, features: &'static [&'static str]) -> Self {
        Self { features, ..self }
    }

    const fn behind(self, feature: &'static str) -> Self {
        Self {
            feature: Some(feature),
            ..self
        }
    }

    const fn when(self, needed: fn(&Scope<'_>) -> bool) -> Self {
        Self { needed, ..self }
    }

    fn is_optional(&self) -> bool {
        !self.parts.contains(&Part::Types)
    }

    /// `reqwest = { version = "0.13", default-features = false, optional = true }`
    fn line(&self, optional: bool, extra: &[&str]) -> String {
        let mut entries = Vec::new();
        if !self.defaults {
            entries.push("default-features = false".to_owned());
        }
        let features: Vec<String> = self
            .features
            .iter()
            .chain(extra)
            .map(|feature| format!("\"{feature}\""))
            .collect();
        if !features.is_empty() {
            entries.push(format!("features = [{}]", features.join(", ")));
        }
        if optional {
            entries.push("optional = true".to_owned());
        }
        if entries.is_empty() {
            return format!("{} = \"{}\"", self.name, self.version);
        }
        format!(
            "{} = {{ version = \"{}\", {} }}",
            self.name,
            self.version,
            entries.join(", ")
        )
    }
}

/// In alphabetical order.
const DEPENDENCIES: [Dependency; 29] = [
    Dependency::new("axum", "0.8", &[Part::Server]).bare(),
    Dependency::new("base64", "0.22", &[Part::Types]).when(|scope| scope.has("support", "octets")),
    Dependency::new("base64", "0.22", &[Part::Client])
        .when(|scope| !scope.has("support", "octets") && !scope.has("server", "basic")),
    Dependency::new("base64", "0.22", &[Part::Client, Part::Server])
        .when(|scope| scope.has("server", "basic") && !scope.has("support", "octets")),
    Dependency::new("bytes", "1", &[Part::Client, Part::Server]),
    Dependency::new("chrono", "0.4", &[Part::Types])
        .bare()
        .features(&["serde", "std"])
        .when(|scope| scope.has_format(|it| matches!(it, TextFormat::DateTime | TextFormat::Date))),
    Dependency::new("encoding_rs", "0.8", &[Part::Client])
        .when(|scope| scope.has("client", "text") && !scope.reads_texts()),
    Dependency::new("encoding_rs", "0.8", &[Part::Server])
        .when(|scope| scope.reads_texts() && !scope.has("client", "text")),
    Dependency::new("encoding_rs", "0.8", &[Part::Client, Part::Server])
        .when(|scope| scope.reads_texts() && scope.has("client", "text")),
    Dependency::new("futures-core", "0.3", &[Part::Client]).when(|scope| !scope.serves_streams()),
    Dependency::new("futures-core", "0.3", &[Part::Client, Part::Server])
        .when(|scope| scope.serves_streams()),
    Dependency::new("http", "1", &[Part::Client, Part::Server]),
    Dependency::new("http-body", "1", &[Part::Client]),
    Dependency::new("httpdate", "1", &[Part::Client]),
    Dependency::new("lexopt", "0.3", &[Part::Mock])
        .behind(mock_server::FEATURE)
        .when(|scope| mock_server::is_emitted(scope.context)),
    Dependency::new("percent-encoding", "2", &[Part::Client, Part::Server]),
    Dependency::new("regex", "1", &[Part::Types])
        .bare()
        .features(&["std"])
        .when(|scope| scope.has("support", "pattern")),
    Dependency::new("regress", "0.11", &[Part::Types])
        .bare()
        .features(&["std"])
        .when(|scope| scope.has("support", "backtracking")),
    Dependency::new("reqwest", "0.13", &[Part::Client]).bare(),
    Dependency::new("serde", "1", &[Part::Types]).features(&["derive"]),
    Dependency::new("serde_json", "1", &[Part::Types]),
    Dependency::new("serde_path_to_error", "0.1", &[Part::Client, Part::Server])
        .when(|scope| scope.has("support", "json") || scope.has("server", "misfit")),
    Dependency::new("subtle", "2", &[Part::Server])
        .bare()
        .when(|scope| scope.has("server", "constant_time")),
    Dependency::new("tokio", "1", &[Part::Client])
        .bare()
        .features(&["rt", "sync", "time"]),
    Dependency::new("tokio", "1", &[Part::Mock])
        .bare()
        .behind(mock_server::FEATURE)
        .when(|scope| mock_server::is_emitted(scope.context) && !scope.emits(Part::Client)),
    Dependency::new("tower-service", "0.3", &[Part::Server])
        .when(|scope| scope.has("client", "in_process")),
    Dependency::new("tracing", "0.1", &[Part::Server])
        .bare()
        .features(&["std"]),
    Dependency::new("tracing", "0.1", &[Part::Client])
        .bare()
        .features(&["std"])
        .behind("tracing")
        .when(|scope| scope.has("client", "spans") && !scope.emits(Part::Server)),
    Dependency::new("uuid", "1", &[Part::Types])
        .features(&["serde"])
        .when(|scope| scope.has_format(|it| it == TextFormat::Uuid)),
];

/// Where there is no tokio and no clock of the standard library.
const BROWSER: &str =
    "[target.'cfg(all(target_arch = \"wasm32\", target_os = \"unknown\"))'.dependencies]";

/// What the client needs in a browser besides, in alphabetical order.
const IN_BROWSERS: [Dependency; 4] = [
    Dependency::new("gloo-timers", "0.3", &[Part::Client]).features(&["futures"]),
    Dependency::new("js-sys", "0.3", &[Part::Client]),
    Dependency::new("reqwest", "0.13", &[Part::Client])
        .bare()
        .features(&["stream"]),
    Dependency::new("web-time", "1", &[Part::Client]),
];

fn always(_: &Scope<'_>) -> bool {
    true
}

pub(super) fn has_runtime(context: Context<'_>, path: [&'static str; 2]) -> bool {
    runtime::files(context).iter().any(|file| file.path == path)
}

fn needed(context: Context<'_>) -> impl Iterator<Item = &'static Dependency> {
    let parts = context.config.parts.clone();
    let scope = Scope {
        context,
        runtime: runtime::files(context),
    };
    DEPENDENCIES
        .iter()
        .filter(move |it| it.parts.iter().any(|part| parts.contains(*part)))
        .filter(move |it| (it.needed)(&scope))
}

/// The crates that the user's own types are from. One that the output has already stays as the output needs it.
fn further(context: Context<'_>) -> impl Iterator<Item = &Choice> + '_ {
    let choices = context.config.hand.dependencies.iter();
    let known: Vec<&str> = needed(context).map(|it| it.name).collect();
    choices.filter(move |choice| !known.contains(&choice.key.text.as_str()))
}

/// What there is to say about the dependencies that the user adds.
pub fn idle_dependencies(context: Context<'_>) -> Vec<Diagnostic> {
    let choices = &context.config.hand.dependencies;
    if choices.is_empty() {
        return Vec::new();
    }
    let choices = choices.iter();
    let known: Vec<&str> = needed(context).map(|it| it.name).collect();
    let idle = choices.filter(|choice| known.contains(&choice.key.text.as_str()));
    idle.map(|choice| {
        let name = &choice.key.text;
        let message = format!("the output depends on `{name}` already, as it needs it");
        choice.key.fault(Code::IgnoredKeyword, message)
    })
    .collect()
}

/// `money = { version = "1", features = ["serde"] }`
fn further_line(choice: &Choice) -> String {
    format!("{} = {}", choice.key.text, choice.value.text)
}

/// The crates that the output needs, as the lines of a `[dependencies]` table, for the parts that the user chose; then the
/// table of what a client needs in a browser besides.
pub fn dependencies(context: Context<'_>) -> String {
    let lines = needed(context).map(|dependency| {
        // The module output has no feature for TLS that a user could turn on.
        let extra: &[&str] = if dependency.name == "reqwest" {
            &["rustls"]
        } else {
            &[]
        };
        dependency.line(false, extra) + "\n"
    });
    let further = further(context).map(|choice| further_line(choice) + "\n");
    let browser = browser_table(context, false);
    lines.chain(further).chain(browser).collect()
}

/// The table of what the client needs in a browser, after an empty line; none without a client.
fn browser_table(context: Context<'_>, optional: bool) -> Option<String> {
    let lines = IN_BROWSERS.iter().map(|it| it.line(optional, &[]));
    let lines: Vec<String> = lines.collect();
    let has_client = context.config.parts.contains(Part::Client);
    has_client.then(|| format!("\n{BROWSER}\n{}\n", lines.join("\n")))
}

/// The `Cargo.toml` of a crate, from the template.
pub(super) fn cargo_toml(context: Context<'_>) -> String {
    let info = &context.api.info;
    let lines: Vec<String> = needed(context)
        .map(|dependency| dependency.line(dependency.is_optional(), &[]))
        .chain(further(context).map(further_line))
        .collect();
    let browser = browser_table(context, true).unwrap_or_default();
    let tests = mock_server::manifest(context) + &tests(context);
    include_str!("../../templates/crate/Cargo.toml.in")
        .replace("{{name}}", context.crate_name().unwrap_or_default())
        .replace(
            "{{description}}",
            &toml_string(&format!(
                "Client and server of the API \"{}\"",
                info.title.trim()
            )),
        )
        .replace("{{features}}", &features::lines(context))
        .replace(
            "{{dependencies}}",
            (lines.join("\n") + "\n" + &browser).trim_end(),
        )
        .replace("{{tests}}", &tests)
}

/// The tests that need features, and what the tests depend on.
fn tests(context: Context<'_>) -> String {
    let (of_mock, of_both) = (
        crate_tests::has_tests(context),
        both_sides::has_tests(context),
    );
    let of_calls = call_tests::has_tests(context);
    let mut text = match (of_mock || of_both, of_calls) {
        (true, _) => crate_tests::DEPENDENCIES.to_owned(),
        (false, true) => call_tests::DEPENDENCIES.to_owned(),
        (false, false) => String::new(),
    };
    if of_mock {
        text.push_str(&crate_tests::manifest(context));
    }
    if of_calls {
        text.push_str(&call_tests::manifest(context));
    }
    if of_both {
        text.push_str(&both_sides::manifest(context));
    }
    text
}

/// A basic string of TOML: JSON's escapes are among its own.
fn toml_string(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    serde_json::Value::String(line)
        .to_string()
        .replace('\u{7f}', "")
}
