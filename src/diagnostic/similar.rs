//! "Did you mean …?"

/// Longer names are not compared.
const LONGEST: usize = 64;

/// The candidate that is spelt most like `name`, if one is near enough to be meant.
pub(crate) fn similar<'a>(
    name: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    if name.len() > LONGEST {
        return None;
    }
    let most = (name.len() / 3).clamp(1, 3);
    let mut row = Vec::with_capacity(LONGEST + 1);
    candidates
        .into_iter()
        .filter(|candidate| candidate.len().abs_diff(name.len()) <= most)
        .map(|candidate| (distance(name, candidate, &mut row), candidate))
        .filter(|(distance, _)| *distance <= most)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// How many bytes must be added, taken away or exchanged to make one of the other, whatever their case (Levenshtein's
/// distance). `row` is lent, so that many comparisons share its memory.
fn distance(from: &str, to: &str, row: &mut Vec<usize>) -> usize {
    row.clear();
    row.extend(0..=from.len());
    for (index, letter) in to.bytes().enumerate() {
        let mut diagonal = index;
        let mut left = index + 1;
        let mut cells = row.iter_mut();
        if let Some(first) = cells.next() {
            *first = left;
        }
        for (other, cell) in from.bytes().zip(cells) {
            let exchanged = diagonal + usize::from(!other.eq_ignore_ascii_case(&letter));
            diagonal = *cell;
            left = exchanged.min(left + 1).min(*cell + 1);
            *cell = left;
        }
    }
    row.last().copied().unwrap_or(0)
}
