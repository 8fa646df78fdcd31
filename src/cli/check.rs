//! `oasmith check`

use oasmith::output;
use oasmith::pipeline;

use super::arguments::Check;
use super::diff::unified_diff;
use super::exit::Exit;
use super::printer::{Printer, counted};
use super::progress::Progress;

/// Compares the output with the folder and prints what differs.
pub(super) fn check(arguments: &Check, printer: &Printer) -> Exit {
    let progress = Progress::start(&arguments.input.document, printer);
    let config = arguments.destination.config(&arguments.input);
    let mut run = pipeline::run(&arguments.input.document, &config);
    let folder = &arguments.destination.out;
    let compared = match &run.files {
        Some(files) => output::compare(folder, files, &run.source),
        None => Err(oasmith::diagnostic::Diagnostics::new()),
    };
    progress.finish();
    match compared {
        Err(faults) => {
            run.diagnostics.extend(faults);
            printer.diagnostics(&run.diagnostics, run.meaning.as_ref());
            Exit::Refused
        }
        Ok(differences) => {
            printer.diagnostics(&run.diagnostics, run.meaning.as_ref());
            for difference in &differences {
                printer.output(&unified_diff(difference));
            }
            if differences.is_empty() {
                return Exit::Done;
            }
            let count = counted(differences.len(), "file");
            printer.note(&format!(
                "{count} in {} not up to date: run `oasmith generate`",
                folder.display()
            ));
            Exit::Drift
        }
    }
}
