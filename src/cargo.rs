//! What a build script says to cargo. Nothing else in the library prints.

use std::io::{self, Write};
use std::path::PathBuf;

use crate::diagnostic::{Diagnostics, Severity, escape_control};
use crate::digest::Digest;

/// The lines that make cargo run the build script again when a file changes, and show what there was to say.
///
/// Errors are not among them: they are what the build script fails with.
pub fn directives(read: &[PathBuf], diagnostics: &Diagnostics) -> Vec<String> {
    let digest = Digest::new(diagnostics, |severity| severity != Severity::Error);
    let files = read.iter().filter_map(|path| {
        let path = path.to_str()?;
        // cargo has no way to write a line break in a path, and a path must not write a directive.
        (!path.contains(char::is_control)).then(|| format!("cargo::rerun-if-changed={path}"))
    });
    let shown = digest.shown.iter().map(ToString::to_string);
    let rest = digest.rest.iter().map(|rest| format!("… and {rest}"));
    let warnings = shown
        .chain(rest)
        .map(|line| format!("cargo::warning={}", escape_control(&line)));
    files.chain(warnings).collect()
}

/// Says it.
pub(crate) fn say(directives: &[String]) {
    let mut out = io::stdout().lock();
    for line in directives {
        // Whoever closed the pipe does not listen; the build goes on.
        let _ = writeln!(out, "{line}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Code, Diagnostic, Pointer};

    #[test]
    fn a_document_cannot_write_a_directive() {
        let smuggled = "x\ncargo::rustc-env=X=Y\r\u{2028}cargo::rustc-env=X=Y";
        let mut sink = Diagnostics::new();
        let place = Pointer::root().join(smuggled);
        sink.push(Diagnostic::at(Code::UnknownKeyword, &place, smuggled).help(smuggled));
        sink.place(&PathBuf::from(smuggled), |_| Vec::new());
        let lines = directives(&[PathBuf::from("a.yaml"), PathBuf::from(smuggled)], &sink);
        assert_eq!(lines.len(), 2, "{lines:?}");
        assert_eq!(lines[0], "cargo::rerun-if-changed=a.yaml");
        assert!(lines[1].starts_with("cargo::warning="), "{lines:?}");
        for line in &lines {
            assert!(!line.contains(char::is_control), "{line:?}");
        }
    }
}
