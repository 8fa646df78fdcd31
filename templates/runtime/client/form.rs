//! Bodies that are forms: the members of an object as pairs (`application/x-www-form-urlencoded`).

use serde::Serialize;

use super::super::support::style::Style;
use super::encode::{self, Encode};
use super::invalid::InvalidRequest;
use super::request::Request;
use super::tree::Tree;
use super::written;

/// A member that is written by a style of its own. Of all others, lists are a pair for each item, and objects are JSON
/// (OpenAPI 3.0.3, section 4.7.15).
#[derive(Debug, Clone, Copy)]
pub struct Field {
    /// Its name.
    pub name: &'static str,
    /// How its value is written.
    pub style: Style,
    /// Whether characters with a meaning in URLs are written as they are.
    pub reserved: bool,
}

impl Request {
    /// Sets a body that is a form.
    pub fn form(self, media_type: &str, body: &impl Serialize, styles: &[Field]) -> Self {
        match Tree::of(body) {
            Ok(Tree::Members(members)) => self.body(media_type, written_form(members, styles)),
            Ok(Tree::Null) => self.body(media_type, ""),
            Ok(_) => self.refused(InvalidRequest::new(
                "the body is no object, so that a form has no names for what is in it",
            )),
            Err(error) => {
                let message = "the body cannot be written as a form";
                self.refused(InvalidRequest::new(message).with_source(error))
            }
        }
    }
}

/// The pairs of a form with `&` between them.
fn written_form(members: Vec<(String, Tree)>, styles: &[Field]) -> String {
    let mut form = String::new();
    for (name, value) in members {
        let field = styles.iter().find(|field| field.name == name);
        for (name, value) in pairs(name, value, field) {
            if !form.is_empty() {
                form.push('&');
            }
            form.push_str(&name);
            form.push('=');
            form.push_str(&value);
        }
    }
    form
}

fn pairs(name: String, value: Tree, field: Option<&Field>) -> Vec<(String, String)> {
    let Some(field) = field else {
        return written::in_form(Tree::Members(vec![(name, value)]), encode::push);
    };
    let encode: Encode = match field.reserved {
        true => encode::push_reserved,
        false => encode::push,
    };
    written::in_pairs(&name, value, field.style, encode)
}
