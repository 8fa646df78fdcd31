//! What a call takes apart from a body: the path, the query, headers and cookies.

use http::header::{COOKIE, HeaderName, HeaderValue};
use serde::Serialize;

use super::super::support::style::Style;
use super::confidential;
use super::encode::{self, Encoding};
use super::invalid::InvalidRequest;
use super::request::{Request, to_value};
use super::written;

impl Request {
    /// Appends `text` to the path as it is: it must be percent-encoded already.
    pub fn path(mut self, text: &str) -> Self {
        self.0.path.push_str(text);
        self
    }

    /// Appends the value of a path parameter, percent-encoded (style `simple`).
    pub fn path_value(self, name: &str, value: &(impl Serialize + ?Sized)) -> Self {
        self.path_styled(name, value, Style::Simple)
    }

    /// Appends the value of a path parameter in this style.
    pub fn path_styled(self, name: &str, value: &(impl Serialize + ?Sized), style: Style) -> Self {
        self.path_encoded(name, value, style, Encoding::Full)
    }

    /// Appends the value of a path parameter in this style, with reserved characters as they are (`allowReserved`), but for
    /// those that would end it.
    pub fn path_reserved(
        self,
        name: &str,
        value: &(impl Serialize + ?Sized),
        style: Style,
    ) -> Self {
        self.path_encoded(name, value, style, Encoding::InPath)
    }

    fn path_encoded(
        self,
        name: &str,
        value: &(impl Serialize + ?Sized),
        style: Style,
        encoding: Encoding,
    ) -> Self {
        self.attempt(|request| {
            let value = to_value(name, value)?;
            let text = written::in_path(name, value, style, encoding)?;
            request.path.push_str(&text);
            Ok(())
        })
    }

    /// Appends a query parameter: nothing for `None`, one pair for a primitive, a pair for each item of an array and for each
    /// member of an object (style `form`, exploded).
    pub fn query(self, name: &str, value: &(impl Serialize + ?Sized)) -> Self {
        self.query_styled(name, value, Style::FormExploded)
    }

    /// Appends a query parameter in this style; nothing for `None`.
    pub fn query_styled(self, name: &str, value: &(impl Serialize + ?Sized), style: Style) -> Self {
        self.pairs(name, value, style, Encoding::Full)
    }

    /// Appends a query parameter in this style, with reserved characters as they are (`allowReserved`).
    pub fn query_reserved(
        self,
        name: &str,
        value: &(impl Serialize + ?Sized),
        style: Style,
    ) -> Self {
        self.pairs(name, value, style, Encoding::InQuery)
    }

    /// Makes a value the whole query, percent-encoded: JSON text in that style, else a text as it is; nothing for `None`.
    pub fn query_whole(self, name: &str, value: &(impl Serialize + ?Sized), style: Style) -> Self {
        self.attempt(|request| {
            let value = to_value(name, value)?;
            if let Some(text) = written::in_whole(value, style) {
                encode::push(&mut request.query, &text);
            }
            Ok(())
        })
    }

    /// Makes a text the whole query that is a form already: what is encoded in it stays so. Nothing for `None`.
    pub fn query_form_text(self, name: &str, value: &(impl Serialize + ?Sized)) -> Self {
        self.attempt(|request| {
            let value = to_value(name, value)?;
            if let Some(text) = written::in_whole(value, Style::Simple) {
                Encoding::InPairs.push(&mut request.query, &text);
            }
            Ok(())
        })
    }

    /// Appends pairs to the query as they are: they must be percent-encoded already.
    pub fn query_pairs(mut self, pairs: &str) -> Self {
        let query = &mut self.0.query;
        if !query.is_empty() && !pairs.is_empty() {
            query.push('&');
        }
        query.push_str(pairs);
        self
    }

    fn pairs(
        self,
        name: &str,
        value: &(impl Serialize + ?Sized),
        style: Style,
        encoding: Encoding,
    ) -> Self {
        self.attempt(|request| {
            let value = to_value(name, value)?;
            written::push_pairs(&mut request.query, name, value, style, encoding);
            Ok(())
        })
    }

