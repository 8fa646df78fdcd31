//! Parameters that have parts: how a style is taken apart.

use std::borrow::Cow;

use serde::de::DeserializeOwned;

use super::super::support::json;
use super::super::support::style::Style;
use super::assembly::{Node, Written, read};
use super::fault::{Faults, Problem, Segment};
use super::json_text;
use super::mend::MOST;
use super::outline::Outline;
use super::pairs::Pairs;
use super::parameter::{Parameter, Read};
use super::reviewed::Reviewed;
use super::schema::Schema;

/// The deepest way into a parameter: `filter[a][b]` has two steps.
const DEEPEST: usize = 32;

impl<'a> Parameter<'a> {
    /// Reads a value that is written in this style.
    pub fn styled<T: DeserializeOwned>(self, style: Style, written: Written) -> Read<T> {
        let node = match self.values() {
            [] => Ok(None),
            values => take_apart(&self, values, style, written.outline).map(Some),
        };
        read(self.location(), node, written)
    }

    /// Reads an object that is written as one text, which is a form.
    pub fn form<T: DeserializeOwned>(self, written: Written) -> Read<T> {
        let location = self.location();
        let text = match self.values() {
            [] => return Read::new(location, None, Vec::new()),
            [value] => self.text(value),
            _ => Err(Problem::repeated()),
        };
        let text = match text {
            Ok(text) => text,
            Err(problem) => return Read::refused(location, problem),
        };
        let pairs = Pairs::of_query(Some(&text));
        let node = pairs.members(written.outline, &[]);
        read(location, node.map(Some), written)
    }

    /// Reads JSON text.
    pub fn json<T: DeserializeOwned>(self, schema: Schema) -> Read<T> {
        let location = self.location();
        let text = match self.values() {
            [] => return Read::new(location, None, Vec::new()),
            [value] => self.text(value),
            _ => Err(Problem::repeated()),
        };
        let mut faults = Faults::new();
        match text.and_then(|text| json(&text, (&location, schema), &mut faults)) {
            Ok(value) => Read::reviewed(location, value, faults),
            Err(problem) => Read::refused(location, problem),
        }
    }

    /// Reads a list of which each item is a JSON text of its own.
    pub fn json_items<T: DeserializeOwned>(self, schema: Schema) -> Read<Vec<T>> {
        let location = self.location();
        if self.values().is_empty() {
            return Read::new(location, None, Vec::new());
        }
        let mut faults = Faults::new();
        let values = self.values().iter().enumerate();
        let items = values.map(|(index, value)| {
            let [place, name] = location.clone();
            let at = [place, name, Segment::Index(index)];
            if faults.len() >= MOST {
                return Reviewed::nothing();
            }
            let text = self.text(value);
            let item = text.and_then(|text| json(&text, (&at, schema), &mut faults));
            item.unwrap_or_else(|problem| {
                faults.push(problem.at(at));
                Reviewed::nothing()
            })
        });
        let items = Reviewed::list(items.collect());
        Read::reviewed(location, items, faults)
    }
}

fn json<T: DeserializeOwned>(
    text: &str,
    described: (&[Segment], Schema),
    faults: &mut Faults,
) -> Result<Reviewed<T>, Problem> {
    let read = json_text::read(text.as_bytes(), described, json::decode, faults);
    read.map_err(|error| json_text::not_json(&error))
}

