//! The bytes that the client sends, against the tables of the specification (OpenAPI 3.1.1, section 4.8.12.4) and RFC 6570. A
//! socket sees them.

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use wire_api::client::{Client, Error};
use wire_api::types::{Colors, Deep, DeepRange, DeepRowsItem, ValuesKind, ValuesLevel};

const LIST: [&str; 3] = ["blue", "black", "brown"];

fn colors() -> Colors {
    Colors {
        r: 100,
        g: 200,
        b: 150,
    }
}

/// A server that tells each request it gets, up to the end of its head, and answers 204.
async fn recorder() -> (String, tokio::sync::mpsc::UnboundedReceiver<String>) {
    let (tell, told) = tokio::sync::mpsc::unbounded_channel();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        loop {
            let (mut socket, _) = listener.accept().await.unwrap();
            let tell = tell.clone();
            tokio::spawn(async move {
                let mut head = Vec::new();
                while !head.ends_with(b"\r\n\r\n") {
                    let Ok(byte) = socket.read_u8().await else {
                        return;
                    };
                    head.push(byte);
                }
                tell.send(String::from_utf8(head).unwrap()).unwrap();
                let answer = b"HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n";
                socket.write_all(answer).await.unwrap();
            });
        }
    });
    (format!("http://{address}"), told)
}

/// Sends a call, and compares what arrives: the target of the request, or a line of its head.
macro_rules! seen {
    ($told:ident, $call:expr, target $expected:expr) => {
        $call.send().await.unwrap();
        let head = $told.recv().await.unwrap();
        let target = head.split(' ').nth(1).unwrap();
        assert_eq!(target, $expected);
    };
    ($told:ident, $call:expr, header $expected:expr) => {
        $call.send().await.unwrap();
        let head = $told.recv().await.unwrap();
        assert!(
            head.lines().any(|line| line == $expected),
            "{} is not in\n{head}",
            $expected
        );
    };
}

