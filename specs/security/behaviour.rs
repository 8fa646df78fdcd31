//! Who is let in, over a socket: all of, one of, none; and what is answered to those who are not.

use http::StatusCode;
use security_api::client::Client;
use security_api::client::in_process::InProcess;
use security_api::server::*;

/// Knows one of each credential, and counts nothing else.
struct Doors;

impl Authenticator for Doors {
    type Principal = &'static str;

    async fn authenticate(
        &self,
        credentials: Credentials,
        access: Access<'_>,
    ) -> Result<&'static str, Refusal> {
        match credentials {
            Credentials::Bearer(token) if token.is("good") => Ok("by token"),
            Credentials::Bearer(token) if token.is("child") => Err(Refusal::Forbidden),
            Credentials::Bearer(token) => {
                // What is no number is a fault of the server, which keeps it to itself.
                let number: u8 = token.as_str().trim_start_matches("number-").parse()?;
                (number > 0)
                    .then_some("by number")
                    .ok_or(Refusal::Unauthenticated)
            }
            Credentials::Basic(user) if user.are("me", "hush") => Ok("by password"),
            Credentials::HeaderKey(key) if key.is("good") => Ok("by key"),
            Credentials::QueryKeyAndCookieKey {
                query_key,
                cookie_key,
            } if query_key.is("good") && cookie_key.is("good") => Ok("by two keys"),
            _ => {
                assert!(["either", "both"].contains(&access.operation));
                Err(Refusal::Unauthenticated)
            }
        }
    }
}

impl Api for Doors {
    async fn bearer(
        &self,
        _: BearerRequest,
        context: Context<&'static str>,
    ) -> Result<BearerResponse, BearerError> {
        let lucky = context.extensions.get::<Lucky>();
        assert_eq!(lucky.map(|it| it.0), Some(7), "a layer has added it");
        said(context.principal)?;
        Ok(BearerResponse::NoContent)
    }

    async fn nobody(&self, _: NobodyRequest, _: Context) -> Result<NobodyResponse, NobodyError> {
        Ok(NobodyResponse::NoContent)
    }

    async fn either(
        &self,
        _: EitherRequest,
        context: Context<&'static str>,
    ) -> Result<EitherResponse, EitherError> {
        said(context.principal)?;
        Ok(EitherResponse::NoContent)
    }

    async fn perhaps(
        &self,
        _: PerhapsRequest,
        context: Context<Option<&'static str>>,
    ) -> Result<PerhapsResponse, PerhapsError> {
        said(context.principal.unwrap_or("by nobody"))?;
        Ok(PerhapsResponse::NoContent)
    }

    // `both` is left out.
}

/// Tells the caller who it is, for want of a body.
fn said(who: &'static str) -> Result<(), Failure> {
    Err(Failure::new(StatusCode::IM_A_TEAPOT, who))
}

/// What a layer adds.
#[derive(Clone)]
struct Lucky(u8);

async fn serve() -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let app = router(Doors).layer(axum::Extension(Lucky(7)));
    tokio::spawn(async move { axum::serve(listener, app).await });
    format!("http://{address}")
}

/// The status, the challenges and the body.
async fn ask(url: &str, headers: &[(&str, &str)]) -> (u16, Vec<String>, String) {
    let mut request = reqwest::Client::new().get(url);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let response = request.send().await.unwrap();
    let challenges = response.headers().get_all("www-authenticate").iter();
    let challenges = challenges.map(|it| it.to_str().unwrap().to_owned());
    let (status, challenges) = (response.status().as_u16(), challenges.collect());
    (status, challenges, response.text().await.unwrap())
}

const GOOD: (&str, &str) = ("authorization", "Bearer good");

#[tokio::test]
async fn whoever_is_known_is_told_to_the_implementation() {
    let url = serve().await;
    for (path, headers, expected) in [
        ("/bearer", &[GOOD][..], "by token"),
        (
            "/bearer",
            &[("authorization", "Bearer number-1")],
            "by number",
        ),
        (
            "/either",
            &[("authorization", "Basic bWU6aHVzaA==")],
            "by password",
        ),
        ("/either", &[("x-api-key", "good")], "by key"),
        ("/perhaps", &[], "by nobody"),
        ("/perhaps", &[GOOD], "by token"),
    ] {
        let (status, _, body) = ask(&format!("{url}{path}"), headers).await;
        assert_eq!(status, 418, "{path} {headers:?}: {body}");
        assert!(body.contains(expected), "{path} {headers:?}: {body}");
    }
    assert_eq!(ask(&format!("{url}/nobody"), &[]).await.0, 204);
}

#[tokio::test]
async fn whoever_is_not_is_refused_before_the_implementation_is_asked() {
    let url = serve().await;
    let either = ["Basic realm=\"api\", charset=\"UTF-8\"", "ApiKey"];
    for (path, headers, status, challenges) in [
        ("/bearer", &[][..], 401, &["Bearer"][..]),
        ("/bearer", &[("authorization", "Bearer")], 401, &["Bearer"]),
        (
            "/bearer",
            &[("authorization", "Bearer number-0")],
            401,
            &["Bearer error=\"invalid_token\""],
        ),
        (
            "/bearer",
            &[("authorization", "Bearer child")],
            403,
            &["Bearer error=\"insufficient_scope\""],
        ),
        ("/bearer", &[("authorization", "Bearer x")], 500, &[]),
        ("/either", &[], 401, &either),
        ("/either", &[("x-api-key", "bad")], 401, &either),
        ("/both", &[("cookie", "session=good")], 401, &["ApiKey"]),
        (
            "/perhaps",
            &[("authorization", "Bearer number-0")],
            401,
            &["Bearer error=\"invalid_token\""],
        ),
    ] {
        let (given, asked, body) = ask(&format!("{url}{path}"), headers).await;
        assert_eq!(given, status, "{path} {headers:?}: {body}");
        assert_eq!(asked, challenges, "{path} {headers:?}");
        assert!(!body.contains("invalid digit"), "{body}");
    }
    let bad = format!("{url}/both?api_key=bad");
    assert_eq!(ask(&bad, &[("cookie", "session=good")]).await.0, 401);
}

#[tokio::test]
async fn what_an_implementation_leaves_out_is_not_implemented() {
    let url = format!("{}/both?api_key=good", serve().await);
    let (status, _, body) = ask(&url, &[("cookie", "session=good")]).await;
    assert_eq!(status, 501, "{body}");
    assert!(body.contains("not_implemented"), "{body}");
}

#[tokio::test]
async fn the_client_is_let_in_without_a_socket() {
    let app = router(Doors).layer(axum::Extension(Lucky(7)));
    let client = Client::builder("http://localhost")
        .transport(InProcess::new(app))
        .header_key("good")
        .build()
        .unwrap();
    let error = client.either().send().await.unwrap_err();
    assert_eq!(error.status().unwrap(), 418, "{error}");
    client.nobody().send().await.unwrap();
}
