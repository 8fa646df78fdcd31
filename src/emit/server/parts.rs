//! A body of parts: what the implementation is given for it, and how it is read.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use super::{documented, parameter, schemas};
use crate::analyse::{
    FileShape, FormNames, FormReading, OperationNames, OtherParts, OutlineId, Reading,
    is_always_there, part_style,
};
use crate::emit::rust_type::TypePath;
use crate::emit::tokens::ident;
use crate::emit::{Context, style};
use crate::ir::{Docs, Format, Operation, OperationId, Part, PartFormat, SchemaId, Style};

/// The forms of an operation's body, with their names and positions.
pub(super) fn forms<'a>(
    operation: &'a Operation,
    names: &'a OperationNames,
) -> impl Iterator<Item = (usize, &'a Format, &'a FormNames)> {
    let contents = operation.body.iter().flat_map(|body| &body.contents);
    contents.enumerate().filter_map(|(position, content)| {
        let form = names.body.form(position)?;
        Some((position, &content.format, form))
    })
}

/// The types of the forms of an operation's body.
pub(super) fn items(
    context: Context<'_>,
    id: OperationId,
    operation: &Operation,
    names: &OperationNames,
) -> TokenStream {
    let function = documented(context, id, names);
    let forms = forms(operation, names);
    let items = forms.filter_map(|(position, format, form)| match format {
        Format::Multipart {
            parts,
            open,
            closed,
        } => {
            let form = Written {
                context,
                function: &function,
                names: form,
                reading: FormReading {
                    readings: &context.facts.readings,
                    place: (id, position),
                    parts,
                    others: (*open, *closed),
                },
            };
            let (values, read, streamed) = (form.values_item(), form.form(), form.streamed());
            Some(quote!(#values #read #streamed))
        }
        _ => None,
    });
    items.collect()
}

/// A form that is written.
pub(super) struct Written<'a> {
    pub(super) context: Context<'a>,
    pub(super) function: &'a str,
    pub(super) names: &'a FormNames,
    pub(super) reading: FormReading<'a>,
}

impl<'a> Written<'a> {
    /// The parts that are values, with their positions and fields.
    fn values(&self) -> impl Iterator<Item = (usize, &'a Part, Ident)> {
        self.reading.values().filter_map(|(position, part)| {
            let field = self.names.fields.get(position)?;
            Some((position, part, ident(field)))
        })
    }

    pub(super) fn files(&self) -> impl Iterator<Item = &'a Part> {
        let parts = self.reading.parts.iter();
        parts.filter(|part| part.format == PartFormat::File)
    }

    /// ```text
    /// /// The parts of the body of [`Api::upload_image`], without those that come as they are.
    /// #[derive(Debug, Clone)]
    /// pub struct UploadImageForm {
    ///     /// The part `title`.
    ///     pub title: String,
    /// }
    /// ```
    fn values_item(&self) -> TokenStream {
        let name = ident(&self.names.name);
        let which = match self.names.streamed {
            Some(_) => ", as far as they are values",
            None => "",
        };
        let function = self.function;
        let described = self
            .context
            .doc_lines(&[format!("The parts of the body of [`{function}`]{which}.")]);
        let fields = self.values().map(|(_, part, field)| {
            let described = self.described(part);
            let held = self.field_type(part);
            quote!(#described pub #field: #held)
        });
        quote! {
            #described
            #[derive(Debug, Clone)]
            pub struct #name {
                #(#fields,)*
            }
        }
    }

    /// A field that warns where it is read would warn in every implementation, which must read it.
    pub(super) fn described(&self, part: &Part) -> TokenStream {
        let docs = &self.context.api.schemas.get(part.schema).docs;
        let docs = Docs {
            deprecated: false,
            ..docs.clone()
        };
        let otherwise = format!("The part `{}`.", part.name);
        self.context.docs(&docs, &otherwise)
    }

    fn field_type(&self, part: &Part) -> TokenStream {
        let one = self.value_type(part);
        let one = match part.headers.is_empty() {
            true => one,
            false => quote!(multipart::Headed<#one>),
        };
        match part.repeated {
            true => quote!(Vec<#one>),
            false if self.is_always(part) => one,
            false => quote!(Option<#one>),
        }
    }

    /// What a part holds. Only JSON has a null.
    fn value_type(&self, part: &Part) -> TokenStream {
        match part.format {
            PartFormat::Json => self.context.value_type(part.schema, TypePath::Imported),
            _ => self.context.rust_type(part.schema, TypePath::Imported),
        }
    }

    fn is_always(&self, part: &Part) -> bool {
        is_always_there(part, |schema| self.context.holds_null(schema))
    }

    /// ```text
    /// impl multipart::Form for UploadImageForm {
    ///     fn shape() -> multipart::Shape { … }
    ///
    ///     fn read(values: &multipart::Values, faults: &mut fault::Faults) -> Option<Self> {
    ///         let pairs = values.pairs();
    ///         let read = (pairs.parameter("title").decode().required(faults),);
    ///         Some(Self { title: read.0? })
    ///     }
    /// }
    /// ```
    fn form(&self) -> TokenStream {
        let name = ident(&self.names.name);
        let (shape, headers) = (self.shape(), self.check_headers());
        let reads: Vec<TokenStream> = self
            .values()
            .map(|(position, part, _)| self.read(position, part))
            .collect();
        let fields = self.values().enumerate().map(|(index, (_, _, field))| {
            let index = Literal::usize_unsuffixed(index);
            quote!(#field: read.#index?)
        });
        let read = match reads.is_empty() {
            true => quote! {
                fn read(_: &multipart::Values, _: &mut fault::Faults) -> Option<Self> {
                    Some(Self {})
                }
            },
            false => quote! {
                fn read(values: &multipart::Values, faults: &mut fault::Faults) -> Option<Self> {
                    let pairs = values.pairs();
                    let read = (#(#reads,)*);
                    Some(Self { #(#fields,)* })
                }
            },
        };
        quote! {
            impl multipart::Form for #name {
                fn shape() -> multipart::Shape {
                    #shape
                }

                #read

                #headers
            }
        }
    }

    /// ```text
    /// pairs.parameter("sizes").parse_items(parameter::Items::Repeated).required(faults)
    /// ```
    fn read(&self, position: usize, part: &Part) -> TokenStream {
        let read = self.value(position, part);
        let end = match part.repeated {
            _ if self.is_always(part) => quote!(.required(faults)),
            true => quote!(.or(Vec::new(), faults)),
            false => quote!(.optional(faults)),
        };
        if part.headers.is_empty() {
            return quote!(#read #end);
        }
        let name = &part.name;
        let headed = match part.repeated {
            true => quote!(|read| values.headed_items(#name, read)),
            false if self.is_always(part) => quote!(|read| values.headed(#name, read)),
            false => quote!(|read| read.map(|read| values.headed(#name, read))),
        };
        quote!(#read #end.map(#headed))
    }

    fn value(&self, position: usize, part: &Part) -> TokenStream {
        let (context, name) = (self.context, &part.name);
        let found = quote!(pairs.parameter(#name));
        let style = part_style(part);
        let schema = part.list.unwrap_or(part.schema);
        match self.reading.reading(position) {
            Reading::Plain => parameter::plain(context, &found, schema),
            Reading::List => parameter::list(context, &found, (style, schema)),
            Reading::Json => self.json(part, &found),
            Reading::Outlined(outline) => {
                let read = self.outlined(part, (style, outline));
                let checks = self.checks(schema, (&self.value_type(part), 0));
                quote!(#read #checks)
            }
        }
    }

    /// ```text
    /// pairs.parameter("position").json(schema::Schema::of(&schemas::POSITION)).check_parts(…)
    /// ```
    fn json(&self, part: &Part, found: &TokenStream) -> TokenStream {
        let context = self.context;
        let one = self.value_type(part);
        let is_read_by_wire = context.is_read_by_wire(part.schema);
        let described = schemas::reference(context, part.schema);
        if let Some(list) = part.list {
            let whole = is_read_by_wire.then(
                || quote!(.map(|read| read.into_iter().map(wire::whole).collect::<Vec<_>>())),
            );
            let checks = self.checks(list, (&quote!(Vec<#one>), 0));
            return quote!(#found.json_items(#described) #whole #checks);
        }
        let whole = is_read_by_wire.then(|| quote!(.map(wire::whole)));
        let options = usize::from(context.holds_null(part.schema));
        let checks = self.checks(part.schema, (&one, options));
        quote!(#found.json(#described) #whole #checks)
    }

    fn checks(&self, schema: SchemaId, held: (&TokenStream, usize)) -> Option<TokenStream> {
        let is_checked = self.context.facts.checks.has(schema);
        is_checked.then(|| parameter::whole_checks(self.context, schema, held))
    }

    fn outlined(&self, part: &Part, (style, outline): (Style, OutlineId)) -> TokenStream {
        let name = &part.name;
        let written = schemas::written(self.context, Some(outline), part.schema);
        match style {
            Style::DeepObject => quote!(pairs.deep(#name, #written)),
            _ if self.reading.is_exploded(part, outline) => {
                let beside = self.reading.names_beside(part, outline);
                quote!(pairs.exploded(#name, #written, &[#(#beside),*]))
            }
            style => {
                let style = style::of(style);
                quote!(pairs.parameter(#name).styled(#style, #written))
            }
        }
    }

    /// ```text
    /// multipart::Shape {
    ///     values: &["title", "sizes"],
    ///     files: &[multipart::Described { name: "image", media_types: &["image/png"], least: 1, most: 1 }],
    ///     others: multipart::Others::Dropped,
    /// }
    /// ```
    fn shape(&self) -> TokenStream {
        let context = self.context;
        let shape = self.reading.shape(context.api, &context.facts.checks);
        let (values, files) = (&shape.values, shape.files.iter().map(file));
        let others = match shape.others {
            OtherParts::Dropped => quote!(Dropped),
            OtherParts::Refused => quote!(Refused),
            OtherParts::Collected => quote!(Collected),
            OtherParts::Taken => quote!(Taken),
        };
        quote! {
            multipart::Shape {
                values: &[#(#values),*],
                files: &[#(#files),*],
                others: multipart::Others::#others,
            }
        }
    }
}

fn file(file: &FileShape<'_>) -> TokenStream {
    let (name, media_types) = (file.name, &file.media_types);
    let least = Literal::usize_unsuffixed(file.least);
    let most = match file.most.map(Literal::usize_unsuffixed) {
        Some(most) => quote!(#most),
        None => quote!(usize::MAX),
    };
    quote! {
        multipart::Described {
            name: #name,
            media_types: &[#(#media_types),*],
            least: #least,
            most: #most,
        }
    }
}
