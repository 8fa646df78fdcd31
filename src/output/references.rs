//! Which modules a text refers to.
//!
//! It is asked of the text, once it stands: to look at tokens is to copy them, which takes as long as to write them.

/// Those of the modules that a path in the code begins with, as `check::minimum(1)` does with `check`. What stands in comments
/// and in literals is no code.
pub(super) fn used(code: &str, modules: &[&'static str]) -> Vec<&'static str> {
    let mut found = vec![false; modules.len()];
    let mut rest = code;
    while let Some(position) = rest.find([':', '/', '"', '\'']) {
        let (before, from) = rest.split_at(position);
        let skipped = match from.as_bytes() {
            [b':', b':', ..] => {
                let first = first_of_path(before);
                let positions = modules.iter().position(|module| first == Some(module));
                if let Some(found) = positions.and_then(|position| found.get_mut(position)) {
                    *found = true;
                }
                path(from)
            }
            [b'/', b'/', ..] => from.find('\n').unwrap_or(from.len()),
            [b'"', ..] => literal(before, from),
            [b'\'', ..] => character(from),
            _ => 1,
        };
        rest = from.get(skipped..).unwrap_or_default();
    }
    let named = modules.iter().zip(found);
    named
        .filter_map(|(module, found)| found.then_some(*module))
        .collect()
}

/// The name that stands last in a text.
fn first_of_path(before: &str) -> Option<&str> {
    let is_part = |character: char| character.is_alphanumeric() || character == '_';
    let name = before.trim_end_matches(is_part).len();
    before.get(name..)
}

/// How much of a text are the names of a path after its first: `::minimum` of `::minimum(1)`.
fn path(text: &str) -> usize {
    let is_part = |character: char| character.is_alphanumeric() || matches!(character, '_' | ':');
    text.find(|character| !is_part(character))
        .unwrap_or(text.len())
}

/// How long a string literal is from its first quotation mark; what stands before says whether it is raw.
fn literal(before: &str, text: &str) -> usize {
    let hashes = before.len() - before.trim_end_matches('#').len();
    let marks = before.trim_end_matches('#');
    let is_raw = marks.ends_with('r');
    if is_raw {
        let end = format!("\"{}", "#".repeat(hashes));
        let inside = text.get(1..).and_then(|inside| inside.find(&end));
        return inside.map_or(text.len(), |length| 1 + length + end.len());
    }
    let mut is_escaped = false;
    let inside = text.bytes().skip(1);
    let end = inside.into_iter().position(|byte| {
        let ends = byte == b'"' && !is_escaped;
        is_escaped = byte == b'\\' && !is_escaped;
        ends
    });
    end.map_or(text.len(), |length| length + 2)
}

/// How long a character literal is, or the mark of a lifetime.
fn character(text: &str) -> usize {
    let mut inside = text.chars().skip(1);
    match (inside.next(), inside.next()) {
        (Some('\\'), Some(escaped)) => {
            let start = 2 + escaped.len_utf8();
            let rest = text.get(start..).unwrap_or_default();
            rest.find('\'').map_or(text.len(), |end| start + end + 1)
        }
        (Some(only), Some('\'')) => 2 + only.len_utf8(),
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::used;

    const MODULES: [&str; 3] = ["check", "format", "wire"];

    #[test]
    fn only_the_beginning_of_a_path_counts() {
        assert_eq!(used("found.check(check::minimum(1));", &MODULES), ["check"]);
        assert_eq!(
            used("f(wire::A, &format::is_uri)", &MODULES),
            ["format", "wire"]
        );
        for other in [
            "super::check::minimum",
            "::check::minimum",
            "let check: u8 = a::B;",
            "recheck::minimum",
            "format!(\"\")",
        ] {
            assert!(used(other, &MODULES).is_empty(), "{other}");
        }
    }

    #[test]
    fn comments_and_literals_are_no_code() {
        for other in [
            "/// See check::minimum.\nfn a() {}",
            "#[serde(with = \"check::x\")]",
            "f(\"\\\"check::x\\\\\")",
            "f(r\"check::x\")",
            "f(r#\"a\" check::x\"#)",
        ] {
            assert!(used(other, &MODULES).is_empty(), "{other}");
        }
        for code in [
            "/// It's.\nf(check::x)",
            "f('\"', check::x, '\"')",
            "f('\\'', \"'\", check::x)",
            "f('\\u{22}', check::x)",
            "impl<'a> A<'a> for check::X {}",
            "f(\"\\\\\", check::x)",
            "f(r\"\\\", check::x)",
        ] {
            assert_eq!(used(code, &MODULES), ["check"], "{code}");
        }
    }
}
