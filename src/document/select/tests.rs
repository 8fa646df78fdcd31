//! Selections over a small document.

use std::path::Path;

use super::*;
use crate::config::{Limits, Picks, Said};
use crate::document::{read_text, upgrade};

const DOCUMENT: &str = r##"
openapi: 3.0.3
info: {title: Pets, version: "1"}
tags: [{name: pets}, {name: shops}]
security: [{key: []}]
paths:
  /pets:
    get:
      operationId: listPets
      tags: [pets]
      responses: {"200": {$ref: "#/components/responses/Pets"}}
    post:
      operationId: addPet
      tags: [pets]
      security: [{basic: []}]
      requestBody: {content: {application/json: {schema: {$ref: "#/components/schemas/Cat"}}}}
      responses: {"204": {description: done}}
  /shops/{id}:
    parameters: [{$ref: "#/components/parameters/Id"}]
    get:
      operationId: getShop
      tags: [shops]
      responses: {"200": {description: one, content: {application/json: {schema: {type: object, minLength: 2}}}}}
components:
  parameters:
    Id: {name: id, in: path, required: true, schema: {type: string}}
  responses:
    Pets: {description: pets, content: {application/json: {schema: {$ref: "#/components/schemas/Pet"}}}}
  schemas:
    Pet: {type: object, required: [kind], properties: {kind: {type: string}}, discriminator: {propertyName: kind}}
    Dog: {allOf: [{$ref: "#/components/schemas/Pet"}, {type: object, properties: {tail: {$ref: "#/components/schemas/Tail"}}}]}
    Puppy: {allOf: [{$ref: "#/components/schemas/Dog"}]}
    Tail: {type: string}
    Cat: {type: object, properties: {name: {type: string}}}
    Unused: {type: string}
  securitySchemes:
    key: {type: apiKey, in: header, name: k}
    basic: {type: http, scheme: basic}
"##;

fn picks(include: &[&str], exclude: &[&str]) -> Picks {
    let said = |texts: &[&str]| {
        let texts = texts.iter().map(|text| Said::from((*text).to_owned()));
        texts.collect()
    };
    Picks {
        include: said(include),
        exclude: said(exclude),
    }
}

/// What is left, and what is said.
fn selected(selection: &Selection) -> (String, String) {
    selected_of(DOCUMENT, selection)
}

fn selected_of(document: &str, selection: &Selection) -> (String, String) {
    let mut sink = Diagnostics::new();
    let limits = Limits::default();
    let bytes = document.as_bytes().to_vec();
    let read = read_text(Path::new("openapi.yaml"), bytes, &limits, &mut sink);
    let mut document = upgrade(read.expect("a document"), &mut sink).expect("3.0");
    select(&mut document, selection, &mut sink);
    let root = document.root();
    let mut left: Vec<String> = operations(root)
        .iter()
        .map(|one| one.id.unwrap_or_default().to_owned())
        .collect();
    let sections = root["components"].as_object().expect("components");
    for (_, members) in sections {
        left.extend(members.as_object().expect("members").keys().cloned());
    }
    let tags = root["tags"].as_array().expect("tags").iter();
    left.extend(tags.map(|tag| tag["name"].as_str().unwrap_or_default().to_owned()));
    let said: Vec<String> = sink.iter().map(ToString::to_string).collect();
    (left.join(" "), said.join("\n"))
}

#[test]
fn operations_keep_what_they_reach() {
    for (selection, left) in [
        (
            Selection {
                operations: picks(&["listPets"], &[]),
                ..Selection::default()
            },
            "listPets Pets Pet Dog Puppy Tail key pets",
        ),
        (
            Selection {
                operations: picks(&["post /pets"], &[]),
                ..Selection::default()
            },
            "addPet Cat basic pets",
        ),
        (
            Selection {
                tags: picks(&["pets"], &[]),
                operations: picks(&[], &["list*"]),
                ..Selection::default()
            },
            "addPet Cat basic pets",
        ),
    ] {
        assert_eq!(selected(&selection), (left.to_owned(), String::new()));
    }
}

#[test]
fn operations_with_other_methods_are_selected_like_others() {
    let document = DOCUMENT.replace("3.0.3", "3.2.0").replace(
        "  /shops/{id}:",
        "    query:\n      operationId: findPets\n      tags: [pets]\n      responses: {\"200\": {$ref: \"#/components/responses/Pets\"}}\n\
         \x20   additionalOperations: {Link: {operationId: linkPets, responses: {\"204\": {}}}}\n  /shops/{id}:",
    );
    for (wanted, left) in [
        ("query /pets", "findPets Pets Pet Dog Puppy Tail key pets"),
        ("linkPets", "linkPets key "),
    ] {
        let selection = Selection {
            operations: picks(&[wanted], &[]),
            ..Selection::default()
        };
        let (found, said) = selected_of(&document, &selection);
        assert_eq!((found.trim_end(), said.as_str()), (left.trim_end(), ""));
    }
}

#[test]
fn webhooks_are_selected_by_their_names() {
    let document = DOCUMENT.replace("3.0.3", "3.1.0").replace(
        "components:\n",
        "webhooks:\n  newShop:\n    post:\n      operationId: tellShop\n      tags: [shops]\n\
         \x20     requestBody: {content: {application/json: {schema: {$ref: \"#/components/schemas/Unused\"}}}}\n\
         \x20     responses: {\"204\": {description: seen}}\ncomponents:\n",
    );
    for (picked, left) in [
        (picks(&["newShop"], &[]), "tellShop Unused key shops"),
        (picks(&["*"], &["/*"]), "tellShop Unused key shops"),
        (picks(&["/shops/*"], &[]), "getShop Id key shops"),
    ] {
        let selection = Selection {
            paths: picked,
            ..Selection::default()
        };
        let (found, _) = selected_of(&document, &selection);
        assert_eq!(found, left);
    }
}

#[test]
fn diagnostics_of_what_is_kept_stay() {
    let selection = Selection {
        paths: picks(&["/shops/*"], &[]),
        ..Selection::default()
    };
    let (left, said) = selected(&selection);
    assert_eq!(left, "getShop Id key shops");
    assert!(said.contains("ignored-keyword"), "{said}");
}

#[test]
fn what_fits_nothing_is_told() {
    let selection = Selection {
        tags: picks(&["pet"], &["["]),
        ..Selection::default()
    };
    let (left, said) = selected(&selection);
    assert_eq!(left, "");
    assert!(said.contains("no operation has the tag `pet`"), "{said}");
    assert!(said.contains("`[` is no pattern"), "{said}");
    assert!(said.contains("leaves no operation"), "{said}");
}