    /// Sets a header; nothing for `None`, and the parts of an array or object with commas between them (style `simple`).
    pub fn header(self, name: &str, value: &(impl Serialize + ?Sized)) -> Self {
        self.header_styled(name, value, Style::Simple)
    }

    /// Sets the header by which the server knows that it was asked before. Without a value the call gets a fresh one when
    /// it is sent, which it keeps when it is sent again.
    pub fn idempotency_key(self, name: &str, value: &(impl Serialize + ?Sized)) -> Self {
        let mut request = self.header(name, value);
        request.0.key_header = HeaderName::try_from(name).ok();
        request
    }

    /// Sets a header in this style; nothing for `None`.
    pub fn header_styled(
        self,
        name: &str,
        value: &(impl Serialize + ?Sized),
        style: Style,
    ) -> Self {
        self.attempt(|request| {
            let Some(text) = written::in_header(to_value(name, value)?, style) else {
                return Ok(());
            };
            let forbidden = || format!("the header `{name}` holds characters that no header can");
            let mut value =
                HeaderValue::from_str(&text).map_err(|_| InvalidRequest::new(forbidden()))?;
            let name = HeaderName::try_from(name)
                .map_err(|error| InvalidRequest::new("no header's name").with_source(error))?;
            value.set_sensitive(confidential::is_proof(&name));
            request.headers.insert(name, value);
            Ok(())
        })
    }

    /// Sets a header to a text in UTF-8, or takes it away where the text is empty.
    pub fn header_text(self, name: HeaderName, text: &str) -> Self {
        self.attempt(|request| {
            if text.is_empty() {
                request.headers.remove(name);
                return Ok(());
            }
            let value = HeaderValue::from_bytes(text.as_bytes()).map_err(|error| {
                InvalidRequest::new(format!("the header `{name}` cannot hold what it is to"))
                    .with_source(error)
            })?;
            request.headers.insert(name, value);
            Ok(())
        })
    }

    /// Adds cookies in this style; none for `None`.
    pub fn cookie(self, name: &str, value: &(impl Serialize + ?Sized), style: Style) -> Self {
        self.cookies(name, value, style, Encoding::Full)
    }

    /// Adds cookies in this style, with reserved characters as they are where a cookie can hold them (`allowReserved`); none
    /// for `None`.
    pub fn cookie_reserved(
        self,
        name: &str,
        value: &(impl Serialize + ?Sized),
        style: Style,
    ) -> Self {
        self.cookies(name, value, style, Encoding::InCookie)
    }

    /// Adds cookies in this style, with nothing encoded; none for `None`. A value with what no cookie can hold is refused.
    pub fn cookie_plain(self, name: &str, value: &(impl Serialize + ?Sized), style: Style) -> Self {
        self.cookies(name, value, style, Encoding::Nothing)
    }

    fn cookies(
        self,
        name: &str,
        value: &(impl Serialize + ?Sized),
        style: Style,
        encoding: Encoding,
    ) -> Self {
        self.attempt(|request| {
            let value = to_value(name, value)?;
            let pairs = written::in_pairs(name, value, style, encoding);
            if !pairs.iter().all(|(name, value)| fits_cookie(name, value)) {
                let message = format!("`{name}` holds what no cookie can: it must be escaped");
                return Err(InvalidRequest::new(message));
            }
            let pairs = pairs.into_iter();
            let cookies = pairs.map(|(name, value)| format!("{name}={value}"));
            let own = request.headers.get(COOKIE);
            let own = own.and_then(|value| value.to_str().ok()).map(String::from);
            let all: Vec<String> = own.into_iter().chain(cookies).collect();
            if !all.is_empty() {
                let mut value = HeaderValue::from_str(&all.join("; "))
                    .map_err(|error| InvalidRequest::new("no cookie").with_source(error))?;
                value.set_sensitive(true);
                request.headers.insert(COOKIE, value);
            }
            Ok(())
        })
    }
}

/// Whether a cookie can have this name and value (RFC 6265, section 4.1.1). Commas are let through, since they stand between
/// items.
fn fits_cookie(name: &str, value: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_graphic() && !matches!(byte, b'"' | b';' | b'\\');
    name.bytes().all(|byte| fits(byte) && byte != b'=') && value.bytes().all(fits)
}
