//! Parameters: what is asked for in the path, the query, headers and cookies.

use std::collections::HashSet;

use indexmap::IndexMap;
use openapiv3::{
    Parameter as Declared, ParameterData, ParameterSchemaOrContent, PathItem, PathStyle,
    QueryStyle, ReferenceOr,
};

use super::operation::Reason;
use super::{Lowering, fault, resolve_at};
use crate::diagnostic::{Code, Diagnostic, Pointer};
use crate::document::keywords;
use crate::ir::{
    Docs, Example, FieldStyle, Parameter, ParameterLocation, PathTemplate, SchemaId, SchemaKind,
    Style, Text,
};

/// A parameter and where it stands.
type Placed<'a> = (&'a Declared, Pointer);

impl<'a> Lowering<'a> {
    /// The parameters of an operation: its own, and those of its path item that it does not replace. Those of the path come
    /// first, in the order of the template.
    pub(super) fn parameters(
        &mut self,
        path: &PathTemplate,
        (item, item_pointer): (&'a PathItem, &Pointer),
        (operation, pointer): (&'a openapiv3::Operation, &Pointer),
    ) -> Result<Vec<Parameter>, Reason> {
        let mut declared = self.declared(&operation.parameters, &pointer.join("parameters"));
        let own: HashSet<_> = declared.iter().map(|(own, _)| key(own)).collect();
        let inherited = self.declared(&item.parameters, &item_pointer.join("parameters"));
        declared.extend(
            inherited
                .into_iter()
                .filter(|(it, _)| !own.contains(&key(it))),
        );
        let mut parameters = Vec::new();
        for (parameter, place) in &declared {
            parameters.extend(self.parameter(parameter, place)?);
        }
        self.match_template(path, &mut parameters, item_pointer);
        Ok(parameters)
    }

    /// Follows the references; of two parameters with the same name and place the first counts.
    fn declared(
        &mut self,
        places: &'a [ReferenceOr<Declared>],
        pointer: &Pointer,
    ) -> Vec<Placed<'a>> {
        let components = &self.components.parameters;
        let mut declared: Vec<Placed<'a>> = Vec::new();
        let mut seen = HashSet::new();
        for (index, place) in places.iter().enumerate() {
            if let Some(placed) = resolve_at(place, &pointer.join(index), components, "parameters")
                && seen.insert(key(placed.0))
            {
                declared.push(placed);
            }
        }
        declared
    }

    /// One parameter; none where the specification says that it is to be ignored.
    fn parameter(
        &mut self,
        parameter: &'a Declared,
        pointer: &Pointer,
    ) -> Result<Option<Parameter>, Reason> {
        let data = parameter.parameter_data_ref();
        if let Some(reason) = fault(&data.extensions) {
            return Err(reason);
        }
        let location = location(parameter);
        if location == ParameterLocation::Header && is_ignored_header(&data.name) {
            let message = format!(
                "the header `{}` is described elsewhere, so this parameter is ignored",
                data.name
            );
            self.report(Diagnostic::at(Code::IgnoredParameter, pointer, message));
            return Ok(None);
        }
        let written = self.written(parameter, pointer)?;
        let allow_empty = match parameter {
            Declared::Query {
                allow_empty_value, ..
            } => allow_empty_value.unwrap_or(false),
            _ => false,
        };
        Ok(Some(Parameter {
            pointer: pointer.clone(),
            name: data.name.clone(),
            rust_name: super::rust_name(&data.extensions),
            location,
            docs: Docs {
                title: None,
                description: data.description.clone(),
                deprecated: data.deprecated.unwrap_or(false),
                external: None,
            },
            // A path without one of its parts would be another path.
            required: data.required || location == ParameterLocation::Path,
            schema: written.schema,
            style: written.style,
            fields: written.fields,
            allow_reserved: written.allow_reserved,
            allow_empty,
            examples: written.examples,
        }))
    }

    /// What its value is, and how it is written: by a style, or as a body of the one media type of its `content`.
    fn written(&mut self, parameter: &'a Declared, pointer: &Pointer) -> Result<Written, Reason> {
        let data = parameter.parameter_data_ref();
        let content = match &data.format {
            ParameterSchemaOrContent::Schema(place) => {
                return Ok(Written {
                    schema: self.schema(pointer.join("schema"), place),
                    style: style(parameter),
                    fields: Vec::new(),
                    allow_reserved: allows_reserved(parameter),
                    examples: self.examples(data.example.as_ref(), &data.examples),
                });
            }
            ParameterSchemaOrContent::Content(content) => content,
        };
        if allows_reserved(parameter) {
            // What is percent-encoded in the content itself would be decoded once too often.
            let message = "`allowReserved` holds for a `schema`, not for `content`";
            let place = pointer.join("allowReserved");
            self.report(Diagnostic::at_key(Code::IgnoredKeyword, &place, message));
        }
        let Some(entry) = self.one_entry(content, &pointer.join("content")) else {
            return Err(self.refuse_parameter(data, pointer, "a parameter with empty `content`"));
        };
        Ok(match data.extensions.contains_key(keywords::QUERYSTRING) {
            true => self.whole_query(&entry),
            false => self.in_content(&entry, style(parameter)),
        })
    }

    fn refuse_parameter(&mut self, data: &ParameterData, pointer: &Pointer, what: &str) -> Reason {
        let message = format!("{what} cannot be sent: `{}`", data.name);
        self.report(Diagnostic::at(
            Code::UnsupportedParameter,
            pointer,
            message.clone(),
        ));
        message
    }

    /// Makes the parameters of the path those of the template: a declared one that does not stand there is left out, and one
    /// that nobody declares is a text.
    fn match_template(
        &mut self,
        path: &PathTemplate,
        parameters: &mut Vec<Parameter>,
        item: &Pointer,
    ) {
        let (of_path, rest): (Vec<_>, Vec<_>) = std::mem::take(parameters)
            .into_iter()
            .partition(|parameter| parameter.location == ParameterLocation::Path);
        let mut of_path: IndexMap<String, Option<Parameter>> = of_path
            .into_iter()
            .map(|parameter| (parameter.name.clone(), Some(parameter)))
            .collect();
        let mut seen = HashSet::new();
        for name in path.parameters().filter(|name| seen.insert(*name)) {
            match of_path.get_mut(name).and_then(Option::take) {
                Some(parameter) => parameters.push(parameter),
                None => parameters.push(self.undeclared(name, item)),
            }
        }
        for unused in of_path.into_values().flatten() {
            let message = format!("the path has no place for the parameter `{}`", unused.name);
            self.report(Diagnostic::at(
                Code::PathParameterMismatch,
                &unused.pointer,
                message,
            ));
        }
        parameters.extend(rest);
    }

    fn undeclared(&mut self, name: &str, item: &Pointer) -> Parameter {
        let message = format!("no parameter `{name}` is declared: it is taken for a text");
        self.report(
            Diagnostic::at_key(Code::PathParameterMismatch, item, message).help(format!(
                "declare it: `{{name: {name}, in: path, required: true, schema: {{type: string}}}}`"
            )),
        );
        let schema = self.plain_text(item.join("parameters").join(name));
        Parameter {
            pointer: item.clone(),
            name: name.to_owned(),
            rust_name: None,
            location: ParameterLocation::Path,
            docs: Docs::default(),
            required: true,
            schema,
            style: Style::Simple { explode: false },
            fields: Vec::new(),
            allow_reserved: false,
            allow_empty: false,
            examples: Vec::new(),
        }
    }

    /// A text of which nothing is said.
    pub(super) fn plain_text(&mut self, pointer: Pointer) -> SchemaId {
        let id = self.anything(pointer);
        let text = crate::ir::Schema {
            kind: SchemaKind::String(Text::default()),
            ..self.schemas.get(id).clone()
        };
        self.schemas.set(id, text);
        id
    }
}

/// What tells a parameter from the others of an operation (OpenAPI 3.0.3, section 4.7.12.1).
fn key(parameter: &Declared) -> (&'static str, &str) {
    let location = match parameter {
        Declared::Path { .. } => "path",
        Declared::Query { .. } => "query",
        Declared::Header { .. } => "header",
        Declared::Cookie { .. } => "cookie",
    };
    (location, &parameter.parameter_data_ref().name)
}

/// What a parameter holds.
pub(super) struct Written {
    pub schema: SchemaId,
    pub style: Style,
    pub fields: Vec<FieldStyle>,
    pub allow_reserved: bool,
    pub examples: Vec<Example>,
}

fn location(parameter: &Declared) -> ParameterLocation {
    match parameter {
        Declared::Path { .. } => ParameterLocation::Path,
        Declared::Query { .. } => ParameterLocation::Query,
        Declared::Header { .. } => ParameterLocation::Header,
        Declared::Cookie { .. } => ParameterLocation::Cookie,
    }
}

fn allows_reserved(parameter: &Declared) -> bool {
    match parameter {
        Declared::Query { allow_reserved, .. } => *allow_reserved,
        other => {
            let extensions = &other.parameter_data_ref().extensions;
            extensions.contains_key(keywords::ALLOW_RESERVED)
        }
    }
}

/// The style, where `explode` is by default what the specification says of the style.
fn style(parameter: &Declared) -> Style {
    let data = parameter.parameter_data_ref();
    let explode = data.explode;
    let is_plain = data.extensions.contains_key(keywords::COOKIE_STYLE);
    let is_form_exploded = explode.unwrap_or(true);
    let form = Style::Form {
        explode: is_form_exploded,
    };
    let explode = explode.unwrap_or(false);
    match parameter {
        Declared::Path { style, .. } => match style {
            PathStyle::Simple => Style::Simple { explode },
            PathStyle::Label => Style::Label { explode },
            PathStyle::Matrix => Style::Matrix { explode },
        },
        Declared::Query { style, .. } => match style {
            QueryStyle::SpaceDelimited if !explode => Style::SpaceDelimited,
            QueryStyle::PipeDelimited if !explode => Style::PipeDelimited,
            QueryStyle::DeepObject => Style::DeepObject,
            // Exploded, each item is a pair of its own, and nothing stands between two of them.
            QueryStyle::Form => form,
            QueryStyle::SpaceDelimited | QueryStyle::PipeDelimited => Style::Form { explode: true },
        },
        Declared::Header { .. } => Style::Simple { explode },
        Declared::Cookie { .. } if is_plain => Style::Cookie {
            explode: is_form_exploded,
        },
        Declared::Cookie { .. } => form,
    }
}

/// Headers that are described by other parts of the document (OpenAPI 3.0.3, section 4.7.12.2).
fn is_ignored_header(name: &str) -> bool {
    ["accept", "content-type", "authorization"]
        .iter()
        .any(|ignored| name.eq_ignore_ascii_case(ignored))
}
