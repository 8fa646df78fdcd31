//! Statuses as patterns of a `match`.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::ir::StatusPattern;

/// `400 | 401`, `500..=599`, or `_` where `default` is among them.
pub(super) fn pattern(statuses: &[StatusPattern]) -> TokenStream {
    if statuses.contains(&StatusPattern::Default) {
        return quote!(_);
    }
    let patterns = runs(statuses).into_iter().map(|(low, high)| {
        let (first, last) = (Literal::u16_unsuffixed(low), Literal::u16_unsuffixed(high));
        match high - low {
            0 => quote!(#first),
            1 => quote!(#first | #last),
            _ => quote!(#first..=#last),
        }
    });
    quote!(#(#patterns)|*)
}

/// The statuses of one response beside others: those of a range that no other response is for by itself, since exact
/// statuses go before ranges (OpenAPI 3.0.3, section 4.7.16).
pub(super) fn pattern_beside(status: StatusPattern, others: &[StatusPattern]) -> TokenStream {
    pattern(&beside(status, others))
}

/// The same as a list.
pub(super) fn beside(status: StatusPattern, others: &[StatusPattern]) -> Vec<StatusPattern> {
    let StatusPattern::Range(first) = status else {
        return vec![status];
    };
    let low = u16::from(first) * 100;
    let all = (low..low + 100).map(StatusPattern::Code);
    all.filter(|code| !others.contains(code)).collect()
}

/// The statuses without gaps between, from the least to the greatest: clippy asks for `200..=202` instead of `200 | 201 | 202`.
fn runs(statuses: &[StatusPattern]) -> Vec<(u16, u16)> {
    let mut spans: Vec<(u16, u16)> = statuses
        .iter()
        .filter_map(|status| match status {
            StatusPattern::Code(code) => Some((*code, *code)),
            StatusPattern::Range(first) => {
                let low = u16::from(*first) * 100;
                Some((low, low + 99))
            }
            StatusPattern::Default => None,
        })
        .collect();
    spans.sort_unstable();
    let mut runs: Vec<(u16, u16)> = Vec::new();
    for (low, high) in spans {
        match runs.last_mut() {
            Some((_, end)) if low <= end.saturating_add(1) => *end = high.max(*end),
            _ => runs.push((low, high)),
        }
    }
    runs
}

/// The order in which statuses are looked at: exact ones, ranges, `default`.
pub(super) fn precedence(status: StatusPattern) -> u8 {
    match status {
        StatusPattern::Code(_) => 0,
        StatusPattern::Range(_) => 1,
        StatusPattern::Default => 2,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_are_a_range() {
        let codes = |codes: &[u16]| -> Vec<StatusPattern> {
            codes
                .iter()
                .map(|code| StatusPattern::Code(*code))
                .collect()
        };
        assert_eq!(pattern(&codes(&[200, 201, 202])).to_string(), "200 ..= 202");
        assert_eq!(
            pattern(&codes(&[404, 400, 401])).to_string(),
            "400 | 401 | 404"
        );
        let ranges = [StatusPattern::Range(4), StatusPattern::Range(5)];
        assert_eq!(pattern(&ranges).to_string(), "400 ..= 599");
    }
}
