//! User and password (RFC 7617).

use base64::Engine;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use http::HeaderMap;

use super::super::support::secret::Secret;
use super::authorization;
use super::rejection::Rejection;

/// Some callers leave out the padding.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

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
            .and_then(|text| BASE64.decode(text).ok())
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
