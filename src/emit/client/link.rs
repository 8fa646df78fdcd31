//! Links: what can be asked next, as methods of the call that was asked.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use super::operation::{MOST_ARGUMENTS, argument_type, types};
use super::send::Sent;
use super::{body, success};
use crate::analyse::{Linked, OperationNames, RustName, SuccessShape, link_parameter};
use crate::emit::Context;
use crate::emit::doc_text;
use crate::emit::tokens::ident;
use crate::ir::{Expression, Link, LinkPiece, LinkSource, LinkValue, Operation, OperationId};

/// ```text
/// /// The link `GetUser`: a call of `get_user` with what this call was asked and answered.
/// pub fn get_user(&self, response: &Response<types::User>) -> Result<GetUser, super::InvalidRequest> {
///     Ok(self.client.get_user(link_values::read::<i64>(
///         "`id` of the link `GetUser`, which is `$response.body#/id`,",
///         link_values::member(response.body(), "/id"),
///     )?))
/// }
/// ```
pub(super) fn methods(
    context: Context<'_>,
    id: OperationId,
    operation: &Operation,
    names: &OperationNames,
) -> Vec<TokenStream> {
    let Some(outcome) = context.facts.outcomes.get(id) else {
        return Vec::new();
    };
    let sent = Sent {
        context,
        id,
        operation,
        names,
        outcome,
    };
    let links = context.facts.links.of(id).iter();
    let named = links.zip(context.facts.names.links(id));
    named
        .filter_map(|(linked, name)| {
            let following = Following {
                sent,
                linked,
                link: linked.link(operation)?,
                target: context.operation(linked.target)?,
                names: context.facts.names.operation(linked.target)?,
            };
            following.method(name)
        })
        .collect()
}

/// A link, and the operation that it leads to.
struct Following<'a> {
    sent: Sent<'a>,
    linked: &'a Linked,
    link: &'a Link,
    target: &'a Operation,
    /// What that is called.
    names: &'a OperationNames,
}

