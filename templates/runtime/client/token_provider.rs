//! Tokens that are come by while calls are sent: what gives them, and what it is told.

use std::error::Error;
use std::future::Future;
use std::pin::Pin;

use super::super::support::secret::Secret;
use super::handle::Client;

/// An access token. `Debug` does not show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token(Secret);

impl Token {
    /// A token that is sent as `Authorization: Bearer …`.
    pub fn new(text: impl Into<String>) -> Self {
        Self(Secret::new(text))
    }

    /// The text itself.
    pub fn expose(&self) -> &str {
        self.0.expose()
    }
}

/// Why there is no token. Any error becomes one with `?`.
pub type TokenError = Box<dyn Error + Send + Sync>;

/// What [`TokenProvider::token`] gives: an `async` block in `Box::pin`.
#[cfg(not(target_arch = "wasm32"))]
pub type TokenFuture<'a> = Pin<Box<dyn Future<Output = Result<Token, TokenError>> + Send + 'a>>;

/// What [`TokenProvider::token`] gives: an `async` block in `Box::pin`. There are no threads here to send it to.
#[cfg(target_arch = "wasm32")]
pub type TokenFuture<'a> = Pin<Box<dyn Future<Output = Result<Token, TokenError>> + 'a>>;

/// Where the tokens of a client come from.
///
/// It is asked before each call that it authorizes, by several calls at the same time, and once more when the server
/// answered 401: [`TokenRequest::refused`] is then the token that was not good enough. One that keeps its tokens gives
/// another in its place; where it gives the same, the answer 401 stays.
pub trait TokenProvider: Send + Sync {
    /// A token that is good for what is asked.
    fn token<'a>(&'a self, asked: TokenRequest<'a>) -> TokenFuture<'a>;
}

/// What a token is needed for.
#[derive(Debug, Clone)]
pub struct TokenRequest<'a> {
    client: &'a Client,
    scopes: Vec<&'a str>,
    refused: Option<&'a Token>,
}

impl<'a> TokenRequest<'a> {
    /// Asks for a token with these scopes, which is not the one that was refused.
    pub fn new(client: &'a Client, scopes: Vec<&'a str>, refused: Option<&'a Token>) -> Self {
        Self {
            client,
            scopes,
            refused,
        }
    }

    /// The scopes that the document names for the operation; none where it names none.
    pub fn scopes(&self) -> &[&'a str] {
        &self.scopes
    }

    /// The token that this provider gave before and that the server has just answered with 401.
    pub fn refused(&self) -> Option<&'a Token> {
        self.refused
    }

    /// What the client sends with, for a provider that has to ask somebody.
    pub fn http(&self) -> &'a reqwest::Client {
        self.client.http()
    }

    /// The client that the token is for.
    pub fn client(&self) -> &'a Client {
        self.client
    }
}
