//! How long each stage takes, and the whole: `cargo bench`. `OASMITH_BENCH=FILE` takes a document of one's own.
#![allow(missing_docs, reason = "criterion_group makes undocumented functions")]
#![allow(
    clippy::expect_used,
    reason = "a bench without its document has nothing to measure"
)]

use std::path::{Path, PathBuf};

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use oasmith::analyse::{Facts, analyse};
use oasmith::config::{Config, Parts};
use oasmith::diagnostic::Diagnostics;
use oasmith::document::{self, Document};
use oasmith::emit::{self, Context, DocComments};
use oasmith::ir::Api;
use oasmith::lower::lower;
use oasmith::{Part, output, pipeline};

/// The document: one of the user's, or one with many of the schemas and operations that documents have.
fn source() -> (PathBuf, Option<tempfile::TempDir>) {
    if let Some(file) = std::env::var_os("OASMITH_BENCH") {
        return (PathBuf::from(file), None);
    }
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("openapi.yaml");
    std::fs::write(&path, made_up(300)).expect("the document is written");
    (path, Some(folder))
}

fn made_up(number: usize) -> String {
    let mut paths = String::new();
    let mut schemas = String::new();
    for index in 0..number {
        paths.push_str(&format!(
            "  /things{index}/{{id}}:\n    put:\n      operationId: putThing{index}\n      tags: [group{group}]\n      \
             description: Puts a thing.\n      parameters:\n        - {{name: id, in: path, required: true, schema: {{type: string}}}}\n        \
             - {{name: limit, in: query, schema: {{type: integer, minimum: 1}}}}\n      requestBody:\n        \
             content: {{application/json: {{schema: {{$ref: '#/components/schemas/Thing{index}'}}}}}}\n      responses:\n        \
             '200':\n          description: Fine.\n          \
             content: {{application/json: {{schema: {{$ref: '#/components/schemas/Thing{index}'}}}}}}\n",
            group = index % 20,
        ));
        schemas.push_str(&format!(
            "    Thing{index}:\n      type: object\n      description: A thing, and what is known of it.\n      \
             required: [id, kind]\n      properties:\n        id: {{type: string, format: uuid, description: Who it is.}}\n        \
             kind: {{type: string, enum: [small, large, other{index}]}}\n        at: {{type: string, format: date-time}}\n        \
             count: {{type: integer, minimum: 0, maximum: {index}, nullable: true}}\n        \
             tags: {{type: array, maxItems: 10, items: {{type: string, maxLength: 40}}}}\n        \
             next: {{$ref: '#/components/schemas/Thing{next}'}}\n        \
             either: {{oneOf: [{{type: string}}, {{type: integer}}]}}\n        \
             inner: {{type: object, properties: {{a{index}: {{type: number}}, b: {{type: boolean}}}}}}\n",
            next = (index + 1) % number,
        ));
    }
    format!(
        "openapi: 3.0.3\ninfo: {{title: Things, version: 1.0.0}}\npaths:\n{paths}components:\n  schemas:\n{schemas}"
    )
}

fn config() -> Config {
    Config {
        parts: Parts::new([Part::Types, Part::Client]),
        ..Config::default()
    }
}

fn read(path: &Path, config: &Config) -> Document {
    document::read(path, &config.limits.limits(), &mut Diagnostics::new()).expect("it is read")
}

fn meaning(path: &Path, config: &Config) -> (Document, Api, Facts) {
    let mut sink = Diagnostics::new();
    let document = document::upgrade(read(path, config), &mut sink).expect("it is upgraded");
    let api = lower(&document::typed(&document, &mut sink), config, &mut sink);
    let facts = analyse(&api, config, &mut sink);
    (document, api, facts)
}

fn stages(criterion: &mut Criterion) {
    let (path, _folder) = source();
    let config = config();
    let mut group = criterion.benchmark_group("stages");
    group.sample_size(10);
    group.bench_function("read", |bench| bench.iter(|| read(&path, &config)));
    group.bench_function("upgrade", |bench| {
        bench.iter_batched(
            || read(&path, &config),
            |document| document::upgrade(document, &mut Diagnostics::new()),
            BatchSize::PerIteration,
        );
    });
    let (document, api, facts) = meaning(&path, &config);
    group.bench_function("type", |bench| {
        bench.iter(|| document::typed(&document, &mut Diagnostics::new()));
    });
    let typed = document::typed(&document, &mut Diagnostics::new());
    group.bench_function("lower", |bench| {
        bench.iter(|| lower(&typed, &config, &mut Diagnostics::new()));
    });
    group.bench_function("analyse", |bench| {
        bench.iter(|| analyse(&api, &config, &mut Diagnostics::new()));
    });
    let emitted = || {
        let doc_comments = DocComments::default();
        let context = Context {
            api: &api,
            facts: &facts,
            config: &config,
            source: "openapi.yaml",
            doc_comments: &doc_comments,
        };
        let plans = emit::plan(context);
        let emitted: Vec<_> = plans.iter().map(|plan| emit::emit(plan, context)).collect();
        (emitted, doc_comments)
    };
    group.bench_function("emit", |bench| bench.iter(emitted));
    group.bench_function("format", |bench| {
        bench.iter_batched(
            emitted,
            |(emitted, comments)| -> Vec<_> {
                let each = emitted.into_iter();
                each.map(|it| output::format(it, &comments)).collect()
            },
            BatchSize::PerIteration,
        );
    });
    group.bench_function("whole", |bench| {
        bench.iter(|| pipeline::run(&path, &config));
    });
    group.finish();
}

criterion_group!(benches, stages);
criterion_main!(benches);
