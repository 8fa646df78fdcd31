//! The body of a request: what the implementation is given for it, and how it is read.

use proc_macro2::TokenStream;
use quote::quote;

use super::{documented, schemas};
use crate::analyse::{ChoiceNames, FormNames, OperationNames, json_fields};
use crate::emit::Context;
use crate::emit::rule::{self, Place};
use crate::emit::rust_type::TypePath;
use crate::emit::style;
use crate::emit::tokens::{ident, large_variant};
use crate::ir::{
    Content, Format, Framing, Operation, OperationId, RequestBody, SchemaId, SchemaKind,
};

/// How the server takes a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::emit) enum Taken {
    /// As JSON.
    Json(SchemaId),
    /// As the pairs of a form.
    Form(SchemaId),
    /// As a text, of which the document may say more.
    Text(Option<SchemaId>),
    /// As values one after the other.
    Sequence(Framing, SchemaId),
    /// As events.
    Events(Framing, SchemaId),
    /// As parts that are all values.
    Parts,
    /// As parts of which some are handed on as they come.
    StreamedParts,
    /// As bytes, one piece after the other.
    Bytes,
}

impl Taken {
    /// How the server takes a body of that media type.
    pub fn of(content: &Content) -> Self {
        match &content.format {
            Format::Json(schema) => Self::Json(*schema),
            Format::Form { schema, .. } => Self::Form(*schema),
            Format::Text { schema } => Self::Text(*schema),
            Format::Sequence { framing, item } if framing.is_events() => {
                Self::Events(*framing, *item)
            }
            Format::Sequence { framing, item } => Self::Sequence(*framing, *item),
            Format::Multipart { .. } if content.has_streamed_parts() => Self::StreamedParts,
            Format::Multipart { .. } => Self::Parts,
            Format::Bytes { .. } => Self::Bytes,
        }
    }

    /// Whether it is handed on before all of it is there.
    pub const fn is_streamed(self) -> bool {
        matches!(self, Self::StreamedParts | Self::Bytes) || self.item().is_some()
    }

    /// Whether it is of parts.
    pub const fn is_of_parts(self) -> bool {
        matches!(self, Self::Parts | Self::StreamedParts)
    }

    /// The schema of each of its values, where they come one after the other.
    pub const fn item(self) -> Option<SchemaId> {
        match self {
            Self::Sequence(_, item) | Self::Events(_, item) => Some(item),
            _ => None,
        }
    }

    /// The schema of a value that the server checks as a whole.
    pub const fn checked(self) -> Option<SchemaId> {
        match self {
            Self::Json(schema) | Self::Form(schema) => Some(schema),
            Self::Text(schema) => schema,
            _ => None,
        }
    }

    /// Whether it may be there without a single byte.
    const fn may_be_empty(self) -> bool {
        matches!(self, Self::Text(_) | Self::Bytes) || self.item().is_some()
    }
}

/// Whether a body is handed on before all of it is there.
pub(super) fn is_streamed(body: &RequestBody) -> bool {
    let mut contents = body.contents.iter();
    contents.any(|content| Taken::of(content).is_streamed())
}

