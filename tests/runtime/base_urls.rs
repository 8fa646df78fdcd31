//! Where calls are sent: URLs, servers of the document, and servers of operations.

use crate::client::base_url::{BaseUrl, IntoBaseUrl};
use crate::client::builder::ClientBuilder;
use crate::client::handle::Client;
use crate::client::url_of;
use crate::witness::{Peer, empty};

/// The URL that a call to `/a` has.
fn url(base: impl IntoBaseUrl) -> String {
    let client = Client::builder(base).build().unwrap();
    url_of(&client, None).unwrap()
}

fn refused(base: impl IntoBaseUrl) -> String {
    Client::builder(base).build().unwrap_err().to_string()
}

#[test]
fn texts_of_all_kinds_are_urls() {
    assert_eq!(url("https://example.com/v1/"), "https://example.com/v1/a");
    assert_eq!(url(String::from("http://localhost")), "http://localhost/a");
    assert_eq!(
        url(std::borrow::Cow::from("http://localhost:1")),
        "http://localhost:1/a"
    );
    let parsed = reqwest::Url::parse("http://localhost/x").unwrap();
    assert_eq!(url(parsed), "http://localhost/x/a");
    for wrong in [
        "",
        "/v1",
        "localhost",
        "ftp://a",
        "http://me:hush@a",
        "http://a?b",
        "http://a#b",
    ] {
        let error = refused(wrong);
        assert!(error.starts_with("the base URL "), "{error}");
        assert!(!error.contains("hush"), "{error}");
        let shown = format!("{:?}", Client::builder(wrong));
        assert!(!shown.contains("hush"), "{shown}");
    }
}

#[test]
fn values_stand_in_their_places() {
    let template = "{scheme}://{region}.example.com:{port}/{base}/v1";
    let filled = |scheme, region, port, base| {
        let values = [
            ("scheme", scheme),
            ("region", region),
            ("port", port),
            ("base", base),
        ];
        BaseUrl::of_server(template, &values)
    };
    assert_eq!(
        url(filled("https", "eu-1.a_b", "8443", "x/y z?#%2e")),
        "https://eu-1.a_b.example.com:8443/x/y%20z%3F%23%252e/v1/a"
    );
    for (scheme, region, port, base) in [
        ("https://evil.org/", "eu", "1", "x"),
        ("javascript:", "eu", "1", "x"),
        ("ftp", "eu", "1", "x"),
        ("https", "evil.org/", "1", "x"),
        ("https", "me@evil.org:1/#", "1", "x"),
        ("https", "evil.org:80", "1", "x"),
        ("https", "evil.org\\", "1", "x"),
        ("https", "evil.org?", "1", "x"),
        ("https", "evil%2f", "1", "x"),
        ("https", "eu", "1@evil.org", "x"),
        ("https", "eu", "99999", "x"),
        ("https", "eu", "1", ".."),
        ("https", "eu", "1", "a/../b"),
        ("https", "eu", "1", "./b"),
    ] {
        let error = refused(filled(scheme, region, port, base));
        assert!(
            error.starts_with("the base URL "),
            "{scheme} {region} {port} {base}: {error}"
        );
    }
    let whole = |value| BaseUrl::of_server("{server}/v1", &[("server", value)]);
    assert_eq!(
        url(whole("http://localhost:1/x")),
        "http://localhost:1/x/v1/a"
    );
    assert!(refused(whole("http://me:hush@a")).contains("set a credential"));
}

#[test]
fn relative_servers_are_relative_to_the_document() {
    let at = |template, url| BaseUrl::of_server(template, &[]).at(url);
    assert_eq!(
        url(at("/v1", "https://example.com/docs/openapi.json")),
        "https://example.com/v1/a"
    );
    assert_eq!(
        url(at("./v1/", "https://example.com/docs/openapi.json")),
        "https://example.com/docs/v1/a"
    );
    assert_eq!(
        url(at("../v1", "https://example.com/docs/openapi.json")),
        "https://example.com/v1/a"
    );
    assert_eq!(
        url(at("/", "http://example.com:1")),
        "http://example.com:1/a"
    );
    assert_eq!(
        url(at("//example.org/v1", "http://example.com")),
        "http://example.org/v1/a"
    );
    assert_eq!(
        url(at("https://example.org/v1", "http://example.com")),
        "https://example.org/v1/a"
    );
    // Without a document's own scheme it is the safe one.
    assert_eq!(
        url(BaseUrl::of_server("//example.org/v1", &[])),
        "https://example.org/v1/a"
    );
    assert_eq!(
        refused(BaseUrl::of_server("/v1", &[])),
        "the base URL is relative: say with `at` to what `/v1` is"
    );
    assert!(refused(at("/v1", "nowhere")).contains("is not a URL"));
    let path = BaseUrl::of_server("/{base}", &[("base", "..")]);
    assert!(refused(path.at("https://example.com")).contains("`.` or `..`"));
}

/// Where a call is sent that has a server of its own.
fn own(
    base: impl IntoBaseUrl,
    set_up: impl FnOnce(ClientBuilder) -> ClientBuilder,
    server: &str,
) -> String {
    let client = set_up(Client::builder(base)).build().unwrap();
    url_of(&client, Some(("upload", server))).unwrap()
}

#[test]
fn an_operation_is_sent_to_its_own_server_unless_a_url_says_otherwise() {
    let documented = || BaseUrl::of_server("https://example.com/v1", &[]);
    let plain = |builder| builder;
    let upload = "https://upload.example.com/v1/";
    assert_eq!(
        own(documented(), plain, upload),
        "https://upload.example.com/v1/a"
    );
    assert_eq!(own(documented(), plain, "/v2"), "https://example.com/v2/a");
    // The URL of a server of the document is as good as the server.
    assert_eq!(
        own("https://example.com/v1/", plain, upload),
        "https://upload.example.com/v1/a"
    );
    // Any other one is where everything goes, such as a test's.
    assert_eq!(
        own("http://localhost:1", plain, upload),
        "http://localhost:1/a"
    );
    let set = |builder: ClientBuilder| builder.server("upload", "http://localhost:2/u");
    assert_eq!(
        own("http://localhost:1", set, upload),
        "http://localhost:2/u/a"
    );
    assert_eq!(own(documented(), set, upload), "http://localhost:2/u/a");
    let wrong = Client::builder("http://localhost:1")
        .server("upload", "wrong")
        .build();
    assert!(wrong.unwrap_err().to_string().contains("is not a URL"));
}

#[tokio::test]
async fn a_call_reaches_the_server_that_was_set_for_it() {
    let api = Peer::new(|_| empty(204)).await;
    let upload = Peer::new(|_| empty(204)).await;
    let builder = Client::builder(&api.url).server("upload", format!("{}/u", upload.url));
    let client = builder.build().unwrap();
    let request = || client.request(http::Method::GET, &[]);
    request().path("/one").send().await.unwrap();
    let own = request().server("upload", "https://upload.example.com");
    own.path("/two").query("a", &1).send().await.unwrap();
    assert_eq!(api.lines(), ["GET /one HTTP/1.1"]);
    assert_eq!(upload.lines(), ["GET /u/two?a=1 HTTP/1.1"]);
}
