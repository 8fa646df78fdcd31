//! User and password (RFC 7617).

use http::HeaderMap;

use super::super::support::secret::Secret;
use super::authorization;
use super::rejection::Rejection;

/// The user and password of a request. They are well formed; whether they are right, the implementation decides.
#[derive(Debug, Clone)]
pub struct BasicCredentials {
    user: String,
    password: Secret,
}

impl BasicCredentials {
    /// Reads them from `Authorization: Basic …`.
    ///
    /// # Errors
    ///
    /// 401 when there are none, or what is there is not well formed.
    pub fn read(headers: &HeaderMap) -> Result<Self, Rejection> {
        authorization::credentials(headers, "Basic")
            .and_then(decode)
            .and_then(|bytes| String::from_utf8(bytes).ok())
            .and_then(|text| {
                let (user, password) = text.split_once(':')?;
                Some(Self {
                    user: user.to_owned(),
                    password: Secret::new(password),
                })
            })
            .ok_or_else(|| Rejection::unauthenticated("Basic charset=\"UTF-8\""))
    }

    /// The user.
    pub fn user(&self) -> &str {
        &self.user
    }

    /// The password, which `Debug` does not show.
    pub fn password(&self) -> &str {
        self.password.expose()
    }
}

/// Decodes base64, with or without the padding at its end.
fn decode(text: &str) -> Option<Vec<u8>> {
    let digits = text.trim_end_matches('=').as_bytes();
    let mut bytes = Vec::with_capacity(digits.len() / 4 * 3 + 2);
    for group in digits.chunks(4) {
        let mut bits = 0_u32;
        for digit in group {
            bits = (bits << 6) | value(*digit)?;
        }
        let missing = u32::try_from(4 - group.len()).ok()?;
        let [_, decoded @ ..] = (bits << (6 * missing)).to_be_bytes();
        let length = match group.len() {
            4 => 3,
            3 => 2,
            2 => 1,
            _ => return None,
        };
        bytes.extend(decoded.into_iter().take(length));
    }
    Some(bytes)
}

fn value(digit: u8) -> Option<u32> {
    let value = match digit {
        b'A'..=b'Z' => digit - b'A',
        b'a'..=b'z' => digit - b'a' + 26,
        b'0'..=b'9' => digit - b'0' + 52,
        b'+' => 62,
        b'/' => 63,
        _ => return None,
    };
    Some(u32::from(value))
}
