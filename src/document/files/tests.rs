//! Which files are followed, which are not, and where it is said.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::config::{Limits, Reach};
use crate::diagnostic::Diagnostics;
use crate::document::{Document, follow, read, upgrade};

/// A folder with files, of which `api/root.yaml` is the document.
struct Files {
    folder: TempDir,
    reach: Reach,
    limits: Limits,
}

const HEAD: &str = "openapi: 3.0.3\ninfo: {title: a, version: a}\n";

impl Files {
    /// The document has these schemas.
    fn new(schemas: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let files = Self {
            folder,
            reach: Reach::default(),
            limits: Limits::default(),
        };
        let schemas = format!("{HEAD}paths: {{}}\ncomponents:\n  schemas:\n{schemas}");
        files.with("api/root.yaml", &schemas)
    }

    fn with(self, name: &str, text: &str) -> Self {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
        self
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Follows and upgrades, and gives what was said, with the paths of the folder left out.
    fn followed(&self) -> (Document, Vec<String>) {
        let mut sink = Diagnostics::new();
        let path = self.path("api/root.yaml");
        let document = read(&path, &self.limits, &mut sink).unwrap();
        let document = follow(document, &self.reach, &mut sink);
        let document = upgrade(document, &mut sink).unwrap();
        sink.place(&path, |wanted| document.locate(wanted));
        let folder = format!("{}/", self.folder.path().display());
        let said = sink
            .iter()
            .map(|it| {
                format!(
                    "{it}{}",
                    it.help
                        .as_ref()
                        .map_or_else(String::new, |help| format!("\n{help}"))
                )
            })
            .map(|text| text.replace(&folder, ""))
            .collect();
        (document, said)
    }

    fn said(&self) -> Vec<String> {
        self.followed().1
    }
}

fn at<'d>(document: &'d Document, pointer: &str) -> &'d Value {
    document.root().pointer(pointer).unwrap_or(&Value::Null)
}

const NOTHING: [&str; 0] = [];

#[test]
fn nothing_outside_of_the_folder_is_read() {
    let files = Files::new(
        "    A: {$ref: ../secret.yaml}\n    B: {$ref: 'sub/../../secret.yaml#/x'}\n    C: {$ref: /etc/passwd}\n    D: {$ref: 'file:///etc/passwd'}\n    E: {$ref: ../api2/x.yaml}\n",
    )
    .with("secret.yaml", "type: string")
    .with("api2/x.yaml", "type: string");
    let (document, said) = files.followed();
    assert_eq!(said.len(), 5, "{said:#?}");
    let why = "is outside of the document's folder, where nothing is read unless you allow it (at #/components/schemas/";
    for (index, name) in ["A", "B", "C", "D", "E"].into_iter().enumerate() {
        let line = index + 6;
        let said = &said[index];
        assert!(
            said.starts_with(&format!("api/root.yaml:{line}:")),
            "{said}"
        );
        assert!(said.contains(&format!("{why}{name}/$ref")), "{said}");
        assert!(said.contains("error[unsupported-reference]"), "{said}");
    }
    assert!(said[2].contains("`--allow-dir /etc`"), "{}", said[2]);
    assert_eq!(document.files(), [files.path("api/root.yaml")]);
}

#[test]
fn a_folder_can_be_allowed() {
    let mut files =
        Files::new("    A: {$ref: ../shared/a.yaml}\n").with("shared/a.yaml", "type: string");
    files.reach.dirs.push(files.path("shared"));
    let (document, said) = files.followed();
    assert_eq!(said, NOTHING);
    assert_eq!(
        at(&document, "/components/schemas/A"),
        &json!({"type": "string"})
    );
    assert_eq!(
        document.files(),
        [files.path("api/root.yaml"), files.path("shared/a.yaml")]
    );
}

