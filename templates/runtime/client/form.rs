//! Forms: the members of an object as pairs (`application/x-www-form-urlencoded`), as a body, as the query, or as one text.

use serde::ser::{Error, Serialize, Serializer};

use super::super::support::style::Style;
use super::encode::{self, Encoding};
use super::invalid::InvalidRequest;
use super::request::{Request, to_value};
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
    /// Appends the members of an object, which are the whole query; nothing for `None`. `name` is only for what is said of it.
    pub fn query_form(
        self,
        name: &str,
        value: &(impl Serialize + ?Sized),
        fields: &[Field],
    ) -> Self {
        match to_value(name, value) {
            Ok(value) => self.query_pairs(&written_form(value, fields)),
            Err(fault) => self.refused(fault),
        }
    }

    /// Sets a body that is a form.
    pub fn form(self, media_type: &str, body: &impl Serialize, fields: &[Field]) -> Self {
        match Tree::of(body) {
            Ok(Tree::Null) => self.body(media_type, ""),
            Ok(value @ Tree::Members(_)) => self.body(media_type, written_form(value, fields)),
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

/// A form as one text, in the place of the value; null stays null.
#[derive(Debug)]
pub struct Text<'a, T> {
    /// The object.
    pub value: &'a T,
    /// The members that are written by a style of their own.
    pub fields: &'a [Field],
}

impl<T: Serialize> Serialize for Text<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match Tree::of(self.value).map_err(S::Error::custom)? {
            Tree::Null => serializer.serialize_none(),
            value => serializer.serialize_str(&written_form(value, self.fields)),
        }
    }
}

/// The pairs of a form with `&` between them.
fn written_form(value: Tree, fields: &[Field]) -> String {
    let Tree::Members(members) = value else {
        return String::new();
    };
    let mut form = String::new();
    for (name, value) in members {
        let field = fields.iter().find(|field| field.name == name);
        for (name, value) in pairs(name, value, field) {
            encode::push_pair(&mut form, &name, &value);
        }
    }
    form
}

fn pairs(name: String, value: Tree, field: Option<&Field>) -> Vec<(String, String)> {
    let Some(field) = field else {
        return written::in_form(Tree::Members(vec![(name, value)]), Encoding::Full);
    };
    let encoding = match field.reserved {
        true => Encoding::InQuery,
        false => Encoding::Full,
    };
    written::in_pairs(&name, value, field.style, encoding)
}
