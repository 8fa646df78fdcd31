//! The refresh token grant of OAuth 2 (RFC 6749, section 6).

use std::fmt;

use tokio::sync::Mutex;

use super::super::support::secret::Secret;
use super::token_endpoint::{Kept, TokenEndpoint};
use super::token_provider::{Token, TokenError, TokenFuture, TokenProvider, TokenRequest};

/// Gives the tokens of a user who has agreed to it once, by a refresh token.
///
/// A token is kept until shortly before it ends. Calls that need one at the same time wait for one request to the token
/// endpoint. Where the endpoint answers with another refresh token, that one is used from then on. `Debug` shows no
/// secret.
///
/// The endpoint is asked by the call that needs the token, within its time. When such a call is dropped or its deadline
/// passes after the endpoint has replaced the refresh token and before its answer is here, the new one is lost, and an
/// endpoint that takes each only once refuses the old one: the user has to agree again. Where calls may be dropped or have
/// little time, come by a first token with one that is neither.
pub struct RefreshToken {
    endpoint: TokenEndpoint,
    state: Mutex<State>,
    rotated: Option<Told>,
}

/// What is told each new refresh token.
type Told = Box<dyn Fn(&str) + Send + Sync>;

#[derive(Debug)]
struct State {
    refresh_token: Secret,
    kept: Option<Kept>,
}

impl RefreshToken {
    /// A refresh token, and the id of the client that it was given to.
    pub fn new(client_id: impl Into<String>, refresh_token: impl Into<String>) -> Self {
        Self::with(TokenEndpoint::new(client_id.into(), None), refresh_token)
    }

    /// The same of a client that has a secret, which is sent as `Authorization: Basic …`.
    pub fn confidential(
        client_id: impl Into<String>,
        client_secret: impl Into<String>,
        refresh_token: impl Into<String>,
    ) -> Self {
        let secret = Some(Secret::new(client_secret));
        Self::with(TokenEndpoint::new(client_id.into(), secret), refresh_token)
    }

    fn with(endpoint: TokenEndpoint, refresh_token: impl Into<String>) -> Self {
        Self {
            endpoint,
            state: Mutex::new(State {
                refresh_token: Secret::new(refresh_token),
                kept: None,
            }),
            rotated: None,
        }
    }

    /// Where tokens are asked for, in place of what the document says. A relative URL is relative to the API.
    #[must_use]
    pub fn token_url(mut self, url: impl Into<String>) -> Self {
        self.endpoint.set_url(url.into());
        self
    }

    /// Where tokens are asked for, unless that is said already.
    #[must_use]
    pub fn or_token_url(mut self, url: &str) -> Self {
        self.endpoint.set_default_url(url);
        self
    }

    /// Where the OpenID provider says at which URL tokens are asked for, unless that URL is said already.
    #[must_use]
    pub fn or_discovered_at(mut self, url: &str) -> Self {
        self.endpoint.set_discovery(url);
        self
    }

    /// Sends the id and the secret in the body.
    #[must_use]
    pub fn in_body(mut self) -> Self {
        self.endpoint.set_in_body();
        self
    }

    /// Is told each refresh token that takes the place of the one before, so that it can be kept for the next start.
    #[must_use]
    pub fn on_rotation(mut self, told: impl Fn(&str) + Send + Sync + 'static) -> Self {
        self.rotated = Some(Box::new(told));
        self
    }

    async fn refreshed(
        &self,
        state: &mut State,
        asked: &TokenRequest<'_>,
    ) -> Result<Token, TokenError> {
        let old = state.refresh_token.clone();
        let grant = [
            ("grant_type", "refresh_token"),
            ("refresh_token", old.expose()),
        ];
        let granted = self.endpoint.ask(asked, &grant).await?;
        let token = granted.kept.token();
        state.kept = Some(granted.kept);
        if let Some(new) = granted.refresh_token.filter(|new| *new != old) {
            if let Some(told) = &self.rotated {
                told(new.expose());
            }
            state.refresh_token = new;
        }
        Ok(token)
    }
}

impl TokenProvider for RefreshToken {
    fn token<'a>(&'a self, asked: TokenRequest<'a>) -> TokenFuture<'a> {
        Box::pin(async move {
            // It stays locked while a token is asked for, so that all who need it wait for the same.
            let mut state = self.state.lock().await;
            let kept = state.kept.as_ref();
            match kept.and_then(|kept| kept.good(asked.refused())) {
                Some(token) => Ok(token),
                None => self.refreshed(&mut state, &asked).await,
            }
        })
    }
}

impl fmt::Debug for RefreshToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RefreshToken")
            .field("endpoint", &self.endpoint)
            .finish_non_exhaustive()
    }
}