#[cfg(unix)]
#[test]
fn symbolic_links_do_not_lead_out() {
    use std::os::unix::fs::symlink;
    let mut files =
        Files::new("    A: {$ref: out.yaml}\n    B: {$ref: dir/b.yaml}\n    C: {$ref: in.yaml}\n")
            .with("secret.yaml", "type: string")
            .with("other/b.yaml", "type: string")
            .with("api/c.yaml", "type: integer");
    symlink(files.path("secret.yaml"), files.path("api/out.yaml")).unwrap();
    symlink(files.path("other"), files.path("api/dir")).unwrap();
    symlink(files.path("api/c.yaml"), files.path("api/in.yaml")).unwrap();
    let (document, said) = files.followed();
    assert_eq!(said.len(), 2, "{said:#?}");
    for said in &said {
        let why = "leads out of the document's folder by a symbolic link, where nothing is read";
        assert!(said.contains(why) && said.contains("--allow-dir"), "{said}");
    }
    assert_eq!(
        at(&document, "/components/schemas/C"),
        &json!({"type": "integer"})
    );
    files.reach.dirs.push(files.folder.path().to_owned());
    assert_eq!(files.said(), NOTHING);
}

#[test]
fn urls_are_mapped_and_never_fetched() {
    let mut files = Files::new(
        "    A: {$ref: 'https://a.example/v1/a.yaml'}\n    B: {$ref: 'https://a.example/v1/more/b.yaml#/B'}\n    C: {$ref: 'https://b.example/#/B'}\n",
    )
    .with("map/a.yaml", "properties: {c: {$ref: 'more/b.yaml#/B'}, d: {$ref: '../d.yaml'}}")
    .with("map/more/b.yaml", "B: {type: boolean}");
    let said = files.said();
    assert_eq!(said.len(), 3, "{said:#?}");
    assert!(
        said[0]
            .contains("`https://a.example/v1/a.yaml` is not on this disk, and nothing is fetched")
    );
    assert!(said[0].contains("`--map https://a.example/v1/a.yaml=FILE`"));
    let folder = files.path("map");
    files
        .reach
        .mapped
        .push(("https://a.example/v1".to_owned(), folder.clone()));
    files
        .reach
        .mapped
        .push(("https://b.example/".to_owned(), folder.join("more/b.yaml")));
    let (document, said) = files.followed();
    // What is relative to a URL is a URL.
    assert_eq!(said.len(), 1, "{said:#?}");
    assert!(said[0].starts_with("map/a.yaml:1:"), "{}", said[0]);
    assert!(
        said[0].contains("`https://a.example/d.yaml` is not on this disk"),
        "{}",
        said[0]
    );
    assert_eq!(
        at(&document, "/components/schemas/B"),
        &json!({"type": "boolean"})
    );
    assert_eq!(
        at(&document, "/components/schemas/A/properties/c/$ref"),
        "#/components/schemas/B"
    );
}

#[test]
fn what_cannot_be_read_is_said_where_it_is_referred_to() {
    let files = Files::new(
        "    A: {$ref: none.yaml}\n    B: {$ref: sub}\n    C: {$ref: bad.json}\n    D: {$ref: 'good.yaml#/Pett'}\n    E: {$ref: good.yaml#Pet}\n    F: {properties: {a: {$ref: bad.json}}}\n    G: {$ref: empty.yaml}\n    H: {$ref: latin.yaml}\n",
    )
    .with("api/sub/x.yaml", "a: 1")
    .with("api/bad.json", "{\n  \"a\": ,\n}")
    .with("api/empty.yaml", "")
    .with("api/good.yaml", "Pet: {type: string}");
    fs::write(files.path("api/latin.yaml"), b"a: \xff").unwrap();
    let (document, said) = files.followed();
    let has = |start: &str, part: &str| {
        let found = said
            .iter()
            .any(|it| it.starts_with(start) && it.contains(part));
        assert!(found, "{start} {part}\n{said:#?}");
    };
    has(
        "api/root.yaml:6:",
        "error[unreadable]: there is no file `api/none.yaml`",
    );
    has(
        "api/root.yaml:7:",
        "error[unreadable]: `api/sub` is a folder and no file",
    );
    has(
        "api/root.yaml:8:",
        "error[syntax]: `api/bad.json` is not well-formed",
    );
    has("api/bad.json:2:", "error[syntax]");
    has("api/root.yaml:9:", "did you mean `Pet`?");
    has(
        "api/root.yaml:10:",
        "error[unresolved-reference]: `good.yaml#Pet` is no pointer",
    );
    has(
        "api/root.yaml:11:",
        "error[syntax]: `api/bad.json` is not well-formed",
    );
    has(
        "api/root.yaml:12:",
        "error[syntax]: `api/empty.yaml` is not well-formed",
    );
    has(
        "api/root.yaml:13:",
        "error[syntax]: `api/latin.yaml` is not well-formed",
    );
    has("api/latin.yaml", "not UTF-8");
    // The faults of the file itself stand there once, however often it is referred to.
    let own = said.iter().filter(|it| it.starts_with("api/bad.json"));
    assert_eq!(own.count(), 1, "{said:#?}");
    assert_eq!(document.files().len(), 5);
}

