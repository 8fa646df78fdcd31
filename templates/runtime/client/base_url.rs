//! Where a client sends its calls.

use reqwest::Url;

use super::SERVERS;
use super::builder::BuildError;
use super::encode;
use super::invalid::InvalidRequest;

/// What a client can be begun with: the text of a URL, or a server of the document.
pub trait IntoBaseUrl {
    /// Where the calls are sent.
    fn into_base_url(self) -> BaseUrl;
}

impl<T: AsRef<str>> IntoBaseUrl for T {
    fn into_base_url(self) -> BaseUrl {
        BaseUrl::given(self.as_ref())
    }
}

impl IntoBaseUrl for BaseUrl {
    fn into_base_url(self) -> BaseUrl {
        self
    }
}

/// Where a client sends its calls. It is checked already; what is wrong with it is said when the client is built.
#[derive(Debug, Clone)]
pub struct BaseUrl {
    url: Result<Address, BuildError>,
    is_documented: bool,
}

#[derive(Debug, Clone)]
enum Address {
    Whole(Url),
    Relative(String),
}

impl BaseUrl {
    /// A URL of the user's.
    fn given(text: &str) -> Self {
        let text = text.trim_end_matches('/');
        let mut servers = SERVERS.iter().map(|server| server.trim_end_matches('/'));
        Self {
            url: check(text).map(Address::Whole),
            is_documented: servers.any(|server| server == text),
        }
    }

    /// A server of the document, whose variables in braces have these values.
    pub fn of_server(template: &str, values: &[(&str, &str)]) -> Self {
        let url = fill(template, values).and_then(|text| {
            if is_relative(&text) {
                return Ok(Address::Relative(text));
            }
            check(&text).map(Address::Whole)
        });
        Self {
            url,
            is_documented: true,
        }
    }

    /// Says where the document of a relative server is, or any URL of its host. A server that is not relative stays as it is.
    #[must_use]
    pub fn at(self, url: impl AsRef<str>) -> Self {
        let join = |address| match address {
            Address::Relative(text) => {
                let base = check(url.as_ref())?;
                let whole = base.join(&text);
                let whole = whole.map_err(|error| BuildError::of_url(&error.to_string()))?;
                check(whole.as_str()).map(Address::Whole)
            }
            whole @ Address::Whole(_) => Ok(whole),
        };
        Self {
            url: self.url.and_then(join),
            ..self
        }
    }

    /// Whether operations with servers of their own are sent to those.
    pub(super) fn is_documented(&self) -> bool {
        self.is_documented
    }

    /// The URL, without a slash at the end.
    ///
    /// # Errors
    ///
    /// When it is no URL that calls can be sent to.
    pub fn into_url(self) -> Result<String, BuildError> {
        let url = match self.url? {
            Address::Whole(url) => url,
            Address::Relative(text) if text.starts_with("//") => check(&format!("https:{text}"))?,
            Address::Relative(text) => {
                let reason = format!("is relative: say with `at` to what `{text}` is");
                return Err(BuildError::of_url(&reason));
            }
        };
        Ok(url.as_str().trim_end_matches('/').to_owned())
    }
}

/// Where a client's calls go, parsed once for all of them.
#[derive(Debug, Clone)]
pub(super) struct Base {
    url: Url,
    /// The same without a slash at the end.
    text: String,
    /// Its path, without one either.
    path: String,
}

impl Base {
    /// What is at the URL of a [`BaseUrl`].
    pub(super) fn new(text: String) -> Result<Self, BuildError> {
        let url = check(&text)?;
        let path = url.path().trim_end_matches('/').to_owned();
        Ok(Self { url, text, path })
    }

    /// The URL, without a slash at the end.
    pub(super) fn as_str(&self) -> &str {
        &self.text
    }

