//! Text of a document as the text of a doc comment.
//!
//! The document's CommonMark is kept as far as rustdoc and clippy read it the same way. What they would take for something
//! else is escaped: an HTML tag, a link to a Rust item, a code block that would be run as a test.

use std::borrow::Cow;
use std::collections::HashMap;

use crate::ir::Docs;

/// The lines for an item: its title, an empty line, its description; `otherwise` where it has neither.
pub(super) fn of(docs: &Docs, otherwise: &str) -> Vec<String> {
    let title = docs
        .title
        .as_deref()
        .map(str::trim)
        .filter(|title| !title.is_empty());
    let description = docs
        .description
        .as_deref()
        .map(str::trim)
        .filter(|text| !text.is_empty());
    match (title, description) {
        (None, None) => lines(otherwise),
        (Some(text), None) | (None, Some(text)) => lines(text),
        (Some(title), Some(description)) if title == description => lines(title),
        (Some(title), Some(description)) => lines(&format!("{title}\n\n{description}")),
    }
}

/// The lines of a text.
pub(super) fn lines(text: &str) -> Vec<String> {
    let mut writer = Writer::default();
    for line in text.trim().lines() {
        writer.line(without_controls(line).trim_end());
    }
    writer.finish()
}

/// A text as code; `None` where it has several lines, more than `longest` bytes, or nothing to see.
pub(super) fn code(text: &str, longest: usize) -> Option<String> {
    let has_lines = text.contains('\n');
    let text = without_controls(text);
    let text = text.trim_end();
    if has_lines || text.trim().is_empty() || text.len() > longest {
        return None;
    }
    // The fence is longer than every run of backticks inside.
    let longest_run = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest_run + 1);
    let padding = if text.starts_with('`') || text.ends_with('`') {
        " "
    } else {
        ""
    };
    Some(format!("{fence}{padding}{text}{padding}{fence}"))
}

/// A link to a place, where the text is one; else the text.
pub(super) fn place(url: &str) -> String {
    let url = without_controls(url.trim());
    let url = url.trim_end();
    let is_link = (url.starts_with("https://") || url.starts_with("http://"))
        && !url.contains(|c: char| c.is_whitespace() || "<>[]`\\|".contains(c));
    if is_link {
        format!("<{url}>")
    } else {
        escape(url)
    }
}

/// Replaces tabs, and leaves out what rustc does not allow in comments: control characters, and those that turn the
/// direction of text.
fn without_controls(line: &str) -> Cow<'_, str> {
    if line.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return Cow::Borrowed(line);
    }
    let line = line.replace('\t', "    ");
    let kept = line.chars().filter(|character| {
        !character.is_control()
            && !matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    });
    Cow::Owned(kept.collect())
}

#[derive(Default)]
struct Writer {
    lines: Vec<String>,
    /// The fence that closes the code block we are in.
    fence: Option<String>,
    /// The column at which the text of the list item begins that we are in.
    item: Option<usize>,
}

impl Writer {
    fn line(&mut self, line: &str) {
        let text = line.trim_start();
        if let Some(fence) = &self.fence {
            if text.starts_with(fence.as_str()) && text.trim_start_matches(['`', '~']).is_empty() {
                self.lines.push(fence.clone());
                self.fence = None;
            } else {
                self.lines.push(line.to_owned());
            }
        } else if let Some(fence) = opening_fence(text) {
            self.separate();
            let language = text.trim_start_matches(['`', '~']).trim();
            self.lines
                .push(format!("{fence}{}", harmless_language(language)));
            self.fence = Some(fence);
        } else if text.is_empty() {
            self.separate();
        } else {
            self.prose(line, text);
        }
    }

    /// A paragraph, a list item or what goes on in one. Indentation that would make a code block is taken away, and a line
    /// that goes on in a list item is set below its text, as clippy asks for.
    fn prose(&mut self, line: &str, text: &str) {
        let indent = line.len() - text.len();
        let escaped = escape(text);
        match (marker_width(text), self.item) {
            (Some(width), outer) => {
                let indent = if outer.is_some_and(|column| indent >= column) {
                    outer.unwrap_or(0)
                } else {
                    0
                };
                self.item = Some(indent + width);
                let (marker, rest) = text.split_at(width.min(text.len()));
                // More space behind the marker would set the text, and all below it, further in.
                let rest = escape(rest.trim_start());
                let line = format!("{}{marker}{rest}", " ".repeat(indent));
                self.lines.push(line.trim_end().to_owned());
            }
            (None, Some(column)) if self.lines.last().is_some_and(|last| !last.is_empty()) => {
                self.lines.push(format!("{}{escaped}", " ".repeat(column)));
            }
            (None, _) => {
                self.item = None;
                self.lines.push(escaped);
            }
        }
    }

    /// An empty line, but never two.
    fn separate(&mut self) {
        if self.lines.last().is_some_and(|last| !last.is_empty()) {
            self.lines.push(String::new());
        }
    }

