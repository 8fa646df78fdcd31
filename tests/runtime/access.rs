//! Who is let in.

use http::header::WWW_AUTHENTICATE;
use http::request::Parts;

use crate::server::access::{self, Access, Authenticator, Refusal, Requirement};
use crate::server::rejection::Rejection;
use crate::server::{Credentials, Failure};

/// Lets in whoever shows something that begins with `good`, and nobody to whatever needs the scope `most`.
struct Door;

impl Authenticator for Door {
    type Principal = String;

    async fn authenticate(
        &self,
        credentials: Credentials,
        access: Access<'_>,
    ) -> Result<String, Refusal> {
        assert_eq!(access.operation, "enter");
        let shown = match &credentials {
            Credentials::Token(token) => token.as_str(),
            Credentials::Keys { key, user } if key.is("k") => user.user(),
            Credentials::Keys { .. } => return Err(Failure::not_implemented().into()),
            Credentials::Certificate => match access.extensions.get::<&str>() {
                Some(name) => name,
                None => return Err(Refusal::Unauthenticated),
            },
        };
        if access.scopes.contains(&"most") {
            return Err(Refusal::Forbidden);
        }
        match shown {
            "broken" => Err("x".parse::<u8>().map_or_else(Refusal::from, |_| unknown())),
            shown if shown.starts_with("good") => Ok(shown.to_owned()),
            _ => Err(unknown()),
        }
    }
}

fn unknown() -> Refusal {
    Refusal::Unauthenticated
}

const TOKEN: Requirement = Requirement {
    schemes: &["token"],
    scopes: &["read", "most"],
};
const READ: Requirement = Requirement {
    schemes: &["token"],
    scopes: &["read"],
};
const KEYS: Requirement = Requirement {
    schemes: &["key", "user"],
    scopes: &[],
};
const CERTIFICATE: Requirement = Requirement {
    schemes: &["certificate"],
    scopes: &[],
};

fn parts(headers: &[(&str, &str)]) -> Parts {
    let mut request = http::Request::builder();
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.body(()).unwrap().into_parts().0
}

async fn admit(
    headers: &[(&str, &str)],
    requirements: &[Requirement],
) -> Result<String, (u16, Vec<String>)> {
    let admitted = access::admit(&Door, &parts(headers), "enter", requirements).await;
    admitted.map_err(told)
}

fn told(rejection: Rejection) -> (u16, Vec<String>) {
    let challenges = rejection.headers.iter().map(|(name, value)| {
        assert_eq!(name, WWW_AUTHENTICATE);
        value.to_str().unwrap().to_owned()
    });
    (rejection.status.as_u16(), challenges.collect())
}

fn refused(status: u16, challenges: &[&str]) -> Result<String, (u16, Vec<String>)> {
    let challenges = challenges.iter().map(|it| (*it).to_owned());
    Err((status, challenges.collect()))
}

const GOOD: (&str, &str) = ("authorization", "Bearer good-1");
const BAD: (&str, &str) = ("authorization", "Bearer bad");
// `good:x`
const USER: (&str, &str) = ("authorization", "Basic Z29vZDp4");

#[tokio::test]
async fn one_requirement_is_enough_and_all_of_it_is_needed() {
    assert_eq!(admit(&[GOOD], &[READ]).await, Ok("good-1".to_owned()));
    assert_eq!(admit(&[GOOD], &[KEYS, READ]).await, Ok("good-1".to_owned()));
    let keys = [("x-key", "k"), USER];
    assert_eq!(admit(&keys, &[READ, KEYS]).await, Ok("good".to_owned()));
    let both = ["Bearer", "ApiKey", "Basic realm=\"api\""];
    assert_eq!(
        admit(&[("x-key", "k")], &[READ, KEYS]).await,
        refused(401, &both)
    );
    assert_eq!(admit(&[USER], &[READ, KEYS]).await, refused(401, &both));
}

#[tokio::test]
async fn a_refusal_says_why() {
    assert_eq!(admit(&[], &[READ]).await, refused(401, &["Bearer"]));
    let invalid = "Bearer error=\"invalid_token\"";
    assert_eq!(admit(&[BAD], &[READ]).await, refused(401, &[invalid]));
    let scopes = "Bearer error=\"insufficient_scope\", scope=\"read most\"";
    assert_eq!(admit(&[GOOD], &[TOKEN]).await, refused(403, &[scopes]));
    // Who is known and may not is told so, whatever else was tried.
    assert_eq!(
        admit(&[GOOD], &[TOKEN, CERTIFICATE]).await,
        refused(403, &[scopes])
    );
    // The next requirement may let in.
    assert_eq!(
        admit(&[GOOD], &[TOKEN, READ]).await,
        Ok("good-1".to_owned())
    );
    let broken = [("authorization", "Bearer broken")];
    assert_eq!(
        admit(&broken, &[READ, CERTIFICATE]).await,
        refused(500, &[])
    );
    let keys = [("x-key", "other"), USER];
    assert_eq!(admit(&keys, &[KEYS]).await, refused(501, &[]));
}

#[tokio::test]
async fn what_is_not_in_the_request_may_be_in_its_extensions() {
    assert_eq!(admit(&[], &[CERTIFICATE]).await, refused(401, &[]));
    let mut parts = parts(&[]);
    parts.extensions.insert("good-certificate");
    let admitted = access::admit(&Door, &parts, "enter", &[CERTIFICATE]).await;
    assert_eq!(admitted.unwrap(), "good-certificate");
}

#[tokio::test]
async fn nobody_has_to_show_anything_where_that_is_optional() {
    let enter = async |headers: &[(&str, &str)]| {
        let parts = parts(headers);
        let admitted = access::admit_anyone(&Door, &parts, "enter", &[READ, KEYS]).await;
        admitted.map_err(told)
    };
    assert_eq!(enter(&[]).await, Ok(None));
    assert_eq!(enter(&[("x-key", "k")]).await, Ok(None));
    assert_eq!(enter(&[GOOD]).await, Ok(Some("good-1".to_owned())));
    assert_eq!(enter(&[BAD]).await.unwrap_err().0, 401);
}
