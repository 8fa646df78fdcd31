//! The templates of paths, whose parameters may be parts of a segment.

/// Whether a path is one of `template`, segment by segment as they are written.
pub fn fits(template: &'static str, path: &str) -> bool {
    let mut texts = path.split('/');
    let mut segments = template.split('/');
    segments.all(|of| {
        texts
            .next()
            .is_some_and(|text| captures(of, text).is_some())
    }) && texts.next().is_none()
}

/// The parameters of one segment, if it is one of the template: `{name}.{extension}` has two. None of several is empty, and
/// each is as short as can be.
pub fn captures<'a>(template: &'static str, text: &'a str) -> Option<Vec<(&'static str, &'a str)>> {
    let mut found = Vec::new();
    let (before, mut template) = until_parameter(template);
    let mut rest = text.strip_prefix(before)?;
    let is_whole = before.is_empty()
        && template
            .find('}')
            .is_some_and(|end| end + 1 == template.len());
    while let Some((name, after)) = template.split_once('}') {
        let (until, next) = until_parameter(after);
        let end = match (until, next.is_empty()) {
            (_, true) => rest.strip_suffix(until)?.len(),
            _ => {
                let first = rest.chars().next()?.len_utf8();
                first + rest.get(first..)?.find(until)?
            }
        };
        let (value, remaining) = rest.split_at(end);
        if value.is_empty() && !is_whole {
            return None;
        }
        found.push((name, value));
        rest = remaining.strip_prefix(until)?;
        template = next;
    }
    rest.is_empty().then_some(found)
}

/// What stands before the next parameter of a template, and what follows its brace.
fn until_parameter(template: &'static str) -> (&'static str, &'static str) {
    template.split_once('{').unwrap_or((template, ""))
}
