//! The pages of a paginated operation, and the items of all of them.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::access::Access;
use super::error;
use super::operation::{body_type, types};
use crate::analyse::{BodyShape, More, Pages, Source, Way};
use crate::emit::Context;
use crate::ir::{OperationId, SchemaId};

/// ```text
/// pub fn pages(self) -> PageStream<types::DatasetActivityPage, Error> {
///     PageStream::new(self.request(), Self::answered, offset_pages::by_offset(
///         "offset", 0, |page, _| Some(page.events.as_ref()?.len()), |page, _| pages::number(page.total),
///     ))
/// }
///
/// pub fn stream(self) -> ItemStream<types::DatasetActivityEvent, Error> {
///     self.pages().items(|page| page.events)
/// }
/// ```
pub(super) fn methods(context: Context<'_>, id: OperationId) -> Option<TokenStream> {
    let pages = context.facts.pagination.get(id)?;
    let names = context.facts.names.operation(id)?;
    let page = body_type(context, BodyShape::Json(pages.body), types());
    let item = context.value_type(pages.item, types());
    let error = error::error_type(context, id, names);
    let steps = steps(context, id, pages)?;
    let steps = match &pages.more {
        Some(more) => {
            let more = said_more(context, pages.body, more)?;
            quote!(pages::while_there_are(#more, #steps))
        }
        None => steps,
    };
    let items = taken(context, pages)?;
    Some(quote! {
        #[doc = " All pages, one after the other; each is asked for when those before it are used up."]
        pub fn pages(self) -> PageStream<#page, #error> {
            PageStream::new(self.request(), Self::answered, #steps)
        }

        #[doc = " The items of all pages, one after the other."]
        pub fn stream(self) -> ItemStream<#item, #error> {
            self.pages().items(#items)
        }
    })
}

/// How the pages of an operation lead on.
fn steps(context: Context<'_>, id: OperationId, pages: &Pages) -> Option<TokenStream> {
    let name = match pages.way.parameter() {
        Some(position) => context
            .operation(id)?
            .parameters
            .get(position)?
            .name
            .as_str(),
        None => "",
    };
    let body = pages.body;
    let number = |source: Option<&Source>| match source {
        Some(source) => said_number(context, body, source),
        None => Some(quote!(|_, _| None)),
    };
    Some(match &pages.way {
        Way::Offset { first, total, .. } => {
            let first = Literal::i64_unsuffixed(*first);
            let (count, total) = (counted(context, pages)?, number(total.as_ref())?);
            quote!(offset_pages::by_offset(#name, #first, #count, #total))
        }
        Way::Page {
            first,
            own,
            pages: number_of_pages,
            total,
            ..
        } => {
            let first = Literal::i64_unsuffixed(*first);
            let count = counted(context, pages)?;
            let own = number(own.as_ref())?;
            let (pages, total) = (number(number_of_pages.as_ref())?, number(total.as_ref())?);
            quote! {
                numbered_pages::by_number(
                    #name,
                    #first,
                    #count,
                    numbered_pages::Numbered { own: #own, pages: #pages, total: #total },
                )
            }
        }
        Way::Cursor { next, .. } => {
            let next = said_text(context, pages, next)?;
            quote!(cursor_pages::by_cursor(#name, #next))
        }
        Way::Url { next } => {
            let next = said_text(context, pages, next)?;
            quote!(linked_pages::by_link(#next))
        }
        Way::Link => quote!(linked_pages::by_link(linked_pages::next_link)),
    })
}

/// How a page says a number.
fn said_number(context: Context<'_>, body: SchemaId, source: &Source) -> Option<TokenStream> {
    Some(match source {
        Source::Header(name) => quote!(|_, headers| pages::header_number(headers, #name)),
        Source::Body(path) | Source::LastItem(path) => {
            let value = Access::to(context, body, path)?.copied();
            quote!(|page, _| pages::number(#value))
        }
    })
}

/// How a page says what leads on.
fn said_text(context: Context<'_>, pages: &Pages, source: &Source) -> Option<TokenStream> {
    Some(match source {
        Source::Header(name) => quote!(|_, headers| pages::header(headers, #name)),
        Source::Body(path) => {
            let value = Access::to(context, pages.body, path)?.borrowed();
            quote!(|page, _| pages::text(#value))
        }
        Source::LastItem(path) => {
            let list = Access::to(context, pages.body, &pages.items)?.place();
            let null = context.holds_null(pages.item).then(|| quote!(.as_ref()?));
            let last = quote!(#list.last()? #null);
            let value = Access::from(context, pages.item, path, last)?.borrowed();
            quote!(|page, _| pages::text(#value))
        }
    })
}

/// How a page says whether there is more.
fn said_more(context: Context<'_>, body: SchemaId, more: &More) -> Option<TokenStream> {
    let way = Access::to(context, body, &more.source)?;
    let value = way.copied();
    Some(if more.is_end {
        quote!(|page, _| Some(!#value))
    } else if way.is_optional() {
        let value = way.optional();
        quote!(|page, _| #value)
    } else {
        quote!(|page, _| Some(#value))
    })
}

/// How many items a page holds.
fn counted(context: Context<'_>, pages: &Pages) -> Option<TokenStream> {
    let list = Access::to(context, pages.body, &pages.items)?.place();
    Some(quote!(|page, _| Some(#list.len())))
}

/// How the items are taken out of a page.
fn taken(context: Context<'_>, pages: &Pages) -> Option<TokenStream> {
    let way = Access::moving(context, pages.body, &pages.items)?;
    let is_whole = pages.items.0.is_empty();
    Some(match way.is_optional() {
        true if is_whole => quote!(std::convert::identity),
        true => {
            let list = way.optional();
            quote!(|page| #list)
        }
        false if is_whole && !way.is_newtype => quote!(Some),
        false => {
            let list = way.whole();
            quote!(|page| Some(#list))
        }
    })
}
