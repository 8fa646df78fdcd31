//! Forms: the parts of a body of `multipart/form-data`, and how the members of other forms are written.

use proc_macro2::TokenStream;
use quote::quote;

use super::operation::types;
use crate::analyse::{FormNames, OperationNames};
use crate::emit::tokens::ident;
use crate::emit::{Context, style};
use crate::ir::{FieldStyle, Parameter, Part, PartFormat};

/// How many arguments clippy lets a function have.
const MOST_ARGUMENTS: usize = 7;

/// ```text
/// /// The parts of the body of [`Client::upload_image`].
/// #[derive(Debug, Clone)]
/// pub struct UploadImageForm {
///     /// The image.
///     pub image: multipart::Upload,
///     pub caption: Option<String>,
/// }
/// ```
pub(super) fn item(
    context: Context<'_>,
    names: &OperationNames,
    form: &FormNames,
    (parts, open): (&[Part], bool),
) -> TokenStream {
    let name = ident(&form.name);
    let function = names.documented();
    let described = context.doc_lines(&[format!("The parts of the body of [`{function}`].")]);
    let fields = parts.iter().zip(&form.fields).map(|(part, field)| {
        let field = ident(field);
        let docs = &context.api.schemas.get(part.schema).docs;
        let described = context.docs(docs, &format!("The part `{}`.", part.name));
        let held = field_type(context, part);
        quote!(#described pub #field: #held)
    });
    let others = open.then(|| {
        quote! {
            #[doc = " Parts that the document does not name."]
            pub others: multipart::Multipart,
        }
    });
    let new = parts
        .iter()
        .any(|part| part.required)
        .then(|| new(context, form, (parts, open)));
    // Without any part, where none has to be there.
    let default = new.is_none().then(|| quote!(, Default));
    let written = parts.iter().zip(&form.fields).map(|(part, field)| {
        let field = ident(field);
        let value = quote!(self.#field);
        part_call(part, &value)
    });
    let others_of = match open {
        true => quote!(self.others),
        false => quote!(multipart::Multipart::new()),
    };
    quote! {
        #described
        #[derive(Debug, Clone #default)]
        pub struct #name {
            #(#fields,)*
            #others
        }

        impl #name {
            #new

            fn into_parts(self) -> multipart::Multipart {
                #others_of #(#written)*
            }
        }
    }
}

/// ```text
/// /// With what has to be there, and nothing else.
/// pub fn new(image: impl Into<multipart::Upload>) -> Self { … }
/// ```
fn new(context: Context<'_>, form: &FormNames, (parts, open): (&[Part], bool)) -> TokenStream {
    let all = || parts.iter().zip(&form.fields);
    let arguments: Vec<TokenStream> = all()
        .filter(|(part, _)| part.required)
        .map(|(part, field)| {
            let field = ident(field);
            let held = field_type(context, part);
            match is_upload(part) {
                true => quote!(#field: impl Into<#held>),
                false => quote!(#field: #held),
            }
        })
        .collect();
    let values = all().map(|(part, field)| {
        let field = ident(field);
        match (part.required, part.repeated) {
            (true, _) if is_upload(part) => quote!(#field: #field.into()),
            (true, _) => quote!(#field),
            (false, true) => quote!(#field: Vec::new()),
            (false, false) => quote!(#field: None),
        }
    });
    let others = open.then(|| quote!(others: multipart::Multipart::new(),));
    let many =
        (arguments.len() > MOST_ARGUMENTS).then(|| quote!(#[allow(clippy::too_many_arguments)]));
    quote! {
        #[doc = " With what has to be there, and nothing else."]
        #many
        pub fn new(#(#arguments),*) -> Self {
            Self { #(#values,)* #others }
        }
    }
}

fn is_upload(part: &Part) -> bool {
    part.format == PartFormat::File && !part.repeated
}

fn field_type(context: Context<'_>, part: &Part) -> TokenStream {
    let one = match part.format {
        PartFormat::File => quote!(multipart::Upload),
        PartFormat::Text | PartFormat::Json | PartFormat::Styled(_) => {
            context.value_type(part.schema, types())
        }
    };
    let one = match part.headers.is_empty() || part.format == PartFormat::File {
        true => one,
        false => quote!(multipart::Headed<#one>),
    };
    match (part.repeated, part.required) {
        (true, _) => quote!(Vec<#one>),
        (false, true) => one,
        (false, false) => quote!(Option<#one>),
    }
}

/// ```text
/// .file("image", self.image, "image/png")
/// .text("caption", &self.caption, "text/plain")
/// .styled("expand", &self.expand, style::Style::DeepObject)
/// ```
fn part_call(part: &Part, value: &TokenStream) -> TokenStream {
    let name = &part.name;
    let value = match (part.format, part.repeated, part.required) {
        (PartFormat::File, true, _) | (PartFormat::File, false, false) => value.clone(),
        (PartFormat::File, false, true) => quote!([#value]),
        (_, true, _) | (_, false, false) => quote!(&#value),
        (_, false, true) => quote!([&#value]),
    };
    let (method, how) = match part.format {
        PartFormat::File => ("file", media_type(part, "application/octet-stream")),
        PartFormat::Text => ("text", media_type(part, "")),
        PartFormat::Json => ("json", media_type(part, "application/json")),
        PartFormat::Styled(style) => ("styled", style::of(style)),
    };
    let method = match part.headers.is_empty() || part.format == PartFormat::File {
        true => quote::format_ident!("{method}"),
        false => quote::format_ident!("{method}_headed"),
    };
    quote!(.#method(#name, #value, #how))
}

/// Of a list or a range of media types, whoever sends the file says which it is.
fn media_type(part: &Part, otherwise: &str) -> TokenStream {
    let said = part.media_type.as_deref();
    let media_type = said
        .filter(|it| !it.contains(['*', ',']))
        .unwrap_or(otherwise);
    quote!(#media_type)
}

/// The members of a form that have a style of their own.
///
/// ```text
/// &[form::Field { name: "expand", style: style::Style::DeepObject, reserved: false }]
/// ```
pub(super) fn fields(fields: &[FieldStyle]) -> TokenStream {
    let fields = fields.iter().map(|field| {
        let FieldStyle {
            name,
            allow_reserved,
            ..
        } = field;
        let style = style::of(field.style);
        quote!(form::Field { name: #name, style: #style, reserved: #allow_reserved })
    });
    quote!(&[#(#fields),*])
}

/// A form as the one text that is the value of a parameter.
///
/// ```text
/// &form::Text { value: &self.filter, fields: &[] }
/// ```
pub(in crate::emit) fn text(parameter: &Parameter, value: &TokenStream) -> TokenStream {
    let fields = fields(&parameter.fields);
    quote!(&form::Text { value: #value, fields: #fields })
}
