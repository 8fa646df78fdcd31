//! An oracle that we did not write: for every component of every document in `specs/`, proptest makes JSON values, valid
//! and nearly valid, and the crate `jsonschema` must agree with `decode` and `validate()` on each of them. A valid value
//! that is decoded and encoded must come back equal.
//!
//! `ORACLE_CASES` sets how many values are made of each component.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stderr,
    reason = "clippy knows that tests may stop where something does not hold, but not that their helpers may"
)]

#[cfg(test)]
mod choices;
#[cfg(test)]
mod compare;
#[cfg(test)]
mod coverage;
#[cfg(test)]
mod formats;
#[cfg(test)]
mod instances;
#[cfg(test)]
mod newer;
#[cfg(test)]
mod program;
#[cfg(test)]
mod summary;
#[cfg(test)]
mod translate;

#[cfg(test)]
use std::collections::BTreeSet;
#[cfg(test)]
use std::rc::Rc;

#[cfg(test)]
use serde_json::{Number, Value, json};

#[cfg(test)]
use self::{
    compare::Fault,
    instances::{Amount, Maker},
    program::{Answer, Holder, Spec},
    translate::Document,
};

/// How many values are made of each component, besides every mutant of the first.
#[cfg(test)]
const CASES: usize = 120;

/// An instance of a component, or nearly one, and what both sides say.
#[cfg(test)]
struct Case {
    spec: String,
    component: String,
    /// What the instance was made to try.
    aim: String,
    schema: Rc<Value>,
    instance: Value,
    faults: Vec<Fault>,
    answer: Answer,
    /// Where encoding did not give back what was decoded.
    difference: Option<String>,
}

#[cfg(test)]
impl Case {
    fn is_valid_by_oracle(&self) -> bool {
        self.faults.is_empty()
    }

    fn agrees(&self) -> bool {
        self.is_valid_by_oracle() == self.answer.is_valid() && self.difference.is_none()
    }

    /// The keyword that the case is about: what the oracle found first, else what the instance was made for.
    fn keyword(&self) -> &str {
        self.faults
            .first()
            .map_or(&self.aim, |fault| &fault.keyword)
    }

    /// What the rules say of it.
    fn violations(&self) -> &str {
        self.answer.violations.as_deref().unwrap_or_default()
    }

    /// The faults of the value itself, and not those for which an alternative does not fit.
    fn own_faults(&self) -> impl Iterator<Item = &Fault> {
        self.faults.iter().filter(|fault| !fault.inner)
    }

    /// Whether the document has such words.
    fn document_says(&self, words: &str) -> bool {
        program::document(&self.spec).contains(words)
    }

    /// Whether there is such a number anywhere in the instance.
    fn has_number(&self, such: fn(&Number) -> bool) -> bool {
        fn any(value: &Value, such: fn(&Number) -> bool) -> bool {
            match value {
                Value::Number(number) => such(number),
                Value::Array(items) => items.iter().any(|item| any(item, such)),
                Value::Object(members) => members.values().any(|member| any(member, such)),
                _ => false,
            }
        }
        any(&self.instance, such)
    }
}

#[test]
fn jsonschema_agrees_with_decode_and_validate() {
    let (folder, specs) = program::generate();
    let documents: Vec<Document> = specs
        .iter()
        .map(|spec| Document::new(&spec.document))
        .collect();
    let mut cases = Vec::new();
    let mut questions = Vec::new();
    for (spec, document) in specs.iter().zip(&documents) {
        for (component, holder) in &spec.types {
            for case in ask_about(spec, document, component) {
                let asked = match holder {
                    Holder::Itself(_) => case.instance.clone(),
                    Holder::Property(_) => json!({"value": case.instance}),
                };
                questions.push((program::path(spec, holder), asked));
                cases.push((case, document, matches!(holder, Holder::Property(_))));
            }
        }
    }
    let answers = program::ask(&folder, &questions);
    let cases: Vec<Case> = cases
        .into_iter()
        .zip(answers)
        .map(|((case, document, held), answer)| judge(case, document, held, answer))
        .collect();
    let complaints = [
        summary::disagreements(&cases),
        summary::unmet_choices(&cases),
        coverage::missing(&documents, &specs, &cases),
    ]
    .concat();
    eprintln!("{}", summary::table(&cases));
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

/// Instances of a component, each once, with the verdict of the oracle.
#[cfg(test)]
fn ask_about(spec: &Spec, document: &Document, component: &str) -> Vec<Case> {
    let definitions = document.definitions(document.direction(component));
    let schema = translate::refer_to(component);
    let validator = compare::validator(&schema, definitions);
    let key = schema["$ref"].as_str().unwrap();
    let shown = Rc::new(definitions[key.trim_start_matches("#/$defs/")].clone());
    let mut seen = BTreeSet::new();
    instances(definitions, &schema)
        .into_iter()
        .filter_map(|(aim, instance)| {
            seen.insert(instance.to_string()).then(|| Case {
                spec: spec.name.clone(),
                component: component.to_owned(),
                aim,
                schema: Rc::clone(&shown),
                faults: compare::faults(&validator, &instance),
                instance,
                answer: Answer::default(),
                difference: None,
            })
        })
        .collect()
}

/// Instances with what they were made to try.
#[cfg(test)]
fn instances(definitions: &serde_json::Map<String, Value>, schema: &Value) -> Vec<(String, Value)> {
    let count = std::env::var("ORACLE_CASES")
        .ok()
        .and_then(|count| count.parse().ok())
        .unwrap_or(CASES);
    let mut maker = Maker::new(definitions);
    let mut made = Vec::new();
    // Of a schema of several, each is likely to be met in so many attempts.
    for _ in 0..6 {
        let full = maker.value(schema, Amount::Full);
        let mutants = maker.mutants(schema, &full);
        made.push(("valid".to_owned(), full));
        made.extend(mutants.into_iter().map(|mutant| (mutant.aim, mutant.value)));
    }
    for _ in 0..count / 4 {
        let value = maker.value(schema, Amount::Some);
        for _ in 0..3 {
            made.extend(
                maker
                    .any_mutant(schema, &value)
                    .map(|mutant| (mutant.aim, mutant.value)),
            );
        }
        made.push(("valid".to_owned(), value));
    }
    made
}

/// Puts the answer beside the verdict.
#[cfg(test)]
fn judge(mut case: Case, document: &Document, held: bool, mut answer: Answer) -> Case {
    if held {
        answer.encoded = answer
            .encoded
            .and_then(|encoded| encoded.get("value").cloned());
    }
    if case.is_valid_by_oracle() && answer.refused.is_none() {
        let definitions = document.definitions(document.direction(&case.component));
        let schema = translate::refer_to(&case.component);
        case.difference = match &answer.encoded {
            Some(encoded) => compare::difference(definitions, &[schema], &case.instance, encoded),
            None => Some(": it could not be encoded".to_owned()),
        };
    }
    case.answer = answer;
    case
}