#[test]
fn limits_count_all_files() {
    let mut files = Files::new("    A: {$ref: a.yaml}\n    B: {$ref: b.yaml}\n")
        .with("api/a.yaml", "type: string")
        .with(
            "api/b.yaml",
            &format!("type: string\ndescription: {}", "b".repeat(1000)),
        );
    assert_eq!(files.said(), NOTHING);
    let reached = |files: &Files, message: &str| {
        let said = files.said();
        assert_eq!(said.len(), 1, "{said:#?}");
        assert!(said[0].starts_with("api/root.yaml:7:"), "{}", said[0]);
        assert!(
            said[0].contains("error[limit-reached]") && said[0].contains(message),
            "{}",
            said[0]
        );
    };
    files.limits.files = 2;
    reached(&files, "the document consists of more than 2 files");
    files.limits = Limits {
        bytes: 1000,
        ..Limits::default()
    };
    reached(
        &files,
        "the files of the document are larger than 1000 bytes together",
    );
    files.limits = Limits {
        nodes: 15,
        ..Limits::default()
    };
    reached(
        &files,
        "the files of the document hold more than 15 values together",
    );
}

#[test]
fn what_is_written_out_again_and_again_is_counted() {
    let many = |name: &str| {
        let uses: String = (0..10)
            .map(|at| format!("  /{name}{at}: {{$ref: '{name}.yaml'}}\n"))
            .collect();
        uses
    };
    let mut files = Files::new("    A: {type: string}\n")
        .with("api/root.yaml", &format!("{HEAD}paths:\n{}", many("a")))
        .with("api/a.yaml", "get: {responses: {'200': {description: a}}}");
    assert_eq!(files.said(), NOTHING);
    files.limits.nodes = 60;
    let said = files.said();
    assert!(!said.is_empty());
    for said in said {
        let why = "the document holds more than 60 values once its references to other files are followed";
        assert!(said.contains(why), "{said}");
    }
}

#[test]
fn cycles_of_files_are_types_or_faults() {
    // Schemas may hold each other.
    let files = Files::new("    A: {$ref: a.yaml}\n")
        .with("api/a.yaml", "properties: {b: {$ref: b.yaml}}")
        .with("api/b.yaml", "properties: {a: {$ref: a.yaml}, b: {$ref: '#'}, c: {$ref: 'root.yaml#/components/schemas/A'}}");
    let (document, said) = files.followed();
    assert_eq!(said, NOTHING);
    let properties = at(&document, "/components/schemas/b/properties");
    assert_eq!(
        properties,
        &json!({
            "a": {"$ref": "#/components/schemas/A"},
            "b": {"$ref": "#/components/schemas/b"},
            "c": {"$ref": "#/components/schemas/A"},
        })
    );
    // A reference that is nothing but a reference to itself is nothing.
    let files = Files::new("    A: {$ref: a.yaml}\n")
        .with("api/a.yaml", "$ref: b.yaml")
        .with("api/b.yaml", "$ref: a.yaml");
    let said = files.said();
    assert_eq!(said.len(), 1, "{said:#?}");
    assert!(
        said[0].contains("api/a.yaml:1:7: error[reference-cycle]: `b.yaml` leads back to itself"),
        "{}",
        said[0]
    );
    // Neither is a path item that is written into itself.
    let files = Files::new("    A: {type: string}\n")
        .with("api/root.yaml", &format!("{HEAD}paths:\n  /a: {{$ref: a.yaml}}\n"))
        .with("api/a.yaml", "get:\n  responses: {'200': {description: a}}\n  callbacks:\n    c:\n      u: {$ref: a.yaml}");
    let said = files.said();
    assert_eq!(said.len(), 1, "{said:#?}");
    assert!(said[0].starts_with("api/a.yaml:5:"), "{}", said[0]);
    assert!(said[0].contains("error[reference-cycle]"), "{}", said[0]);
}

