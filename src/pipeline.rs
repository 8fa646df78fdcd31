//! The stages, in order.
//!
//! ```text
//! bytes ──read, follow──▶ Document ──upgrade──▶ Document (3.0-shaped) ──type──▶ openapiv3::OpenAPI
//!       ──lower──▶ ir::Api ──analyse──▶ Facts ──plan──▶ Vec<ModulePlan>
//!       ──emit and format, a module at a time, in parallel──▶ Vec<OutputFile>
//! ```
//!
//! They walk documents that may be nested deeply: call them through [`stack::with_room`](crate::stack::with_room).

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::analyse::{Facts, analyse};
use crate::config::{Config, Limit};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Pointer};
use crate::document::{self, Document, Unselected};
use crate::emit::{self, Context, DocComments};
use crate::ir::Api;
use crate::lower::lower;
use crate::output::{self, OutputFile};
use crate::report::{Declared, EnvelopeRow, Operations, Report, Schemas, declared_operations};

/// A document that is still to be read: a file, or a text that somebody has in memory.
#[derive(Debug, Clone, Copy)]
pub struct Input<'a> {
    /// The file, `-` for standard input; for a text what to call it, and where its references begin.
    pub path: &'a Path,
    /// The text, where it is in memory.
    pub text: Option<&'a [u8]>,
}

impl<'a> From<&'a Path> for Input<'a> {
    fn from(path: &'a Path) -> Self {
        Self { path, text: None }
    }
}

impl<'a> From<&'a PathBuf> for Input<'a> {
    fn from(path: &'a PathBuf) -> Self {
        Self::from(path.as_path())
    }
}

impl Input<'_> {
    fn read(self, config: &Config, sink: &mut Diagnostics) -> Option<Document> {
        let limits = config.limits.limits();
        match self.text {
            Some(text) => document::read_text(self.path, text.to_vec(), &limits, sink),
            None => document::read(self.path, &limits, sink),
        }
    }
}

/// What a document means.
#[derive(Debug)]
pub struct Meaning {
    /// The document, upgraded and checked. A run that goes on to the output has taken its tree out.
    pub document: Document,
    /// What it says.
    pub api: Api,
    /// What follows from that.
    pub facts: Facts,
    /// What the user chose, in a file or otherwise.
    pub config: Config,
}

/// What came of a document.
#[derive(Debug)]
pub struct Run {
    /// The output, sorted by path; `None` when there is none because of the errors.
    pub files: Option<Vec<OutputFile>>,
    /// What became of the operations.
    pub operations: Operations,
    /// What became of the schemas.
    pub schemas: Schemas,
    /// Everything that there is to say, in document order.
    pub diagnostics: Diagnostics,
    /// How many there were besides of the codes that the user allows.
    pub allowed: BTreeMap<Code, usize>,
    /// Every file that was read, and the document itself in any case, if it is a file.
    pub read: Vec<PathBuf>,
    /// The name of the document, without its folder.
    pub source: String,
    /// What the document means, as far as it could be understood.
    pub meaning: Option<Meaning>,
}

impl Run {
    /// The report on this run.
    pub fn report(&self) -> Report<'_> {
        let meaning = self.meaning.as_ref();
        Report {
            operations: &self.operations,
            schemas: &self.schemas,
            envelope: meaning.map(|it| EnvelopeRow::new(&it.api, &it.facts)),
            diagnostics: &self.diagnostics,
            allowed: &self.allowed,
        }
    }
}

/// Takes a document all the way to files, and writes none of them.
pub fn run<'a>(input: impl Into<Input<'a>>, config: &Config) -> Run {
    let input = input.into();
    let mut sink = Diagnostics::new();
    let config = config.with_file(&mut sink);
    let understood = understand(input, &config, Tree::Dropped, sink);
    finish(understood, input, &config)
}

/// Takes a document as far as what it means.
pub fn inspect<'a>(input: impl Into<Input<'a>>, config: &Config) -> (Option<Meaning>, Diagnostics) {
    let input = input.into();
    let mut sink = Diagnostics::new();
    let config = config.with_file(&mut sink);
    let (meaning, _, mut sink) = understand(input, &config, Tree::Kept, sink);
    place(input.path, meaning.as_ref(), &mut sink);
    config.severities.silence(&mut sink);
    (meaning, sink)
}

/// The crates that the output needs, as the lines of a `[dependencies]` table.
pub fn dependencies(meaning: &Meaning) -> String {
    emit::dependencies(context(meaning, "", &DocComments::default()))
}

/// What becomes of the document's tree once it has been typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tree {
    /// Somebody wants to see it.
    Kept,
    /// The stages after it have its memory.
    Dropped,
}

/// The operations that a document declares.
#[derive(Debug, Default)]
struct Declarations {
    /// Those that are wanted.
    list: Vec<Declared>,
    /// How many are not.
    unselected: usize,
}

impl Declarations {
    fn leave_out(&mut self, unselected: &Unselected) {
        self.unselected = unselected.len();
        if !unselected.is_empty() {
            let is_wanted = |one: &Declared| {
                let name = (one.method.clone(), one.path.clone());
                !unselected.contains(&name)
            };
            self.list.retain(is_wanted);
        }
    }
}

