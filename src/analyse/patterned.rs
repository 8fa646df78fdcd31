//! Texts that a pattern matches.

use regex_syntax::hir::{Class, Hir, HirKind};

use super::patterns::{Engine, Pattern};

/// The longest text that is made.
const LONGEST: usize = 256;

/// Texts that the pattern may match, without the assertions in it, which only a matcher can judge. Where a part may be
/// repeated it is there as rarely as it may be, once, or as often as makes up the length.
pub(super) fn texts(pattern: &Pattern, length: usize) -> Vec<String> {
    let Engine::Linear(translated) = &pattern.engine else {
        return Vec::new();
    };
    let Ok(hir) = regex_syntax::parse(translated) else {
        return Vec::new();
    };
    let lengths = [1, 0, length];
    let texts = lengths.into_iter().filter_map(|times| {
        let mut text = String::new();
        write(&hir, times, &mut text)?;
        Some(text)
    });
    texts.collect()
}

/// Appends what the expression matches; `None` where that is too long, or nothing.
fn write(hir: &Hir, times: usize, text: &mut String) -> Option<()> {
    if text.len() > LONGEST {
        return None;
    }
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => {}
        HirKind::Literal(literal) => text.push_str(std::str::from_utf8(&literal.0).ok()?),
        HirKind::Class(class) => text.push(character(class)?),
        HirKind::Repetition(repetition) => {
            let least = usize::try_from(repetition.min).ok()?;
            let most = repetition.max.and_then(|most| usize::try_from(most).ok());
            let times_here = times.min(most.unwrap_or(usize::MAX)).max(least);
            for _ in 0..times_here {
                write(&repetition.sub, times, text)?;
            }
        }
        HirKind::Capture(capture) => write(&capture.sub, times, text)?,
        HirKind::Concat(parts) => {
            for part in parts {
                write(part, times, text)?;
            }
        }
        HirKind::Alternation(alternatives) => write(alternatives.first()?, times, text)?,
    }
    Some(())
}

/// A character of the class: one that is easy to read where there is one.
fn character(class: &Class) -> Option<char> {
    let Class::Unicode(class) = class else {
        return None;
    };
    let has = |wanted: char| {
        let mut ranges = class.iter();
        ranges.any(|range| (range.start()..=range.end()).contains(&wanted))
    };
    let readable = ('a'..='z').chain('1'..='9').chain('A'..='Z').chain(['0']);
    let first = class.iter().next().map(|range| range.start());
    readable.into_iter().find(|wanted| has(*wanted)).or(first)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analyse::patterns;

    #[test]
    fn texts_match_their_pattern() {
        for source in [
            "^[a-z]{2,4}$",
            r"^\d{3}-\d{2}$",
            "^(gold|silver)(-[0-9]+)?$",
            "^[A-Z][a-z]*$",
            r"^\+?[1-9]\d{1,14}$",
            r"^#[\da-f]{6}$",
            "a|b",
        ] {
            let pattern = patterns::read(source).unwrap();
            let matcher = regex::Regex::new(source).unwrap();
            let texts = texts(&pattern, 5);
            assert!(
                texts.iter().any(|text| matcher.is_match(text)),
                "{source}: {texts:?}"
            );
        }
        let endless = patterns::read("^(((a{9}){9}){9}){9}$").unwrap();
        assert!(texts(&endless, 0).is_empty());
    }
}
