//! The library as a build script sees it.

use std::env;
use std::path::{Path, PathBuf};

use crate::cargo;
use crate::config::{
    Additions, Choice, Config, ErrorEnvelope, Layout, Level, Limit, Paging, Part, Parts, Serde,
    crate_name_fault, file_name_fault,
};
use crate::diagnostic::Code;
use crate::error::Error;
use crate::output::{self, Difference, OutputFile, Written};
use crate::pipeline::{self, Input, Run};
use crate::stack;

/// Generates Rust from one document.
///
/// The methods that choose something may be called in any order; each leaves the document unread. The methods that
/// generate read it anew.
#[derive(Debug, Clone)]
pub struct Generator {
    document: PathBuf,
    text: Option<Vec<u8>>,
    config: Config,
    crate_name: Option<String>,
    out_dir: Option<PathBuf>,
    file_name: Option<String>,
}

impl Generator {
    /// A generator for this document. A relative path starts where the program runs: for a build script, at the package's
    /// root.
    pub fn new(document: impl Into<PathBuf>) -> Self {
        Self {
            document: document.into(),
            text: None,
            config: Config::default(),
            crate_name: None,
            out_dir: None,
            file_name: None,
        }
    }

    /// A generator for a document that is in memory, such as one that a build script or a test puts together. `name` is what
    /// it is called in messages and in the output, which follows its ending where it has one: what is called `.json` is not
    /// tried as YAML. References to other files are looked for from there.
    ///
    /// ```
    /// # fn main() -> Result<(), oasmith::Error> {
    /// let text = "openapi: 3.0.3\ninfo: {title: Pets, version: '1'}\npaths: {}\n";
    /// let files = oasmith::Generator::from_text("pets.yaml", text).in_memory()?;
    /// assert!(files.iter().any(|file| file.path == "mod.rs"));
    /// # Ok(())
    /// # }
    /// ```
    pub fn from_text(name: impl Into<PathBuf>, text: impl Into<Vec<u8>>) -> Self {
        Self {
            text: Some(text.into()),
            ..Self::new(name)
        }
    }

    /// Generates these parts only, and what they need. Without a call, or with none named, all of them.
    #[must_use]
    pub fn only(mut self, parts: impl IntoIterator<Item = Part>) -> Self {
        self.config.parts = Parts::new(parts);
        self
    }

    /// Makes [`write_to`](Self::write_to) and [`check`](Self::check) work on a complete crate of that name, instead of a
    /// folder of modules.
    #[must_use]
    pub fn crate_name(mut self, name: impl Into<String>) -> Self {
        self.crate_name = Some(name.into());
        self
    }

    /// Writes tests that decode the document's examples and encode them again, that call every operation, and in which client
    /// and server tell each other values by chance. Only a crate has tests.
    #[must_use]
    pub fn tests(mut self, tests: bool) -> Self {
        self.config.tests = tests;
        self
    }

    /// Lets the client make spans for the crate `tracing`, with OpenTelemetry's names. In a crate of its own the output has
    /// a cargo feature for that.
    #[must_use]
    pub fn client_tracing(mut self, tracing: bool) -> Self {
        self.config.client_tracing = tracing;
        self
    }

    /// Generates what can be generated even when parts of the document have errors.
    #[must_use]
    pub fn keep_going(mut self, keep_going: bool) -> Self {
        self.config.keep_going = keep_going;
        self
    }

    /// Sets how much oasmith takes on before it gives the document up; see [`Limits`](crate::config::Limits) for what holds
    /// otherwise.
    #[must_use]
    pub fn limit(mut self, limit: Limit, most: u64) -> Self {
        self.config.limits.set(limit, most);
        self
    }

    /// Reads files in this folder, too, when the document refers to them. Otherwise only those in the document's own folder
    /// and below it are read.
    #[must_use]
    pub fn allow_dir(mut self, folder: impl Into<PathBuf>) -> Self {
        self.config.reach.dirs.push(folder.into());
        self
    }

    /// Reads this file where the document refers to `url`, or this folder for all URLs that begin with it. Nothing is ever
    /// fetched.
    #[must_use]
    pub fn map(mut self, url: impl Into<String>, file: impl Into<PathBuf>) -> Self {
        self.config.reach.mapped.push((url.into(), file.into()));
        self
    }

    /// Reads names, types and attributes of one's own from a file such as `oasmith.toml`. What the methods below say holds
    /// before what the file says.
    #[must_use]
    pub fn config_file(mut self, file: impl Into<PathBuf>) -> Self {
        self.config.file = Some(file.into());
        self
    }

