//! The parts of a body that the implementation is given as they come.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use super::parts::Written;
use crate::emit::tokens::ident;

impl Written<'_> {
    /// ```text
    /// /// A part of the body of [`Api::upload_image`] that comes as it is.
    /// #[derive(Debug)]
    /// pub enum UploadImageFormPart {
    ///     /// The image itself.
    ///     Image(multipart::File),
    /// }
    ///
    /// impl multipart::Streamed for UploadImageForm { … }
    /// ```
    pub(super) fn streamed(&self) -> Option<TokenStream> {
        let streamed = self.names.streamed.as_ref()?;
        let (name, form) = (ident(&streamed.name), ident(&self.names.name));
        let described = self.context.doc_lines(&[format!(
            "A part of the body of [`{}`] that comes as it is.",
            self.function
        )]);
        let files = self.files().zip(streamed.variants.iter().map(ident));
        let mut variants: Vec<(TokenStream, Ident)> = files
            .map(|(part, variant)| (self.described(part), variant))
            .collect();
        if self.reading.others.0 {
            let described = self
                .context
                .doc_lines(&["A part that the document does not name."]);
            variants.push((described, quote::format_ident!("Other")));
        }
        let last = variants.len().saturating_sub(1);
        let arms = variants.iter().enumerate().map(|(index, (_, variant))| {
            let position = Literal::usize_unsuffixed(index);
            match index == last {
                true => quote!(_ => #name::#variant(file)),
                false => quote!(#position => #name::#variant(file)),
            }
        });
        let part = match variants.as_slice() {
            [(_, only)] => quote! {
                fn part(_: usize, file: multipart::File) -> #name {
                    #name::#only(file)
                }
            },
            _ => quote! {
                fn part(position: usize, file: multipart::File) -> #name {
                    match position {
                        #(#arms,)*
                    }
                }
            },
        };
        let variants = variants
            .iter()
            .map(|(described, variant)| quote!(#described #variant(multipart::File)));
        Some(quote! {
            #described
            #[derive(Debug)]
            pub enum #name {
                #(#variants,)*
            }

            impl multipart::Streamed for #form {
                type Part = #name;

                #part
            }
        })
    }
}
