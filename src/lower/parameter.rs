//! Parameters: what is asked for in the path, the query and the headers.

use openapiv3::{
    HeaderStyle, Parameter as Declared, ParameterData, ParameterSchemaOrContent, PathItem,
    PathStyle, QueryStyle, ReferenceOr,
};

use super::operation::Reason;
use super::{Lowering, fault, resolve_at};
use crate::diagnostic::{Code, Diagnostic, Pointer};
use crate::ir::{
    Docs, ListStyle, Parameter, ParameterLocation, PathTemplate, SchemaId, SchemaKind, Text,
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
        for inherited in self.declared(&item.parameters, &item_pointer.join("parameters")) {
            if declared.iter().all(|(own, _)| key(own) != key(inherited.0)) {
                declared.push(inherited);
            }
        }
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
        for (index, place) in places.iter().enumerate() {
            if let Some(placed) = resolve_at(place, &pointer.join(index), components, "parameters")
                && declared
                    .iter()
                    .all(|(other, _)| key(other) != key(placed.0))
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
        let (location, repeated) = match style(parameter) {
            Ok(style) => style,
            Err(what) => return Err(self.refuse_parameter(data, pointer, &what)),
        };
        if location == ParameterLocation::Header && is_ignored_header(&data.name) {
            let message = format!(
                "the header `{}` is described elsewhere, so this parameter is ignored",
                data.name
            );
            self.report(Diagnostic::at(Code::IgnoredParameter, pointer, message));
            return Ok(None);
        }
        let ParameterSchemaOrContent::Schema(place) = &data.format else {
            return Err(self.refuse_parameter(data, pointer, "a parameter with `content`"));
        };
        let schema = self.schema(pointer.join("schema"), place);
        if !self.is_plain_or_list(schema) {
            return Err(self.refuse_parameter(
                data,
                pointer,
                "a parameter that is neither a plain value nor a list of them",
            ));
        }
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
            schema,
            list: if repeated {
                ListStyle::Repeated
            } else {
                ListStyle::Commas
            },
            examples: self.examples(data.example.as_ref(), &data.examples),
        }))
    }

    fn refuse_parameter(&mut self, data: &ParameterData, pointer: &Pointer, what: &str) -> Reason {
        let message = format!("{what} cannot be sent yet: `{}`", data.name);
        self.report(Diagnostic::at(
            Code::UnsupportedParameter,
            pointer,
            message.clone(),
        ));
        message
    }

    fn is_plain_or_list(&self, schema: SchemaId) -> bool {
        match &self.schemas.resolve(schema).1.kind {
            SchemaKind::Array(array) => self.is_plain(array.items),
            _ => self.is_plain(schema),
        }
    }

    fn is_plain(&self, schema: SchemaId) -> bool {
        let plain = matches!(
            self.schemas.resolve(schema).1.kind,
            SchemaKind::Boolean
                | SchemaKind::Integer(_)
                | SchemaKind::Number(_)
                | SchemaKind::String(_)
                | SchemaKind::Enumeration(_)
        );
        plain && !self.schemas.is_nullable(schema)
    }

    /// Makes the parameters of the path those of the template: a declared one that does not stand there is left out, and one
    /// that nobody declares is a text.
    fn match_template(
        &mut self,
        path: &PathTemplate,
        parameters: &mut Vec<Parameter>,
        item: &Pointer,
    ) {
        let (mut of_path, rest): (Vec<_>, Vec<_>) = std::mem::take(parameters)
            .into_iter()
            .partition(|parameter| parameter.location == ParameterLocation::Path);
        for name in path.parameters() {
            if parameters.iter().any(|parameter| parameter.name == name) {
                continue;
            }
            match of_path.iter().position(|parameter| parameter.name == name) {
                Some(index) => parameters.push(of_path.remove(index)),
                None => parameters.push(self.undeclared(name, item)),
            }
        }
        for unused in of_path {
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
            list: ListStyle::Commas,
            examples: Vec::new(),
        }
    }

    fn plain_text(&mut self, pointer: Pointer) -> SchemaId {
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

/// Where it travels, and whether it is repeated for each item of a list; what it is where that cannot be sent yet.
fn style(parameter: &Declared) -> Result<(ParameterLocation, bool), String> {
    let explode = parameter.parameter_data_ref().explode;
    match parameter {
        Declared::Path {
            style: PathStyle::Simple,
            ..
        } => Ok((ParameterLocation::Path, false)),
        Declared::Path { style, .. } => {
            Err(format!("a path parameter of style {}", style_name(style)))
        }
        Declared::Query {
            style: QueryStyle::Form,
            ..
        } => Ok((ParameterLocation::Query, explode.unwrap_or(true))),
        Declared::Query { style, .. } => {
            Err(format!("a query parameter of style {}", style_name(style)))
        }
        Declared::Header {
            style: HeaderStyle::Simple,
            ..
        } => Ok((ParameterLocation::Header, false)),
        Declared::Cookie { .. } => Err("a cookie parameter".to_owned()),
    }
}

fn style_name(style: impl serde::Serialize) -> String {
    serde_json::to_value(style)
        .ok()
        .and_then(|name| name.as_str().map(str::to_owned))
        .unwrap_or_default()
}

/// Headers that are described by other parts of the document (OpenAPI 3.0.3, section 4.7.12.2).
fn is_ignored_header(name: &str) -> bool {
    ["accept", "content-type", "authorization"]
        .iter()
        .any(|ignored| name.eq_ignore_ascii_case(ignored))
}
