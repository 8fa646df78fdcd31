//! A parameter on its way from text to value.

use std::borrow::Cow;
use std::fmt::Display;
use std::str::FromStr;

use serde::Deserialize;
use serde::de::IntoDeserializer;
use serde::de::value::{Error, StrDeserializer};

use super::super::support::check::Checked;
use super::fault::{Fault, Faults, Problem, Segment};
use super::reviewed::Reviewed;
use super::scalar::Scalar;

/// How the text of a parameter is written; `None` where it is not UTF-8.
pub type Decoding = for<'a> fn(&'a [u8]) -> Option<Cow<'a, str>>;

/// Where the items of an array are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Items {
    /// Each is a parameter of its own, and all have the same name.
    Repeated,
    /// All are in one parameter, with this byte between them.
    SeparatedBy(u8),
}

/// A parameter as it came, not decoded yet.
#[derive(Debug)]
#[must_use = "a parameter is not read yet"]
pub struct Parameter<'a> {
    place: &'static str,
    name: &'static str,
    values: Vec<&'a [u8]>,
    decoding: Decoding,
}

impl<'a> Parameter<'a> {
    /// The parameter `name`, which came `values.len()` times in `place` (`path`, `query`, …).
    pub fn new(
        place: &'static str,
        name: &'static str,
        values: Vec<&'a [u8]>,
        decoding: Decoding,
    ) -> Self {
        Self {
            place,
            name,
            values,
            decoding,
        }
    }

    /// Reads a number or a boolean.
    pub fn parse<T: Scalar>(self) -> Read<T> {
        self.single(parse)
    }

    /// Reads what JSON writes as a string: a text, an enum, a UUID, a date.
    pub fn decode<T: for<'de> Deserialize<'de>>(self) -> Read<T> {
        self.single(decode)
    }

    /// Reads an array of numbers or booleans.
    pub fn parse_items<T: Scalar>(self, items: Items) -> Read<Vec<T>> {
        self.several(items, parse)
    }

    /// Reads an array of what JSON writes as strings.
    pub fn decode_items<T: for<'de> Deserialize<'de>>(self, items: Items) -> Read<Vec<T>> {
        self.several(items, decode)
    }

    /// Reads one of several listed values, which are not all texts.
    pub fn listed<T: FromStr<Err: Display>>(self) -> Read<T> {
        self.single(listed)
    }

    /// Reads an array of such values.
    pub fn listed_items<T: FromStr<Err: Display>>(self, items: Items) -> Read<Vec<T>> {
        self.several(items, listed)
    }

    fn single<T>(self, read: fn(&str) -> Result<T, Problem>) -> Read<T> {
        let outcome = match self.values.as_slice() {
            [] => Ok(None),
            [value] => self.text(value).and_then(|text| read(&text)).map(Some),
            _ => Err(Problem::repeated()),
        };
        let (value, faults) = match outcome {
            Ok(value) => (value, Vec::new()),
            Err(problem) => (None, vec![problem.at(self.location())]),
        };
        self.into_read(value, faults)
    }

    fn several<T>(self, items: Items, read: fn(&str) -> Result<T, Problem>) -> Read<Vec<T>> {
        if self.values.is_empty() {
            return self.into_read(None, Vec::new());
        }
        let (mut values, mut lacking) = (Vec::new(), Vec::new());
        let mut faults = Vec::new();
        for (index, item) in self.split(items).into_iter().enumerate() {
            match self.text(item).and_then(|text| read(&text)) {
                Ok(value) => values.push(value),
                Err(problem) => {
                    lacking.push(index);
                    let index = Segment::Index(index);
                    faults.push(problem.at(self.location().into_iter().chain([index])));
                }
            }
        }
        Read {
            lacking,
            ..self.into_read(Some(values), faults)
        }
    }

    /// The items of an array, before they are decoded: an encoded separator belongs to its item.
    fn split(&self, items: Items) -> Vec<&'a [u8]> {
        match items {
            Items::Repeated => self.values.clone(),
            Items::SeparatedBy(separator) => {
                let values = self.values.iter().filter(|value| !value.is_empty());
                let split = values.flat_map(|value| value.split(move |byte| *byte == separator));
                split.collect()
            }
        }
    }

    /// What came, still encoded.
    pub fn values(&self) -> &[&'a [u8]] {
        &self.values
    }

    /// What it is called.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// The parameter without its empty values, which stand for nothing (`allowEmptyValue`).
    pub fn unless_empty(mut self) -> Self {
        self.values.retain(|value| !value.is_empty());
        self
    }

    /// Whether it is a part of a body.
    pub fn is_in_body(&self) -> bool {
        self.place == "body"
    }

    /// Decodes a piece of what came.
    ///
    /// # Errors
    ///
    /// When it is not UTF-8.
    pub fn text(&self, value: &'a [u8]) -> Result<Cow<'a, str>, Problem> {
        (self.decoding)(value).ok_or_else(Problem::not_utf8)
    }

    /// Where its faults are.
    pub fn location(&self) -> [Segment; 2] {
        [self.place.into(), self.name.into()]
    }

    fn into_read<T>(self, value: Option<T>, faults: Vec<Fault>) -> Read<T> {
        Read::new(self.location(), value, faults)
    }
}

