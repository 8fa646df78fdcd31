//! Paths, as the client sends them.

use proc_macro2::TokenStream;
use quote::quote;

use super::client::form;
use super::style;
use super::tokens::ident;
use crate::analyse::{OperationNames, literal};
use crate::ir::{Operation, Parameter, PathPiece, Style};

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
