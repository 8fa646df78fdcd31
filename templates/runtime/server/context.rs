//! What an implementation is told besides what it is asked.

use http::Extensions;

/// What is known of a call besides what it asks.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Context<P = ()> {
    /// Who calls.
    pub principal: P,
    /// What the layers of the router have added to the request, such as the number of a trace.
    pub extensions: Extensions,
}

impl<P> Context<P> {
    /// The call of `principal`, with what layers have added to it.
    pub fn new(principal: P, extensions: Extensions) -> Self {
        Self {
            principal,
            extensions,
        }
    }
}