impl Pairs<'_> {
    /// The members of an object that are pairs by themselves. Those that the outline does not name, and that are `declared`,
    /// are no members of it.
    fn members(&self, outline: &'static Outline, declared: &[&str]) -> Result<Node<'_>, Problem> {
        let mut node = Node::default();
        for (member, value) in &self.list {
            let is_member = outline.names(member)
                || (outline.member(member).is_some() && !declared.contains(&&**member));
            if is_member {
                node.add(Cow::Borrowed(member), self.text(value)?);
            }
        }
        Ok(node)
    }

    /// The members of an object that is a form. Members with parts may be named by the way to them, `name[member]`, however they are
    /// declared to be; of those in `styles` all values stand in one pair.
    pub fn form(
        &self,
        outline: &'static Outline,
        styles: &[(&str, Style)],
    ) -> Result<Node<'_>, Problem> {
        let mut node = Node::default();
        for (key, value) in &self.list {
            let style = styles.iter().find(|(name, _)| *name == &**key);
            let separators = style.map_or(&[][..], |(_, style)| delimiters(*style));
            let has_parts = outline.member(key).is_some_and(Outline::has_parts);
            if has_parts && !separators.is_empty() {
                for piece in split(value, separators) {
                    node.add(Cow::Borrowed(key), self.text(piece)?);
                }
                continue;
            }
            let text = self.text(value)?;
            match key.split_once('[') {
                Some((name, _)) if !outline.names(key) && outline.names(name) => {
                    let rest = key.strip_prefix(name).unwrap_or_default();
                    let Some(way) = way(rest).filter(|way| way.len() <= DEEPEST) else {
                        return Err(Problem::new(
                            "value_error",
                            format!("`{key}` names no member"),
                        ));
                    };
                    let mut part = node.parts.entry(Cow::Borrowed(name)).or_default();
                    for step in way {
                        part = part.parts.entry(Cow::Borrowed(step)).or_default();
                    }
                    part.texts.push(text);
                }
                _ => node.add(Cow::Borrowed(key), text),
            }
        }
        Ok(node)
    }

    /// Reads an object each member of which is a pair of its own (style `form`, exploded), or whatever else `name` holds.
    /// Pairs that the outline does not name, and that are `declared`, belong to other parameters.
    pub fn exploded<T: DeserializeOwned>(
        &self,
        name: &'static str,
        written: Written,
        declared: &[&str],
    ) -> Read<T> {
        let parameter = self.parameter(name);
        match self.members(written.outline, declared) {
            Ok(node) if node.parts.is_empty() => parameter.styled(Style::FormExploded, written),
            node => read(parameter.location(), node.map(Some), written),
        }
    }

    /// Reads a value whose parts are named by the way to them: `name[member]` (style `deepObject`).
    pub fn deep<T: DeserializeOwned>(&self, name: &'static str, written: Written) -> Read<T> {
        let location = self.parameter(name).location();
        let mut root: Option<Node<'_>> = None;
        for (key, value) in &self.list {
            let Some(way) = key.strip_prefix(name).and_then(way) else {
                continue;
            };
            let text = match self.text(value) {
                Ok(text) if way.len() <= DEEPEST => text,
                Ok(_) => {
                    let problem = Problem::new("too_deep", "Must not be that deep");
                    return Read::refused(location, problem);
                }
                Err(problem) => return Read::refused(location, problem),
            };
            let mut node = root.get_or_insert_default();
            for step in way {
                node = node.parts.entry(Cow::Borrowed(step)).or_default();
            }
            node.texts.push(text);
        }
        read(location, Ok(root), written)
    }

    fn text<'a>(&self, value: &'a [u8]) -> Result<Cow<'a, str>, Problem> {
        (self.decoding)(value).ok_or_else(Problem::not_utf8)
    }
}

/// The steps of `[member][3][]`; none at all for nothing. `None` where it is another name.
fn way(rest: &str) -> Option<Vec<&str>> {
    let mut steps = Vec::new();
    let mut rest = rest;
    while !rest.is_empty() {
        let (step, after) = rest.strip_prefix('[')?.split_once(']')?;
        steps.push(step);
        rest = after;
    }
    Some(steps)
}

/// What stands between the items of a list that is one pair of a form; nothing where each has a pair of its own.
fn delimiters(style: Style) -> &'static [&'static [u8]] {
    match style {
        Style::Form => &[b","],
        Style::SpaceDelimited => &[b"%20", b"+"],
        Style::PipeDelimited => &[b"|", b"%7C", b"%7c"],
        _ => &[],
    }
}

/// What stands between the parts of a value, in all the ways in which it may be written. In a body nothing is encoded.
fn separators(style: Style, is_in_body: bool) -> &'static [&'static [u8]] {
    match style {
        Style::SpaceDelimited if is_in_body => &[b" "],
        Style::PipeDelimited if is_in_body => &[b"|"],
        Style::SpaceDelimited => &[b"%20", b"+", b" "],
        Style::PipeDelimited => &[b"|", b"%7C", b"%7c"],
        Style::LabelExploded => &[b"."],
        Style::MatrixExploded => &[b";"],
        _ => &[b","],
    }
}

