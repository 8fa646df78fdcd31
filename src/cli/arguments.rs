//! What can be said on the command line.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Parser, Subcommand, ValueEnum};
use http::StatusCode;
use oasmith::config::{Config, Layout, Part, Parts, Reach, crate_name_fault};

use super::choices::{Judged, Limited, Picked, Shaped};
use super::filter::Pattern;

/// The configuration that is read unless another is named.
const CONFIG_FILE: &str = "oasmith.toml";

const EXAMPLES: &str = "\
Examples:
  oasmith generate openapi.yaml --out src/api             a folder of modules, to include in a crate
  oasmith generate openapi.yaml --out pets --crate pets   a complete crate
  oasmith check openapi.yaml --out src/api                exit 1 and a diff when the folder is stale
  oasmith deps openapi.yaml --only client                 what to write under [dependencies]
  oasmith inspect openapi.yaml --stage ir --name Pet      what oasmith makes of the schema Pet
  oasmith lint openapi.yaml                               all that there is to say about the document
  oasmith mock openapi.yaml --listen 127.0.0.1:8080       serve the document, without generating anything

Exit codes:
  0   done
  1   the output is stale (check)
  2   the document has errors, or the output cannot be written
  64  the arguments are wrong";

const GENERATE_EXAMPLES: &str = "\
Examples:
  oasmith generate openapi.yaml --out src/api
  oasmith generate openapi.yaml --out src/api --only client
  oasmith generate openapi.yaml --out pets --crate pets --keep-going --report report.json";

const CHECK_EXAMPLES: &str = "\
Examples:
  oasmith check openapi.yaml --out src/api
  oasmith check openapi.yaml --out pets --crate pets > changes.diff";

const DEPS_EXAMPLES: &str = "\
Examples:
  oasmith deps openapi.yaml
  oasmith deps openapi.yaml --only types";

const INSPECT_EXAMPLES: &str = "\
Examples:
  oasmith inspect openapi.yaml
  oasmith inspect openapi.yaml --stage document --name '/pets/*'
  oasmith inspect openapi.yaml --stage facts --name listPets";

const LINT_EXAMPLES: &str = "\
Examples:
  oasmith lint openapi.yaml
  oasmith lint openapi.yaml --deny unknown-keyword --allow renamed-item
  oasmith lint openapi.yaml --message-format json";

const MOCK_EXAMPLES: &str = "\
Examples:
  oasmith mock openapi.yaml
  oasmith mock openapi.yaml --listen 127.0.0.1:8080 --accept-credential let-me-in
  curl -H 'Prefer: code=404' http://127.0.0.1:8080/pets/1";

/// Turns an OpenAPI document into Rust: models, an async client, an axum server, and a mock.
#[derive(Debug, Parser)]
#[command(name = "oasmith", version, after_help = EXAMPLES)]
pub(crate) struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub(crate) command: Command,
    /// Print errors only
    #[arg(long, short, global = true)]
    pub(crate) quiet: bool,
    /// How to print what there is to say about the document
    #[arg(
        long,
        global = true,
        value_name = "FORMAT",
        value_enum,
        default_value_t
    )]
    pub(crate) message_format: MessageFormat,
}

/// How diagnostics are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum MessageFormat {
    /// With the place in the document, the first of each kind.
    #[default]
    Human,
    /// One JSON object a line, all of them.
    Json,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Write a folder of modules, or a crate
    #[command(after_help = GENERATE_EXAMPLES)]
    Generate(Generate),
    /// Say whether a folder is still what the document says, and show what is not
    #[command(after_help = CHECK_EXAMPLES)]
    Check(Check),
    /// Print the [dependencies] that the output needs
    #[command(after_help = DEPS_EXAMPLES)]
    Deps(Deps),
    /// Print what oasmith makes of the document, as YAML
    #[command(after_help = INSPECT_EXAMPLES)]
    Inspect(Inspect),
    /// Check the document and write nothing
    #[command(after_help = LINT_EXAMPLES)]
    Lint(Lint),
    /// Serve the document at once: what the generated mock would answer, without generating it
    #[command(after_help = MOCK_EXAMPLES)]
    Mock(Mock),
}

/// The document, and what of it is wanted.
#[derive(Debug, Args)]
pub(crate) struct Input {
    /// The OpenAPI document, JSON or YAML; `-` for standard input
    #[arg(value_name = "SPEC")]
    pub(crate) document: PathBuf,
    /// Generate these parts only, and what they need
    #[arg(long, value_name = "PARTS", value_delimiter = ',', value_parser = part_parser())]
    only: Vec<Part>,
    /// Let the client make spans for `tracing`; in a crate that is a cargo feature
    #[arg(long)]
    client_tracing: bool,
    /// Generate what can be generated even when parts of the document have errors
    #[arg(long)]
    pub(crate) keep_going: bool,
    /// Read files in this folder, too, when the document refers to them; may be given several times
    #[arg(long, value_name = "DIR")]
    allow_dir: Vec<PathBuf>,
    /// Read this file where the document refers to the URL, or this folder for all URLs that begin with it; may be given
    /// several times
    #[arg(long, value_name = "URL=FILE", value_parser = parse_mapping)]
    map: Vec<(String, PathBuf)>,
    /// The file with names, types and attributes of your own; `oasmith.toml` if there is one
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// An overlay to apply to the document first; may be repeated
    #[arg(long = "overlay", value_name = "FILE")]
    overlays: Vec<PathBuf>,
    #[command(flatten)]
    shaped: Shaped,
    #[command(flatten)]
    picked: Picked,
    #[command(flatten)]
    judged: Judged,
    #[command(flatten)]
    limited: Limited,
}