    fn finish(mut self) -> Vec<String> {
        if let Some(fence) = self.fence.take() {
            self.lines.push(fence);
        }
        while self.lines.last().is_some_and(String::is_empty) {
            self.lines.pop();
        }
        self.lines
    }
}

fn opening_fence(text: &str) -> Option<String> {
    let mark = text
        .chars()
        .next()
        .filter(|first| matches!(first, '`' | '~'))?;
    let run: String = text
        .chars()
        .take_while(|character| *character == mark)
        .collect();
    let info = text.get(run.len()..).unwrap_or_default();
    (run.len() >= 3 && !info.contains(mark)).then_some(run)
}

/// A language that rustdoc does not take for Rust, which it would run as a test.
fn harmless_language(language: &str) -> &str {
    const HARMLESS: [&str; 16] = [
        "bash",
        "console",
        "csharp",
        "go",
        "html",
        "http",
        "java",
        "javascript",
        "json",
        "php",
        "python",
        "ruby",
        "sh",
        "shell",
        "xml",
        "yaml",
    ];
    HARMLESS
        .iter()
        .find(|known| language.eq_ignore_ascii_case(known))
        .copied()
        .unwrap_or("text")
}

/// How many characters the marker of a list item takes, with the one space behind it.
fn marker_width(text: &str) -> Option<usize> {
    let digits = text.chars().take_while(char::is_ascii_digit).count();
    let after = text.get(digits..)?;
    let marker = match after.chars().next()? {
        '-' | '*' | '+' if digits == 0 => 1,
        '.' | ')' if (1..=9).contains(&digits) => digits + 1,
        _ => return None,
    };
    text.get(marker..)?.starts_with(' ').then_some(marker + 1)
}

/// Escapes a line outside of code blocks.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 8);
    let mut rest = text;
    let mut code_spans = CodeSpans::of(text);
    // A quotation could go on in the next line without its mark, and a line of marks would make a heading.
    if rest.starts_with(['>', '=']) {
        escaped.push('\\');
    }
    loop {
        let plain_length = rest.find(is_special).unwrap_or(rest.len());
        let (plain_text, from) = rest.split_at(plain_length);
        escaped.push_str(plain_text);
        rest = from;
        let Some(first) = rest.chars().next() else {
            break;
        };
        let taken = match first {
            '`' => code_spans.take(text, text.len() - rest.len(), &mut escaped),
            '[' => link(rest, &mut escaped),
            '<' => autolink(rest, &mut escaped),
            'h' => url(rest, &mut escaped),
            '\\' => backslash(rest, &mut escaped),
            _ => 0,
        };
        let taken = if taken == 0 {
            plain(first, &mut escaped)
        } else {
            taken
        };
        rest = rest.get(taken..).unwrap_or_default();
    }
    escaped
}

/// What may be the beginning of markup.
fn is_special(character: char) -> bool {
    matches!(character, '`' | '[' | ']' | '<' | 'h' | '\\')
}

fn plain(character: char, escaped: &mut String) -> usize {
    if matches!(character, '<' | '[' | ']' | '`') {
        escaped.push('\\');
    }
    escaped.push(character);
    character.len_utf8()
}

/// Where the runs of backticks of a line stand, so that none is looked for that is not there: looking for the end of each
/// anew would take a line of backticks the square of its length.
struct CodeSpans {
    /// Where the last run of each length begins.
    last: HashMap<usize, usize>,
    /// Where the run ends in which we are.
    run_end: usize,
}

impl CodeSpans {
    fn of(text: &str) -> Self {
        let mut last = HashMap::new();
        let mut at = 0;
        while let Some(start) = find_tick(text, at) {
            let length = run_length(text, start);
            last.insert(length, start);
            at = start + length;
        }
        Self { last, run_end: 0 }
    }

    /// Code in a line is taken as it is, if it ends in the same line.
    fn take(&mut self, text: &str, at: usize, escaped: &mut String) -> usize {
        if at >= self.run_end {
            self.run_end = at + run_length(text, at);
        }
        let run = self.run_end - at;
        let last = self.last.get(&run);
        if last.is_none_or(|start| *start < self.run_end) {
            return 0;
        }
        let mut from = self.run_end;
        while let Some(start) = find_tick(text, from) {
            let length = run_length(text, start);
            if length == run {
                let end = start + run;
                escaped.push_str(text.get(at..end).unwrap_or_default());
                return end - at;
            }
            from = start + length;
        }
        0
    }
}

fn find_tick(text: &str, from: usize) -> Option<usize> {
    let found = text.get(from..)?.find('`')?;
    Some(from + found)
}

fn run_length(text: &str, start: usize) -> usize {
    let rest = text.get(start..).unwrap_or_default();
    rest.bytes().take_while(|byte| *byte == b'`').count()
}

