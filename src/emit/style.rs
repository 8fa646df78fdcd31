//! The styles of parameters, as the support code names them.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::Style;

/// ```text
/// style::Style::FormExploded
/// ```
pub(super) fn of(style: Style) -> TokenStream {
    let name = match style {
        // A text is the same in each style.
        Style::Simple { explode: false }
        | Style::WholeText
        | Style::WholeFormText
        | Style::FormText => quote!(Simple),
        Style::Simple { explode: true } => quote!(SimpleExploded),
        Style::Label { explode: false } => quote!(Label),
        Style::Label { explode: true } => quote!(LabelExploded),
        Style::Matrix { explode: false } => quote!(Matrix),
        Style::Matrix { explode: true } => quote!(MatrixExploded),
        Style::Form { explode: false } | Style::Cookie { explode: false } => quote!(Form),
        Style::Form { explode: true } | Style::Cookie { explode: true } | Style::Urlencoded => {
            quote!(FormExploded)
        }
        Style::SpaceDelimited => quote!(SpaceDelimited),
        Style::PipeDelimited => quote!(PipeDelimited),
        Style::DeepObject => quote!(DeepObject),
        Style::Json | Style::WholeJson => quote!(Json),
    };
    quote!(style::Style::#name)
}