    /// The URL of a path below it and a query, which are percent-encoded already.
    pub(super) fn below(&self, path: &str, query: &str) -> Result<Url, InvalidRequest> {
        let mark = if query.is_empty() { "" } else { "?" };
        let target = [self.path.as_str(), path, mark, query].concat();
        let joined = match target.as_bytes() {
            [b'/', next, ..] if next.is_ascii_alphanumeric() => self.url.join(&target),
            // What begins with two slashes would be joined as another host.
            _ => Url::parse(&[&self.text, path, mark, query].concat()),
        };
        joined.map_err(InvalidRequest::of_url)
    }
}

/// Refuses what is no address to send to. The message leaves out the URL, because there may be a password in it.
fn check(base_url: &str) -> Result<Url, BuildError> {
    let refuse = |reason: &str| Err(BuildError::of_url(reason));
    let url = Url::parse(base_url)
        .map_err(|error| BuildError::of_url(&format!("is not a URL: {error}")))?;
    if !matches!(url.scheme(), "http" | "https") {
        return refuse("is neither http nor https");
    }
    if !url.username().is_empty() || url.password().is_some() {
        return refuse("holds a user or a password: set a credential instead");
    }
    if url.query().is_some() || url.fragment().is_some() {
        return refuse("holds a query or a fragment");
    }
    Ok(url)
}

/// Whether there is no scheme in front: a colon then stands behind a slash, if there is one (RFC 3986, section 4.2).
fn is_relative(text: &str) -> bool {
    let before_colon = text.split_once(':').map(|(before, _)| before);
    before_colon.is_none_or(|before| before.contains('/'))
}

/// Puts values into the places of a template.
fn fill(template: &str, values: &[(&str, &str)]) -> Result<String, BuildError> {
    let mut filled = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, behind)) = rest.split_once('{') {
        filled.push_str(before);
        let (name, after) = behind.split_once('}').unwrap_or((behind, ""));
        let value = values.iter().find(|(known, _)| *known == name);
        let value = value.map_or("", |(_, value)| *value);
        let begun = template.len() - behind.len() - 1;
        let place = Place::between(template.get(..begun).unwrap_or_default(), after);
        place.push(&mut filled, value).ok_or_else(|| {
            BuildError::of_url(&format!(
                "cannot have such a value of `{name}` in its place"
            ))
        })?;
        rest = after;
    }
    filled.push_str(rest);
    // No URL library keeps such segments: the path would be another one.
    if dots(&filled) > dots(template) {
        return Err(BuildError::of_url(
            "would have a segment `.` or `..` of a value",
        ));
    }
    Ok(filled)
}

fn dots(path: &str) -> usize {
    let segments = path.split('/');
    segments.filter(|it| matches!(*it, "." | "..")).count()
}

/// The part of a URL that a variable stands in.
#[derive(Debug, Clone, Copy)]
enum Place {
    Beginning,
    Scheme,
    Host,
    Path,
}

impl Place {
    fn between(before: &str, after: &str) -> Self {
        if after.starts_with("://") {
            return Self::Scheme;
        }
        if before.is_empty() {
            return Self::Beginning;
        }
        let behind_scheme = before.split_once("//").map(|(_, behind)| behind);
        match behind_scheme {
            Some(host) if !host.contains('/') => Self::Host,
            _ => Self::Path,
        }
    }

    /// Appends a value that stays in its place; nothing where it would not.
    fn push(self, to: &mut String, value: &str) -> Option<()> {
        match self {
            // What begins the URL says where everything goes, and is checked as a whole.
            Self::Beginning => to.push_str(value),
            Self::Scheme if value.chars().all(|it| it.is_ascii_alphanumeric()) => {
                to.push_str(value);
            }
            Self::Host if value.chars().all(is_of_host) => to.push_str(value),
            Self::Path => {
                for (position, segment) in value.split('/').enumerate() {
                    if position > 0 {
                        to.push('/');
                    }
                    encode::push(to, segment);
                }
            }
            Self::Scheme | Self::Host => return None,
        }
        Some(())
    }
}

/// What a name, an address or a port is made of.
fn is_of_host(character: char) -> bool {
    character.is_alphanumeric() || matches!(character, '-' | '.' | '_' | ':' | '[' | ']')
}
