//! Texts for readers, which the output repeats wherever what they describe is used.

use serde_json::Value;

use super::{Members, Report};
use crate::diagnostic::Code;

/// How many bytes a text may have. Of real documents the longest seen has 96 KiB, and is used once.
const LONGEST: usize = 128 * 1024;

/// Cuts texts that would make the output thousands of times as long as the document.
pub(super) fn shorten(members: &mut Members, report: &mut Report<'_>) {
    for key in ["description", "summary", "title"] {
        let Some(Value::String(text)) = members.get_mut(key) else {
            continue;
        };
        if text.len() <= LONGEST {
            continue;
        }
        let end = (0..=LONGEST).rev().find(|end| text.is_char_boundary(*end));
        text.truncate(end.unwrap_or_default());
        text.shrink_to_fit();
        let message = format!("`{key}` has more than {LONGEST} bytes; the rest is left out");
        report.member(Code::InvalidValue, key, message);
    }
}
