//! Printing what there is to say: results to standard output, everything else to standard error.

use std::io::{self, IsTerminal, Write};

use oasmith::diagnostic::{Diagnostic, Diagnostics, Severity, escape_control};
use oasmith::digest::Digest;
use oasmith::pipeline::Meaning;

use super::arguments::MessageFormat;
use super::rustc_style::render;
use super::sources::Sources;

/// How and how much is printed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Printer {
    format: MessageFormat,
    quiet: bool,
}

impl Printer {
    /// A printer for this format; a quiet one prints errors only.
    pub(super) fn new(format: MessageFormat, quiet: bool) -> Self {
        Self { format, quiet }
    }

    /// Whether someone is there to see how far things are.
    pub(super) fn shows_progress(&self) -> bool {
        !self.quiet && self.format == MessageFormat::Human && io::stderr().is_terminal()
    }

    /// Prints a result. Whoever closed the pipe has seen enough, which is no fault.
    pub(super) fn output(&self, text: &str) {
        let mut out = io::stdout().lock();
        let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
    }

    /// Prints a remark about the run as a whole.
    pub(super) fn note(&self, text: &str) {
        if !self.quiet && self.format == MessageFormat::Human {
            let _ = writeln!(anstream::stderr().lock(), "{}", escape_control(text));
        }
    }

    /// Prints why the run as a whole failed.
    pub(super) fn fault(&self, text: &str) {
        let _ = writeln!(anstream::stderr().lock(), "error: {}", escape_control(text));
    }

    /// Prints diagnostics; `meaning` has the text of the document.
    pub(super) fn diagnostics(&self, diagnostics: &Diagnostics, meaning: Option<&Meaning>) {
        let wanted = |severity| !self.quiet || severity == Severity::Error;
        match self.format {
            MessageFormat::Json => {
                print_json(diagnostics.iter().filter(|one| wanted(one.severity)))
            }
            MessageFormat::Human => print_human(&Digest::new(diagnostics, wanted), meaning),
        }
    }

    /// Prints diagnostics, for a person too all of each kind.
    pub(super) fn all_diagnostics(&self, diagnostics: &Diagnostics, meaning: Option<&Meaning>) {
        if self.format == MessageFormat::Json {
            return self.diagnostics(diagnostics, meaning);
        }
        let wanted = |severity| !self.quiet || severity == Severity::Error;
        let shown = diagnostics.iter().filter(|one| wanted(one.severity));
        let digest = Digest {
            shown: shown.collect(),
            rest: Vec::new(),
        };
        print_human(&digest, meaning);
    }
}

fn print_json<'a>(diagnostics: impl Iterator<Item = &'a Diagnostic>) {
    let mut out = io::BufWriter::new(io::stderr().lock());
    for diagnostic in diagnostics {
        let written = serde_json::to_writer(&mut out, diagnostic)
            .map_err(io::Error::from)
            .and_then(|()| out.write_all(b"\n"));
        if written.is_err() {
            return;
        }
    }
    let _ = out.flush();
}

fn print_human(digest: &Digest<'_>, meaning: Option<&Meaning>) {
    let document = meaning.map(|meaning| &meaning.document);
    let sources = Sources::new(digest.shown.iter().copied(), document);
    // Colours are written in any case; anstream takes them out where they are not wanted.
    let mut out = anstream::stderr().lock();
    for diagnostic in &digest.shown {
        if writeln!(out, "{}\n", render(diagnostic, &sources)).is_err() {
            return;
        }
    }
    for rest in &digest.rest {
        let _ = writeln!(out, "… and {rest}; --message-format json shows all");
    }
}

/// `1 file`, `2 files`
pub(super) fn counted(count: usize, noun: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {noun}{plural}")
}
