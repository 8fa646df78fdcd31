//! `oasmith deps`

use oasmith::config::Layout;
use oasmith::pipeline;

use super::arguments::Deps;
use super::exit::Exit;
use super::printer::Printer;

/// Prints the table of dependencies.
pub(super) fn print(arguments: &Deps, printer: &Printer) -> Exit {
    let config = arguments.input.config(Layout::Modules);
    let (meaning, diagnostics) = pipeline::inspect(&arguments.input.document, &config);
    printer.diagnostics(&diagnostics, meaning.as_ref());
    match meaning {
        Some(meaning) if config.keep_going || !diagnostics.has_errors() => {
            let lines = pipeline::dependencies(&meaning);
            printer.output(&format!("[dependencies]\n{}\n", lines.trim_end()));
            Exit::Done
        }
        _ => Exit::Refused,
    }
}
