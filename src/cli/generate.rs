//! `oasmith generate`

use std::fs;
use std::path::Path;

use oasmith::diagnostic::{Code, Diagnostic};
use oasmith::output::{self, Written};
use oasmith::pipeline::{self, Run};

use super::arguments::Generate;
use super::exit::Exit;
use super::printer::{Printer, counted};
use super::progress::Progress;
use super::remarks::remarks;

/// Writes the output, and the report where one is asked for.
pub(super) fn generate(arguments: &Generate, printer: &Printer) -> Exit {
    let progress = Progress::start(&arguments.input.document, printer);
    let config = arguments.destination.config(&arguments.input);
    let mut run = pipeline::run(&arguments.input.document, &config);
    let written = write(&mut run, &arguments.destination.out);
    if let Some(path) = &arguments.report
        && let Err(error) = fs::write(path, run.report().to_json())
    {
        let message = format!(
            "the report cannot be written to `{}`: {error}",
            path.display()
        );
        refuse(&mut run, Diagnostic::new(Code::Unwritable, message));
    }
    progress.finish();
    printer.diagnostics(&run.diagnostics, run.meaning.as_ref());
    let exit = match (written, &run.files) {
        (Some(written), Some(_)) => {
            printer.note(&summary(&run, &written, &arguments.destination.out));
            Exit::Done
        }
        _ => Exit::Refused,
    };
    // The process ends now: to free a document of a million parts before would only take time.
    std::mem::forget(run);
    exit
}

fn write(run: &mut Run, folder: &Path) -> Option<Written> {
    let files = run.files.as_ref()?;
    match output::write(folder, files, &run.source) {
        Ok(written) => Some(written),
        Err(faults) => {
            for fault in faults {
                refuse(run, fault);
            }
            None
        }
    }
}

/// Takes it back that there is an output.
fn refuse(run: &mut Run, fault: Diagnostic) {
    run.diagnostics.push(fault);
    run.files = None;
    run.operations = std::mem::take(&mut run.operations).withheld();
}

/// `wrote 12 files to src/api (4 new or changed, 1 removed): 7 operations, 1 skipped; 1 unsupported part, 3 warnings`
fn summary(run: &Run, written: &Written, folder: &Path) -> String {
    let total = written.changed.len() + written.unchanged;
    let mut changes = format!("{} new or changed", written.changed.len());
    if !written.removed.is_empty() {
        changes.push_str(&format!(", {} removed", written.removed.len()));
    }
    let mut operations = counted(run.operations.emitted, "operation");
    if run.operations.unselected > 0 {
        operations.push_str(&format!(", {} not selected", run.operations.unselected));
    }
    if run.operations.skipped > 0 {
        operations.push_str(&format!(", {} skipped", run.operations.skipped));
    }
    format!(
        "wrote {} to {} ({changes}): {operations}{}",
        counted(total, "file"),
        folder.display(),
        remarks(&run.diagnostics, &run.allowed)
    )
}
