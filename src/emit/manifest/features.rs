//! The features of a crate, each with what it enables and a line that says what it is for.

use std::collections::BTreeSet;

use super::{HOOKS, IN_BROWSERS, needed};
use crate::analyse::Group;
use crate::config::Part;
use crate::emit::{Context, mock_server};

/// The lines of the table `[features]`.
pub(super) fn lines(context: Context<'_>) -> String {
    let default = default_features(context);
    let default = default.iter().map(String::as_str);
    let mut lines = vec![format!("default = {}", list(default))];
    let parts = context.config.parts.iter();
    let parts = parts.filter(|part| *part != Part::Types);
    lines.extend(parts.flat_map(|part| part_lines(context, part)));
    lines.extend(client_lines(context));
    lines.extend(hook_lines(context));
    if mock_server::is_emitted(context) {
        lines.push("# A binary that serves the mock.".to_owned());
        let enables = list(mock_server::ENABLES);
        lines.push(format!("{} = {enables}", mock_server::FEATURE));
    }
    lines.extend(group_lines(context));
    lines.join("\n")
}

/// The features of the groups, where there are any.
fn groups(context: Context<'_>) -> Vec<String> {
    let positions = 0..context.facts.groups.len();
    positions
        .filter_map(|position| context.group_feature_name(position))
        .collect()
}

fn has_client(context: Context<'_>) -> bool {
    context.config.parts.contains(Part::Client)
}

fn has_blocking(context: Context<'_>) -> bool {
    has_client(context) && context.has_blocking()
}

fn default_features(context: Context<'_>) -> Vec<String> {
    let parts = context.config.parts.iter();
    let parts = parts.filter(|part| *part != Part::Types).map(Part::name);
    let of_client = has_client(context).then_some("rustls");
    let blocking = has_blocking(context).then_some("blocking");
    let named = parts.chain(of_client).chain(blocking).map(str::to_owned);
    // Who has a client or a server of an API neither sends nor receives its webhooks, unless there is nothing else.
    let has_only_hooks = !context.facts.hooks.is_empty() && context.facts.groups.is_empty();
    let hooks = has_only_hooks.then(|| HOOKS.to_owned());
    named.chain(groups(context)).chain(hooks).collect()
}

fn part_lines(context: Context<'_>, part: Part) -> [String; 2] {
    let enables = match part {
        Part::Mock => vec!["server".to_owned()],
        _ => dependencies(context, part),
    };
    let enables = list(enables.iter().map(String::as_str));
    [
        format!("# {}", feature_words(part)),
        format!("{} = {enables}", part.name()),
    ]
}

/// The optional dependencies that a part needs, on any target.
fn dependencies(context: Context<'_>, part: Part) -> Vec<String> {
    let optional = needed(context)
        .filter(|it| it.is_optional() && it.parts.contains(&part) && it.feature.is_none())
        .map(|it| it.name);
    let in_browsers = IN_BROWSERS.iter().filter(|it| it.parts.contains(&part));
    let mut enables: Vec<String> = Vec::new();
    for name in optional.chain(in_browsers.map(|it| it.name)) {
        let name = format!("dep:{name}");
        if !enables.contains(&name) {
            enables.push(name);
        }
    }
    enables
}

fn client_lines(context: Context<'_>) -> Vec<String> {
    let of_client = [
        "# TLS for the client, unless it is given a `reqwest::Client` of its user's own.",
        "rustls = [\"reqwest?/rustls\"]",
        "# Spans of the client's calls, for `tracing`.",
        "tracing = [\"dep:tracing\"]",
    ];
    let blocking = [
        "# Calls from code that is not async; not for wasm.",
        "blocking = [\"client\"]",
    ];
    let of_client = of_client.into_iter().filter(|_| has_client(context));
    let blocking = blocking.into_iter().filter(|_| has_blocking(context));
    of_client.chain(blocking).map(str::to_owned).collect()
}

fn hook_lines(context: Context<'_>) -> Vec<String> {
    let hooks = &context.facts.hooks;
    if hooks.is_empty() {
        return Vec::new();
    }
    let enables = linked_groups(context, hooks);
    let enables = list(enables.iter().map(String::as_str));
    vec![
        format!("# The {}.", hook_words(context)),
        format!("{HOOKS} = {enables}"),
    ]
}

fn group_lines(context: Context<'_>) -> Vec<String> {
    let groups = groups(context);
    if groups.is_empty() {
        return Vec::new();
    }
    let words = "# The operations of a tag, in the client and in the server.".to_owned();
    let all = groups.iter().zip(&context.facts.groups);
    let lines = all.map(|(name, group)| {
        let enables = linked_groups(context, group);
        let enables = enables.iter().map(String::as_str).filter(|it| it != name);
        format!("{name} = {}", list(enables))
    });
    std::iter::once(words).chain(lines).collect()
}

/// The features of the groups to which operations of this one have links.
fn linked_groups(context: Context<'_>, group: &Group) -> BTreeSet<String> {
    let groups = &context.facts.groups;
    let links = group.operations.iter();
    let links = links.flat_map(|id| context.facts.links.of(*id));
    let targets = links.filter_map(|linked| {
        let position = groups
            .iter()
            .position(|it| it.operations.contains(&linked.target))?;
        context.group_feature_name(position)
    });
    targets.collect()
}

fn feature_words(part: Part) -> &'static str {
    match part {
        Part::Types => "The models.",
        Part::Client => "The async client.",
        Part::Server => "The server: a trait to implement, and the axum router that calls it.",
        Part::Mock => "A server that answers from the document's examples.",
    }
}

/// What the feature of webhooks and callbacks adds to those of the parts.
pub(in crate::emit) fn hook_words(context: Context<'_>) -> &'static str {
    let parts = &context.config.parts;
    match (parts.contains(Part::Client), parts.contains(Part::Server)) {
        (true, false) => "webhooks and callbacks, sent by the client",
        (false, _) => "webhooks and callbacks, received by the server",
        (true, true) => "webhooks and callbacks, sent by the client and received by the server",
    }
}

fn list<'a>(items: impl IntoIterator<Item = &'a str>) -> String {
    let quoted: Vec<String> = items
        .into_iter()
        .map(|item| format!("\"{item}\""))
        .collect();
    format!("[{}]", quoted.join(", "))
}
