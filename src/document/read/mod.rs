//! From a file to the tree of values: size, encoding, format, limits, and what is wrong with the text itself.

pub(crate) mod json_events;
pub(crate) mod tree;

mod json;
mod number;
#[cfg(test)]
mod tests;
mod yaml;

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use serde_json::Value;

use self::tree::{Oddity, Stop, TreeBuilder, dismantle};
use super::Document;
use super::locate::position;
use super::source::{Format, Source};
use crate::config::{Limit, Limits};
use crate::diagnostic::{self, Code, Diagnostic, Diagnostics, Location, Pointer};

/// How many bytes are read again, altogether, to go on after a bracket that stands too far to the left.
const MOST_MENDED: usize = 64 * 1024 * 1024;

/// The name under which standard input is read.
const STANDARD_INPUT: &str = "-";

/// Reads a document; `-` stands for standard input. What is wrong goes to `sink`, located in the file already.
pub fn read(path: &Path, limits: &Limits, sink: &mut Diagnostics) -> Option<Document> {
    match read_bytes(path, limits.bytes) {
        Ok(bytes) => read_bytes_as(path, bytes, limits, sink),
        Err(diagnostic) => {
            sink.push(in_file(path, *diagnostic));
            None
        }
    }
}

/// Reads a document that is in memory; `path` is only its name.
pub fn read_text(
    path: &Path,
    bytes: Vec<u8>,
    limits: &Limits,
    sink: &mut Diagnostics,
) -> Option<Document> {
    match check_size(bytes.len(), limits.bytes) {
        Ok(()) => read_bytes_as(path, bytes, limits, sink),
        Err(diagnostic) => {
            sink.push(in_file(path, *diagnostic));
            None
        }
    }
}

fn read_bytes_as(
    path: &Path,
    bytes: Vec<u8>,
    limits: &Limits,
    sink: &mut Diagnostics,
) -> Option<Document> {
    let text = match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            sink.push(in_file(path, not_utf8(error.utf8_error().valid_up_to())));
            return None;
        }
    };
    let mut source = Source::new(path, text);
    let mut parsed = parse(&source, limits);
    let mut room = MOST_MENDED;
    let mut mended = Vec::new();
    while let Err(Stop::Syntax { at, message }) = &parsed {
        room = room.saturating_sub(source.text().len());
        if room == 0 || !tells_of_indentation(message) || !source.indent_bracket(*at) {
            break;
        }
        mended.push(below_its_key(&source, *at));
        parsed = parse(&source, limits);
    }
    match parsed {
        Ok(parsed) if parsed.root.is_object() => {
            sink.extend(mended);
            for oddity in &parsed.oddities {
                sink.push(describe(oddity, 0));
            }
            let source = source.with_format(parsed.format);
            let mut document = Document::new(parsed.root, source, limits);
            document.refers_elsewhere = parsed.refers_elsewhere;
            Some(document)
        }
        Ok(parsed) => {
            dismantle(parsed.root);
            sink.push(stopped(&source, no_object()));
            None
        }
        Err(stop) => {
            sink.push(stopped(&source, stop));
            None
        }
    }
}

/// Whether the parser refuses a text because something stands too far to the left. It has only words for that; a test of
/// brackets that are put right fails when it finds others.
fn tells_of_indentation(message: &str) -> bool {
    message == "invalid indentation"
}

/// A file that a document refers to.
#[derive(Debug)]
pub(crate) struct Part {
    /// Its text; empty when it has none.
    pub(crate) source: Source,
    /// What stands in it and of how many values it consists, or else what kind of fault was reported.
    pub(crate) content: Result<(Value, usize), Code>,
}

/// Reads a file that a document refers to, of at most so many bytes; `name` is what it is called. What is wrong with its text goes to `sink`; that it
/// cannot be read at all is for the caller to report, where the file is referred to.
pub(crate) fn read_part(
    name: &Path,
    file: &Path,
    number: usize,
    limits: &Limits,
    sink: &mut Diagnostics,
) -> Result<Part, Box<Diagnostic>> {
    let bytes = read_bytes(file, limits.bytes)?;
    let text = match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            sink.push(in_file(name, not_utf8(error.utf8_error().valid_up_to())));
            return Ok(Part {
                source: Source::new(name, String::new()),
                content: Err(Code::Syntax),
            });
        }
    };
    let source = Source::new(name, text);
    if source.is_named_text() {
        let content = Ok((Value::String(source.text().to_owned()), 1));
        return Ok(Part {
            source: source.with_format(Format::Yaml),
            content,
        });
    }
    Ok(match parse(&source, limits) {
        Ok(parsed) => {
            for oddity in &parsed.oddities {
                sink.push(describe(oddity, number));
            }
            Part {
                source: source.with_format(parsed.format),
                content: Ok((parsed.root, parsed.nodes)),
            }
        }
        Err(stop) => {
            let diagnostic = stopped(&source, stop);
            let content = Err(diagnostic.code);
            sink.push(diagnostic);
            Part { source, content }
        }
    })
}

fn in_file(path: &Path, diagnostic: Diagnostic) -> Diagnostic {
    let location = Location {
        file: Some(path.to_owned()),
        pointer: Pointer::root(),
        node: None,
        part: diagnostic::Part::Value,
        span: None,
    };
    Diagnostic {
        location: Some(location),
        ..diagnostic
    }
}