fn parse<T: Scalar>(text: &str) -> Result<T, Problem> {
    T::read(text)
}

fn decode<T: for<'de> Deserialize<'de>>(text: &str) -> Result<T, Problem> {
    let text: StrDeserializer<'_, Error> = text.into_deserializer();
    T::deserialize(text).map_err(|error| Problem::new("value_error", error.to_string()))
}

fn listed<T: FromStr<Err: Display>>(text: &str) -> Result<T, Problem> {
    text.parse()
        .map_err(|error: T::Err| Problem::new("value_error", error.to_string()))
}

/// A parameter that was read, with what is wrong with it.
#[derive(Debug)]
#[must_use = "the faults are lost"]
pub struct Read<T> {
    location: [Segment; 2],
    value: Reviewed<T>,
    faults: Vec<Fault>,
    /// The positions of the items of a list that could not be read, and are not in it.
    lacking: Vec<usize>,
}

impl<T> Read<T> {
    /// What was read at that place: no value where nothing came.
    pub fn new(location: [Segment; 2], value: Option<T>, faults: Vec<Fault>) -> Self {
        Self {
            location,
            value: value.into(),
            faults,
            lacking: Vec::new(),
        }
    }

    /// What was read at that place, which may not be what came.
    pub fn reviewed(location: [Segment; 2], value: Reviewed<T>, faults: Faults) -> Self {
        Self {
            location,
            value,
            faults: faults.into_vec(),
            lacking: Vec::new(),
        }
    }

    /// What could not be read.
    pub fn refused(location: [Segment; 2], problem: Problem) -> Self {
        let fault = problem.at(location.clone());
        Self::new(location, None, vec![fault])
    }

    /// The value as what `map` makes of it.
    pub fn map<U>(self, map: impl FnOnce(T) -> U) -> Read<U> {
        Read {
            location: self.location,
            value: self.value.map(map),
            faults: self.faults,
            lacking: self.lacking,
        }
    }

    /// Checks the value and its parts, if there is one; `check` knows where it is.
    pub fn check_parts(mut self, check: impl FnOnce(&T, [Segment; 2]) -> Vec<Fault>) -> Self {
        if let Some(value) = self.value.value() {
            let found = check(value, self.location.clone()).into_iter();
            let sure = found.filter(|fault| self.value.is_sure(fault));
            self.faults.extend(sure);
        }
        self
    }

    /// Checks the value, if there is one. That a list has too few items is not sure where some could not be read.
    pub fn check(mut self, check: impl FnOnce(&T) -> Checked) -> Self {
        if let Some(Err(breach)) = self.value.value().map(check) {
            let is_sure = self.lacking.is_empty() || breach.keyword != "minItems";
            let fault = is_sure.then(|| Problem::from(breach).at(self.location.clone()));
            self.faults.extend(fault);
        }
        self
    }

    /// The value, which must have been given. `None` means that a fault was added.
    pub fn required(self, faults: &mut Faults) -> Option<T> {
        if self.value.value().is_none() && self.faults.is_empty() {
            faults.push(Problem::new("missing", "Must be given").at(self.location.clone()));
        }
        self.optional(faults)?
    }

    /// The value, if it was given. `None` means that a fault was added.
    pub fn optional(self, faults: &mut Faults) -> Option<Option<T>> {
        let is_sound = self.faults.is_empty();
        faults.extend(self.faults);
        is_sound.then_some(self.value.fitting())
    }

    /// The value, or `default` if it was not given. `None` means that a fault was added.
    pub fn or(self, default: T, faults: &mut Faults) -> Option<T> {
        Some(self.optional(faults)?.unwrap_or(default))
    }
}

impl<T> Read<Vec<T>> {
    /// Checks each item.
    pub fn check_items(mut self, check: impl Fn(&T) -> Checked) -> Self {
        let positions = (0..).filter(|index| self.lacking.binary_search(index).is_err());
        let items = self.value.value().into_iter().flatten();
        for (index, item) in positions.zip(items) {
            if let Err(breach) = check(item) {
                let location = self.location.iter().cloned();
                let index = Segment::Index(index);
                self.faults
                    .push(Problem::from(breach).at(location.chain([index])));
            }
        }
        self
    }
}