#[test]
fn what_is_reached_by_several_ways_is_one_component() {
    let files = Files::new("    Pet: {$ref: 'all.yaml#/Pet'}\n    Again: {$ref: 'all.yaml#/Alias'}\n    Name: {$ref: 'all.yaml#/Pet/properties/name'}\n")
        .with("api/all.yaml", "Pet: {properties: {name: {type: string}}}\nAlias: {$ref: './all.yaml#/Pet'}");
    let (document, said) = files.followed();
    assert_eq!(said, NOTHING);
    assert_eq!(
        at(&document, "/components/schemas/Again"),
        &json!({"$ref": "#/components/schemas/Pet"})
    );
    let schemas = at(&document, "/components/schemas").as_object().unwrap();
    let strings = schemas.values().filter(|it| it["type"] == "string").count();
    assert_eq!(strings, 1, "{schemas:#?}");
}

#[test]
fn a_component_that_leads_to_a_reference_is_another_name() {
    let files = Files::new("    Other: {$ref: other.yaml}\n    Pet: {$ref: pet.yaml}\n")
        .with("api/other.yaml", "$ref: pet.yaml\n")
        .with("api/pet.yaml", "type: object\n");
    let (document, said) = files.followed();
    assert!(said.is_empty(), "{said:?}");
    let schema = |name| at(&document, &format!("/components/schemas/{name}")).clone();
    assert_eq!(schema("Other"), json!({"$ref": "#/components/schemas/Pet"}));
    assert_eq!(schema("Pet"), json!({"type": "object"}));
}

#[test]
fn sections_and_lists_may_be_files() {
    let root = format!(
        "{HEAD}paths: {{$ref: paths.yaml}}\ncomponents:\n  schemas: {{$ref: schemas/_index.yaml}}\n"
    );
    let files = Files::new("    A: {type: string}\n")
        .with("api/root.yaml", &root)
        .with("api/paths.yaml", "/a:\n  get:\n    parameters: {$ref: 'lists.yaml#/all'}\n    responses:\n      '200':\n        description: a\n        content: {application/json: {schema: {$ref: 'schemas/_index.yaml#/Pet'}}}")
        .with("api/lists.yaml", "all:\n- {name: a, in: query, schema: {type: string}}\n- {$ref: '#/one'}\none: {name: b, in: query, schema: {type: string}}")
        .with("api/schemas/_index.yaml", "Pet: {properties: {tag: {$ref: '#/Tag'}}}\nTag: {$ref: tag.yaml}")
        .with("api/schemas/tag.yaml", "type: string");
    let (document, said) = files.followed();
    assert_eq!(said, NOTHING);
    assert_eq!(
        at(
            &document,
            "/paths/~1a/get/responses/200/content/application~1json/schema/$ref"
        ),
        "#/components/schemas/Pet"
    );
    assert_eq!(at(&document, "/components/schemas/Tag/type"), "string");
    assert_eq!(
        at(&document, "/components/schemas")
            .as_object()
            .unwrap()
            .len(),
        2
    );
    assert_eq!(
        at(&document, "/paths/~1a/get/parameters")
            .as_array()
            .unwrap()
            .len(),
        2
    );
}

