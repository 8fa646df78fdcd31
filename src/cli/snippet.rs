//! The part of a line that a diagnostic shows, whatever the length of the line.

use std::ops::Range;

/// How much is shown before a place, in bytes.
const BEFORE: usize = 100;

/// How much is shown from the beginning of a place, in bytes.
const AFTER: usize = 140;

/// What stands for the rest of a line.
const CUT: &str = "…";

/// A line with a place in it, cut where it is long.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Window {
    /// What is shown.
    pub(super) text: String,
    /// Where the place is in it, up to the end of its line.
    pub(super) place: Range<usize>,
    /// Whether it begins where the line does.
    pub(super) is_whole_before: bool,
}

impl Window {
    /// The line around a place in a text; `None` when the place is not in the text.
    ///
    /// Only what may be shown is looked at: a document can be one line of many megabytes.
    pub(super) fn new(text: &str, start: usize, end: usize) -> Option<Self> {
        let earliest = boundary_at_or_after(text, start.saturating_sub(BEFORE));
        let latest = boundary_at_or_after(text, start.saturating_add(AFTER));
        let before = text.get(earliest..start)?;
        let after = text.get(start..latest)?;
        let (head, is_cut_before) = match before.rfind('\n') {
            Some(line_break) => (before.get(line_break + 1..)?, false),
            None => (before, earliest > 0),
        };
        let (tail, is_cut_after) = match after.find('\n') {
            Some(line_break) => (after.get(..line_break)?, false),
            None => (after, latest < text.len()),
        };
        let tail = tail.strip_suffix('\r').unwrap_or(tail);
        let opening = if is_cut_before { CUT } else { "" };
        let closing = if is_cut_after { CUT } else { "" };
        let begin = opening.len() + head.len();
        let length = end.saturating_sub(start).min(tail.len());
        Some(Self {
            text: format!("{opening}{head}{tail}{closing}"),
            place: begin..begin + length,
            is_whole_before: !is_cut_before,
        })
    }
}

fn boundary_at_or_after(text: &str, index: usize) -> usize {
    (index..text.len())
        .find(|index| text.is_char_boundary(*index))
        .unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, start: usize, end: usize) -> (String, String) {
        let window = Window::new(text, start, end).expect("the place is in the text");
        let place = window.text[window.place].to_owned();
        (window.text, place)
    }

    #[test]
    fn a_short_line_is_shown_whole() {
        let expected = ("  b: ü".to_owned(), "ü".to_owned());
        assert_eq!(shown("a: 1\n  b: ü\r\nc: 2\n", 10, 12), expected);
    }

    #[test]
    fn a_place_of_many_lines_ends_with_the_first() {
        assert_eq!(
            shown("a:\n  b: 1\n", 0, 9),
            ("a:".to_owned(), "a:".to_owned())
        );
    }

    #[test]
    fn a_long_line_is_cut_between_characters() {
        let text = format!("{}x{}", "ü".repeat(500), "ä".repeat(500));
        let (line, place) = shown(&text, 1000, 1001);
        assert_eq!(place, "x");
        assert!(line.starts_with("…ü") && line.ends_with("ä…"), "{line}");
        assert!(line.len() < 260, "{}", line.len());
    }

    #[test]
    fn the_end_of_a_text_is_a_place_and_beyond_is_none() {
        assert_eq!(shown("abc", 3, 9), ("abc".to_owned(), String::new()));
        assert_eq!(Window::new("abc", 4, 5), None);
        assert_eq!(Window::new("ü", 1, 2), None);
    }
}
