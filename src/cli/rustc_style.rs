//! A diagnostic as rustc would show it.

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use oasmith::diagnostic::{Diagnostic, Location, Severity, escape_control};

use super::snippet::Window;
use super::sources::Sources;

/// The diagnostic with its place, in colours and without a line break at its end.
pub(super) fn render(diagnostic: &Diagnostic, sources: &Sources<'_>) -> String {
    let level = match diagnostic.severity {
        Severity::Warning => Level::WARNING,
        Severity::Unsupported => Level::WARNING.with_name(Some("unsupported")),
        Severity::Error => Level::ERROR,
    };
    let title = level
        .primary_title(diagnostic.message.as_str())
        .id(diagnostic.code.as_str());
    let mut group = Group::with_title(title);
    if let Some(location) = &diagnostic.location {
        group = with_place(group, location, sources);
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(help.as_str()));
    }
    let renderer = Renderer::styled().decor_style(DecorStyle::Ascii);
    renderer.render(&[group])
}

/// Says where it is, and shows the line.
fn with_place<'a>(
    mut group: Group<'a>,
    location: &'a Location,
    sources: &Sources<'_>,
) -> Group<'a> {
    let file = location.file.as_deref();
    let name = file.map(|file| escape_control(&file.display().to_string()));
    let window = location.span.and_then(|span| {
        let window = Window::new(sources.text(file?)?, span.start, span.end)?;
        Some((window, span.line))
    });
    let begins_with_line = window
        .as_ref()
        .is_some_and(|(window, _)| window.is_whole_before);
    // The column that is shown follows from the snippet, unless the snippet begins in the middle of the line.
    if !begins_with_line && let Some(name) = &name {
        let origin = Origin::path(name.clone());
        group = group.element(match location.span {
            Some(span) => origin.line(span.line).char_column(span.column),
            None => origin,
        });
    }
    if let Some((window, line)) = window {
        let snippet = Snippet::source(window.text)
            .line_start(line)
            .path(name.filter(|_| begins_with_line))
            .annotation(AnnotationKind::Primary.span(window.place));
        group = group.element(snippet);
    }
    let pointer = location.pointer.as_str();
    if pointer.is_empty() {
        return group;
    }
    let note = format!("at #{}", escape_control(pointer));
    group.element(Level::NOTE.message(note))
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use oasmith::diagnostic::{Code, Diagnostics, Pointer, Span};

    use super::*;

    /// What is shown for the place of `needle` in `text`, without colours.
    fn shown(text: &str, needle: &str) -> String {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("openapi.yaml");
        std::fs::write(&file, text).expect("a file");
        let start = text.find(needle).expect("the needle");
        let line = text[..start].matches('\n').count() + 1;
        let column = text[..start]
            .chars()
            .rev()
            .take_while(|c| *c != '\n')
            .count()
            + 1;
        let place = Pointer::parse("/paths/~1pets");
        let mut sink = Diagnostics::new();
        sink.push(Diagnostic::at(Code::Syntax, &place, "a message").help("a help"));
        sink.place(&file, |_| {
            let span = Span {
                line,
                column,
                start,
                end: start + needle.len(),
            };
            vec![Some(span).into()]
        });
        let sources = Sources::new(&sink, None);
        let diagnostic = sink.iter().next().expect("one");
        let text = render(diagnostic, &sources);
        let plain = anstream::adapter::strip_str(&text).to_string();
        plain.replace(&PathBuf::from(&file).display().to_string(), "openapi.yaml")
    }

    #[test]
    fn a_place_is_underlined() {
        let expected = "\
error[syntax]: a message
 --> openapi.yaml:2:6
  |
2 |   b: wrong
  |      ^^^^^
  |
  = note: at #/paths/~1pets
  = help: a help";
        assert_eq!(shown("a: 1\n  b: wrong\n", "wrong"), expected);
    }

    #[test]
    fn a_long_line_keeps_its_column() {
        let text = format!("{{\"a\": \"{}\", \"b\": wrong}}", "x".repeat(1_000_000));
        let shown = shown(&text, "wrong");
        assert!(shown.contains("openapi.yaml:1:1000016\n"), "{shown}");
        assert!(shown.contains("…xxx") && shown.contains("^^^^^"), "{shown}");
        assert!(shown.len() < 600, "{}", shown.len());
    }

    #[test]
    fn a_document_cannot_write_escapes() {
        let shown = shown("a: \u{1b}[31mwrong\u{202e}\n", "wrong");
        assert!(!shown.contains(['\u{1b}', '\u{202e}']), "{shown:?}");
    }
}
