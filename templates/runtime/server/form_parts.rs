//! What is done with each part of a form: values are collected, files are passed on.

use std::marker::PhantomData;
use std::task::{Context, Poll, ready};

use http::HeaderMap;
use http::header::CONTENT_TYPE;
use http::request::Parts;

use super::super::support::media_type;
use super::body::BodyLimit;
use super::disposition;
use super::fault::{Fault, Faults, Problem, Segment};
use super::multipart::{Form, Values};
use super::part_reader::Reader;
use super::unreadable::Unreadable;

/// What parts a form has.
#[derive(Debug, Clone, Copy)]
pub struct Shape {
    /// The names of those that are values, or parts of values.
    pub values: &'static [&'static str],
    /// Those that are files.
    pub files: &'static [Described],
    /// What becomes of all others.
    pub others: Others,
}

/// What the document says of a file.
#[derive(Debug, Clone, Copy)]
pub struct Described {
    /// Its name.
    pub name: &'static str,
    /// What it may be; anything where that is not said.
    pub media_types: &'static [&'static str],
    /// How many of them there are at least.
    pub least: usize,
    /// How many of them there are at most.
    pub most: usize,
}

/// What becomes of parts that the document does not name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Others {
    /// They are passed over.
    Dropped,
    /// They are faults.
    Refused,
    /// They are members of a value.
    Collected,
    /// They are passed on.
    Taken,
}

/// What a part is for.
enum Role {
    Value,
    File(usize, Described),
    Other(Others),
}

impl Shape {
    fn role(&self, name: &str) -> Role {
        let file = self.files.iter().position(|file| file.name == name);
        if let Some((position, file)) = file.and_then(|at| Some((at, self.files.get(at)?))) {
            return Role::File(position, *file);
        }
        let is_value = |name: &str| self.values.contains(&name);
        let is_within = name.split_once('[').is_some_and(|(name, _)| is_value(name));
        match is_value(name) || is_within {
            true => Role::Value,
            false => Role::Other(self.others),
        }
    }
}

/// What has come of a form.
pub struct Collected<F> {
    values: Values,
    faults: Faults,
    /// How many there have been of each file.
    counts: Vec<usize>,
    /// How long a form may be without its files, and how much of that is left.
    limit: usize,
    left: usize,
    current: Option<Current>,
    form: PhantomData<fn() -> F>,
}

/// A part that is being read.
struct Current {
    name: String,
    headers: HeaderMap,
    /// What there is of it; none of what is passed over.
    held: Option<Vec<u8>>,
}

impl<F: Form> Collected<F> {
    /// Nothing yet of what comes with this request.
    pub fn new(parts: &Parts) -> Self {
        let BodyLimit(limit) = parts.extensions.get().copied().unwrap_or_default();
        Self {
            values: Values::default(),
            faults: Faults::new(),
            counts: vec![0; F::shape().files.len()],
            limit,
            left: limit,
            current: None,
            form: PhantomData,
        }
    }

    /// Goes on to the next part that is passed on: its position, and its headers. `None` means that there are no more parts.
    pub fn poll_file(
        &mut self,
        reader: &mut Reader,
        context: &mut Context<'_>,
    ) -> Poll<Result<Option<(usize, HeaderMap)>, Unreadable>> {
        loop {
            while let Some(current) = &mut self.current {
                let Some(piece) = ready!(reader.poll_data(context))? else {
                    self.end_current()?;
                    break;
                };
                self.left = match self.left.checked_sub(piece.len()) {
                    Some(left) => left,
                    None => return Poll::Ready(Err(Unreadable::too_large(self.limit))),
                };
                if let Some(held) = &mut current.held {
                    held.extend_from_slice(&piece);
                }
            }
            let Some(headers) = ready!(reader.poll_head(context))? else {
                return Poll::Ready(Ok(None));
            };
            if let Some(position) = self.begin(&headers)? {
                return Poll::Ready(Ok(Some((position, headers))));
            }
        }
    }