#[tokio::test]
async fn the_tables_of_the_specification() {
    let (address, mut told) = recorder().await;
    let client = Client::builder(address).build().unwrap();
    seen!(told, client.path_simple_plain_string("blue"), target "/path-simple-plain-string/blue");
    seen!(told, client.path_simple_plain_array(LIST), target "/path-simple-plain-array/blue,black,brown");
    seen!(told, client.path_simple_plain_object(colors()), target "/path-simple-plain-object/R,100,G,200,B,150");
    seen!(told, client.path_simple_exploded_string("blue"), target "/path-simple-exploded-string/blue");
    seen!(told, client.path_simple_exploded_array(LIST), target "/path-simple-exploded-array/blue,black,brown");
    seen!(told, client.path_simple_exploded_object(colors()), target "/path-simple-exploded-object/R=100,G=200,B=150");
    seen!(told, client.path_label_plain_string("blue"), target "/path-label-plain-string/.blue");
    seen!(told, client.path_label_plain_array(LIST), target "/path-label-plain-array/.blue,black,brown");
    seen!(told, client.path_label_plain_object(colors()), target "/path-label-plain-object/.R,100,G,200,B,150");
    seen!(told, client.path_label_exploded_string("blue"), target "/path-label-exploded-string/.blue");
    seen!(told, client.path_label_exploded_array(LIST), target "/path-label-exploded-array/.blue.black.brown");
    seen!(told, client.path_label_exploded_object(colors()), target "/path-label-exploded-object/.R=100.G=200.B=150");
    seen!(told, client.path_matrix_plain_string("blue"), target "/path-matrix-plain-string/;color=blue");
    seen!(told, client.path_matrix_plain_string(""), target "/path-matrix-plain-string/;color");
    seen!(told, client.path_matrix_plain_array(LIST), target "/path-matrix-plain-array/;color=blue,black,brown");
    seen!(told, client.path_matrix_plain_object(colors()), target "/path-matrix-plain-object/;color=R,100,G,200,B,150");
    seen!(told, client.path_matrix_exploded_string("blue"), target "/path-matrix-exploded-string/;color=blue");
    seen!(told, client.path_matrix_exploded_string(""), target "/path-matrix-exploded-string/;color");
    seen!(told, client.path_matrix_exploded_array(LIST), target "/path-matrix-exploded-array/;color=blue;color=black;color=brown");
    seen!(told, client.path_matrix_exploded_object(colors()), target "/path-matrix-exploded-object/;R=100;G=200;B=150");
    seen!(told, client.query_form_plain_string(""), target "/query-form-plain-string?color=");
    seen!(told, client.query_form_plain_string("blue"), target "/query-form-plain-string?color=blue");
    seen!(told, client.query_form_exploded_string(""), target "/query-form-exploded-string?color=");
    seen!(told, client.query_form_exploded_string("blue"), target "/query-form-exploded-string?color=blue");
    seen!(told, client.query_form_plain_array(LIST), target "/query-form-plain-array?color=blue,black,brown");
    seen!(told, client.query_form_plain_object(colors()), target "/query-form-plain-object?color=R,100,G,200,B,150");
    seen!(told, client.query_form_exploded_array(LIST), target "/query-form-exploded-array?color=blue&color=black&color=brown");
    seen!(told, client.query_form_exploded_object(colors()), target "/query-form-exploded-object?R=100&G=200&B=150");
    seen!(told, client.query_space_delimited_plain_array(LIST), target "/query-space-delimited-plain-array?color=blue%20black%20brown");
    seen!(told, client.query_space_delimited_plain_object(colors()), target "/query-space-delimited-plain-object?color=R%20100%20G%20200%20B%20150");
    seen!(told, client.query_pipe_delimited_plain_array(LIST), target "/query-pipe-delimited-plain-array?color=blue%7Cblack%7Cbrown");
    seen!(told, client.query_pipe_delimited_plain_object(colors()), target "/query-pipe-delimited-plain-object?color=R%7C100%7CG%7C200%7CB%7C150");
    seen!(told, client.query_space_delimited_exploded_array(LIST), target "/query-space-delimited-exploded-array?color=blue&color=black&color=brown");
    seen!(told, client.query_pipe_delimited_exploded_array(LIST), target "/query-pipe-delimited-exploded-array?color=blue&color=black&color=brown");
    seen!(told, client.query_deep_object_exploded_object(colors()), target "/query-deep-object-exploded-object?color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150");
    seen!(told, client.header_simple_plain_string("blue"), header "color: blue");
    seen!(told, client.header_simple_plain_array(LIST), header "color: blue,black,brown");
    seen!(told, client.header_simple_exploded_string("blue"), header "color: blue");
    seen!(told, client.header_simple_exploded_array(LIST), header "color: blue,black,brown");
    seen!(told, client.header_simple_plain_object(colors()), header "color: R,100,G,200,B,150");
    seen!(told, client.header_simple_exploded_object(colors()), header "color: R=100,G=200,B=150");
    seen!(told, client.cookie_form_plain_string(""), header "cookie: color=");
    seen!(told, client.cookie_form_plain_string("blue"), header "cookie: color=blue");
    seen!(told, client.cookie_form_exploded_string(""), header "cookie: color=");
    seen!(told, client.cookie_form_exploded_string("blue"), header "cookie: color=blue");
    seen!(told, client.cookie_form_plain_array(LIST), header "cookie: color=blue,black,brown");
    seen!(told, client.cookie_form_plain_object(colors()), header "cookie: color=R,100,G,200,B,150");
    seen!(told, client.cookie_form_exploded_array(LIST), header "cookie: color=blue; color=black; color=brown");
    seen!(told, client.cookie_form_exploded_object(colors()), header "cookie: R=100; G=200; B=150");
}

#[tokio::test]
async fn what_has_a_meaning_in_urls_is_escaped() {
    let (address, mut told) = recorder().await;
    let client = Client::builder(address).build().unwrap();
    seen!(told, client.escaped("a/b?c#d%2Fe ü;=", ["x,y", "z"]), target
        "/escaped/a%2Fb%3Fc%23d%252Fe%20%C3%BC%3B%3D/x%2Cy,z");
    let call = client.escaped("~-._", [":@!$&'()*+"]);
    seen!(told, call, target "/escaped/~-._/%3A%40%21%24%26%27%28%29%2A%2B");
    let call = client.escaped("...", [".a"]).q_a_b("1&2=3+4#5");
    seen!(told, call, target "/escaped/.../.a?q%5Ba%5D%26b=1%262%3D3%2B4%235");
    let call = client
        .escaped("a", ["b"])
        .free("https://a/b?c=d:e,f&g#h%20i%'");
    seen!(told, call, target "/escaped/a/b?free=https://a/b?c=d:e,f%26g%23h%20i%25%27");
    seen!(told, client.escaped("a", ["b"]).flag(""), target "/escaped/a/b?flag=");
    seen!(told, client.escaped("a", ["b"]).x_text("a, b=c/ü?".replace('ü', "u")), header "x-text: a, b=c/u?");
    seen!(told, client.escaped("a", ["b"]).session("a b;c"), header "cookie: session=a%20b%3Bc");
}

