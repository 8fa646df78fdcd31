//! Texts in the charset that their media type names (RFC 9110, section 8.3.2); without one, in UTF-8.

use std::borrow::Cow;

use bytes::Bytes;
use encoding_rs::{Encoding, UTF_8};
use http::HeaderMap;
use http::header::CONTENT_TYPE;

use super::quoted;

/// The text, or why it is none.
///
/// # Errors
///
/// When the charset is not known, or when the bytes are no text in it.
pub fn decode(headers: &HeaderMap, body: &Bytes) -> Result<String, String> {
    let media_type = headers.get(CONTENT_TYPE).and_then(|it| it.to_str().ok());
    let encoding = of(media_type.unwrap_or_default())?;
    let (text, used, has_faults) = encoding.decode(body);
    if has_faults {
        return Err(format!("it is no text in {}", used.name()));
    }
    Ok(text.into_owned())
}

/// The text in the charset that `media_type` names, with the media type that says so.
///
/// # Errors
///
/// When the charset is not known, or has no way to write one of the characters.
pub fn encode<'a>(media_type: &'a str, text: &str) -> Result<(Cow<'a, str>, Bytes), String> {
    if parameter(media_type).is_none() {
        let body = Bytes::copy_from_slice(text.as_bytes());
        return Ok((format!("{media_type}; charset=utf-8").into(), body));
    }
    let encoding = of(media_type)?;
    let (body, used, has_faults) = encoding.encode(text);
    if has_faults || used != encoding {
        return Err(format!("{} has no way to write the text", encoding.name()));
    }
    Ok((media_type.into(), Bytes::copy_from_slice(&body)))
}

fn of(media_type: &str) -> Result<&'static Encoding, String> {
    match parameter(media_type) {
        None => Ok(UTF_8),
        Some(label) => Encoding::for_label(label.as_bytes())
            .ok_or_else(|| format!("the charset `{label}` is not known")),
    }
}

fn parameter(media_type: &str) -> Option<&str> {
    let parameters = quoted::split(media_type, ';').skip(1);
    let mut pairs = parameters.filter_map(|parameter| parameter.split_once('='));
    let charset = pairs.find(|(name, _)| name.trim().eq_ignore_ascii_case("charset"));
    charset.map(|(_, value)| value.trim().trim_matches('"'))
}
