//! What is said of an operation while it is called.

/// An operation of the document, as hooks see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Operation {
    /// Its `operationId`, or the name of the client's method where it has none.
    pub id: &'static str,
    /// The method that it is asked by.
    pub method: &'static str,
    /// The path as the document writes it, such as `/things/{id}`; of a webhook its name, and of a callback its expression.
    pub path: &'static str,
}
