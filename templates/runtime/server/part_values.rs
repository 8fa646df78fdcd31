//! The parts of a body that are values, which are read into memory.

use std::borrow::Cow;

use axum::body::Bytes;
use http::HeaderMap;

use super::super::support::charset;
use super::fault::{Problem, Segment};
use super::pairs::Pairs;
use super::unreadable::Unreadable;

/// The value of a part, with the headers of the part.
#[derive(Debug, Clone, Default)]
pub struct Headed<T> {
    /// The value.
    pub value: T,
    /// The headers of the part.
    pub headers: HeaderMap,
}

/// What the parts that are values hold, in their order.
#[derive(Debug, Clone, Default)]
pub struct Values {
    list: Vec<Value>,
}

#[derive(Debug, Clone)]
struct Value {
    name: String,
    headers: HeaderMap,
    text: String,
}

impl Values {
    /// Adds what the part of that name holds: a text in the charset that it names.
    ///
    /// # Errors
    ///
    /// 422 when it is no text.
    pub fn add(
        &mut self,
        name: String,
        headers: HeaderMap,
        held: Vec<u8>,
    ) -> Result<(), Unreadable> {
        let Ok(text) = charset::decode(&headers, &Bytes::from(held)) else {
            let at = [Segment::from("body"), Segment::from(name)];
            let problem = Problem::new("encoding", "Must be a text");
            return Err(Unreadable::invalid(vec![problem.at(at)]));
        };
        self.list.push(Value {
            name,
            headers,
            text,
        });
        Ok(())
    }

    /// The parts with their names. Nothing is encoded in them.
    pub fn pairs(&self) -> Pairs<'_> {
        let pairs = self.list.iter();
        Pairs {
            place: "body",
            list: pairs
                .map(|it| (Cow::Borrowed(it.name.as_str()), it.text.as_bytes()))
                .collect(),
            decoding: |text| std::str::from_utf8(text).ok().map(Cow::Borrowed),
        }
    }

    /// A value with the headers of its part.
    pub fn headed<T>(&self, name: &str, value: T) -> Headed<T> {
        let headers = self.headers(name).next().cloned();
        Headed {
            value,
            headers: headers.unwrap_or_default(),
        }
    }

    /// The items of a list, each with the headers of its part.
    pub fn headed_items<T>(&self, name: &str, items: Vec<T>) -> Vec<Headed<T>> {
        let items = items.into_iter().zip(self.headers(name));
        items
            .map(|(value, headers)| Headed {
                value,
                headers: headers.clone(),
            })
            .collect()
    }

    fn headers<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a HeaderMap> {
        let named = self.list.iter().filter(move |it| it.name == name);
        named.map(|it| &it.headers)
    }
}
