//! `oasmith lint`

use oasmith::config::Layout;
use oasmith::pipeline;

use super::arguments::Lint;
use super::exit::Exit;
use super::printer::{Printer, counted};
use super::progress::Progress;
use super::remarks::remarks;

/// Does everything but write, and prints all that there is to say.
pub(super) fn lint(arguments: &Lint, printer: &Printer) -> Exit {
    let progress = Progress::start(&arguments.input.document, printer);
    let config = arguments.input.config(Layout::Modules);
    let run = pipeline::run(&arguments.input.document, &config);
    progress.finish();
    printer.all_diagnostics(&run.diagnostics, run.meaning.as_ref());
    let operations = run.operations.list.len();
    printer.note(&format!(
        "checked {}: {}{}",
        run.source,
        counted(operations, "operation"),
        remarks(&run.diagnostics, &run.allowed)
    ));
    let exit = if run.diagnostics.has_errors() {
        Exit::Refused
    } else {
        Exit::Done
    };
    // The process ends now: to free a document of a million parts before would only take time.
    std::mem::forget(run);
    exit
}