/// Read, change by overlays, follow to other files, upgrade, select, type, lower, analyse.
fn understand(
    input: Input<'_>,
    config: &Config,
    tree: Tree,
    mut sink: Diagnostics,
) -> (Option<Meaning>, Declarations, Diagnostics) {
    let mut declared = Declarations::default();
    let meaning = input
        .read(config, &mut sink)
        .map(|document| document::overlay(document, &config.overlays, &mut sink))
        .map(|document| document::follow(document, &config.reach, &mut sink))
        .inspect(|document| declared.list = declared_operations(document.root()))
        .and_then(|document| document::upgrade(document, &mut sink))
        .and_then(|mut document| {
            let unselected = document::select(&mut document, &config.selection, &mut sink);
            declared.leave_out(&unselected);
            let most = config.limits.limits().operations;
            if !document::has_more_operations(&document, most) {
                return Some(document);
            }
            sink.push(too_many_operations(most));
            sink.place(input.path, |wanted| document.locate(wanted));
            None
        })
        .map(|mut document| {
            let typed = document::typed(&document, &mut sink);
            if tree == Tree::Dropped {
                let tree = document.take_tree();
                rayon::spawn(move || drop(tree));
            }
            let api = lower(&typed, config, &mut sink);
            // There are a million parts to free, and nobody waits for that.
            rayon::spawn(move || drop(typed));
            let facts = analyse(&api, config, &mut sink);
            Meaning {
                document,
                api,
                facts,
                config: config.clone(),
            }
        });
    config.severities.apply(&mut sink);
    (meaning, declared, sink)
}

fn too_many_operations(most: usize) -> Diagnostic {
    let message =
        format!("more than {most} operations are wanted, webhooks and callbacks counted, too");
    let place = Pointer::root().join("paths");
    Diagnostic::at_key(Code::LimitReached, &place, message).help(Limit::Operations.help())
}

/// Plan, emit and format, lay out.
fn produce(meaning: &Meaning, source: &str) -> (Vec<OutputFile>, Diagnostics) {
    let mut sink = Diagnostics::new();
    let doc_comments = DocComments::default();
    let whole = context(meaning, source, &doc_comments);
    sink.extend(emit::idle_dependencies(whole));
    // Pieces are taken one by one: they differ much in size, and a thread holds the tokens of one at a time.
    let results: Vec<_> = emit::plan(whole)
        .par_iter()
        .with_max_len(1)
        .map(|plan| {
            let doc_comments = DocComments::default();
            let context = context(meaning, source, &doc_comments);
            output::format(emit::emit(plan, context), &doc_comments)
        })
        .collect();
    let mut formatted = Vec::with_capacity(results.len());
    for result in results {
        match result {
            Ok(module) => formatted.push(module),
            Err(faults) => sink.extend(faults),
        }
    }
    let files = output::lay_out(formatted, &meaning.config.layout, source, &mut sink);
    (files, sink)
}

/// The rest of a run, once the document is understood: the output, and beside it what there is to say.
fn finish(
    (meaning, declared, mut sink): (Option<Meaning>, Declarations, Diagnostics),
    input: Input<'_>,
    config: &Config,
) -> Run {
    let source = source_name(input.path);
    let wanted = meaning
        .as_ref()
        .filter(|_| config.keep_going || !sink.has_errors());
    let (produced, (operations, schemas)) = rayon::join(
        || wanted.map(|meaning| produce(meaning, &source)),
        || {
            place(input.path, meaning.as_ref(), &mut sink);
            account(meaning.as_ref(), declared, &sink)
        },
    );
    let files = produced.and_then(|(files, mut faults)| {
        // A fault of oasmith leaves an output that does not hold together, even for a user who keeps going.
        let is_whole = faults.iter().all(|fault| fault.code != Code::Internal);
        config.severities.apply(&mut faults);
        let is_wanted = config.keep_going || !faults.has_errors();
        sink.extend(faults);
        (is_whole && is_wanted).then_some(files)
    });
    place(input.path, meaning.as_ref(), &mut sink);
    let allowed = config.severities.silence(&mut sink);
    Run {
        operations: if files.is_some() {
            operations
        } else {
            operations.withheld()
        },
        schemas,
        read: read_files(input, config, meaning.as_ref()),
        files,
        diagnostics: sink,
        allowed,
        source,
        meaning,
    }
}

/// What became of the operations and the schemas.
fn account(
    meaning: Option<&Meaning>,
    declared: Declarations,
    sink: &Diagnostics,
) -> (Operations, Schemas) {
    let Declarations { list, unselected } = declared;
    match meaning {
        Some(Meaning { api, facts, .. }) => (
            Operations::new(list, api, facts, sink).beside(unselected),
            Schemas::new(api, sink),
        ),
        None => (Operations::unread(list), Schemas::default()),
    }
}

fn context<'a>(
    meaning: &'a Meaning,
    source: &'a str,
    doc_comments: &'a DocComments,
) -> Context<'a> {
    Context {
        api: &meaning.api,
        facts: &meaning.facts,
        config: &meaning.config,
        source,
        doc_comments,
    }
}

/// Finds where all that was said stands in the document.
fn place(input: &Path, meaning: Option<&Meaning>, sink: &mut Diagnostics) {
    // A path that is no UTF-8 could not be written into a report.
    let name = PathBuf::from(input.to_string_lossy().into_owned());
    if let Some(meaning) = meaning {
        meaning.document.place_overlaid(sink);
    }
    sink.place(&name, |wanted| match meaning {
        Some(meaning) => meaning.document.locate(wanted),
        None => Vec::new(),
    });
}

fn read_files(input: Input<'_>, config: &Config, meaning: Option<&Meaning>) -> Vec<PathBuf> {
    let mut files = meaning.map_or_else(Vec::new, |meaning| meaning.document.files());
    if input.text.is_some() {
        files.retain(|file| file != input.path);
    } else if files.is_empty() {
        files.push(input.path.to_owned());
    }
    files.extend(config.file.clone());
    files.extend(config.overlays.iter().cloned());
    files
}

fn source_name(input: &Path) -> String {
    match input.file_name() {
        Some(name) if name != "-" => name.to_string_lossy().into_owned(),
        _ => "standard input".to_owned(),
    }
}
