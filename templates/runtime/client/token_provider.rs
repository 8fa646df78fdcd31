//! Tokens that are come by while calls are sent: what gives them, and what it is told.

use std::error::Error;

use super::super::support::secret::Secret;
use super::answer::Answer;
use super::body::Body;
use super::confidential;
use super::deadline::Deadline;
use super::handle::Client;
use super::incoming::Incoming;
use super::platform::BoxFuture;
use super::transport::TransportError;

/// How long the answer to a provider may be: 1 MiB.
const MAX_BYTES: usize = 1024 * 1024;

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
pub type TokenFuture<'a> = BoxFuture<'a, Result<Token, TokenError>>;

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

    /// Sends a request as the client does, for a provider that has to ask somebody: with its transport and within its
    /// time, but without its credentials, and once.
    ///
    /// # Errors
    ///
    /// When no whole answer comes.
    pub async fn send(&self, request: http::Request<Body>) -> Result<Answer, TransportError> {
        let options = self.client.options();
        let deadline = Deadline::after(options.timeout);
        let response = deadline
            .bound(self.client.carrier().transport().send(request))
            .await??;
        let (mut parts, body) = response.into_parts();
        confidential::hide(&mut parts.headers);
        let body = body.into_stream().bounded(deadline, options.read_timeout);
        let incoming = Incoming::new(parts.status, parts.headers, body, MAX_BYTES);
        incoming.read().await
    }

    /// The client that the token is for.
    pub fn client(&self) -> &'a Client {
        self.client
    }
}