/// `[text](https://…)` stays a link; any other target could be taken for a Rust item.
///
/// Nothing is looked at behind what cannot be in a link, since the brackets of a line may be many.
fn link(rest: &str, escaped: &mut String) -> usize {
    let tail = rest.get(1..).unwrap_or_default();
    let end = tail.find(['[', ']', '`', '<']).unwrap_or(tail.len());
    let (text, after) = tail.split_at(end);
    let Some(after) = after.strip_prefix("](") else {
        return 0;
    };
    let end = after.find([')', '(', '<', ' ', '"']);
    let (target, after) = after.split_at(end.unwrap_or(after.len()));
    let is_web = target.starts_with("https://") || target.starts_with("http://");
    if !is_web || !after.starts_with(')') {
        return 0;
    }
    escaped.push_str(&format!("[{text}]({target})"));
    text.len() + target.len() + 4
}

fn autolink(rest: &str, escaped: &mut String) -> usize {
    let tail = rest.get(1..).unwrap_or_default();
    let end = tail.find(['>', ' ', '<']).unwrap_or(tail.len());
    let (target, after) = tail.split_at(end);
    let is_web = target.starts_with("https://") || target.starts_with("http://");
    if !is_web || !after.starts_with('>') {
        return 0;
    }
    escaped.push_str(&format!("<{target}>"));
    target.len() + 2
}

/// A bare address gets the brackets that make it a link.
fn url(rest: &str, escaped: &mut String) -> usize {
    if !rest.starts_with("https://") && !rest.starts_with("http://") {
        return 0;
    }
    let end = rest.find(|character: char| {
        character.is_whitespace() || "<>\"'`()[]{}|\\^*".contains(character)
    });
    let address = rest
        .get(..end.unwrap_or(rest.len()))
        .unwrap_or_default()
        .trim_end_matches(['.', ',', ';', ':', '!', '?']);
    // No address, but a text that ends before one: it is taken as a whole, or a row of them would be looked at again and again.
    if address.ends_with("//") {
        escaped.push_str(address);
        return address.len();
    }
    escaped.push_str(&format!("<{address}>"));
    address.len()
}

/// An escape of the document's own stays one.
fn backslash(rest: &str, escaped: &mut String) -> usize {
    match rest.chars().nth(1) {
        Some(next) if next.is_ascii_punctuation() => {
            escaped.push('\\');
            escaped.push(next);
            2
        }
        _ => {
            escaped.push_str("\\\\");
            1
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(text: &str) -> String {
        lines(text).join("\n")
    }

    #[test]
    fn escapes_what_rustdoc_takes_for_markup() {
        assert_eq!(one("a <b> [c] and `<d>[e]`"), r"a \<b> \[c\] and `<d>[e]`");
        assert_eq!(one("an ` alone"), r"an \` alone");
        assert_eq!(one("*/ \"# \\ end"), "*/ \"# \\\\ end");
    }

    #[test]
    fn takes_code_that_ends_in_its_line() {
        assert_eq!(one("``a ` <b>`` `<c>"), "``a ` <b>`` \\`\\<c>");
        assert_eq!(one("```` `<a>` ``<b>`"), "\\`\\``` `<a>` ``\\<b>\\`");
    }

    #[test]
    fn takes_a_line_of_marks_in_time_that_grows_with_its_length() {
        for mark in ["`", "[", "<", "[a](", "` ``", "http://"] {
            let text = mark.repeat(50_000);
            assert!(one(&text).len() >= text.len(), "{mark}");
        }
    }

    #[test]
    fn keeps_links_to_the_web_and_makes_addresses_links() {
        assert_eq!(
            one("[docs](https://example.com/a_b)"),
            "[docs](https://example.com/a_b)"
        );
        assert_eq!(
            one("see https://example.com/x."),
            "see <https://example.com/x>."
        );
        assert_eq!(one("<https://example.com>"), "<https://example.com>");
        assert_eq!(one("[a](Foo)"), r"\[a\](Foo)");
    }

    #[test]
    fn makes_no_code_block_a_test() {
        assert_eq!(one("```\nx\n```"), "```text\nx\n```");
        assert_eq!(one("```rust\nx"), "```text\nx\n```");
        assert_eq!(one("a\n\n        x <y>"), "a\n\nx \\<y>");
    }

    #[test]
    fn sets_the_lines_of_a_list_item_below_each_other() {
        assert_eq!(
            one("- one\ntwo\n- three\n  - four\nfive"),
            "- one\n  two\n- three\n  - four\n    five"
        );
        assert_eq!(one("- one\n\ntwo"), "- one\n\ntwo");
        assert_eq!(one(" *   one\n     *  two"), "* one\n  * two");
        assert_eq!(one("-5 to 5"), "-5 to 5");
    }

    #[test]
    fn leaves_out_control_characters() {
        assert_eq!(one("a\u{0}b\u{202e}c\r\nd\te"), "abc\nd    e");
    }
}