/// Where the output goes.
#[derive(Debug, Args)]
pub(crate) struct Destination {
    /// The folder of the output
    #[arg(long, value_name = "DIR")]
    pub(crate) out: PathBuf,
    /// Generate a complete crate of this name
    #[arg(long = "crate", value_name = "NAME", value_parser = parse_crate_name)]
    crate_name: Option<String>,
    /// Have the crate test that it decodes the document's examples and encodes them again, and that what its client and its
    /// server tell each other comes through
    #[arg(long, requires = "crate_name")]
    tests: bool,
}

/// The arguments of `generate`.
#[derive(Debug, Args)]
pub(crate) struct Generate {
    #[command(flatten)]
    pub(crate) input: Input,
    #[command(flatten)]
    pub(crate) destination: Destination,
    /// Write what became of each operation and schema to this file, as JSON
    #[arg(long, value_name = "FILE")]
    pub(crate) report: Option<PathBuf>,
}

/// The arguments of `check`.
#[derive(Debug, Args)]
pub(crate) struct Check {
    #[command(flatten)]
    pub(crate) input: Input,
    #[command(flatten)]
    pub(crate) destination: Destination,
}

/// The arguments of `deps`.
#[derive(Debug, Args)]
pub(crate) struct Deps {
    #[command(flatten)]
    pub(crate) input: Input,
}

/// The arguments of `inspect`.
#[derive(Debug, Args)]
pub(crate) struct Inspect {
    #[command(flatten)]
    pub(crate) input: Input,
    /// Which stage's result to print
    #[arg(long, value_enum, default_value_t)]
    pub(crate) stage: Stage,
    /// Only what has this in its name: a part of a name, or a pattern with `*`, `?` or `[…]`
    #[arg(long, value_name = "PATTERN", value_parser = Pattern::parse)]
    pub(crate) name: Option<Pattern>,
}

/// The arguments of `lint`.
#[derive(Debug, Args)]
pub(crate) struct Lint {
    #[command(flatten)]
    pub(crate) input: Input,
}

/// The arguments of `mock`.
#[derive(Debug, Args)]
pub(crate) struct Mock {
    #[command(flatten)]
    pub(crate) input: Input,
    /// Where to listen; with the port 0 the system chooses one. What is printed is where the API is then
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:0")]
    pub(crate) listen: SocketAddr,
    /// Let in only those who show this token, key, or user and password with a colon between; otherwise any well-formed one will do
    #[arg(long, value_name = "CREDENTIAL")]
    pub(crate) accept_credential: Option<String>,
    /// Answer this status where the caller does not wish another by `Prefer: code=404`
    #[arg(long, value_name = "CODE")]
    pub(crate) status: Option<StatusCode>,
}

/// A stage whose result can be printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum Stage {
    /// The document after it was upgraded and checked.
    Document,
    /// What the document means.
    #[default]
    Ir,
    /// What follows from that: names, boxes, derives, patterns.
    Facts,
}

impl Input {
    /// The configuration that the arguments make, for a layout.
    pub(crate) fn config(&self, layout: Layout) -> Config {
        Config {
            parts: Parts::new(self.only.iter().copied()),
            layout,
            keep_going: self.keep_going,
            client_tracing: self.client_tracing,
            reach: Reach {
                dirs: self.allow_dir.clone(),
                mapped: self.map.clone(),
            },
            overlays: self.overlays.clone(),
            client: self.shaped.client(),
            server: self.shaped.server(),
            selection: self.picked.selection(),
            severities: self.judged.severities(),
            limits: self.limited.limits(),
            file: self.config_file(),
            ..Config::default()
        }
    }

    /// The file that is asked for, or the one that stands in the working directory.
    fn config_file(&self) -> Option<PathBuf> {
        let usual = || Some(PathBuf::from(CONFIG_FILE)).filter(|path| path.is_file());
        self.config.clone().or_else(usual)
    }
}

impl Destination {
    /// The configuration that the arguments make.
    pub(crate) fn config(&self, input: &Input) -> Config {
        let layout = self.crate_name.clone();
        Config {
            tests: self.tests,
            ..input.config(layout.map_or(Layout::Modules, Layout::Crate))
        }
    }
}

fn part_parser() -> impl TypedValueParser<Value = Part> {
    let names = Part::ALL.map(Part::name);
    PossibleValuesParser::new(names).try_map(|name| Part::from_name(&name).ok_or("no such part"))
}

/// A URL may have an equals sign in it, in its query; the last one is ours.
fn parse_mapping(text: &str) -> Result<(String, PathBuf), String> {
    match text.rsplit_once('=') {
        Some((url, file)) if !url.is_empty() && !file.is_empty() => {
            Ok((url.to_owned(), PathBuf::from(file)))
        }
        _ => Err("write a URL, an equals sign, and a file or folder".to_owned()),
    }
}

fn parse_crate_name(name: &str) -> Result<String, String> {
    match crate_name_fault(name) {
        Some(fault) => Err(fault.to_owned()),
        None => Ok(name.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_arguments_hold_together() {
        Arguments::command().debug_assert();
    }
}