impl Following<'_> {
    fn method(&self, name: &RustName) -> Option<TokenStream> {
        let context = self.sent.context;
        let groups = &context.facts.groups;
        let group = groups
            .iter()
            .position(|it| it.operations.contains(&self.linked.target))?;
        let module = ident(context.facts.names.group(group)?);
        let call = ident(&self.names.stem);
        let (name, method) = (ident(name), ident(self.names.method()));
        let accessor = self.names.accessor().map(|(accessor, _)| {
            let accessor = ident(accessor);
            quote!(.#accessor())
        });
        let answered = success::success_type(self.sent);
        let described = self.docs();
        let deprecated = self.is_deprecated().then(|| quote!(#[allow(deprecated)]));
        let asked = self.asked();
        let many =
            (asked.len() >= MOST_ARGUMENTS).then(|| quote!(#[allow(clippy::too_many_arguments)]));
        let taken = self.taken();
        let (arguments, setters) = (self.arguments(), self.setters());
        let call_of = quote!(self.client #accessor.#method(#(#arguments),*));
        let made = match setters.as_slice() {
            [] => quote!(Ok(#call_of)),
            setters => quote! {
                let mut call = #call_of;
                #(#setters)*
                Ok(call)
            },
        };
        let response = match self.takes_response() {
            true => quote!(response),
            false => quote!(_response),
        };
        Some(quote! {
            #described
            #deprecated
            #many
            pub fn #name(
                &self,
                #response: &Response<#answered>,
                #(#asked),*
            ) -> Result<super::#module::#call, super::InvalidRequest> {
                #taken
                #made
            }
        })
    }

    fn docs(&self) -> TokenStream {
        let mut lines = self
            .link
            .description
            .as_deref()
            .map(doc_text::lines)
            .unwrap_or_default();
        if !lines.is_empty() {
            lines.push(String::new());
        }
        let (name, path) = (&self.link.name, self.names.client_path());
        let words = format!(
            "The link `{name}`: a call of `{path}` with what this call was asked and answered."
        );
        lines.extend(doc_text::lines(&words));
        let errors = [
            "",
            "# Errors",
            "",
            "When a value is not there, and when it is none that the call takes.",
        ];
        lines.extend(errors.map(String::from));
        self.sent.context.doc_lines(&lines)
    }

    fn is_deprecated(&self) -> bool {
        let given = self.linked.parameters.iter();
        let mut given = given.filter_map(|(position, _)| self.target.parameters.get(*position));
        self.target.docs.deprecated || given.any(|it| it.docs.deprecated)
    }

    /// What has to be there and the link does not give.
    fn asked(&self) -> Vec<TokenStream> {
        let context = self.sent.context;
        let parameters = self.target.parameters.iter().zip(&self.names.parameters);
        let missing = parameters
            .enumerate()
            .filter_map(|(position, (parameter, name))| {
                if !parameter.required || self.given(position).is_some() {
                    return None;
                }
                let (name, argument) = (ident(name), argument_type(context, parameter.schema));
                Some(quote!(#name: #argument))
            });
        let body = self.target.body.as_ref();
        let body = body.filter(|it| it.required && self.link.body.is_none());
        let body = body.map(|body| {
            let argument = body::held(context, body, self.names).argument;
            quote!(body: #argument)
        });
        missing.chain(body).collect()
    }

    /// The value that the link has for a parameter.
    fn given(&self, position: usize) -> Option<&LinkValue> {
        let mut given = self.linked.parameters.iter();
        let (_, index) = given.find(|(parameter, _)| *parameter == position)?;
        self.link.parameters.get(*index).map(|(_, value)| value)
    }

    /// The arguments of the method that is called.
    fn arguments(&self) -> Vec<TokenStream> {
        let parameters = self.target.parameters.iter().zip(&self.names.parameters);
        let parameters = parameters.enumerate().filter(|(_, (it, _))| it.required);
        let parameters =
            parameters.map(|(position, (parameter, name))| match self.given(position) {
                Some(value) => {
                    let held = self.sent.context.rust_type(parameter.schema, types());
                    self.read(&held, &parameter.name, value)
                }
                None => {
                    let name = ident(name);
                    quote!(#name)
                }
            });
        let body = self.target.body.as_ref().filter(|body| body.required);
        let body = body.map(|_| self.body().unwrap_or_else(|| quote!(body)));
        parameters.chain(body).collect()
    }

    /// What has no value is not given on, where that is not asked for (OpenAPI 3.1.1, section 4.8.20.2).
    fn setters(&self) -> Vec<TokenStream> {
        let parameters = self.target.parameters.iter().zip(&self.names.parameters);
        let optional = parameters.enumerate().filter(|(_, (it, _))| !it.required);
        let setters = optional.filter_map(|(position, (parameter, name))| {
            let held = self.sent.context.rust_type(parameter.schema, types());
            let given = self.given(position)?;
            Some(self.setter(&ident(name), &held, &parameter.name, given))
        });
        let body = self.target.body.as_ref().filter(|body| !body.required);
        let body = body.and_then(|body| {
            let held = body::held(self.sent.context, body, self.names).kept;
            Some(self.setter(&quote!(body), &held, "body", self.link.body.as_ref()?))
        });
        setters.chain(body).collect()
    }

    fn setter(
        &self,
        method: &impl ToTokens,
        held: &TokenStream,
        name: &str,
        value: &LinkValue,
    ) -> TokenStream {
        let what = self.what(name, value);
        let value = self.value(value);
        quote! {
            if let Some(value) = link_values::read_optional::<#held>(#what, #value)? {
                call = call.#method(value);
            }
        }
    }

    fn body(&self) -> Option<TokenStream> {
        let held = body::held(self.sent.context, self.target.body.as_ref()?, self.names).kept;
        Some(self.read(&held, "body", self.link.body.as_ref()?))
    }

    /// Whether anything is taken from the answer.
    fn takes_response(&self) -> bool {
        let values = self.link.parameters.iter().map(|(_, value)| value);
        let mut all = values
            .chain(&self.link.body)
            .flat_map(LinkValue::expressions);
        all.any(|it| match it.source {
            LinkSource::Status | LinkSource::ResponseHeader(_) | LinkSource::ResponseBody(_) => {
                true
            }
            LinkSource::Url
            | LinkSource::Method
            | LinkSource::RequestParameter(..)
            | LinkSource::RequestBody(_) => false,
        })
    }

    /// A value as the call takes it.
    fn read(&self, held: &TokenStream, name: &str, value: &LinkValue) -> TokenStream {
        let what = self.what(name, value);
        let value = self.value(value);
        quote!(link_values::read::<#held>(#what, #value)?)
    }

    /// What an error says of a value.
    fn what(&self, name: &str, value: &LinkValue) -> String {
        let texts = value.expressions().into_iter();
        let texts: Vec<String> = texts.map(|it| format!("`{}`", it.text)).collect();
        let from = match texts.as_slice() {
            [] => String::new(),
            texts => format!(", from {},", texts.join(" and ")),
        };
        format!("`{name}` of the link `{}`{from}", self.link.name)
    }

    fn value(&self, value: &LinkValue) -> TokenStream {
        match value {
            LinkValue::Constant(json) => {
                let text = json.to_string();
                quote!(link_values::constant(#text))
            }
            LinkValue::Of(expression) => self.source(expression),
            LinkValue::Text(pieces) => {
                let pieces = pieces.iter().map(|piece| match piece {
                    LinkPiece::Literal(text) => quote!(link_values::value(#text)),
                    LinkPiece::Of(expression) => self.source(expression),
                });
                quote!(link_values::text(&[#(#pieces),*]))
            }
        }
    }

    fn source(&self, expression: &Expression) -> TokenStream {
        let Sent {
            operation, names, ..
        } = self.sent;
        match &expression.source {
            LinkSource::Method => {
                let method = operation.method.as_str();
                quote!(link_values::value(#method))
            }
            LinkSource::Status => quote!(link_values::value(&response.status().as_u16())),
            LinkSource::RequestParameter(location, name) => {
                let position = link_parameter(operation, *location, name);
                let field = position.and_then(|it| names.parameters.get(it)).map(ident);
                quote!(link_values::value(&self.#field))
            }
            LinkSource::RequestBody(place) => {
                let place = place.as_str();
                quote!(link_values::member(&self.body, #place))
            }
            LinkSource::ResponseHeader(name) => {
                quote!(link_values::header(response.headers(), #name))
            }
            LinkSource::ResponseBody(place) => {
                let place = place.as_str();
                let body = match self.sent.outcome.success {
                    SuccessShape::Same(_) => quote!(response.body()),
                    SuccessShape::ByStatus => quote!(answered),
                };
                quote!(link_values::member(#body, #place))
            }
            // Nothing of the kind is among the links that resolve.
            LinkSource::Url => TokenStream::new(),
        }
    }

    /// The body of the one success that has the link, where there are different ones.
    fn taken(&self) -> Option<TokenStream> {
        let Sent {
            operation,
            names,
            outcome,
            ..
        } = self.sent;
        let is_needed = outcome.success == SuccessShape::ByStatus;
        if !is_needed || !self.linked.takes_answer(operation) {
            return None;
        }
        let success = ident(names.success.as_ref()?);
        let variant = ident(names.responses.get(self.linked.place.0)?);
        let message = format!("the link `{}` is one of another answer", self.link.name);
        Some(quote! {
            let #success::#variant(answered) = response.body() else {
                return Err(super::InvalidRequest::new(#message));
            };
        })
    }
}