    /// Looks at a part: the position of one that is passed on.
    fn begin(&mut self, headers: &HeaderMap) -> Result<Option<usize>, Unreadable> {
        let name = disposition::parameter(headers, "name").unwrap_or_default();
        let place = [Segment::from("body"), Segment::from(name.clone())];
        let role = F::shape().role(&name);
        let is_known = matches!(role, Role::Value | Role::File(..));
        if is_known {
            let check = |found: &mut Faults| F::check_headers(&name, headers, found);
            self.faults.add_within(&place, check);
        }
        let is_kept = match role {
            Role::File(position, described) => {
                self.count(position);
                let problem = self.problem(position, described, headers);
                let found = problem.map(|problem| problem.at(place));
                self.faults.extend(found);
                std::mem::take(&mut self.faults)
                    .finish(|| Some(Some(position)))
                    .map_err(Unreadable::from)?;
                return Ok(Some(position));
            }
            Role::Other(Others::Taken) => return Ok(Some(F::shape().files.len())),
            Role::Other(Others::Refused) => {
                let problem = Problem::new("unknown_part", "Is no part of the body");
                self.faults.push(problem.at(place));
                false
            }
            Role::Other(Others::Dropped) => false,
            Role::Value | Role::Other(Others::Collected) => true,
        };
        self.current = Some(Current {
            name,
            headers: headers.clone(),
            held: is_kept.then(Vec::new),
        });
        Ok(None)
    }

    fn count(&mut self, position: usize) {
        if let Some(count) = self.counts.get_mut(position) {
            *count += 1;
        }
    }

    /// What is wrong with a file before it is read.
    fn problem(
        &self,
        position: usize,
        described: Described,
        headers: &HeaderMap,
    ) -> Option<Problem> {
        let count = self.counts.get(position).copied().unwrap_or_default();
        if count > described.most {
            return Some(match described.most {
                1 => Problem::repeated(),
                most => Problem::new("too_long", format!("Must have at most {most} items")),
            });
        }
        let (media_types, is_said) = (described.media_types, says_what(headers));
        let is_wrong = is_said && media_type::find(headers, &[media_types]).is_none();
        (is_wrong && !media_types.is_empty()).then(|| {
            let message = format!("Must be {}", media_types.join(" or "));
            Problem::new("media_type", message)
        })
    }

    fn end_current(&mut self) -> Result<(), Unreadable> {
        match self.current.take() {
            Some(Current {
                name,
                headers,
                held: Some(held),
            }) => self.values.add(name, headers, held),
            _ => Ok(()),
        }
    }

    /// The values that have come so far.
    ///
    /// # Errors
    ///
    /// 422 when they are not as the document has them.
    pub fn values(&self) -> Result<F, Unreadable> {
        let mut faults = Faults::new();
        let form = F::read(&self.values, &mut faults);
        faults.finish(|| form).map_err(Unreadable::from)
    }

    /// All values, after the last part.
    ///
    /// # Errors
    ///
    /// 422 when the form is not as the document has it.
    pub fn finish(&mut self) -> Result<F, Unreadable> {
        let mut faults = Faults::new();
        let form = self.read(&mut faults);
        faults.finish(|| form).map_err(Unreadable::from)
    }

    /// The same where more is looked at than the form. `None` means that a fault was added.
    pub fn read(&mut self, faults: &mut Faults) -> Option<F> {
        faults.append(std::mem::take(&mut self.faults));
        faults.extend(self.missing());
        F::read(&self.values, faults)
    }

    /// The files that have to be there and are not.
    fn missing(&self) -> Vec<Fault> {
        let files = F::shape().files.iter().zip(&self.counts);
        let missing = files.filter(|(file, count)| **count < file.least);
        let faults = missing.map(|(file, count)| {
            let problem = match count {
                0 => Problem::new("missing", "Must be given"),
                _ => {
                    let message = format!("Must have at least {} items", file.least);
                    Problem::new("too_short", message)
                }
            };
            problem.at([Segment::from("body"), Segment::from(file.name)])
        });
        faults.collect()
    }
}

/// Whether a part says what it is: many senders have this where they do not know.
fn says_what(headers: &HeaderMap) -> bool {
    let said = headers.get(CONTENT_TYPE);
    said.is_some_and(|said| said != "application/octet-stream")
}