    /// Applies an overlay (Overlay Specification 1.0) to the document before anything else. Further calls apply further
    /// ones, after those that a [`config_file`](Self::config_file) names.
    #[must_use]
    pub fn overlay(mut self, file: impl Into<PathBuf>) -> Self {
        self.config.overlays.push(file.into());
        self
    }

    /// Generates the operations with such a tag. Of what `include_…` methods say, an operation has to fit one; without any,
    /// all are taken. Patterns may have `*`, `?` and `[…]`. Components, tags and security schemes are kept that the
    /// selected operations reach.
    #[must_use]
    pub fn include_tag(mut self, pattern: impl Into<String>) -> Self {
        let picks = &mut self.config.selection.tags;
        picks.include.push(pattern.into().into());
        self
    }

    /// Leaves out the operations with such a tag.
    #[must_use]
    pub fn exclude_tag(mut self, pattern: impl Into<String>) -> Self {
        let picks = &mut self.config.selection.tags;
        picks.exclude.push(pattern.into().into());
        self
    }

    /// Generates the operations whose path template fits, such as `/pets/*`; see [`include_tag`](Self::include_tag).
    #[must_use]
    pub fn include_path(mut self, pattern: impl Into<String>) -> Self {
        let picks = &mut self.config.selection.paths;
        picks.include.push(pattern.into().into());
        self
    }

    /// Leaves out the operations whose path template fits.
    #[must_use]
    pub fn exclude_path(mut self, pattern: impl Into<String>) -> Self {
        let picks = &mut self.config.selection.paths;
        picks.exclude.push(pattern.into().into());
        self
    }

    /// Generates the operations whose `operationId`, or method and path (`GET /pets/{id}`), fits; see
    /// [`include_tag`](Self::include_tag).
    #[must_use]
    pub fn include_operation(mut self, pattern: impl Into<String>) -> Self {
        let picks = &mut self.config.selection.operations;
        picks.include.push(pattern.into().into());
        self
    }

    /// Leaves out the operations whose `operationId`, or method and path, fits.
    #[must_use]
    pub fn exclude_operation(mut self, pattern: impl Into<String>) -> Self {
        let picks = &mut self.config.selection.operations;
        picks.exclude.push(pattern.into().into());
        self
    }

    /// Has diagnostics of a code be errors, be warnings, or not be told at all. What [`Level::code`] refuses for this code has
    /// no effect.
    #[must_use]
    pub fn level(mut self, code: Code, level: Level) -> Self {
        self.config.severities.set(code, level);
        self
    }

    /// Calls the type of a schema `name`. The schema is meant by the name of its component or by its JSON pointer, such as
    /// `#/components/schemas/Pet/properties/owner`.
    #[must_use]
    pub fn rename_type(mut self, schema: impl Into<String>, name: impl Into<String>) -> Self {
        self.config.hand.type_names.push(Choice::new(schema, name));
        self
    }

    /// Calls a field `name`. It is meant by `Component.property`, or by the JSON pointer of the property.
    #[must_use]
    pub fn rename_field(mut self, property: impl Into<String>, name: impl Into<String>) -> Self {
        self.config
            .hand
            .field_names
            .push(Choice::new(property, name));
        self
    }

    /// Calls a variant `name`. It is meant by `Component.value` for an enumeration, by `Component.Variant` for a union, or by
    /// its JSON pointer.
    #[must_use]
    pub fn rename_variant(mut self, value: impl Into<String>, name: impl Into<String>) -> Self {
        self.config
            .hand
            .variant_names
            .push(Choice::new(value, name));
        self
    }

    /// Calls the function of an operation `name`. It is meant by its `operationId`, by method and path (`GET /pets/{id}`), or
    /// by its JSON pointer.
    #[must_use]
    pub fn rename_operation(
        mut self,
        operation: impl Into<String>,
        name: impl Into<String>,
    ) -> Self {
        self.config
            .hand
            .operation_names
            .push(Choice::new(operation, name));
        self
    }

    /// Calls a parameter `name`. It is meant by `operationId.parameter`, or by its JSON pointer.
    #[must_use]
    pub fn rename_parameter(
        mut self,
        parameter: impl Into<String>,
        name: impl Into<String>,
    ) -> Self {
        self.config
            .hand
            .parameter_names
            .push(Choice::new(parameter, name));
        self
    }

    /// Names the client's operations by tag, `client.datasets().list_activity(…)`, instead of having them all as methods of
    /// the client.
    #[must_use]
    pub fn by_tag(mut self, by_tag: bool) -> Self {
        self.config.client.by_tag = Some(by_tag);
        self
    }

