//! What the client writes in each style, the server reads.

use std::collections::BTreeMap;

use parameter_styles_api::client::Client;
use parameter_styles_api::server::*;
use parameter_styles_api::types::{
    Filter, GetContentsForm, GetDeepCreated, GetFormEither, GetFormSome,
};
use parameter_styles_api::types::{Point, Range, Sorting, SortingSort};

/// Answers with what it was asked.
#[derive(Clone)]
struct Echo;

macro_rules! echo {
    ($($method:ident($request:ident, $response:ident, $error:ident): $($field:ident),+;)+) => {
        impl Api for Echo {
            $(async fn $method(&self, request: $request, _: Context) -> Result<$response, $error> {
                Ok($response::Ok(format!("{:?}", ($(request.$field,)+))))
            })+
        }
    };
}

echo! {
    get_simple(GetSimpleRequest, GetSimpleResponse, GetSimpleError): point, named, ids;
    get_label(GetLabelRequest, GetLabelResponse, GetLabelError): id, ids, each, point;
    get_matrix(GetMatrixRequest, GetMatrixResponse, GetMatrixError): id, ids, each, point, named;
    get_form(GetFormRequest, GetFormResponse, GetFormError):
        point, members, labels, spaced, piped, each, holes, maybe, either, some, url, flag;
    get_deep(GetDeepRequest, GetDeepResponse, GetDeepError): filter, created, expand;
    get_json(GetJsonRequest, GetJsonResponse, GetJsonError): r#where, filter, x_filter, note;
    get_contents(GetContentsRequest, GetContentsResponse, GetContentsError):
        form, sorting, x_form, cookie_form;
    get_texts(GetTextsRequest, GetTextsResponse, GetTextsError):
        xml, yaml, html, number, either, table, any, list, x_picture;
    get_beside(GetBesideRequest, GetBesideResponse, GetBesideError):
        x_point, x_named, session, page, ids, colours, point;
}

async fn serve() -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, router(Echo)).await });
    format!("http://{address}")
}

fn point(x: i64, name: &str) -> Point {
    Point {
        x,
        name: Some(name.to_owned()),
    }
}

