//! Paths, as the client sends them and as the server routes them.

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use proc_macro2::TokenStream;
use quote::quote;

use super::client::form;
use super::style;
use super::tokens::ident;
use crate::analyse::OperationNames;
use crate::ir::{Operation, Parameter, PathPiece, PathTemplate, Style};

/// What cannot stand in a path as it is (RFC 3986, section 3.3). A percent sign stays: the document has encoded already.
const NOT_IN_PATH: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'[')
    .add(b']')
    .add(b'\\')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

fn literal(text: &str) -> String {
    utf8_percent_encode(text, NOT_IN_PATH).to_string()
}

/// The template that the server routes by: `/org/{org}/datasets/activity`.
pub(super) fn template(path: &PathTemplate) -> String {
    let pieces = path.0.iter().map(|piece| match piece {
        PathPiece::Literal(text) => literal(text),
        PathPiece::Parameter(name) => format!("{{{name}}}"),
    });
    pieces.collect()
}

/// The calls that put the path of a request together.
///
/// ```text
/// .path("/org/").path_value("org", &self.org).path("/datasets/activity")
/// ```
pub(super) fn calls(operation: &Operation, names: &OperationNames) -> TokenStream {
    let pieces = operation.path.0.iter().map(|piece| match piece {
        PathPiece::Literal(text) => {
            let text = literal(text);
            quote!(.path(#text))
        }
        PathPiece::Parameter(name) => {
            let position = operation
                .parameters
                .iter()
                .position(|parameter| parameter.name == *name);
            let parameter = position.and_then(|position| {
                let parameter = operation.parameters.get(position)?;
                Some((parameter, ident(names.parameters.get(position)?)))
            });
            match parameter {
                Some((parameter, field)) => value_call(parameter, &quote!(&self.#field)),
                None => TokenStream::new(),
            }
        }
    });
    pieces.collect()
}

/// ```text
/// .path_value("org", &self.org)
/// ```
fn value_call(parameter: &Parameter, value: &TokenStream) -> TokenStream {
    let name = &parameter.name;
    let style = style::of(parameter.style);
    match parameter.style {
        Style::FormText => {
            let text = form::text(parameter, value);
            quote!(.path_value(#name, #text))
        }
        _ if parameter.allow_reserved => quote!(.path_reserved(#name, #value, #style)),
        Style::Simple { explode: false } => quote!(.path_value(#name, #value)),
        _ => quote!(.path_styled(#name, #value, #style)),
    }
}
