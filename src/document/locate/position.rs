//! Lines and columns of byte positions.

use std::ops::Range;

use crate::diagnostic::Span;
use crate::document::source::Source;

/// The spans of these stretches of the source's text, each cut at the end of its first line.
///
/// One walk over the text serves all of them, so that a document of one long line is not counted from its beginning for each.
pub(crate) fn spans(source: &Source, ranges: &[Option<Range<usize>>]) -> Vec<Option<Span>> {
    let mut order: Vec<(usize, &Range<usize>)> = ranges
        .iter()
        .enumerate()
        .filter_map(|(index, range)| range.as_ref().map(|range| (index, range)))
        .collect();
    order.sort_by_key(|(_, range)| range.start);
    let mut spans = vec![None; ranges.len()];
    let mut cursor = Cursor::new(source);
    for (index, range) in order {
        if let Some(slot) = spans.get_mut(index) {
            *slot = Some(cursor.span(range));
        }
    }
    spans
}

/// The span of the rest of the line at one position.
pub(crate) fn span(source: &Source, at: usize) -> Span {
    Cursor::new(source).span(&(at..at.saturating_add(1)))
}

/// Walks forward through a text.
struct Cursor<'a> {
    text: &'a str,
    /// What the byte order mark takes.
    offset: usize,
    at: usize,
    line: usize,
    column: usize,
}

impl<'a> Cursor<'a> {
    fn new(source: &'a Source) -> Self {
        Self {
            text: source.text(),
            offset: source.offset(),
            at: 0,
            line: 1,
            column: 1,
        }
    }

    fn span(&mut self, range: &Range<usize>) -> Span {
        let start = floor(self.text, range.start);
        self.advance(start);
        let end = floor(self.text, range.end).max(start);
        let length = self
            .text
            .get(start..end)
            .map_or(0, |text| text.find(['\n', '\r']).unwrap_or(text.len()));
        Span {
            line: self.line,
            column: self.column,
            start: start + self.offset,
            end: start + length + self.offset,
        }
    }

    fn advance(&mut self, to: usize) {
        let passed = self.text.get(self.at..to).unwrap_or("");
        let lines = passed.bytes().filter(|byte| *byte == b'\n').count();
        let rest = passed.rsplit('\n').next().unwrap_or("");
        let characters = rest.chars().count();
        if lines == 0 {
            self.column += characters;
        } else {
            self.line += lines;
            self.column = characters + 1;
        }
        self.at = to;
    }
}

/// The nearest position that is not inside a character, at or before this one.
fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