    /// Gives calls `send_blocking()`, for code that is not async, and streams iterators.
    #[must_use]
    pub fn blocking(mut self, blocking: bool) -> Self {
        self.config.client.blocking = Some(blocking);
        self
    }

    /// Has a trait for each tag to implement for the server, instead of one for all operations.
    #[must_use]
    pub fn server_by_tag(mut self, by_tag: bool) -> Self {
        self.config.server.by_tag = Some(by_tag);
        self
    }

    /// Has the server refuse a request for a query parameter that the operation does not have, instead of passing it over.
    #[must_use]
    pub fn strict_query(mut self, strict: bool) -> Self {
        self.config.server.strict_query = Some(strict);
        self
    }

    /// Has the mock answer other values than the plainest where the document shows none: the same for the same seed.
    #[must_use]
    pub fn mock_seed(mut self, seed: u64) -> Self {
        self.config.server.mock_seed = Some(seed);
        self
    }

    /// Has the server hold its answers against the document where it is built for debugging; what breaks it is logged and counted,
    /// and sent all the same.
    #[must_use]
    pub fn check_answers(mut self, checked: bool) -> Self {
        self.config.server.check_answers = Some(checked);
        self
    }

    /// Says in which object the server reports errors, and which of its members says what, where oasmith would have it otherwise.
    #[must_use]
    pub fn error_envelope(mut self, envelope: ErrorEnvelope) -> Self {
        self.config.server.envelope = Some(envelope);
        self
    }

    /// Says whether and how an operation pages, where oasmith would have it otherwise. It is meant as in
    /// [`rename_operation`](Self::rename_operation).
    #[must_use]
    pub fn pagination(mut self, operation: impl Into<String>, paging: Paging) -> Self {
        let operation = operation.into().into();
        self.config.hand.paging.push((operation, paging));
        self
    }

    /// Has a type of one's own in the place of a schema's, such as `crate::Pet`. It has to implement `Serialize`,
    /// `DeserializeOwned`, `Clone`, `Debug` and `PartialEq`. The schema is meant as in [`rename_type`](Self::rename_type).
    #[must_use]
    pub fn replace_type(mut self, schema: impl Into<String>, path: impl Into<String>) -> Self {
        self.config.hand.types.push(Choice::new(schema, path));
        self
    }

    /// Has texts or numbers of a format in a type of one's own. `String` makes texts of the format plain ones.
    #[must_use]
    pub fn format(mut self, format: impl Into<String>, path: impl Into<String>) -> Self {
        self.config.hand.formats.push(Choice::new(format, path));
        self
    }

    /// Has the types whose names match a pattern, such as `*Event`, derive a trait.
    #[must_use]
    pub fn derive(mut self, types: impl Into<String>, derive: impl Into<String>) -> Self {
        self.config.hand.additions.push(Additions {
            types: vec![types.into().into()],
            derives: vec![derive.into().into()],
            ..Additions::default()
        });
        self
    }

    /// Gives the types whose names match a pattern an attribute, such as `#[non_exhaustive]`.
    #[must_use]
    pub fn attribute(mut self, types: impl Into<String>, attribute: impl Into<String>) -> Self {
        self.config.hand.additions.push(Additions {
            types: vec![types.into().into()],
            attributes: vec![attribute.into().into()],
            ..Additions::default()
        });
        self
    }

    /// Gives the fields that match a pattern, such as `Pet.*`, an attribute.
    #[must_use]
    pub fn field_attribute(
        mut self,
        fields: impl Into<String>,
        attribute: impl Into<String>,
    ) -> Self {
        self.config.hand.additions.push(Additions {
            fields: vec![fields.into().into()],
            attributes: vec![attribute.into().into()],
            ..Additions::default()
        });
        self
    }

    /// Closes the enums whose names match such a pattern: they refuse values that the document does not list.
    #[must_use]
    pub fn closed_enums(mut self, pattern: impl Into<String>) -> Self {
        self.config.hand.closed.push(pattern.into().into());
        self
    }

    /// Has the types implement both of serde's traits, which they do anyway, or only those that the generated parts use.
    #[must_use]
    pub fn serde(mut self, serde: Serde) -> Self {
        self.config.hand.serde = Some(serde);
        self
    }

    /// Sets where [`generate`](Self::generate) writes its file; `OUT_DIR` unless this is called.
    #[must_use]
    pub fn out_dir(mut self, folder: impl Into<PathBuf>) -> Self {
        self.out_dir = Some(folder.into());
        self
    }

    /// Sets the name of the file that [`generate`](Self::generate) writes; the document's, with `.rs`, unless this is called.
    #[must_use]
    pub fn file_name(mut self, name: impl Into<String>) -> Self {
        self.file_name = Some(name.into());
        self
    }