fn texts(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

#[tokio::test]
async fn what_the_client_writes_the_server_reads() {
    let client = Client::builder(serve().await).build().unwrap();
    let (first, second) = (point(1, "a,b/ü =;&"), point(2, ""));

    let seen = client.get_simple(first.clone(), second.clone(), [1, -2]);
    let sent = (&first, &second, [1, -2]);
    assert_eq!(seen.send().await.unwrap(), format!("{sent:?}"));

    let seen = client.get_label(7, [1, 2], ["x", "y,z"], second.clone());
    let sent = (7, [1, 2], ["x", "y,z"], &second);
    assert_eq!(seen.send().await.unwrap(), format!("{sent:?}"));

    let each = texts(&["x;", ",y"]);
    let seen = client.get_matrix("a;b=c", [1], each.clone(), first.clone(), second.clone());
    let sent = ("a;b=c", [1], &each, &first, &second);
    assert_eq!(seen.send().await.unwrap(), format!("{sent:?}"));

    let filter = Filter {
        at: Some(first.clone()),
        tags: Some(texts(&["a", "b&c"])),
        not: Some(Box::new(Filter {
            active: Some(true),
            ..Filter::default()
        })),
        all: Some(vec![Filter {
            at: Some(second.clone()),
            ..Filter::default()
        }]),
        active: Some(false),
    };
    let range = Range {
        gt: Some(5),
        lt: None,
    };
    let created = GetDeepCreated::Range(range);
    let seen = client.get_deep(filter.clone());
    let seen = seen.created(created.clone()).expand(["a", "b"]);
    let sent = (&filter, Some(&created), Some(["a", "b"]));
    assert_eq!(seen.send().await.unwrap(), format!("{sent:?}"));
    let created = GetDeepCreated::Integer(5);
    let seen = client.get_deep(filter.clone()).created(created.clone());
    let sent = (&filter, Some(&created), None::<()>);
    assert_eq!(seen.send().await.unwrap(), format!("{sent:?}"));

    let seen = client.get_json(first.clone()).filter(filter.clone());
    let seen = seen.x_filter(filter.clone()).note("ä");
    let sent = (&first, Some(&filter), Some(&filter), Some("ä"));
    assert_eq!(seen.send().await.unwrap(), format!("{sent:?}"));

    let seen = client.get_beside("a b;c=\"").x_point(first_ascii());
    let seen = seen.x_named(first_ascii()).ids([1, 2]).colours(["a", "b;"]);
    let seen = seen.point(second.clone());
    let header = Some(first_ascii());
    let sent = (
        &header,
        &header,
        "a b;c=\"",
        1,
        Some([1, 2]),
        Some(["a", "b;"]),
        Some(&second),
    );
    assert_eq!(seen.send().await.unwrap(), format!("{sent:?}"));
}

/// Headers are not encoded.
fn first_ascii() -> Point {
    point(3, "a b")
}

#[tokio::test]
async fn forms_are_read_as_they_are_written() {
    let client = Client::builder(serve().await).build().unwrap();
    let sorting = Sorting {
        sort: Some(SortingSort::Up),
        by: Some(texts(&["x", "y"])),
    };
    let labels = BTreeMap::from([("colour".to_owned(), "red&".to_owned())]);
    let seen = client
        .get_form(sorting.clone())
        .point(point(1, "n"))
        .labels(labels.clone())
        .spaced(["a", "b"])
        .piped([1.5, 2.0])
        .each(["a|b", "c"])
        .holes([Some(1), None, Some(3)])
        .maybe(4)
        .either(GetFormEither::Integer(7))
        .some(GetFormSome::Array(texts(&["a", "b"])))
        .url("https://example.com/a?b=c&d=e#f")
        .flag(true);
    let sent = (
        Some(point(1, "n")),
        &sorting,
        Some(&labels),
        Some(["a", "b"]),
        Some([1.5, 2.0]),
        Some(["a|b", "c"]),
        Some([Some(1), None, Some(3)]),
        Some(4),
        Some(GetFormEither::Integer(7)),
        Some(GetFormSome::Array(texts(&["a", "b"]))),
        Some("https://example.com/a?b=c&d=e#f"),
        true,
    );
    assert_eq!(seen.send().await.unwrap(), format!("{sent:?}"));
}

#[tokio::test]
async fn contents_are_read_as_they_are_written() {
    let client = Client::builder(serve().await).build().unwrap();
    let sorting = |texts: &[&str]| Sorting {
        sort: Some(SortingSort::Down),
        by: Some(self::texts(texts)),
    };
    let range = Range {
        gt: Some(5),
        lt: None,
    };
    let form = point(1, "a&b=c/ü +%41");
    // The server takes one item for itself, whatever stands between several.
    let call = client.get_contents(form.clone()).sorting(sorting(&["x&"]));
    let call = call.x_form(sorting(&["y=", "z;"]));
    let call = call.cookie_form(GetContentsForm::Range(range));
    let sent = (
        &form,
        Some(sorting(&["x&"])),
        Some(sorting(&["y=", "z;"])),
        Some(GetContentsForm::Range(range)),
    );
    assert_eq!(call.send().await.unwrap(), format!("{sent:?}"));

    let call = client.get_texts().xml("<a/>").yaml("a: [1]").html("<p>");
    let call = call
        .number(7)
        .either(GetFormEither::Integer(8))
        .table("a,b\nc,d");
    let call = call.any(range).list("a=b&c").x_picture("a png");
    let sent = (
        Some("<a/>"),
        Some("a: [1]"),
        Some("<p>"),
        Some(7),
        Some(GetFormEither::Integer(8)),
        Some("a,b\nc,d"),
        Some(range),
        Some("a=b&c"),
        Some("a png"),
    );
    assert_eq!(call.send().await.unwrap(), format!("{sent:?}"));
}

#[tokio::test]
async fn what_is_wrong_in_a_part_is_told() {
    let address = serve().await;
    for (path, faults) in [
        (
            "/deep?filter[at][x]=-1&filter[all][0][tags][]=a&filter[tags][0]=1&filter[tags][1]=2\
             &filter[tags][2]=3&filter[tags][3]=4&expand[]=abcdef",
            &[
                r#"["query","filter","at","x"]"#,
                r#"["query","filter","tags"]"#,
                r#"["query","expand",0]"#,
            ] as &[_],
        ),
        (
            "/deep?filter[active]=maybe",
            &[r#"["query","filter","active"]"#],
        ),
        ("/form", &[r#"["query","members"]"#]),
        ("/form?sort=sideways", &[r#"["query","members","sort"]"#]),
        ("/json/x", &[r#"["path","where"]"#]),
        ("/json/%7B%22x%22%3A-1%7D", &[r#"["path","where","x"]"#]),
        (
            "/contents/name%3Da?sorting=sort%3Dleft",
            &[r#"["path","form","x"]"#, r#"["query","sorting","sort"]"#],
        ),
        (
            "/texts?yaml=aaaaaaaaaaaaaaaaaaaaa&number=0&any=5",
            &[
                r#"["query","yaml"]"#,
                r#"["query","number"]"#,
                r#"["query","any"]"#,
            ],
        ),
        ("/contents/x%3D-1", &[r#"["path","form","x"]"#]),
        (
            "/contents/x%3D1?sorting=a%3D1&sorting=b%3D1",
            &[r#"["query","sorting"]"#],
        ),
        ("/beside", &[r#"["cookie","session"]"#]),
    ] {
        let answer = reqwest::get(format!("{address}{path}")).await.unwrap();
        assert_eq!(answer.status(), 422, "{path}");
        let text = answer.text().await.unwrap();
        for fault in faults {
            assert!(text.contains(fault), "{path}: {text}");
        }
    }
    let flag = reqwest::get(format!("{address}/form?sort=up&flag="))
        .await
        .unwrap();
    assert_eq!(flag.status(), 200, "an empty value stands for nothing");
}
