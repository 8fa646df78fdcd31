//! Security: how callers prove who they are.

use serde::Serialize;

/// A way to prove who calls: a Security Scheme Object.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SecurityScheme {
    /// Its key under `components/securitySchemes`.
    pub name: String,
    /// What the document says about it, in CommonMark.
    pub description: Option<String>,
    /// What is sent.
    pub kind: SecurityKind,
}

/// What a caller sends as proof.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SecurityKind {
    /// `Authorization: Bearer …` (RFC 6750).
    Bearer {
        /// What the document says of the form of the tokens.
        #[serde(skip_serializing_if = "Option::is_none")]
        format: Option<String>,
    },
    /// `Authorization: Basic …` (RFC 7617).
    Basic,
    /// `Authorization:`, another scheme of HTTP and a value.
    Http {
        /// The scheme, as the document writes it.
        scheme: String,
    },
    /// A key of the API's own.
    ApiKey {
        /// Where it travels.
        location: ApiKeyLocation,
        /// The name of the header, query parameter or cookie.
        name: String,
    },
    /// A bearer token that OAuth 2 gives (RFC 6749).
    #[serde(rename = "oauth2")]
    OAuth2 {
        /// The ways to come by one.
        flows: Vec<OAuthFlow>,
    },
    /// A bearer token that an OpenID provider gives.
    OpenIdConnect {
        /// Where the provider says how it is asked.
        url: String,
    },
    /// A certificate of the client's, which is shown before any request (RFC 8446).
    MutualTls,
    /// What the output cannot prove; a call has to be met by other means.
    Unsupported,
}

impl SecurityKind {
    /// Whether a bearer token is sent in the end.
    pub fn is_token(&self) -> bool {
        matches!(
            self,
            Self::Bearer { .. } | Self::OAuth2 { .. } | Self::OpenIdConnect { .. }
        )
    }

    /// Whether a server asks for it, of all that a request may hold.
    pub fn is_asked_for(&self) -> bool {
        self.is_token() || matches!(self, Self::Basic | Self::ApiKey { .. })
    }

    /// Where a client asks for tokens that acts for itself, with a secret of its own.
    pub fn client_credentials(&self) -> Option<TokenSource<'_>> {
        self.source(&[OAuthFlowKind::ClientCredentials])
    }

    /// Where a client asks for further tokens of a user's.
    pub fn refresh_token(&self) -> Option<TokenSource<'_>> {
        self.source(&[OAuthFlowKind::AuthorizationCode, OAuthFlowKind::Password])
    }

    fn source(&self, kinds: &[OAuthFlowKind]) -> Option<TokenSource<'_>> {
        let flows = match self {
            Self::OAuth2 { flows } => flows,
            Self::OpenIdConnect { url } => return Some(TokenSource::Discovered(url)),
            _ => return None,
        };
        let flow = flows.iter().find(|flow| kinds.contains(&flow.kind))?;
        let refreshes = flow.kind != OAuthFlowKind::ClientCredentials;
        let refresh = flow.refresh_url.as_deref().filter(|_| refreshes);
        let url = refresh.or(flow.token_url.as_deref());
        Some(TokenSource::Endpoint(url.unwrap_or_default()))
    }
}

/// Where tokens are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenSource<'a> {
    /// At this URL; it is empty where the document does not say it.
    Endpoint(&'a str),
    /// Where the OpenID provider says at this URL.
    Discovered(&'a str),
}

/// A way to come by a token: an OAuth Flow Object.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OAuthFlow {
    /// Which way.
    pub kind: OAuthFlowKind,
    /// Where the user agrees.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub authorization_url: Option<String>,
    /// Where a token is asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token_url: Option<String>,
    /// Where the next one is asked for, if that is elsewhere.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refresh_url: Option<String>,
    /// What a token can be good for, with the document's words.
    pub scopes: Vec<(String, String)>,
}

/// The flows of OAuth 2.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum OAuthFlowKind {
    /// The token comes with a redirect.
    Implicit,
    /// A user's name and password.
    Password,
    /// The client acts for itself.
    ClientCredentials,
    /// A user agrees in a browser.
    AuthorizationCode,
}

impl OAuthFlowKind {
    /// As the document writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Implicit => "implicit",
            Self::Password => "password",
            Self::ClientCredentials => "clientCredentials",
            Self::AuthorizationCode => "authorizationCode",
        }
    }
}

/// Where an API key travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ApiKeyLocation {
    /// In a header.
    Header,
    /// In the query.
    Query,
    /// In a cookie.
    Cookie,
}

/// Schemes that must all be met: a Security Requirement Object. An empty one is met by everybody.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct SecurityRequirement {
    /// The schemes.
    pub schemes: Vec<NeededScheme>,
}

impl SecurityRequirement {
    /// Whether it names this scheme.
    pub fn needs(&self, scheme: &str) -> bool {
        self.schemes.iter().any(|needed| needed.name == scheme)
    }
}

/// A scheme that a requirement names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NeededScheme {
    /// Its name.
    pub name: String,
    /// What its token must be good for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub scopes: Vec<String>,
}