fn read_bytes(path: &Path, limit: u64) -> Result<Vec<u8>, Box<Diagnostic>> {
    let mut bytes = Vec::new();
    let unreadable = |error: io::Error| {
        let message = format!("the document cannot be read: {error}");
        Box::new(Diagnostic::new(Code::Unreadable, message))
    };
    // One byte more than the limit tells a file that reaches it from one that goes past it.
    let most = limit.saturating_add(1);
    let count = if path.as_os_str() == STANDARD_INPUT {
        io::stdin().lock().take(most).read_to_end(&mut bytes)
    } else {
        File::open(path).and_then(|file| {
            // What a file says of its size is only where to begin.
            let size = file.metadata().map_or(0, |metadata| metadata.len());
            bytes.reserve(
                usize::try_from(size.min(limit))
                    .unwrap_or(0)
                    .saturating_add(1),
            );
            file.take(most).read_to_end(&mut bytes)
        })
    };
    count.map_err(unreadable)?;
    check_size(bytes.len(), limit)?;
    Ok(bytes)
}

fn check_size(size: usize, limit: u64) -> Result<(), Box<Diagnostic>> {
    if u64::try_from(size).is_ok_and(|size| size <= limit) {
        return Ok(());
    }
    let message = format!("the document is larger than {limit} bytes");
    let diagnostic = Diagnostic::new(Code::LimitReached, message);
    Err(Box::new(diagnostic.help(Limit::Bytes.help())))
}

fn not_utf8(at: usize) -> Diagnostic {
    Diagnostic::new(
        Code::Syntax,
        format!("the document is not UTF-8: byte {at} belongs to no character"),
    )
    .help("save the document as UTF-8")
}

/// A text that was understood.
struct Parsed {
    format: Format,
    root: Value,
    oddities: Vec<Oddity>,
    nodes: usize,
    refers_elsewhere: bool,
}

/// JSON is told from YAML by how it begins. Since YAML has mappings in braces, too, a text that is no JSON after all is
/// tried as YAML, unless the name of the file says `.json`.
fn parse(source: &Source, limits: &Limits) -> Result<Parsed, Stop> {
    let text = source.syntax();
    let begins_as_json = text.trim_start().starts_with(['{', '[']);
    if !begins_as_json && !source.is_named_json() {
        return parse_as(Format::Yaml, text, limits);
    }
    match parse_as(Format::Json, text, limits) {
        Err(Stop::Syntax { message, at }) if !source.is_named_json() => {
            parse_as(Format::Yaml, text, limits).map_err(|_| Stop::Syntax { message, at })
        }
        other => other,
    }
}

fn parse_as(format: Format, text: &str, limits: &Limits) -> Result<Parsed, Stop> {
    let builder = TreeBuilder::new(limits);
    let builder = match format {
        Format::Json => json::read(text, builder),
        Format::Yaml => yaml::read(text, builder),
    }?;
    let nodes = builder.nodes();
    let refers_elsewhere = builder.refers_elsewhere();
    let (root, oddities) = builder.finish();
    if root.is_null() {
        return Err(Stop::Syntax {
            message: "the document is empty".to_owned(),
            at: 0,
        });
    }
    Ok(Parsed {
        format,
        root,
        oddities,
        nodes,
        refers_elsewhere,
    })
}

fn no_object() -> Stop {
    Stop::Syntax {
        message: "the document is not an object".to_owned(),
        at: 0,
    }
}

fn describe(oddity: &Oddity, file: usize) -> Diagnostic {
    match oddity {
        Oddity::DuplicateKey(place) => {
            let key = place.split_last().map(|(_, key)| key).unwrap_or_default();
            Diagnostic::at_key(
                Code::DuplicateKey,
                &place.in_file(file),
                format!("the key `{key}` stands here a second time; the last one holds"),
            )
            .help("remove one of them")
        }
        Oddity::NotFinite(place) => Diagnostic::at(
            Code::InvalidValue,
            &place.in_file(file),
            "the number is not finite; it is read as `null`",
        ),
    }
}

/// What is said about a bracket that was put where it belongs.
fn below_its_key(source: &Source, at: usize) -> Diagnostic {
    let message = "the closing bracket is not indented more than the key of what it closes";
    spanned(source, Code::CoercedValue, message.to_owned(), at)
        .help("indent it, or put it at the end of the line before")
}

fn stopped(source: &Source, stop: Stop) -> Diagnostic {
    match stop {
        Stop::Syntax { message, at } => spanned(source, Code::Syntax, message, at),
        Stop::Limit { limit, message, at } => {
            let diagnostic = spanned(source, Code::LimitReached, message, at);
            match limit {
                Some(limit) => diagnostic.help(limit.help()),
                None => diagnostic,
            }
        }
    }
}

fn spanned(source: &Source, code: Code, message: String, at: usize) -> Diagnostic {
    let location = Location {
        file: Some(source.path().to_owned()),
        pointer: Pointer::root(),
        node: None,
        part: diagnostic::Part::Value,
        span: Some(position::span(source, at)),
    };
    Diagnostic {
        location: Some(location),
        ..Diagnostic::new(code, message)
    }
}
