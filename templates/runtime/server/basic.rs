//! User and password (RFC 7617).

use base64::Engine;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use http::HeaderMap;

use super::super::support::secret::Secret;
use super::authorization;
use super::constant_time;

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
    /// Reads them from `Authorization: Basic …`; `None` where there are none, or what is there is not well formed.
    pub fn read(headers: &HeaderMap) -> Option<Self> {
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
    }

    /// The user.
    pub fn user(&self) -> &str {
        &self.user
    }

    /// The password, which `Debug` does not show.
    pub fn password(&self) -> &str {
        self.password.expose()
    }

    /// Whether these are the user and the password. How long that takes says nothing of where they differ.
    pub fn are(&self, user: &str, password: &str) -> bool {
        let is_user = constant_time::is_same(self.user(), user);
        is_user & constant_time::is_same(self.password(), password)
    }
}