    /// Generates one file for `include!` from a build script, and tells cargo when to run it again and what there is to
    /// say about the document.
    ///
    /// A file that is right already is left alone, so that cargo compiles nothing anew.
    ///
    /// # Errors
    ///
    /// When the document has errors, `OUT_DIR` is not set and [`out_dir`](Self::out_dir) not called, or the file cannot be
    /// written.
    pub fn generate(&self) -> Result<(), Error> {
        let name = self.chosen_file_name();
        if let Some(fault) = file_name_fault(&name) {
            return Err(invalid(format!(
                "`{name}` cannot be the output's name: {fault}"
            )));
        }
        let folder = self.chosen_out_dir()?;
        let (files, _) = self.files(Layout::SingleFile(name), |run| {
            cargo::say(&cargo::directives(&run.read, &run.diagnostics));
        })?;
        for file in &files {
            output::write_single(&folder, file)?;
        }
        Ok(())
    }

    /// Writes a folder of modules, or a crate.
    ///
    /// # Errors
    ///
    /// When the document has errors, something is in the way that oasmith did not write, or the disk refuses. In the first
    /// two cases nothing is changed.
    pub fn write_to(&self, folder: impl AsRef<Path>) -> Result<Written, Error> {
        let (files, source) = self.files(self.layout()?, |_| {})?;
        Ok(output::write(folder.as_ref(), &files, &source)?)
    }

    /// Compares a folder with what [`write_to`](Self::write_to) would make of it; empty when they are the same.
    ///
    /// # Errors
    ///
    /// When the document has errors, or the folder cannot be read.
    pub fn check(&self, folder: impl AsRef<Path>) -> Result<Vec<Difference>, Error> {
        let (files, source) = self.files(self.layout()?, |_| {})?;
        Ok(output::compare(folder.as_ref(), &files, &source)?)
    }

    /// The files that [`write_to`](Self::write_to) would write, sorted by path.
    ///
    /// # Errors
    ///
    /// When the document has errors.
    pub fn in_memory(&self) -> Result<Vec<OutputFile>, Error> {
        let (files, _) = self.files(self.layout()?, |_| {})?;
        Ok(files)
    }

    /// The crates that the output needs, as the lines of a `[dependencies]` table. With a client, a table follows of what it
    /// needs in a browser besides.
    ///
    /// # Errors
    ///
    /// When the document has errors.
    pub fn dependencies(&self) -> Result<String, Error> {
        stack::with_room(|| {
            let (meaning, diagnostics) = pipeline::inspect(self.input(), &self.config);
            match meaning {
                Some(meaning) if self.config.keep_going || !diagnostics.has_errors() => {
                    Ok(pipeline::dependencies(&meaning))
                }
                _ => Err(diagnostics.into()),
            }
        })
    }

    /// The files in that layout and the name of the document, or why there are none; `seen` looks at the run before.
    fn files(
        &self,
        layout: Layout,
        seen: impl FnOnce(&Run) + Send,
    ) -> Result<(Vec<OutputFile>, String), Error> {
        let config = Config {
            layout,
            ..self.config.clone()
        };
        stack::with_room(|| {
            let run = pipeline::run(self.input(), &config);
            seen(&run);
            match run.files {
                Some(files) => Ok((files, run.source)),
                None => Err(run.diagnostics.into()),
            }
        })
    }

    fn input(&self) -> Input<'_> {
        Input {
            path: &self.document,
            text: self.text.as_deref(),
        }
    }

    fn layout(&self) -> Result<Layout, Error> {
        let Some(name) = &self.crate_name else {
            return Ok(Layout::Modules);
        };
        match crate_name_fault(name) {
            None => Ok(Layout::Crate(name.clone())),
            Some(fault) => Err(invalid(format!("`{name}` cannot name a crate: {fault}"))),
        }
    }

    fn chosen_file_name(&self) -> String {
        self.file_name.clone().unwrap_or_else(|| {
            let stem = self.document.file_stem().unwrap_or_default();
            format!("{}.rs", stem.to_string_lossy())
        })
    }

    fn chosen_out_dir(&self) -> Result<PathBuf, Error> {
        self.out_dir
            .clone()
            .or_else(|| env::var_os("OUT_DIR").map(PathBuf::from))
            .ok_or_else(|| {
                invalid(
                    "OUT_DIR is not set: call this from a build script, or say `out_dir`"
                        .to_owned(),
                )
            })
    }
}

fn invalid(message: String) -> Error {
    Error::new(Code::InvalidConfiguration, message)
}