/// ```text
/// /// The pet to add.
/// pub body: types::Pet,
/// ```
pub(super) fn field(
    context: Context<'_>,
    operation: &Operation,
    names: &OperationNames,
) -> Option<TokenStream> {
    let body = operation.body.as_ref()?;
    let described = context.docs(&body.docs, "The body.");
    let held = match (&names.body.choice, body.contents.first()) {
        (Some(choice), _) => {
            let name = ident(&choice.name);
            quote!(#name)
        }
        (None, Some(content)) => held(context, content, names.body.form(0)),
        (None, None) => quote!(byte_stream::ByteStream),
    };
    let held = match body.required {
        true => held,
        false => quote!(Option<#held>),
    };
    Some(quote!(#described pub body: #held,))
}

fn held(context: Context<'_>, content: &Content, form: Option<&FormNames>) -> TokenStream {
    let form = form.map(|form| ident(&form.name));
    match Taken::of(content) {
        Taken::Json(schema) | Taken::Form(schema) => context.value_type(schema, TypePath::Imported),
        Taken::Text(_) => quote!(String),
        Taken::Sequence(_, item) => {
            let item = context.value_type(item, TypePath::Imported);
            quote!(sequence::Items<#item>)
        }
        Taken::Events(framing, item) => {
            let item = context.value_type(item, TypePath::Imported);
            match framing {
                Framing::Events => quote!(event_items::Events<#item>),
                _ => quote!(event_items::Events<events::Event<#item>>),
            }
        }
        Taken::Parts => quote!(#form),
        Taken::StreamedParts => match form {
            Some(form) => quote!(multipart::Incoming<#form>),
            None => quote!(multipart::Incoming),
        },
        Taken::Bytes => quote!(byte_stream::ByteStream),
    }
}

/// ```text
/// /// The body of [`Api::add_pet`], by its media type.
/// #[derive(Debug, Clone)]
/// pub enum AddPetBody {
///     /// `application/json`
///     Json(types::Pet),
///     /// `application/x-www-form-urlencoded`
///     Form(types::Pet),
/// }
/// ```
pub(super) fn choice(
    context: Context<'_>,
    id: OperationId,
    operation: &Operation,
    names: &OperationNames,
) -> Option<TokenStream> {
    let body = operation.body.as_ref()?;
    let choice = names.body.choice.as_ref()?;
    let name = ident(&choice.name);
    let function = documented(context, id, names);
    let described = context.doc_lines(&[format!("The body of [`{function}`], by its media type.")]);
    let variants = body.contents.iter().zip(&choice.variants).enumerate();
    let variants = variants.map(|(position, (content, variant))| {
        let form = names.body.form(position);
        let (variant, held) = (ident(variant), held(context, content, form));
        let described = context.doc(&format!("`{}`", content.media_type));
        quote!(#described #variant(#held))
    });
    let derived = derived(body);
    let large = large_variant(body.contents.iter().any(|content| {
        let value = content.value();
        value.is_some_and(|schema| context.facts.sizes.is_large(schema))
            || is_large(Taken::of(content))
    }));
    Some(quote! {
        #described
        #derived
        #large
        pub enum #name {
            #(#variants,)*
        }
    })
}

/// Whether what is given for a body is large in itself.
const fn is_large(taken: Taken) -> bool {
    taken.is_of_parts() || taken.item().is_some()
}

/// What is still to come cannot be cloned.
pub(super) fn derived(body: &RequestBody) -> TokenStream {
    match is_streamed(body) {
        true => quote!(#[derive(Debug)]),
        false => quote!(#[derive(Debug, Clone)]),
    }
}

/// Reads a body. A value that is not there after it is a fault that has been added.
///
/// ```text
/// let body = match body::given(body).await? {
///     Some(body) => {
///         media::choose(parts, &["application/json"])?;
///         json_body::read(parts, body, (schema::Schema::of(&schemas::PET), json::decode), &mut faults).await?.fitting()
///     }
///     None => {
///         body::missing(&mut faults);
///         None
///     }
/// };
/// ```
pub(super) fn read(
    context: Context<'_>,
    id: OperationId,
    operation: &Operation,
    names: &OperationNames,
) -> Option<TokenStream> {
    let body = operation.body.as_ref()?;
    let reader = Reader { context, id, body };
    let chosen = reader.chosen(names.body.choice.as_ref());
    Some(match body.required {
        true if reader.may_be_empty() => quote!(let body = { #chosen };),
        true => quote! {
            let body = match body::given(body).await? {
                Some(body) => { #chosen }
                None => {
                    body::missing(&mut faults);
                    None
                }
            };
        },
        false => quote! {
            let body = match body::given(body).await? {
                Some(body) => { #chosen }
                None => Some(None),
            };
        },
    })
}

/// Whether reading a body may add faults.
pub(super) fn adds_faults(operation: &Operation, context: Context<'_>) -> bool {
    let Some(body) = &operation.body else {
        return false;
    };
    let mut taken = body.contents.iter().map(Taken::of);
    let is_missed = body.required && !taken.clone().all(Taken::may_be_empty);
    is_missed
        || taken.any(|taken| match taken {
            Taken::Json(_) | Taken::Form(_) | Taken::Parts => true,
            Taken::Text(schema) => schema.is_some_and(|schema| is_checked_text(context, schema)),
            _ => false,
        })
}

/// Whether rules are checked of a text that the implementation is given as a `String`.
fn is_checked_text(context: Context<'_>, schema: SchemaId) -> bool {
    let is_plain = context.value_type(schema, TypePath::Imported).to_string() == "String";
    let (id, resolved) = context.api.schemas.resolve(schema);
    is_plain
        && matches!(resolved.kind, SchemaKind::String(_))
        && !context.facts.checks.rules(id).is_empty()
}

/// How a body is read, as one of several things perhaps.
struct One {
    /// What is done before.
    before: TokenStream,
    /// The value, or an option of it.
    value: TokenStream,
    /// Whether it is the value.
    is_there: bool,
}

impl One {
    /// What may have been refused.
    fn perhaps(value: TokenStream) -> Self {
        Self {
            before: TokenStream::new(),
            value,
            is_there: false,
        }
    }

    /// What cannot be.
    fn always(value: TokenStream) -> Self {
        Self {
            is_there: true,
            ..Self::perhaps(value)
        }
    }

    /// What is read, as an option: in a variant of a choice, and in another option where it could be left out.
    fn read(self, variant: Option<&TokenStream>, is_required: bool) -> TokenStream {
        let Self {
            before,
            value,
            is_there,
        } = self;
        let read = match (is_there, variant) {
            (true, Some(variant)) => quote!(Some(#variant(#value))),
            (true, None) => quote!(Some(#value)),
            (false, Some(variant)) => quote!(#value.map(#variant)),
            (false, None) => value,
        };
        let read = match (is_there, is_required) {
            (_, true) => read,
            (true, false) => quote!(Some(#read)),
            (false, false) => quote!(#read.map(Some)),
        };
        quote!(#before #read)
    }
}

struct Reader<'a> {
    context: Context<'a>,
    id: OperationId,
    body: &'a RequestBody,
}

impl Reader<'_> {
    fn may_be_empty(&self) -> bool {
        let mut contents = self.body.contents.iter();
        contents.all(|content| Taken::of(content).may_be_empty())
    }

    /// The body as what its media type says.
    ///
    /// ```text
    /// match media::choose(parts, &["application/json", "text/csv"])? {
    ///     0 => json_body::read(…).await?.fitting().map(AddPetBody::Json),
    ///     _ => text_body::read(parts, body).await?.map(AddPetBody::Csv),
    /// }
    /// ```
    fn chosen(&self, choice: Option<&ChoiceNames>) -> TokenStream {
        let contents = &self.body.contents;
        let media_types = contents.iter().map(|content| &content.media_type);
        let choose = quote!(media::choose(parts, &[#(#media_types),*])?);
        let Some(choice) = choice else {
            let one = contents.first().map(|content| self.one(content, 0));
            let read = one.map(|one| one.read(None, self.body.required));
            return quote!(#choose; #read);
        };
        let name = ident(&choice.name);
        let last = contents.len().saturating_sub(1);
        let numbered = contents.iter().zip(&choice.variants).enumerate();
        let arms = numbered.map(|(position, (content, variant))| {
            let (one, variant) = (self.one(content, position), ident(variant));
            let read = one.read(Some(&quote!(#name::#variant)), self.body.required);
            if position == last {
                quote!(_ => { #read })
            } else {
                let position = proc_macro2::Literal::usize_unsuffixed(position);
                quote!(#position => { #read })
            }
        });
        quote!(match #choose { #(#arms)* })
    }

    fn one(&self, content: &Content, position: usize) -> One {
        match Taken::of(content) {
            Taken::Json(schema) => {
                let described = self.described(schema);
                let read = quote!(json_body::read(parts, body, (#described), &mut faults).await?);
                self.checked(schema, &read)
            }
            Taken::Form(schema) => {
                let form = self.form(content, position, schema);
                let read = quote!(form_body::read(parts, body, #form, &mut faults).await?);
                let whole = self
                    .context
                    .is_read_by_wire(schema)
                    .then(|| quote!(.map(wire::whole)));
                self.checked(schema, &quote!(#read #whole))
            }
            Taken::Text(schema) => {
                let read = quote!(text_body::read(parts, body).await?);
                match schema.filter(|schema| is_checked_text(self.context, *schema)) {
                    Some(schema) => self.checked_by(schema, &read).unwrap_or(One::perhaps(read)),
                    None => One::perhaps(read),
                }
            }
            Taken::Sequence(framing, item) => {
                let (framing, item) = (self::framing(framing), self.item(item));
                One::always(quote!(sequence::Items::new(parts, body, #framing, #item)))
            }
            Taken::Events(framing, item) => One::always(self.events(framing, item)),
            Taken::Parts => One::perhaps(quote!(multipart::read(parts, body, &mut faults).await?)),
            Taken::StreamedParts => One::always(quote!(multipart::Incoming::new(parts, body)?)),
            Taken::Bytes => One::always(quote!(byte_stream::ByteStream::new(body))),
        }
    }

    /// ```text
    /// event_items::Events::new(parts, body, |event, at| event_items::text(event, at, |_, _| Vec::new()))
    /// ```
    fn events(&self, framing: Framing, item: SchemaId) -> TokenStream {
        let context = self.context;
        let read = match framing {
            Framing::Events => {
                let (names, object) = (json_fields(context.api, item), self.item(item));
                quote!(whole(event, at, (&[#(#names),*], #object)))
            }
            _ if context.is_text(item) => {
                let check = self.check(item);
                quote!(text(event, at, #check))
            }
            _ => {
                let data = self.item(item);
                quote!(json(event, at, #data))
            }
        };
        quote!(event_items::Events::new(parts, body, |event, at| event_items::#read))
    }

    /// ```text
    /// (assembly::Written { outline: &outlines::PET, schema: schema::Schema::of(&schemas::PET) }, &[("tags", style::Style::Form)])
    /// ```
    fn form(&self, content: &Content, position: usize, schema: SchemaId) -> TokenStream {
        let readings = &self.context.facts.readings;
        let outline = readings.form(self.id, position);
        let written = schemas::written(self.context, outline, schema);
        let styles = match &content.format {
            Format::Form { styles, .. } => styles.as_slice(),
            _ => &[],
        };
        let styles = styles.iter().map(|field| {
            let (name, style) = (&field.name, style::of(field.style));
            quote!((#name, #style))
        });
        quote!((#written, &[#(#styles),*]))
    }

    /// ```text
    /// schema::Schema::of(&schemas::EVENT), json::decode
    /// ```
    fn described(&self, schema: SchemaId) -> TokenStream {
        let reference = schemas::reference(self.context, schema);
        match self.context.is_read_by_wire(schema) {
            true => quote!(#reference, |text| json::decode(text).map(wire::whole)),
            false => quote!(#reference, json::decode),
        }
    }

    /// What was read, with what is wrong with it.
    ///
    /// ```text
    /// let read = json_body::read(parts, body, (schema::Schema::of(&schemas::EVENT), json::decode), &mut faults).await?;
    /// violation::check(read, &mut faults, |body: &types::Event, at, found| { found.validate(at, body); })
    /// ```
    fn checked(&self, schema: SchemaId, read: &TokenStream) -> One {
        let checked = self.checked_by(schema, read);
        checked.unwrap_or_else(|| One::perhaps(quote!(#read.fitting())))
    }

    /// The same for a value that has rules; none for another.
    fn checked_by(&self, schema: SchemaId, read: &TokenStream) -> Option<One> {
        let statements = self.statements(schema);
        if statements.is_empty() {
            return None;
        }
        let held = self.context.value_type(schema, TypePath::Imported);
        // What is read adds faults, and so does what checks it.
        let before = quote!(let read = #read;);
        let check = quote!(|body: &#held, at, found| { #statements });
        Some(One {
            before,
            ..One::perhaps(quote!(violation::check(read, &mut faults, #check)))
        })
    }

    /// How an item is read, and what is wrong with it.
    ///
    /// ```text
    /// (
    ///     schema::Schema::of(&schemas::EVENT),
    ///     json::decode,
    ///     |item, at| violation::parts(|body: &types::Event, at, found| found.validate(at, body))(item, at),
    /// )
    /// ```
    fn item(&self, item: SchemaId) -> TokenStream {
        let (described, check) = (self.described(item), self.check(item));
        quote!((#described, #check))
    }

    /// What is wrong with an item.
    fn check(&self, item: SchemaId) -> TokenStream {
        let statements = self.statements(item);
        if statements.is_empty() {
            return quote!(|_, _| Vec::new());
        }
        let held = self.context.value_type(item, TypePath::Imported);
        quote!(|item, at| {
            violation::parts(|body: &#held, at, found| { #statements })(item, at)
        })
    }

    fn statements(&self, schema: SchemaId) -> TokenStream {
        let place = Place {
            at: quote!(at),
            value: quote!(body),
            options: usize::from(self.context.holds_null(schema)),
            path: TypePath::Imported,
        };
        rule::statements(self.context, schema, &place)
    }
}

fn framing(framing: Framing) -> TokenStream {
    match framing {
        Framing::Records => quote!(sequence::Framing::Records),
        _ => quote!(sequence::Framing::Lines),
    }
}