#[tokio::test]
async fn values_that_are_not_texts_are_written_as_json_writes_them() {
    let (address, mut told) = recorder().await;
    let client = Client::builder(address).build().unwrap();
    let id: uuid::Uuid = "01890a5d-ac96-774b-bcce-b302099a8057".parse().unwrap();
    let on: chrono::NaiveDate = "2024-02-29".parse().unwrap();
    let begin = "/values/01890a5d-ac96-774b-bcce-b302099a8057/2024-02-29?";
    let call = client
        .values(id, on)
        .at("2024-02-29T12:30:00Z".parse().unwrap())
        .ratio(-1.5);
    seen!(told, call, target format!("{begin}at=2024-02-29T12%3A30%3A00Z&ratio=-1.5"));
    let call = client
        .values(id, on)
        .exact(false)
        .level(ValuesLevel::Minus2)
        .kind(ValuesKind::AB);
    seen!(told, call, target format!("{begin}exact=false&level=-2&kind=a%20b"));
    let call = client.values(id, on).maybe(3).r#where(Deep {
        name: Some("a".into()),
        ..Deep::default()
    });
    seen!(told, call, target format!("{begin}maybe=3&where=%7B%22name%22%3A%22a%22%7D"));
}

#[tokio::test]
async fn deep_objects_are_written_as_servers_in_the_wild_read_them() {
    let (address, mut told) = recorder().await;
    let client = Client::builder(address).build().unwrap();
    let filter = Deep {
        name: Some("a&b".into()),
        range: Some(DeepRange {
            from: Some(1),
            to: None,
        }),
        tags: Some(vec!["x".into(), "y".into()]),
        rows: Some(vec![
            DeepRowsItem { id: Some(1) },
            DeepRowsItem { id: Some(2) },
        ]),
    };
    seen!(told, client.deep().filter(filter), target
        "/deep?filter%5Bname%5D=a%26b&filter%5Brange%5D%5Bfrom%5D=1&filter%5Btags%5D%5B%5D=x&filter%5Btags%5D%5B%5D=y\
         &filter%5Brows%5D%5B0%5D%5Bid%5D=1&filter%5Brows%5D%5B1%5D%5Bid%5D=2");
    seen!(told, client.deep(), target "/deep");
}

#[tokio::test]
async fn contents_are_one_value() {
    let (address, mut told) = recorder().await;
    let client = Client::builder(address).build().unwrap();
    let path = "/contents/R%3D100%26G%3D200%26B%3D150";
    seen!(told, client.contents(colors()), target path);
    let deep = Deep {
        name: Some("a&b/ü".into()),
        range: Some(DeepRange {
            from: Some(1),
            to: None,
        }),
        tags: Some(vec!["x".into(), "y".into()]),
        rows: None,
    };
    let call = client.contents(colors()).deep(deep.clone());
    seen!(told, call, target format!(
        "{path}?deep=name%3Da%2526b%2F%25C3%25BC%26range%255Bfrom%255D%3D1%26tags%3Dx%26tags%3Dy"
    ));
    let call = client.contents(colors()).deep(Deep::default());
    seen!(told, call, target format!("{path}?deep="));
    let call = client.contents(colors()).xml("<a b=\"c\">d+e</a>");
    seen!(told, call, target format!("{path}?xml=%3Ca%20b%3D%22c%22%3Ed%2Be%3C%2Fa%3E"));
    let form = "name=a%26b%2F%C3%BC&range=%7B%22from%22%3A1%7D&tags=x&tags=y";
    let call = client.contents(colors()).x_deep(deep.clone());
    seen!(told, call, header format!("x-deep: {form}"));
    let call = client.contents(colors()).cookie_deep(deep);
    let encoded = form.replace('%', "%25").replace('&', "%26");
    let encoded = encoded.replace('=', "%3D");
    seen!(told, call, header format!("cookie: deep={encoded}"));
}

#[tokio::test]
async fn what_no_request_can_hold_is_refused_before_anything_is_sent() {
    // Nobody listens there: a call that was sent would fail otherwise.
    let client = Client::builder("http://127.0.0.1:9").build().unwrap();
    let empty: [&str; 0] = [];
    for call in [
        client.escaped(".", ["a"]),
        client.escaped("..", ["a"]),
        client.escaped("", ["a"]),
        client.escaped("a", empty),
        client.escaped("a", ["b"]).x_text("a\r\nb: c"),
    ] {
        match call.clone().send().await {
            Err(Error::InvalidRequest(_)) => {}
            other => panic!("{call:?}: {other:?}"),
        }
    }
}
