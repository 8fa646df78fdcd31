//! Statuses as patterns of a `match`.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::ir::StatusPattern;

/// `400 | 401`, `500..=599`, or `_` where `default` is among them.
pub(super) fn pattern(statuses: &[StatusPattern]) -> TokenStream {
    if statuses.contains(&StatusPattern::Default) {
        return quote!(_);
    }
    let patterns = statuses.iter().map(|status| match status {
        StatusPattern::Code(code) => {
            let code = Literal::u16_unsuffixed(*code);
            quote!(#code)
        }
        StatusPattern::Range(first) => {
            let low = u16::from(*first) * 100;
            let (low, high) = (
                Literal::u16_unsuffixed(low),
                Literal::u16_unsuffixed(low + 99),
            );
            quote!(#low..=#high)
        }
        StatusPattern::Default => quote!(_),
    });
    quote!(#(#patterns)|*)
}

/// The order in which statuses are looked at: exact ones, ranges, `default`.
pub(super) fn precedence(status: StatusPattern) -> u8 {
    match status {
        StatusPattern::Code(_) => 0,
        StatusPattern::Range(_) => 1,
        StatusPattern::Default => 2,
    }
}
