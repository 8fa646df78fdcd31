//! `oasmith inspect`

use oasmith::analyse::RustName;
use oasmith::config::Layout;
use oasmith::diagnostic::{Code, Diagnostic, Diagnostics};
use oasmith::ir::OperationId;
use oasmith::pipeline::{self, Meaning};
use serde::Serialize;
use serde_json::{Map, Value};

use super::arguments::{Inspect, Stage};
use super::exit::Exit;
use super::filter::{self, Pattern};
use super::printer::Printer;

/// Prints the result of a stage.
pub(super) fn inspect(arguments: &Inspect, printer: &Printer) -> Exit {
    let config = arguments.input.config(Layout::Modules);
    let (meaning, mut diagnostics) = pipeline::inspect(&arguments.input.document, &config);
    if let Some(meaning) = &meaning {
        match show(meaning, arguments.stage, arguments.name.as_ref()) {
            Ok(text) => printer.output(&text),
            Err(faults) => diagnostics.extend(faults),
        }
    }
    printer.diagnostics(&diagnostics, meaning.as_ref());
    if meaning.is_none() || is_refused(&diagnostics, config.keep_going) {
        return Exit::Refused;
    }
    Exit::Done
}

fn is_refused(diagnostics: &Diagnostics, keep_going: bool) -> bool {
    diagnostics.has_errors() && !keep_going
}

/// The result of a stage as YAML, or the part of it that has to do with a name.
fn show(meaning: &Meaning, stage: Stage, name: Option<&Pattern>) -> Result<String, Diagnostics> {
    let whole = match stage {
        Stage::Document => meaning.document.root().clone(),
        Stage::Ir => with_ids(tree(&meaning.api)?),
        Stage::Facts => tree(&meaning.facts)?,
    };
    let wanted = match (name, stage) {
        (None, _) => whole,
        (Some(name), Stage::Document) => filter::document(whole, name),
        (Some(name), Stage::Ir) => filter::ir(whole, name),
        (Some(name), Stage::Facts) => {
            let schemas = schemas_named(meaning, name);
            let operations = operations_named(meaning, name);
            filter::facts(whole, name, &schemas, &operations)
        }
    };
    serde_yaml::to_string(&wanted).map_err(internal)
}

fn tree(stage: &impl Serialize) -> Result<Value, Diagnostics> {
    serde_json::to_value(stage).map_err(internal)
}

fn internal(error: impl std::fmt::Display) -> Diagnostics {
    let message = format!("the stage cannot be printed: {error}");
    Diagnostic::new(Code::Internal, message).into()
}

/// Schemas refer to each other by their positions: shows each under its own.
fn with_ids(mut api: Value) -> Value {
    if let Some(schemas) = api.get_mut("schemas")
        && let Value::Array(list) = schemas.take()
    {
        let numbered: Map<String, Value> = list
            .into_iter()
            .enumerate()
            .map(|(position, schema)| (position.to_string(), schema))
            .collect();
        *schemas = Value::Object(numbered);
    }
    api
}

/// The ids of the schemas that have such a name, in the document or in the output.
fn schemas_named(meaning: &Meaning, name: &Pattern) -> Vec<String> {
    let named = meaning.api.schemas.iter().filter(|(id, schema)| {
        let component = schema.origin.component.as_deref();
        let chosen = meaning.facts.names.type_name(*id).map(RustName::as_str);
        [component, chosen]
            .into_iter()
            .flatten()
            .any(|found| name.matches(found))
    });
    named
        .map(|(id, _)| id.to_string().trim_start_matches('#').to_owned())
        .collect()
}

/// The ids of the operations that have such a name, in the document or in the output.
fn operations_named(meaning: &Meaning, name: &Pattern) -> Vec<String> {
    let named = meaning.api.operations.iter().enumerate();
    named
        .filter(|(position, operation)| {
            let chosen = meaning.facts.function(OperationId(*position));
            [operation.id.as_deref(), chosen]
                .into_iter()
                .flatten()
                .any(|found| name.matches(found))
        })
        .map(|(position, _)| position.to_string())
        .collect()
}