fn take_apart<'a>(
    parameter: &Parameter<'a>,
    values: &[&'a [u8]],
    style: Style,
    outline: &Outline,
) -> Result<Node<'a>, Problem> {
    let decoded = |texts: Vec<&'a [u8]>| {
        let texts = texts.into_iter().map(|text| parameter.text(text));
        texts.collect::<Result<Vec<_>, _>>()
    };
    let is_empty = values.iter().all(|value| value.is_empty());
    let values = values.iter().map(|value| bare(parameter, value, style));
    let is_whole = !outline.has_parts() || (outline.is_plain() && is_empty);
    if style == Style::FormExploded || is_whole {
        let values = values.map(|value| without_name(parameter, value, style));
        return decoded(values.collect()).map(Node::of_texts);
    }
    let pieces: Vec<&[u8]> = values
        .filter(|value| !value.is_empty())
        .flat_map(|value| split(value, separators(style, parameter.is_in_body())))
        .collect();
    if let Some(named) = named(parameter, &pieces, style, outline) {
        return members(parameter, named);
    }
    if outline.items.is_none() && !outline.is_plain() {
        let message = "Must be names and values, in turn";
        return Err(Problem::new("object_parsing", message));
    }
    let pieces = pieces.into_iter();
    let items = pieces.map(|piece| without_name(parameter, piece, style));
    decoded(items.collect()).map(Node::of_texts)
}

/// The pieces as names and values, where they are an object. A list of texts may be as long as one, and has no names.
fn named<'a>(
    parameter: &Parameter<'_>,
    pieces: &[&'a [u8]],
    style: Style,
    outline: &Outline,
) -> Option<Vec<(&'a [u8], &'a [u8])>> {
    outline.members.as_ref()?;
    let is_list = outline.items.is_some();
    if matches!(
        style,
        Style::SimpleExploded | Style::LabelExploded | Style::MatrixExploded
    ) {
        let is_object = !is_list || pieces.iter().any(|piece| piece.contains(&b'='));
        return is_object.then(|| pieces.iter().map(|piece| split_name(piece)).collect());
    }
    let pairs = pieces.chunks_exact(2);
    if !pairs.remainder().is_empty() {
        return None;
    }
    let named: Vec<_> = pairs.filter_map(pair).collect();
    let is_known = |name: &[u8]| {
        let name = parameter.text(name);
        name.is_ok_and(|name| outline.member(&name).is_some())
    };
    let is_object = !is_list || named.iter().all(|(name, _)| is_known(name));
    is_object.then_some(named)
}

/// A value without what a style puts before it.
fn bare<'a>(parameter: &Parameter<'_>, value: &'a [u8], style: Style) -> &'a [u8] {
    match style {
        Style::Label | Style::LabelExploded => value.strip_prefix(b".").unwrap_or(value),
        Style::Matrix => {
            let value = value.strip_prefix(b";").unwrap_or(value);
            without_name(parameter, value, Style::MatrixExploded)
        }
        Style::MatrixExploded => value.strip_prefix(b";").unwrap_or(value),
        _ => value,
    }
}

/// An item without the parameter's name, which exploded `matrix` repeats.
fn without_name<'a>(parameter: &Parameter<'_>, piece: &'a [u8], style: Style) -> &'a [u8] {
    if style != Style::MatrixExploded {
        return piece;
    }
    let (name, value) = split_name(piece);
    if name == parameter.name().as_bytes() {
        value
    } else {
        piece
    }
}

fn split<'a>(value: &'a [u8], separators: &[&[u8]]) -> Vec<&'a [u8]> {
    let mut pieces = Vec::new();
    let mut rest = value;
    let mut end = 0;
    while end < rest.len() {
        let (piece, after) = rest.split_at(end);
        let mut found = separators.iter();
        match found.find_map(|separator| after.strip_prefix(*separator)) {
            Some(after) => {
                pieces.push(piece);
                rest = after;
                end = 0;
            }
            None => end += 1,
        }
    }
    pieces.push(rest);
    pieces
}

/// What stands before the first `=` and behind it; an empty value may do without.
fn split_name(piece: &[u8]) -> (&[u8], &[u8]) {
    let end = piece.iter().position(|byte| *byte == b'=');
    let (name, value) = piece.split_at(end.unwrap_or(piece.len()));
    (name, value.strip_prefix(b"=").unwrap_or(value))
}

fn pair<'a>(pieces: &[&'a [u8]]) -> Option<(&'a [u8], &'a [u8])> {
    Some((*pieces.first()?, *pieces.last()?))
}

fn members<'a>(
    parameter: &Parameter<'a>,
    named: Vec<(&'a [u8], &'a [u8])>,
) -> Result<Node<'a>, Problem> {
    let mut node = Node::default();
    for (name, value) in named {
        node.add(parameter.text(name)?, parameter.text(value)?);
    }
    Ok(node)
}
