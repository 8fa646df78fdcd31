//! What an implementation is told besides what it is asked.

use http::Extensions;
use http::request::Parts;

use super::accept::Accept;

/// What is known of a call besides what it asks.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Context<P = ()> {
    /// Who calls.
    pub principal: P,
    /// What the layers of the router have added to the request, such as the number of a trace.
    pub extensions: Extensions,
    /// What media types the caller takes.
    pub accept: Accept,
}

impl<P> Context<P> {
    /// The call of `principal`, with what else its request says.
    pub fn new(principal: P, parts: Parts) -> Self {
        Self {
            principal,
            accept: Accept::of(&parts.headers),
            extensions: parts.extensions,
        }
    }
}
