//! A body of parts: what the implementation is given for it, and how it is read.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use super::{outlines, parameter};
use crate::analyse::{FormNames, OperationNames, OutlineId, Reading, Rule};
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
    let forms = forms(operation, names);
    let items = forms.filter_map(|(position, format, form)| match format {
        Format::Multipart {
            parts,
            open,
            closed,
        } => {
            let form = Written {
                context,
                place: (id, position),
                function: names.function.unraw(),
                names: form,
                parts,
                others: (*open, *closed),
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
    /// The operation, and the position of the content.
    place: (OperationId, usize),
    pub(super) function: &'a str,
    pub(super) names: &'a FormNames,
    pub(super) parts: &'a [Part],
    /// Whether there may be parts that the document does not name, and whether it forbids them.
    pub(super) others: (bool, bool),
}

impl<'a> Written<'a> {
    /// The parts that are values, with their positions and fields.
    fn values(&self) -> impl Iterator<Item = (usize, &'a Part, Ident)> {
        let named = self.parts.iter().zip(&self.names.fields).enumerate();
        named
            .filter(|(_, (part, _))| part.format != PartFormat::File)
            .map(|(position, (part, field))| (position, part, ident(field)))
    }

    pub(super) fn files(&self) -> impl Iterator<Item = &'a Part> {
        let parts = self.parts.iter();
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
        let described = self.context.doc_lines(&[format!(
            "The parts of the body of [`Api::{function}`]{which}."
        )]);
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

    /// Whether there is a part. What writes a null by leaving it out may leave it out.
    fn is_always(&self, part: &Part) -> bool {
        let is_null = |schema| self.context.holds_null(schema);
        let may_be_left_out = match part.list {
            Some(list) => is_null(list),
            None => part.format != PartFormat::Json && is_null(part.schema),
        };
        part.required && !may_be_left_out
    }

    /// ```text
    /// impl multipart::Form for UploadImageForm {
    ///     const SHAPE: multipart::Shape = …;
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
                const SHAPE: multipart::Shape = #shape;

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
        let (id, content) = self.place;
        let found = quote!(pairs.parameter(#name));
        let style = match part.format {
            PartFormat::Styled(style) => style,
            _ => Style::Form { explode: true },
        };
        let schema = part.list.unwrap_or(part.schema);
        match context.facts.readings.part(id, content, position) {
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
    /// pairs.parameter("position").json().check_parts(…)
    /// ```
    fn json(&self, part: &Part, found: &TokenStream) -> TokenStream {
        let context = self.context;
        let one = self.value_type(part);
        let is_read_by_wire = context.is_read_by_wire(part.schema);
        if let Some(list) = part.list {
            let whole = is_read_by_wire.then(
                || quote!(.map(|read| read.into_iter().map(wire::whole).collect::<Vec<_>>())),
            );
            let checks = self.checks(list, (&quote!(Vec<#one>), 0));
            return quote!(#found.json_items() #whole #checks);
        }
        let whole = is_read_by_wire.then(|| quote!(.map(wire::whole)));
        let options = usize::from(context.holds_null(part.schema));
        let checks = self.checks(part.schema, (&one, options));
        quote!(#found.json() #whole #checks)
    }

    fn checks(&self, schema: SchemaId, held: (&TokenStream, usize)) -> Option<TokenStream> {
        let is_checked = self.context.facts.checks.has(schema);
        is_checked.then(|| parameter::whole_checks(self.context, schema, held))
    }

    fn outlined(&self, part: &Part, (style, outline): (Style, OutlineId)) -> TokenStream {
        let name = &part.name;
        let reference = outlines::reference(self.context, outline);
        match style {
            Style::DeepObject => quote!(pairs.deep(#name, #reference)),
            Style::Form { explode: true } if self.has_members(outline) => {
                // Only an object that takes any name has to be told which are not its own.
                let has_others = self.context.facts.readings.outlines.has_others(outline);
                let others = self.parts.iter().filter(|_| has_others);
                let others = others.map(|part| &part.name);
                let declared = others.filter(|other| *other != name);
                quote!(pairs.exploded(#name, #reference, &[#(#declared),*]))
            }
            style => {
                let style = style::of(style);
                quote!(pairs.parameter(#name).styled(#style, #reference))
            }
        }
    }

    fn has_members(&self, outline: OutlineId) -> bool {
        self.context.facts.readings.outlines.has_members(outline)
    }

    /// The objects each member of which is a part of its own.
    fn exploded(&self) -> impl Iterator<Item = OutlineId> {
        self.values().filter_map(|(position, part, _)| {
            let (id, content) = self.place;
            match (
                part.format,
                self.context.facts.readings.part(id, content, position),
            ) {
                (PartFormat::Styled(Style::Form { explode: true }), Reading::Outlined(outline))
                    if self.has_members(outline) =>
                {
                    Some(outline)
                }
                _ => None,
            }
        })
    }

    /// ```text
    /// multipart::Shape {
    ///     values: &["title", "sizes"],
    ///     files: &[multipart::Described { name: "image", media_types: &["image/png"], least: 1, most: 1 }],
    ///     others: multipart::Others::Dropped,
    /// }
    /// ```
    fn shape(&self) -> TokenStream {
        let outlines = &self.context.facts.readings.outlines;
        let own = self.values().map(|(_, part, _)| part.name.clone());
        let members = self.exploded().flat_map(|it| outlines.member_names(it));
        let values: Vec<String> = own.chain(members).collect();
        let files = self.files().map(|part| self.file(part));
        let others = match self.others {
            _ if self.exploded().any(|it| outlines.has_others(it)) => quote!(Collected),
            (true, _) => quote!(Taken),
            (false, true) => quote!(Refused),
            (false, false) => quote!(Dropped),
        };
        quote! {
            multipart::Shape {
                values: &[#(#values),*],
                files: &[#(#files),*],
                others: multipart::Others::#others,
            }
        }
    }

    fn file(&self, part: &Part) -> TokenStream {
        let name = &part.name;
        let media_types = part.media_type.iter().flat_map(|it| it.split(','));
        let media_types = media_types.map(str::trim);
        let (mut least, mut most) = (0, (!part.repeated).then_some(1));
        for rule in part.list.iter().flat_map(|list| self.rules(*list)) {
            match rule {
                Rule::MinItems(items) if part.required => least = *items,
                Rule::MaxItems(items) => most = Some(*items),
                _ => {}
            }
        }
        let least = Literal::usize_unsuffixed(least.max(usize::from(part.required)));
        let most = match most.map(Literal::usize_unsuffixed) {
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

    fn rules(&self, schema: SchemaId) -> &'a [Rule] {
        let id = self.context.api.schemas.resolve(schema).0;
        self.context.facts.checks.rules(id)
    }
}
