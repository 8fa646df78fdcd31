//! Bodies of successes as they come, of whatever length.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::send::{self, Sent};
use super::{error, success};
use crate::analyse::{BodyShape, ChoiceId, Extent};
use crate::emit::Context;
use crate::emit::tokens::{ident, moved};
use crate::ir::{OperationId, StatusPattern};

/// Whether some of the successes can be had as they come, and others are read as a whole.
pub(super) fn is_mixed(sent: Sent<'_>) -> bool {
    extent(sent) == Extent::Some
}

/// Whether any operation has such successes.
pub(in crate::emit) fn has_streamed(context: Context<'_>) -> bool {
    let mut ids = (0..context.api.operations.len()).map(OperationId);
    ids.any(|id| Sent::of(context, id).is_some_and(is_mixed))
}

/// Where a success is bytes or a text, it can be had as it comes.
///
/// ```text
/// pub async fn send_streaming(self) -> Result<Response<ByteStream>, Error> { … }
/// ```
pub(super) fn method(sent: Sent<'_>) -> Option<TokenStream> {
    match extent(sent) {
        Extent::Nothing => None,
        Extent::Some => Some(mixed(sent)),
        Extent::All => Some(plain(sent)),
    }
}

/// ```text
/// let opened = self.request().open().await?;
/// let answer = match opened.status().as_u16() {
///     200 => return Ok(opened.into_stream()),
///     _ => opened.read().await?,
/// };
/// Err(answer.error())
/// ```
fn plain(sent: Sent<'_>) -> TokenStream {
    let error = error::error_type(sent.context, sent.id, sent.names);
    let arms = arms(sent, None).into_iter().map(moved);
    let refused = send::by_status(sent, Vec::new(), &send::others(sent, &unconditional(sent)));
    quote! {
        /// Sends the call and gives the body of the answer as it comes, of whatever length.
        ///
        /// # Errors
        ///
        /// When the call cannot be sent, and when no success comes: see [`Error`].
        pub async fn send_streaming(self) -> Result<Response<byte_stream::ByteStream>, #error> {
            let opened = self.request().open().await?;
            let answer = match opened.status().as_u16() {
                #(#arms,)*
                _ => opened.read().await?,
            };
            #refused
        }
    }
}

/// The same, but that what cannot be had as it comes is read and wrapped, which sequences are as well.
///
/// ```text
/// let answer = match opened.status().as_u16() {
///     200 => return Ok(opened.into_stream().map(streamed::Streamed::Bytes)),
///     _ => opened.read().await?,
/// };
/// Self::answered(answer).map(|response| response.map(streamed::Streamed::Whole))
/// ```
fn mixed(sent: Sent<'_>) -> TokenStream {
    let error = error::error_type(sent.context, sent.id, sent.names);
    let success = success::success_type(sent);
    let (bytes, whole) = (
        quote!(streamed::Streamed::Bytes),
        quote!(streamed::Streamed::Whole),
    );
    let mut all = arms(sent, Some(&bytes));
    all.extend(success::sequence_arms(sent, Some(&whole)));
    let all = all.into_iter().map(moved);
    let opened = send::opened(sent);
    quote! {
        /// Sends the call and gives a body of bytes or text as it comes, of whatever length; what any other success holds
        /// is read as `send` does.
        ///
        /// # Errors
        ///
        /// When the call cannot be sent, and when no success comes: see [`Error`].
        pub async fn send_streaming(
            self,
        ) -> Result<Response<streamed::Streamed<#success>>, #error> {
            #opened
            let answer = match opened.status().as_u16() {
                #(#all,)*
                _ => opened.read().await?,
            };
            Self::answered(answer).map(|response| response.map(#whole))
        }
    }
}

fn extent(sent: Sent<'_>) -> Extent {
    sent.context.facts.outcomes.extent(sent.id)
}

/// The successes that are given as they come, and those of a choice by their positions in it.
///
/// ```text
/// 200 if opened.holds::<contents::GetReportContent>(&[1]) => return Ok(opened.into_stream()),
/// ```
fn arms(sent: Sent<'_>, wrap: Option<&TokenStream>) -> Vec<TokenStream> {
    let wrapped = wrap.map(|wrap| quote!(.map(#wrap)));
    let given = quote!(return Ok(opened.into_stream() #wrapped));
    let successes = success::by_pattern(sent);
    let arms = successes.iter().filter_map(|(pattern, shape)| match shape {
        BodyShape::Bytes | BodyShape::Text => Some(quote!(#pattern => #given)),
        BodyShape::Choice(id) => {
            let guard = guard(sent, *id)?;
            Some(quote!(#pattern if #guard => #given))
        }
        BodyShape::Empty | BodyShape::Json(_) | BodyShape::Sequence(..) => None,
    });
    arms.collect()
}

/// Whether the answer is what can be had as it comes; nothing where no alternative can be.
fn guard(sent: Sent<'_>, id: ChoiceId) -> Option<TokenStream> {
    let facts = sent.context.facts;
    let (choice, names) = facts.outcomes.choice(id).zip(facts.names.choice(id))?;
    let all = choice.alternatives.iter().enumerate();
    let positions: Vec<Literal> = all
        .filter(|(_, it)| facts.outcomes.extent_of(it.shape) == Extent::All)
        .map(|(position, _)| Literal::usize_unsuffixed(position))
        .collect();
    let name = ident(&names.name);
    (!positions.is_empty()).then(|| quote!(opened.holds::<contents::#name>(&[#(#positions),*])))
}

/// The statuses that are given as they come whatever their media type: nothing is left of them.
fn unconditional(sent: Sent<'_>) -> Vec<StatusPattern> {
    let whole = success::statuses(sent);
    let is_choice = |shape: &BodyShape| matches!(shape, BodyShape::Choice(_));
    whole
        .filter(|(_, shape)| !is_choice(shape))
        .map(|(status, _)| status)
        .collect()
}
