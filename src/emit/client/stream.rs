//! The items of all pages of a paginated operation.

use proc_macro2::TokenStream;
use quote::quote;

use super::error;
use super::operation::types;
use crate::analyse::{BodyShape, Holding, OffsetPagination};
use crate::emit::Context;
use crate::emit::holding::taken;
use crate::emit::rust_type::integer_type;
use crate::emit::tokens::ident;
use crate::ir::{IntegerFormat, Json, OperationId, SchemaId, SchemaKind};

/// ```text
/// pub fn stream(self) -> ItemStream<types::DatasetActivityEvent, Error> {
///     by_offset(self.offset.unwrap_or(0), move |offset| {
///         let call = self.clone().offset(offset);
///         async move {
///             let page = call.send().await?;
///             Ok(OffsetPage { items: page.events.unwrap_or_default(), offset, total: page.total })
///         }
///     })
/// }
/// ```
pub(super) fn method(context: Context<'_>, id: OperationId) -> Option<TokenStream> {
    let pages = context.facts.pagination.offset(id)?;
    let names = context.facts.names.operation(id)?;
    let item = context.value_type(pages.item, types());
    let error = error::error_type(context, id, names);
    let setter = ident(names.parameters.get(pages.offset)?);
    let first = first(context, id, pages)?;
    let narrowed = offset(context, id, pages)?;
    let (items, total) = page(context, id, pages)?;
    Some(quote! {
        #[doc = " The items of all pages, one after the other; a page is asked for when those before it are used up."]
        pub fn stream(self) -> ItemStream<#item, #error> {
            by_offset(#first, move |offset| {
                let call = self.clone().#setter(#narrowed);
                async move {
                    let page = call.send().await?;
                    Ok(OffsetPage { items: #items, offset, total: #total })
                }
            })
        }
    })
}

/// Where the first page begins: where the user said, or where the document says.
fn first(context: Context<'_>, id: OperationId, pages: OffsetPagination) -> Option<TokenStream> {
    let parameter = context.operation(id)?.parameters.get(pages.offset)?;
    let field = ident(
        context
            .facts
            .names
            .operation(id)?
            .parameters
            .get(pages.offset)?,
    );
    let default = match &context.api.schemas.resolve(parameter.schema).1.default {
        Some(Json::Number(number)) => number.as_i64().unwrap_or(0),
        _ => 0,
    };
    let default = proc_macro2::Literal::i64_unsuffixed(default);
    Some(widen(
        context,
        parameter.schema,
        &quote!(self.#field.unwrap_or(#default)),
    ))
}

/// The offset as the setter takes it.
fn offset(context: Context<'_>, id: OperationId, pages: OffsetPagination) -> Option<TokenStream> {
    let parameter = context.operation(id)?.parameters.get(pages.offset)?;
    Some(match integer_format(context, parameter.schema) {
        IntegerFormat::Int64 => quote!(offset),
        format => {
            let integer = integer_type(format);
            quote!(#integer::try_from(offset).unwrap_or(#integer::MAX))
        }
    })
}

/// The items and the total of a page.
fn page(
    context: Context<'_>,
    id: OperationId,
    pages: OffsetPagination,
) -> Option<(TokenStream, TokenStream)> {
    let BodyShape::Json(body) = context.facts.outcomes.get(id)?.success_body()? else {
        return None;
    };
    let (schema, resolved) = context.api.schemas.resolve(body);
    let SchemaKind::Object(object) = &resolved.kind else {
        return None;
    };
    let fields = context.facts.names.fields(schema);
    let items = ident(fields.get(pages.items)?);
    let total = ident(fields.get(pages.total)?);
    let (_, listed) = object.properties.get_index(pages.items)?;
    let holding = context.holding(schema, listed.schema);
    let list = context.api.schemas.resolve(listed.schema).0;
    // A list that holds itself is a struct around one.
    let is_newtype = context.facts.recursion.is_newtype(list);
    let inner = is_newtype.then(|| quote!(.0));
    let items = match (listed.required, holding, is_newtype) {
        (true, ..) => {
            let list = taken(holding, quote!(page.#items));
            quote!(#list #inner)
        }
        (false, Holding::InPlace, false) => quote!(page.#items.unwrap_or_default()),
        (false, ..) => {
            let list = taken(holding, quote!(items));
            quote!(page.#items.map(|items| #list #inner).unwrap_or_default())
        }
    };
    let (_, described) = object.properties.get_index(pages.total)?;
    Some((
        items,
        widen(context, described.schema, &quote!(page.#total)),
    ))
}

fn widen(context: Context<'_>, schema: SchemaId, value: &TokenStream) -> TokenStream {
    match integer_format(context, schema) {
        IntegerFormat::Int64 => value.clone(),
        IntegerFormat::Uint64 => quote!(i64::try_from(#value).unwrap_or(i64::MAX)),
        IntegerFormat::Int32 | IntegerFormat::Uint32 => quote!(i64::from(#value)),
    }
}

fn integer_format(context: Context<'_>, schema: SchemaId) -> IntegerFormat {
    match &context.api.schemas.resolve(schema).1.kind {
        SchemaKind::Integer(integer) => integer.format,
        _ => IntegerFormat::default(),
    }
}