#[test]
fn older_and_newer_versions_have_their_own_places() {
    let followed = |text: &str| {
        let files = Files::new("    A: {type: string}\n")
            .with("api/root.yaml", text)
            .with("api/a.yaml", "A: {properties: {b: {$ref: '#/B'}}}\nB: {type: string}\nR: {description: r, schema: {$ref: '#/A'}}");
        let mut sink = Diagnostics::new();
        let path = files.path("api/root.yaml");
        let document = read(Path::new(&path), &files.limits, &mut sink).unwrap();
        let document = follow(document, &files.reach, &mut sink);
        assert!(sink.is_empty(), "{sink:?}");
        document
    };
    let old = followed(
        "swagger: '2.0'\npaths:\n  /a:\n    get:\n      responses:\n        '200': {$ref: 'a.yaml#/R'}\n",
    );
    assert_eq!(
        at(&old, "/paths/~1a/get/responses/200/$ref"),
        "#/responses/R"
    );
    assert_eq!(at(&old, "/responses/R/schema/$ref"), "#/definitions/A");
    assert_eq!(
        at(&old, "/definitions/A/properties/b/$ref"),
        "#/definitions/B"
    );
    let new = followed(
        "openapi: 3.1.0\ncomponents:\n  schemas:\n    T:\n      prefixItems:\n      - {$ref: 'a.yaml#/A'}\nwebhooks:\n  w: {post: {responses: {'200': {$ref: 'a.yaml#/R'}}}}\n",
    );
    assert_eq!(
        at(&new, "/components/schemas/T/prefixItems/0/$ref"),
        "#/components/schemas/A"
    );
    assert_eq!(
        at(&new, "/webhooks/w/post/responses/200/$ref"),
        "#/components/responses/R"
    );
}

#[test]
fn a_document_of_one_file_is_left_alone() {
    let files = Files::new(
        "    A: {$ref: '#/components/schemas/B'}\n    B: {example: {mapping: {a: b}}}\n",
    );
    let mut sink = Diagnostics::new();
    let document = read(&files.path("api/root.yaml"), &files.limits, &mut sink).unwrap();
    assert!(!document.refers_elsewhere);
}

#[test]
fn operations_and_media_types_of_3_2_may_be_in_other_files() {
    let root = "openapi: 3.2.0\ninfo: {title: a, version: a}\npaths:\n  /a:\n    query:\n      requestBody: {$ref: 'parts.yaml#/body'}\n      responses:\n        '200': {content: {application/json: {$ref: '#/components/mediaTypes/M'}}}\n    additionalOperations:\n      LINK: {$ref: 'parts.yaml#/link'}\ncomponents:\n  mediaTypes:\n    M: {$ref: 'parts.yaml#/media'}\n";
    let parts = "body: {content: {application/json: {schema: {type: string}}}}\nlink: {operationId: link, responses: {}}\nmedia: {schema: {$ref: '#/pet'}}\npet: {type: object}\n";
    let files = Files::new("")
        .with("api/root.yaml", root)
        .with("api/parts.yaml", parts);
    let (document, said) = files.followed();
    assert_eq!(said, NOTHING);
    let operations = "/paths/~1a/x-oasmith-operations";
    assert_eq!(
        at(&document, &format!("{operations}/LINK/operationId")),
        "link"
    );
    let body = at(&document, &format!("{operations}/QUERY/requestBody"));
    assert_eq!(body, &json!({"$ref": "#/components/requestBodies/body"}));
    let media = at(
        &document,
        &format!("{operations}/QUERY/responses/200/content/application~1json"),
    );
    assert_eq!(
        media,
        &json!({"schema": {"$ref": "#/components/schemas/pet"}})
    );
}

#[test]
fn other_files_may_know_the_document_by_its_own_address() {
    let root = "openapi: 3.2.0\n$self: https://a.example/api/openapi.yaml\ninfo: {title: a, version: a}\npaths: {}\ncomponents:\n  schemas:\n    A: {type: string}\n    B: {$ref: 'other.yaml#/B'}\n    C: {$ref: 'openapi.yaml#/components/schemas/A'}\n";
    let other = "B: {type: array, items: {$ref: 'https://a.example/api/openapi.yaml#/components/schemas/A'}}\n";
    let files = Files::new("")
        .with("api/root.yaml", root)
        .with("api/other.yaml", other);
    let (document, said) = files.followed();
    assert_eq!(said, NOTHING);
    let component = json!({"$ref": "#/components/schemas/A"});
    assert_eq!(at(&document, "/components/schemas/B/items"), &component);
    assert_eq!(at(&document, "/components/schemas/C"), &component);
}
